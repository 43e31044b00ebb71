"""Download buttons. The file is made by the one writer of files, and only when the button is pressed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from files.table import csv_bytes, file_name, table
from ui.frame.page import Page


def counties(page: Page) -> None:
    """The counties shown, every row and column."""
    _button(page, "county_compliance", indicator=page.code, period=page.period, area=page.area)


def series(page: Page, areas: tuple[str, ...]) -> None:
    """The series drawn, every row and column."""
    _button(page, "area_series", indicator=page.code, areas=list(areas))


def _button(page: Page, question: str, **parameters: Any) -> None:
    answers, language = page.answers, page.language

    def contents() -> bytes:
        return csv_bytes(
            table(answers.home, question, language=language, snapshot=answers.snapshot, **parameters)
        )

    st.download_button(
        page.speech("toolbar.download"),
        contents,
        file_name=file_name(question, answers.snapshot, **parameters),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download",
    )
