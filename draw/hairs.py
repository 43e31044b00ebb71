"""A strip of hairs: one for each area, with the middle of all, the target and the area itself. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import Palette

EDGE = 0.01  # of all figures, at either end, that lie beyond the strip: few extremes would press the others together
DOT = 4.4


@dataclass(frozen=True)
class Hairs:
    """Figures of one indicator; the better ones stand at the right, so the lower of one that is better the lower.

    `here`: the area's own, with a dot; `middle`: of all, a tall rule; `target`: dashes; `marked`: those of areas set off.
    """

    values: Sequence[float]
    here: float | None = None
    middle: float | None = None
    target: float | None = None
    marked: Sequence[float] = ()
    is_reversed: bool = False


def hairs(strip: Hairs, box: tuple[float, float, float, float], colours: Palette, ink: str = "") -> str:
    """The strip in a box (left, top, width, height); `ink` is the dot's."""
    left, top, wide, tall = box
    at = _scale(strip, left, wide)
    foot = top + tall
    body = [_ticks([at(value) for value in strip.values], top, foot, colours.faint)]
    body.append(_ticks([at(value) for value in strip.marked], top, foot, colours.below[1]))
    if strip.target is not None:
        x = at(strip.target)
        body.append(svg.line((x, top - 3), (x, foot + 3), colours.bad, 1.6, stroke_dasharray="2.5 2"))
    if strip.middle is not None:
        x = at(strip.middle)
        body.append(svg.line((x, top - 1.5), (x, foot + 1.5), colours.text, 2))
    if strip.here is not None:
        middle = (at(strip.here), top + tall / 2)
        body.append(svg.circle(middle, DOT, ink or colours.text, stroke=colours.page, stroke_width=1.4))
    return "".join(body)


def _scale(strip: Hairs, left: float, wide: float) -> Callable[[float], float]:
    """Where a figure stands: what lies beyond the ends stands at them."""
    inner = sorted(value for value in strip.values if math.isfinite(value))
    cut = math.floor(EDGE * len(inner))
    held = [*inner[cut : len(inner) - cut], *(one for one in (strip.target,) if one is not None)]
    low, high = (min(held), max(held)) if held else (0.0, 1.0)
    span = (high - low) or 1.0

    def place(value: float) -> float:
        share = min(max((value - low) / span, 0.0), 1.0) if high > low else 0.5
        return left + DOT + (wide - 2 * DOT) * (1 - share if strip.is_reversed else share)

    return place


def _ticks(places: Sequence[float], top: float, foot: float, colour: str) -> str:
    """Hairs in one path: those that would fall on one pixel are one."""
    merged = sorted({round(place) for place in places if math.isfinite(place)})
    return svg.path(
        svg.outline_of([[(x, top), (x, foot)] for x in merged]), fill="none", stroke=colour, stroke_width=1
    )
