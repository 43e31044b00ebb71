"""A chart of any answer, its kind chosen by its columns: time goes as a line, names as bars, two numbers as points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go
import polars as pl

from draw.figure import axis, frame
from draw.palette import CAPTION, DASHES, Palette, Theme, palette
from draw.text import for_plotly, text_width

Kind = Literal["line", "bars", "points"]
MOST_BARS, MOST_POINTS, MOST_LINES = 20, 5000, 6
BAR, LEAST, HEIGHT = 21, 160, 290  # pixels
LONGEST_NAME = 18


@dataclass(frozen=True)
class Plan:
    """Which column goes across (of bars: down the side), and which up."""

    across: str
    up: str


def kinds(answer: pl.DataFrame) -> dict[str, str]:
    """The columns that can be drawn: `time`, `number` or `name`."""
    found = {}
    for name, kind in answer.schema.items():
        if kind.is_temporal():
            found[name] = "time"
        elif kind.is_numeric():
            found[name] = "number"
        elif kind in (pl.String, pl.Boolean):
            found[name] = "name"
    return found


def proposed(answer: pl.DataFrame, language: str) -> Plan | None:
    """What is drawn where nobody chose: the first column against the first number; of names those in the language."""
    known = kinds(answer)
    figures = [
        name for name, kind in known.items() if kind == "number" and answer[name].null_count() < answer.height
    ]
    if answer.height < 2 or not figures:
        return None
    first = next(iter(known))
    if known[first] == "number":
        return Plan(first, figures[1]) if len(figures) > 1 else _by_name(known, figures[0], language)
    if known[first] == "name":
        return _by_name(known, figures[0], language)
    return Plan(first, figures[0])


def _by_name(known: dict[str, str], up: str, language: str) -> Plan | None:
    names = [name for name, kind in known.items() if kind == "name"]
    endings = (f"name_{language}", f"_{language}")
    own = [name for ending in endings for name in names if name.endswith(ending)]
    times = [name for name, kind in known.items() if kind == "time"]
    across = next(iter([*own, *names, *times]), None)
    return Plan(across, up) if across else None


def kind_of(answer: pl.DataFrame, plan: Plan) -> Kind:
    """Which kind a plan is drawn as."""
    across = kinds(answer)[plan.across]
    return {"time": "line", "name": "bars", "number": "points"}[across]  # type: ignore[return-value]


def is_cut(answer: pl.DataFrame, plan: Plan) -> bool:
    """Whether a chart has no room for all rows: bars end with the first few."""
    return kind_of(answer, plan) == "bars" and answer.height > MOST_BARS


def chart(answer: pl.DataFrame, plan: Plan, theme: Theme) -> go.Figure:
    """The figure. A row without a value has no mark."""
    colours = palette(theme)
    kind = kind_of(answer, plan)
    drawn = answer.select(
        pl.col(plan.across),
        pl.col(plan.up).cast(pl.Float64).alias(_apart(plan)),
        *_series_of(answer, plan, kind),
    )
    return {"line": _line, "bars": _bars, "points": _points}[kind](drawn, plan, colours)


def _apart(plan: Plan) -> str:
    return plan.up if plan.up != plan.across else f"{plan.up} "


def _series_of(answer: pl.DataFrame, plan: Plan, kind: Kind) -> list[str]:
    """Of a line the column whose values tell several lines apart: where one day has several rows."""
    if kind != "line" or answer[plan.across].n_unique() == answer.height:
        return []
    names = [name for name, one in kinds(answer).items() if one == "name"]
    for name in names:
        few = answer[name].n_unique() <= MOST_LINES
        if few and answer.select(plan.across, name).n_unique() == answer.height:
            return [name]
    return []


def _line(drawn: pl.DataFrame, plan: Plan, colours: Palette) -> go.Figure:
    """Lines over time. Where a day has several rows and nothing tells them apart, the marks are joined by no line."""
    up = drawn.columns[1]
    by = drawn.columns[2] if drawn.width > 2 else None
    parts = drawn.partition_by(by, maintain_order=True) if by else [drawn]
    joined = by is not None or drawn[plan.across].n_unique() == drawn.height
    traces = []
    for n, part in enumerate(parts):
        ordered = part.sort(plan.across).head(MOST_POINTS)
        traces.append(
            go.Scatter(
                x=ordered[plan.across].to_list(),
                y=ordered[up].to_list(),
                mode="lines+markers" if joined else "markers",
                name=for_plotly(ordered[by][0]) if by else for_plotly(plan.up),
                line={"color": colours.lines[n % 6], "width": 2, "dash": DASHES[n % 6]},
                marker={"color": colours.lines[n % 6], "size": 5},
                connectgaps=False,
            )
        )
    layout = _layout(plan, colours, HEIGHT) | {"showlegend": by is not None}
    return go.Figure(traces, layout)


def _bars(drawn: pl.DataFrame, plan: Plan, colours: Palette) -> go.Figure:
    """A bar a row in the order of the answer, the first on top, its value at its end."""
    rows = drawn.head(MOST_BARS)
    names = ["" if one is None else str(one) for one in rows[plan.across].to_list()]
    short = [name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…" for name in names]
    values = rows[drawn.columns[1]].to_list()
    bars = go.Bar(
        x=values,
        y=list(range(len(names))),
        orientation="h",
        marker={"color": colours.sequential[1]},
        text=[_figure(value) for value in values],
        textposition="outside",
        textfont={"size": CAPTION, "color": colours.text},
        cliponaxis=False,
        hovertext=[
            for_plotly(f"{name}: {_figure(value)}") for name, value in zip(names, values, strict=True)
        ],
        hoverinfo="text",
    )
    layout = _layout(plan, colours, max(LEAST, BAR * len(names) + 24))
    left = min(max((text_width(name, CAPTION) for name in short), default=0), 150)
    layout["margin"] |= {"l": round(left) + 12, "r": 64, "b": 12}
    layout["yaxis"] |= {
        "tickvals": list(range(len(names))),
        "ticktext": [for_plotly(name) for name in short],
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "title": None,
        "ticklabelstandoff": 4,
    }
    # Each bar has its value beside it: there are no rules to read it off, but the one at nought.
    layout["xaxis"] |= {"title": None, "showgrid": False, "showticklabels": False, "zeroline": True}
    layout["xaxis"]["zerolinecolor"] = colours.faint
    layout["bargap"] = 0.35
    return go.Figure([bars], layout)


def _points(drawn: pl.DataFrame, plan: Plan, colours: Palette) -> go.Figure:
    """A mark a row."""
    rows = drawn.head(MOST_POINTS)
    marks = go.Scattergl if rows.height > 1000 else go.Scatter
    points = marks(
        x=rows[plan.across].cast(pl.Float64).to_list(),
        y=rows[drawn.columns[1]].to_list(),
        mode="markers",
        marker={"color": colours.lines[0], "size": 7, "opacity": 0.7},
    )
    return go.Figure([points], _layout(plan, colours, HEIGHT))


def _layout(plan: Plan, colours: Palette, height: int) -> dict[str, Any]:
    title = {"size": CAPTION, "color": colours.muted}
    return frame(colours, height=height, left=54, right=16, top=12, bottom=44) | {
        "xaxis": axis(colours) | {"title": {"text": for_plotly(plan.across), "font": title}},
        "yaxis": axis(colours) | {"title": {"text": for_plotly(plan.up), "font": title}, "automargin": True},
        "showlegend": False,
        "legend": {"orientation": "h", "y": 1.12, "font": {"size": CAPTION}},
    }


def _figure(value: float | None) -> str:
    """A value at the end of its bar: whole where it is, else with two decimals."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
