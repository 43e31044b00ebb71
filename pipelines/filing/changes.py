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
from pipelines.filing.stand import Standing
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
        first = checked.of(number).start
        figures = checked.figures(checked.of(number))
        filed_on = checked.drafts[number].filing.filed_on
        parts = checked.by_period(number)
        known = _LastKnown(self, {day: (checked.area[at], figures[at - first]) for day, at in parts})
        for day, at in parts:
            area, filed = known.filed[day]
            stood, above = self._stood(day, area), self._above(day, area)
            is_filed, stands = filed != NO_FIGURE, stood != NO_FIGURE
            differs = is_filed & stands & (filed != stood)
            back = differs & self.state.period(day).was(area, filed) if differs.any() else differs
            lost = ~is_filed & (stands | (above != NO_FIGURE))
            replaced = (differs | lost) & self._is_settled(day, filed_on)
            last = known.before(day, area)
            far = is_filed & (filed != stood) & self._far(filed, stood) & self._far(filed, last)
            far &= stands | (last != NO_FIGURE)
            given = self._given(day, area)
            strays = self._strays(filed, given, last) & ~far
            compared.changes += Changes(
                new=int((is_filed & ~stands).sum()),
                changed=int((differs & ~back).sum()),
                same=int((is_filed & stands).sum() - differs.sum()),
                turned_back=int(back.sum()),
                blanked=int(lost.sum()),
                far=int(far.sum()),
                denominator=int(strays.sum()),
            )
            before = np.where(stands, stood, np.where(above != NO_FIGURE, above, last))
            destroys = (("blanked", lost), ("turned_back", back), ("settled", replaced))
            for kind, which in (*(() if self.published else destroys), ("far", far)):
                compared.doubts += self._doubts(kind, which, day, at, before, filed)
            anchor = np.where(given == NO_FIGURE, last, given)
            compared.doubts += self._doubts("denominator", strays, day, at, anchor, filed)
        return compared

    def _doubts(
        self,
        kind: Kind,
        which: np.ndarray,
        day: dt.date,
        at: np.ndarray,
        before: np.ndarray,
        filed: np.ndarray,
    ) -> Iterator[Doubt]:
        if not which.any():  # nearly always, and cheaper to see at once than column by column
            return
        for column in np.flatnonzero(which.any(axis=0)).tolist():
            own = which[:, column]
            measure = self.dataset.measures[column]
            yield Doubt(kind, measure, day, at[own], before[own, column], filed[own, column])

    def _stood(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The figures known of some areas: their own, else the sum of what stands right below, else none."""
        period = self.state.period(day)
        if period.is_empty:
            return np.broadcast_to(NO_FIGURE, (len(area), len(self.dataset.measures)))
        stands = period.stands()
        stood = np.where(stands[area, None], period.figures[area], NO_FIGURE)
        if (~stands[area] & (period.newest_below()[area] > 0)).any():
            for column, code in enumerate(self.dataset.measure_codes):
                stood[:, column] = self.state.known_figures(day, area, code)
        return stood

    def _above(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The figures of the areas above that filed as a whole: a blank below takes them away."""
        period = self.state.period(day)
        if period.is_empty:
            return np.broadcast_to(NO_FIGURE, (len(area), len(self.dataset.measures)))
        parent = period.parent[area]
        whole = (parent != NOWHERE) & period.stands()[parent]
        return np.where(whole[:, None], period.figures[parent], NO_FIGURE)

    def _is_settled(self, day: dt.date, filed_on: dt.date) -> bool:
        """Whether a period is long past the day on which its return was due."""
        due = self.pack.due_on(self.dataset.name, day) or day
        return (filed_on - due).days > self.dataset.settled_days

    def _far(self, filed: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Whether figures are far from known ones; where none is known, from that they are not near either."""
        unknown = known == NO_FIGURE
        if unknown.all():
            return unknown
        larger, smaller = np.maximum(filed, known), np.maximum(np.minimum(filed, known), 1)
        far = (larger >= self.dataset.jump_times * smaller) & (larger >= self.dataset.jump_from)
        return far | unknown

    def _given(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        """The figures that others than counties gave of some areas: the published or estimated ones."""
        given = np.full((len(area), len(self.dataset.measures)), NO_FIGURE, np.int64)
        if self.dataset.gives_figures and not self.published:
            for column, code in enumerate(self.dataset.measure_codes):
                given[:, column] = self.reference().on(day, code, False)[area]
        return given

    def _strays(self, filed: np.ndarray, given: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether a denominator is further from the one that others gave than the pack allows, or zero where people lived.

        It is held to theirs, not to the last one filed: many small steps lead as far as a large one.
        """
        if not self.dataset.gives_figures or self.published:
            return np.zeros(filed.shape, bool)
        allowed = round(self.pack.returned_figure_percent * 10_000)
        off = (given != NO_FIGURE) & (np.abs(filed - given) * 1_000_000 > allowed * given)
        return (filed != NO_FIGURE) & (off | ((filed == 0) & (np.maximum(given, last) > 0)))


class _LastKnown:
    """The last figures known of areas before a period: of the file itself, of what stands, of the pack."""

    def __init__(self, comparison: Comparison, filed: dict[dt.date, tuple[np.ndarray, np.ndarray]]) -> None:
        """`filed`: by period the places of the areas in the file, and their figures."""
        self.comparison = comparison
        self.filed = filed
        state, dataset = comparison.state, comparison.dataset
        asked = {back for day in self.filed for back in _back(day, dataset)}
        state.ready(day for day in sorted(asked) if day >= comparison.pack.first_period)

    def before(self, day: dt.date, area: np.ndarray) -> np.ndarray:
        dataset, state = self.comparison.dataset, self.comparison.state
        found = np.full((len(area), len(dataset.measures)), NO_FIGURE, np.int64)
        if dataset.gives_figures:
            for column, code in enumerate(dataset.measure_codes):
                found[:, column] = self.comparison.reference().on(day, code)[area]
        extent = state.areas.on(day).row
        for back in _back(day, dataset):
            if back < self.comparison.pack.first_period or (found != NO_FIGURE).all():
                break
            figures = self._on(back)
            if figures is None:
                continue
            row = state.areas.on(back).row
            same = (row[area] == extent[area]) & (row[area] != NOWHERE)
            found = np.where((found == NO_FIGURE) & same[:, None], figures[area], found)
        return found

    def _on(self, day: dt.date) -> np.ndarray | None:
        """The figures known on a period by place of the area; None where there are none."""
        period = self.comparison.state.period(day)
        if day not in self.filed and period.is_empty:
            return None
        figures = np.where(period.stands()[:, None], period.figures, NO_FIGURE)
        if day in self.filed:
            area, filed = self.filed[day]
            figures[area] = filed
        return figures


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
