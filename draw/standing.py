"""Bands of positions: a column or a row for each area, first to last, in groups that cannot be told apart. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from draw import svg
from draw.palette import BODY, LEAST, Palette
from draw.text import text_width

WIDTH, HEIGHT = 1156.0, 236.0  # of the wide drawing; the height of its scale
LEFT = 42.0  # where the columns begin
HEAD, PAD = 24.0, 14.0  # above the scale, and between it and its ends
LONGEST_NAME = 84.0  # pixels under the scale
LETTER = 11.0
NARROW, ROW = 358.0, 16.5  # of the narrow drawing, and one of its rows
ROW_NAMES = 78.0

Kind = Literal["chosen", "alike", "other"]


@dataclass(frozen=True)
class Area:
    """An area: its name, its band (best end, middle, worst end; none without a score), and what it says and chooses.

    `own` is its position by a reader's own weights, where there are such. `alike` cannot be told from the chosen one.
    """

    name: str
    band: tuple[int, int, int] | None
    kind: Kind = "other"
    own: int | None = None
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Words:
    """What is written: over the scale, on a group (number and size), in the empty corner (a line strong, one quiet), on the tag."""

    axis: str
    groups: Sequence[tuple[str, str]]  # each long, and short where that has no room
    corner: tuple[str, Sequence[str]] = ("", ())
    tag: str = ""


@dataclass(frozen=True)
class Standing:
    """The areas first to last; `groups` are the sizes of the groups they are in, in their order. `upright`: a name is written downwards."""

    areas: Sequence[Area]
    groups: Sequence[int]
    words: Words
    upright: bool = True
    last: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "last", max(1, sum(1 for area in self.areas if area.band)))


def wide(drawn: Standing, colours: Palette) -> svg.Sketch:
    """A column an area, the first on the left; position 1 on top."""
    step = (WIDTH - LEFT) / max(len(drawn.areas), 1)
    top, foot = HEAD + PAD, HEAD + PAD + HEIGHT
    height = foot + PAD + _names_height(drawn, step)
    parts = [_bands(drawn, step, height, colours), _scale(drawn, top, colours), _corner(drawn, foot, colours)]
    body = [svg.scenery("".join(parts))]
    body += [
        _column(area, LEFT + place * step, step, drawn, height, colours)
        for place, area in enumerate(drawn.areas)
    ]
    return svg.Sketch("".join(body), WIDTH, height)


def narrow(drawn: Standing, colours: Palette) -> svg.Sketch:
    """A row an area, the first on top; position 1 on the left."""
    parts, body, y = [], [], HEAD
    for number, size in enumerate(drawn.groups):
        ground = colours.panel if number % 2 else colours.page
        parts.append(svg.rect(0, y, NARROW, ROW * size, ground))
        y += ROW * size
    for tick in _ticks(drawn.last):
        x = _along(tick, drawn.last)
        parts.append(svg.line((x, HEAD), (x, HEAD + ROW * len(drawn.areas)), colours.rule))
        parts.append(svg.text((x, HEAD - 8), tick, colours.muted, LEAST, text_anchor="middle"))
    parts.append(svg.text((0, HEAD - 8), drawn.words.axis, colours.muted, LEAST))
    body.append(svg.scenery("".join(parts)))
    body += [_row(area, HEAD + place * ROW, drawn, colours) for place, area in enumerate(drawn.areas)]
    return svg.Sketch("".join(body), NARROW, HEAD + ROW * len(drawn.areas) + 4)


def fills(kind: Kind, colours: Palette) -> tuple[str, str]:
    """The fill of a band and the ink of its middle. Blue is the chosen one and what cannot be told from it, never good or bad."""
    if kind == "chosen":
        return colours.sequential[2], colours.page
    return (colours.sequential[1] if kind == "alike" else colours.faint), colours.text


def _names_height(drawn: Standing, step: float) -> float:
    size = min(LETTER, step - 1)
    if drawn.upright:
        return size * max((len(area.name[:4]) for area in drawn.areas), default=1) + 6
    return min(LONGEST_NAME, max((text_width(area.name, size) for area in drawn.areas), default=0.0)) + 4


def _ticks(last: int) -> list[int]:
    """First, last, and the ends of the thirds between them."""
    return sorted({1, last // 3, 2 * last // 3, last} - {0})


def _down(position: float, last: int) -> float:
    return HEAD + PAD + HEIGHT * (position - 1) / max(last - 1, 1)


def _along(position: float, last: int) -> float:
    return ROW_NAMES + 10 + (NARROW - ROW_NAMES - 24) * (position - 1) / max(last - 1, 1)


def _bands(drawn: Standing, step: float, height: float, colours: Palette) -> str:
    """A pale ground under every second group, and over each what fits of its name."""
    parts, left = [], LEFT
    for number, (size, (long, short)) in enumerate(zip(drawn.groups, drawn.words.groups, strict=True)):
        across = size * step
        if number % 2:
            parts.append(svg.rect(left, HEAD - 6, across, height - HEAD + 6, colours.panel))
        fitting = next((words for words in (long, short) if text_width(words, LEAST) + 6 <= across), "")
        parts.append(
            svg.text((left + across / 2, HEAD - 11), fitting, colours.muted, LEAST, text_anchor="middle")
        )
        left += across
    return "".join(parts)


def _scale(drawn: Standing, top: float, colours: Palette) -> str:
    parts = [svg.text((0, HEAD - 11), drawn.words.axis, colours.muted, LEAST)]
    for tick in _ticks(drawn.last):
        y = _down(tick, drawn.last)
        parts.append(svg.line((LEFT - 6, y), (WIDTH, y), colours.rule))
        parts.append(svg.text((LEFT - 12, y + 4.5), tick, colours.muted, LEAST, text_anchor="end"))
    if drawn.words.tag:
        across = text_width(drawn.words.tag, LEAST) + 14
        left = WIDTH - across - 6
        parts.append(
            svg.rect(left, top + 4, across, 21, colours.page, stroke=colours.bad, rx=4)
            + svg.text((left + 7, top + 19), drawn.words.tag, colours.bad, LEAST, font_weight=600)
        )
    return "".join(parts)


def _corner(drawn: Standing, foot: float, colours: Palette) -> str:
    strong, quiet = drawn.words.corner
    y = foot - 12 - 20 * len(quiet)
    parts = [svg.text((LEFT + 14, y), strong, colours.text, BODY, font_weight=700, halo=colours.page)]
    for line in quiet:
        y += 20
        parts.append(svg.text((LEFT + 14, y), line, colours.muted, LEAST, halo=colours.page))
    return "".join(parts)


def _column(area: Area, left: float, step: float, drawn: Standing, height: float, colours: Palette) -> str:
    middle = left + step / 2
    wide_of = min(step * 0.68, 22.0)
    fill, ink = fills(area.kind, colours)
    parts = []
    if area.band is None:
        parts.append(svg.rect(middle - wide_of / 2, _down(1, drawn.last), wide_of, HEIGHT, "url(#hatch)"))
    else:
        low, here, high = (_down(position, drawn.last) for position in area.band)
        parts.append(
            svg.rect(middle - wide_of / 2, low - 2.5, wide_of, high - low + 5, fill, rx=min(2.5, wide_of / 2))
        )
        parts.append(svg.circle((middle, here), min(2.4, step / 3), ink))
    if area.own is not None:
        parts.append(_ring((middle, _down(area.own, drawn.last)), colours))
    parts.append(_name(area, middle, HEAD + PAD + HEIGHT + PAD, step, drawn.upright, colours))
    # The last shape takes the click.
    parts.append(svg.rect(left, HEAD - 6, step, height - HEAD + 6, "transparent"))
    return svg.mark("".join(parts), tip=area.tip, pick=area.pick, is_chosen=area.kind == "chosen")


def _ring(middle: svg.Point, colours: Palette) -> str:
    """Where own weights place an area."""
    return svg.circle(middle, 4.2, "none", stroke=colours.page, stroke_width=3.4) + svg.circle(
        middle, 4.2, "none", stroke=colours.text, stroke_width=1.6
    )


def _name(area: Area, x: float, y: float, step: float, upright: bool, colours: Palette) -> str:
    ink = (
        colours.primary if area.kind == "chosen" else colours.text if area.kind == "alike" else colours.muted
    )
    weight = 700 if area.kind == "chosen" else 400
    size = min(LETTER, step - 1)
    if upright:
        return "".join(
            svg.text(
                (x, y + size * (place + 0.6)), letter, ink, size, font_weight=weight, text_anchor="middle"
            )
            for place, letter in enumerate(area.name[:4])
        )
    shown = svg.cut(area.name, LONGEST_NAME, size)
    # Upwards, as charts turn their words.
    turn = f"rotate(-90 {svg.number(x + size * 0.36)} {svg.number(y - 4)})"
    place = (x + size * 0.36, y - 4)
    return svg.text(place, shown, ink, size, font_weight=weight, text_anchor="end", transform=turn)


def _row(area: Area, top: float, drawn: Standing, colours: Palette) -> str:
    middle = top + ROW / 2
    fill, ink = fills(area.kind, colours)
    name_ink = (
        colours.primary if area.kind == "chosen" else colours.text if area.kind != "other" else colours.muted
    )
    size = min(LEAST, (ROW_NAMES - 4) / max(text_width(area.name, 1), 0.1))
    weight = 700 if area.kind == "chosen" else 400
    parts = [svg.text((0, middle + 4.4), area.name, name_ink, size, font_weight=weight)]
    if area.band is None:
        start = _along(1, drawn.last)
        parts.append(svg.rect(start, middle - 4, _along(drawn.last, drawn.last) - start, 8, "url(#hatch)"))
    else:
        low, here, high = (_along(position, drawn.last) for position in area.band)
        parts.append(svg.rect(low - 3, middle - 4.5, high - low + 6, 9, fill, rx=2.5))
        parts.append(svg.circle((here, middle), 2.4, ink))
    if area.own is not None:
        parts.append(_ring((_along(area.own, drawn.last), middle), colours))
    parts.append(svg.rect(0, top, NARROW, ROW, "transparent"))
    return svg.mark("".join(parts), tip=area.tip, pick=area.pick, is_chosen=area.kind == "chosen")
