"""Equal tiles too small for a name: a colour, a few signs and a word in each, and the key under them. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette, ink_on
from draw.text import text_width
from draw.tiles import Cell, borders, extent

WORDS = 11.0
LINE, SWATCH = 19.0, 11.0  # of the key


@dataclass(frozen=True)
class Tile:
    """A county: its ground (none: the page's panel), a word, its city; whether something began there, or failed."""

    city: object
    ground: str = ""
    words: str = ""
    is_origin: bool = False
    is_failed: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class KeyPart:
    """A part of the key: a swatch of this ground (none: a diamond, where something began) and its words."""

    ground: str
    words: str


def small_tiles(
    cells: Mapping[str, Cell],
    tiles: Mapping[str, Tile],
    key: Sequence[KeyPart],
    size: tuple[float, float],
    colours: Palette,
) -> svg.Sketch:
    """The tiles of `cells` (row and column by code), each as wide and tall as `size`, and the key under them."""
    left, top, columns, rows = extent(cells)
    wide, tall = size
    at = {code: (2 + (column - left) * wide, 2 + (row - top) * tall) for code, (row, column) in cells.items()}
    order = sorted(cells, key=lambda code: cells[code])
    body = [_tile(tiles[code], at[code], size, colours) for code in order]
    city = {code: tiles[code].city for code in cells}
    body.append(svg.scenery(borders(cells, at, size, city, colours.coast)))
    body += [svg.scenery(_ring(at[code], size, colours)) for code in order if tiles[code].is_chosen]
    width = 4 + wide * columns
    foot = 6 + tall * rows
    drawn, foot = _key(key, foot, width, colours)
    return svg.Sketch("".join(body) + svg.scenery(drawn), width, foot)


def key_of(key: Sequence[KeyPart], width: float, colours: Palette) -> svg.Sketch:
    """The key alone, for a drawing of the same parts that has no room for tiles."""
    drawn, foot = _key(key, 0.0, width, colours)
    return svg.Sketch(svg.scenery(drawn), width, foot)


def _tile(tile: Tile, place: svg.Point, size: tuple[float, float], colours: Palette) -> str:
    (x, y), (wide, tall) = place, size
    ground = colours.text if tile.is_origin and not tile.ground else tile.ground or colours.panel
    ink = ink_on(ground) if tile.ground or tile.is_origin else colours.muted
    parts = [svg.rect(x, y, wide, tall, ground, stroke=colours.page, stroke_width=0.9)]
    middle = (x + wide / 2, y + tall / 2)
    if tile.is_origin:
        sign = (x + 7, y + 7) if tile.words else middle
        parts.append(svg.diamond(sign, 3.6 if tile.words else 5.0, ink))
    size_of = min(WORDS, (wide - 4) / max(text_width(tile.words, 1), 0.1))
    foot = (middle[0] + (3 if tile.is_origin else 0), middle[1] + size_of * 0.36)
    parts.append(svg.text(foot, tile.words, ink, size_of, font_weight=600, text_anchor="middle"))
    if tile.is_failed:
        parts.append(svg.triangle((x + wide - 5, y + 5), 3.2, ink, down=True))
    # The last shape takes the click.
    parts.append(svg.rect(x, y, wide, tall, "transparent"))
    return svg.mark("".join(parts), tip=tile.tip, pick=tile.pick, is_chosen=tile.is_chosen)


def _ring(place: svg.Point, size: tuple[float, float], colours: Palette) -> str:
    (x, y), (wide, tall) = place, size
    return svg.rect(x + 0.5, y + 0.5, wide - 1, tall - 1, "none", stroke=colours.primary, stroke_width=3)


def _key(key: Sequence[KeyPart], top: float, width: float, colours: Palette) -> tuple[str, float]:
    """The parts side by side, on a further line where they have no room."""
    parts, left = [], 2.0
    for part in key:
        needs = SWATCH + 4 + text_width(part.words, LEAST) + 12
        if left > 2.0 and left + needs - 12 > width:
            left, top = 2.0, top + LINE
        middle = top + LINE / 2
        if part.ground:
            parts.append(
                svg.rect(
                    left,
                    middle - SWATCH / 2,
                    SWATCH,
                    SWATCH,
                    part.ground,
                    stroke=colours.rule,
                    stroke_width=0.8,
                )
            )
        else:
            parts.append(svg.diamond((left + SWATCH / 2, middle), 5, colours.text))
        parts.append(svg.text((left + SWATCH + 4, middle + 4.5), part.words, colours.muted, LEAST))
        left += needs
    return "".join(parts), top + LINE + 2 if key else top
