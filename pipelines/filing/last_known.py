"""The last figures known of areas before a period: what a filed figure is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.filing.cells import period_after, period_before
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.reference_figures import ReferenceFigures
from pipelines.filing.stand import Period, Standing
from programme.datasets import Counts
from programme.packs.area_index import NOWHERE

PERIODS_BACK = 4  # how far back the last known figure of an area is looked for


@dataclass(frozen=True)
class Part:
    """The rows of a file for one period: their places in the checked rows, the places of their areas, their figures."""

    day: dt.date
    at: np.ndarray
    area: np.ndarray
    filed: np.ndarray


def parts_of(checked: Checked, number: int) -> dict[dt.date, Part]:
    """A file by period. Where the rows of a period stand together they are not copied."""
    rows = checked.of(number)
    area, figures = checked.area[rows], checked.figures(rows)
    parts = {}
    for day, at in checked.by_period(number):
        begin, end = int(at[0]) - rows.start, int(at[-1]) - rows.start + 1
        own = slice(begin, end) if end - begin == len(at) else at - rows.start
        parts[day] = Part(day, at, area[own], figures[own])
    return parts


class LastKnown:
    """The last figures known of areas before a period: of the file itself, of what stands, of the pack."""

    def __init__(
        self,
        dataset: Counts,
        state: Standing,
        reference: Callable[[], ReferenceFigures],
        first_period: dt.date,
        filed: dict[dt.date, Part],
    ) -> None:
        self.dataset = dataset
        self.state = state
        self.reference = reference
        self.first_period = first_period
        self.filed = filed
        self._kept: dict[dt.date, np.ndarray] = {}
        asked = {back for day in self.filed for back in _back(day, dataset)}
        state.ready(day for day in sorted(asked) if day >= first_period)

    def before(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The last figures known of some areas before a period, of the same extent; else the first known after it.

        Of a whole that did not file itself they are the sum of all its parts. Not to be written to.
        """
        return self._before(day, area, any_extent=False)

    def of_any_extent(self, day: dt.date, area: np.ndarray, last: np.ndarray) -> np.ndarray:
        """The same, and where none is known, those of areas that had other bounds then: what is far is so all the more."""
        trees = {id(self.state.areas.on(back).row) for back in _back(day, self.dataset)}
        if trees == {id(self.state.areas.on(day).row)} or (last != NO_FIGURE).all():
            return last
        return np.where(last == NO_FIGURE, self._before(day, area, any_extent=True), last)

    def _before(self, day: dt.date, area: np.ndarray, *, any_extent: bool) -> np.ndarray:
        dataset = self.dataset
        found: np.ndarray | None = None
        if dataset.gives_figures:
            codes = dataset.measure_codes
            found = np.column_stack([self.reference().on(day, code)[area] for code in codes])
        for other in self._others(day):
            if found is not None and (found != NO_FIGURE).all():
                break
            figures = self._on(other, area)
            if figures is None:
                continue
            same = np.ones(len(area), bool) if any_extent else self._same_extent(area, day, other)
            if found is None and same.all():
                found = figures
                continue
            there = NO_FIGURE if found is None else found
            found = np.where((there == NO_FIGURE) & same[:, None], figures, there)
        return np.full((len(area), len(dataset.measures)), NO_FIGURE) if found is None else found

    def _others(self, day: dt.date) -> Iterator[dt.date]:
        """The periods in which what is known is looked for: those before, the nearest first; then what stands of those
        after, where a period is filed late. The farther ones are loaded when it comes to them."""
        dataset, first = self.dataset, self.first_period
        earlier = [back for back in _back(day, dataset, 2 * PERIODS_BACK) if back >= first]
        yield from earlier[:PERIODS_BACK]
        later = [one for one in _after(day, dataset) if one not in self.filed]
        self.state.ready([*earlier[PERIODS_BACK:], *later])
        yield from earlier[PERIODS_BACK:]
        yield from later

    def _same_extent(self, area: np.ndarray, day: dt.date, back: dt.date) -> np.ndarray:
        """Which areas are the same row of the pack on both days."""
        now, then = self.state.areas.on(day).row, self.state.areas.on(back).row
        row = now[area]
        return row != NOWHERE if now is then else (row != NOWHERE) & (row == then[area])

    def _on(self, day: dt.date, area: np.ndarray) -> np.ndarray | None:
        """The figures known of some areas on a period; None where there are none of anything."""
        period = self.state.period(day)
        if day not in self.filed:
            return None if period.is_empty else self._placed(day, period)[area]
        if period.is_empty and np.array_equal(self.filed[day].area, area):
            return self.filed[day].filed
        return self._placed(day, period)[area]

    def _placed(self, day: dt.date, period: Period) -> np.ndarray:
        """The figures known on a period by place of the area."""
        if day not in self._kept:
            figures = np.where(period.stands()[:, None], period.figures, NO_FIGURE)
            if day in self.filed:
                figures[self.filed[day].area] = self.filed[day].filed
            # Wholes that have no figure of their own have the sum of their parts, where all of these are known.
            sums, complete = period.sums_below(figures)
            self._kept[day] = np.where((figures == NO_FIGURE) & complete, sums, figures)
        return self._kept[day]


def _back(day: dt.date, dataset: Counts, many: int = PERIODS_BACK) -> list[dt.date]:
    days = []
    for _ in range(many):
        day = period_before(day, dataset.cycle)
        days.append(day)
    return days


def _after(day: dt.date, dataset: Counts) -> list[dt.date]:
    """The periods after one, as many as are looked back, the nearest first."""
    days = []
    for _ in range(PERIODS_BACK):
        day = period_after(day, dataset.cycle)
        days.append(day)
    return days
