"""The ground of a map: shapes made ready for drawing, once per set of shapes.

Everything here depends on geometry alone, not on a figure, a language or a theme, so a caller keeps the
result (`prepare` is a pure function) and every drawing reuses it. Sizes in pixels are those of a map
`REFERENCE_HEIGHT` pixels high, the least that a page gives it: what is legible there stays so when larger.

A leaf: imports nothing of ours.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

REFERENCE_HEIGHT = 470
NARROWEST = 1.14  # width over height that a page promises at least; wider shapes get air above and below
HATCH_SPACING = 4.6  # pixels between hatch lines
LEGIBLE_RADIUS = 7.5  # a county whose inscribed circle is smaller, in pixels, cannot show its mark
UNSEEN = 0.6  # pixels
CELL = 5  # pixels
INSET_AT_LEAST = 96  # a smaller free square is no use for an inset

Interval = tuple[float, float]


@dataclass(frozen=True)
class Patch:
    """One county as drawn: its GeoJSON text, where its mark goes, and its hatch."""

    area_code: str
    geometry: str
    outline: str  # the same rings as paths, for the line round a selected county
    point: tuple[float, float]  # longitude, latitude of the middle of its largest inscribed circle
    radius: float  # of that circle, in pixels
    hatch: dict[int, list[Interval]]  # by line number: stretches along the line


@dataclass(frozen=True)
class Hatching:
    """The family of slanting lines that all hatches of one map (or inset) are cut from."""

    spacing: float

    def cut(self, shape: BaseGeometry) -> dict[int, list[Interval]]:
        """The stretches of each line inside a shape (plane coordinates)."""
        if shape.is_empty:
            return {}
        slanted = affinity.rotate(shape, -45, origin=(0, 0))
        left, bottom, right, top = slanted.bounds
        numbers = np.arange(math.ceil(bottom / self.spacing), math.floor(top / self.spacing) + 1)
        if not len(numbers):
            return {}
        ends = np.empty((len(numbers), 2, 2))
        ends[:, 0, 0], ends[:, 1, 0] = left - 1, right + 1
        ends[:, :, 1] = (numbers * self.spacing)[:, None]
        shapely.prepare(slanted)
        inside = shapely.intersection(shapely.linestrings(ends), slanted)
        stretches: dict[int, list[Interval]] = {}
        for number, piece in zip(numbers.tolist(), inside, strict=True):
            parts = [p for p in shapely.get_parts(piece) if p.geom_type == "LineString" and not p.is_empty]
            if parts:
                stretches[number] = [(p.bounds[0], p.bounds[2]) for p in parts]
        return stretches

    def lines(self, hatches: Iterable[dict[int, list[Interval]]], every: int = 1) -> list[list[list[float]]]:
        """Paths (longitude, latitude) of several hatches together; `every` 2 leaves out each second line.

        Neighbouring shapes share the family, so stretches that meet become one: a map with nothing
        reported costs a few hundred lines, not thousands.
        """
        together: dict[int, list[Interval]] = defaultdict(list)
        for hatch in hatches:
            for number, stretches in hatch.items():
                if number % every == 0:
                    together[number].extend(stretches)
        half = math.sqrt(0.5)
        paths = []
        for number, stretches in together.items():
            across = number * self.spacing
            for start, end in _joined(stretches, self.spacing / 20):
                xs = [(start - across) * half, (end - across) * half]
                ys = [(start + across) * half, (end + across) * half]
                paths.append([[round(x, 3), round(y, 3)] for x, y in zip(xs, _latitude(ys), strict=True)])
        return paths


@dataclass(frozen=True)
class Inset:
    """Part of the map again, at another scale, in free space: small counties larger, far ones nearer."""

    frame: list[list[float]]  # the box it is drawn in
    source: list[list[float]] | None  # what it shows, as a box on the map; None for what lies outside it
    patches: tuple[Patch, ...]
    borders: str  # JSON: paths of city borders and coast
    hatching: Hatching
    made_for: tuple[str, ...]  # counties too small, or too far, for the map itself
    spots: dict[str, list[tuple[float, float]]]  # where names may stand, of all counties shown
    is_near: bool  # enlarged; else brought here from afar


@dataclass(frozen=True)
class Ground:
    """Shapes ready to be drawn; what `prepare` returns.

    `spots` gives for each city (or county without one) the places its name may stand (longitude,
    latitude, the best first); `outside` the counties wholly beyond the first view, such as far islands.
    """

    patches: tuple[Patch, ...]
    coast: str
    city_borders: str
    spots: dict[str, list[tuple[float, float]]]
    hatching: Hatching
    view: dict[str, float]
    bounds: list[list[float]]
    insets: tuple[Inset, ...]
    outside: tuple[str, ...]
    pixels: float  # per degree of longitude at the reference height


def prepare(shapes: pl.DataFrame, *, only: Collection[str] | None = None, insets: bool = True) -> Ground:
    """Make shapes ready to be drawn.

    `shapes`: one row per shape with `kind` (county, city), `area_code`, `geometry` (GeoJSON text).
    `only`: keep these county codes (and the cities that hold them): the view is then theirs.
    Takes some tenths of a second for a province; the result belongs in a cache that does not copy.
    """
    plane = _shapes_of(shapes, "county")
    if only is not None:
        plane = {code: shape for code, shape in plane.items() if code in set(only)}
    if not plane:
        return _nothing()
    near, outside = _main_view(plane)
    frame = _with_air(near.bounds)
    left, bottom, right, top = frame
    pixels = REFERENCE_HEIGHT / (top - bottom)
    # Bends smaller than this cannot be seen in the first view; wide provinces need no more of them.
    simple = shapely.coverage_simplify(list(plane.values()), UNSEEN / pixels)
    plane = dict(zip(plane, simple, strict=True))
    land = shapely.union_all(list(plane.values()))
    cities, alone = _grouped(plane, _shapes_of(shapes, "city"))
    hatching = Hatching(HATCH_SPACING / pixels)
    grain = _grain(pixels)
    # Cities are named, and counties that are in none; of one city alone, its counties.
    named = plane if only is not None else cities | alone
    patches = tuple(_patch(code, shape, hatching, pixels, grain) for code, shape in plane.items())
    coast, city_lines = _borders(cities, list(alone.values()), land)

    made: list[Inset] = []
    if insets:
        room = _Room.beside(frame, land, pixels)
        if outside:
            made += _far_inset(plane, outside, city_lines, coast, room, grain, pixels)
        made += _near_inset(plane, patches, city_lines, coast, room, grain, pixels)
        if made:
            left, right = room.left, room.right

    middle = (left + right) / 2, (bottom + top) / 2
    return Ground(
        patches=patches,
        coast=paths_text(coast, grain),
        city_borders=paths_text(city_lines, grain),
        spots={code: _spots(shape) for code, shape in named.items() if code not in outside},
        hatching=hatching,
        # The first zoom is a shade too small; the map's own bounds then enlarge it to fill the height.
        view={
            "longitude": round(middle[0], 4),
            "latitude": _degrees(middle[1]),
            "zoom": round(math.log2(pixels * 360 / 512) - 0.35, 3),
        },
        bounds=[[-180, _degrees(bottom)], [180, _degrees(top)]],
        insets=tuple(made),
        outside=tuple(outside),
        pixels=pixels,
    )


def to_plane(shape: BaseGeometry) -> BaseGeometry:
    """Longitude and latitude to a plane in which the map is drawn: Mercator, in degrees."""
    return shapely.transform(shape, lambda xy: np.column_stack([xy[:, 0], _mercator(xy[:, 1])]))


def paths_text(lines: BaseGeometry, grain: float) -> str:
    """Lines of the plane as JSON text of paths in longitude and latitude."""
    return _compact([_rounded(part, grain) for part in shapely.get_parts(lines)])


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
    for code, shape in counties.items():
        hits = tree.query(shape.representative_point(), "within")
        if len(hits):
            members[codes[hits[0]]].append(shape)
        else:
            alone[code] = shape
    return {code: shapely.union_all(shapes) for code, shapes in members.items()}, alone


def _patch(code: str, shape: BaseGeometry, hatching: Hatching, pixels: float, grain: float) -> Patch:
    circle = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=lambda p: p.area))
    (x, y), _ = circle.coords
    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = [_rounded(ring, grain) for ring in (polygon.exterior, *polygon.interiors)]
        # A ring that shrank below a triangle on the screen's grid would only draw a speck of border.
        rings = [ring for ring in rings if len(ring) > 3]
        if rings:
            polygons.append(rings)
    return Patch(
        area_code=code,
        geometry=_compact({"type": "MultiPolygon", "coordinates": polygons}),
        outline=_compact([ring for rings in polygons for ring in rings]),
        point=(round(x, 4), _degrees(y)),
        radius=circle.length * pixels,
        hatch=hatching.cut(shape),
    )


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
    reach = 0.35 * math.sqrt(sum(p.area for p in parts))
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


class _Room:
    """What is free in the map's frame: where an inset may stand."""

    def __init__(self, left: float, right: float, bottom: float, free: Any, cell: float) -> None:
        self.left, self.right, self.bottom, self.free, self.cell = left, right, bottom, free, cell
        # The zoom buttons stand in the upper right corner.
        self.free[-16:, -10:] = False

    @classmethod
    def beside(cls, bounds: tuple[float, float, float, float], land: BaseGeometry, pixels: float) -> _Room:
        """The room of the narrowest page, with the land to its left, right or middle: whichever leaves most.

        What lies in this frame is seen on every page, so an inset there is too.
        """
        left, bottom, right, top = bounds
        cell = CELL / pixels
        spare = round(max((top - bottom) * NARROWEST - (right - left), 0) / cell)
        start, rows = left - spare * cell, int((top - bottom) / cell)
        within = int((right - left) / cell)
        xs = start + (np.arange(within + 2 * spare) + 0.5) * cell
        ys = bottom + (np.arange(rows) + 0.5) * cell
        kept = shapely.buffer(shapely.simplify(land, cell / 2), cell * 1.5, quad_segs=2)
        shapely.prepare(kept)
        free = ~shapely.contains_xy(kept, *np.meshgrid(xs, ys))
        rooms = []
        for shift in (spare // 2, 0, spare):
            columns = slice(shift, shift + within + spare)
            edge = start + shift * cell
            rooms.append(cls(edge, edge + (within + spare) * cell, bottom, free[:, columns].copy(), cell))
        return max(rooms, key=lambda room: room._largest()[0])

    def _largest(self) -> tuple[int, int, int]:
        """Cells along the side of the largest free square, and the row and column after its last."""
        rows, columns = self.free.shape
        sizes = np.zeros((rows + 1, columns + 1), dtype=int)
        for r in range(rows):
            # A square that ends here is one larger than the least of those that end beside and above it.
            upper = np.minimum(sizes[r, :-1], sizes[r, 1:])
            row = 0
            for c in np.flatnonzero(self.free[r]).tolist():
                row = int(sizes[r + 1, c])
                sizes[r + 1, c + 1] = 1 + min(int(upper[c]), row)
        side = int(sizes.max())
        # Of equal squares the one farthest from the middle: insets belong in corners.
        ends = np.argwhere(sizes == side)
        away = np.abs(ends - side / 2 - np.array([rows, columns]) / 2).sum(axis=1)
        r, c = ends[int(away.argmax())].tolist()
        return side, r, c

    def largest_square(self) -> tuple[float, float, float] | None:
        """Left, bottom and side of the largest free square, in plane units; then it is taken."""
        side, r, c = self._largest()
        if side * CELL < INSET_AT_LEAST:
            return None
        self.free[r - side : r, c - side : c] = False
        return self.left + (c - side) * self.cell, self.bottom + (r - side) * self.cell, side * self.cell


def _near_inset(
    plane: dict[str, BaseGeometry],
    patches: Sequence[Patch],
    city_lines: BaseGeometry,
    coast: BaseGeometry,
    room: _Room,
    grain: float,
    pixels: float,
) -> list[Inset]:
    """An enlarged view of the densest cluster of counties that are too small to read on the map."""
    small = [p.area_code for p in patches if p.radius < LEGIBLE_RADIUS]
    reach = 10 / pixels
    best: list[str] = []
    for code in small:
        near = [c for c in small if plane[c].distance(plane[code]) <= reach]
        if len(near) > len(best):
            best = near
    if len(best) < 2:
        return []
    place = room.largest_square()
    if place is None:
        return []
    left, bottom, right, top = shapely.union_all([plane[c] for c in best]).bounds
    side = max(right - left, top - bottom) * 1.12
    if place[2] / side < 1.7:
        return []
    side = max(side, place[2] / 4.5)
    window = ((left + right - side) / 2, (bottom + top - side) / 2)
    shown = {
        c: plane[c]
        for c in plane
        if shapely.box(*window, window[0] + side, window[1] + side).intersects(plane[c])
    }
    return [_inset(shown, tuple(best), window, side, place, (city_lines, coast), grain, pixels, is_near=True)]


def _far_inset(
    plane: dict[str, BaseGeometry],
    outside: Sequence[str],
    city_lines: BaseGeometry,
    coast: BaseGeometry,
    room: _Room,
    grain: float,
    pixels: float,
) -> list[Inset]:
    """The counties beyond the first view, brought near at a smaller scale."""
    place = room.largest_square()
    if place is None:
        return []
    left, bottom, right, top = shapely.union_all([plane[c] for c in outside]).bounds
    side = max(right - left, top - bottom, 0.2) * 1.1
    window = ((left + right - side) / 2, (bottom + top - side) / 2)
    shown = {c: plane[c] for c in outside}
    return [
        _inset(shown, tuple(outside), window, side, place, (city_lines, coast), grain, pixels, is_near=False)
    ]


def _inset(
    shown: dict[str, BaseGeometry],
    made_for: tuple[str, ...],
    window: tuple[float, float],
    side: float,
    place: tuple[float, float, float],
    borders: tuple[BaseGeometry, BaseGeometry],
    grain: float,
    pixels: float,
    *,
    is_near: bool,
) -> Inset:
    factor = place[2] / side
    box = shapely.box(*window, window[0] + side, window[1] + side)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        cut = shapely.clip_by_rect(shape, *box.bounds)
        return shapely.transform(cut, lambda xy: (xy - np.array(window)) * factor + np.array(place[:2]))

    hatching = Hatching(HATCH_SPACING / pixels)
    patches = []
    for code, shape in shown.items():
        piece = moved(shape)
        polygons = [p for p in shapely.get_parts(piece) if p.geom_type == "Polygon" and not p.is_empty]
        if polygons:
            patches.append(_patch(code, shapely.MultiPolygon(polygons), hatching, pixels, grain))
    frame = shapely.box(place[0], place[1], place[0] + place[2], place[1] + place[2])
    lines = shapely.union_all(
        [line for line in (moved(b) for b in borders) if not line.is_empty] or [shapely.LineString()]
    )
    return Inset(
        frame=_rounded(frame.exterior, grain),
        source=_rounded(box.exterior, grain) if is_near else None,
        patches=tuple(patches),
        borders=paths_text(lines, grain),
        hatching=hatching,
        made_for=made_for,
        spots={code: _spots(moved(shape)) for code, shape in shown.items()},
        is_near=is_near,
    )


def _spots(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Places inside a shape where its name may stand: its middle first, then a grid, nearest first."""
    if shape.is_empty:
        return []
    body = max(shapely.get_parts(shape), key=lambda p: p.area)
    # Between the middle of the widest place and the middle of the whole: a name reads as the whole's.
    widest = shapely.maximum_inscribed_circle(body).coords[0]
    middle = ((widest[0] + body.centroid.x) / 2, (widest[1] + body.centroid.y) / 2)
    if not body.contains(shapely.Point(middle)):
        middle = widest
    left, bottom, right, top = body.bounds
    xs, ys = np.meshgrid(np.linspace(left, right, 13)[1:-1], np.linspace(bottom, top, 13)[1:-1])
    points = shapely.points(xs.ravel(), ys.ravel())
    inside = points[shapely.contains(body, points)]
    around = sorted(((p.x, p.y) for p in inside), key=lambda p: math.dist(p, middle))
    places = [middle, *around]
    latitudes = _latitude([y for _, y in places])
    return [(round(float(x), 4), round(float(y), 4)) for (x, _), y in zip(places, latitudes, strict=True)]


def _nothing() -> Ground:
    return Ground(
        (),
        "[]",
        "[]",
        {},
        Hatching(1.0),
        {"longitude": 105, "latitude": 35, "zoom": 3},
        [[-180, 15], [180, 55]],
        (),
        (),
        1.0,
    )


def _grain(pixels: float) -> float:
    """What coordinates are rounded to, in degrees: a tenth of a pixel, in thousandths or finer."""
    if pixels >= 330:
        return 0.0001
    return 0.001 * max(1, int(100 / pixels))


def _rounded(line: BaseGeometry, grain: float) -> list[list[float]]:
    """A line's points in longitude and latitude, rounded for the screen, without repeats."""
    coordinates = shapely.get_coordinates(line)
    flat = np.column_stack([coordinates[:, 0], _latitude(coordinates[:, 1])])
    flat = (np.round(flat / grain) * grain).round(4)
    keep = np.ones(len(flat), dtype=bool)
    keep[1:] = (flat[1:] != flat[:-1]).any(axis=1)
    return flat[keep].tolist()


def _joined(stretches: Iterable[Interval], slack: float) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + slack:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _mercator(latitude: Any) -> Any:
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def _latitude(mercator: Any) -> Any:
    return np.degrees(2 * np.arctan(np.exp(np.radians(mercator))) - np.pi / 2)


def _degrees(mercator: float) -> float:
    return round(float(_latitude(mercator)), 4)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
