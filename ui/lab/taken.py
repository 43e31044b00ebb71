"""The files of an answer: CSV with its receipt, a workbook and Parquet, each made when it is pressed, all rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from files import sheet_limits
from files.exported import KINDS, Exported, of_statement
from files.receipt import ENDING
from files.table import statement_name
from ui.frame import plain
from ui.frame.page import Page
from ui.frame.statements import Run, Table
from ui.lab.asked import Asked

NAMES = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet"}
# Each file by its name in words, of which kind it is, and its sign.
FILES = (
    ("csv", "csv", "table"),
    ("receipt", "csv", "receipt_long"),
    ("xlsx", "xlsx", "table_view"),
    ("parquet", "parquet", "data_object"),
)


def draw(page: Page, asked: Asked, run: Run, table: Table) -> None:
    """The folded list of files; beside one that cannot hold the answer, why."""
    speech, reader, language = page.speech, run.reader, page.language
    stem = statement_name(asked.name or "", reader.snapshot.id, language).removesuffix(".csv")

    def made(kind: str) -> Exported:
        return of_statement(reader, table.frame, asked.text, asked.name or "", kind=kind, language=language)

    with st.popover(plain.markdown(speech("toolbar.download")), icon=":material/download:", key="lab_files"):
        for key, kind, mark in FILES:
            problem = sheet_limits.of_frame(table.frame) if kind == "xlsx" else None
            if problem:
                st.html(f'<p class="under"><b>{NAMES[kind]}</b>: {plain.html(problem.message(language))}</p>')
                continue
            is_receipt = key == "receipt"
            st.download_button(
                plain.markdown(speech(f"lab.file_{key}", kind=NAMES[kind])),
                partial(_receipt if is_receipt else _data, made, kind),
                file_name=f"{stem}.{kind}" + (ENDING if is_receipt else ""),
                mime="application/json" if is_receipt else KINDS[kind],
                icon=f":material/{mark}:",
                on_click="ignore",
                key="download" if key == "csv" else f"download_{key}",
                width="stretch",
            )
        inside = speech.enumerate([NAMES[kind] for _, kind, _ in FILES if kind != "csv"])
        st.html(f'<p class="under">{plain.html(speech("lab.files_told", kinds=inside))}</p>')


def _data(made: Callable[[str], Exported], kind: str) -> bytes:
    return made(kind).data


def _receipt(made: Callable[[str], Exported], kind: str) -> bytes:
    return made(kind).receipt.text().encode("utf-8")
