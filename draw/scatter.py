"""Two figures of many areas, one across and one up, with a line where a target is set. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.figure import axis_range
from draw.palette import CAPTION, LEAST, Palette
from draw.text import text_width

LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 40.0, 44.0
RADIUS = 5.0


@dataclass(frozen=True)
class Dot:
    """An area: its figures across and up, its name, how it is judged (`below`, `met`, `plain`), what it says and chooses."""

    across: float
    up: float
    name: str
    kind: str
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False
    is_pale: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class Axes:
    """What is across and up, in words; the target across with its words, or none; how a figure is written by its step."""

    across: str
    up: str
    target: float | None = None
    target_words: str = ""


def scatter(dots: Sequence[Dot], axes: Axes, size: tuple[float, float], colours: Palette) -> svg.Sketch:
    """The dots on round axes, the chosen one last and ringed; names only where they touch nothing."""
    wide, tall = size
    lines = max(3, int(wide // 110))
    low, high, step = axis_range([*(d.across for d in dots), *([axes.target] if axes.target else [])], lines)
    bottom, top, rise = axis_range([d.up for d in dots], max(3, int(tall // 70)))

    def x(value: float) -> float:
        return LEFT + (wide - LEFT - RIGHT) * (value - low) / (high - low)

    def y(value: float) -> float:
        return tall - BOTTOM - (tall - BOTTOM - TOP) * (value - bottom) / (top - bottom)

    foot = tall - BOTTOM
    parts = []
    for value in _steps(low, high, step):
        at = x(value)
        parts.append(svg.line((at, TOP), (at, foot), colours.rule))
        parts.append(svg.text((at, foot + 17), f"{value:g}", colours.text, LEAST, text_anchor="middle"))
    for value in _steps(bottom, top, rise):
        at = y(value)
        parts.append(svg.line((LEFT, at), (wide - RIGHT, at), colours.rule))
        parts.append(svg.text((LEFT - 8, at + 4), f"{value:,g}", colours.text, LEAST, text_anchor="end"))
    parts.append(svg.text((2, 13), axes.up, colours.muted, CAPTION))
    parts.append(svg.text((wide - RIGHT, tall - 6), axes.across, colours.muted, CAPTION, text_anchor="end"))
    taken: list[tuple[float, float, float, float]] = []
    if axes.target is not None:
        at = x(axes.target)
        taken.append((at - 1, TOP, 2, foot - TOP))
        parts.append(svg.line((at, TOP - 6), (at, foot), colours.below[1], 1.6, stroke_dasharray="4 3"))
        middle = min(
            max(at, text_width(axes.target_words, LEAST) / 2), wide - text_width(axes.target_words, LEAST) / 2
        )
        words = (middle, TOP - 10)
        parts.append(
            svg.text(words, axes.target_words, colours.bad, LEAST, font_weight=650, text_anchor="middle")
        )
    order = sorted(dots, key=lambda dot: (dot.is_chosen, not dot.is_pale))
    taken += [(x(d.across) - RADIUS, y(d.up) - RADIUS, 2 * RADIUS, 2 * RADIUS) for d in dots]
    body = [svg.scenery("".join(parts)), *(_dot(dot, (x(dot.across), y(dot.up)), colours) for dot in order)]
    names = []
    for dot in sorted(dots, key=lambda dot: not dot.is_chosen):
        if dot.is_named or dot.is_chosen:
            names.append(_name(dot, (x(dot.across), y(dot.up)), taken, wide, colours))
    body.append(svg.scenery("".join(names)))
    return svg.Sketch("".join(body), wide, tall)


def _steps(low: float, high: float, step: float) -> list[float]:
    return [round(low + step * n, 9) for n in range(round((high - low) / step) + 1)]


def _dot(dot: Dot, place: svg.Point, colours: Palette) -> str:
    edge = {"stroke": colours.page, "stroke_width": 0.9}
    if dot.kind == "below":
        drawn = svg.triangle(place, RADIUS + 1.2, colours.below[1], down=True, **edge)
    else:
        drawn = svg.circle(place, RADIUS, colours.above[1] if dot.kind == "met" else colours.beside, **edge)
    if dot.is_chosen:
        drawn += svg.circle(place, RADIUS + 5, "none", stroke=colours.primary, stroke_width=2.4)
    marked = svg.mark(drawn, tip=dot.tip, pick=dot.pick, is_chosen=dot.is_chosen)
    return svg.group(marked, opacity=0.25) if dot.is_pale else marked


def _name(
    dot: Dot, place: svg.Point, taken: list[tuple[float, float, float, float]], wide: float, colours: Palette
) -> str:
    """A name right or left of its dot, else above or under it, where it covers nothing; the chosen one's in any case."""
    (x, y), width = place, text_width(dot.name, LEAST)
    places = ((x + 9, y - 7), (x - 9 - width, y - 7), (x - width / 2, y - 21), (x - width / 2, y + 7))
    for left, top in places:
        box = (left, top, width, 14.0)
        if left >= 2 and left + width <= wide - 2 and not any(_touch(box, other) for other in taken):
            break
    else:
        if not dot.is_chosen:
            return ""
        left, top = places[0] if x + 9 + width < wide else places[1]
        box = (left, top, width, 14.0)
    taken.append(box)
    weight = 700 if dot.is_chosen else 400
    return svg.text((left, top + 11), dot.name, colours.text, LEAST, halo=colours.page, font_weight=weight)


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    (left, top, wide, tall), (x, y, across, up) = one, other
    return left < x + across and x < left + wide and top < y + up and y < top + tall
