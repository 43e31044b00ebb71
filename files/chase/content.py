"""What a city still owes: its units that lack, form by form, each at its newest period that is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from files.bulletin.figures import Asked
from files.table import safe
from words import Speech, numbers, periods, speak

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Owed:
    """A form that units of one county owe: the units by name, and those among them that left figures blank, with which."""

    county: str
    form: str
    period: str
    due_on: dt.date
    days: int
    units: Sequence[str]
    asks: Sequence[str]  # what to do, each said once


@dataclass(frozen=True)
class Chase:
    """The list of one city (or of a county that is in none): `rows` one a unit and form, `owed` the same by county and form."""

    speech: Speech
    area_code: str
    name: str
    snapshot: Row
    period: dt.date
    rows: Sequence[Row]
    is_simulated: bool

    @property
    def day(self) -> dt.date:
        """The day by which it is told how late something is: the snapshot's own."""
        return self.snapshot["today"]

    @property
    def title(self) -> str:
        return self.speech("chase.title", name=self.name)

    @property
    def lead(self) -> str:
        """How much is owed, and by which day that is told."""
        day = periods.date(self.speech, self.day)
        units = len({row["area_code"] for row in self.rows})
        return self.speech.plural(
            "chase.lead", units, name=self.name, day=day, rows=numbers.count(len(self.rows))
        )

    def file_name(self, ending: str) -> str:
        """What a file of it is called; no two cities and snapshots share one."""
        what = self.speech("chase.file")
        quarter = periods.period(self.speech, self.period)
        return (
            "_".join(safe(one) for one in (what, self.name, quarter, self.snapshot["snapshot_id"])) + ending
        )

    def period_words(self, row: Row) -> str:
        return periods.period(self.speech, row["period"], row["cycle"])

    def asks(self, row: Row) -> str:
        """What the unit is to do."""
        if row["missing_state"] == "blanks":
            return self.speech("chase.fill_in", figures=self.speech.pick(row, "blank_figures"))
        return self.speech(
            "chase.file_it", form=self.speech.pick(row, "dataset_name"), period=self.period_words(row)
        )

    def owed(self) -> list[Owed]:
        """By county and form, in the order of the rows."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            found.setdefault((row["county_code"], row["dataset"]), []).append(row)
        return [self._owed(rows) for rows in found.values()]

    def _owed(self, rows: list[Row]) -> Owed:
        first, pick = rows[0], self.speech.pick
        return Owed(
            pick(first, "county_name"),
            pick(first, "dataset_name"),
            self.period_words(first),
            first["due_on"],
            first["days_overdue"] or 0,
            [pick(row, "area_name") for row in rows],
            list(dict.fromkeys(self.asks(row) for row in rows)),
        )


def gather(
    asked: Asked, language: str, period: dt.date, area: str, datasets: Sequence[str] = ()
) -> list[Chase]:
    """The lists of the cities in an area, those that owe nothing left out; a county in no city has its own.

    Of each form its newest period on or before `period`, once that is due. Without `datasets` all that are asked for, but those whose
    figures are published as well: these stand without a return.
    """
    facts = asked.rows("snapshot_facts")[0]
    speech = speak(language, parts_level=str(facts["parts_level"]))
    by_place: dict[str, list[Row]] = {}
    areas = {row["area_code"]: row for row in asked.rows("areas_on", period=period)}
    for form in asked.rows("forms"):
        wanted = form["dataset"] in datasets if datasets else not form["gives_figures"]
        if form["dataset_kind"] != "counts" or not wanted:
            continue
        for row in asked.rows("missing_filings", dataset=form["dataset"], period=period, area=area):
            if row["is_due"]:
                told = {**row, "cycle": form["cycle"], "simulated": form["simulated"]}
                by_place.setdefault(row["city_code"] or row["county_code"], []).append(told)
    found = []
    for code, rows in sorted(by_place.items()):
        level = "city" if rows[0]["city_code"] else "county"
        ordered = sorted(rows, key=lambda row: row["county_code"])
        name = (
            speech.pick(areas[code], "area_name") if code in areas else speech.pick(rows[0], f"{level}_name")
        )
        simulated = any(row["simulated"] for row in rows)
        found.append(Chase(speech, code, name, facts, period, ordered, simulated))
    return found
