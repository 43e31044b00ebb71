"""What the grounds of a heat table mean, in a line or more. Words in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette
from draw.text import text_width

LINE = 20.0
SIDE = 13.0  # of a swatch


@dataclass(frozen=True)
class Swatch:
    """A ground and what it means; `is_frame`: an empty one with a heavy edge."""

    words: str
    ground: str = "none"
    is_frame: bool = False


def key(swatches: Sequence[Swatch], hint: str, width: float, colours: Palette) -> svg.Sketch:
    """The swatches one after another, in as many lines as they need; a hint at the end of the last, or of one of its own."""
    parts, x, y = [], 0.0, 0.0
    for swatch in swatches:
        long = (SIDE + 7 if swatch.is_frame else 0) + SIDE + 5 + text_width(swatch.words, LEAST) + 14
        if x and x + long - 14 > width:
            x, y = 0.0, y + LINE
        wide = SIDE * 2 if swatch.is_frame else SIDE
        edge = (colours.text, 1.6) if swatch.is_frame else (colours.coast, 0.5)
        parts.append(
            svg.rect(x + 1, y + 3, wide, SIDE - 1, swatch.ground, stroke=edge[0], stroke_width=edge[1])
        )
        parts.append(svg.text((x + wide + 6, y + 14), swatch.words, colours.text, LEAST))
        x += long
    if hint:
        y += LINE if x and x + text_width(hint, LEAST) > width else 0.0
        shown = svg.cut(hint, width, LEAST)
        parts.append(svg.text((width, y + 14), shown, colours.muted, LEAST, text_anchor="end"))
    return svg.Sketch(svg.scenery("".join(parts)), width, y + LINE)
