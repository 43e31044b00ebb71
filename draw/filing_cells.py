"""Who filed when: a row a county, a small cell a period with its sign, in panels of whole cities. Signs in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from draw import svg
from draw.palette import LEAST, Palette, ink_on
from draw.panels import cut, packed
from draw.text import text_width

HEAD = 18.0  # pixels of the line of years
SIGN, SMALLEST = 10.5, 9.0
WIDEST = 40.0  # pixels of a cell: of few periods it does not fill its panel


@dataclass(frozen=True)
class Cell:
    """A period of a county: its ground ("" where it was not asked) and sign; one that says something can be pressed."""

    ground: str
    sign: str = ""
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Row:
    """A county: its name, strong where something lacks, what it says and opens, a cell for each period."""

    name: str
    cells: Sequence[Cell]
    is_strong: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """The counties of a city under its name and its count; without a name they stand alone."""

    name: str
    count: str
    rows: Sequence[Row]
    is_short: bool = False  # a county lacks
    tip: str = ""
    pick: str = ""

    @property
    def size(self) -> int:
        return len(self.rows) + bool(self.name)


@dataclass(frozen=True)
class Period:
    """A column: the year it stands under, what it says and chooses."""

    year: str
    tip: str
    pick: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Room:
    """How wide all is, in how many panels so far apart, how wide the names; for how high, and how high a row may be."""

    width: float
    panels: int
    names: float
    gap: float = 26.0
    height: float = 520.0
    lowest: float = 14.5
    tallest: float = 24.0

    @property
    def panel(self) -> float:
        return (self.width - self.gap * (self.panels - 1)) / self.panels


def filing_cells(
    periods: Sequence[Period], groups: Sequence[Group], room: Room, colours: Palette
) -> svg.Sketch:
    """The cities with their counties under the years. A city longer than a panel is cut."""
    whole = sum(group.size for group in groups)
    most = -(-whole // room.panels)
    pieces = [
        (groups[place], groups[place].rows[first:end])
        for place, first, end in cut([len(group.rows) for group in groups], max(most, 1))
    ]
    sizes = [len(rows) + bool(group.name) for group, rows in pieces]
    panels = [[pieces[place] for place in panel] for panel in packed(sizes, room.panels)]
    longest = max((sum(len(rows) + bool(group.name) for group, rows in panel) for panel in panels), default=0)
    tall = min(room.tallest, max(room.lowest, room.height / max(longest, 1)))
    wide = min(WIDEST, (room.panel - room.names) / max(len(periods), 1))
    body = []
    for number, panel in enumerate(panels):
        left = number * (room.panel + room.gap)
        drawn = _panel(periods, panel, (room.names, wide, tall), colours)
        body.append(svg.group(drawn, transform=f"translate({svg.number(left)} 0)") if left else drawn)
    return svg.Sketch("".join(body), room.width, HEAD + tall * longest + 3)


Size = tuple[float, float, float]  # of a panel: its names, a cell's width and height


def _panel(
    periods: Sequence[Period],
    panel: Sequence[tuple[Group, Sequence[Row]]],
    size: Size,
    colours: Palette,
) -> str:
    """The grounds of all cells first, each colour in one path; then rules, signs, and what takes the pointer."""
    names, wide, tall = size
    right, top = names + wide * len(periods), HEAD
    grounds: dict[str, list[list[svg.Point]]] = {}
    marks, rules = _heads(periods, size, colours), []
    for group, rows in panel:
        if group.name:
            marks += _head_row(group, top, (size, right), colours)
            top += tall
        for row in rows:
            for number, cell in enumerate(row.cells):
                if cell.ground:
                    box = _box(names + number * wide, top, wide, tall)
                    grounds.setdefault(cell.ground, []).append(box)
            marks += _row(row, top, size, colours)
            top += tall
    for number, period in enumerate(periods):
        left = names + number * wide
        if number and period.year != periods[number - 1].year:
            rules.append(svg.line((left - 0.25, HEAD - 12), (left - 0.25, top), colours.faint))
        if period.is_chosen:
            frame = svg.rect(
                left - 0.8,
                HEAD - 2,
                wide + 0.8,
                top - HEAD + 3,
                "none",
                stroke=colours.text,
                stroke_width=1.6,
            )
            rules.append(frame)
    painted = "".join(
        svg.path(svg.outline_of(boxes, closed=True), fill=fill) for fill, boxes in grounds.items()
    )
    return svg.scenery(painted) + "".join(marks) + svg.scenery("".join(rules))


def _heads(periods: Sequence[Period], size: Size, colours: Palette) -> list[str]:
    """The years, and over each period what chooses it."""
    names, wide, _ = size
    marks, at = [], 0
    for year, own in groupby(periods, key=lambda one: one.year):
        several = list(own)
        middle, room = names + wide * (at + len(several) / 2), wide * len(several)
        if text_width(year, LEAST) <= room + 2:
            head = svg.text((middle, HEAD - 5), year, colours.muted, LEAST, text_anchor="middle")
            marks.append(svg.scenery(head))
        at += len(several)
    for number, period in enumerate(periods):
        over = svg.rect(names + number * wide, 0, wide, HEAD - 1, "transparent")
        marks.append(svg.mark(over, tip=period.tip, pick=period.pick, is_chosen=period.is_chosen))
    return marks


def _head_row(group: Group, top: float, across: tuple[Size, float], colours: Palette) -> list[str]:
    (names, _, tall), right = across
    foot = top + tall / 2 + LEAST * 0.34
    ink = colours.bad if group.is_short else colours.muted
    after = max(names, text_width(group.name, LEAST) + 8)
    words = svg.text((0, foot), group.name, colours.muted, LEAST, font_weight=700)
    words += svg.text((after, foot), group.count, ink, LEAST)
    over = svg.rect(0, top, right, tall, "transparent")
    return [svg.mark(words + over, tip=group.tip, pick=group.pick)]


def _row(row: Row, top: float, size: Size, colours: Palette) -> list[str]:
    names, wide, tall = size
    hand = max(SMALLEST, min(LEAST, LEAST * (names - 5) / max(text_width(row.name, LEAST) * 0.94, 1)))
    ink = colours.primary if row.is_chosen else colours.text
    weight = 700 if row.is_strong or row.is_chosen else None
    name = svg.text((0, top + tall / 2 + hand * 0.35), row.name, ink, round(hand, 1), font_weight=weight)
    over = svg.rect(0, top, names - 1, tall, "transparent")
    signs: list[tuple[float, object, str]] = []
    hatched: list[tuple[float, object, str]] = []  # the lines of a hatch would run through a sign
    for number, cell in enumerate(row.cells):
        is_plain = cell.ground[:1] == "#"
        ink = ink_on(cell.ground) if is_plain else colours.text
        (signs if is_plain else hatched).append((names + (number + 0.5) * wide, cell.sign, ink))
    foot = top + tall / 2 + SIGN * 0.35
    marks = [svg.mark(name + over, tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)]
    written = svg.placed(foot, signs, SIGN, text_anchor="middle")
    written += svg.placed(foot, hatched, SIGN, halo=colours.no_data, text_anchor="middle")
    marks.append(svg.scenery(written))
    for number, cell in enumerate(row.cells):
        if cell.tip:
            box = svg.rect(names + number * wide, top, wide, tall - 1, "transparent")
            marks.append(svg.mark(box, tip=cell.tip, pick=cell.pick))
    return marks


def _box(left: float, top: float, wide: float, tall: float) -> list[svg.Point]:
    right, foot = left + wide - 1, top + tall - 1
    return [(left, top), (right, top), (right, foot), (left, foot)]
