"""The rows that the page draws, of the index of a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from files import tree
from programme.packs.columns import POLICY_SYSTEMS
from ui.frame.indices import Index
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter

Row = dict[str, Any]
Rows = Mapping[str, Mapping[str, Any]]  # by code
WHOLE = "index"  # the scope of the index itself; the others are the systems


@kept(most=12)
def run(index: Index) -> Row | None:
    """How the index was made and how many pairs it tells apart; None where there is none."""
    return next((row for row in index.rows("index_runs") if row["scope"] == WHOLE), None)


@kept(most=12)
def systems(index: Index) -> tuple[str, ...]:
    """The systems that the index is made of, in the policy's order."""
    found = {row["scope"] for row in index.rows("index_runs")}
    return tuple(system for system in POLICY_SYSTEMS if system in found)


@kept(most=12)
def by_scope(index: Index) -> dict[str, dict[str, Row]]:
    """The rows of every area: by scope (the index or a system), then by area."""
    found: dict[str, dict[str, Row]] = {}
    for row in index.rows("index_scores"):
        found.setdefault(row["scope"], {})[row["area_code"]] = row
    return found


@kept(most=12)
def counties(index: Index) -> list[Row]:
    """The counties by the middle of their positions, the first first; those without a score last."""
    rows = [row for row in by_scope(index).get(WHOLE, {}).values() if row["area_level"] == "county"]
    return sorted(rows, key=_in_order)


def _in_order(row: Row) -> tuple[bool, int, int, int, float, str]:
    places = (row[f"position_{end}"] or 0 for end in ("middle", "low", "high"))
    return row["position_middle"] is None, *places, -(row["score"] or 0.0), row["area_code"]


def scored(index: Index) -> list[Row]:
    """Those of them that have a score."""
    return [row for row in counties(index) if row["position_middle"] is not None]


@kept(most=12)
def groups(index: Index) -> tuple[tuple[str, ...], ...]:
    """The codes of those with a score, in their order, in groups in which nobody stands above another."""
    return index.groups([row["area_code"] for row in scored(index)])


@kept(most=12)
def _apart(index: Index) -> frozenset[tuple[str, str]]:
    return index.apart()


@kept(most=100)
def alike(code: str, index: Index) -> frozenset[str]:
    """Those that cannot be told from a county; nobody where it has no score."""
    others = {row["area_code"] for row in scored(index)}
    if code not in others:
        return frozenset()
    told = {other for pair in _apart(index) if code in pair for other in pair}
    return frozenset(others - told - {code})


def of_area(index: Index, area: str) -> Row | None:
    """The row of an area's index."""
    return by_scope(index).get(WHOLE, {}).get(area)


def in_city(quarter: Quarter, code: str) -> bool:
    """Whether a county is of the city chosen."""
    return (
        quarter.city is not None
        and code in quarter.areas
        and tree.is_within(quarter.areas[code], quarter.city)
    )


def name(page: Page, quarter: Quarter, code: str) -> str:
    """What an area is called."""
    row = quarter.areas.get(code)
    return page.speech.pick(row, "area_name") if row else code


def short_name(page: Page, quarter: Quarter, code: str) -> str:
    """The same for tight places."""
    row = quarter.areas.get(code)
    return page.short_name(row) if row else code


def indicator_name(page: Page, code: str) -> str:
    """What an indicator is called in tight places."""
    row = page.answers.indicators().get(code)
    return (page.speech.pick(row, "short_name") or page.speech.pick(row, "indicator_name")) if row else code
