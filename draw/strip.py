"""The counties of each city on one line: the compliance question as a chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from draw.figure import axis, axis_range, far_words, frame, note, parted, written
from draw.palette import CAPTION, LEAST, TABLE, Palette
from draw.scales import Paint
from draw.text import for_plotly, lines_within, text_width

NAMED = 8  # how many of the farthest from the target (or of the lowest) carry their name
WIDTH = 1100  # the figure's usual width in pixels
MARK = 13  # pixels that a mark is wide
BESIDE = 130  # pixels of it beside the lines: names and edge


@dataclass(frozen=True)
class StripTexts:
    """Words of `city_strip`. `without` takes a city's row, `hover` a row of the counties' frame.

    `language` says which names of the frames are read.
    """

    language: str
    axis: str
    target: str
    near: str
    without: Callable[[Mapping[str, Any]], str]
    hover: Callable[[Mapping[str, Any]], str]
    value: Callable[[float], str]
    width: float = WIDTH  # pixels of the figure, by which collisions are told
    far: Callable[[int], str] = str  # that so many lie beyond the axis
    grey: str = ""  # why some have no colour of a class


def city_strip(
    rows: pl.DataFrame,
    cities: pl.DataFrame,
    *,
    paint: Paint,
    texts: StripTexts,
    target: float | None = None,
    most: float | None = None,
) -> go.Figure:
    """One line per city, sorted by the city's own value, with a mark for each of its counties.

    `rows`: the question `county_compliance`; read are `area_code`, the area's and city's names,
    `city_code`, `value_shown`, `class_index`, `verdict`, `value_status`. `cities`: the question
    `city_compliance`: `area_code`, names, `value_shown` and what `texts.without` needs. A county without a city
    stands on a line of its own. `target`: draws the line and the band within 5 % of it. `NAMED` counties carry
    their name, where it collides with nothing. `most`: what a figure can be at most.
    """
    colours = paint.colours
    name = f"short_name_{texts.language}"
    lines = _strip_lines(cities)
    place = {line["area_code"]: i for i, line in enumerate(lines)}
    points = [
        row
        for row in rows.iter_rows(named=True)
        if row["value_shown"] is not None and (row["city_code"] or row["area_code"]) in place
    ]
    figures = [float(p["value_shown"]) for p in points]
    ruled = [float(line["value_shown"]) for line in lines if line["value_shown"] is not None]
    ruled += [target * 0.95, target * 1.05] if target else []
    inside, far = parted(figures, max(ruled, default=None))
    low, high, step = axis_range([*inside, *ruled], lines=8)
    if most is not None and high > most:
        # Room for half a mark, but no rule beyond what a figure can be.
        high = most + (most - low) * 0.012
    # What lies far out stands beyond the axis, with its figure: on it it would leave the others no room.
    end = high = min([high, *far[:1]])
    if far:
        reserve = text_width(far_words(far), LEAST) + 3 * MARK
        high += (high - low) * reserve / max(texts.width - BESIDE - reserve, reserve)
    edge = end + (high - low) * MARK / (texts.width - BESIDE)
    points = [
        p | {"at": edge if far and float(p["value_shown"]) >= far[0] else float(p["value_shown"])}
        for p in points
    ]
    # A mark at the beginning of the axis is whole, too.
    half = (high - low) * MARK / 2 / (texts.width - BESIDE)
    begin = low - half if any(point["at"] < low + half for point in points) else low
    strip = _Strip(lines, place, name, target, pixel=(texts.width - BESIDE) / (high - begin), low=begin)
    heights = _spread(points, place, strip.pixel)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if target is not None:
        shapes += _target_band(target, colours)
        above = {"yref": "paper", "yanchor": "bottom"}
        # Where both names have no room side by side, the target's begins at its rule.
        close = text_width(texts.target, TABLE) / 2 + 6 > target * 0.05 * strip.pixel
        notes += [
            note(target, 1, f"<b>{for_plotly(texts.target)}</b>", colours.text, TABLE)
            | above
            | ({"xanchor": "left", "xshift": -2} if close else {}),
            note(target * 0.95, 1, texts.near, colours.muted) | above | {"xanchor": "right"},
        ]
    for i, line in enumerate(lines):
        if line["value_shown"] is not None:
            at = float(line["value_shown"])
            shapes.append(
                {"type": "line", "x0": at, "x1": at, "y0": i - 0.32, "y1": i + 0.32}
                | {"line": {"color": colours.text, "width": 2.4}}
            )
    notes += _strip_names(points, strip, heights, paint)
    beyond: dict[int, list[float]] = {}
    for point in points:
        if far and point["at"] == edge:
            beyond.setdefault(_line(point, place), []).append(float(point["value_shown"]))
    for i, found in beyond.items():
        words = note(high, i, for_plotly(far_words(found)), colours.text, LEAST)
        notes.append(words | {"xanchor": "right", "yanchor": "middle"})
    marks = [
        _strip_marks(
            [p for p in points if (p["verdict"] == "not_met") == below], heights, paint, texts, below=below
        )
        for below in (False, True)
    ]
    said = [texts.axis, *([texts.far(len(far))] if far else []), *([texts.grey] if texts.grey else [])]
    title = [
        line for words in said for line in lines_within(for_plotly(words), CAPTION, texts.width - BESIDE - 20)
    ]
    foot = 54 + 17 * (len(title) - 1)
    tall = max(200, 41 * len(lines) + 26 + foot)
    layout = frame(colours, height=tall, left=104, right=26, top=26, bottom=foot) | {
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis(colours)
        | {"range": [begin, high], "dtick": step, "tick0": low}
        | (_ticks(low, end, step) if far else {})
        | {
            "title": {
                "text": "<br>".join(title),
                "standoff": 10,
                "font": {"size": CAPTION, "color": colours.muted},
            }
        },
        "yaxis": {
            "tickvals": list(range(len(lines))),
            "ticktext": [_strip_tick(line, name, texts, colours) for line in lines],
            "range": [len(lines) - 0.45, -0.72],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
            "tickfont": {"size": TABLE, "color": colours.text},
        },
    }
    return go.Figure(marks, layout)


@dataclass(frozen=True)
class _Strip:
    """The lines of the chart, a city each.

    `place`: the line of a city by its code (of a county without one by its own); `name`: the column of the names;
    `pixel`: pixels per unit of the axis, which begins at `low`.
    """

    lines: Sequence[Mapping[str, Any]]
    place: Mapping[str, int]
    name: str
    target: float | None
    pixel: float
    low: float

    @property
    def left(self) -> float:
        """Where the axis begins, in pixels from its zero."""
        return self.low * self.pixel


def _line(point: Mapping[str, Any], place: Mapping[str, int]) -> int:
    """The line of a county: its city's, or its own."""
    return place[point["city_code"] or point["area_code"]]


def _ticks(low: float, high: float, step: float) -> dict[str, Any]:
    """Rules no further than the axis goes: beyond it stand marks without a scale."""
    values = [low + step * number for number in range(math.floor((high - low) / step + 1e-9) + 1)]
    return {"tickmode": "array", "tickvals": values, "ticktext": [written(value) for value in values]}


def _strip_lines(cities: pl.DataFrame) -> list[dict[str, Any]]:
    """Cities in the order of the chart: the highest on top, equal ones by code (one order in both languages), without a value last."""
    lines = list(cities.iter_rows(named=True))
    return sorted(
        lines, key=lambda c: (c["value_shown"] is None, -float(c["value_shown"] or 0), c["area_code"])
    )


def _strip_marks(
    points: Sequence[Mapping[str, Any]],
    heights: Mapping[str, float],
    paint: Paint,
    texts: StripTexts,
    *,
    below: bool,
) -> go.Scatter:
    colours, selected = paint.colours, paint.selected
    return go.Scatter(
        x=[p["at"] for p in points],
        y=[heights[p["area_code"]] for p in points],
        mode="markers",
        customdata=[p["area_code"] for p in points],
        hovertext=[texts.hover(p) for p in points],
        hoverinfo="text",
        # A chosen mark is outlined, not the others faded: colours keep their meaning.
        unselected={"marker": {"opacity": 1}},
        marker={
            "symbol": "triangle-down" if below else "circle",
            "size": [17 if p["area_code"] == selected else 13 for p in points],
            "color": [paint.of_class(p["class_index"]) for p in points],
            "opacity": 1,
            "line": {
                "color": [colours.text if p["area_code"] == selected else colours.page for p in points],
                "width": [2.4 if p["area_code"] == selected else 1 for p in points],
            },
        },
    )


def _target_band(target: float, colours: Palette) -> list[dict[str, Any]]:
    return [
        {"type": "rect", "x0": target * 0.95, "x1": target * 1.05, "y0": 0, "y1": 1, "yref": "paper"}
        | {"fillcolor": colours.panel, "line": {"width": 0}}
        | {"layer": "below"},
        {"type": "line", "x0": target, "x1": target, "y0": 0, "y1": 1, "yref": "paper"}
        | {"line": {"color": colours.text, "width": 1.8}},
    ]


def _strip_names(
    points: Sequence[Mapping[str, Any]], strip: _Strip, heights: Mapping[str, float], paint: Paint
) -> list[dict[str, Any]]:
    """Names over the farthest below the target (or, without one, the lowest), and over the selected one.

    A name that would touch another name, the target's rule or the city's own is left out, and one over whose mark
    another stands, which it would seem to name: the hover has it. The selected one then has its name underneath.
    """
    target, pixel, name = strip.target, strip.pixel, strip.name
    selected, colours = paint.selected, paint.colours
    candidates = [p for p in points if target is None or p["verdict"] == "not_met"]
    worst = sorted(candidates, key=lambda p: float(p["value_shown"]))
    first = [p for p in points if p["area_code"] == selected]
    occupancy: dict[int, list[tuple[float, float]]] = {}
    for i, line in enumerate(strip.lines):
        rules = [float(v) * pixel for v in (line["value_shown"], target) if v is not None]
        occupancy[i] = [(at - 2, at + 2) for at in rules]
    over: dict[int, list[tuple[float, float]]] = {}  # height and place of every mark of a line
    for point in points:
        of_line = over.setdefault(_line(point, strip.place), [])
        of_line.append((heights[point["area_code"]], point["at"] * pixel))
    notes: list[dict[str, Any]] = []
    for point in [*first, *(p for p in worst if p["area_code"] != selected)]:
        if len(notes) >= NAMED:
            break
        line_number = _line(point, strip.place)
        at = point["at"] * pixel
        label = for_plotly(point[name])
        half = text_width(label, CAPTION) / 2 + 3
        is_selected = point["area_code"] == selected
        height = heights[point["area_code"]]
        under = any(other < height and abs(at - x) < MARK for other, x in over[line_number])
        # At the left edge it begins where the axis does: it would stand on the names of the lines.
        aside = max(strip.left - (at - half), 0.0)
        at += aside
        if not is_selected and (
            under or any(at - half < end and start < at + half for start, end in occupancy[line_number])
        ):
            continue
        occupancy[line_number].append((at - half, at + half))
        colour = colours.bad if point["verdict"] == "not_met" else colours.text
        text = f"<b>{label}</b>" if is_selected else label
        notes.append(
            note(point["at"], height, text, colour, CAPTION)
            | ({"yanchor": "top", "yshift": -8} if under else {"yanchor": "bottom", "yshift": 8})
            | ({"xshift": aside} if aside else {})
            | ({"bgcolor": colours.page} if is_selected else {})
        )
    return notes


def _spread(points: Sequence[Mapping[str, Any]], place: Mapping[str, int], pixel: float) -> dict[str, float]:
    """The height of each mark: on its city's line, a little lower where it would hide the one before."""
    heights: dict[str, float] = {}
    ends: dict[float, float] = {}
    for point in sorted(points, key=lambda p: float(p["value_shown"])):
        line = _line(point, place)
        at = point["at"] * pixel
        levels = [line + shift for shift in (0.0, 0.2, -0.14)]
        free = [level for level in levels if at - ends.get(level, -1e9) > 11]
        level = free[0] if free else min(levels, key=lambda h: ends.get(h, -1e9))
        ends[level] = at
        heights[point["area_code"]] = level
    return heights


def _strip_tick(line: Mapping[str, Any], name: str, texts: StripTexts, colours: Palette) -> str:
    value = "" if line["value_shown"] is None else f"  <b>{texts.value(float(line['value_shown']))}</b>"
    lacking = texts.without(line)
    under = f'<br><span style="font-size:{LEAST}px;color:{colours.muted}">{lacking}</span>' if lacking else ""
    return f"{for_plotly(line[name])}{value}{under}"
