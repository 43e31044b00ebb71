"""The list behind the pictures: each case with its copies under it, as the file has them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page
from ui.parts import choosing, grid, paper
from ui.pilots import headline
from ui.pilots.facts import Row, copies, register, shown, signed_result
from words import case_findings, numbers, periods

KEY = "pilot_table"
COUNTS = ("counties_reached", "counties_same_city", "counties_failed")
WIDEST = 330  # pixels of a column
DAYS = ("begun_on", "review_on", "half_on")


def draw(page: Page) -> None:
    """A row a case and place; of a case that is chosen it and its copies alone. A click in a row opens its case."""
    speech, rows, chosen = page.speech, _rows(page), choices.raw("case")
    if chosen:
        name = case_findings.name(speech, register(page).firsts[chosen])
        every = choosing.link(page, plain.html(speech("pilots.table_all")), case=None)
        st.html(f'<p class="under">{plain.html(speech("pilots.table_of", name=name))} {every}</p>')

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.choose("case", rows[place]["code"])
            choices.choose("view", "spread")

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "title": [case_findings.name(speech, row) for row in rows],
        "where": [case_findings.where(speech, row) for row in rows],
        "result": [signed_result(page, row) for row in rows],
        "state": [speech(f"pilots.state_{row['copy_state']}") if row["copy_state"] else "" for row in rows],
        **{name: pd.Series([row[name] for row in rows], dtype="Int64") for name in COUNTS},
        **{name: [periods.date(speech, row[name]) for row in rows] for name in DAYS},
        "theme": [case_findings.word(speech, "theme", row["theme"]) for row in rows],
        "kind": [case_findings.word(speech, "kind", row["kind"]) for row in rows],
        "level": [case_findings.word(speech, "level", row["case_level"]) for row in rows],
        "batch": [str(row["batch"] or "") for row in rows],
        "original": [str(row["original_code"] or "") for row in rows],
        "code": [row["code"] for row in rows],
    }
    kinds = st.column_config
    columns: dict[str, Any] = {
        name: speech(f"pilots.column_{name}") for name in cells if name not in (*COUNTS, grid.PLACE)
    }
    columns |= {name: kinds.NumberColumn(speech(f"pilots.column_{name}"), format="%,d") for name in COUNTS}
    for name in ("title", "state", *DAYS):
        wide = min(grid.width_of(cells[name]), WIDEST)
        columns[name] = kinds.TextColumn(speech(f"pilots.column_{name}"), width=wide)
    columns[grid.PLACE] = grid.place_column(speech)
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows)),
        column_config=columns,
        column_order=grid.order(cells, ("title", "where", "result")),
        alt=speech("pilots.table_alt", finding=headline.told(page)[0]),
    )
    paper.table(cells, columns, dict.fromkeys(COUNTS, numbers.count))
    st.html(f'<p class="under">{plain.html(speech("pilots.table_note"))}</p>')


def _rows(page: Page) -> list[Row]:
    """The cases shown, each followed by its copies; the open one with its copies alone."""
    known, chosen = register(page), choices.raw("case")
    firsts = [known.firsts[chosen]] if chosen else shown(page)
    found: dict[tuple[str, int], Row] = {}
    for row in firsts:
        for one in (*known.places[row["code"]], *copies(page, row["code"])):
            found.setdefault((one["code"], one["place_number"]), one)
    return list(found.values())
