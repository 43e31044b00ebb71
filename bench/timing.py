"""Times two ways of doing one thing by turns, so that whatever else the machine does falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One line of the table. `mark` bounds the ratio, or with `bounds_ours` our own figure; None: shown, not judged."""

    what: str
    ours: float
    against: str
    theirs: float | None
    unit: str  # s, ms, KB, GB
    mark: float | None = None
    bounds_ours: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def kept(self) -> bool | None:
        """Whether the mark is kept; None where there is none."""
        judged = self.ours if self.bounds_ours else self.ratio
        return None if self.mark is None or judged is None else judged <= self.mark


def seconds(work: Work) -> float:
    """Wall-clock seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def by_turns(works: Sequence[Work], rounds: int) -> list[list[float]]:
    """The seconds of each work in every round; each round begins with the next work in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        for step in range(len(works)):
            which = (number + step) % len(works)
            taken[which].append(seconds(works[which]))
    return taken


def medians(works: Sequence[Work], rounds: int) -> list[float]:
    """The median seconds of each work."""
    return [statistics.median(times) for times in by_turns(works, rounds)]
