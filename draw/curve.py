"""A curve: how many still meet a value as it rises, today and in a scenario. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

TOP, FOOT, LEFT = 22.0, 24.0, 30.0


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
    step = max(1, round(most / 3 / 5) * 5) if most > 15 else max(1, -(-most // 3))
    top_value = -(-most // step) * step
    foot, right = height - FOOT, width - 8

    def at(value: float, count: float) -> svg.Point:
        return LEFT + (right - LEFT) * (value - low) / (high - low), foot - (foot - TOP) * count / top_value

    parts = []
    for level in range(0, top_value + 1, step):
        y = at(low, level)[1]
        parts.append(svg.line((LEFT, y), (right, y), colours.rule))
        parts.append(svg.text((LEFT - 6, y + 4), level, colours.muted, LEAST, text_anchor="end"))
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
    parts.append(svg.line((x, TOP - 8), (x, foot), colours.bad, 1.5, stroke_dasharray="4 3"))
    parts.append(_beside((x, TOP - 4), words[0], colours.bad, width))
    parts.append(svg.circle((x, y), 5, colours.text))
    parts.append(_beside((x, y - 8), str(here.then), colours.text, width))
    ends = points[len(points) * 2 // 3]
    parts.append(
        svg.text(
            (at(ends.value, ends.then)[0], at(ends.value, ends.then)[1] - 10),
            words[1],
            colours.text,
            CAPTION,
            font_weight=700,
        )
    )
    low_end = points[len(points) // 3]
    parts.append(
        svg.text(
            (
                at(low_end.value, low_end.today)[0],
                at(low_end.value, min(low_end.today, low_end.then))[1] + 22,
            ),
            words[2],
            colours.muted,
            CAPTION,
            font_weight=700,
            text_anchor="middle",
        )
    )
    marks = []
    half = (right - LEFT) / (len(points) - 1) / 2
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
