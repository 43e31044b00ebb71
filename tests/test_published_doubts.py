"""Published tables in which something may be meant in two ways, or is cut: an error that says what stands there, never a guess."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.additions import extend
from tests.filing import rules
from tests.test_published_tables import (
    ALL,
    BING,
    JIA,
    PLAIN,
    TITLE,
    YI,
    csv_of,
    figures_of,
    home,
    looked_at,
    said,
)
from tests.tiny import Tiny

__all__ = ["home"]  # one home whose files are only examined

HEADS = PLAIN[0]
BESIDE = [
    "设区市,县（市、区）,常住人口,城镇常住人口",
    "东江市,甲子区,51230,40000",
    "东江市,乙丑区,30000,30000",
    "西山市,丙寅县,9990,5000",
    "西山市,丁卯市,7700,7000",
    "试验省,戊辰市,1000,400",
]


def refused(home: Tiny, rows: list[str], rule: str, *words: str, name: str = "a.csv", **options: Any) -> None:
    """A table is refused by a rule, with words that stand in both languages."""
    outcome, _ = looked_at(home, csv_of(*rows), name, **options)
    assert outcome.status == "rejected"
    assert rule in {one.rule for one in outcome.errors}, said(outcome)
    for language in ("zh", "en"):
        text = " ".join(one.message(language) for one in outcome.errors)
        assert all(word in text for word in words), text


# ---------------------------------------------------------------- whose rows they are


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("with_code", [False, True])
def test_a_city_beside_its_counties_is_no_name_of_a_row(home: Tiny, blank: bool, with_code: bool) -> None:
    rows = list(BESIDE)
    if blank:
        rows[2], rows[4] = rows[2].replace("东江市", ""), rows[4].replace("西山市", "")
    if with_code:
        codes = ["代码", *ALL]
        rows = [f"{code},{row},x" for code, row in zip(codes, rows, strict=True)]
    outcome, found = looked_at(home, csv_of(TITLE, *rows), source="tests")
    assert outcome.errors == [], said(outcome)
    assert figures_of(found) == ALL


def test_a_row_of_the_city_itself_among_its_counties_is_a_total(home: Tiny) -> None:
    rows = [BESIDE[0], "东江市,,81230,70000", *BESIDE[1:3], "西山市,小计,17690,12000", *BESIDE[3:]]
    outcome, found = looked_at(home, csv_of(TITLE, *rows))
    assert figures_of(found) == ALL, said(outcome)


def test_a_county_beside_a_city_that_has_it_not_is_an_error_that_shows_both(home: Tiny) -> None:
    rows = [BESIDE[0], *BESIDE[1:3], BESIDE[3].replace("西山市", "东江市")]
    refused(home, [TITLE, *rows], "not_within", BING, "990100")


def test_two_counties_of_one_name_are_told_apart_by_the_city_beside_them(tiny: Tiny) -> None:
    tiny.change("areas", {"area_code": BING}, area_name_zh="甲子区", short_name_zh="甲子")
    rows = [BESIDE[0], BESIDE[1], ",乙丑区,30000,30000", "西山市,甲子区,9990,5000", ",丁卯市,7700,7000"]
    outcome, found = looked_at(tiny, csv_of(TITLE, *rows))
    assert outcome.errors == [], said(outcome)
    assert figures_of(found) == {code: ALL[code] for code in list(ALL)[:4]}


@pytest.mark.parametrize(
    ("rows", "dataset", "level"),
    [
        ([TITLE, HEADS, "东江市,81230,70000", "西山市,17690,12000"], "population", "city"),
        ([TITLE, f"代码,{HEADS},x", "990100,东江市,81230,70000,1", "990200,,17690,12000,1"], "population", "city"),
        (["2025年第四季度", "单位,正职,副职,其他,其中：持证", "东江市,1,2,3,4"], "staffing", "city"),
    ],
)  # fmt: skip
def test_a_table_without_areas_that_file_is_refused_with_what_is_there(
    home: Tiny, rows: list[str], dataset: str, level: str
) -> None:
    outcome, _ = looked_at(home, csv_of(*rows), dataset=dataset, source="tests")
    assert "no_area_of_level" in {one.rule for one in outcome.errors}, said(outcome)
    assert level in said(outcome)


# ---------------------------------------------------------------- a file lands whole or not at all


def test_a_table_that_is_too_long_is_refused_and_not_cut(home: Tiny) -> None:
    rows = [TITLE, HEADS, *PLAIN[1:3], *["市区,1,1"] * 20_000, *PLAIN[3:]]
    refused(home, rows, "too_large")
    refused(home, [TITLE, HEADS.replace(",", ",x,", 1), *rows[2:]], "too_large", maps=["x=-"])


def test_a_line_of_a_million_columns_is_refused_before_it_is_read(home: Tiny) -> None:
    before = time.process_time()
    outcome, _ = looked_at(home, b"a," * 1_000_000)
    assert rules(outcome) == [(None, "too_many_columns")]
    outcome, _ = looked_at(home, b"a," * 1_000_000, unit="万人")
    assert rules(outcome) == [(None, "too_many_columns")]
    assert time.process_time() - before < 4


def test_columns_that_are_blank_to_the_end_of_the_sheet_do_not_count(home: Tiny) -> None:
    outcome, rows = looked_at(home, csv_of(TITLE, *(row + "," * 3_000 for row in PLAIN)))
    assert outcome.errors == [], said(outcome)
    assert figures_of(rows) == ALL


# ---------------------------------------------------------------- the day

STAFF = ["单位,正职,副职,其他,其中：持证", "一街街道,1,2,3,4"]


def test_the_headings_are_nearer_than_the_title_and_a_yearbook_has_no_day(home: Tiny) -> None:
    rows = ["地区,2024年末常住人口,2024年末城镇常住人口", *PLAIN[1:]]
    outcome, found = looked_at(home, csv_of("试验统计年鉴2025", *rows))
    assert {row["period"] for row in found.values()} == {"2024-12-31"}, said(outcome)
    refused(home, ["2025年末人口", *rows], "days_differ", "2024-12-31", "2025-12-31", "--period")
    outcome, found = looked_at(home, csv_of("2025年末人口", *rows), period="2024-12-31")
    assert {row["period"] for row in found.values()} == {"2024-12-31"}, said(outcome)
    refused(home, ["试验统计年鉴2025", *PLAIN], "no_day", "--period")


def test_a_period_that_the_table_contradicts_is_an_error_that_shows_both(home: Tiny) -> None:
    both = ("2023-12-31", "2025-12-31")
    refused(home, ["试验省2023年末人口", *PLAIN], "period_differs", *both, period="2025-12-31")
    rows = [HEADS + ",期别", *(row + ",2025-12-31" for row in PLAIN[1:])]
    refused(home, ["试验省2023年末人口", *rows], "period_differs", *both)
    title = "2025年第三季度社区工作者"
    refused(home, [title, *STAFF], "period_differs", "2025-09-30", dataset="staffing", period="2025-12-31")
    # A year alone has four quarters.
    outcome, _ = looked_at(home, csv_of("2025年社区工作者", *STAFF), dataset="staffing", period="2025-09-30")
    assert outcome.errors == [], said(outcome)


def test_a_day_in_the_name_of_the_file_that_differs_is_told(home: Tiny) -> None:
    outcome, _ = looked_at(home, csv_of(TITLE, *PLAIN), "2023年末人口.csv")
    assert outcome.errors == []
    assert "period_in_name" in {one.rule for one in outcome.warnings}


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ("上半年", "2025-06-30"), ("前三季度", "2025-09-30"), ("1—9月", "2025-09-30"), ("1-12月", "2025-12-31"),
        ("一至三季度", "2025-09-30"), ("年末", "2025-12-31"), ("6月末", "2025-06-30"),
    ],
)  # fmt: skip
def test_a_part_of_the_year_ends_with_its_quarter(home: Tiny, span: str, day: str) -> None:
    title = f"2025{'' if span == '年末' else '年'}{span}社区工作者"
    outcome, found = looked_at(home, csv_of(title, *STAFF), dataset="staffing")
    assert {row["period"] for row in found.values()} == {day}, said(outcome)


@pytest.mark.parametrize(
    ("title", "heading", "is_asked"),
    [
        ("2025年1—9月入户走访", "走访户数", True),
        ("2025年上半年入户走访", "走访户数", True),
        ("2025年前三季度入户走访", "走访户数", True),
        ("2025年1-3月入户走访", "走访户数", False),  # a quarter
        ("2025年三季度入户走访", "走访户数", False),
        ("2025年前三季度入户走访", "走访户数（2025年三季度）", False),  # the heading is nearer
        ("入户走访", "走访户数（2025年1-9月）", True),
    ],
)
def test_what_happened_in_more_than_a_quarter_is_never_taken_for_a_quarter(
    tiny: Tiny, title: str, heading: str, is_asked: bool
) -> None:
    rows = csv_of(title, f"地区,{heading},帮扶户数", "甲子区,12,1", "乙丑区,3,1")
    extend(tiny)
    outcome, _ = looked_at(tiny, rows, dataset="home_visits", maps=[])
    found = [one for one in outcome.errors if one.problem.key == "published.flow_of_more"]
    assert bool(found) == is_asked, said(outcome)
    if is_asked:
        for language in ("zh", "en"):
            assert f'--map "{heading}=visits"' in found[0].message(language)
        outcome, rows_read = looked_at(tiny, rows, dataset="home_visits", maps=[f"{heading}=visits"])
    else:
        outcome, rows_read = looked_at(tiny, rows, dataset="home_visits", maps=[])
    assert outcome.errors == [], said(outcome)
    assert sorted(row["visits"] for row in rows_read.values()) == ["12", "3"]


@pytest.mark.parametrize("span", ["1—8月", "10月", "二〇二五年"])
def test_what_ends_with_no_quarter_is_asked_for(home: Tiny, span: str) -> None:
    refused(
        home,
        [f"2025年{span}社区工作者" if "月" in span else span, *STAFF],
        "no_day",
        "--period",
        dataset="staffing",
    )


# ---------------------------------------------------------------- units and shares


@pytest.mark.parametrize("unit", ["万户", "‰", "万人次", "平方公里", "10000 persons", "%"])
def test_a_unit_that_a_measure_is_not_counted_in_is_an_error(home: Tiny, unit: str) -> None:
    heads = f"地区,常住人口（{unit}）,城镇常住人口"
    refused(home, [TITLE, heads, *PLAIN[1:]], "unit_of_another", unit, "--unit")
    refused(home, [TITLE, f"单位：{unit}", *PLAIN], "unit_of_another", unit, "--unit")
    outcome, found = looked_at(home, csv_of(TITLE, f"单位：{unit}", *PLAIN), unit="人")
    assert figures_of(found) == ALL, said(outcome)


def test_who_files_a_table_and_what_is_in_brackets_is_no_unit(home: Tiny) -> None:
    heads = "地区,常住人口（含外来）,城镇常住人口（2025年末）"
    outcome, found = looked_at(home, csv_of(TITLE, "填报单位：试验省统计局（盖章）", heads, *PLAIN[1:]))
    assert figures_of(found) == ALL, said(outcome)


@pytest.mark.parametrize("unit", ["%", "千元"])
def test_a_unit_given_that_fits_no_column_is_an_error(home: Tiny, unit: str) -> None:
    refused(home, [TITLE, *PLAIN], "unit_fits_none", unit, "--unit", unit=unit)


def test_a_share_in_the_column_of_a_count_is_an_error(home: Tiny) -> None:
    refused(home, [TITLE, HEADS, "甲子区,51230,78%", *PLAIN[2:]], "not_a_whole_number", "78%")
    heads = "地区,常住人口,城镇常住人口（%）"
    rows = [TITLE, heads, "甲子区,51230,78.09", "乙丑区,30000,100"]
    refused(home, rows, "unit_of_another", "rate:urban_population", "share:urban_population", source="tests")
    outcome, found = looked_at(
        home, csv_of(*rows), source="tests", maps=["城镇常住人口（%）=rate:urban_population"]
    )
    assert figures_of(found) == {JIA: (51_230, 40_006), YI: (30_000, 30_000)}, said(outcome)


@pytest.mark.parametrize("heading", ["城镇化率", "城镇化率（%）"])
def test_a_rate_none_of_which_is_above_one_is_never_guessed(home: Tiny, heading: str) -> None:
    rows = [TITLE, f"地区,常住人口,{heading}", "甲子区,51230,0.7809", "乙丑区,30000,1"]
    refused(
        home, rows, "share_or_per_cent", "share:urban_population", "rate:urban_population", source="tests"
    )
    outcome, found = looked_at(
        home, csv_of(*rows), source="tests", maps=[f"{heading}=share:urban_population"]
    )
    assert figures_of(found) == {JIA: (51_230, 40_006), YI: (30_000, 30_000)}, said(outcome)
    outcome, found = looked_at(home, csv_of(*rows), source="tests", maps=[f"{heading}=rate:urban_population"])
    assert figures_of(found) == {JIA: (51_230, 400), YI: (30_000, 300)}, said(outcome)


# ---------------------------------------------------------------- totals


def test_a_total_is_held_to_the_finest_digit_of_its_column(home: Tiny) -> None:
    rows = ["地区,常住人口（万人）,城镇常住人口", "东江市,9.5,70000", "甲子区,5.12,40000", "乙丑区,3,30000"]
    refused(home, [TITLE, *rows], "total_differs", "9.5", "8.12")
    outcome, _ = looked_at(home, csv_of(TITLE, rows[0], "东江市,8.13,70000", *rows[2:]))
    assert outcome.errors == [], said(outcome)


def test_a_total_that_was_not_checked_is_not_among_those_that_agree(home: Tiny) -> None:
    rows = [HEADS, "东江市,81230,70000", *PLAIN[1:3], "西山市,17690,12000", PLAIN[5]]
    outcome, _ = looked_at(home, csv_of(TITLE, *rows))
    assert "figures that agree: 2 (东江市)" in said(outcome)
    assert "parts are missing: 西山市." in said(outcome)


def test_a_city_may_stand_below_its_counties(home: Tiny) -> None:
    rows = [HEADS, *PLAIN[1:3], "东江市,81230,70000", *PLAIN[3:5], "西山市,17690,12000", PLAIN[5]]
    outcome, found = looked_at(home, csv_of(TITLE, *rows))
    assert figures_of(found) == ALL, said(outcome)
    rows[6] = "西山市,17790,12000"
    refused(home, [TITLE, *rows], "total_differs", "17790")


# ---------------------------------------------------------------- rows that are not what they look like


@pytest.mark.parametrize("name", ["其中：乙丒区", "#乙丒区", "乙丒区"])
def test_a_misspelt_name_is_an_error_also_where_it_is_a_part(home: Tiny, name: str) -> None:
    rows = [TITLE, HEADS, "东江市,,", PLAIN[1], f"{name},30000,30000"]
    refused(home, rows, "unknown_name", "乙丒区")


def test_a_figure_with_the_digits_of_a_code_is_a_figure(home: Tiny) -> None:
    rows = [HEADS, "甲子区,990201,40000", *PLAIN[2:]]
    outcome, found = looked_at(home, csv_of(TITLE, *rows))
    assert figures_of(found) == ALL | {JIA: (990_201, 40_000)}, said(outcome)


@pytest.mark.parametrize("code", ["99010", "9901011", "9901O1", "990103"])
def test_a_wrong_code_beside_a_name_is_an_error(home: Tiny, code: str) -> None:
    rows = [f"代码,{HEADS},x", "990102,乙丑区,30000,30000,1", f"{code},甲子区,51230,40000,1"]
    refused(home, [TITLE, *rows], "unknown_code", "990101", source="tests")


def test_a_total_in_the_column_of_codes_is_a_total(home: Tiny) -> None:
    codes = [f"{code},{row},x" for code, row in zip(ALL, PLAIN[1:], strict=True)]
    outcome, found = looked_at(
        home, csv_of(TITLE, f"代码,{HEADS},说明", *codes, "合计,,99920,82400,"), source="tests"
    )
    assert figures_of(found) == ALL, said(outcome)


@pytest.mark.parametrize("second", [",户籍人口,城镇户籍人口", "地区,户籍人口,城镇户籍人口", ",二、户籍人口,"])
def test_a_second_heading_below_rows_is_an_error(home: Tiny, second: str) -> None:
    refused(home, [TITLE, *PLAIN[:3], second, *PLAIN[3:]], "second_heading", "5", "户籍人口")


def test_a_heading_that_is_printed_once_more_is_passed_over(home: Tiny) -> None:
    outcome, found = looked_at(home, csv_of(TITLE, *PLAIN[:3], HEADS, *PLAIN[3:]))
    assert figures_of(found) == ALL, said(outcome)


# ---------------------------------------------------------------- days as they are typed, and tables that lie otherwise


@pytest.mark.parametrize(
    "text", ["2025年末", "2025年底", "2025年12月", "2025年12月末", "截至2025年12月31日", "2025Q4", "20251231"]
)
def test_the_day_of_a_row_is_read_as_people_type_it(home: Tiny, text: str) -> None:
    outcome, found = looked_at(
        home, csv_of("试验省人口", HEADS + ",期别", *(f"{row},{text}" for row in PLAIN[1:]))
    )
    assert outcome.errors == [], said(outcome)
    assert figures_of(found) == ALL
    form = csv_of("area_code,period,resident_population,urban_population", f"{JIA},{text},51230,40000")
    outcome, _ = looked_at(home, form)
    assert outcome.errors == [], said(outcome)


def test_a_month_that_ends_no_quarter_is_no_day_of_a_row(home: Tiny) -> None:
    rows = ["area_code,period,resident_population,urban_population", f"{JIA},2025年11月,51230,40000"]
    refused(home, rows, "not_a_date", "2025")


def test_a_table_whose_areas_or_years_are_over_its_columns_is_told_what_it_is(home: Tiny) -> None:
    rows = ["指标,甲子区,乙丑区", "常住人口,51230,30000", "城镇常住人口,40000,30000"]
    refused(home, [TITLE, *rows], "areas_over_columns", "甲子区", "乙丑区")
    rows = ["地区,2024年,2025年", "甲子区,1,51230", "乙丑区,2,30000"]
    refused(home, rows, "years_over_columns", "2024年", "2025年", "--map", "--period", "resident_population")
    options = {"period": "2025-12-31", "source": "tests", "maps": ["2025年=resident_population"]}
    outcome, found = looked_at(home, csv_of(*rows), **options)
    assert figures_of(found) == {JIA: (51_230, None), YI: (30_000, None)}, said(outcome)


def test_a_footnote_behind_a_name_is_passed_over_and_a_unit_in_a_cell_is_named(home: Tiny) -> None:
    rows = [HEADS, PLAIN[1].replace("甲子区", "甲子区①"), PLAIN[2].replace("乙丑区", "乙丑区[1]"), *PLAIN[3:]]
    outcome, found = looked_at(home, csv_of(TITLE, *rows))
    assert figures_of(found) == ALL, said(outcome)
    refused(home, [TITLE, HEADS, "甲子区,5.123万,4"], "unit_in_cell", "万", "--unit")
