"""The table behind the picture: a row an area, as the file has them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from ui.resources.facts import below, head
from ui.resources.headline import told
from ui.resources.lens import picked
from words import numbers

KEY = "resource_table"
ROWS = 15  # in sight
COUNTS = (
    "funds_budgeted", "funds_paid", "floor_area", "floor_lacking", "activity_area", "star_complexes", "complex_without",
    "strong_villages", "village_income", "village_operating_income", "village_companies", "earning_communities", "community_income",
)  # fmt: skip
RATIOS = (
    "budget_per_community", "funds_per_community", "paid_share", "floor_value", "complex_value", "strong_village_value",
    "strong_village_change", "earning_value", "income_per_community",
)  # fmt: skip
ORDER = (
    "funds_budgeted", "funds_paid", "paid_share", "budget_per_community", "funds_per_community",
    "floor_area", "activity_area", "floor_value", "floor_verdict", "floor_lacking",
    "complex_value", "complex_without", "star_complexes",
    "strong_villages", "strong_village_value", "strong_village_change", "village_income", "village_operating_income",
    "village_companies", "earning_communities", "earning_value", "community_income", "income_per_community",
)  # fmt: skip


def draw(page: Page, form: Form) -> None:
    """The area above and a row for each below it, most lacking first; a click in a row chooses it."""
    speech, rows = page.speech, [head(form), *below(form)]

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place:  # the first is the area shown
            picked(form, rows[place]["area_code"])

    cells: dict[str, Any] = {
        # The first row is the area itself, which has no place.
        grid.PLACE: pd.Series([None, *range(1, len(rows))], dtype="Int64"),
        "area": [speech.pick(row, "area_name") for row in rows],
    }
    for name in ORDER:
        if name in COUNTS:
            cells[name] = pd.Series([row[name] for row in rows], dtype="Int64")
        elif name in RATIOS:
            cells[name] = pd.Series(
                [None if row[name] is None else float(row[name]) for row in rows], dtype="Float64"
            )
        else:
            cells[name] = [speech(f"resources.judged_{row[name]}") for row in rows]
    columns = _columns(page)
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("area", "floor_value", "floor_lacking")),
        alt=speech("resources.table_alt", finding=told(page, form)[0], year=form.period_words),
    )
    paper.table(
        cells,
        columns,
        dict.fromkeys(COUNTS, numbers.count) | dict.fromkeys(RATIOS, lambda value: numbers.ratio(value, 1)),
    )
    st.html(f'<p class="under">{plain.html(speech("resources.table_note"))}</p>')


def _columns(page: Page) -> dict[str, Any]:
    speech, kinds = page.speech, st.column_config
    return {
        grid.PLACE: grid.place_column(speech),
        "area": speech("resources.column_area"),
        "floor_verdict": speech("resources.column_floor_verdict"),
        **{name: kinds.NumberColumn(speech(f"resources.column_{name}"), format="%,d") for name in COUNTS},
        **{name: kinds.NumberColumn(speech(f"resources.column_{name}"), format="%,.1f") for name in RATIOS},
    }
