"""Totals year by year: a bar for each, its lower part set off. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette
from draw.text import lines_within, text_width

HEAD, FOOT = 22.0, 34.0
NOTE, LINE = 11, 13.0  # the size of a note, and from one of its lines to the next
LATIN = 0.9  # of the width that is assumed for a note
THICKEST = 46.0


@dataclass(frozen=True)
class Bar:
    """A year: what it is called, the whole and its lower part (none where nothing is known), words over it, a note under it."""

    name: str
    whole: float | None
    lower: float
    words: str
    note: str = ""
    tip: str = ""


def year_bars(
    bars: Sequence[Bar], ends: tuple[str, str], size: tuple[float, float], colours: Palette
) -> svg.Sketch:
    """The bars on one scale from zero; `ends` say behind the last what its upper and its lower part are. `hatches` must be defined.

    A note that is wider than its year takes several lines.
    """
    width, height = size
    beside = max(text_width(words, LEAST) for words in ends) + 8
    step = (width - beside) / max(len(bars), 1)
    thick = min(THICKEST, step * 0.62)
    largest = max((bar.whole or 0 for bar in bars), default=0) or 1.0
    notes = [lines_within(bar.note, NOTE * LATIN, step - 4) for bar in bars]
    foot = height - FOOT - LINE * (max((len(lines) for lines in notes if lines), default=1) - 1)
    body = [svg.scenery(svg.line((0, foot + 0.5), (width - beside, foot + 0.5), colours.rule))]
    for number, bar in enumerate(bars):
        left = number * step + (step - thick) / 2
        body.append(_bar(bar, notes[number], (left, thick, foot, (foot - HEAD) / largest), colours))
    if bars and bars[-1].whole is not None:
        last = bars[-1]
        at = (len(bars) - 1) * step + (step + thick) / 2 + 6
        unit = (foot - HEAD) / largest
        upper = foot - unit * ((last.whole or 0) + last.lower) / 2 + 4
        lower = min(foot - unit * last.lower / 2 + 5, foot + 5)
        body.append(
            svg.scenery(
                svg.text((at, min(upper, lower - 15)), ends[0], colours.text, LEAST)
                + svg.text((at, lower), ends[1], colours.text, LEAST, font_weight=700)
            )
        )
    return svg.Sketch("".join(body), width, height)


def _bar(bar: Bar, note: Sequence[str], how: tuple[float, float, float, float], colours: Palette) -> str:
    left, thick, foot, unit = how
    middle = left + thick / 2
    parts = []
    if bar.whole is None:
        parts.append(svg.rect(left, foot - 30, thick, 30, "url(#hatch)"))
        top = foot - 30
    else:
        top = foot - unit * bar.whole
        parts.append(svg.rect(left, top, thick, foot - top, colours.sequential[1]))
        parts.append(svg.rect(left, foot - unit * bar.lower, thick, unit * bar.lower, colours.sequential[2]))
    parts.append(
        svg.text((middle, top - 6), bar.words, colours.text, CAPTION, text_anchor="middle", font_weight=600)
    )
    parts.append(svg.text((middle, foot + 15), bar.name, colours.muted, LEAST, text_anchor="middle"))
    parts += [
        svg.text((middle, foot + 29 + LINE * place), line, colours.muted, NOTE, text_anchor="middle")
        for place, line in enumerate(note)
    ]
    deep = FOOT + LINE * max(len(note) - 1, 0)
    parts.append(svg.rect(left - 4, 0, thick + 8, foot + deep, "transparent"))
    return svg.mark("".join(parts), tip=bar.tip)
