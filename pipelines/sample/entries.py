"""What is entered in a register: the rows of one filing, and who keeps registers on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.sample.acceptance import Acceptance
from pipelines.sample.calibration import quarter_ends
from pipelines.sample.draws import Draws
from pipelines.sample.filing import workday
from pipelines.sample.province import Area, Province
from programme.datasets import Register
from programme.datasets.dataset import Column

KEEPER = "community_governance"  # the desk that keeps the registers, by its code in `departments.csv`


@dataclass
class Entries:
    """One filing of a register: each row has its `period`, a value for the columns that it fills, and may have a `note`."""

    dataset: str
    quarter: dt.date
    filed_on: dt.date
    filed_by: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    suffix: str = ""

    def table(self, register: Register) -> list[list[str | int | None]]:
        """The sheet as an office keeps it: headings and choices in Chinese, several values with 、 between them."""
        columns = register.columns
        heading: list[str | int | None] = ["报告期", *(column.name_zh for column in columns), "备注"]
        return [
            heading,
            *(
                [
                    row["period"].isoformat(),
                    *(_cell(column, row.get(column.code)) for column in columns),
                    row.get("note"),
                ]
                for row in self.rows
            ),
        ]


def _cell(column: Column, value: Any) -> str | int | None:
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(str(_cell(column, one)) for one in value)
    names = {choice.code: choice.name_zh for choice in column.choices}
    return names.get(value, value) if isinstance(value, str) else int(value)


class Office:
    """What registers are kept with: the pack's departments by their names of the day, its areas, and drawn places."""

    def __init__(
        self,
        province: Province,
        draws: Draws,
        today: dt.date,
        acceptance: Acceptance | None = None,
        *,
        calibrated: bool,
    ) -> None:
        """`calibrated`: areas that a fact names are those of this pack. `acceptance`: where the pack asks for it."""
        self.province = province
        self.draws = draws
        self.today = today
        self.acceptance = acceptance
        self.calibrated = calibrated
        self.last_quarter = quarter_ends(province.pack.first_period, today)[-1]  # nothing later is entered
        self.departments = province.table("departments").to_dicts()

    def department(self, code: str | None, day: dt.date) -> str | None:
        """The name of a department on a day; None where the pack has none of that code."""
        text = day.isoformat()
        for row in self.departments:
            if row["department_code"] == code and (row["valid_from"] or "") <= text <= (
                row["valid_to"] or "9"
            ):
                return str(row["department_name_zh"])
        return None

    def keeper(self, day: dt.date) -> str:
        """Who keeps the registers on a day."""
        return self.department(KEEPER, day) or self.province.pack.department_zh

    def filing(self, dataset: str, quarter: dt.date, days: int = 0, suffix: str = "") -> Entries:
        """An empty filing of a quarter: some workdays after its end, or so many days after, never after today."""
        drawn = self.draws.whole(6, 16, "register", dataset, quarter)
        filed_on = workday(min(quarter + dt.timedelta(days or drawn), self.today), -1)
        return Entries(dataset, quarter, filed_on, self.keeper(filed_on), [], suffix)

    def named(self, code: str | None, *purpose: object, day: dt.date | None = None) -> Area:
        """The county that a fact names; in another pack, or where none is named, a drawn one."""
        counties = self.province.counties_on(day or self.today)
        if self.calibrated and code:
            return next(county for county in counties if county.code == code)
        return self.draws.shuffled(counties, "register county", *purpose)[0]


def quarter_of(day: dt.date) -> dt.date:
    """The last day of the quarter that a day lies in."""
    month = (day.month + 2) // 3 * 3
    return dt.date(day.year, month, 31 if month in (3, 12) else 30)
