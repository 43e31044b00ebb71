"""What is drawn as SVG: its writer, and the map without WebGL."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import svg
from draw.map.ground import prepare
from draw.map.vector import vector_map
from draw.marks import Legend
from draw.palette import LIGHT
from draw.scales import Paint, gap_scale, value_scale
from draw.sheet import legend
from draw.text import text_width
from tests import drawn
from ui.parts import drawing

SPACE = "{http://www.w3.org/2000/svg}"
SCALE = value_scale(drawn.BOUNDS, target=18)
VALUES = {code: 14.0 + i for i, code in enumerate(drawn.grid())}  # 14 to 29: four below 18
# What XML can hold at all; the rest is taken out where a name enters a page.
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1)


def picture(sketch: object, label: str = "Map") -> ElementTree.Element:
    whole = svg.drawing(
        sketch.body,  # type: ignore[attr-defined]
        sketch.width,  # type: ignore[attr-defined]
        sketch.height,  # type: ignore[attr-defined]
        label=label,
        defs=svg.hatches(LIGHT),
    )
    return ElementTree.fromstring(whole)


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_a_name_may_hold_anything_and_is_drawn_letter_by_letter(name: str) -> None:
    body = svg.mark(svg.text((1, 2), name, "#000000"), tip=name, pick=name)
    read = ElementTree.fromstring(svg.drawing(body, 10, 10, label=name))
    assert read.get("aria-label") == name
    (written,) = read.iter(f"{SPACE}text")
    assert written.text == name
    (button,) = (one for one in read.iter() if one.get("role") == "button")
    assert button.get("data-pick") == name


@given(st.lists(st.tuples(st.floats(-1e4, 1e4) | st.just(math.nan), st.floats(-1e4, 1e4)), min_size=1))
@settings(deadline=None)
def test_a_path_goes_through_its_points_and_never_through_what_is_no_number(points: list[svg.Point]) -> None:
    outline = svg.outline_of([points])
    assert not re.search("nan|inf|e", outline)
    ends = []
    for stretch in filter(None, outline.split("M")):
        x, y = (float(v) for v in stretch.split("l")[0].split())
        steps = [float(v) for v in stretch.split("l")[1].split()]
        ends.append((x + sum(steps[::2]), y + sum(steps[1::2])))
    known = [p for p in points if all(map(math.isfinite, p))]
    for end in ends:
        assert any(math.dist(end, point) < 0.11 for point in known)


def test_lines_of_a_text_are_never_wider_than_they_may_be() -> None:
    for words in (
        "每万城镇常住人口社区工作者不少于 18，2025年底前达到",
        "Community workers per 10,000 residents",
    ):
        lines = svg.wrapped(words, 120, 13, most=9)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(text_width(line, 13) <= 120 for line in lines)
        assert svg.wrapped(words, 120, 13, most=1)[0].endswith("…")


def test_the_vector_map_has_the_colours_patterns_and_marks_of_the_map() -> None:
    ground = prepare(drawn.shapes(drawn.grid()))
    some, other, third, *_ = VALUES
    rows = drawn.rows(
        VALUES | {some: None, other: None, third: None},
        **{other: {"value_status": "partial"}, third: {"value_status": "not_applicable"}},
    )
    sketch = vector_map(
        ground, rows, Paint(SCALE, "990402"), names={"990100": "甲市"}, hover={c: [c] for c in VALUES}
    )
    read = picture(sketch)
    fills = {
        one.get("data-pick"): one.find(f"{SPACE}path").get("fill")  # type: ignore[union-attr]
        for one in read.iter()
        if one.get("role") == "button"
    }
    for code, value in VALUES.items():
        expected = SCALE.colours[SCALE.class_of(value)]  # type: ignore[index]
        assert fills[code] == {some: "url(#hatch)", other: "url(#half)", third: LIGHT.no_data}.get(
            code, expected
        )
    triangles = [
        one
        for one in read.iter(f"{SPACE}path")
        if re.search(r"z$", one.get("d", "")) and not one.get("fill-rule")
    ]
    # 990104 alone is below with a figure; the chosen county's outline is drawn twice.
    assert len([one for one in triangles if one.get("stroke-width") not in ("5.5", "3", "1")]) == 1
    assert [one.get("stroke-width") for one in triangles].count("3") == 1
    pressed = [one.get("data-pick") for one in read.iter() if one.get("aria-pressed") == "true"]
    assert pressed == ["990402"]
    assert [one.text for one in read.iter(f"{SPACE}text")] == ["甲市"]


def test_no_name_reaches_over_the_edge_of_the_sheet() -> None:
    ground = prepare(drawn.shapes(drawn.grid()))
    name = "A city whose name is as long as this"
    sketch = vector_map(
        ground, drawn.rows(VALUES), Paint(SCALE), names={"990400": name}, hover={}, height=300
    )
    (text,) = picture(sketch).iter(f"{SPACE}text")
    half, at = text_width(name, float(text.get("font-size", 0))) / 2, float(text.get("x", 0))
    assert at - half >= -0.1
    assert at + half <= sketch.width + 0.1


def test_counts_of_a_pictures_legend_end_on_one_line_and_keep_off_the_words() -> None:
    without = [("hatch", "No return", 4), ("half", "Partly reported, not judged yet", 1188)]
    said = Legend("people · counties", [9, 8, 13, 11, 22, 21], "target", without)
    read = picture(legend(gap_scale([600]), said))
    counts = [one for one in read.iter(f"{SPACE}text") if one.get("font-weight") == "600"]
    assert [one.text for one in counts] == ["21", "22", "11", "13", "8", "9", "4", "1188"]
    assert len({one.get("x") for one in counts}) == 1
    assert {one.get("text-anchor") for one in counts} == {"end"}
    left = float(counts[0].get("x", 0)) - text_width("1188", 13)
    words = [one for one in read.iter(f"{SPACE}text") if one.get("x") == "49"]
    assert all(49 + text_width(str(one.text), 13) <= left for one in words)


def test_a_county_drawn_again_in_an_inset_is_met_once_by_those_who_hear_the_map() -> None:
    large = drawn.grid(4, 1.0)
    for code in ("990401", "990402", "990203"):  # the lower right corner is sea
        del large[code]
    small = {f"9902{11 + i + 8 * j}": (111 + i / 8, 32 + j / 8, 1 / 8) for i in range(8) for j in range(8)}
    ground = prepare(drawn.shapes(small | large))
    assert [inset.is_near for inset in ground.insets] == [True]
    values = dict.fromkeys([*small, *large], 20.0)
    sketch = vector_map(
        ground,
        drawn.rows(values),
        Paint(gap_scale([600])),
        names={},
        hover={c: [c] for c in values},
    )
    read = picture(sketch)
    assert sorted(one.get("data-pick") for one in read.iter() if one.get("role") == "button") == sorted(
        values
    )  # type: ignore[type-var]
    again = [one for one in read.iter() if one.get("data-again")]
    assert {one.get("data-pick") for one in again} >= set(ground.insets[0].made_for)
    assert all(one.get("aria-hidden") == "true" for one in again)


def test_a_drawing_that_nobody_listens_to_has_no_mark_that_chooses() -> None:
    body = svg.mark(svg.rect(0, 0, 9, 9, "#000000"), tip="t", pick="p")
    with pytest.raises(ValueError, match="'some'"):
        drawing.show(drawing.Drawing(svg.drawing(body, 9, 9)), key="some")


def test_the_lines_of_a_tip_stay_lines() -> None:
    read = ElementTree.fromstring(svg.drawing(svg.mark("<g/>", tip="one\ntwo", pick="p"), 9, 9, label="L"))
    (button,) = (one for one in read.iter() if one.get("role") == "button")
    assert (button.get("data-tip"), button.get("aria-label")) == ("one\ntwo", "one; two")


def test_a_drawing_in_two_is_told_from_another_by_either() -> None:
    sketch, other = svg.Sketch("<g/>", 760, 10), svg.Sketch("<g/>", 360, 10)
    two = drawing.in_two(sketch, other, LIGHT, "Label", cut=600)
    assert [ElementTree.fromstring(one).get("width") for one in (two.svg, two.narrow)] == ["760", "360"]
    assert two.mark != drawing.in_two(sketch, sketch, LIGHT, "Label", cut=600).mark
    assert two.mark == drawing.in_two(sketch, other, LIGHT, "Label", cut=600).mark


@pytest.mark.parametrize("height", [470.0, 940.0])
def test_land_fits_the_sheet_at_every_size(height: float) -> None:
    ground = prepare(drawn.shapes(drawn.grid()))
    sketch = vector_map(ground, drawn.rows(VALUES), Paint(SCALE), names={}, hover={}, height=height)
    for path in picture(sketch).iter(f"{SPACE}path"):
        steps = re.findall(r"M(\S+) (\S+?)l([^Mz]*)", path.get("d", ""))
        for x, y, rest in steps:
            across, down = float(x), float(y)
            moves = [float(v) for v in rest.split()]
            for right, below in zip(moves[::2], moves[1::2], strict=True):
                assert -1 <= across <= sketch.width + 1
                assert -1 <= down <= sketch.height + 1
                across, down = across + right, down + below


@pytest.mark.parametrize("text", ["Wangmo County", "Ziliujing District", "BMW", "Communities per 10,000"])
def test_a_line_is_measured_by_its_own_letters(text: str) -> None:
    from draw.text import text_width

    assert sum(text_width(letter, 12) for letter in text) == pytest.approx(text_width(text, 12))
    assert text_width("WWW", 12) > 2 * text_width("lll", 12)
    assert text_width(f"<b>{text}</b> &amp;", 12) == text_width(f"{text} &", 12)
    assert text_width("望谟县", 12) == 36  # bold or not
