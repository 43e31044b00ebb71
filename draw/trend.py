"""Lines of areas over the periods, with targets, gaps and boundary changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import polars as pl

from draw.changes import boundary_changes, changes_within
from draw.ends import end_labels
from draw.figure import Size, axis, axis_range, frame, note
from draw.palette import CAPTION, DASHES, LEAST, MARKERS, TABLE, Palette, Theme, palette
from draw.points import is_open, markers, points_on
from draw.room import TICK, WORDS, Plot
from draw.text import for_plotly, lines_within, text_width

EDGE = 42.0  # pixels left of the plot that a text may use
# Before the first figure: how long nothing may be known and still be drawn, and what is drawn of it where it was longer.
MOST_UNKNOWN, LEAD = timedelta(days=2 * 366), timedelta(days=366)
FAR = 30  # pixels from a gap to its text


@dataclass(frozen=True)
class TrendTexts:
    """Words of `trends`.

    `language` says which names of the frames are read; `axis`: unit, with the note that the axis does not
    start at 0 (`axis_from_zero`, without it, where it does); `tick` names a date under the axis; `gap(rows)`
    says why a line has no figure in these rows; `ended(period)` follows the last figure of a line that ends
    before the others; `target(step)` labels a step of the target line from its row; `change(row)` says what a
    boundary change did (lines joined by <br>); `value` formats a figure; `hover(row)` is what a point says.
    """

    language: str
    axis: str
    axis_from_zero: str
    tick: Callable[[date], str]
    gap: Callable[[Sequence[Mapping[str, Any]]], str]
    ended: Callable[[date], str]
    target: Callable[[Mapping[str, Any]], str]
    change: Callable[[Mapping[str, Any]], str]
    value: Callable[[float], str]
    hover: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class TrendData:
    """What `trends` draws.

    `series`: the question `area_series`: one row per area row and period; read are `area_code`,
    `area_valid_from`, names, `area_level`, `period`, `value_shown`, `value_status`, `parts_changed`,
    `numerator_carried`, `denominator_carried`. `targets`: the question
    `target_steps`. `changes`: rows of `boundary_changes` that concern these areas.
    """

    series: pl.DataFrame
    targets: pl.DataFrame
    changes: pl.DataFrame


def trends(
    data: TrendData,
    *,
    areas: Sequence[str],
    beside: Sequence[str] = (),
    texts: TrendTexts,
    theme: Theme = "light",
    size: Size = Size(1130, 540),
) -> go.Figure:
    """Lines of several areas over the periods, with the target and what is known about the gaps.

    `areas`: codes in the order of their colours, at most six; `beside`: codes drawn behind, thick and grey (the
    province) or thin and grey (a city). Each step of the target is drawn from its own date, with a diamond at
    `reach_by`; a dotted rule stands on the date of each boundary change. Where for most of the time nothing was known
    of any of them, the axis begins a year before the first figure. A period without a figure breaks the
    line and says so, and so does a change of the area's extent: nothing is filled in. Cities beside differ by
    their dash.
    """
    colours, width, height = palette(theme), size.width, size.height
    targets, changes = data.targets, data.changes
    name = f"short_name_{texts.language}"
    series = data.series.filter(pl.col("area_code").is_in([*areas, *beside])).sort("period")
    series = _from_first_known(series)
    periods = series["period"].unique().sort().to_list()
    if not periods:
        return go.Figure(layout=frame(colours, height=height, left=46, right=26, top=34, bottom=34))
    by_area: dict[str, list[dict[str, Any]]] = {}
    for row in series.iter_rows(named=True):
        by_area.setdefault(row["area_code"], []).append(row)
    styles = [
        *_beside_styles([by_area.get(code, ()) for code in beside], colours),
        *(
            _Style(colours.lines[i % 6], colours.lines[i % 6], 2.1, DASHES[i % 6], MARKERS[i % 6])
            for i in range(len(areas))
        ),
    ]
    lines = [(by_area.get(code, []), style) for code, style in zip([*beside, *areas], styles, strict=True)]
    lines = [(rows, style) for rows, style in lines if rows]

    levels = [level for _, (*_, level) in _ruled(targets, periods)]
    values = [float(v) for v in series["value_shown"].drop_nulls()]
    low, high, step = axis_range([*values, *levels], lines=8)
    # Where there is little room the figure stands under the name, and texts take several lines.
    narrow = size.is_narrow
    between = "<br>" if narrow else " "
    ends = [
        end for rows, style in lines for end in _end(rows, name, style.ink, texts, (periods[-1], between))
    ]
    right = 26 + max(
        (text_width(part, TABLE) for _, label, _ in ends for part in label.split("<br>")), default=0
    )
    corner = lines_within(for_plotly(texts.axis_from_zero if low == 0 else texts.axis), CAPTION, width - 16)
    top = 34 + 17 * (len(corner) - 1)
    inner = height - top - 34
    plot = Plot(
        periods,
        (low, high),
        (width - 46 - right, inner),
        points_on(rows for rows, _ in lines),
        [rule for _, rule in _ruled(targets, periods)],
        colours.page,
        colours.muted,
        narrow,
        list(changes_within(changes, periods)),
    )

    # Each text takes its place in the plot, so the order is that of how little choice it has.
    change_shapes, change_notes = boundary_changes(changes, plot, texts.change)
    shapes, rules, diamonds, target_notes = _target_steps(targets, plot, texts, colours)
    gaps = [one for rows, style in lines for one in _gap_notes(rows, style.ink, texts, plot)]
    gap_notes, gap_leaders = [one for one, _ in gaps], [leader for _, leader in gaps if leader]
    traces = [*rules, *(_line(rows, name, style, texts) for rows, style in lines), *diamonds]
    layout = frame(colours, height=height, left=46, right=round(right), top=top, bottom=34) | {
        "shapes": shapes + change_shapes + gap_leaders,
        "annotations": [
            *target_notes,
            *change_notes,
            *gap_notes,
            *end_labels(ends, periods[-1], (low, high), (inner, 34.0 if narrow else 18.5)),
            note(0, 1, "<br>".join(corner), colours.muted, CAPTION)
            | {"xref": "paper", "yref": "paper"}
            | {"xanchor": "left", "yanchor": "bottom", "xshift": -38, "yshift": 8, "align": "left"},
        ],
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis(colours) | _time_axis(plot, texts) | {"tickcolor": colours.rule},
        "yaxis": axis(colours) | {"range": [low, high], "dtick": step, "tick0": low},
    }
    return go.Figure(traces, layout)


def _from_first_known(series: pl.DataFrame) -> pl.DataFrame:
    """The rows from a year before the first figure on, where nothing is known before it for longer than since, and for years."""
    periods = series["period"].unique().sort().to_list()
    known = series.filter(pl.col("value_shown").is_not_null())["period"].sort().to_list()
    if not known:
        return series
    begins, first, last = periods[0], known[0], periods[-1]
    if first - begins <= max(last - first, MOST_UNKNOWN):
        return series
    return series.filter(pl.col("period") >= first - LEAD)


@dataclass(frozen=True)
class _Style:
    colour: str
    ink: str
    width: float
    dash: str
    marker: str | None


def _beside_styles(lines: Sequence[Sequence[Mapping[str, Any]]], colours: Palette) -> list[_Style]:
    """The whole thick; cities thin, each with a dash of its own."""
    styles, cities = [], 0
    for rows in lines:
        if rows and rows[0]["area_level"] in ("country", "province"):
            styles.append(_Style(colours.beside, colours.muted, 4.5, "solid", None))
        else:
            dash = DASHES[cities % len(DASHES)]
            styles.append(_Style(colours.beside_city, colours.muted, 2.2, dash, None))
            cities += 1
    return styles


def _line(rows: Sequence[Mapping[str, Any]], name: str, style: _Style, texts: TrendTexts) -> go.Scatter:
    """One area's line; it breaks where a value is missing and where the area's extent changed."""
    xs: list[date] = []
    ys: list[float | None] = []
    hovers: list[str] = []
    opened: list[bool] = []
    before: Mapping[str, Any] | None = None
    for row in rows:
        if before is not None and before["area_valid_from"] != row["area_valid_from"]:
            xs.append(before["period"] + (row["period"] - before["period"]) / 2)
            ys.append(None)
            hovers.append("")
            opened.append(False)
        xs.append(row["period"])
        ys.append(None if row["value_shown"] is None else float(row["value_shown"]))
        hovers.append(texts.hover(row))
        opened.append(is_open(row))
        before = row
    return go.Scatter(
        x=xs,
        y=ys,
        mode="lines+markers" if style.marker or any(opened) else "lines",
        connectgaps=False,
        name=for_plotly(rows[-1][name]),
        hovertext=hovers,
        hoverinfo="text",
        line={"color": style.colour, "width": style.width, "dash": style.dash},
        marker=markers(style.colour, style.marker, opened),
    )


def _end(
    rows: Sequence[Mapping[str, Any]], name: str, colour: str, texts: TrendTexts, end: tuple[date, str]
) -> list[tuple[float, str, str]]:
    """The last known value of a line, its label (with its period where the chart goes on) and the label's colour.

    `end`: the chart's last period, and what stands between name and figure.
    """
    last, between = end
    known = [r for r in rows if r["value_shown"] is not None]
    if not known:
        return []
    value = float(known[-1]["value_shown"])
    ended = texts.ended(known[-1]["period"]) if known[-1]["period"] < last else ""
    return [(value, f"<b>{for_plotly(known[-1][name])}</b>{between}{texts.value(value)}{ended}", colour)]


def _gap_notes(
    rows: Sequence[Mapping[str, Any]], colour: str, texts: TrendTexts, plot: Plot
) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Why there is no figure, in the middle of each gap, above or below where another line passes.

    A text that stands farther off has a thin line to its gap.
    """
    notes = []
    for start, end in _gaps(rows):
        text = texts.gap(rows[start:end])
        sides = [rows[i] for i in (start - 1, end) if 0 <= i < len(rows)]
        values = [float(r["value_shown"]) for r in sides if r["value_shown"] is not None]
        first, last = rows[start]["period"], rows[end - 1]["period"]
        when, value = first + (last - first) / 2, sum(values) / len(values)
        wide = text_width(text, LEAST)
        # Before the first figure and after the last one the text keeps to the line's end, inside the plot.
        ups: tuple[int, ...] = (0, 15, -15, 30, -30, 45, -45)
        anchor, shift = "center", 0
        if not start or rows[start - 1]["value_shown"] is None:
            when, anchor, shift = rows[end]["period"], "right", -10
        elif end == len(rows) or rows[end]["value_shown"] is None:
            before = rows[start - 1]["period"]
            if plot.x(before) + 10 + wide < plot.size[0]:
                when, anchor, shift = before, "left", 10
            else:
                when, anchor, ups = last, "right", ups[1:]
        left = plot.x(when) + shift - wide * {"left": 0, "center": 0.5, "right": 1}[anchor]
        # At the chart's edge it moves in, over or under its line.
        if left < -EDGE <= left + wide:
            shift, left = shift + round(-EDGE - left), -EDGE
        boxes = [(left, plot.y(value) - up - 8, wide, 16.0) for up in ups]
        # Of places where no line passes, one that leaves the target's rule whole.
        covered, _, at = min(
            (plot.covered(*box), plot.ruled(box, edge=2, aside=8), at) for at, box in enumerate(boxes)
        )
        # What has no room is left to the hover and the table, as of many lines that begin together: each is broken either way. On a
        # telephone nothing passes through a text either.
        if covered >= WORDS:
            continue
        if plot.is_narrow and (covered or left < -40 or left + wide > plot.size[0]):
            continue
        plot.texts.append(boxes[at])
        told = note(when, value, text, colour) | {
            "xanchor": anchor,
            # Clear of the grid behind it; where a line has to pass, the line is seen through.
            "bgcolor": None if covered else plot.page,
            "borderpad": 1,
            "xshift": shift,
            "yshift": ups[at],
        }
        notes.append((told, _leader(when, value, ups[at], colour) if anchor == "center" else None))
    return notes


def _leader(when: date, value: float, up: int, colour: str) -> dict[str, Any] | None:
    """From a gap to its text, where another line could lie between them."""
    if abs(up) < FAR:
        return None
    near, far = (4, up - 9) if up > 0 else (-4, up + 9)
    return {"type": "line", "x0": when, "x1": when, "y0": near, "y1": far, "ysizemode": "pixel"} | {
        "yanchor": value,
        "line": {"color": colour, "width": 1},
    }


def _gaps(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Stretches of a line (first row, row after the last) whose figures should be there and are not."""
    lacking = [
        r["value_shown"] is None and r["value_status"] not in ("not_due", "not_applicable") for r in rows
    ]
    if all(r["value_shown"] is None for r in rows):
        return []
    edges = [i for i in range(len(rows) + 1) if (i < len(rows) and lacking[i]) != (i > 0 and lacking[i - 1])]
    found = list(zip(edges[::2], edges[1::2], strict=True))
    known = [
        any(0 <= i < len(rows) and rows[i]["value_shown"] is not None for i in (a - 1, b)) for a, b in found
    ]
    return [gap for gap, has_side in zip(found, known, strict=True) if has_side]


def _target_steps(
    targets: pl.DataFrame, plot: Plot, texts: TrendTexts, colours: Palette
) -> tuple[list[dict[str, Any]], list[go.Scatter], list[go.Scatter], list[dict[str, Any]]]:
    """Each target row from its own date to its end (or the last period), with a diamond where it is due."""
    shapes: list[dict[str, Any]] = []
    rules: list[go.Scatter] = []
    diamonds: list[go.Scatter] = []
    notes: list[dict[str, Any]] = []
    first, last = plot.periods[0], plot.periods[-1]
    for step, (start, end, level) in _ruled(targets, plot.periods):
        rule = {"color": colours.bad, "width": 1.8, "dash": "7px,4px"}
        rules.append(go.Scatter(x=[start, end], y=[level] * 2, mode="lines", hoverinfo="skip", line=rule))
        if step["valid_from"] and step["valid_from"] >= first:
            shapes.append(
                {"type": "line", "x0": start, "x1": start, "y0": -TICK, "y1": TICK, "ysizemode": "pixel"}
                | {"yanchor": level, "line": {"color": colours.bad, "width": 2}}
            )
        due = step["reach_by"]
        if due and first <= due <= last:
            marker = {"symbol": "diamond", "size": 12, "color": colours.bad, "opacity": 1}
            diamonds.append(go.Scatter(x=[due], y=[level], mode="markers", hoverinfo="skip", marker=marker))
        rows = lines_within(texts.target(step), TABLE, plot.size[0] - 12)
        text, tall = "<br>".join(rows), 20 + 18 * (len(rows) - 1)
        wide = max(text_width(row, TABLE) for row in rows)
        when, over, gap = _free_place((wide, tall), start, end, level, plot)
        shift, gap, box = _target_box((when, over, gap), (wide, tall), start, level, plot)
        plot.texts.append(box)
        notes.append(
            note(when, level, text, colours.bad, TABLE)
            | {
                "xanchor": "left",
                "yanchor": "bottom" if over else "top",
                "xshift": shift,
                "yshift": gap if over else -gap,
                "align": "left",
            }
        )
    return shapes, rules, diamonds, notes


def _ruled(
    targets: pl.DataFrame, periods: Sequence[date]
) -> list[tuple[dict[str, Any], tuple[date, date, float]]]:
    """The rows of targets in force within the periods, each with when its rule begins and ends, and at which value."""
    found = []
    for step in targets.sort("valid_from").iter_rows(named=True):
        start = max(step["valid_from"] or periods[0], periods[0])
        end = min(step["valid_to"] or periods[-1], periods[-1])
        if start <= end:
            found.append((step, (start, end, float(step["target_value"]))))
    return found


def _free_place(
    size: tuple[float, float], start: date, end: date, level: float, plot: Plot
) -> tuple[date, bool, int]:
    """Where along a target's rule its label covers the fewest points, whether over or under it, and how far off."""
    wide, _ = size
    rooms = [start, *(p for p in plot.periods if start < p < end)]
    fitting = [p for p in rooms if plot.x(p) + wide < plot.size[0]] or [start]

    def cost(place: tuple[date, bool, int]) -> tuple[int, float]:
        when, over, gap = place
        _, _, box = _target_box(place, size, start, level, plot)
        # Of equally free places the one nearest the rule's own beginning, over rather than under it, and close to it.
        aside = (when - start).days + (0 if over else 45) + 100 * gap
        return plot.covered(*box) + 3 * plot.crossed(box), aside

    # Off the rule only under it: above it is soon the chart's own edge.
    sides = [(True, 2), *((False, gap) for gap in (2, 12, 22))]
    return min(((p, over, gap) for p in fitting for over, gap in sides), key=cost)


def _target_box(
    place: tuple[date, bool, int], size: tuple[float, float], start: date, level: float, plot: Plot
) -> tuple[float, int, tuple[float, float, float, float]]:
    """How far to the right of its place a target's label begins, how far off the rule, and its box (left, top, width, height)."""
    (when, over, gap), (wide, tall) = place, size
    # Where no place along the rule has room for it, it ends at the plot's edge.
    shift = min(4, plot.size[0] - plot.x(when) - wide)
    left = plot.x(when) + shift
    # Where it reaches back over the rule's beginning it keeps off the stroke that stands there.
    gap = max(gap, TICK + 1) if left < plot.x(start) < left + wide else gap
    return shift, gap, (left, plot.y(level) + (-tall - gap if over else gap), wide, tall)


def _time_axis(plot: Plot, texts: TrendTexts) -> dict[str, Any]:
    """The last period of each year, and the very last one unless it stands too near."""
    periods = plot.periods
    ticks = [p for p in periods if p.month == 12]
    while len(ticks) > 1 and len(ticks) * 82 > plot.size[0]:
        ticks = ticks[::-2][::-1]
    if not ticks or plot.x(periods[-1]) - plot.x(ticks[-1]) > 78:
        ticks.append(periods[-1])
    room = (periods[-1] - periods[0]) * 0.0123
    return {
        "showgrid": False,
        "tickvals": ticks,
        "ticktext": [texts.tick(t) for t in ticks],
        "range": [periods[0] - room, periods[-1] + room],
        "ticks": "outside",
        # A slanted year is cut at the edge.
        "tickangle": 0,
    }
