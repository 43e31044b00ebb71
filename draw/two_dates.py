"""Two maps in one legend, the map of the change in its own, and the line over all periods: arranged for the room there is.

Side by side, in less room smaller, and on a telephone one under the other. Sketches in, a sketch out, with where the slider's stops stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, TABLE, Palette
from draw.stop_line import Axis
from draw.text import text_width

HEAD, UNDER, APART = 28.0, 6.0, 14.0
WIDE, MIDDLE, NARROW = 1156.0, 744.0, 358.0
BEFORE, AFTER = 74.0, 134.0  # beside the line: what it is, and what is said of a stop
TIGHT = 52.0, 112.0


@dataclass(frozen=True)
class Column:
    """A map with its heading: what it is of, and what is counted there. Where it moves, both are told by frames."""

    title: str
    told: str
    drawn: svg.Sketch
    moves: bool = False


Key = Callable[[float], svg.Sketch]


@dataclass(frozen=True)
class Parts:
    """The maps (earlier, later, change), the legend of the first two and that of the third by their width, the line by its axis."""

    maps: tuple[Column, Column, Column]
    value_key: Key
    change_key: Key
    line: Callable[[Axis], svg.Sketch]


def axis_of(width: float) -> Axis:
    """Where the slider's stops stand in a drawing so wide."""
    before, after = TIGHT if width <= NARROW else (BEFORE, AFTER)
    return Axis(before, width - after, width)


def arranged(parts: Parts, width: float, colours: Palette) -> svg.Sketch:
    """All of it in so many pixels: three maps side by side, or one under the other."""
    earlier, later, change = (_column(column, colours) for column in parts.maps)
    own = earlier.width
    line = parts.line(axis_of(width))
    if width >= 3 * own:
        apart = (width - 3 * own) / 2
        maps = _row([(0, earlier), (own + apart, later), (2 * (own + apart), change)])
        keys = _row([(0, parts.value_key(2 * own + apart)), (2 * (own + apart), parts.change_key(own))])
        return _of(width, svg.stacked([svg.stacked([maps, keys], UNDER), line], APART))
    # What moves stands over the slider.
    pieces = [
        svg.stacked([earlier, parts.value_key(width)], UNDER),
        svg.stacked([change, parts.change_key(width)], UNDER),
        later,
        line,
    ]
    return _of(width, svg.stacked(pieces, APART))


def _column(column: Column, colours: Palette) -> svg.Sketch:
    wide = column.drawn.width
    name = {"data_stop_name": "yes"} if column.moves else {}
    told = {"data_stop_told": "yes"} if column.moves else {}
    room = wide - text_width(column.title, TABLE) - 12
    body = [
        svg.text((0, 14), column.title, colours.text, TABLE, font_weight=700, **name),
        svg.text(
            (wide, 14), svg.cut(column.told, room, LEAST), colours.muted, LEAST, text_anchor="end", **told
        ),
        svg.line((0, HEAD - 6), (wide, HEAD - 6), colours.rule),
        svg.group(column.drawn.body, transform=f"translate(0 {svg.number(HEAD)})"),
    ]
    return svg.Sketch("".join(body), wide, HEAD + column.drawn.height)


def _row(pieces: list[tuple[float, svg.Sketch]]) -> svg.Sketch:
    body = "".join(
        svg.group(piece.body, transform=f"translate({svg.number(left)} 0)") if left else piece.body
        for left, piece in pieces
    )
    return svg.Sketch(
        body, max(left + piece.width for left, piece in pieces), max(piece.height for _, piece in pieces)
    )


def _of(width: float, piece: svg.Sketch) -> svg.Sketch:
    return svg.Sketch(piece.body, width, piece.height)
