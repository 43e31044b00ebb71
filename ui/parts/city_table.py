"""The cities of the area shown as a table: verdict, ratio, how many counties meet the target, gap, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from files import tree
from ui.frame import choices, plain
from ui.frame.page import Choice, Page
from ui.parts import download, grid, paper
from words import headlines, numbers, sentences

KEY = "city_table"


def draw(page: Page, choice: Choice) -> None:
    """A row a city, the largest gap first; a click in a row chooses the city."""
    speech = page.speech
    rows = sorted(
        page.answers.city_rows(choice.code, choice.period, choice.area),
        key=lambda row: (-(row["gap"] or 0), row["area_code"]),
    )

    def clicked() -> None:
        row = grid.chosen_row(KEY)
        if row is not None and tree.is_whole(rows[row]):
            choices.choose("city", rows[row]["area_code"])

    cells = _cells(page, choice, rows)
    columns = _columns(page, choice, cells.get("verdict", ()))
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), len(rows)),
        column_config=columns,
        column_order=grid.order(cells, ("city", "ratio", "met", "counties")),
        alt=speech(
            "table.cities_alt",
            indicator=speech.pick(choice.indicator, "indicator_name"),
            period=choice.period_words,
        ),
    )
    counts = ("counties", "met", "not_met", "open", "gap", "numerator", "denominator")
    paper.table(
        cells,
        columns,
        {
            "ratio": lambda value: numbers.ratio(value, choice.decimals),
            **dict.fromkeys(counts, numbers.count),
        },
    )
    note, hint = (
        plain.html(one)
        for one in (speech.plural("table.cities_note", len(rows)), speech("table.cities_hint"))
    )
    st.html(
        f'<p class="under">{note} {plain.html(headlines.without_figure(speech, rows))} <span class="hint">{hint}</span></p>'
    )
    download.cities(page, choice)


def _cells(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> dict[str, Any]:
    speech = page.speech
    judged = bool(choice.headline()["has_target"])

    def whole(name: str) -> Any:
        return pd.Series([row[name] for row in rows], dtype="Int64")

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "city": [speech.pick(row, "area_name") for row in rows],
    }
    if judged:
        cells["verdict"] = [sentences.short_verdict(speech, row, choice.indicator) for row in rows]
    values = [None if row["value_shown"] is None else float(row["value_shown"]) for row in rows]
    cells["ratio"] = pd.Series(values, dtype="Float64")
    cells["counties"] = whole("counties")
    if judged:
        cells["met"] = whole("counties_met")
        below = [row["counties"] - row["counties_met"] - row["counties_unknown"] for row in rows]
        cells["not_met"] = pd.Series(below, dtype="Int64")
        cells["open"] = whole("counties_unknown")
        cells["gap"] = whole("gap")
    cells["numerator"], cells["denominator"] = whole("numerator"), whole("denominator")
    return cells


def _columns(page: Page, choice: Choice, verdicts: Sequence[str]) -> dict[str, Any]:
    speech, kinds = page.speech, st.column_config

    def count(label: str) -> Any:
        return kinds.NumberColumn(label, format="%,d")

    return {
        grid.PLACE: grid.place_column(speech),
        "city": speech("table.city"),
        "verdict": kinds.TextColumn(speech("table.verdict"), width=grid.width_of(verdicts)),
        "ratio": kinds.NumberColumn(speech("table.ratio", unit=choice.unit), format=f"%,.{choice.decimals}f"),
        "counties": count(speech("table.counties")),
        "met": count(speech("table.met")),
        "not_met": count(speech("table.not_met")),
        "open": count(speech("table.open")),
        "gap": count(speech("table.gap", unit=speech.pick(choice.indicator, "gap_unit"))),
        "numerator": count(sentences.capital(speech.pick(choice.indicator, "numerator_name"))),
        "denominator": count(sentences.capital(speech.pick(choice.indicator, "denominator_name"))),
    }
