"""Rows of shares: a bar of parts for each area on one length, with figures beside it. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette, ink_on
from draw.text import text_width

LOWEST, TALLEST = 19.0, 34.0  # pixels of a row where there are many, and where there are few
HEAD = 26.0
EDGE = 7.0  # before a name: the chosen row has its rule there


@dataclass(frozen=True)
class Part:
    """A part of a bar: its size, its fill (a colour, or `hatch`), what is written on it where there is room."""

    size: float
    fill: str
    words: str = ""


@dataclass(frozen=True)
class Row:
    """An area: its name, the parts of its bar, figures behind it (text and colour), what it says and chooses.

    `instead` stands in the place of a bar where there is nothing to draw.
    """

    name: str
    parts: Sequence[Part]
    figures: Sequence[tuple[str, str]] = ()
    instead: str = ""
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Layout:
    """How wide the whole, its names and each column of figures are, and how tall the rows may be together (more where they are too
    many to be read); `heads` of figures."""

    width: float
    names: float
    figures: Sequence[float]
    height: float
    heads: Sequence[str] = ()


def rows(listed: Sequence[Row], layout: Layout, colours: Palette) -> svg.Sketch:
    """The rows in their order under the heads of their figures; every bar takes the same length."""
    tall = min(TALLEST, max(LOWEST, layout.height / max(len(listed), 1)))
    start = layout.names + 8
    length = layout.width - start - sum(layout.figures) - 6
    body = [svg.scenery(_heads(layout, colours))]
    for place, row in enumerate(listed):
        top = HEAD + place * tall
        body.append(_row(row, (top, tall), (start, length), layout, colours))
    return svg.Sketch("".join(body), layout.width, HEAD + tall * len(listed) + 2)


def _heads(layout: Layout, colours: Palette) -> str:
    parts = [svg.line((0, HEAD - 6), (layout.width, HEAD - 6), colours.rule)]
    for right, words in zip(_rights(layout), layout.heads, strict=False):
        parts.append(svg.text((right, HEAD - 12), words, colours.muted, LEAST, text_anchor="end"))
    return "".join(parts)


def _rights(layout: Layout) -> list[float]:
    """Where each column of figures ends."""
    rights, right = [], layout.width
    for wide in reversed(layout.figures):
        rights.append(right)
        right -= wide
    return rights[::-1]


def _row(
    row: Row, across: tuple[float, float], bar: tuple[float, float], layout: Layout, colours: Palette
) -> str:
    (top, tall), (start, length) = across, bar
    middle = top + tall / 2
    thick = min(18.0, tall * 0.62)
    ink = colours.primary if row.is_chosen else colours.text
    size = min(TABLE, (layout.names - EDGE) / max(text_width(row.name, 1), 0.1))
    parts = [
        svg.rect(0, top, layout.width, tall, colours.panel if row.is_chosen else "transparent"),
        svg.text(
            (EDGE, middle + 4.5), row.name, ink, max(size, 9.5), font_weight=700 if row.is_chosen else 600
        ),
    ]
    whole = sum(part.size for part in row.parts)
    left = start
    for part in row.parts if whole else ():
        wide = length * part.size / whole
        is_hatched = part.fill == "hatch"
        ground = "url(#hatch)" if is_hatched else part.fill
        # What has the ground of the page is seen by its outline, as in a key.
        outline = {"stroke": colours.rule, "stroke_width": 0.8} if part.fill == colours.panel else {}
        parts.append(svg.rect(left, middle - thick / 2, wide, thick, ground, **outline))
        if part.words and 0.9 * text_width(part.words, LEAST) + 3 <= wide and thick >= 12:
            inside = colours.text if is_hatched else ink_on(part.fill)
            parts.append(
                svg.text(
                    (left + wide / 2, middle + 4.5),
                    part.words,
                    inside,
                    LEAST,
                    font_weight=600,
                    text_anchor="middle",
                )
            )
        left += wide
    if not whole and row.instead:
        parts.append(svg.text((start, middle + 4.5), row.instead, colours.muted, LEAST))
    for right, (words, colour) in zip(_rights(layout), row.figures, strict=False):
        parts.append(svg.text((right, middle + 4.5), words, colour, CAPTION, text_anchor="end"))
    if row.is_chosen:
        parts.append(svg.rect(0, top + 2, 3, tall - 4, colours.primary))
    parts.append(svg.line((0, top + tall), (layout.width, top + tall), colours.rule, pointer_events="none"))
    # The last shape takes the click: the words in the middle of a row would swallow it.
    if row.pick:
        parts.append(svg.rect(0, top, layout.width, tall, "transparent"))
    return svg.mark("".join(parts), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)
