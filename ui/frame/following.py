"""How open pages keep up with the snapshot that is current, and how a page that failed finds its way back.

The service looks for all of them, in a thread of its own: a page that looked by itself cost as much as a tenth of a page, twice a
minute, and 1,500 of them half a core.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial

from ui.frame import sessions, startup
from ui.frame.turns import Turns
from ui.frame.vanguard import Vanguard, is_same
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current, read_info
from words.problems import Problem, SnapshotError

# How often it is looked whether another snapshot has become current.
LOOK_SECONDS = 1.0
# How soon the next of the pages that are behind is tried where no turn was free for it.
FREE_SECONDS = 0.02
# A page that follows is drawn when a turn is free; one that has waited so long is drawn as if it was asked for, one at a time:
# after the one before it, or after so long where that is not drawn.
PUT_OFF_SECONDS, ONE_SECONDS = 60.0, 20.0
# A page that failed is drawn once more after so long.
LOOK_AGAIN_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What an open page shows: its snapshot, the newer one that it tells of, and the work that it waits for."""

    snapshot: SnapshotInfo
    newer: str | None = None
    awaited: tuple[Callable[[], bool], ...] = ()
    stays: bool = False  # it reads this snapshot as of then, whatever is built

    def is_behind(self) -> bool:
        """Whether its work has come further, or another snapshot is current; of a page that shows an older one on purpose,
        whether another is the newest."""
        if any(has_come_further() for has_come_further in self.awaited):
            return True
        if self.stays:
            return False
        try:
            if self.snapshot.is_current:
                info = current(startup.home())
                if info is not None and (info.id, info.mark) != (self.snapshot.id, self.snapshot.mark):
                    return True
            newer = startup.newer(Reader(self.snapshot))
        except Problem:
            return False  # one that cannot be read is left to the next visit
        return (newer.id if newer else None) != self.newer


@dataclass(frozen=True)
class Failed:
    """A page that failed: what was there then, and whether only something else there would help it."""

    only_another: bool
    there: object
    since: float = field(default_factory=time.monotonic)

    def is_behind(self) -> bool:
        """Whether it is to be tried once more: after a failed build only where another snapshot or pack stands, or it is due."""
        if time.monotonic() - self.since < LOOK_AGAIN_SECONDS:
            return False
        return not self.only_another or startup.what_is_there() != self.there or startup.is_due_again()


class Watch:
    """The pages that are open in this process, by their session, and what each has come to."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._vanguard = Vanguard()
        self._lock = threading.Lock()
        self._pages: dict[str, Shown | Failed] = {}
        # When those were told to be drawn anew that have come to nothing since; whether a coming run lets others go first.
        self._told: dict[str, float] = {}
        self._following: dict[str, bool] = {}
        self._thread: threading.Thread | None = None
        self._said = float("-inf")

    def turn(self) -> AbstractContextManager[None]:
        """The turn of the page that is drawn now: after those that are asked for, if it only follows."""
        return self._turns.turn(following=self._following.pop(sessions.own() or "", False))

    def spare_turn(self) -> AbstractContextManager[None] | None:
        """A turn for what no page waits for; None while any page is drawn: beside it that would be drawn more slowly."""
        return self._turns.turn(following=True) if self._turns.may_follow(alone=True) else None

    def note(self, page: Shown | Failed) -> None:
        """What the page that is drawn now has come to. From now on it is looked at, as long as it is open."""
        session = sessions.own()
        if session is None:
            return
        with self._lock:
            self._pages[session] = page
            self._told.pop(session, None)
            self._vanguard.shows(session, page.snapshot if isinstance(page, Shown) else None)
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_on, name="following", daemon=True)
                self._thread.start()

    def shown(self, info: SnapshotInfo) -> SnapshotInfo:
        """What the page that is drawn now is to show where `info` is current: that; for a moment the one before, while others
        go over to it first."""
        session = sessions.own() or ""
        with self._lock:
            page = self._pages.get(session)
            held = self._vanguard.holds(info, len(self._pages))
            if not held or session in self._told or self._vanguard.is_ahead(session):
                return info
            level = self._vanguard.level
        if not isinstance(page, Shown) or not page.snapshot.is_current or is_same(info, page.snapshot):
            return info
        return level if level is not None and _is_there(level) else info

    def look(self) -> None:
        """Have every page drawn anew that is behind, one by one as turns are free for them."""
        began, before = time.monotonic(), ""
        for session in self._behind():
            patient = self._await_turn(session, began, before)
            if patient is not None:
                # At once: the event loop may take a while to come to it, and the next in line asks whether this one is drawn.
                self._note_told(session)
                sessions.draw_anew(session, partial(self._leave, session, patient))
                before = session

    def _go_on(self) -> None:
        while True:
            try:
                self.look()
            except Exception:  # whatever it is, pages go on following
                log.exception("looking for pages that are behind failed")
            time.sleep(LOOK_SECONDS)

    def _behind(self) -> Iterator[str]:
        self._say_what_is_read()
        answers: dict[Shown | Failed, bool] = {}
        for session, page in self._ahead(self._open()):
            if page not in answers:
                answers[page] = page.is_behind()
            # One that was told and came to nothing (its run was stopped) is told again after a while.
            if answers[page] and time.monotonic() - self._told.get(session, float("-inf")) > ONE_SECONDS:
                yield session

    def _ahead(self, pages: list[tuple[str, Shown | Failed]]) -> list[tuple[str, Shown | Failed]]:
        """Those of the open pages that may follow now: all but pages of the snapshot before, while some of them go ahead."""
        info = _current()
        if info is None:
            return pages
        with self._lock:
            for session in self._vanguard.awaited() - {session for session, _ in pages}:
                self._vanguard.left(session)
            if not self._vanguard.holds(info, len(self._pages)):
                return pages
            held = {
                session: page
                for session, page in pages
                if isinstance(page, Shown) and page.snapshot.is_current and not is_same(info, page.snapshot)
            }
            first = self._vanguard.send({session: sessions.address(session) for session in held})
        return [
            *((session, held[session]) for session in first),
            *(one for one in pages if one[0] not in held),
        ]

    def _open(self) -> list[tuple[str, Shown | Failed]]:
        """The pages somebody is connected to. Who lost the connection for a moment comes back to the page as it was."""
        with self._lock:
            for session in [one for one in self._pages if not sessions.is_known(one)]:
                del self._pages[session]
                self._told.pop(session, None)
                self._following.pop(session, None)
            return [(session, page) for session, page in self._pages.items() if sessions.is_open(session)]

    def _await_turn(self, session: str, began: float, before: str) -> bool | None:
        """Wait until a page may follow: whether it lets others go first; None where it is not behind any more, or being drawn."""
        started = time.monotonic()
        page = self._pages.get(session)
        while page is self._pages.get(session) and sessions.is_idle(session) and page and page.is_behind():
            if self._turns.may_follow():
                return True
            now = time.monotonic()
            is_drawn = before not in self._told or not sessions.is_open(before)
            if now - began > PUT_OFF_SECONDS and (is_drawn or now - started > ONE_SECONDS):
                return False
            self._say_what_is_read()
            time.sleep(FREE_SECONDS)
        return None

    def _leave(self, session: str, patient: bool) -> None:
        """It is drawn anew now, and tells what it has come to when that is done."""
        self._note_told(session)
        with self._lock:
            self._following[session] = patient

    def _note_told(self, session: str) -> None:
        with self._lock:
            self._told[session] = time.monotonic()

    def _say_what_is_read(self) -> None:
        """A snapshot that no open page shows is closed after a while."""
        now = time.monotonic()
        if now - self._said < LOOK_SECONDS:
            return
        self._said = now
        for snapshot in {page.snapshot for _, page in self._open() if isinstance(page, Shown)}:
            Reader(snapshot).still_read()


def _is_there(info: SnapshotInfo) -> bool:
    """Whether a snapshot's file is there as it was."""
    try:
        return is_same(info, read_info(startup.home(), info.id))
    except Problem:
        return False


def _current() -> SnapshotInfo | None:
    """The current snapshot; None where there is none that can be read."""
    try:
        return current(startup.home())
    except Problem:
        return None


_watch = Watch(Turns())
turn = _watch.turn
spare_turn = _watch.spare_turn


def settled(reader: Reader) -> Reader:
    """The reader of what the page that is drawn now is to show, where `reader` is that of the current snapshot."""
    shown = _watch.shown(reader.snapshot)
    return reader if shown is reader.snapshot else replace(reader, snapshot=shown)


def follow(
    reader: Reader,
    newer: SnapshotInfo | None,
    awaited: Sequence[Callable[[], bool]] = (),
    *,
    stays: bool = False,
) -> None:
    """Take up another current snapshot without a click; one that cannot be read is left to the next visit.

    A page that reads an older snapshot on purpose stays with it, and is drawn once more where another is the newest than the
    one, `newer`, that it tells of. Whatever it waits for (`awaited`) says when it has come further: then it is drawn anew, too.
    One that `stays` follows no other snapshot at all.
    """
    _watch.note(Shown(reader.snapshot, newer.id if newer else None, tuple(awaited), stays))


def look_again(error: Exception) -> None:
    """Draw a page that failed once more each half minute; after a failed build only when another snapshot or pack stands.

    A build is not tried by every open page; once in a while one page tries it for all.
    """
    only_another = isinstance(error, Problem) and not isinstance(error, SnapshotError)
    _watch.note(Failed(only_another, startup.what_is_there()))
