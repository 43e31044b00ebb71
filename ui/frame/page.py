"""What a page knows when it draws: what every page has, and what is chosen on pages about an indicator or a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from draw.palette import Theme
from files import tree
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
    # What is being made for this run in the background: each says whether it has come further since.
    awaited: list[Callable[[], bool]] = field(default_factory=list, compare=False, repr=False)
    as_of: str | None = (
        None  # the snapshot chosen, where it is not simply the one that stands: nothing is written from here
    )

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
class Chosen:
    """What a page is about beside its subject: a period and an area, checked against the data.

    `periods` (newest first) are what there is to choose from; `areas` are all of the period's day by code. `city` and
    `county` are None where none is chosen.
    """

    speech: Speech
    answers: Answers
    root: str
    periods: Mapping[dt.date, Row]
    period: dt.date
    areas: Mapping[str, Row]
    city: str | None = field(default=None, kw_only=True)
    county: str | None = field(default=None, kw_only=True)

    @property
    def area(self) -> str:
        """The area that the page is about: the county, else the city, else the whole."""
        return self.county or self.city or self.root

    def is_within(self, row: Row, whole: str | None) -> bool:
        """Whether the area of a row lies in a whole, or is it. A row of any question that has `area_code` and `city_code`."""
        return whole == self.root or tree.is_within(self.areas.get(row["area_code"], row), whole)

    def is_city(self, row: Row) -> bool:
        """Whether the area of a row lies straight below the root and is no county: a city, below the country a province."""
        known = self.areas.get(row["area_code"])
        return known is not None and tree.is_city(known)

    @property
    def cycle(self) -> str:
        """How often the subject has a figure: quarterly or annual."""
        raise NotImplementedError

    @property
    def dataset(self) -> str:
        """The kind of return that the figures are filed in, or `figures` for the pack's dated figures."""
        raise NotImplementedError

    @property
    def period_words(self) -> str:
        """The chosen period: 2025年第4季度; of an annual subject 2025年."""
        return self.in_words(self.period)

    def in_words(self, period: dt.date) -> str:
        """A period as this subject's are named."""
        return periods.period(self.speech, period, self.cycle)

    def in_short(self, period: dt.date) -> str:
        """The same for tight places."""
        return periods.short_period(self.speech, period, self.cycle)


@dataclass(frozen=True)
class Boundaries:
    """The counties of one stretch of days: `day` is its first one, `named` the day that was chosen (None: today's)."""

    day: dt.date
    named: dt.date | None

    def words(self, speech: Speech) -> str:
        """What they are called: today's boundaries; those of 31 March 2021."""
        if self.named is None:
            return speech("boundaries.today")
        return speech("boundaries.of", day=periods.date(speech, self.named))


@dataclass(frozen=True)
class Choice(Chosen):
    """The indicator, period and area that a page is about. `indicators` are all there are, by code; `group` is the system or
    measure whose indicators alone are offered. `boundaries`: on the counties of which day series and
    counties are drawn; None as published. The headline is always as published."""

    indicators: Mapping[str, Row]
    indicator: Row
    group: str | None = None
    boundaries: Boundaries | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from these choices is cached under this."""
        return self.answers.key, self.speech.language, self.code, self.period, self.area, self.boundaries

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
        return str(self.indicator.get("cycle") or "quarterly")

    @property
    def dataset(self) -> str:
        return str(self.indicator["numerator_dataset"])

    @property
    def owner(self) -> str:
        """Who answered for the indicator on the chosen period's day, by the name of then; blank where nobody did."""
        return self.speech.pick(self.periods[self.period], "period_owner") or ""

    def headline(self) -> Row:
        """The one row about the counties shown."""
        return self.answers.headline(self.code, self.period, self.area)

    @property
    def _day(self) -> dt.date | None:
        return None if self.boundaries is None else self.boundaries.day

    def counties(self) -> list[dict[str, Any]]:
        """The rows of the counties shown; on the boundaries of another day, where some are chosen."""
        return self.answers.counties(self.code, self.period, self.area, self._day)

    def county_frame(self) -> pl.DataFrame:
        """The same rows as a frame."""
        return self.answers.county_frame(self.code, self.period, self.area, self._day)

    def series(self, areas: Collection[str]) -> list[dict[str, Any]]:
        """One row per area and period, on the boundaries chosen."""
        return self.answers.series(self.code, tuple(sorted(set(areas))), self._day)

    def series_frame(self, areas: Collection[str]) -> pl.DataFrame:
        """The same rows as a frame."""
        return self.answers.series_frame(self.code, tuple(sorted(set(areas))), self._day)


@dataclass(frozen=True)
class Quarter(Chosen):
    """The quarter and area that a page about the composite index is about. `periods` are those for which there can be one."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from these choices is cached under this."""
        return self.answers.key, self.speech.language, self.period, self.city, self.county

    @property
    def cycle(self) -> str:
        return "quarterly"

    @property
    def dataset(self) -> str:
        """None of its own: an index rests on all that is filed."""
        return ""


@dataclass(frozen=True)
class Form(Chosen):
    """The kind of return, period and area that a page is about. `kind` is its row of the question `forms`."""

    kind: Row

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from these choices is cached under this."""
        return self.answers.key, self.speech.language, self.dataset, self.period, self.city, self.county

    @property
    def name(self) -> str:
        """What the return is called."""
        return self.speech.pick(self.kind, "dataset_name")

    @property
    def cycle(self) -> str:
        return str(self.kind["cycle"])

    @property
    def dataset(self) -> str:
        return str(self.kind["dataset"])

    @property
    def is_simulated(self) -> bool:
        return bool(self.kind["simulated"])
