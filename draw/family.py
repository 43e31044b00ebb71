"""A family of documents: the one on top, the others under it on a bracket; when each was due and issued. Figures in, elements out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.squares import Entry, ink_of, square
from draw.timeline import Axis

ROW, HEAD = 36.0, 34.0
SIDE = 16.0


@dataclass(frozen=True)
class Document:
    """A document: how it stands, who leads, its days, the words at its end, and what it is to move with the change since."""

    entry: Entry
    name: str
    lead: str
    start: dt.date | None
    due: dt.date | None
    issued: dt.date | None
    words: str
    moves: str = ""
    change: str = ""
    is_compared: bool = False
    is_late: bool = False  # issued after it was due
    is_top: bool = False
    hangs: bool = False  # under one on top


@dataclass(frozen=True)
class Layout:
    """How wide the whole, the names, who leads, and the columns of indicators are; the heads of all five columns."""

    width: float
    names: float
    leads: float
    moves: float
    heads: tuple[str, str, str, str]


def family(rows: Sequence[Document], today: dt.date, layout: Layout, colours: Palette) -> svg.Sketch:
    """The rows in their order; those under the one on top hang on its bracket."""
    days = [day for row in rows for day in (row.start, row.due, row.issued) if day] or [today]
    left = layout.names + layout.leads
    right = layout.width - layout.moves - 120
    axis = Axis(min([*days, today]), max([*days, today]), left, max(right, left + 80))
    foot = HEAD + ROW * len(rows)
    body = [_ground(axis, foot, layout, colours)]
    body.append(
        svg.scenery("".join(_bracket(rows, at, colours) for at, row in enumerate(rows) if row.is_top))
    )
    for at, row in enumerate(rows):
        body.append(_row(row, HEAD + ROW * at, (today, axis), layout, colours))
    return svg.Sketch("".join(body), layout.width, foot + 2)


def _bracket(rows: Sequence[Document], top: int, colours: Palette) -> str:
    """From one on top down to those right under it."""
    under = []
    for at in range(top + 1, len(rows)):
        if not rows[at].hangs or rows[at].is_top:
            break
        under.append(HEAD + ROW * at + ROW / 2)
    if not under:
        return ""
    x, start = SIDE / 2, HEAD + ROW * top + ROW / 2 + SIDE / 2
    outline = svg.outline_of([[(x, start), (x, under[-1])], *([(x, y), (x + 14, y)] for y in under)])
    return svg.path(outline, fill="none", stroke=colours.faint, stroke_width=1.5)


def _ground(axis: Axis, foot: float, layout: Layout, colours: Palette) -> str:
    columns = (0.0, layout.names, layout.width - layout.moves, layout.width)
    parts = []
    for at, (left, words) in enumerate(zip(columns, layout.heads, strict=True)):
        if layout.moves or at < 2:
            anchor = "end" if at == 3 else ""
            parts.append(svg.text((left, 14), words, colours.muted, CAPTION, text_anchor=anchor))
    for year in axis.years:
        left, right = axis.at(dt.date(year, 1, 1)), axis.at(dt.date(year, 12, 31))
        parts.append(svg.line((left, 22), (left, foot), colours.rule))
        if year in axis.labels():
            parts.append(
                svg.text(((left + right) / 2, 14), year, colours.muted, CAPTION, text_anchor="middle")
            )
    return svg.scenery("".join(parts))


def _row(row: Document, top: float, when: tuple[dt.date, Axis], layout: Layout, colours: Palette) -> str:
    (today, axis), middle = when, top + ROW / 2
    left = 22.0 if row.hangs and not row.is_top else 0.0
    weight = 650 if row.is_top or row.entry.standing == "overdue" else 400
    name = svg.wrapped(row.name, (layout.names - left - 36) / (1.05 if weight > 400 else 1), TABLE, 2)
    parts = [
        svg.text(
            (left + 24, middle + 5 + (at - (len(name) - 1) / 2) * 16),
            words,
            colours.text,
            TABLE,
            font_weight=weight,
        )
        for at, words in enumerate(name)
    ]
    parts.append(
        svg.text(
            (layout.names, middle + 5),
            svg.cut(row.lead, layout.leads - 10, CAPTION) if layout.leads else "",
            colours.muted,
            CAPTION,
        )
    )
    parts.append(_days(row, middle, (today, axis), colours))
    if layout.moves:
        room = layout.moves - 96
        moves = svg.cut(row.moves, room, CAPTION)
        ink = colours.text if row.is_compared else colours.muted
        parts.append(
            svg.text(
                (layout.width - layout.moves, middle + 5),
                moves,
                colours.text if row.change else colours.muted,
                CAPTION,
            )
        )
        parts.append(
            svg.text(
                (layout.width, middle + 5),
                row.change,
                ink,
                CAPTION,
                font_weight=650 if row.is_compared else 400,
                text_anchor="end",
            )
        )
    parts.append(
        svg.line((0, top + ROW), (layout.width, top + ROW), colours.text if row.is_top else colours.rule)
    )
    body = svg.scenery("".join(parts))
    return body + square(row.entry, (left, middle - SIDE / 2), colours, SIDE)


def _days(row: Document, middle: float, when: tuple[dt.date, Axis], colours: Palette) -> str:
    """From its start to its issue or today: late in brown; a tick where it was due, a diamond where it was issued."""
    today, axis = when
    end_day = row.issued or (
        today if row.entry.standing in ("overdue", "slipping", "on_track", "on_hold") else None
    )
    parts, end = [], axis.left
    if row.start and end_day:
        until = min(row.due, end_day) if row.due else end_day
        parts.append(
            svg.line(
                (axis.at(row.start), middle), (axis.at(max(until, row.start)), middle), colours.muted, 1.2
            )
        )
        end = axis.at(end_day)
    if row.due and end_day and end_day > row.due:
        thick = 5 if row.issued is None else 3
        parts.append(
            svg.line(
                (axis.at(row.due), middle),
                (axis.at(end_day), middle),
                colours.below[1 if row.issued is None else 0],
                thick,
            )
        )
    if row.due:
        end = max(end, axis.at(row.due))
        parts.append(
            svg.line((axis.at(row.due), middle - 8), (axis.at(row.due), middle + 8), colours.text, 2)
        )
    if row.issued:
        parts.append(
            svg.diamond((axis.at(row.issued), middle), 5, colours.text, stroke=colours.page, stroke_width=1)
        )
    ink = ink_of("overdue" if row.is_late else row.entry.standing, colours)
    parts.append(
        svg.text(
            (end + 10, middle + 4.5),
            row.words,
            ink,
            LEAST,
            font_weight=650 if row.entry.standing == "overdue" else 400,
            halo=colours.page,
        )
    )
    return "".join(parts)
