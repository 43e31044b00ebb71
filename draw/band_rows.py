"""Areas as rows, systems as columns, a band of positions in each cell. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.columns import ink
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

HEAD, TALLEST, LEAST_TALL = 64.0, 44.0, 24.0
BAR, DOT = 9.0, 4.6
SMALL = 11.0  # of a head where there is little room
ROOM = 84.0  # pixels of a cell in which figures and words have room


@dataclass(frozen=True)
class Cell:
    """A band (best, middle, worst; none where too little is known): `says` good or bad only where it is wholly in a third."""

    band: tuple[int, int, int] | None
    says: str = "quiet"
    instead: str = ""


@dataclass(frozen=True)
class Row:
    """An area: its name, a cell for each column, what it lacks, what it says and chooses."""

    name: str
    cells: Sequence[Cell]
    lacks: str
    tip: str
    pick: str


@dataclass(frozen=True)
class Head:
    """A column's head: its name, counts, each with what it says, and the last position there is in it."""

    name: str
    counts: Sequence[tuple[str, str]]
    places: int


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the names and the last column are; how tall the rows may be together; the last column's head."""

    width: float
    names: float
    lacks: float
    height: float
    lacking: str = ""

    def cell(self, columns: int) -> float:
        return (self.width - self.names - self.lacks) / max(columns, 1)


def band_rows(rows: Sequence[Row], heads: Sequence[Head], layout: Layout, colours: Palette) -> svg.Sketch:
    """The rows under their heads; the last position stands at the left, the first at the right. `hatches` must be defined."""
    tall = min(TALLEST, max(LEAST_TALL, layout.height / max(len(rows), 1)))
    foot = HEAD + tall * len(rows)
    wide = layout.cell(len(heads))
    gap = 12.0 if wide > ROOM else 5.0
    lefts = [layout.names + at * wide for at in range(len(heads))]
    places = [head.places for head in heads]
    body = [svg.scenery(_heads(heads, (lefts, wide - gap, foot), layout, colours))]
    for at, row in enumerate(rows):
        body.append(_row(row, (HEAD + at * tall, tall), (lefts, wide - gap, places), (layout, colours)))
    return svg.Sketch("".join(body), layout.width, foot + 2)


def _x(place: float, places: int, left: float, wide: float) -> float:
    return left + DOT + (wide - 2 * DOT) * (places - place) / max(places - 1, 1)


def _heads(
    heads: Sequence[Head],
    across: tuple[Sequence[float], float, float],
    layout: Layout,
    colours: Palette,
) -> str:
    """Names and counts, the two ends of the scale, and the ground of the last third."""
    lefts, wide, foot = across
    parts = []
    for head, left in zip(heads, lefts, strict=True):
        end = _x(head.places - head.places // 3, head.places, left, wide)
        parts.append(svg.rect(left, HEAD, end - left, foot - HEAD, colours.panel))
        size = min(15.0, 15 * wide / max(text_width(head.name, 15) * 1.06, 0.1)) if wide > ROOM else SMALL
        for at, line in enumerate([head.name] if wide > ROOM else svg.wrapped(head.name, wide + 3, size, 2)):
            parts.append(svg.text((left, 15 + 12 * at), line, colours.text, size, font_weight=700))
        counts = [(said, ink(says, colours), LEAST if wide > ROOM else 11, 700) for said, says in head.counts]
        parts.append(svg.spans((left, 34 if wide > ROOM else 41), counts, 7 if wide > ROOM else 2))
        parts.append(svg.text((left, HEAD - 8), head.places, colours.muted, 11))
        parts.append(svg.text((left + wide, HEAD - 8), 1, colours.muted, 11, text_anchor="end"))
    if layout.lacks:
        parts.append(svg.text((layout.width, 34), layout.lacking, colours.muted, LEAST, text_anchor="end"))
    parts.append(svg.line((0, HEAD), (layout.width, HEAD), colours.rule))
    return "".join(parts)


def _row(
    row: Row,
    down: tuple[float, float],
    across: tuple[Sequence[float], float, Sequence[int]],
    how: tuple[Layout, Palette],
) -> str:
    (top, tall), (lefts, wide, places), (layout, colours) = down, across, how
    middle = top + tall / 2
    size = max(min(TABLE, TABLE * (layout.names - 6) / max(text_width(row.name, TABLE) * 1.05, 0.1)), 9.5)
    parts = [svg.text((0, middle + 5), row.name, colours.text, size, font_weight=650)]
    for cell, left, last in zip(row.cells, lefts, places, strict=True):
        parts.append(_cell(cell, (left, middle), wide, last, colours))
    if layout.lacks:
        parts.append(
            svg.text((layout.width, middle + 4.5), row.lacks, colours.muted, CAPTION, text_anchor="end")
        )
    parts.append(svg.line((0, top + tall), (layout.width, top + tall), colours.rule))
    parts.append(svg.rect(0, top, layout.width, tall, "transparent"))
    return svg.mark("".join(parts), tip=row.tip, pick=row.pick)


def _cell(cell: Cell, place: svg.Point, wide: float, places: int, colours: Palette) -> str:
    left, middle = place
    if cell.band is None:
        said = svg.text(
            (left + wide / 2, middle + 4.5),
            cell.instead,
            colours.muted,
            LEAST,
            text_anchor="middle",
            halo=colours.page,
        )
        return svg.rect(left, middle - BAR / 2, wide, BAR, "url(#hatch)") + (said if wide > ROOM else "")  # fmt: skip
    worst, dot, best = (_x(one, places, left, wide) for one in reversed(cell.band))
    fill = {"good": colours.above[0], "bad": colours.below[0]}.get(cell.says, colours.faint)
    colour = ink("plain" if cell.says == "quiet" else cell.says, colours)
    parts = [svg.rect(worst - 1, middle - BAR / 2, best - worst + 2, BAR, fill, rx=1.5)]
    parts.append(svg.circle((dot, middle), DOT, colour, stroke=colours.page, stroke_width=1.2))
    if cell.says != "quiet" and wide > ROOM:
        # Beside the bar, on the side where there is room: of the weak behind it, of the strong before it.
        is_bad = cell.says == "bad"
        at = max(best, dot + DOT) + 6 if is_bad else min(worst, dot - DOT) - 6
        anchor = None if is_bad else "end"
        parts.append(
            svg.text((at, middle + 4.5), cell.band[1], colour, LEAST, font_weight=700, text_anchor=anchor)
        )
    return "".join(parts)
