"""What of a file must be confirmed before it lands, and how it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from pipelines.filing import wording
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.finding import LISTED_PER_FILE, Changes, Finding
from programme.datasets import Measure
from programme.datasets.dataset import OtherUnit
from programme.packs.area_index import Areas
from programme.packs.pack import Pack
from words.problems import Bilingual, Problem

Kind = Literal["blanked", "turned_back", "settled", "far", "together", "whole", "denominator"]
UNITS = {1: "digit", 2: "digit", 3: "thousands", 4: "ten_thousands", 8: "hundred_millions"}


@dataclass(frozen=True)
class Together:
    """Figures of one county in sum: the place of the county, before, as filed, and how many rows."""

    whole: int
    before: int
    filed: int
    rows: int


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
    together: Together | None = None  # what is said once, of a whole or of figures that are far only in sum


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


def worded(
    compared: Compared, checked: Checked, number: int, pack: Pack, areas: Areas
) -> tuple[list[Finding], int]:
    """What must be confirmed: an error, or a warning of who has; the first of them worded, and how many."""
    confirmed = checked.drafts[number].confirmed
    found: list[Finding] = []
    total = 0
    for doubt in compared.doubts:
        if doubt.kind == "settled":
            continue
        if doubt.together:
            total += 1
            if len(found) < LISTED_PER_FILE:
                if doubt.kind == "whole":
                    found.append(_of_whole(doubt, doubt.together, checked, number))
                else:
                    found.append(_of_together(doubt, doubt.together, checked, number, areas))
            continue
        if doubt.kind == "whole":
            continue  # said once for the row
        total += len(doubt.at)
        for at, before, filed in zip(
            doubt.at.tolist(), doubt.before.tolist(), doubt.filed.tolist(), strict=True
        ):
            if len(found) == LISTED_PER_FILE:
                break
            values: dict[str, object] = {"before": before, "filed": filed}
            if doubt.kind == "denominator":
                values["percent"] = f"{pack.returned_figure_percent:g}"
            unit = likely_unit(before, filed) if doubt.kind == "far" else None
            if doubt.kind == "far":
                own = doubt.measure.other_units
                other = _in_one_of(own, before, filed)
                # The figure before may be the wrong one; ten times as much may be a digit as well.
                was = _in_one_of([one for one in own if one.power > 1], filed, before)
                slipped = other or was
                if slipped:
                    unit = "other_unit" if other else "known_in_other_unit"
                    values |= wording.units(doubt.measure, slipped)
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
        values = {"n": figures, "period": day, "due": due, "days": (filed_on - due).days}
        problem = Problem("changes.settled", **values)
        found.append(_finding("settled", problem, None, None, None, confirmed=confirmed))
    return found, total


def _of_whole(doubt: Doubt, sums: Together, checked: Checked, number: int) -> Finding:
    """What is said of a whole that takes the place of what its parts filed one by one."""
    draft = checked.drafts[number]
    row = int(checked.rows["file_row"][int(doubt.at[0])])
    problem = Problem("changes.whole", n=sums.rows)
    return _finding("whole", problem, row, draft.column("area_code"), None, confirmed=draft.confirmed)


def _of_together(doubt: Doubt, sums: Together, checked: Checked, number: int, areas: Areas) -> Finding:
    """What is said of figures that only together are far from theirs: of no row, as none of them need be wrong, but where it is one."""
    draft, row, value = checked.drafts[number], None, None
    problem = Problem("changes.far", before=sums.before)
    if sums.rows == 1:
        row, value = int(checked.rows["file_row"][int(doubt.at.min())]), str(sums.filed)
    else:
        name = wording.named(areas.codes[sums.whole], areas.name(sums.whole, doubt.day))
        values = {
            "area": name,
            "column": Bilingual(doubt.measure.name_zh, doubt.measure.name_en),
            "period": doubt.day,
            "before": sums.before,
            "filed": sums.filed,
            "rows": sums.rows,
        }
        problem = Problem("changes.together", **values)
    heading = draft.column(doubt.measure.code)
    return _finding("together", problem, row, heading, value, confirmed=draft.confirmed)


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


def _in_one_of(units: Iterable[OtherUnit], before: int, filed: int) -> OtherUnit | None:
    """The unit in which a figure seems to have been filed in the place of its own."""
    figures = np.array([before]), np.array([filed])
    return next((unit for unit in units if is_in_unit(unit, *figures).any()), None)


def is_in_unit(unit: OtherUnit, before: np.ndarray, filed: np.ndarray) -> np.ndarray:
    """Whether figures are those before in another unit, give or take a half; none is where one is 0 or not known."""
    small, large = (before, filed) if unit.power > 0 else (filed, before)
    small = small * 10 ** abs(unit.power)
    return (before > 0) & (filed > 0) & (2 * large <= 3 * small) & (2 * small <= 3 * large)


def likely_unit(before: int, filed: int) -> str | None:
    """What may have been meant where one figure is about a power of ten of the other: the unit, or a digit."""
    larger, smaller = max(before, filed), max(min(before, filed), 1)
    power = len(str(larger // smaller)) - 1
    if larger * 2 > smaller * 10 ** (power + 1):  # nearer to the next power
        power += 1
    about = smaller * 10**power <= larger * 2 and larger <= 2 * smaller * 10**power
    unit = UNITS.get(power)
    return unit if about and min(before, filed) > 0 else None
