"""The compliance map: what the message holds, what is hatched, marked and named, and a real click."""

from __future__ import annotations

import itertools
import json
import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from draw.map import beside
from draw.map.clustered import Painting, cluster_map
from draw.map.deck import ReadyDeck, compliance_map, container_style, prepare, selected_code
from draw.map.ground import Ground
from draw.map.labels import Box, Label, give_way, place
from draw.map.locator import locator
from draw.map.shapes import Hatching, patch_of, to_plane
from draw.map.texts import PLACE_NAME, Naming, place_names
from draw.map.vector import Sheet, vector_map
from draw.palette import LIGHT, rgb
from draw.scales import Paint, Scale, change_scale, gap_scale, value_scale
from draw.text import text_width
from programme import PROJECT
from tests import drawn
from tests.browser import opened, served

SCALE = value_scale(drawn.BOUNDS, target=18)
VALUES = {code: 14.0 + i for i, code in enumerate(drawn.grid())}  # 14 to 29: four below 18


def draw(
    values: Mapping[str, float | None],
    *,
    scale: Scale = SCALE,
    selected: str | None = None,
    names: Mapping[str, str] | None = None,
) -> ReadyDeck:
    ground = prepare(drawn.shapes(drawn.grid()))
    return compliance_map(ground, drawn.rows(values), Paint(scale, selected), names=names or {}, hover={})


def test_a_map_is_compact_json_that_asks_no_other_host() -> None:
    text = draw(VALUES).to_json()
    assert "http" not in text
    assert ": " not in text.replace("°", "")
    deck = json.loads(text)
    # An unencoded `#` or quote would cut the inline style's address.
    assert deck["mapStyle"].startswith("data:")
    assert not set('#"{ ') & set(deck["mapStyle"])


def test_every_county_has_the_colour_of_its_class() -> None:
    features = drawn.layers(draw(VALUES))["county-"]["data"]
    assert len(features) == len(VALUES)
    for feature in features:
        value = VALUES[feature["properties"]["area_code"]]
        assert feature["properties"]["f"] == rgb(SCALE.colours[SCALE.class_of(value)])  # type: ignore[index]


def test_a_triangle_stands_on_each_county_below_and_on_no_other() -> None:
    ground = prepare(drawn.shapes(drawn.grid()))
    below = {tuple(p.point) for p in ground.patches if VALUES[p.area_code] < 18}
    marks = drawn.layers(draw(VALUES))["marks"]["data"]
    assert {tuple(mark["p"]) for mark in marks} == below
    assert {mark["t"] for mark in marks} == {"▼", "▽"}
    gaps = draw(VALUES, scale=gap_scale([600]))
    assert len(drawn.layers(gaps)["marks"]["data"]) == len(below)


@pytest.mark.parametrize("value", [30.0, 19.0])
def test_a_name_is_set_off_from_whatever_lies_under_it(value: float) -> None:
    names = {f"99{column:02}00": "City" for column in (1, 2, 3, 4)}
    written = drawn.layers(draw(dict.fromkeys(VALUES, value), names=names))["names"]
    assert len(written["data"]) == 4
    # One ink and one halo for all: on two grounds at once the one's own ink would be lost on the other.
    assert (written["getColor"], written["outlineColor"]) == (rgb(LIGHT.text), rgb(LIGHT.page))


def test_what_is_said_of_a_county_ends_where_there_is_no_more_to_say() -> None:
    code, chosen = list(VALUES)[:2]
    ground = prepare(drawn.shapes(drawn.grid()))
    hover = {code: ["Jia", "No return"], chosen: ["Yi", "19.1"]}
    deck = compliance_map(ground, drawn.rows(VALUES), Paint(SCALE, chosen), names={}, hover=hover)
    said = {
        f["properties"]["area_code"]: f["properties"] for f in drawn.layers(deck)[f"county-{chosen}"]["data"]
    }
    assert (said[code]["t0"], said[code]["t1"]) == ("Jia", "No return")
    # What there is to say of the chosen one stands in its card.
    assert (said[chosen]["t0"], said[chosen]["t1"]) == ("", "")


def test_a_county_without_a_year_before_is_dotted_not_hatched() -> None:
    some = next(iter(VALUES))
    frame = drawn.rows(VALUES, **{some: {"change_shown": None}})
    ground = prepare(drawn.shapes(drawn.grid()))
    deck = drawn.layers(compliance_map(ground, frame, Paint(change_scale([0.3])), names={}, hover={}))
    left, bottom, side = drawn.grid()[some]
    box = shapely.box(left, bottom, left + side, bottom + side).buffer(0.01)
    assert deck["hatch-dots"]["data"]
    assert all(box.contains(shapely.Point(point)) for point in deck["hatch-dots"]["data"])
    assert "hatch" not in deck


def test_an_indicator_without_a_target_has_no_triangles() -> None:
    deck = draw(VALUES, scale=value_scale(drawn.BOUNDS, target=None))
    assert "marks" not in drawn.layers(deck)


def test_no_figure_is_hatched_and_unlike_any_class() -> None:
    some = next(iter(VALUES))
    deck = drawn.layers(draw(VALUES | {some: None}))
    (fill,) = [f["properties"]["f"] for f in deck["county-"]["data"] if f["properties"]["area_code"] == some]
    assert fill == rgb(LIGHT.no_data)
    assert fill not in [rgb(colour) for colour in SCALE.colours]
    left, bottom, side = drawn.grid()[some]
    box = shapely.box(left, bottom, left + side, bottom + side).buffer(0.002)
    assert deck["hatch"]["data"]
    assert all(box.contains(shapely.LineString(path)) for path in deck["hatch"]["data"])
    assert "hatch" not in drawn.layers(draw(VALUES))


def test_a_partly_reported_county_has_half_the_hatch() -> None:
    some = next(iter(VALUES))
    ground = prepare(drawn.shapes(drawn.grid()))
    full = drawn.rows(VALUES | {some: None})
    half = full.with_columns(
        value_status=pl.when(pl.col("area_code") == some).then(pl.lit("partial")).otherwise("value_status")
    )
    counts = [
        len(drawn.layers(compliance_map(ground, frame, Paint(SCALE), names={}, hover={}))["hatch"]["data"])
        for frame in (full, half)
    ]
    assert counts[0] / 3 < counts[1] < counts[0] / 1.5


def test_hatches_that_meet_become_one_line() -> None:
    hatching = Hatching(0.1)
    one, other = (hatching.cut(shapely.box(x, 0, x + 1, 1)) for x in (0, 1))
    assert len(hatching.lines([one, other])) == len(hatching.cut(shapely.box(0, 0, 2, 1)))


def test_the_selected_code_is_in_the_layer_id_and_its_outline_is_drawn() -> None:
    # With a new id the browser's own selection, which fades every other county, clears itself.
    some = list(VALUES)[5]
    deck = drawn.layers(draw(VALUES, selected=some))
    assert f"county-{some}" in deck
    assert deck["selected"]["getWidth"] == 3
    assert "selected" not in drawn.layers(draw(VALUES))


def test_a_click_gives_the_code_whichever_layer_it_hit() -> None:
    feature = {"type": "Feature", "properties": {"area_code": "990101"}}
    for layer in ("county-", "county-990102", "inset-0-"):
        assert (
            selected_code({"selection": {"indices": {layer: [3]}, "objects": {layer: [feature]}}}) == "990101"
        )
    assert selected_code({"selection": {"indices": {}, "objects": {}}}) is None


def test_a_cluster_too_small_to_read_gets_an_inset_on_free_space() -> None:
    squares = drawn.grid(4, 1.0)
    for code in ("990401", "990402"):  # the lower right corner is sea
        del squares[code]
    x, y = 111.0, 32.0
    del squares["990203"]
    small = {f"9902{11 + i + 8 * j}": (x + i / 8, y + j / 8, 1 / 8) for i in range(8) for j in range(8)}
    ground = prepare(drawn.shapes(squares | small))
    (inset,) = ground.insets
    assert set(inset.made_for) <= set(small)
    assert len(inset.made_for) >= 2
    land = shapely.union_all([shapely.from_geojson(p.geometry) for p in ground.patches])
    assert not shapely.Polygon(inset.frame).intersects(land)
    on_map = {p.area_code: p.radius for p in ground.patches}
    assert all(p.radius > 1.6 * on_map[p.area_code] for p in inset.patches if p.area_code in inset.made_for)
    deck = drawn.layers(
        compliance_map(
            ground, drawn.rows(dict.fromkeys(squares | small, 16.0)), Paint(SCALE), names={}, hover={}
        )
    )
    assert deck["inset-0-"]["pickable"]


def test_counties_that_can_be_read_get_no_inset() -> None:
    assert prepare(drawn.shapes(drawn.grid())).insets == ()


def test_far_islands_do_not_shrink_the_first_view_and_come_near_in_an_inset() -> None:
    squares = drawn.grid()
    del squares["990404"]
    alone, with_far = (
        prepare(drawn.shapes(squares)),
        prepare(drawn.shapes(squares | {"990501": (113, 12, 0.3)})),
    )
    assert with_far.bounds == alone.bounds
    assert with_far.outside == ("990501",)
    assert [inset.made_for for inset in with_far.insets] == [("990501",)]


def test_what_lies_beyond_the_sheet_is_drawn_in_its_inset_alone() -> None:
    squares = drawn.grid() | {"990501": (112.2, 27.0, 0.2)}
    del squares["990404"]
    ground = prepare(drawn.shapes(squares))
    assert ground.outside == ("990501",)
    hover = {code: [code] for code in squares}
    rows = drawn.rows(dict.fromkeys(squares, 16.0))
    sketch = vector_map(ground, rows, Paint(SCALE), names={}, hover=hover)
    assert sketch.body.count('data-pick="990501"') == 1
    ys = [float(y) for y in re.findall(r"[ML][-\d.]+ ([-\d.]+)", sketch.body)]
    assert max(ys) <= sketch.height + 1


def with_beside(squares: dict[str, tuple[float, float, float]], *others: Any) -> pl.DataFrame:
    """Squares and what is drawn beside them."""
    rows = [("beside", f"beside-{i}", shapely.to_geojson(one)) for i, one in enumerate(others)]
    more = pl.DataFrame(rows, schema=["kind", "area_code", "geometry"], orient="row")
    return pl.concat([drawn.shapes(squares), more])


def test_a_coast_that_touches_land_beside_it_is_one_line_and_is_filled_as_such() -> None:
    squares = drawn.grid()
    touching = [shapely.box(111, 29.8, 111.2, 30), shapely.box(112, 31, 112.2, 31.2)]
    ground = prepare(with_beside(squares, *touching))
    lines = [shapely.LineString(line) for line in json.loads(ground.coast)]
    longest = max(lines, key=lambda line: line.length)
    filled = shapely.Polygon(longest.coords)
    # Closed by a straight line it is the land, but for what lies between two places where it was parted.
    assert filled.area > 0.85 * 4


def test_lines_at_sea_stand_in_the_lower_half_of_the_map() -> None:
    squares = drawn.grid()
    for code in ("990104", "990404", "990103", "990403", "990401"):  # more room above than below
        del squares[code]
    far = squares | {"990501": (113, 12, 0.3)}
    line = shapely.LineString([(113.5, 12), (114, 14)])
    (inset,) = prepare(with_beside(far, line)).insets
    assert max(latitude for _, latitude in inset.frame) <= 31.05


FAR = "990501"
HEIGHT = 240.0


def small(ground: Ground) -> str:
    cells = {patch.area_code: beside.Cell(LIGHT.primary) for patch in beside.shown(ground)}
    board = beside.Board(ground, HEIGHT, {}, LIGHT, HEIGHT)
    return beside.outlines(ground, HEIGHT) + beside.small_map(board, cells).body


WAYS = {
    "small": small,
    "locator": lambda ground: locator(ground, {FAR}, {FAR}, LIGHT, HEIGHT).body,
    "clusters": lambda ground: (
        cluster_map(ground, Painting({FAR: LIGHT.primary}, {}, {}), LIGHT, HEIGHT).body
    ),
    "vector": lambda ground: (
        vector_map(ground, drawn.rows(VALUES), Paint(SCALE), names={}, hover={}, height=HEIGHT).body
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_drawing_of_the_whole_is_without_what_is_beside_it_and_far_from_it(way: str) -> None:
    island, line = shapely.box(112.2, 30.2, 112.5, 30.6), shapely.LineString([(113.5, 12), (114, 14)])
    ground = prepare(with_beside(drawn.grid() | {FAR: (113, 12, 0.3)}, island, line), insets=False)
    (inset,) = ground.insets
    sheet, lines = Sheet(ground, HEIGHT), drawn.drawn_lines(WAYS[way](ground))
    for corner in ((112.5, 30.2), (112.5, 30.6)):
        assert any(one.distance(shapely.Point(sheet.point(corner))) < 1 for one in lines)
    framed = shapely.Polygon(sheet.points(inset.frame)).buffer(-1)
    inside = [one for one in lines if framed.contains(one)]
    assert any(not one.is_ring and one.length > 5 for one in inside)  # the line at sea
    # What lies far away stands there and nowhere else.
    within = shapely.box(0, 0, sheet.width, HEIGHT).buffer(1)
    assert all(within.contains(one) for one in lines)


def test_lines_at_sea_are_brought_near_where_no_county_lies_there() -> None:
    line = shapely.LineString([(113.5, 12), (114, 14)])
    (inset,) = prepare(with_beside(drawn.grid(), line), insets=False).insets
    assert inset.made_for == ()
    assert json.loads(inset.borders)
    near = shapely.LineString([(110.2, 29.995), (110.4, 29.995)])
    assert prepare(with_beside(drawn.grid(), near), insets=False).insets == ()


def test_what_an_inset_cuts_to_a_speck_is_not_drawn_in_it() -> None:
    hair = patch_of("1", shapely.box(0, 0, 1e-4, 1), Hatching(0.1), 300.0, 1 / 300)
    assert json.loads(hair.geometry)["coordinates"] == []
    assert not hair.is_seen
    assert patch_of("1", shapely.box(0, 0, 1, 1), Hatching(0.1), 300.0, 1 / 300).is_seen


def test_a_city_view_holds_its_counties_only_and_names_them() -> None:
    squares = drawn.grid()
    codes = [code for code in squares if code.startswith("9902")]
    ground = prepare(drawn.shapes(squares), only=codes)
    assert [p.area_code for p in ground.patches] == codes
    (low, high) = (ground.bounds[0][1], ground.bounds[1][1])
    assert low <= 30
    assert high >= 32
    assert high - low < 2.4
    assert set(ground.spots) == set(codes)


@pytest.mark.parametrize("cities", [True, False])
def test_a_county_without_a_city_is_bordered_like_one_and_named(cities: bool) -> None:
    squares = drawn.grid()
    frame = drawn.shapes(squares, cities=cities).filter(pl.col("area_code") != "990200")
    ground = prepare(frame)
    alone = {code for code in squares if code.startswith("9902")} if cities else set(squares)
    assert alone <= set(ground.spots)
    assert ground.cities == ({"990100", "990300", "990400"} if cities else set())
    # Borders between the lone counties are drawn as city borders; without any city there are none.
    assert bool(json.loads(ground.city_borders)) == cities


def test_names_cover_neither_marks_nor_each_other() -> None:
    pixels = 100.0
    around = [(110 + i / 20, 30 + j / 20) for i in range(20) for j in range(20)]
    home = [(110.2, 30.2), *around]
    labels = [Label(str(n), 40, 16, tuple(home)) for n in range(3)]
    marks = [Box.around((110.2, 30.2), 13, 13), Box.around((110.3, 30.3), 13, 13)]
    spots = place(labels, marks, pixels)
    stretch = 1 / math.cos(math.radians(30.2))
    boxes = [
        shapely.box(x * pixels - 20, y * pixels * stretch - 8, x * pixels + 20, y * pixels * stretch + 8)
        for x, y in spots.values()
    ]
    assert len(boxes) == 3
    taken = [
        shapely.box(
            m.x * pixels - 6, m.y * pixels * stretch - 6, m.x * pixels + 6, m.y * pixels * stretch + 6
        )
        for m in marks
    ]
    for i, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in [*boxes[:i], *taken])


def test_a_name_without_room_is_left_out_only_where_that_is_allowed() -> None:
    label, wall = Label("a", 40, 16, ((110.0, 30.0),)), Box.around((110.0, 30.0), 60, 60)
    assert place([label], [wall], 100.0, drop=True) == {}
    assert place([label], [wall], 100.0) == {"a": (110.0, 30.0)}


def label(key: str, at: float, *, reach: float = 0.0, weight: float = 1.0) -> Label:
    """A name of 40 by 16 pixels on a map of 100 a degree, which may move so far east of its place."""
    return Label(key, 40, 16, ((at, 0.0), *((at + reach * step / 10, 0.0) for step in range(1, 11))), weight)


def test_a_name_moves_for_one_that_cannot() -> None:
    fixed, free = label("fixed", 110.0, weight=1), label("free", 110.1, reach=1.0, weight=9)
    for order in ((fixed, free), (free, fixed)):
        spots = give_way(order, (), 100.0)
        assert spots["fixed"] == (110.0, 0.0)
        assert 110.35 < spots["free"][0] < 110.6


def test_a_chain_of_names_moves_together_before_one_is_left_out() -> None:
    # Room is found only where the second moves on for the first, and the third for the second.
    names = tuple(label(str(place), 110.0, reach=1.0, weight=place) for place in range(3))
    spots = sorted(x for x, _ in give_way(names, (), 100.0).values())
    assert len(spots) == 3
    assert all(later - earlier > 0.36 for earlier, later in itertools.pairwise(spots))


@pytest.mark.parametrize(("away", "moves"), [(0.3, True), (0.9, False)])
def test_a_name_keeps_off_a_mark_only_where_it_stays_near_its_best_place(away: float, moves: bool) -> None:
    """A hundred pixels a degree: thirty away is still in its own city, ninety may be in the next."""
    one = Label("one", 12, 12, ((110.0, 0.0), (110.0 + away, 0.0)))
    spot = give_way((one,), (Box(110.0, 0.0, 13, 13),), 100.0)["one"]
    assert (spot != (110.0, 0.0)) == moves


def test_of_two_names_that_cannot_both_stand_the_larger_areas_does() -> None:
    small, large = label("small", 110.0, weight=1), label("large", 110.1, weight=2)
    assert set(give_way((small, large), (), 100.0)) == {"large"}
    assert set(give_way((replace(small, weight=3), large), (), 100.0)) == {"small"}


def test_a_wide_name_gives_way_to_that_of_a_larger_area_too() -> None:
    heavy, light = (
        Label("heavy", 24, 12, ((100.0, 30.0),), 2.0),
        Label("light", 90, 12, ((100.53, 30.0),), 1.0),
    )
    assert set(give_way((heavy, light), (), 100.0)) == {"heavy"}


@given(
    st.lists(
        st.tuples(st.integers(20, 90), st.floats(100, 101), st.floats(0, 0.3), st.floats(0, 0.4)),
        min_size=2,
        max_size=12,
    )
)
def test_no_name_that_stands_covers_another(names: list[tuple[int, float, float, float]]) -> None:
    labels = {
        str(place): Label(str(place), wide, 12, ((x, y), (x + reach, y), (x, y + reach)), place)
        for place, (wide, x, y, reach) in enumerate(names)
    }
    spots = give_way(tuple(labels.values()), (), 100.0)
    for one, other in itertools.combinations(spots, 2):
        across, up = (100 * abs(a - b) for a, b in zip(spots[one], spots[other], strict=True))
        wide = max(0.0, (labels[one].width + labels[other].width) / 2 - across)
        tall = max(0.0, 12 - up)
        assert wide * tall <= 0.1 * 12 * min(labels[one].width, labels[other].width)


def test_a_name_covers_a_mark_rather_than_another_or_none_at_all() -> None:
    wall = Box.around((110.0, 0.0), 60, 60)
    assert give_way((label("a", 110.0),), (wall,), 100.0) == {"a": (110.0, 0.0)}


@pytest.mark.parametrize("height", [470, 120, 50])
def test_no_name_of_a_city_covers_another_however_low_the_map(height: float) -> None:
    whole = prepare(drawn.shapes(drawn.grid()))
    ground = replace(whole, pixels=whole.pixels * height / 470)
    names = {f"99{column:02}00": "Inner Mongolia" for column in (1, 2, 3, 4)}
    written = place_names(ground, Naming(names, frozenset()))
    assert len(written) == 4 if height == 470 else 1 <= len(written) <= 4
    stretch = 1 / math.cos(math.radians(30))
    for one, other in itertools.combinations(written, 2):
        aside = abs(one.place[0] - other.place[0]) * ground.pixels
        above = abs(one.place[1] - other.place[1]) * ground.pixels * stretch
        assert aside > text_width(one.text, PLACE_NAME) * 0.92 or above > PLACE_NAME, (one, other)


def test_making_the_ground_changes_nothing_and_repeats_exactly() -> None:
    frame = drawn.shapes(drawn.grid())
    before = frame.clone()
    assert prepare(frame) == prepare(frame)
    assert frame.equals(before)


def test_no_shapes_make_an_empty_map_not_an_error() -> None:
    ground = prepare(drawn.shapes(drawn.grid()), only=[])
    assert drawn.layers(compliance_map(ground, drawn.rows(VALUES), Paint(SCALE), names={}, hover={}))


def reference_shapes() -> pl.DataFrame:
    rows = []
    for kind, file in (("county", "counties.geojson"), ("city", "cities.geojson")):
        text = (PROJECT / "data" / "reference" / file).read_text(encoding="utf-8")
        for feature in json.loads(text)["features"]:
            rows.append((kind, feature["properties"]["area_code"], json.dumps(feature["geometry"])))
    return pl.DataFrame(rows, schema=["kind", "area_code", "geometry"], orient="row")


@pytest.mark.parametrize("is_reported", [True, False])
def test_a_whole_map_message_stays_under_100_kilobytes(is_reported: bool) -> None:
    frame = reference_shapes()
    codes = frame.filter(pl.col("kind") == "county")["area_code"].to_list()
    values = {code: 14.0 + i % 10 if is_reported else None for i, code in enumerate(codes)}
    hover = {
        code: (f"县（市、区）{code}", f"{code} 人/万人", "▼ 未达标，缺口 723 人", "2026年1月15日填报")
        for code in codes
    }
    deck = compliance_map(
        prepare(frame),
        drawn.rows(values),
        Paint(SCALE, selected=codes[7]),
        names=dict.fromkeys(codes, "城市"),
        hover=hover,
    )
    assert len(zlib.compress(deck.to_json().encode(), 6)) < 90_000  # the rest of the page has 10 KB


PAGE = """
import json
import sys
sys.path.insert(0, {project!r})
import polars as pl
import streamlit as st
from tests import drawn
from draw.map import beside
from draw.map.clustered import Painting, cluster_map
from draw.map.deck import ReadyDeck, compliance_map, container_style, prepare, selected_code
from draw.scales import Paint, value_scale

st.set_page_config(layout="wide", page_title="map")
squares = drawn.grid()
values = {{code: 14.0 + i for i, code in enumerate(squares)}}
def clicked():
    code = selected_code(st.session_state["deck"])
    st.session_state["code"] = None if code == st.session_state.get("code") else code
st.html("<style>" + container_style("map", above=200) + "</style>")
code = st.session_state.get("code")
deck = compliance_map(
    prepare(drawn.shapes(squares)), drawn.rows(values),
    Paint(value_scale(drawn.BOUNDS, target=18), code, st.context.theme.type or "light"),
    names={{c: "Name" for c in squares}}, hover={{c: (f"County {{c}}", "<1>") for c in squares}},
)
with st.container(key="map"):
    st.pydeck_chart(deck, height="stretch", key="deck", on_select=clicked, alt="A map")
st.write(f"chosen {{code}}")
"""


@pytest.mark.browser
def test_in_a_browser_the_map_fills_the_window_says_what_it_shows_and_takes_clicks(tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(PAGE.format(project=str(PROJECT)), encoding="utf-8")
    ground = prepare(drawn.shapes(drawn.grid()))
    bottom, top = (to_plane(shapely.Point(0, ground.bounds[i][1])).y for i in (0, 1))
    with served(script) as address, opened(address, width=1200, height=800) as visit:
        visit.wait_for_map()
        canvas = visit.page.locator(".stDeckGlJsonChart canvas").first

        def spot(code: str) -> tuple[float, float]:
            """Where a county is on the screen when the map fills its height, as it must."""
            box = canvas.bounding_box()
            assert box is not None
            (point,) = [p.point for p in ground.patches if p.area_code == code]
            unit = box["height"] / (top - bottom)
            plane = to_plane(shapely.Point(point))
            middle = box["x"] + box["width"] / 2
            return (
                middle + (plane.x - ground.view["longitude"]) * unit,
                box["y"] + (top - plane.y) * unit,
            )

        assert canvas.bounding_box()["height"] == 600  # type: ignore[index]
        assert visit.hover_at(*spot("990101")).splitlines()[:2] == ["County 990101", "<1>"]
        assert "990404" in visit.hover_at(*spot("990404"))
        visit.click_at(*spot("990204"))
        visit.page.wait_for_selector("text=chosen 990204")
        visit.click_at(*spot("990204"))
        visit.page.wait_for_selector("text=chosen None")
        visit.page.set_viewport_size({"width": 1200, "height": 950})
        visit.page.wait_for_timeout(600)
        assert canvas.bounding_box()["height"] == 750  # type: ignore[index]
        assert "990401" in visit.hover_at(*spot("990401"))
        assert visit.foreign == []
        assert visit.complaints == []


def test_the_maps_height_follows_the_window_but_never_cuts_its_width() -> None:
    style = container_style("map", above=300, least=430)
    assert "100dvh - 300px" in style
    assert "cqw" in style
