"""What the chart draws, as a table: a row a period, a column an area; collapsed under the chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from files.charts import trend_texts
from ui.frame import plain
from ui.frame.page import Choice, Page, Row
from ui.trends.controls import Lines
from words import numbers, sentences


def draw(page: Page, choice: Choice, lines: Lines) -> None:
    """Every figure drawn, or why there is none; the newest period first."""
    codes = (*lines.areas, *lines.beside)
    if not codes:
        return
    columns = _columns(page, choice, codes)
    periods = sorted({period for column in columns.values() for period in column}, reverse=True)
    steps = page.answers.rows("target_steps", indicator=choice.code, area=page.root)
    cells = {page.speech("choice.period"): [choice.in_words(period) for period in periods]}
    if steps:
        cells[page.speech("trend.table_target")] = [_target(steps, period) for period in periods]
    for name, column in columns.items():
        cells[plain.markdown(name)] = [column.get(period, numbers.DASH) for period in periods]
    with st.expander(page.speech("trend.table"), key="trend_table"):
        st.table(pd.DataFrame(cells).set_index(page.speech("choice.period")), alt=page.speech("trend.table"))


def _columns(page: Page, choice: Choice, codes: tuple[str, ...]) -> Mapping[str, Mapping[date, str]]:
    """What stands in each area's column, by its name and period."""
    speech = page.speech
    found: dict[str, dict[date, str]] = {}
    texts = trend_texts(speech, choice.indicator)
    for code in codes:
        rows = choice.series((code,))
        if rows:
            name = speech.pick(rows[-1], "area_name")
            if name in found:
                name = f"{name} {code}"
            found[name] = {row["period"]: _cell(page, choice, row, texts.gap) for row in rows}
    return found


def _cell(page: Page, choice: Choice, row: Row, gap: Callable[[Sequence[Row]], str]) -> str:
    if row["value_shown"] is not None:
        figure = numbers.ratio(row["value_shown"], choice.decimals)
        told = page.speech("list.sentence").join(sentences.open_point(page.speech, row))
        return plain.markdown(f"{figure} ({told})" if told else figure)
    if row["value_status"] in ("not_applicable", "not_due"):
        return numbers.DASH
    return plain.markdown(gap([row]))


def _target(steps: Sequence[Row], period: date) -> str:
    """The targets drawn on a day."""
    valid = [
        numbers.bound(step["target_value"])
        for step in steps
        if (step["valid_from"] or period) <= period <= (step["valid_to"] or period)
    ]
    return ", ".join(valid) or numbers.DASH
