"""What happens between a true figure and a landed return: who files late, in part, wrongly, or not at all.

The numbers of each awkward case stand in the calibration, a range per quarter or a fixed number for one;
which county it happens to is drawn, and a careless county is drawn more often. A county meets one a quarter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from pipelines.sample.draws import Draws
from pipelines.sample.province import Area, Province, Row
from programme.datasets import Counts

# In the order in which counties are drawn for them; the first three leave a county incomplete.
CORE = ("staffing", "organizations", "services")  # the forms that were filed before the others
CASES = ("unreported", "absent", "blank", "whole_county", "late", "corrected")


class Truth(Protocol):
    """A dataset's true figures."""

    measures: tuple[str, ...]
    miscounted: str

    def rows(self, county: Area, day: dt.date) -> Mapping[str, Row]: ...


@runtime_checkable
class Noted(Protocol):
    """A truth that has something to say beside some of its rows."""

    def notes(self, county: Area, day: dt.date) -> Mapping[str, str]: ...


@dataclass
class Return:
    """One file as it is filed: its rows are an area's code and name, the measures, and a note.

    `notes`: a note that somebody wrote stands in the file though it heads its columns with codes.
    """

    name: str
    group: str
    dataset: str
    period: dt.date
    filed_on: dt.date
    filed_by: str
    rows: list[tuple[str, str, Row, str]] = field(default_factory=list)
    notes: bool = False


@dataclass(frozen=True)
class Quarter:
    """One period among all of the sample, and the counties that each awkward case happens to in it."""

    period: dt.date
    periods: Sequence[dt.date]
    cases: dict[str, list[Area]]


class Filing:
    """The returns of one dataset, quarter by quarter."""

    def __init__(
        self,
        dataset: Counts,
        province: Province,
        draws: Draws,
        settings: dict[str, Any],
        calibrated: bool,
    ) -> None:
        """`calibrated` says that the pack is the one the numbers were written for; another is scaled."""
        self.dataset = dataset.name
        self.by_county = dataset.reporting_level == "county"
        self.is_core = dataset.name in CORE
        self.province = province
        self.draws = draws
        self.settings = settings
        self.known = settings[dataset.name]
        self.calibrated = calibrated

    def cases(self, period: dt.date, periods: Sequence[dt.date]) -> dict[str, list[Area]]:
        """The counties that each awkward case happens to in a quarter; a county is in one list at most."""
        counties = self.province.counties_on(period)
        careless = sorted(counties, key=lambda county: (self._care(county, period), county.code))
        chosen: dict[str, list[Area]] = {}
        for case in CASES:
            # Part of a county can be missing only where it has parts enough to leave a choice.
            parts = 1 if self.by_county else {"absent": 3, "blank": 3, "whole_county": 2}.get(case, 1)
            able = [county for county in careless if len(self._units(county, period)) >= parts]
            chosen[case] = able[: self._number(case, period, periods, len(counties))]
            careless = [county for county in careless if county not in chosen[case]]
        return chosen

    def returns(self, truth: Truth, period: dt.date, periods: Sequence[dt.date]) -> list[Return]:
        """The files of a quarter: per group of counties the return, what came late, and what corrected it."""
        quarter = Quarter(period, periods, self.cases(period, periods))
        groups = sorted({county.parent for county in self.province.counties_on(period)})
        files = []
        for group in groups:
            counties = [c for c in self.province.counties_on(period) if c.parent == group]
            main = self._file(group, period, "")
            late = self._file(group, period, "_late", after=main.filed_on)
            correction = self._file(group, period, "_correction", after=main.filed_on)
            for county in counties:
                if county in quarter.cases["unreported"]:
                    continue
                rows = self._true_rows(truth, county, period)
                if county in quarter.cases["late"]:
                    late.rows += [(code, name, row, self._note("late")) for code, name, row in rows]
                    late.filed_by = county.name + self._office(late.filed_on)
                else:
                    first, later = self._as_filed(truth, county, rows, quarter)
                    main.rows += first
                    correction.rows += later
            files += [file for file in (main, late, correction) if file.rows]
        return files

    def _care(self, county: Area, period: dt.date) -> float:
        """How well a county looks after its return in a quarter: a habit of its own, and whatever came between.

        Neither has to do with what it would report: who is late stands as often well as badly.
        """
        return self.draws.share(self.dataset, "care", period, county.code) + 0.4 * self.draws.share(
            "care", county.code
        )

    def _number(self, case: str, period: dt.date, periods: Sequence[dt.date], counties: int) -> int:
        """How many counties a case happens to in a quarter."""
        fixed = [row for row in self.known.get("fixed", []) if row["period"] == period and case in row]
        if fixed:
            number = fixed[0][case]
        elif case == "whole_county" and self.known[case]:
            chosen = self.draws.shuffled(self._free_periods(periods), self.dataset, case)
            number = 1 if period in chosen[: self.known[case]] else 0
        elif isinstance(self.known[case], int):
            number = self.known[case]
        else:
            number = self.draws.whole(*self.known[case], self.dataset, case, period)
        return number if self.calibrated else round(number * counties / self.settings["of_counties"])

    def _free_periods(self, periods: Sequence[dt.date]) -> list[dt.date]:
        fixed = {row["period"] for row in self.known.get("fixed", [])}
        return [period for period in periods if period not in fixed]

    def _true_rows(self, truth: Truth, county: Area, period: dt.date) -> list[tuple[str, str, Row]]:
        figures = self._figures(truth, county, period)
        return [(u.code, u.name, figures[u.code]) for u in self._units(county, period)]

    def _figures(self, truth: Truth, county: Area, period: dt.date) -> Mapping[str, Row]:
        """The figures of each unit of a county. Before it was redrawn its townships had what those have that they became: nothing
        jumps where only a boundary did."""
        became = {} if self.by_county else self.province.became(county)
        if not became:
            return truth.rows(county, period)
        return {code: self._figures(truth, heir, period)[now] for code, (now, heir) in became.items()}

    def _units(self, county: Area, period: dt.date) -> list[Area]:
        """Who files for a county: its reporting units, or itself."""
        return [county] if self.by_county else self.province.units_of(county, period)

    def _office(self, day: dt.date) -> str:
        """What the office that files is called, after its area's name; another may have had the desk before a day."""
        before = self.known.get("filed_by_before")
        if before and day < before["day"]:
            return str(before["suffix"])
        return str(self.known.get("filed_by_suffix", self.settings["filed_by_suffix"]))

    def _as_filed(
        self,
        truth: Truth,
        county: Area,
        rows: list[tuple[str, str, Row]],
        quarter: Quarter,
    ) -> tuple[list[tuple[str, str, Row, str]], list[tuple[str, str, Row, str]]]:
        """The rows of a county in the return, and those in its correction."""
        notes = truth.notes(county, quarter.period) if isinstance(truth, Noted) else {}
        plain = [(code, name, row, notes.get(code, "")) for code, name, row in rows]
        if county in quarter.cases["absent"]:
            lost = self._lost(rows, quarter.cases["absent"].index(county), truth)
            return [row for row in plain if row[0] not in lost], []
        if county in quarter.cases["blank"]:
            code, measure = self._blanked(rows, truth, quarter.period)
            return [
                (c, n, row | {measure: None}, self._note("blank")) if c == code else (c, n, row, note)
                for c, n, row, note in plain
            ], []
        if county in quarter.cases["whole_county"]:
            summed: Row = {m: sum(row[m] or 0 for _, _, row in rows) for m in truth.measures}
            later = plain if self._is_replaced(quarter) else []
            return [(county.code, county.name, summed, self._note("whole_county"))], later
        if county in quarter.cases["corrected"]:
            wrong = self.draws.shuffled([code for code, _, _ in rows], self.dataset, "wrong", quarter.period)[
                :2
            ]
            measure = truth.miscounted
            first = [
                (c, n, row | {measure: _miscounted(row[measure])} if c in wrong else row, note)
                for c, n, row, note in plain
            ]
            return first, [(c, n, row, self._note("corrected")) for c, n, row, _ in plain if c in wrong]
        return plain, []

    def _lost(self, rows: list[tuple[str, str, Row]], which: int, truth: Truth) -> set[str]:
        """The units whose rows are absent: in turn the largest, the middle one, the two smallest."""
        by_size = sorted(rows, key=lambda row: (-sum(row[2][m] or 0 for m in truth.measures), row[0]))
        codes = [code for code, _, _ in by_size]
        return set([codes[:1], codes[len(codes) // 2 :][:1], codes[-2:]][which % 3])

    def _blanked(self, rows: list[tuple[str, str, Row]], truth: Truth, period: dt.date) -> tuple[str, str]:
        """The unit and measure left blank; at a fixed period those whose absence leaves most undecided."""
        if period not in self._free_periods([period]):
            return self._lost(rows, 0, truth).pop(), truth.miscounted
        code = self.draws.shuffled([code for code, _, _ in rows], self.dataset, "blank", period)[0]
        return code, self.draws.shuffled(truth.measures, self.dataset, "blank measure", period)[0]

    def _is_replaced(self, quarter: Quarter) -> bool:
        """Whether a whole-county return is replaced later by one that holds all its townships."""
        chosen = self.draws.shuffled(self._free_periods(quarter.periods), self.dataset, "whole_county")
        return quarter.period in chosen[: self.known["whole_county_replaced"]]

    def _note(self, case: str) -> str:
        return str(self.settings["notes"].get(case, ""))

    def _file(self, group: str, period: dt.date, suffix: str, after: dt.date | None = None) -> Return:
        """An empty return with its name and the day it is filed: never a weekend, never after today."""
        due = self.province.due_on(self.dataset, period)
        purpose = (self.dataset, period, group, suffix)
        if suffix == "_late":
            filed_on = workday(max(due, after or due) + dt.timedelta(self.draws.whole(3, 30, *purpose)), 1)
        elif suffix == "_correction":
            filed_on = workday((after or due) + dt.timedelta(self.draws.whole(8, 40, *purpose)), 1)
        elif self.draws.share(*purpose, "late") < self.known["late_group_share"]:
            filed_on = workday(due + dt.timedelta(self.draws.whole(2, 12, *purpose)), 1)
        else:
            filed_on = workday(due - dt.timedelta(self.draws.whole(0, 9, *purpose)), -1)
        day = workday(min(filed_on, self.settings["today"]), -1)
        return Return(
            f"{group}_{self.dataset}{suffix}",
            group,
            self.dataset,
            period,
            day,
            self.province.name_of(group, period) + self._office(day),
            notes=not self.is_core,
        )


def _miscounted(value: int | None) -> int:
    """A count entered too high, as when one person is counted in two posts."""
    return (value or 0) + 1 + (value or 0) // 4


def workday(day: dt.date, step: int) -> dt.date:
    """The day itself, or the next (step 1) or last (step -1) that is no Saturday or Sunday."""
    while day.weekday() >= 5:
        day += dt.timedelta(step)
    return day
