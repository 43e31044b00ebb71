"""The path that is chosen, and what stands in each of its columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from files import tree
from ui.frame import choices
from ui.frame.page import Choice, Row

MOST = 3  # columns side by side


@dataclass(frozen=True)
class Level:
    """A column: the area it is of, and the areas right below it in the order in which they are listed."""

    above: Row
    parts: tuple[Row, ...]

    @property
    def code(self) -> str:
        return str(self.above["area_code"])


@dataclass(frozen=True)
class Path:
    """The way from the whole down to what is chosen. `choice` is narrowed to its city, with the county chosen."""

    choice: Choice

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The columns, the whole's first. A level that is not there (a county straight below the whole) has none."""
        city = self.choice.city
        # Of a city of the country its province stands between.
        between = self.choice.areas[city]["city_code"] if city else None
        chosen = (self.choice.root, between, city, self.choice.county)
        return tuple(self._level(code) for code in chosen if code)

    @property
    def shown(self) -> tuple[Level, ...]:
        """Those that there is room for: below a country a county's path has four, and the whole stands in the way above alone."""
        return self.levels[-MOST:]

    @property
    def codes(self) -> list[str]:
        return [level.code for level in self.levels]

    @property
    def last(self) -> Level:
        return self.levels[-1]

    def _level(self, code: str) -> Level:
        asked = self.choice
        rows = asked.answers.rows("drill_parts", indicator=asked.code, period=asked.period, areas=(code,))
        return Level(rows[0], tuple(rows[1:]))


def settled(choice: Choice) -> Path:
    """The path that the address says: a county brings its city along."""
    within = [
        code
        for code, row in choice.areas.items()
        if row["area_level"] == "county" and tree.is_within(row, choice.city)
    ]
    county = choices.settle("county", within, None)
    city = tree.above(choice.areas[county]) if county else choice.city
    return Path(replace(choice, city=city, county=county))
