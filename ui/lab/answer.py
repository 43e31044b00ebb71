"""What a statement answered: how many rows in what time of which snapshot, the table, the chart, the file."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from ui.frame import plain
from ui.frame.page import Page
from ui.frame.statements import Run, Table, Tables
from ui.lab import chart, taken
from ui.lab.asked import Asked
from ui.parts import grid
from ui.parts.meanings import has_words, meaning
from words import numbers

# What is sent to the browser; the file has all.
SHOWN_ROWS = 1000
ROWS_HIGH = 11


def draw(page: Page, asked: Asked, run: Run, tables: Tables) -> None:
    """All of it; of an answer without rows what the tables have."""
    table = run.table
    assert table is not None
    _bar(page, asked, run, table)
    if not table.frame.height:
        _nothing(page, asked, tables)
        return
    if not chart.is_there(table):
        _table(page, table, tables)
        return
    with st.container(key="drawn_row"):
        left, right = st.columns([520, 350], gap="medium")
    with left:
        _table(page, table, tables)
    with right:
        chart.draw(page, table)


def _bar(page: Page, asked: Asked, run: Run, table: Table) -> None:
    speech, snapshot = page.speech, run.reader.snapshot.id
    rows = speech.plural("lab.rows", table.frame.height)
    took = speech("lab.took", seconds=f"{run.seconds:.2f}", snapshot=snapshot)
    with st.container(key="lab_bar", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="under" role="status"><b>{plain.html(rows)}</b> · {plain.html(took)}</p>')
        st.space("stretch")
        taken.draw(page, asked, run, table)


def _nothing(page: Page, asked: Asked, tables: Tables) -> None:
    """That the condition met nothing, and how many rows there are to be met."""
    speech = page.speech
    counts = [
        speech.plural("lab.table_rows", rows, table=table)
        for table, rows in tables.named_in(asked.text).items()
    ]
    told = speech("lab.nothing") + (
        speech("lab.nothing_of", counts=speech("list.item").join(counts)) if counts else ""
    )
    st.html(f'<p class="nothing">{plain.html(told)}</p>')


def _table(page: Page, table: Table, tables: Tables) -> None:
    speech, frame = page.speech, table.frame
    meanings = {column.name: column.meaning for columns in tables.read.values() for column in columns}
    config = {name: _column(page, name, frame.schema[name], meanings) for name in table.names}
    shown = frame.head(SHOWN_ROWS)
    st.dataframe(
        _as_sent(shown),
        key="lab_answer",
        column_config=config,
        alt=speech("lab.table_alt", names=speech("list.item").join(table.names[:12])),
        **grid.still(shown.height, ROWS_HIGH),
    )
    if frame.height > SHOWN_ROWS:
        told = speech("lab.first_rows", shown=numbers.count(SHOWN_ROWS), rows=numbers.count(frame.height))
        st.html(f'<p class="under">{plain.html(told)}</p>')


def _column(page: Page, name: str, kind: pl.DataType, meanings: dict[str, str]) -> Any:
    """How a column is shown: whole numbers with their thousands, days as days, all else as it is; and what it means, if that is known."""
    told = None
    if name in meanings and (page.language == "en" or has_words(name, page.language)):
        told = plain.markdown(meaning(page.speech, name, meanings[name]))
    if kind == pl.Int64:
        return st.column_config.NumberColumn(help=told, format="localized")
    if kind == pl.Date:
        return st.column_config.DateColumn(help=told, format="YYYY-MM-DD")
    if kind == pl.Datetime:
        return st.column_config.DatetimeColumn(help=told, format="YYYY-MM-DD HH:mm:ss")
    return st.column_config.Column(help=told)


def _as_sent(frame: pl.DataFrame) -> pl.DataFrame:
    """As a browser takes it exactly: a whole number beyond 2^53 is a text, since its numbers end there."""
    large = [
        name
        for name in frame.columns
        if frame[name].dtype == pl.Int64 and ((frame[name] > 2**53) | (frame[name] < -(2**53))).any()
    ]
    return frame.with_columns(pl.col(large).cast(pl.String)) if large else frame
