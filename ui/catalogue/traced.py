"""What a column of the published figures is made of, step by step, for one indicator: the ways that its own kinds of figures take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Column = tuple[str, str]  # a table and its column

PUBLISHED = "marts.indicator_values"
COLUMNS = ("value", "numerator", "denominator", "verdict")
# What is filed in forms, told by registers and dated by the pack comes in each at a step of its own.
ENTRANCES = {
    "counts": "sums.filed_counts",
    "register": "sums.register_counts",
    "figures": "sums.figure_sums",
}
# Where a column that no other goes into is made of what decides on it: a verdict of comparisons.
DECIDING = ("verdicts.", "marts.")


@dataclass(frozen=True)
class Lineage:
    """The tables that a column is made of, with the columns of each that take part, and from which to which it goes."""

    tables: dict[str, list[str]] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)


def lineage(edges: Iterable[Row], column: str, kinds: Collection[str]) -> Lineage:
    """The lineage of a published column; `edges` are rows of `step_columns`, `kinds` those of the figures that go in."""
    origins: dict[Column, list[tuple[Column, bool]]] = {}
    for edge in edges:
        origin = (edge["from_table"], edge["from_column"]), bool(edge["carries"])
        origins.setdefault((edge["step"], edge["column_name"]), []).append(origin)
    shut = {step for kind, step in ENTRANCES.items() if kind not in kinds}
    start = PUBLISHED, column
    reached = _reached(start, origins, shut)
    alive = _alive(start, reached, origins)
    found = Lineage()
    for table, name in sorted(alive):
        found.tables.setdefault(table, []).append(name)
    lines = {
        (origin[0], one[0])
        for one in alive
        for origin in reached[one]
        if origin in alive and origin[0] != one[0]
    }
    found.lines.extend(sorted(lines))
    return found


def _made_of(one: Column, origins: Mapping[Column, list[tuple[Column, bool]]]) -> list[Column]:
    """What goes into a column; of a verdict, into which nothing goes, what decides on it."""
    own = origins.get(one, [])
    carried = [origin for origin, carries in own if carries]
    return carried or ([origin for origin, _ in own] if one[0].startswith(DECIDING) else [])


def _reached(
    start: Column, origins: Mapping[Column, list[tuple[Column, bool]]], shut: Collection[str]
) -> dict[Column, list[Column]]:
    """Every column on the way down from one, with what it is made of; the steps that are shut are not gone into."""
    found: dict[Column, list[Column]] = {}
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one in found or one[0] in shut:
            continue
        found[one] = [origin for origin in _made_of(one, origins) if origin[0] not in shut]
        waiting += found[one]
    return found


def _alive(
    start: Column, reached: Mapping[Column, list[Column]], origins: Mapping[Column, list[tuple[Column, bool]]]
) -> set[Column]:
    """Those that lead down to a source: what was made only of steps that are shut makes nothing here."""
    alive = {one for one in reached if not _made_of(one, origins)}
    grows = True
    while grows:
        more = {
            one for one, parts in reached.items() if one not in alive and any(part in alive for part in parts)
        }
        grows = bool(more)
        alive |= more
    return alive | {start}
