"""Community services of every reporting unit and quarter: communities covered and places, by service.

Where a total of places is published, the places sum to it exactly at its period; elsewhere there are so many
places per community covered. A unit without a place covers no community.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pipelines.sample.calibration import points
from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws, apportion, path, rounded_at
from pipelines.sample.province import Area, Province, Row

SERVICES = ("elderly_care", "canteen", "childcare", "service_complex", "convenience")


@dataclass(frozen=True)
class Unit:
    """A reporting unit: its code, its residents' (urban) and its villagers' (rural) committees."""

    code: str
    urban: int
    rural: int


class Services:
    """Residents' committees of a unit, and for each service how many are covered by how many places."""

    measures: tuple[str, ...] = (
        "communities",
        *(f"{s}_{what}" for s in SERVICES for what in ("communities", "places")),
    )
    miscounted = "convenience_places"

    def __init__(
        self,
        province: Province,
        communities: Communities,
        draws: Draws,
        settings: dict[str, Any],
        calibrated: bool,
    ) -> None:
        self.calibrated = calibrated
        self.province = province
        self.communities = communities
        self.draws = draws
        self.settings = settings
        self.offsets: dict[tuple[str, str], float] = {}
        self.per_weight: dict[str, float] = {}
        for service in SERVICES:
            if "places" in settings[service]:
                self._hold(service, settings[service]["places"])

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of each reporting unit of a county, by code."""
        rows = {}
        for code, (urban, rural) in self.communities.in_county(county, day).items():
            row: Row = {"communities": urban}
            for service in SERVICES:
                covered = self._covered(service, county, code, urban, day)
                places = self._places(service, Unit(code, urban, rural), covered, day)
                row[f"{service}_communities"] = covered if places else 0
                row[f"{service}_places"] = places
            rows[code] = row
        return rows

    def _covered(self, service: str, county: Area, code: str, communities: int, day: dt.date) -> int:
        known = self.settings[service]
        apart = self.draws.between(-1, 1, service, county.code) * known["spread"]
        share = min(1.0, max(0.0, path(points(known, "covered"), day) + apart))
        return min(communities, int(communities * share + self.draws.share(service, "covered", code)))

    def _places(self, service: str, unit: Unit, covered: int, day: dt.date) -> int:
        known = self.settings[service]
        drawn = self.draws.share(service, "places", unit.code)
        if "places" not in known:
            return max(1 if covered else 0, int(covered * known["places_per_community"] + drawn))
        expected = self._weight(service, unit) * self.per_weight[service]
        offset = self.offsets.get((service, unit.code), drawn)
        return int(expected * path(points(known["places"], "growth"), day) + offset)

    def _weight(self, service: str, unit: Unit) -> float:
        known = self.settings[service]["places"]
        size = known["per_unit"] + known["per_urban_community"] * unit.urban
        size += known["per_rural_community"] * unit.rural
        return float(size) * self.draws.between(0.75, 1.25, service, "size", unit.code)

    def _hold(self, service: str, known: dict[str, Any]) -> None:
        """Fix the places of the held period at the published total, scaled for a pack of another size."""
        held = known["held_period"]
        units = [
            Unit(code, urban, rural)
            for county in self.province.counties_on(held)
            for code, (urban, rural) in self.communities.in_county(county, held).items()
        ]
        weights = [self._weight(service, unit) for unit in units]
        total = known["value"] if self.calibrated else round(known["value"] * len(units) / known["of_units"])
        self.per_weight[service] = total / sum(weights) if sum(weights) else 0.0
        expected = [weight * self.per_weight[service] for weight in weights]
        for unit, exact, whole in zip(units, expected, apportion(total, expected), strict=True):
            drawn = self.draws.share(service, "places", unit.code)
            self.offsets[service, unit.code] = rounded_at(exact, whole, drawn)
