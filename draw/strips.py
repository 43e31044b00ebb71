"""Things one under the other, each with its figure and where that lies among all others' of its kind. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.chain import strip
from draw.palette import CARD_NAME, LEAST, TABLE, Palette

LINE = 17.0  # of what is said under a strip
HEAD, STRIP = 24.0, 22.0
APART = 15.0


@dataclass(frozen=True)
class Strip:
    """A thing: name, figure and unit, its colour, all others' figures and its own, a target or none, and lines under it."""

    name: str
    figure: str
    unit: str
    ink: str
    others: Sequence[float]
    value: float | None
    target: float | None = None
    lines: Sequence[str] = ()
    tip: str = ""


def strips(things: Sequence[Strip], width: float, colours: Palette) -> svg.Sketch:
    """The things in their order, a rule between them."""
    body, top = [], 0.0
    for thing in things:
        drawn, tall = _strip(thing, top, width, colours)
        if top:
            drawn = svg.line((0, top), (width, top), colours.rule) + drawn
        body.append(svg.mark(drawn, tip=thing.tip))
        top += tall
    return svg.Sketch("".join(body), width, top)


def _strip(thing: Strip, top: float, width: float, colours: Palette) -> tuple[str, float]:
    ink = thing.ink or colours.text
    y = top + HEAD
    parts = [svg.text((0, y), thing.name, colours.text, TABLE, font_weight=650)]
    if thing.value is None:
        parts.append(svg.text((width, y), thing.figure, colours.muted, TABLE, text_anchor="end"))
    else:
        figure = [(thing.figure, ink, CARD_NAME, 700), (thing.unit, colours.muted, LEAST, 400)]
        parts.append(svg.group(svg.spans((width, y), figure, 4), text_anchor="end"))
    y += 8
    parts.append(strip(thing.others, thing.value, (0, y, width, 11), ink, colours, thing.target))
    y += STRIP
    for line in (part for one in thing.lines for part in svg.wrapped(one, width, LEAST, 2)):
        parts.append(svg.text((0, y + 8), line, colours.muted, LEAST))
        y += LINE
    return "".join(parts), y + APART - top - LINE * 0.4
