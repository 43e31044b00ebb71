"""Hundreds of readers of one server: how long an answer takes while snapshots are swapped and built beside them."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable

from bench.crowd import THINK_SECONDS, Heard, crowd, percentile
from bench.page import environment
from bench.session import Server, serving
from bench.timing import Line
from bench.workspace import Workspace
from programme import PROJECT
from warehouse import snapshots
from warehouse.home import Home
from warehouse.readers import Reader

MANY, MANY_MARK = 1500, 1000.0  # ms at p95 while snapshots are swapped twice
SOME, SOME_MARK = 200, 500.0  # ms at p95 while a build runs
FOLLOW_MARK = 31.0  # seconds: a new snapshot is on every page within half a minute
FOLLOWED_WITHIN = 120.0  # seconds in which the last of the many pages has followed, each put off a few times
BUILD_MARK = 1.5  # a build that yields to readers, over one that does not
SNAPSHOTS = 200
PERIODS = 4
BUILD = "import runpy; runpy.run_module('pipelines', run_name='__main__')"
# A build as it was before it gave way to readers: what it is compared with.
HEEDLESS = "from warehouse import presence; presence.is_read = lambda home: False; "


def measure(space: Workspace) -> list[Line]:
    """p95 of answers in milliseconds: 1,500 readers over two swaps, 200 readers before, during and after builds."""
    home = years(space)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    asking = choices(home)
    with serving(PROJECT / "app.py", environment(space, home)) as server:
        before, during, after, built, heedless, memory, last = asyncio.run(
            _beside_builds(server, space, home, asking)
        )
    with serving(PROJECT / "app.py", environment(space, home)) as server:
        swapped, failed, half, all_ = asyncio.run(_swapped(server, space, home, asking))
    return [
        Line(f"{SOME} readers, p95 before builds", before, "", None, "ms"),
        Line("  during builds", during, "before", before, "ms", SOME_MARK, bounds_ours=True),
        Line("  after builds", after, "before", before, "ms"),
        Line("  a full build beside them", built, "one that gives no way", heedless, "s", BUILD_MARK),
        Line("  all pages have a new snapshot after", last, "", None, "s", FOLLOW_MARK, bounds_ours=True),
        Line("  memory of the server", memory, "", None, "GB"),
        Line(f"{MANY} readers, p95 over two swaps", swapped, "", None, "ms", MANY_MARK, bounds_ours=True),
        Line("  answers lost", failed, "", None, "", 0.0, bounds_ours=True),
        Line("  all pages have a new snapshot after", all_, "half of them", half, "s"),
    ]


def years(space: Workspace) -> Home:
    """A copy of the sample's home that holds two hundred snapshots."""
    root = space.fresh("years-home")
    shutil.copytree(space.sample_home.root, root)
    home = Home.of(root)
    info = snapshots.require_current(home)
    for number in range(1, SNAPSHOTS):
        (home.snapshots / f"20200101-{number:03d}.duckdb").hardlink_to(info.path)
    home.settings_file.write_text(f"[snapshots]\nnewest = {2 * SNAPSHOTS}\n", encoding="utf-8")
    return home


def choices(home: Home) -> Callable[[random.Random], str]:
    """What a reader may choose next: a period of the newest few, the whole or a city, as the address says it."""
    reader = Reader(snapshots.require_current(home))
    facts = reader.rows("snapshot_facts")[0]
    rows = reader.rows("periods", indicator=facts["headline_indicator"])
    opening = next(row["period"] for row in rows if row["is_opening"])
    periods = sorted(row["period"] for row in rows if row["period"] <= opening)[-PERIODS:]
    areas = reader.rows("areas_on", period=opening)
    cities = [row["area_code"] for row in areas if row["area_level"] == "city"]

    def asking(chosen: random.Random) -> str:
        city = chosen.choice(["", *cities])
        return f"period={chosen.choice(periods)}" + (f"&city={city}" if city else "")

    return asking


async def _beside_builds(
    server: Server, space: Workspace, home: Home, asking: Callable[[random.Random], str]
) -> tuple[float, float, float, float, float, float, float]:
    found: list[float] = []

    async def meanwhile(heard: Heard) -> None:
        start = time.monotonic()
        await asyncio.sleep(THINK_SECONDS)
        found.append(percentile(heard.between(start, time.monotonic()), 95))
        took: dict[bool, list[float]] = {True: [], False: []}
        spans = []
        for yields in (True, False, True, False, True, False):
            begun = time.monotonic()
            await _build(space, home, yields=yields)
            ended = time.monotonic()
            took[yields].append(ended - begun)
            swapped = _swapped_at(home)
            if yields:
                spans.append((begun, ended))
            await asyncio.sleep(5)
        during = [one for begun, ended in spans for one in heard.between(begun, ended)]
        found.append(percentile(during, 95))
        start = time.monotonic()
        await asyncio.sleep(THINK_SECONDS)
        found.append(percentile(heard.between(start, time.monotonic()), 95))
        found.extend((min(took[True]), min(took[False]), server.memory(), heard.followed(swapped, SOME)[-1]))

    await crowd(server, SOME, 4 * THINK_SECONDS, asking, meanwhile)
    before, during, after, built, heedless, memory, last = found
    return before, during, after, built, heedless, memory, last


async def _swapped(
    server: Server, space: Workspace, home: Home, asking: Callable[[random.Random], str]
) -> tuple[float, float, float, float]:
    swapped = []

    async def meanwhile(_: Heard) -> None:
        for _swap in range(2):
            await asyncio.sleep(THINK_SECONDS / 2)
            await _build(space, home, yields=True)
            swapped.append(_swapped_at(home))
        await asyncio.sleep(FOLLOWED_WITHIN)

    began = time.monotonic()
    heard = await crowd(server, MANY, THINK_SECONDS + FOLLOWED_WITHIN, asking, meanwhile)
    followed = heard.followed(swapped[-1], MANY)
    p95 = percentile(heard.between(began, swapped[-1] + THINK_SECONDS / 2), 95)
    return p95, float(len(heard.failed)), followed[MANY // 2], followed[-1]


def _swapped_at(home: Home) -> float:
    """When the snapshot that is current became so, by `time.monotonic()`: pages follow before the build's process has ended."""
    return time.monotonic() - (time.time() - home.current_file.stat().st_mtime)


async def _build(space: Workspace, home: Home, *, yields: bool) -> None:
    """A full build in a process of its own, as the command line makes it."""
    code = ("" if yields else HEEDLESS) + BUILD
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, "build", "--full", "--home", str(home.root),
        cwd=PROJECT, env={**os.environ, **environment(space, home)}, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await process.wait():
        raise RuntimeError("The build beside the readers failed.")
