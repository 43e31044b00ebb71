"""The table behind the picture: a row an area, of each indicator its figure, its class and the other date's figure."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame.page import Page
from ui.parts import grid, paper
from ui.scorecard import facts, ways
from ui.scorecard.facts import Asked
from ui.scorecard.headline import told
from words import numbers, scorecard_findings

KEY = "scorecard_table"
ROWS = 17  # in sight


def draw(page: Page, asked: Asked) -> None:
    """Every area in the order of the picture; a click in a county's row opens its profile."""
    speech, cards, known = page.speech, facts.ordered(asked), page.answers.indicators()

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None and not asked.is_of_townships:
            ways.picked(f"area/{cards[place][0]['area_code']}")

    first = [card[0] for card in cards]
    kinds = st.column_config
    cells: dict[str, Any] = {
        grid.PLACE: pd.Series(range(1, len(cards) + 1), dtype="Int64"),
        "area": [speech.pick(row, "area_name") for row in first],
        "city": [speech.pick(row, "city_name") for row in first],
        "weak_points": pd.Series([row["weak_points"] for row in first], dtype="Int64"),
    }
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "area": speech("services.column_area"),
        "city": speech("choice.city"),
        "weak_points": kinds.NumberColumn(speech("scorecard.column_weak"), format="%d"),
    }
    written: dict[str, Any] = {"weak_points": numbers.count}
    for place, code in enumerate(facts.indicators(asked)):
        name, decimals = speech.pick(known[code], "short_name"), int(known[code]["decimals"])
        shown = ["value_shown", *(["value_shown_other"] if asked.other else [])]
        for column in shown:
            label = name
            if column != "value_shown" and asked.other:
                label = speech(
                    "scorecard.column_other", name=name, period=asked.quarter.in_short(asked.other)
                )
            values = [card[place][column] for card in cards]
            cells[f"{column}_{code}"] = pd.Series(
                [None if value is None else float(value) for value in values], dtype="Float64"
            )
            columns[f"{column}_{code}"] = kinds.NumberColumn(label, format=f"%.{decimals}f")
            written[f"{column}_{code}"] = lambda value, decimals=decimals: numbers.ratio(value, decimals)
        cells[f"class_{code}"] = [_class(page, card[place]) for card in cards]
        columns[f"class_{code}"] = speech("scorecard.column_class", name=name)
    leading = ("area", f"value_shown_{asked.sort}" if asked.sort in known else "weak_points")
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(cards), ROWS),
        column_config=columns,
        column_order=grid.order(cells, leading),
        alt=speech("scorecard.table_alt", finding=told(page, asked)[0], period=asked.quarter.period_words),
    )
    paper.table(cells, columns, written)


def _class(page: Page, row: facts.Row) -> str:
    """The class in a word, its sign before it, a ring behind where the denominator is small."""
    told = scorecard_findings.step(page.speech, row)
    parts = [scorecard_findings.sign(row), told, scorecard_findings.SMALL if row["is_small"] else ""]
    return " ".join(part for part in parts if part)
