"""Small maps of equal tiles, one a system, and the indicators that tell their weak from the others. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.columns import GAP, ITEM, PAD, Grid, Item, ink, item
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width
from draw.tiles import borders, extent

HEAD = 46.0
UNDER = 48.0  # the two lines under a map
TAIL = 26.0  # the line under the indicators
LARGEST = 16.0  # pixels of a tile
ITEMS = 5
BETWEEN = 6.0  # from the indicators' rule to them


@dataclass(frozen=True)
class Tile:
    """A county on a system's map: good, bad or quiet; `hatch` where too little is known; what it says and chooses."""

    says: str
    tip: str
    pick: str
    is_pale: bool = False


@dataclass(frozen=True)
class Column:
    """A system: name, counts, a tile for each county by code, two lines under the map, indicators, a line under those."""

    name: str
    counts: Sequence[tuple[str, str]]
    tiles: Mapping[str, Tile]
    where: tuple[str, str]
    items: Sequence[Item]
    tail: str
    pick: str
    tip: str


@dataclass(frozen=True)
class Words:
    """Words at the left: of the maps and of the indicators, line by line, and of the last line."""

    maps: Sequence[str]
    items: Sequence[str]
    tail: str


@dataclass(frozen=True)
class Map:
    """Where each county's tile stands (row and column by code), and of which city it is."""

    cells: Mapping[str, tuple[int, int]]
    city: Mapping[str, object]


def tile_columns(
    columns: Sequence[Column], where: Map, words: Words, grid: Grid, colours: Palette
) -> svg.Sketch:
    """The columns in bands under each other. `hatches` must be defined."""
    left, top, wide, high = extent(where.cells)
    side = min(LARGEST, (grid.column - PAD - 12) / wide)
    cells = {code: (row - top, column - left) for code, (row, column) in where.cells.items()}
    tall_map = side * high
    items = max((len(column.items) for column in columns), default=0)
    tall = HEAD + tall_map + UNDER + BETWEEN + items * ITEM + TAIL
    body = []
    for band in range(grid.bands(len(columns))):
        at_top = band * (tall + GAP)
        of_band = columns[band * grid.columns : (band + 1) * grid.columns]
        body.append(svg.scenery(_ground(at_top, (tall_map, tall), len(of_band), words, (grid, colours))))
        for at, column in enumerate(of_band):
            place = (grid.place(at)[1], at_top)
            body.append(_column(column, place, (cells, where.city, side, tall_map), (grid, colours)))
    return svg.Sketch("".join(body), grid.width, grid.bands(len(columns)) * (tall + GAP) - GAP + 4)


def _ground(
    top: float, talls: tuple[float, float], count: int, words: Words, how: tuple[Grid, Palette]
) -> str:
    (tall_map, tall), (grid, colours) = talls, how
    right = grid.gutter + grid.column * count
    start = top + HEAD + tall_map + UNDER
    parts = [grid.rules(top + 4, top + tall, count, colours)]
    parts += [svg.line((0, y), (right, y), colours.rule) for y in (start, top + tall)]
    if grid.gutter >= 60:
        middle = top + HEAD + tall_map / 2
        told = [(middle + 16 * at, line) for at, line in enumerate(words.maps)]
        told += [(start + BETWEEN + 12 + 16 * at, line) for at, line in enumerate(words.items)]
        told.append((top + tall - 9, words.tail))
        parts += [svg.text((0, y), line, colours.muted, LEAST) for y, line in told]
    return "".join(parts)


def _column(
    column: Column,
    place: svg.Point,
    tiles: tuple[Mapping[str, tuple[int, int]], Mapping[str, object], float, float],
    how: tuple[Grid, Palette],
) -> str:
    (left, top), (cells, city, side, tall_map), (grid, colours) = place, tiles, how
    wide = grid.column - PAD - 12
    size = min(17.0, 17 * wide / max(text_width(column.name, 17) * 1.06, 0.1))
    counts = [(said, ink(says, colours), CAPTION, 700) for said, says in column.counts]
    head = svg.text((left, top + 16), column.name, colours.text, size, font_weight=700)
    parts = [svg.scenery(head + svg.spans((left, top + 36), counts, 8))]
    at = {code: (left + cell[1] * side, top + HEAD + cell[0] * side) for code, cell in cells.items()}
    for code in sorted(cells, key=lambda one: cells[one]):
        if code in column.tiles:
            parts.append(_tile(column.tiles[code], at[code], side, colours))
    parts.append(svg.scenery(svg.group(borders(cells, at, (side, side), city, colours.coast), opacity=0.55)))
    under = top + HEAD + tall_map
    parts.append(
        svg.scenery(
            svg.text((left, under + 19), column.where[0], colours.muted, LEAST)
            + svg.text((left, under + 36), svg.cut(column.where[1], wide + 10, CAPTION), colours.text, CAPTION, font_weight=650)
        )
    )  # fmt: skip
    start = under + UNDER + BETWEEN
    for number, one in enumerate(column.items):
        parts.append(item(one, (left, start + number * ITEM), wide, colours))
    foot = start + len(column.items) * ITEM
    line = svg.text((left, foot + 14), column.tail, colours.primary if column.pick else colours.muted, LEAST)
    line += svg.rect(left - 4, foot, wide + 8, TAIL - 4, "transparent")
    parts.append(svg.mark(line, tip=column.tip, pick=column.pick) if column.pick else svg.scenery(line))
    return "".join(parts)


def _tile(tile: Tile, place: svg.Point, side: float, colours: Palette) -> str:
    (x, y), inner = place, side - 1.2
    fill = {"good": colours.above[1], "bad": colours.below[1], "hatch": "url(#hatch)"}.get(
        tile.says, colours.rule
    )
    body = svg.rect(x + 0.6, y + 0.6, inner, inner, fill)
    if tile.says == "bad":
        body += svg.triangle((x + side / 2, y + side / 2), side * 0.22, colours.page, down=True)
    marked = svg.mark(body, tip=tile.tip, pick=tile.pick)
    return svg.group(marked, opacity=0.3) if tile.is_pale else marked
