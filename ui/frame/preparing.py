"""The work on a home's snapshot: it belongs to the process. Pages look on; who leaves one stops looking, not the work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path

from warehouse.build import Progress
from warehouse.snapshots import SnapshotInfo

Work = Callable[[Progress], SnapshotInfo]


class Preparation:
    """One piece of work, from which pack it goes out, how far it is, and what comes of it."""

    def __init__(self, pack_fingerprint: str) -> None:
        self.pack_fingerprint = pack_fingerprint
        self.step: tuple[str, int, int] | None = None  # its name, how many are done, of how many
        self._outcome: Future[SnapshotInfo] = Future()

    def is_done_within(self, seconds: float) -> bool:
        """Wait for its end, at most so long; whether it has come."""
        return bool(wait([self._outcome], seconds).done)

    def result(self) -> SnapshotInfo:
        """The snapshot that came of it; raises what it failed with, to whoever asks."""
        return self._outcome.result()

    def carry_out(self, work: Work, before_end: Callable[[bool], object]) -> None:
        """Do it, here and now; `before_end` is told whether it was done before anybody learns what came of it."""
        try:
            info = work(self._tell)
        except BaseException as error:
            before_end(False)
            self._outcome.set_exception(error)
        else:
            before_end(True)
            self._outcome.set_result(info)

    def _tell(self, step: str, done: int, of: int) -> None:
        self.step = step, done, of


_under_way: dict[Path, Preparation] = {}
_failed_at: dict[Path, float] = {}
_lock = threading.Lock()


def under_way(root: Path, pack_fingerprint: str, work: Work) -> Preparation:
    """What is being done for the home in this folder: what is under way already, else `work`, begun now.

    One at a time for each home of this process; other processes are kept apart by the home's own locks.
    """

    def end(done: bool) -> None:
        # Whoever comes from now on looks at the home anew.
        with _lock:
            del _under_way[root]
            if done:
                _failed_at.pop(root, None)
            else:
                _failed_at[root] = time.monotonic()

    with _lock:
        if root not in _under_way:
            begun = Preparation(pack_fingerprint)
            # It ends with the process: a build that is cut off leaves a draft, which the next one takes away.
            threading.Thread(
                target=begun.carry_out, args=(work, end), name=f"prepare {root}", daemon=True
            ).start()
            _under_way[root] = begun
        return _under_way[root]


def failed_for(root: Path) -> float | None:
    """How many seconds ago the last work for a home failed; None where it did not, or is being done again."""
    with _lock:
        at = None if root in _under_way else _failed_at.get(root)
    return None if at is None else time.monotonic() - at
