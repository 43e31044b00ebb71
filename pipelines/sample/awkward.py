"""What happens to some units only: a cleaned register, grids drawn anew, a shared shelter. Told in the form's file, each with why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.sample.ground import Ground
from pipelines.sample.province import Area

FOREVER = (dt.date.min, dt.date.max)


@dataclass(frozen=True)
class Effect:
    """What happens to one measure in some units, from a day to another."""

    measure: str
    units: frozenset[str]
    days: tuple[dt.date, dt.date] = FOREVER
    times: float = 1.0
    gives: int | None = None  # the figure whatever it would be
    stops: bool = False  # nothing happens; where much is usual, hardly anything
    to_date: int | None = None  # of this year a clerk files what happened since its beginning
    note: str = ""

    @staticmethod
    def read(form: str, number: int, told: Mapping[str, Any], ground: Ground, *, by_county: bool) -> Effect:
        """An effect from its table; where the counties named are not of the pack, as many are drawn."""
        today = ground.settings["today"]
        counties = _counties(form, number, told, ground, today)
        codes = [
            code for county in counties for code in _units(form, number, told, ground, county, by_county)
        ]
        return Effect(
            told["measure"],
            frozenset(codes),
            (told.get("from", dt.date.min), told.get("until", dt.date.max)),
            told.get("times", 1.0),
            told.get("gives"),
            told.get("stops", False),
            told.get("to_date"),
            told.get("note", ""),
        )

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is so on a day."""
        return self.days[0] <= day <= self.days[1]

    def is_noted_on(self, day: dt.date) -> bool:
        """Whether its note stands beside the rows of a day: what lasts from a day on is told on that day alone."""
        lasts = self.days[0] > dt.date.min and self.days[1] == dt.date.max
        return bool(self.note) and (day == self.days[0] if lasts else self.holds_on(day))

    def factor(self, day: dt.date) -> float:
        """What a figure is times as large by it."""
        return self.times if self.holds_on(day) else 1.0

    def ended(self, value: int, day: dt.date) -> int:
        """The figure that it leaves."""
        if not self.holds_on(day):
            return value
        if self.stops:
            return 0 if value < 8 else 1  # a figure of nothing after ten would have to be confirmed
        return value if self.gives is None else self.gives


def _counties(form: str, number: int, told: Mapping[str, Any], ground: Ground, today: dt.date) -> list[Area]:
    known = ground.province.counties_on(today)
    named = [county for county in known if county.code in told.get("counties", ())]
    if named:
        return named
    fitting = [
        county
        for county in known
        if ("kinds" not in told or county.kind in told["kinds"])
        and ("group" not in told or county.code in ground.groups.get(told["group"], set()))
    ]
    return ground.draws.shuffled(fitting or known, form, "awkward", number)[: told.get("number", 1)]


def _units(
    form: str, number: int, told: Mapping[str, Any], ground: Ground, county: Area, by_county: bool
) -> list[str]:
    if by_county:
        return [county.code]
    facts = ground.facts(county, ground.settings["today"], by_county=False)
    codes = [code for code in facts if facts[code].get(told.get("among", "communities"), 0)]
    if told.get("units") == "all":
        return codes
    drawn = ground.draws.shuffled(codes, form, "awkward units", number)
    if told.get("units") == "largest":
        drawn = sorted(codes, key=lambda code: (-facts[code]["communities"], code))
    if told.get("units") == "smallest":
        drawn = sorted(codes, key=lambda code: (facts[code]["communities"], code))
    return drawn[: told.get("of_each", 1)]
