"""A timeline of entries in groups: a bar for the time that has passed, painted as the entry stood; milestones; what is due.

Figures in, elements out. Days are places along one axis of years, with one rule for today.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.squares import STEP, Entry, fill_of, ink_of, square
from draw.text import text_width

ROW, HEAD, GROUP = 23.0, 38.0, 29.0
THICK = 9.0
# A day that is further off (a year typed wrong, say) stands at the edge; the number of a year takes so many pixels.
MOST_YEARS, LABEL = 15, 34.0


@dataclass(frozen=True)
class Span:
    """A stretch of time in which an entry stood so."""

    since: dt.date
    until: dt.date
    standing: str


@dataclass(frozen=True)
class Mark:
    """A milestone: when it is due, and how it stands: reached, ahead or missed."""

    on: dt.date
    state: str


@dataclass(frozen=True)
class Line:
    """An entry: its name and who leads, its time, and the words at the end of its bar."""

    name: str
    lead: str
    standing: str
    spans: Sequence[Span]
    due: dt.date | None
    words: str
    marks: Sequence[Mark] = ()
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """Entries that stand alike; `folded` are those that are squares only, after `more` in words."""

    standing: str
    name: str
    note: str
    lines: Sequence[Line] = ()
    more: str = ""
    folded: Sequence[Entry] = ()


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the names, who leads and the words at the end are; what is written over the columns and at today's rule."""

    width: float
    names: float
    leads: float
    ends: float
    heads: tuple[str, str] = ("", "")
    today: str = ""
    silent: Sequence[tuple[dt.date, dt.date]] = ()  # stretches of which nothing was told, though it was due


@dataclass
class Axis:
    """Days as places: from the first day of a year to the last of another."""

    first: dt.date
    last: dt.date
    left: float
    right: float
    _span: int = field(init=False)

    def __post_init__(self) -> None:
        last = min(self.last.year, self.first.year + MOST_YEARS)
        self.first, self.last = dt.date(self.first.year, 1, 1), dt.date(last, 12, 31)
        self._span = max((self.last - self.first).days, 1)

    def at(self, day: dt.date) -> float:
        share = min(max((day - self.first).days / self._span, 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    @property
    def years(self) -> list[int]:
        return list(range(self.first.year, self.last.year + 1))

    def labels(self) -> list[int]:
        """The years that have room for their number: every one, or every second, third and so on."""
        wide = (self.right - self.left) / len(self.years)
        return self.years[:: max(1, math.ceil(LABEL / max(wide, 1.0)))]


def timeline(groups: Sequence[Group], today: dt.date, layout: Layout, colours: Palette) -> svg.Sketch:
    """The groups one under the other on one axis of years; what is folded, and groups without lines, are squares."""
    days = [day for group in groups for line in group.lines for day in _days(line)]
    start = layout.names + layout.leads
    axis = Axis(min([*days, today]), max([*days, today]), start, layout.width - layout.ends)
    body, top = [], HEAD
    for group in groups:
        drawn, top = _group(group, top, (today, axis), layout, colours)
        body.append(drawn)
    lined = [group for group in groups if group.lines]
    foot = HEAD + sum(GROUP + ROW * (len(group.lines) + bool(group.folded)) for group in lined)
    return svg.Sketch(_ground(axis, (today, foot), layout, colours) + "".join(body), layout.width, top + 4)


def _days(line: Line) -> list[dt.date]:
    found = [day for span in line.spans for day in (span.since, span.until)]
    return found + ([line.due] if line.due else []) + [mark.on for mark in line.marks]


def _ground(axis: Axis, ends: tuple[dt.date, float], layout: Layout, colours: Palette) -> str:
    """The years, the heads of the columns, and the rule of today down to the foot of the lines."""
    (today, foot), parts = ends, []
    for at, words in zip((0.0, layout.names), layout.heads, strict=True):
        parts.append(svg.text((at, 14), words, colours.muted, CAPTION))
    for year in axis.years:
        left, right = axis.at(dt.date(year, 1, 1)), axis.at(dt.date(year, 12, 31))
        parts.append(svg.line((left, 22), (left, foot), colours.rule))
        if year in axis.labels():
            parts.append(
                svg.text(((left + right) / 2, 14), year, colours.muted, CAPTION, text_anchor="middle")
            )
    now = axis.at(today)
    half = text_width(layout.today, CAPTION) / 2 + 3
    middle = min(max(now, half), layout.width - half)
    parts.append(svg.line((now, 36), (now, foot), colours.text, 1.5))
    parts.append(
        svg.text(
            (middle, 32),
            layout.today,
            colours.text,
            CAPTION,
            font_weight=650,
            text_anchor="middle",
            halo=colours.page,
        )
    )
    return svg.scenery("".join(parts))


def _group(
    group: Group, top: float, when: tuple[dt.date, Axis], layout: Layout, colours: Palette
) -> tuple[str, float]:
    """A group's head and lines; where the next one begins."""
    ink = ink_of(group.standing, colours) if group.standing != "on_track" else colours.text
    words = [(group.name, ink, TABLE, 650), (group.note, colours.muted, CAPTION, 400)]
    parts = [svg.scenery(svg.spans((0, top + 20), words))]
    if not group.lines:
        squares, lines = _folded(group, top + 7, layout, colours)
        return "".join([*parts, squares]), top + GROUP + (lines - 1) * STEP
    top += GROUP
    for line in group.lines:
        parts.append(_line(line, top, when, layout, colours))
        top += ROW
    if group.folded:
        parts.append(svg.scenery(svg.text((0, top + 15.5), group.more, colours.muted, CAPTION)))
        squares, lines = _folded(group, top + 3, layout, colours)
        parts.append(squares)
        top += ROW + (lines - 1) * STEP
    parts.append(svg.scenery(svg.line((0, top + 3), (layout.width, top + 3), colours.rule)))
    return "".join(parts), top + 3


def _folded(group: Group, top: float, layout: Layout, colours: Palette) -> tuple[str, int]:
    """The squares of a group behind its name, in as many lines as they need; how many those are."""
    in_line = max(int((layout.width - layout.names) // STEP), 1)
    squares = [
        square(entry, (layout.names + at % in_line * STEP, top + at // in_line * STEP), colours)
        for at, entry in enumerate(group.folded)
    ]
    return "".join(squares), max(1, -(-len(group.folded) // in_line))


def _line(line: Line, top: float, when: tuple[dt.date, Axis], layout: Layout, colours: Palette) -> str:
    today, axis = when
    middle = top + ROW / 2
    weight = 650 if line.standing == "overdue" or line.is_chosen else 400
    ground = colours.panel if line.is_chosen else "transparent"
    parts = [svg.rect(0, top, layout.width, ROW, ground)]
    name = svg.cut(line.name, layout.names - 18, TABLE, may_be_bold=weight > 400)
    parts.append(
        svg.text(
            (8.0 if line.is_chosen else 0.0, middle + 4.8), name, colours.text, TABLE, font_weight=weight
        )
    )
    if layout.leads:
        lead = svg.cut(line.lead, layout.leads - 10, CAPTION, may_be_bold=False)
        parts.append(svg.text((layout.names, middle + 4.8), lead, colours.muted, CAPTION))
    parts += [_span(span, middle, axis, colours) for span in line.spans]
    parts += [_silent(span, stretch, middle, axis) for span in line.spans for stretch in layout.silent]
    end = max([axis.at(span.until) for span in line.spans], default=axis.at(today))
    if line.due:
        due = axis.at(line.due)
        if line.due > today:
            parts.append(
                svg.rect(
                    end, middle - THICK / 2, due - end, THICK, "none", stroke=colours.muted, stroke_width=1
                )
            )
        late = line.due < today and line.standing == "overdue"
        parts.append(svg.line((due, middle - 8), (due, middle + 8), colours.bad if late else colours.text, 2))
        end = max(end, due)
    parts += [_mark(mark, middle, axis, colours) for mark in line.marks]
    ink = ink_of(line.standing, colours)
    parts.append(
        svg.text(
            (end + 7, middle + 4.5),
            line.words,
            ink,
            LEAST,
            font_weight=650 if line.standing == "overdue" else 400,
            halo=colours.page,
        )
    )
    if line.is_chosen:
        parts.append(svg.rect(0, top + 1, 3, ROW - 2, colours.primary))
    # The last shape takes the click: what is drawn in the middle of a row would swallow it.
    parts.append(svg.rect(0, top, layout.width, ROW, "transparent"))
    return svg.mark("".join(parts), tip=line.tip, pick=line.pick, is_chosen=line.is_chosen)


def _span(span: Span, middle: float, axis: Axis, colours: Palette) -> str:
    left, right = axis.at(span.since), axis.at(span.until)
    ground = fill_of(span.standing, colours)
    more = {"stroke": colours.muted, "stroke_width": 1} if ground == colours.page else {}
    return svg.rect(left, middle - THICK / 2, max(right - left, 1.0), THICK, ground, **more)


def _silent(span: Span, stretch: tuple[dt.date, dt.date], middle: float, axis: Axis) -> str:
    """The part of a span of which nothing was told: hatched over it, as the state before went on unconfirmed."""
    since, until = max(span.since, stretch[0]), min(span.until, stretch[1])
    if until <= since:
        return ""
    left, right = axis.at(since), axis.at(until)
    return svg.rect(left, middle - THICK / 2, max(right - left, 1.0), THICK, "url(#hatch)")


def _mark(mark: Mark, middle: float, axis: Axis, colours: Palette) -> str:
    place = (axis.at(mark.on), middle)
    if mark.state == "reached":
        return svg.diamond(place, 4.5, colours.text, stroke=colours.page, stroke_width=1)
    edge = colours.bad if mark.state == "missed" else colours.text
    return svg.diamond(place, 4.5, colours.page, stroke=edge, stroke_width=1.5)
