"""Where many pages are open, a new snapshot is first drawn by one page of each address; the others come when those are drawn.

What pages make of a snapshot is made once and kept (`kept.py`), and a swap forgets all of it. Were all pages let go over at once,
whoever asks for something in the next seconds would wait for what nobody has asked before: 1,500 readers for a quarter of
a minute. Meanwhile they are shown the one before, for `MOST_SECONDS` at most.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping

from warehouse.snapshots import SnapshotInfo

MANY_PAGES = 100  # of fewer, each finds little made by another
MOST_SECONDS = 20.0


class Vanguard:
    """Which of the open pages go over to another snapshot first. Whoever uses it holds a lock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.level: SnapshotInfo | None = None  # what every page may show
        self._coming: SnapshotInfo | None = None
        self._since = 0.0
        self._sent: set[str] | None = None  # who went ahead and is not drawn yet; None before any did

    def holds(self, info: SnapshotInfo, pages: int) -> bool:
        """Whether pages stay at the `level` though this snapshot is current, so many pages being open."""
        # A step back is one away from something wrong: nobody stays with that.
        if self.level is None or pages < MANY_PAGES or info.built_at < self.level.built_at:
            self.level, self._coming = info, None
        if is_same(info, self.level):
            return False
        if not is_same(info, self._coming):
            # One that comes while another is awaited is waited for no longer than that.
            self._since = self._clock() if self._coming is None else self._since
            self._coming, self._sent = info, None
        if self._sent == set() or self._clock() - self._since > MOST_SECONDS:
            self.level, self._coming = info, None
            return False
        return True

    def is_ahead(self, session: str) -> bool:
        """Whether a session went ahead and has not arrived."""
        return session in (self._sent or ())

    def send(self, addresses: Mapping[str, str]) -> list[str]:
        """Who goes ahead, of the pages that could, by session: one of each address, that of the most pages first. Asked once."""
        if self._sent is not None:
            return []
        of_each = {address: session for session, address in addresses.items()}
        ordered = [of_each[address] for address, _ in Counter(addresses.values()).most_common()]
        self._sent = set(ordered)
        return ordered

    def shows(self, session: str, snapshot: SnapshotInfo | None) -> None:
        """What a page has come to show (None: it failed): it has arrived unless that is the one before."""
        if snapshot is None or is_same(snapshot, self._coming):
            self.left(session)

    def left(self, session: str) -> None:
        """Nobody is connected to a page any more, or it needs no waiting for."""
        if self._sent is not None:
            self._sent.discard(session)

    def awaited(self) -> set[str]:
        """Who went ahead and has not arrived."""
        return set(self._sent or ())


def is_same(one: SnapshotInfo, other: SnapshotInfo | None) -> bool:
    """Whether two are the same file of a snapshot."""
    return other is not None and (one.id, one.mark) == (other.id, other.mark)
