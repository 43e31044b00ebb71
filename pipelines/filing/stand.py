"""What stands of counts: of all landed rows, those that no later return has replaced.

A row stands when it is the newest of its area and period and nothing newer was filed for the area that contains
it or for an area that it contains. Kept as arrays per period, so that files can be admitted one after another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from pipelines.filing import wording
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.fit import PLACE, CountsFit
from programme import batch_names
from programme.datasets import Counts
from programme.packs.area_index import LEVELS, NOWHERE, Areas
from words.problems import Problem

Load = Callable[[list[dt.date]], pl.DataFrame]


@dataclass
class Period:
    """What has been filed for one dataset and period, by place of the area; sequence 0 = nothing."""

    sequence: np.ndarray
    figures: np.ndarray  # says nothing where nothing is filed
    simulated: np.ndarray
    parent: np.ndarray  # NOWHERE where there is no area above that may file
    earlier: list[
        tuple[np.ndarray, np.ndarray]
    ]  # rows that newer ones of the same area replaced: places, figures

    @cached_property
    def below(self) -> np.ndarray:
        """How many valid areas that may file lie right below each."""
        return np.bincount(self.parent[self.parent != NOWHERE], minlength=len(self.parent))

    def copy(self) -> Period:
        """The same, to be changed without changing this one."""
        arrays = self.sequence.copy(), self.figures.copy(), self.simulated.copy()
        return Period(*arrays, self.parent, list(self.earlier))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been filed."""
        return not self.sequence.any()

    @cached_property
    def _inside(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The areas that lie right below another, those of one together; where each begins, and which it is."""
        within = np.flatnonzero(self.parent != NOWHERE)
        order = within[np.argsort(self.parent[within], kind="stable")]
        begins = np.flatnonzero(np.diff(self.parent[order], prepend=NOWHERE))
        return order, begins, self.parent[order[begins]]

    def newest_below(self) -> np.ndarray:
        """The newest sequence among the areas right below each."""
        order, begins, whole = self._inside
        newest = np.zeros(len(self.sequence), np.int64)
        if len(begins):
            newest[whole] = np.maximum.reduceat(self.sequence[order], begins)
        return newest

    def sums_below(self, figures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of figures by place of the area: the sums of those right below each, and where all of these are known."""
        order, begins, whole = self._inside
        own, sums, known = figures[order], np.zeros_like(figures), np.zeros_like(figures)
        if len(begins):
            sums[whole] = np.add.reduceat(np.maximum(own, 0), begins, axis=0)
            known[whole] = np.add.reduceat(own != NO_FIGURE, begins, axis=0, dtype=np.int64)
        below = self.below[:, None]
        return sums, (below > 0) & (known == below)

    def was(self, area: np.ndarray, figures: np.ndarray) -> np.ndarray:
        """Whether each figure of some areas equals one that stood for it before the one that does."""
        found = np.zeros(figures.shape, bool)
        for places, older in self.earlier:
            at = np.full(len(self.sequence), NOWHERE, np.int64)
            at[places] = np.arange(len(places))
            there = at[area] != NOWHERE
            found[there] |= older[at[area[there]]] == figures[there]
        return found

    def stands(self) -> np.ndarray:
        above = np.where(self.parent != NOWHERE, self.sequence[self.parent], 0)
        return (self.sequence > 0) & (self.sequence > above) & (self.sequence > self.newest_below())


class Standing:
    """What stands of one dataset. Periods are loaded when they are first asked for."""

    def __init__(self, dataset: Counts, areas: Areas, load: Load, first_period: dt.date) -> None:
        self.dataset = dataset
        self.areas = areas
        self.newest = 0  # the newest sequence seen
        self._load = load
        self._fit = CountsFit(dataset, areas, first_period)
        self._aside: list[pl.DataFrame] = []  # landed rows that no longer fit
        self._periods: dict[dt.date, Period] = {}

    def ready(self, days: Iterable[dt.date]) -> None:
        """Load what has landed for some periods, in one go."""
        wanted = [day for day in dict.fromkeys(days) if day not in self._periods]
        if not wanted:
            return
        for day in wanted:
            self._periods[day] = self._empty(day)
        landed = self._load(wanted)
        if landed.height:
            self._replay(landed)

    def _empty(self, day: dt.date) -> Period:
        parent = self.areas.on(day).filing_parent(self.dataset.levels)
        size = len(self.areas.codes)
        return Period(
            sequence=np.zeros(size, np.int64),
            figures=np.zeros((size, len(self.dataset.measure_codes)), np.int64),
            simulated=np.zeros(size, bool),
            parent=parent,
            earlier=[],
        )

    def _replay(self, landed: pl.DataFrame) -> None:
        """Put the newest row of each area and period in place. Rows that the pack no longer allows are left out."""
        self.newest = max(self.newest, int(landed["sequence"].max() or 0))  # type: ignore[arg-type]
        fitting, aside = self._fit.split(landed)
        if aside.height:
            self._aside.append(aside)
        newer = pl.int_range(pl.len()).reverse().over(PLACE, "period", order_by="sequence")
        ranked = fitting.with_columns(newer=newer).sort(
            "newer", descending=True
        )  # the newest of each comes last
        for (day, rank), rows in ranked.partition_by(
            "period", "newer", maintain_order=True, as_dict=True
        ).items():
            if day not in self._periods:
                self._periods[day] = self._empty(day)
            period = self._periods[day]
            at = rows[PLACE].to_numpy()
            figures = rows.select(pl.col(self.dataset.measure_codes).fill_null(NO_FIGURE)).to_numpy()
            if rank:
                period.earlier.append((at, figures))
                continue
            period.sequence[at] = rows["sequence"].to_numpy()
            period.figures[at] = figures
            period.simulated[at] = rows["simulated"].fill_null(False).to_numpy()

    def period(self, day: dt.date) -> Period:
        """What has been filed for a period."""
        self.ready([day])
        return self._periods[day]

    def known_figures(self, day: dt.date, areas: np.ndarray, measure: str) -> np.ndarray:
        """A measure of some areas on a period: their own standing figure, else the sum of what is filed right below
        them where all of that stands and is known; `NO_FIGURE` otherwise."""
        period, column = self.period(day), self.dataset.measure_codes.index(measure)
        values = np.where(period.stands(), period.figures[:, column], NO_FIGURE)
        tree = self.areas.on(day)
        files = np.isin(tree.files_as, [LEVELS.index(level) for level in self.dataset.levels])
        within = files & (tree.parent != NOWHERE)
        parents, size = tree.parent[within], len(values)
        expected = np.bincount(parents, minlength=size)
        known = np.bincount(parents, weights=values[within] != NO_FIGURE, minlength=size)
        sums = np.bincount(parents, weights=np.maximum(values[within], 0), minlength=size).astype(np.int64)
        summed = np.where((expected > 0) & (known == expected), sums, NO_FIGURE)
        return np.where(values[areas] != NO_FIGURE, values[areas], summed[areas])

    def set_aside(self, days: Iterable[dt.date]) -> Finding | None:
        """What a filer is told of the landed rows of some periods that no longer fit; None where all do."""
        if not self._aside:
            return None
        aside = pl.concat(self._aside).filter(pl.col("period").is_in(list(days)))
        if not aside.height:
            return None
        first = aside.sort("sequence", "area_code").row(0, named=True)
        problem = Problem(
            "fit.set_aside",
            n=aside.height,
            batch=batch_names.name_of(self.dataset.name, first["sequence"]),
            area=first["area_code"] or "—",
            period=first["period"],
            reason=Problem(f"fit.{first['reason']}"),
        )
        return Finding(None, None, None, problem, severity="warning", rule_name="set_aside")

    # ------------------------------------------------------------ one file against what stands

    def part_of_whole(self, checked: Checked, number: int) -> tuple[list[Finding], int]:
        """Rows that are only a part of a whole-county return that stands: the first worded, and how many."""
        found: list[Finding] = []
        total = 0
        for day, at in checked.by_period(number):
            period = self.period(day)
            if period.is_empty:
                continue
            area = checked.area[at]
            parent = period.parent[area]
            within = parent != NOWHERE
            if not within.any():
                continue
            filed = np.bincount(parent[within], minlength=len(period.below))
            incomplete = period.stands() & (filed < period.below)
            part = np.flatnonzero(within & incomplete[parent])
            total += len(part)
            inside = set(area.tolist()) if len(part) else set()
            for place in part[: LISTED_PER_FILE - len(found)].tolist():
                found.append(self._part(checked, number, int(at[place]), day, inside))
        return found, total

    def _part(self, checked: Checked, number: int, at: int, day: dt.date, filed: set[int]) -> Finding:
        period = self.period(day)
        parent = int(period.parent[checked.area[at]])
        missing = [place for place in np.flatnonzero(period.parent == parent).tolist() if place not in filed]
        problem = wording.part_of_standing(
            batch_names.name_of(self.dataset.name, int(period.sequence[parent])),
            wording.named(self.areas.codes[parent], self.areas.name(parent, day)),
            len(missing),
            wording.named(self.areas.codes[missing[0]], self.areas.name(missing[0], day)),
        )
        row, code = int(checked.rows["file_row"][at]), self.areas.codes[int(checked.area[at])]
        return Finding(row, checked.drafts[number].column("area_code"), code, problem, at_cell=True)

    def same_as(self, checked: Checked, number: int) -> str | None:
        """The newest batch that stands for these rows, if every one of them equals what stands; else None."""
        newest = 0
        for day, at in checked.by_period(number):
            period = self.period(day)
            area = checked.area[at]
            if not (period.sequence[area] > 0).all() or not period.stands()[area].all():
                return None
            if not (period.simulated[area] == checked.drafts[number].filing.simulated).all():
                return None
            begin = int(at[0])
            filed = checked.figures(slice(begin, int(at[-1]) + 1))[at - begin]
            if not (period.figures[area] == filed).all():
                return None
            newest = max(newest, int(period.sequence[area].max()))
        return batch_names.name_of(self.dataset.name, newest)

    def replaced_rows(self, checked: Checked, number: int) -> int:
        """How many rows of a file take the place of something that stands, of the area itself, above or below it."""
        replaced = 0
        for day, at in checked.by_period(number):
            period, area = self.period(day), checked.area[at]
            if period.is_empty:
                continue
            stands = period.stands()
            above = np.where(period.parent[area] != NOWHERE, stands[period.parent[area]], False)
            below = np.zeros(len(stands), bool)
            within = (period.parent != NOWHERE) & stands
            below[period.parent[within]] = True
            replaced += int((stands[area] | above | below[area]).sum())
        return replaced

    @contextmanager
    def taking(self, checked: Checked, number: int, sequence: int) -> Iterator[None]:
        """Let the rows of a file stand for a while, as they will once it has landed: its rules read them too."""
        kept = {day: self.period(day) for day, _ in checked.by_period(number)}
        self._periods |= {day: period.copy() for day, period in kept.items()}
        self.take(checked, number, sequence)
        try:
            yield
        finally:
            self._periods |= kept

    def take(self, checked: Checked, number: int, sequence: int) -> None:
        """Let the rows of an accepted file stand."""
        rows = checked.of(number)
        figures = checked.figures(rows)
        for day, at in checked.by_period(number):
            period = self.period(day)
            area = checked.area[at]
            replaced = area[period.sequence[area] > 0]
            if len(replaced):
                period.earlier.append((replaced, period.figures[replaced]))
            period.sequence[area] = sequence
            period.figures[area] = figures[at - rows.start]
            period.simulated[area] = checked.drafts[number].filing.simulated

    def rows_standing(self, landed: pl.DataFrame) -> pl.DataFrame:
        """The rows of a landed frame that stand."""
        kept: list[pl.DataFrame] = []
        for day, period in sorted(self._periods.items()):
            at = np.flatnonzero(period.stands())
            standing = pl.DataFrame(
                {
                    "area_code": pl.Series([self.areas.codes[place] for place in at], dtype=pl.String),
                    "period": pl.Series([day] * len(at), dtype=pl.Date),
                    "sequence": pl.Series(period.sequence[at], dtype=pl.Int64),
                }
            )
            kept.append(landed.join(standing, on=["area_code", "period", "sequence"], how="semi"))
        return pl.concat(kept) if kept else landed.clear()
