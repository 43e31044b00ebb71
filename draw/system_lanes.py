"""Systems of one area side by side: a band of positions each, a year before, and what drags and lifts it. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from draw import svg
from draw.columns import GAP, ITEM, PAD, Grid, Item, ink, item
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

HEAD = 62.0  # name, word and range
SCALE = 146.0  # of the positions
MOVED = 38.0  # the line that says what became of them
SQUARES = 46.0
MORE = 26.0
SIDE, STEP = 12.0, 13.0  # of a square
BAR = 18.0  # pixels that a band is wide
DRAGS, LIFTS = 3, 2  # indicators that are shown


@dataclass(frozen=True)
class Square:
    """An indicator as a square: the third in which it stands (first, middle, last; none where it is not known), and its words."""

    third: str
    tip: str


@dataclass(frozen=True)
class Lane:
    """A system: its word and range, its band (best, middle, worst; none where too little is known), the middle a year before.

    `places` is the last position there is in it: its scale and its thirds go by that. `says` and `moves`: good,
    bad or quiet. `pick` opens all of it; `more` says how many are not shown.
    """

    name: str
    word: str
    says: str
    told: str
    band: tuple[int, int, int] | None
    before: int | None
    moved: str
    moves: str
    squares: Sequence[Square]
    counts: Sequence[tuple[str, str]]
    drags: Sequence[Item]
    lifts: Sequence[Item]
    more: str
    tip: str
    pick: str
    places: int


@dataclass(frozen=True)
class Words:
    """Words at the left and on the scale: thirds from the first, the year, squares, what drags and lifts, where nothing does."""

    thirds: tuple[str, str, str]
    year: str
    squares: str
    drags: str
    lifts: str
    no_drag: str
    before: str


def lanes(found: Sequence[Lane], words: Words, grid: Grid, colours: Palette) -> svg.Sketch:
    """The lanes in bands under each other. `hatches` must be defined."""
    # Where there is no room for words at the left, they stand in the lanes.
    inside = 0.0 if words_fit(grid) else 17.0
    rows = (DRAGS + LIFTS) * ITEM + MORE + 2 * inside
    tall = HEAD + SCALE + MOVED + SQUARES + rows
    body = []
    for band in range(grid.bands(len(found))):
        top = band * (tall + GAP)
        of_band = found[band * grid.columns : (band + 1) * grid.columns]
        body.append(svg.scenery(_ground(top, tall, of_band, (words, grid, colours))))
        for at, lane in enumerate(of_band):
            _, left = grid.place(at)
            # Said once in a band: the first lane has it.
            told = words if at == 0 else replace(words, before="")
            body.append(_lane(lane, (left, top), told, (grid, colours)))
    return svg.Sketch("".join(body), grid.width, grid.bands(len(found)) * (tall + GAP) - GAP + 4)


def words_fit(grid: Grid) -> bool:
    """Whether the words at the left have room there."""
    return grid.gutter >= 60


def _y(place: float, places: int, top: float) -> float:
    """The height of a position: the first at the top."""
    return top + HEAD + SCALE * (place - 1) / max(places - 1, 1)


def _cuts(places: int) -> tuple[int, int, int, int]:
    """The first position, the last of the first third, the last before the last third, and the last: as the draws judge."""
    return 1, max(places // 3, 1), places - places // 3, places


def _ground(top: float, tall: float, found: Sequence[Lane], how: tuple[Words, Grid, Palette]) -> str:
    """What lies under the lanes of a band: of each its thirds and scale; the rules, and the words at the left."""
    words, grid, colours = how
    count, right = len(found), grid.gutter + grid.column * len(found)
    is_one_scale = len({lane.places for lane in found}) == 1
    parts, numbers = [], []
    for at, lane in enumerate(found):
        start = grid.gutter + at * grid.column
        cuts = _cuts(lane.places)
        heights = [_y(cut, lane.places, top) for cut in cuts]
        parts.append(
            svg.rect(start, heights[2], grid.column, max(heights[3] - heights[2], 0.0), colours.panel)
        )
        # One scale is numbered once, at the left; else each lane has its own numbers.
        is_numbered = grid.gutter > 0 if is_one_scale and at == 0 else not is_one_scale
        for cut, y in zip(cuts, heights, strict=True):
            parts.append(svg.line((start, y), (start + grid.column, y), colours.rule))
            if is_numbered and is_one_scale:
                numbers.append(svg.text((grid.gutter - 5, y + 4), cut, colours.muted, 11, text_anchor="end"))
            elif is_numbered:
                numbers.append(svg.text((start + 2, y + (12 if cut == 1 else -3)), cut, colours.muted, 11))
    parts += numbers
    ys = [_y(cut, found[0].places, top) for cut in _cuts(found[0].places)]
    parts.append(grid.rules(top + 4, top + tall, count, colours))
    below = top + HEAD + SCALE
    for y in (below + MOVED - 6, top + tall):
        parts.append(svg.line((0, y), (right, y), colours.rule))
    if words_fit(grid):
        for place, said in enumerate(words.thirds):
            parts.append(svg.text((0, (ys[place] + ys[place + 1]) / 2 + 4.5), said, colours.muted, LEAST))
        start = below + MOVED
        for y, said in (
            (below + 20, words.year),
            (start + 13, words.squares),
            (start + SQUARES + 12, words.drags),
            (start + SQUARES + DRAGS * ITEM + MORE + 12, words.lifts),
        ):
            parts.append(svg.text((0, y), said, colours.muted, LEAST))
    return "".join(parts)


def _lane(lane: Lane, place: svg.Point, words: Words, how: tuple[Grid, Palette]) -> str:
    (left, top), (grid, colours) = place, how
    wide = grid.column - PAD - 12
    start = top + HEAD + SCALE + MOVED
    head = _head(lane, place, wide, colours) + _band(lane, place, wide, (words, colours))
    said = svg.text(
        (left, top + HEAD + SCALE + 20),
        lane.moved,
        ink(lane.moves, colours),
        CAPTION,
        font_weight=400 if lane.moves == "quiet" else 700,
    )
    cover = svg.rect(left - PAD + 2, top, wide + PAD + 4, HEAD + SCALE + MOVED - 8, "transparent")
    # Over the squares each says its own; a press opens them all.
    step = min(STEP, wide / max(len(lane.squares), 1))
    squares = "".join(
        svg.group(_square(one, (left + at * step, start + 2), step - 1, colours), data_tip=one.tip)
        for at, one in enumerate(lane.squares)
    )
    counts = svg.spans(
        (left, start + 31),
        [(said, ink(says, colours), LEAST, 400 if says == "quiet" else 700) for said, says in lane.counts],
        7,
    )
    whole = svg.mark(
        head + said + cover + svg.rect(left, start, wide, SQUARES - 8, "transparent") + squares + counts,
        tip=lane.tip,
        pick=lane.pick,
    )
    return whole + _items(lane, (left, start + SQUARES), wide, words, how)


def _head(lane: Lane, place: svg.Point, wide: float, colours: Palette) -> str:
    left, top = place
    size = min(17.0, 17 * wide / max(text_width(lane.name, 17) * 1.06, 0.1))
    return (
        svg.text((left, top + 16), lane.name, colours.text, size, font_weight=700)
        + svg.text((left, top + 36), lane.word, ink(lane.says, colours), 15, font_weight=400 if lane.says == "quiet" else 700)
        + svg.text((left, top + 53), lane.told, colours.muted, LEAST)
    )  # fmt: skip


def _band(lane: Lane, place: svg.Point, wide: float, how: tuple[Words, Palette]) -> str:
    """Its band with the middle in it, and the way from that of a year before."""
    (left, top), (words, colours), places = place, how, lane.places
    earlier, now = left + wide * 0.2, left + wide * 0.58
    parts = []
    if lane.before is not None:
        y = _y(lane.before, places, top)
        if lane.band:
            line_ink = colours.muted if lane.moves == "quiet" else ink(lane.moves, colours)
            parts.append(svg.line((earlier, y), (now, _y(lane.band[1], places, top)), line_ink, 1.5))
        parts.append(svg.circle((earlier, y), 4.5, colours.page, stroke=colours.muted, stroke_width=1.5))
        if words.before:
            over = y + 19 if y < top + HEAD + 20 else y - 10
            parts.append(
                svg.text(
                    (earlier, over),
                    words.before,
                    colours.muted,
                    11.5,
                    text_anchor="middle",
                    halo=colours.page,
                )
            )
    if lane.band is None:
        foot = _y(places, places, top)
        parts.append(
            svg.rect(
                now - BAR / 2, top + HEAD, BAR, foot - top - HEAD, "url(#hatch)", stroke=colours.no_data_line
            )
        )
        return "".join(parts)
    low, middle, high = (_y(one, places, top) for one in lane.band)
    fill = {"good": colours.above[0], "bad": colours.below[0]}.get(lane.says, colours.faint)
    dot = ink("plain" if lane.says == "quiet" else lane.says, colours)
    parts.append(svg.rect(now - BAR / 2, low - 3, BAR, high - low + 6, fill, rx=2))
    parts.append(svg.circle((now, middle), 6, dot, stroke=colours.page, stroke_width=1.6))
    parts.append(svg.text((now + BAR / 2 + 7, middle + 5.5), lane.band[1], dot, 15, font_weight=700))
    return "".join(parts)


def _square(one: Square, corner: svg.Point, side: float, colours: Palette) -> str:
    (left, top), fill = corner, {"first": colours.above[1], "last": colours.below[1], "middle": colours.faint}
    edge = {"stroke": colours.no_data_line, "stroke_width": 0.8} if one.third not in fill else {}
    return svg.rect(left + 0.5, top + 0.5, side - 1, SIDE - 1, fill.get(one.third, "url(#hatch)"), **edge)


def _items(lane: Lane, place: svg.Point, wide: float, words: Words, how: tuple[Grid, Palette]) -> str:
    """What drags most, how many more there are, and what lifts most."""
    (left, top), (grid, colours) = place, how
    inside = 0.0 if words_fit(grid) else 17.0
    parts, y = [], top
    if inside:
        parts.append(svg.scenery(svg.text((left, y + 11), words.drags, colours.muted, LEAST)))
    if not lane.drags and lane.lifts:
        parts.append(svg.scenery(svg.text((left, y + inside + 12), words.no_drag, colours.muted, LEAST)))
    for at, one in enumerate(lane.drags[:DRAGS]):
        parts.append(item(one, (left, y + inside + at * ITEM), wide, colours))
    y += inside + DRAGS * ITEM
    if lane.more:
        line = svg.text((left, y + 13), lane.more, colours.primary, CAPTION)
        line += svg.rect(left - 4, y - 3, wide + 8, MORE - 2, "transparent")
        parts.append(
            svg.group(line, data_tip=lane.tip, data_pick=lane.pick, data_again="yes", aria_hidden="true")
        )
    y += MORE
    if inside and lane.lifts:
        parts.append(svg.scenery(svg.text((left, y + 11), words.lifts, colours.muted, LEAST)))
    for at, one in enumerate(lane.lifts[:LIFTS]):
        parts.append(item(one, (left, y + inside + at * ITEM), wide, colours))
    return "".join(parts)
