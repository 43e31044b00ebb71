"""Careers: who rises, who is at the top, which posts are empty; and the page about it, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from draw import balance, ladder, lanes, svg
from draw.palette import LIGHT
from files import tree
from files.table import csv_bytes, table
from tests.careers import JIAZI_GRADES, YEAR_BEFORE, YICHOU_GRADES, filed_careers, grades, moves, staff
from tests.policy import DATASETS, ask_all
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
from tests.tiny import COUNTIES, PERIOD, TODAY, Tiny
from ui.frame.kept import forget
from ui.parts import drawing
from words import speak

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
POSTS = ("staff", "deputy", "chief")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed_careers(Tiny(tmp_path_factory.mktemp("careers")))


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def posts(
    tiny: Tiny, area: str = "990000", period: dt.date = PERIOD
) -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("grade_posts", area=area, period=period).to_dicts()
    return {(row["area_code"], row["post"]): row for row in rows}


def rungs(tiny: Tiny, area: str = "990000") -> dict[tuple[str, str, int], dict[str, object]]:
    rows = tiny.ask("grade_steps", area=area, period=PERIOD).to_dicts()
    return {(row["area_code"], row["post"], row["grade"]): row for row in rows}


def places(tiny: Tiny) -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("career_places", period=PERIOD).to_dicts()
    return {(row["area_code"], row["career_item"]): row for row in rows}


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("area", "post", "told"),
    [
        # graded, at the top, about to rise; without a grade, people, posts, vacant, over; counties filed, by post
        ("990101", "all", (20, 4, 5, 4, 24, 33, 9, 0, 1, 1)),
        ("990101", "chief", (2, 1, 0, 0, 2, 3, 1, 0, 1, 1)),
        ("990101", "staff", (15, 2, 4, 3, 18, 25, 7, 0, 1, 1)),
        # Two chiefs in the one return, one in the other: nobody can say which posts are empty, but how many.
        ("990102", "chief", (1, 0, 0, None, None, None, None, None, 1, 0)),
        ("990102", "all", (12, 0, 4, 0, 12, 10, 0, 2, 1, 0)),
        # A county of which a cell is blank tells what it has, and counts in no sum.
        ("990201", "staff", (None, 0, None, None, None, None, None, None, 0, 0)),
        ("990202", "all", (0, 0, 0, 9, 9, 11, 2, 0, 1, 1)),
        ("999001", "all", (None,) * 8 + (0, 0)),
        ("990100", "all", (32, 4, 9, 4, 36, 43, 9, 2, 2, 1)),
        ("990000", "all", (32, 4, 9, 13, 45, 54, 11, 2, 3, 2)),
        ("990000", "staff", (25, 2, 8, 10, 25, 34, 9, 0, 3, 2)),
    ],
)
def test_posts_are_those_of_counties_filed_in_full_and_vacant_where_it_is_known(
    filed: Tiny, area: str, post: str, told: tuple[int | None, ...]
) -> None:
    row = posts(filed)[area, post]
    names = ("graded", "at_top", "about_to_rise", "ungraded", "post_people", "approved_posts")
    names += ("posts_empty", "people_over")
    assert tuple(row[name] for name in (*names, "parts_filed", "parts_by_post")) == told


def test_nobody_fills_a_post_of_another_kind(tiny: Tiny) -> None:
    """A chief too many leaves the three empty posts of staff empty; the heads of the posts add up to what is told of all."""
    ask_all(tiny)
    tiny.file("staffing_grades", {"990202": grades(0, posts=(1, 1, 9), chief_07=2, deputy_04=1, staff_01=6)})
    tiny.file("staffing", {"990202": staff(2, 1, 6)})
    tiny.built()
    heads = posts(tiny, "990202")
    told = {post: (row["posts_empty"], row["people_over"]) for (_, post), row in heads.items()}
    assert told == {"chief": (0, 1), "deputy": (0, 0), "staff": (3, 0), "all": (3, 1)}


def test_a_third_of_a_grade_is_about_to_rise_halves_up_and_nobody_at_the_top(tiny: Tiny) -> None:
    people = [0, 1, 2, 3, 4, 5, 13, 23]
    ask_all(tiny)
    own = {f"staff_{grade:02}": size for grade, size in enumerate(people, 1)}
    tiny.file("staffing_grades", {"990101": grades(staff_12=9, **own)})
    tiny.built()
    found = rungs(tiny, "990101")
    rising = [found["990101", "staff", grade]["about_to_rise"] for grade in range(1, len(people) + 1)]
    assert rising == [0, 0, 1, 1, 1, 2, 4, 8]
    assert (found["990101", "staff", 12]["about_to_rise"], found["990101", "staff", 12]["is_top"]) == (
        0,
        True,
    )


def test_rungs_add_up_to_their_posts_and_areas_to_the_larger_ones(filed: Tiny) -> None:
    found, heads = rungs(filed), posts(filed)
    for area in ("990000", "990100", "990101", "990102", "990202"):
        for post in POSTS:
            people = [row["people"] for key, row in found.items() if key[:2] == (area, post)]
            assert sum(people) == heads[area, post]["graded"]  # type: ignore[arg-type]
    assert {(post, grade) for _, post, grade in found} == {
        (one.attributes["post"], one.attributes["grade"])
        for one in DATASETS.counts["staffing_grades"].measures
        if "grade" in one.attributes
    }
    # A blank cell is not 0, and what its county has stays to be seen.
    assert (found["990201", "staff", 2]["people"], found["990201", "staff", 1]["people"]) == (None, 6)
    # The mix is that of the whole: of counties filed in full.
    assert (found["990201", "staff", 1]["people_of_whole"], found["990201", "staff", 1]["post_of_whole"]) == (
        23,
        25,
    )


def test_moves_are_those_filed_and_close(filed: Tiny) -> None:
    rows = {row["measure"]: row for row in filed.ask("career_moves", area="990000").to_dicts()}
    size = {name: row["moved_people"] for name, row in rows.items()}
    kinds = {name: row["move_kind"] for name, row in rows.items()}
    came = sum(size[name] for name, kind in kinds.items() if kind == "entry")
    went = sum(size[name] for name, kind in kinds.items() if kind in ("exit", "career"))
    assert (size["workers_at_start"], came, went, size["workers_at_end"]) == (41, 12, 8, 45)
    assert (rows["trained"]["parts"], rows["trained"]["parts_filed"]) == (5, 3)


@pytest.mark.parametrize(
    ("area", "item", "figure", "state", "place"),
    [
        ("990101", "open_hiring", "75.0", "reported", 2),
        ("990102", "open_hiring", "25.0", "reported", 3),
        ("990202", "open_hiring", None, "not_applicable", None),
        # A blank cell of another figure takes nothing from this one.
        ("990201", "graded", "77.8", "reported", 3),
        ("990201", "promoted", None, "partial", None),
        ("999001", "graded", None, "missing", None),
        ("990101", "promoted", "41.7", "reported", 1),
        ("990100", "open_hiring", "58.3", "reported", None),
        # Of three counties of five: the zone beside them is none of these.
        ("990000", "graded", "72.2", "partial", None),
    ],
)
def test_a_county_stands_among_those_with_a_figure(
    filed: Tiny, area: str, item: str, figure: str | None, state: str, place: int | None
) -> None:
    row = places(filed)[area, item]
    assert (row["career_figure"], row["figure_state"], row["place"]) == (
        None if figure is None else Decimal(figure),
        state,
        place,
    )


@pytest.mark.parametrize(
    ("item", "indicator"), [("graded", "graded_worker_share"), ("promoted", "worker_careers_per_1k")]
)
def test_two_of_the_figures_are_their_indicators(filed: Tiny, item: str, indicator: str) -> None:
    shown = filed.values(indicator, PERIOD)
    known = [
        area for (area, of), row in places(filed).items() if of == item and row["career_figure"] is not None
    ]
    assert len(known) >= 4
    for area in known:
        if shown[area]["value_shown"] is not None:
            assert places(filed)[area, item]["career_figure"] == shown[area]["value_shown"]


def test_of_a_person_only_a_number_is_told_unless_the_name_is_public(filed: Tiny) -> None:
    rows = {row["award_code"]: row for row in filed.ask("awards", area="990000").to_dicts()}
    told = {code: (row["person_number"], row["honoured"]) for code, row in rows.items()}
    assert told == {
        "A1": ("2024-01", None),
        "A2": (None, "李四"),
        "A3": (None, "甲子先进集体"),
        "A4": ("2024-04", None),
    }
    # A township's award is its county's and its city's.
    assert {row["award_code"] for row in filed.ask("awards", area="990101").to_dicts()} == {"A1", "A2", "A3"}
    assert {row["award_code"] for row in filed.ask("awards", area="990200").to_dicts()} == {"A4"}
    assert rows["A4"]["revoked_on"] == dt.date(2025, 9, 1)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "明年约 9 人升一级，4 人已到顶；空岗 11 个，超配 2 人", "About 9 rise a grade next year, 4 are at the top; 11 posts vacant"),
        ({"county": "990101"}, "甲子区明年约 5 人升一级，4 人已到顶；空岗 9 个", "Jiazi District: about 5 rise"),
        ({"county": "990102"}, "乙丑区明年约 4 人升一级，0 人已到顶；超配 2 人", "2 people over the posts"),
        ({"county": "990202"}, "9 名社区工作者都还没有定级；空岗 2 个", "none of 9 community workers has a grade yet"),
        ({"county": "999001"}, "没有报送2025年第4季度三岗十八级", "has not filed its posts and grades of 2025 Q4"),
        ({"period": "2025-09-30"}, "2025年第3季度还没有一个县报送三岗十八级", "No county has filed its posts and grades of 2025 Q3"),
    ],
)  # fmt: skip
def test_the_title_says_who_rises_and_which_posts_are_empty(
    at_home: Tiny, query: dict[str, str], zh: str, en: str
) -> None:
    assert zh in title(visit("careers", **query))
    assert en.lower() in title(visit("careers", "en", **query)).lower()


def test_the_grey_line_has_the_year_before_the_moves_and_who_is_left_out(at_home: Tiny) -> None:
    said = text_of(visit("careers"))
    # Both years have the two counties of the first city; the third has filed for the first time.
    assert "专职 45 人 · 已定级 71%（2 县可比：一年前 38%，今 89%）" in said
    assert "2025年进 12、出 8，升任 1（5 县中 3 县）" in said
    assert "不计 2 县：丙寅、戊辰" in said
    assert "三分之一估为明年升一级，这是估计" in said
    assert "已定级 83%，首次填报" in text_of(visit("careers", county="990101"))
    assert "已定级 100%，一年前 100%" in text_of(visit("careers", county="990102"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"step": "chief-6"}, "chief-6"),  # chiefs begin at grade 7
        ({"view": "pie"}, "pie"),
        ({"county": "990201", "city": "990100"}, "990201"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("careers", **asked)
    assert "未采用" in text_of(test)
    assert told in text_of(test)
    assert told not in dict(test.query_params).values()


def test_a_chosen_grade_lists_counties_and_in_a_county_its_townships(at_home: Tiny) -> None:
    test = visit("careers", step="staff-1")
    assert "其他工作人员1级的人在哪些县" in text_of(test)
    assert test.query_params["step"] == "staff-1"
    said = text_of(visit("careers", county="990101", step="chief-7"))
    assert "社区正职在哪些乡镇（街道）" in said
    assert "等级由县里填报" in said
    test.button(key="clear_step").click().run()
    assert "step" not in test.query_params
    assert "在哪些县" not in text_of(test)


def test_the_table_and_the_file_have_the_pictures_figures(at_home: Tiny) -> None:
    frame = visit("careers", view="table", county="990101").dataframe[0].value
    told = {(row["post"], row["grade"]): (row["people"], row["share"]) for row in frame.to_dict("records")}
    assert len(told) == 36
    assert told["其他工作人员", 1] == (13, "87%")
    assert told["社区副职", 4] == (2, "—")  # under ten people no share is told
    written = csv_bytes(
        table(at_home.reader, "grade_steps", language="zh", area="990101", period=PERIOD), "zh"
    )
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(lines) == 36
    (line,) = (one for one in lines if one["岗位"] == "其他工作人员" and one["等级"] == "1")
    assert (line["人数"], line["明年约升一级人数（估计）"]) == ("13", "4")


def test_posts_with_their_vacancies_and_moves_year_by_year_have_table_and_file(at_home: Tiny) -> None:
    test = visit("careers", view="table", county="990101")
    _, posts, moves = (one.value for one in test.dataframe)
    told = at_home.ask("grade_posts", area="990101", period=PERIOD)
    assert dict(zip(posts["post"], posts["posts_empty"], strict=True)) == {
        speak("zh")(f"post.{row['post']}"): row["posts_empty"] for row in told.to_dicts()
    }
    asked = at_home.ask("career_moves", area="990101").filter(pl.col("moved_people").is_not_null())
    assert moves["moved_people"].dropna().sum() == asked["moved_people"].sum()
    assert list(moves["period"].unique()) == sorted(moves["period"].unique(), reverse=True)
    first, *_, last = moves["measure_name"]
    assert (first, last) == ("年初人数", "年末人数")
    files = {one.proto.id.split("-")[-1] for one in test.get("download_button")}
    assert {"download_grade_posts", "download_career_moves"} <= files


def test_awards_are_counted_by_kind_and_year_and_listed_without_names_that_are_not_public(
    at_home: Tiny,
) -> None:
    test = visit("careers", view="awards")
    frame = test.dataframe[0].value
    assert list(frame["whom"]) == ["编号 2024-01", "李四", "编号 2024-04", "甲子先进集体"]
    assert frame["community"][0] == "东门社区"
    assert "有效表彰 3 项" in text_of(test)
    assert "另有 1 项已撤销" in text_of(test)
    assert "2025年9月1日撤销" in list(frame["state"])
    assert "没有登记表彰" in text_of(visit("careers", view="awards", county="990202"))


def test_nothing_filed_says_by_when_and_from_whom(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_all(tiny)
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("careers")
    assert title(test) == "2025年第4季度还没有一个县报送三岗十八级"
    assert "应在2026年1月20日前报送" in text_of(test)
    assert "Counties fill in the form" in text_of(visit("careers", "en"))


def test_of_more_counties_than_have_room_those_behind_most_are_drawn(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "show", lambda made, **_: drawn.append(made.svg))

    def rows() -> list[str]:
        drawn.clear()
        forget()
        words.append(text_of(visit("careers", view="counties")))
        return re.findall(r'data-pick="(\d+)"', drawn[0])

    words: list[str] = []
    every = rows()
    monkeypatch.setattr(tree, "MOST_COUNTIES", 2)
    assert rows() == every[:2]
    assert f"其余 {len(every) - 2} 个见表" in words[1]
    assert "其余" not in words[0]


@pytest.mark.parametrize("view", ["ladder", "counties", "table", "awards"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"city": "990100", "step": "staff-1"},
        {"county": "999001"},
        {"county": "990201", "step": "staff-1"},
    ],
)
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("careers", view=view, **query)
    assert not test.error
    assert not test.exception
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("careers", "en", "dark", view=view, **query))
    shown = (
        english.replace("中文", "").replace("语言", "").replace("东门社区", "").replace("甲子先进集体", "")
    )
    assert CHINESE.findall(shown.replace("李四", "")) == []


def test_a_programme_without_the_form_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    assert title(visit("careers")) == "这里不填报队伍成长"


# ---------------------------------------------------------------- the drawings


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=12), st.booleans())
def test_a_bar_its_mark_and_its_figures_stay_inside_their_ladder(sizes: list[int], is_narrow: bool) -> None:
    rungs_of = [
        ladder.Rung(grade, size, size // 3, f"{size:,}", f"↑{size // 3:,}", tick=size * 1.2)
        for grade, size in enumerate(sizes, 1)
    ]
    width = 358.0 if is_narrow else 760.0
    layout = ladder.Layout(width, 40, 9, "Grade", "No grade", rises=not is_narrow)
    post = ladder.Ladder("Post", "1", [("posts", LIGHT.muted)], rungs_of, none=ladder.Rung(0, 5, 0, "5"))
    sketch = ladder.ladders([post] * 3, layout, LIGHT)
    wide = (width - 40 - 18) / 3
    for rung in (*rungs_of, post.none):
        assert rung is not None
        length = ladder._length(post, wide, layout)
        assert (
            max(rung.size or 0, rung.tick or 0) * length + ladder.BESIDE + ladder._words(rung, layout)
            <= wide + 0.1
        )
    assert sketch.width == width


def test_drawings_say_what_is_not_known_and_draw_no_zero_for_it() -> None:
    unknown = ladder.Rung(7, None, 0, "not filed", tip="Chief, grade 7\nnot filed")
    post = ladder.Ladder("Chiefs", "", [], [unknown])
    drawn = ladder.ladders([post], ladder.Layout(300, 40, 9, "Grade", "No grade"), LIGHT).body
    assert "url(#hatch)" in drawn
    assert "not filed" in drawn
    rows = [lanes.Row("A", [lanes.Cell(None, "—")]), lanes.Row("B", [lanes.Cell(3.0, "3.0")])]
    body = lanes.lanes(rows, ["Head"], lanes.Layout(300, 1, 0, 60, 40), LIGHT).body
    assert (body.count("url(#hatch)"), body.count("<circle")) == (1, 1)
    bar = balance.Bar("Resigned", None, LIGHT.faint, "not filed")
    block = balance.Block("Year", "2025", [bar])
    sketch = balance.balance([block], ("Beside", "", []), 366, 120, LIGHT)
    assert "not filed" in svg.drawing(sketch.body, sketch.width, sketch.height)


def test_the_year_before_is_a_year_before(filed: Tiny) -> None:
    assert posts(filed, period=YEAR_BEFORE)["990101", "all"]["graded"] == 0


@pytest.mark.parametrize(("today", "told"), [(dt.date(2026, 1, 5), 2024), (TODAY, 2025)])
def test_one_who_files_before_the_day_does_not_take_the_year_over(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, today: dt.date, told: int
) -> None:
    ask_all(tiny)
    tiny.file(
        "staffing_grades", {"990101": JIAZI_GRADES, "990102": YICHOU_GRADES}, filed_on=dt.date(2026, 1, 2)
    )
    tiny.file(
        "staffing_moves",
        {code: moves(20) for code in COUNTIES},
        period=YEAR_BEFORE,
        filed_on=dt.date(2025, 1, 9),
    )
    tiny.file("staffing_moves", {"990101": moves(20, entries_open=1)}, filed_on=dt.date(2026, 1, 3))
    tiny.built(today)
    opened(tiny, monkeypatch, today)
    test = visit("careers", period=str(PERIOD))
    drawn = " ".join(str(one.proto.body) for one in test.get("html")) + str(test.main)  # type: ignore[attr-defined]
    assert test.query_params["period"] == str(PERIOD)
    assert f"{told}年" in drawn
