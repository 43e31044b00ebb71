"""A scorecard: a row an area, a cell an indicator with a sign and a figure, in panels of whole groups. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from draw import svg
from draw.heat import Head
from draw.palette import LEAST, TABLE, Palette, ink_on
from draw.panels import cut, packed
from draw.text import text_width

LINE = 12.5  # pixels of a line of a head
HEAD_SIZE, SMALLEST = 11.0, 9.5
SIGN, BESIDE = 2.9, 6.5  # from a sign's middle to its point, and what it takes of a cell
LEAN = (50, 0.643, 0.766)  # degrees by which heads too long for a cell lean, with their cosine and sine
FEW = 20  # rows that stand in one panel
WIDEST, LOOSE = 104.0, 60.0  # pixels of a cell; from which on its figure stands off its edge
WIDTHS = {".": 0.25, ",": 0.25, "°": 0.34}  # of a figure's size; of a digit:
DIGIT = 0.505
TALL, LOOSE_ROW = (14.6, 26.0), 22.0  # the lowest and tallest row; from which on it has a larger hand


@dataclass(frozen=True)
class Cell:
    """A figure on its ground with a sign before it; without words it is hatched."""

    words: str = ""
    ground: str = ""
    sign: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Row:
    """An area: its name, a cell for each head but the last, the figure at the end, what it says and opens."""

    name: str
    cells: Sequence[Cell]
    last: str = ""
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Group:
    """Rows that stay together, under a name or none."""

    name: str
    rows: Sequence[Row]

    @property
    def size(self) -> int:
        return len(self.rows) + bool(self.name)


@dataclass(frozen=True)
class Room:
    """How wide all is; of a panel the names and the last figure; how narrow a cell may be, and how many panels there are at most."""

    width: float
    names: float
    most: int = 3
    last: float = 23.0
    least: float = 32.0
    gap: float = 24.0
    height: float = 525.0

    def panels(self, columns: int, rows: int) -> int:
        """As many panels as leave a cell its room; few rows stand in one."""
        fits = [
            number
            for number in range(1, self.most + 1)
            if self._panel(number) - self.names - self.last >= columns * self.least
        ]
        return max(fits, default=1) if rows > FEW else 1

    def of(self, columns: int, rows: int) -> Grid:
        """Where all stands for so many columns and rows; wider than the room where a panel's cells need more."""
        panels = self.panels(columns, rows)
        cell = max((self._panel(panels) - self.names - self.last) / max(columns, 1), self.least)
        return Grid(self.names, min(cell, WIDEST), columns, self.last, panels, self.gap)

    def _panel(self, panels: int) -> float:
        return (self.width - self.gap * (panels - 1)) / panels


@dataclass(frozen=True)
class Grid:
    """Where names, cells and the last figure of a panel stand."""

    names: float
    cell: float
    columns: int
    last: float
    panels: int
    gap: float

    @property
    def panel(self) -> float:
        return self.names + self.cell * self.columns + self.last

    @property
    def width(self) -> float:
        return self.panel * self.panels + self.gap * (self.panels - 1)

    def left(self, column: int) -> float:
        return self.names + self.cell * column


def score_cells(heads: Sequence[Head], groups: Sequence[Group], room: Room, colours: Palette) -> svg.Sketch:
    """The groups under their heads, the last head being that of the last figures. A group longer than a panel is cut."""
    rows = sum(group.size for group in groups)
    grid = room.of(len(heads) - 1, rows)
    panels = _panels(groups, grid.panels)
    most = max((sum(group.size for group in panel) for panel in panels), default=0)
    tall = min(TALL[1], max(TALL[0], room.height / max(most, 1)))
    head = _head_height(heads, grid)
    body = []
    for number, panel in enumerate(panels):
        left = number * (grid.panel + grid.gap)
        drawn = _heads(heads, grid, head, colours) + _panel(panel, head, tall, grid, colours)
        body.append(svg.group(drawn, transform=f"translate({svg.number(left)} 0)") if left else drawn)
    return svg.Sketch("".join(body), grid.width, head + tall * most + 2)


def _panels(groups: Sequence[Group], panels: int) -> list[list[Group]]:
    most = -(-sum(group.size for group in groups) // panels)
    pieces = [
        Group(groups[place].name, groups[place].rows[first:end])
        for place, first, end in cut([len(group.rows) for group in groups], max(most, 1))
    ]
    return [[pieces[place] for place in panel] for panel in packed([one.size for one in pieces], panels)]


# ---------------------------------------------------------------- heads


def _leans(heads: Sequence[Head], grid: Grid) -> bool:
    """Whether a word is too long for its cell."""
    words = (word for head in heads[:-1] for word in head.words.split() if word.isascii())
    return any(text_width(word, HEAD_SIZE) > grid.cell - 2 for word in words)


def _lines(words: str, grid: Grid) -> list[str]:
    lines = svg.wrapped(words, grid.cell - 2, HEAD_SIZE, 3)
    if len(lines) < 2 or any(one.isascii() for one in words) or lines[-1].endswith("…"):
        return lines
    # Of Chinese words no character stands alone where the lines can be about as long as each other.
    edges = [-(-len(words) * place // len(lines)) for place in range(len(lines) + 1)]
    return [words[start:end] for start, end in pairwise(edges)]


def _head_height(heads: Sequence[Head], grid: Grid) -> float:
    if _leans(heads, grid):
        long = max(text_width(head.words, HEAD_SIZE) * 0.83 for head in heads[:-1])
        return long * LEAN[2] + 14
    return LINE * max((len(_lines(head.words, grid)) for head in heads), default=1) + 6


def _heads(heads: Sequence[Head], grid: Grid, tall: float, colours: Palette) -> str:
    *columns, last = heads
    leans, parts = _leans(heads, grid), []
    for number, head in enumerate(columns):
        left, ink, weight = grid.left(number), *_voice(head, colours)
        if leans:
            # Down to the column from its upper left, where the names leave room.
            turned = (
                f"translate({svg.number(left + grid.cell / 2 + 3)} {svg.number(tall - 5)}) rotate({LEAN[0]})"
            )
            words = svg.group(
                svg.text((0, 0), head.words, ink, HEAD_SIZE, text_anchor="end", font_weight=weight),
                transform=turned,
            )
        else:
            lines = _lines(head.words, grid)
            words = "".join(
                svg.text(
                    (left + grid.cell / 2, tall - 6 - LINE * (len(lines) - 1 - place)),
                    line,
                    ink,
                    HEAD_SIZE,
                    text_anchor="middle",
                    font_weight=weight,
                )
                for place, line in enumerate(lines)
            )
        pressed = svg.rect(left, 0, grid.cell, tall - 1, "transparent")
        parts.append(svg.mark(words + pressed, tip=head.tip, pick=head.pick, is_chosen=head.is_chosen))
    if last.words:
        ink, weight = _voice(last, colours)
        words = svg.text(
            (grid.panel - 1, tall - 6), last.words, ink, HEAD_SIZE, text_anchor="end", font_weight=weight
        )
        pressed = svg.rect(grid.panel - grid.last, 0, grid.last, tall - 1, "transparent")
        parts.append(svg.mark(words + pressed, tip=last.tip, pick=last.pick, is_chosen=last.is_chosen))
    return "".join(parts)


def _voice(head: Head, colours: Palette) -> tuple[str, int]:
    return (colours.primary, 700) if head.is_chosen else (colours.muted, 400)


# ---------------------------------------------------------------- rows


def _panel(groups: Sequence[Group], top: float, tall: float, grid: Grid, colours: Palette) -> str:
    """The grounds of all cells first, each colour in one path: ninety rows of rectangles cost several times the bytes."""
    grounds: dict[str, list[list[svg.Point]]] = {}
    marks = []
    for group in groups:
        if group.name:
            foot = top + tall / 2 + LEAST * 0.34
            marks.append(svg.text((0, foot), group.name, colours.muted, LEAST, font_weight=700))
            after = max(grid.names, text_width(group.name, LEAST) + 8)
            marks.append(
                svg.scenery(svg.line((after, top + tall / 2), (grid.panel, top + tall / 2), colours.rule))
            )
            top += tall
        for row in group.rows:
            for number, cell in enumerate(row.cells):
                box = _box(grid.left(number), top, grid.cell, tall)
                grounds.setdefault(cell.ground if cell.words else "url(#hatch)", []).append(box)
            marks.append(_row(row, (top, tall), grid, colours))
            top += tall
    painted = "".join(
        svg.path(svg.outline_of(boxes, closed=True), fill=fill) for fill, boxes in grounds.items() if fill
    )
    return svg.scenery(painted) + "".join(marks)


def _size(cell: Cell, wide: float, base: float) -> float:
    """The size at which a figure stands in its cell with its sign."""
    need = sum(WIDTHS.get(one, DIGIT) for one in cell.words)
    room = wide - 3.5 - (BESIDE if cell.sign else 0)
    return max(SMALLEST, min(base, int(2 * room / max(need, 0.1)) / 2))


def _box(left: float, top: float, wide: float, tall: float) -> list[svg.Point]:
    right, foot = left + wide - 1, top + tall - 1
    return [(left, top), (right, top), (right, foot), (left, foot)]


def _row(row: Row, across: tuple[float, float], grid: Grid, colours: Palette) -> str:
    """A row's words, then over its name and over each cell what takes the pointer."""
    top, tall = across
    base = LEAST if tall < LOOSE_ROW else TABLE
    foot = top + tall / 2 + base * 0.35
    room = grid.names - 5
    smaller = max(SMALLEST, min(base, base * room / max(text_width(row.name, base) * 0.9, 1)))
    inside = 2.0 if grid.cell < LOOSE else grid.cell * 0.2
    inks = {cell.ground: ink_on(cell.ground) if cell.ground else colours.text for cell in row.cells}
    signs: dict[str, list[list[svg.Point]]] = {}
    figures: dict[float, list[tuple[float, str, str]]] = {}
    for number, cell in enumerate(row.cells):
        if cell.words:
            left, ink = grid.left(number), inks[cell.ground]
            if cell.sign:
                place = (left + inside + SIGN - 0.5, top + tall / 2 - 0.5)
                signs.setdefault(ink, []).append(_sign(cell.sign, place))
            size = _size(cell, grid.cell, min(base, 12.0) if tall < LOOSE_ROW else base)
            figures.setdefault(size, []).append((left + grid.cell - 1 - inside, cell.words, ink))
    words = "".join(
        svg.path(svg.outline_of(shapes, closed=True), fill=ink) for ink, shapes in signs.items()
    ) + "".join(svg.placed(foot, parts, size, text_anchor="end") for size, parts in figures.items())
    last = svg.text((grid.panel - 3, foot), row.last, colours.muted, base, text_anchor="end")
    # A name too long even so is cut, before it covers the first figure; its words have it whole.
    said = row.name if text_width(row.name, smaller) * 0.9 <= room + 1 else svg.cut(row.name, room, smaller)
    name = svg.text((0, top + tall / 2 + smaller * 0.35), said, colours.text, round(smaller, 1))
    over = svg.rect(0, top, grid.names - 1, tall, "transparent")
    marks = [svg.mark(name + over, tip=row.tip, pick=row.pick)]
    for number, cell in enumerate(row.cells):
        box = svg.rect(grid.left(number), top, grid.cell - 1, tall - 1, "transparent")
        marks.append(svg.mark(box, tip=cell.tip, pick=row.pick))
    return svg.scenery(words + last) + "".join(marks)


def _sign(sign: str, place: svg.Point) -> list[svg.Point]:
    """A triangle or an arrow about its middle. As a letter it would be as wide as whatever font a machine has for it."""
    (x, y), way = place, 1 if sign in "▲↑" else -1
    if sign in "▲▼":
        corners = [(0.0, -SIGN), (0.9 * SIGN, 0.75 * SIGN), (-0.9 * SIGN, 0.75 * SIGN)]
    else:
        corners = [(0.0, -3.8), (2.6, -0.6), (0.6, -0.6), (0.6, 3.4), (-0.6, 3.4), (-0.6, -0.6), (-2.6, -0.6)]
    return [(x + across, y + way * down) for across, down in corners]
