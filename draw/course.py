"""A course: the figures of one area over the last periods, with the target of each. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

DOT = 2.6
HERE = 5.0
TOP, FOOT = 20.0, 22.0


@dataclass(frozen=True)
class Step:
    """A period: its figure (None where nothing is known), the target of then, what hovering says.

    `breaks`: the figure is of another extent than the one before, and no line leads to it. `is_open`: it is not like the one
    before (`draw.points`).
    """

    value: float | None
    target: float | None = None
    tip: str = ""
    breaks: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class CourseWords:
    """What stands at the ends: names of the first and last period, the last figure (or why there is none), and the target."""

    first: str
    last: str
    figure: str
    target: str = ""


@dataclass(frozen=True)
class _Scale:
    """Where a period and a figure stand: the first and last place across, the lowest and highest level down."""

    across: tuple[float, float]
    down: tuple[float, float]
    levels: tuple[float, float]
    last: int

    def x(self, place: int) -> float:
        left, right = self.across
        return left + (right - left) * place / max(self.last, 1)

    def y(self, value: float) -> float:
        (top, foot), (low, high) = self.down, self.levels
        return foot - (foot - top) * (value - low) / ((high - low) or abs(high) or 1.0)

    def at(self, place: int, value: float) -> svg.Point:
        return self.x(place), self.y(value)


def course(
    steps: Sequence[Step],
    words: CourseWords,
    size: tuple[float, float],
    colours: Palette,
    *,
    is_bad: bool = False,
) -> svg.Sketch:
    """The figures as dots on a line, oldest first; the range holds all figures and targets. `is_bad` colours the last one."""
    width, height = size
    levels = [
        one for step in steps for one in (step.value, step.target) if one is not None and math.isfinite(one)
    ]
    if not levels:
        return svg.Sketch("", width, height)
    right, foot = width - 14 - text_width(words.figure, CAPTION), height - FOOT
    last = len(steps) - 1
    scale = _Scale((DOT + 2, right), (TOP, foot - 8), (min(levels), max(levels)), last)
    ink = colours.bad if is_bad else colours.text
    body = [_target(steps, words.target, scale, colours)]
    body.append(svg.path(svg.outline_of(_lines(steps, scale)), fill="none", stroke=ink, stroke_width=1.8))
    for place, step in enumerate(steps):
        if step.value is None:
            continue
        radius = HERE if place == last else DOT
        dot = svg.circle(
            scale.at(place, step.value),
            radius,
            colours.page if step.is_open else ink,
            stroke=ink,
            stroke_width=1.4 if step.is_open else 0,
        )
        around = svg.rect(scale.x(place) - 9, 0, 18, foot, "transparent")
        body.append(svg.mark(around + dot, tip=step.tip))
    known = [step.value for step in steps if step.value is not None]
    at = scale.y(known[-1]) + 4.5 if known else foot
    body.append(svg.text((right + 11, at), words.figure, ink, CAPTION, font_weight=700))
    body.append(svg.text((0, height - 5), words.first, colours.muted, LEAST))
    body.append(svg.text((right, height - 5), words.last, colours.muted, LEAST, text_anchor="end"))
    return svg.Sketch("".join(body), width, height)


def _target(steps: Sequence[Step], words: str, scale: _Scale, colours: Palette) -> str:
    """The target of each period as dashes; its words stand over the last stretch, or under it where a line is above."""
    stretches: list[list[svg.Point]] = []
    before = None
    for place, step in enumerate(steps):
        if step.target is None:
            before = None
            continue
        if before != step.target:
            stretches.append([])
        stretches[-1].append(scale.at(place, step.target))
        before = step.target
    drawn = [
        svg.line(
            points[0],
            (points[-1][0] + (6 if len(points) == 1 else 0), points[-1][1]),
            colours.bad,
            1.5,
            stroke_dasharray="4 3",
        )
        for points in stretches
    ]
    if stretches and words:
        at = stretches[-1][0]
        near = [step.value for step in steps[: len(steps) // 2 + 1] if step.value is not None]
        above = not near or all(scale.y(value) > at[1] - 2 for value in near)
        drawn.append(svg.text((at[0], at[1] - 6 if above else at[1] + 15), words, colours.bad, LEAST))
    return svg.scenery("".join(drawn))


def _lines(steps: Sequence[Step], scale: _Scale) -> list[list[svg.Point]]:
    lines: list[list[svg.Point]] = [[]]
    for place, step in enumerate(steps):
        if step.value is None or step.breaks:
            lines.append([])
        if step.value is not None:
            lines[-1].append(scale.at(place, step.value))
    return lines
