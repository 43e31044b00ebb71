"""Checks the registries of a reference pack: indicators, targets and due dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl

from programme.packs.faults import Sheet, blank, day

POLICY_SYSTEMS = (
    "development",
    "services",
    "governance",
    "emergency",
    "social_organizations",
    "party_leadership",
)
JUDGED_LEVELS = ("province", "city", "county", "township")
COMPARISONS = (">=", ">", "<=", "<")
# Fits DECIMAL(18, 6), and in whole millionths a BIGINT.
_NUMBER = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


def check_indicators(sheet: Sheet, measures: dict[str, set[str]], judged: list[str]) -> None:
    """Hold each indicator to known datasets and their measures, and to numbers and words that a page can show.

    `measures` are those of each dataset; `judged` the indicators that a target names, which need a unit for gaps.
    """
    sheet.refuse_blank("indicator_code")
    sheet.refuse_repeats(
        "indicator_code", ["indicator_code"], ("上文已有这个指标", "an earlier row has this code; keep one")
    )
    for stem in ("indicator_name", "short_name", "numerator_name", "denominator_name", "unit"):
        sheet.refuse_blank(f"{stem}_zh", f"{stem}_en")
    sheet.refuse_half_pairs("gap_unit", "definition", "source", "owner")
    sheet.refuse(
        "gap_unit_zh",
        blank("gap_unit_zh") & blank("gap_unit_en") & pl.col("indicator_code").is_in(judged),
        ("targets.csv 中有它的目标，差额要有单位", "targets.csv judges it, so gaps need a unit"),
    )
    sheet.refuse_other_words("numerator_dataset", measures)
    sheet.refuse_other_words("denominator_dataset", measures)
    sheet.refuse_no_match(
        "scale", r"^0*[1-9][0-9]{0,9}$", ("应为大于 0 的整数", "should be a whole number above 0")
    )
    sheet.refuse_other_words("polarity", ("higher_is_better", "lower_is_better", "neutral"))
    sheet.refuse_no_match("decimals", r"^[0-4]$", ("应为 0 至 4", "should be 0 to 4"))
    sheet.refuse_other_words("policy_system", POLICY_SYSTEMS)
    sheet.refuse_other_words("cycle", ("quarterly", "annual"))
    sheet.refuse_no_match("sort_order", r"^[0-9]{1,9}$", ("应为整数", "should be a whole number"))
    sheet.settle()
    for row in sheet.frame.iter_rows(named=True):
        for side in ("numerator", "denominator"):
            _check_measures(sheet, row, side, measures)
        _check_bounds(sheet, row)


def _check_measures(sheet: Sheet, row: dict[str, Any], side: str, measures: dict[str, set[str]]) -> None:
    column = f"{side}_measures"
    known = measures.get(row[f"{side}_dataset"] or "")
    if known is None:
        return  # the dataset itself is refused
    named = [measure.strip() for measure in (row[column] or "").split("+")]
    unknown = [measure for measure in named if measure not in known]
    dataset = row[f"{side}_dataset"]
    if unknown:
        listed = "、".join(sorted(known)), ", ".join(sorted(known))
        sheet.faults.at(
            sheet.name,
            row["row"],
            column,
            row[column],
            f"{dataset} 没有“{unknown[0]}”；应为以下一项或几项之和（用 + 连接）：{listed[0]}",
            f"{dataset} has no '{unknown[0]}'; should be one of these, or a sum written a+b: {listed[1]}",
        )
    elif len(set(named)) < len(named):
        twice = next(measure for measure in named if named.count(measure) > 1)
        sheet.faults.at(
            sheet.name,
            row["row"],
            column,
            row[column],
            f"“{twice}”重复，每项只可加一次",
            f"'{twice}' stands twice; add each measure once",
        )


def _check_bounds(sheet: Sheet, row: dict[str, Any]) -> None:
    text = row["class_bounds"]
    if text is None:
        return
    bounds = pl.Series([bound.strip() for bound in text.split("|")])
    numbers = bounds.cast(pl.Float64, strict=False).to_list() if bounds.str.contains(_NUMBER).all() else []
    if not numbers or any(low >= high for low, high in pairwise(numbers)):
        sheet.faults.at(
            sheet.name,
            row["row"],
            "class_bounds",
            text,
            "应为由小到大的数，用 | 分隔（最多 6 位小数），如 12|15|18",
            "should be numbers in ascending order with | between (at most 6 decimals), such as 12|15|18",
        )


def check_targets(sheet: Sheet, indicators: list[str], areas: list[str]) -> None:
    """Hold each target to a known indicator and area, a number, words that are judged by, and days in order."""
    sheet.refuse_blank("target_id")
    sheet.refuse_repeats(
        "target_id", ["target_id"], ("上文已有这个目标", "an earlier row has this id; give each row its own")
    )
    sheet.refuse(
        "indicator_code",
        ~pl.col("indicator_code").fill_null("").is_in(indicators),
        ("indicators.csv 中没有这个指标", "no row of indicators.csv has this code"),
    )
    sheet.refuse(
        "area_code",
        ~pl.col("area_code").fill_null("").is_in(areas),
        ("areas.csv 中没有这个代码", "no row of areas.csv has this code"),
    )
    levels = pl.col("levels").fill_null("").str.split("|")
    known = list(JUDGED_LEVELS)
    sheet.refuse(
        "levels",
        ~levels.list.eval(pl.element().is_in(known)).list.all()
        | (levels.list.n_unique() < levels.list.len()),
        (
            f"应为 {'、'.join(known)} 中的一项或几项，用 | 分隔，不含空格",
            f"should be one or several of {', '.join(known)} with | between, no spaces",
        ),
    )
    sheet.refuse_other_words("comparison", COMPARISONS)
    sheet.refuse_no_match(
        "value",
        _NUMBER,
        ("应为不小于 0 的数，最多 6 位小数", "should be a number from 0 with at most 6 decimals"),
    )
    sheet.refuse_no_day("valid_from", "valid_to", "reach_by")
    for column in ("valid_to", "reach_by"):
        sheet.refuse(
            column,
            day(column) < day("valid_from"),
            ("应不早于 valid_from {valid_from}", "should not be before valid_from {valid_from}"),
        )
    sheet.refuse_blank("legal_basis_zh", "legal_basis_en")
    sheet.settle()


def check_due_dates(sheet: Sheet, datasets: list[str]) -> None:
    """Hold each due date to a dataset of returns, a quarter end or all of them, and a number of days or a day."""
    sheet.refuse_other_words("dataset", datasets)
    end = day("period")
    sheet.refuse(
        "period",
        ~pl.col("period").is_null()
        & (end.is_null() | (end.dt.month_end() != end) | (end.dt.month() % 3 != 0)),
        (
            "应为季度最后一天（如 2026-12-31），留空即各期",
            "should be the last day of a quarter such as 2026-12-31, or blank for all",
        ),
    )
    sheet.refuse_repeats(
        "dataset",
        ["dataset", "period"],
        ("上文已有同一数据集和报告期的一行", "an earlier row has this dataset and period; keep one"),
    )
    sheet.refuse(
        "days_after_period_end",
        ~pl.col("days_after_period_end").is_null()
        & ~pl.col("days_after_period_end").str.contains(r"^[0-9]{1,4}$"),
        ("应为不小于 0 的整数", "should be a whole number from 0"),
    )
    sheet.refuse_no_day("due_on")
    sheet.refuse(
        "due_on",
        pl.col("period").is_null() & ~pl.col("due_on").is_null(),
        (
            "只可与 period 同填；各期用 days_after_period_end",
            "needs a period; for all periods give days_after_period_end",
        ),
    )
    sheet.refuse(
        "days_after_period_end",
        pl.col("days_after_period_end").is_null() & (pl.col("due_on").is_null() | pl.col("period").is_null()),
        (
            "应为季末后的天数；单独一期也可只填 due_on",
            "should be days after the quarter's end; a row for one period may give due_on instead",
        ),
    )
    sheet.settle()
