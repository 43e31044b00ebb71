"""Builds a snapshot: claims the home, makes a draft by the plan, checks it, and only then swaps it in."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programme.packs.checks import check_pack
from programme.packs.pack import Pack
from warehouse import evaluated, models, notes, presence, retention, snapshots, sources
from warehouse.engines.duckdb import Engine, Pass, work
from warehouse.engines.spark_session import Cluster
from warehouse.home import Home
from warehouse.models import Plan
from warehouse.rules import finding_selects, reach
from warehouse.shortfall import told
from warehouse.snapshots import SnapshotInfo
from words.problems import BuildError, Problem, SnapshotError

Progress = Callable[[str, int, int], None]


# Area rows (areas by periods) that one pass makes at most, so that memory is bounded whatever the history.
PASS_ROWS = 520_000


@told
def build(
    home: Home,
    pack: Pack,
    *,
    today: dt.date | None = None,
    full: bool = False,
    cluster: Cluster | None = None,
    progress: Progress | None = None,
) -> SnapshotInfo:
    """Make a new snapshot from landing and the pack, check it, and make it the current one.

    It goes on from the current one where it can: only the periods that something touched are made anew, and the rows equal
    those of a full build.

    Args:
        home: state directory; claimed for this pack, refused when it belongs to another.
        pack: the reference pack.
        today: the day statuses are told on; by default as `sources.today_of` says.
        full: make everything anew, whatever could be kept.
        cluster: the Spark cluster that makes everything anew in the place of DuckDB; None for DuckDB.
        progress: called with the step's name, how many are done, and of how many.

    Returns:
        The new current snapshot.

    Raises:
        BuildError: a model, a contract or a check failed; the old snapshot still stands.
        PackError, HomeError: the pack or the home cannot be used.
    """
    home.claim(pack.id)
    check_pack(pack)
    with snapshots.changing(home):
        snapshot_id = snapshots.next_id(home, pack.timezone)
        draft = home.snapshots / f".{snapshot_id}.building"
        try:
            for left in home.snapshots.glob(".*.building*"):  # of a build that was killed
                with suppress(OSError):
                    _take_away(left)
            wanted = _Wanted(home, pack, today, _standing(home), full or cluster is not None, cluster)
            facts = _make(draft, snapshot_id, wanted, progress or (lambda *_: None))
            _close(draft)
            finished = home.snapshots / f"{snapshot_id}.duckdb"
            notes.write(draft, facts, beside=finished)
            # From here on there is little to be killed in: a finished one that never was current is none of the newer.
            draft.replace(finished)
        except OSError as error:
            raise BuildError("build.file_not_writable", draft=str(draft), error=str(error)) from error
        finally:
            for left in home.snapshots.glob(f".{snapshot_id}.building*"):
                _take_away(left)
        snapshots.make_current(home, snapshot_id)
        _prune(home)
    return snapshots.read_info(home, snapshot_id)


def _take_away(left: Path) -> None:
    """Delete what a build has left: a draft, or the folder of its work on a cluster."""
    if left.is_dir():
        shutil.rmtree(left)
    else:
        left.unlink(missing_ok=True)


def _prune(home: Home) -> None:
    """Take away what the home keeps no longer; a rule that cannot be read is no reason to fail what has been built."""
    try:
        retention.prune(home)
    except Problem as problem:
        logging.getLogger(__name__).warning("%s", problem)


def _check_whole(engine: Engine, home: Home, run: sources.Run, shown: SnapshotInfo | None) -> None:
    """Refuse a landing that has less than the snapshot shown rests on: a good one is not replaced by what a loss left."""
    if shown is None:
        return
    tables = ("all_rows", "set_aside", "withdrawals")  # what was taken back is not lost
    landed = engine.rows(" union ".join(f"select dataset from landing.{table}" for table in tables))
    lost = sorted(snapshots.filed_in(shown) - {name for (name,) in landed})
    if lost or run.landing_sequence < (shown.landing_sequence or 0):
        what = lost or [f"> {run.landing_sequence}"]
        raise BuildError("landing.lost", snapshot=shown.id, what=what, folder=home.landing)


def _close(snapshot: Path) -> None:
    """Make a finished snapshot a file that nobody writes, where the file system knows such files."""
    with suppress(OSError):
        snapshot.chmod(snapshot.stat().st_mode & 0o444)


def _standing(home: Home) -> SnapshotInfo | None:
    """The current snapshot; where it cannot be read, or nothing says which it is, the newest that can."""
    try:
        return snapshots.current(home) or snapshots.newest(home)
    except SnapshotError:
        return snapshots.newest(home)


def _whole(info: SnapshotInfo | None) -> SnapshotInfo | None:
    """A snapshot whose periods may be kept: of one that is damaged nothing is taken over."""
    try:
        if info is not None:
            snapshots.check_whole(info)
    except SnapshotError as problem:
        logging.getLogger(__name__).warning("%s", problem)
        return None
    return info


@dataclass(frozen=True)
class _Wanted:
    """What a build is made from."""

    home: Home
    pack: Pack
    today: dt.date | None
    standing: (
        SnapshotInfo | None
    )  # whose untouched periods may be kept, unless everything is made anew or it is damaged
    full: bool
    cluster: Cluster | None = None


def _make(draft: Path, snapshot_id: str, wanted: _Wanted, progress: Progress) -> dict[str, Any]:
    """Carry out the plan into the file `draft`; returns what the snapshot says of itself."""
    plan, pack = models.plan(keeping=wanted.home.root), wanted.pack
    # Beside readers a build takes one processor, and only what they leave of it.
    yielding = presence.is_read(wanted.home)
    with _working(draft, wanted.cluster, yielding) as engine:
        with engine.beside() as other, engine.workers(1) as at_once:
            # The pack is read by Python, what has landed by the engine.
            landed = at_once.submit(sources.load_landing, other, wanted.home, pack.datasets)
            sources.load_pack(engine, pack)
            sources.load_catalogue(engine, plan)
            landed.result()
        run = sources.load_run(engine, plan, snapshot_id, pack, wanted.today)
        _check_whole(engine, wanted.home, run, wanted.standing)
        kept = sources.load_kept(engine, run, None if wanted.full else _whole(wanted.standing))
        if kept is None:
            sources.load_shapes(engine, pack)
        engine.attach(kept.path if kept else None)
        engine.begin(Pass())
        told = _Told(progress, len(plan.beginning) + len(plan.of_a_pass))
        engine.make_all(plan.beginning, told.step, quietly=plan.by_period)
        _find(engine, pack, pack.datasets.registers)
        passes = _passes(engine, pack, kept=kept is not None)
        told.steps = len(plan.beginning) + len(passes) * len(plan.of_a_pass) + len(plan.ending)
        for this in passes:
            engine.begin(this)
            _make_pass(engine, plan, pack, told)
        ending = [model for model in plan.ending if not kept or model.full_name not in plan.fixed]
        engine.make_all(ending, told.step)
        told.step("evaluation")
        evaluated.make(engine, plan, keeping=kept is not None)
        told.step("checkpoint")
        engine.publish(plan)
        (facts,) = engine.rows(f"select {', '.join(notes.FACTS)} from snapshot.marts.snapshot")
        return dict(zip(notes.FACTS, facts, strict=True))


def _working(draft: Path, cluster: Cluster | None, yielding: bool) -> AbstractContextManager[Engine]:
    """The engine of a build; what another one needs is loaded where it is chosen."""
    if cluster is None:
        return work(draft, yielding=yielding)
    from warehouse.engines import spark

    return spark.work(draft, cluster)


def _make_pass(engine: Engine, plan: Plan, pack: Pack, told: _Told) -> None:
    """Make the models of one pass, its findings when all that rules look at is there."""
    marts = [model for model in plan.of_a_pass if model.layer == "marts"]
    engine.make_all([model for model in plan.of_a_pass if model.layer != "marts"], told.step)
    _find(engine, pack, pack.datasets.counts)
    engine.make_periods(marts, told.step)


def _find(engine: Engine, pack: Pack, datasets: Iterable[str]) -> None:
    for name in datasets:
        for frame in engine.frames(list(finding_selects(pack.datasets, name))):
            engine.find(frame)


@dataclass
class _Told:
    """How far a build is."""

    progress: Progress
    steps: int
    done: int = 0

    def step(self, name: str) -> None:
        self.progress(name, self.done, self.steps)
        self.done += 1


def _passes(engine: Engine, pack: Pack, *, kept: bool) -> list[Pass]:
    """The passes of this build, oldest periods first; one at least, which may have no period."""
    touched = {row[0] for row in engine.rows("select period from spine.touched_periods")}
    known = touched | {row[0] for row in engine.rows("select period from spine.periods")}
    months = reach(pack.datasets)
    at_once = max(1, PASS_ROWS // max(1, engine.rows("select count(*) from staging.areas")[0][0]))
    ordered = sorted(touched)
    # As many passes as are needed, and none longer than the others: memory follows the longest.
    number = max(1, -(-len(ordered) // at_once))
    chunks = [ordered[len(ordered) * i // number : len(ordered) * (i + 1) // number] for i in range(number)]
    passes = []
    for made in chunks:
        # What comes after a touched period may be judged by it; in a full build it is judged in its own pass.
        checked = (
            {day for day in known if any(_is_within(start, day, months) for start in made)} if kept else made
        )
        read = {day for day in known if any(_is_within(day, end, months) for end in checked)}
        passes.append(Pass(frozenset({*read, *made}), made, {*checked, *made}, made is chunks[-1], kept))
    return passes


def _is_within(start: dt.date, end: dt.date, months: int) -> bool:
    return 0 <= (end.year - start.year) * 12 + end.month - start.month <= months
