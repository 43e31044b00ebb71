"""A heap: marks stacked over the classes of an axis, with a target and what is near it. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draw import svg
from draw.figure import far_words, parted
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

LARGEST, LEAST_MARK = 6.2, 1.6  # pixels of a mark's radius
HEAD, FOOT = 24.0, 22.0
CLASSES = 40  # about so many on the axis
NAMED = 2  # of the lowest, whose names stand over them where they have room
STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 250.0, 1000.0)


@dataclass(frozen=True)
class Mark:
    """One area: its figure, its fill, whether it is below the target, its name, what it says and chooses."""

    value: float
    fill: str
    is_below: bool
    name: str
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Line:
    """The target: where it stands, its words, and from where to where is near it (None where nothing is)."""

    value: float
    words: str
    near: tuple[float, float] | None = None
    near_words: str = ""


def step_of(values: Sequence[float], target: float | None = None) -> float:
    """How wide a class is: a round width of which some thirty hold all figures that the axis shows."""
    inside, _ = parted(values, target)
    span = (inside[-1] - inside[0]) if inside else 0.0
    return next((step for step in STEPS if span / step <= CLASSES), STEPS[-1])


def heap(
    marks: Sequence[Mark], target: Line | None, size: tuple[float, float], colours: Palette, step: float
) -> svg.Sketch:
    """The marks in classes `step` wide, each beginning at a multiple of it, so that none holds both sides of a round target.

    Those far out stand together beyond the axis, under their figures: on it they would leave the others no room.
    """
    width, height = size
    inside = [mark for mark in marks if math.isfinite(mark.value)]
    if not inside:
        return svg.Sketch("", width, height)
    classes: dict[int, list[Mark]] = {}
    # By code where figures are equal: by name another one would be the lowest in another language.
    ordered = sorted(inside, key=lambda one: (one.value, one.pick))
    shown, _ = parted([mark.value for mark in inside], target.value if target else None)
    far = ordered[len(shown) :]
    for mark in ordered[: len(shown)]:
        classes.setdefault(math.floor(mark.value / step + 1e-9), []).append(mark)
    wanted = [*classes, *([math.floor(target.value / step)] if target else [])]
    first, end = min(wanted) - 1, max(wanted) + 2
    told = far_words([mark.value for mark in far]) if far else ""
    beside = text_width(told, LEAST) + 16 if far else 0.0
    if far:
        classes[end] = far
    across = (width - 16 - beside) / (end - first)
    foot = height - FOOT
    tallest = max(map(len, classes.values()))
    radius = max(LEAST_MARK, min(LARGEST, across / 2 - 0.6, (foot - HEAD) / (2.1 * tallest)))
    # Where they are too many to lie apart they cover one another: a heap that ran out of the picture would be as tall as any other.
    pitch = min(2.1 * radius, (foot - HEAD - 2 * radius - 1) / max(tallest - 1, 1))

    def x(value: float) -> float:
        return 8 + (value / step - first) * across

    body = [_ground(target, (x, foot, width), colours)]
    ticks = _ticks(first * step, end * step)
    body += [
        svg.text((x(tick), height - 5), f"{tick:g}", colours.muted, LEAST, text_anchor="middle")
        for tick in ticks
    ]
    body.append(svg.line((0, foot + 0.5), (width - beside, foot + 0.5), colours.rule))
    body.append(svg.text((width, height - 5), told, colours.text, LEAST, text_anchor="end"))
    lowest = ordered[:NAMED]
    ends: list[tuple[float, float]] = []
    for number, members in sorted(classes.items()):
        middle = 8 + (number + 0.5 - first) * across if number < end else width - (beside - 16) / 2
        for place, mark in enumerate(members):
            at = (middle, foot - radius - 1 - place * pitch)
            body.append(_mark(mark, at, (radius, pitch), colours))
        named = [mark.name for mark in members if mark.is_chosen] or [
            mark.name for mark in members if mark in lowest
        ]
        over = foot - pitch * (len(members) - 1) - 2.1 * radius - 8
        half = text_width(named[0], LEAST) / 2 if named else 0
        if named and all(middle - half > end + 4 or abs(over - y) > 14 for end, y in ends):
            body.append(
                svg.text(
                    (spot := min(max(middle, half), width - half), over),
                    named[0],
                    colours.bad if members[0].is_below else colours.text,
                    LEAST,
                    text_anchor="middle",
                )
            )
            ends.append((spot + half, over))
    return svg.Sketch("".join(body), width, height)


def _ground(
    target: Line | None, where: tuple[Callable[[float], float], float, float], colours: Palette
) -> str:
    """The target's rule over what is near it."""
    if target is None:
        return ""
    x, foot, width = where
    at = x(target.value)
    parts = []
    if target.near:
        left, right = x(target.near[0]), x(target.near[1])
        parts.append(svg.rect(left, HEAD - 6, right - left, foot - HEAD + 6, colours.panel))
        wide = text_width(target.near_words, LEAST)
        if left - wide > 0:
            parts.append(
                svg.text((left - 4, HEAD - 4), target.near_words, colours.muted, LEAST, text_anchor="end")
            )
    parts.append(svg.line((at, HEAD - 14), (at, foot), colours.text, 1.8))
    fits = at + 6 + text_width(target.words, CAPTION) <= width
    place, anchor = ((at + 6, HEAD - 4), "start") if fits else ((at - 6, HEAD - 4), "end")
    parts.append(svg.text(place, target.words, colours.text, CAPTION, font_weight=700, text_anchor=anchor))
    return svg.scenery("".join(parts))


def _mark(mark: Mark, at: svg.Point, size: tuple[float, float], colours: Palette) -> str:
    radius, pitch = size
    # Where marks cover one another their edges would be all that is seen.
    edge: dict[str, object] = {"stroke": colours.muted, "stroke_width": 0.6} if pitch > radius else {}
    if mark.is_chosen:
        edge = {"stroke": colours.text, "stroke_width": 2.2}
    shape = (
        svg.triangle(at, radius, mark.fill, down=True, **edge)
        if mark.is_below
        else svg.circle(at, radius, mark.fill, **edge)
    )
    return svg.mark(shape, tip=mark.tip, pick=mark.pick, is_chosen=mark.is_chosen)


def _ticks(low: float, high: float) -> list[float]:
    """Some round values between two."""
    span = high - low
    step = next((one for one in STEPS if span / one <= 9), STEPS[-1])
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]
