"""The table behind the chart."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame.page import Choice, Page
from ui.pairs import facts
from ui.parts import grid, paper
from words import numbers, pair_findings

KEY = "pairs_table"
ROWS = 18  # in sight


def draw(page: Page, choice: Choice, second: str) -> None:
    """The counties with both figures, in the order of their codes."""
    speech, rows = page.speech, facts.rows(choice, second)
    both = {"across": choice.indicator, "up": choice.indicators[second]}
    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
        **{side: pd.Series([row[f"value_shown_{side}"] for row in rows], dtype="Float64") for side in both},
    }
    names: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
    }
    for side, one in both.items():
        label = speech("pairs.axis", name=speech.pick(one, "short_name"), unit=speech.pick(one, "unit"))
        names[side] = st.column_config.NumberColumn(label, format=f"%.{int(one['decimals'])}f")
    titles = speech.pick(both["across"], "short_name"), speech.pick(both["up"], "short_name")
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        **grid.still(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("county", "across", "up")),
        alt=pair_findings.title(speech, rows, titles),
    )
    ratios = {
        side: (lambda value, decimals=int(one["decimals"]): numbers.ratio(value, decimals))
        for side, one in both.items()
    }
    paper.table(cells, names, {grid.PLACE: numbers.count, **ratios})
