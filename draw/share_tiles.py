"""Tiles in a row, each a thing's share: its figure, what lacks, a bar or where it lies among others. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.chain import strip
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

TALL = 76.0  # pixels of a tile
FIGURE = 23.0
EDGE = 16.0  # between a rule and what stands beside it
LEAST_WIDE = 180.0  # pixels of a tile that is not cut


@dataclass(frozen=True)
class Tile:
    """A thing: name, what has changed, figure, what lacks, what else there is; its share (0 to 1) or none.

    `others` are the shares of all of a kind, beside which its own stands as a dot; without them it is a bar, on which `tick` is
    another's share.
    """

    name: str
    figure: str
    change: str = ""
    lacks: str = ""
    more: str = ""
    share: float | None = None
    others: Sequence[float] = ()
    tick: float | None = None
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


def share_tiles(tiles: Sequence[Tile], width: float, colours: Palette) -> svg.Sketch:
    """The tiles side by side, in as many lines as they need."""
    in_line = max(min(len(tiles), int((width + EDGE) // LEAST_WIDE)), 1)
    lines = -(-len(tiles) // in_line)
    in_line = -(-len(tiles) // max(lines, 1)) if tiles else 1
    wide = (width + EDGE) / in_line
    body = []
    for number, tile in enumerate(tiles):
        line, place = divmod(number, in_line)
        left, top = place * wide, line * TALL
        if place:
            rule = svg.line((left - EDGE / 2, top + 4), (left - EDGE / 2, top + TALL - 8), colours.rule)
            body.append(svg.scenery(rule))
        body.append(_tile(tile, (left, top), wide - EDGE, colours))
    return svg.Sketch("".join(body), width, lines * TALL)


def _tile(tile: Tile, place: svg.Point, wide: float, colours: Palette) -> str:
    x, y = place
    right = x + wide
    ink = colours.primary if tile.is_chosen else colours.text
    strong = 700 if tile.is_chosen else 600
    size = max(11.0, min(TABLE, TABLE * wide / max(text_width(tile.name, TABLE), 1)))
    parts = [
        svg.text((x, y + 14), svg.cut(tile.name, wide, size), ink, round(size, 1), font_weight=strong),
        svg.text((x, y + 40), tile.figure, colours.text, FIGURE, font_weight=700),
    ]
    beside = text_width(tile.figure, FIGURE) + 10
    lacks = CAPTION * (wide - beside) / max(text_width(tile.lacks, CAPTION), 1)
    parts.append(
        svg.text(
            (right, y + 39),
            tile.lacks,
            colours.text,
            round(max(10.5, min(CAPTION, lacks)), 1),
            text_anchor="end",
        )
    )
    box = (x, y + 47, wide, 8.0)
    if tile.others:
        parts.append(strip(tile.others, tile.share, (x, y + 46, wide, 10.0), colours.text, colours))
    elif tile.share is not None:
        parts.append(_bar(tile, box, colours))
    # What else there is stands where there is room for all of it.
    if text_width(tile.more, LEAST) + text_width(tile.change, LEAST) + 6 <= wide:
        parts.append(svg.text((x, y + 69), tile.more, colours.muted, LEAST))
    parts.append(svg.text((right, y + 69), tile.change, colours.muted, LEAST, text_anchor="end"))
    parts.append(svg.rect(x, y, wide, TALL - 6, "transparent"))
    return svg.mark("".join(parts), tip=tile.tip, pick=tile.pick, is_chosen=tile.is_chosen)


def _bar(tile: Tile, box: tuple[float, float, float, float], colours: Palette) -> str:
    left, top, wide, tall = box
    parts = [
        svg.rect(left, top, wide, tall, colours.rule),
        svg.rect(left, top, wide * (tile.share or 0), tall, colours.above[1]),
    ]
    if tile.tick is not None:
        at = left + wide * tile.tick
        parts.append(svg.line((at, top - 2.5), (at, top + tall + 2.5), colours.text, 2))
    return "".join(parts)
