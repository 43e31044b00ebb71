"""From what was read to what is published: files land, and a build follows that belongs to the server.

A build begins once for all that has landed while one before it was at work; every visit looks on at the same one, and whoever
closes a page stops nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.filing import landing
from pipelines.filing.finding import FileOutcome
from pipelines.filing.ingest import land as land_examined
from programme.packs.pack import Pack
from ui.frame import preparing, startup
from ui.frame.desk.reading import Lot
from ui.frame.desk.turned import Changed, Landed, changed
from ui.frame.works import Progress, Work
from warehouse.build import build
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current
from words.problems import Problem

LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Published:
    """The snapshot that came of it and the one before, what is another in it than before, and how long each step took."""

    snapshot: str
    before: str | None
    changed: Changed
    seconds: dict[str, float]


class Publication(Work[Published]):
    """One build for all batches that wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.landed: list[Landed] = []


@dataclass(frozen=True)
class Committed:
    """What became of the files of a visit, and the build that publishes them; None where nothing landed."""

    outcomes: list[FileOutcome]
    publication: Publication | None
    landed: tuple[Landed, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    began: float = 0.0  # when the first of its files was there to be read


class ReadOnly(Exception):
    """Nothing is written here."""


_waiting: dict[Path, Publication] = {}
_at_work: dict[Path, Publication] = {}
_lock = threading.Lock()


def commit(lot: Lot, began: float) -> Committed:
    """Land what is accepted and have it published. No page takes part from here on: it may be closed at any moment.

    Raises `ReadOnly`, and `Problem` where the home cannot be written.
    """
    if startup.is_read_only():
        raise ReadOnly
    assert lot.examined is not None
    place, pack = lot.examined.place.home, lot.examined.place.pack
    started = time.monotonic()
    report = land_examined(lot.examined)
    landed = tuple(
        Landed(
            str(one.batch_id),
            Path(one.path).name,
            str(one.dataset),
            tuple(map(dt.date.fromisoformat, one.periods)),
            one.rows_loaded,
            one.dataset in pack.datasets.counts and pack.datasets.counts[str(one.dataset)].gives_figures,
        )
        for one in report.files
        if one.status == "accepted"
    )
    seconds = {"read": lot.seconds, "land": time.monotonic() - started}
    publication = _publish(place, pack, landed) if landed else None
    return Committed(report.files, publication, landed, seconds, began)


def under_way() -> Publication | None:
    """The build that is being made for what was filed here, or that waits for one before it."""
    root = startup.home().root
    with _lock:
        return _at_work.get(root) or _waiting.get(root)


def _publish(place: Home, pack: Pack, landed: tuple[Landed, ...]) -> Publication:
    """Have batches published: by the build that has not begun yet, else by one of their own."""
    with _lock:
        waiting = _waiting.get(place.root)
        if waiting is not None:
            waiting.landed += landed
            return waiting
        made = _waiting[place.root] = Publication()
        made.landed += landed
        if place.root not in _at_work:
            _begin(place, pack)
        return made


def _begin(place: Home, pack: Pack) -> None:
    """Take up what waits; under the lock."""
    work = _at_work[place.root] = _waiting.pop(place.root)

    def end(_done: bool) -> None:
        with _lock:
            del _at_work[place.root]
            if place.root in _waiting:
                _begin(place, pack)

    # It ends with the process: what has landed is published by whichever build comes next.
    threading.Thread(
        target=work.carry_out,
        args=(lambda tell: _make(place, pack, work.landed, tell), end),
        name=f"publish {place.root}",
        daemon=True,
    ).start()


def _make(place: Home, pack: Pack, landed: list[Landed], tell: Progress) -> Published:
    """Build, and look what is another; a build that is under way has begun before these landed, and is waited for."""
    began, before = time.monotonic(), _current(place)
    is_own = threading.Event()

    def work(progress: Progress) -> SnapshotInfo:
        is_own.set()
        landing.compact(place)
        return build(place, pack, progress=progress)

    while not is_own.is_set():
        preparation = preparing.under_way(place.root, pack.fingerprint(), work)
        while not preparation.is_done_within(LOOK_SECONDS):
            if preparation.step:
                tell(*preparation.step)
    info = preparation.result()
    built = time.monotonic()
    found = _changed(before, info, landed, pack)
    return Published(
        info.id,
        before.id if before else None,
        found,
        {"build": built - began, "compare": time.monotonic() - built},
    )


def _changed(before: SnapshotInfo | None, after: SnapshotInfo, landed: list[Landed], pack: Pack) -> Changed:
    """What is another; what cannot be compared any more takes nothing from what is published."""
    if before is None:
        return Changed()
    try:
        return changed(Reader(before), Reader(after), landed, pack.datasets)
    except Problem as problem:
        logging.getLogger(__name__).warning("%s", problem)
        return Changed()


def _current(place: Home) -> SnapshotInfo | None:
    try:
        return current(place)
    except Problem:
        return None
