"""A figure of ours as SVG: for pictures and paper, where there is no browser to draw it.

It knows what `draw.strip` and `draw.trend` draw (lines, marks, rules, bands, notes, ticks), so that a chart and its picture
are one description. What it meets and does not know is an error, never left out in silence.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

import plotly.graph_objects as go

from draw import svg
from draw.figure import written
from draw.palette import CAPTION
from draw.text import text_width

DASHES = {"solid": "", "dash": "9 5", "dot": "2 4", "dashdot": "9 4 2 4"}
TOKEN = re.compile(r"(<[^>]*>)")
STYLE = re.compile(r"([a-z-]+):([^;\"]+)")


def plotted(figure: go.Figure, width: float, height: float) -> svg.Sketch:
    """The figure drawn at a size in pixels; nothing where it has nothing to draw, and so no axes."""
    told = figure.to_plotly_json()
    layout = told["layout"]
    if "xaxis" not in layout:
        return svg.Sketch("", width, height)
    plane = _Plane.of(layout, width, height)
    shapes = layout.get("shapes", ())
    below = [_shape(shape, plane) for shape in shapes if shape.get("layer") == "below"]
    above = [_shape(shape, plane) for shape in shapes if shape.get("layer") != "below"]
    traces = [_trace(trace, plane) for trace in told["data"]]
    notes = [_annotation(note, plane) for note in layout.get("annotations", ())]
    body = "".join([*below, _axes(layout, plane), *traces, *above, *notes])
    return svg.Sketch(body, width, height)


@dataclass(frozen=True)
class _Plane:
    """Where the values of a figure come to lie: its frame in pixels and the two ends of both axes."""

    left: float
    top: float
    width: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]

    @classmethod
    def of(cls, layout: Mapping[str, Any], width: float, height: float) -> _Plane:
        margin = layout["margin"]
        ticks = layout["yaxis"].get("ticktext", ())
        # Names beside the axis take the room they need.
        named = max((_measure(text, 14) for text in ticks), default=0) + 12
        left = max(margin["l"], named if layout["yaxis"].get("automargin") else 0)
        ends = [_number(v) for v in layout["xaxis"]["range"]], [_number(v) for v in layout["yaxis"]["range"]]
        return cls(
            left,
            margin["t"],
            width - left - margin["r"],
            height - margin["t"] - margin["b"],
            (ends[0][0], ends[0][1]),
            (ends[1][0], ends[1][1]),
        )

    def x(self, value: Any, reference: str = "x") -> float:
        if reference == "paper":
            return self.left + self.width * float(value)
        start, end = self.across
        return self.left + self.width * (_number(value) - start) / (end - start)

    def y(self, value: Any, reference: str = "y") -> float:
        if reference == "paper":
            return self.top + self.height * (1 - float(value))
        start, end = self.up
        return self.top + self.height * (1 - (_number(value) - start) / (end - start))


def _number(value: Any) -> float:
    """A value of an axis as a number: a day counts as its place in the calendar."""
    if value is None:
        return math.nan
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    return float(value.toordinal()) if isinstance(value, dt.date) else float(value)


def _axes(layout: Mapping[str, Any], plane: _Plane) -> str:
    parts = []
    right, foot = plane.left + plane.width, plane.top + plane.height
    across, up = layout["xaxis"], layout["yaxis"]
    for value, text in _ticks(across):
        x = plane.x(value)
        if across.get("showgrid", True):
            parts.append(svg.line((x, plane.top), (x, foot), across["gridcolor"]))
        if across.get("ticks") == "outside":
            parts.append(svg.line((x, foot), (x, foot + 5), across["tickcolor"]))
        font = across["tickfont"]
        parts.append(
            _words((x, foot + 9 + font["size"] * 0.76), text, _Ink(font["size"], font["color"]), "center")
        )
    for value, text in _ticks(up):
        y = plane.y(value)
        if up.get("showgrid", True):
            parts.append(svg.line((plane.left, y), (right, y), up["gridcolor"]))
        font = up["tickfont"]
        lines = text.count("<br>")
        at = (plane.left - 7, y + font["size"] * 0.36 - lines * font["size"] * 0.65)
        parts.append(_words(at, text, _Ink(font["size"], font["color"]), "right"))
    title = across.get("title") or {}
    if title.get("text"):
        font = title["font"]
        at = (plane.left + plane.width / 2, foot + 32 + font.get("size", CAPTION) * 0.8)
        parts.append(_words(at, title["text"], _Ink(font.get("size", CAPTION), font["color"]), "center"))
    return "".join(parts)


def _ticks(axis: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Values and their words: as given, or a step from the first on."""
    if "tickvals" in axis:
        yield from zip(axis["tickvals"], axis["ticktext"], strict=True)
        return
    start, end = sorted(float(v) for v in axis["range"])
    step, value = float(axis["dtick"]), float(axis["tick0"])
    while value <= end + step / 1e6:
        if value >= start - step / 1e6:
            yield value, written(value)
        value += step


def _shape(shape: Mapping[str, Any], plane: _Plane) -> str:
    reference = shape.get("yref", "y")
    xs = [plane.x(shape[name], shape.get("xref", "x")) for name in ("x0", "x1")]
    if shape.get("ysizemode") == "pixel":
        anchor = plane.y(shape["yanchor"], reference)
        ys = [anchor - float(shape[name]) for name in ("y0", "y1")]
    else:
        ys = [plane.y(shape[name], reference) for name in ("y0", "y1")]
    if shape["type"] == "rect":
        return svg.rect(min(xs), min(ys), abs(xs[1] - xs[0]), abs(ys[1] - ys[0]), shape["fillcolor"])
    assert shape["type"] == "line", shape["type"]
    line = shape["line"]
    dash = _dashes(line.get("dash", "solid"))
    return svg.line((xs[0], ys[0]), (xs[1], ys[1]), line["color"], line["width"], stroke_dasharray=dash)


def _trace(trace: Mapping[str, Any], plane: _Plane) -> str:
    assert trace["type"] == "scatter", trace["type"]
    points = [(plane.x(x), plane.y(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    parts, mode = [], trace["mode"].split("+")
    assert set(mode) <= {"lines", "markers"}, trace["mode"]
    if "lines" in mode:
        line = trace["line"]
        parts.append(
            svg.path(
                svg.outline_of([points]),
                fill="none",
                stroke=line["color"],
                stroke_width=line["width"],
                stroke_dasharray=_dashes(line.get("dash", "solid")),
                stroke_linejoin="round",
            )
        )
    if "markers" in mode:
        marker = trace["marker"]
        edge = marker.get("line") or {}
        for place, point in enumerate(points):
            parts.append(
                _marker(
                    _of(marker["symbol"], place),
                    point,
                    _of(marker["size"], place) / 2,
                    _of(marker["color"], place),
                    {"stroke": _of(edge.get("color"), place), "stroke_width": _of(edge.get("width"), place)},
                )
            )
    return "".join(parts)


def _of(value: Any, place: int) -> Any:
    """A setting of one mark: given for each, or once for all."""
    return value[place] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _marker(symbol: str, at: svg.Point, radius: float, colour: str, edge: dict[str, object]) -> str:
    x, y = at
    if not (math.isfinite(x) and math.isfinite(y)):
        return ""
    ink = colour
    if symbol.endswith("-open"):
        symbol, colour, edge = symbol.removesuffix("-open"), "none", {"stroke": colour, "stroke_width": 1.6}
    if symbol.startswith("triangle"):
        return svg.triangle(at, radius, colour, down=symbol.endswith("down"), **edge)
    if symbol == "diamond":
        return svg.diamond(at, radius * 1.15, colour, **edge)
    if symbol == "square":
        return svg.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, colour, **edge)
    if symbol == "x":
        arms = [
            [(x - radius, y - radius), (x + radius, y + radius)],
            [(x - radius, y + radius), (x + radius, y - radius)],
        ]
        return svg.path(svg.outline_of(arms), fill="none", stroke=ink, stroke_width=2.4)
    if symbol == "star":
        turns = [math.pi * (i / 5 - 0.5) for i in range(10)]
        sizes = [radius * (1.25 if i % 2 == 0 else 0.55) for i in range(10)]
        corners = [(x + s * math.cos(t), y + s * math.sin(t)) for s, t in zip(sizes, turns, strict=True)]
        return svg.path(svg.outline_of([corners], closed=True), fill=colour, **edge)
    assert symbol == "circle", symbol
    return svg.circle(at, radius, colour, **edge)


def _dashes(dash: str) -> str:
    return DASHES.get(dash, dash.replace("px", "").replace(",", " "))


def _annotation(note: Mapping[str, Any], plane: _Plane) -> str:
    font = note["font"]
    size = font["size"]
    lines = note["text"].split("<br>")
    wide, tall = _measure(note["text"], size), len(lines) * size * 1.3
    x = plane.x(note["x"], note.get("xref", "x")) + note.get("xshift", 0)
    y = plane.y(note["y"], note.get("yref", "y")) - note.get("yshift", 0)
    top = y - tall * {"top": 0, "middle": 0.5, "bottom": 1}[note.get("yanchor", "middle")]
    align = note.get("align", "center")
    left = x - wide * {"left": 0, "center": 0.5, "right": 1}[note.get("xanchor", "center")]
    at = {"left": left, "center": left + wide / 2, "right": left + wide}
    side = note.get("xanchor", "center") if len(lines) == 1 else align
    box = svg.rect(left - 1, top, wide + 2, tall, note["bgcolor"]) if note.get("bgcolor") else ""
    return box + _words((at[side], top + size * 1.02), note["text"], _Ink(size, font["color"]), side)


@dataclass(frozen=True)
class _Ink:
    size: float
    colour: str
    is_bold: bool = False


ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def _words(at: svg.Point, text: str, ink: _Ink, side: str) -> str:
    """A label with the few tags that our figures use; its first line stands at the place given."""
    parts, y = [], at[1]
    for row in _rows(text, ink):
        runs = "".join(
            f'<tspan font-size="{run.size:g}" fill="{run.colour}"{" font-weight=" + chr(34) + "700" + chr(34) if run.is_bold else ""}>'
            f"{escape(words)}</tspan>"
            for words, run in row
        )
        parts.append(
            f'<text x="{svg.number(at[0])}" y="{svg.number(y)}" text-anchor="{ANCHORS[side]}" xml:space="preserve">{runs}</text>'
        )
        y += ink.size * 1.3
    return "".join(parts)


def _rows(text: str, ink: _Ink) -> list[list[tuple[str, _Ink]]]:
    """The lines of a label, each as runs of one look."""
    rows: list[list[tuple[str, _Ink]]] = [[]]
    looks = [ink]
    for token in TOKEN.split(text):
        if token == "<br>":
            rows.append([])
        elif token.startswith("</"):
            looks.pop()
        elif token == "<b>":
            looks.append(replace(looks[-1], is_bold=True))
        elif token.startswith("<"):
            style = dict(STYLE.findall(token))
            size = float(style.get("font-size", f"{looks[-1].size}px").removesuffix("px"))
            looks.append(replace(looks[-1], size=size, colour=style.get("color", looks[-1].colour)))
        elif token:
            rows[-1].append((unescape(token), looks[-1]))
    return rows


def _measure(text: str, size: float) -> float:
    return max(text_width(line, size) for line in text.split("<br>"))
