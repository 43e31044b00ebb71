"""A locator: where an area lies in the whole, as small as a stamp. Shapes in, elements out."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence

from draw import svg
from draw.map.ground import Ground
from draw.map.shapes import Patch
from draw.map.vector import Sheet, framed
from draw.palette import Palette

THIN = 0.9  # pixels between two points that are worth drawing
SEEN = 7.0  # pixels: what is smaller gets a ring
RING = 13.0


def locator(
    ground: Ground, own: Collection[str], around: Collection[str], colours: Palette, height: float
) -> svg.Sketch:
    """The whole's outline, the borders of its cities, the counties `around` tinted, and those of the area itself filled.

    What lies beyond the first view stands in its inset, as on the whole's own map.
    """
    sheet = Sheet(ground, height)
    inside = ground.inside
    body = [
        svg.path(
            # Open: it is filled as if closed, but where it was parted no straight line is drawn.
            _outline(sheet, ground.coast),
            fill=colours.panel,
            stroke=colours.coast,
            stroke_width=0.6,
        ),
        # Whole: a line at sea is short, and of one thinned as a coast is nothing may be left.
        svg.path(sheet.kept(ground.around), fill="none", stroke=colours.coast, stroke_width=0.6),
    ]
    body += [_tinted(sheet, patch, colours) for patch in inside if patch.area_code in {*around} - {*own}]
    body.append(
        svg.path(
            _outline(sheet, ground.city_borders), fill="none", stroke=colours.no_data_line, stroke_width=0.7
        )
    )
    filled = [patch for patch in inside if patch.area_code in own]
    body += [_filled(sheet, patch, colours) for patch in filled]
    for inset in ground.insets:
        counties = []
        for patch in inset.patches:
            if patch.area_code in own:
                counties.append(_filled(sheet, patch, colours))
                filled += [patch] if patch.area_code in ground.outside else []
            elif patch.area_code in around:
                counties.append(_tinted(sheet, patch, colours))
        lines = svg.path(sheet.kept(inset.borders), fill="none", stroke=colours.coast, stroke_width=0.5)
        body.append(framed(inset, "".join(counties), [lines], colours, sheet))
    rings = [sheet.points(ring) for patch in filled for ring in json.loads(patch.outline)]
    body.append(_ring([point for ring in rings for point in ring], colours))
    return svg.Sketch("".join(body), sheet.width, height)


def _tinted(sheet: Sheet, patch: Patch, colours: Palette) -> str:
    outline = _outline(sheet, patch.outline, closed=True)
    return svg.path(outline, fill=colours.faint, stroke=colours.page, stroke_width=0.5)


def _filled(sheet: Sheet, patch: Patch, colours: Palette) -> str:
    # Whole: a small district must not be thinned away.
    outline = sheet.outline(patch.outline, closed=True)
    return svg.path(outline, fill=colours.primary, stroke=colours.page, stroke_width=0.5)


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
