"""Measures told in a file: a share of another, or so many to it, along a dated path, with what sets counties and units apart.

`value = whole part of (base x level + a drawn place)`: the place is drawn once for a unit, so that a measure moves as smoothly as
its path, and a share never passes its whole. Where a figure is published, units are bent until they sum to it on its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipelines.sample.awkward import Effect
from pipelines.sample.draws import apportion, path, rounded_at
from pipelines.sample.ground import Ground
from pipelines.sample.province import Area

Values = dict[str, float]
MIDDLE = dt.date(2025, 12, 31)  # the day at which counties that drift apart stand where their tilt puts them


@dataclass(frozen=True)
class Declared:
    """One measure as its file tells it."""

    code: str
    of: dict[str, float]  # what it is counted from: facts and measures before it, each with a weight
    path: tuple[tuple[dt.date, float], ...]
    share: bool = False
    county: float = (
        0.0  # how far a county may stand from the path: of a share in points, else as a part of it
    )
    unit: float = 0.0
    wealth: float = (
        0.0  # how far that is a matter of how well off the county is; below 0 the poorer are ahead
    )
    drift: float = 0.12  # how much of that a county may gain or lose in a year
    stir: float = 0.0  # how far a period may stand from the one before it
    season: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    least: str | None = None  # another measure that it is not below
    held: dict[str, Any] | None = None

    @staticmethod
    def read(code: str, told: Mapping[str, Any]) -> Declared:
        """A measure from its table: `share = { 2024-12-31 = 0.8 }` or `times = 2.5`, and the rest by its name."""
        told = dict(told)
        share = "share" in told
        level = told.pop("share") if share else told.pop("times", 1.0)
        if not isinstance(level, Mapping):
            level = {"2000-01-01": level}
        points = sorted((dt.date.fromisoformat(day), float(value)) for day, value in level.items())
        told.pop("source", None)
        if "season" in told:
            told["season"] = tuple(told["season"])
        return Declared(code, dict(told.pop("of")), tuple(points), share, **told)


@dataclass
class Bend:
    """What holds a measure to its published figures: a factor for each county, a rounding place for each unit."""

    factors: dict[str, float] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)


class Measures:
    """The declared measures of a form, over the facts and, where given, over the measures of what forms have in common."""

    def __init__(
        self,
        form: str,
        settings: Mapping[str, Any],
        ground: Ground,
        *,
        by_county: bool,
        calibrated: bool,
        common: Measures | None = None,
    ) -> None:
        """`calibrated`: the pack is the one whose published figures are held; another has the same levels, over its own size."""
        self.form = form
        self.ground = ground
        self.by_county = by_county
        self.common = common
        self.system = settings.get("system", form)
        self.declared = [Declared.read(code, told) for code, told in settings.get("measures", {}).items()]
        self.flows = frozenset(settings.get("flows", ()))
        self.effects = [
            Effect.read(form, number, told, ground, by_county=by_county)
            for number, told in enumerate(settings.get("awkward", []))
        ]
        self.bends: dict[str, Bend] = {}
        self.rows = cache(self._rows)
        self._level = cache(self._level_of)
        self._place = cache(lambda code, unit: ground.draws.share(form, "place", code, unit))
        self._unit = cache(lambda code, unit: ground.apart(form, "unit", code, unit))
        if calibrated:
            for number, measure in enumerate(self.declared):
                if measure.held:
                    self.bends[measure.code] = self._held(number, measure)
            self.rows.cache_clear()

    def _rows(self, county: Area, day: dt.date) -> dict[str, Values]:
        """Facts and measures of each unit of a county on a day."""
        return {code: self._row(county, code, day, facts) for code, facts in self._facts(county, day)}

    def notes(self, county: Area, day: dt.date) -> dict[str, str]:
        """What is noted beside the rows of a day, by unit."""
        counted = {name for measure in self.declared for name in measure.of}
        effects = [*(one for one in self._common_effects if one.measure in counted), *self.effects]
        noted = [one for one in effects if one.is_noted_on(day)]
        if not noted:
            return {}
        units = [code for code, _ in self._facts(county, day)]
        return {code: one.note for one in noted for code in units if code in one.units}

    @property
    def _common_effects(self) -> list[Effect]:
        return self.common.effects if self.common and not self.by_county else []

    def _facts(self, county: Area, day: dt.date) -> Iterator[tuple[str, Values]]:
        if self.common and not self.by_county:
            yield from self.common.rows(county, day).items()
        else:
            yield from self.ground.facts(county, day, by_county=self.by_county).items()

    def _row(self, county: Area, code: str, day: dt.date, facts: Values, upto: int | None = None) -> Values:
        row = dict(facts)
        for measure in self.declared[:upto]:
            row[measure.code] = self._value(measure, county, code, day, row)
        return row

    def _value(self, measure: Declared, county: Area, code: str, day: dt.date, row: Values) -> int:
        """The whole figure of a measure, with what happened to the unit."""
        effects = [one for one in self.effects if one.measure == measure.code and code in one.units]
        exact = self._exact(measure, county, code, day, row)
        for effect in effects:
            exact *= effect.factor(day)
        bend = self.bends.get(measure.code)
        place = bend.places.get(code) if bend else None
        value = int(exact + (self._place(measure.code, code) if place is None else place))
        if measure.code in self.flows and day.month > 3 and not self._is_to_date(measure, code):
            # A flow that doubles in the year looks like the year to date.
            first = self.rows(county, dt.date(day.year, 3, 31)).get(code, {}).get(measure.code, 0)
            value = min(value, max(1, 2 * int(first) - 1)) if first else value
        for effect in effects:
            value = effect.ended(value, day)
            if effect.to_date == day.year and day.month > 3:
                before = dt.date(day.year, day.month - 3, 30 if day.month in (9, 12) else 31)
                value += int(self.rows(county, before)[code][measure.code])
        if measure.least:
            value = max(value, int(row[measure.least]))
        return value

    def _is_to_date(self, measure: Declared, code: str) -> bool:
        """Whether a clerk files the year to date of a measure, or of one that it is a part of."""
        return any(
            one.to_date and code in one.units and one.measure in (measure.code, *measure.of)
            for one in self.effects
        )

    def _exact(self, measure: Declared, county: Area, code: str, day: dt.date, row: Values) -> float:
        """The figure before it is made whole."""
        base = sum(weight * row[name] for name, weight in measure.of.items())
        if not base:
            return 0.0
        level, apart = self._level(measure.code, county, day), measure.unit * self._unit(measure.code, code)
        if measure.share:
            return base * max(0.0, min(1.0, level + apart))
        if measure.stir:
            apart += measure.stir * self.ground.apart(self.form, "stir", measure.code, code, day)
        bend = self.bends.get(measure.code)
        factor = bend.factors.get(county.code, 1.0) if bend else 1.0
        return base * level * (1 + apart) * factor

    def _level_of(self, code: str, county: Area, day: dt.date) -> float:
        """The level of a county: the path, moved by its tilt and by what it gains or loses a year."""
        measure = next(one for one in self.declared if one.code == code)
        years = (day - MIDDLE).days / 365
        drift = measure.drift * years * self.ground.apart(self.form, "drift", code, county.code)
        apart = measure.county * (self._tilt(measure, county) + drift)
        on_path = path(measure.path, day)
        if measure.share:
            return max(0.0, min(1.0, on_path + apart))
        season = measure.season[(day.month - 1) // 3]
        return on_path * max(0.05, 1 + apart) * season

    def _tilt(self, measure: Declared, county: Area) -> float:
        """Where a county stands among others, from -1 to 1: wealth, how good it is at the whole system, and this measure alone."""
        own = 0.75 * self.ground.apart("system", self.system, county.code)
        own += 0.55 * self.ground.apart(self.form, "county", measure.code, county.code)
        tilt = measure.wealth * self.ground.wealth(county) + (1 - abs(measure.wealth)) * own
        return max(-1.0, min(1.0, tilt))

    # Published figures

    def _held(self, number: int, measure: Declared) -> Bend:
        """Bend the units of a measure so that those of an area sum to its published figure on a day, the smallest areas first."""
        held = measure.held or {}
        day = held["on"]
        exact: dict[tuple[Area, str], float] = {}
        bases: dict[tuple[Area, str], float] = {}
        for county in self.ground.province.counties_on(day):
            for code, facts in self._facts(county, day):
                row = self._row(county, code, day, facts, number)
                exact[county, code] = self._exact(measure, county, code, day, row) * self._always(
                    measure, code, day
                )
                bases[county, code] = sum(weight * row[name] for name, weight in measure.of.items())
        bend = Bend()
        left = dict(exact)
        whole: dict[tuple[Area, str], int] = {}
        for part in [*held.get("parts", []), *([held] if "value" in held or "each" in held else [])]:
            area = part.get("area")
            inside = {
                unit: one for unit, one in exact.items() if not area or area in (unit[0].code, unit[0].parent)
            }
            free = {unit: one for unit, one in inside.items() if unit in left}
            total = part["value"] if "value" in part else round(part["each"] * sum(bases[u] for u in inside))
            total = max(0, total - sum(whole[unit] for unit in inside if unit in whole))
            parts = apportion(total, [*free.values()])
            factor = total / sum(free.values()) if sum(free.values()) else 1.0
            for (unit, one), figure in zip(free.items(), parts, strict=True):
                whole[unit] = figure
                bend.factors[unit[0].code] = factor
                drawn = self._place(measure.code, unit[1])
                bend.places[unit[1]] = rounded_at(one * factor, figure, drawn)
                del left[unit]
        return bend

    def _always(self, measure: Declared, code: str, day: dt.date) -> float:
        """What an awkward case that holds on the day makes of a unit's figure."""
        found = 1.0
        for effect in self.effects:
            if effect.measure == measure.code and code in effect.units:
                found *= effect.factor(day)
        return found
