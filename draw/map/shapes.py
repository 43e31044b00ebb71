"""Shapes as they are drawn: in a plane, rounded for the screen, with their hatch and where a mark goes.

Sizes in pixels are those of a map `REFERENCE_HEIGHT` pixels high, the least that a page gives it: what is
legible there stays so when larger. A leaf: imports nothing of ours.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

REFERENCE_HEIGHT = 470
HATCH_SPACING = 4.6  # pixels between hatch lines

Interval = tuple[float, float]


@dataclass(frozen=True)
class Patch:
    """One county as drawn: its GeoJSON text, where its mark goes, and its hatch."""

    area_code: str
    geometry: str
    outline: str  # the same rings as paths, for the line round a selected county
    point: tuple[float, float]  # longitude, latitude of the middle of its largest inscribed circle
    radius: float  # of that circle, in pixels
    shape: BaseGeometry = field(repr=False, compare=False)
    hatching: Hatching

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is left at this scale."""
        return self.outline != "[]"

    @cached_property
    def hatch(self) -> dict[int, list[Interval]]:
        """By line number the stretches along the line: cut when asked for, as few counties are hatched."""
        return self.hatching.cut(self.shape)


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
                paths.append([[round(x, 3), round(y, 3)] for x, y in zip(xs, latitude_of(ys), strict=True)])
        return paths

    def dots(self, hatches: Iterable[dict[int, list[Interval]]]) -> list[list[float]]:
        """Points (longitude, latitude) along the lines of several hatches, as far apart as the lines are."""
        half, step, points = math.sqrt(0.5), self.spacing, []
        for hatch in hatches:
            for number, stretches in hatch.items():
                for start, end in stretches:
                    # Every second line is shifted by half a step, so that dots do not fall into columns.
                    shift = step / 2 if number % 2 else 0.0
                    for place in range(math.ceil((start - shift) / step), int((end - shift) // step) + 1):
                        along, across = place * step + shift, number * step
                        x, y = (along - across) * half, (along + across) * half
                        points.append([round(x, 3), round(float(latitude_of(y)), 3)])
        return points


def to_plane(shape: BaseGeometry) -> BaseGeometry:
    """Longitude and latitude to a plane in which the map is drawn: Mercator, in degrees."""
    return shapely.transform(shape, lambda xy: np.column_stack([xy[:, 0], mercator_of(xy[:, 1])]))


def paths_text(lines: BaseGeometry, grain: float) -> str:
    """Lines of the plane as JSON text of paths in longitude and latitude."""
    return compact([rounded(part, grain) for part in shapely.get_parts(lines)])


def patch_of(code: str, shape: BaseGeometry, hatching: Hatching, pixels: float, grain: float) -> Patch:
    circle = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=lambda p: p.area))
    (x, y), _ = circle.coords
    polygons = []
    for polygon in shapely.get_parts(shape):
        outer, *holes = [rounded(ring, grain) for ring in (polygon.exterior, *polygon.interiors)]
        # A ring that shrank below a triangle on the screen's grid would only draw a speck of border.
        if len(outer) > 3:
            polygons.append([outer, *(ring for ring in holes if len(ring) > 3)])
    return Patch(
        area_code=code,
        geometry=compact({"type": "MultiPolygon", "coordinates": polygons}),
        outline=compact([ring for rings in polygons for ring in rings]),
        point=(round(x, 4), degrees(y)),
        radius=circle.length * pixels,
        shape=shape,
        hatching=hatching,
    )


def spots_of(shape: BaseGeometry) -> list[tuple[float, float]]:
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
    xs, ys = np.meshgrid(np.linspace(left, right, 19)[1:-1], np.linspace(bottom, top, 19)[1:-1])
    points = shapely.points(xs.ravel(), ys.ravel())
    inside = points[shapely.contains(body, points)]
    around = sorted(((p.x, p.y) for p in inside), key=lambda p: math.dist(p, middle))
    places = [middle, *around]
    latitudes = latitude_of([y for _, y in places])
    return [(round(float(x), 4), round(float(y), 4)) for (x, _), y in zip(places, latitudes, strict=True)]


def grain_of(pixels: float) -> float:
    """What coordinates are rounded to, in degrees: a tenth of a pixel, in thousandths or finer."""
    if pixels >= 330:
        return 0.0001
    return 0.001 * max(1, int(100 / pixels))


def rounded(line: BaseGeometry, grain: float) -> list[list[float]]:
    """A line's points in longitude and latitude, rounded for the screen, without repeats."""
    coordinates = shapely.get_coordinates(line)
    flat = np.column_stack([coordinates[:, 0], latitude_of(coordinates[:, 1])])
    flat = (np.round(flat / grain) * grain).round(4)
    keep = np.ones(len(flat), dtype=bool)
    keep[1:] = (flat[1:] != flat[:-1]).any(axis=1)
    return flat[keep].tolist()


def degrees(mercator: float) -> float:
    return round(float(latitude_of(mercator)), 4)


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def mercator_of(latitude: Any) -> Any:
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)))


def latitude_of(mercator: Any) -> Any:
    return np.degrees(2 * np.arctan(np.exp(np.radians(mercator))) - np.pi / 2)


def _joined(stretches: Iterable[Interval], slack: float) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + slack:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
