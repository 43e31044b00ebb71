"""Stocks and flows: a column of stacks for each date, bands between them for what moved. Figures in, elements out.

Every column stands on one scale, so that heights compare. A band is as thick at both its ends as what it carries; a stack is
as tall as its bands together, where all that is in it was followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette, ink_on
from draw.text import text_width

HEAD = 46.0  # pixels above the stacks: a column's name and what it holds
APART = 26.0  # between two stacks of a column: room for the words of a low one
FOOT = 18.0  # under the lowest, for the same
LOWEST = 17.0  # a stack lower than this has its words under it
THINNEST = {
    "stayed": 1.1,
    "rated": 1.1,
    "up": 1.9,
    "down": 1.9,
}  # of a band: what moved is seen, however little
EDGED = 4.0  # a band of this thickness has an edge where it crosses another
Kind = Literal["stayed", "rated", "up", "down"]
ORDER: tuple[Kind, ...] = ("stayed", "rated", "down", "up")  # what is told is drawn last


@dataclass(frozen=True)
class Stack:
    """One stack: how much is in it, its fill (a colour, or `hatch`), its name and figure, and what it says and chooses.

    `share` stands beside the figure where there is room for two lines.
    """

    size: int
    fill: str
    name: str
    figure: str
    share: str = ""
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Column:
    """The stacks of one date, top to bottom, under its name and a line on what it holds; `is_chosen`: the date shown beside."""

    name: str
    under: str
    stacks: Sequence[Stack]
    is_chosen: bool = False


@dataclass(frozen=True)
class Band:
    """What went from a stack of one column (its place) to one of the next."""

    origin: int
    arrival: int
    size: int
    kind: Kind
    tip: str = ""


@dataclass(frozen=True)
class Between:
    """What went on between two columns: bands, and in the head what rose and fell."""

    bands: Sequence[Band] = ()
    up: str = ""
    down: str = ""


@dataclass(frozen=True)
class Room:
    """The size of the whole in pixels, and how wide a column is."""

    width: float
    height: float
    column: float


def flow(columns: Sequence[Column], between: Sequence[Between], room: Room, colours: Palette) -> svg.Sketch:
    """The columns from left to right, `between[i]` from column i to the next. `hatches` must be among the definitions."""
    scale = _scale(columns, room)
    step = (room.width - room.column) / max(len(columns) - 1, 1)
    lefts = [place * step for place in range(len(columns))]
    tops = [_tops(column, scale) for column in columns]
    body = []
    for place, movement in enumerate(between):
        ends = (lefts[place] + room.column, lefts[place + 1])
        bands = _placed(movement.bands, (tops[place], tops[place + 1]), scale)
        body.append(_bands(bands, ends, colours))
        body.append(_moved(movement, (ends[0] + ends[1]) / 2, colours))
    for left, top, column in zip(lefts, tops, columns, strict=True):
        body.append(_head(column, left + room.column / 2, room.column, colours))
        body += [
            _stack(stack, (left, y, room.column, stack.size * scale), colours)
            for stack, y in zip(column.stacks, top, strict=True)
        ]
    return svg.Sketch("".join(body), room.width, room.height)


def _scale(columns: Sequence[Column], room: Room) -> float:
    """Pixels for each that is counted: the fullest column fills the height."""
    fullest = max((sum(stack.size for stack in column.stacks) for column in columns), default=0)
    apart = APART * (max((len(column.stacks) for column in columns), default=1) - 1)
    return (room.height - HEAD - apart - FOOT) / fullest if fullest else 0.0


def _tops(column: Column, scale: float) -> list[float]:
    """Where each stack of a column begins."""
    tops, y = [], HEAD
    for stack in column.stacks:
        tops.append(y)
        y += stack.size * scale + APART
    return tops


@dataclass(frozen=True)
class _Placed:
    """A band with where it begins and ends, and how thick it is, in pixels."""

    band: Band
    start: float
    end: float
    thick: float


def _placed(bands: Sequence[Band], tops: tuple[list[float], list[float]], scale: float) -> list[_Placed]:
    """Bands leave a stack in the order in which they arrive, and arrive in the order in which they left: none crosses
    another of its own stack."""
    used = [dict.fromkeys(range(len(side)), 0.0) for side in tops]
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    known = [(place, band) for place, band in enumerate(bands) if band.size > 0]
    for place, band in sorted(known, key=lambda one: (one[1].origin, one[1].arrival)):
        starts[place] = tops[0][band.origin] + used[0][band.origin]
        used[0][band.origin] += band.size * scale
    for place, band in sorted(known, key=lambda one: (one[1].arrival, one[1].origin)):
        ends[place] = tops[1][band.arrival] + used[1][band.arrival]
        used[1][band.arrival] += band.size * scale
    return [_Placed(band, starts[place], ends[place], band.size * scale) for place, band in known]


def _bands(bands: Sequence[_Placed], ends: tuple[float, float], colours: Palette) -> str:
    fills = {"stayed": colours.rule, "rated": colours.faint, "up": colours.good, "down": colours.bad}
    parts = []
    for kind in ORDER:
        for one in (one for one in bands if one.band.kind == kind):
            thick = max(one.thick, THINNEST[kind])
            outline = ribbon((ends[0], one.start), (ends[1], one.end), thick)
            # An edge of the page's colour keeps those that cross apart.
            is_edged = kind in ("up", "down") and thick >= EDGED
            edge = {"stroke": colours.page, "stroke_width": 1.2} if is_edged else {}
            opacity = 0.55 if kind == "stayed" else 1
            parts.append(
                svg.mark(svg.path(outline, fill=fills[kind], opacity=opacity, **edge), tip=one.band.tip)
            )
    return "".join(parts)


def ribbon(start: svg.Point, end: svg.Point, thick: float) -> str:
    """The outline of a band that leaves and arrives level: from the upper corner of its start to that of its end."""
    (left, top), (right, foot) = start, end
    middle = svg.number((left + right) / 2)
    x, y, end_x, end_y = (svg.number(value) for value in (left, top, right, foot))
    under, end_under = svg.number(top + thick), svg.number(foot + thick)
    return (
        f"M{x} {y}C{middle} {y} {middle} {end_y} {end_x} {end_y}V{end_under}"
        f"C{middle} {end_under} {middle} {under} {x} {under}Z"
    )


def _moved(movement: Between, middle: float, colours: Palette) -> str:
    """What rose and fell in the year, in the head between its two columns: never on the bands."""
    lines = [(movement.up, colours.good), (movement.down, colours.bad)]
    return svg.scenery(
        "".join(
            svg.text((middle, 14 + 16 * place), words, colour, LEAST, font_weight=600, text_anchor="middle")
            for place, (words, colour) in enumerate(lines)
        )
    )


def _head(column: Column, middle: float, wide: float, colours: Palette) -> str:
    ink = colours.primary if column.is_chosen else colours.text
    parts = [
        svg.text((middle, 14), column.name, ink, TABLE, font_weight=700, text_anchor="middle"),
        svg.text((middle, 30), column.under, colours.muted, LEAST, text_anchor="middle"),
    ]
    if column.is_chosen:
        parts.append(svg.rect(middle - wide / 2, HEAD - 8, wide, 3, colours.primary))
    return svg.scenery("".join(parts))


def _stack(stack: Stack, box: tuple[float, float, float, float], colours: Palette) -> str:
    """A stack with its words inside, or under it where it is low; clicked wherever its words are."""
    left, top, wide, tall = box
    if not stack.size:
        return ""
    is_hatched = stack.fill == "hatch"
    ground = "url(#hatch)" if is_hatched else stack.fill
    parts = [
        svg.rect(left, top, wide, max(tall, 1), ground, stroke=colours.no_data_line if is_hatched else "")
    ]
    middle, both = left + wide / 2, f"{stack.name} {stack.figure}"
    ink, halo = (colours.text, colours.no_data) if is_hatched else (ink_on(stack.fill), "")
    if tall < LOWEST:
        parts.append(_label((middle, top + tall + 14), both, colours.text, colours.page))
    elif tall < 2.3 * LOWEST:
        parts.append(_label((middle, top + tall / 2 + 4.5), both, ink, halo, wide - 4))
    else:
        under = " · ".join(part for part in (stack.figure, stack.share) if part)
        first = top + tall / 2 - 3.5
        parts.append(_label((middle, first), stack.name, ink, halo, wide - 4))
        parts.append(svg.text((middle, first + 17), under, ink, CAPTION, text_anchor="middle", halo=halo))
    if stack.is_chosen:
        parts.append(
            svg.rect(
                left + 1,
                top + 1,
                wide - 2,
                max(tall - 2, 1),
                "none",
                stroke=colours.primary,
                stroke_width=2.5,
            )
        )
    if stack.pick:
        parts.append(svg.rect(left, top, wide, max(tall, LOWEST), "transparent"))
    return svg.mark("".join(parts), tip=stack.tip, pick=stack.pick, is_chosen=stack.is_chosen)


def _label(place: svg.Point, words: str, ink: str, halo: str, room: float = 0) -> str:
    """A stack's words, smaller where they have less than that room."""
    # Bold figures and letters are narrower than the measure, which is a safe one.
    size = min(CAPTION, 1.18 * room / max(text_width(words, 1), 0.1)) if room else CAPTION
    return svg.text(place, words, ink, round(size, 1), font_weight=600, text_anchor="middle", halo=halo)
