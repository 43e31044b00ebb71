"""The table behind the pictures: every county with its figure, gap, pace, posts and certificates."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from ui.staffing import facts, pace
from words import numbers, sentences

KEY = "staffing_table"
ROWS = 18  # in sight


def draw(page: Page, form: Form) -> None:
    """The counties, the largest gap first; a click in a row chooses the county."""
    speech, indicator = page.speech, facts.indicator(page)
    paces, posts = facts.paces(page, form), facts.posts(page, form)
    rows = sorted(facts.counties(page, form), key=lambda row: (-(row["gap"] or 0), row["area_code"]))
    decimals = int(indicator["decimals"])

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.toggle("county", rows[place]["area_code"])

    def column(source: dict[str, facts.Row], name: str, kind: str = "Int64") -> pd.Series[Any]:
        return pd.Series([source.get(row["area_code"], {}).get(name) for row in rows], dtype=kind)

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
        "verdict": [sentences.short_verdict(speech, row, indicator) for row in rows],
        "ratio": pd.Series([row["value_shown"] for row in rows], dtype="Float64"),
        "gap": pd.Series([row["gap"] for row in rows], dtype="Int64"),
        "moved": column(paces, "moves_total"),
        "needed": column(paces, "periods_needed"),
        "pace": [_pace(page, paces.get(row["area_code"])) for row in rows],
        "best": column(paces, "periods_at_best"),
        "worst": column(paces, "periods_at_worst"),
        "workers": column(posts, "workers"),
        "chief": column(posts, "chief"),
        "deputy": column(posts, "deputy"),
        "staff": column(posts, "staff"),
        "certified": column(posts, "certified_share", "Float64"),
    }
    whole = st.column_config.NumberColumn
    names: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "verdict": speech("table.verdict"),
        "ratio": whole(speech.pick(indicator, "unit"), format=f"%.{decimals}f"),
        "gap": whole(speech("staffing.head_lacks"), format="%,d"),
        "moved": whole(speech("staffing.column_moved"), format="%,d"),
        "needed": whole(speech("staffing.column_needed"), format="%,d"),
        "pace": st.column_config.TextColumn(
            speech("staffing.column_pace"),
            width=grid.width_of([speech("staffing.column_pace"), *cells["pace"]]),
        ),
        "best": whole(speech("staffing.column_best"), format="%,d"),
        "worst": whole(speech("staffing.column_worst"), format="%,d"),
        "workers": whole(speech("staffing.head_total"), format="%,d"),
        "chief": whole(speech("staffing.column_chief"), format="%,d"),
        "deputy": whole(speech("staffing.column_deputy"), format="%,d"),
        "staff": whole(speech("staffing.column_staff"), format="%,d"),
        "certified": whole(speech("staffing.column_certified"), format="%.1f"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("county", "ratio", "gap")),
        alt=speech("staffing.table_alt", period=form.period_words),
    )
    counted = ("gap", "moved", "needed", "best", "worst", "workers", "chief", "deputy", "staff")
    paper.table(
        cells,
        names,
        {
            grid.PLACE: numbers.count,
            "ratio": lambda value: numbers.ratio(value, decimals),
            "certified": lambda value: numbers.ratio(value, 1),
            **dict.fromkeys(counted, numbers.count),
        },
    )


def _pace(page: Page, row: facts.Row | None) -> str:
    """Why there is no number of periods, where there is none."""
    return page.speech(pace.WORDS[row["pace"]]) if row is not None and row["pace"] in pace.WORDS else ""
