"""Rows of hairs on one axis: what lies on either side of a line, row by row. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.figure import far_words, parted
from draw.heap import STEPS
from draw.palette import LEAST, TABLE, Palette

ROW, HEAD, FOOT = 50.0, 18.0, 22.0
TALL = 18.0


@dataclass(frozen=True)
class HairRow:
    """A row: its name, what is counted at its end, the figures on the good side and those on the other."""

    name: str
    count: str
    met: Sequence[float]
    not_met: Sequence[float]
    is_strong: bool = False


def hair_rows(rows: Sequence[HairRow], target: float | None, width: float, colours: Palette) -> svg.Sketch:
    """The rows under each other, the line through all of them, and the axis under the last.

    What lies far out (`draw.figure.parted`) stands at the end of the axis, with its figures under it.
    """
    values = [value for row in rows for value in (*row.met, *row.not_met) if math.isfinite(value)]
    height = ROW * len(rows) + FOOT
    if not values:
        return svg.Sketch("", width, height)
    inside, far = parted(values, target)
    low, high = inside[0], inside[-1]
    if target is not None:
        low, high = min(low, target), max(high, target)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return 4 + (width - 8) * min(max((value - low) / span, 0.0), 1.0)

    body = []
    for number, row in enumerate(rows):
        top = ROW * number
        y, foot = top + HEAD, top + HEAD + TALL
        weight = 700 if row.is_strong else 400
        body.append(svg.text((0, top + 12), row.name, colours.text, TABLE, font_weight=weight))
        body.append(
            svg.text((width, top + 12), row.count, colours.text, TABLE, text_anchor="end", font_weight=weight)
        )
        for figures, ink in ((row.not_met, colours.below[1]), (row.met, colours.above[1])):
            places = sorted({round(x(value)) for value in figures if math.isfinite(value)})
            lines = [[(float(place), y), (float(place), foot)] for place in places]
            body.append(svg.path(svg.outline_of(lines), fill="none", stroke=ink, stroke_width=1))
        beyond = [
            value for value in (*row.met, *row.not_met) if far and math.isfinite(value) and value >= far[0]
        ]
        if beyond:
            words = far_words(beyond)
            body.append(svg.text((width, foot + 12), words, colours.muted, LEAST, text_anchor="end"))
        if target is not None:
            body.append(
                svg.line((x(target), y - 4), (x(target), foot + 4), colours.bad, 1.8, stroke_dasharray="3 2")
            )
    step = next((one for one in STEPS if span / one <= 7), STEPS[-1])
    first = math.ceil(low / step - 1e-9)
    for number in range(first, math.floor(high / step + 1e-9) + 1):
        body.append(
            svg.text(
                (x(number * step), height - 8),
                f"{number * step:g}",
                colours.muted,
                LEAST,
                text_anchor="middle",
            )
        )
    return svg.Sketch("".join(body), width, height)
