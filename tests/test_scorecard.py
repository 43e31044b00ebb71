"""The scorecard: fifths and target classes, what moved, small denominators, the cells, and the page, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw.heat import Head
from draw.palette import palette
from draw.score_cells import Cell, Group, Room, Row, score_cells
from files.table import csv_bytes, table
from tests.browser import opened as browser
from tests.browser import served
from tests.test_browser import query
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
from tests.test_services import services
from tests.tiny import BINGYIN, JIAZI, PERIOD, WORKERS, WUCHEN, YICHOU, Tiny

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
BEFORE = dt.date(2024, 12, 31)
ELDERLY, CHILDCARE = "elderly_service_coverage", "childcare_coverage"
COLOURS = palette("light")
FIRST = {"990101": JIAZI, "990102": YICHOU, "990201": BINGYIN, "990202": ("990202",), "999001": WUCHEN}


def covered(counties: dict[str, tuple[int, int, int]]) -> dict[str, dict[str, int | None]]:
    """A return of services by county as (communities, with elderly care, with childcare): all in its first township."""
    rows: dict[str, dict[str, int | None]] = {}
    for county, (communities, elderly, childcare) in counties.items():
        first, *others = FIRST[county]
        rows[first] = services(communities, elderly, childcare, communities)
        rows |= {unit: services(0, 0, 0, 0) for unit in others}
    return rows


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Five counties with services at two dates, two of them level; staff of four, one of them at two dates."""
    tiny = Tiny(tmp_path_factory.mktemp("scorecard"))
    tiny.change("indicators", {"indicator_code": "communities_per_10k_urban"}, polarity="neutral")
    settings = tiny.pack_folder / "pack.toml"
    told = settings.read_text(encoding="utf-8")
    assert "coloured_from_people = 10_000" in told
    settings.write_text(told.replace("coloured_from_people = 10_000", "coloured_from_people = 20_000"))
    then = {
        "990101": (100, 50, 50),
        "990102": (100, 50, 40),
        "990201": (100, 55, 30),
        "990202": (100, 10, 20),
        "999001": (100, 90, 10),
    }
    now = {
        "990101": (100, 25, 50),
        "990102": (100, 50, 50),
        "990201": (40, 20, 20),
        "990202": (100, 75, 50),
        "999001": (100, 100, 10),
    }
    day = dt.date(2025, 1, 9)
    tiny.file("services", covered(then), period=BEFORE, filed_on=day)
    tiny.file("services", covered(now), simulated=True)
    tiny.staff_everywhere({"990101": 30, "990102": 48}, period=BEFORE, filed_on=day)
    tiny.staff_everywhere({"990101": 40, "990102": 48, "990201": 30, "990202": 3}, simulated=True)
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def rows_of(
    tiny: Tiny, area: str = "990000", since: dt.date = BEFORE, system: str = ""
) -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("scorecard", period=PERIOD, since=since, area=area, system=system).to_dicts()
    return {(row["area_code"], row["indicator_code"]): row for row in rows}


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("area", "step", "then", "move", "place"),
    [
        ("990101", 1, 3, "down", 5),  # 25 %, before 50 %: then as those that have 50 % now
        ("990102", 3, 3, "same", 3),  # two with 50 % share the middle
        ("990201", 3, 4, "down", 3),  # 55 % would stand between them and 75 %
        ("990202", 4, 1, "up", 2),
        ("999001", 5, 5, "same", 1),  # 90 % would be behind nobody but the first: its own fifth
    ],
)
def test_fifths_are_of_all_counties_and_the_other_date_is_judged_by_the_same(
    filed: Tiny, area: str, step: int, then: int, move: str, place: int
) -> None:
    row = rows_of(filed)[area, ELDERLY]
    assert row["class_rule"] == "fifths"
    assert (row["class_step"], row["class_step_other"], row["class_move"]) == (step, then, move)
    assert (row["place"], row["places"]) == (place, 5)


def test_equal_figures_stand_in_one_fifth_and_a_part_of_the_whole_has_the_same(filed: Tiny) -> None:
    whole = rows_of(filed)
    # Four of five have the same: none of them is ahead or behind.
    assert [whole[area, CHILDCARE]["class_step"] for area in FIRST] == [4, 4, 4, 4, 1]
    for key, row in rows_of(filed, "990100").items():
        assert row["class_step"] == whole[key]["class_step"]


@pytest.mark.parametrize(
    ("area", "shown", "step", "then", "move"),
    [
        ("990101", "19.61", 3, 1, "up"),  # 18 to 20 begins at the target; 14.71 was two classes below it
        ("990102", "15.79", 2, 2, "same"),  # the class next to the target
        ("990201", "28.85", None, None, None),  # under 20,000 people: no class
        ("999001", None, None, None, None),
    ],
)
def test_staff_stand_in_the_classes_of_their_target(
    filed: Tiny, area: str, shown: str | None, step: int | None, then: int | None, move: str | None
) -> None:
    row = rows_of(filed)[area, WORKERS]
    assert row["class_rule"] == "target"
    assert row["value_shown"] == (shown and Decimal(shown))
    assert (row["class_step"], row["class_step_other"], row["class_move"]) == (step, then, move)


def test_weak_points_are_those_in_the_weakest_class_of_what_is_judged(filed: Tiny) -> None:
    found = rows_of(filed)
    points = {area: found[area, ELDERLY]["weak_points"] for area in FIRST}
    assert points == {"990101": 1, "990102": 0, "990201": 0, "990202": 0, "999001": 1}
    for area in FIRST:
        cells = [row for (code, _), row in found.items() if code == area]
        assert len(cells) == 8
        judged = [row for row in cells if row["polarity"] != "neutral" and row["class_step"] is not None]
        assert {row["judged_points"] for row in cells} == {len(judged)}
        assert {row["weak_points"] for row in cells} == {sum(row["class_step"] == 1 for row in judged)}


def test_a_neutral_indicator_has_neither_place_nor_weak_points_nor_moves(filed: Tiny) -> None:
    neutral = [row for row in rows_of(filed).values() if row["polarity"] == "neutral"]
    assert len(neutral) == 5
    assert {(row["place"], row["is_weak"], row["class_move"]) for row in neutral} == {(None, False, None)}


def test_a_denominator_is_small_where_one_more_moves_the_figure_by_a_twentieth_of_the_middle(
    filed: Tiny,
) -> None:
    found = rows_of(filed)
    # Half of the counties have 50 % or more: one community of 40 is two and a half points, a twentieth of that; of 100 it is one.
    assert {area: found[area, ELDERLY]["is_small"] for area in FIRST} == {
        area: area == "990201" for area in FIRST
    }
    # Too few people for a class is one, too; what has no figure is neither.
    assert {area: found[area, WORKERS]["is_small"] for area in FIRST} == {
        "990101": False,
        "990102": False,
        "990201": True,
        "990202": True,
        "999001": False,
    }


def test_a_change_is_of_exact_figures_and_none_without_another_date(filed: Tiny) -> None:
    row = rows_of(filed)["990101", ELDERLY]
    assert (row["value_shown_other"], row["difference"], row["other_period"]) == (
        Decimal("50"),
        -25.0,
        BEFORE,
    )
    alone = rows_of(filed, since=PERIOD)
    assert {(row["other_period"], row["difference"], row["class_move"]) for row in alone.values()} == {
        (None, None, None)
    }


def test_a_system_has_its_indicators_and_a_county_its_townships(filed: Tiny) -> None:
    assert {code for _, code in rows_of(filed, system="services")} == {
        ELDERLY,
        CHILDCARE,
        "service_complex_coverage",
    }
    below = rows_of(filed, "990102")
    assert {area for area, _ in below} == set(YICHOU)
    assert below[YICHOU[0], ELDERLY]["value_shown"] == Decimal("50")
    assert below[YICHOU[0], WORKERS]["places"] == 0  # nobody knows the urban residents of a township
    assert below[YICHOU[1], ELDERLY]["value_shown"] is None
    assert rows_of(filed, "990202") == {}  # it files whole


# ---------------------------------------------------------------- the cells


def _groups(rows: int, cells: int = 2) -> list[Group]:
    card = [Cell("63.0", COLOURS.above[0], "▲", "tip")] * (cells - 1) + [Cell()]
    return [Group("city", [Row(f"A{number}", card, "1", "A", f"area/{number}") for number in range(rows)])]


def test_every_cell_has_its_words_and_opens_its_area() -> None:
    drawn = score_cells(
        [Head("one", pick="sort/one"), Head("two"), Head("weak")], _groups(3), Room(358, 42), COLOURS
    )
    assert drawn.body.count('data-pick="area/1"') == 3  # its name and two cells
    assert drawn.body.count('data-pick="sort/one"') == 1
    assert drawn.body.count('data-tip="tip"') == 3
    assert "url(#hatch)" in drawn.body
    assert drawn.width <= 358


def test_panels_are_as_many_as_leave_a_cell_its_room_and_few_rows_stand_in_one() -> None:
    room = Room(1156, 42)
    assert [room.panels(columns, 101) for columns in (8, 10, 15, 40)] == [3, 2, 2, 1]
    assert room.panels(8, 14) == 1
    assert Room(358, 42, 1).of(15, 101).width > 358  # it scrolls


def test_heads_lean_where_a_word_is_too_long_for_its_cell() -> None:
    heads = [*(Head("Registered organizations") for _ in range(8)), Head("weak")]
    assert "rotate(" in score_cells(heads, _groups(90, 8), Room(1156, 62), COLOURS).body
    short = [*(Head("综合服务设施覆盖") for _ in range(8)), Head("弱项")]
    assert "rotate(" not in score_cells(short, _groups(90, 8), Room(1156, 42), COLOURS).body


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=12),
    st.integers(1, 15),
    st.sampled_from([358, 744, 1156]),
)
def test_all_rows_stand_inside_the_drawing(sizes: list[int], columns: int, width: int) -> None:
    groups = [Group(f"g{place}", _groups(size, columns)[0].rows) for place, size in enumerate(sizes)]
    heads = [*(Head("养老") for _ in range(columns)), Head("弱项")]
    drawn = score_cells(heads, groups, Room(width, 42), COLOURS)
    assert drawn.body.count('role="listitem"') == sum(sizes) * (columns + 1)
    assert drawn.height > 0


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ({}, "没有一个县有 2 项以上最弱（共 4 项）；一年来升档 5 格，降档 2 格", "2 or more of 4; in a year: 5 cells up a class, 2 down"),
        ({"since": "none"}, "没有一个县有", "No county"),
        ({"system": "services"}, "没有一个县有 2 项以上最弱", "No county is weakest in 2 or more of 3"),
        ({"county": "990102"}, "乙丑区：", "Yichou District: "),
        ({"county": "990202"}, "丁卯市之下没有乡镇（街道）", "no townships"),
    ],
)  # fmt: skip
def test_the_title_counts_the_weak_and_what_moved(
    at_home: Tiny, asked: dict[str, str], zh: str, en: str
) -> None:
    assert zh in title(visit("scorecard", **asked))
    assert en in title(visit("scorecard", "en", **asked))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_how_many_indicators_the_title_speaks_is_said_beside_how_many_are_shown(
    at_home: Tiny, language: str
) -> None:
    page = visit("scorecard", language)
    found = re.search({"zh": r"共 (\d+) 项", "en": r" or more of (\d+)"}[language], title(page))
    said = re.search(
        {"zh": r"(\d+) 项指标，其中 (\d+) 项", "en": r"(\d+) indicators, (\d+) of them"}[language],
        text_of(page),
    )
    assert found
    assert said
    assert found.group(1) == said.group(2) != said.group(1)


def test_where_nothing_is_known_of_the_other_date_no_move_is_counted(at_home: Tiny) -> None:
    asked = {"since": "2025-06-30"}
    assert title(visit("scorecard", **asked)).endswith("；2025年第2季度没有可比的档")
    assert title(visit("scorecard", "en", **asked)).endswith("; 2025 Q2 has no classes to compare with")


def test_the_page_says_by_what_it_classes_and_what_has_no_figures_of_townships(at_home: Tiny) -> None:
    said = text_of(visit("scorecard"))
    assert "按目标分档，其余按全域各县五等分" in said
    assert "2025年第4季度，与2024年第4季度对照" in said
    assert "不排名次" in said
    assert "° 分母小" in said
    below = text_of(visit("scorecard", county="990102"))
    assert "没有乡镇的人口，所以没有配比" in below
    assert "乡镇没有目标" in below
    assert "县级的数就是最细的" in text_of(visit("scorecard", county="990202"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"since": "2025-12-31"}, "2025-12-31"),
        ({"system": "weather"}, "weather"),
        ({"sort": "shelter_coverage"}, "shelter_coverage"),
        ({"view": "pie"}, "pie"),
        ({"county": "990201", "city": "990100"}, "990201"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("scorecard", **asked)
    assert "未采用" in text_of(test)
    key = next(key for key, value in asked.items() if value == told)
    assert dict(test.query_params).get(key) != [told]


def test_the_address_says_what_was_chosen_and_no_default(at_home: Tiny) -> None:
    asked = {"since": "none", "system": "services", "sort": CHILDCARE, "view": "table"}
    kept = visit("scorecard", **asked).query_params
    assert {key: kept[key] for key in asked} == asked
    assert set(visit("scorecard").query_params) <= {"period", "lang"}


def test_the_table_has_the_pictures_figures_and_its_order(at_home: Tiny) -> None:
    frame = visit("scorecard", view="table").dataframe[0].value
    assert list(frame["area"]) == ["甲子区", "乙丑区", "丙寅县", "丁卯市", "戊辰市"]
    first = frame.iloc[0]
    assert (first[f"value_shown_{ELDERLY}"], first[f"value_shown_other_{ELDERLY}"]) == (25.0, 50.0)
    assert (first[f"class_{ELDERLY}"], first["weak_points"]) == ("↓ 最弱", 1)
    assert frame.iloc[2][f"class_{ELDERLY}"] == "↓ 居中 °"
    ordered = visit("scorecard", view="table", sort=ELDERLY).dataframe[0].value
    assert list(ordered["area"]) == ["甲子区", "乙丑区", "丙寅县", "丁卯市", "戊辰市"]
    weak = visit("scorecard", view="table", sort="weak").dataframe[0].value
    assert list(weak["weak_points"]) == [1, 1, 0, 0, 0]
    alone = visit("scorecard", view="table", since="none").dataframe[0].value
    assert f"value_shown_other_{ELDERLY}" not in alone


def test_the_file_says_what_the_page_shows(at_home: Tiny) -> None:
    asked = {"period": PERIOD, "since": BEFORE, "area": "990100", "system": ""}
    written = csv_bytes(table(at_home.reader, "scorecard", language="zh", **asked), "zh")
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    line = next(one for one in lines if one["区划代码"] == "990101" and one["指标代码"] == ELDERLY)
    assert (line["分档依据"], line["换档"], line["最弱"], line["分母小"]) == ("五等分", "降档", "是", "否")


def test_an_empty_home_and_a_quarter_without_figures_say_what_to_do(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("scorecard")
    assert not test.error
    assert title(test)
    assert text_of(test)


@pytest.mark.parametrize(
    "asked",
    [{}, {"city": "990100", "sort": "weak"}, {"county": "990102"}, {"view": "table", "since": "none"}],
)
def test_both_languages_are_whole(at_home: Tiny, asked: dict[str, str]) -> None:
    test = visit("scorecard", **asked)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("scorecard", "en", "dark", **asked))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


@pytest.fixture(scope="module")
def place(filed: Tiny) -> Iterator[str]:
    with served("app.py", environment=filed.environment) as address:
        yield address


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_a_head_sorts_a_county_opens_its_profile_and_back_takes_one_press(place: str) -> None:
    with browser(f"{place}/scorecard") as visited:
        cells = visited.page.locator(".st-key-scorecard_cells")
        cells.locator(f'[data-pick="sort/{CHILDCARE}"]').first.click()
        visited.settle()
        assert query(visited)["sort"] == CHILDCARE
        cells.locator('[data-pick="area/990102"]').first.focus()
        visited.page.keyboard.press("Enter")
        visited.page.wait_for_url("**/area_profile**")
        visited.settle()
        assert query(visited)["county"] == "990102"
        assert "乙丑区" in visited.page.inner_text("h1")
        visited.page.go_back()
        visited.page.wait_for_url("**/scorecard**")
        visited.settle()
        assert query(visited)["sort"] == CHILDCARE
        assert (visited.foreign, visited.complaints) == ([], [])
