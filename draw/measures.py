"""Measures one under the other: each with its figure beside those it is held against, where it lies among all, and its change.

Figures in, elements out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.columns import ink
from draw.hairs import Hairs, hairs
from draw.palette import CAPTION, CARD_NAME, LEAST, TABLE, Palette
from draw.text import text_width

ROW, HEAD = 42.0, 34.0  # pixels
BLOCK, LINE = 76.0, 17.0  # of a narrow one
STRIP = 15.0
FIGURE = 17.0
STEP = 57.0  # least from one figure to the next: a name of a city stands over it
APART = 12.0


@dataclass(frozen=True)
class Measure:
    """A measure: its name and unit, its figure with a sign that judges, and what stands in each column of `Layout.beside`.

    `says` colours figure and dot, `change` is (words, what they say: good, bad or quiet). Without a figure `figure` says why.
    """

    name: str
    unit: str
    figure: str
    strip: Hairs
    beside: Sequence[str]
    sign: str = ""
    says: str = "plain"
    change: tuple[str, str] = ("", "quiet")
    tip: str = ""
    pick: str = ""

    @property
    def is_known(self) -> bool:
        return self.strip.here is not None


@dataclass(frozen=True)
class Layout:
    """Words over the columns: the measure, its figure, what stands beside it, the strip, the change; and the width of it all."""

    width: float
    name: str
    figure: str
    beside: Sequence[str]
    strip: str
    change: str


@dataclass(frozen=True)
class _Places:
    """Where columns end (figures) or begin (strip and change)."""

    name: float
    figure: float
    beside: Sequence[float]
    strip: tuple[float, float]
    change: float


def rows(measures: Sequence[Measure], layout: Layout, colours: Palette) -> svg.Sketch:
    """A row each, under their heads."""
    places = _places(layout)
    body = [_heads(layout, places, colours)]
    for number, measure in enumerate(measures):
        top = HEAD + number * ROW
        body.append(
            svg.mark(_row(measure, top, (layout, places), colours), tip=measure.tip, pick=measure.pick)
        )
    foot = HEAD + len(measures) * ROW
    return svg.Sketch("".join(body), layout.width, foot + 1)


def blocks(measures: Sequence[Measure], layout: Layout, colours: Palette) -> svg.Sketch:
    """The same for a telephone: a block each, what stands beside the figure in a line under its strip."""
    body, top = [], 0.0
    for measure in measures:
        drawn, tall = _block(measure, top, layout, colours)
        body.append(svg.mark(drawn, tip=measure.tip, pick=measure.pick))
        top += tall
    return svg.Sketch("".join(body), layout.width, top)


def _places(layout: Layout) -> _Places:
    """The strip takes what the figures leave."""
    wide = layout.width
    name, step = wide * 0.19, max(STEP, wide * 0.073)
    figure = name + wide * 0.1
    beside = [figure + step * (number + 1) for number in range(len(layout.beside))]
    change = wide - wide * 0.152
    left = (beside[-1] if beside else figure) + APART
    return _Places(name, figure, beside, (left, change - APART - left), change)


def _heads(layout: Layout, places: _Places, colours: Palette) -> str:
    """Words over the columns, standing on the rule; those of figures in two lines where they need them."""
    foot = HEAD - 8
    parts = [svg.text((0, foot), layout.name, colours.muted, LEAST)]
    step = places.beside[0] - places.figure if places.beside else places.figure - places.name
    for words, right in zip((layout.figure, *layout.beside), (places.figure, *places.beside), strict=True):
        parts += _over(words, (right, foot), step - 4, colours, "end")
    left, wide = places.strip
    parts += _over(layout.strip, (left, foot), wide, colours, "start")
    parts += _over(layout.change, (places.change, foot), layout.width - places.change, colours, "start")
    parts.append(svg.line((0, HEAD - 0.5), (layout.width, HEAD - 0.5), colours.rule))
    return svg.scenery("".join(parts))


def _over(words: str, place: svg.Point, width: float, colours: Palette, anchor: str) -> list[str]:
    lines = svg.wrapped(words, width, LEAST, 2)
    x, foot = place
    return [
        svg.text((x, foot - 14 * (len(lines) - 1 - number)), line, colours.muted, LEAST, text_anchor=anchor)
        for number, line in enumerate(lines)
    ]


def _row(measure: Measure, top: float, where: tuple[Layout, _Places], colours: Palette) -> str:
    layout, places = where
    middle = top + ROW / 2 + 5
    colour = ink(measure.says, colours) if measure.is_known else colours.muted
    parts = [
        svg.rect(0, top + 1, layout.width, ROW - 2, "transparent"),
        _name(measure.name, (0, middle - 7), places.name, colours),
        svg.text((0, middle + 9), svg.cut(measure.unit, places.name, LEAST), colours.muted, LEAST),
        svg.line((0, top + ROW - 0.5), (layout.width, top + ROW - 0.5), colours.rule),
    ]
    if not measure.is_known:
        # Why there is none, over the columns of what it would be held against.
        parts.append(svg.text((places.name + 10, middle), measure.figure, colours.muted, TABLE))
        parts += _figures(measure.beside[1:], places.beside[1:], middle, colours)
    else:
        figure = svg.spans(
            (places.figure, middle),
            [(measure.sign, colour, LEAST, 700), (measure.figure, colour, FIGURE, 700)],
            3,
        )
        parts.append(svg.group(figure, text_anchor="end"))
        parts += _figures(measure.beside, places.beside, middle, colours)
    left, wide = places.strip
    parts.append(hairs(measure.strip, (left, middle - 5 - STRIP / 2, wide, STRIP), colours, colour))
    words, says = measure.change
    room = layout.width - places.change
    size = TABLE if text_width(words, TABLE) * 0.92 <= room else LEAST
    parts.append(svg.text((places.change, middle), words, ink(says, colours), size))
    return "".join(parts)


def _figures(told: Sequence[str], rights: Sequence[float], y: float, colours: Palette) -> list[str]:
    return [
        svg.text((right, y), words, colours.text, TABLE, text_anchor="end")
        for words, right in zip(told, rights, strict=True)
    ]


def _name(words: str, place: svg.Point, width: float, colours: Palette) -> str:
    """A name in its column: smaller where it needs to be, cut where that is not enough. Letters are narrower than a plot must allow for."""
    wide = 0.86 * text_width(words, 1)
    size = min(TABLE, max(LEAST, width / wide if wide else TABLE))
    return svg.text(place, svg.cut(words, width / 0.86, size), colours.text, size, font_weight=600)


def _block(measure: Measure, top: float, layout: Layout, colours: Palette) -> tuple[str, float]:
    wide, y = layout.width, top + 24
    colour = ink(measure.says, colours) if measure.is_known else colours.muted
    told = [f"{head} {words}" for head, words in zip(layout.beside, measure.beside, strict=True) if words]
    lines = _filled(told, wide, CAPTION)
    name = [(measure.name, colours.text, TABLE, 650), (measure.unit, colours.muted, LEAST, 400)]
    size = CARD_NAME if measure.is_known else TABLE
    figure = [(measure.sign, colour, CAPTION, 700), (measure.figure, colour, size, 700)]
    words, says = measure.change
    tall = BLOCK + LINE * (len(lines) - 1)
    parts = [
        svg.spans((0, y), name, 6),
        svg.group(svg.spans((wide, y), figure, 4), text_anchor="end"),
        hairs(measure.strip, (0, y + 12, wide * 0.58, STRIP), colours, colour),
        svg.text((wide, y + 24), words, ink(says, colours), CAPTION, text_anchor="end"),
        *(svg.text((0, y + 44 + LINE * at), line, colours.muted, CAPTION) for at, line in enumerate(lines)),
        svg.line((0, top + tall - 0.5), (wide, top + tall - 0.5), colours.rule),
        svg.rect(0, top + 1, wide, tall - 2, "transparent"),
    ]
    return "".join(parts), tall


def _filled(told: Sequence[str], width: float, size: float) -> list[str]:
    """Things said one after another, as many to a line as fit."""
    lines: list[str] = []
    for words in told:
        joined = f"{lines[-1]} · {words}" if lines else words
        if lines and text_width(joined, size) * 0.92 <= width:
            lines[-1] = joined
        else:
            lines.append(words)
    return lines or [""]
