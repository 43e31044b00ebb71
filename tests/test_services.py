"""Service coverage: shares, what lacks and who is lopsided, how rows share panels, and the page about it, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import svg
from draw.heat import Cell, Group, Head, Room, Row, heat
from draw.palette import palette
from draw.panels import cut, packed
from draw.share_tiles import Tile, share_tiles
from files.table import csv_bytes, table
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
from tests.tiny import BINGYIN, JIAZI, PERIOD, WUCHEN, YICHOU, Tiny

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
BEFORE = dt.date(2024, 12, 31)
SERVICES = ("elderly_care", "childcare", "service_complex")  # of which the tiny programme has an indicator
COLOURS = palette("light")


def services(
    communities: int, elderly: int, childcare: int, complexes: int, **more: int | None
) -> dict[str, int | None]:
    """A row of community services: how many communities there are, and have each; two facilities for each that has one."""
    told = {
        "elderly_care": elderly,
        "childcare": childcare,
        "service_complex": complexes,
        "canteen": 0,
        "convenience": 0,
    }
    row: dict[str, int | None] = {"communities": communities}
    for service, covered in told.items():
        row |= {f"{service}_communities": covered, f"{service}_places": 2 * covered}
    return row | more


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Two counties in full, one lopsided that files whole, one filed in part, one not at all; all of them the year before."""
    tiny = Tiny(tmp_path_factory.mktemp("services"))
    units = [*JIAZI, *YICHOU, *BINGYIN, "990202", *WUCHEN]
    tiny.file(
        "services", dict.fromkeys(units, services(10, 5, 4, 5)), period=BEFORE, filed_on=dt.date(2025, 1, 9)
    )
    tiny.file(
        "services",
        {
            JIAZI[0]: services(10, 10, 5, 9),
            JIAZI[1]: services(30, 30, 9, 27),
            YICHOU[0]: services(10, 8, 7, 10),
            YICHOU[1]: services(10, 8, 7, 10),
            YICHOU[2]: services(13, 12, 9, 13, elderly_care_places=None),
            "990202": services(20, 19, 10, 20),
            BINGYIN[0]: services(10, 1, 1, 1),
        },
        simulated=True,
    )
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def rows_of(tiny: Tiny, area: str = "990000") -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("service_coverage", period=PERIOD, area=area).to_dicts()
    return {(row["area_code"], row["service"]): row for row in rows}


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("area", "service", "covered", "told", "shown", "reached"),
    [
        ("990101", "elderly_care", 40, 40, "100.0", 4),
        ("990101", "childcare", 14, 40, "35.0", 0),
        ("990101", "service_complex", 36, 40, "90.0", 3),
        ("990102", "elderly_care", 28, 33, "84.8", 2),  # 84.85: neither 85 in words nor its class
        ("990202", "elderly_care", 19, 20, "95.0", 4),
        ("990202", "childcare", 10, 20, "50.0", 1),
        ("990100", "childcare", 37, 73, "50.7", 1),  # the mean of its counties would be 52.4
    ],
)
def test_a_share_is_of_sums_and_its_class_is_exact(
    filed: Tiny, area: str, service: str, covered: int, told: int, shown: str, reached: int
) -> None:
    row = rows_of(filed)[area, service]
    assert (row["communities_with"], row["communities_told"]) == (covered, told)
    assert row["communities_without"] == told - covered
    assert row["coverage_value"] == Decimal(shown)
    assert (row["coverage_class"], row["covered_per_cent"]) == (reached, 100 * covered // told)


def test_a_figure_is_the_one_that_the_map_shows(filed: Tiny) -> None:
    found = rows_of(filed)
    for indicator, service in zip(
        ("elderly_service_coverage", "childcare_coverage", "service_complex_coverage"), SERVICES, strict=True
    ):
        shown = filed.values(indicator, PERIOD)
        for (area, told), row in found.items():
            if told == service:
                assert row["coverage_value"] == shown[area]["value_shown"]


def test_the_whole_number_in_a_cell_never_reaches_a_class_that_the_share_does_not(filed: Tiny) -> None:
    known = [row for row in rows_of(filed).values() if row["covered_per_cent"] is not None]
    assert len(known) >= 12
    for row in known:
        bounds = [int(bound) for bound in str(row["coverage_bounds"]).split("|")]
        assert row["coverage_class"] == sum(row["covered_per_cent"] >= bound for bound in bounds)  # type: ignore[operator]
        exact = [100 * row["communities_with"] >= bound * row["communities_told"] for bound in bounds]  # type: ignore[operator]
        assert row["coverage_class"] == sum(exact)


def test_what_lacks_in_all_is_added_up_over_services(filed: Tiny) -> None:
    found = rows_of(filed)
    assert {found["990101", service]["all_without"] for service in SERVICES} == {0 + 26 + 4}
    assert found["990201", "childcare"]["all_without"] is None


def test_lopsided_is_high_in_one_and_under_half_in_another(filed: Tiny) -> None:
    found = rows_of(filed)
    assert {area for (area, _), row in found.items() if row["is_lopsided"]} == {"990101"}
    # 95 in one and exactly half in another is no such county.
    assert (found["990202", "elderly_care"]["is_high"], found["990202", "childcare"]["is_low"]) == (
        True,
        False,
    )
    # A larger area is made of counties: it is never one.
    assert found["990100", "childcare"]["is_lopsided"] is False


def test_a_county_not_filed_in_full_lowers_nobody(filed: Tiny) -> None:
    found = rows_of(filed)
    states = {area: found[area, "childcare"]["coverage_status"] for area in ("990101", "990201", "999001")}
    assert states == {"990101": "reported", "990201": "partial", "999001": "missing"}
    assert found["990201", "childcare"]["communities_with"] is None
    assert (found["990000", "childcare"]["parts"], found["990000", "childcare"]["parts_filed"]) == (5, 3)


def test_facilities_left_blank_are_not_zero(filed: Tiny) -> None:
    found = rows_of(filed)
    assert found["990101", "elderly_care"]["facilities"] == 80
    assert found["990102", "elderly_care"]["facilities"] is None
    city = found["990100", "elderly_care"]
    assert (city["facilities"], city["facilities_parts"], city["coverage_parts"]) == (80, 1, 2)


@pytest.mark.parametrize(
    ("area", "before", "change", "compared"),
    [("990101", "40.0", "-5.0", 1), ("990100", "40.0", "10.7", 2), ("990201", None, None, 0)],
)
def test_a_change_is_between_the_same_counties(
    filed: Tiny, area: str, before: str | None, change: str | None, compared: int
) -> None:
    row = rows_of(filed)[area, "childcare"]
    told = (row["coverage_before"], row["coverage_change"], row["parts_compared"])
    assert told == (before and Decimal(before), change and Decimal(change), compared)


def test_an_area_has_its_own_and_what_is_below_it(filed: Tiny) -> None:
    assert {area for area, _ in rows_of(filed, "990100")} == {"990100", "990101", "990102", "990171"}
    assert {area for area, _ in rows_of(filed, "990202")} == {"990202"}


# ---------------------------------------------------------------- panels


def test_whole_cities_share_three_panels() -> None:
    # Eleven cities with their row: what the panels of ninety counties hold.
    sizes = [14, 11, 13, 8, 6, 7, 10, 7, 5, 10, 10]
    panels = packed(sizes, 3)
    assert max(sum(sizes[one] for one in panel) for panel in panels) == 35
    assert [panel[0] for panel in panels] == [0, 1, 2]


@given(st.lists(st.integers(1, 40), max_size=25), st.integers(1, 5))
def test_every_group_stands_in_one_panel_and_none_is_much_longer(sizes: list[int], number: int) -> None:
    panels = packed(sizes, number)
    assert sorted(one for panel in panels for one in panel) == list(range(len(sizes)))
    assert all(panel == sorted(panel) for panel in panels)
    long = [sum(sizes[one] for one in panel) for panel in panels]
    # No panel is longer than the mean by more than its last group.
    assert all(one <= sum(sizes) / number + max(sizes) for one in long)


@given(st.lists(st.integers(0, 90), max_size=12), st.integers(1, 40))
def test_a_long_group_is_cut_into_pieces_that_are_about_as_long(sizes: list[int], most: int) -> None:
    pieces = cut(sizes, most)
    assert [
        sum(end - start for group, start, end in pieces if group == one) for one in range(len(sizes))
    ] == sizes
    assert all(end - start <= most for _, start, end in pieces)
    for (one, _, end), (other, start, _) in pairwise(pieces):
        assert (start == end) if one == other else start == 0


def _row(name: str, **more: object) -> Row:
    return Row(name, [Cell("63", COLOURS.above[0]), Cell("—")], "12", **more)  # type: ignore[arg-type]


def test_a_row_is_one_mark_with_its_words_and_a_framed_one_stands_out() -> None:
    heads = [Head("one", pick="sort/one"), Head("two"), Head("lack")]
    rows = [
        _row("A", pick="a", tip="A\none 63"),
        _row("B", is_marked=True),
        Row("C", [], instead="not filed"),
    ]
    drawn = heat(heads, [Group(_row("city"), rows)], Room(358, 1, 70, 44), COLOURS)
    assert drawn.body.count('data-pick="a"') == 1
    assert drawn.body.count('data-pick="sort/one"') == 1
    assert 'aria-label="A; one 63"' in drawn.body
    assert drawn.body.count('fill="none" stroke=') == 1
    assert "not filed" in drawn.body
    assert "url(#hatch)" in drawn.body


def test_one_long_group_fills_all_panels() -> None:
    rows = [_row(str(number)) for number in range(38)]
    drawn = heat([Head("lack")], [Group(None, rows)], Room(1156, 3, 62, 42), COLOURS)
    assert drawn.body.count("translate(") == 2
    assert drawn.height < 18 + 30 * 14


def test_tiles_take_a_second_line_where_they_would_be_cut() -> None:
    tiles = [Tile(name, "97.3%", share=0.97) for name in "abcde"]
    assert share_tiles(tiles, 1156, COLOURS).height < share_tiles(tiles, 744, COLOURS).height
    assert share_tiles([], 358, COLOURS).body == ""


def test_words_at_places_of_their_own_are_escaped_and_carry_the_colour_that_most_have_once() -> None:
    drawn = svg.placed(
        10, [(1, "<a>", "#111111"), (2, "b", "#222222"), (3, "c", "#111111"), (4, "", "#111111")]
    )
    assert "&lt;a&gt;" in drawn
    assert (drawn.count("#111111"), drawn.count("#222222"), drawn.count("<tspan")) == (1, 1, 3)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({"city": "990100"}, "东江市：托育缺得最多：36 个社区还没有；1 个县一项达 90%、一项不到 50%", "childcare missing most: 36"),
        ({"county": "990101"}, "甲子区托育缺得最多：26 个社区还没有，覆盖 35.0%；养老、综合服务设施达 90%，托育不到 50%", "under 50%"),
        ({"county": "990202"}, "丁卯市托育缺得最多：10 个社区还没有", "Dingmao City lacks childcare most"),
        ({"county": "990201"}, "没有报齐2025年第4季度社区服务", "in full"),
        ({"county": "999001"}, "没有报送2025年第4季度社区服务", "has not filed"),
        ({}, "报齐的县还太少", "too few counties"),
        ({"period": "2024-12-31"}, "托育缺得最多：72 个社区还没有；其次是养老，缺 60 个", "Childcare missing most: 72"),
    ],
)  # fmt: skip
def test_the_title_says_what_is_missing_most(at_home: Tiny, query: dict[str, str], zh: str, en: str) -> None:
    assert zh in title(visit("services", **query))
    assert en in title(visit("services", "en", **query))


def test_who_is_left_out_and_what_the_colours_mean_is_said(at_home: Tiny) -> None:
    said = text_of(visit("services"))
    assert "2 个县（市、区）未报或未报齐，不计入：丙寅、戊辰" in said
    assert "小数舍去不进位" in said
    assert "综合服务设施另有文件规定的目标" in said
    # Two services of the form have no indicator in this small programme.
    assert "没有覆盖率指标的不在表中：老年食堂覆盖社区数、便民服务覆盖社区数" in said
    assert "社区服务为模拟数据" in said or "模拟数据" in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"view": "pie"}, "pie"),
        ({"sort": "canteen"}, "canteen"),
        ({"county": "990201", "city": "990100"}, "990201"),
        ({"county": "123456"}, "123456"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("services", **asked)
    assert "未采用" in text_of(test)
    assert told in text_of(test)
    assert told not in dict(test.query_params).values()


def test_the_address_says_what_was_chosen_and_nothing_that_is_a_default(at_home: Tiny) -> None:
    test = visit("services", city="990100", sort="childcare", county="990102")
    assert dict(test.query_params) == {"city": "990100", "county": "990102", "sort": "childcare"}
    assert "sort" not in visit("services").query_params
    # A county of one city does not stay when another is chosen.
    assert "county" not in visit("services", city="990200", county="990101").query_params


def test_the_table_has_the_pictures_figures_and_its_order(at_home: Tiny) -> None:
    frame = visit("services", view="table").dataframe[0].value
    assert list(frame["area"]) == ["试验省", "甲子区", "乙丑区", "丙寅县", "丁卯市", "戊辰市"]
    sorted_ = visit("services", view="table", sort="childcare").dataframe[0].value
    assert list(sorted_["area"])[1:] == ["甲子区", "丁卯市", "乙丑区", "丙寅县", "戊辰市"]
    row = sorted_.iloc[1]
    assert (row["share_childcare"], row["communities_without_childcare"], row["facilities_childcare"]) == (
        35.0,
        26,
        28,
    )
    assert row["lopsided"] == "是"
    most = visit("services", view="table", sort="all").dataframe[0].value
    assert list(most["all_without"].dropna()) == [30, 15, 11]


def test_the_file_says_what_the_page_shows(at_home: Tiny) -> None:
    written = csv_bytes(
        table(at_home.reader, "service_coverage", language="zh", period=PERIOD, area="990100"), "zh"
    )
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    line = next(one for one in lines if one["区划代码"] == "990101" and one["服务"] == "托育")
    assert (line["没有该项服务的社区"], line["一高一低"]) == ("26", "是")
    assert line["比上年（百分点）"] == "-5"


def test_a_way_leads_up_from_a_county(at_home: Tiny) -> None:
    said = " ".join(one.value for one in visit("services", county="990101").html)
    assert 'class="under path"' in said
    assert "city=990100" in said


def test_a_quarter_without_a_return_says_what_to_do(at_home: Tiny) -> None:
    test = visit("services", period="2025-06-30")
    assert title(test) == "2025年第2季度还没有一个县报齐社区服务"
    assert "换一个报告期" in text_of(test)


def test_an_empty_home_says_by_when_it_is_due(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("services")
    assert "还没有一个县报齐社区服务" in title(test)
    assert "应在2026年1月20日前报送" in text_of(test)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"city": "990100", "county": "990102"},
        {"county": "990201", "sort": "childcare"},
        {"view": "table", "city": "990100"},
    ],
)
def test_both_languages_are_whole(at_home: Tiny, query: dict[str, str]) -> None:
    test = visit("services", **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("services", "en", "dark", **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []
