"""A picture that stands for itself: title above, drawing in the middle, source at the foot. Ready words in, SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.marks import Legend
from draw.palette import CAPTION, LEAST, Palette, Theme, palette
from draw.scales import Scale
from draw.text import text_width

WIDTH, MARGIN = 1160, 32
TITLE, UNDER, FOOT = 27, 15, 12.5
ROW, LINE = 26, 17
BAR = 28.0  # of the legend's longest count


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
    # Bars begin where the longest of the ranges has ended, and counts end on one line behind the longest of them.
    start = max([118.0, *(49 + text_width(words, CAPTION) + 8 for words in scale.ranges)])
    counts = [*said.counts, *(row[2] for row in said.without)]
    end = start + BAR + 8 + max((text_width(str(count), CAPTION) for count in counts), default=0.0)
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
        parts.append(svg.text((49, y + 17.5), scale.ranges[index], colours.text, CAPTION))
        parts.append(_count(y, said.counts[index], _long(said.counts[index], largest), (start, end), colours))
        y += ROW
    y += 8
    for pattern, text, count in said.without:
        fill = colours.no_data if pattern == "blank" else f"url(#{pattern})"
        parts.append(svg.rect(26, y + 5, 16, 16, fill, stroke=colours.coast, stroke_opacity=0.2))
        # Words that reach over the bars' beginning take their place.
        lines = svg.wrapped(text, end - 49 - 8 - text_width(str(count), CAPTION), CAPTION)
        for row, line in enumerate(lines):
            parts.append(svg.text((49, y + 17.5 + row * LINE), line, colours.text, CAPTION))
        is_long = max(text_width(line, CAPTION) for line in lines) > start - 49
        parts.append(_count(y, count, 0.0 if is_long else _long(count, largest), (start, end), colours))
        y += (len(lines) - 1) * LINE
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


def _count(y: float, count: int, long: float, ends: tuple[float, float], colours: Palette) -> str:
    """A row's bar, where bars begin, and its count, where counts end."""
    return svg.rect(ends[0], y + 9, long, 9, colours.faint) + svg.text(
        (ends[1], y + 17.5), count, colours.text, CAPTION, font_weight=600, text_anchor="end"
    )


def _long(count: int, largest: int) -> float:
    return max(BAR * count / largest, 1.0) if count else 0.0
