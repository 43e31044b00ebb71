"""A curve: how many still meet a value as it rises, today and in a scenario. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draw import svg
from draw.figure import axis_range, written
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

TOP, FOOT, LEFT = 38.0, 24.0, 30.0
LEVELS = 4


@dataclass(frozen=True)
class Point:
    """A value, how many meet it today and how many in the scenario, and what it says and chooses."""

    value: float
    today: int
    then: int
    tip: str = ""
    pick: str = ""


def curve(
    points: Sequence[Point],
    chosen: float,
    words: tuple[str, str, str],
    size: tuple[float, float],
    colours: Palette,
) -> svg.Sketch:
    """Both lines over the values. `words`: of the value chosen, of the scenario's line and of today's."""
    width, height = size
    if len(points) < 2:
        return svg.Sketch("", width, height)
    low, high = points[0].value, points[-1].value
    most = max(max(point.today, point.then) for point in points) or 1
    step = max(1, int(axis_range([0, most], LEVELS)[2]))
    levels = [step * level for level in range(math.ceil(most / step) + 1)]
    left = max(LEFT, text_width(written(levels[-1]), LEAST) + 10)
    foot, right = height - FOOT, width - 8

    def at(value: float, count: float) -> svg.Point:
        return left + (right - left) * (value - low) / (high - low), foot - (foot - TOP) * count / levels[-1]

    parts = []
    for level in levels:
        y = at(low, level)[1]
        parts.append(svg.line((left, y), (right, y), colours.rule))
        parts.append(svg.text((left - 6, y + 4), written(level), colours.muted, LEAST, text_anchor="end"))
    for point in points:
        if float(point.value).is_integer():
            x = at(point.value, 0)[0]
            parts.append(
                svg.text((x, height - 6), f"{point.value:g}", colours.muted, LEAST, text_anchor="middle")
            )
    today = svg.outline_of([[at(point.value, point.today) for point in points]])
    then = svg.outline_of([[at(point.value, point.then) for point in points]])
    parts.append(svg.path(today, fill="none", stroke=colours.muted, stroke_width=1.6, stroke_dasharray="4 3"))
    parts.append(svg.path(then, fill="none", stroke=colours.text, stroke_width=2.2))
    here = min(points, key=lambda point: abs(point.value - chosen))
    x, y = at(here.value, here.then)
    # Above all the figures: at the highest point both would stand in one place.
    parts.append(svg.line((x, TOP - 28), (x, foot), colours.bad, 1.5, stroke_dasharray="4 3"))
    parts.append(_beside((x, TOP - 22), words[0], colours.bad, width))
    parts.append(svg.circle((x, y), 5, colours.text))
    figure = written(here.then)
    parts.append(_beside((x, y - 6), figure, colours.text, width))
    wide = text_width(figure, CAPTION)
    taken = x - 8 - wide, x + 16 + wide
    parts.append(_named(points, at, words, taken, colours))
    marks = []
    half = (right - left) / (len(points) - 1) / 2
    for point in points:
        middle = at(point.value, 0)[0]
        marks.append(
            svg.mark(
                svg.rect(middle - half, TOP, 2 * half, foot - TOP, "transparent"),
                tip=point.tip,
                pick=point.pick,
            )
        )
    return svg.Sketch(svg.scenery("".join(parts)) + "".join(marks), width, height)


def _named(
    points: Sequence[Point],
    at: Callable[[float, float], svg.Point],
    words: tuple[str, str, str],
    taken: tuple[float, float],
    colours: Palette,
) -> str:
    """The names of the lines: the scenario's above it, clear of what is `taken`, today's below both; of two that are one today's alone."""
    is_one = all(point.today == point.then for point in points)
    name = words[2] if is_one else words[1]
    wide = text_width(name, CAPTION)
    # Where the line has gone down it has most room; at the end the name would stand out of the drawing.
    spots = [at(point.value, max(point.today, point.then)) for point in points]
    right = spots[-1][0]
    wanted = spots[len(spots) * 2 // 3][0]
    free = [
        spot
        for spot in spots
        if spot[0] + wide <= right and (spot[0] + wide < taken[0] or spot[0] > taken[1])
    ]
    x, y = min(free or spots[:1], key=lambda spot: abs(spot[0] - wanted))
    named = svg.text((x, y - 10), name, colours.text, CAPTION, font_weight=700)
    if is_one:
        return named
    before = points[len(points) // 3]
    x, y = at(before.value, min(before.today, before.then))
    return named + svg.text(
        (x - 6, y + 22), words[2], colours.muted, CAPTION, font_weight=700, text_anchor="end"
    )


def _beside(place: svg.Point, words: str, ink: str, width: float) -> str:
    """Words right of a place, or left of it where the drawing ends."""
    x, y = place
    fits = x + 8 + text_width(words, CAPTION) <= width
    return svg.text(
        (x + 8 if fits else x - 8, y),
        words,
        ink,
        CAPTION,
        font_weight=700,
        text_anchor="start" if fits else "end",
    )
