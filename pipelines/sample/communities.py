"""Residents' and villagers' committees per reporting unit: the published number of a county, split plausibly.

The published figures stop at the county. A sub-district holds many residents' committees and few villagers'
committees, a township the reverse. Held level over time, because one edition is published.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from pipelines.sample.draws import Draws, apportion
from pipelines.sample.province import Area, Province

# How many of each a unit of a kind holds, relative to a town; other kinds count as a town.
URBAN = {"subdistrict": 3.0, "town": 1.0, "township": 0.15}
RURAL = {"subdistrict": 0.4, "town": 1.0, "township": 0.6}


class Communities:
    """The committees of each reporting unit on a day, summing to the published figure of its county."""

    def __init__(self, province: Province, draws: Draws) -> None:
        self.province = province
        self.draws = draws
        self.of_county = cache(self._of_county)
        self.in_county = cache(self._in_county)

    def _of_county(self, county: Area, measure: str) -> int:
        """The published number; for an extent without one, that of its followers per resident."""
        known = self.province.committees(county, measure)
        if known is not None:
            return known
        followers = self.province.successors(county)
        rated = self._rate([a for a in self._current() if a.code in followers], measure) or self._rate(
            self._current(), measure
        )
        residents = self._first_figure(county)
        return round(rated * residents) if rated and residents else 0

    def _in_county(self, county: Area, day: dt.date) -> dict[str, tuple[int, int]]:
        """Residents' and villagers' committees of each reporting unit of a county, by code."""
        units = self.province.units_of(county, day)
        split = [
            apportion(
                self.of_county(county, measure),
                [
                    by_kind.get(unit.kind, 1.0) * self.draws.between(0.6, 1.4, measure, unit.code)
                    for unit in units
                ],
            )
            for measure, by_kind in (("residents_committees", URBAN), ("villagers_committees", RURAL))
        ]
        return {unit.code: (split[0][i], split[1][i]) for i, unit in enumerate(units)}

    def _current(self) -> list[Area]:
        return [a for a in self.province.areas if a.level == "county" and not a.valid_to]

    def _first_figure(self, county: Area) -> int | None:
        day = dt.date.fromisoformat(county.valid_to) if county.valid_to else dt.date.max
        return self.province.figure(county, "resident_population", day)

    def _rate(self, counties: list[Area], measure: str) -> float | None:
        pairs = [(self.province.committees(c, measure), self._first_figure(c)) for c in counties]
        known = [(number, residents) for number, residents in pairs if number is not None and residents]
        return sum(n for n, _ in known) / sum(r for _, r in known) if known else None
