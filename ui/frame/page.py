"""What a page knows when it draws: the language, the theme, the data and the shared choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from draw.palette import Theme
from ui.frame.answers import Answers
from words import Speech
from words.periods import period as period_words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """What a page knows when it draws: the language, the theme, the data and the shared choices."""

    name: str
    speech: Speech
    theme: Theme
    answers: Answers
    facts: Row
    indicators: Mapping[str, Row]
    indicator: Row
    periods: Mapping[dt.date, Row]
    period: dt.date
    areas: Mapping[str, Row]
    city: str | None

    @property
    def key(self) -> tuple[Any, ...]:
        """What everything drawn from the shared choices is cached under."""
        return self.answers.key, self.code, self.period, self.area, self.language, self.theme

    @property
    def language(self) -> str:
        return self.speech.language

    @property
    def root(self) -> str:
        """The pack's whole area."""
        return str(self.facts["root_area"])

    @property
    def area(self) -> str:
        """The area whose counties are shown: the chosen city, else the whole."""
        return self.city or self.root

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
    def period_words(self) -> str:
        return period_words(self.speech, self.period, str(self.indicator.get("cycle") or "quarterly"))

    def short_name(self, row: Row) -> str:
        """An area's name for tight places."""
        return self.speech.pick(row, "short_name") or self.speech.pick(row, "area_name")

    def headline(self) -> Row:
        """The one row about the counties shown."""
        return self.answers.headline(self.code, self.period, self.area)

    def counties(self) -> list[dict[str, Any]]:
        """The rows of the counties shown."""
        return self.answers.counties(self.code, self.period, self.area)
