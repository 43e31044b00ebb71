"""A table as a lens: a row an area, each column a thing of its own on a scale of its own. Figures in, elements out.

Columns are never added: each has its own unit, its own ends, and a target line only where one is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from draw import svg
from draw.palette import BODY, CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

EDGE = 7.0  # before a name: the chosen row has its rule there
LINE = 15.0  # of a unit in two lines
NAME, TARGET, FOOT = (
    16.0,
    15.0,
    22.0,
)  # of the head: a column's name, its target's words, the ends of its scale
TALLEST, LOWEST = 40.0, 24.0  # pixels of a row
UNDER = 19.0  # more for a row that has its other figures in a line under it
MARK = 5.2
APART = 1.0  # between a row's figure and its last one, which are narrower than they are reckoned


@dataclass(frozen=True)
class Column:
    """A thing: its name and unit (a short one for narrow columns), what the last figures are, the ends of its scale with their
    words, and a target or none."""

    name: str
    unit: str
    short_unit: str = ""
    low: float = 0.0
    high: float = 1.0
    low_words: str = ""
    high_words: str = ""
    last: str = ""
    target: float | None = None
    target_words: str = ""

    def with_words(self, low: str, high: str) -> Column:
        """The same with other words at its ends."""
        return replace(self, low_words=low, high_words=high)

    def with_target(self, target: float | None, words: str) -> Column:
        """The same with a target, or none."""
        return replace(self, target=target, target_words=words)


@dataclass(frozen=True)
class Point:
    """A part's figure on the scale: `below` a target, `met`, or `plain` where nothing is judged, which is a hair."""

    value: float
    kind: str
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a column of a row.

    `frame` and `solid`: a bar in a frame. Else `points` of the parts, the row's own `value` (as a tall rule where `is_rule`, by
    `ink`) and what it was `before`. `figure` and `last` with their colours, `note` after the figure. `instead` stands in the
    place of all, on a hatch where the figure is not known.
    """

    frame: float | None = None
    solid: float | None = None
    points: Sequence[Point] = ()
    value: float | None = None
    kind: str = "plain"
    is_rule: bool = False
    before: float | None = None
    figure: str = ""
    ink: str = ""
    note: str = ""
    last: str = ""
    last_ink: str = ""
    instead: str = ""
    is_hatched: bool = False


@dataclass(frozen=True)
class Row:
    """An area: its name, what is left out of it, its cells by column, the other figures where there is no room for columns."""

    name: str
    cells: Mapping[str, Cell]
    lacks: str = ""
    under: str = ""
    is_head: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Room:
    """How wide the whole and its names are, and of each column shown the plot, the figure, the last figure; the gap before each."""

    width: float
    names: float
    columns: Mapping[str, tuple[float, float, float]]
    gap: float
    height: float = 500.0
    has_under: bool = False
    has_notes: bool = True


@dataclass(frozen=True)
class _Place:
    """Where a column is: its left edge, the right ends of plot, figure and last figure."""

    column: Column
    left: float
    plot: float
    figure: float
    last: float
    colours: Palette = field(repr=False)

    def x(self, value: float) -> float:
        """A figure's place on the plot; beyond the ends it stands at the end."""
        share = (value - self.column.low) / ((self.column.high - self.column.low) or 1.0)
        return self.left + self.plot * min(1.0, max(0.0, share))


def lens(columns: Mapping[str, Column], rows: Sequence[Row], room: Room, colours: Palette) -> svg.Sketch:
    """The rows in their order under the heads of their columns; those that the room does not name are left out."""
    places = _places(columns, rows, room, colours)
    units = {name: _unit(place, room) for name, place in places.items()}
    head = NAME + LINE * max(map(len, units.values())) + TARGET + FOOT
    tall = min(TALLEST, max(LOWEST, room.height / max(len(rows), 1))) + UNDER * room.has_under
    foot = head + tall * len(rows)
    grounds = [
        svg.rect(0, head + number * tall, room.width, tall, colours.panel)
        for number, row in enumerate(rows)
        if row.is_head or row.is_chosen
    ]
    body = [svg.scenery("".join(grounds) + _head(places, units, head, room))]
    ways = [(head, foot)]
    if room.has_under:  # which the rule must not run through
        ways = [(head + n * tall, head + (n + 1) * tall - UNDER) for n in range(len(rows))]
    body.append(svg.scenery("".join(_rule(place, head, ways) for place in places.values())))
    for number, row in enumerate(rows):
        body.append(_row(row, places, (head + number * tall, tall), room, colours))
    return svg.Sketch("".join(body), room.width, foot + 2)


def _places(
    columns: Mapping[str, Column], rows: Sequence[Row], room: Room, colours: Palette
) -> dict[str, _Place]:
    """Each column as wide as the room says; where a last figure is longer than its place, the plot gives what lacks."""
    places, left = {}, room.names
    for name, (plot, figure, last) in room.columns.items():
        left += room.gap
        longest = max((text_width(row.cells[name].last, CAPTION) for row in rows), default=0.0)
        more = max(0.0, longest + APART - last) if longest else 0.0
        plot, last = plot - more, last + more
        places[name] = _Place(
            columns[name], left, plot, left + plot + figure, left + plot + figure + last, colours
        )
        left += plot + figure + last
    return places


def _unit(place: _Place, room: Room) -> list[str]:
    """The unit in one line or two beside the head of the last figures."""
    end = text_width(place.column.last, LEAST)
    width = place.last - place.left - (end + 8 if end else 0)
    words = place.column.unit if room.has_notes else place.column.short_unit or place.column.unit
    return svg.wrapped(words, width, LEAST, 2)


def _head(places: Mapping[str, _Place], units: Mapping[str, list[str]], head: float, room: Room) -> str:
    parts = []
    colours = next(iter(places.values())).colours
    for name, place in places.items():
        column = place.column
        start = place.left - room.gap / 2
        parts.append(svg.text((place.left, 13), column.name, colours.text, BODY, font_weight=650))
        for number, line in enumerate(units[name]):
            parts.append(svg.text((place.left, NAME + 12 + LINE * number), line, colours.muted, LEAST))
        parts.append(svg.text((place.last, NAME + 12), column.last, colours.muted, LEAST, text_anchor="end"))
        at = None if column.target is None else place.x(column.target)
        for value, words, anchor in (
            (column.low, column.low_words, "start"),
            (column.high, column.high_words, "end"),
        ):
            wide = text_width(words, LEAST)
            left = place.x(value) - (wide if anchor == "end" else 0)
            # The target's rule has its own words: it does not run through those of an end.
            if at is None or not left - 4 < at < left + wide + 4:
                end = (place.x(value), head - 8)
                parts.append(svg.text(end, words, colours.muted, LEAST, text_anchor=anchor))
        if at is not None:
            half = text_width(column.target_words, LEAST) / 2
            middle = min(max(at, place.left + half), place.last - half)
            over = (middle, head - FOOT - 4)
            parts.append(
                svg.text(over, column.target_words, colours.bad, LEAST, font_weight=650, text_anchor="middle")
            )
        if name != next(iter(places)):
            parts.append(svg.line((start, 2), (start, head), colours.rule))
    parts.append(svg.line((0, head), (room.width, head), colours.muted, 1.4))
    return "".join(parts)


def _rule(place: _Place, head: float, ways: Sequence[tuple[float, float]]) -> str:
    """The target's line, from its words down all the ways."""
    if place.column.target is None:
        return ""
    at = place.x(place.column.target)
    look = {"stroke_dasharray": "4 3", "opacity": 0.9}
    return "".join(
        svg.line((at, start), (at, end), place.colours.below[1], 1.4, **look)
        for start, end in [(head - FOOT, head), *ways]
    )


def _row(
    row: Row, places: Mapping[str, _Place], across: tuple[float, float], room: Room, colours: Palette
) -> str:
    top, tall = across
    middle = top + (tall - UNDER * room.has_under) / 2
    ink = colours.primary if row.is_chosen else colours.text
    lacking = text_width(row.lacks, LEAST) + 5 if row.lacks else 0
    size = min(TABLE, (room.names - EDGE - lacking) / max(text_width(row.name, 1), 0.1))
    parts = [
        svg.text(
            (EDGE, middle + 4.5),
            row.name,
            ink,
            round(max(size, 9.5), 1),
            font_weight=700 if row.is_chosen else 600,
        ),
        svg.text((room.names, middle + 4.5), row.lacks, colours.muted, LEAST, text_anchor="end"),
    ]
    marks: list[str] = []
    for name, place in places.items():
        cell = row.cells[name]
        parts.append(_cell(cell, place, middle, room))
        marks += [_chosen(point, place, middle) for point in cell.points if point.pick]
    if room.has_under:
        parts.append(svg.text((EDGE, top + tall - 9), row.under, colours.muted, LEAST))
    if row.is_chosen:
        parts.append(svg.rect(0, top + 2, 3, tall - 4, colours.primary))
    parts.append(svg.line((0, top + tall), (room.width, top + tall), colours.rule, pointer_events="none"))
    # The last shape takes the click: the words in the middle of a row would swallow it.
    if row.pick:
        parts.append(svg.rect(0, top, room.width, tall, "transparent"))
    return svg.mark("".join(parts), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen) + "".join(marks)


def _cell(cell: Cell, place: _Place, y: float, room: Room) -> str:
    colours = place.colours
    if cell.instead:
        wide = text_width(cell.instead, LEAST)
        ground = (
            svg.rect(place.left, y - 8, max(place.plot, 14), 16, "url(#hatch)") if cell.is_hatched else ""
        )
        start = place.left + (max(place.plot, 14) + 6 if cell.is_hatched else 0)
        if start + wide > place.last:  # on the hatch where there is no room beside it
            start = place.left + 3
        words = svg.text(
            (start, y + 4.5), cell.instead, colours.muted, LEAST, halo=colours.page if cell.is_hatched else ""
        )
        return ground + words
    parts = [_bar(cell, place, y) if cell.frame is not None else _spread(cell, place, y)]
    ink = cell.ink or colours.text
    if cell.frame is not None:
        longest = max(cell.frame, cell.solid or 0)
        note = cell.note if room.has_notes else ""
        said = [(cell.figure, ink, CAPTION, 650), (note, colours.muted, LEAST, 400)]
        parts.append(svg.spans((place.x(longest) + 7, y + 4.5), said, 6))
    else:
        parts.append(
            svg.text((place.figure, y + 4.5), cell.figure, ink, CAPTION, font_weight=650, text_anchor="end")
        )
    parts.append(
        svg.text(
            (place.last, y + 4.5),
            cell.last,
            cell.last_ink or colours.text,
            CAPTION,
            font_weight=600,
            text_anchor="end",
        )
    )
    return "".join(parts)


def _bar(cell: Cell, place: _Place, y: float) -> str:
    """What was to come as a frame, what came as its filling; more than the frame is seen beyond it."""
    colours = place.colours
    frame, solid = place.x(cell.frame or 0) - place.left, place.x(cell.solid or 0) - place.left
    return svg.rect(place.left, y - 7, solid, 14, colours.sequential[1]) + svg.rect(
        place.left, y - 7, frame, 14, "none", stroke=colours.muted, stroke_width=1
    )


def _spread(cell: Cell, place: _Place, y: float) -> str:
    colours = place.colours
    # Equal pixels once, and all hairs in one path: ninety lines cost several times the bytes.
    plain = sorted({round(place.x(point.value), 1) for point in cell.points if point.kind == "plain"})
    hairs = svg.outline_of([[(at, y - 8), (at, y + 8)] for at in plain])
    parts = [svg.path(hairs, fill="none", stroke=colours.no_data_line, stroke_width=1)]
    parts += [
        _point(point.kind, place.x(point.value), y, colours)
        for point in cell.points
        if point.kind != "plain" and not point.pick
    ]
    if cell.before is not None:
        parts.append(
            svg.circle((place.x(cell.before), y), 4.4, colours.page, stroke=colours.muted, stroke_width=1.3)
        )
    if cell.value is not None:
        at = place.x(cell.value)
        if cell.is_rule:
            parts.append(svg.line((at, y - 11), (at, y + 11), colours.text, 2.2))
        else:
            parts.append(_point(cell.kind, at, y, colours, is_own=True))
    return "".join(parts)


def _point(kind: str, x: float, y: float, colours: Palette, *, is_own: bool = False) -> str:
    size = MARK if is_own else MARK - 0.6
    if kind == "below":
        return svg.triangle((x, y), size, colours.below[1], down=True, stroke=colours.page, stroke_width=0.6)
    fill = colours.above[1] if kind == "met" else colours.text
    return svg.circle((x, y), size - 0.8, fill, stroke=colours.page, stroke_width=0.8)


def _chosen(point: Point, place: _Place, y: float) -> str:
    """A part's mark that chooses it, over its row."""
    drawn = _point(point.kind, place.x(point.value), y, place.colours)
    return svg.mark(drawn, tip=point.tip, pick=point.pick)
