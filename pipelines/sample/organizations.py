"""Community social organizations of every reporting unit and quarter, by kind, registered and filed.

At the held period they sum to the published totals exactly: an urban and a rural community bring the
published average each, and every cell then grows smoothly through the whole number it got there.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from pipelines.sample.calibration import points
from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws, apportion, path, rounded_at
from pipelines.sample.province import Area, Province, Row

KINDS = ("service", "charity", "culture", "self_governance", "safety", "other")
STATUSES = ("registered", "filed")
Cell = tuple[str, str]


class Organizations:
    """Organizations of six kinds, each registered with the county or filed with the township."""

    measures: tuple[str, ...] = tuple(f"{kind}_{status}" for kind in KINDS for status in STATUSES)
    miscounted = "culture_filed"

    def __init__(
        self,
        province: Province,
        communities: Communities,
        draws: Draws,
        settings: dict[str, Any],
        calibrated: bool,
    ) -> None:
        self.province = province
        self.communities = communities
        self.draws = draws
        self.settings = settings
        self.calibrated = calibrated
        self.held = settings["held_period"]
        self.growth = {status: points(settings[status], "growth") for status in STATUSES}
        self.shares = self._cell_shares()
        self.weights = cache(self._weights)
        self.average_growth = cache(self._average_growth)
        self.totals = self._totals()
        self.county_shares: dict[Area, float] = {}
        self.offsets = self._offsets()

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of each reporting unit of a county, by code."""
        own = 1 + self._own_growth(county, day)
        return {
            code: {
                f"{kind}_{status}": int(self._expected(weight, county, (kind, status)) * own * grown + offset)
                for kind in KINDS
                for status in STATUSES
                for grown in [path(self.growth[status], day) / self.average_growth(day)]
                for offset in [self._offset(code, (kind, status))]
            }
            for code, weight in self.weights(county, day).items()
        }

    def _own_growth(self, county: Area, day: dt.date) -> float:
        """What a county has gained or lost on its own since the held period, as a share."""
        years = (day - self.held).days / 365
        known = float(self.settings["county_growth"])
        return years * self.draws.between(-known, known, "growth", county.code)

    def _average_growth(self, day: dt.date) -> float:
        """What the counties' own growth would add to the whole, which the published totals do not show."""
        return 1 + sum(share * self._own_growth(county, day) for county, share in self.county_shares.items())

    def _cell_shares(self) -> dict[Cell, float]:
        """How many organizations each kind and status has of the registered and filed totals."""
        registered, filed = self.settings["registered"]["value"], self.settings["filed"]["value"]
        of_all, of_registered = (
            {kind: self.settings[name][kind] / sum(self.settings[name][k] for k in KINDS) for kind in KINDS}
            for name in ("kind_shares", "registered_kind_shares")
        )
        cells = {}
        for kind in KINDS:
            cells[kind, "registered"] = registered * of_registered[kind]
            cells[kind, "filed"] = (registered + filed) * of_all[kind] - cells[kind, "registered"]
        return {cell: max(0.0, value) for cell, value in cells.items()}

    def _weights(self, county: Area, day: dt.date) -> dict[str, float]:
        """How many organizations a unit would have at the published averages per community."""
        committees = self.communities.in_county(county, day)
        usual = {
            code: (
                urban * self.settings["per_urban_community"]["value"]
                + rural * self.settings["per_rural_community"]["value"]
            )
            * self.draws.between(0.75, 1.25, "organizations", code)
            for code, (urban, rural) in committees.items()
        }
        lively = self.draws.between(0.8, 1.2, "organizations", county.code)
        return {code: weight * lively for code, weight in usual.items()}

    def _totals(self) -> dict[Cell, int]:
        """Whole totals of each cell at the held period, scaled where the pack is of another size."""
        size = self.settings["of"]
        per_urban = self.settings["per_urban_community"]["value"]
        per_rural = self.settings["per_rural_community"]["value"]
        here = sum(
            self.communities.of_county(county, "residents_committees") * per_urban
            + self.communities.of_county(county, "villagers_committees") * per_rural
            for county in self.province.counties_on(self.held)
        )
        there = size["residents_committees"] * per_urban + size["villagers_committees"] * per_rural
        totals: dict[Cell, int] = {}
        for status in STATUSES:
            total = round(self.settings[status]["value"] * (1 if self.calibrated else here / there))
            parts = apportion(total, [self.shares[kind, status] for kind in KINDS])
            totals |= {(kind, status): part for kind, part in zip(KINDS, parts, strict=True)}
        return totals

    def _expected(self, weight: float, county: Area, cell: Cell) -> float:
        tilt = self.draws.between(0.8, 1.2, "kind", county.code, cell[0])
        return weight * tilt * self.totals[cell] / self.sums[cell] if self.sums[cell] else 0.0

    def _offsets(self) -> dict[tuple[str, Cell], float]:
        """What each cell of the held period adds before it is cut to a whole number."""
        cells = list(self.totals)
        units = [
            (county, code, weight)
            for county in self.province.counties_on(self.held)
            for code, weight in self.weights(county, self.held).items()
        ]
        self.sums = {
            cell: sum(w * self.draws.between(0.8, 1.2, "kind", c.code, cell[0]) for c, _, w in units)
            for cell in cells
        }
        everything = sum(weight for _, _, weight in units) or 1.0
        for county, _, weight in units:
            self.county_shares[county] = self.county_shares.get(county, 0.0) + weight / everything
        offsets = {}
        for cell in cells:
            expected = [self._expected(weight, county, cell) for county, _, weight in units]
            whole = apportion(self.totals[cell], expected)
            for (_, code, _), exact, chosen in zip(units, expected, whole, strict=True):
                offsets[code, cell] = rounded_at(exact, chosen, self.draws.share("cell", code, *cell))
        return offsets

    def _offset(self, code: str, cell: Cell) -> float:
        """A unit that did not exist at the held period rounds at a drawn place."""
        known = self.offsets.get((code, cell))
        return self.draws.share("cell", code, *cell) if known is None else known
