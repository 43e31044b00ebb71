"""What a bulletin is about, and the sources of its figures: questions with the parameters that are its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from files.bulletin.figures import HOW_MANY, Form, Ledger, Marked, Source
from words import Speech, periods, sentences
from words.periods import year_before

Row = Mapping[str, Any]
# Of a county's row what its figures are made of: by what changed here it is told why a figure moved.
INPUTS = (
    "city_code", "numerator", "denominator", "denominator_date", "denominator_status", "units_reported", "units_expected",
    "target_value", "batch_id",
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """An indicator on a period, over the whole of a snapshot's areas."""

    ledger: Ledger
    indicator: Row
    period: dt.date
    facts: Row

    @property
    def speech(self) -> Speech:
        return self.ledger.speech

    @property
    def root(self) -> str:
        return str(self.facts["root_area"])

    @property
    def decimals(self) -> int:
        return int(self.indicator["decimals"])

    @property
    def name(self) -> str:
        return self.speech.pick(self.indicator, "indicator_name")

    @property
    def short_name(self) -> str:
        return self.speech.pick(self.indicator, "short_name") or self.name

    @property
    def unit(self) -> str:
        return self.speech.pick(self.indicator, "gap_unit")

    @property
    def period_words(self) -> str:
        return periods.period(self.speech, self.period, str(self.indicator.get("cycle") or "quarterly"))

    @property
    def ratio(self) -> Form:
        return Form("ratio", self.decimals)

    @cached_property
    def headline(self) -> Row:
        """The row of the whole."""
        return self.ledger.rows("compliance_headline", **self._of("areas", [self.root]))[0]

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """The cities, and the counties in none, a row each: with their changes over comparable counties."""
        codes = [
            row["area_code"] for row in self.ledger.rows("city_compliance", **self._of("area", self.root))
        ]
        return self.ledger.rows("compliance_headline", **self._of("areas", codes)) if codes else []

    @cached_property
    def counties(self) -> list[dict[str, Any]]:
        return self.ledger.rows("county_compliance", **self._of("area", self.root))

    @cached_property
    def crossed(self) -> list[dict[str, Any]]:
        """The counties that are judged on the period and a year before."""
        return self.ledger.rows("verdict_changes", **self._of("area", self.root))

    def whole(self, column: str, form: Form = Form()) -> str:
        """A figure of the whole, marked."""
        return self.ledger.put(
            f"whole.{column}", self._label(column), self._whole(column), form, area=self.root
        )

    def whole_number(self, column: str) -> Marked:
        """A count of the whole that is known."""
        return self.ledger.number(f"whole.{column}", self._label(column), self._whole(column), area=self.root)

    def part(self, row: Row, column: str, form: Form = Form()) -> str:
        """A figure of a city, marked."""
        codes = [one["area_code"] for one in self.parts]
        code = str(row["area_code"])
        source = Source("compliance_headline", self._of("areas", codes), {"area_code": code}, column)
        return self.ledger.put(f"city.{code}.{column}", self._label(column, row), source, form, area=code)

    def county(self, row: Row, column: str, form: Form = Form()) -> str:
        """A figure of a county, marked."""
        code = str(row["area_code"])
        source = Source("county_compliance", self._of("area", self.root), {"area_code": code}, column)
        return self.ledger.put(f"county.{code}.{column}", self._label(column, row), source, form, area=code)

    def among(self, name: str, label: str, question: str, where: Mapping[str, Any]) -> tuple[Marked, str]:
        """How many counties of a question's answer are such, and which: a number and names, both marked."""
        column = f"area_name_{self.speech.language}"
        counted, named = (
            Source(question, self._of("area", self.root), where, one) for one in (HOW_MANY, column)
        )
        number = self.ledger.number(name, label, counted, area=self.root)
        names = (
            self.ledger.put(f"{name}_names", label, named, Form("names"), area=self.root) if number else ""
        )
        return number, names

    def inputs(self) -> list[dict[str, Any]]:
        """What the counties' figures are made of, on the period and a year before."""
        found = []
        known = {
            row["period"] for row in self.ledger.rows("periods", indicator=self.indicator["indicator_code"])
        }
        for day in (self.period, year_before(self.period)):
            if day in known:
                asked = {**self._of("area", self.root), "period": day.isoformat()}
                rows = self.ledger.rows("county_compliance", **asked)
                found += [
                    {"area_code": row["area_code"], "period": day.isoformat()}
                    | {name: None if row[name] is None else str(row[name]) for name in INPUTS}
                    for row in rows
                ]
        return found

    def _whole(self, column: str) -> Source:
        return Source("compliance_headline", self._of("areas", [self.root]), {"area_code": self.root}, column)

    def _of(self, key: str, areas: object) -> dict[str, Any]:
        code = str(self.indicator["indicator_code"])
        return {"indicator": code, "period": self.period.isoformat(), key: areas}

    def _label(self, column: str, row: Row | None = None) -> str:
        """What a figure is called in a list: whose it is, and what."""
        speech = self.speech
        area = speech.pick(row or self.headline, "area_name")
        return speech("bulletin.label", area=area, what=what(speech, column, self.indicator))


def what(speech: Speech, column: str, indicator: Row) -> str:
    """What a column of a bulletin's figures says, in words."""
    named = {
        "value_shown": speech.pick(indicator, "short_name") or speech.pick(indicator, "indicator_name"),
        "numerator": sentences.capital(speech.pick(indicator, "numerator_name")),
        "denominator": sentences.capital(speech.pick(indicator, "denominator_name")),
    }
    if column in named:
        return named[column]
    keys = {
        "counties_all": "bulletin.what_counties",
        "counties_judged": "bulletin.what_judged",
        "counties_with_value": "bulletin.what_known",
        "counties_not_applicable": "bulletin.what_not_applicable",
        "counties_by_other_target": "bulletin.what_other_target",
        "counties_known_both": "bulletin.what_known_both",
        "counties_same_figure": "bulletin.what_same_figure",
        "counties_judged_both": "bulletin.what_judged_both",
        "met": "bulletin.what_met",
        "not_met": "bulletin.what_not_met",
        "unknown": "bulletin.what_unknown",
        "met_at_least": "bulletin.what_at_least",
        "met_at_most": "bulletin.what_at_most",
        "met_firm": "bulletin.what_firm",
        "unreported": "bulletin.what_unreported",
        "partial": "bulletin.what_partial",
        "without_denominator": "bulletin.what_without",
        "near_target": "bulletin.what_near",
        "gap": "bulletin.what_gap",
        "gap_at_most": "bulletin.what_gap_at_most",
        "gap_change": "bulletin.what_gap_change",
        "value_change": "bulletin.what_change",
        "denominators_reported": "bulletin.what_own",
        "denominator_date": "bulletin.what_day",
    }
    return speech(keys[column])
