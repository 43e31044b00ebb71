"""The table behind the pictures: a row an entry, what is late first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from draw.squares import SIGNS
from ui.frame import choices, plain
from ui.frame.page import Page
from ui.initiatives import headline
from ui.initiatives.facts import joint, shown, title, word
from ui.parts import grid, paper
from words import numbers, periods

KEY = "initiative_table"
COUNTS = ("days", "progress", "milestones_reached", "milestones")
DAYS = ("start_on", "due_on", "done_on")


def draw(page: Page) -> None:
    """A row an entry; a click in a row opens it on the timeline."""
    speech, rows = page.speech, shown(page)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.choose("task", rows[place]["code"])
            choices.choose("view", "timeline")

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "standing": [f"{SIGNS[row['standing']]} {speech('standing.' + row['standing'])}" for row in rows],
        "title": [title(page, row) for row in rows],
        "list": [word(page, "initiatives.list_", row["list"]) for row in rows],
        "lead": [speech.pick(row, "lead") for row in rows],
        **{name: [periods.date(speech, row[name]) for row in rows] for name in DAYS},
        **{name: pd.Series([row[name] for row in rows], dtype="Int64") for name in COUNTS},
        "joint": [speech("list.item").join(joint(row, page.language)) for row in rows],
        "code": [row["code"] for row in rows],
    }
    kinds = st.column_config
    columns: dict[str, Any] = {
        name: speech(f"initiatives.column_{name}") for name in cells if name not in (*COUNTS, grid.PLACE)
    }
    columns |= {
        name: kinds.NumberColumn(speech(f"initiatives.column_{name}"), format="%,d") for name in COUNTS
    }
    columns[grid.PLACE] = grid.place_column(speech)
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows)),
        column_config=columns,
        column_order=grid.order(cells, ("title", "standing", "days")),
        alt=speech("initiatives.table_alt", finding=headline.told(page)[0]),
    )
    paper.table(cells, columns, dict.fromkeys(COUNTS, numbers.count))
    st.html(f'<p class="under">{plain.html(speech("initiatives.table_note"))}</p>')
