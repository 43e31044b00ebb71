"""The points of lines: which are known, and their marks, open where a point is not like the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a point is drawn open: a whole of other parts than the point before, or both sides of an earlier day."""
    both = row.get("numerator_carried") and row.get("denominator_carried")
    return row["value_shown"] is not None and bool(row.get("parts_changed") or both)


def markers(colour: str, symbol: str | None, opened: Sequence[bool]) -> dict[str, Any] | None:
    """A line's markers, open ones larger; a line without markers has only these."""
    if not any(opened):
        return {"color": colour, "symbol": symbol, "size": 7, "opacity": 1} if symbol else None
    drawn = symbol or "circle"
    return {
        "color": colour,
        "symbol": [f"{drawn}-open" if one else drawn for one in opened],
        "size": [9 if one else 7 if symbol else 0 for one in opened],
        "opacity": 1,
        "line": {"width": 2},
    }


def known_points(lines: Sequence[tuple[Sequence[Mapping[str, Any]], Any]]) -> list[tuple[date, float]]:
    """Where the points of lines are that have a figure: period and shown value."""
    return [
        (row["period"], float(row["value_shown"]))
        for rows, _ in lines
        for row in rows
        if row["value_shown"] is not None
    ]
