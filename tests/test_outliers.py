"""Figures far from their own unit's past: the score, the jump, what is too short a past, and what is never dropped."""

from __future__ import annotations

import datetime as dt
from statistics import median

import pytest

from pipelines.filing import found
from tests.filing import take_text
from tests.tiny import JIAZI, PERIOD, Tiny

PAST = [
    dt.date(year, month, day)
    for year in (2025, 2024, 2023)
    for month, day in ((12, 31), (9, 30), (6, 30), (3, 31))
]


def outliers(tiny: Tiny, values: list[int], area: str = "990000") -> dict[str, dict[str, object]]:
    """File values of one township, the newest first, and ask."""
    for value, period in zip(values, PAST, strict=False):
        tiny.staff({JIAZI[0]: value, JIAZI[1]: 7}, period=period, filed_on=period + dt.timedelta(days=10))
    tiny.built()
    rows = tiny.ask("outliers", dataset="staffing", period=PERIOD, area=area).to_dicts()
    return {f"{row['area_code']} {row['measure']}": row for row in rows}


def test_a_figure_far_from_its_past_has_its_score(tiny: Tiny) -> None:
    past = [40, 42, 41, 43, 39, 40, 44, 41]
    (row,) = outliers(tiny, [70, *past]).values()
    middle = median(past)
    spread = median([abs(value - middle) for value in past])
    assert (row["outlier_kind"], row["value"], row["before_value"]) == ("score", 70, 40)
    assert (row["past_values"], row["past_middle"], row["past_spread"]) == (8, middle, spread)
    assert row["score"] == pytest.approx(0.6745 * (70 - middle) / spread)
    assert row["moved_percent"] == 75


def test_a_jump_is_told_where_the_past_is_too_short_for_a_score(tiny: Tiny) -> None:
    (row,) = outliers(tiny, [90, 40, 41]).values()
    assert (row["outlier_kind"], row["past_middle"], row["score"]) == ("jump", None, None)


def test_small_differences_and_still_pasts_are_no_outliers(tiny: Tiny) -> None:
    # Nine more than always: below the least difference, though the past has not moved at all.
    assert outliers(tiny, [49, *[40] * 8]) == {}


def test_one_in_the_past_does_not_hide_another_now(tiny: Tiny) -> None:
    (row,) = outliers(tiny, [70, 40, 42, 900, 43, 39, 40, 44, 41]).values()
    assert row["outlier_kind"] == "score"


def test_it_is_both_and_has_one_name_in_every_build_until_its_value_is_another(tiny: Tiny) -> None:
    (row,) = outliers(tiny, [120, 40, 42, 41, 43, 39, 40, 44, 41]).values()
    assert row["outlier_kind"] == "both"
    tiny.built()
    again = tiny.ask("outliers", dataset="staffing", period=PERIOD, area="990101").to_dicts()
    assert [one["finding_id"] for one in again] == [row["finding_id"]]
    tiny.staff({JIAZI[0]: 121}, filed_on=dt.date(2026, 2, 1))
    tiny.build()
    (other,) = tiny.ask("outliers", dataset="staffing", period=PERIOD, area="990000").to_dicts()
    assert other["finding_id"] != row["finding_id"]
    assert tiny.ask("outliers", dataset="staffing", period=PERIOD, area="990200").height == 0


def file_text(value: int, township: str = JIAZI[0]) -> str:
    return f"area_code,period,chief_workers,deputy_workers,other_workers,certified_workers\n{township},2025-12-31,0,0,{value},0\n"


def past_of(tiny: Tiny, values: list[int]) -> None:
    for value, period in zip(values, PAST[1:], strict=False):
        tiny.staff({JIAZI[0]: value}, period=period, filed_on=period + dt.timedelta(days=10))


def test_a_figure_far_from_its_past_lands_with_a_warning(tiny: Tiny) -> None:
    past_of(tiny, [40, 42, 41, 43, 39, 40, 44, 41])
    outcome = take_text(tiny, file_text(90), "staffing.csv")
    assert outcome.status == "accepted"
    (warning,) = [one for one in outcome.warnings if one.rule == "outlier"]
    assert (warning.row, warning.value) == (2, "90")
    assert "8" in warning.message_en
    assert "modified z-score" in warning.message_en
    assert "修正标准分" in warning.message_zh
    tiny.built()
    (row,) = tiny.ask("outliers", dataset="staffing", period=PERIOD, area="990000").to_dicts()
    assert row["value"] == 90
    assert row["outlier_kind"] == "both"


def test_a_figure_like_its_past_and_one_without_a_past_land_in_silence(tiny: Tiny) -> None:
    assert take_text(tiny, file_text(500, JIAZI[1]), "first.csv").warnings == []
    past_of(tiny, [40, 42, 41, 43, 39, 40, 44, 41])
    assert [one.rule for one in take_text(tiny, file_text(44), "staffing.csv").warnings] == []


def test_what_filing_warns_of_is_what_the_list_has(tiny: Tiny) -> None:
    past_of(tiny, [30, 31, 29])
    outcome = take_text(tiny, file_text(75), "staffing.csv")
    tiny.built()
    (row,) = tiny.ask("outliers", dataset="staffing", period=PERIOD, area="990000").to_dicts()
    (warning,) = [one for one in outcome.warnings if one.rule == "outlier"]
    assert row["outlier_kind"] == "jump"
    assert found.told(row).message_en.strip() in warning.message_en
