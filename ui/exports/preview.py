"""The first rows as the file will have them, and what the workbook's sheets are."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import polars as pl
import streamlit as st

from files import table
from files.people import Written
from ui.exports.asked import Answer, Wish
from ui.frame import plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import grid
from words import numbers

SHOWN_ROWS = 100
ROWS_HIGH = 14
FIGURE, WIDEST = 76, 220  # pixels of a column of figures at least, and of words at most
HEADING = 132  # of a heading at most: a longer one would push the next columns out of sight
STYLE = (
    ".st-key-exports_row h2.part { font-size: 17px; font-weight: 650; padding: 0; margin: 0; } .st-key-exports_row .stHtml p { margin: 0; }"
    ".st-key-exports_row .receipt { width: 100%; border-collapse: collapse; font-size: var(--o-table); }"
    ".st-key-exports_row .receipt th { text-align: left; font-weight: 400; color: var(--o-muted); white-space: nowrap;"
    " vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--o-rule); }"
    ".st-key-exports_row .receipt td { padding: 4px 0; border-bottom: 1px solid var(--o-rule); overflow-wrap: anywhere; }"
    ".st-key-exports_row h3 { font-size: 15px; font-weight: 600; padding: 4px 0 0; margin: 0; }"
    ".st-key-exports_row ul { margin: 2px 0 0; padding-left: 18px; font-size: var(--o-table); }"
    ".st-key-exports_row .outcome { font-weight: 650; } .outcome.good { color: var(--o-good); } .outcome.bad { color: var(--o-bad); }"
    "@media screen and (max-width: 1150px) { .st-key-exports_row > div > [data-testid=stHorizontalBlock],"
    " .st-key-exports_row > [data-testid=stHorizontalBlock] { flex-wrap: wrap; }"
    " .st-key-exports_row .stColumn { flex: 1 1 100% !important; min-width: 100% !important; } }"
)


def draw(page: Page, wish: Wish, answer: Answer | None) -> None:
    """The table; nothing where nothing can be asked."""
    if answer is None:
        return
    speech, rows = page.speech, answer.frame.height
    shown = min(rows, SHOWN_ROWS)
    st.html(
        f'<h2 class="part">{plain.html(speech("exports.preview"))}</h2>'
        f'<p class="under">{plain.html(_counted(page, shown, rows))}</p>'
    )
    if not rows:
        st.html(f'<p class="nothing">{plain.html(speech("exports.nothing"))}</p>')
        return
    language = wish.language if wish.kind == "csv" else page.language
    columns = _written(
        page.answers, wish.question, dict(wish.parameters), language, answer.frame.head(SHOWN_ROWS)
    )
    st.dataframe(
        pl.DataFrame([_cells(one) for one in columns]),
        key="exports_preview",
        column_config={one.heading: _column(one) for one in columns},
        alt=speech("exports.preview_alt", rows=numbers.count(rows)),
        **grid.still(shown, ROWS_HIGH),
    )
    if wish.kind == "xlsx":
        st.html(f'<p class="under">{plain.html(speech("exports.sheets"))}</p>')


def _counted(page: Page, shown: int, rows: int) -> str:
    if shown < rows:
        return page.speech("exports.first_rows", shown=numbers.count(shown), rows=numbers.count(rows))
    return page.speech.plural("exports.all_rows", rows)


@kept(most=100)
def _written(
    answers: Answers, question: str, parameters: dict[str, Any], language: str, _frame: pl.DataFrame
) -> list[Written]:
    return table.columns(answers.reader, question, _frame, language=language, **parameters)


def _is_number(one: Written) -> bool:
    return one.kind is not None and one.kind.is_numeric()


def _cells(one: Written) -> pl.Series:
    """Figures as numbers, so that they stand to the right; all else as it is written."""
    with suppress(ValueError):
        if _is_number(one):
            figures = [None if cell is None else float(cell) for cell in one.cells]
            return pl.Series(one.heading, figures, dtype=pl.Float64)
    return pl.Series(one.heading, [cell or "" for cell in one.cells], dtype=pl.String)


def _column(one: Written) -> Any:
    label, wide = grid.heading(one.heading, HEADING)
    whole = one.heading if label != one.heading else None
    if not _is_number(one):
        width = max(wide, min(grid.width_of(filter(None, one.cells)), WIDEST))
        return st.column_config.Column(label, width=width, help=whole)
    decimals = max((len(cell.partition(".")[2]) for cell in one.cells if cell), default=0)
    form = f"%.{decimals}f" if decimals else "localized"
    width = max(wide, FIGURE, grid.width_of(filter(None, one.cells)))
    return st.column_config.NumberColumn(label, format=form, width=width, help=whole)
