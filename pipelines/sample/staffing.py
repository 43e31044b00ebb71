"""Community workers of every reporting unit and quarter, as they truly are before anything is filed wrongly.

Each county follows one smooth path towards a ratio of its own at the held period. There the counties are
ranked by their profile (a city core is short, an island ahead) and laid over the indicator's classes in the
numbers the calibration asks for; one county stands exactly on the target and one a single worker short.
On the day of the published total the paths are bent, all alike, so that the workers of all counties sum to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import ceil
from typing import Any

from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws, apportion, path
from pipelines.sample.province import Area, Province, Row


class Staffing:
    """Workers by post and with a certificate, per unit and quarter."""

    measures: tuple[str, ...] = ("chief_workers", "deputy_workers", "other_workers", "certified_workers")
    miscounted = "other_workers"

    def __init__(
        self,
        province: Province,
        communities: Communities,
        draws: Draws,
        settings: dict[str, Any],
        incomplete: Sequence[str],
        calibrated: bool,
    ) -> None:
        """`incomplete` are the counties that will not have filed completely at the held period.

        Where the pack is not the `calibrated` one, the published total is scaled to its urban residents.
        """
        self.province = province
        self.communities = communities
        self.draws = draws
        self.settings = settings
        self.held = settings["held_period"]
        registry = province.indicator(settings["indicator"])
        self.scale = int(registry["scale"])
        self.bounds = [float(bound) for bound in registry["class_bounds"].split("|")]
        target = province.target(settings["indicator"], self.held)
        self.target = Fraction(target) if target else None
        self.profile_of = cache(self._profile_of)
        self.workers = cache(self._workers)
        self.ratios = self._held_ratios(set(incomplete))
        self.published: dt.date = settings["published"]["on"]
        self.bend = 1.0
        self.counted: dict[Area, int] = {}
        self._hold(settings["published"], calibrated)

    def rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of each reporting unit of a county, by code."""
        committees = self.communities.in_county(county, day)
        workers = dict(zip(committees, self._split(committees, self.workers(county, day)), strict=True))
        return {
            code: self._posts(county, code, communities, workers[code], day)
            for code, (communities, _) in committees.items()
        }

    # The county's number of workers

    def _urban(self, county: Area, day: dt.date) -> int | None:
        return self.province.figure(county, "urban_population", day)

    def _profile_of(self, county: Area) -> dict[str, Any]:
        """The first profile of the calibration that fits a county; the last one fits all."""
        urban = self._urban(county, self.held) or 0
        residents = self.province.figure(county, "resident_population", self.held) or 0
        groups = {group["code"]: group["counties"] for group in self.province.pack.groups}
        for profile in self.settings["profiles"]:
            named = set(profile.get("counties", [])) | set(groups.get(profile.get("group"), []))
            if ("counties" in profile or "group" in profile) and county.code not in named:
                continue
            if "kinds" in profile and county.kind not in profile["kinds"]:
                continue
            if urban < profile.get("urban_at_least", 0):
                continue
            if urban < profile.get("urban_share_at_least", 0) * residents:
                continue
            return dict(profile)
        return {"lean": 0.0, "start": 0.7, "pace": 0.0, "yearly_after": 0.2}

    def _held_ratios(self, incomplete: set[str]) -> dict[Area, float]:
        """Each county's ratio at the held period, whole people in the complete ones."""
        counties = [c for c in self.province.counties_on(self.held) if self._urban(c, self.held)]
        ranked = sorted(
            counties, key=lambda c: (self.profile_of(c)["lean"] + self.draws.share("rank", c.code), c.code)
        )
        complete = [county for county in ranked if county.code not in incomplete]
        workers = self._workers_over_classes(complete)
        ratios = {c: workers[c] * self.scale / (self._urban(c, self.held) or 1) for c in complete}
        # A county that files late or in part has some ratio too: that of its neighbour in rank.
        for place, county in enumerate(ranked):
            if county not in ratios:
                near = [c for c in ranked[place:] + ranked[:place][::-1] if c.code not in incomplete]
                ratios[county] = ratios[near[0]] if near else 18.0
        return ratios

    def _workers_over_classes(self, ranked: list[Area]) -> dict[Area, int]:
        """Workers of the ranked counties: the classes filled in order, bent to the ratio of the whole."""
        numbers = apportion(len(ranked), self.settings["class_counties"])
        edges = [self.settings["least_ratio"], *self.bounds, self.settings["greatest_ratio"]]
        places = [
            (low, high, (index + self.draws.between(0.15, 0.85, "place", low, index)) / number)
            for low, high, number in zip(edges, edges[1:], numbers, strict=False)
            for index in range(number)
        ]
        urban = [self._urban(county, self.held) or 0 for county in ranked]
        wanted = float(self.settings["held_ratio"]) * sum(urban) / self.scale
        low, high = 0.02, 0.98
        for _ in range(40):
            middle = (low + high) / 2
            workers = [
                _within(a, b, a + (b - a) * _bent(share, middle), people, self.scale)
                for (a, b, share), people in zip(places, urban, strict=True)
            ]
            low, high = (middle, high) if sum(workers) < wanted else (low, middle)
        self._draw_the_line(workers, urban)
        return dict(zip(ranked, workers, strict=True))

    def _draw_the_line(self, workers: list[int], urban: list[int]) -> None:
        """Put the last county below the target one worker short of it, and the first above exactly on it."""
        if self.target is None:
            return
        required = [ceil(self.target * people / self.scale) for people in urban]
        below = [i for i in range(len(workers)) if workers[i] < required[i]]
        above = [i for i in range(len(workers)) if workers[i] >= required[i]]
        if below and above:
            workers[below[-1]] = required[below[-1]] - 1
            workers[above[0]] = required[above[0]]

    def _hold(self, known: dict[str, Any], calibrated: bool) -> None:
        """Bend the paths on the published day so that the counties' whole workers sum to the total."""
        urban = {
            county: people
            for county in self.province.counties_on(self.published)
            if (people := self._urban(county, self.published))
        }
        exact = [self._path(county, self.published) * people / self.scale for county, people in urban.items()]
        total = int(known["value"])
        if not calibrated:
            total = round(total * sum(urban.values()) / known["of_urban_residents"])
        if sum(exact):
            self.bend = total / sum(exact)
        self.counted = dict(zip(urban, apportion(total, exact), strict=True))

    def _ratio(self, county: Area, day: dt.date) -> float:
        """A county's ratio on a day: its path, bent up to the published day and less and less until the held one."""
        bends = [(self.published, self.bend), (self.held, 1.0)]
        return self._path(county, day) * (path(bends, day) if self.published < self.held else 1.0)

    def _path(self, county: Area, day: dt.date) -> float:
        """A county's smooth path towards its held ratio; before a boundary change that of its successors."""
        if county not in self.ratios:
            followers = self.province.successors(county)
            heirs = [c for c in self.ratios if c.code in followers] or list(self.ratios)
            return sum(self._path(c, day) for c in heirs) / len(heirs) if heirs else 18.0
        held = self.ratios[county]
        profile = self.profile_of(county)
        quarters = (day.year - self.held.year) * 4 + (day.month - self.held.month) // 3
        if quarters >= 0:
            yearly = profile["yearly_after"] * self.draws.between(-0.3, 1.7, "after", county.code)
            return held + yearly * quarters / 4
        first = self.province.pack.first_period
        span = (self.held.year - first.year) * 4 + (self.held.month - first.month) // 3
        share = max(0.0, 1 + quarters / span)
        pace = min(0.9, max(-0.9, profile["pace"] + self.draws.between(-0.4, 0.4, "pace", county.code)))
        grown = (share * (1 + pace * (1 - share)) + share * share * (3 - 2 * share)) / 2
        start = held * min(0.97, profile["start"] + self.draws.between(-0.07, 0.07, "start", county.code))
        return start + (held - start) * grown

    def _workers(self, county: Area, day: dt.date) -> int:
        urban = self._urban(county, day)
        if not urban:
            return round(
                self.settings["workers_per_community"]
                * self.communities.of_county(county, "residents_committees")
            )
        if day == self.published:
            return self.counted[county]
        return int(self._ratio(county, day) * urban / self.scale + 0.5)

    # The county's workers over its units and posts

    def _split(self, committees: dict[str, tuple[int, int]], workers: int) -> list[int]:
        """Workers of each unit; a unit without a residents' committee has few or, truly, none."""
        weights = []
        for code, (communities, _) in committees.items():
            drawn = self.draws.share("size", code)
            idle = 0.4 * drawn if drawn > self.settings["units_without_workers"] else 0.0
            weights.append(communities * (0.75 + 0.5 * drawn) or idle)
        return apportion(workers, weights if sum(weights) else [1.0] * len(weights))

    def _posts(self, county: Area, code: str, communities: int, workers: int, day: dt.date) -> Row:
        vacant = self.draws.share("vacancy", code, day.year) < self.settings["vacancies"]
        chief = min(workers, max(communities - (1 if vacant and communities > 3 else 0), 1))
        per_community = self.draws.between(*self.settings["deputies_per_community"], "deputies", code)
        deputy = min(int((workers - chief) * 0.6), int(communities * per_community + 0.5))
        certified = int(workers * self._certified_share(county, day) + self.draws.share("certified", code))
        return {
            "chief_workers": chief,
            "deputy_workers": deputy,
            "other_workers": workers - chief - deputy,
            "certified_workers": min(workers, certified),
        }

    def _certified_share(self, county: Area, day: dt.date) -> float:
        """The share of workers with a certificate, along the county's own straight path."""
        known = self.settings["certified"]
        years = (day - self.held).days / 365
        held = known["held_share"] + self.draws.between(-1, 1, "certified", county.code) * known["spread"]
        yearly = known["yearly"] * self.draws.between(0.5, 1.5, "certified a year", county.code)
        return min(0.95, max(0.05, held + yearly * years))


def _bent(share: float, bend: float) -> float:
    """A share of 0 to 1 bent towards 0 (bend below a half) or towards 1, the ends kept."""
    return share / ((1 / bend - 2) * (1 - share) + 1)


def _within(low: float, high: float, ratio: float, people: int, scale: int) -> int:
    """The whole number of workers nearest to a ratio that still lies in its class."""
    least = -(-int(low * 1000) * people // (scale * 1000))
    most = max(least, -(-int(high * 1000) * people // (scale * 1000)) - 1)
    return min(most, max(least, round(ratio * people / scale)))
