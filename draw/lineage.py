"""Lineage: what a figure is made of, as boxes by layer from left to right, with a line from each to what is made of it.

Boxes in, elements out. Where there is little room the layers stand one under the other, without lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.columns import narrow
from draw.palette import CAPTION, LEAST, Palette

HEAD, GAP = 22.0, 6.0
BOX, LINE = 25.0, 14.0  # the height of a box of one line, and of each line more
BETWEEN = 42.0  # pixels between two layers: room for the lines, and for those within a layer
BULGE, LANE = 12.0, 4.0  # how far a line within a layer leaves it, and how much further each next one does
FURTHEST = 4  # lanes
REACH = 0.75  # of what a line within a layer is pulled outside it goes
EDGE = 8.0  # between a box and its words


@dataclass(frozen=True)
class Box:
    """One step: its name among the boxes, its words, what it says and chooses. `is_source`: nothing is computed there."""

    name: str
    words: str
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False
    is_source: bool = False
    is_end: bool = False


@dataclass(frozen=True)
class Layer:
    """The boxes of one layer, each after those that it is made of, under the layer's name."""

    name: str
    boxes: Sequence[Box]


Line = tuple[str, str]  # from a box to the one that is made of it


def lineage(layers: Sequence[Layer], lines: Sequence[Line], width: float, colours: Palette) -> svg.Sketch:
    """The layers side by side, each in the middle of the height."""
    shown = [layer for layer in layers if layer.boxes]
    wide = (width - 2 - _outer(shown, lines) - BETWEEN * (len(shown) - 1)) / max(len(shown), 1)
    tall = _tall(shown, wide)
    tallest = max((_height(len(layer.boxes), tall) for layer in shown), default=0.0)
    body, places = [], {}
    for column, layer in enumerate(shown):
        left = 1 + column * (wide + BETWEEN)
        top = HEAD + (tallest - _height(len(layer.boxes), tall)) / 2
        body.append(svg.scenery(svg.text((left, 13), layer.name, colours.muted, CAPTION)))
        for row, box in enumerate(layer.boxes):
            places[box.name] = (column, left, top + row * (tall + GAP))
    drawn = svg.scenery(_lines(lines, places, (wide, tall), colours))
    for layer in shown:
        body += [_box(box, places[box.name][1:], (wide, tall), colours) for box in layer.boxes]
    return svg.Sketch(drawn + "".join(body), width, HEAD + tallest + 2)


def listed(layers: Sequence[Layer], width: float, colours: Palette) -> svg.Sketch:
    """The layers one under the other, two boxes beside each other."""
    wide, top, body = (width - 2 - GAP) / 2, 0.0, []
    tall = _tall(layers, wide)
    for layer in layers:
        if not layer.boxes:
            continue
        body.append(svg.scenery(svg.text((1, top + 15), layer.name, colours.muted, CAPTION)))
        top += HEAD
        for place, box in enumerate(layer.boxes):
            row, column = divmod(place, 2)
            at = 1 + column * (wide + GAP), top + row * (tall + GAP)
            body.append(_box(box, at, (wide, tall), colours))
        top += _height(-(-len(layer.boxes) // 2), tall) + 10
    return svg.Sketch("".join(body), width, top)


def _height(boxes: int, tall: float) -> float:
    return boxes * (tall + GAP) - GAP if boxes else 0.0


def _words(box: Box, wide: float) -> list[str]:
    """What stands in a box so wide, in one line or in two."""
    room = (wide - 2 * EDGE) / narrow(box.words)
    return [svg.cut(line, room, LEAST) for line in svg.wrapped(box.words, room, LEAST, most=2)]


def _tall(layers: Sequence[Layer], wide: float) -> float:
    """The height of all boxes: that of the one with most lines."""
    lines = max((len(_words(box, wide)) for layer in layers for box in layer.boxes), default=1)
    return BOX + LINE * (lines - 1)


def _lane(rows: float) -> float:
    """How far a line within a layer is pulled outside, that goes so many boxes up or down."""
    return BULGE + LANE * min(rows - 1, FURTHEST)


def _outer(shown: Sequence[Layer], lines: Sequence[Line]) -> float:
    """The room right of the last layer: what its own lines reach."""
    rows = {box.name: row for row, box in enumerate(shown[-1].boxes)} if shown else {}
    reached = [_lane(abs(rows[end] - rows[start])) for start, end in lines if {start, end} <= rows.keys()]
    return max((REACH * out + 2 for out in reached), default=2.0)


def _box(box: Box, place: svg.Point, size: tuple[float, float], colours: Palette) -> str:
    (left, top), (wide, tall) = place, size
    edge = (
        colours.primary if box.is_chosen or box.is_end else colours.muted if box.is_source else colours.faint
    )
    words = _words(box, wide)
    first = top + tall / 2 + 4.4 - LINE * (len(words) - 1) / 2
    weight = 650 if box.is_source or box.is_end else ""
    parts = [
        svg.rect(
            left,
            top,
            wide,
            tall,
            colours.panel,
            rx=3,
            stroke=edge,
            stroke_width=2 if box.is_chosen or box.is_end else 1,
        ),
        *(
            svg.text((left + EDGE, first + LINE * line), said, colours.text, LEAST, font_weight=weight)
            for line, said in enumerate(words)
        ),
    ]
    if box.pick:
        parts.append(svg.rect(left, top, wide, tall, "transparent"))
    return svg.mark("".join(parts), tip=box.tip, pick=box.pick, is_chosen=box.is_chosen)


def _lines(
    lines: Sequence[Line],
    places: dict[str, tuple[int, float, float]],
    size: tuple[float, float],
    colours: Palette,
) -> str:
    (wide, tall), drawn = size, []
    for start, end in sorted(lines, key=lambda one: (places[one[0]], places[one[1]])):
        (column, left, top), (other, other_left, other_top) = places[start], places[end]
        y, other_y = top + tall / 2, other_top + tall / 2
        right = left + wide
        if column == other:
            # Within a layer: out at the right and in again, those that go further outside those that do not.
            out = _lane(abs(other_top - top) / (tall + GAP))
            outline = (
                f"M{_at(right, y)}C{_at(right + out, y)} {_at(right + out, other_y)} {_at(right, other_y)}"
            )
        else:
            middle = (right + other_left) / 2
            outline = f"M{_at(right, y)}C{_at(middle, y)} {_at(middle, other_y)} {_at(other_left, other_y)}"
        drawn.append(svg.path(outline, fill="none", stroke=colours.no_data_line, stroke_width=1.1))
    return "".join(drawn)


def _at(x: float, y: float) -> str:
    return f"{svg.number(x)} {svg.number(y)}"
