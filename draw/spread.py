"""How cases travelled: a line a case from the day it began, a mark for each place that took it up. Figures in, elements out.

A diamond is where the case began. A mark is painted by what the review found of the copy: teal and round where it passed, brown
and a triangle where it failed, open where it is not reviewed yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.squares import STEP, Entry, square
from draw.text import text_width
from draw.timeline import Axis

ROW, STACKED = 35.5, 50.0  # of a case, its name beside its line, or over it
HEAD, GROUP = 28.0, 28.0
SIDE, INDENT = 15.0, 28.0  # of the square before a name, and where the name begins
RADIUS = 4.6
NARROWER = 1.08  # how much more of a name in letters has room than is told by its measure


@dataclass(frozen=True)
class Copy:
    """A place that took the case up: when, and what the review found: passed, failed or open; the one looked at has a ring."""

    on: dt.date
    found: str = "passed"
    is_marked: bool = False


@dataclass(frozen=True)
class Case:
    """A case: its name and what stands under it, its square, its days, and the number at the end with a note under it.

    `half` is the day by which half of the copies had begun; `review` ends a line drawn for the case itself.
    """

    name: str
    under: str
    entry: Entry
    begun: dt.date
    copies: Sequence[Copy] = ()
    number: str = ""
    note: str = ""
    half: dt.date | None = None
    review: dt.date | None = None


@dataclass(frozen=True)
class Group:
    """Cases under a name (none: no head); `folded` are squares only, behind `more` in words."""

    name: str = ""
    cases: Sequence[Case] = ()
    more: str = ""
    folded: Sequence[Entry] = ()


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the names (0: they stand over their lines) and the numbers are; the heads of names and numbers.

    `reviewed`: the line of a case runs until its own review, or today where there was none.
    """

    width: float
    names: float
    numbers: float
    heads: tuple[str, str] = ("", "")
    reviewed: bool = False

    @property
    def row(self) -> float:
        return ROW if self.names else STACKED


def spread(groups: Sequence[Group], today: dt.date, layout: Layout, colours: Palette) -> svg.Sketch:
    """The groups one under the other on one axis of years, its last day that of today's year."""
    cases = [case for group in groups for case in group.cases]
    days = [day for case in cases for day in (case.begun, *(copy.on for copy in case.copies))]
    axis = Axis(min([*days, today]), max([*days, today]), layout.names + 8, layout.width - layout.numbers - 8)
    body, top, lines = [], HEAD, []
    for group in groups:
        if group.name:
            words = svg.text((0, top + 19), group.name, colours.text, TABLE, font_weight=650)
            body.append(svg.scenery(words))
            top += GROUP
        for case in group.cases:
            body.append(_case(case, top, (axis, today), layout, colours))
            top += layout.row
            lines.append(svg.line((0, top), (layout.width, top), colours.rule))
        if group.folded:
            drawn, top = _folded(group, top + 6, layout, colours)
            body.append(drawn)
    ground = _ground(axis, top, layout, colours) if cases else ""
    return svg.Sketch(ground + "".join(body) + svg.scenery("".join(lines)), layout.width, top + 4)


def _ground(axis: Axis, foot: float, layout: Layout, colours: Palette) -> str:
    """The years and the heads of the columns."""
    end = (layout.width, 14.0)
    parts = [svg.text((0, 14), layout.heads[0], colours.muted, CAPTION)] if layout.names else []
    parts.append(svg.text(end, layout.heads[1], colours.muted, CAPTION, text_anchor="end"))
    labels = axis.labels()
    for year in axis.years:
        left, right = axis.at(dt.date(year, 1, 1)), axis.at(dt.date(year, 12, 31))
        parts.append(svg.line((left, 20), (left, foot), colours.rule))
        middle = ((left + right) / 2, 14.0)
        if year in labels:
            parts.append(svg.text(middle, year, colours.muted, CAPTION, text_anchor="middle"))
    parts.append(svg.line((axis.right, 20), (axis.right, foot), colours.rule))
    parts.append(svg.line((0, HEAD), (layout.width, HEAD), colours.rule))
    return svg.scenery("".join(parts))


def _case(case: Case, top: float, when: tuple[Axis, dt.date], layout: Layout, colours: Palette) -> str:
    entry, tall = case.entry, layout.row
    parts = [svg.rect(0, top, layout.width, tall, colours.panel if entry.is_chosen else "transparent")]
    room = (layout.names or layout.width - layout.numbers) - INDENT - 12
    name = svg.cut(case.name, room * (NARROWER if case.name.isascii() else 1), TABLE)
    parts.append(svg.text((INDENT, top + 16), name, colours.text, TABLE, font_weight=650))
    parts.append(svg.scenery(square(Entry(entry.standing), (7, top + 4.5), colours, SIDE)))
    if layout.names:
        under = svg.cut(case.under, room, LEAST)
        parts.append(svg.text((INDENT, top + 31.5), under, colours.muted, LEAST))
    parts.append(_end(case, top, layout, colours))
    parts.append(_line(case, top + (tall / 2 if layout.names else tall - 15), when, layout, colours))
    if entry.is_chosen:
        parts.append(svg.rect(0, top + 1, 3, tall - 2, colours.primary))
    # The last shape takes the click: what is drawn in the middle of a row would swallow it.
    parts.append(svg.rect(0, top, layout.width, tall, "transparent"))
    return svg.mark("".join(parts), tip=entry.tip, pick=entry.pick, is_chosen=entry.is_chosen)


def _end(case: Case, top: float, layout: Layout, colours: Palette) -> str:
    """The number at the end, and what is to be said of it."""
    foot = top + (20 if layout.names and case.note else 24 if layout.names else 17)
    end = (layout.width - 4, foot)
    number = svg.text(end, case.number, colours.text, 16, font_weight=700, text_anchor="end")
    if not case.note:
        return number
    under = (
        (layout.width - 4, foot + 14)
        if layout.names
        else (layout.width - 12 - text_width(case.number, 16), foot - 1)
    )
    return number + svg.text(under, case.note, colours.bad, LEAST, text_anchor="end")


def _line(case: Case, middle: float, when: tuple[Axis, dt.date], layout: Layout, colours: Palette) -> str:
    """The case's line: from the day it began to its last copy, or to its review."""
    (axis, today), start = when, when[0].at(case.begun)
    parts = []
    if layout.reviewed:
        parts.append(_reviewed(case, middle, (axis.at(case.review or today), start), colours))
    elif case.copies:
        last = max(axis.at(copy.on) for copy in case.copies)
        parts.append(svg.line((start, middle), (last, middle), colours.muted, 1.2))
    if case.half and not layout.reviewed:
        half = axis.at(case.half)
        parts.append(svg.line((half, middle - 10), (half, middle + 10), colours.text, 1.4))
    for copy in () if layout.reviewed else case.copies:
        place = (axis.at(copy.on), middle)
        parts.append(_copy(place, copy.found, colours))
        if copy.is_marked:
            parts.append(svg.circle(place, RADIUS + 3.4, "none", stroke=colours.primary, stroke_width=2))
    parts.append(svg.diamond((start, middle), 5.5, colours.text, stroke=colours.page, stroke_width=1))
    return "".join(parts)


def _reviewed(case: Case, middle: float, ends: tuple[float, float], colours: Palette) -> str:
    """A bar from the beginning to the review with what that found; open at its end while it is under way."""
    end, start = ends
    if case.review is None:
        return svg.line((start, middle), (end, middle), colours.muted, 1.6, stroke_dasharray="5 4")
    bar = svg.line((start, middle), (end, middle), colours.muted, 3)
    return bar + svg.scenery(square(Entry(case.entry.standing), (end - 8, middle - 8), colours))


def _copy(place: svg.Point, found: str, colours: Palette) -> str:
    if found == "failed":
        return svg.triangle(
            place, RADIUS + 1.2, colours.below[1], down=True, stroke=colours.page, stroke_width=1
        )
    if found == "open":
        return svg.circle(place, RADIUS - 0.8, colours.page, stroke=colours.above[1], stroke_width=1.8)
    return svg.circle(place, RADIUS, colours.above[1], stroke=colours.page, stroke_width=1)


def _folded(group: Group, top: float, layout: Layout, colours: Palette) -> tuple[str, float]:
    """The squares behind their words, in as many lines as they need."""
    left = text_width(group.more, CAPTION) + 14
    in_line = max(int((layout.width - left) // STEP), 1)
    squares = [
        square(entry, (left + at % in_line * STEP, top + at // in_line * STEP), colours)
        for at, entry in enumerate(group.folded)
    ]
    words = svg.scenery(svg.text((0, top + 12.5), group.more, colours.muted, CAPTION))
    lines = max(1, -(-len(group.folded) // in_line))
    return words + "".join(squares), top + lines * STEP + 4
