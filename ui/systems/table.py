"""The table behind the picture: of a county its indicators, of a whole its counties in each system; as the file has them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from ui.frame import choices
from ui.frame.page import Page
from ui.parts import grid, paper
from ui.systems import facts
from ui.systems.facts import Found
from ui.systems.headline import told
from words import numbers, system_findings

KEY = "system_table"
ROWS = 18  # in sight


def question(found: Found) -> tuple[str, dict[str, Any]]:
    """The question whose rows the table shows, and what it takes."""
    asked: dict[str, Any] = {"period": found.quarter.period, "area": found.quarter.area}
    if found.quarter.county:
        return "area_indicators", asked | {"level": "county"}
    return "system_positions", asked


def frame(found: Found) -> pl.DataFrame | None:
    """The rows of the file where no build made them; None where the question answers by itself."""
    if found.quarter.county or found.index.made is None:
        return None
    return facts.positions(found)


def draw(page: Page, found: Found) -> None:
    if found.quarter.county:
        _of_county(page, found, found.quarter.county)
    else:
        _of_whole(page, found)


def _of_county(page: Page, found: Found, county: str) -> None:
    speech, catalogue = page.speech, page.answers.indicators()
    rows = [row for system in facts.systems(found) for row, _ in facts.in_order(found, county, system)]
    by_row = [catalogue[row["indicator_code"]] for row in rows]
    both = list(zip(rows, by_row, strict=True))
    cells: dict[str, Any] = {
        "system": [speech(f"system.{row['policy_system']}") for row in rows],
        "indicator": [speech.pick(indicator, "indicator_name") for indicator in by_row],
        "value": [
            numbers.attach(system_findings.figure(speech, row, one), system_findings.unit(speech, row, one))
            for row, one in both
        ],
        "change": [system_findings.change(speech, row, one)[0] for row, one in both],
        "better": [speech(f"systems.is_{row['change_is']}") if row["change_is"] else "" for row in rows],
        "place": pd.Series([row["place"] for row in rows], dtype="Int64"),
        "places": pd.Series([row["places"] for row in rows], dtype="Int64"),
        "third": [speech(f"systems.{row['third']}_third") if row["third"] else "" for row in rows],
        "target": [_target(page, row, one) for row, one in both],
        "period": [found.quarter.in_words(row["asked_period"]) for row in rows],
    }
    names: dict[str, Any] = {
        "system": speech("choice.system"),
        "indicator": _wide(speech("choice.indicator"), cells["indicator"]),
        "value": _wide(speech("systems.column_value"), cells["value"]),
        "change": speech("systems.column_change"),
        "better": speech("systems.column_better"),
        "place": st.column_config.NumberColumn(speech("systems.column_place"), format="%d"),
        "places": st.column_config.NumberColumn(speech("systems.column_places"), format="%d"),
        "third": speech("systems.column_third"),
        "target": _wide(speech("systems.column_target"), cells["target"]),
        "period": speech("choice.period"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        **grid.still(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("indicator", "value", "place")),
        alt=_alternative(page, found),
    )
    paper.table(cells, names, {"place": numbers.count, "places": numbers.count})


def _wide(label: str, texts: list[str]) -> Any:
    """A column as wide as its texts: none of them is cut."""
    return st.column_config.TextColumn(label, width=grid.width_of([label, *texts]))


def _target(page: Page, row: facts.Row, indicator: facts.Row) -> str:
    if row["target_value"] is None:
        return page.speech("verdict.no_target")
    verdict = page.speech(f"verdict.{row['verdict']}") if row["verdict"] in ("met", "not_met") else ""
    bound = numbers.bound(row["target_value"])
    return page.speech.join([numbers.attach(bound, page.speech.pick(indicator, "unit")), *([verdict] if verdict else [])])  # fmt: skip


def _of_whole(page: Page, found: Found) -> None:
    """Every county in each system, the last positions first; a click in a row opens the county."""
    speech, counties, areas = page.speech, facts.by_county(found), found.quarter.areas
    rows = [counties[code][system] for code in facts.shown(found) for system in facts.systems(found)]
    rows.sort(key=lambda row: (row["position_middle"] is None, -(row["position_middle"] or 0)))

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.choose("county", rows[place]["area_code"])

    earlier = [facts.before(found, row["area_code"], row["scope"]) for row in rows]
    figures = {
        "low": [row["position_low"] for row in rows],
        "middle": [row["position_middle"] for row in rows],
        "high": [row["position_high"] for row in rows],
        "before": [one["position_middle"] if one else None for one in earlier],
        "known": [row["indicators_known"] for row in rows],
        "all": [row["indicators_all"] for row in rows],
    }
    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(areas[row["area_code"]], "area_name") for row in rows],
        "city": [speech.pick(areas[row["area_code"]], "city_name") for row in rows],
        "system": [speech(f"system.{row['scope']}") for row in rows],
        "standing": [system_findings.word(speech, row) for row in rows],
        **{name: pd.Series(figures[name], dtype="Int64") for name in ("low", "middle", "high", "before")},
        "moved": [system_findings.moved(speech, facts.moved(found, row)) for row in rows],
        **{name: pd.Series(figures[name], dtype="Int64") for name in ("known", "all")},
    }
    names = {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "system": speech("choice.system"),
        "standing": speech("systems.column_standing"),
        "moved": speech("systems.in_a_year"),
        **{name: st.column_config.NumberColumn(label, format="%d") for name, label in _figure_names(page).items()},
    }  # fmt: skip
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("county", "system", "standing")),
        alt=_alternative(page, found),
    )
    paper.table(cells, names, dict.fromkeys([grid.PLACE, *figures], numbers.count))


def _figure_names(page: Page) -> dict[str, str]:
    speech = page.speech
    return {
        "low": speech("systems.column_low"),
        "middle": speech("systems.column_middle"),
        "high": speech("systems.column_high"),
        "before": speech("systems.column_before"),
        "known": speech("systems.column_known"),
        "all": speech("systems.column_all"),
    }


def _alternative(page: Page, found: Found) -> str:
    return page.speech("systems.table_alt", finding=told(page, found)[0], period=found.quarter.period_words)
