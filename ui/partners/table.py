"""The table behind the tiles: a row a county and partner, as the file has them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.partners.facts import PARTNERS, Row, shown
from ui.partners.headline import told
from ui.parts import grid, paper
from words import numbers, partner_findings

KEY = "partner_table"
ROWS = 17  # in sight


def draw(page: Page, form: Form, partner: str | None) -> None:
    """Every county with each partner, or with the one chosen, the lowest places first; a click in a row chooses the county."""
    speech, rows = page.speech, _rows(form, partner)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.choose("county", rows[place]["area_code"])

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
        "partner": [speech(f"partner.{row['item']}") for row in rows],
        "told": [partner_findings.figure(speech, row) for row in rows],
        "figure": pd.Series(
            [None if row["figure"] is None else float(row["figure"]) for row in rows], dtype="Float64"
        ),
        "rank": pd.Series([row["place"] for row in rows], dtype="Int64"),
        "places": pd.Series([row["places"] for row in rows], dtype="Int64"),
        "behind": [speech("partners.column_is_behind") if row["is_behind"] else "" for row in rows],
    }
    columns = _columns(page)
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("county", "partner", "rank")),
        alt=speech("partners.table_alt", finding=told(page, form)[0], period=form.period_words),
    )
    written = {
        "figure": lambda value: numbers.ratio(value, 1),
        "rank": numbers.count,
        "places": numbers.count,
    }
    paper.table(cells, columns, written)


def _rows(form: Form, partner: str | None) -> list[Row]:
    rows = [items[one] for items in shown(form).values() for one in PARTNERS if partner in (None, one)]
    if partner:
        rows.sort(key=lambda row: (row["place"] is None, -(row["place"] or 0), row["area_code"]))
    return rows


def _columns(page: Page) -> dict[str, Any]:
    speech, kinds = page.speech, st.column_config
    return {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "partner": speech("choice.partner"),
        "told": kinds.TextColumn(speech("partners.column_told"), width="large"),
        "figure": kinds.NumberColumn(speech("partners.column_figure"), format="%,.1f"),
        "rank": kinds.NumberColumn(speech("partners.column_rank"), format="%d"),
        "places": kinds.NumberColumn(speech("partners.column_places"), format="%d"),
        "behind": speech("partners.column_behind"),
    }
