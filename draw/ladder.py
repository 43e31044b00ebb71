"""Ladders side by side: a bar for each rung, each ladder on its own rungs of one scale of grades. Figures in, elements out.

Every ladder has a length of its own for one person, so that the shape of a small one can be read beside a large one: the lengths of
two ladders do not compare, and the key says so. Rungs that a ladder has not are a grey ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.text import text_width

OVER = 33.0  # pixels above the highest rung, besides the lines of a ladder's head
RUNG = 21.2  # from one rung to the next
LINE = 15.0
THICK = 16.0
APART = 9.0  # between the lowest rung and those on none
BESIDE = 7.0  # between a bar and its figure


@dataclass(frozen=True)
class Rung:
    """A grade: how many stand on it, how many of them are about to rise (`figure` and `rise` in words).

    `size` is None where it is not known, and `figure` then says so. `tick` is how many would stand there by the mix of the whole.
    """

    grade: int
    size: int | None
    rising: int
    figure: str
    rise: str = ""
    tick: float | None = None
    is_top: bool = False
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Ladder:
    """A post: its name, how many it has, a line under it as (words, colour), its rungs, and those on none of them.

    `top` stands over the highest rung; `none` is a rung without a grade, None where it is not known how many it has.
    """

    name: str
    figure: str
    under: Sequence[tuple[str, str]]
    rungs: Sequence[Rung]
    top: str = ""
    none: Rung | None = None


@dataclass(frozen=True)
class Layout:
    """How wide the whole, its grades and the gap between ladders are; `axis` heads the grades, `none` names those without one.

    `rises`: whether there is room for how many rise beside a figure. `least`: a name smaller than its room is not cut below this.
    """

    width: float
    gutter: float
    gap: float
    axis: str
    none: str
    rises: bool = True


def ladders(posts: Sequence[Ladder], layout: Layout, colours: Palette) -> svg.Sketch:
    """The ladders from left to right, the highest grade on top."""
    grades = sorted({rung.grade for post in posts for rung in post.rungs})
    low, high = (grades[0], grades[-1]) if grades else (1, 1)
    wide = (layout.width - layout.gutter - layout.gap * (len(posts) - 1)) / max(len(posts), 1)
    most = max((len(_lines(post, wide, colours)) for post in posts), default=2)
    scale = _Scale(low, high, wide, OVER + LINE * most)
    height = scale.foot + THICK + 10
    body = [svg.scenery(_axis(scale, layout, colours))]
    for place, post in enumerate(posts):
        body.append(_ladder(post, layout.gutter + place * (wide + layout.gap), scale, layout, colours))
    return svg.Sketch("".join(body), layout.width, height)


@dataclass(frozen=True)
class _Scale:
    """Where a grade stands: of the lowest and the highest of all ladders, and how wide a ladder is."""

    low: int
    high: int
    wide: float
    head: float

    def top(self, grade: int) -> float:
        return self.head + (self.high - grade) * RUNG

    @property
    def foot(self) -> float:
        """Where those without a grade stand."""
        return self.top(self.low) + RUNG + APART


def _axis(scale: _Scale, layout: Layout, colours: Palette) -> str:
    right = layout.gutter - 12
    parts = [svg.text((right, scale.head - 8), layout.axis, colours.muted, LEAST, text_anchor="end")]
    for grade in range(scale.low, scale.high + 1):
        y = scale.top(grade)
        parts.append(svg.text((right, y + RUNG / 2 + 4.5), grade, colours.muted, LEAST, text_anchor="end"))
        parts.append(svg.line((layout.gutter, y + RUNG), (layout.width, y + RUNG), colours.rule))
    size = min(LEAST, layout.gutter / max(text_width(layout.none, 1), 0.1))
    place = (layout.gutter - 6, scale.foot + THICK / 2 + 4.5)
    parts.append(svg.text(place, layout.none, colours.muted, round(size, 1), text_anchor="end"))
    return "".join(parts)


def _ladder(post: Ladder, left: float, scale: _Scale, layout: Layout, colours: Palette) -> str:
    own = [rung.grade for rung in post.rungs]
    parts = [svg.scenery(_ground(own, left, scale, colours) + _head(post, left, scale.wide, colours))]
    length = _length(post, scale.wide, layout)
    for rung in post.rungs:
        parts.append(_rung(rung, (left, scale.top(rung.grade)), length, scale, layout, colours))
    if post.top and own:
        y = scale.top(max(own))
        parts.append(svg.scenery(_top(post.top, left, y, scale.wide, colours)))
    if post.none is not None:
        # Below the rungs, its bar half as tall as the gap allows: grey, for it stands on none of them.
        parts.append(
            _rung(post.none, (left, scale.foot - (RUNG - THICK) / 2), length, scale, layout, colours)
        )
    return "".join(parts)


def _ground(own: Sequence[int], left: float, scale: _Scale, colours: Palette) -> str:
    """The grades that a post has not."""
    parts = []
    if own and max(own) < scale.high:
        parts.append(
            svg.rect(
                left,
                scale.head,
                scale.wide,
                scale.top(max(own)) - scale.head,
                colours.panel,
                stroke=colours.rule,
            )
        )
    if own and min(own) > scale.low:
        top = scale.top(min(own) - 1)
        parts.append(
            svg.rect(
                left, top, scale.wide, scale.top(scale.low) + RUNG - top, colours.panel, stroke=colours.rule
            )
        )
    return "".join(parts)


def _head(post: Ladder, left: float, wide: float, colours: Palette) -> str:
    parts = []
    for place, line in enumerate(_lines(post, wide, colours)):
        told = text_width(" ".join(str(words) for words, *_ in line), 1)
        most = 1.08 * wide / max(told, 0.1)
        spans = [(words, ink, round(min(size, most), 1), weight) for words, ink, size, weight in line]
        parts.append(svg.spans((left, 16 + (3 if place else 0) + LINE * place), spans, apart=6))
    return "".join(parts)


def _lines(post: Ladder, wide: float, colours: Palette) -> list[list[tuple[str, str, float, int]]]:
    """The words over a ladder in lines: side by side where they fit, else a line each."""
    name = (post.name, colours.text, TABLE + 1.0, 700)
    figure = (post.figure, colours.text, float(TABLE), 600)
    under = [(words, ink, LEAST, 600 if ink == colours.bad else 400) for words, ink in post.under]
    is_beside = text_width(f"{post.name} {post.figure}", TABLE + 1) <= wide
    is_one = text_width(" ".join(words for words, _ in post.under), LEAST) <= wide
    return [
        *([[name, figure]] if is_beside else [[name], [figure]]),
        *([under] if is_one else [[one] for one in under]),
    ]


def _top(words: str, left: float, y: float, wide: float, colours: Palette) -> str:
    size = min(LEAST, wide / max(text_width(words, 1), 0.1))
    return svg.line((left, y), (left + wide, y), colours.below[1], 1.8) + svg.text(
        (left + wide - 2, y - 6), words, colours.bad, round(size, 1), font_weight=600, text_anchor="end"
    )


def _length(post: Ladder, wide: float, layout: Layout) -> float:
    """Pixels for one person of this post: the longest bar, tick or figure ends inside the ladder."""
    rungs = [*post.rungs, *([post.none] if post.none else [])]
    room = wide - max((BESIDE + _words(rung, layout) for rung in rungs), default=0)
    longest = max((max(rung.size or 0, rung.tick or 0) for rung in rungs), default=0)
    return max(room, 20.0) / longest if longest else 0.0


def _words(rung: Rung, layout: Layout) -> float:
    # Bold figures are narrower than the measure, which is a safe one.
    rise = text_width(rung.rise, LEAST) + 6 if layout.rises and rung.rise else 0
    return text_width(rung.figure, CAPTION) + rise


def _rung(
    rung: Rung, corner: tuple[float, float], length: float, scale: _Scale, layout: Layout, colours: Palette
) -> str:
    left, top = corner
    middle = top + RUNG / 2
    y = middle - THICK / 2
    parts = []
    end = left
    if rung.size is None:
        parts.append(
            svg.rect(left, y, scale.wide, THICK, "url(#hatch)", stroke=colours.no_data_line, stroke_width=0.8)
        )
        words = svg.text((left + 8, middle + 4.5), rung.figure, colours.text, LEAST, halo=colours.no_data)
        return svg.mark("".join(parts) + words, tip=rung.tip)
    full = colours.faint if rung.grade <= 0 else colours.below[0] if rung.is_top else colours.sequential[1]
    wide, rising = rung.size * length, rung.rising * length
    parts.append(svg.rect(left, y, wide - rising, THICK, full))
    parts.append(svg.rect(left + wide - rising, y, rising, THICK, colours.sequential[2]))
    end += wide
    if rung.tick is not None:
        at = left + rung.tick * length
        parts.append(svg.line((at, y - 2.5), (at, y + THICK + 2.5), colours.text, 1.8))
        end = max(end, at)
    figures: list[tuple[str, str, float, int]] = [(rung.figure, colours.text, CAPTION, 600)]
    if layout.rises and rung.rise:
        figures.append((rung.rise, colours.primary, LEAST, 400))
    parts.append(svg.spans((end + BESIDE, middle + 4.5), figures, apart=5))
    if rung.is_chosen:
        parts.append(
            svg.rect(
                left - 2, top + 1, scale.wide + 2, RUNG - 2, "none", stroke=colours.primary, stroke_width=2
            )
        )
    # The last shape takes the click: the words in the middle of a row would swallow it.
    if rung.pick:
        parts.append(svg.rect(left, top, scale.wide, RUNG, "transparent"))
    return svg.mark("".join(parts), tip=rung.tip, pick=rung.pick, is_chosen=rung.is_chosen)
