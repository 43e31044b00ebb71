"""Plotly figures: frame in, figure out. No Streamlit, no data access.

Every text comes in ready, in one language; the figures carry fonts, colours and margins of their own, so
show them with `st.plotly_chart(figure, theme=None, config=CONFIG, …)`. Nothing is fetched: no map, no
web font, no locale file. Lists of shapes and annotations are handed over at once, since adding them one
by one costs more than all the rest.

Of ours it imports only the leaf `ui.tokens`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from ui.tokens import BODY, CAPTION, DASHES, FONTS, LEAST, MARKERS, TABLE, Palette, Scale, Theme, palette

# Plotly's own buttons and words are English and not needed: reading a value needs no tool.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "responsive": True,
    "showTips": False,
    "doubleClick": False,
}


@dataclass(frozen=True)
class StripTexts:
    """Words of `city_strip`. `unreported` takes a number, `hover` a row of the counties' frame."""

    axis: str
    target: str
    near: str
    unreported: Callable[[int], str]
    hover: Callable[[Mapping[str, Any]], str]
    value: Callable[[float], str]


@dataclass(frozen=True)
class TrendTexts:
    """Words of `trends`.

    `axis`: unit, with the note that the axis does not start at 0 (given to `axis_from_zero` where it
    does); `period` and `tick` name a date in a hover and under the axis; `missing` stands in a gap;
    `target(step)` labels a step of the target line from its row; `change(row)` says what a boundary
    change did (lines joined by <br>); `value` formats a figure; `hover(row)` is what a point says.
    """

    axis: str
    axis_from_zero: str
    period: Callable[[date], str]
    tick: Callable[[date], str]
    missing: str
    target: Callable[[Mapping[str, Any]], str]
    change: Callable[[Mapping[str, Any]], str]
    value: Callable[[float], str]
    hover: Callable[[Mapping[str, Any]], str]


def city_strip(
    rows: pl.DataFrame,
    cities: pl.DataFrame,
    *,
    scale: Scale,
    texts: StripTexts,
    language: str,
    target: float | None = None,
    selected: str | None = None,
    theme: Theme = "light",
    named: int = 8,
    width: int = 1100,
) -> go.Figure:
    """One line per city, sorted by the city's own value, with a mark for each of its counties.

    `rows`: the question `county_compliance`; read are `area_code`, the area's and city's names,
    `city_code`, `value_shown`, `class_index`, `verdict`, `value_status`. `cities`: the question
    `city_compliance`: `area_code`, names, `value_shown`, `counties_unreported`. A county without a city
    stands on a line of its own. `target`: draws the line and the band within 5 % of it. `named`: how many
    of the farthest from the target (or of the lowest) carry their name, where it collides with nothing.
    `width`: the figure's likely width in pixels, for telling collisions.
    """
    colours = palette(theme)
    name = f"short_name_{language}"
    lines = _strip_lines(cities, name)
    place = {line["area_code"]: i for i, line in enumerate(lines)}
    points = [
        row
        for row in rows.iter_rows(named=True)
        if row["value_shown"] is not None and (row["city_code"] or row["area_code"]) in place
    ]
    figure = go.Figure()
    for below in (False, True):
        part = [p for p in points if (p["verdict"] == "not_met") == below]
        figure.add_trace(_strip_marks(part, place, scale, texts, colours, below=below, selected=selected))

    values = [float(p["value_shown"]) for p in points]
    values += [float(line["value_shown"]) for line in lines if line["value_shown"] is not None]
    low, high = _axis_range([*values, *([target * 0.95, target * 1.05] if target else [])])
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if target is not None:
        shapes += _target_band(target, colours)
        notes += [
            _note(
                target, 1, f"<b>{texts.target}</b>", colours.text, yref="paper", yanchor="bottom", size=TABLE
            ),
            _note(
                target * 0.95, 1, texts.near, colours.muted, yref="paper", yanchor="bottom", xanchor="right"
            ),
        ]
    for i, line in enumerate(lines):
        if line["value_shown"] is not None:
            at = float(line["value_shown"])
            shapes.append(
                {"type": "line", "x0": at, "x1": at, "y0": i - 0.32, "y1": i + 0.32}
                | {"line": {"color": colours.text, "width": 2.4}}
            )
    notes += _strip_names(points, place, target, (low, high), named, selected, name, colours, width)
    figure.update_layout(
        _frame(colours, height=max(220, 44 * len(lines) + 92), left=104, right=26, top=28, bottom=54),
        shapes=shapes,
        annotations=notes,
        showlegend=False,
        hovermode="closest",
        xaxis=_axis(colours) | {"range": [low, high], "title": {"text": texts.axis, "font": {"size": TABLE}}},
        yaxis={
            "tickvals": list(range(len(lines))),
            "ticktext": [_strip_tick(line, name, texts, colours) for line in lines],
            "range": [len(lines) - 0.45, -0.6],
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
            "tickfont": {"size": TABLE, "color": colours.text},
        },
    )
    return figure


def trends(
    series: pl.DataFrame,
    targets: pl.DataFrame,
    changes: pl.DataFrame,
    *,
    chosen: Sequence[str],
    beside: Sequence[str] = (),
    texts: TrendTexts,
    language: str,
    theme: Theme = "light",
    height: int = 540,
) -> go.Figure:
    """Lines of several areas over the periods, with the target and what is known about the gaps.

    `series`: the question `area_series`: one row per area row and period, `area_code`, names,
    `area_level`, `period`, `value_shown`, `value_status`. `chosen`: codes in the order of their colours, at
    most six; `beside`: codes drawn behind, thick and grey (the province) or thin and grey (a city).
    `targets`: the question `target_steps`; each step is drawn from its own date, with a diamond at
    `reach_by`. `changes`: rows of `boundary_changes` that concern these areas; a dotted rule on the date
    of each. A period without a figure breaks the line and says so; nothing is filled in.
    """
    colours = palette(theme)
    name = f"short_name_{language}"
    periods = sorted(series["period"].unique().to_list())
    by_area: dict[str, list[dict[str, Any]]] = {}
    for row in series.sort("period").iter_rows(named=True):
        by_area.setdefault(row["area_code"], []).append(row)

    traces: list[go.Scatter] = []
    ends: list[tuple[float, str, str]] = []
    notes: list[dict[str, Any]] = []
    for code in beside:
        rows = by_area.get(code, [])
        is_whole = bool(rows) and rows[0]["area_level"] == "province"
        colour, thick = (colours.beside, 4.5) if is_whole else (colours.beside_city, 2.2)
        traces.append(_line(rows, periods, name, colour, thick, "solid", None, texts))
        ends += _end(rows, name, colours.muted, texts)
    for place, code in enumerate(chosen):
        rows = by_area.get(code, [])
        colour = colours.lines[place % len(colours.lines)]
        dash, marker = DASHES[place % len(DASHES)], MARKERS[place % len(MARKERS)]
        traces.append(_line(rows, periods, name, colour, 2.1, dash, marker, texts))
        ends += _end(rows, name, colour, texts)
        notes += _gap_notes(rows, colour, texts, colours)

    known = [
        float(v)
        for v in series.filter(pl.col("area_code").is_in([*chosen, *beside]))["value_shown"]
        if v is not None
    ]
    levels = [float(v) for v in targets["target_value"]] if targets.height and periods else []
    low, high = _axis_range([*known, *levels])
    last = periods[-1] if periods else date.today()
    shapes, target_traces = _target_steps(targets, periods, texts, colours, notes)
    for number, row in enumerate(_changes_within(changes, periods)):
        when = row["effective_date"]
        shapes.append(
            {"type": "line", "x0": when, "x1": when, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
            | {"line": {"color": colours.muted, "width": 1.4, "dash": "dot"}}
        )
        notes.append(
            _note(when, 0.995 - 0.09 * number, texts.change(row), colours.muted, yref="paper", xanchor="left")
            | {"yanchor": "top", "xshift": 6, "align": "left"}
        )
    notes += _end_labels(ends, last, (low, high), height)
    notes.append(
        _note(
            0, 1, texts.axis_from_zero if low == 0 else texts.axis, colours.muted, xref="paper", yref="paper"
        )
        | {"xanchor": "left", "yanchor": "bottom", "xshift": -34, "yshift": 6, "size": CAPTION}
    )
    ticks = _year_ticks(periods)
    figure = go.Figure([*target_traces, *traces])
    figure.update_layout(
        _frame(colours, height=height, left=46, right=128, top=34, bottom=34),
        shapes=shapes,
        annotations=[{k: v for k, v in note.items() if k != "size"} for note in notes],
        showlegend=False,
        hovermode="closest",
        xaxis=_axis(colours)
        | {"showgrid": False, "tickvals": ticks, "ticktext": [texts.tick(t) for t in ticks]}
        | {"range": _time_range(periods), "ticks": "outside", "tickcolor": colours.rule},
        yaxis=_axis(colours) | {"range": [low, high]},
    )
    return figure


def _strip_lines(cities: pl.DataFrame, name: str) -> list[dict[str, Any]]:
    """Cities in the order of the chart: the highest on top, those without a value last."""
    lines = list(cities.iter_rows(named=True))
    return sorted(lines, key=lambda c: (c["value_shown"] is None, -float(c["value_shown"] or 0), c[name]))


def _strip_marks(
    points: Sequence[Mapping[str, Any]],
    place: Mapping[str, int],
    scale: Scale,
    texts: StripTexts,
    colours: Palette,
    *,
    below: bool,
    selected: str | None,
) -> go.Scatter:
    top = len(scale.colours) - 1
    return go.Scatter(
        x=[float(p["value_shown"]) for p in points],
        y=[place[p["city_code"] or p["area_code"]] for p in points],
        mode="markers",
        customdata=[p["area_code"] for p in points],
        hovertext=[texts.hover(p) for p in points],
        hoverinfo="text",
        marker={
            "symbol": "triangle-down" if below else "circle",
            "size": [17 if p["area_code"] == selected else 13 for p in points],
            "color": [scale.colours[min(int(p["class_index"] or 0), top)] for p in points],
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
        | {"fillcolor": colours.panel if colours.page == "#FFFFFF" else colours.panel, "line": {"width": 0}}
        | {"layer": "below"},
        {"type": "line", "x0": target, "x1": target, "y0": 0, "y1": 1, "yref": "paper"}
        | {"line": {"color": colours.text, "width": 1.8}},
    ]


def _strip_names(
    points: Sequence[Mapping[str, Any]],
    place: Mapping[str, int],
    target: float | None,
    span: tuple[float, float],
    named: int,
    selected: str | None,
    name: str,
    colours: Palette,
    width: int,
) -> list[dict[str, Any]]:
    """Names over the farthest below the target (or, without one, the lowest), and over the selected one.

    A name that would touch another name or stand over a neighbour's mark is left out: the hover has it.
    """
    candidates = [p for p in points if target is None or p["verdict"] == "not_met"]
    worst = sorted(candidates, key=lambda p: float(p["value_shown"]))
    chosen = [p for p in points if p["area_code"] == selected] + [
        p for p in worst if p["area_code"] != selected
    ]
    pixel = (width - 130) / ((span[1] - span[0]) or 1)
    taken: dict[int, list[tuple[float, float]]] = {}
    notes: list[dict[str, Any]] = []
    for point in chosen:
        if len(notes) >= named:
            break
        line = place[point["city_code"] or point["area_code"]]
        at = float(point["value_shown"]) * pixel
        half = 3.8 * sum(2 if ord(c) > 0x2E80 else 1 for c in point[name]) * 0.92 + 4
        if any(at - half < end and start < at + half for start, end in taken.get(line, [])):
            continue
        taken.setdefault(line, []).append((at - half, at + half))
        colour = colours.bad if point["verdict"] == "not_met" else colours.text
        notes.append(
            _note(float(point["value_shown"]), line, point[name], colour, size=CAPTION)
            | {"yanchor": "bottom", "yshift": 7}
        )
    return notes


def _strip_tick(line: Mapping[str, Any], name: str, texts: StripTexts, colours: Palette) -> str:
    value = "" if line["value_shown"] is None else f"  <b>{texts.value(float(line['value_shown']))}</b>"
    missing = int(line["counties_unreported"] or 0)
    under = ""
    if missing:
        under = (
            f'<br><span style="font-size:{LEAST}px;color:{colours.muted}">{texts.unreported(missing)}</span>'
        )
    return f"{line[name]}{value}{under}"


def _line(
    rows: Sequence[Mapping[str, Any]],
    periods: Sequence[date],
    name: str,
    colour: str,
    width: float,
    dash: str,
    marker: str | None,
    texts: TrendTexts,
) -> go.Scatter:
    """One area's line; periods without a row or a value are None, so that the line breaks there."""
    by_period = {row["period"]: row for row in rows}
    shown = [by_period.get(p) for p in periods]
    return go.Scatter(
        x=list(periods),
        y=[float(r["value_shown"]) if r and r["value_shown"] is not None else None for r in shown],
        mode="lines+markers" if marker else "lines",
        connectgaps=False,
        name=rows[0][name] if rows else "",
        hovertext=[texts.hover(r) if r else "" for r in shown],
        hoverinfo="text",
        line={"color": colour, "width": width, "dash": dash},
        marker={"color": colour, "symbol": marker, "size": 7} if marker else None,
    )


def _end(
    rows: Sequence[Mapping[str, Any]], name: str, colour: str, texts: TrendTexts
) -> list[tuple[float, str, str]]:
    known = [r for r in rows if r["value_shown"] is not None]
    if not known:
        return []
    value = float(known[-1]["value_shown"])
    return [(value, f"<b>{known[-1][name]}</b> {texts.value(value)}", colour)]


def _gap_notes(
    rows: Sequence[Mapping[str, Any]], colour: str, texts: TrendTexts, colours: Palette
) -> list[dict[str, Any]]:
    """The word for "not reported" in the middle of each gap between two known values."""
    notes = []
    known = [(r["period"], float(r["value_shown"])) for r in rows if r["value_shown"] is not None]
    order = {r["period"]: i for i, r in enumerate(rows)}
    for (before, low), (after, high) in zip(known, known[1:], strict=False):
        if order[after] - order[before] > 1:
            middle = before + (after - before) / 2
            notes.append(
                _note(middle, (low + high) / 2, texts.missing, colour)
                | {"bgcolor": colours.page, "borderpad": 1}
            )
    return notes


def _target_steps(
    targets: pl.DataFrame,
    periods: Sequence[date],
    texts: TrendTexts,
    colours: Palette,
    notes: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[go.Scatter]]:
    """Each target row from its own date to its end (or the last period), with a diamond where it is due."""
    shapes: list[dict[str, Any]] = []
    traces: list[go.Scatter] = []
    if not periods or not targets.height:
        return shapes, traces
    for step in targets.sort("valid_from").iter_rows(named=True):
        start = max(step["valid_from"] or periods[0], periods[0])
        end = min(step["valid_to"] or periods[-1], periods[-1])
        if start > end:
            continue
        level = float(step["target_value"])
        traces.append(
            go.Scatter(
                x=[start, end],
                y=[level, level],
                mode="lines",
                hoverinfo="skip",
                line={"color": colours.bad, "width": 1.8, "dash": "7px,4px"},
            )
        )
        if step["valid_from"] and step["valid_from"] >= periods[0]:
            shapes.append(
                {"type": "line", "x0": start, "x1": start, "y0": -13, "y1": 13, "ysizemode": "pixel"}
                | {"yanchor": level, "line": {"color": colours.bad, "width": 2}}
            )
        due = step["reach_by"]
        if due and periods[0] <= due <= periods[-1]:
            marker = {"symbol": "diamond", "size": 12, "color": colours.bad, "opacity": 1}
            traces.append(go.Scatter(x=[due], y=[level], mode="markers", hoverinfo="skip", marker=marker))
        notes.append(
            _note(start, level, texts.target(step), colours.bad, size=TABLE)
            | {"xanchor": "left", "yanchor": "bottom", "xshift": 3, "yshift": 2}
        )
    return shapes, traces


def _end_labels(
    ends: Sequence[tuple[float, str, str]], last: date, span: tuple[float, float], height: int
) -> list[dict[str, Any]]:
    """Names at the lines' ends, pushed apart so that none covers another."""
    if not ends:
        return []
    pixel = (height - 68) / ((span[1] - span[0]) or 1)
    ordered = sorted(ends, key=lambda e: -e[0])
    at = _pushed_apart([(span[1] - value) * pixel for value, _, _ in ordered], 18.5, height - 68)
    return [
        _note(last, value, text, colour, size=TABLE)
        | {
            "xanchor": "left",
            "xshift": 12,
            "yshift": round((span[1] - value) * pixel - y, 1),
            "yanchor": "middle",
        }
        for (value, text, colour), y in zip(ordered, at, strict=True)
    ]


def _pushed_apart(places: Sequence[float], least: float, room: float) -> list[float]:
    """Places (ascending) moved as little as may be so that neighbours are `least` apart."""
    groups = [[place, 1] for place in places]  # middle of a block of labels, and how many they are
    merged = True
    while merged:
        merged = False
        for i in range(len(groups) - 1):
            (a, n), (b, m) = groups[i], groups[i + 1]
            if b - a < least * (n + m) / 2:
                groups[i : i + 2] = [[(a * n + b * m) / (n + m), n + m]]
                merged = True
                break
    spread: list[float] = []
    for middle, count in groups:
        block = least * (count - 1)
        first = min(max(middle - block / 2, 0), max(room - block, 0))
        spread += [first + least * i for i in range(int(count))]
    return spread


def _changes_within(changes: pl.DataFrame, periods: Sequence[date]) -> list[dict[str, Any]]:
    """The first row of each date between the first and the last period."""
    if not periods or not changes.height:
        return []
    seen: dict[date, dict[str, Any]] = {}
    for row in changes.sort("effective_date").iter_rows(named=True):
        when = row["effective_date"]
        if when is not None and periods[0] < when <= periods[-1]:
            seen.setdefault(when, row)
    return list(seen.values())


def _year_ticks(periods: Sequence[date]) -> list[date]:
    """The last period of each year, and the very last one unless it stands too near."""
    ticks = [p for p in periods if p.month == 12]
    if periods and (not ticks or (periods[-1] - ticks[-1]).days > 150):
        ticks.append(periods[-1])
    return ticks


def _time_range(periods: Sequence[date]) -> list[Any] | None:
    if not periods:
        return None
    room = (periods[-1] - periods[0]) * 0.012
    return [periods[0] - room, periods[-1] + room]


def _axis_range(values: Sequence[float]) -> tuple[float, float]:
    """Round ends that hold all values; from 0 where the values come near it anyway."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    step = _step(span / 6)
    bottom = math.floor((low - 0.04 * span) / step) * step
    top = math.ceil((high + 0.06 * span) / step) * step
    if 0 <= low < 0.25 * high:
        bottom = 0.0
    return float(bottom), float(top)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= rough)


def _axis(colours: Palette) -> dict[str, Any]:
    return {
        "gridcolor": colours.rule,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "tickfont": {"size": CAPTION, "color": colours.text},
        "title": {"font": {"color": colours.muted}},
    }


def _frame(colours: Palette, *, height: int, left: int, right: int, top: int, bottom: int) -> dict[str, Any]:
    return {
        "template": None,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONTS, "size": BODY, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.page,
            "bordercolor": colours.muted,
            "align": "left",
            "font": {"family": FONTS, "size": CAPTION, "color": colours.text},
        },
        "dragmode": False,
    }


def _note(
    x: Any,
    y: Any,
    text: str,
    colour: str,
    *,
    size: float = LEAST,
    xref: str = "x",
    yref: str = "y",
    xanchor: str = "center",
    yanchor: str = "middle",
) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xref": xref,
        "yref": yref,
        "text": text,
        "showarrow": False,
        "xanchor": xanchor,
        "yanchor": yanchor,
        "font": {"family": FONTS, "size": size, "color": colour},
    }
