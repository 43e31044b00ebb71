"""Modern communities of every county and year: applied for in one year, decided in the next, in force until withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.sample.carried import Carried
from pipelines.sample.draws import apportion
from pipelines.sample.ground import Ground
from pipelines.sample.province import Area, Row
from programme.datasets import Counts

KINDS = ("urban", "rural")
Numbers = dict[tuple[str, str], int]  # by county and kind


class Acceptance(Carried):
    """Batches of communities: each is named on a provincial list, and counties share it."""

    def __init__(
        self, dataset: Counts, settings: Mapping[str, Any], ground: Ground, *, calibrated: bool
    ) -> None:
        """Batches of a pack that is not the calibrated one are scaled to its communities."""
        super().__init__(dataset, settings, ground, calibrated=calibrated)
        self.batches = {batch["year"]: batch for batch in settings["batches"]}
        self.accepted = cache(self._accepted)
        self.failed = cache(self._failed)
        self.withdrawn = cache(self._withdrawn)

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of a county."""
        row: Row = {}
        for kind in KINDS:
            key = (county.code, kind)
            decided = self.accepted(day.year + 1).get(key, 0) + self.failed(day.year + 1).get(key, 0)
            row |= {
                f"applied_{kind}": decided,
                f"accepted_{kind}": self.accepted(day.year).get(key, 0),
                f"failed_{kind}": self.failed(day.year).get(key, 0),
                f"withdrawn_{kind}": self.withdrawn(day.year).get(key, 0),
                f"accepted_total_{kind}": sum(
                    self.accepted(year).get(key, 0) - self.withdrawn(year).get(key, 0)
                    for year in self.batches
                    if year <= day.year
                ),
            }
        return {county.code: {measure: row.get(measure) for measure in self.measures}}

    def notes(self, county: Area, day: dt.date) -> Mapping[str, str]:
        """A note where one was withdrawn, and in the year in which all was applied for and nothing decided."""
        said = self.settings.get("notes", {})
        if any(self.withdrawn(day.year).get((county.code, kind)) for kind in KINDS):
            return {county.code: said.get("withdrawn", "")}
        if day.year + 1 == min(self.batches) and any(
            self.accepted(day.year + 1).get((county.code, kind)) for kind in KINDS
        ):
            return {county.code: said.get("undecided", "")}
        return {}

    def _accepted(self, year: int) -> Numbers:
        """Those of a batch, over counties and kinds; where a city's own part is published, its counties share that."""
        batch = self.batches.get(year)
        if batch is None:
            return {}
        weights = self._weights(year)
        total = batch["accepted"]
        if not self.calibrated:
            total = round(total * sum(weights.values()) / self.settings["of_weights"])
        parts = (
            {part["area"]: part["accepted"] for part in batch.get("cities", [])} if self.calibrated else {}
        )
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, parent in self._keys(year).items():
            groups.setdefault(parent if parent in parts else "", []).append(key)
        found: Numbers = {}
        for group, keys in groups.items():
            number = parts[group] if group else total - sum(parts[one] for one in groups if one)
            found |= dict(zip(keys, apportion(number, [weights[key] for key in keys]), strict=True))
        return found

    def _failed(self, year: int) -> Numbers:
        """Those of a batch that failed. As many are decided as two years before, at least: what is applied for never falls."""
        batch = self.batches.get(year)
        if batch is None:
            return {}
        earlier, accepted = self.accepted(year - 2), self.accepted(year)
        failed_then = self.failed(year - 2)
        found: Numbers = {}
        for key, number in accepted.items():
            usual = int(number * batch["failed_share"] + self.ground.draws.share("failed", year, *key))
            least = earlier.get(key, 0) + failed_then.get(key, 0) - number
            found[key] = max(usual, least) if number else max(0, least)
        return found

    def _withdrawn(self, year: int) -> Numbers:
        """One each in so many counties that had at least two from the years before."""
        number = self.batches.get(year, {}).get("withdrawn", 0)
        able = [
            key
            for key in self._keys(year)
            if sum(self.accepted(one).get(key, 0) for one in self.batches if one < year) > 1
        ]
        return dict.fromkeys(self.ground.draws.shuffled(able, "withdrawn", year)[:number], 1)

    def _keys(self, year: int) -> dict[tuple[str, str], str]:
        """Every county and kind, with what the county lies in."""
        counties = self.ground.province.counties_on(dt.date(year, 12, 31))
        return {(county.code, kind): county.parent for county in counties for kind in KINDS}

    def _weights(self, year: int) -> dict[tuple[str, str], float]:
        """How many of a batch fall to a county: by its communities, by its means, and by how keen it is."""
        day = dt.date(year, 12, 31)
        found = {}
        for county in self.ground.province.counties_on(day):
            facts = self.ground.of_county(county, day)
            keen = 1 + 0.4 * self.ground.wealth(county)
            keen += 0.45 * self.ground.apart("system", "development", county.code)
            for kind in KINDS:
                found[county.code, kind] = facts[kind] * self.settings[f"{kind}_weight"] * max(0.1, keen)
        return found
