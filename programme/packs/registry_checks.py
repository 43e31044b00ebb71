"""Checks the registries: indicators, targets, due dates, departments and sources, row against row."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl

from programme.packs.cells import ALWAYS, blank, day
from programme.packs.columns import NUMBER
from programme.packs.faults import Sheet
from programme.packs.tables import SCHEMAS
from words.problems import Problem


def check_indicators(
    sheet: Sheet, measures: dict[str, set[str]], annual: list[str], judged: list[str], departments: list[str]
) -> None:
    """Hold each indicator to known datasets and their measures, and to numbers and words that a page can show.

    `measures` are those of each dataset, `annual` the datasets that have no figures between year ends; `judged` the
    indicators that a target names, which need a unit for gaps; `departments` the known codes.
    """
    sheet.hold_to(SCHEMAS["indicators"])
    sheet.refuse_repeats("indicator_code", ["indicator_code"], Problem("packs.repeated_indicator"))
    without_unit = blank("gap_unit_zh") & blank("gap_unit_en") & pl.col("indicator_code").is_in(judged)
    sheet.refuse("gap_unit_zh", without_unit, Problem("packs.judged_without_unit"))
    sheet.refuse_other_words("numerator_dataset", list(measures))
    sheet.refuse_other_words("denominator_dataset", list(measures))
    unknown = ~pl.col("owner").is_null() & ~pl.col("owner").is_in(departments)
    sheet.refuse("owner", unknown, Problem("packs.unknown_department"))
    rests_on_annual = pl.col("numerator_dataset").is_in(annual) | pl.col("denominator_dataset").is_in(annual)
    sheet.refuse(
        "cycle", (pl.col("cycle") == "quarterly") & rests_on_annual, Problem("packs.quarterly_of_annual")
    )
    sheet.settle()
    for row in sheet.frame.iter_rows(named=True):
        for side in ("numerator", "denominator"):
            _check_measures(sheet, row, f"{side}_", measures)
        _check_bounds(sheet, row)


def _check_measures(sheet: Sheet, row: dict[str, Any], side: str, measures: dict[str, set[str]]) -> None:
    column, dataset = f"{side}measures", row[f"{side}dataset"]
    known = measures.get(dataset or "")
    if known is None:
        return  # the dataset itself is refused
    named = [measure.strip() for measure in (row[column] or "").split("+")]
    unknown = [measure for measure in named if measure not in known]
    if unknown:
        wanted = Problem("packs.unknown_measure", dataset=dataset, measure=unknown[0], known=sorted(known))
        sheet.at(row, column, wanted)
    elif len(set(named)) < len(named):
        twice = next(measure for measure in named if named.count(measure) > 1)
        sheet.at(row, column, Problem("packs.repeated_measure", measure=twice))


def _check_bounds(sheet: Sheet, row: dict[str, Any]) -> None:
    text = row["class_bounds"]
    if text is None:
        return
    bounds = pl.Series([bound.strip() for bound in text.split("|")])
    numbers = bounds.cast(pl.Float64, strict=False).to_list() if bounds.str.contains(NUMBER).all() else []
    if not numbers or any(low >= high for low, high in pairwise(numbers)):
        sheet.at(row, "class_bounds", Problem("packs.class_bounds"))


def check_targets(sheet: Sheet, indicators: list[str], areas: list[str], sources: list[str]) -> None:
    """Hold each target to a known indicator and area, a number, words that are judged by, and days in order."""
    sheet.hold_to(SCHEMAS["targets"])
    sheet.refuse_repeats("target_id", ["target_id"], Problem("packs.repeated_target"))
    unknown = ~pl.col("indicator_code").fill_null("").is_in(indicators)
    sheet.refuse("indicator_code", unknown, Problem("packs.unknown_indicator"))
    unknown = ~pl.col("area_code").fill_null("").is_in(areas)
    sheet.refuse("area_code", unknown, Problem("packs.unknown_area"))
    for column in ("valid_to", "reach_by"):
        before = day(column) < day("valid_from")
        sheet.refuse(column, before, Problem("packs.before_start"), "valid_from")
    sheet.refuse_unknown_sources(sources)
    sheet.settle()
    _check_pairs_of_targets(sheet)


def _check_pairs_of_targets(sheet: Sheet) -> None:
    """Hold targets of an indicator to one direction, and those of an area and level to one on a day; both rows are named."""
    first: dict[str, dict[str, Any]] = {}
    before: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sheet.frame.iter_rows(named=True):
        told = first.setdefault(row["indicator_code"], row)
        if (row["comparison"] or "")[:1] != (told["comparison"] or "")[:1]:
            sheet.at(row, "comparison", _beside("packs.two_directions", told, comparison=told["comparison"]))
        place = (row["indicator_code"], row["area_code"])
        clashing = [
            one for one in before.get(place, []) if _share_a_day(one, row) and _share_a_level(one, row)
        ]
        if clashing:
            sheet.at(row, "valid_from", _beside("packs.overlapping_targets", clashing[0]))
        before.setdefault(place, []).append(row)


def _beside(key: str, other: dict[str, Any], **values: Any) -> Problem:
    return Problem(key, other=other["target_id"], other_row=other["row"], other_file=other["file"], **values)


def _share_a_day(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Dates in ISO form compare as texts; both ends are inclusive."""
    starts = (row["valid_from"] or ALWAYS for row in (one, other))
    ends = (row["valid_to"] or "9999-12-31" for row in (one, other))
    return max(starts) <= min(ends)


def _share_a_level(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool({*(one["levels"] or "").split("|")} & {*(other["levels"] or "").split("|")})


def check_due_dates(sheet: Sheet, datasets: list[str], annual: list[str], sources: list[str]) -> None:
    """Hold each due date to a dataset of returns, a period end of its cycle or all of them, and days or a day."""
    sheet.refuse_other_words("dataset", datasets)
    end = day("period")
    no_quarter_end = end.is_null() | (end.dt.month_end() != end) | (end.dt.month() % 3 != 0)
    sheet.refuse("period", ~pl.col("period").is_null() & no_quarter_end, Problem("packs.period_or_blank"))
    no_year_end = pl.col("dataset").is_in(annual) & ~end.is_null() & (end.dt.month() != 12)
    sheet.refuse("period", no_year_end & ~no_quarter_end, Problem("packs.due_at_year_ends"))
    sheet.refuse_repeats("dataset", ["dataset", "period"], Problem("packs.repeated_due_date"))
    sheet.hold_to(SCHEMAS["due_dates"])
    for_all = pl.col("period").is_null()
    sheet.refuse("due_on", for_all & ~pl.col("due_on").is_null(), Problem("packs.due_on_for_all"))
    no_day = pl.col("days_after_period_end").is_null() & (pl.col("due_on").is_null() | for_all)
    sheet.refuse("days_after_period_end", no_day, Problem("packs.no_due_day"))
    sheet.refuse_unknown_sources(sources)
    sheet.settle()


def check_published_totals(
    sheet: Sheet, measures: dict[str, set[str]], annual: list[str], areas: list[str], sources: list[str]
) -> None:
    """Hold each total to an area, measures of a dataset of returns, and a period of it; a figure stands once."""
    sheet.hold_to(SCHEMAS["published_totals"])
    sheet.refuse_other_words("dataset", [dataset for dataset in measures if dataset != "figures"])
    unknown = ~pl.col("area_code").fill_null("").is_in(areas)
    sheet.refuse("area_code", unknown, Problem("packs.unknown_area"))
    end = day("period")
    no_quarter_end = (end.dt.month_end() != end) | (end.dt.month() % 3 != 0)
    sheet.refuse("period", no_quarter_end, Problem("packs.period_of_dataset"))
    no_year_end = pl.col("dataset").is_in(annual) & (end.dt.month() != 12)
    sheet.refuse("period", no_year_end & ~no_quarter_end, Problem("packs.period_of_dataset"))
    sheet.refuse_repeats(
        "measures", ["area_code", "dataset", "measures", "period"], Problem("packs.repeated_total")
    )
    sheet.refuse_unknown_sources(sources)
    sheet.settle()
    for row in sheet.frame.iter_rows(named=True):
        _check_measures(sheet, row, "", measures)


def check_departments(sheet: Sheet, sources: list[str]) -> None:
    """Hold each department to names in both languages and days in order; on a day a code has one name."""
    sheet.hold_to(SCHEMAS["departments"])
    start = day(pl.col("valid_from").fill_null(ALWAYS))
    sheet.refuse("valid_to", day("valid_to") < start, Problem("packs.before_start"), "valid_from")
    spans = sheet.frame.with_columns(start=start, end=day(pl.col("valid_to").fill_null("2199-12-31")))
    # In order of days, so that a row can be held to the one before it.
    sheet.frame = spans.sort("department_code", "start", maintain_order=True)
    before = pl.col("end").shift(1).over("department_code")
    sheet.refuse("valid_from", pl.col("start") <= before, Problem("packs.two_departments"), "department_code")
    sheet.refuse_unknown_sources(sources)
    sheet.settle()


def check_sources(sheet: Sheet) -> None:
    """Hold each source to an id of its own and a title in both languages."""
    sheet.hold_to(SCHEMAS["sources"])
    sheet.refuse_repeats("source_id", ["source_id"], Problem("packs.repeated_source"))
    sheet.settle()
