"""What all figures have in common: fonts, axes, notes and round numbers. A leaf but for `draw.palette`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from draw.palette import BODY, CAPTION, FONTS, LEAST, Palette

NARROW = 480  # pixels
# What lies far out: of how many figures on any does, how far, and how much shorter an axis without them has to be.
FEW, FAR, SHORTER = 12, 3.0, 0.7

# Plotly's own buttons and words are English and not needed: reading a value needs no tool.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "responsive": True,
    "showTips": False,
    "doubleClick": False,
    # A dollar sign in a name is no formula.
    "typesetMath": False,
}


@dataclass(frozen=True)
class Size:
    """The likely size of a figure in pixels: by it collisions are told."""

    width: int
    height: int

    @property
    def is_narrow(self) -> bool:
        """Whether it is a telephone's: a figure then says less in itself."""
        return self.width < NARROW


def frame(colours: Palette, *, height: int, left: int, right: int, top: int, bottom: int) -> dict[str, Any]:
    """A figure's layout: see-through, in the page's font, with room for names at its sides."""
    return {
        # An empty template: None would bring Plotly's own, which is not the page's look and 6 KB long.
        "template": {},
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONTS, "size": BODY, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.page,
            "bordercolor": colours.muted,
            "align": "left",
            "font": {"family": FONTS, "size": CAPTION, "color": colours.text},
        },
        "dragmode": False,
    }


def axis(colours: Palette) -> dict[str, Any]:
    """An axis of quiet rules that cannot be dragged."""
    return {
        "gridcolor": colours.rule,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "tickfont": {"size": CAPTION, "color": colours.text},
        "title": {"font": {"color": colours.muted}},
    }


def note(x: Any, y: Any, text: str, colour: str, size: float = LEAST) -> dict[str, Any]:
    """A text in a figure, without an arrow, its middle at a place on the axes.

    What differs is joined to it: `note(…) | {"yref": "paper", "xanchor": "left"}`.
    """
    return {
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "text": text,
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "middle",
        "font": {"family": FONTS, "size": size, "color": colour},
    }


def parted(values: Sequence[float], reach: float | None = None) -> tuple[list[float], list[float]]:
    """The figures that an axis shows, and those far out, which stand beyond it; both in their order.

    Far out is what lies above all that the axis holds anyway (`reach`: a target, the figure of a whole; None for nothing), and more than
    thrice as far above the middle half of the figures as that is wide. None does where an axis without would be little shorter.
    """
    known = sorted(values)
    quarter = len(known) // 4
    if len(known) < FEW or known[quarter] == known[-1 - quarter]:
        return known, []
    high = known[-1 - quarter]
    least = -math.inf if reach is None else reach
    bound = max(high + FAR * (high - known[quarter]), least)
    inside, far = [one for one in known if one <= bound], [one for one in known if one > bound]
    is_shorter = max(inside[-1], least) - known[0] < SHORTER * (known[-1] - known[0])
    return (inside, far) if far and is_shorter else (known, [])


def written(value: float) -> str:
    """A figure as it stands at an axis."""
    return f"{value:,.4f}".rstrip("0").rstrip(".").replace("-", "−")


def far_words(values: Sequence[float]) -> str:
    """What stands beside marks beyond the end of an axis: an arrow and their figures."""
    ends = dict.fromkeys((min(values), max(values)))
    return "→ " + "–".join(map(written, ends))


def axis_range(values: Sequence[float], lines: int = 6) -> tuple[float, float, float]:
    """Round ends that hold all values, and the step between the rules; from 0 where values come near it."""
    if not values:
        return 0.0, 1.0, 0.5
    low, high = min(values), max(values)
    if 0 <= low < 0.25 * high:
        low = 0.0
    # What is next to nothing beside the values themselves is none: it cannot be divided into steps.
    span = high - low
    if span <= 1e-12 * max(abs(low), abs(high), 1.0):
        span = max(abs(high), 1.0) if abs(high) < 1e-12 else abs(high)
    step = _step(span / lines)
    bottom = math.floor((low - 0.02 * span) / step) * step if low else 0.0
    top = math.ceil((high + 0.02 * span) / step) * step
    return float(bottom), float(top), step


def _step(rough: float) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
