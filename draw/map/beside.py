"""Small maps of one ground side by side, whose outlines are written once: `outlines` among the definitions, `small_map` for each.

Ground and cells in, elements out. Shapes keep their size whatever stands around them, so that one set of definitions serves every
arrangement of the maps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from draw import svg
from draw.map.ground import Ground
from draw.map.shapes import REFERENCE_HEIGHT, Patch
from draw.map.texts import Naming, place_names
from draw.map.vector import Sheet, framed
from draw.palette import Palette
from draw.text import text_width

SIGN = 3.1  # pixels from the middle of a sign to its point
ROOM = 2.4  # pixels: a county whose inscribed circle is smaller carries none
NAME = 12.5
SPECK = 1.5  # pixels: what is smaller is not drawn


@dataclass(frozen=True)
class Cell:
    """How a county stands on a map: its fill, the colour of its sign ("": none), its words, what it chooses.

    The sign says that a target is not met, hollow next to it, or of a change that it `falls`.
    """

    fill: str
    sign: str = ""
    is_hollow: bool = False
    falls: bool = False
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Board:
    """What all maps of one drawing share: ground, height in pixels, names by area code, the theme.

    `defined` is the height that the outlines are written for: a lower map uses the same ones.
    """

    ground: Ground
    height: float
    names: Mapping[str, str]
    colours: Palette
    defined: float

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.ground, self.height)

    @property
    def share(self) -> float:
        """How large the outlines are drawn."""
        return self.height / self.defined


def outlines(ground: Ground, height: float) -> str:
    """The definitions that maps of this height use: every county's outline, all of them together, the borders of cities, and what
    is drawn beside them and in insets."""
    sheet, patches = Sheet(ground, height), ground.inside
    found = [
        svg.path(_outline(sheet, patch.outline, closed=True), id=f"a{patch.area_code}") for patch in patches
    ]
    # Drawn wide under the counties it leaves the coast to be seen, whose own outline would be written once more.
    found.append(svg.group("".join(svg.use(f"a{patch.area_code}") for patch in patches), id="all"))
    found.append(svg.path(_outline(sheet, ground.city_borders), id="inner", fill="none"))
    found.append(svg.path(sheet.kept(ground.around), id="around", fill="none"))
    for place, inset in enumerate(ground.insets):
        found += [
            svg.path(_outline(sheet, patch.outline, closed=True), id=f"i{place}-{patch.area_code}")
            for patch in inset.patches
        ]
        found.append(svg.path(sheet.kept(inset.borders), id=f"i{place}", fill="none"))
    return "".join(found)


def shown(ground: Ground) -> list[Patch]:
    """The counties on these maps: those of the first view, then those brought near from beyond it."""
    far = [patch for inset in ground.insets for patch in inset.patches if patch.area_code in ground.outside]
    return [*ground.inside, *far]


def small_map(board: Board, cells: Mapping[str, Cell], *, moves: bool = False) -> svg.Sketch:
    """One of the maps. Where it `moves`, its counties and signs carry their place among those shown, by which frames are told."""
    sheet, colours = board.sheet, board.colours
    larger, share = board.height / REFERENCE_HEIGHT, board.share
    counties, signs, names = [], [], _places(board)
    for place, patch in enumerate(board.ground.inside):
        cell = cells.get(patch.area_code) or Cell(colours.no_data)
        number = place if moves else ""
        used = svg.use(f"a{patch.area_code}", fill=cell.fill, data_frame=number)
        counties.append(svg.mark(used, tip=cell.tip, pick=cell.pick))
        if patch.radius * larger >= ROOM and (moves or cell.sign):
            ink = cell.sign or "none"
            fill = "none" if cell.is_hollow else ink
            size = SIGN * (0.85 if share < 1 else 1)
            at = _free(sheet.point(patch.point), [] if board.ground.cities else names)
            more = {"stroke": ink, "stroke_width": 0.9, "data_sign": number}
            signs.append(
                _fall(at, size, ink) if cell.falls else svg.triangle(at, size, fill, down=True, **more)
            )
    scaled = f"scale({share:.4g})" if share != 1 else ""
    coast = svg.use("all", fill="none", stroke=colours.coast, stroke_width=f"{1.5 / share:.3g}")
    lines = svg.use("inner", stroke=colours.coast, stroke_width=f"{1.1 / share:.3g}")
    body = svg.group(
        "".join(counties),
        stroke=colours.page,
        stroke_width=f"{0.6 / share:.2g}",
        fill_rule="evenodd",
        transform=scaled,
    )
    around = svg.use("around", stroke=colours.coast, stroke_width=f"{0.75 / share:.3g}")
    over = [svg.group(lines + around, transform=scaled), *signs, *_written(board, names)]
    under = svg.scenery(svg.group(coast, transform=scaled))
    insets = [_inset(board, place, cells, moves) for place in range(len(board.ground.insets))]
    return svg.Sketch("".join([under, body, svg.scenery("".join(over)), *insets]), sheet.width, board.height)


def _inset(board: Board, place: int, cells: Mapping[str, Cell], moves: bool) -> str:
    """An inset in the colours of the map, and playing with it. Only what stands nowhere else has words there."""
    ground, colours, share = board.ground, board.colours, board.share
    inset, again, far = ground.insets[place], [], []
    numbers = {patch.area_code: number for number, patch in enumerate(shown(ground))}
    for patch in inset.patches:
        code = patch.area_code
        cell = cells.get(code) or Cell(colours.no_data)
        used = svg.use(f"i{place}-{code}", fill=cell.fill, data_frame=numbers[code] if moves else "")
        if code in ground.outside:
            far.append(svg.mark(used, tip=cell.tip, pick=cell.pick))
        else:
            again.append(used)
    scaled = f"scale({share:.4g})" if share != 1 else ""
    body = svg.group(svg.scenery("".join(again)) + "".join(far), fill_rule="evenodd", transform=scaled)
    lines = svg.use(f"i{place}", stroke=colours.coast, stroke_width=f"{0.6 / share:.2g}")
    return framed(inset, body, [svg.group(lines, transform=scaled)], colours, board.sheet)


def _places(board: Board) -> list[tuple[str, svg.Point]]:
    """Every name with the middle of its line."""
    larger = board.height / REFERENCE_HEIGHT
    scaled = replace(board.ground, pixels=board.ground.pixels * larger)
    # Nobody's sign pushes a name off: what is below the target changes from frame to frame.
    found = place_names(scaled, Naming(board.names, frozenset()), NAME)
    places = [(name.text, board.sheet.point(name.place)) for name in found]
    return [(words, (board.sheet.kept_in(x, text_width(words, NAME)), y)) for words, (x, y) in places]


def _written(board: Board, names: list[tuple[str, svg.Point]]) -> list[str]:
    more = {"font_weight": 600, "text_anchor": "middle"}
    ink, halo = board.colours.text, board.colours.page
    return [svg.text((x, y + NAME * 0.36), words, ink, NAME, halo=halo, **more) for words, (x, y) in names]


def _fall(at: svg.Point, size: float, ink: str) -> str:
    """An arrow: a triangle says of the maps beside it that a target is not met."""
    (x, y), wide = at, size * 0.8
    foot = y + size * 1.25
    arrow = [[(x, y - size * 1.25), (x, foot)], [(x - wide, foot - wide), (x, foot), (x + wide, foot - wide)]]
    return svg.path(svg.outline_of(arrow), fill="none", stroke=ink, stroke_width=1.5)


def _free(at: svg.Point, names: list[tuple[str, svg.Point]]) -> svg.Point:
    """A county's sign stands under its name where that would cover it."""
    for words, (x, y) in names:
        if abs(at[0] - x) < text_width(words, NAME) / 2 + SIGN and abs(at[1] - y) < NAME * 0.6 + SIGN:
            return x, y + NAME * 0.6 + SIGN + 1
    return at


def _outline(sheet: Sheet, paths: str, *, closed: bool = False) -> str:
    rings = [_halved(sheet.points(ring)) for ring in json.loads(paths)]
    # Of a county of islets the largest stays.
    seen = [ring for ring in rings if _reach(ring) >= SPECK] or sorted(rings, key=_reach)[-1:]
    return svg.outline_of(seen, closed=closed)


def _halved(ring: Sequence[svg.Point]) -> list[svg.Point]:
    """Points on a grid of half a pixel, which neighbours share: finer nobody sees at this size, and no gap opens between them."""
    found: list[svg.Point] = []
    for x, y in ring:
        point = round(x * 2) / 2, round(y * 2) / 2
        if not found or found[-1] != point:
            found.append(point)
    return found


def _reach(ring: Sequence[svg.Point]) -> float:
    """The longer side of the box round it, in pixels."""
    return max((max(side) - min(side) for side in zip(*ring, strict=True)), default=0.0)
