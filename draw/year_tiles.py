"""The counties as small equal tiles at several dates side by side, all in one set of classes. Places and colours in, elements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.tiles import Cell, borders, extent

LARGEST = 16.0  # pixels of a tile
HEAD, FOOT = 22.0, 16.0
APART = 20.0


@dataclass(frozen=True)
class Frame:
    """One date: its name, what is counted of it, each county's colour (None: no figure), what it says and chooses."""

    name: str
    count: str
    fills: Mapping[str, str | None]
    tip: str
    pick: str
    is_chosen: bool = False


def year_tiles(
    cells: Mapping[str, Cell],
    city: Mapping[str, object],
    frames: Sequence[Frame],
    room: tuple[float, int],
    colours: Palette,
) -> svg.Sketch:
    """The frames in rows, as many side by side as `room` says beside its width. `hatches` must be defined.

    `cells`: row and column by code; a county that was not there at a date has no tile in that frame.
    """
    width, beside = room
    left, top, columns, rows = extent(cells)
    wide = (width - APART * (beside - 1)) / beside
    side = min(LARGEST, wide / columns)
    tall = HEAD + side * rows + FOOT
    placed = {code: (row - top, column - left) for code, (row, column) in cells.items()}
    body = []
    for number, frame in enumerate(frames):
        corner = (number % beside * (wide + APART), number // beside * tall)
        body.append(_frame(frame, placed, city, (corner, wide, side, tall - FOOT), colours))
    return svg.Sketch("".join(body), width, tall * -(-len(frames) // beside) - FOOT + 2)


def _frame(
    frame: Frame,
    cells: Mapping[str, Cell],
    city: Mapping[str, object],
    box: tuple[svg.Point, float, float, float],
    colours: Palette,
) -> str:
    (left, top), wide, side, tall = box
    there = {code: cell for code, cell in cells.items() if code in frame.fills}
    at = {code: (left + column * side, top + HEAD + row * side) for code, (row, column) in there.items()}
    parts = [
        svg.rect(left, top, wide, tall, "transparent"),
        svg.text(
            (left, top + 14), frame.name, colours.text, CAPTION, font_weight=700 if frame.is_chosen else 600
        ),
        svg.text((left + wide, top + 14), frame.count, colours.muted, LEAST, text_anchor="end"),
    ]
    for code, (x, y) in at.items():
        parts.append(svg.rect(x + 0.4, y + 0.4, side - 0.8, side - 0.8, frame.fills[code] or "url(#hatch)"))
    parts.append(borders(there, at, (side, side), city, colours.coast))
    if frame.is_chosen:
        parts.append(svg.line((left, top + 19), (left + wide, top + 19), colours.primary, 2))
    return svg.mark("".join(parts), tip=frame.tip, pick=frame.pick, is_chosen=frame.is_chosen)
