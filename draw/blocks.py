"""Blocks of bars in columns of much the same height: a heading with its sum, a row for each part. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.gains import Gain, Layout, gains
from draw.palette import BODY, CAPTION, Palette

HEAD, BELOW = 34.0, 18.0  # pixels of a heading, and after a block
GAP = 38.0  # between columns


@dataclass(frozen=True)
class Block:
    """What it is of, its score in words, its sum in words and whether that lifts (None where it is not known), and its rows."""

    name: str
    score: str
    total: str
    lifts: bool | None
    rows: Sequence[Gain]


def blocks(listed: Sequence[Block], layout: Layout, columns: int, colours: Palette) -> svg.Sketch:
    """The blocks, the largest first, each in the column that is the shortest so far; `layout` is of one column."""
    feet = [0.0] * columns
    body = []
    for block in sorted(listed, key=lambda one: -len(one.rows)):
        place = feet.index(min(feet))
        left, top = place * (layout.width + GAP), feet[place]
        body.append(svg.group(_block(block, layout, colours), transform=_moved(left, top)))
        feet[place] += HEAD + layout.tall * len(block.rows) + BELOW
    width = columns * layout.width + (columns - 1) * GAP
    return svg.Sketch("".join(body), width, max([*feet, BELOW]) - BELOW + 4)


def _moved(left: float, top: float) -> str:
    return f"translate({svg.number(left)} {svg.number(top)})"


def _block(block: Block, layout: Layout, colours: Palette) -> str:
    ink = colours.muted if block.lifts is None else colours.good if block.lifts else colours.bad
    head = svg.spans(
        (0, 17), [(block.name, colours.text, BODY, 700), (block.score, colours.muted, CAPTION, 400)]
    )
    head += svg.text((layout.width, 17), block.total, ink, BODY, font_weight=700, text_anchor="end")
    head += svg.line((0, HEAD - 9), (layout.width, HEAD - 9), colours.rule)
    return svg.scenery(head) + gains(block.rows, layout, colours, HEAD)
