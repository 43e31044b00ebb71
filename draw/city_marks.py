"""Areas as rows, their parts as marks on one scale; what group a part is of says its shape. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from draw import svg
from draw.figure import axis_range, far_words, parted
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

HEAD, FOOT = 24.0, 22.0  # above the rows the figures of the scale, below them what the whole has
LOWEST, TALLEST = 21.0, 40.0  # pixels of a row
RADIUS = 4.4
NEAR = 8.6  # pixels: marks nearer than this stand above or below each other
KEY = 19.0
AIR = 4.0  # between a name and figures
AWAY = 14.0  # pixels from the end of the axis to what lies beyond it


@dataclass(frozen=True)
class Mark:
    """A part: its figure, its group (its shape), its name, what it says and chooses; `is_named` has its name beside it."""

    value: float
    group: int
    name: str
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class Row:
    """An area: its name, its own figure or none, its parts, what it says and chooses."""

    name: str
    value: float | None
    marks: Sequence[Mark]
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Scale:
    """The figure of the whole with its words, or none; what the groups are called; what the tall rule is."""

    whole: float | None = None
    whole_words: str = ""
    groups: Sequence[str] = ()
    rule_words: str = ""


def city_marks(
    rows: Sequence[Row], scale: Scale, room: tuple[float, float, float], colours: Palette
) -> svg.Sketch:
    """The rows under the key and the scale; `room` is the width, that of the names, and the height for the rows together."""
    width, names, height = room
    tall = min(TALLEST, max(LOWEST, height / max(len(rows), 1)))
    key, head = _key(scale, width, colours)
    top = head + HEAD
    foot = top + tall * len(rows)
    inside, far = _parted(rows, scale)
    low, high, step = axis_range([*inside, *_wholes(rows, scale)], max(3, int(width // 90)))
    # Beyond the axis stands what lies far out: on it it would leave the others no room.
    high = min([high, *far[:1]])
    beyond = [_beyond(row, far) for row in rows]
    aside = max((text_width(told, LEAST) for told in beyond if told), default=0.0)
    right = width - 14.0 - (aside + 2 * AWAY if aside else 0.0)

    def x(value: float) -> float:
        if far and value >= far[0]:
            return right + AWAY
        return names + 8 + (right - names - 8) * (value - low) / ((high - low) or 1.0)

    parts = [
        svg.scenery(
            key
            + _scale((low, high, step), x, (top, foot), colours)
            + _whole(scale, x, (top, foot, width), colours)
        )
    ]
    for number, row in enumerate(rows):
        told = text_width(beyond[number], LEAST) if aside else 0.0
        free = width - told - (AIR if told else 0.0)
        parts.append(_row(row, (top + number * tall, tall), (x, names, width, free), colours))
        if aside and beyond[number]:
            at = (width, top + (number + 0.5) * tall + 4.5)
            parts.append(svg.scenery(svg.text(at, beyond[number], colours.text, LEAST, text_anchor="end")))
    return svg.Sketch("".join(parts), width, foot + FOOT)


def counted_far(rows: Sequence[Row], scale: Scale) -> int:
    """How many marks stand beyond the axis."""
    return len(_parted(rows, scale)[1])


def _parted(rows: Sequence[Row], scale: Scale) -> tuple[list[float], list[float]]:
    return parted([mark.value for row in rows for mark in row.marks], max(_wholes(rows, scale), default=None))


def _wholes(rows: Sequence[Row], scale: Scale) -> list[float]:
    """The figures that have a rule: of the rows, and of the whole."""
    return [value for value in (*(row.value for row in rows), scale.whole) if value is not None]


def _beyond(row: Row, far: Sequence[float]) -> str:
    """The figures of a row's marks beyond the end of the axis, with an arrow."""
    found = [mark.value for mark in row.marks if far and mark.value >= far[0]]
    return far_words(found) if found else ""


def shape(group: int, place: svg.Point, colours: Palette, size: float = RADIUS) -> str:
    """The mark of a group: a square, a circle, a triangle or a diamond, no colour of a judgement; then round again."""
    x, y = place
    edge: dict[str, Any] = {"stroke": colours.page, "stroke_width": 1}
    number = group % 4
    if number == 0:
        return svg.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8, colours.sequential[2], **edge)
    if number == 1:
        return svg.circle(place, size, colours.sequential[1], **edge)
    if number == 2:
        return svg.triangle(place, size * 1.15, colours.muted, **edge)
    return svg.diamond(place, size * 1.15, colours.beside, **edge)


def _key(scale: Scale, width: float, colours: Palette) -> tuple[str, float]:
    """What each shape and the tall rule mean, in as many lines as they need; and how high that is."""
    parts, x, y = [], 0.0, 0.0
    entries = [(number, words) for number, words in enumerate(scale.groups)]
    for number, words in [*entries, (-1, scale.rule_words)]:
        long = 15 + text_width(words, LEAST) + 14
        if x and x + long - 14 > width:
            x, y = 0.0, y + KEY
        middle = (x + 6, y + 9)
        if number < 0:
            parts.append(svg.line((x + 6, y + 2), (x + 6, y + 16), colours.text, 2))
        else:
            parts.append(shape(number, middle, colours))
        parts.append(svg.text((x + 15, y + 13.5), words, colours.text, LEAST))
        x += long
    return "".join(parts), y + KEY


def _scale(
    axis: tuple[float, float, float], x: Callable[[float], float], down: tuple[float, float], colours: Palette
) -> str:
    (low, high, step), (top, foot) = axis, down
    parts, value = [], low
    while value <= high + step / 100:
        at = x(value)
        parts.append(svg.line((at, top), (at, foot), colours.rule))
        parts.append(svg.text((at, top - 7), f"{value:g}", colours.muted, LEAST, text_anchor="middle"))
        value += step
    return "".join(parts)


def _whole(
    scale: Scale, x: Callable[[float], float], down: tuple[float, float, float], colours: Palette
) -> str:
    """The dotted line of the whole, its words under it."""
    if scale.whole is None:
        return ""
    top, foot, width = down
    at = x(scale.whole)
    half = text_width(scale.whole_words, LEAST) / 2
    middle = min(max(at, half), width - half)
    return svg.line((at, top), (at, foot), colours.text, 1.4, stroke_dasharray="2 3") + svg.text(
        (middle, foot + 15), scale.whole_words, colours.text, LEAST, text_anchor="middle", font_weight=600
    )


def _row(
    row: Row,
    across: tuple[float, float],
    how: tuple[Callable[[float], float], float, float, float],
    colours: Palette,
) -> str:
    """The row's ground takes the pointer under its marks: a press beside them is the row's own."""
    (top, tall), (x, names, width, free) = across, how
    middle = top + tall / 2
    ink = colours.primary if row.is_chosen else colours.text
    size = max(9.5, min(TABLE, TABLE * (names - 4) / max(text_width(row.name, TABLE), 1)))
    ground = colours.panel if row.is_chosen else "transparent"
    own = svg.rect(0, top, width, tall, ground) + svg.text(
        (names, middle + 4.5),
        row.name,
        ink,
        round(size, 1),
        text_anchor="end",
        font_weight=700 if row.is_chosen else 600,
    )
    if row.value is not None:
        at = x(row.value)
        own += svg.line((at, middle - tall * 0.38), (at, middle + tall * 0.38), colours.text, 2.2)
    parts = [svg.mark(own, tip=row.tip, pick=row.pick, is_chosen=row.is_chosen)]
    spots = spread([x(mark.value) for mark in row.marks], middle, tall)
    order = sorted(range(len(row.marks)), key=lambda one: row.marks[one].is_chosen)
    parts += [_mark(row.marks[place], spots[place], colours) for place in order]
    has_chosen = any(mark.is_chosen for mark in row.marks)
    for place in order:
        mark = row.marks[place]
        # The name of the chosen one stands alone in its row.
        if mark.is_chosen or (mark.is_named and not has_chosen):
            parts.append(_name(mark, spots[place], [at for at, _ in spots], (names + 6, free), colours))
    return "".join(parts)


def spread(across: Sequence[float], middle: float, tall: float) -> list[svg.Point]:
    """Where marks stand: on the line, or above and below it where another is near; as few as can be leave the line.

    Where they are too many to stand beside each other, they cover each other, but none of the next row's.
    """
    levels = (0.0, -1.0, 1.0, -2.0, 2.0)
    last = dict.fromkeys(levels, float("-inf"))
    found: dict[int, float] = {}
    is_crowded = False
    for number in sorted(range(len(across)), key=lambda one: across[one]):
        at = across[number]
        free = next((one for one in levels if at - last[one] >= NEAR), None)
        is_crowded = is_crowded or free is None
        level = min(levels, key=lambda one: last[one]) if free is None else free
        last[level] = at
        found[number] = level
    step = min(6.0, tall * 0.2)
    if is_crowded:
        step = min(step, (tall / 2 - RADIUS - 1) / max(levels))
    return [(at, middle + found[number] * step) for number, at in enumerate(across)]


def _mark(mark: Mark, place: svg.Point, colours: Palette) -> str:
    ring = svg.circle(place, RADIUS + 4, colours.page, stroke=colours.primary, stroke_width=2)
    body = ring if mark.is_chosen else ""
    body += shape(mark.group, place, colours, RADIUS + mark.is_chosen)
    # What takes the pointer is larger than what is seen.
    body += svg.circle(place, 7, "transparent")
    return svg.mark(body, tip=mark.tip, pick=mark.pick, is_chosen=mark.is_chosen)


def _name(
    mark: Mark, place: svg.Point, others: Sequence[float], ends: tuple[float, float], colours: Palette
) -> str:
    """A name beside its mark, on the side where it covers fewer others and has room."""
    (x, y), (left, right) = place, ends
    long, aside = text_width(mark.name, CAPTION), RADIUS + (7 if mark.is_chosen else 5)
    spans = {"end": (x - aside - long, x - aside), "start": (x + aside, x + aside + long)}

    def covers(anchor: str) -> tuple[bool, int]:
        low, high = spans[anchor]
        is_out = low < left or high > right
        return is_out, sum(low - RADIUS <= other <= high + RADIUS for other in others)

    anchor = min(("start", "end"), key=covers)
    at = (spans[anchor][1] if anchor == "end" else spans[anchor][0], y + 4.5)
    ink, weight = (colours.primary, 700) if mark.is_chosen else (colours.text, 400)
    words = svg.text(at, mark.name, ink, CAPTION, halo=colours.page, text_anchor=anchor, font_weight=weight)
    return svg.scenery(words)
