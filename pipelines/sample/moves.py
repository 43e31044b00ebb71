"""Who came to a county's posts in a year, who left and who rose: between the heads of one year's end and of the next."""

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

ENTRIES = ("entries_open", "entries_elected", "entries_other")


class Moves(Carried):
    """Entries, exits and promotions; the start of a year is the end of the one before."""

    def __init__(
        self, dataset: Counts, settings: Mapping[str, Any], ground: Ground, *, calibrated: bool
    ) -> None:
        """The published number of trainings is held in the calibrated pack alone; another has as many to a worker."""
        super().__init__(dataset, settings, ground, calibrated=calibrated)
        self.held_trainings = cache(self._held_trainings)

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of a county."""
        start, end = self._workers(county, day.year - 1), self._workers(county, day.year)
        row: Row = {
            "workers_at_start": start,
            "workers_at_end": end,
            "trained": self._trained(county, day.year),
        }
        for measure, rate in self.settings["rates"].items():
            row[measure] = self._number(county, day.year, measure, rate, start)
        exits = [measure for measure in self.settings["rates"] if measure.startswith("exits_")]
        left = sum(row[measure] or 0 for measure in exits)
        if end < start - left:  # the heads fell by more: that many more resigned
            row["exits_resigned"] = (row["exits_resigned"] or 0) + start - left - end
            left = start - end
        came = apportion(end - start + left, [self.settings["entries"][measure] for measure in ENTRIES])
        row |= dict(zip(ENTRIES, came, strict=True))
        return {county.code: {measure: row.get(measure) for measure in self.measures}}

    def _workers(self, county: Area, year: int) -> int:
        """The heads at a year's end, as the staffing truth has them."""
        day = dt.date(year, 12, 31)
        rows = self.ground.staffing.rows(county, day).values() if self.ground.staffing else []
        return sum(
            row[post] or 0 for row in rows for post in ("chief_workers", "deputy_workers", "other_workers")
        )

    def _number(self, county: Area, year: int, measure: str, rate: float, of: int) -> int:
        """So many of the workers at the start of the year; careers depend on how a county looks after its people."""
        if measure.startswith(("exits_to", "moved_up", "raised")):
            tilt = self.ground.apart("system", "workforce", county.code)
            rate *= 1 + 0.5 * tilt + 0.25 * self.ground.apart("moves", measure, county.code)
        rate *= 1 + 0.15 * self.ground.apart("moves", measure, county.code, year)
        return int(of * rate + self.ground.draws.share("moves", measure, county.code, year))

    def _trained(self, county: Area, year: int) -> int:
        known = self.settings["trained"]
        if self.calibrated and year == known["year"]:
            return self.held_trainings()[county]
        return int(self._expected_trainings(county, year) + 0.5)

    def _expected_trainings(self, county: Area, year: int) -> float:
        known = self.settings["trained"]
        keen = 1 + 0.35 * self.ground.apart("trained", county.code) + 0.2 * self.ground.wealth(county)
        grown = 1 + known["yearly"] * (year - known["year"])
        return self._workers(county, year) * known["per_worker"] * keen * grown

    def _held_trainings(self) -> dict[Area, int]:
        """The published number over the counties of its year."""
        known = self.settings["trained"]
        counties = self.ground.province.counties_on(dt.date(known["year"], 12, 31))
        expected = [self._expected_trainings(county, known["year"]) for county in counties]
        return dict(zip(counties, apportion(known["value"], expected), strict=True))
