"""A heat table: a row an area, a cell a thing, in panels side by side that hold whole groups. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, TABLE, Palette, ink_on
from draw.panels import cut, packed
from draw.text import text_width

HEAD = 18.0  # pixels of the line of heads
SMALLEST = 9.5  # of a name that is long
WIDEST = 104.0  # pixels of a cell: of few things it does not fill its column
LOOSE = 22.0  # pixels of a row from which on it has a larger hand


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: its words on their ground; without a ground it is hatched, or plain in a row of a group.

    `beside` are figures right of it, where there is room for them.
    """

    words: str
    ground: str = ""
    beside: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    """An area: its name, a cell for each head, the figure at the end, what it says and chooses.

    `instead` takes the place of all cells, on a hatch; `is_marked` is framed.
    """

    name: str
    cells: Sequence[Cell]
    last: str = ""
    instead: str = ""
    is_marked: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Group:
    """Rows that stay together, under a row of their own or none."""

    head: Row | None
    rows: Sequence[Row]

    @property
    def size(self) -> int:
        return len(self.rows) + (self.head is not None)


@dataclass(frozen=True)
class Head:
    """Over a column: its words, what is over the figures beside its cells, what it says and chooses."""

    words: str
    beside: Sequence[str] = ()
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Room:
    """How wide all is, in how many panels so far apart; of a panel the names, the figures beside a cell, the last figure.

    `apart`: after each column. `height`: for the rows together; `lowest` and `tallest`: pixels of one.
    """

    width: float
    panels: int
    names: float
    last: float
    beside: Sequence[float] = ()
    apart: float = 1.5
    gap: float = 40.0
    height: float = 510.0
    lowest: float = 14.5
    tallest: float = 30.0

    @property
    def panel(self) -> float:
        return (self.width - self.gap * (self.panels - 1)) / self.panels

    def lefts(self, columns: int) -> list[float]:
        """Where each column's cell begins in a panel, and where the last one's figures end."""
        step = (self.panel - self.names - self.last) / max(columns, 1)
        return [self.names + step * number for number in range(columns + 1)]

    def wide(self, columns: int) -> float:
        """How wide a cell is."""
        first, second, *_ = self.lefts(max(columns, 1))
        return min(WIDEST, second - first - self.after)

    @property
    def after(self) -> float:
        """What a column has behind its cell."""
        return sum(self.beside) + self.apart


def heat(heads: Sequence[Head], groups: Sequence[Group], room: Room, colours: Palette) -> svg.Sketch:
    """The groups under their heads, the last head being that of the last figures. A group longer than a panel is cut."""
    panels = _panels(groups, room.panels)
    most = max((sum(group.size for group in panel) for panel in panels), default=0)
    tall = min(room.tallest, max(room.lowest, room.height / max(most, 1)))
    body = []
    for number, panel in enumerate(panels):
        left = number * (room.panel + room.gap)
        drawn = _heads(heads, room, colours) + _panel(panel, tall, (len(heads) - 1, room), colours)
        body.append(svg.group(drawn, transform=f"translate({svg.number(left)} 0)") if left else drawn)
    return svg.Sketch("".join(body), room.width, HEAD + tall * most + 2)


def _panels(groups: Sequence[Group], panels: int) -> list[list[Group]]:
    """The groups by panel; one that is longer than a panel can be is cut, its row standing over each piece."""
    most = -(-sum(group.size for group in groups) // panels)
    pieces = [
        Group(groups[place].head, groups[place].rows[first:end])
        for place, first, end in cut([len(group.rows) for group in groups], max(most, 1))
    ]
    return [[pieces[place] for place in panel] for panel in packed([one.size for one in pieces], panels)]


def _heads(heads: Sequence[Head], room: Room, colours: Palette) -> str:
    *columns, last = heads
    lefts, wide = room.lefts(len(columns)), room.wide(len(columns))
    parts = []
    for left, head in zip(lefts, columns, strict=False):
        parts.append(_head(head, (left + wide / 2, left, wide), "middle", colours))
        at, beside = left + wide, []
        for words, more in zip(head.beside, room.beside, strict=False):
            at += more
            beside.append((at - 2, words, colours.muted))
        parts.append(svg.scenery(svg.placed(HEAD - 5, beside, text_anchor="end")))
    if last.words:
        parts.append(_head(last, (room.panel - 2, room.panel - room.last, room.last - 2), "end", colours))
    return "".join(parts)


def _head(head: Head, across: tuple[float, float, float], anchor: str, colours: Palette) -> str:
    """A head at a place; `across` is also where what may be pressed begins, and how wide that is."""
    at, left, wide = across
    ink, weight = (colours.primary, 700) if head.is_chosen else (colours.muted, 400)
    size = max(SMALLEST, min(LEAST, LEAST * wide / max(text_width(head.words, LEAST), 1)))
    words = svg.text((at, HEAD - 5), head.words, ink, round(size, 1), text_anchor=anchor, font_weight=weight)
    pressed = svg.rect(left, 0, wide, HEAD - 1, "transparent") if head.pick else ""
    return svg.mark(words + pressed, tip=head.tip, pick=head.pick, is_chosen=head.is_chosen)


def _panel(groups: Sequence[Group], tall: float, grid: tuple[int, Room], colours: Palette) -> str:
    """The grounds of all cells first, each colour in one path: ninety rows of rectangles cost several times the bytes."""
    columns, room = grid
    lefts, wide = room.lefts(columns), room.wide(columns)
    grounds: dict[str, list[list[svg.Point]]] = {}
    under, marks, frames, top = [], [], [], HEAD
    for group in groups:
        if group.head:
            marks.append(_row(group.head, (top, tall), grid, colours, is_head=True))
            top += tall
        for row in group.rows:
            if row.instead:
                box = _box(lefts[0], lefts[-2] + wide, top, tall)
                grounds.setdefault("url(#hatch)", []).append(box)
            for left, cell in zip(lefts, () if row.instead else row.cells, strict=False):
                box = _box(left, left + wide, top, tall)
                grounds.setdefault(cell.ground or "url(#hatch)", []).append(box)
            marks.append(_row(row, (top, tall), grid, colours))
            if row.is_chosen:  # under the cells, whose colours mean something
                under.append(svg.rect(0, top, room.panel, tall - 1, colours.primary, opacity=0.14))
            if row.is_marked:
                right = lefts[-2] + wide
                frames.append(
                    svg.rect(
                        lefts[0] - 1,
                        top,
                        right - lefts[0] + 0.5,
                        tall,
                        "none",
                        stroke=colours.text,
                        stroke_width=1.6,
                    )
                )
            top += tall
    painted = "".join(
        svg.path(svg.outline_of(boxes, closed=True), fill=fill) for fill, boxes in grounds.items()
    )
    return svg.scenery("".join(under) + painted) + "".join(marks) + svg.scenery("".join(frames))


def _box(left: float, right: float, top: float, tall: float) -> list[svg.Point]:
    foot = top + tall - 1
    return [(left, top), (right, top), (right, foot), (left, foot)]


def _row(
    row: Row, across: tuple[float, float], grid: tuple[int, Room], colours: Palette, *, is_head: bool = False
) -> str:
    """A row's words, and over all of it what takes the pointer."""
    (top, tall), (columns, room) = across, grid
    lefts, wide = room.lefts(columns), room.wide(columns)
    base = LEAST if tall < LOOSE else TABLE
    foot = top + tall / 2 + base * 0.34
    ink = colours.primary if row.is_chosen else colours.muted if is_head else colours.text
    strong = 700 if row.is_chosen or row.is_marked or is_head else 400
    size = max(SMALLEST, min(base, base * (room.names - 8) / max(text_width(row.name, base), 1)))
    parts = [svg.text((4, foot), row.name, ink, round(size, 1), font_weight=strong)]
    if row.is_chosen:
        parts.append(svg.rect(0, top, 2.5, tall - 1, colours.primary))
    if row.instead:
        middle = (lefts[0] + lefts[-2] + wide) / 2
        parts.append(
            svg.text(
                (middle, foot), row.instead, colours.text, LEAST, text_anchor="middle", halo=colours.no_data
            )
        )
    else:
        parts.append(_cells(row, foot, base, (lefts, wide, room, is_head), colours))
    if row.last:
        last_ink = colours.muted if not is_head else colours.text
        parts.append(
            svg.text(
                (room.panel - 2, foot),
                row.last,
                last_ink,
                base,
                text_anchor="end",
                font_weight=600 if is_head else None,
            )
        )
    if is_head:
        parts.append(svg.line((0, top + 0.5), (room.panel, top + 0.5), colours.faint))
    # The last shape takes the pointer: the words in the middle of a row would swallow it.
    parts.append(svg.rect(0, top, room.panel, tall, "transparent"))
    return svg.mark("".join(parts), tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)


def _cells(
    row: Row, foot: float, size: float, grid: tuple[list[float], float, Room, bool], colours: Palette
) -> str:
    lefts, wide, room, is_head = grid
    words, beside = [], []
    for left, cell in zip(lefts, row.cells, strict=False):
        ink = ink_on(cell.ground) if cell.ground else colours.text if is_head else colours.muted
        words.append((left + wide / 2, cell.words, ink))
        at = left + wide
        for told, more in zip(cell.beside, room.beside, strict=False):
            at += more
            beside.append((at - 2, told, colours.muted))
    weight = 600 if is_head or row.is_marked else None
    return svg.placed(foot, words, size, text_anchor="middle", font_weight=weight) + svg.placed(
        foot, beside, LEAST, text_anchor="end"
    )
