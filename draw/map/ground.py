"""The ground of a map: shapes made ready for drawing, once per set of shapes.

Everything here depends on geometry alone, not on a figure, a language or a theme, so a caller keeps the
result (`prepare` is a pure function) and every drawing reuses it. Of ours it imports only the leaves
`draw.map.shapes` and `draw.map.insets`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from draw.map.insets import NARROWEST, Inset, Land, Room, far_inset, near_inset
from draw.map.shapes import (
    HATCH_SPACING,
    REFERENCE_HEIGHT,
    Hatching,
    Patch,
    degrees,
    grain_of,
    patch_of,
    paths_text,
    spots_of,
    to_plane,
)

LEGIBLE_RADIUS = 7.5  # a county whose inscribed circle is smaller, in pixels, cannot show its mark
NAMED_RADIUS = 13.0  # the same, where counties show their names too
UNSEEN = 0.6  # pixels
FARTHEST = 1.2  # degrees from the land to what belongs to the first view, however large it is
BORDER = 0.9  # pixels of the line between two counties, less where most are no more than specks
SPECKS = 4.0  # pixels: the inscribed circle of such
LOWEST = 200  # pixels: no page gives the map less height

__all__ = ["NARROWEST", "Ground", "prepare"]


@dataclass(frozen=True)
class Ground:
    """Shapes ready to be drawn; what `prepare` returns.

    `spots` gives for each city (or county without one) the places its name may stand (longitude,
    latitude, the best first), `sizes` how much of the plane it takes; `outside` the counties wholly
    beyond the first view, such as far islands; `around` the outlines of land and the lines that are drawn and never
    counted, as far as the first view has them (they are in `coast` too).
    """

    patches: tuple[Patch, ...]
    coast: str
    around: str
    city_borders: str
    spots: dict[str, list[tuple[float, float]]]
    sizes: dict[str, float]
    hatching: Hatching
    view: dict[str, float]
    bounds: list[list[float]]
    cities: frozenset[str]  # which of the keys of `spots` are cities
    insets: tuple[Inset, ...]
    outside: tuple[str, ...]
    pixels: float  # per degree of longitude at the reference height
    border: float  # pixels of the line between two counties

    @property
    def inside(self) -> list[Patch]:
        """The counties of the first view: those beyond it stand in an inset, on paper of its own."""
        return [patch for patch in self.patches if patch.area_code not in self.outside]

    def marked(self, elsewhere: Collection[str]) -> list[Patch]:
        """The counties that may carry a mark here: not those that an inset shows, nor specks where most are: marks would cover all."""
        least = SPECKS if self.border < BORDER else 0.0
        return [one for one in self.patches if one.area_code not in elsewhere and one.radius >= least]


def prepare(shapes: pl.DataFrame, *, only: Collection[str] | None = None, insets: bool = True) -> Ground:
    """Make shapes ready to be drawn.

    `shapes`: one row per shape with `kind` (county, city; beside: land or lines that are drawn and never counted), `area_code`,
    `geometry` (GeoJSON text).
    `only`: keep these county codes (and the cities that hold them): the view is then theirs.
    `insets`: enlarge what is too small. What lies beyond the first view is brought near whatever is asked: no map is whole without it.
    Takes some tenths of a second for a province; the result belongs in a cache that does not copy.
    """
    counties = shapes if only is None else shapes.filter(pl.col("area_code").is_in(list(only)))
    plane = _shapes_of(counties, "county")
    if not plane:
        return _nothing()
    near, outside = _main_view(plane)
    beside = list(_shapes_of(shapes, "beside").values()) if only is None else []
    grounds = [shape for shape in beside if shape.geom_type in ("Polygon", "MultiPolygon")]
    frame = _with_air(shapely.union_all([near, *grounds]).bounds)
    left, bottom, right, top = frame
    pixels = REFERENCE_HEIGHT / (top - bottom)
    # Bends smaller than this cannot be seen in the first view; wide provinces need no more of them.
    simple = shapely.coverage_simplify(list(plane.values()), UNSEEN / pixels)
    plane = dict(zip(plane, simple, strict=True))
    land = shapely.union_all(list(plane.values()))
    cities, alone = _grouped(plane, _shapes_of(shapes, "city"))
    hatching = Hatching(HATCH_SPACING / pixels)
    grain = grain_of(pixels)
    # Cities are named, and counties that are in none; of one city alone, its counties.
    name_shapes = plane if only is not None else cities | alone
    patches = tuple(patch_of(code, shape, hatching, pixels, grain) for code, shape in plane.items())
    coast, city_lines = _borders(cities, list(alone.values()), land)
    around_it = [shape.boundary if shape in grounds else shape for shape in beside]
    lines = shapely.union_all([coast, *around_it]) if beside else coast
    # What lies beyond the frame is seen in the inset alone. A union parts lines wherever they meet, and a locator closes each of them.
    coast = shapely.line_merge(shapely.clip_by_rect(lines, *frame)) if beside else coast
    around = (
        shapely.clip_by_rect(shapely.union_all(around_it), *frame) if beside else shapely.MultiLineString()
    )
    land = shapely.union_all([land, *grounds])

    inset_list: list[Inset] = []
    at_sea = [shape for shape in beside if shape not in grounds]
    is_far = bool(outside) or any(not shapely.box(*frame).covers(shape) for shape in at_sea)
    if insets or is_far:
        room, drawn = Room.beside(frame, land, pixels), Land(plane, (city_lines, lines), pixels, grain)
        if is_far:
            inset_list += far_inset(drawn, outside, room, at_sea)
        if insets:
            legible = LEGIBLE_RADIUS if only is None else NAMED_RADIUS
            inset_list += near_inset(drawn, [p.area_code for p in patches if p.radius < legible], room)
        if inset_list:
            left, right = room.left, room.right

    middle = (left + right) / 2, (bottom + top) / 2
    return Ground(
        patches=patches,
        coast=paths_text(coast, grain),
        around=paths_text(around, grain),
        city_borders=paths_text(city_lines, grain),
        spots={code: spots_of(shape) for code, shape in name_shapes.items() if code not in outside},
        sizes={code: round(shape.area, 4) for code, shape in name_shapes.items() if code not in outside},
        hatching=hatching,
        # The first zoom is that of the lowest canvas there is; the map's own bounds then enlarge it to fill the height.
        view={
            "longitude": round(middle[0], 4),
            "latitude": degrees(middle[1]),
            "zoom": round(math.log2(pixels * LOWEST / REFERENCE_HEIGHT * 360 / 512), 3),
        },
        bounds=[[-180, degrees(bottom)], [180, degrees(top)]],
        cities=frozenset(cities) if only is None else frozenset(),
        insets=tuple(inset_list),
        outside=tuple(outside),
        pixels=pixels,
        border=round(BORDER * min(1.0, float(np.median([p.radius for p in patches])) / SPECKS), 2),
    )


def _shapes_of(shapes: pl.DataFrame, kind: str) -> dict[str, BaseGeometry]:
    rows = shapes.filter(pl.col("kind") == kind).sort("area_code")
    geometries = shapely.from_geojson(rows["geometry"].to_list())
    return {c: to_plane(g) for c, g in zip(rows["area_code"].to_list(), geometries, strict=True)}


def _grouped(
    counties: dict[str, BaseGeometry], cities: dict[str, BaseGeometry]
) -> tuple[dict[str, BaseGeometry], dict[str, BaseGeometry]]:
    """Cities put together from the counties that lie in their shapes, and the counties that lie in none."""
    tree, codes = shapely.STRtree(list(cities.values())), list(cities)
    members: dict[str, list[BaseGeometry]] = defaultdict(list)
    alone = {}
    points = np.array([shape.representative_point() for shape in counties.values()], dtype=object)
    places = dict(reversed(tree.query(points, "within").T.tolist()))  # of several the first
    for number, (code, shape) in enumerate(counties.items()):
        if number in places:
            members[codes[places[number]]].append(shape)
        else:
            alone[code] = shape
    return {code: shapely.union_all(shapes) for code, shapes in members.items()}, alone


def _borders(
    cities: dict[str, BaseGeometry], alone: Sequence[BaseGeometry], land: BaseGeometry
) -> tuple[BaseGeometry, BaseGeometry]:
    """The coast (outer border), and the borders between cities without it.

    A county that lies in no city's shape counts as a city of its own here. Where there are no cities at
    all, there are no borders between them.
    """
    coast = shapely.line_merge(land.boundary)
    if not cities:
        return coast, shapely.MultiLineString()
    outlines = shapely.union_all([s.boundary for s in (*cities.values(), *alone)])
    inner = outlines.difference(land.boundary)
    return coast, shapely.line_merge(inner) if inner.geom_type == "MultiLineString" else inner


def _main_view(plane: dict[str, BaseGeometry]) -> tuple[BaseGeometry, list[str]]:
    """The land that the first view shows, and the counties wholly beyond it.

    From the largest piece of land outwards, whatever lies near for the size of the whole belongs to the
    view. A far atoll must not shrink a province to a stamp.
    """
    parts, owners = [], []
    for code, shape in plane.items():
        for part in shapely.get_parts(shape):
            parts.append(part)
            owners.append(code)
    reach = min(0.35 * math.sqrt(sum(p.area for p in parts)), FARTHEST)
    bounds = np.array([p.bounds for p in parts])
    tree = shapely.STRtree(shapely.box(*bounds.T))
    around = shapely.box(*(bounds + reach * np.array([-1, -1, 1, 1])).T)
    seen = np.zeros(len(parts), dtype=bool)
    frontier = np.array([max(range(len(parts)), key=lambda i: parts[i].area)])
    while len(frontier):
        seen[frontier] = True
        found = np.unique(tree.query(around[frontier], "intersects")[1])
        frontier = found[~seen[found]]
    near = [part for part, is_seen in zip(parts, seen, strict=True) if is_seen]
    inside = {code for code, is_seen in zip(owners, seen, strict=True) if is_seen}
    return shapely.MultiPolygon(near), [code for code in plane if code not in inside]


def _with_air(bounds: Sequence[float]) -> tuple[float, float, float, float]:
    """Bounds with a margin, and high enough that a map of the narrowest format shows their width."""
    left, bottom, right, top = bounds
    margin = 0.012 * max(right - left, top - bottom)
    left, bottom, right, top = left - margin, bottom - margin, right + margin, top + margin
    lacking = max(0.0, (right - left) / NARROWEST - (top - bottom)) / 2
    return left, bottom - lacking, right, top + lacking


def _nothing() -> Ground:
    return Ground(
        (),
        "[]",
        "[]",
        "[]",
        {},
        {},
        Hatching(1.0),
        {"longitude": 105, "latitude": 35, "zoom": 3},
        [[-180, 15], [180, 55]],
        frozenset(),
        (),
        (),
        1.0,
        BORDER,
    )
