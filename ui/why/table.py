"""The table behind the picture: every county at both periods, with what moved it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import grid, paper
from ui.why import facts, headline
from words import numbers, sentences, why_findings

KEY = "why_table"
ROWS = 18  # in sight


def draw(page: Page, choice: Choice, earlier: facts.Earlier) -> None:
    """The counties, the largest change first; a click in a row chooses the county."""
    speech, indicator = page.speech, choice.indicator
    rows = sorted(
        facts.rows(choice, earlier), key=lambda row: (-abs(row["balance_change"] or 0), row["area_code"])
    )

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.toggle("county", rows[place]["area_code"])

    decimals = choice.decimals
    counted = ("balance_then", "balance", *why_findings.PARTS, "balance_change")
    cells: dict[str, Any] = {
        grid.PLACE: range(1, len(rows) + 1),
        "county": [speech.pick(row, "area_name") for row in rows],
        "city": [speech.pick(row, "city_name") for row in rows],
        "value_then": pd.Series([row["value_shown_then"] for row in rows], dtype="Float64"),
        "value": pd.Series([row["value_shown"] for row in rows], dtype="Float64"),
        "verdict_then": [_verdict(page, row["verdict_then"]) for row in rows],
        "verdict": [_verdict(page, row["verdict"]) for row in rows],
        **{
            name: pd.Series([_counted(row, name, earlier, choice) for row in rows], dtype="Int64")
            for name in counted
        },
        "why": [
            why_findings.apart_short(speech, str(row["not_split_because"])) if not facts.is_split(row) else ""
            for row in rows
        ],
    }
    number = st.column_config.NumberColumn
    then, now = choice.in_short(earlier.period), choice.in_short(choice.period)
    names: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "county": speech("choice.county"),
        "city": speech("choice.city"),
        "value_then": number(f"{choice.unit} · {then}", format=f"%.{decimals}f"),
        "value": number(f"{choice.unit} · {now}", format=f"%.{decimals}f"),
        "verdict_then": f"{speech('table.verdict')} · {then}",
        "verdict": f"{speech('table.verdict')} · {now}",
        "balance_then": number(f"{speech('why.balance')} · {then}", format="%,d"),
        "balance": number(f"{speech('why.balance')} · {now}", format="%,d"),
        "by_correction": number(speech("why.correction"), format="%,d"),
        "by_boundary": number(speech("why.boundary"), format="%,d"),
        "by_denominator": number(sentences.capital(speech.pick(indicator, "denominator_name")), format="%,d"),
        "by_target": number(speech("why.target"), format="%,d"),
        "by_numerator": number(sentences.capital(speech.pick(indicator, "numerator_name")), format="%,d"),
        "balance_change": number(speech("why.change"), format="%,d"),
        "why": speech("why.column_why"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=names,
        column_order=grid.order(cells, ("county", "balance_then", "balance")),
        alt=headline.told(page, choice, earlier)[0],
    )
    written = dict.fromkeys(counted, numbers.signed)
    ratios = {name: lambda value: numbers.ratio(value, decimals) for name in ("value_then", "value")}
    paper.table(cells, names, {grid.PLACE: numbers.count, **written, **ratios})


def _counted(row: facts.Row, name: str, earlier: facts.Earlier, choice: Choice) -> int | None:
    """A figure; none where nothing of its kind can have happened."""
    if name in why_findings.PARTS and not why_findings.is_possible(
        row, name, earlier.period == choice.period
    ):
        return None
    number: int | None = row[name]
    return number


def _verdict(page: Page, verdict: str | None) -> str:
    if verdict is None:
        return numbers.DASH
    word = page.speech("why.unknown") if verdict == "unknown" else page.speech(f"verdict.{verdict}")
    return f"{sentences.VERDICT_SYMBOLS[verdict]} {word}"
