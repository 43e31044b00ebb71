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

LARGEST_FILE = 300_000  # bytes; a map message then stays under 100 KB compressed
GRID = 0.001  # degrees, about 100 m
DECIMALS = 3
TOLERANCES = tuple(round(step * 0.0005, 4) for step in range(2, 61))  # 0.001 to 0.03 degree
SMALLEST_PART_KM2 = 0.1  # slivers below are left out, never a county's largest part
KM2_PER_SQUARE_DEGREE = 111.32**2

Shapes = dict[str, BaseGeometry]


@dataclass(frozen=True)
class Drawn:
    """Outlines as written: GeoJSON text, the tolerance that fitted, and the largest relative change of an area."""

    counties: str
    cities: str
    tolerance: float
    largest_area_error: float


def draw(outlines: Shapes, city_of: dict[str, str]) -> Drawn:
    """Counties and cities as GeoJSON of at most 300 KB each; the finest tolerance that fits is used."""
    codes = sorted(outlines)
    whole = [_without_slivers(_repaired(outlines[code])) for code in codes]
    # The size falls as the tolerance grows: halve the range to the first that fits, then go on to a sound one.
    first = bisect_left(
        TOLERANCES, True, key=lambda tolerance: _fits(geojson(_on_grid(codes, whole, tolerance)))
    )
    for tolerance in TOLERANCES[first:]:
        counties = _on_grid(codes, whole, tolerance)
        text = geojson(counties)
        if _fits(text) and not faults(text):
            break
    else:
        raise PackError("making.outlines_too_large", tolerance=TOLERANCES[-1], limit=LARGEST_FILE)
    lost = [code for code in codes if code not in counties]
    if lost:
        raise PackError("making.outlines_lost", codes=lost)
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, outline in counties.items():
        if code in city_of:
            parts[city_of[code]].append(outline)
    cities = geojson(
        {code: _polygonal(shapely.coverage_union_all(members)) for code, members in sorted(parts.items())}
    )
    errors = [abs(counties[code].area / before.area - 1) for code, before in zip(codes, whole, strict=True)]
    return Drawn(text, cities, tolerance, max(errors))


def _fits(text: str) -> bool:
    return len(text.encode()) <= LARGEST_FILE


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


def geojson(outlines: Shapes) -> str:
    """Compact GeoJSON, one feature per line, coordinates on the grid."""
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"area_code": code},
                "geometry": {
                    "type": outline.geom_type,
                    "coordinates": _rounded(mapping(outline)["coordinates"]),
                },
            },
            separators=(",", ":"),
        )
        for code, outline in outlines.items()
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, (int, float)):
        return round(float(coordinates), DECIMALS)
    return [_rounded(inner) for inner in coordinates]  # type: ignore[attr-defined]


def _on_grid(codes: list[str], whole: list[BaseGeometry], tolerance: float) -> Shapes:
    """Simplify as a coverage, node on the grid, and give each face to the county that most of it lies in."""
    simplified = shapely.coverage_simplify(numpy.array(whole, dtype=object), tolerance)
    lines = shapely.union_all(shapely.boundary(simplified), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    shapely.prepare(simplified)
    tree = shapely.STRtree(simplified)
    owned: dict[int, list[BaseGeometry]] = defaultdict(list)
    for face in faces:
        owner = _owner(face, simplified, tree)
        if owner is not None:
            owned[owner].append(face)
    return {
        code: _polygonal(shapely.coverage_union_all(owned[place]))
        for place, code in enumerate(codes)
        if owned[place]
    }


def _owner(face: BaseGeometry, counties: numpy.ndarray, tree: shapely.STRtree) -> int | None:
    """The county that holds most of a face; none where most of the face lies outside all of them."""
    point = face.representative_point()
    near = tree.query(face)
    inside = [int(place) for place in near if counties[place].contains(point)]
    if len(inside) == 1 and face.area > 100 * GRID**2:
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
