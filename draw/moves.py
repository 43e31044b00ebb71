"""Moves: of each area where it stood beside a line and where it stands, and what took it there, step by step. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

ROW, HEAD, UNDER = 21.0, 38.0, 15.0
NAMES, NARROW_NAMES = 190.0, 150.0  # pixels of a county's and its city's name
COLUMN, SLIM_COLUMN = 69.0, 49.0  # of a figure behind the picture; of one with a short head
THICK = 6.5
THIN_LANES = {1: 4.5, 2: 3.0, 3: 2.4, 4: 2.0}  # how high each of so many thin steps is
MARK = 4.6


@dataclass(frozen=True)
class Move:
    """An area: where it stood and stands (above the line is positive), the steps between in their order, and the columns behind.

    The steps add up to the way from `start` to `end`. `figures` are texts, one for each head behind the picture;
    `note` stands before the last of them, where the others are blank.
    """

    name: str
    place: str
    start: int
    end: int
    start_words: str
    end_words: str
    steps: Sequence[int]
    figures: Sequence[str]
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False
    note: str = ""


@dataclass(frozen=True)
class Words:
    """Words over the columns: the earlier and later period, the line, and each figure behind."""

    start: str
    end: str
    line: str
    figures: Sequence[str]


@dataclass(frozen=True)
class Foot:
    """The row under the rule: its name and its figures."""

    name: str
    figures: Sequence[str]


def moves(
    rows: Sequence[Move], words: Words, foot: Foot | None, width: float, colours: Palette
) -> svg.Sketch:
    """The areas under each other on one axis of the line."""
    is_slim = width < 480
    name, place = (66.0, 0.0) if is_slim else _names(rows, width)
    edges = [] if is_slim else _edges(words.figures, width)
    behind = width - edges[0] if edges else 0.0
    edges = edges[1:]
    left, right = name + place + 52, width - behind - 52
    ends = [0, *(value for row in rows for value in _stops(row))]
    low, high = min(ends), max(ends)
    span = (high - low) or 1

    def x(value: float) -> float:
        return left + 8 + (right - left - 16) * (value - low) / span

    told = [_told(row, words.figures, width) if is_slim else [] for row in rows]
    highs = [ROW + UNDER * len(lines) + (3 if lines else 0) for lines in told]
    tall = HEAD + sum(highs)
    end = {"text_anchor": "end"}
    head = [
        svg.text((left - 4, HEAD - 8), words.start, colours.muted, LEAST, **end),
        svg.text(
            (x(0), HEAD - 8 - _lift(x(0), words, left, right)),
            words.line,
            colours.text,
            LEAST,
            text_anchor="middle",
            font_weight=700,
        ),
        svg.text((right + 48, HEAD - 8), words.end, colours.muted, LEAST, **end),
        svg.line((0, HEAD - 0.5), (width, HEAD - 0.5), colours.rule),
    ]
    for at, one in enumerate([] if is_slim else words.figures):
        # Two lines are about as long as each other: no character stands alone.
        long = text_width(one, LEAST)
        room = COLUMN - 6 if long <= COLUMN - 6 else min(COLUMN - 6, long / 2 + 13)
        lines = svg.wrapped(one, room, LEAST, 2)
        for up, line in enumerate(reversed(lines)):
            place_of = (edges[at], HEAD - 8 - 14 * up)
            head.append(svg.text(place_of, line, colours.muted, LEAST, **end))
    body = [svg.scenery("".join(head))]
    for number, row in enumerate(rows):
        top_of = HEAD + sum(highs[:number])
        y = top_of + ROW / 2
        ground = colours.panel if row.is_chosen or number % 2 else "transparent"
        parts = [
            svg.rect(0, top_of, width, highs[number], ground),
            *(
                svg.text((0, top_of + ROW + UNDER * at + 10), line, colours.muted, LEAST)
                for at, line in enumerate(told[number])
            ),
            svg.text((0, y + 4.5), svg.cut(row.name, name, CAPTION), colours.text, CAPTION, font_weight=600),
            svg.text((left - 4, y + 4.5), row.start_words, _ink(row.start, colours), LEAST, **end),
            svg.text((right + 48, y + 4.5), row.end_words, _ink(row.end, colours), LEAST, **end),
        ]
        if not is_slim:
            parts.append(
                svg.text((name + 4, y + 4.5), svg.cut(row.place, place, LEAST), colours.muted, LEAST)
            )
            if row.note:
                place_of = (edges[-2], y + 4.5)
                parts.append(
                    svg.text(
                        place_of,
                        svg.cut(row.note, edges[-2] - width + behind - 8, LEAST),
                        colours.muted,
                        LEAST,
                        **end,
                    )
                )
            for at, one in enumerate(row.figures):
                weight = 700 if at == len(row.figures) - 1 else 400
                parts.append(
                    svg.text(
                        (edges[at], y + 4.5),
                        one,
                        colours.text,
                        LEAST,
                        font_weight=weight,
                        **end,
                    )
                )
        at_value, lane = row.start, 0.0
        # Where several of the steps above go to and fro they stand under each other: none covers another.
        thin = THIN_LANES[max(1, sum(step != 0 for step in row.steps[:-1]))]
        band = thin * sum(step != 0 for step in row.steps[:-1])
        for at, step in enumerate(row.steps):
            is_last = at == len(row.steps) - 1
            here, there = x(at_value), x(at_value + step)
            fill = colours.above[1] if step > 0 else colours.below[0]
            high_of = THICK if is_last else thin
            # The steps before the last stand above the middle, the last one below it.
            top = y + 0.5 if is_last else y - band - 0.5 + lane
            lane += thin if step else 0
            parts.append(svg.rect(min(here, there), top, abs(there - here), high_of, fill))
            at_value += step
        parts.append(_end((x(row.start), y), row.start, colours))
        parts.append(_end((x(row.end), y), row.end, colours))
        body.append(svg.mark("".join(parts), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen))
    body.append(svg.scenery(svg.line((x(0), HEAD - 2), (x(0), tall), colours.text, 1.8)))
    if foot is not None and not is_slim:
        body.append(svg.scenery(svg.line((0, tall + 1), (width, tall + 1), colours.text, 1.2)))
        y = tall + ROW / 2 + 5
        body.append(svg.text((0, y), foot.name, colours.text, CAPTION, font_weight=700))
        if not is_slim:
            body += [
                svg.text((edges[at], y), one, colours.text, LEAST, font_weight=700, **end)
                for at, one in enumerate(foot.figures)
            ]
        tall += ROW + 2
    return svg.Sketch("".join(body), width, tall + 2)


def _names(rows: Sequence[Move], width: float) -> tuple[float, float]:
    """How wide the names are, and the places behind them: what the one does not need the other has."""
    # Bold letters are wider by a tenth.
    name = max((1.1 * text_width(row.name, CAPTION) for row in rows), default=0) + 4
    place = max((text_width(row.place, LEAST) + 6 for row in rows if row.place), default=0)
    room = NAMES if width >= 800 else NARROW_NAMES
    place = min(place, max(52.0, room - name))
    return min(max(name, 60.0), room - place), place


def _told(row: Move, heads: Sequence[str], width: float) -> list[str]:
    """Where there is no room for columns: the parts of a change that are any, under the county, in lines; or why there are none."""
    parts = [
        f"{head} {figure}"
        for head, figure in zip(heads[:-1], row.figures[:-1], strict=False)
        if any(letter in "123456789" for letter in figure)
    ]
    lines = [""]
    for part in [row.note] if row.note else parts:
        longer = f"{lines[-1]} · {part}" if lines[-1] else part
        if text_width(longer, LEAST) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return [svg.cut(line, width, LEAST) for line in lines if line]


def _lift(at: float, words: Words, left: float, right: float) -> float:
    """How far the name of the line stands above the heads beside it: a line up, where it would meet one of them."""
    half = text_width(words.line, LEAST) * 1.1 / 2 + 4
    meets = at - half < left - 4 or at + half > right + 48 - text_width(words.end, LEAST)
    return 14.0 if meets else 0.0


def _edges(heads: Sequence[str], width: float) -> list[float]:
    """Where the columns behind begin, and where each of them ends."""
    wide = [SLIM_COLUMN if text_width(head, LEAST) <= SLIM_COLUMN - 8 else COLUMN for head in heads]
    return [width - sum(wide[at:]) for at in range(len(wide) + 1)]


def _stops(row: Move) -> list[int]:
    """Every place on the way."""
    stops = [row.start]
    for step in row.steps:
        stops.append(stops[-1] + step)
    return [*stops, row.end]


def _ink(value: int, colours: Palette) -> str:
    return colours.good if value >= 0 else colours.bad


def _end(at: svg.Point, value: int, colours: Palette) -> str:
    """A triangle up on or above the line, down below it."""
    return svg.triangle(at, MARK, _ink(value, colours), down=value < 0, stroke=colours.page, stroke_width=0.8)
