"""What a file changes of what stands, figure by figure; and what of it must be confirmed before it lands.

To confirm is what destroys or is hard to believe: a known figure that turns blank, one that turns back to an older
value, a figure of a period long past its due date that is replaced, one far from the last that is known, the figures of a
county that are far from theirs only together, and a denominator that a county files further from the published or
estimated one than the pack allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.filing.cells import period_before
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.doubts import Compared, Doubt, Kind, Together
from pipelines.filing.finding import Changes
from pipelines.filing.reference_figures import ReferenceFigures
from pipelines.filing.stand import Period, Standing
from pipelines.filing.together import PARTS, Groups, Moved, far_whole
from programme.datasets import Counts, Measure
from programme.packs.area_index import NOWHERE, AreasOn
from programme.packs.pack import Pack

PERIODS_BACK = 4  # how far back the last known figure of an area is looked for


class Comparison:
    """Compares files of one dataset with what stands of it."""

    def __init__(
        self,
        pack: Pack,
        dataset: Counts,
        state: Standing,
        reference: Callable[[], ReferenceFigures],
        *,
        published: bool = False,
    ) -> None:
        """`published`: the files are those of a source. An edition destroys nothing, and answers for itself."""
        self.pack = pack
        self.dataset = dataset
        self.state = state
        self.reference = reference
        self.published = published
        self._grouped: tuple[AreasOn, np.ndarray, Groups] | None = None

    def of(self, checked: Checked, number: int) -> Compared:
        """A file beside what stands before it lands."""
        compared = Compared()
        filed_on = checked.drafts[number].filing.filed_on
        parts = _parts(checked, number)
        known = _LastKnown(self, parts)
        for day, part in parts.items():
            last = known.before(day, part.area)
            if self.state.period(day).is_empty:
                self._compare_new(compared, part, last)
            else:
                self._compare(compared, part, last, settled=self._is_settled(day, filed_on))
        return compared

    def _compare_new(self, compared: Compared, part: _Part, last: np.ndarray) -> None:
        """The figures of a period of which nothing stands: each is new, and may be far from the last one known."""
        far = self._far_from_known(part.filed, last)
        strays, anchor = self._strays(part, last, far)
        together = list(self._together(part, last, None, far, strays))
        compared.changes += Changes(
            new=_count(part.filed != NO_FIGURE),
            far=_count(far) + sum(len(doubt.at) for doubt in together),
            denominator=_count(strays),
        )
        compared.doubts += self._doubts("far", far, part, last)
        compared.doubts += together
        compared.doubts += self._doubts("denominator", strays, part, anchor)

    def _compare(self, compared: Compared, part: _Part, last: np.ndarray, *, settled: bool) -> None:
        """The figures of a period of which something stands."""
        day, area, filed = part.day, part.area, part.filed
        stood, above = self._stood(day, area), self._above(day, area)
        is_filed, stands = filed != NO_FIGURE, stood != NO_FIGURE
        differs = is_filed & stands & (filed != stood)
        back = differs & self._was(part) if differs.any() else differs
        parted = self._in_parts(part, above)
        of_wholes = parted.figures if parted else 0
        lost = ~is_filed & (stands | (above != NO_FIGURE))
        replaced = (differs | lost) & settled
        far = self._far_from_known(filed, last, stood)
        strays, anchor = self._strays(part, last, far)
        together = list(self._together(part, last, stood, far, strays))
        compared.changes += Changes(
            new=_count(is_filed & ~stands) - of_wholes,
            changed=_count(differs & ~back) + of_wholes,
            same=_count(is_filed & stands) - _count(differs),
            turned_back=_count(back),
            blanked=_count(lost),
            far=_count(far) + sum(len(doubt.at) for doubt in together),
            denominator=_count(strays),
        )
        before = np.where(stands, stood, np.where(above != NO_FIGURE, above, last))
        destroys = (("blanked", lost), ("turned_back", back), ("settled", replaced))
        for kind, which in (*(() if self.published else destroys), ("far", far)):
            compared.doubts += self._doubts(kind, which, part, before)
        compared.doubts += together
        if parted and not self.published:
            compared.doubts += parted.doubts(part, settled=settled)
        compared.doubts += self._doubts("denominator", strays, part, anchor)

    def _doubts(
        self, kind: Kind, which: np.ndarray | None, part: _Part, before: np.ndarray
    ) -> Iterator[Doubt]:
        if which is None or not which.any():  # nearly always, and cheaper to see than column by column
            return
        for column in np.flatnonzero(which.any(axis=0)).tolist():
            own = which[:, column]
            measure = self.dataset.measures[column]
            yield Doubt(kind, measure, part.day, part.at[own], before[own, column], part.filed[own, column])

    def _stood(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The figures known of some areas: their own, else the sum of what stands right below, else none."""
        period = self.state.period(day)
        stands = period.stands()
        stood = np.where(stands[area, None], period.figures[area], NO_FIGURE)
        if (~stands[area] & (period.newest_below()[area] > 0)).any():
            for column, code in enumerate(self.dataset.measure_codes):
                stood[:, column] = self.state.known_figures(day, area, code)
        return stood

    def _above(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The figures of the areas above that filed as a whole: a blank below takes them away."""
        period = self.state.period(day)
        parent = period.parent[area]
        whole = (parent != NOWHERE) & period.stands()[parent]
        return np.where(whole[:, None], period.figures[parent], NO_FIGURE)

    def _was(self, part: _Part) -> np.ndarray:
        """Which figures are older ones of their area: replaced by a newer row of it, or by one of the whole or its parts."""
        period = self.state.period(part.day)
        superseded = (period.sequence[part.area] > 0) & ~period.stands()[part.area]
        return period.was(part.area, part.filed) | (
            superseded[:, None] & (period.figures[part.area] == part.filed)
        )

    def _in_parts(self, part: _Part, above: np.ndarray) -> _InParts | None:
        """What becomes of wholes that filed themselves and of which this file has the parts; None where there is none."""
        whole = (above != NO_FIGURE).any(axis=1)
        if not whole.any():
            return None
        period = self.state.period(part.day)
        inside, filed = period.parent[part.area[whole]], part.filed[whole]
        places, first, of = np.unique(inside, return_index=True, return_inverse=True)
        known, sums = period.figures[places], np.zeros((len(places), filed.shape[1]), np.int64)
        unknown = np.zeros(sums.shape, bool)
        np.add.at(sums, of, np.maximum(filed, 0))
        np.logical_or.at(unknown, of, filed == NO_FIGURE)
        differs = (known != NO_FIGURE) & ~unknown & (sums != known)
        older = np.ones(sums.shape, bool)
        np.logical_and.at(older, of, self._was(part)[whole])
        return _InParts(
            self.dataset.measures,
            np.flatnonzero(whole)[first],
            known,
            sums,
            differs,
            differs & far_whole(self.dataset, known, sums),
            differs & (older | period.was(places, sums)),
            _count(differs[of] & (filed != NO_FIGURE)),
        )

    def _is_settled(self, day: dt.date, filed_on: dt.date) -> bool:
        """Whether a period is long past the day on which its return was due."""
        due = self.pack.due_on(self.dataset.name, day) or day
        return (filed_on - due).days > self.dataset.settled_days

    def _far_from_known(
        self, filed: np.ndarray, last: np.ndarray, stood: np.ndarray | None = None
    ) -> np.ndarray | None:
        """Which figures are far from what stands and from the last one known, of these from each that is known.

        None where no figure is large enough to be far from any.
        """
        known = last if stood is None else np.maximum(last, stood)  # an unknown one is less than any
        if max(filed.max(initial=NO_FIGURE), known.max(initial=NO_FIGURE)) < self.dataset.jump_from:
            return None
        far = (filed != NO_FIGURE) & (known != NO_FIGURE) & self._far(filed, last)
        return far if stood is None else far & (filed != stood) & self._far(filed, stood)

    def _far(self, filed: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Whether figures are far from known ones; where none is known, from that they are not near either."""
        unknown = known == NO_FIGURE
        if unknown.all():
            return unknown
        larger, smaller = np.maximum(filed, known), np.maximum(np.minimum(filed, known), 1)
        far = (larger >= self.dataset.jump_times * smaller) & (larger >= self.dataset.jump_from)
        return far | unknown

    def _together(
        self,
        part: _Part,
        last: np.ndarray,
        stood: np.ndarray | None,
        far: np.ndarray | None,
        strays: np.ndarray | None,
    ) -> Iterator[Doubt]:
        """The figures of counties that only together are far from what stands and from the last ones known; where
        either is not known, from the other. What is told figure by figure, `far` or one that strays, does not count.
        """
        groups = self._groups(part)
        last = self._of_lasting_wholes(part.day, groups, last)
        told = [one for one in (far, strays) if one is not None and one.any()]
        aside = np.logical_or.reduce(told) if told else None
        sums, before = Moved.between(groups, last, part.filed, aside), last
        moved = sums.is_far(self.dataset)
        if stood is not None:
            beside, of_last = self._beside(part, groups), sums
            before = np.where(stood != NO_FIGURE, stood, last)
            sums = Moved.between(groups, stood, part.filed, aside)
            moved = (of_last.beside(*beside).is_far(self.dataset) | (of_last.rows == 0)) & (
                sums.beside(*beside).is_far(self.dataset) | (sums.rows == 0)
            )
            sums = sums.where_any(of_last)
            moved &= sums.rows > 0
            sums = sums.beside(*beside)
        moved &= groups.own[:, None] | (sums.rows >= PARTS)
        for group, column in np.argwhere(moved).tolist():
            rows = groups.rows(group)
            was, filed = before[rows, column], part.filed[rows, column]
            own = (was != NO_FIGURE) & (filed != NO_FIGURE) & (was != filed)
            if aside is not None:
                own &= ~aside[rows, column]
            of_all = Together(
                int(groups.whole[group]),
                *(int(one[group, column]) for one in (sums.before, sums.filed, sums.rows)),
            )
            measure = self.dataset.measures[column]
            yield Doubt(
                "together", measure, part.day, part.at[rows[own]], was[own], filed[own], together=of_all
            )

    def _of_lasting_wholes(self, day: dt.date, groups: Groups, last: np.ndarray) -> np.ndarray:
        """The last figures known, without those of areas whose county has become another since the period before:
        what its townships have may have been shared out anew with it."""
        now = self.state.areas.on(day).row
        then = self.state.areas.on(period_before(day, self.dataset.cycle)).row
        if now is then:
            return last
        return np.where((now == then)[groups.whole_of_row][:, None], last, NO_FIGURE)

    def _groups(self, part: _Part) -> Groups:
        """The rows of a part by county; those of the part before where they are the same areas in the same tree."""
        tree = self.state.areas.on(part.day)
        if self._grouped is None or not (
            self._grouped[0] is tree and np.array_equal(self._grouped[1], part.area)
        ):
            self._grouped = tree, part.area, Groups.of(part.area, tree)
        return self._grouped[2]

    def _beside(self, part: _Part, groups: Groups) -> tuple[np.ndarray, np.ndarray]:
        """What stands of the same counties and is not in the file: sums and rows, per group and measure."""
        period, parent = self.state.period(part.day), self.state.areas.on(part.day).parent
        stays = period.stands() & (parent != NOWHERE)
        stays[part.area] = False
        figures = period.figures[stays]
        known = figures != NO_FIGURE
        sums = np.zeros((2, len(parent), figures.shape[1]), np.int64)
        np.add.at(sums[0], parent[stays], np.where(known, figures, 0))
        np.add.at(sums[1], parent[stays], known)
        sums, rows = np.where(groups.own[:, None], 0, sums[:, groups.whole])
        return sums, rows

    def _strays(
        self, part: _Part, last: np.ndarray, far: np.ndarray | None
    ) -> tuple[np.ndarray | None, np.ndarray]:
        """Which denominators are further from those that others gave than the pack allows, or zero where people lived;
        and what each is told beside: the published or estimated figure, else the last one known.

        They are held to theirs, not to the last one filed: many small steps lead as far as a large one. What is `far`
        is told as that. None where nobody else gives any, and where the files are theirs.
        """
        if not self.dataset.gives_figures or self.published:
            return None, last
        codes, filed = self.dataset.measure_codes, part.filed
        given = np.column_stack([self.reference().on(part.day, code, False)[part.area] for code in codes])
        allowed = round(self.pack.returned_figure_percent * 10_000)
        off = (given != NO_FIGURE) & (np.abs(filed - given) * 1_000_000 > allowed * given)
        strays = (filed != NO_FIGURE) & (off | ((filed == 0) & (np.maximum(given, last) > 0)))
        return strays if far is None else strays & ~far, np.where(given == NO_FIGURE, last, given)


def _count(which: np.ndarray | None) -> int:
    return 0 if which is None else int(np.count_nonzero(which))


@dataclass(frozen=True)
class _Part:
    """The rows of a file for one period: their places in the checked rows, the places of their areas, their figures."""

    day: dt.date
    at: np.ndarray
    area: np.ndarray
    filed: np.ndarray


@dataclass(frozen=True)
class _InParts:
    """Wholes that filed themselves and are filed in parts: what stands of them, what the parts add up to."""

    measures: tuple[Measure, ...]
    first: np.ndarray  # the row of the first part of each
    known: np.ndarray
    sums: np.ndarray
    differs: np.ndarray
    far: np.ndarray
    back: np.ndarray
    figures: int  # of parts whose whole becomes something else

    def doubts(self, part: _Part, *, settled: bool) -> Iterator[Doubt]:
        """What of it must be confirmed."""
        kinds: tuple[tuple[Kind, np.ndarray], ...] = (("turned_back", self.back), ("far", self.far))
        for kind, which in (*kinds, ("settled", self.differs)) if settled else kinds:
            for column in np.flatnonzero(which.any(axis=0)).tolist():
                own, measure = which[:, column], self.measures[column]
                before, filed = self.known[own, column], self.sums[own, column]
                yield Doubt(kind, measure, part.day, part.at[self.first[own]], before, filed, in_parts=True)


def _parts(checked: Checked, number: int) -> dict[dt.date, _Part]:
    """A file by period. Where the rows of a period stand together they are not copied."""
    rows = checked.of(number)
    area, figures = checked.area[rows], checked.figures(rows)
    parts = {}
    for day, at in checked.by_period(number):
        begin, end = int(at[0]) - rows.start, int(at[-1]) - rows.start + 1
        own = slice(begin, end) if end - begin == len(at) else at - rows.start
        parts[day] = _Part(day, at, area[own], figures[own])
    return parts


class _LastKnown:
    """The last figures known of areas before a period: of the file itself, of what stands, of the pack."""

    def __init__(self, comparison: Comparison, filed: dict[dt.date, _Part]) -> None:
        self.comparison = comparison
        self.filed = filed
        self._kept: dict[dt.date, np.ndarray] = {}
        state, dataset = comparison.state, comparison.dataset
        asked = {back for day in self.filed for back in _back(day, dataset)}
        state.ready(day for day in sorted(asked) if day >= comparison.pack.first_period)

    def before(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The last figures known of some areas before a period; not to be written to."""
        comparison = self.comparison
        dataset = comparison.dataset
        found: np.ndarray | None = None
        if dataset.gives_figures:
            codes = dataset.measure_codes
            found = np.column_stack([comparison.reference().on(day, code)[area] for code in codes])
        for back in _back(day, dataset):
            if back < comparison.pack.first_period or (found is not None and (found != NO_FIGURE).all()):
                break
            figures = self._on(back, area)
            if figures is None:
                continue
            same = self._same_extent(area, day, back)
            if found is None and same.all():
                found = figures
                continue
            there = NO_FIGURE if found is None else found
            found = np.where((there == NO_FIGURE) & same[:, None], figures, there)
        return np.full((len(area), len(dataset.measures)), NO_FIGURE) if found is None else found

    def _same_extent(self, area: np.ndarray, day: dt.date, back: dt.date) -> np.ndarray:
        """Which areas are the same row of the pack on both days."""
        now, then = self.comparison.state.areas.on(day).row, self.comparison.state.areas.on(back).row
        row = now[area]
        return row != NOWHERE if now is then else (row != NOWHERE) & (row == then[area])

    def _on(self, day: dt.date, area: np.ndarray) -> np.ndarray | None:
        """The figures known of some areas on a period; None where there are none of anything."""
        period = self.comparison.state.period(day)
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
            self._kept[day] = figures
        return self._kept[day]


def _back(day: dt.date, dataset: Counts) -> list[dt.date]:
    days = []
    for _ in range(PERIODS_BACK):
        day = period_before(day, dataset.cycle)
        days.append(day)
    return days
