"""What returns rest on in a unit on a day: committees, people, households, organizations; and how well off its county is.

Figures of a county come from the pack and from the truths of the core; a unit's part of them is an assumption, in proportion
to its committees. Units sum to their county.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws
from pipelines.sample.province import Area, Province, Row

Facts = dict[str, float]
FACTS = (
    "urban", "rural", "communities", "townships", "residents", "households", "age_60_plus",
    "urban_organizations", "rural_organizations",
)  # fmt: skip


class Ground:
    """The facts of every unit, and of every county as a whole, by day."""

    def __init__(
        self,
        province: Province,
        communities: Communities,
        draws: Draws,
        settings: Mapping[str, Any],
        truths: Mapping[str, Any],
    ) -> None:
        """`truths` are those of the core that the pack asks for: organizations are counted there, and workers."""
        self.province = province
        self.communities = communities
        self.draws = draws
        self.settings = settings
        self.organizations = truths.get("organizations")
        self.staffing = truths.get("staffing")
        self.groups = {one["code"]: set(one["counties"]) for one in province.pack.groups}
        self.of_units = cache(self._of_units)
        self.of_county = cache(self._of_county)
        self.wealth = cache(self._wealth)
        self._ages = {
            (row["area_code"], row["area_valid_from"] or ""): row
            for row in province.table("census_ages").iter_rows(named=True)
        }

    def facts(self, county: Area, day: dt.date, *, by_county: bool) -> dict[str, Facts]:
        """The facts of each unit of a county, or of the county as one."""
        return {county.code: self.of_county(county, day)} if by_county else self.of_units(county, day)

    def apart(self, *purpose: object) -> float:
        """A number from -1 to 1, drawn once for a purpose."""
        return 2 * self.draws.share(*purpose) - 1

    def _of_county(self, county: Area, day: dt.date) -> Facts:
        units = self.of_units(county, day).values()
        return {name: sum(unit[name] for unit in units) for name in FACTS}

    def _of_units(self, county: Area, day: dt.date) -> dict[str, Facts]:
        committees = self.communities.in_county(county, day)
        level = {unit.code: unit.level for unit in self.province.units_of(county, day)}
        people = {
            code: (
                urban * self.settings["residents_per_urban_community"]
                + rural * self.settings["residents_per_rural_community"]
            )
            * self.draws.between(0.75, 1.25, "people", code)
            for code, (urban, rural) in committees.items()
        }
        everybody = sum(people.values())
        parts = {code: one / everybody if everybody else 1 / len(people) for code, one in people.items()}
        whole = {
            "residents": float(self.province.figure(county, "resident_population", day) or 0),
            "households": self._of_ages(county, "family_households", day),
            "age_60_plus": self._of_ages(county, "age_60_plus", day),
        }
        organized = self.organizations.rows(county, day) if self.organizations else {}
        return {
            code: {
                "urban": urban,
                "rural": rural,
                "communities": urban + rural,
                "townships": 1 if level[code] == "township" else 0,
                **{name: value * parts[code] for name, value in whole.items()},
                **self._organizations(urban, rural, organized.get(code)),
            }
            for code, (urban, rural) in committees.items()
        }

    def _of_ages(self, county: Area, measure: str, day: dt.date) -> float:
        """A figure of the census; where there is none for the extent, so many to a resident."""
        row = self._ages.get((county.code, county.valid_from))
        if row is not None and row[measure]:
            return float(row[measure])
        residents = self.province.figure(county, "resident_population", day) or 0
        return residents * float(self.settings[f"{measure}_per_resident"])

    def _organizations(self, urban: int, rural: int, filed: Row | None) -> Facts:
        """The organizations of urban and of rural communities: those filed by kind, split as the published averages stand."""
        in_urban = urban * self.settings["organizations_per_urban_community"]
        in_rural = rural * self.settings["organizations_per_rural_community"]
        total = sum(value or 0 for value in filed.values()) if filed else int(in_urban + in_rural)
        part = int(total * in_urban / (in_urban + in_rural) + 0.5) if in_urban + in_rural else total
        return {"urban_organizations": part, "rural_organizations": total - part}

    def _wealth(self, county: Area) -> float:
        """How well off a county is, from -1 to 1: how urban it is, and the lean of the groups that it belongs to."""
        today = self.settings["today"]
        residents = self.province.figure(county, "resident_population", today) or 0
        urban = self.province.figure(county, "urban_population", today) or 0
        share = urban / residents if residents else self.settings["urban_share_middle"]
        stands = (share - self.settings["urban_share_middle"]) / self.settings["urban_share_span"]
        for lean in self.settings.get("leans", []):
            if county.code in self.groups.get(lean["group"], set()):
                stands += lean["value"]
        return max(-1.0, min(1.0, stands + 0.35 * self.apart("wealth", county.code)))
