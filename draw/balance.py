"""What came and went: bars under headings, and below them strips beside all others. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.chain import strip
from draw.palette import BODY, CAPTION, LEAST, Palette
from draw.text import text_width

ROW = 19.5
THICK = 11.0
HEADING = 27.0
LINE = 18.0
LANE = 41.0
BETWEEN = 12.0


@dataclass(frozen=True)
class Bar:
    """A row: its name, its size (None: not known), its fill, its figure, and a note behind the figure with its colour."""

    name: str
    size: float | None
    fill: str
    figure: str
    note: str = ""
    note_colour: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Block:
    """Bars of one scale under a heading and what it is of; lines of words below."""

    title: str
    small: str
    bars: Sequence[Bar]
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Lane:
    """A figure beside all others of its kind: in words, and as a strip."""

    name: str
    small: str
    figure: str
    others: Sequence[float]
    value: float | None
    is_marked: bool = False
    tip: str = ""


def balance(
    blocks: Sequence[Block],
    lanes: tuple[str, str, Sequence[Lane]],
    width: float,
    names: float,
    colours: Palette,
) -> svg.Sketch:
    """The blocks, then the strips under their heading and its small words; `names` is how wide the rows' names are."""
    body, y = [], 0.0
    for block in blocks:
        drawn, y = _block(block, y, width, names, colours)
        body.append(drawn)
        y += BETWEEN
    title, small, rows = lanes
    body.append(svg.scenery(_heading(title, small, y, width, colours)))
    y += HEADING
    for lane in rows:
        body.append(_lane(lane, y, width, colours))
        y += LANE
    return svg.Sketch("".join(body), width, y)


def _heading(title: str, small: str, y: float, width: float, colours: Palette) -> str:
    room = width - text_width(title, BODY) - 8
    size = min(LEAST, 1.08 * room / max(text_width(small, 1), 0.1))
    return svg.spans(
        (0, y + 15), [(title, colours.text, BODY, 700), (small, colours.muted, round(size, 1), 400)], apart=8
    )


def _block(block: Block, top: float, width: float, names: float, colours: Palette) -> tuple[str, float]:
    parts = [svg.scenery(_heading(block.title, block.small, top, width, colours))]
    y = top + HEADING
    largest = max((bar.size or 0 for bar in block.bars), default=0) or 1
    room = width - names - max((_behind(bar) for bar in block.bars), default=0) - 8
    for bar in block.bars:
        parts.append(_bar(bar, y, names, max(room, 20) / largest, colours))
        y += ROW
    y += 4 if block.lines and block.bars else 0
    for words in block.lines:
        size = min(LEAST, 1.08 * width / max(text_width(words, 1), 0.1))
        parts.append(svg.scenery(svg.text((0, y + 13), words, colours.muted, round(size, 1))))
        y += LINE
    return "".join(parts), y


def _behind(bar: Bar) -> float:
    """How wide a bar's figure and note are."""
    return text_width(bar.figure, CAPTION) + (text_width(bar.note, LEAST) + 6 if bar.note else 0)


def _bar(bar: Bar, y: float, names: float, length: float, colours: Palette) -> str:
    middle = y + ROW / 2
    name = svg.cut(bar.name, 1.08 * (names - 6), CAPTION)
    end = names + (bar.size or 0) * length
    parts = [
        svg.rect(0, y, end + _behind(bar) + 8, ROW, "transparent"),
        svg.text((0, middle + 4.5), name, colours.text, CAPTION),
        svg.rect(names, middle - THICK / 2, max(end - names, 1.0 if bar.size else 0), THICK, bar.fill),
        svg.spans(
            (end + 6, middle + 4.5),
            [
                (bar.figure, colours.text if bar.size is not None else colours.muted, CAPTION, 600),
                (bar.note, bar.note_colour or colours.muted, LEAST, 400),
            ],
            apart=5,
        ),
    ]
    return svg.mark("".join(parts), tip=bar.tip)


def _lane(lane: Lane, y: float, width: float, colours: Palette) -> str:
    ink = colours.bad if lane.is_marked else colours.text
    room = width - text_width(lane.name, CAPTION) - text_width(lane.figure, CAPTION) - 22
    parts = [
        svg.rect(0, y, width, LANE - 4, "transparent"),
        svg.spans(
            (0, y + 12),
            [
                (lane.name, colours.text, CAPTION, 700),
                (svg.cut(lane.small, 1.08 * room, LEAST), colours.muted, LEAST, 400),
            ],
            apart=6,
        ),
        svg.text((width, y + 12), lane.figure, ink, CAPTION, font_weight=700, text_anchor="end"),
        strip(lane.others, lane.value, (0, y + 18, width, 11), ink, colours),
    ]
    return svg.mark("".join(parts), tip=lane.tip)
