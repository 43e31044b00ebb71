"""The units that lack: what of theirs is missing, since when, and who usually files it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.completeness import facts
from ui.completeness.headline import told
from ui.frame import plain
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from words import numbers, periods

ROWS = 17  # in sight


def draw(page: Page, form: Form) -> None:
    """A row a unit; a sentence where nobody lacks."""
    speech, rows = page.speech, facts.missing(form)
    if not rows:
        st.html(f'<p class="nothing">{plain.html(speech("completeness.none_missing"))}</p>')
        return
    kinds = st.column_config
    cells: dict[str, Any] = {
        grid.PLACE: pd.Series(range(1, len(rows) + 1), dtype="Int64"),
        "area": [speech.pick(row, "area_name") for row in rows],
        "county": [speech.pick(row, "county_name") for row in rows],
        "city": [speech.pick(row, "city_name") or numbers.DASH for row in rows],
        "state": [speech(f"completeness.lacks_{row['missing_state']}") for row in rows],
        "blanks": [speech.pick(row, "blank_figures") or "" for row in rows],
        "due": [periods.date(speech, row["due_on"]) for row in rows],
        "days": pd.Series([row["days_overdue"] for row in rows], dtype="Int64"),
        "filer": [row["usual_filer"] or numbers.DASH for row in rows],
    }
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "area": speech("completeness.column_unit"),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "state": speech("completeness.column_lacks"),
        "blanks": speech("completeness.column_blanks"),
        "due": speech("completeness.column_due"),
        "days": kinds.NumberColumn(speech("completeness.column_days"), format="%d"),
        "filer": speech("completeness.column_filer"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key="completeness_missing",
        **grid.still(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("area", "days")),
        alt=speech("completeness.missing_alt", finding=told(page, form)[0], n=numbers.count(len(rows))),
    )
    paper.table(cells, columns, {"days": numbers.count})
