"""The tables behind the maps and the line: every county at both periods with its change, and every period's count."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from ui.change import facts
from ui.change.headline import told
from ui.change.ways import picked
from ui.frame.page import Choice, Page
from ui.parts import grid, paper
from words import change_findings, numbers, sentences

KEY = "change_table"
ROWS, PERIODS = 14, 6  # in sight


def draw(page: Page, choice: Choice, earlier: dt.date) -> None:
    """The counties, the largest rise first; a click in a row opens the county's profile."""
    speech, decimals = page.speech, choice.decimals
    listed = facts.rows(choice, earlier)
    known = facts.compared(listed)
    rows = [*known, *(row for row in listed if row["change_since"] is None)]
    press = picked(choice, earlier)

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            press(f"area/{rows[place]['area_code']}")

    def figures(name: str) -> pd.Series:
        values = [row[name] for row in rows]
        return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")

    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
        "value_then": figures("value_shown_then"),
        "value": figures("value_shown"),
        "change": figures("change_since"),
        "verdict_then": [_verdict(page, row["verdict_then"]) for row in rows],
        "verdict": [_verdict(page, row["verdict"]) for row in rows],
        "why": [change_findings.why_not(speech, row) for row in rows],
    }
    number = st.column_config.NumberColumn
    then, now = choice.in_short(earlier), choice.in_short(choice.period)
    names: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "value_then": number(f"{choice.unit} · {then}", format=f"%.{decimals}f"),
        "value": number(f"{choice.unit} · {now}", format=f"%.{decimals}f"),
        "change": number(speech("why.change"), format=f"%+.{decimals}f"),
        "verdict_then": f"{speech('table.verdict')} · {then}",
        "verdict": f"{speech('table.verdict')} · {now}",
        "why": speech("change.column_why"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("county", "value", "change")),
        alt=told(page, choice, earlier)[0],
    )
    ratios = {name: lambda value: numbers.ratio(value, decimals) for name in ("value_then", "value")}
    paper.table(
        cells,
        names,
        {grid.PLACE: numbers.count, **ratios, "change": lambda value: numbers.signed(value, decimals)},
    )
    _periods(page, choice)


def _periods(page: Page, choice: Choice) -> None:
    """How many counties meet the target at each period, newest first."""
    speech = page.speech
    rows = sorted(facts.counts(choice).values(), key=lambda row: row["period"], reverse=True)
    counted = ("met", "not_met", "unknown", "counties_with_value")
    cells: dict[str, Any] = {
        "period": [choice.in_words(row["period"]) for row in rows],
        **{
            name: pd.Series(
                [row[name] if row["counties_judged"] or name not in counted[:3] else None for row in rows],
                dtype="Int64",
            )
            for name in counted
        },
        "value": pd.Series(
            [None if row["value_shown"] is None else float(row["value_shown"]) for row in rows],
            dtype="Float64",
        ),
    }
    number = st.column_config.NumberColumn
    names: dict[str, Any] = {
        "period": speech("choice.period"),
        "met": number(speech("verdict.met"), format="%d"),
        "not_met": number(speech("verdict.not_met"), format="%d"),
        "unknown": number(speech("why.unknown"), format="%d"),
        "counties_with_value": number(speech("tile.published"), format="%d"),
        "value": number(choice.unit, format=f"%.{choice.decimals}f"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=f"{KEY}_periods",
        **grid.still(len(rows), PERIODS),
        column_config=names,
        alt=speech("change.line_met"),
    )
    written: dict[str, Any] = dict.fromkeys(counted, numbers.count)
    paper.table(cells, names, written | {"value": lambda value: numbers.ratio(value, choice.decimals)})


def _verdict(page: Page, verdict: str | None) -> str:
    if verdict is None:
        return numbers.DASH
    word = page.speech("why.unknown") if verdict == "unknown" else page.speech(f"verdict.{verdict}")
    return f"{sentences.VERDICT_SYMBOLS[verdict]} {word}"
