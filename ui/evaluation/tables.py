"""The tables behind the four views: a row a county, an indicator, or an area and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ui.evaluation import acceptance, clusters, facts, own, score
from ui.evaluation.facts import Row
from ui.frame import choices
from ui.frame.indices import Index
from ui.frame.page import Page, Quarter
from ui.parts import behind
from ui.parts.behind import Figures
from words import numbers, periods

BANDS = ("position_low", "position_middle", "position_high")
COMPARED = ("stands_above", "stands_below", "indicators_known", "indicators_all")
BATCH = (
    "applied_urban",
    "applied_rural",
    "accepted_urban",
    "accepted_rural",
    "failed_communities",
    "withdrawn_communities",
    "in_force",
    "villages_and_communities",
)


def positions(
    page: Page, quarter: Quarter, index: Index, weights: Mapping[str, int] | None, title: str
) -> None:
    """Every county with its band, its score, and how many it stands above and below; a click chooses it."""
    rows = facts.counties(index)
    columns: dict[str, Any] = {
        "area_name": [facts.name(page, quarter, row["area_code"]) for row in rows],
        "city_name": [_city(page, quarter, row["area_code"]) for row in rows],
        **_counts(rows, BANDS),
        "score": _points(row["score"] for row in rows),
    }
    if weights:
        by_weights = own.positions(own.written(list(weights.values())), index)[0]
        columns[own.COLUMN] = Figures([by_weights[row["area_code"]]["position"] for row in rows])
    columns |= _counts(rows, COMPARED)
    _draw(page, "positions_table", columns, title, rows)


def taken_apart(page: Page, quarter: Quarter, index: Index, title: str) -> None:
    """Every indicator of the area shown, by system, what drags most first."""
    rows = [row for rows in score.parts(index, quarter.area).values() for row in rows]
    catalogue = page.answers.indicators()
    both = [(row, catalogue[row["indicator_code"]]) for row in rows]
    shown = score.shown(page, quarter, index)
    columns: dict[str, Any] = {
        "policy_system": [page.speech(f"system.{row['policy_system']}") for row in rows],
        "indicator_name": [page.speech.pick(indicator, "indicator_name") for _, indicator in both],
        "value_shown": [score.figure(page, shown.get(row["indicator_code"]), one) for row, one in both],
        "value_period": [
            periods.period(page.speech, row["value_period"], one["cycle"])
            if row["value_period"]
            else numbers.DASH
            for row, one in both
        ],
        "normal_score": _points(row["normal_score"] for row in rows),
        "points_from_mean": _points((row["points_from_mean"] for row in rows), 2, signed=True),
    }
    alt = page.speech("evaluation.table_alt", finding=title)
    behind.draw(page, "score_table", columns, alt, first=("indicator_name", "points_from_mean"))


def clustered(page: Page, quarter: Quarter, indicator: str, period: dt.date, title: str) -> None:
    """Every county with its value, what it is called, and how it and its neighbours stand; a click chooses it."""
    found, row = clusters.find(page, indicator, period), page.answers.indicators()[indicator]
    assert found is not None  # who draws has looked
    rows = found.areas.to_dicts()
    columns: dict[str, Any] = {
        "area_name": [page.speech.pick(one, "area_name") for one in rows],
        "city_name": [_city(page, quarter, one["area_code"]) for one in rows],
        "value_shown": [
            numbers.with_unit(one["value_shown"], row["decimals"], page.speech.pick(row, "unit"))
            for one in rows
        ],
        "label": [page.speech(f"clusters.called_{one['label']}") for one in rows],
        "standardised": _points((one["standardised"] for one in rows), 2, signed=True),
        "neighbours_standardised": _points((one["neighbours_standardised"] for one in rows), 2, signed=True),
        "neighbours": Figures([one["neighbours"] for one in rows]),
        "p_value": Figures([_rounded(one["p_value"], 4) for one in rows], 4),
    }
    _draw(page, "clusters_table", columns, title, rows)


def accepted(page: Page, quarter: Quarter, title: str) -> None:
    """Every area and year for which something is filed, the newest year first; a click chooses the area."""
    if not acceptance.years(page, quarter):
        acceptance.draw(page, quarter, title)
        return
    by_year = acceptance.rows(page, quarter)
    rows = [
        row for day in sorted(by_year, reverse=True) for row in by_year[day].values() if row["parts_filed"]
    ]
    columns: dict[str, Any] = {
        "area_name": [page.speech.pick(row, "area_name") for row in rows],
        "period": [periods.year_end(page.speech, row["period"]) for row in rows],
        **_counts(rows, BATCH),
        "in_force_share": [
            numbers.DASH if row["in_force_share"] is None else numbers.with_unit(row["in_force_share"], 2, "%")
            for row in rows
        ],
    }  # fmt: skip

    def chosen(place: int) -> None:
        acceptance.picked(quarter, rows[place]["area_code"])

    alt = page.speech("evaluation.table_alt", finding=title)
    first = ("area_name", "period", "in_force")
    behind.draw(page, "acceptance_table", columns, alt, first=first, on_row=chosen)


def _draw(page: Page, key: str, columns: behind.Columns, title: str, rows: Sequence[Row]) -> None:
    """A table of counties."""

    def chosen(place: int) -> None:
        code = rows[place]["area_code"]
        choices.toggle("county", code)

    alt = page.speech("evaluation.table_alt", finding=title)
    behind.draw(page, key, columns, alt, first=("area_name", *BANDS, "value_shown", "label"), on_row=chosen)


def _city(page: Page, quarter: Quarter, code: str) -> str:
    row = quarter.areas.get(code)
    return (page.speech.pick(row, "city_name") if row else "") or numbers.DASH


def _counts(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Figures]:
    return {name: Figures([row[name] for row in rows]) for name in names}


def _points(values: Any, decimals: int = 1, *, signed: bool = False) -> Figures:
    return Figures([_rounded(value, decimals) for value in values], decimals, signed)


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else float(numbers.halves_up(value, decimals))
