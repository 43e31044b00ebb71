"""Resources: sums and never means, what lacks and what is not known, and the page about them, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from files.table import csv_bytes, table
from tests.policy import DATASETS, ask_all, resources
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import BINGYIN, JIAZI, PERIOD, WUCHEN, YICHOU, Tiny
from ui.resources.lens import NARROW, SLIM, WIDE, _ends, unjudged
from words import resource_findings, speak

__all__ = ["nothing_kept"]
BEFORE = dt.date(2024, 12, 31)
FLOOR = "floor_area_per_100_households"


def row_of(tiny: Tiny, area: str, **parameters: object) -> dict[str, object]:
    asked = {"period": PERIOD, "area": "990000", **parameters}
    return next(row for row in tiny.ask("area_resources", **asked).to_dicts() if row["area_code"] == area)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Two counties in full, one that left the budget blank, one filed in part, one not at all; all of them the year before."""
    tiny = ask_all(Tiny(tmp_path_factory.mktemp("resources")))
    units = [*JIAZI, *YICHOU, *BINGYIN, "990202", *WUCHEN]
    tiny.file(
        "resources",
        dict.fromkeys(units, resources(1000, 200)),
        period=BEFORE,
        filed_on=dt.date(2025, 1, 9),
        simulated=True,
    )
    tiny.file(
        "resources",
        {
            JIAZI[0]: resources(1000, 250, villages_income_500k=2, village_operating_income=1000, village_income=1000),
            JIAZI[1]: resources(3000, 1050, villages_income_500k=2, village_operating_income=1000, village_income=1100),
            YICHOU[0]: resources(1000, 200),
            YICHOU[1]: resources(1000, 250, operating_funds_paid=150),
            YICHOU[2]: resources(1000, 300),
            "990171": dict.fromkeys(DATASETS.counts["resources"].measure_codes, 0),
            "990202": resources(1000, 290, operating_funds_budgeted=None, villages=0, villages_income_500k=0),
            BINGYIN[0]: resources(1000, 400),
        },
        simulated=True,
    )  # fmt: skip
    services = dict.fromkeys(DATASETS.counts["services"].measure_codes, 0)
    tiny.file(
        "services",
        dict.fromkeys((*JIAZI, *YICHOU), services | {"communities": 10, "service_complex_communities": 8}),
    )
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("area", "value", "verdict", "lacking", "states"),
    [
        ("990101", "32.5", "met", 0, (1, 0, 0)),
        ("990102", "25.0", "not_met", 150, (0, 1, 0)),
        ("990201", None, "unknown", None, (0, 0, 1)),
        ("999001", None, "unknown", None, (0, 0, 1)),
        # 2,050 of 7,000: the mean of its counties would be 28.8.
        ("990100", "29.3", "not_met", 150, (1, 1, 0)),
        # Under four fifths of the units are known: no figure, but what is known to lack.
        ("990000", None, "unknown", 160, (1, 2, 2)),
    ],
)
def test_floor_area_is_judged_by_sums_and_lacks_what_its_counties_lack(
    filed: Tiny, area: str, value: str | None, verdict: str, lacking: int | None, states: tuple[int, ...]
) -> None:
    row = row_of(filed, area)
    assert row["floor_value"] == (None if value is None else Decimal(value))
    assert (row["floor_verdict"], row["floor_lacking"]) == (verdict, lacking)
    names = ("counties_enough", "counties_short", "counties_undecided")
    assert tuple(row[name] for name in names) == states


def test_a_figure_is_the_one_that_the_map_shows(filed: Tiny) -> None:
    shown = filed.values(FLOOR, PERIOD)
    for row in filed.ask("area_resources", period=PERIOD, area="990000").to_dicts():
        assert row["floor_value"] == shown[row["area_code"]]["value_shown"]
        assert row["floor_verdict"] == shown[row["area_code"]]["verdict"]


def test_paid_and_budgeted_are_of_the_same_counties(filed: Tiny) -> None:
    row = row_of(filed, "990100")
    sums = (row["funds_budgeted"], row["funds_paid"], row["funds_communities"])
    assert sums == (1500, 4 * 270 + 150, 10)
    told = (row["budget_per_community"], row["funds_per_community"], row["paid_share"])
    assert told == (Decimal("150.0"), Decimal("123.0"), Decimal("82.0"))
    # A budget left blank takes away the funds, and the county from those filed in full; its rooms stay.
    blank = row_of(filed, "990202")
    assert (blank["funds_paid"], blank["funds_per_community"], blank["parts_filed"]) == (None, None, 0)
    assert blank["floor_value"] == 29


@pytest.mark.parametrize(
    ("area", "now", "before", "change", "compared"),
    [
        ("990101", "50.0", "25.0", "25.0", 1),
        ("990102", "25.0", "25.0", "0.0", 1),
        ("990100", "35.0", "25.0", "10.0", 2),
        ("990202", None, None, None, 0),
    ],
)
def test_a_change_is_between_the_same_counties(
    filed: Tiny, area: str, now: str | None, before: str | None, change: str | None, compared: int
) -> None:
    row = row_of(filed, area)
    told = (row["strong_village_value"], row["strong_village_before"], row["strong_village_change"])
    assert told == tuple(None if one is None else Decimal(one) for one in (now, before, change))
    assert row["parts_compared"] == compared
    assert row_of(filed, area, period=BEFORE)["strong_village_change"] is None  # nothing is before the first


def test_a_change_that_falls_is_rounded_as_one_that_rises(tiny: Tiny) -> None:
    ask_all(tiny)
    told = {}
    for first, second in ((3, 2), (2, 3)):
        tiny.file("resources", {"990202": resources(10, 3, villages=16, villages_income_500k=first, village_operating_income=9000)},
                  period=BEFORE, filed_on=dt.date(2025, 1, 9))  # fmt: skip
        tiny.file(
            "resources",
            {
                "990202": resources(
                    10, 3, villages=16, villages_income_500k=second, village_operating_income=9000
                )
            },
        )
        tiny.built()
        told[first] = row_of(tiny, "990202")["strong_village_change"]
    assert told == {3: Decimal("-6.3"), 2: Decimal("6.3")}  # 6.25 points


def test_complexes_are_another_returns_and_their_own_counties(filed: Tiny) -> None:
    row = row_of(filed, "990100")
    assert (row["complex_value"], row["complex_without"], row["complex_of"]) == (80, 10, 50)
    assert row_of(filed, "990202")["complex_status"] == "missing"


def test_a_county_that_files_whole_stands_for_its_townships(tiny: Tiny) -> None:
    ask_all(tiny)
    tiny.file("resources", {"990101": resources(1000, 300)})
    tiny.built()
    row = row_of(tiny, "990101")
    assert (row["floor_verdict"], row["funds_budgeted"], row["parts_filed"]) == ("met", 300, 1)


def test_own_income_is_a_communitys_and_nothing_is_added_to_it(filed: Tiny) -> None:
    row = row_of(filed, "990101")
    assert (row["community_income"], row["income_per_community"]) == (50, Decimal("12.5"))
    assert (row["village_income"], row["village_operating_income"]) == (2100, 2000)


# ---------------------------------------------------------------- what is said and drawn


@pytest.mark.parametrize(
    ("metres", "zh", "en"),
    [
        (None, "—", "—"),
        (0, "0 ㎡", "0 m²"),
        (9_999, "9,999 ㎡", "9,999 m²"),
        (10_000, "1.0 万㎡", "10,000 m²"),
        (450_385, "45.0 万㎡", "450,385 m²"),
        (12_345_678, "1,234.6 万㎡", "12,345,678 m²"),
    ],
)
def test_a_floor_area_is_written_as_the_language_counts(metres: int | None, zh: str, en: str) -> None:
    assert resource_findings.size(speak("zh"), metres) == zh
    assert resource_findings.size(speak("en"), metres) == en


@given(st.lists(st.decimals(0, 500, places=1)), st.sampled_from([None, 0, 30, 100]), st.sampled_from([2, 5]))
def test_a_scale_has_room_for_its_target_and_nearly_everyone(
    values: list[Decimal], target: float | None, step: int
) -> None:
    low, high = _ends(values, target, step)
    assert low < high
    assert all(math.isfinite(end) for end in (low, high))
    if target is not None:
        assert low <= target <= high
    outside = sum(not low <= value <= high for value in values)
    assert outside <= 0.04 * len(values)


@pytest.mark.parametrize("room", [WIDE, NARROW, SLIM])
def test_the_columns_fit_their_room(room: object) -> None:
    columns = room.columns.values()  # type: ignore[attr-defined]
    used = room.names + sum(room.gap + sum(widths) for widths in columns)  # type: ignore[attr-defined]
    assert used <= room.width  # type: ignore[attr-defined]


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "2 个县用房不到标准，共缺 160 ㎡；最缺的是东江", "2 counties lack floor area, 160 m² in all; Dongjiang lacks most"),
        ({"city": "990100"}, "东江市：1 个县用房不到标准，共缺 150 ㎡；最缺的是乙丑", "1 county lacks floor area, 150 m²: Yichou"),
        ({"county": "990101"}, "甲子区每百户用房 32.5 ㎡，达到标准 30", "has 32.5 m² of rooms per 100 households and meets the 30"),
        ({"county": "990202"}, "丁卯市每百户用房 29.0 ㎡，不到标准 30，还缺 10 ㎡", "below the 30 asked for: 10 m² short"),
        ({"county": "990201"}, "没有报齐2025年保障与收入", "in part"),
        ({"county": "999001"}, "没有报送2025年保障与收入", "has not filed"),
    ],
)  # fmt: skip
def test_the_title_says_where_rooms_lack(at_home: Tiny, query: dict[str, str], zh: str, en: str) -> None:
    assert zh in title(visit("resources", **query))
    assert en in title(visit("resources", "en", **query))


def test_what_is_left_out_and_how_it_is_judged_is_said(at_home: Tiny) -> None:
    said = text_of(visit("resources"))
    assert "3 个县（市、区）未报或未报齐，不计入：丙寅、丁卯、戊辰" in said
    assert "10 个城市社区没有综合服务设施（3 个县未报，不计入）" in said
    assert "按县平均判断，规划的判断单位可能是每个社区" in said
    assert "运行经费、村和社区的收入没有文件规定的数，不设目标线" in said
    assert "国办发〔2021〕56号" in said
    assert "保障与收入为模拟数据" in said


def test_a_county_has_its_card_and_lets_go_of_it(at_home: Tiny) -> None:
    test = visit("resources", county="990102")
    assert "用房不到标准" in text_of(test)
    test.button(key="clear_county").click().run()
    assert "county" not in test.query_params
    assert "最缺的是" in title(test)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"view": "pie"}, "pie"),
        ({"county": "990201", "city": "990100"}, "990201"),
        ({"county": "123456"}, "123456"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("resources", **asked)
    assert "未采用" in text_of(test)
    assert told in text_of(test)
    assert told not in dict(test.query_params).values()


def test_the_address_says_what_was_chosen(at_home: Tiny) -> None:
    test = visit("resources", city="990100", view="scatter", county="990102")
    assert dict(test.query_params) == {"city": "990100", "county": "990102", "view": "scatter"}


def test_the_table_and_the_file_have_the_pictures_figures(at_home: Tiny) -> None:
    frame = visit("resources", view="table").dataframe[0].value
    assert list(frame["area"]) == ["试验省", "东江市", "西山市", "戊辰市"]
    assert [None if str(one) == "<NA>" else int(one) for one in frame["floor_lacking"]] == [
        160,
        150,
        10,
        None,
    ]
    asked = {"period": PERIOD, "area": "990000"}
    lines = list(
        csv.DictReader(
            io.StringIO(csv_bytes(table(at_home.reader, "area_resources", language="zh", **asked), "zh").decode("utf-8-sig"))
        )
    )  # fmt: skip
    city = next(one for one in lines if one["区划代码"] == "990100")
    assert (city["还缺面积（平方米）"], city["每百户用房（平方米）"], city["用房判断"]) == (
        "150",
        "29.3",
        "未达标",
    )


def test_nothing_filed_says_by_when_and_from_whom(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_all(tiny)
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("resources")
    assert title(test) == "2025年还没有一个县报齐保障与收入"
    assert "应在2026年2月14日前报送" in text_of(test)
    assert "乡镇（街道）" in text_of(test)


def test_a_programme_without_the_form_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    assert title(visit("resources", period="2025-12-31")) == "这里不填报保障资源"


def test_without_targets_nothing_is_judged(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_all(tiny)
    tiny.add("targets", {"target_id": "floor_area_30"})
    tiny.file(
        "resources", dict.fromkeys((*JIAZI, *YICHOU, *BINGYIN, "990202", *WUCHEN), resources(1000, 200))
    )
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("resources")
    assert title(test) == "每百户用房 20.0 ㎡，没有适用的标准"
    assert "本期没有适用的用房标准" in text_of(test)
    assert "不到" not in text_of(test).replace("不到标准，横向", "")


@pytest.mark.parametrize("view", ["lens", "scatter", "table"])
@pytest.mark.parametrize(
    "query", [{}, {"city": "990100", "county": "990102"}, {"county": "990201"}, {"county": "999001"}]
)
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("resources", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("resources", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def links(test: AppTest) -> str:
    return " ".join(one.value for one in test.html)


def test_the_way_up_is_a_way_back(at_home: Tiny) -> None:
    assert 'class="under path"' not in links(visit("resources"))
    assert "city=990100" in links(visit("resources", county="990101"))


def test_a_grey_mark_is_in_the_key_where_there_is_one() -> None:
    page = SimpleNamespace(speech=speak("zh"))
    judged = [
        {"floor_value": Decimal(30), "floor_verdict": "met"},
        {"floor_value": None, "floor_verdict": "unknown"},
    ]
    assert unjudged(page, judged) == []  # type: ignore[arg-type]
    assert unjudged(page, [*judged, {"floor_value": Decimal(30), "floor_verdict": "unknown"}]) != []  # type: ignore[arg-type]
