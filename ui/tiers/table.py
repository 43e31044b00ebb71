"""The table behind the picture: a row an area, its tiers at the year-end and what moved in the year."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from files import tree
from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from ui.tiers.beside import is_partial, ordered
from ui.tiers.headline import told
from words import numbers

KEY = "tier_table"
FIGURES = (
    "communities", "leading", "sound", "upgrading", "not_rated", "risen", "fallen", "first_rated", "gone", "formed",
    "units_whole", "units_asked",
)  # fmt: skip


def draw(page: Page, form: Form) -> None:
    """A row an area, most to upgrade first; a click in a row chooses it."""
    speech, rows = page.speech, ordered(form, None)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            row = rows[place]
            choices.choose("city" if tree.is_whole(row) else "county", row["area_code"])

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "area": [speech.pick(row, "area_name") for row in rows],
        "share": pd.Series(
            [None if is_partial(row) else _float(row["upgrading_share"]) for row in rows], dtype="Float64"
        ),
    } | {name: pd.Series([row[name] for row in rows], dtype="Int64") for name in FIGURES}
    columns = _columns(page)
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows)),
        column_config=columns,
        column_order=grid.order(cells, ("area", "share", "upgrading")),
        alt=speech("tiers.table_alt", finding=told(page, form)[0], year=form.period_words),
    )
    paper.table(
        cells,
        columns,
        {"share": lambda value: numbers.ratio(value, 1), **dict.fromkeys(FIGURES, numbers.count)},
    )
    st.html(f'<p class="under">{plain.html(speech("tiers.table_note"))}</p>')


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _columns(page: Page) -> dict[str, Any]:
    speech, kinds = page.speech, st.column_config
    counts = {name: kinds.NumberColumn(speech(f"tiers.column_{name}"), format="%,d") for name in FIGURES}
    return {
        grid.PLACE: grid.place_column(speech),
        "area": speech("tiers.column_area"),
        "share": kinds.NumberColumn(speech("tiers.column_share"), format="%.1f"),
        **counts,
    }
