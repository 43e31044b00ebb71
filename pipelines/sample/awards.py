"""Awards of a year: people by number and county alone, units by what they are; nobody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipelines.sample.draws import apportion
from pipelines.sample.entries import Entries, Office, quarter_of


class Awards:
    """The lists of each year, filed when they came out; what was revoked is filed again."""

    def __init__(self, settings: Mapping[str, Any], office: Office) -> None:
        self.settings = settings
        self.office = office

    def filings(self) -> list[Entries]:
        """A filing for each list, and one for each award that was revoked."""
        found: dict[dt.date, Entries] = {}
        for year in self.settings["years"]:
            for row in self._of_year(year):
                quarter = quarter_of(row["period"])
                found.setdefault(quarter, self.office.filing("awards", quarter)).rows.append(row)
        return [found[quarter] for quarter in sorted(found)]

    def _of_year(self, year: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        number = 0
        for kind in self.settings["kinds"]:
            for area in self._areas(year, kind["kind"], kind["number"]):
                number += 1
                row = {
                    "period": year["on"],
                    "code": f"A{year['year']}-{number:03d}",
                    "kind": kind["kind"],
                    "year": year["year"],
                    "awarded_on": year["on"],
                    "area_code": area,
                    "level": "provincial",
                    "document_title": year.get("document"),
                }
                if kind["person"]:
                    row |= {"person_number": f"{year['year']}-{kind['sign']}-{number:03d}", "open": False}
                else:
                    row |= {"person_or_unit": f"{kind['unit']}{number}", "open": True}
                rows.append(row)
        return [*rows, *self._later(year, rows)]

    def _areas(self, year: Mapping[str, Any], kind: str, number: int) -> list[str]:
        """The counties of a list: those that a fact names, the others drawn, the larger ones more often."""
        day = max(year["on"], self.office.province.pack.first_period)
        counties = self.office.province.counties_on(day)
        known = year.get("counties", []) if kind == "finest_worker" and self.office.calibrated else []
        city = year.get("cities_complete", [])
        able = [c for c in counties if c.code not in known and not (known and c.parent in city)]
        weights = [
            (self.office.province.figure(county, "resident_population", day) or 1)
            * self.office.draws.between(0.3, 1.7, "awards", kind, year["year"], county.code)
            for county in able
        ]
        total = number if self.office.calibrated else max(1, number * len(counties) // 90)
        numbers = apportion(max(0, total - len(known)), weights)
        return [*known, *(c.code for c, n in zip(able, numbers, strict=True) for _ in range(n))]

    def _later(self, year: Mapping[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What became of an award: revoked, its holder moved, or shared with another unit."""
        later: list[dict[str, Any]] = []
        for case in year.get("cases", []):
            of_kind = [row for row in rows if row["kind"] == case["kind"]]
            if not of_kind:
                continue
            row = self.office.draws.shuffled(
                [one["code"] for one in of_kind], "award case", year["year"], case["what"]
            )[0]
            known = next(one for one in of_kind if one["code"] == row)
            if case["what"] == "revoked":
                later.append({**known, "period": case["on"], "revoked_on": case["on"], "note": case["note"]})
            elif case["what"] == "moved":
                known["note"] = case["note"]
            else:  # joint: the other has a row of its own
                other = {**known, "code": f"{known['code']}b", "note": case["note"]}
                counties = self.office.province.counties_on(
                    max(year["on"], self.office.province.pack.first_period)
                )
                others = [one.code for one in counties if one.code != known["area_code"]]
                other["area_code"] = self.office.draws.shuffled(others or [known["area_code"]], "joint", row)[
                    0
                ]
                known["note"] = case["note"]
                later.append(other)
        return later
