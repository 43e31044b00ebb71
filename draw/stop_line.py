"""A line over the stops of a slider: how many counties meet the target at each, and how many more may. Figures in, elements out.

It is as wide as the slider under it, and its cursor moves with that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, Palette
from draw.text import text_width

HEIGHT, TOP, BOTTOM = 58.0, 18.0, 6.0
DOT = 2.6
Places = Sequence[svg.Point | None]


@dataclass(frozen=True)
class Stop:
    """A period: its figure, the most it may still come to, both as written, its words, what it chooses ("": nothing)."""

    figure: float | None
    most: float | None
    written: str
    tip: str
    pick: str = ""


@dataclass(frozen=True)
class Axis:
    """Where the first and the last stop stand, and how wide the drawing is."""

    left: float
    right: float
    width: float

    def at(self, place: float, stops: int) -> float:
        return self.left + (self.right - self.left) * place / max(1, stops - 1)


def stop_line(
    stops: Sequence[Stop], label: str, marked: tuple[int, int], axis: Axis, from_zero: bool, colours: Palette
) -> svg.Sketch:
    """The line; `marked` are the stops of the two dates, the later of which has the cursor. `from_zero`: figures are counts."""
    known = [figure for stop in stops for figure in (stop.figure, stop.most) if figure is not None]
    low = 0.0 if from_zero else min(known, default=0.0)
    span = (max(known, default=1.0) - low) or 1.0
    places = [
        None
        if stop.figure is None
        else (
            axis.at(place, len(stops)),
            HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (stop.figure - low) / span,
        )
        for place, stop in enumerate(stops)
    ]
    parts = [svg.line((axis.left, HEIGHT - 1), (axis.right, HEIGHT - 1), colours.rule)]
    for stretch in _stretches(places):
        scale = (HEIGHT - TOP - BOTTOM) / span
        lower = [at for place in stretch if (at := places[place])]
        upper = [
            (x, y - scale * ((stops[place].most or 0) - (stops[place].figure or 0)))
            for place, (x, y) in zip(stretch, lower, strict=True)
            if stops[place].most is not None
        ]
        if len(upper) == len(lower):
            band = svg.outline_of([[*upper, *reversed(lower)]], closed=True)
            parts.append(svg.path(band, fill=colours.faint, opacity=0.55))
        parts.append(svg.path(svg.outline_of([lower]), fill="none", stroke=colours.primary, stroke_width=1.8))
    cursor = svg.line((0, 2), (0, HEIGHT), colours.text, 1, stroke_dasharray="2 2")
    here = f"translate({svg.number(axis.at(marked[1], len(stops)))} 0)"
    parts.append(svg.group(cursor, data_cursor="yes", transform=here, aria_hidden="true"))
    for place, (stop, at) in enumerate(zip(stops, places, strict=True)):
        if at is None:
            continue
        fill = colours.page if place == marked[0] else colours.primary
        dot = svg.circle(
            at, DOT + (1.6 if place in marked else 0), fill, stroke=colours.primary, stroke_width=1.6
        )
        room = svg.rect(at[0] - 6, 0, 12, HEIGHT, "transparent")
        parts.append(svg.mark(room + dot, tip=stop.tip, pick=stop.pick))
    parts.append(svg.scenery(_written(stops, places, label, marked, colours)))
    return svg.Sketch("".join(parts), axis.width, HEIGHT)


def _written(
    stops: Sequence[Stop], places: Places, label: str, marked: tuple[int, int], colours: Palette
) -> str:
    """What is counted, and the figures of both dates, then of the ends where there is room."""
    parts, taken = [svg.text((0, 12), label, colours.muted, LEAST)], [(0.0, text_width(label, LEAST))]
    for place in dict.fromkeys((marked[1], marked[0], 0, len(stops) - 1)):
        at, words = places[place], stops[place].written
        if at is None:
            continue
        left, right = at[0] - text_width(words, LEAST) / 2, at[0] + text_width(words, LEAST) / 2
        if any(left < end + 4 and right > begin - 4 for begin, end in taken):
            continue
        taken.append((left, right))
        weight = 700 if place in marked else 400
        place_of = at[0], at[1] - 7
        parts.append(
            svg.text(
                place_of,
                words,
                colours.text,
                LEAST,
                halo=colours.page,
                text_anchor="middle",
                font_weight=weight,
            )
        )
    return "".join(parts)


def _stretches(places: Places) -> list[list[int]]:
    """Stops with a figure that follow each other without a gap."""
    found: list[list[int]] = []
    for place, at in enumerate(places):
        if at is not None and found and found[-1][-1] == place - 1:
            found[-1].append(place)
        elif at is not None:
            found.append([place])
    return found
