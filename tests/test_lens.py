"""Drawings of things side by side, of two figures of many, and of one's place among all: what they promise. Pure functions."""

from __future__ import annotations

import itertools
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from draw import city_marks, lens, scatter, shares, strips
from draw.palette import CAPTION, LIGHT, TABLE
from draw.text import text_width
from tests.test_drawing import SPACE, picture

ROOM = lens.Room(400, 80, {"rooms": (120, 40, 60), "money": (40, 40, 0)}, 10)
COLUMNS = {
    "rooms": lens.Column("Rooms", "m2", "", 20, 40, "20", "40", "short", 30, "target 30"),
    "money": lens.Column("Money", "yuan", "", 0, 100, "0", "100"),
}
FIGURES = st.floats(-1e6, 1e6)


def shown(drawn: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    """The shapes of a kind that are drawn: not those of the grounds that are only defined."""
    defined = {id(one) for defs in drawn.iter(f"{SPACE}defs") for one in defs.iter()}
    return [one for one in drawn.iter(f"{SPACE}{kind}") if id(one) not in defined]


def marks(drawn: ElementTree.Element) -> list[ElementTree.Element]:
    return [one for one in drawn.iter() if one.get("data-pick")]


def row(value: float, points: list[float], **more: object) -> lens.Row:
    rooms = lens.Cell(
        points=[lens.Point(one, "below" if one < 30 else "met", str(one), f"p{one}") for one in points],
        value=value,
        is_rule=True,
        figure="29.3",
        last="150",
    )
    money = lens.Cell(frame=120.0, solid=abs(value) % 100, figure="99.9")
    return lens.Row("A", {"rooms": rooms, "money": money}, tip="told", pick="a", **more)  # type: ignore[arg-type]


@given(FIGURES, st.lists(FIGURES, max_size=5, unique=True))
@settings(max_examples=40, deadline=None)
def test_nothing_is_drawn_outside_its_column_whatever_the_figure(value: float, points: list[float]) -> None:
    drawn = picture(lens.lens(COLUMNS, [row(value, points)], ROOM, LIGHT))
    for one in shown(drawn, "line"):
        assert 0 <= float(str(one.get("x1"))) <= float(str(one.get("x2"))) <= ROOM.width
    for one in shown(drawn, "circle"):
        assert 90 <= float(str(one.get("cx"))) <= 210
    for one in shown(drawn, "rect"):
        assert float(str(one.get("x"))) + float(str(one.get("width"))) <= ROOM.width
    # A part's mark comes after its row, whose last shape takes the click.
    assert [one.get("data-pick") for one in marks(drawn)] == ["a", *(f"p{one}" for one in points)]
    assert list(marks(drawn)[0])[-1].get("fill") == "transparent"


def test_what_is_below_the_target_points_down_and_only_a_target_has_a_line() -> None:
    drawn = picture(lens.lens(COLUMNS, [row(28, [25, 35])], ROOM, LIGHT))
    below, met = marks(drawn)[1:]
    assert [one.tag for one in below] == [f"{SPACE}path"]
    assert [one.tag for one in met] == [f"{SPACE}circle"]
    dashed = [one for one in shown(drawn, "line") if one.get("stroke-dasharray")]
    assert {one.get("x1") for one in dashed} == {"150"}
    bare = {**COLUMNS, "rooms": COLUMNS["rooms"].with_target(None, "")}
    drawn = picture(lens.lens(bare, [row(28, [])], ROOM, LIGHT))
    assert not [one for one in shown(drawn, "line") if one.get("stroke-dasharray")]


def test_a_figure_not_known_is_hatched_and_says_why() -> None:
    cells = {"rooms": lens.Cell(instead="not filed", is_hatched=True), "money": lens.Cell(instead="none")}
    drawn = picture(lens.lens(COLUMNS, [lens.Row("A", cells)], ROOM, LIGHT))
    hatched = [one for one in shown(drawn, "rect") if one.get("fill") == "url(#hatch)"]
    assert len(hatched) == 1
    assert {"not filed", "none"} <= {one.text for one in shown(drawn, "text")}


@pytest.mark.parametrize("count", [1, 12, 40])
def test_rows_are_never_lower_than_their_words(count: int) -> None:
    sketch = lens.lens(COLUMNS, [row(28, [])] * count, ROOM, LIGHT)
    places = [float(str(one.get("y"))) for one in picture(sketch).iter(f"{SPACE}text") if one.text == "A"]
    assert all(after - before >= lens.LOWEST for before, after in itertools.pairwise(places))
    assert max(places) < sketch.height


DOTS = st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=12)


@example([(0.0, 5e-324)], None)
@example([(1e6, 1.0), (1e6 + 1e-10, 1.0)], 30.0)
@given(DOTS, st.sampled_from([None, 30.0]))
@settings(max_examples=40, deadline=None)
def test_every_dot_is_in_the_plot_and_no_name_covers_another(
    figures: list[tuple[float, float]], target: float | None
) -> None:
    dots = [
        scatter.Dot(across, up, f"N{place}", "met", pick=str(place), is_named=True)
        for place, (across, up) in enumerate(figures)
    ]
    drawn = picture(scatter.scatter(dots, scatter.Axes("x", "y", target, "t"), (700, 400), LIGHT))
    assert {one.get("data-pick") for one in marks(drawn)} == {str(place) for place in range(len(dots))}
    for one in shown(drawn, "circle"):
        assert scatter.LEFT - 1 <= float(str(one.get("cx"))) <= 700
        assert scatter.TOP - 1 <= float(str(one.get("cy"))) <= 400 - scatter.BOTTOM + 1
    names = [one for one in shown(drawn, "text") if str(one.text).startswith("N")]
    boxes = [(float(str(n.get("x"))), float(str(n.get("y"))), text_width(str(n.text), 12.5)) for n in names]
    for at, (left, foot, wide) in enumerate(boxes):
        for x, y, across in boxes[at + 1 :]:
            assert abs(foot - y) > 13 or left + wide <= x + 0.2 or x + across <= left + 0.2


def test_the_chosen_dot_is_ringed_named_and_drawn_last() -> None:
    dots = [
        scatter.Dot(1, 1, "A", "below", pick="a", is_chosen=True),
        scatter.Dot(2, 2, "B", "met", pick="b"),
        scatter.Dot(3, 3, "C", "met", pick="c", is_pale=True),
    ]
    drawn = picture(scatter.scatter(dots, scatter.Axes("x", "y"), (700, 400), LIGHT))
    assert [one.get("data-pick") for one in marks(drawn)] == ["c", "b", "a"]
    assert "A" in {one.text for one in shown(drawn, "text")}
    assert "B" not in {one.text for one in shown(drawn, "text")}


def test_a_strip_has_its_target_and_a_thing_without_a_figure_no_dot() -> None:
    things = [
        strips.Strip("Rooms", "24.1", "m2", "#A3450F", [20, 25, 35], 24.1, 60, ["a line"]),
        strips.Strip("Money", "not filed", "yuan", "", [1, 2, 3], None, None),
    ]
    drawn = picture(strips.strips(things, 300, LIGHT))
    (dot,) = shown(drawn, "circle")
    (target,) = [one for one in shown(drawn, "line") if one.get("stroke-dasharray")]
    # The target is on the strip even where nobody reaches it.
    assert float(str(dot.get("cx"))) < float(str(target.get("x1"))) <= 300
    assert {"not filed", "a line"} <= {one.text for one in shown(drawn, "text")}


def test_a_last_figure_longer_than_its_place_keeps_off_the_figure_before_it() -> None:
    short, long = row(30, []), row(30, [])
    cells = long.cells["rooms"]
    long = replace(long, cells={**long.cells, "rooms": replace(cells, last="197,963,000")})

    def texts(one: lens.Row) -> dict[str, float]:
        drawn = picture(lens.lens(COLUMNS, [one], ROOM, LIGHT))
        return {str(text.text): float(str(text.get("x"))) for text in shown(drawn, "text")}

    assert texts(short)["29.3"] == 90 + 120 + 40  # as the room says
    found = texts(long)
    assert found["197,963,000"] == texts(short)["150"]
    assert found["29.3"] < found["197,963,000"] - text_width("197,963,000", CAPTION)


@pytest.mark.parametrize("count", [1, 31, 200])
def test_rows_of_shares_are_tall_enough_for_their_names(count: int) -> None:
    rows = [shares.Row(f"A{number}", [shares.Part(1, "#000000")]) for number in range(count)]
    drawn = picture(shares.rows(rows, shares.Layout(400, 80, (), 300), LIGHT))
    feet = [float(str(text.get("y"))) for text in shown(drawn, "text")]
    assert all(lower - upper >= TABLE for upper, lower in itertools.pairwise(feet))


@given(st.lists(st.floats(0, 500), min_size=60, max_size=200), st.floats(21, 40))
@settings(max_examples=40, deadline=None)
def test_marks_too_many_for_their_row_cover_none_of_the_next(across: list[float], tall: float) -> None:
    found = city_marks.spread(across, 100, tall)
    assert [at for at, _ in found] == across
    assert all(abs(y - 100) + city_marks.RADIUS <= tall / 2 for _, y in found)
