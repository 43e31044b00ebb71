"""Equal tiles: the layout a pack brings or is given, its check, and the drawing."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import svg
from draw.map.painted import Painted
from draw.palette import LIGHT
from draw.scales import Paint, value_scale
from draw.text import text_width
from draw.tiles import LEAST_NAME, Labels, lines_of, tiles
from draw.year_tiles import Frame, year_tiles
from programme.packs.checks import check_pack
from programme.packs.making.tiles import lay_out
from programme.packs.pack import read_pack
from tests import drawn
from tests.tiny import Tiny
from ui.home.year_ends import dates
from words.problems import PackError


@given(
    st.dictionaries(
        st.integers(100000, 999999).map(str), st.tuples(st.floats(73, 135), st.floats(18, 53)), max_size=60
    )
)
@settings(deadline=None, max_examples=40)
def test_every_county_has_a_cell_of_its_own(middles: dict[str, tuple[float, float]]) -> None:
    laid = lay_out({code: shapely.Point(*place).buffer(0.01) for code, place in middles.items()})
    assert [code for code, *_ in laid] == sorted(middles)
    cells = [(row, column) for _, row, column in laid]
    assert len(set(cells)) == len(cells)
    assert not cells or (min(r for r, _ in cells), min(c for _, c in cells)) == (0, 0)


def test_a_layout_keeps_north_above_south_and_west_before_east() -> None:
    squares = drawn.grid(5)
    shapes = {code: shapely.box(x, y, x + side, y + side) for code, (x, y, side) in squares.items()}
    laid = {code: (row, column) for code, row, column in lay_out(shapes)}
    for code, (x, y, _) in squares.items():
        for other, (x2, y2, _) in squares.items():
            if y > y2 and x == x2:
                assert laid[code][0] < laid[other][0]
            if x < x2 and y == y2:
                assert laid[code][1] < laid[other][1]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("990999,5,5", "990999"),  # nobody
        ("990101,5,5", "990101"),  # twice
        ("999001,0,0", "0"),  # on another's cell
        ("999001,-1,x", "-1"),
    ],
)
def test_a_pack_whose_layout_is_not_one_cell_for_each_county_is_refused(
    tmp_path: Path, line: str, named: str
) -> None:
    tiny = Tiny(tmp_path)
    layout = tiny.pack_folder / "tiles.csv"
    kept = [row for row in layout.read_text(encoding="utf-8").splitlines() if not row.startswith("999001")]
    layout.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"tiles\.csv") as refused:
        check_pack(read_pack(tiny.pack_folder))
    assert named in str(refused.value)


def test_a_pack_without_a_layout_is_whole(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path)
    (tiny.pack_folder / "tiles.csv").unlink()
    tiny.built()
    assert tiny.ask("tiles").height == 0


def test_every_tile_is_a_button_with_its_words_in_the_colour_of_its_class() -> None:
    scale = value_scale(drawn.BOUNDS, target=18)
    values = {code: 14.0 + i for i, code in enumerate(drawn.grid(3))}
    rows = drawn.rows(values | {"990101": None})
    cells = {code: (3 - int(code[4:]), int(code[2:4]) - 1) for code in values}
    painted = Painted.of(rows.to_dicts(), Paint(scale, "990303"), {})
    labels = Labels(
        {c: f"县{c}" for c in cells}, {c: str(v) for c, v in values.items()}, {c: [c, "x"] for c in cells}
    )
    sketch = tiles(cells, painted, labels, 360)
    read = ElementTree.fromstring(
        svg.drawing(sketch.body, sketch.width, sketch.height, label="L", defs=svg.hatches(LIGHT))
    )
    buttons = {one.get("data-pick"): one for one in read.iter() if one.get("role") == "button"}
    assert set(buttons) == set(cells)
    for code, value in values.items():
        ground = next(iter(buttons[code])).get("fill")
        expected = "url(#hatch)" if code == "990101" else scale.colours[scale.class_of(value)]  # type: ignore[index]
        assert ground == expected
        assert buttons[code].get("aria-label") == f"{code}; x"
    # Read from north west to south east.
    assert list(buttons) == sorted(cells, key=lambda code: cells[code])
    assert [code for code, one in buttons.items() if one.get("aria-pressed") == "true"] == ["990303"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Jiangshan", ["Jiang-", "shan"]),
        ("Shangcheng", ["Shang-", "cheng"]),
        ("Chun'an", ["Chun'", "an"]),
        ("Yiwu", ["Yiwu"]),
        ("West Lake", ["West", "Lake"]),
        ("景宁", ["景宁"]),
    ],
)
def test_a_name_stands_whole_on_its_tile_in_one_line_or_two(name: str, lines: list[str]) -> None:
    side = 32.7
    shown, size = lines_of(name, side)
    assert shown == lines
    assert size >= LEAST_NAME
    assert all(text_width(line, size) <= side for line in shown)


@pytest.mark.parametrize("columns", [5, 8, 11, 14])
def test_no_name_touches_its_triangle_its_figure_or_its_neighbour(columns: int) -> None:
    names = [
        "Jiangshan",
        "Shangcheng",
        "Chun'an",
        "Sanmen",
        "Wenling",
        "Yiwu",
        "West Lake",
        "景宁",
        "Longgang",
    ]
    cells = {f"9901{i:02}": (i // columns, i % columns) for i in range(3 * columns)}
    rows = drawn.rows(dict.fromkeys(cells, 11.37)).to_dicts()
    painted = Painted.of(rows, Paint(value_scale(drawn.BOUNDS, target=18)), {})
    labels = Labels(
        {c: names[i % len(names)] for i, c in enumerate(cells)}, dict.fromkeys(cells, "11.37"), {}
    )
    sketch = tiles(cells, painted, labels, 360)
    read = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height, defs=""))
    for tile in (one for one in read.iter() if one.get("role") == "button"):
        ground = next(iter(tile))
        _, top, wide, tall = (float(str(ground.get(key))) for key in ("x", "y", "width", "height"))
        boxes = []
        for words in (one for one in tile.iter() if one.tag.endswith("text")):
            size, foot = float(str(words.get("font-size"))), float(str(words.get("y")))
            # A Chinese character fills its size; a letter stands 0.72 of it over the line and hangs 0.24 under it.
            is_figure = words.text == "11.37"
            boxes.append((foot - 0.72 * size, foot + (0 if is_figure else 0.24 * size)))
            assert text_width(str(words.text), size) <= wide
        over, *under = [top, *(edge for box in boxes for edge in box)], top + tall
        assert len(boxes) == 2 or over[1] >= top + 7  # the triangle hangs at the right above two lines
        assert all(a <= b + 0.2 for a, b in itertools.pairwise([*over, *under]))
    assert sketch.height >= 36 + 3 * tall


def test_year_ends_stand_side_by_side_and_say_what_they_show() -> None:
    cells = {"a": (0, 0), "b": (0, 1), "c": (4, 2)}
    frames = [
        Frame(
            f"20{21 + n}",
            f"{n} met",
            {"a": "#123456", "b": None},
            f"tip {n}",
            f"20{21 + n}-12-31",
            is_chosen=n == 1,
        )
        for n in range(4)
    ]
    sketch = year_tiles(cells, {"a": "x", "b": "x", "c": "y"}, frames, (370, 3), LIGHT)
    read = ElementTree.fromstring(
        svg.drawing(sketch.body, sketch.width, sketch.height, defs=svg.hatches(LIGHT))
    )
    buttons = [one for one in read.iter() if one.get("role") == "button"]
    assert [one.get("data-pick") for one in buttons] == [f"20{21 + n}-12-31" for n in range(4)]
    assert [one.get("data-tip") for one in buttons] == [f"tip {n}" for n in range(4)]
    for button in buttons:
        own = [one for one in button.iter() if one.tag.endswith("rect")][1:]
        # A county that was not there has no tile; one without a figure is hatched.
        assert [one.get("fill") for one in own] == ["#123456", "url(#hatch)"]
        assert {one.get("width") for one in own} == {"15.2"}
    lefts = [float(str(next(iter(button)).get("x"))) for button in buttons]
    assert lefts[:3] == sorted(set(lefts))
    assert lefts[3] == lefts[0]
    assert sketch.width == 370


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ([], []),
        (["2025-12-31"], ["2025-12-31"]),
        (["2025-09-30", "2025-12-31"], ["2025-12-31"]),
        (["2024-12-31", "2025-12-31", "2026-03-31"], ["2024-12-31", "2025-12-31", "2026-03-31"]),
        (
            [f"{year}-12-31" for year in range(2018, 2026)],
            [f"{year}-12-31" for year in range(2020, 2026)],
        ),
    ],
)
def test_the_last_five_year_ends_and_the_newest_period(periods: list[str], shown: list[str]) -> None:
    days = [dt.date.fromisoformat(one) for one in reversed(periods)]
    assert [day.isoformat() for day in dates(days)] == shown
