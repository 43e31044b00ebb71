"""The table behind the picture: every area shown on the period shown, with its counts and shares."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.completeness import facts, picture
from ui.completeness.headline import told
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from words import filing_findings, numbers, periods

KEY = "completeness_table"
ROWS = 17  # in sight
COUNTS = ("to_file", "filed", "begun", "on_time", "amended")


def draw(page: Page, form: Form) -> None:
    """The area shown, its cities and its counties; a click in a row chooses it."""
    speech, rows = page.speech, _rows(form)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place:  # the first is the area shown
            picture.picked(form, f"area/{rows[place]['area_code']}/")

    kinds = st.column_config
    cells: dict[str, Any] = {
        "area": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") or "" for row in rows],
        "state": [filing_findings.state(speech, row) for row in rows],
    }
    columns: dict[str, Any] = {
        "area": speech("services.column_area"),
        "city": speech("choice.city"),
        "state": speech("completeness.column_state"),
    }
    written: dict[str, Any] = {}
    for name in COUNTS:
        cells[name] = pd.Series([row[f"units_{name}"] for row in rows], dtype="Int64")
        columns[name] = kinds.NumberColumn(speech(f"completeness.column_{name}"), format="%,d")
        written[name] = numbers.count
    for name in ("filed", "on_time"):
        cells[f"share_{name}"] = [numbers.share(row[f"units_{name}"], row["units_to_file"]) for row in rows]
        columns[f"share_{name}"] = speech(f"completeness.column_share_{name}")
    cells["complete"] = [
        periods.date(speech, row["first_complete_on"]) if row["first_complete_on"] else "" for row in rows
    ]
    columns["complete"] = speech("completeness.column_complete")
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("area", "state", "share_filed")),
        alt=speech("completeness.table_alt", finding=told(page, form)[0], period=form.period_words),
    )
    paper.table(cells, columns, written)


def _rows(form: Form) -> list[facts.Row]:
    """The area itself, then each city with its counties under it."""
    head = facts.of(form, form.city or form.root)
    found = [head] if head else []
    last = form.city
    for row in facts.shown(form):
        if row["city_code"] and row["city_code"] != last:
            city = facts.of(form, row["city_code"])
            found += [city] if city else []
        last = row["city_code"]
        found.append(row)
    return found
