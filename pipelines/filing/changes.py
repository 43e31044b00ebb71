"""What a file changes of what stands, figure by figure; and what of it must be confirmed before it lands.

To confirm is what destroys or is hard to believe: a known figure that turns blank, one that turns back to an older
value, a figure of a period long past its due date that is replaced, one far from the last that is known, and a denominator
that a county files further from the published or estimated one than the pack allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from pipelines.filing.cells import period_before
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.finding import LISTED_PER_FILE, Changes, Finding
from pipelines.filing.reference_figures import ReferenceFigures
from pipelines.filing.stand import Period, Standing
from programme.datasets import Counts, Measure
from programme.packs.area_index import NOWHERE
from programme.packs.pack import Pack
from words.problems import Problem

Kind = Literal["blanked", "turned_back", "settled", "far", "denominator"]
PERIODS_BACK = 4  # how far back the last known figure of an area is looked for
UNITS = {1: "digit", 2: "digit", 3: "thousands", 4: "ten_thousands", 8: "hundred_millions"}


@dataclass(frozen=True)
class Doubt:
    """Figures of one measure and period that must be confirmed, all for one reason."""

    kind: Kind
    measure: Measure
    day: dt.date
    at: np.ndarray  # places in the checked rows
    before: np.ndarray  # the figure that stands, or was last known
    filed: np.ndarray
    # A whole, that filed itself, becomes the sum of its parts; `at` is the first of them.
    in_parts: bool = False


@dataclass
class Compared:
    """A file beside what stands."""

    changes: Changes = field(default_factory=Changes)
    doubts: list[Doubt] = field(default_factory=list)

    def marks(self) -> dict[int, list[str]]:
        """What is landed with each row that was confirmed, by place in the checked rows: kind, measure, figure before."""
        found: dict[int, list[str]] = {}
        for doubt in self.doubts:
            for at, before in zip(doubt.at.tolist(), doubt.before.tolist(), strict=True):
                found.setdefault(at, []).append(f"{doubt.kind}|{doubt.measure.code}|{before}")
        return found


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
        compared.changes += Changes(
            new=_count(part.filed != NO_FIGURE), far=_count(far), denominator=_count(strays)
        )
        compared.doubts += self._doubts("far", far, part, last)
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
        compared.changes += Changes(
            new=_count(is_filed & ~stands) - of_wholes,
            changed=_count(differs & ~back) + of_wholes,
            same=_count(is_filed & stands) - _count(differs),
            turned_back=_count(back),
            blanked=_count(lost),
            far=_count(far),
            denominator=_count(strays),
        )
        before = np.where(stands, stood, np.where(above != NO_FIGURE, above, last))
        destroys = (("blanked", lost), ("turned_back", back), ("settled", replaced))
        for kind, which in (*(() if self.published else destroys), ("far", far)):
            compared.doubts += self._doubts(kind, which, part, before)
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
            differs & self._far(sums, known),
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


# ---------------------------------------------------------------- words


def worded(compared: Compared, checked: Checked, number: int, pack: Pack) -> tuple[list[Finding], int]:
    """What must be confirmed: an error, or a warning of who has; the first of them worded, and how many."""
    confirmed = checked.drafts[number].confirmed
    found: list[Finding] = []
    total = 0
    for doubt in compared.doubts:
        if doubt.kind == "settled":
            continue
        total += len(doubt.at)
        for at, before, filed in zip(
            doubt.at.tolist(), doubt.before.tolist(), doubt.filed.tolist(), strict=True
        ):
            if len(found) == LISTED_PER_FILE:
                break
            values: dict[str, object] = {"before": before, "filed": filed}
            if doubt.kind == "denominator":
                values["percent"] = f"{pack.returned_figure_percent:g}"
            unit = _likely(before, filed) if doubt.kind == "far" else None
            heading = checked.drafts[number].column(doubt.measure.code)
            value = None if filed == NO_FIGURE else str(filed)
            row = int(checked.rows["file_row"][at])
            key = f"changes.{doubt.kind}.{unit}" if unit else f"changes.{doubt.kind}"
            if doubt.in_parts:
                key, value = f"changes.{doubt.kind}.in_parts", None
            found.append(
                _finding(doubt.kind, Problem(key, **values), row, heading, value, confirmed=confirmed)
            )
    for day in sorted({doubt.day for doubt in compared.doubts if doubt.kind == "settled"}):
        total += 1
        figures = sum(len(one.at) for one in compared.doubts if one.kind == "settled" and one.day == day)
        due = pack.due_on(checked.dataset.name, day) or day
        filed_on = checked.drafts[number].filing.filed_on
        values = {"figures": figures, "period": day, "due": due, "days": (filed_on - due).days}
        problem = Problem("changes.settled", **values)
        found.append(_finding("settled", problem, None, None, None, confirmed=confirmed))
    return found, total


def _finding(
    kind: Kind,
    said: Problem,
    row: int | None,
    heading: str | None,
    value: str | None,
    *,
    confirmed: bool,
) -> Finding:
    problem = said if confirmed else Problem("changes.unconfirmed", said=said)
    severity: Literal["error", "warning"] = "warning" if confirmed else "error"
    return Finding(row, heading, value, problem, row is not None, severity, kind)


def _likely(before: int, filed: int) -> str | None:
    """What may have been meant where one figure is about a power of ten of the other: the unit, or a digit."""
    larger, smaller = max(before, filed), max(min(before, filed), 1)
    power = len(str(larger // smaller)) - 1
    if larger * 2 > smaller * 10 ** (power + 1):  # nearer to the next power
        power += 1
    about = smaller * 10**power <= larger * 2 and larger <= 2 * smaller * 10**power
    unit = UNITS.get(power)
    return unit if about and min(before, filed) > 0 else None
