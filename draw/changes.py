"""Boundary changes in a plot of lines: a dotted rule on the date of each, and what it did beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from draw.figure import note
from draw.palette import LEAST
from draw.room import Plot
from draw.text import lines_within, text_width

ROW = 17  # pixels of a line of a reason
ASIDE = 8  # pixels from a rule to its text
LEAST_ROOM = 60  # pixels between two rules that are worth breaking a text for


def boundary_changes(
    changes: pl.DataFrame, plot: Plot, said: Callable[[Mapping[str, Any]], str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted rule on the date of each change, its reason beside it where there is room, as high up as can be.

    On a telephone only the date: the reasons stand under the chart.
    """
    shapes, notes = [], []
    for when, rows in changes_within(changes, plot.periods).items():
        shapes.append(
            {"type": "line", "x0": when, "x1": when, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
            | {"line": {"color": plot.muted, "width": 1.4, "dash": "dot"}}
        )
        whole = _lines_once([said(row) for row in rows])[: 1 if plot.is_narrow else None]
        to_left, lines, box = _place(when, whole, plot)
        plot.texts.append(box)
        notes.append(
            note(when, 1, "<br>".join(lines), plot.muted)
            | {"yref": "paper", "xanchor": "right" if to_left else "left", "xshift": -6 if to_left else 6}
            | {"yanchor": "top", "yshift": -box[1], "align": "right" if to_left else "left"}
            # Where no place is clear of another rule, that one makes way for the words.
            | {"bgcolor": plot.page if plot.crossed(box) else None}
        )
    return shapes, notes


def changes_within(changes: pl.DataFrame, periods: Sequence[date]) -> dict[date, list[dict[str, Any]]]:
    """The changes between the first and the last period, by date."""
    by_date: dict[date, list[dict[str, Any]]] = {}
    for row in changes.sort("effective_date").iter_rows(named=True):
        when = row["effective_date"]
        if when is not None and periods[0] < when <= periods[-1]:
            by_date.setdefault(when, []).append(row)
    return by_date


def _place(
    when: date, whole: Sequence[str], plot: Plot
) -> tuple[bool, list[str], tuple[float, float, float, float]]:
    """Whether a reason stands to the left of its rule, its lines, and its box (left, top, width, height).

    It lies on no rule of another change where it can: on the other side, or broken to what is left between the two.
    """
    x, edge = plot.x(when), plot.size[0]
    others = [plot.x(one) for one in plot.uprights if one != when]
    # At the right edge the text stands to the left of its rule.
    usual = x + max(text_width(t, LEAST) for t in whole) + ASIDE > edge and x > edge / 2
    found = []
    for to_left in (usual, not usual):
        ends = [0.0, *(o for o in others if o < x)] if to_left else [edge, *(o for o in others if o > x)]
        for end in {ends[0], max(ends) if to_left else min(ends)}:
            # Clear of another rule as of its own; at the edge of the plot there is none.
            room = abs(x - end) - (ASIDE if end in (0.0, edge) else 2 * ASIDE)
            if room < LEAST_ROOM:
                continue
            lines = [part for row in whole for part in lines_within(row, LEAST, room)]
            wide, tall = max(text_width(t, LEAST) for t in lines), ROW * len(lines)
            left = x - wide - ASIDE if to_left else x + ASIDE
            for top in range(2, max(3, round(plot.size[1]) - tall), 6):
                box = (left, top, wide, tall)
                beyond = left < -ASIDE or left + wide > edge + ASIDE
                cost = plot.covered(*box) + 20 * plot.ruled(box) + 40 * plot.crossed(box) + 60 * beyond
                found.append((cost, to_left is not usual, len(lines), top, lines, box))
    if not found:  # between two rules and edges nothing has room: over the nearest of them
        lines = list(whole)
        wide, tall = max(text_width(t, LEAST) for t in lines), ROW * len(lines)
        return usual, lines, (x - wide - ASIDE if usual else x + ASIDE, 2, wide, tall)
    _, is_other, _, _, lines, box = min(found, key=lambda one: one[:4])
    return usual is not is_other, lines, box


def _lines_once(texts: Sequence[str], most: int = 4) -> list[str]:
    """The lines of several texts, each once: changes of one day share its date."""
    lines = list(dict.fromkeys(line for text in texts for line in text.split("<br>")))
    return lines if len(lines) <= most else [*lines[: most - 1], "…"]
