"""Two figures of each area as a mark, with the targets of either. Figures in, a figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from draw.figure import Size, axis, axis_range, frame, note
from draw.palette import CAPTION, LEAST, Palette
from draw.text import for_plotly, lines_within, text_width

CLEAR = 6  # pixels from the axis to its figures
NAMED = 7  # marks at the ends of either axis that carry their name


@dataclass(frozen=True)
class Dot:
    """An area: its figures across and up, its name, what hovering says (lines), its code, whether it is chosen or set off."""

    across: float
    up: float
    name: str
    hover: Sequence[str]
    code: str
    is_chosen: bool = False
    is_inside: bool = True


@dataclass(frozen=True)
class Side:
    """An axis: its words, the target with its words (None where there is none), and what a figure can be at most."""

    words: str
    target: float | None = None
    target_words: str = ""
    most: float | None = None

    def range_of(self, figures: Sequence[float], lines: int) -> tuple[float, float, float]:
        """Where the axis begins and ends, and its step: no rule beyond what a figure can be."""
        low, high, step = axis_range(
            [*figures, *([self.target] if self.target is not None else [])], lines=lines
        )
        if self.most is not None and high > self.most:
            high = self.most + (self.most - low) * 0.012
        return low, high, step


def pair(dots: Sequence[Dot], across: Side, up: Side, size: Size, colours: Palette) -> go.Figure:
    """The marks of the areas; those that are not `is_inside` lie grey behind. No line is drawn through them."""
    xs, ys = across.range_of([dot.across for dot in dots], 8), up.range_of([dot.up for dot in dots], 6)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    dashes = {"color": colours.bad, "width": 1.4, "dash": "dash"}
    if across.target is not None:
        shapes.append(
            {
                "type": "line",
                "x0": across.target,
                "x1": across.target,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": dashes,
            }
        )
        notes.append(
            note(across.target, 1, for_plotly(across.target_words), colours.bad)
            | {"yref": "paper", "yanchor": "bottom"}
        )
    if up.target is not None:
        shapes.append(
            {
                "type": "line",
                "y0": up.target,
                "y1": up.target,
                "x0": 0,
                "x1": 1,
                "xref": "paper",
                "line": dashes,
            }
        )
        notes.append(
            note(1, up.target, for_plotly(up.target_words), colours.bad)
            | {"xref": "paper", "xanchor": "right", "yanchor": "bottom"}
        )
    notes += _names(dots, (xs, ys), size, colours)
    title = lines_within(for_plotly(up.words), CAPTION, size.width - 20)
    top = 30 + 17 * len(title)
    notes.append(
        note(0, 1, "<br>".join(title), colours.muted, CAPTION)
        | {
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": -44,
            "yshift": 20,
            "align": "left",
        }
    )
    foot = lines_within(for_plotly(across.words), CAPTION, size.width - 90)
    layout = frame(colours, height=size.height, left=52, right=24, top=top, bottom=40 + 17 * len(foot)) | {
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis(colours)
        | {"range": list(xs[:2]), "dtick": xs[2], "tick0": xs[0]}
        | {
            "title": {
                "text": "<br>".join(foot),
                "standoff": 10,
                "font": {"size": CAPTION, "color": colours.muted},
            }
        },
        # Its figures stand clear of marks at the edge.
        "yaxis": axis(colours)
        | {"range": list(ys[:2]), "dtick": ys[2], "tick0": ys[0]}
        | {"ticks": "outside", "ticklen": CLEAR, "tickcolor": colours.page},
    }
    behind, inside = ([dot for dot in dots if dot.is_inside is one] for one in (False, True))
    return go.Figure(
        [_marks(behind, colours.faint, colours), _marks(inside, colours.lines[0], colours)], layout
    )


def _marks(dots: Sequence[Dot], fill: str, colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=[dot.across for dot in dots],
        y=[dot.up for dot in dots],
        mode="markers",
        customdata=[dot.code for dot in dots],
        hovertext=["<br>".join(for_plotly(line) for line in dot.hover) for dot in dots],
        hoverinfo="text",
        cliponaxis=False,  # a mark at 0 is seen whole
        unselected={"marker": {"opacity": 0.85}},
        marker={
            "symbol": "circle",
            "size": [15 if dot.is_chosen else 10 for dot in dots],
            "color": fill,
            "opacity": 0.85,
            "line": {
                "color": [colours.text if dot.is_chosen else colours.page for dot in dots],
                "width": [2.4 if dot.is_chosen else 1 for dot in dots],
            },
        },
    )


def _names(
    dots: Sequence[Dot], ranges: tuple[Any, Any], size: Size, colours: Palette
) -> list[dict[str, Any]]:
    """Names beside the marks at the ends of either axis, and of the chosen one, where they touch no other."""
    (low_x, high_x, _), (low_y, high_y, _) = ranges
    wide, tall = (size.width - 76) / ((high_x - low_x) or 1), (size.height - 100) / ((high_y - low_y) or 1)
    inside = [dot for dot in dots if dot.is_inside]
    by_x, by_y = sorted(inside, key=lambda dot: dot.across), sorted(inside, key=lambda dot: dot.up)
    most = 2 if size.is_narrow else NAMED
    ends = [*by_x[:most], *by_x[-most:], *by_y[:most], *by_y[-most:]]
    wanted = list(dict.fromkeys([*(dot for dot in dots if dot.is_chosen), *ends]))
    taken: list[tuple[float, float, float]] = []
    found = []
    for dot in wanted:
        half = text_width(dot.name, LEAST) / 2
        # At the left edge a name begins at the axis, whose figures stand beyond it.
        aside = max(0.0, half - (dot.across - low_x) * wide)
        x, y = dot.across * wide + aside, dot.up * tall
        covers = any(
            other is not dot and abs(other.across * wide - x) < half + 4 and 2 < other.up * tall - y < 22
            for other in dots
        )
        touches = any(abs(x - other) < half + width and abs(y - level) < 15 for other, level, width in taken)
        if (covers or touches) and not dot.is_chosen:
            continue
        taken.append((x, y, half))
        words = f"<b>{for_plotly(dot.name)}</b>" if dot.is_chosen else for_plotly(dot.name)
        found.append(
            note(dot.across, dot.up, words, colours.text)
            | {"yanchor": "bottom", "yshift": 7, "xshift": round(aside, 1)}
        )
    return found
