"""Rows of departments: what each leads as filled squares, what it takes part in as hollow ones under them. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.squares import Entry, square
from draw.text import text_width

SIDE, STEP, LINE = 12.0, 13.0, 21.0
HEAD, PAD = 26.0, 9.0


@dataclass(frozen=True)
class Desk:
    """A department: its entries, their numbers in words, the one late longest and the next that is due, each with its words."""

    name: str
    leads: Sequence[Entry]
    joins: Sequence[Entry]
    words: tuple[str, str]
    latest: tuple[str, str] = ("", "")
    coming: tuple[str, str] = ("", "")
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the names, and the two columns at the right are (none where there is no room); the heads of all."""

    width: float
    names: float
    columns: float
    heads: tuple[str, str, str, str]


def desks(rows: Sequence[Desk], layout: Layout, colours: Palette) -> svg.Sketch:
    """The departments one under the other."""
    middle = layout.width - layout.names - 2 * layout.columns
    lefts = (0.0, layout.names, layout.names + middle, layout.names + middle + layout.columns)
    shown = [0, 1, 2, 3] if layout.columns else [0, 1]
    body = [
        svg.scenery(
            "".join(svg.text((lefts[at], 14), layout.heads[at], colours.muted, CAPTION) for at in shown)
        )
    ]
    top = HEAD
    for row in rows:
        drawn, tall = _desk(row, top, (lefts, middle), layout, colours)
        body.append(drawn)
        top += tall
    return svg.Sketch("".join(body), layout.width, top + 2)


def _desk(
    row: Desk, top: float, place: tuple[Sequence[float], float], layout: Layout, colours: Palette
) -> tuple[str, float]:
    lefts, middle = place
    names = svg.wrapped(row.name, layout.names - 16, TABLE, 3)
    lines = [(row.leads, row.words[0], False), (row.joins, row.words[1], True)]
    squares, under = [], top + PAD
    for entries, number, is_hollow in lines:
        if not entries:
            continue
        in_line = max(int((middle - 12 - text_width(number, LEAST) * 1.1) // STEP), 1)
        for at, entry in enumerate(entries):
            corner = (lefts[1] + at % in_line * STEP, under + at // in_line * LINE)
            squares.append(square(entry, corner, colours, SIDE, is_hollow=is_hollow))
        last = (len(entries) - 1) // in_line
        end = lefts[1] + ((len(entries) - 1) % in_line + 1) * STEP + 6
        squares.append(svg.scenery(svg.text((end, under + last * LINE + 10), number, colours.muted, LEAST)))
        under += (last + 1) * LINE
    tall = max(under - top + PAD - 4, 18.0 * len(names) + 2 * PAD)
    ground = svg.rect(0, top, layout.width, tall, colours.panel if row.is_chosen else "transparent")
    words = [
        svg.text(
            (0 if not row.is_chosen else 8, top + tall / 2 + 5 + (at - (len(names) - 1) / 2) * 17),
            name,
            colours.text,
            TABLE,
            font_weight=650,
        )
        for at, name in enumerate(names)
    ]
    for left, (told, days), ink in (
        (lefts[2], row.latest, colours.bad),
        (lefts[3], row.coming, colours.muted),
    ):
        if layout.columns:
            room = layout.columns - text_width(days, LEAST) * 1.15 - 22
            cut = svg.cut(told or "—", room, CAPTION)
            words.append(
                svg.text((left, top + tall / 2 + 5), cut, colours.text if told else colours.muted, CAPTION)
            )
            words.append(
                svg.text(
                    (left + layout.columns - 12, top + tall / 2 + 5),
                    days,
                    ink,
                    LEAST,
                    text_anchor="end",
                    font_weight=650 if ink == colours.bad else 400,
                )
            )
    rule = svg.scenery(svg.line((0, top + tall), (layout.width, top + tall), colours.rule))
    edge = svg.rect(0, top + 1, 3, tall - 2, colours.primary) if row.is_chosen else ""
    name = svg.mark(
        ground + "".join(words) + edge + svg.rect(0, top, layout.names - 10, tall, "transparent"),
        tip=row.tip,
        pick=row.pick,
        is_chosen=row.is_chosen,
    )
    return name + "".join(squares) + rule, tall
