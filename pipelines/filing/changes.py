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
from pipelines.filing.doubts import Compared, Doubt, Kind, Together, is_in_unit
from pipelines.filing.finding import Changes
from pipelines.filing.last_known import LastKnown, Part, parts_of
from pipelines.filing.reference_figures import ReferenceFigures
from pipelines.filing.stand import Standing
from pipelines.filing.together import PARTS, Groups, Moved, far_whole
from programme.datasets import Counts, Measure
from programme.packs.area_index import NOWHERE, TOWNSHIP, AreasOn
from programme.packs.pack import Pack


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
        self._known: LastKnown  # of the file that is compared
        self._grouped: tuple[AreasOn, np.ndarray, Groups] | None = None

    def _last_known(self, parts: dict[dt.date, Part]) -> LastKnown:
        return LastKnown(self.dataset, self.state, self.reference, self.pack.first_period, parts)

    def of(self, checked: Checked, number: int) -> Compared:
        """A file beside what stands before it lands."""
        compared = Compared()
        filed_on = checked.drafts[number].filing.filed_on
        parts = parts_of(checked, number)
        self._known = self._last_known(parts)
        for day, part in parts.items():
            last = self._known.before(day, part.area)
            if self.state.period(day).is_empty:
                self._compare_new(compared, part, last)
            else:
                self._compare(compared, part, last, settled=self._is_settled(day, filed_on))
        return compared

    def in_other_units(self, checked: Checked, number: int) -> Compared:
        """The figures of a file that is refused which seem to be in another unit than their column: that may be why.

        Of a file with an area or a period that is not known nothing is said: these are put right first.
        """
        compared, rows = Compared(), checked.of(number)
        if not any(measure.other_units for measure in self.dataset.measures) or self.published:
            return compared
        if (checked.area[rows] == NOWHERE).any() or (checked.period[rows] == NOWHERE).any():
            return compared
        parts = parts_of(checked, number)
        self._known = self._last_known(parts)
        for day, part in parts.items():
            last = self._known.of_any_extent(day, part.area, self._known.before(day, part.area))
            compared.doubts += self._doubts("far", self._slipped(part.filed, last), part, last)
        return compared

    def _compare_new(self, compared: Compared, part: Part, last: np.ndarray) -> None:
        """The figures of a period of which nothing stands: each is new, and may be far from the last one known."""
        far = self._far_from_known(part.filed, self._known.of_any_extent(part.day, part.area, last))
        strays, anchor = self._strays(part, last, far)
        together = list(self._together(part, last, None, _any_of(far, strays)))
        compared.changes += Changes(
            new=_count(part.filed != NO_FIGURE),
            far=_count(far) + sum(len(doubt.at) for doubt in together),
            denominator=_count(strays),
        )
        compared.doubts += self._doubts("far", far, part, last)
        compared.doubts += together
        compared.doubts += self._doubts("denominator", strays, part, anchor)

    def _compare(self, compared: Compared, part: Part, last: np.ndarray, *, settled: bool) -> None:
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
        far = self._far_from_known(filed, self._known.of_any_extent(day, area, last), stood)
        strays, anchor = self._strays(part, last, far)
        together = list(self._together(part, last, stood, _any_of(far, strays)))
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
        if not self.published:
            compared.doubts += self._wholes(part, stood)
        if parted and not self.published:
            compared.doubts += parted.doubts(part, settled=settled)
        compared.doubts += self._doubts("denominator", strays, part, anchor)

    def _doubts(
        self, kind: Kind, which: np.ndarray | None, part: Part, before: np.ndarray
    ) -> Iterator[Doubt]:
        if which is None or not which.any():  # nearly always, and cheaper to see than column by column
            return
        for column in np.flatnonzero(which.any(axis=0)).tolist():
            own = which[:, column]
            measure = self.dataset.measures[column]
            yield Doubt(kind, measure, part.day, part.at[own], before[own, column], part.filed[own, column])

    def _wholes(self, part: Part, stood: np.ndarray) -> Iterator[Doubt]:
        """The wholes that take the place of what their parts filed one by one: of the parts nothing stands then."""
        period = self.state.period(part.day)
        stands = period.stands()
        parts = np.bincount(period.parent[stands & (period.parent != NOWHERE)], minlength=len(stands))[
            part.area
        ]
        for row in np.flatnonzero(parts).tolist():
            filed = np.flatnonzero(part.filed[row] != NO_FIGURE).tolist()
            for place, column in enumerate(filed):
                figures = int(stood[row, column]), int(part.filed[row, column])
                told = Together(int(part.area[row]), *figures, int(parts[row])) if not place else None
                one = part.at[[row]], stood[[row], column], part.filed[[row], column]
                yield Doubt("whole", self.dataset.measures[column], part.day, *one, together=told)

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

    def _was(self, part: Part) -> np.ndarray:
        """Which figures are older ones of their area: replaced by a newer row of it, or by one of the whole or its parts."""
        period = self.state.period(part.day)
        superseded = (period.sequence[part.area] > 0) & ~period.stands()[part.area]
        return period.was(part.area, part.filed) | (
            superseded[:, None] & (period.figures[part.area] == part.filed)
        )

    def _in_parts(self, part: Part, above: np.ndarray) -> _InParts | None:
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
        """Which figures are far from the last one known, or where none is, from what stands.

        One that is near what stands is far all the same, unless that is as far itself and so has been confirmed: many
        small steps lead as far as a large one. None where no figure is large enough to be far from any.
        """
        dataset = self.dataset
        largest = max(
            one.max(initial=NO_FIGURE) for one in (filed, last, *([] if stood is None else [stood]))
        )
        if largest < dataset.jump_from and (largest < dataset.jump_to_zero_from or filed.all()):
            return None
        far = self._far(filed, last)
        if stood is not None:
            from_stood = self._far(filed, stood)
            near = (stood != NO_FIGURE) & ~from_stood
            far &= ~(near & self._far(stood, last))
            far = np.where(last == NO_FIGURE, from_stood, far) & (filed != stood)
        return far

    def _far(self, filed: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Whether figures are far from known ones; one that is not known is far from none."""
        dataset = self.dataset
        larger, smaller = np.maximum(filed, known), np.maximum(np.minimum(filed, known), 1)
        far = (larger >= dataset.jump_times * smaller) & (larger >= dataset.jump_from)
        far |= (filed == 0) & (known >= dataset.jump_to_zero_from)
        return (far | self._slipped(filed, known)) & (filed != NO_FIGURE) & (known != NO_FIGURE)

    def _slipped(self, filed: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Which figures seem to be those known in another unit."""
        slipped = np.zeros(filed.shape, bool)
        for column, measure in enumerate(self.dataset.measures):
            for unit in measure.other_units:
                slipped[:, column] |= is_in_unit(unit, known[:, column], filed[:, column])
        return slipped & (np.maximum(filed, known) >= self.dataset.jump_from)

    def _together(
        self, part: Part, last: np.ndarray, stood: np.ndarray | None, aside: np.ndarray | None
    ) -> Iterator[Doubt]:
        """The figures of counties that only together are far from the last ones known, or where none are, from what stands.

        A county's sum is of its townships of which both figures are known, those that the file leaves as they stand among
        them; where the last figure is one of the whole, of all of them. `aside` are figures that are told by themselves.
        """
        dataset, groups = self.dataset, self._groups(part)
        last = self._of_lasting_wholes(part.day, groups, last)
        sums, before = Moved.between(groups, last, part.filed, aside), last
        moved = sums.is_far(dataset)
        if stood is not None:
            before = np.where(stood != NO_FIGURE, stood, last)
            beside_last, beside_stood = self._beside(part, groups)
            sums += beside_last
            own_stays = Moved.between(groups, stood, part.filed, aside)
            stays = own_stays + beside_stood
            was = Moved.between(groups, last, stood, aside) + beside_last
            # Near what stands of the same areas, which is as far itself: that has been confirmed.
            near = (own_stays.rows > 0) & ~stays.is_far(dataset)
            moved = sums.is_far(dataset) & ~(near & was.is_far(dataset))
            moved = np.where(sums.rows == 0, stays.is_far(dataset), moved)
            sums = sums.where_any(stays)
        # Of less than some parts nothing is told, unless they are all there are.
        expected = self.state.period(part.day).below[groups.whole][:, None]
        moved &= groups.own[:, None] | (sums.rows >= PARTS) | (sums.rows == expected)
        if (~groups.own[:, None] & (sums.rows < expected)).any():
            of_wholes = self._from_wholes(part, groups)
            moved |= of_wholes.is_far(dataset) & (of_wholes.rows > 0)
            sums = sums.where(of_wholes.rows > 0, of_wholes)
        for group, column in np.argwhere(moved).tolist():
            rows = groups.rows(group)
            was_there, filed = before[rows, column], part.filed[rows, column]
            own = (filed != NO_FIGURE) & (was_there != filed)
            if aside is not None:
                own &= ~aside[rows, column]
            if own.any():  # else the file says of it what stands already
                figures = (int(one[group, column]) for one in (sums.before, sums.filed, sums.rows))
                of_all, measure = Together(int(groups.whole[group]), *figures), dataset.measures[column]
                at = part.at[rows[own]]
                yield Doubt("together", measure, part.day, at, was_there[own], filed[own], together=of_all)

    def _from_wholes(self, part: Part, groups: Groups) -> Moved:
        """The sums of all parts of counties of which they are complete now, and the last figures of the whole."""
        period = self.state.period(part.day)
        figures = np.where(period.stands()[:, None], period.figures, NO_FIGURE)
        figures[part.area] = part.filed
        sums, complete = (one[groups.whole] for one in period.sums_below(figures))
        last = self._known.before(part.day, groups.whole)
        complete = complete & ~groups.own[:, None] & (last != NO_FIGURE)
        rows = np.where(complete, period.below[groups.whole][:, None], 0)
        return Moved(np.where(complete, last, 0), np.where(complete, sums, 0), rows)

    def _of_lasting_wholes(self, day: dt.date, groups: Groups, last: np.ndarray) -> np.ndarray:
        """The last figures known, without those of areas whose county has become another since the period before:
        what its townships have may have been shared out anew with it."""
        now = self.state.areas.on(day).row
        then = self.state.areas.on(period_before(day, self.dataset.cycle)).row
        if now is then:
            return last
        return np.where((now == then)[groups.whole_of_row][:, None], last, NO_FIGURE)

    def _groups(self, part: Part) -> Groups:
        """The rows of a part by county; those of the part before where they are the same areas in the same tree."""
        tree = self.state.areas.on(part.day)
        if self._grouped is None or not (
            self._grouped[0] is tree and np.array_equal(self._grouped[1], part.area)
        ):
            self._grouped = tree, part.area, Groups.of(part.area, tree)
        return self._grouped[2]

    def _beside(self, part: Part, groups: Groups) -> tuple[Moved, Moved]:
        """What stands of the same counties and is not in the file, per group and measure: beside the last figures known
        of it, and beside itself."""
        period, tree = self.state.period(part.day), self.state.areas.on(part.day)
        stays = (
            period.stands() & (tree.files_as == TOWNSHIP) & np.isin(tree.parent, groups.whole[~groups.own])
        )
        stays[part.area] = False
        places = np.flatnonzero(stays)
        figures, parent = period.figures[places], tree.parent[places]
        last = self._known.before(part.day, places)
        found = []
        for before in (last, figures):
            both = (figures != NO_FIGURE) & (before != NO_FIGURE)
            sums = np.zeros((3, len(tree.parent), figures.shape[1]), np.int64)
            for into, values in zip(sums, (before, figures, np.ones_like(figures)), strict=True):
                np.add.at(into, parent, np.where(both, values, 0))
            of_groups = np.where(groups.own[:, None], 0, sums[:, groups.whole])
            found.append(Moved(*of_groups))
        return found[0], found[1]

    def _strays(
        self, part: Part, last: np.ndarray, far: np.ndarray | None
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


def _any_of(*which: np.ndarray | None) -> np.ndarray | None:
    """Which figures are told by one of these; None where none is."""
    told = [one for one in which if one is not None and one.any()]
    return np.logical_or.reduce(told) if told else None


def _count(which: np.ndarray | None) -> int:
    return 0 if which is None else int(np.count_nonzero(which))


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

    def doubts(self, part: Part, *, settled: bool) -> Iterator[Doubt]:
        """What of it must be confirmed."""
        kinds: tuple[tuple[Kind, np.ndarray], ...] = (("turned_back", self.back), ("far", self.far))
        for kind, which in (*kinds, ("settled", self.differs)) if settled else kinds:
            for column in np.flatnonzero(which.any(axis=0)).tolist():
                own, measure = which[:, column], self.measures[column]
                before, filed = self.known[own, column], self.sums[own, column]
                yield Doubt(kind, measure, part.day, part.at[self.first[own]], before, filed, in_parts=True)
