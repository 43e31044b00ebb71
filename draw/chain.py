"""A chain: things down a line, each beside all others' of its kind, and how well each goes with the next. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette

STEP = 88.0  # pixels from one thing to the next
RADIUS = 13.0
TOP = 20.0
WORDS = 42.0  # where the words begin
THINNEST, THICKEST = 2.0, 9.0  # of a link
LOW, HIGH = 0.03, 0.97  # beyond these shares of the others a strip is cut: one outlier would squeeze the rest


@dataclass(frozen=True)
class Node:
    """A thing: its letter, name, how much there is of it, its figure in words and its place; all figures of its kind, and its own."""

    letter: str
    name: str
    holds: str
    figure: str
    place: str
    others: Sequence[float]
    value: float | None
    is_marked: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Link:
    """How one thing goes with the next: in words, its place, and how strong it is (0 to 1; None where not known)."""

    words: str
    place: str
    strength: float | None
    is_marked: bool = False
    tip: str = ""


def chain(nodes: Sequence[Node], links: Sequence[Link], width: float, colours: Palette) -> svg.Sketch:
    """The things from top to bottom, `links[i]` from thing i to the next. A link not known is dashed."""
    body = []
    for place, link in enumerate(links):
        body.append(_link(link, TOP + place * STEP, width, colours))
    for place, node in enumerate(nodes):
        body.append(_node(node, TOP + place * STEP, width, colours))
    return svg.Sketch("".join(body), width, TOP + STEP * (len(nodes) - 1) + 42)


def _node(node: Node, y: float, width: float, colours: Palette) -> str:
    ink = colours.bad if node.is_marked else colours.text
    ring = colours.below[1] if node.is_marked else colours.text
    parts = [
        svg.circle((RADIUS + 2, y), RADIUS, colours.page, stroke=ring, stroke_width=2.2),
        svg.text((RADIUS + 2, y + 4.5), node.letter, ring, LEAST, font_weight=700, text_anchor="middle"),
        svg.spans(
            (WORDS, y - 3), [(node.name, colours.text, TABLE, 700), (node.holds, colours.muted, LEAST, 400)]
        ),
        svg.text((width, y - 3), node.place, ink, CAPTION, font_weight=700, text_anchor="end"),
        strip(node.others, node.value, (WORDS, y + 5, width - WORDS, 9), ink, colours),
        svg.text((WORDS, y + 29), node.figure, colours.muted, LEAST),
    ]
    return svg.mark("".join(parts), tip=node.tip)


def _link(link: Link, y: float, width: float, colours: Palette) -> str:
    start, end = y + RADIUS, y + STEP - RADIUS
    colour = colours.below[1] if link.is_marked else colours.no_data_line
    thick = THINNEST + (THICKEST - THINNEST) * (link.strength or 0)
    dash = {"stroke_dasharray": "3 4"} if link.strength is None else {}
    ink, weight = (colours.bad, 600) if link.is_marked else (colours.muted, 400)
    middle = y + STEP / 2 + 8
    parts = [
        svg.line((RADIUS + 2, start), (RADIUS + 2, end), colour, thick, **dash),
        svg.text((WORDS, middle), link.words, ink, LEAST, font_weight=weight),
        svg.text((width, middle), link.place, ink, LEAST, font_weight=weight, text_anchor="end"),
    ]
    return svg.mark("".join(parts), tip=link.tip)


def strip(
    others: Sequence[float],
    value: float | None,
    box: tuple[float, float, float, float],
    ink: str,
    colours: Palette,
    target: float | None = None,
) -> str:
    """A hair for each figure in a box (left, top, width, height), the median as a rule, one's own as a dot; right is more.

    A target is a dashed line.
    """
    left, top, wide, tall = box
    known = sorted(others)
    if not known:
        return ""
    low, high = (known[round(share * (len(known) - 1))] for share in (LOW, HIGH))
    if target is not None:
        low, high = min(low, target), max(high, target)
    span = (high - low) or 1.0

    def x(figure: float) -> float:
        return left + 4 + (wide - 8) * min(1.0, max(0.0, (figure - low) / span))

    # Equal pixels once, and all hairs in one path: ninety lines cost several times the bytes.
    hairs = svg.outline_of(
        [[(at, top + 2), (at, top + tall - 2)] for at in sorted({round(x(v), 1) for v in known})]
    )
    middle = x(known[len(known) // 2])
    parts = [
        svg.path(hairs, fill="none", stroke=colours.no_data_line, stroke_width=0.8, opacity=0.75),
        svg.line((middle, top - 1), (middle, top + tall + 1), colours.text, 1.6),
    ]
    if target is not None:
        at = x(target)
        parts.append(
            svg.line((at, top - 3), (at, top + tall + 3), colours.below[1], 1.4, stroke_dasharray="3 2")
        )
    if value is not None:
        dot = (x(value), top + tall / 2)
        parts.append(svg.circle(dot, 4.2, ink, stroke=colours.page, stroke_width=1.2))
    return "".join(parts)
