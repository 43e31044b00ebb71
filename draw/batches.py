"""What was applied for and accepted year by year as bars, and shares of areas on one scale. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette, ink_on
from draw.text import text_width

TALL = 300.0  # pixels of the highest bar
TOP, FOOT = 26.0, 66.0  # above it, and under the line
THICKEST = 84.0
GAP = 8.0  # between what was accepted and what was applied for
ROW, HEAD, UNDER = 36.0, 26.0, 30.0  # of a row of shares, over the first, under the last
MARGIN = 10.0


@dataclass(frozen=True)
class Batch:
    """A year: what was accepted of each kind, applied for and withdrawn; figures in words; what stands in an undecided bar."""

    label: str
    urban: int
    rural: int
    applied: int
    withdrawn: int
    words: tuple[str, str, str, str, str]  # urban, rural, accepted in all, applied for, withdrawn
    waiting: str = ""  # where nothing of the year is decided
    tip: str = ""
    is_now: bool = False
    published: str = ""  # what was published of those accepted, in words


@dataclass(frozen=True)
class Line:
    """An area: its share, those of its parts, how many and what share in words; `instead` where it has none."""

    name: str
    share: float | None
    parts: Sequence[float]
    count: str
    words: str
    instead: str = ""
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


def batches(listed: Sequence[Batch], width: float, colours: Palette) -> svg.Sketch:
    """A year's bars: accepted urban under accepted rural, withdrawn under the line; beside it, in outline, what was applied for.

    It is decided later: what was accepted in a year is no part of what was applied for in it.
    """
    most = max([1, *(max(batch.applied, batch.urban + batch.rural) for batch in listed)])
    step = width / max(len(listed), 1)
    body = [
        _batch(one, place * step + step / 2, step, TALL / most, colours) for place, one in enumerate(listed)
    ]
    ground = svg.scenery(svg.line((0, TOP + TALL), (width, TOP + TALL), colours.text, 1.2))
    return svg.Sketch("".join(body) + ground, width, TOP + TALL + FOOT)


def _batch(batch: Batch, middle: float, step: float, scale: float, colours: Palette) -> str:
    thick, line = min(THICKEST, step * 0.34), TOP + TALL
    # Beside what was accepted; alone in the middle where nothing was.
    thin = thick if batch.waiting else thick * 0.62
    left = middle - (thick if batch.waiting else thick + GAP + thin) / 2
    beside = left if batch.waiting else left + thick + GAP
    urban, rural, total, applied, withdrawn = batch.words
    parts = [svg.rect(middle - step / 2, 0, step, line + FOOT, "transparent")]
    height = batch.applied * scale
    dash = {"stroke_dasharray": "4 4"} if batch.waiting else {}
    parts.append(
        svg.rect(beside, line - height, thin, height, "none", stroke=colours.muted, stroke_width=1.2, **dash)
    )
    above = (beside + thin / 2, line - height - 7)
    parts.append(svg.text(above, applied, colours.muted, CAPTION, text_anchor="middle"))
    foot = line
    for count, words, fill in (
        (batch.urban, urban, colours.above[2]),
        (batch.rural, rural, colours.above[0]),
    ):
        tall = count * scale
        parts.append(svg.rect(left, foot - tall, thick, tall, fill))
        if tall >= 17:
            place = (left + thick / 2, foot - tall / 2 + 4.6)
            parts.append(svg.text(place, words, ink_on(fill), CAPTION, font_weight=600, text_anchor="middle"))
        foot -= tall
    if batch.waiting:
        size = min(LEAST, (step - 4) / max(text_width(batch.waiting, 1), 0.1))
        place = (middle, line - height / 2 + 4.6)
        parts.append(svg.text(place, batch.waiting, colours.muted, size, text_anchor="middle"))
    else:
        size = min(TABLE, (thick + 12) / max(1.1 * text_width(total, 1), 0.1))
        over = (left + thick / 2, foot - 7)
        parts.append(svg.text(over, total, colours.text, size, font_weight=700, text_anchor="middle"))
    if batch.withdrawn:
        parts.append(svg.rect(left, line + 3, thick, max(2.0, batch.withdrawn * scale), colours.below[1]))
        parts.append(
            svg.text(
                (left + thick / 2, line + 19),
                withdrawn,
                colours.bad,
                LEAST,
                font_weight=600,
                text_anchor="middle",
            )
        )
    ink = colours.primary if batch.is_now else colours.text
    parts.append(
        svg.text((middle, line + 42), batch.label, ink, TABLE, font_weight=700, text_anchor="middle")
    )
    if batch.published:
        size = min(LEAST, (step - 4) / max(text_width(batch.published, 1), 0.1))
        under = (middle, line + 60)
        parts.append(svg.text(under, batch.published, colours.muted, size, text_anchor="middle"))
    return svg.mark("".join(parts), tip=batch.tip)


def shares(
    listed: Sequence[Line],
    whole: tuple[float | None, str],
    heads: tuple[str, str],
    columns: tuple[float, float, float, float],
    colours: Palette,
) -> svg.Sketch:
    """A row an area on one scale from zero: a hair for each part, a dot for itself; a rule for the whole, with its words.

    `columns` are the widths of the whole, of names, counts and shares in words.
    """
    width, names, counts, figures = columns
    tall = min(ROW, 620.0 / max(len(listed), 1))
    start, end = names + MARGIN, width - counts - figures - MARGIN
    known = [
        one for line in listed for one in (*line.parts, *([line.share] if line.share is not None else []))
    ]
    most = max([*known, whole[0] or 0.0, 1e-9])
    scale = (end - start) / most
    rights = (width - figures, width)
    body = [
        svg.text((right, 14), head, colours.muted, LEAST, text_anchor="end")
        for right, head in zip(rights, heads, strict=True)
    ]
    rows = [
        _line(line, (HEAD + place * tall, tall), (start, scale), (width, names, *rights), colours)
        for place, line in enumerate(listed)
    ]
    foot = HEAD + tall * len(listed)
    if whole[0] is not None:
        x = start + whole[0] * scale
        body.append(
            svg.text((x, foot + 18), whole[1], colours.text, LEAST, font_weight=600, text_anchor="middle")
        )
        rule = svg.scenery(svg.line((x, HEAD - 4), (x, foot + 4), colours.text, 1.4))
    else:
        rule = ""
    return svg.Sketch(svg.scenery("".join(body)) + "".join(rows) + rule, width, foot + UNDER)


def _line(
    line: Line,
    across: tuple[float, float],
    scale: tuple[float, float],
    columns: tuple[float, float, float, float],
    colours: Palette,
) -> str:
    (top, tall), (start, step), (width, names, count_at, share_at) = across, scale, columns
    middle = top + tall / 2
    ink = colours.primary if line.is_chosen else colours.text
    size = min(TABLE, (names - 2) / max(text_width(line.name, 1), 0.1))
    parts = [
        svg.rect(0, top, width, tall, colours.panel if line.is_chosen else "transparent"),
        svg.text((0, middle + 4.8), line.name, ink, size, font_weight=700),
        svg.text((count_at, middle + 4.8), line.count, colours.muted, CAPTION, text_anchor="end"),
        svg.text(
            (share_at, middle + 4.8), line.words, colours.text, CAPTION, font_weight=700, text_anchor="end"
        ),
    ]
    reach = min(8.0, tall * 0.3)
    hairs = [
        [(at, middle - reach), (at, middle + reach)]
        for at in sorted({round(start + one * step, 1) for one in line.parts})
    ]
    parts.append(svg.path(svg.outline_of(hairs), fill="none", stroke=colours.no_data_line, stroke_width=1))
    if line.share is not None:
        parts.append(
            svg.circle((start + line.share * step, middle), 5, ink, stroke=colours.page, stroke_width=1.2)
        )
    else:
        parts.append(svg.text((start, middle + 4.8), line.instead, colours.muted, LEAST))
    parts.append(svg.line((0, top + tall), (width, top + tall), colours.rule))
    if line.pick:
        parts.append(svg.rect(0, top, width, tall, "transparent"))
    return svg.mark("".join(parts), tip=line.tip, pick=line.pick, is_chosen=line.is_chosen)
