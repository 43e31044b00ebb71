"""The room that texts have in a plot of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

APART = 3  # pixels that texts leave between each other from line to line: each is drawn with an edge
WORDS = 60  # points of lines that a text counts for: none may be covered
TICK = 13  # pixels that a rule's beginning stands above and below it


@dataclass(frozen=True)
class Plot:
    """Where things are in the plot, in pixels, and what a text must not cover: lines, and other texts."""

    periods: Sequence[date]
    span: tuple[float, float]
    size: tuple[float, float]
    points: Sequence[tuple[date, float]]
    rules: Sequence[tuple[date, date, float]]  # the targets': from when to when, and the value
    page: str
    muted: str
    is_narrow: bool = False  # a telephone's
    uprights: Sequence[date] = ()  # the dates of boundary changes: a rule from top to bottom on each
    texts: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, top, width, height

    def x(self, when: date) -> float:
        days = (self.periods[-1] - self.periods[0]).days or 1
        return (0.012 + 0.976 * (when - self.periods[0]).days / days) * self.size[0]

    def y(self, value: float) -> float:
        return (self.span[1] - value) / ((self.span[1] - self.span[0]) or 1) * self.size[1]

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        """Where the points are: looked at for each place that a text might take."""
        return [(self.x(when), self.y(value)) for when, value in self.points]

    def covered(self, left: float, top: float, width: float, height: float) -> int:
        """On how many points of lines a box would lie; another text, and the words under the axis, count as `WORDS` each."""
        points = sum(
            1
            for x, y in self.places
            if left - 6 <= x <= left + width + 6 and top - 6 <= y <= top + height + 6
        )
        texts = sum(
            1
            for x, y, wide, tall in self.texts
            if left < x + wide and x < left + width and top < y + tall + APART and y < top + height + APART
        )
        return points + WORDS * (texts + (top + height > self.size[1] + 1))

    def ruled(self, box: tuple[float, float, float, float], *, edge: float = TICK, aside: float = 0) -> bool:
        """Whether the rule of a target passes through a box (left, top, width, height) or so near to it: `edge` above or
        below, `aside` beyond its ends."""
        left, top, width, height = box
        return any(
            left < self.x(end) + aside
            and self.x(start) - aside < left + width
            and top - edge < self.y(level) < top + height + edge
            for start, end, level in self.rules
        )

    def crossed(self, box: tuple[float, float, float, float]) -> int:
        """How many rules of boundary changes pass through a box (left, top, width, height)."""
        left, _, width, _ = box
        return sum(left - 2 < self.x(when) < left + width + 2 for when in self.uprights)
