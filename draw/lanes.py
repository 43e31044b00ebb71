"""Rows of dots: an area a row, a lane for each of its figures, in panels side by side. Figures in, elements out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.chain import HIGH, LOW
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

HEAD = 26.0
ROW = 18.2
EDGE = 6.0  # before a name: the chosen row has its rule there


@dataclass(frozen=True)
class Cell:
    """A figure: its size (None: not known), in words, and whether it is marked."""

    value: float | None
    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Row:
    """An area: its name, a cell for each lane, what it says and chooses."""

    name: str
    cells: Sequence[Cell]
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the gap between panels, the names and the figures are; in how many panels the rows stand."""

    width: float
    panels: int
    gap: float
    names: float
    figures: float


def lanes(rows: Sequence[Row], heads: Sequence[str], layout: Layout, colours: Palette) -> svg.Sketch:
    """The rows down the first panel, then the next; each lane has one scale for all rows, cut at its extremes."""
    scales = [_ends([row.cells[lane].value for row in rows]) for lane in range(len(heads))]
    each = math.ceil(len(rows) / layout.panels) if rows else 0
    wide = (layout.width - layout.gap * (layout.panels - 1)) / layout.panels
    lane_wide = (wide - layout.names) / max(len(heads), 1)
    body = []
    for panel in range(layout.panels):
        left = panel * (wide + layout.gap)
        own = rows[panel * each : (panel + 1) * each]
        if own:
            body.append(svg.scenery(_heads(heads, left, wide, lane_wide, layout, colours)))
        body += [
            _row(row, (left, HEAD + place * ROW, wide, lane_wide), scales, layout, colours)
            for place, row in enumerate(own)
        ]
    return svg.Sketch("".join(body), layout.width, HEAD + each * ROW + 2)


def _ends(values: Sequence[float | None]) -> tuple[float, float]:
    """Where a lane begins and ends: one outlier would squeeze the rest."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return 0.0, 1.0
    low, high = (known[round(share * (len(known) - 1))] for share in (LOW, HIGH))
    return (low, high) if high > low else (known[0] - 0.5, known[-1] + 0.5)


def _heads(
    heads: Sequence[str], left: float, wide: float, lane_wide: float, layout: Layout, colours: Palette
) -> str:
    parts = [svg.line((left, HEAD - 5), (left + wide, HEAD - 5), colours.rule)]
    for place, words in enumerate(heads):
        right = left + layout.names + (place + 1) * lane_wide
        size = min(LEAST, 1.08 * (lane_wide - 8) / max(text_width(words, 1), 0.1))
        parts.append(svg.text((right, HEAD - 11), words, colours.muted, round(size, 1), text_anchor="end"))
    return "".join(parts)


def _row(
    row: Row,
    box: tuple[float, float, float, float],
    scales: Sequence[tuple[float, float]],
    layout: Layout,
    colours: Palette,
) -> str:
    left, top, wide, lane_wide = box
    middle = top + ROW / 2
    size = min(TABLE, (layout.names - EDGE - 4) / max(text_width(row.name, 1), 0.1))
    ink = colours.primary if row.is_chosen else colours.text
    parts = [
        svg.rect(left, top, wide, ROW, colours.panel if row.is_chosen else "transparent"),
        svg.text(
            (left + EDGE, middle + 4.5),
            row.name,
            ink,
            round(max(size, 9.5), 1),
            font_weight=700 if row.is_chosen else 600,
        ),
    ]
    for place, (cell, (low, high)) in enumerate(zip(row.cells, scales, strict=True)):
        start = left + layout.names + place * lane_wide + 14
        end = left + layout.names + (place + 1) * lane_wide - layout.figures - 6
        tone = colours.bad if cell.is_marked else colours.text
        if cell.value is None:
            parts.append(svg.rect(start, middle - 4, end - start, 8, "url(#hatch)"))
        else:
            at = start + (end - start) * min(1.0, max(0.0, (cell.value - low) / (high - low)))
            parts.append(svg.line((start, middle), (end, middle), colours.rule, 1.4))
            parts.append(svg.circle((at, middle), 3.8, tone if cell.is_marked else colours.muted))
        parts.append(
            svg.text(
                (left + layout.names + (place + 1) * lane_wide, middle + 4.5),
                cell.words,
                tone if cell.value is not None else colours.muted,
                CAPTION if lane_wide > 80 else LEAST,
                text_anchor="end",
                font_weight=600 if cell.is_marked else 400,
            )
        )
    if row.is_chosen:
        parts.append(svg.rect(left, top + 2, 3, ROW - 4, colours.primary))
    # The last shape takes the click: the words in the middle of a row would swallow it.
    if row.pick:
        parts.append(svg.rect(left, top, wide, ROW, "transparent"))
    return svg.mark("".join(parts), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)
