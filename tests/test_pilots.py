"""Pilots and cases: what reached a county and what does not count, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from draw import small_tiles, spread, squares
from draw.palette import palette
from draw.squares import Entry
from files import tree
from tests.filing import take_text
from tests.policy import CASES, DATASETS, ask_all, case, enter
from tests.test_pages import nothing_kept, opened, text_of
from tests.test_pages import visit as page_of
from tests.tiny import Tiny, once
from ui.parts import drawing
from words import case_findings, speak

__all__ = ["nothing_kept"]

COLOURS = palette("light")
ZH, EN = speak("zh"), speak("en")
FILED = dt.date(2025, 9, 30)


@once
def cases_filed(tiny: Tiny) -> None:
    ask_all(tiny)
    taken = enter(tiny, "cases", *CASES, filed_on=FILED)
    assert taken.status == "accepted", taken.errors
    tiny.built()


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return cases_filed(Tiny(tmp_path_factory.mktemp("pilots")))


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def rows(tiny: Tiny) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["code"], row["place_number"]): row for row in tiny.ask("pilot_cases").to_dicts()}


# ---------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("code", "number", "state", "is_same_city"),
    [
        ("O1", 1, None, None),
        ("O1-a", 1, "reached", True),
        ("O1-b", 1, "reached", False),
        ("O1-c", 1, "reached", False),  # of a county in no city
        ("O1-d", 1, "again", None),  # a township of a county that began one before
        ("O1-e", 1, "home", None),
        ("O1-f", 1, "older", None),
        ("O1-g", 1, "beyond", None),
        ("P1-a", 1, "home", None),  # a further area of the pilot is its home, too
        ("P1-b", 1, "reached", False),
        ("P1-b", 2, "home", None),
    ],
)
def test_a_copy_reaches_a_county_once_and_only_after_and_away_from_its_original(
    filed: Tiny, code: str, number: int, state: str | None, is_same_city: bool | None
) -> None:
    row = rows(filed)[code, number]
    assert (row["copy_state"], row["is_same_city"]) == (state, is_same_city)


def test_how_far_a_case_went_stands_on_each_of_its_rows(filed: Tiny) -> None:
    found, names = rows(filed), ("counties_reached", "counties_same_city", "counties_failed")
    assert [found["O1", 1][name] for name in (*names, "copies_older", "copies_outside")] == [3, 1, 1, 1, 1]
    assert found["O1", 1]["half_on"] == dt.date(2023, 9, 1)
    assert found["O1", 1]["last_reached_on"] == dt.date(2024, 2, 1)
    for number in (1, 2):
        assert [found["P1", number][name] for name in names] == [1, 0, 0]
    assert [found["O2", 1][name] for name in (*names, "half_on")] == [0, 0, 0, None]


def test_a_case_without_a_first_day_begins_when_it_was_registered(filed: Tiny) -> None:
    row = rows(filed)["P1", 1]
    assert (row["start_on"], row["begun_on"]) == (None, FILED)


def test_a_township_stands_in_its_county_and_a_place_outside_in_none(filed: Tiny) -> None:
    found = rows(filed)
    told = ("area_code", "county_code", "city_code", "place_name")
    assert [found["O1-d", 1][name] for name in told] == ["990201100", "990201", "990200", None]
    assert [found["O1-c", 1][name] for name in told] == ["999001", "999001", None, None]
    assert [found["O1-g", 1][name] for name in told] == [None, None, None, "外省某县"]


def test_half_is_rounded_up_and_a_withdrawn_original_leaves_its_copies(tiny: Tiny) -> None:
    ask_all(tiny)
    others = ("990102", "990201", "990202", "999001")
    filed_rows = []
    for number in range(1, 5):
        filed_rows.append(case(f"H{number}", start_on="2022-01-01"))
        filed_rows += [
            case(
                f"H{number}-{at}", area_code=county, start_on=f"2023-0{at + 1}-01", original_code=f"H{number}"
            )
            for at, county in enumerate(others[:number])
        ]
    assert enter(tiny, "cases", *filed_rows, filed_on=FILED).status == "accepted"
    codes = [*DATASETS.registers["cases"].by_code, "note", "withdrawn"]
    gone = case("H4", start_on="2022-01-01") | {"withdrawn": "是"}
    text = "\n".join([",".join(codes), ",".join(gone.get(code, "") for code in codes)])
    taken = take_text(tiny, f"{text}\n", "cases.csv", filed_on=dt.date(2025, 12, 1))
    assert taken.status == "accepted", taken.errors
    tiny.built()
    found = rows(tiny)
    assert [found[f"H{number}", 1]["half_on"].month for number in (1, 2, 3)] == [1, 1, 2]
    assert ("H4", 1) not in found
    assert {found[f"H4-{at}", 1]["copy_state"] for at in range(4)} == {"orphan"}


COUNTY_OF = {
    "990101": "990101", "990101001": "990101", "990102": "990102", "990102002": "990102", "990201": "990201",
    "990201101": "990201", "990202": "990202", "999001": "999001", "999001100": "999001", "": "",
}  # fmt: skip
CITY_OF = {"990101": "990100", "990102": "990100", "990201": "990200", "990202": "990200"}


def recounted(cases: list[dict[str, str]], code: str) -> tuple[int, int, int, str | None]:
    """How far a case went, counted anew without the warehouse: counties, in its cities, failed, the day of the half."""
    of_it = next(one for one in cases if one["code"] == code)
    places = {one["code"]: {COUNTY_OF[area] for area in areas(one)} for one in cases}
    first: dict[str, dict[str, str]] = {}
    for one in sorted(cases, key=lambda row: (row["start_on"], row["code"])):
        if one.get("original_code") == code and one["start_on"] >= of_it["start_on"]:
            for county in places[one["code"]] - places[code] - {""}:
                first.setdefault(county, one)
    days = sorted(one["start_on"] for one in first.values())
    cities = {CITY_OF[county] for county in places[code] if county in CITY_OF}
    near = sum(CITY_OF.get(county) in cities for county in first)
    failed = sum(one["result"] == "failed" for one in first.values())
    return len(first), near, failed, days[(len(days) - 1) // 2] if days else None


def areas(one: dict[str, str]) -> list[str]:
    return [area for area in (one["area_code"], one.get("further_areas", "")) if area] or [""]


def test_a_second_count_of_made_up_registers_comes_to_the_same(tiny: Tiny) -> None:
    ask_all(tiny)
    draw, cases = random.Random(7), []
    places = sorted(COUNTY_OF)
    for number in range(8):
        start = f"2023-{draw.randint(1, 12):02d}-01"
        cases.append(
            case(f"O{number}", start_on=start, area_code=draw.choice(places[1:]), result="under_way")
        )
    for number in range(90):
        area, further = draw.choice(places), draw.choice(places) if draw.random() < 0.2 else ""
        found = draw.choice(("failed", "passed"))
        day = f"202{draw.randint(2, 4)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        columns = {"start_on": day, "area_code": area, "result": found, "review_on": "2025-01-01"}
        columns |= {"further_areas": further} if further and area else {}
        cases.append(case(f"C{number:02d}", original_code=f"O{draw.randint(0, 7)}", **columns))
    taken = enter(tiny, "cases", *cases, filed_on=FILED)
    assert taken.status == "accepted", taken.errors
    tiny.built()
    found_rows = rows(tiny)
    for number in range(8):
        row = found_rows[f"O{number}", 1]
        half = row["half_on"] and row["half_on"].isoformat()
        told_of = (row["counties_reached"], row["counties_same_city"], row["counties_failed"], half)
        assert told_of == recounted(cases, f"O{number}")


# ---------------------------------------------------------------- what is said


def told(name: str, reached: int) -> dict[str, Any]:
    return {"title_zh": name, "title_en": None, "counties_reached": reached}


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        ([told("甲", 1)], "走得最远的是甲：到了 1 个县", "甲 went furthest: 1 county took it up"),
        ([told("甲", 7), told("乙", 6)], "走得最远的是甲：到了 7 个县", "甲 went furthest: 7 counties took it up"),
        ([told("甲", 2), told("乙", 2)], "走得最远的是甲、乙：各到了 2 个县", "甲 and 乙 went furthest: 2 counties each took them up"),
        ([told(one, 3) for one in "甲乙丙"], "3 个案例走得最远，各到了 3 个县", "3 cases went furthest, to 3 counties each"),
        ([told("甲", 0)], "1 个案例还没有一个被别县采用", "1 case, taken up by no other county yet"),
    ],
)  # fmt: skip
def test_the_title_names_what_went_furthest(found: list[dict[str, Any]], zh: str, en: str) -> None:
    assert case_findings.title(ZH, found) == zh
    assert case_findings.title(EN, found) == en


@pytest.mark.parametrize(
    ("counted", "zh", "en"),
    [
        ((0, 0, 0), "甲县既没有首创，也没有采用别县办法", "甲县 has begun nothing and taken up nothing"),
        ((0, 0, 1), "甲县：首创 0 个，采用别县办法 0 个；早于首创、不计的 1 个",
         "甲县: 0 begun there, 0 taken up from others; 1 older than the case it names, not counted"),
        ((2, 1, 0), "甲县：首创 2 个，采用别县办法 1 个", "甲县: 2 begun there, 1 taken up from others"),
    ],
)  # fmt: skip
def test_a_county_has_nothing_only_where_it_has_no_older_copy_either(
    counted: tuple[int, int, int], zh: str, en: str
) -> None:
    assert case_findings.title_of_county(ZH, "甲县", *counted) == zh
    assert case_findings.title_of_county(EN, "甲县", *counted) == en


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2023-01-31", "2023-02-01", 1), ("2023-12-01", "2024-12-31", 12), ("2023-05-01", "2023-05-31", 0)],
)
def test_months_between_two_days_go_by_the_calendar(first: str, last: str, months: int) -> None:
    assert case_findings.months(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == months


# ---------------------------------------------------------------- what is drawn


def test_every_result_has_its_sign_its_square_and_its_word() -> None:
    drawn = {squares.square(Entry(one), (0, 0), COLOURS) for one in squares.RESULTS}
    assert len(drawn) == len(squares.RESULTS) == len(set(squares.RESULT_SIGNS.values()))
    for speech in (ZH, EN):
        assert len({speech(f"pilots.result_{one}") for one in squares.RESULTS}) == len(squares.RESULTS)


LAYOUTS = [spread.Layout(770, 250, 62, ("案例", "县")), spread.Layout(358, 0, 62, ("案例", "县"))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_line_has_a_mark_for_each_copy_and_failures_have_another_shape(layout: spread.Layout) -> None:
    begun = dt.date(2023, 1, 1)
    copies = [spread.Copy(dt.date(2024, 1, 1), one, one == "open") for one in ("passed", "failed", "open")]
    one = spread.Case("甲", "某县", Entry("passed", "甲", "A"), begun, copies, "3", "▼ 1", begun, None)
    group = spread.Group("", [one], "另有 1 个", [Entry("failed", "乙", "B")])
    sketch = spread.spread([group], dt.date(2026, 2, 20), layout, COLOURS)
    assert (sketch.width, sketch.body.count("data-pick")) == (layout.width, 2)
    assert "NaN" not in sketch.body
    # A filled, an open and a marked one; the square's own sign is a circle, too.
    assert sketch.body.count("<circle") == 4
    assert sketch.body.count(f'fill="{COLOURS.below[1]}"') == 2  # the copy and the square that failed


def test_tiles_too_small_for_a_name_say_it_when_met() -> None:
    cells = {"A": (0, 0), "B": (0, 1)}
    tiles = {
        "A": small_tiles.Tile("x", is_origin=True, tip="甲县\n首创"),
        "B": small_tiles.Tile("x", COLOURS.sequential[2], "24", is_failed=True, tip="乙县", is_chosen=True),
    }
    key = [small_tiles.KeyPart("", "首创"), small_tiles.KeyPart(COLOURS.sequential[2], "2024年")]
    sketch = small_tiles.small_tiles(cells, tiles, key, (31, 22), COLOURS)
    assert "甲县; 首创" in sketch.body
    assert ">24<" in sketch.body
    assert COLOURS.primary in sketch.body
    assert "data-pick" not in sketch.body


# ---------------------------------------------------------------- the page


def visit(language: str = "zh", **query: str) -> AppTest:
    return page_of("pilots", language, **query)


def html_of(page: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in page.get("html"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "query", "title"),
    [
        ("zh", {}, "走得最远的是事项O1：到了 3 个县"),
        ("en", {}, "事项O1 went furthest: 3 counties took it up"),
        ("zh", {"view": "table"}, "走得最远的是事项O1：到了 3 个县"),
        ("zh", {"view": "pilots"}, "1 个试点：进行中 1 个"),
        ("en", {"view": "pilots", "batch": "第四批"}, "第四批, 1 pilot: 1 under way"),
        ("zh", {"topic": "digital"}, "走得最远的是事项P1：到了 1 个县"),
        ("zh", {"county": "990201"}, "丙寅县：首创 1 个，采用别县办法 1 个"),
        ("en", {"county": "990102"}, "Yichou District: 0 begun there, 1 taken up from others"),
        (
            "zh",
            {"topic": "party", "county": "990202"},
            "丁卯市：首创 1 个，采用别县办法 0 个；早于首创、不计的 1 个",
        ),
        (
            "en",
            {"county": "990202"},
            "Dingmao City: 1 begun there, 0 taken up from others; 1 older than the case it names, not counted",
        ),
        ("zh", {"topic": "problems"}, "没有符合条件的试点与案例"),
    ],
)
@pytest.mark.usefixtures("at_home")
def test_the_title_answers_what_the_address_asks(language: str, query: dict[str, str], title: str) -> None:
    page = visit(language, **query)
    assert not page.exception
    assert not page.error
    assert page.title[0].value.replace("\\", "") == title
    assert {name: page.query_params[name] for name in query} == query


@pytest.mark.usefixtures("at_home")
def test_a_case_opens_with_where_it_was_copied_and_why_some_do_not_count() -> None:
    page = visit(case="O1")
    shown = html_of(page)
    for words in (
        "到 3 个县",
        "早于首创，不计",
        "区外，不计",
        "再次采用，不另计",
        "外省某县",
        "2023年9月（历时 8 个月）",
    ):
        assert words in shown
    assert "1 / 2" in shown  # in its own city, and in others
    page.button(key="clear_case").click().run()
    assert "case" not in page.query_params


@pytest.mark.usefixtures("at_home")
def test_a_long_list_of_copies_ends_with_the_way_to_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pilots.card.LISTED", 2)
    shown = html_of(visit(case="O1"))
    assert "另有 5 个，见表" in shown
    assert "view=table&amp;case=O1" in shown


@pytest.mark.usefixtures("at_home")
def test_a_filter_that_a_county_has_nothing_of_leaves_its_card_whole_and_the_list_empty() -> None:
    nothing = {"topic": "problems", "county": "990202"}
    shown = html_of(visit(**nothing))
    assert "既没有首创，也没有采用别县办法。" not in shown
    for words in ("首创 1 个", "早于首创、不计 1 个", "所选领域、批次中，0 个县用了别县的办法"):
        assert words in shown
    page = visit(view="table", **nothing)
    assert not page.dataframe
    assert "取消筛选" in html_of(page)


@pytest.mark.usefixtures("at_home")
def test_a_copy_opens_with_the_way_to_its_original() -> None:
    shown = html_of(visit(case="O1-a"))
    assert "源自" in shown
    assert "case=O1&" in shown or 'case=O1"' in shown


@pytest.mark.usefixtures("at_home")
def test_what_an_address_names_and_nobody_has_is_told() -> None:
    page = visit(case="nothing", topic="music", county="123456", batch="第九批")
    assert not page.error
    for wrong in ("nothing", "music", "123456", "第九批"):
        assert wrong in text_of(page)
    assert not {"case", "topic", "county", "batch"} & set(page.query_params)


@pytest.mark.usefixtures("at_home")
def test_the_list_has_each_case_with_its_copies_and_of_an_open_case_them_alone() -> None:
    table = visit(view="table").dataframe[0].value
    # Lists of accepted communities are no cases.
    assert "X1" not in set(table["code"])
    assert list(table["code"])[:3] == ["O1", "O1-f", "O1-a"]
    assert len(visit(view="table", case="P1").dataframe[0].value) == 5  # two places, and three of its copies


@pytest.mark.usefixtures("at_home")
def test_a_filter_without_a_hit_has_its_way_back() -> None:
    assert "取消筛选" in html_of(visit(topic="problems"))


def test_nothing_filed_is_told_with_what_to_do(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    page = visit()
    assert page.title[0].value == "还没有登记试点与案例"
    assert "填报表" in html_of(page)
    assert not page.error


def test_more_counties_than_have_room_have_no_tiles(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "show", lambda _, *, key, **__: drawn.append(key))
    page_of("pilots")
    assert "pilot_county_tiles" in drawn
    monkeypatch.setattr(tree, "MOST_COUNTIES", 4)
    drawn.clear()
    page_of("pilots")
    assert "pilot_county_tiles" not in drawn
    assert drawn
