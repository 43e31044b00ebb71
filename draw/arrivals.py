"""Arrivals: batches on an axis of days, a mark each, those of one day on each other; the day they were due. Figures in, elements out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette
from draw.text import text_width

SIDE, MARK, TOP, UNDER = 14.0, 4.4, 20.0, 20.0
STEP = 10.0  # from one mark to the one on it
MOST_HIGH = 9  # marks on each other; of more the last says how many
TICKS = 6


@dataclass(frozen=True)
class Arrival:
    """A batch: the day it came, how (`on_time`, `late`, `corrected`), whether it was known before, its words and what it chooses."""

    day: dt.date
    came: str
    is_known: bool
    tip: str
    pick: str


@dataclass(frozen=True)
class Axis:
    """The days to say under the axis, in words; the day due, and what stands at its line."""

    ticks: Sequence[tuple[dt.date, str]]
    due: dt.date | None = None
    due_words: str = ""


def arrivals(listed: Sequence[Arrival], axis: Axis, width: float, colours: Palette) -> svg.Sketch:
    """What was known before is pale; marks tell how it came by their shape."""
    days = [one.day for one in listed] + [day for day, _ in axis.ticks] + ([axis.due] if axis.due else [])
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def across(day: dt.date) -> float:
        return SIDE + (width - 2 * SIDE) * (day - first).days / span

    places: dict[int, int] = {}
    marks = []
    room = max(1, int((width - 2 * SIDE) / (2 * MARK + 1)))
    for one in listed:
        slot = round((across(one.day) - SIDE) / (width - 2 * SIDE) * room)
        level = places[slot] = places.get(slot, -1) + 1
        marks.append((one, across(one.day), level))
    high = min(max(places.values(), default=0), MOST_HIGH)
    floor = TOP + (high + 1) * STEP
    body = [svg.line((SIDE, floor), (width - SIDE, floor), colours.rule)]
    for one, x, level in marks:
        if level <= MOST_HIGH:
            body.append(_mark(one, (x, floor - MARK - 2 - level * STEP), colours))
    for slot, level in places.items():
        if level > MOST_HIGH:
            x = SIDE + (width - 2 * SIDE) * slot / room
            body.append(svg.text((x + 7, TOP + 4), f"+{level - MOST_HIGH}", colours.muted))
    if axis.due is not None:
        x = across(axis.due)
        body.append(svg.line((x, 6), (x, floor), colours.text, 1.2, stroke_dasharray="3 3"))
        is_left = x > width / 2
        body.append(
            svg.text(
                (x - 5 if is_left else x + 5, 15),
                axis.due_words,
                colours.text,
                text_anchor="end" if is_left else "start",
            )
        )
    end = -1.0
    for day, words in axis.ticks:
        half = text_width(words, LEAST) / 2
        x = min(max(across(day), half), width - half)
        if x - half > end + 8:
            body.append(svg.text((x, floor + 15), words, colours.muted, text_anchor="middle"))
            end = x + half
    return svg.Sketch("".join(body), width, floor + UNDER)


def _mark(one: Arrival, place: svg.Point, colours: Palette) -> str:
    colour = colours.beside if one.is_known else colours.primary
    if one.came == "late":
        shape = svg.triangle(place, MARK * 1.25, colour, down=True)
    elif one.came == "corrected":
        shape = svg.rect(place[0] - MARK, place[1] - MARK, 2 * MARK, 2 * MARK, colour)
    else:
        shape = svg.circle(place, MARK, colour)
    return svg.mark(shape, tip=one.tip, pick=one.pick)
