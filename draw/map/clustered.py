"""The map of clusters: counties painted by what they are called, links added, a label on each patch. Ground in, elements out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.ends import pushed_apart
from draw.map.ground import Ground
from draw.map.shapes import REFERENCE_HEIGHT, Patch
from draw.map.vector import Sheet, framed
from draw.palette import CAPTION, LEAST, Palette, ink_on
from draw.text import text_width

HEIGHT = 518.0
NAME = 11.0
LABEL = 36.0  # pixels from one label to the next
INSIDE = 0.95  # of the circle inside a county that its name may fill


@dataclass(frozen=True)
class Called:
    """A patch: its members, what stands on its label (a line strong, one quiet), and its fill."""

    members: Sequence[str]
    strong: str
    quiet: str
    fill: str


@dataclass(frozen=True)
class Painting:
    """Fills by county (a colour or `hatch`), what is said of each, names, patches with a label, added links, and the one set off."""

    fills: Mapping[str, str]
    tips: Mapping[str, str]
    names: Mapping[str, str]
    patches: Sequence[Called] = ()
    links: Sequence[tuple[str, str]] = ()
    chosen: str | None = None


def cluster_map(ground: Ground, painting: Painting, colours: Palette, height: float = HEIGHT) -> svg.Sketch:
    """The counties as marks; borders, links and labels over them. What lies beyond the first view stands in its inset."""
    sheet = Sheet(ground, height)
    inside = ground.inside
    body = [_county(patch, painting, sheet, colours) for patch in inside]
    insets, places = [], list(inside)
    for inset in ground.insets:
        far = [patch for patch in inset.patches if patch.area_code in ground.outside]
        again = [patch for patch in inset.patches if patch.area_code not in ground.outside]
        counties = svg.scenery("".join(_shape(patch, painting, sheet, colours, 0.2) for patch in again))
        counties += "".join(_county(patch, painting, sheet, colours) for patch in far)
        lines = svg.path(sheet.outline(inset.borders), fill="none", stroke=colours.coast, stroke_width=0.5)
        insets.append(framed(inset, counties, [lines], colours, sheet))
        places += far
    at = {patch.area_code: sheet.point(patch.point) for patch in places}
    edges = {
        patch.area_code: [point for ring in json.loads(patch.outline) for point in sheet.points(ring)]
        for patch in places
        if any(patch.area_code in one.members for one in painting.patches)
    }
    borders = [
        svg.path(sheet.lines(ground.coast), fill="none", stroke=colours.coast, stroke_width=0.7),
        svg.path(
            sheet.lines(ground.city_borders), fill="none", stroke=colours.coast, stroke_width=1, opacity=0.7
        ),
    ]
    over = []
    for patch in places:
        if patch.area_code == painting.chosen:
            outline = sheet.outline(patch.outline, closed=True)
            over.append(svg.path(outline, fill="none", stroke=colours.text, stroke_width=2.4))
    over += [
        svg.line(at[one], at[other], colours.text, 1.3, stroke_dasharray="4 3")
        for one, other in painting.links
        if one in at and other in at
    ]
    over += _inside(inside, painting, at, height)
    over += _labels(painting, edges, sheet, colours)
    drawn = [*body, svg.scenery("".join(borders)), *insets, svg.scenery("".join(over))]
    return svg.Sketch("".join(drawn), sheet.width, sheet.height)


def _county(patch: Patch, painting: Painting, sheet: Sheet, colours: Palette) -> str:
    code = patch.area_code
    shape = _shape(patch, painting, sheet, colours, 0.5)
    return svg.mark(shape, tip=painting.tips.get(code, ""), pick=code, is_chosen=code == painting.chosen)


def _shape(patch: Patch, painting: Painting, sheet: Sheet, colours: Palette, border: float) -> str:
    fill = painting.fills.get(patch.area_code, colours.panel)
    return svg.path(
        sheet.outline(patch.outline, closed=True),
        fill="url(#hatch)" if fill == "hatch" else fill,
        stroke=colours.no_data_line,
        stroke_width=border,
        fill_rule="evenodd",
    )


def _inside(
    patches: Sequence[Patch], painting: Painting, at: Mapping[str, svg.Point], height: float
) -> list[str]:
    """Names of members where they fit into their shape."""
    fill_of = {code: patch.fill for patch in painting.patches for code in patch.members}
    larger, parts = height / REFERENCE_HEIGHT, []
    for patch in patches:
        code = patch.area_code
        words = painting.names.get(code, "")
        if code in fill_of and text_width(words, NAME) / 2 <= patch.radius * larger * INSIDE:
            x, y = at[code]
            ink = ink_on(fill_of[code])
            parts.append(svg.text((x, y + 4), words, ink, NAME, font_weight=600, text_anchor="middle"))
    return parts


def _labels(
    painting: Painting, edges: Mapping[str, Sequence[svg.Point]], sheet: Sheet, colours: Palette
) -> list[str]:
    """A label for each patch at the nearer side of the map, with a line to the nearest point of its border."""
    parts = []
    for side in ("left", "right"):
        own = []
        for patch in painting.patches:
            points = [point for code in patch.members for point in edges.get(code, ())]
            if not points:
                continue
            x, y = (sum(one[way] for one in points) / len(points) for way in (0, 1))
            if (x < sheet.width / 2) == (side == "left"):
                own.append((y, patch, points))
        own.sort(key=lambda one: one[0])
        places = pushed_apart([max(y - 30, 16.0) for y, _, _ in own], LABEL, sheet.height - 20)
        for place, (_, patch, points) in zip(places, own, strict=True):
            y = max(16.0, place)
            edge = 0.0 if side == "left" else sheet.width
            anchor = "start" if side == "left" else "end"
            wide = max(text_width(patch.strong, CAPTION) * 1.06, text_width(patch.quiet, LEAST))
            tip = (edge + wide + 5 if side == "left" else edge - wide - 5, y)
            nearest = min(points, key=lambda one: (one[0] - tip[0]) ** 2 + (one[1] - tip[1]) ** 2)
            parts.append(svg.line(tip, nearest, colours.text, 1))
            parts.append(svg.circle(nearest, 2.2, colours.text))
            parts.append(
                svg.text(
                    (edge, y + 2),
                    patch.strong,
                    colours.text,
                    CAPTION,
                    font_weight=700,
                    text_anchor=anchor,
                    halo=colours.page,
                )
            )
            parts.append(
                svg.text(
                    (edge, y + 18), patch.quiet, colours.muted, LEAST, text_anchor=anchor, halo=colours.page
                )
            )
    return parts
