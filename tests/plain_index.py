"""The index of a snapshot worked out a second time, by another hand: no array, no frame, nothing of `stats`.

It reads values, weights and bounds from the marts and follows the method word by word, one county after the other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from tests.tiny import Tiny

Values = dict[tuple[str, str], float]  # by area and indicator


def lists(tiny: Tiny, statement: str) -> list[dict[str, Any]]:
    return tiny.sql(statement).to_dicts()


class PlainIndex:
    """Scores of a period: `index[area]`, `systems[area, system]`, `points[area, indicator]`; what has none is not there."""

    def __init__(self, tiny: Tiny, period: dt.date, weights: Mapping[str, float] | None = None) -> None:
        self.indicators = {
            row["indicator_code"]: row
            for row in lists(tiny, "select * from marts.indicators where polarity <> 'neutral'")
        }
        self.bounds = {row["indicator_code"]: row for row in lists(tiny, "select * from marts.index_bounds")}
        self.weights = dict(weights or {}) or {
            row["policy_system"]: float(row["weight"])
            for row in lists(tiny, "select * from marts.weights where weighed = policy_system")
        }
        rows = lists(
            tiny,
            f"select * from marts.indicator_values where period = date '{period}' "
            "and area_level in ('county', 'city', 'province')",
        )
        self.level = {row["area_code"]: row["area_level"] for row in rows}
        self.values: Values = {
            (row["area_code"], row["indicator_code"]): row["value"]
            for row in rows
            if row["value"] is not None
        }
        self.counties = sorted(area for area, level in self.level.items() if level == "county")
        self.used = [code for code in self.indicators if self.is_used(code)]
        self.normal = {key: self.scale(*key) for key in self.values if key[1] in self.used}
        self.systems: dict[tuple[str, str], float] = {}
        self.points: dict[tuple[str, str], float] = {}
        self.index: dict[str, float] = {}
        for area in self.level:
            self.score(area)

    def is_used(self, code: str) -> bool:
        known = sum((county, code) in self.values for county in self.counties)
        has_weight = self.weights.get(self.indicators[code]["policy_system"], 0) > 0
        return code in self.bounds and has_weight and known >= 2 / 3 * len(self.counties) and known > 0

    def scale(self, area: str, code: str) -> float:
        bounds, value = self.bounds[code], self.values[area, code]
        assert bounds["treatment"] in ("none", "winsorised")  # the tiny province has no logarithm
        value = max(bounds["low"], min(bounds["high"], value))
        share = (value - bounds["low"]) / (bounds["high"] - bounds["low"])
        if self.indicators[code]["polarity"] == "lower_is_better":
            share = 1 - share
        return 1 + 99 * share

    def score(self, area: str) -> None:
        systems = {self.indicators[code]["policy_system"] for code in self.used}
        for system in systems:
            members = [code for code in self.used if self.indicators[code]["policy_system"] == system]
            known = [code for code in members if (area, code) in self.normal]
            if known and 3 * len(known) >= 2 * len(members):
                for code in known:
                    self.points[area, code] = self.normal[area, code] / len(known)
                self.systems[area, system] = sum(self.points[area, code] for code in known)
        scored = [system for system in systems if (area, system) in self.systems]
        if scored and 3 * len(scored) >= 2 * len(systems):
            whole = sum(self.weights[system] for system in scored)
            self.index[area] = math.prod(
                self.systems[area, system] ** (self.weights[system] / whole) for system in scored
            )

    def position(self, area: str) -> int:
        """1 the highest of the counties."""
        own = round(self.index[area], 9)
        return 1 + sum(round(self.index[one], 9) > own for one in self.counties if one in self.index)

    def dominating(self) -> set[tuple[str, str]]:
        """Pairs of counties the first of which is nowhere worse and somewhere better."""
        found = set()
        for one in self.counties:
            for other in self.counties:
                steps = [self.step(one, other, code) for code in self.used]
                if None not in steps and all(step >= 0 for step in steps if step is not None) and any(steps):
                    found.add((one, other))
        return found

    def step(self, one: str, other: str, code: str) -> float | None:
        if (one, code) not in self.values or (other, code) not in self.values:
            return None
        step = self.values[one, code] - self.values[other, code]
        return -step if self.indicators[code]["polarity"] == "lower_is_better" else step
