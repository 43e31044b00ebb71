"""What a page knows when it draws: what every page has, and what is chosen on pages about an indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from draw.palette import Theme
from programme import clock
from ui.frame.answers import Answers
from ui.frame.screens import Screen
from words import Speech, periods

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """What every page has: its record, the language, the theme, the reader's answers and the facts of the snapshot."""

    screen: Screen
    speech: Speech
    theme: Theme
    answers: Answers
    facts: Row

    @property
    def key(self) -> tuple[str, ...]:
        """What is drawn for a page is cached under this, and under its choice's key."""
        return self.answers.key, self.language, self.theme

    @property
    def language(self) -> str:
        return self.speech.language

    @property
    def root(self) -> str:
        """The pack's whole area."""
        return str(self.facts["root_area"])

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose clocks days and moments are told."""
        return clock.zone(str(self.facts["timezone"]))

    def short_name(self, row: Row) -> str:
        """An area's name for tight places."""
        return self.speech.pick(row, "short_name") or self.speech.pick(row, "area_name")


@dataclass(frozen=True)
class Choice:
    """The indicator, period and area that a page is about, checked against the data.

    `indicators` and `periods` (of the indicator, newest first) are what there is to choose from; `areas` are all of
    the period's day by code. `city` and `county` are None where none is chosen.
    """

    speech: Speech
    answers: Answers
    root: str
    indicators: Mapping[str, Row]
    indicator: Row
    periods: Mapping[dt.date, Row]
    period: dt.date
    areas: Mapping[str, Row]
    city: str | None = None
    county: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from these choices is cached under this."""
        return self.answers.key, self.speech.language, self.code, self.period, self.area

    @property
    def area(self) -> str:
        """The area that the page is about: the county, else the city, else the whole."""
        return self.county or self.city or self.root

    @property
    def code(self) -> str:
        """The chosen indicator's code."""
        return str(self.indicator["indicator_code"])

    @property
    def decimals(self) -> int:
        return int(self.indicator["decimals"])

    @property
    def unit(self) -> str:
        return self.speech.pick(self.indicator, "unit")

    @property
    def cycle(self) -> str:
        """How often the indicator has a figure: quarterly or annual."""
        return str(self.indicator.get("cycle") or "quarterly")

    @property
    def owner(self) -> str:
        """Who answered for the indicator on the chosen period's day, by the name of then; blank where nobody did."""
        return self.speech.pick(self.periods[self.period], "period_owner") or ""

    @property
    def period_words(self) -> str:
        """The chosen period: 2025年第4季度; of an annual indicator 2025年."""
        return self.in_words(self.period)

    def in_words(self, period: dt.date) -> str:
        """A period as this indicator's are named."""
        return periods.period(self.speech, period, self.cycle)

    def in_short(self, period: dt.date) -> str:
        """The same for tight places."""
        return periods.short_period(self.speech, period, self.cycle)

    def headline(self) -> Row:
        """The one row about the counties shown."""
        return self.answers.headline(self.code, self.period, self.area)

    def counties(self) -> list[dict[str, Any]]:
        """The rows of the counties shown."""
        return self.answers.counties(self.code, self.period, self.area)
