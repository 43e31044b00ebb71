"""Equal tiles with bars on them: what a county has of several things at once, beside its neighbours. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette
from draw.text import text_width
from draw.tiles import Cell, borders, extent, lines_of

BOTTOM = 6.0  # pixels under the bars' foot
NAME, LINE = 16.0, 9.0  # of a tile's head, and more where a name takes two lines
ROOM = 50.0  # pixels of a tile under which the key finds no room in a corner of two
EDGE = 4.0  # pixels from a tile's side to what stands on it
LARGEST, TAG = 12.5, 11.0  # of its name and of the tag in its corner
KEY_ROWS, KEY_COLUMNS = 3, 2  # of tiles that the key takes
ABOVE = 138.0  # pixels of a key above the tiles, where their corner is taken


@dataclass(frozen=True)
class Bar:
    """One bar: its height (0 to 1; None where nothing is known), and whether it is set off."""

    height: float | None
    is_marked: bool = False


@dataclass(frozen=True)
class Tile:
    """A county: short name, its bars, or a figure in their place; a tag in its corner; its city; what it says and chooses.

    `is_marked` sets off its name or figure; `is_pale`: it lies outside what is shown.
    """

    name: str
    bars: Sequence[Bar]
    city: object
    figure: str = ""
    tag: str = ""
    is_marked: bool = False
    is_pale: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Key:
    """The key as a large tile: its title, a letter for each bar, which of them is set off, and lines (text, whether set off)."""

    title: str
    letters: Sequence[str]
    bars: Sequence[Bar]
    lines: Sequence[tuple[str, bool]]


def bar_tiles(
    cells: Mapping[str, Cell],
    tiles: Mapping[str, Tile],
    key: Key,
    size: tuple[float, float],
    colours: Palette,
) -> svg.Sketch:
    """The tiles of `cells` (row and column by code), each as wide and tall as `size`. `hatches` must be defined.

    The key stands in the north-west corner, where most layouts have the sea or a neighbour; else above all.
    """
    left, top, columns, rows = extent(cells)
    wide, tall = size
    corner = {(top + row, left + column) for row in range(KEY_ROWS) for column in range(KEY_COLUMNS)}
    is_above = wide < ROOM or bool(corner & set(cells.values()))
    start = ABOVE if is_above else 2.0
    room = (min(200.0, wide * 6), ABOVE) if is_above else (KEY_COLUMNS * wide - 8, KEY_ROWS * tall)
    head = NAME + LINE * any(len(_lines(tiles[code], wide)[0]) > 1 for code in cells)
    at = {
        code: (2 + (column - left) * wide, start + (row - top) * tall)
        for code, (row, column) in cells.items()
    }
    order = sorted(cells, key=lambda code: cells[code])
    body = [svg.scenery(_key(key, (2, 2), room, colours))]
    body += [_tile(tiles[code], (*at[code], *size), head, colours) for code in order]
    city = {code: tiles[code].city for code in cells}
    body.append(svg.scenery(borders(cells, at, size, city, colours.coast)))
    body += [svg.scenery(_ring(at[code], size, colours)) for code in order if tiles[code].is_chosen]
    return svg.Sketch("".join(body), wide * max(columns, KEY_COLUMNS) + 4, start + tall * rows + 2)


def _tile(tile: Tile, box: tuple[float, float, float, float], head: float, colours: Palette) -> str:
    """A tile in its box (left, top, width, height), its bars or figure under the head that all tiles have."""
    x, y, wide, tall = box
    # A tag is brown already: with one the name is bold alone.
    ink, weight = (
        colours.bad if tile.is_marked and not tile.tag else colours.text,
        700 if tile.is_marked else 400,
    )
    lines, size = _lines(tile, wide)
    parts = [svg.rect(x, y, wide, tall, colours.panel, stroke=colours.page, stroke_width=0.9)]
    parts += [
        svg.text((x + EDGE, y + 13 + LINE * place), line, ink, round(size, 1), font_weight=weight)
        for place, line in enumerate(lines)
    ]
    parts.append(
        svg.text((x + wide - 3, y + 13), tile.tag, colours.bad, TAG, font_weight=700, text_anchor="end")
    )
    if tile.figure:
        size_of = min(13.0, (wide - 4) / text_width(tile.figure, 1))
        foot = (x + wide / 2, y + tall - (tall - head) / 2 + 3)
        parts.append(svg.text(foot, tile.figure, ink, size_of, font_weight=weight, text_anchor="middle"))
    else:
        bars = (x + EDGE, y + head, wide - 2 * EDGE, tall - head - BOTTOM)
        parts.append(bars_of(tile.bars, bars, colours))
    # The last shape takes the click.
    parts.append(svg.rect(x, y, wide, tall, "transparent"))
    marked = svg.mark("".join(parts), tip=tile.tip, pick=tile.pick, is_chosen=tile.is_chosen)
    return svg.group(marked, opacity=0.38) if tile.is_pale else marked


def _lines(tile: Tile, wide: float) -> tuple[list[str], float]:
    """A tile's name beside its tag, in one line or two, and its size."""
    tag = text_width(tile.tag, TAG) + 3 if tile.tag else 0
    lines, size = lines_of(tile.name, wide - EDGE - 1 - tag)
    return lines, min(size, LARGEST)


def bars_of(bars: Sequence[Bar], box: tuple[float, float, float, float], colours: Palette) -> str:
    """Bars side by side in a box (left, top, width, height) over a line; one that is not known is hatched."""
    left, top, wide, tall = box
    step = wide / max(len(bars), 1)
    parts = []
    for place, bar in enumerate(bars):
        x = left + place * step + step * 0.12
        if bar.height is None:
            parts.append(svg.rect(x, top + tall * 0.3, step * 0.76, tall * 0.7, "url(#hatch)"))
            continue
        high = max(1.5, tall * bar.height)
        fill = colours.below[1] if bar.is_marked else colours.faint
        parts.append(svg.rect(x, top + tall - high, step * 0.76, high, fill))
    parts.append(svg.line((left, top + tall), (left + wide, top + tall), colours.muted, 0.8))
    return "".join(parts)


def _ring(place: svg.Point, size: tuple[float, float], colours: Palette) -> str:
    (x, y), (wide, tall) = place, size
    return svg.rect(x + 0.5, y + 0.5, wide - 1, tall - 1, "none", stroke=colours.primary, stroke_width=3)


def _key(key: Key, place: svg.Point, room: tuple[float, float], colours: Palette) -> str:
    (x, y), (wide, _) = place, room
    step = wide / max(len(key.bars), 1)
    parts = [svg.text((x, y + 12), key.title, colours.text, LEAST, font_weight=700)]
    if key.bars:
        parts.append(bars_of(key.bars, (x, y + 20, wide, 34), colours))
    under = 86 if key.bars else 30
    for number, (letter, bar) in enumerate(zip(key.letters, key.bars, strict=True)):
        ink = colours.bad if bar.is_marked else colours.text
        middle = (x + (number + 0.5) * step, y + 68)
        parts.append(svg.text(middle, letter, ink, LEAST, text_anchor="middle"))
    for number, (words, is_marked) in enumerate(key.lines):
        ink = colours.bad if is_marked else colours.muted
        parts.append(
            svg.text((x, y + under + 15 * number), words, ink, 12, font_weight=600 if is_marked else 400)
        )
    return "".join(parts)
