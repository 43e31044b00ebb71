"""A first snapshot for a home that has none: the pack's sample where it has one, else the pack alone."""

from __future__ import annotations

import filelock

from pipelines.filing import landing
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import Progress, ingest
from programme import clock, room
from programme.packs.pack import Pack
from warehouse import snapshots
from warehouse.build import build
from warehouse.home import Home
from warehouse.shortfall import needed as needed_to_build
from warehouse.snapshots import SnapshotInfo
from words.problems import Problem, SampleError

SAMPLE_TAKES = 3  # times its size: kept as it was filed, landed, and in the snapshot


def demo(home: Home, pack: Pack, progress: Progress | None = None) -> SnapshotInfo:
    """Ingest the pack's sample and build, where there is no snapshot yet; returns the current snapshot.

    Safe to call again and from two processes at once. The sample is left out where the pack names none, where real returns
    have landed already (simulated figures are never mixed among them), or where there is a snapshot and only word is missing
    of which is current: what has landed is all there is to show. `progress` is called with the
    step's name, how many are done and of how many. Raises `SampleError`, and whatever `ingest` and `build` raise.
    """
    standing = snapshots.current(home)
    if standing is not None:
        return standing
    try:
        return _first(home, pack, progress)
    except OSError as error:
        raise home.not_writable(error) from error
    except Problem as error:
        if not room.is_lacking(error):
            raise
        raise SampleError("demo.no_room", room=room.none_left(home.root, needed_first(home, pack))) from error


def needed_first(home: Home, pack: Pack) -> int:
    """About the bytes that a first snapshot needs at most, what is still to be landed of the sample with it."""
    to_land = SAMPLE_TAKES * room.taken(pack.sample) - room.taken(home.root) if pack.sample else 0
    return needed_to_build(home) + max(to_land, 0)


def _first(home: Home, pack: Pack, progress: Progress | None) -> SnapshotInfo:
    """The first snapshot, once nobody else makes one."""
    home.claim(pack.id)
    with filelock.FileLock(home.first_lock):
        standing = snapshots.current(home)
        if standing is not None:
            return standing
        sample = pack.sample
        is_first = not snapshots.names(home)
        # What a first start that was killed has landed is met again as duplicates; what was corrected since stays.
        goes_on = bool(landing.tables(home))
        if is_first and sample is not None and sample.is_dir() and not _has_real_returns(home, pack):
            report = ingest(
                home,
                pack,
                [sample],
                Circumstances(today=pack.sample_today or clock.today(pack.timezone)),
                progress,
            )
            rejected = [outcome for outcome in report.files if outcome.status == "rejected"]
            if rejected and not goes_on:
                first = rejected[0]
                raise SampleError(
                    "demo.sample_rejected",
                    files=len(rejected),
                    file=first.path,
                    why=first.errors[0].problem if first.errors else "",
                )
        return build(home, pack, progress=progress)


def _has_real_returns(home: Home, pack: Pack) -> bool:
    """Whether a row has landed that is not simulated."""
    return any(
        not landing.landed(home, dataset, only=["simulated"])["simulated"].all()
        for dataset in pack.datasets.values()
    )
