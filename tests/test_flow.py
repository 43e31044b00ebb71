"""Drawings of stocks and flows, shares, bars on tiles and chains: what they promise of their figures. Pure functions."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import bar_tiles, chain, flow, shares, svg
from draw.palette import LIGHT
from draw.text import text_width

SPACE = "{http://www.w3.org/2000/svg}"
ROOM = flow.Room(760, 560, 92)


def read(sketch: svg.Sketch) -> ElementTree.Element:
    whole = svg.drawing(sketch.body, sketch.width, sketch.height, label="L", defs=svg.hatches(LIGHT))
    return ElementTree.fromstring(whole)


def marks(drawn: ElementTree.Element, role: str = "button") -> list[ElementTree.Element]:
    return [one for one in drawn.iter() if one.get("role") == role]


def column(*sizes: int) -> flow.Column:
    stacks = [
        flow.Stack(size, "#AAD4D8", "w", str(size), tip=f"t{place}", pick=f"p{place}")
        for place, size in enumerate(sizes)
    ]
    return flow.Column("2025", str(sum(sizes)), stacks)


moves = st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=4, max_size=4)


@given(moves)
@settings(deadline=None, max_examples=60)
def test_bands_fill_the_stacks_at_both_ends_and_none_lies_on_another(matrix: list[list[int]]) -> None:
    before, after = [sum(row) for row in matrix], [sum(row[to] for row in matrix) for to in range(4)]
    bands = [
        flow.Band(origin, arrival, size, "stayed" if origin == arrival else "up")
        for origin, row in enumerate(matrix)
        for arrival, size in enumerate(row)
    ]
    columns = [column(*before), column(*after)]
    scale = flow._scale(columns, ROOM)
    tops = [flow._tops(one, scale) for one in columns]
    placed = flow._placed(bands, (tops[0], tops[1]), scale)
    for side, sizes in ((0, before), (1, after)):
        for stack, size in enumerate(sizes):
            own = sorted(
                (one.start if side == 0 else one.end, one.thick)
                for one in placed
                if (one.band.origin if side == 0 else one.band.arrival) == stack
            )
            assert sum(thick for _, thick in own) == pytest.approx(size * scale)
            at = tops[side][stack]
            for start, thick in own:
                assert start == pytest.approx(at)
                at += thick


@pytest.mark.parametrize(
    ("sizes", "lowest"),
    [
        ((10, 50, 30, 10), 0.1),
        ((1, 1, 1, 1), 0.25),
        ((0, 5, 5, 0), 0.0),
        ((1, 4000, 0, 0), 0.0),
        ((0, 0, 0, 0), 0.0),
    ],
)
def test_columns_stand_on_one_scale_and_inside_the_room(sizes: tuple[int, ...], lowest: float) -> None:
    columns = [column(*sizes), column(*(size * 2 for size in sizes))]
    drawn = read(flow.flow(columns, [flow.Between()], ROOM, LIGHT))
    boxes = [one.find(f"{SPACE}rect") for one in marks(drawn)]
    tall = [float(str(box.get("height"))) for box in boxes if box is not None]
    assert all(
        float(str(box.get("y"))) + float(str(box.get("height"))) <= ROOM.height
        for box in boxes
        if box is not None
    )
    known = [size for size in sizes if size]
    assert len(tall) == 2 * len(known)
    assert not lowest or tall[0] * 2 == pytest.approx(tall[len(known)], abs=0.2)


def test_a_low_stack_has_its_words_under_it_and_a_chosen_one_a_frame() -> None:
    stacks = [
        flow.Stack(2, "#AAD4D8", "low", "2"),
        flow.Stack(400, "hatch", "high", "400", "93%", is_chosen=True, pick="p"),
    ]
    drawn = read(flow.flow([flow.Column("2025", "402", stacks, is_chosen=True)], [], ROOM, LIGHT))
    words = {one.text: float(str(one.get("y"))) for one in drawn.iter(f"{SPACE}text")}
    first = next(one for one in drawn.iter(f"{SPACE}rect") if one.get("fill") == "#AAD4D8")
    assert words["low 2"] > float(str(first.get("y"))) + float(str(first.get("height")))
    assert {"high", "400 · 93%", "2025", "402"} <= set(words)
    assert [one.get("aria-pressed") for one in marks(drawn)] == ["true"]
    assert any(one.get("fill") == "url(#hatch)" for one in drawn.iter(f"{SPACE}rect"))


def test_what_rose_and_fell_stands_in_the_head_and_never_on_a_band() -> None:
    between = [
        flow.Between([flow.Band(0, 1, 5, "down", "fell"), flow.Band(1, 0, 5, "up", "rose")], "↑5", "↓5")
    ]
    drawn = read(flow.flow([column(9, 9), column(9, 9)], between, ROOM, LIGHT))
    places = {one.text: float(str(one.get("y"))) for one in drawn.iter(f"{SPACE}text")}
    assert max(places["↑5"], places["↓5"]) < flow.HEAD
    told = [one.get("data-tip") for one in marks(drawn, "listitem") if one.get("data-tip")]
    assert told == ["fell", "rose"]  # what rose is drawn over what fell


@pytest.mark.parametrize("count", [1, 5, 11, 22])
def test_rows_of_shares_fill_one_length_and_keep_inside_their_room(count: int) -> None:
    layout = shares.Layout(372, 84, (56, 50, 48), 500, ("not rated", "up", "down"))
    rows = [
        shares.Row(
            f"Shangcheng{place}",
            [shares.Part(place, "#AAD4D8"), shares.Part(2, "#ECB168", "20%")],
            [("1,234", "#000000"), ("↑99", "#000000"), ("↓9", "#000000")],
            pick=str(place),
        )
        for place in range(count)
    ]
    sketch = shares.rows(rows, layout, LIGHT)
    drawn = read(sketch)
    assert sketch.height <= 500 + shares.HEAD + 2
    lengths = set()
    for one in marks(drawn):
        bars = [r for r in one.iter(f"{SPACE}rect") if r.get("fill") in ("#AAD4D8", "#ECB168")]
        lengths.add(round(sum(float(str(r.get("width"))) for r in bars)))
        for words in one.iter(f"{SPACE}text"):
            if words.get("text-anchor") is None:
                assert text_width(str(words.text), float(str(words.get("font-size")))) <= 84 + 2
        # The last shape takes the click.
        assert list(one)[-1].get("fill") == "transparent"
    assert len(lengths) == 1


def test_a_row_without_figures_says_why_in_the_place_of_its_bar() -> None:
    layout = shares.Layout(372, 84, (56,), 500)
    drawn = read(shares.rows([shares.Row("A", [], instead="not filed")], layout, LIGHT))
    assert [one.text for one in drawn.iter(f"{SPACE}text")] == ["A", "not filed"]


def tile(name: str = "鹿城", *heights: float | None, **more: object) -> bar_tiles.Tile:
    bars = [bar_tiles.Bar(tall, tall is not None and tall < 0.34) for tall in heights or (1.0, 0.2, None)]
    return bar_tiles.Tile(name, bars, "990100", tip=name, pick=name, **more)  # type: ignore[arg-type]


KEY = bar_tiles.Key("Key", ("a", "b", "c"), [bar_tiles.Bar(0.5)] * 3, [("line", True)])


@pytest.mark.parametrize("name", ["鹿城", "Shangcheng", "景宁畲族自治县", "Xi", "Chun'an"])
@pytest.mark.parametrize("size", [(63.0, 48.0), (32.4, 42.0)])
def test_a_name_and_its_tag_stand_side_by_side_inside_their_tile(
    name: str, size: tuple[float, float]
) -> None:
    drawn = read(bar_tiles.bar_tiles({"1": (0, 4)}, {"1": tile(name, tag="▼3")}, KEY, size, LIGHT))
    (button,) = marks(drawn)
    *lines, tag = list(button.iter(f"{SPACE}text"))
    first = max(lines, key=lambda one: text_width(str(one.text), float(str(one.get("font-size")))))
    left, edge = float(str(first.get("x"))), float(str(tag.get("x")))
    end = left + text_width(str(first.text), float(str(first.get("font-size"))))
    assert end <= edge - text_width("▼3", 11) + 0.5
    # The name and the bars under it keep apart.
    foot = max(float(str(one.get("y"))) for one in lines)
    bars = [float(str(one.get("y"))) for one in list(button.iter(f"{SPACE}rect"))[1:-1]]
    assert foot + 1 <= min(bars)
    assert "".join(str(one.text).rstrip("-") for one in lines) == name or size[0] < 40


def test_a_bar_is_as_tall_as_its_place_set_off_when_low_and_hatched_when_not_known() -> None:
    drawn = read(bar_tiles.bar_tiles({"1": (0, 4)}, {"1": tile()}, KEY, (63.0, 48.0), LIGHT))
    (button,) = marks(drawn)
    fills = {
        str(one.get("fill")): float(str(one.get("height"))) for one in list(button.iter(f"{SPACE}rect"))[1:-1]
    }
    assert set(fills) == {LIGHT.faint, LIGHT.below[1], "url(#hatch)"}
    assert fills[LIGHT.below[1]] == pytest.approx(0.2 * fills[LIGHT.faint], abs=0.1)


@pytest.mark.parametrize(
    ("cell", "is_above"), [((0, 2), False), ((0, 0), True), ((3, 0), False), ((2, 1), True)]
)
def test_the_key_lies_on_no_tile(cell: tuple[int, int], is_above: bool) -> None:
    cells = {"1": cell, "2": (5, 5), "3": (0, 5), "4": (5, 0)}
    drawn = read(bar_tiles.bar_tiles(cells, dict.fromkeys(cells, tile()), KEY, (63.0, 48.0), LIGHT))
    tops = [float(str(next(one.iter(f"{SPACE}rect")).get("y"))) for one in marks(drawn)]
    assert (min(tops) > bar_tiles.ABOVE - 1) is is_above


@pytest.mark.parametrize(
    ("others", "value"),
    [
        ([], None),
        ([1.0], 1.0),
        ([1.0, 2.0, 900.0], 900.0),
        ([5.0] * 90, 5.0),
        ([float(i) for i in range(90)], 44.0),
    ],
)
def test_a_strip_keeps_every_figure_inside_its_box(others: list[float], value: float | None) -> None:
    drawn = read(svg.Sketch(chain.strip(others, value, (40, 0, 300, 9), "#000000", LIGHT), 360, 20))
    dots = [one for one in drawn.iter(f"{SPACE}circle") if one.get("r") == "4.2"]
    assert len(dots) == (1 if others and value is not None else 0)
    assert all(40 <= float(str(dot.get("cx"))) <= 340 for dot in dots)


def test_a_link_is_as_thick_as_it_is_strong_and_dashed_when_not_known() -> None:
    node = chain.Node("a", "Name", "5", "figure", "1 of 5", [1.0, 2.0], 1.0, tip="t")
    links = [chain.Link("l", "", strength, tip="l") for strength in (0.0, 0.5, 1.0, None)]
    drawn = read(chain.chain([node] * 5, links, 366, LIGHT))
    lines = [one for one in drawn.iter(f"{SPACE}line") if one.get("x1") == one.get("x2") == "15"]
    widths = [float(str(one.get("stroke-width"))) for one in lines]
    assert all(a < b for a, b in pairwise(widths[:3]))
    assert [bool(one.get("stroke-dasharray")) for one in lines] == [False, False, False, True]
