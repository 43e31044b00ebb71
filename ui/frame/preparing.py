"""The work on a home's snapshot: it belongs to the process. Pages look on; who leaves one stops looking, not the work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from ui.frame.works import Work
from warehouse.build import Progress
from warehouse.snapshots import SnapshotInfo


class Preparation(Work[SnapshotInfo]):
    """One piece of work on a snapshot, and from which pack it goes out."""

    def __init__(self, pack_fingerprint: str) -> None:
        super().__init__()
        self.pack_fingerprint = pack_fingerprint


_under_way: dict[Path, Preparation] = {}
_failed_at: dict[Path, float] = {}
_lock = threading.Lock()


def under_way(root: Path, pack_fingerprint: str, work: Callable[[Progress], SnapshotInfo]) -> Preparation:
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


def is_under_way(root: Path) -> bool:
    """Whether something is being done for a home just now."""
    with _lock:
        return root in _under_way


def failed_for(root: Path) -> float | None:
    """How many seconds ago the last work for a home failed; None where it did not, or is being done again."""
    with _lock:
        at = None if root in _under_way else _failed_at.get(root)
    return None if at is None else time.monotonic() - at
