"""The table behind the picture: a row an area, three figures for each service."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame.page import Form, Page
from ui.parts import grid, paper
from ui.services import facts, picture
from ui.services.facts import Services
from ui.services.headline import told
from words import numbers, service_findings

KEY = "service_table"
ROWS = 17  # in sight
COUNTS = ("communities_without", "facilities")


def draw(page: Page, form: Form, sort: str | None) -> None:
    """The area shown and every county below it, in the order of the picture; a click in a row chooses it."""
    speech, rows = page.speech, _rows(form, sort)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place:  # the first is the area shown
            picture.picked(form, f"area/{rows[place][0]['area_code']}")

    first = rows[0]
    cells: dict[str, Any] = {
        # The first row is the area itself, which has no place.
        grid.PLACE: pd.Series([None, *range(1, len(rows))], dtype="Int64"),
        "area": [speech.pick(one[0], "area_name") for one in rows],
        "city": [speech.pick(one[0], "city_name") for one in rows],
        "all_without": pd.Series([one[0]["all_without"] for one in rows], dtype="Int64"),
        "lopsided": [speech("services.column_is_lopsided") if facts.is_lopsided(one) else "" for one in rows],
    }
    kinds, written = st.column_config, {}
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "area": speech("services.column_area"),
        "city": speech("choice.city"),
        "all_without": kinds.NumberColumn(speech("services.column_all_without"), format="%,d"),
        "lopsided": speech("services.column_lopsided"),
    }
    for place, row in enumerate(first):
        name, service = f"share_{row['service']}", service_findings.name(speech, row)
        cells[name] = pd.Series([_share(one[place]) for one in rows], dtype="Float64")
        columns[name] = kinds.NumberColumn(speech("services.column_share", service=service), format="%.1f")
        written[name] = lambda value: numbers.ratio(value, 1)
    for count in COUNTS:
        for place, row in enumerate(first):
            name, service = f"{count}_{row['service']}", service_findings.name(speech, row)
            cells[name] = pd.Series([one[place][count] for one in rows], dtype="Int64")
            head = speech(f"services.column_{count}", service=service)
            columns[name] = kinds.NumberColumn(head, format="%,d")
            written[name] = numbers.count
    written["all_without"] = numbers.count
    leading = ("area", f"share_{sort}" if sort in facts.services(form) else "all_without")
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, leading),
        alt=speech("services.table_alt", finding=told(page, form)[0], period=form.period_words),
    )
    paper.table(cells, columns, written)


def _share(row: facts.Row) -> float | None:
    return None if row["communities_with"] is None else float(row["coverage_value"])


def _rows(form: Form, sort: str | None) -> list[Services]:
    listed = facts.shown(form)
    head = facts.by_area(form)[form.city or form.root]
    return [head, *(picture.ordered(listed, sort) if sort else listed)]
