"""The targets of an indicator along an axis of years: none before the first, each from its day, and by when it is to be reached.

A lane for each area that has targets. Days and words in, elements out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width
from draw.timeline import Axis

LANE, HEAD, FOOT = 44.0, 18.0, 22.0
BAR = 30.0  # where in its lane a line of targets lies


@dataclass(frozen=True)
class Span:
    """One target: its first and last day (None: none is set), the day it is to be reached by, and its words: short and long."""

    since: dt.date
    until: dt.date | None
    reach_by: dt.date | None
    words: str
    more: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Lane:
    """The targets of an area in the order of their days; `name` where there are several areas."""

    name: str
    spans: Sequence[Span]


@dataclass(frozen=True)
class Layout:
    """How wide the whole and the names of the lanes are, the first day shown, today, and the words for no target and for today."""

    width: float
    names: float
    first: dt.date
    today: dt.date
    none: str = ""
    now: str = ""


def target_axis(lanes: Sequence[Lane], layout: Layout, colours: Palette) -> svg.Sketch:
    """The lanes under one another over one axis of years, with a rule at today."""
    axis = _axis(lanes, layout)
    foot = HEAD + LANE * len(lanes)
    body = [svg.scenery(_ground(axis, foot, layout, colours))]
    for place, lane in enumerate(lanes):
        body.append(_lane(lane, HEAD + LANE * place, axis, layout, colours))
    return svg.Sketch("".join(body), layout.width, foot + FOOT)


def _axis(lanes: Sequence[Lane], layout: Layout) -> Axis:
    spans = [span for lane in lanes for span in lane.spans]
    firsts = [layout.first, *(span.since - dt.timedelta(days=300) for span in spans)]
    lasts = [layout.today, *(day for span in spans for day in (span.until, span.reach_by) if day)]
    return Axis(min(firsts), max(lasts) + dt.timedelta(days=90), layout.names + 4, layout.width - 4)


def _ground(axis: Axis, foot: float, layout: Layout, colours: Palette) -> str:
    """The line of the years with a mark at the first day of each, and the rule of today."""
    parts = [svg.line((axis.left, foot), (axis.right, foot), colours.muted)]
    for year in axis.years:
        x = axis.at(dt.date(year, 1, 1))
        parts.append(svg.line((x, foot), (x, foot + 4), colours.muted))
        if year in axis.labels():
            end = axis.at(dt.date(year, 12, 31))
            parts.append(
                svg.text(((x + end) / 2, foot + 16), year, colours.muted, CAPTION, text_anchor="middle")
            )
    now = axis.at(layout.today)
    half = text_width(layout.now, LEAST) / 2
    middle = min(max(now, axis.left + half), layout.width - half)
    parts.append(svg.line((now, HEAD - 3), (now, foot), colours.text, 1, stroke_dasharray="2 3"))
    parts.append(svg.text((middle, 11), layout.now, colours.muted, LEAST, text_anchor="middle"))
    return "".join(parts)


def _lane(lane: Lane, top: float, axis: Axis, layout: Layout, colours: Palette) -> str:
    y, parts = top + BAR, []
    if lane.name:
        name = svg.cut(lane.name, layout.names - 8, CAPTION)
        parts.append(svg.scenery(svg.text((0, y + 4.5), name, colours.text, CAPTION)))
    first = axis.at(lane.spans[0].since)
    before = svg.line((axis.left, y), (first, y), colours.no_data_line, 1.4, stroke_dasharray="2 4")
    if text_width(layout.none, LEAST) < first - axis.left - 6:
        before += svg.text((axis.left, y - 7), layout.none, colours.muted, LEAST)
    parts.append(svg.scenery(before))
    # What each has for its words: up to the next one's beginning.
    ends = [axis.at(span.since) for span in lane.spans[1:]] + [layout.width]
    free = 0.0
    for span, room_ends in zip(lane.spans, ends, strict=True):
        body, free = _span(span, (y, room_ends, free), axis, colours)
        parts.append(body)
    return "".join(parts)


def _span(span: Span, where: tuple[float, float, float], axis: Axis, colours: Palette) -> tuple[str, float]:
    """A target's line, mark and words; up to where its words reach. `where`: height, where the next begins, what words before it took."""
    y, room_ends, taken = where
    left, right = axis.at(span.since), axis.at(span.until) if span.until else axis.right
    parts = [
        svg.rect(left, y - 12, max(right - left, 8), 24, "transparent"),
        svg.line((left, y), (right, y), colours.text, 2.6),
        svg.line((left, y - 6), (left, y + 6), colours.text, 2),
    ]
    if span.until is None:
        tip = [(right + 3, y), (right - 5, y - 5), (right - 5, y + 5)]
        parts.append(svg.path(svg.outline_of([tip], closed=True), fill=colours.text))
    at = max(left, taken + 6)
    reaches = taken
    words = text_width(span.words, CAPTION)
    if at + words <= room_ends:
        parts.append(svg.text((at, y - 9), span.words, colours.text, CAPTION, font_weight=700))
        reaches = at + words
        more = text_width(span.more, LEAST)
        if reaches + 8 + more <= room_ends:
            parts.append(svg.text((reaches + 8, y - 9), span.more, colours.muted, LEAST))
            reaches += 8 + more
    if span.reach_by:
        middle = (axis.at(span.reach_by), y)
        parts.append(svg.diamond(middle, 6, colours.page, stroke=colours.text, stroke_width=1.6))
    return svg.mark("".join(parts), tip=span.tip), reaches
