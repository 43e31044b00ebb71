"""Pilots, cases, methods and modern communities: the few that are facts, the others made up, and where each was copied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipelines.sample.acceptance import KINDS
from pipelines.sample.entries import Entries, Office, quarter_of
from pipelines.sample.province import Area

COLUMNS = (
    "kind",
    "batch",
    "title_zh",
    "title_en",
    "theme",
    "start_on",
    "review_on",
    "result",
    "level",
    "place",
)


class Cases:
    """The register of cases, filed in the quarters in which something is entered or reviewed."""

    def __init__(self, settings: Mapping[str, Any], office: Office) -> None:
        self.settings = settings
        self.office = office
        self.found: dict[dt.date, Entries] = {}

    def filings(self) -> list[Entries]:
        """Every filing: originals before their copies, so that a copy names what is there."""
        for case in self.settings["cases"]:
            self._enter(case)
        for case in self.settings["cases"]:
            for number in range(case.get("copies", 0)):
                self._copy(case, number)
        self._of_former_area()
        self._accepted()
        return [self.found[quarter] for quarter in sorted(self.found)]

    def _enter(self, case: Mapping[str, Any]) -> None:
        """A case as it begins, and once more when it is reviewed."""
        row = {name: case.get(name) for name in COLUMNS} | {"code": case["code"], "note": case.get("note")}
        if not case.get("outside"):
            row["area_code"] = self.office.named(case.get("area"), case["code"]).code
        if case.get("with"):
            further = self.office.named(case["with"], case["code"], "with").code
            row["further_areas"] = [further] if further != row["area_code"] else []
        if case.get("from"):
            row["original_code"] = case["from"]
        self._states(row, case.get("entered_on", case["start_on"]))

    def _copy(self, case: Mapping[str, Any], number: int) -> None:
        """A county that took a case up: later than it began, and in its turn reviewed or not yet."""
        draws, code = self.office.draws, f"{case['code']}-{number + 1}"
        start = case["start_on"] + dt.timedelta(draws.whole(200, 900, "copied", code))
        if start > self.office.last_quarter:
            return
        review = start + dt.timedelta(draws.whole(250, 500, "reviewed", code))
        over = review <= self.office.last_quarter
        counties = self.office.province.counties_on(self.office.today)
        own = self.office.named(case.get("area"), case["code"]).code
        county = draws.shuffled((one for one in counties if one.code != own), "copies", case["code"])[
            number % max(1, len(counties) - 1)
        ]
        # By turns, so that most copies of a case do as well as most do.
        results = ("passed", "passed", "excellent", "passed", "failed")
        result = results[(number + draws.whole(0, 4, "result", case["code"])) % len(results)]
        row = {
            "code": code,
            "kind": "case",
            "title_zh": f"{case['title_zh']}（{county.name}推广）",
            "title_en": f"{case['title_en']}, taken up elsewhere",
            "theme": case["theme"],
            "start_on": start,
            "review_on": review if over else None,
            "result": result if over else "under_way",
            "original_code": case["code"],
            "level": "county",
            "area_code": county.code,
        }
        self._states(row, start)

    def _states(self, row: dict[str, Any], start: dt.date) -> None:
        """The row while it is under way, and as it was reviewed."""
        began = max(start, self.settings["first_day"])
        review = row.get("review_on")
        if review and review > began:
            self._put({**row, "period": began, "review_on": None, "result": "under_way"})
            self._put({**row, "period": review})
        else:
            self._put({**row, "period": began})

    def _put(self, row: dict[str, Any]) -> None:
        quarter = quarter_of(row["period"])
        self.found.setdefault(quarter, self.office.filing("cases", quarter)).rows.append(row)

    def _accepted(self) -> None:
        """The modern communities of some counties by name, and which of them were withdrawn again: as many as the returns say.

        In one county a city's own title is filed with those that the province named: its list is one short from then on.
        """
        acceptance, told = self.office.acceptance, self.settings["accepted"]
        if acceptance is None:
            return
        drawn = [self.office.named(code, "accepted", turn) for turn, code in enumerate(told["counties"])]
        for county in {one.code: one for one in drawn}.values():
            named: list[dict[str, Any]] = []
            for batch in told["batches"]:
                if batch["named_on"] > self.office.last_quarter:
                    break
                keys = [(county.code, kind) for kind in KINDS]
                number = sum(acceptance.accepted(batch["year"]).get(key, 0) for key in keys)
                if self.office.calibrated and told["one_short"] == {
                    "county": county.code,
                    "year": batch["year"],
                }:
                    number -= 1
                over = batch["reviewed_on"] <= self.office.last_quarter
                gone = sum(acceptance.withdrawn(batch["year"]).get(key, 0) for key in keys) if over else 0
                for row in named[:gone]:
                    day = batch["reviewed_on"]
                    self._put(
                        row | {"period": day, "review_on": day, "result": "failed", "note": told["withdrawn"]}
                    )
                named = named[gone:] + [self._name(county, batch, turn) for turn in range(1, number + 1)]

    def _name(self, county: Area, batch: Mapping[str, Any], turn: int) -> dict[str, Any]:
        """The row of a community that a batch names."""
        told, values = (
            self.settings["accepted"],
            {"county": county.name, "year": batch["year"], "number": turn},
        )
        row = {
            "period": batch["named_on"],
            "code": f"X{county.code}-{batch['year']}-{turn:02}",
            "kind": "accepted_community",
            "batch": batch["name"],
            "title_zh": told["title_zh"].format(**values),
            "title_en": told["title_en"].format(**values),
            "start_on": batch["named_on"],
            "review_on": batch["named_on"],
            "result": "passed",
            "level": "provincial",
            "area_code": county.code,
        }
        self._put(row)
        return row

    def _of_former_area(self) -> None:
        """A case of a county that was there when it began and went away since: filed again under its successor."""
        case = self.settings["former"]
        changes = self.office.province.table("area_changes").filter(area_level="county")
        known = self.office.province.areas
        standing = {area.code for area in known if not area.valid_to}
        for change in changes.sort("effective_date", "old_area_code", "new_area_code").iter_rows(named=True):
            old, new = change["old_area_code"], change["new_area_code"]
            day = dt.date.fromisoformat(change["effective_date"])
            if old in standing or new not in standing or old == new:
                continue
            start = day - dt.timedelta(24)
            row = {name: case.get(name) for name in COLUMNS} | {"code": case["code"], "start_on": start}
            self._put({**row, "period": start, "area_code": old})
            since = self.settings["first_day"]
            self._put({**row, "period": since, "area_code": new, "note": case["note"]})
            return
