"""Rural communities by tier, year by year: what a year moves is drawn, and stocks are the year before plus what came less what went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.sample.carried import Carried
from pipelines.sample.ground import Ground
from pipelines.sample.province import Area, Row
from programme.datasets import Counts

TIERS = ("leading", "sound", "upgrading", "not_rated")
# Each flow, the tier it leaves and the tier it enters; in the order in which a tier gives up its communities.
FLOWS: dict[str, tuple[str | None, str | None]] = {
    "gone_leading": ("leading", None),
    "gone_sound": ("sound", None),
    "gone_upgrading": ("upgrading", None),
    "gone_not_rated": ("not_rated", None),
    "up_upgrading_sound": ("upgrading", "sound"),
    "up_sound_leading": ("sound", "leading"),
    "up_upgrading_leading": ("upgrading", "leading"),
    "down_leading_sound": ("leading", "sound"),
    "down_sound_upgrading": ("sound", "upgrading"),
    "down_leading_upgrading": ("leading", "upgrading"),
    "rated_leading": ("not_rated", "leading"),
    "rated_sound": ("not_rated", "sound"),
    "rated_upgrading": ("not_rated", "upgrading"),
    "formed": (None, "not_rated"),
}
RISES = frozenset({"up_upgrading_sound", "up_sound_leading", "up_upgrading_leading", "rated_leading"})


class Tiers(Carried):
    """The tiers of every unit at a year's end and what moved between them in the year."""

    def __init__(
        self, dataset: Counts, settings: Mapping[str, Any], ground: Ground, *, calibrated: bool
    ) -> None:
        """`calibrated` changes nothing: the shares hold for a pack of any size."""
        super().__init__(dataset, settings, ground, calibrated=calibrated)
        self.first: dt.date = settings["first_period"]
        self.year = cache(self._year)

    def rows(self, county: Area, day: dt.date) -> Mapping[str, Row]:
        """The return of each reporting unit of a county, by code."""
        found: dict[str, Row] = {}
        for code in self.ground.of_units(county, day):
            known = self.year(county, code, day.year)
            found[code] = {measure: known.get(measure) for measure in self.measures}
        return found

    def notes(self, county: Area, day: dt.date) -> Mapping[str, str]:
        """A note where communities went away or fell from the leading tier."""
        said = self.settings.get("notes", {})
        found = {}
        for code, row in self.rows(county, day).items():
            if row.get("down_leading_sound") or row.get("down_leading_upgrading"):
                found[code] = said.get("fallen", "")
            elif sum(row.get(f"gone_{tier}") or 0 for tier in TIERS):
                found[code] = said.get("gone", "")
        return found

    def _year(self, county: Area, code: str, year: int) -> dict[str, int]:
        """Stocks and flows of a year. Before the first there is none: its flows are those that led to the first stocks."""
        before = (
            self._first_stocks(county, code)
            if year <= self.first.year
            else {tier: self.year(county, code, year - 1)[tier] for tier in TIERS}
        )
        stocks, left = dict(before), dict(before)
        flows: dict[str, int] = {}
        for flow, (leaves, enters) in FLOWS.items():
            number = self._number(
                county, code, year, flow, before[leaves] if leaves else sum(before.values())
            )
            if leaves:
                number = min(number, left[leaves])
                left[leaves] -= number
                stocks[leaves] -= number
            if enters:
                stocks[enters] += number
            flows[flow] = number
        return {**stocks, **flows}

    def _first_stocks(self, county: Area, code: str) -> dict[str, int]:
        """Where a unit stood when the first year began: the better off the county, the fewer need an upgrade."""
        today = self.ground.settings["today"]
        then = self.ground.of_units(county, self.first).get(code) or self.ground.of_units(county, today)[code]
        total = int(then["rural"])
        start = self.settings["start"]
        tilt = self._tilt(county)
        stocks, left = {}, total
        for tier in ("leading", "upgrading", "not_rated"):
            lean = {"leading": 0.5, "upgrading": -0.45, "not_rated": -0.2}[tier]
            exact = total * start[tier] * (1 + lean * tilt)
            stocks[tier] = min(left, int(exact + self.ground.draws.share("tiers", tier, code)))
            left -= stocks[tier]
        return {**stocks, "sound": left}

    def _number(self, county: Area, code: str, year: int, flow: str, of: int) -> int:
        rate = float(self.settings["rates"][flow])
        if flow in RISES:
            rate *= 1 + 0.5 * self._tilt(county)
        return int(of * rate + self.ground.draws.share("tiers", flow, code, year))

    def _tilt(self, county: Area) -> float:
        """How well a county builds its villages: in part a matter of means, in part of its own."""
        own = self.ground.apart("system", "development", county.code)
        return 0.5 * self.ground.wealth(county) + 0.5 * own
