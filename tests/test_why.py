"""Why verdicts changed: who crossed the target, what moved them, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from xml.etree import ElementTree

import pytest

from draw import moves, svg
from draw.palette import LEAST, palette
from draw.text import text_width
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, Tiny, once
from ui.why import facts
from words import speak, why_findings

__all__ = ["nothing_kept"]
LIGHT = palette("light")
SVG = "{http://www.w3.org/2000/svg}"
SINCE = dt.date(2024, 12, 31)
# 37, 55, 19, 19 and 28 workers are needed now, as many a year before or one fewer.
THEN = {"990101": 30, "990102": 56, "990201": 19, "990202": 10}
NOW = {"990101": 40, "990102": 50, "990201": 20, "990202": 11, "999001": 30}


@once
def filed(tiny: Tiny) -> None:
    tiny.target(valid_from="2024-01-01")
    tiny.staff_everywhere(THEN, period=SINCE)
    tiny.staff_everywhere(NOW)
    tiny.built()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("why")))


@pytest.fixture
def at_home(built: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(built, monkeypatch)


def rows(tiny: Tiny) -> list[dict[str, Any]]:
    asked = {"indicator": "community_workers_per_10k_urban", "period": PERIOD, "since": SINCE}
    return tiny.ask("balance_changes", **asked, area="990000", level="county").to_dicts()


def test_who_crossed_either_way_and_who_cannot_be_compared(built: Tiny) -> None:
    listed = rows(built)
    up, down = facts.crossed(listed)
    assert [row["area_code"] for row in up] == ["990101"]
    assert [row["area_code"] for row in down] == ["990102"]
    assert {
        because: [row["area_code"] for row in of_it] for because, of_it in facts.apart(listed).items()
    } == {"unknown": ["999001"]}
    counts = facts.matrix(listed)
    assert counts["not_met", "met"] == counts["met", "not_met"] == counts["met", "met"] == 1
    assert counts["not_met", "not_met"] == counts["unknown", "met"] == 1
    assert sum(counts.values()) == len(listed)


def test_where_nobody_crossed_the_nearest_on_either_side_stand(built: Tiny) -> None:
    near = facts.nearest(rows(built))
    assert [row["balance"] for row in near] == sorted((row["balance"] for row in near), reverse=True)
    assert len([row for row in near if row["balance"] >= 0]) <= facts.NEAREST
    assert "999001" not in {row["area_code"] for row in near}


@pytest.mark.parametrize(
    ("up", "down", "said"),
    [
        (2, 1, "Since 2024 Q4 2 counties rose to the target, 1 county fell below it"),
        (0, 1, "Since 2024 Q4 no county rose to the target, 1 county fell below it"),
        (1, 0, "Since 2024 Q4 1 county rose to the target, none fell below it"),
        (0, 0, "Since 2024 Q4 no county rose to the target and none fell below it"),
    ],
)
def test_the_title_counts_who_crossed(up: int, down: int, said: str) -> None:
    assert why_findings.title(speak("en"), "2024 Q4", [{}] * up, [{}] * down, 5) == said


def test_where_nobody_is_judged_on_both_nobody_is_said_to_have_stayed(at_home: Tiny) -> None:
    told = why_findings.title(speak("en"), "2021 Q1", [], [], 0)
    assert told == "Compared with 2021 Q1 no county has a verdict in both periods"
    assert title(visit("why", since="2021-03-31")) == "与2021年第1季度相比，没有在两期都能判定的县"


def test_a_target_that_stayed_moved_nothing_and_one_that_rose_may_have(built: Tiny) -> None:
    row = rows(built)[0]
    assert why_findings.part(row, "by_target") == "—"
    assert why_findings.part(row | {"target_changed": True}, "by_target") == "0"
    assert why_findings.part(row | {"by_numerator": None}, "by_numerator") == "—"
    assert why_findings.part(row | {"by_numerator": 5}, "by_numerator") == "+5"
    assert why_findings.part(row | {"by_numerator": 5}, "by_numerator", is_same=True) == "—"


@pytest.mark.parametrize("width", [850.0, 720.0, 358.0])
def test_every_row_ends_where_its_steps_lead(width: float) -> None:
    drawn = [
        moves.Move("A", "X", -13, 306, "−13", "+306", [-53, 0, 372], ["—", "−53", "—", "+372", "+319"]),
        moves.Move("B", "Y", 4, -2, "+4", "−2", [-6, 0, 0], ["—", "−6", "—", "0", "−6"]),
    ]
    words = moves.Words(
        "2023", "2025", "Target", ["Boundary", "Urban residents", "Target", "Staff", "Change"]
    )
    sketch = moves.moves(drawn, words, moves.Foot("Sum", ["—", "−59", "—", "+372", "+313"]), width, LIGHT)
    tree = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))
    for one in tree.iter(f"{SVG}rect"):
        assert float(one.attrib["x"]) >= -1
        assert float(one.attrib["x"]) + float(one.attrib["width"]) <= width + 1
    said = {"".join(one.itertext()) for one in tree.iter(f"{SVG}text")}
    assert {"A", "B", "−13", "+306"} <= said
    assert ("+319" in said) == ("Sum" in said) == (width > 480)
    # A telephone has no columns: the parts that are any stand under their county.
    assert ("Urban residents −53 · Staff +372" in said) == ("Urban residents −6" in said) == (width < 480)


def test_a_county_that_is_not_split_says_why_under_it_on_a_telephone() -> None:
    drawn = [moves.Move("A", "X", -3, 6, "−3", "+6", [9, 0], ["", "", "+9"], note="boundary changed")]
    words = moves.Words("2023", "2025", "Target", ["Residents", "Staff", "Change"])
    assert "boundary changed" in moves.moves(drawn, words, None, 358, LIGHT).body
    many = [
        moves.Move("A", "X", -3, 6, "−3", "+6", [9], [*(f"+{n}00000" for n in range(1, 8)), "+9"], pick="x")
    ]
    heads = moves.Words(
        "2023", "2025", "Target", [*(f"A part of a long name {n}" for n in range(7)), "Change"]
    )
    tall = moves.moves(many, heads, None, 358, LIGHT)
    assert tall.height > moves.HEAD + moves.ROW + 3 * moves.UNDER
    assert all(one in tall.body for one in heads.figures[:-1])


@pytest.mark.parametrize("width", [850.0, 720.0])
@pytest.mark.parametrize("ends", [(-300, 0), (0, 300), (-150, 150)])
def test_no_head_stands_on_another_whatever_snapshot_is_named(width: float, ends: tuple[int, int]) -> None:
    drawn = [moves.Move("Jingning", "Lishui", *ends, "−1", "+1", [ends[1] - ends[0]], ["+1"] * 6)]
    parts = ["Correction", "Boundary", "Urban residents", "Target", "Community workers", "Change"]
    words = moves.Words("20261129-02", "20261129-01", "Target line", parts)
    sketch = moves.moves(drawn, words, None, width, LIGHT)
    tree = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))
    boxes = []
    for one in tree.iter(f"{SVG}text"):
        if float(one.attrib["y"]) < moves.HEAD:
            text = "".join(one.itertext())
            wide, x = text_width(text, LEAST), float(one.attrib["x"])
            shift = {"end": 1.0, "middle": 0.5}.get(one.attrib.get("text-anchor", ""), 0.0)
            boxes.append((float(one.attrib["y"]), x - wide * shift, x + wide * (1 - shift), text))
    boxes.sort()
    for (y, _, right, one), (below, left, _, other) in itertools.pairwise(boxes):
        assert y != below or right <= left, (one, other)


def test_a_long_name_has_the_room_that_its_city_does_not_need() -> None:
    words = moves.Words("2023", "2025", "Target", ["Staff", "Change"])
    name = "Jingning She county"
    for place in ("", "Lishui"):
        drawn = [moves.Move(name, place, -3, 6, "−3", "+6", [9], ["+9", "+9"])]
        assert name in moves.moves(drawn, words, None, 850, LIGHT).body


@pytest.mark.parametrize("view", ["moves", "table"])
@pytest.mark.parametrize("query", [{}, {"city": "990200", "county": "990201"}, {"since": "2021-03-31"}])
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("why", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("why", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_the_page_says_who_crossed_and_who_cannot_be_compared(at_home: Tiny) -> None:
    test = visit("why")
    assert title(test) == "2024年第4季度以来，1 个县升到目标线上，1 个县跌到线下"
    said = text_of(test)
    assert "升上来的县：因社区工作者 +10 人" in said
    assert "有一期数据不全：戊辰" in said
    assert "1 个县的变化不拆分" in said


def test_an_earlier_period_is_chosen_and_lapses_with_a_period_before_it(at_home: Tiny) -> None:
    test = visit("why", since="2021-03-31")
    assert test.query_params["since"] == "2021-03-31"
    assert "有一期没有目标" in text_of(test)
    # A later one than the period shown is none to compare with.
    test = visit("why", period="2024-12-31", since="2025-12-31")
    assert not test.error
    assert "2025-12-31" not in test.query_params.get("since", "")


def test_an_indicator_without_a_target_and_the_first_period_say_what_to_do(at_home: Tiny) -> None:
    assert "没有目标" in text_of(visit("why", indicator="certified_worker_share"))
    first = visit("why", period=min(at_home.ask("periods", indicator="community_workers_per_10k_urban")["period"]).isoformat())  # fmt: skip
    assert not first.error
    assert "换一个较晚的报告期" in text_of(first)
