"""Spans: for each area how long something takes, at the mean with a band from the quickest to the slowest. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, Palette

ROW, HEAD = 19.0, 20.0
TALL = 6.0  # of a band
DOT = 4.6
TICKS = (0, 8, 16, 24, 32, 40)
MOST = 40.0  # what takes longer stands at the end, with an arrow


@dataclass(frozen=True)
class Span:
    """An area: its name, how long at the mean, at best and at worst (None: never), a figure at the end, and what it says and chooses.

    Without a mean `words` stand in the place of the band. `is_soon` colours it.
    """

    name: str
    mean: int | None
    best: int | None
    worst: int | None
    figure: str
    words: str = ""
    is_soon: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


def spans(listed: Sequence[Span], width: float, name: float, colours: Palette, *, more: str) -> svg.Sketch:
    """The spans under an axis of periods; names take `name` pixels. `more` stands behind the last tick."""
    left, right = name + 10, width - 46
    wide = right - left

    def x(value: float) -> float:
        return left + wide * min(value, MOST) / MOST

    foot = HEAD + ROW * len(listed)
    body = [svg.scenery("".join(_grid(x, foot, colours, more)))]
    for number, one in enumerate(listed):
        y = HEAD + ROW * number + ROW / 2
        ink = colours.good if one.is_soon else colours.bad
        parts = [svg.rect(0, y - ROW / 2, width, ROW, colours.panel if one.is_chosen else "transparent")]
        parts.append(
            svg.text(
                (name, y + 4.5), svg.cut(one.name, name, CAPTION), colours.text, CAPTION, text_anchor="end"
            )
        )
        parts.append(svg.text((width, y + 4.5), one.figure, colours.text, LEAST, text_anchor="end"))
        if one.mean is None:
            parts.append(svg.text((left + 4, y + 4.5), one.words, colours.muted, LEAST))
        else:
            start = x(one.best if one.best is not None else one.mean)
            end = x(one.worst if one.worst is not None else MOST)
            pale = colours.above[0] if one.is_soon else colours.below[0]
            parts.append(svg.rect(start, y - TALL / 2, max(end - start, 0), TALL, pale))
            parts.append(svg.circle((x(one.mean), y), DOT, ink))
            if one.mean > MOST or one.worst is None or one.worst > MOST:
                parts.append(svg.text((right + 4, y + 4), "→", colours.muted, LEAST))
        body.append(svg.mark("".join(parts), tip=one.tip, pick=one.pick, is_chosen=one.is_chosen))
    return svg.Sketch("".join(body), width, foot + 2)


def _grid(x: Callable[[float], float], foot: float, colours: Palette, more: str) -> list[str]:
    parts = []
    for tick in TICKS:
        words = f"{tick}{more}" if tick == TICKS[-1] else str(tick)
        parts.append(svg.text((x(tick), HEAD - 8), words, colours.muted, LEAST, text_anchor="middle"))
        parts.append(svg.line((x(tick), HEAD - 2), (x(tick), foot), colours.rule))
    return parts
