"""A picture that stands for itself: title above, drawing in the middle, source at the foot. Ready words in, SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.marks import Legend
from draw.palette import CAPTION, LEAST, Theme, palette
from draw.scales import Scale
from draw.text import text_width

WIDTH, MARGIN = 1160, 32
TITLE, UNDER, FOOT = 27, 15, 12.5
ROW = 26


@dataclass(frozen=True)
class Words:
    """What a picture says: what is simulated ("" where nothing is), its finding, the line under it, the lines at its foot."""

    tag: str
    title: str
    under: str
    foot: Sequence[str]


def sheet(sketches: Sequence[svg.Sketch], words: Words, theme: Theme = "light") -> str:
    """The whole picture as an SVG with its ground; sketches stand side by side, together in the middle."""
    colours, room = palette(theme), WIDTH - 2 * MARGIN
    parts, y = [], float(MARGIN)
    if words.tag:
        wide = text_width(words.tag, CAPTION) + 18
        parts.append(svg.rect(MARGIN, y, wide, 24, "none", stroke=colours.bad, rx=4))
        parts.append(svg.text((MARGIN + 9, y + 16.5), words.tag, colours.bad, CAPTION, font_weight=600))
        y += 36
    for line in svg.wrapped(words.title, room, TITLE):
        parts.append(svg.text((MARGIN, y + TITLE * 0.9), line, colours.text, TITLE, font_weight=700))
        y += TITLE * 1.3
    for line in svg.wrapped(words.under, room, UNDER):
        parts.append(svg.text((MARGIN, y + UNDER), line, colours.muted, UNDER))
        y += UNDER * 1.5
    y += 18
    x = (WIDTH - sum(sketch.width for sketch in sketches)) / 2
    for sketch in sketches:
        parts.append(svg.group(sketch.body, transform=f"translate({svg.number(x)} {svg.number(y)})"))
        x += sketch.width
    y += max((sketch.height for sketch in sketches), default=0) + 20
    parts.append(svg.line((MARGIN, y), (WIDTH - MARGIN, y), colours.rule))
    y += 8
    for text in words.foot:
        for line in svg.wrapped(text, room, FOOT, most=4):
            parts.append(svg.text((MARGIN, y + FOOT), line, colours.muted, FOOT))
            y += FOOT * 1.5
    height = y + MARGIN / 2
    ground = svg.rect(0, 0, WIDTH, height, colours.page)
    return svg.drawing(
        ground + svg.group("".join(parts)), WIDTH, height, label=words.title, defs=svg.hatches(colours)
    )


def legend(scale: Scale, said: Legend, theme: Theme = "light", width: float = 230) -> svg.Sketch:
    """The map's legend as on the page: symbol, swatch, range, bar, count; the best class on top."""
    colours = palette(theme)
    largest = max([*said.counts, *(row[2] for row in said.without), 1])
    parts = [svg.text((0, 14), said.title, colours.muted, CAPTION)]
    # Bars begin where the longest of the ranges has ended.
    start = max([118.0, *(49 + text_width(words, CAPTION) + 8 for words in scale.ranges)])
    y = 26.0
    order = scale.best_first()
    for place, index in enumerate(order):
        if said.target and place and _crosses(scale, order[place - 1], index):
            parts.append(_rule(said.target, y, colours.text))
            y += ROW
        parts.append(svg.text((20, y + 17), scale.symbols[index], colours.text, 11, text_anchor="end"))
        parts.append(
            svg.rect(26, y + 5, 16, 16, scale.colours[index], stroke=colours.coast, stroke_opacity=0.2)
        )
        parts.append(
            _counted(
                y, scale.ranges[index], said.counts[index], (start, _long(said.counts[index], largest)), theme
            )
        )
        y += ROW
    y += 8
    for pattern, text, count in said.without:
        fill = colours.no_data if pattern == "blank" else f"url(#{pattern})"
        parts.append(svg.rect(26, y + 5, 16, 16, fill, stroke=colours.coast, stroke_opacity=0.2))
        lines = svg.wrapped(text, width - 90, CAPTION)
        if len(lines) == 1 and text_width(text, CAPTION) <= 62:
            parts.append(_counted(y, text, count, (start, _long(count, largest)), theme))
        else:
            for row, line in enumerate(lines):
                parts.append(svg.text((49, y + 17.5 + row * 17), line, colours.text, CAPTION))
            end = 49 + text_width(lines[-1], CAPTION) + 8
            foot = y + 17.5 + (len(lines) - 1) * 17
            parts.append(svg.text((end, foot), count, colours.text, CAPTION, font_weight=600))
            y += (len(lines) - 1) * 17
        y += ROW
    y += 12
    for note in said.notes:
        for line in svg.wrapped(note, width - 10, LEAST):
            parts.append(svg.text((0, y + LEAST), line, colours.muted, LEAST))
            y += LEAST * 1.5
        y += 0 if note else 10
    return svg.Sketch("".join(parts), width, y)


def _crosses(scale: Scale, one: int, other: int) -> bool:
    """Whether the target lies between two classes next to each other."""
    return scale.target_at is not None and (one < scale.target_at) != (other < scale.target_at)


def _rule(text: str, y: float, colour: str) -> str:
    wide, whole = text_width(text, CAPTION), 176
    side = max((whole - wide) / 2 - 8, 0)
    middle = y + ROW / 2
    return (
        svg.line((0, middle), (side, middle), colour, 2)
        + svg.text((whole / 2, middle + 4.5), text, colour, CAPTION, font_weight=700, text_anchor="middle")
        + svg.line((whole - side, middle), (whole, middle), colour, 2)
    )


def _long(count: int, largest: int) -> float:
    return max(28 * count / largest, 1.0) if count else 0.0


def _counted(y: float, text: str, count: int, bar: svg.Point, theme: Theme) -> str:
    """A row's words, its bar (where that begins and how long it is) and its count."""
    colours, (start, long) = palette(theme), bar
    return (
        svg.text((49, y + 17.5), text, colours.text, CAPTION)
        + svg.rect(start, y + 9, long, 9, colours.faint)
        + svg.text((start + 6 + long, y + 17.5), count, colours.text, CAPTION, font_weight=600)
    )
