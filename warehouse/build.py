"""Builds a snapshot: claims the home, makes a draft by the plan, checks it, and only then swaps it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from programme.packs.checks import check_pack
from programme.packs.pack import Pack
from warehouse import models, snapshots, sources
from warehouse.engines.duckdb import work
from warehouse.home import Home
from warehouse.rules import finding_selects
from warehouse.snapshots import SnapshotInfo
from words.problems import BuildError

Progress = Callable[[str, int, int], None]


def build(
    home: Home, pack: Pack, *, today: dt.date | None = None, progress: Progress | None = None
) -> SnapshotInfo:
    """Make a new snapshot from landing and the pack, check it, and make it the current one.

    Args:
        home: state directory; claimed for this pack, refused when it belongs to another.
        pack: the reference pack.
        today: the day statuses are told on; by default as `sources.today_of` says.
        progress: called with the step's name, how many are done, and of how many.

    Returns:
        The new current snapshot.

    Raises:
        BuildError: a model, a contract or a check failed; the old snapshot still stands.
        PackError, HomeError: the pack or the home cannot be used.
    """
    home.claim(pack.id)
    check_pack(pack)
    home.snapshots.mkdir(parents=True, exist_ok=True)
    with FileLock(home.build_lock):
        snapshot_id = snapshots.next_id(home, pack.timezone)
        draft = home.snapshots / f".{snapshot_id}.building"
        draft.unlink(missing_ok=True)
        try:
            _make(draft, snapshot_id, home, pack, today, progress or (lambda *_: None))
            finished = draft.replace(home.snapshots / f"{snapshot_id}.duckdb")
        except OSError as error:
            raise BuildError("build.file_not_writable", draft=str(draft), error=str(error)) from error
        finally:
            for left in home.snapshots.glob(f".{snapshot_id}.building*"):
                left.unlink(missing_ok=True)
        _close(finished)
        snapshots.make_current(home, snapshot_id)
    return snapshots.read_info(home, snapshot_id)


def _close(snapshot: Path) -> None:
    """Make a finished snapshot a file that nobody writes, where the file system knows such files."""
    with suppress(OSError):
        snapshot.chmod(snapshot.stat().st_mode & 0o444)


def _make(
    draft: Path, snapshot_id: str, home: Home, pack: Pack, today: dt.date | None, progress: Progress
) -> None:
    """Carry out the plan into the file `draft`."""
    plan = models.plan()
    with work(draft) as engine:
        sources.load_pack(engine, pack)
        sources.load_catalogue(engine, plan)
        sources.load_landing(engine, home, pack.datasets)
        sources.load_run(engine, plan, snapshot_id, pack, today)
        for done, model in enumerate(plan.models):
            progress(model.full_name, done, len(plan.models))
            if model.layer == "marts" and plan.models[done - 1].layer != "marts":
                for select in finding_selects(pack.datasets):
                    engine.find(engine.frame(select))
            engine.make(model)
        progress("checkpoint", len(plan.models), len(plan.models))
        engine.publish(plan)
