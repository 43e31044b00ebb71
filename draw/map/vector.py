"""The same map as SVG: where there is no WebGL, on paper, and as a picture. Ground and rows in, elements out.

Shapes, colours, patterns, marks, names and insets are those of `draw.map.deck`, decided in the same places; only the writer
is another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from draw import svg
from draw.map.ground import BORDER, NARROWEST, Ground
from draw.map.insets import Inset
from draw.map.painted import Painted
from draw.map.shapes import REFERENCE_HEIGHT, Patch, mercator_of
from draw.map.texts import SPECK, Name, Naming, inset_names, place_names
from draw.palette import Palette
from draw.scales import Paint
from draw.text import text_width

MARK = 4.6  # pixels from the middle of a mark to its point


class Sheet:
    """Where places of the map come to lie on a sheet `height` pixels high, as wide as every page promises."""

    def __init__(self, ground: Ground, height: float) -> None:
        bottom, top = (float(mercator_of(row[1])) for row in ground.bounds)
        self.height, self.width = height, height * NARROWEST
        self.scale = height / (top - bottom)
        self.left = ground.view["longitude"] - self.width / self.scale / 2
        self.top = top

    def points(self, ring: Sequence[Sequence[float]]) -> list[svg.Point]:
        """Pixels of points in longitude and latitude."""
        flat = np.asarray(ring, dtype=float).reshape(-1, 2)
        xs = (flat[:, 0] - self.left) * self.scale
        ys = (self.top - mercator_of(flat[:, 1])) * self.scale
        return list(zip(xs.tolist(), ys.tolist(), strict=True))

    def point(self, place: Sequence[float]) -> svg.Point:
        return self.points([place])[0]

    def outline(self, paths: str, *, closed: bool = False) -> str:
        """The `d` of paths given as JSON text."""
        return svg.outline_of((self.points(ring) for ring in json.loads(paths)), closed=closed)

    def lines(self, paths: str) -> str:
        """The same of lines, without those that lie beyond the sheet."""
        found = (self.points(ring) for ring in json.loads(paths))
        return svg.outline_of(ring for ring in found if any(self.holds(point) for point in ring))

    def kept(self, paths: str) -> str:
        """The same on a grid of half a pixel, of which nothing is lost: an islet leaves a dot, a line at sea a stroke."""
        found = []
        for ring in json.loads(paths):
            points = [(round(x * 2) / 2, round(y * 2) / 2) for x, y in self.points(ring)]
            points = [one for place, one in enumerate(points) if not place or one != points[place - 1]]
            found.append(points if len(points) > 1 else [*points, (points[0][0] + 0.5, points[0][1])])
        return svg.outline_of(found)

    def kept_in(self, x: float, wide: float) -> float:
        """The middle of words so wide, moved where they would reach over the edge."""
        return max(wide / 2, min(x, self.width - wide / 2))

    def holds(self, point: svg.Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def vector_map(
    ground: Ground,
    rows: pl.DataFrame,
    paint: Paint,
    *,
    names: Mapping[str, str],
    hover: Mapping[str, Sequence[str]],
    height: float = REFERENCE_HEIGHT,
) -> svg.Sketch:
    """The map of one indicator and period; arguments as of `draw.map.deck.compliance_map`.

    A county that has words is a button that chooses it; with `hover` empty the map is a picture. Texts keep their size whatever the height.
    """
    painted = Painted.of_frame(rows, paint, hover)
    colours, sheet = paint.colours, Sheet(ground, height)
    larger = height / REFERENCE_HEIGHT
    scaled = replace(ground, pixels=ground.pixels * larger)
    met_already: set[str] = set()
    elsewhere = {code for inset in ground.insets if inset.is_near for code in inset.made_for}

    # What lies beyond the first view is seen in the inset that stands for it: here it would lie outside the sheet, over other words.
    inside = ground.inside
    parts = [_counties(inside, painted, sheet, met_already, ground.border)]
    over = [
        svg.path(sheet.lines(ground.coast), fill="none", stroke=colours.coast, stroke_width=0.8),
        svg.path(sheet.lines(ground.city_borders), fill="none", stroke=colours.coast, stroke_width=1.6),
        _chosen(inside, paint, sheet),
    ]
    over += [_frame(inset.source, colours, sheet) for inset in ground.insets if inset.source]
    over += _marks(ground.marked(elsewhere | {*ground.outside}), painted, sheet)
    naming = Naming(names, painted.below)
    over += _names(place_names(scaled, replace(naming, marked=naming.marked - elsewhere)), colours, sheet)
    parts.append(svg.scenery("".join(over)))
    for inset in ground.insets:
        parts.append(_inset(inset, painted, sheet, met_already))
        parts.append(svg.scenery("".join(_names(inset_names(inset, naming, scaled.pixels), colours, sheet))))
    return svg.Sketch("".join(parts), sheet.width, sheet.height)


def _counties(
    patches: Sequence[Patch], painted: Painted, sheet: Sheet, met_already: set[str], border: float = BORDER
) -> str:
    """The counties as marks. One that stood on the map is drawn again in an inset, but is no second member of the list."""
    colours, parts = painted.colours, []
    for patch in patches:
        code = patch.area_code
        pattern = painted.pattern(code)
        fill = f"url(#{pattern})" if pattern else painted.fills.get(code) or colours.no_data
        body = svg.path(
            sheet.outline(patch.outline, closed=True),
            fill=fill,
            stroke=colours.page,
            stroke_width=border,
            fill_rule="evenodd",
        )
        tip, pick = (
            "\n".join(painted.hover.get(code, ())),
            code if code in painted.hover else "",
        )
        if code in met_already:
            body = svg.group(body, data_tip=tip, data_pick=pick, data_again="yes", aria_hidden="true")
        else:
            body = svg.mark(body, tip=tip, pick=pick, is_chosen=code == painted.paint.selected)
        met_already.add(code)
        parts.append(body)
    return "".join(parts)


def _marks(patches: Sequence[Patch], painted: Painted, sheet: Sheet) -> list[str]:
    """A down-triangle on each county below the target; hollow next to it."""
    parts = []
    for patch in patches:
        code = patch.area_code
        if not painted.is_below(code):
            continue
        ink = painted.ink(code)
        at = sheet.point(patch.point)
        if painted.symbol(code) == "▽":
            parts.append(svg.triangle(at, MARK - 0.4, "none", down=True, stroke=ink, stroke_width=1.1))
        else:
            parts.append(svg.triangle(at, MARK, ink, down=True))
    return parts


def _names(names: Sequence[Name], colours: Palette, sheet: Sheet) -> list[str]:
    parts = []
    for name in names:
        x, y = sheet.point(name.place)
        at = sheet.kept_in(x, text_width(name.text, name.size)), y + name.size * 0.36
        parts.append(
            svg.text(
                at,
                name.text,
                colours.text,
                name.size,
                font_weight=700,
                text_anchor="middle",
                halo=colours.page,
            )
        )
    return parts


def _chosen(patches: Sequence[Patch], paint: Paint, sheet: Sheet) -> str:
    """The chosen county's outline: dark, on a wider one in the page's colour."""
    for patch in patches:
        if patch.area_code == paint.selected:
            outline = sheet.outline(patch.outline, closed=True)
            under = svg.path(outline, fill="none", stroke=paint.colours.page, stroke_width=5.5)
            return under + svg.path(
                outline, fill="none", stroke=paint.colours.text, stroke_width=3, stroke_linejoin="round"
            )
    return ""


def _frame(ring: Sequence[Sequence[float]], colours: Palette, sheet: Sheet, fill: str = "none") -> str:
    outline = svg.outline_of([sheet.points(ring)], closed=True)
    return svg.path(outline, fill=fill, stroke=colours.text, stroke_width=1)


def framed(inset: Inset, counties: str, over: Sequence[str], colours: Palette, sheet: Sheet) -> str:
    """An inset on any drawing: on paper of its own its counties, as the drawing has them, then what lies over them and the frame."""
    under = svg.scenery(_frame(inset.frame, colours, sheet, colours.page))
    return under + counties + svg.scenery("".join([*over, _frame(inset.frame, colours, sheet)]))


def _inset(inset: Inset, painted: Painted, sheet: Sheet, met_already: set[str]) -> str:
    colours = painted.colours
    over = [
        svg.path(
            sheet.outline(inset.borders),
            fill="none",
            stroke=colours.coast,
            stroke_width=1.4 if inset.is_near else 0.5,
        ),
        _chosen(inset.patches, painted.paint, sheet),
        *_marks([p for p in inset.patches if p.radius >= SPECK], painted, sheet),
    ]
    return framed(inset, _counties(inset.patches, painted, sheet, met_already), over, colours, sheet)
