"""Whoever is killed, wherever: landing is whole or untouched, what is shown was checked, and the next one completes.

Each deed is done in a process of its own that kills itself: at one of its calls of the system as Python makes them (an audit hook
counts them), or after a part of its time, which may be in the middle of native code. A few kills of each by default;
`OBSERVATORY_KILLS=24 pytest tests/test_kills.py` (or `make kills`) makes so many of each, and says how many fell where.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipelines.filing import landing
from pipelines.filing.backup_store import Store
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from tests.filing import workers, write
from tests.killed import (
    DEEDS,
    PUBLISHING,
    TODAY,
    WITHDRAWN,
    Ground,
    carried_out,
    do_backup,
    do_build,
    do_restore,
)
from tests.tiny import STANDING, Tiny
from warehouse import snapshots
from warehouse.home import Home
from warehouse.readers import Reader

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

KILLS = int(os.environ.get("OBSERVATORY_KILLS", "2"))  # of each deed
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")


def process(name: str, ground: Ground, point: int | None = None, seconds: float | None = None) -> Any:
    """What the process of a deed said at its end; None where it was killed."""
    here, there = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=carried_out, args=(name, str(ground.root), point, seconds, there))
    child.start()
    there.close()
    child.join(60)
    if child.is_alive():
        child.kill()
        child.join()
        raise AssertionError(f"{name} did not end: {point}, {seconds}")
    assert child.exitcode in (0, -signal.SIGKILL), (name, point, seconds, child.exitcode)
    said = here.recv() if child.exitcode == 0 else None
    here.close()
    return said


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A home with returns and a snapshot, backed up once; then a return landed that is neither built nor backed up."""
    CONTEXT.set_forkserver_preload(["tests.killed"])
    tiny = Tiny(tmp_path_factory.mktemp("kills"))
    ground = Ground(tiny.home.root.parent)
    tiny.staff_everywhere(STANDING)
    first = write(ground.root, "staffing0.csv", workers("990202"))
    ingest(tiny.home, tiny.pack, [first], Circumstances(today=TODAY, confirmed=True))
    do_build(ground)
    do_backup(ground)
    second = write(ground.root, "staffing1.csv", workers("990202", other=6))
    ingest(tiny.home, tiny.pack, [second], Circumstances(today=TODAY, confirmed=True))
    population = "area_code,period,resident_population,urban_population\n990101,2025-12-31,25400,20400\n"
    write(ground.root / "returns", "staffing.csv", workers("990101001", "990101002"))
    write(ground.root / "returns", "population.csv", population)
    return ground


def points(calls: int, seconds: float, *, last: int | None = None) -> list[tuple[int | None, float | None]]:
    """Where to kill: half by calls, spread over all (or the `last` ones), half by time."""
    first = 1 if last is None else max(1, calls - last + 1)
    by_call = KILLS if last else -(-KILLS // 2)
    spread: list[tuple[int | None, float | None]] = [
        (first + round(n * (calls - first) / max(by_call - 1, 1)), None) for n in range(by_call)
    ]
    timed = KILLS - by_call
    return spread + [(None, 0.95 * seconds * (n + 1) / (timed + 1)) for n in range(timed)]


def state(home: Home) -> dict[str, Any]:
    """The rows of each batch of a home's landing, by dataset, and which were taken back. Every original is there and what its name says."""
    found: dict[str, Any] = {}
    for name in landing.tables(home):
        rows = landing._read(
            home,
            name,
            {"batch_id": landing.PROVENANCE["batch_id"], "file_hash": landing.PROVENANCE["file_hash"]},
        )
        found |= {(name, batch): n for (batch, n) in rows.group_by("batch_id").len().iter_rows()}
        for original in rows["file_hash"].drop_nulls().unique():
            assert landing.hash_of((home.filed / original).read_bytes()) == original
    return found | {("withdrawals", row.batch_id): 1 for row in landing.withdrawn(home)}


def check(ground: Ground, before: dict[str, Any], shown: str) -> str:
    """What must hold whatever was killed; the id of the snapshot that is shown."""
    for batch, rows in state(ground.home).items():
        assert before.get(batch, rows) == rows
        assert batch in before or rows == (2 if batch[0] == "staffing" else 1), "a batch that is not whole"
    assert before.keys() <= state(ground.home).keys()
    info = snapshots.require_current(ground.home)
    snapshots.check_whole(info)
    assert info.id >= shown
    assert Reader(info).ask("snapshot_facts")["snapshot_id"][0] == info.id
    assert Store(ground.backups).damaged(Store(ground.backups).read(1)) == []
    if ground.again.root.exists():
        assert state(ground.again) == before_backup(ground)
    return info.id


def before_backup(ground: Ground) -> dict[str, Any]:
    """The batches that the newest backup has."""
    sequence = Store(ground.backups).read().sequence
    return {
        batch: n for batch, n in state(ground.home).items() if int(batch[1].rsplit("-", 1)[1]) <= sequence
    }


def drafts(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.name.startswith((".draft", ".home.restoring-")) or ".building" in path.name
    ]


@pytest.mark.parametrize("name", DEEDS)
def test_whoever_is_killed_leaves_all_whole_and_the_next_completes(
    ready: Ground, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = Ground(tmp_path / "trial")
    shutil.copytree(ready.root, trial.root)
    calls, seconds = process(name, trial)
    assert calls >= 3
    before, shown = state(ready.home), snapshots.require_current(ready.home).id
    fell: Counter[str] = Counter()
    begun = dt.datetime.now()

    def trial_of(number: int, point: int | None, after: float | None) -> list[str]:
        """Kill one, look, complete, look; what became of it."""
        ground, became = Ground(tmp_path / str(number)), []
        shutil.copytree(ready.root, ground.root)
        if process(name, ground, point, after) is not None:
            became.append("too late")  # it was through before its time
        now = check(ground, before, shown)
        became.append(
            "shown new" if now != shown else "landed" if state(ground.home) != before else "as before"
        )
        if not ground.again.root.exists():  # one that was put back whole is not put back over
            DEEDS[name](ground)
        check(ground, before, now)
        assert drafts(ground.root) == []
        if name == "ingest":
            assert len(state(ground.home)) == len(before) + 2
        elif name == "withdraw":
            assert [row.batch_id for row in landing.withdrawn(ground.home)] == [WITHDRAWN]
        elif name in ("build", "publish"):
            info = snapshots.require_current(ground.home)
            assert info.landing_sequence == landing.last_sequence(ground.home)
        elif name == "backup":
            assert Store(ground.backups).read().sequence == landing.last_sequence(ground.home)
            do_restore(ground)
            assert state(ground.again) == state(ground.home)
        shutil.rmtree(ground.root)
        return became

    at = points(calls, seconds, last=PUBLISHING if name == "publish" else None)
    with ThreadPoolExecutor(min(len(at), os.cpu_count() or 1)) as pool:
        for became in pool.map(trial_of, range(len(at)), *zip(*at, strict=True)):
            fell.update(became)
    kills = KILLS - fell.pop("too late", 0)
    assert kills >= KILLS // 2  # what is killed by time may be through before
    with capsys.disabled():
        if "OBSERVATORY_KILLS" in os.environ:
            took = (dt.datetime.now() - begun).total_seconds()
            print(f"\n{name}: {kills} kills at {calls} calls, {dict(fell)}, {took:.0f} s")
