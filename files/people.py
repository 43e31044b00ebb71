"""A table for people: which columns come first, what they are called, how a cell reads in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from draw.scales import value_ranges
from words import numbers, sentences, speak
from words.files import heading, register_cell, value_words
from words.remarks import remark

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# Columns whose cells are codes of ours with a word for them; other text is left as it is.
CODED = {
    "verdict", "verdict_year_before", "value_status", "denominator_status", "area_level", "side", "cycle", "polarity",
    "policy_system", "measure_group", "status", "figure_status", "undecided_because", "target_comparison", "kind", "dataset_kind",
    "column_kind", "tier_from", "tier_to", "item", "item_kind", "figure_state", "list", "mechanism", "standing", "system",
    "scope", "weak_or_strong", "moved", "position_moved", "label",
    "theme", "result", "case_level", "copy_state",
    "funds_status", "floor_status", "floor_verdict", "complex_status", "complex_verdict", "village_status", "earning_status",
    "post", "move_kind", "career_item", "award_kind", "award_level",
    "third", "change_is", "class_rule", "class_move", "service", "coverage_status",
    "organization_kind", "count_status", "per_10k_status", "residents_status", "sums_of", "not_added_because",
    "pace", "scenario", "choice", "verdict_then", "not_split_because", "not_carried_because", "denominator_basis",
    "bounds_basis", "no_change_because", "weighed", "area_kind", "crossing", "change_way", "reporting_level", "root_level",
    "parts_level", "treatment",
    "left_out", "correlation_remark", "severity", "name_en_status", "restated_because", "verdict_was", "verdict_after", "batch_came",
    "filing_state", "missing_state", "outlier_kind",
}  # fmt: skip
BARRED = ("levels", "asked_about")  # several codes in a cell, with bars between
SHOWN = ("value_shown", "value_shown_year_before", "change_shown", "value_change", "value_shown_other")
# What a report writer pastes, in this order, as far as a question has it; every other column stands behind.
FIRST = (
    "city_name", "county_name", "area_name", "dataset_name", "measure_name", "period", "counties", "counties_met",
    "numerator", "denominator", "value_shown", "verdict", "gap", "note",
)  # fmt: skip
# Said twice: the name is there.
LEFT_OUT = ("short_name", "city_short_name", "county_short_name")
LEVEL = "area_level"
# What "then" is in a file that compares: the earlier period, and the snapshot that it is told by where that is another.
EARLIER = ("since", "published")
# Of which level the rows of a question are, where it has no column for it.
LEVELS = {
    "county_compliance": "county", "verdict_changes": "county", "city_compliance": "city", "filed_cells": "township",
    "rebased_counties": "county", "missing_units": "township", "unit_filing": "township", "missing_filings": "township",
}  # fmt: skip
FURTHER_DIGITS = 3  # of a value that is not rounded, beyond the indicator's decimals
ALWAYS = dt.date(1900, 1, 1)  # how the warehouse says "since always"


@dataclass(frozen=True)
class Asked:
    """What was asked of which snapshot, the row of its indicator where it is of one, and the level of all its rows if they have one."""

    question: str
    parameters: Mapping[str, Any]
    indicator: dict[str, Any] | None
    snapshot: str
    level: str | None = None


def is_told(asked: Asked) -> bool:
    """Whether the question says of which level its rows are, so that nobody needs to look at them all."""
    return bool(asked.parameters.get("level") or LEVELS.get(asked.question))


def only(values: set[Any]) -> str | None:
    """What all values are, where they are one."""
    return str(*values) if len(values) == 1 and None not in values else None


@dataclass(frozen=True)
class Written:
    """A column as it is written: what the contract calls it, its heading, its text cells, and the type of the answer's column.

    `kind` is None of what the answer has no column for, such as the definition.
    """

    name: str
    heading: str
    cells: list[str | None]
    kind: pl.DataType | None = None


def text_frame(columns: Sequence[Written]) -> pl.DataFrame:
    """Columns as one frame of text cells under their headings."""
    return pl.DataFrame(
        {one.heading: one.cells for one in columns}, schema={one.heading: pl.String for one in columns}
    )


def for_people(frame: pl.DataFrame, asked: Asked, language: str) -> list[Written]:
    """An answer in words of one language: what a report takes first, all other columns behind."""
    cells, writer = _in_order(frame, asked, language), Cells(language, asked.indicator)
    heads = _heads(cells, writer, asked)
    return [
        Written(name, heads[name], writer.column(name, values, cells), frame.schema.get(name))
        for name, values in cells.items()
    ]


def _level(asked: Asked) -> str | None:
    level = asked.parameters.get("level") or LEVELS.get(asked.question) or asked.level
    return str(level) if level else None


def _heads(cells: Mapping[str, Any], writer: Cells, asked: Asked) -> dict[str, str]:
    """A heading for every column, no two alike."""
    heads: dict[str, str] = {}
    for name in cells:
        head = writer.heading(name, _level(asked))
        while head in heads.values():  # two columns of one heading: the later one says its own name too
            head = f"{head} ({name})" if writer.language == "en" else f"{head}（{name}）"
        heads[name] = head
    return heads


def _in_order(frame: pl.DataFrame, asked: Asked, language: str) -> dict[str, list[Any]]:
    """The values of every column of the file by its name, as they are, in the order of the file."""
    indicator, parameters = asked.indicator, asked.parameters
    speech, rows = speak(language), frame.to_dicts()
    cells = _in_language(frame, language)
    for name in LEFT_OUT:
        cells.pop(name, None)
    # Of a file whose rows are counties or cities the name stands there already.
    above = {
        "county": ("county",),
        "city": ("county", "city"),
        "province": ("county", "city"),
        "country": ("county", "city"),
    }
    for name in above.get(str(_level(asked)), ()):
        cells.pop(f"{name}_name", None)
        cells.pop(f"{name}_code", None)
    for side in ("before", "after"):  # a cell of a register is said once, in its own words
        if (choices := cells.pop(f"choice_{side}", None)) is not None:
            told = zip(cells["column_kind"], cells[f"cell_{side}"], choices, strict=True)
            cells[f"cell_{side}"] = [register_cell(*one, language) or None for one in told]
    if "period" in parameters:
        cells.setdefault("period", [parameters["period"]] * frame.height)
    for name in EARLIER:
        if parameters.get(name):
            cells.setdefault(name, [parameters[name]] * frame.height)
    if indicator and {"value_status", "undecided_because", "units_expected"} <= set(frame.columns):
        period = {"period": parameters["period"]} if "period" in parameters else {}
        cells["note"] = [remark(speech, {**period, **row}, indicator) or None for row in rows]
    for name, value in _about(frame, indicator, language).items():
        cells[name] = [value] * frame.height
    cells["snapshot_id"] = [asked.snapshot] * frame.height
    ordered = [*(name for name in FIRST if name in cells), *(name for name in cells if name not in FIRST)]
    return {name: cells[name] for name in ordered}


def _about(frame: pl.DataFrame, indicator: dict[str, Any] | None, language: str) -> dict[str, Any]:
    """What the file is about, for every row: the indicator, what it counts, its target, where it comes from."""
    if indicator is None or "indicator_name_zh" in frame.columns:
        return {}
    speech = speak(language)
    told = {
        "indicator_name": speech.pick(indicator, "indicator_name"),
        "unit": speech.pick(indicator, "unit"),
        "definition": speech.pick(indicator, "definition"),
        "source": speech.pick(indicator, "source"),
        "indicator_code": indicator["indicator_code"],
    }
    return {name: value for name, value in told.items() if value}


def _in_language(frame: pl.DataFrame, language: str) -> dict[str, list[Any]]:
    """Columns by name, with the other language's names left out and the suffix of this one dropped."""
    other = "en" if language == "zh" else "zh"
    kept: dict[str, list[Any]] = {}
    for name in frame.columns:
        if name.endswith(f"_{other}") and f"{name[:-3]}_{language}" in frame.columns:
            continue
        stem = name.removesuffix(f"_{language}") if f"{name[:-3]}_{other}" in frame.columns else name
        kept[stem.removesuffix("_zh")] = frame[name].to_list()
    return kept


class Cells:
    """Headings and cells in one language, by the rules of one indicator."""

    def __init__(self, language: str, indicator: dict[str, Any] | None) -> None:
        self.language, self.indicator = language, indicator
        lacks = sentences.denominator_figure(speak(language), indicator) if indicator else None
        self.words = value_words(language, lacks)
        self.decimals = int(indicator["decimals"]) if indicator else 2
        bounds = str(indicator["class_bounds"] or "") if indicator else ""
        self.classes = value_ranges([float(bound) for bound in bounds.split("|")]) if bounds else ()

    def heading(self, name: str, level: str | None) -> str:
        """What the report calls the column: an area by its level, a figure by the indicator's own names."""
        if name == "area_name" and level:
            return self.words[level]
        if self.indicator is None:
            return heading(name, self.language)
        speech = speak(self.language)
        names = {side: speech.pick(self.indicator, f"{side}_name") for side in ("numerator", "denominator")}
        text = heading(name, self.language, names)
        unit = {
            "value_shown": speech.pick(self.indicator, "unit"),
            "gap": speech.pick(self.indicator, "gap_unit"),
        }.get(name)
        if name == "value_shown":
            text = speech.pick(self.indicator, "short_name")
        if not unit:
            return text
        return f"{text} ({unit})" if self.language == "en" else f"{text}（{unit}）"

    def column(self, name: str, values: list[Any], beside: Mapping[str, list[Any]]) -> list[str | None]:
        """The cells of a column; a value that is not known stays blank."""
        if name == "value":
            targets = beside.get("target_value") or [None] * len(values)
            return [
                None if value is None else self._value(value, target)
                for value, target in zip(values, targets, strict=True)
            ]
        return [None if value is None else self._cell(name, value) for value in values]

    def _value(self, value: Any, target: Any) -> str:
        """The quotient with a few digits more than are shown; in full where those would reach the target."""
        if not isinstance(value, float):
            return str(value)
        exact = Decimal(repr(value))
        rounded = exact.quantize(Decimal(1).scaleb(-self.decimals - FURTHER_DIGITS), ROUND_HALF_UP)
        return f"{exact if target is not None and rounded == target != exact else rounded:f}"

    def _cell(self, name: str, value: Any) -> str | None:
        if isinstance(value, bool):
            return self.words[str(value).lower()]
        if name == "class_index" and 0 <= int(value) < len(self.classes):
            return self.classes[int(value)]
        if isinstance(value, Decimal):
            if name in SHOWN:
                # Already rounded by the warehouse; digits beyond the decimals are zeros and are only cut.
                return f"{value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_DOWN):f}"
            return numbers.bound(value).replace(numbers.MINUS, "-").replace(",", "")
        if isinstance(value, dt.datetime):
            return value.isoformat(sep=" ", timespec="seconds")
        if isinstance(value, dt.date):
            return None if value == ALWAYS else value.isoformat()
        if isinstance(value, (int, float)):
            return repr(value)
        if isinstance(value, list):
            return guard("|".join(self._text(name, str(one)) for one in value))
        return guard(self._text(name, str(value)))

    def _text(self, name: str, text: str) -> str:
        if name == "target_comparison":
            return self.words.get(sentences.COMPARISONS.get(text, text), text)
        if name in BARRED:
            return "|".join(self.words.get(one, one) for one in text.split("|"))
        # A word that one column uses in a sense of its own stands under the column's name.
        return self.words.get(f"{name}.{text}", self.words.get(text, text)) if name in CODED else text


def guard(text: str) -> str:
    """A text cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return "'" + text if text.startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    """A text without that apostrophe: a text cell of a workbook is never run, and what a cell says is without it."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text
