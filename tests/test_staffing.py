"""Staffing: who lacks how many, what if, how far a verdict rests on its denominator, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import curve, gap_rows, hair_rows, heap, spans, svg
from draw.figure import far_words, parted
from draw.palette import palette
from files import tree
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny, once
from ui.frame import plain
from ui.frame.kept import forget
from ui.parts import drawing
from ui.staffing import base, cities, facts, near
from words import speak, staffing_findings

__all__ = ["nothing_kept"]
LIGHT = palette("light")
SVG = "{http://www.w3.org/2000/svg}"
ASKED: dict[str, Any] = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
QUARTERS = [dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30), PERIOD]
BASES = ("own", "own_before", "residents", "residents_before")
# Of 20,400, 30,400, 10,400, 10,400 and 15,400 urban residents: 37, 55, 19, 19 and 28 workers are needed.
COURSES = {
    "990101": [20, 22, 24, 26, 30],
    "990102": [56, 56, 55, 55, 54],
    "990201": [19, 19, 19, 19, 19],
    "990202": [20, 20, 20, 20, 20],
}


@once
def filed(tiny: Tiny) -> None:
    tiny.target(valid_from="2024-01-01")
    for place, quarter in enumerate(QUARTERS):
        tiny.staff_everywhere({code: course[place] for code, course in COURSES.items()}, period=quarter)
    # One county files its townships in part.
    tiny.staff({"999001001": 20})
    posts = {"chief_workers": 5, "deputy_workers": 3, "other_workers": 11, "certified_workers": 8}
    tiny.file("staffing", {"990202": posts})
    tiny.built()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("staffing")))


@pytest.fixture
def at_home(built: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(built, monkeypatch)


def by_area(tiny: Tiny, question: str, **asked: Any) -> dict[str, dict[str, Any]]:
    return {row["area_code"]: row for row in tiny.ask(question, **asked).to_dicts()}


# ---------------------------------------------------------------- the figures


def test_posts_are_those_of_what_is_filed_whole_and_a_city_sums_its_counties(built: Tiny) -> None:
    found = by_area(built, "staff_posts", period=PERIOD, area="990000")
    assert set(found) == {"990000", "990100", "990200", "990101", "990102", "990201", "990202"}
    county = found["990202"]
    assert (county["chief"], county["deputy"], county["staff"], county["workers"]) == (5, 3, 11, 19)
    assert (county["certified"], county["certified_share"]) == (8, Decimal("42.1"))
    assert found["990200"]["workers"] == 19 + 19
    assert found["990000"]["workers"] == 30 + 54 + 19 + 19
    assert found["990000"]["parts"] == 4
    assert set(by_area(built, "staff_posts", period=PERIOD, area="990200")) == {"990200", "990201", "990202"}


@pytest.mark.parametrize(
    ("target", "hires", "growth", "scenario"),
    [
        (18, 0, 0, {"990101": "stays_below", "990102": "stays_below", "990201": "stays_met", "990202": "stays_met"}),
        (18, 1, 0, {"990101": "newly_met", "990102": "newly_met", "990201": "stays_met", "990202": "stays_met"}),
        (18, 0, 100, {"990101": "stays_below", "990102": "stays_below", "990201": "falls_below", "990202": "falls_below"}),
        (19, 0, 0, {"990101": "stays_below", "990102": "stays_below", "990201": "falls_below", "990202": "falls_below"}),
        (18, -100, 0, dict.fromkeys(("990101", "990102"), "stays_below") | dict.fromkeys(("990201", "990202"), "falls_below")),
    ],
)  # fmt: skip
def test_a_scenario_is_whole_people_and_leaves_the_undecided_alone(
    built: Tiny, target: int, hires: int, growth: int, scenario: dict[str, str]
) -> None:
    found = by_area(
        built, "staffing_scenario", **ASKED, target_millionths=target * 1_000_000, hires=hires, growth=growth
    )
    assert {code: row["scenario"] for code, row in found.items()} == scenario | {"999001": "unknown"}
    for code, row in found.items():
        if code != "999001":
            assert row["scenario_numerator"] == max(row["numerator"] + 8 * hires, 0)
            people = math.floor(row["denominator"] * (1 + growth / 10_000) ** 2 + 0.5)
            assert row["scenario_denominator"] == people
            assert row["scenario_required"] == -(-people * target // 10_000)
            assert row["scenario_gap"] == max(row["scenario_required"] - row["scenario_numerator"], 0)


def test_the_curve_counts_who_meets_each_target_and_meets_the_scenario_where_they_meet(built: Tiny) -> None:
    rows = built.ask("scenario_curve", **ASKED, hires=1, growth=50).to_dicts()
    assert [row["curve_target"] for row in rows] == [Decimal(18) + Decimal(n) / 4 for n in range(29)]
    assert {row["counties_counted"] for row in rows} == {4}
    assert rows[0]["met_today"] == 2
    assert [row["met_then"] for row in rows] == sorted((row["met_then"] for row in rows), reverse=True)
    for row in rows[::7]:
        scenario = by_area(
            built,
            "staffing_scenario",
            **ASKED,
            target_millionths=int(row["curve_target"] * 1_000_000),
            hires=1,
            growth=50,
        )
        assert row["met_then"] == sum(
            one["scenario"] in ("stays_met", "newly_met") for one in scenario.values()
        )


def test_a_denominator_of_another_day_or_of_all_residents_is_compared_never_judged(built: Tiny) -> None:
    rows = built.ask("denominator_choices", **ASKED).to_dicts()
    of_county = {row["choice"]: row for row in rows if row["area_code"] == "990201"}
    assert set(of_county) == {*BASES, "low", "high"}
    asked = [of_county[one]["choice_denominator"] for one in BASES]
    assert asked == [10_400, 10_300, 20_400, 20_300]
    assert of_county["own"]["choice_met"]
    assert not of_county["own"]["choice_differs"]
    assert not of_county["residents"]["choice_met"]
    assert of_county["residents"]["choice_differs"]
    assert of_county["low"]["choice_denominator"] < 10_400 < of_county["high"]["choice_denominator"]
    # 19 workers are exactly what 10,400 need: a little more people and they are too few.
    assert not of_county["high"]["choice_met"]
    # An undecided county has no verdict to turn.
    assert not any(row["area_code"] == "999001" for row in rows)


# ---------------------------------------------------------------- what is said and drawn


def texts(sketch: svg.Sketch) -> list[str]:
    tree = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))
    return ["".join(one.itertext()) for one in tree.iter(f"{SVG}text")]


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_a_heap_holds_every_mark_within_its_frame(values: list[float]) -> None:
    marks = [heap.Mark(value, "#123456", value < 0, f"n{n}") for n, value in enumerate(values)]
    sketch = heap.heap(marks, None, (500, 160), LIGHT, heap.step_of(values))
    tree = ElementTree.fromstring(svg.drawing(sketch.body, 500, 160))
    circles = list(tree.iter(f"{SVG}circle"))
    assert len(circles) == sum(value >= 0 for value in values)
    for one in circles:
        assert 0 <= float(one.attrib["cx"]) <= 500
        assert float(one.attrib["cy"]) <= 160


def test_of_a_heap_of_thousands_none_runs_out_of_the_picture_and_twice_as_many_are_twice_as_tall() -> None:
    marks = [heap.Mark(20.0, "#123456", False, "") for _ in range(800)]
    marks += [heap.Mark(24.0, "#123456", False, "") for _ in range(400)] + [
        heap.Mark(2.0, "#123456", True, "")
    ]
    target = heap.Line(18, "Target 18", (17.1, 18.9), "within 5%")
    sketch = heap.heap(marks, target, (500, 160), LIGHT, 1.0)
    tree = ElementTree.fromstring(svg.drawing(sketch.body, 500, 160))
    tops: dict[str, float] = {}
    for one in tree.iter(f"{SVG}circle"):
        tops[one.attrib["cx"]] = min(float(one.attrib["cy"]), tops.get(one.attrib["cx"], 160.0))
    high, low = sorted(tops.values())
    assert (160 - heap.FOOT - high) / (160 - heap.FOOT - low) == pytest.approx(2, rel=0.05)
    # Nor does one cover what is said of the target.
    words = [
        float(one.attrib["y"])
        for one in tree.iter(f"{SVG}text")
        if "".join(one.itertext()) in ("Target 18", "within 5%")
    ]
    assert len(words) == 2
    assert high - heap.LEAST_MARK >= max(words)


def test_of_equal_figures_the_lowest_code_is_named_in_every_language() -> None:
    def named(first: str, second: str) -> list[str]:
        marks = [
            heap.Mark(0.0, "#123456", True, first, pick="11"),
            heap.Mark(0.0, "#123456", True, second, pick="12"),
        ]
        drawn = texts(
            heap.heap(
                [*reversed(marks), heap.Mark(20.0, "#123456", False, "far", pick="13")],
                None,
                (500, 160),
                LIGHT,
                1.0,
            )
        )
        return [one for one in drawn if one in (first, second)]

    assert named("Zhong", "Ang") == ["Zhong"]
    assert named("中", "昂") == ["中"]


def test_what_lies_far_out_stands_beyond_the_axis_with_its_figure() -> None:
    near = [10 + number / 10 for number in range(60)]
    values = [*near, 51.2]
    marks = [heap.Mark(value, "#AAAAAA", False, "", "tip") for value in values]
    assert heap.step_of(values) == heap.step_of(near)
    drawn = heap.heap(marks, None, (500, 160), LIGHT, heap.step_of(values))
    assert drawn.body.count("data-tip") == len(values)
    assert "→ 51.2" in texts(drawn)
    assert not {"30", "40", "50"} & {*texts(drawn)}
    # Few figures, and such as are merely the highest, stay on the axis.
    assert parted(values[-8:])[1] == parted([*near, 19.0])[1] == []
    assert parted(values) == (near, [51.2])


def test_what_lies_below_the_target_is_not_far_out() -> None:
    values = [1 + number / 20 for number in range(40)] + [12.0]
    assert parted(values)[1] == [12.0]
    # The axis reaches to the target anyway: no finer classes, no mark beyond.
    assert parted(values, 18.0)[1] == []
    assert heap.step_of(values, 18.0) == 0.5
    marks = [heap.Mark(value, "#AAAAAA", True, "", "tip") for value in values]
    assert not [
        one for one in texts(heap.heap(marks, heap.Line(18, ""), (500, 160), LIGHT, 0.5)) if "→" in one
    ]


@pytest.mark.parametrize(
    ("far", "told"),
    [([1234567.0], "→ 1,234,567"), ([20.0, 45.5], "→ 20–45.5"), ([-3.25, -1.0], "→ −3.25–−1")],
)
def test_figures_beyond_an_axis_are_written_as_those_at_it(far: list[float], told: str) -> None:
    assert far_words(far) == told


def test_no_class_of_a_heap_holds_both_sides_of_a_round_target() -> None:
    marks = [heap.Mark(value, "#123456", value < 18, "") for value in (17.5, 17.99, 18.0, 18.4)]
    sketch = heap.heap(marks, heap.Line(18, "Target 18"), (500, 160), LIGHT, 0.5)
    tree = ElementTree.fromstring(svg.drawing(sketch.body, 500, 160))
    rule = min(
        float(one.attrib["x1"]) for one in tree.iter(f"{SVG}line") if one.attrib["x1"] == one.attrib["x2"]
    )
    assert all(float(one.attrib["cx"]) > rule for one in tree.iter(f"{SVG}circle"))
    assert "Target 18" in texts(sketch)


def test_spans_rows_and_curves_say_what_they_show() -> None:
    drawn = spans.spans(
        [
            spans.Span("A", 7, 4, 13, "13", is_soon=True),
            spans.Span("B", 212, 170, 847, "847"),
            spans.Span("C", None, None, None, "5", "not at this pace"),
        ],
        400, 60, LIGHT, more="+",
    )  # fmt: skip
    assert {"A", "B", "C", "13", "847", "5", "not at this pace", "40+", "→"} <= set(texts(drawn))
    heads = gap_rows.Heads("City", "per", "Gap", "lacks", "Open", "Posts", "Workers", "Certified")
    row = gap_rows.GapRow("Dong", "14.0", True, 12, 20, "12", "1", [0.2, 0.3, 0.5], "100", "40%")
    for width in (700.0, 358.0):
        assert {"Dong", "14.0", "12"} <= set(texts(gap_rows.gap_rows([row], heads, width, LIGHT)))
    points = [curve.Point(18 + n / 4, 20 - n, 25 - n) for n in range(9)]
    said = texts(curve.curve(points, 19, ("Target 19", "then", "today"), (400, 240), LIGHT))
    assert {"Target 19", "then", "today", "21"} <= set(said)
    same = [curve.Point(18 + n / 4, 1418 - n, 1418 - n) for n in range(9)]
    said = texts(curve.curve(same, 18, ("Target 18", "then", "today"), (400, 240), LIGHT))
    assert {"today", "1,418", "0", "500", "1,500"} <= set(said)
    assert "then" not in said  # both lines are one
    for chosen in (point.value for point in points):
        drawn = curve.curve(points, chosen, ("Target", "then", "today"), (400, 240), LIGHT)
        found = {
            one.text: float(one.get("x", 0))
            for one in ElementTree.fromstring(svg.drawing(drawn.body, 400, 240)).iter(f"{SVG}text")
            if one.get("font-weight") == "700"
        }
        assert found.keys() >= {"then", "today"}
        (figure,) = found.keys() - {"Target", "then", "today"}
        # The name of the line and the figure on it stand side by side, however high the target is.
        assert not found[figure] - 24 < found["then"] < found[figure] + 20, chosen
    hairs = hair_rows.hair_rows([hair_rows.HairRow("own", "2 meet", [19.0, 20.0], [10.0])], 18, 400, LIGHT)
    assert {"own", "2 meet"} <= set(texts(hairs))
    assert hair_rows.hair_rows([], None, 400, LIGHT).body == ""
    many = [14.0 + n / 50 for n in range(200)]
    said = texts(
        hair_rows.hair_rows([hair_rows.HairRow("own", "", [*many, 90.0, 120.0], [])], 18, 400, LIGHT)
    )
    assert "→ 90–120" in said
    assert "80" not in said  # the axis is of the others
    assert curve.curve([], 18, ("", "", ""), (400, 240), LIGHT).body == ""


HEADLINE = {"has_target": True, "met": 2, "not_met": 2, "counties_judged": 5}
UNIT = {"gap_unit_en": "workers", "gap_unit_zh": "人"}


@pytest.mark.parametrize(
    ("head", "gaps", "soon", "unpaced", "said"),
    [
        ({}, [7, 1], 0, 2, "8 workers lacking; too little of the last four periods is known to tell when the target is reached"),
        ({}, [7, 1], 1, 1, "8 workers lacking; at this pace 1 of 2 counties below make it within two years, of 1 the pace is not known"),
        ({}, [7, 1], 1, 0, "8 workers lacking; at this pace 1 of 2 counties below make it within two years"),
        ({}, [10] * 20, 0, 0, "200 workers lacking, 50% in 10 counties; at this pace 0 of 20 counties below make it within two years"),
        ({}, [], 0, 0, "No county that reported lacks anybody"),
        ({"met": 0}, [], 0, 0, "No staffing figures of this period yet"),
        ({"has_target": False}, [], 0, 0, "No target in this period: the spread alone"),
    ],
)  # fmt: skip
def test_the_title_says_how_many_where_and_how_soon(
    head: dict[str, Any], gaps: list[int], soon: int, unpaced: int, said: str
) -> None:
    short = [{"gap": gap} for gap in gaps]
    found = HEADLINE | {"gap": sum(gaps), "gap_at_most": None} | head
    assert staffing_findings.title(speak("en"), found, UNIT, short, (soon, unpaced, "")) == said


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("view", ["staff", "what_if", "base", "table"])
@pytest.mark.parametrize("query", [{}, {"city": "990100", "county": "990102"}])
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("staffing", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("staffing", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_the_page_finds_who_lacks_and_how_soon(at_home: Tiny) -> None:
    # 30 of 37 at 10 in four quarters: three quarters; 54 of 55, going down.
    assert title(visit("staffing")) == "缺口 8 至 16 人；按近四期，2 个未达标县中 1 个两年内达标"
    assert title(visit("staffing", city="990200")) == "西山市已报的县（市、区）没有缺口"


def test_suppositions_stand_in_the_address_and_wrong_ones_are_told(at_home: Tiny) -> None:
    test = visit("staffing", view="what_if", target="20", hires="1", growth="0")
    assert "假如目标为 20、每县每季净增 1 人" in title(test)
    assert test.query_params["growth"] == "0"
    for asked in ({"target": "99"}, {"hires": "many"}, {"growth": "0.1"}):
        wrong = visit("staffing", view="what_if", **asked)
        assert not wrong.error
        assert next(iter(asked.values())) in text_of(wrong).replace("\\", "").replace(plain.BREAK, "")
        assert "假如目标为 18、每县每季净增 0 人" in title(wrong)


def test_a_slider_moves_its_supposition_and_no_other(at_home: Tiny) -> None:
    test = visit("staffing", view="what_if")
    next(one for one in test.slider if one.key == "choice_hires").set_value(3).run()
    assert test.query_params["hires"] == "3"
    assert "target" not in test.query_params
    assert "每县每季净增 3 人" in title(test)


@pytest.mark.parametrize("view", ["what_if", "base"])
def test_of_more_counties_than_have_room_each_city_is_a_bar(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    drawn: dict[str, str] = {}
    monkeypatch.setattr(drawing, "show", lambda made, *, key, **_: drawn.update({key: made.svg}))
    counties = {"990101", "990102", "990201", "990202", "999001"}

    def picked(most: int, **query: str) -> set[str]:
        monkeypatch.setattr(tree, "MOST_COUNTIES", most)
        forget()
        visit("staffing", view=view, **query)
        return set(re.findall(r'data-pick="(\w+/\d+)"', drawn["staff_tiles"]))

    assert picked(5) == {f"county/{code}" for code in counties}
    # One county lies in no city: it is a bar of its own.
    assert picked(4) == {"city/990100", "city/990200", "county/999001"}
    assert picked(2, city="990100") == {"county/990101", "county/990102"}


def test_lists_end_where_nobody_reads_on_and_say_how_many_more_there_are(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
    counties = at_home.ask("county_compliance", **asked).filter("near_target").to_dicts()
    assert len(counties) > 1
    (nearest, *_) = sorted(counties, key=lambda row: abs(row["balance"]))
    forget()
    whole = text_of(visit("staffing"))
    assert not re.search("列出离目标线|另有", whole)
    monkeypatch.setattr(near, "MOST", 1)
    monkeypatch.setattr(cities, "MOST", 1)
    drawn: dict[str, str] = {}
    monkeypatch.setattr(drawing, "show", lambda made, *, key, **_: drawn.update({key: made.svg}))
    forget()
    test = visit("staffing")
    (names,) = [one.value for one in test.html if 'class="near"' in one.value]
    assert re.findall(r"county=(\d+)", names) == [nearest["area_code"]]
    assert "列出离目标线最近的 1 个" in text_of(test)
    assert "另有 2 个见表" in text_of(test)
    assert len(set(re.findall(r'data-pick="(\w+/\d+)"', drawn["staff_cities"]))) == 1


def test_posts_that_are_in_no_figure_are_told_where_they_are_added_up(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.target()
    tiny.staff_everywhere({code: course[-1] for code, course in COURSES.items()})
    tiny.built()
    opened(tiny, monkeypatch)
    told = "总数是已报的全部人员，含不计入指标值的县（市、区）。"
    assert told not in text_of(visit("staffing"))
    tiny.remove("population", area_code="990102")
    tiny.build()
    forget()
    assert told in text_of(visit("staffing"))


def test_what_a_county_has_filed_in_part_is_in_no_total_and_is_not_told_to_be(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    for query in ({}, {"city": "990100"}):
        assert "总数是已报的全部人员" not in text_of(visit("staffing", **query))


def test_a_county_far_out_under_several_denominators_is_one() -> None:
    rows = [{"area_code": str(area), "choice_value": 10 + area / 10} for area in range(60)]
    rows += [{"area_code": "far", "choice_value": 300 + choice} for choice in range(4)]
    assert base.far_out(rows, 18.0) == 1
    assert base.far_out(rows[:60], 18.0) == 0


@pytest.mark.parametrize(
    ("known", "of", "counts", "said"),
    [
        (0, 0, (0, 0, 0), "没有可判定的县（市、区），无从比较分母"),
        (1, 1, (0, 3, 1), "没有别的分母可比：只有判定所用的一种"),
        (3, 1, (2, 3, 1), "换个分母，2 个县的结论会变"),
        (2, 2, (1, 2, 0), "换个分母，1 个县的结论会变；前 2 种下 2 个都达标，0 个都不达标"),
        (6, 4, (0, 2, 3), "换个分母，没有一个县（市、区）的结论会变；前 4 种下 2 个都达标，3 个都不达标"),
    ],
)
def test_as_many_denominators_are_counted_as_are_known(
    known: int, of: int, counts: tuple[int, int, int], said: str
) -> None:
    assert staffing_findings.base_title(speak("zh"), known, of, counts) == said
    if of < 2:
        return
    fills = base._fills(LIGHT, of)
    assert len(set(fills)) == of + 1
    # The ends say how sure, and what turns stands in the middle, where there is one.
    assert (fills[0], fills[-1]) == (LIGHT.below[1], LIGHT.above[1])
    assert (LIGHT.straddling in fills) == (of % 2 == 0)


def test_a_period_without_returns_says_so(at_home: Tiny) -> None:
    test = visit("staffing", period="2022-03-31")
    assert not test.error
    assert title(test)


def test_where_nobody_is_judged_no_gap_is_not_told(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.target(valid_from="2026-01-01", reach_by="2026-12-31")
    tiny.staff_everywhere({code: course[-1] for code, course in COURSES.items()})
    tiny.built()
    opened(tiny, monkeypatch)
    said = text_of(visit("staffing"))
    assert "没有可判定的县（市、区），无从推算。" in said
    assert not re.search("没有缺口|没有离目标线|▼ 未达标", said)


def test_an_empty_home_says_what_would_change_it(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    for view in ("staff", "what_if", "base", "table"):
        test = visit("staffing", view=view)
        assert not test.error
        assert title(test)


@pytest.mark.parametrize(
    ("headline", "known", "wanted"),
    [
        ("b", {"a": "staffing", "b": "staffing", "c": "figures"}, "b"),
        ("c", {"c": "figures", "a": "staffing", "b": "staffing"}, "a"),
        ("c", {"c": "figures"}, "c"),
    ],
)
def test_the_target_is_of_workers_whatever_a_packs_headline_is(
    headline: str, known: dict[str, str], wanted: str
) -> None:
    indicators = {code: {"numerator_dataset": dataset} for code, dataset in known.items()}
    page: Any = SimpleNamespace(
        facts={"headline_indicator": headline}, answers=SimpleNamespace(indicators=lambda: indicators)
    )
    assert facts.code(page) == wanted


def test_of_one_period_alone_no_pace_is_told(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.target()
    tiny.staff_everywhere({code: course[-1] for code, course in COURSES.items()})
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("staffing")
    assert title(test).endswith("；近四期已知变动太少，何时达标无从推算")
    # No picture of paces without one.
    assert "近四期已知变动太少，无从推算。" in text_of(test)
    assert "平均速度" not in text_of(test)
