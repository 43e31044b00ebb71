"""The table behind the picture: a row an area, its organizations by state and by kind."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame.page import Form, Page
from ui.organizations import facts
from ui.organizations.headline import told
from ui.organizations.marks import picked
from ui.parts import grid, paper
from words import numbers, organization_findings

KEY = "organization_table"
ROWS = 17  # in sight
COUNTS = ("organizations", "registered", "recorded")
RATIOS = {
    "per_10k": 1,
    "registered_per_10k": 2,
    "per_community": 1,
    "registered_per_cent": 1,
    "growth_per_cent": 1,
}


def draw(page: Page, form: Form) -> None:
    """The area shown and every county below it; a click in a row chooses it."""
    speech, rows = page.speech, _rows(form)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place:  # the first is the area shown
            picked(form, rows[place]["area_code"])

    kinds_of, kinds = facts.kinds(form), st.column_config
    cells: dict[str, Any] = {
        # The first row is the area itself, which has no place.
        grid.PLACE: pd.Series([None, *range(1, len(rows))], dtype="Int64"),
        "area": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
    }
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "area": speech("services.column_area"),
        "city": speech("choice.city"),
    }
    written: dict[str, Any] = {}
    for name in COUNTS:
        cells[name] = pd.Series([row[name] for row in rows], dtype="Int64")
        columns[name] = kinds.NumberColumn(speech(f"organizations.column_{name}"), format="%,d")
        written[name] = numbers.count
    for name, decimals in RATIOS.items():
        cells[name] = _floats([row[name] for row in rows])
        columns[name] = kinds.NumberColumn(speech(f"organizations.column_{name}"), format=f"%.{decimals}f")
        written[name] = lambda value, decimals=decimals: numbers.ratio(value, decimals)
    for place, kind in enumerate(next(iter(kinds_of.values()), [])):
        of_kind = [kinds_of[row["area_code"]][place] for row in rows]
        name, called = f"kind_{kind['organization_kind']}", organization_findings.kind(speech, kind)
        cells[name] = pd.Series([row["kind_organizations"] for row in of_kind], dtype="Int64")
        columns[name] = kinds.NumberColumn(called, format="%,d")
        written[name] = numbers.count
        name = f"share_{kind['organization_kind']}"
        cells[name] = _floats([row["kind_per_cent"] for row in of_kind])
        columns[name] = kinds.NumberColumn(speech("organizations.column_share", kind=called), format="%.1f")
        written[name] = lambda value: numbers.ratio(value, 1)
    group = [speech.pick(row, "peer_group_name") for row in rows]
    if any(group):
        cells["peers"], columns["peers"] = group, speech("organizations.column_peers")
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("area", "per_10k", "organizations")),
        alt=speech("organizations.table_alt", finding=told(page, form)[0], period=form.period_words),
    )
    paper.table(cells, columns, written)


def _floats(values: list[Any]) -> pd.Series[Any]:
    return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")


def _rows(form: Form) -> list[facts.Row]:
    area = form.city or form.root
    return [facts.by_area(form)[area], *facts.counties(form, area)]
