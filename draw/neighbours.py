"""Areas against their neighbours: a dot each, four named corners, the slope they have together. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette

SIZE = 290.0  # pixels of a side
EDGE = 4.0  # standard deviations beyond which a dot stands at the edge


@dataclass(frozen=True)
class Dot:
    """An area: how far it lies from the mean, and its neighbours, in standard deviations; its fill; what it says and chooses."""

    across: float
    up: float
    fill: str
    is_named: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


def neighbours(
    dots: Sequence[Dot], slope: float | None, corners: tuple[str, str, str, str], colours: Palette
) -> svg.Sketch:
    """`corners` are the words at high-high, low-high, low-low and high-low; `slope` is that of the dashed line."""
    reach = max([1.0, *(min(EDGE, max(abs(dot.across), abs(dot.up))) for dot in dots)]) * 1.06
    middle = SIZE / 2

    def place(across: float, up: float) -> svg.Point:
        x, y = (max(-reach, min(reach, one)) / reach * middle for one in (across, up))
        return middle + x, middle - y

    parts = [
        svg.line((0, middle), (SIZE, middle), colours.no_data_line),
        svg.line((middle, 0), (middle, SIZE), colours.no_data_line),
    ]
    ends = ((SIZE, 14, "end"), (0, 14, "start"), (0, SIZE - 5, "start"), (SIZE, SIZE - 5, "end"))
    for words, (x, y, anchor) in zip(corners, ends, strict=True):
        parts.append(svg.text((x, y), words, colours.muted, LEAST, text_anchor=anchor))
    if slope is not None:
        # Within the square, whatever the slope.
        across = min(reach, reach / max(abs(slope), 1e-9))
        line = svg.line(
            place(-across, -across * slope),
            place(across, across * slope),
            colours.text,
            1.3,
            stroke_dasharray="4 3",
        )
        parts.append(line)
    body = [svg.scenery("".join(parts))]
    for dot in sorted(dots, key=lambda one: (one.is_named, one.is_chosen)):
        at = place(dot.across, dot.up)
        edge = colours.text if dot.is_chosen else colours.page
        shape = svg.circle(
            at,
            5.2 if dot.is_named or dot.is_chosen else 4,
            dot.fill,
            stroke=edge,
            stroke_width=2 if dot.is_chosen else 1,
        )
        body.append(svg.mark(shape, tip=dot.tip, pick=dot.pick, is_chosen=dot.is_chosen))
    return svg.Sketch("".join(body), SIZE, SIZE)
