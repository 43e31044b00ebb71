"""Bars from a line: what lifts an area and what drags it, or plain shares with how sure they are. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

THICK = 15.0  # pixels of a bar, where a row has the room
AIR = 7.0  # between a bar and its words


@dataclass(frozen=True)
class Gain:
    """A row: its name, how far its bar reaches (below zero to the left), that in words, a figure before it.

    `between` are the two ends of how sure the size is; `instead` stands in the place of a bar that cannot be drawn.
    """

    name: str
    size: float | None
    words: str = ""
    figure: str = ""
    between: tuple[float, float] | None = None
    instead: str = ""
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Layout:
    """How wide the whole, its names and its figures are, how tall a row is, and how far bars reach to either side.

    `plain` bars are grey: nothing is good or bad about them.
    """

    width: float
    names: float
    figures: float
    tall: float
    reach: tuple[float, float]
    plain: bool = False


def gains(listed: Sequence[Gain], layout: Layout, colours: Palette, top: float = 0.0) -> str:
    """The rows from `top` down, on one line at zero. What is told at the end of a bar has its room kept on both sides."""
    start, end = _span(listed, layout)
    least, most = min(layout.reach[0], 0.0), max(layout.reach[1], 0.0)
    scale = (end - start) / ((most - least) or 1.0)
    zero = start - least * scale
    body = [
        _row(row, top + place * layout.tall, zero, scale, layout, colours) for place, row in enumerate(listed)
    ]
    rule = svg.line((zero, top - 2), (zero, top + layout.tall * len(listed) + 2), colours.text, 1)
    return "".join(body) + svg.scenery(rule)


def height(listed: Sequence[Gain], layout: Layout) -> float:
    """How tall the rows are together."""
    return layout.tall * len(listed)


def _span(listed: Sequence[Gain], layout: Layout) -> tuple[float, float]:
    """Where bars may begin and end: what is written at their ends stays within the drawing."""
    # Words are bold, and so somewhat wider.
    widest = 1.12 * max((text_width(row.words, CAPTION) for row in listed), default=0.0) + AIR
    left = layout.names + layout.figures + 6
    if layout.reach[0] < 0:
        left += widest
    return left, layout.width - widest


def _row(row: Gain, top: float, zero: float, scale: float, layout: Layout, colours: Palette) -> str:
    middle = top + layout.tall / 2
    thick = min(THICK, layout.tall * 0.62)
    ground = [svg.rect(0, top, layout.width, layout.tall, colours.panel if row.is_chosen else "transparent")]
    size = min(TABLE, (layout.names - 2) / max(text_width(row.name, 1), 0.1))
    ink = colours.primary if row.is_chosen else colours.text
    parts = [
        svg.text((0, middle + 4.8), row.name, ink, max(size, 10.5), font_weight=600 if row.is_chosen else 400)
    ]
    right = layout.names + layout.figures
    parts.append(
        svg.text((right, middle + 4.6), row.figure, colours.text, CAPTION, font_weight=600, text_anchor="end")
    )
    if row.size is None:
        parts.append(
            svg.text((layout.width, middle + 4.6), row.instead, colours.muted, LEAST, text_anchor="end")
        )
    else:
        parts.append(_bar(row, (zero, middle), scale, thick, layout.plain, colours))
    parts.append(svg.rect(0, top, layout.width, layout.tall, "transparent"))
    return svg.mark("".join([*ground, *parts]), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)


def _bar(row: Gain, at: svg.Point, scale: float, thick: float, plain: bool, colours: Palette) -> str:
    (zero, middle), size = at, float(row.size or 0)
    long = abs(size) * scale
    left = zero - long if size < 0 else zero
    fill = colours.beside if plain else colours.below[1] if size < 0 else colours.above[1]
    ink = colours.text if plain else colours.bad if size < 0 else colours.good
    parts = [svg.rect(left, middle - thick / 2, long, thick, fill)]
    end = zero - long if size < 0 else zero + long
    if row.between:
        low, high = (zero + one * scale for one in row.between)
        parts.append(svg.line((low, middle), (high, middle), colours.text, 1.4))
        end = max(end, high)
    x, anchor = (end - AIR, "end") if size < 0 else (end + AIR, "start")
    parts.append(svg.text((x, middle + 4.6), row.words, ink, CAPTION, font_weight=600, text_anchor=anchor))
    return "".join(parts)
