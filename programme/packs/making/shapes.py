"""Simplifies county outlines together, so that neighbours keep one border, and writes small GeoJSON.

Rounding simplified outlines breaks some of them; so the simplified outlines are noded on the grid, cut into
faces, and every face is given to the county it lies in. What is written is on the grid and valid by
construction, and checked again from the written text.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

import numpy
import shapely
from shapely.geometry import MultiPolygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from words.problems import PackError

SMALLEST_STEP = 0.0005  # degrees between two tolerances that are tried
SMALLEST_PART_KM2 = 0.1  # slivers below are left out, never a county's largest part
KM2_PER_SQUARE_DEGREE = 111.32**2
_HEAD, _FOOT = '{"type":"FeatureCollection","features":[\n', "\n]}\n"

Shapes = dict[str, BaseGeometry]


@dataclass(frozen=True)
class Fineness:
    """How fine outlines are: the largest file (bytes), the grid and the tolerances tried (degrees); the first that fits is taken."""

    largest_file: int
    grid: float
    decimals: int
    tolerances: tuple[float, ...]


# A map message then stays under 100 KB compressed; the grid is about 100 m.
PROVINCE = Fineness(300_000, 0.001, 3, tuple(round(step * SMALLEST_STEP, 4) for step in range(2, 61)))
# The country in one picture: a pixel of it is 0.06 degree wide, and a message stays under 300 KB compressed.
FAR = Fineness(900_000, 0.01, 2, tuple(round(step * 0.005, 3) for step in range(2, 41)))


@dataclass(frozen=True)
class Drawn:
    """Outlines as written: GeoJSON text, the tolerance that fitted, and the largest relative change of an area."""

    counties: str
    cities: str
    tolerance: float
    largest_area_error: float


def draw(outlines: Shapes, city_of: dict[str, str], fineness: Fineness = PROVINCE) -> Drawn:
    """Counties and cities as GeoJSON, no file larger than asked; the finest tolerance that fits is used."""

    def fits(shapes: Shapes) -> bool:
        return len(geojson(shapes, fineness.decimals).encode()) <= fineness.largest_file

    codes = sorted(outlines)
    whole = [_without_slivers(_repaired(outlines[code])) for code in codes]
    # The size falls as the tolerance grows: halve the range to the first that fits, then go on to a sound one.
    first = bisect_left(
        fineness.tolerances,
        True,
        key=lambda tolerance: fits(_on_grid(codes, whole, tolerance, fineness.grid)),
    )
    for tolerance in fineness.tolerances[first:]:
        counties = _on_grid(codes, whole, tolerance, fineness.grid)
        text = geojson(counties, fineness.decimals)
        if len(text.encode()) <= fineness.largest_file and not faults(text):
            break
    else:
        limit = fineness.largest_file
        raise PackError("making.outlines_too_large", tolerance=fineness.tolerances[-1], limit=limit)
    lost = [code for code in codes if code not in counties]
    if lost:
        raise PackError("making.outlines_lost", codes=lost)
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, outline in counties.items():
        if code in city_of:
            parts[city_of[code]].append(outline)
    cities = geojson(
        {code: _polygonal(shapely.coverage_union_all(members)) for code, members in sorted(parts.items())},
        fineness.decimals,
    )
    errors = [abs(counties[code].area / before.area - 1) for code, before in zip(codes, whole, strict=True)]
    return Drawn(text, cities, tolerance, max(errors))


def draw_beside(shapes: Shapes, fineness: Fineness, tolerance: float) -> str:
    """Land that is not counted and lines at sea as GeoJSON, each by itself, as fine as the map that they stand beside."""
    drawn: Shapes = {}
    for code, outline in sorted(shapes.items()):
        if outline.geom_type not in ("Polygon", "MultiPolygon"):
            drawn[code] = shapely.set_precision(outline, fineness.grid)
            continue
        simple = shapely.set_precision(
            shapely.simplify(_without_slivers(_repaired(outline)), tolerance), fineness.grid
        )
        if not simple.is_empty:
            drawn[code] = _polygonal(simple)
    return geojson(drawn, fineness.decimals)


def merged(texts: list[str]) -> str:
    """Several files of outlines as one."""
    lines = [line for text in texts for line in text.splitlines()[1:-1] if line]
    return _HEAD + ",\n".join(line.removesuffix(",") for line in lines) + _FOOT


def faults(text: str) -> list[str]:
    """What is wrong with written outlines: codes whose shape is invalid, or `coverage` where borders do not match."""
    features = json.loads(text)["features"]
    outlines = [shape(feature["geometry"]) for feature in features]
    broken = [
        feature["properties"]["area_code"]
        for feature, outline in zip(features, outlines, strict=True)
        if not outline.is_valid
    ]
    if broken or shapely.coverage_is_valid(numpy.array(outlines, dtype=object)):
        return broken
    return ["coverage"]


def geojson(outlines: Shapes, decimals: int) -> str:
    """Compact GeoJSON, one feature per line, coordinates on the grid."""
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"area_code": code},
                "geometry": {
                    "type": outline.geom_type,
                    "coordinates": _rounded(mapping(outline)["coordinates"], decimals),
                },
            },
            separators=(",", ":"),
        )
        for code, outline in outlines.items()
    ]
    return _HEAD + ",\n".join(features) + _FOOT


def _rounded(coordinates: object, decimals: int) -> object:
    if isinstance(coordinates, (int, float)):
        return round(float(coordinates), decimals)
    return [_rounded(inner, decimals) for inner in coordinates]  # type: ignore[attr-defined]


def _on_grid(codes: list[str], whole: list[BaseGeometry], tolerance: float, grid: float) -> Shapes:
    """Simplify as a coverage, node on the grid, and give each face to the county that most of it lies in."""
    simplified = shapely.coverage_simplify(numpy.array(whole, dtype=object), tolerance)
    lines = shapely.union_all(shapely.boundary(simplified), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    shapely.prepare(simplified)
    tree = shapely.STRtree(simplified)
    owned: dict[int, list[BaseGeometry]] = defaultdict(list)
    for face in faces:
        owner = _owner(face, simplified, tree, grid)
        if owner is not None:
            owned[owner].append(face)
    return {
        code: _polygonal(shapely.coverage_union_all(owned[place]))
        for place, code in enumerate(codes)
        if owned[place]
    }


def _owner(face: BaseGeometry, counties: numpy.ndarray, tree: shapely.STRtree, grid: float) -> int | None:
    """The county that holds most of a face; none where most of the face lies outside all of them."""
    point = face.representative_point()
    near = tree.query(face)
    inside = [int(place) for place in near if counties[place].contains(point)]
    if len(inside) == 1 and face.area > 100 * grid**2:
        return inside[0]
    shares = {int(place): face.intersection(counties[place]).area for place in near}
    best = max(shares, key=lambda place: (shares[place], -place), default=None)
    return best if best is not None and sum(shares.values()) >= face.area / 2 else None


def _repaired(outline: BaseGeometry) -> BaseGeometry:
    return _polygonal(outline if outline.is_valid else shapely.make_valid(outline))


def _polygonal(outline: BaseGeometry) -> BaseGeometry:
    """Polygons only, in a fixed order of points and parts, so that the same input writes the same bytes."""
    # Twice, because a repaired outline may be a collection that holds a MultiPolygon.
    flat = shapely.get_parts(shapely.get_parts(outline))
    parts = [part for part in flat if part.geom_type == "Polygon" and not part.is_empty]
    kept = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return shapely.orient_polygons(shapely.normalize(kept))


def _without_slivers(outline: BaseGeometry) -> BaseGeometry:
    """Leave out parts too small to see, by true area, but never the largest part."""
    parts = list(shapely.get_parts(outline))
    narrowing = float(numpy.cos(numpy.radians(outline.centroid.y)))
    largest = max(parts, key=lambda part: part.area)
    kept = [
        part
        for part in parts
        if part is largest or part.area * KM2_PER_SQUARE_DEGREE * narrowing >= SMALLEST_PART_KM2
    ]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)
