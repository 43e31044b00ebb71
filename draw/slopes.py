"""Rows from one figure to another about a target: who, then, the way, now, the change. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, TABLE, Palette
from draw.text import text_width

ROW, HEAD = 24.0, 26.0
FIGURE = 46.0  # of a column of figures
CHANGE = 58.0
POINT = 9.0  # of a head, from its point to its back


@dataclass(frozen=True)
class Slope:
    """An area: its name, what it lies in, both figures, all three as written, whether it got better (None: not judged)."""

    name: str
    beside: str
    then: float
    now: float
    written: tuple[str, str, str]
    is_better: bool | None
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Span:
    """The axis that all rows share: its ends, and the target on it with its words."""

    low: float
    high: float
    target: float | None = None
    words: str = ""


def slopes(title: str, rows: Sequence[Slope], span: Span, width: float, colours: Palette) -> svg.Sketch:
    """A heading and a row for each; the way points from then to now and is coloured by whether that is better; where it
    ends beside the target is the verdict."""
    names = min(width * 0.36, max((_wide(row) for row in rows), default=0) + 10)
    left, right = names + FIGURE + 12, width - CHANGE - FIGURE - 12
    scale = (right - left) / ((span.high - span.low) or 1)

    def x(figure: float) -> float:
        return left + (figure - span.low) * scale

    parts = [svg.text((0, 16), title, colours.text, TABLE, font_weight=700)]
    if span.target is not None and rows:
        half = text_width(span.words, LEAST) / 2
        middle = max(x(span.target), text_width(title, TABLE) + 14 + half)
        parts.append(svg.text((middle, 16), span.words, colours.muted, LEAST, text_anchor="middle"))
    for place, row in enumerate(rows):
        top = HEAD + place * ROW
        middle = top + ROW / 2
        base = middle + LEAST * 0.36
        way = {True: colours.good, False: colours.bad, None: colours.primary}[row.is_better]
        body = [
            svg.rect(0, top, width, ROW, "transparent"),
            svg.line((0, top), (width, top), colours.rule),
            svg.spans(
                (0, base),
                [(svg.cut(row.name, names, TABLE), colours.text, TABLE, 400), *_beside(row, names, colours)],
                5,
            ),
            svg.text((names + FIGURE, base), row.written[0], colours.text, LEAST, text_anchor="end"),
            svg.line((x(row.then), middle), (x(row.now), middle), way, 2.4),
            svg.text((width - CHANGE, base), row.written[1], colours.text, LEAST, text_anchor="end"),
            svg.text((width, base), row.written[2], way, LEAST, text_anchor="end", font_weight=700),
        ]
        if span.target is not None:
            body.append(
                svg.line((x(span.target), top + 4), (x(span.target), top + ROW - 4), colours.text, 1.2)
            )
        body.append(_end((x(row.now), middle), row.now - row.then, way))
        parts.append(svg.mark("".join(body), tip=row.tip, pick=row.pick))
    height = HEAD + len(rows) * ROW
    if rows:
        parts.append(svg.line((0, height), (width, height), colours.rule))
    return svg.Sketch("".join(parts), width, height + 1)


def _wide(row: Slope) -> float:
    return text_width(row.name, TABLE) + (5 + text_width(row.beside, LEAST) if row.beside else 0)


def _beside(row: Slope, names: float, colours: Palette) -> list[tuple[object, str, float, int]]:
    """What it lies in, where there is room for that."""
    return [(row.beside, colours.muted, LEAST, 400)] if row.beside and _wide(row) <= names else []


def _end(at: svg.Point, change: float, colour: str) -> str:
    """A head whose point is the figure of now; of no change a dot. Never up or down: on the maps that is the verdict."""
    if not change:
        return svg.circle(at, 4.2, colour)
    (x, y), back = at, -POINT if change > 0 else POINT
    corners = [(x, y), (x + back, y - POINT * 0.62), (x + back, y + POINT * 0.62)]
    return svg.path(svg.outline_of([corners], closed=True), fill=colour)
