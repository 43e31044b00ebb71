"""A locator: where an area lies in the whole, as small as a stamp. Shapes in, elements out."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence

from draw import svg
from draw.map.ground import Ground
from draw.map.vector import Sheet
from draw.palette import Palette

THIN = 0.9  # pixels between two points that are worth drawing
SEEN = 7.0  # pixels: what is smaller gets a ring
RING = 13.0


def locator(
    ground: Ground, own: Collection[str], around: Collection[str], colours: Palette, height: float
) -> svg.Sketch:
    """The whole's outline, the borders of its cities, the counties `around` tinted, and those of the area itself filled."""
    sheet = Sheet(ground, height)
    body = [
        svg.path(
            _outline(sheet, ground.coast, closed=True),
            fill=colours.panel,
            stroke=colours.coast,
            stroke_width=0.6,
        )
    ]
    for patch in ground.patches:
        if patch.area_code in around and patch.area_code not in own:
            body.append(
                svg.path(
                    _outline(sheet, patch.outline, closed=True),
                    fill=colours.faint,
                    stroke=colours.page,
                    stroke_width=0.5,
                )
            )
    body.append(
        svg.path(
            _outline(sheet, ground.city_borders), fill="none", stroke=colours.no_data_line, stroke_width=0.7
        )
    )
    points: list[svg.Point] = []
    for patch in ground.patches:
        if patch.area_code in own:
            rings = [sheet.points(ring) for ring in json.loads(patch.outline)]
            points += [point for ring in rings for point in ring]
            # Whole: a small district must not be thinned away.
            body.append(
                svg.path(
                    svg.outline_of(rings, closed=True),
                    fill=colours.primary,
                    stroke=colours.page,
                    stroke_width=0.5,
                )
            )
    body.append(_ring(points, colours))
    return svg.Sketch("".join(body), sheet.width, height)


def _ring(points: Sequence[svg.Point], colours: Palette) -> str:
    """A ring round what is too small to be found."""
    if not points:
        return ""
    lefts, tops = [x for x, _ in points], [y for _, y in points]
    if max(max(lefts) - min(lefts), max(tops) - min(tops)) >= 3 * SEEN:
        return ""
    middle = (min(lefts) + max(lefts)) / 2, (min(tops) + max(tops)) / 2
    return svg.circle(middle, RING, "none", stroke=colours.text, stroke_width=1.3)


def _outline(sheet: Sheet, paths: str, *, closed: bool = False) -> str:
    return svg.outline_of((_thinned(sheet.points(ring)) for ring in json.loads(paths)), closed=closed)


def _thinned(ring: Iterable[svg.Point]) -> list[svg.Point]:
    """A line without the points that nobody sees at this size."""
    found: list[svg.Point] = []
    last: svg.Point | None = None
    for last in ring:
        if not found or math.dist(found[-1], last) >= THIN:
            found.append(last)
    if last is not None and found[-1] != last:
        found.append(last)
    return found if len(found) > 2 else []
