"""Times two ways of doing one thing by turns, so that whatever else the machine does falls on both, and shows what was measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.table import Table

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


def table(lines: list[Line]) -> Table:
    """The lines as they are printed."""
    shown = Table(box=None, pad_edge=False)
    for heading, side in (
        ("measured", "left"), ("ours", "right"), ("against", "left"), ("theirs", "right"), ("ratio", "right"),
        ("mark", "right"), ("kept", "left"),
    ):  # fmt: skip
        shown.add_column(heading, justify=side, no_wrap=True)  # type: ignore[arg-type]
    for line in lines:
        shown.add_row(
            line.what,
            _figure(line.ours, line.unit) if line.what else "",
            line.against,
            _figure(line.theirs, line.unit) if line.theirs is not None else "",
            f"{line.ratio:.2f}" if line.ratio is not None else "",
            _mark(line),
            {True: "yes", False: "NO", None: ""}[line.kept],
        )
    return shown


def _mark(line: Line) -> str:
    if line.mark is None:
        return ""
    return f"≤ {line.mark:g} {line.unit}" if line.bounds_ours else f"≤ {line.mark:g}"


def _figure(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if unit in ("s", "GB") else f"{value:.1f} {unit}"
