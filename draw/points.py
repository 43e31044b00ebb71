"""The points of lines: which are known, and their marks, open where a point is not like the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

# Where on the way from one period to the next a line is looked at: at the usual size a text is higher than a part is long.
PARTS = [n / 6 for n in range(1, 6)]


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a point is drawn open: of other parts than the one before, both sides of an earlier day, or carried onto another extent."""
    both = row.get("numerator_carried") and row.get("denominator_carried")
    return row["value_shown"] is not None and bool(row.get("parts_changed") or both or row.get("is_rebased"))


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
        "line": {"width": 2, "color": colour},
    }


def points_on(lines: Iterable[Sequence[Mapping[str, Any]]]) -> list[tuple[date, float]]:
    """Where lines pass: each period and shown value, and places on the straight way to the next period's."""
    passed = []
    for rows in lines:
        known = [(row["period"], row["value_shown"]) for row in rows]
        passed += [(day, float(value)) for day, value in known if value is not None]
        for (day, value), (next_day, next_value) in pairwise(known):
            if value is not None and next_value is not None:
                run, rise = next_day - day, float(next_value) - float(value)
                passed += [(day + run * part, float(value) + rise * part) for part in PARTS]
    return passed
