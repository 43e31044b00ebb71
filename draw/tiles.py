"""Equal tiles: a cell for each county, where a map would be too small to touch. Places and rows in, elements out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.map.painted import Painted
from draw.palette import ink_on
from draw.scales import Scale
from draw.text import text_width

LARGEST = 66.0  # pixels of a cell where there are few
HEAD, FOOT = 8.0, 4.5  # pixels of a cell above a name in two lines (its triangle's) and under its figure
FIGURE = 10.5
CAPITAL, TAIL = 0.72, 0.24  # of a text's size: how far it stands over its line, and hangs under it
BAR, GAP = 24.0, 12.0
NAME, SMALL, LEAST_NAME = 11.5, 9.5, 8.5  # of a name: in Chinese, in letters, and where it is cut
Cell = tuple[int, int]
# Where a long word may be parted: after a vowel, n or ng, and before one consonant (or two letters for one) and a vowel.
SYLLABLE_END = re.compile(r"[aeiou](?:n|ng|r)?$")
SYLLABLE = re.compile(r"(?:[zcs]h|[b-df-hj-np-tv-z])[aeiou]")


@dataclass(frozen=True)
class Labels:
    """What stands on a tile and is said of it, by county code: short name, figure, and the lines told when it is met."""

    names: Mapping[str, str]
    figures: Mapping[str, str]
    told: Mapping[str, Sequence[str]]


def extent(cells: Mapping[str, Cell]) -> tuple[int, int, int, int]:
    """Where some cells (row and column) begin at the left and at the top, and how many columns and rows they take."""
    rows, columns = ([cell[way] for cell in cells.values()] for way in (0, 1))
    left, top = min(columns), min(rows)
    return left, top, 1 + max(columns) - left, 1 + max(rows) - top


def tiles(
    cells: Mapping[str, Cell], painted: Painted, labels: Labels, width: float, *, has_bar: bool = True
) -> svg.Sketch:
    """The tiles of `cells` (row and column by code), under a bar of the classes where no legend stands beside them.

    Each is a button that chooses its county.

    A triangle marks a county below the target; heavy lines part the cities.
    """
    left, top, columns, rows = extent(cells)
    side = min(LARGEST, width / columns)
    # Where a name takes two lines a cell is as tall as they and the figure under them need.
    tall = max(side, *(_least_height(labels.names.get(code, ""), side) for code in cells))
    start = (width - side * columns) / 2
    above = BAR + GAP if has_bar else 1.0
    at = {
        code: (start + (column - left) * side, above + (row - top) * tall)
        for code, (row, column) in cells.items()
    }
    # West to east in each row: the order in which they are read out.
    order = sorted(cells, key=lambda code: cells[code])
    body = [svg.scenery(_bar(painted, width))] if has_bar else []
    body += [_tile(code, at[code], (side, tall), painted, labels) for code in order]
    cities = {code: row["city_code"] for code, row in painted.facts.items()}
    body.append(svg.scenery(borders(cells, at, (side, tall), cities, painted.colours.coast)))
    return svg.Sketch("".join(body), width, above + tall * rows + 2)


def _least_height(name: str, side: float) -> float:
    """How tall a cell must be for the lines of its name, so that none touches the triangle, the figure or another."""
    lines, size = lines_of(name, side)
    if len(lines) == 1:
        return side
    return HEAD + size * (len(lines) - 1 + CAPITAL + TAIL) + FIGURE * CAPITAL + 1 + FOOT


def _tile(code: str, at: svg.Point, size_of: tuple[float, float], painted: Painted, labels: Labels) -> str:
    colours, (x, y), (side, tall) = painted.colours, at, size_of
    pattern, fill = painted.pattern(code), painted.fills.get(code)
    ground = f"url(#{pattern})" if pattern else fill or colours.no_data
    # On a pattern the page's own text, on a colour what reads on it.
    ink = ink_on(fill) if fill else colours.text
    halo = "" if fill else colours.no_data
    name, figure = labels.names.get(code, ""), labels.figures.get(code, "")
    middle = x + side / 2
    parts = [svg.rect(x, y, side, tall, ground, stroke=colours.page, stroke_width=0.9)]
    lines, size = lines_of(name, side)
    spare = tall - _least_height(name, side)
    for place, line in enumerate(lines):
        foot = y + tall * 0.49 if len(lines) == 1 else y + HEAD + spare / 3 + size * (CAPITAL + place)
        parts.append(
            svg.text((middle, foot), line, ink, size, font_weight=600, text_anchor="middle", halo=halo)
        )
    small = min(FIGURE, (side - 2) / max(text_width(figure, 1), 0.1))
    under = y + tall * 0.85 if len(lines) == 1 else y + tall - FOOT - spare / 3
    parts.append(svg.text((middle, under), figure, ink, small, text_anchor="middle", halo=halo))
    if painted.is_below(code):
        parts.append(svg.triangle((x + side - 4.5, y + 4.2), 3, ink, down=True))
    is_chosen = code == painted.paint.selected
    if is_chosen:
        parts.append(
            svg.rect(x + 1.5, y + 1.5, side - 3, tall - 3, "none", stroke=colours.page, stroke_width=5)
        )
        parts.append(
            svg.rect(x + 1.5, y + 1.5, side - 3, tall - 3, "none", stroke=colours.text, stroke_width=3)
        )
    told = "\n".join(labels.told.get(code, (name,)))
    return svg.mark("".join(parts), tip=told, pick=code, is_chosen=is_chosen)


def lines_of(name: str, side: float) -> tuple[list[str], float]:
    """A name in one line or two, and its size: as large as the cell takes. The whole is told when the tile is met.

    A word too long for a line is parted between two syllables; only what two lines of the least size cannot hold is cut.
    """
    room = side - 2
    is_chinese = text_width(name, 1) > 0.8 * len(name)
    largest = 13.5 if side >= 50 else NAME if is_chinese else SMALL
    one = room / max(_wide(name), 0.1)
    if one >= min(largest, LEAST_NAME):
        return [name], min(largest, one)
    pairs = [pair for at in range(1, len(name)) if (pair := _parted(name, at))]
    if not pairs:
        return [name], LEAST_NAME
    best = max(pairs, key=lambda pair: min(largest, room / max(_wide(line) for line in pair)))
    size = min(largest, room / max(_wide(line) for line in best))
    if size >= LEAST_NAME:
        return list(best), size
    return [_cut(line, room) for line in best], LEAST_NAME


def _wide(line: str) -> float:
    """How wide a line of a name is, in its own size: names are bold, and m and w wider than other letters."""
    return text_width(line, 1) + 0.25 * sum(letter in "mwMW" for letter in line)


def _parted(name: str, at: int) -> tuple[str, str] | None:
    """A name in two before its letter `at`: at a space or apostrophe, else between two syllables; None elsewhere."""
    first, second = name[:at], name[at:]
    if " " in (first[-1], second[0]):
        return (first.strip(), second.strip()) if first.strip() and second.strip() else None
    if first[-1] in "'’" or not name.isascii():
        return first, second
    return (f"{first}-", second) if SYLLABLE_END.search(first) and SYLLABLE.match(second) else None


def _cut(line: str, room: float) -> str:
    while len(line) > 1 and text_width(line, LEAST_NAME) > room:
        line = line[:-1]
    return line


def borders(
    cells: Mapping[str, Cell],
    at: Mapping[str, svg.Point],
    size_of: tuple[float, float],
    city: Mapping[str, object],
    colour: str,
) -> str:
    """A line wherever a tile's neighbour is of another city, or the sea. `city` by code; a county in none is its own."""
    by_cell, (side, tall) = {cell: code for code, cell in cells.items()}, size_of

    def whose(code: str | None) -> object:
        return city.get(code) or code if code else None

    lines = []
    for code, (row, column) in cells.items():
        x, y = at[code]
        sides = {
            (row - 1, column): [(x, y), (x + side, y)],
            (row, column - 1): [(x, y), (x, y + tall)],
            (row + 1, column): [(x, y + tall), (x + side, y + tall)],
            (row, column + 1): [(x + side, y), (x + side, y + tall)],
        }
        lines += [line for cell, line in sides.items() if whose(by_cell.get(cell)) != whose(code)]
    return svg.path(svg.outline_of(lines), fill="none", stroke=colour, stroke_width=1.3)


def _bar(painted: Painted, width: float) -> str:
    """The classes from low to high, the target as a rule between them."""
    scale: Scale = painted.paint.scale
    part = width / len(scale.colours)
    pieces = []
    for index, (colour, words) in enumerate(zip(scale.colours, scale.ranges, strict=True)):
        pieces.append(svg.rect(index * part, 0, part, BAR, colour))
        size = min(11.5, (part - 4) / max(text_width(words, 1), 0.1))
        place = (index * part + part / 2, BAR * 0.68)
        pieces.append(svg.text(place, words, ink_on(colour), size, text_anchor="middle"))
    if scale.target_at is not None:
        x = scale.target_at * part
        pieces.append(svg.line((x, -1), (x, BAR + 4), painted.colours.text, 2.5))
    return "".join(pieces)
