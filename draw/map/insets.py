"""Insets: part of a map again at another scale, in whatever space the map leaves free.

Which counties need one is computed: a cluster too small to read, or land beyond the first view. Of ours it
imports only the leaf `draw.map.shapes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from draw.map.shapes import HATCH_SPACING, Hatching, Patch, patch_of, paths_text, rounded, spots_of

NARROWEST = 1.14  # width over height that a page promises at least; wider shapes get air above and below
CELL = 5  # pixels: the grid on which free space is sought
INSET_AT_LEAST = 96  # pixels; a smaller free square is no use for an inset
# More of all counties than that too small to read: the whole is, and no square on it mends that.
SMALL_AT_MOST = 0.9
LOWER = 0.5  # of the height


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
class Land:
    """What insets are cut from: county shapes in the plane, borders, and the scale of the map they stand on."""

    counties: dict[str, BaseGeometry]
    borders: tuple[BaseGeometry, ...]  # of cities, and the coast
    pixels: float  # per degree of longitude
    grain: float  # what coordinates are rounded to


@dataclass(frozen=True)
class Square:
    """A square in plane units."""

    left: float
    bottom: float
    side: float

    @property
    def shape(self) -> BaseGeometry:
        return shapely.box(self.left, self.bottom, self.left + self.side, self.bottom + self.side)


class Room:
    """What is free in the map's frame: where an inset may stand."""

    def __init__(self, left: float, right: float, bottom: float, free: Any, cell: float) -> None:
        self.left, self.right, self.bottom, self.free, self.cell = left, right, bottom, free, cell
        # The zoom buttons stand in the upper right corner.
        self.free[-16:, -10:] = False

    @classmethod
    def beside(cls, bounds: tuple[float, float, float, float], land: BaseGeometry, pixels: float) -> Room:
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

    def _largest(self, up_to: float = 1.0) -> tuple[int, int, int]:
        """Cells along the side of the largest free square, and the row and column after its last; in this share of the height,
        from below."""
        rows, columns = round(self.free.shape[0] * up_to), self.free.shape[1]
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

    def largest_square(self, up_to: float = 1.0) -> Square | None:
        """The largest free square, in this share of the height from below; then it is taken."""
        side, r, c = self._largest(up_to)
        if side * CELL < INSET_AT_LEAST:
            return None
        self.free[r - side : r, c - side : c] = False
        return Square(
            self.left + (c - side) * self.cell, self.bottom + (r - side) * self.cell, side * self.cell
        )


def near_inset(land: Land, small: Sequence[str], room: Room) -> list[Inset]:
    """An enlarged view of the densest cluster of the counties that are too small to read on the map."""
    plane = land.counties
    if len(small) > SMALL_AT_MOST * len(plane):
        return []
    shapes = np.array([plane[code] for code in small], dtype=object)
    near: dict[int, list[int]] = {}
    pairs = shapely.STRtree(shapes).query(shapes, "dwithin", 10 / land.pixels)
    for one, other in zip(*(side.tolist() for side in pairs), strict=True):
        near.setdefault(one, []).append(other)
    # Of equal clusters the first.
    densest = max(near, key=lambda one: (len(near[one]), -one), default=None)
    best = [] if densest is None else [small[other] for other in sorted(near[densest])]
    if len(best) < 2:
        return []
    place = room.largest_square()
    if place is None:
        return []
    left, bottom, right, top = shapely.union_all([plane[c] for c in best]).bounds
    side = max(right - left, top - bottom) * 1.12
    if place.side / side < 1.7:
        return []
    side = max(side, place.side / 4.5)
    window = Square((left + right - side) / 2, (bottom + top - side) / 2, side)
    shown = [c for c in plane if window.shape.intersects(plane[c])]
    return [_inset(land, shown, tuple(best), window, place, is_near=True)]


def far_inset(
    land: Land, outside: Sequence[str], room: Room, beside: Sequence[BaseGeometry] = ()
) -> list[Inset]:
    """The counties beyond the first view, brought near at a smaller scale, with the lines that belong with them."""
    # Where lines belong with them, as at sea in the south, they stand below, where readers of such maps look for them.
    place = (room.largest_square(LOWER) if beside else None) or room.largest_square()
    if place is None:
        return []
    shown = [*(land.counties[c] for c in outside), *beside]
    left, bottom, right, top = shapely.union_all(shown).bounds
    side = max(right - left, top - bottom, 0.2) * 1.1
    window = Square((left + right - side) / 2, (bottom + top - side) / 2, side)
    within = (
        [code for code in land.counties if window.shape.intersects(land.counties[code])]
        if beside
        else outside
    )
    return [_inset(land, within, tuple(outside), window, place, is_near=False)]


def _inset(
    land: Land,
    codes: Sequence[str],
    made_for: tuple[str, ...],
    window: Square,
    place: Square,
    *,
    is_near: bool,
) -> Inset:
    """What lies in a window, drawn again in a place of the map."""
    grain, box, factor = land.grain, window.shape, place.side / window.side
    origin, target = np.array([window.left, window.bottom]), np.array([place.left, place.bottom])

    def moved(shape: BaseGeometry) -> BaseGeometry:
        cut = shapely.clip_by_rect(shape, *box.bounds)
        return shapely.transform(cut, lambda xy: (xy - origin) * factor + target)

    hatching = Hatching(HATCH_SPACING / land.pixels)
    pieces = {code: moved(land.counties[code]) for code in codes}
    patches = []
    for code, piece in pieces.items():
        polygons = [p for p in shapely.get_parts(piece) if p.geom_type == "Polygon" and not p.is_empty]
        if polygons:
            patch = patch_of(code, shapely.MultiPolygon(polygons), hatching, land.pixels, grain)
            if patch.is_seen:
                patches.append(patch)
    lines = shapely.union_all(
        [line for line in (moved(b) for b in land.borders) if not line.is_empty] or [shapely.LineString()]
    )
    return Inset(
        frame=rounded(place.shape.exterior, grain),
        source=rounded(box.exterior, grain) if is_near else None,
        patches=tuple(patches),
        borders=paths_text(lines, grain),
        hatching=hatching,
        made_for=made_for,
        spots={code: spots_of(piece) for code, piece in pieces.items()},
        is_near=is_near,
    )
