"""Drill: what is below each area, whether it adds up to the figure above, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.test_pages import (
    CHINESE,
    LATIN,
    SAME,
    forgotten_after,
    kept_while_read,
    opened,
    text_of,
    title,
    visit,
)
from tests.tiny import BINGYIN, JIAZI, PERIOD, WORKERS, WUCHEN, YICHOU, Tiny
from words import drill_findings, speak

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
BEFORE = dt.date(2024, 12, 31)
WHOLE, EAST, WEST, STRAIGHT, JIA, BING, DING = (
    "990000", "990100", "990200", "999001", "990101", "990201", "990202",
)  # fmt: skip


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Two counties and one straight below the province in full, one in part, one not; a year before one that filed whole."""
    tiny = Tiny(tmp_path_factory.mktemp("drill"))
    tiny.staff({"990101": 30, JIAZI[0]: None, JIAZI[1]: None}, period=BEFORE, filed_on=dt.date(2025, 1, 9))
    tiny.staff(dict.fromkeys(JIAZI, 20) | {YICHOU[0]: 30, YICHOU[1]: 15, YICHOU[2]: 5}, simulated=True)
    tiny.staff({BINGYIN[0]: 6, BINGYIN[1]: 4} | dict.fromkeys(WUCHEN, 9), simulated=True)
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def column(
    tiny: Tiny, area: str, indicator: str = WORKERS, period: dt.date = PERIOD
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of an area itself, and those right below it in their order."""
    above, *parts = tiny.ask("drill_parts", indicator=indicator, period=period, areas=[area]).to_dicts()
    assert above["is_above"]
    assert not any(row["is_above"] for row in parts)
    return above, parts


# ---------------------------------------------------------------- the sums


@pytest.mark.parametrize(
    ("area", "numerator", "gap", "left_out", "sums_of"),
    [
        (WHOLE, 90 + 27, 5 + 1, 3, "complete_counties"),
        (EAST, 90, 5, 1, "complete_counties"),  # the zone has not filed
        (WEST, 10, None, 1, "all_filed"),
        (JIA, 40, None, 0, "filed_units"),
        (BING, 10, None, 1, "filed_units"),
    ],
)
def test_parts_add_up_to_the_figure_above_and_what_is_in_neither_is_counted(
    filed: Tiny, area: str, numerator: int, gap: int | None, left_out: int, sums_of: str
) -> None:
    above, parts = column(filed, area)
    shown = filed.values(WORKERS, PERIOD)[area]
    assert (above["numerator"], above["numerator_in_sum"]) == (shown["numerator"], numerator)
    assert above["gap_in_sum"] == gap
    assert (above["counties_left_out"], above["sums_of"], above["adds_up"]) == (left_out, sums_of, True)
    assert sum(row["numerator_in_sum"] or 0 for row in parts) == numerator
    assert sum(row["counties_left_out"] for row in parts) == left_out


def test_a_city_without_a_complete_county_is_listed_and_not_in_the_sum(filed: Tiny) -> None:
    _, parts = column(filed, WHOLE)
    west = next(row for row in parts if row["area_code"] == WEST)
    assert (west["numerator"], west["numerator_in_sum"], west["counties_left_out"]) == (10, None, 2)


def test_the_largest_gap_stands_first_what_is_not_known_behind_and_zones_last(filed: Tiny) -> None:
    assert [row["area_code"] for row in column(filed, WHOLE)[1]] == [EAST, STRAIGHT, WEST]
    assert [row["area_code"] for row in column(filed, EAST)[1]] == ["990102", JIA, "990171"]
    assert [row["area_code"] for row in column(filed, "990102")[1]] == list(YICHOU)
    assert column(filed, BING)[1][-1]["area_level"] == "zone"


@pytest.mark.parametrize(
    ("area", "indicator", "period", "why"),
    [
        (DING, WORKERS, PERIOD, "no_level"),
        (JIA, WORKERS, BEFORE, "filed_whole"),
        (STRAIGHT, WORKERS, BEFORE, "unreported"),
        (WHOLE, WORKERS, dt.date(2023, 12, 31), "unreported"),
        (JIA, "communities_per_10k_urban", PERIOD, "filed_above"),
    ],
)
def test_where_nothing_is_added_up_the_row_says_why(
    filed: Tiny, area: str, indicator: str, period: dt.date, why: str
) -> None:
    above, _ = column(filed, area, indicator, period)
    assert (above["not_added_because"], above["adds_up"], above["numerator_in_sum"]) == (why, None, None)


def test_a_zone_inside_a_county_is_no_level_below_it(filed: Tiny) -> None:
    above, parts = column(filed, BING)
    assert (above["areas_below"], len(parts)) == (3, 4)
    assert (parts[-1]["value_status"], parts[-1]["counties_left_out"]) == ("not_applicable", 0)


UNITS = (*JIAZI, *YICHOU, *BINGYIN, DING, *WUCHEN, "990171")
QUARTERS = [
    dt.date(year, month, day) for year in (2024, 2025) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
]


def test_whatever_is_filed_every_column_adds_up(tmp_path: Path) -> None:
    tiny, chance, added = Tiny(tmp_path), random.Random(15), 0
    for at, quarter in enumerate(QUARTERS):
        # From nearly nothing to nearly all: a city of which no county is complete, and one of which all are.
        rows: dict[str, int | None] = {
            unit: chance.randint(0, 60) for unit in UNITS if chance.random() < (at + 1) / 8
        }
        tiny.staff(rows or {UNITS[0]: 1}, period=quarter, filed_on=quarter + dt.timedelta(days=9))
    tiny.built()
    areas = [WHOLE, EAST, WEST, STRAIGHT, JIA, "990102", BING, DING]
    for quarter in QUARTERS:
        shown = tiny.values(WORKERS, quarter)
        rows_of = tiny.ask("drill_parts", indicator=WORKERS, period=quarter, areas=areas).to_dicts()
        for area in areas:
            above = next(row for row in rows_of if row["above_code"] == area and row["is_above"])
            parts = [row for row in rows_of if row["above_code"] == area and not row["is_above"]]
            known = [row["numerator_in_sum"] for row in parts if row["numerator_in_sum"] is not None]
            if known:
                assert above["adds_up"] is True
                assert sum(known) == above["numerator_in_sum"] == shown[area]["numerator"]
                added += 1
            else:
                assert above["adds_up"] is None
                assert above["not_added_because"]
    assert added > 25


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "试验省缺口", "Shiyan Province lacks"),
        ({}, "东江 5（最多）", "Dongjiang 5 (most)"),
        ({"city": EAST}, "东江 5，其中乙丑 5（最多）", "Dongjiang 5, of these Yichou 5 (most)"),
        ({"county": JIA}, "东江 5，其中甲子 0", "of these Jiazi 0"),
        ({"county": DING}, "其中丁卯 未报", "Dingmao"),
        ({"county": STRAIGHT}, "戊辰 1", "Wuchen 1"),
        ({"period": "2023-12-31"}, "试验省还没有2023年第4季度的社区工作者数", "no figure of community workers"),
        ({"indicator": "communities_per_10k_urban"}, "试验省居民委员会 40：东江 22（最多）", "Shiyan Province has 40 "),
    ],
)  # fmt: skip
def test_the_title_says_where_on_the_path_the_gap_lies(
    at_home: Tiny, query: dict[str, str], zh: str, en: str
) -> None:
    assert zh in title(visit("drill", **query))
    assert en.lower() in title(visit("drill", "en", **query)).lower()


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [(7, 7, "7"), (7, None, "7"), (7, 9, "at least 7"), (0, 9, "up to 9"), (None, None, "—")],
)
def test_a_gap_that_is_known_in_part_is_told_as_a_bound(
    least: int | None, most: int | None, said: str
) -> None:
    assert drill_findings.gap(speak("en"), {"gap": least, "gap_at_most": most}) == said


def test_each_column_says_that_it_adds_up_or_why_not(at_home: Tiny) -> None:
    said = text_of(visit("drill", county=JIA))
    for one in ("试验省", "东江市", "甲子区"):
        assert f"✓ 合计与{one}的数相等" in said
    assert "2 个县（市、区）、1 个功能区未报齐，两边都不计" in said
    assert "西山没有一个县数据齐全" in said
    assert "戊辰不设市一级，直接列在试验省下" in said
    assert "东江开发未报齐，两边都不计" in said
    assert "乡镇没有城镇常住人口，不算比值，也不判达标" in said
    west = text_of(visit("drill", city=WEST))
    assert "没有一个县数据齐全，这里合计的是已报的数" in west
    assert "丁卯市以下没有乡镇一级" in text_of(visit("drill", county=DING))
    assert "八角乡未报，两边都不计" in text_of(visit("drill", county=BING))
    assert "由所在县填报" in text_of(visit("drill", county=BING))


@pytest.fixture(scope="module")
def undivided(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """In the east one county filed whole but has no population figure, another filed nothing; all else is in."""
    tiny = Tiny(tmp_path_factory.mktemp("undivided"))
    tiny.remove("population", area_code="990102")
    tiny.remove("population", area_code="990202")
    tiny.staff(dict.fromkeys((*JIAZI, *YICHOU, *BINGYIN, DING, *WUCHEN), 10), simulated=True)
    tiny.built()
    return tiny


@pytest.mark.parametrize(
    ("area", "left_out", "zones", "by_denominator"),
    [(WHOLE, 3, 1, 2), (EAST, 2, 1, 1), (WEST, 1, 0, 1), (STRAIGHT, 0, 0, 0)],
)
def test_who_lacks_a_denominator_is_told_apart_from_who_has_not_filed(
    undivided: Tiny, area: str, left_out: int, zones: int, by_denominator: int
) -> None:
    above, parts = column(undivided, area)
    for name, number in {
        "counties_left_out": left_out,
        "zones_left_out": zones,
        "left_out_by_denominator": by_denominator,
    }.items():
        assert (above[name], sum(row[name] for row in parts)) == (number, number)


def test_where_no_county_is_known_in_whole_what_has_filed_nothing_is_counted_and_nobody_is_said_not_to_have_reported(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    for county in ("990101", "990102"):
        tiny.remove("population", area_code=county)
    tiny.staff(dict.fromkeys((*JIAZI, *YICHOU, *BINGYIN, DING, *WUCHEN), 10), simulated=True)
    tiny.built()
    above, parts = column(tiny, EAST)
    assert (above["sums_of"], above["counties_left_out"], above["zones_left_out"]) == ("all_filed", 1, 1)
    assert [row["zones_left_out"] for row in parts if row["area_level"] == "zone"] == [1]
    opened(tiny, monkeypatch)
    said = text_of(visit("drill", "en", city=EAST))
    assert "No county is known in whole: this is the sum of all that was filed." in said
    assert "No county of Dongjiang is known in whole" in said
    assert "has reported in full" not in said


@pytest.mark.parametrize(
    ("query", "language", "lines"),
    [
        ({}, "zh", ["2 个县（市、区）、1 个功能区未报齐或缺人口数，不计入", "2 个未计入", "1 个缺人口数"]),
        ({"city": WEST}, "zh", ["丁卯缺人口数，两边都不计"]),
        ({"city": EAST}, "zh", ["东江开发未报齐，两边都不计", "乙丑缺人口数，两边都不计"]),
        ({}, "en", ["for want of a current population figure: 2 counties and 1 zone", "2 left out"]),
        ({"city": WEST}, "en", ["Without a current population figure, and in neither figure: Dingmao"]),
    ],
)
def test_the_page_says_of_each_why_it_is_left_out(
    undivided: Tiny, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], language: str, lines: list[str]
) -> None:
    opened(undivided, monkeypatch)
    said = text_of(visit("drill", language, **query))
    assert [line for line in lines if line not in said] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_key_of_the_map_has_each_mark_and_pattern_that_is_drawn(at_home: Tiny, language: str) -> None:
    drawn = next(one.value for one in visit("drill", language).html if 'class="swatches"' in one.value)
    kinds = re.findall(r'<span class="kind">(.*?)</span>', drawn)
    said = [re.sub("<[^>]*>", "", kind) for kind in kinds]
    unit, *classes = said
    assert unit == {"zh": "人/万人", "en": "per 10,000"}[language]
    assert [words[0] for words in classes if words[0] in "▽▼"] == ["▼", "▼", "▽"]
    assert not any(words[0] in "△▲" for words in classes)
    assert {"zh": "▽、▼ 标出未达标的县", "en": "▽ and ▼ mark counties below target"}[language] in drawn
    # Of five counties one filed in part, and one nothing.
    assert {"zh": {"未报", "未报齐"}, "en": {"No return", "Partly reported"}}[language] <= {*said}
    assert drawn.count("repeating-linear-gradient") == 2


def test_an_indicator_of_which_townships_have_the_ratio_shows_it(at_home: Tiny) -> None:
    said = text_of(visit("drill", county=JIA, indicator="certified_worker_share"))
    assert "不算比值" not in said


def test_a_row_leads_down_and_the_open_one_back_up(at_home: Tiny) -> None:
    drawn = " ".join(one.value for one in visit("drill", city=EAST, county=JIA).html)
    assert 'aria-current="true"' in drawn
    rows = drawn.split("<tr")
    open_city = next(row for row in rows if "东江" in row and "chosen" in row)
    assert "city=" not in open_city
    open_county = next(row for row in rows if "甲子" in row and "chosen" in row)
    assert f"city={EAST}" in open_county
    assert "county=" not in open_county
    other = next(row for row in rows if ">乙丑<" in row)
    assert "county=990102" in other
    assert 'class="under path"' in drawn


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"county": "123456"}, "123456"),
        ({"county": BING, "city": EAST}, BING),
        ({"city": "999999"}, "999999"),
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"indicator": "nothing"}, "nothing"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("drill", **asked)
    assert "未采用" in text_of(test)
    assert told not in dict(test.query_params).values()


def test_the_address_says_what_was_chosen_and_no_default(at_home: Tiny) -> None:
    assert "county" not in visit("drill").query_params
    test = visit("drill", county=JIA)
    assert test.query_params["county"] == JIA
    assert "city" not in test.query_params


def test_an_empty_home_says_that_there_is_nothing_yet(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("drill")
    assert "还没有" in title(test)
    assert "试验省还没有报数" in text_of(test)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"county": BING},
        {"county": DING},
        {"county": JIA, "indicator": "communities_per_10k_urban"},
        {"city": EAST, "indicator": "elderly_service_coverage"},
    ],
)
def test_both_languages_are_whole(at_home: Tiny, query: dict[str, str]) -> None:
    test = visit("drill", **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("drill", "en", "dark", **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_a_profile_leads_to_the_columns_of_its_area(at_home: Tiny) -> None:
    drawn = " ".join(one.value for one in visit("area_profile", county=JIA).html)
    (way,) = re.findall(r'href="\./drill\?([^"]*)"', drawn)
    assert f"county={JIA}" in way
