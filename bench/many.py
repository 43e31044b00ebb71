"""Thousands of readers of several processes behind nginx, while snapshots that are ready become current one after another.

The readers are spoken for by processes of the same machine: what they take of it is said. `python -m bench.many --help` has the
same with other numbers, a short form among them.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.crowd import THINK_SECONDS, Heard, crowd, percentile
from bench.page import environment
from bench.readers import choices
from bench.session import Server, free_port, stop
from bench.timing import Line, table
from bench.workspace import Workspace
from programme import PROJECT
from warehouse import notes, snapshots
from warehouse.build import build
from warehouse.home import Home

MARK = 1000.0  # ms at p95 while snapshots are swapped
FLAT_MARK = 1.1  # memory before the last look over that before the first swap
CLIENTS = 2  # processes that speak for the readers: one interpreter would be late for so many
DELETED_SECONDS = 10.0  # after a swap the snapshot before is deleted, though pages still read it
START_SECONDS = 120.0


@dataclass(frozen=True)
class Plan:
    """How many readers of how many processes, and when snapshots become current."""

    sessions: int = 3000
    processes: int = 2
    swaps: int = 2
    swap_seconds: float = 300.0
    fewer: tuple[int, ...] = (2250, 1500, 750)  # tried in turn where so many are too many, with one swap each

    @property
    def seconds(self) -> float:
        """From when all are there until the end: before the first swap they are left alone until each has chosen something."""
        return THINK_SECONDS + self.swaps * self.swap_seconds


@dataclass
class Found:
    """What one crowd met, and what it cost."""

    plan: Plan
    p95: float = 0.0  # ms
    lost: list[str] = field(default_factory=list)
    answers: int = 0
    empty: float = 0.0  # GB of all processes that serve, with one page each
    memory: list[float] = field(
        default_factory=list
    )  # GB before the first swap, then at the end of each one's time
    followed: list[tuple[float, float]] = field(
        default_factory=list
    )  # seconds: half of the pages, all, after each swap
    service: float = 0.0  # of all processors, in per cent
    clients: float = 0.0
    old_open: int = 0  # snapshots that are not current and still held open at the end

    @property
    def is_kept(self) -> bool:
        return not self.lost and self.p95 <= MARK


def measure(space: Workspace, plan: Plan = Plan()) -> list[Line]:
    """p95 of answers in milliseconds, what was lost, shares of the processors, and memory by session and by swap."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    whole = _tried(space, plan)
    lines = _lines(whole)
    if whole.is_kept:
        return lines
    for sessions in plan.fewer:
        found = _tried(space, replace(plan, sessions=sessions, swaps=1))
        lines += _lines(found)
        if found.is_kept:
            break
    return lines


def _lines(found: Found) -> list[Line]:
    plan = found.plan
    what = f"{plan.sessions} readers of {plan.processes} processes, p95 of {found.answers} answers"
    lines = [
        Line(what, found.p95, "", None, "ms", MARK, bounds_ours=True),
        Line("  answers lost", float(len(found.lost)), "", None, "", 0.0, bounds_ours=True),
        Line("  of all processors the service took", found.service, "", None, "%"),
        Line("  the load that speaks for the readers", found.clients, "", None, "%"),
    ]
    if not found.memory:
        return lines
    before, *after = found.memory
    each = 1024 * (before - found.empty) / plan.sessions
    lines += [
        Line("  memory of the processes without readers", found.empty, "", None, "GB"),
        Line("  memory of a session", each, "", None, "MB"),
    ]
    for number, (memory, (half, last)) in enumerate(zip(after, found.followed, strict=True), 1):
        mark = FLAT_MARK if number == len(after) else None
        lines += [
            Line(f"  memory after swap {number}", memory, "before the first", before, "GB", mark),
            Line("  all pages have its snapshot after", last, "half of them", half, "s"),
        ]
    lines.append(
        Line("  old snapshots still open", float(found.old_open), "", None, "", 0.0, bounds_ours=True)
    )
    return lines


# ---------------------------------------------------------------- the snapshots


def _ready(space: Workspace, swaps: int) -> tuple[Home, list[Path]]:
    """A copy of the sample's home, and snapshots of it that are built and not there yet, in the order of their building."""
    root = space.fresh("many-home")
    shutil.copytree(space.sample_home.root, root)
    home = Home.of(root)
    first = snapshots.require_current(home)
    aside = home.root / "ready"
    aside.mkdir()
    ready = []
    for _ in range(swaps):
        info = build(home, space.sample_pack, today=space.sample_today, full=True)
        ready.append(info.path.rename(aside / info.path.name))
        notes.note_of(info.path).rename(aside / notes.note_of(info.path).name)
    snapshots.make_current(home, first.id)
    return home, ready


def _publish(home: Home, ready: Path) -> None:
    """Make a finished snapshot the current one, as a build does at its end."""
    with snapshots.changing(home):
        notes.note_of(ready).rename(home.snapshots / notes.note_of(ready).name)
        ready.rename(home.snapshots / ready.name)
        snapshots.make_current(home, ready.stem)


# ---------------------------------------------------------------- the service


@dataclass(frozen=True)
class Service:
    """A running service: its address, and the process that looks after the others."""

    address: str
    process: int

    def all(self) -> list[Server]:
        """Every process of it."""
        return [Server(self.address, one) for one in (self.process, *_below(self.process))]

    def serving(self) -> list[Server]:
        """Those that draw pages."""
        return [
            one
            for one in self.all()
            if b"serve.py" in Path(f"/proc/{one.process}/cmdline").read_bytes().split(b"\0")
        ]

    def processor_seconds(self) -> float:
        return sum(one.processor_seconds() for one in self.all())

    def memory(self) -> float:
        """Gigabytes of those that draw pages."""
        return sum(one.memory() for one in self.serving())

    def old_open(self, current: str) -> int:
        """Snapshots but the current one that a process holds open, deleted or not, each counted for each process."""
        found = set()
        for one in self.serving():
            for file in Path(f"/proc/{one.process}/fd").iterdir():
                with suppress(OSError):
                    name = str(file.readlink()).removesuffix(" (deleted)")
                    if name.endswith(".duckdb") and Path(name).stem != current:
                        found.add((one.process, name))
        return len(found)


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for one in map(int, task.read_text().split()):
            yield one
            yield from _below(one)


@contextmanager
def _serving(space: Workspace, home: Home, processes: int) -> Iterator[Service]:
    port = free_port("127.0.0.1")
    command = [sys.executable, "serve_many.py", "--processes", str(processes), "--port", str(port)]
    log = space.fresh("many-log")
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **environment(space, home)}, stdout=said, stderr=said
        )
    try:
        end = time.monotonic() + START_SECONDS
        while "processes behind it" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The service did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield Service(f"http://127.0.0.1:{port}", process.pid)
    finally:
        stop(process)


# ---------------------------------------------------------------- the readers


def _client(
    address: str, root: Path, first: int, sessions: int, seconds: float, there: Event, told: Queue[Heard]
) -> None:
    """Speak for some of the readers, in a process of its own; whatever ends it is told as lost."""

    async def meanwhile(_: Heard) -> None:
        there.set()

    try:
        asking = choices(Home.of(root))
        heard = asyncio.run(crowd(Server(address, 0), sessions, seconds, asking, meanwhile, first))
    except Exception as error:
        heard = Heard(failed=[repr(error)])
    there.set()
    told.put(heard)


def _tried(space: Workspace, plan: Plan) -> Found:
    """One crowd from its coming until its end."""
    home, ready = _ready(space, plan.swaps)
    found = Found(plan)
    spawning = multiprocessing.get_context("spawn")
    with _serving(space, home, plan.processes) as service:
        for _ in range(4 * plan.processes):  # each process draws a page
            asyncio.run(crowd(Server(service.address, 0), 1, 0.0, choices(home)))
        found.empty = service.memory()
        told: Queue[Heard] = spawning.Queue()
        share = pairwise(plan.sessions * number // CLIENTS for number in range(CLIENTS + 1))
        there = [spawning.Event() for _ in range(CLIENTS)]
        # Who is there first waits for the others.
        seconds = plan.seconds + THINK_SECONDS
        clients = [
            spawning.Process(
                target=_client,
                args=(service.address, home.root, first, last - first, seconds, one, told),
                daemon=True,
            )
            for (first, last), one in zip(share, there, strict=True)
        ]
        for client in clients:
            client.start()
        try:
            for one in there:
                one.wait()
            pids = [int(client.pid or 0) for client in clients]
            _watched(service, home, ready, found, pids, told)
        finally:
            for client in clients:
                client.kill()
                client.join()
    return found


def _watched(
    service: Service, home: Home, ready: list[Path], found: Found, clients: list[int], told: Queue[Heard]
) -> None:
    """The time in which all are there: left alone at first, then one swap after another."""
    plan = found.plan
    time.sleep(THINK_SECONDS)
    began, spent = time.monotonic(), _spent(service, clients)
    found.memory.append(service.memory())
    swapped = []
    for file in ready:
        before = snapshots.require_current(home)
        _publish(home, file)
        swapped.append(time.monotonic())
        time.sleep(min(DELETED_SECONDS, plan.swap_seconds / 2))
        before.path.unlink()
        time.sleep(max(0.0, swapped[-1] + plan.swap_seconds - time.monotonic()))
        found.memory.append(service.memory())
        print(f"  swap {len(swapped)}: {found.memory[-1]:.2f} GB", file=sys.stderr, flush=True)
    ended = time.monotonic()
    with suppress(OSError):  # one that has ended is told by what it met
        done = _spent(service, clients)
        whole = (ended - began) * (os.cpu_count() or 1) / 100
        found.service, found.clients = (
            (after - first) / whole for first, after in zip(spent, done, strict=True)
        )
    found.old_open = service.old_open(str(snapshots.pointed(home)))
    heard = Heard()
    for _ in clients:
        heard.add(told.get(timeout=10 * THINK_SECONDS))
    answers = heard.between(began, ended)
    found.answers, found.p95, found.lost = len(answers), percentile(answers, 95), heard.failed
    for moment in swapped:
        followed = heard.followed(moment, plan.sessions)
        found.followed.append((followed[plan.sessions // 2], followed[-1]))
    for what, times in Counter(heard.failed).most_common(5):
        print(f"  lost: {what} × {times}", file=sys.stderr, flush=True)
    # Told at once: a run takes a quarter of an hour, and the table comes after the last.
    told_now = f"{plan.sessions} readers: p95 {found.p95:.0f} ms of {found.answers}, {len(found.lost)} lost"
    print(
        f"  {told_now}; service {found.service:.0f} %, load {found.clients:.0f} %",
        file=sys.stderr,
        flush=True,
    )


def _spent(service: Service, clients: list[int]) -> tuple[float, float]:
    """Processor seconds of the service and of those that speak for the readers."""
    return service.processor_seconds(), sum(Server("", one).processor_seconds() for one in clients)


def main(
    sessions: Annotated[int, typer.Option(help="Readers at once.")] = Plan.sessions,
    processes: Annotated[int, typer.Option(help="Processes that serve them.")] = Plan.processes,
    swaps: Annotated[int, typer.Option(help="How many ready snapshots become current.")] = Plan.swaps,
    swap_seconds: Annotated[float, typer.Option(help="How long each of them stands.")] = Plan.swap_seconds,
    fewer: Annotated[
        str, typer.Option(help="How many are tried where so many are too many; blank: none.")
    ] = " ".join(map(str, Plan.fewer)),
) -> None:
    """Measure it with other numbers. Exit 1 if a mark is missed."""
    plan = Plan(sessions, processes, swaps, swap_seconds, tuple(map(int, fewer.split())))
    with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
        lines = measure(Workspace(Path(folder), townships=1, quarters=1), plan)
    Console(width=None if sys.stdout.isatty() else 120).print(table(lines))
    if any(line.kept is False for line in lines):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
