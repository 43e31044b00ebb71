"""The cells of registers that stand otherwise: which row and column, what was and is, why, and where it was filed."""

from __future__ import annotations

from itertools import chain, islice

import pandas as pd
import streamlit as st

from ui.corrections import facts, tables
from ui.corrections.facts import Compared, Row
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import download, grid, paper
from words import numbers, periods
from words.files import register_cell

SHOWN, WHOLE = 10, 1_000  # here, and in the table view; the file has all
LONGEST = 80  # letters of a cell that are shown
HEADS = ("entry", "column", "then", "now", "why", "file", "batch")
ORDER = {facts.NEW_STATE: 1, facts.FILED_SINCE: 2}  # what was put right, ended or taken back stands first


def counted(page: Page, compared: Compared) -> str:
    """How many cells of how many rows; blank where no register differs."""
    return page.speech.plural("corrections.registers", compared.entries, rows=_rows(page, compared))


def _rows(page: Page, compared: Compared) -> str:
    return page.speech.plural("corrections.register_rows", sum(one.keys for one in compared.registers))


def draw(page: Page, choice: Choice, compared: Compared) -> None:
    """The first cells, and the file of each register; nothing where none differs."""
    speech = page.speech
    if not compared.registers:
        return
    first = chain.from_iterable(one.cells[:SHOWN] for one in compared.registers)
    shown = sorted(first, key=lambda row: ORDER.get(row["restated_because"], 0))[:SHOWN]
    heads = tables.heads_of(page, HEADS, ())
    body = "".join(_entry(page, choice, row) for row in shown)
    more = compared.entries - len(shown)
    under = f'<p class="under">{plain.html(speech.plural("corrections.more", more))}</p>' if more > 0 else ""
    st.html(
        f'<section class="facts part stacks corrections entries">{_title(page, compared)}'
        f"<table>{heads}<tbody>{body}</tbody></table>{under}</section>"
    )
    _files(page, compared)


def whole(page: Page, choice: Choice, compared: Compared) -> None:
    """Every cell as a table; of very many the first, and the rest in the files."""
    speech = page.speech
    if not compared.registers:
        return
    st.html(f'<section class="part">{_title(page, compared)}</section>')
    shown = list(islice(chain.from_iterable(one.cells for one in compared.registers), WHOLE))
    names = {
        one: speech(f"corrections.column_{one}")
        for one in ("register", "key", "entry", "column", "then", "now", "why", "file", "row", "batch")
    }
    rows = [
        (
            speech.pick(row, "dataset_name"),
            plain.line(row["row_key"]),
            plain.line(speech.pick(row, "row_title")),
            speech.pick(row, "column_name"),
            plain.line(_cell(page, choice, row, "before")),
            plain.line(_cell(page, choice, row, "after")),
            _why(page, row),
            plain.line(row["file_name"] or row["file_name_before"] or ""),
            row["file_row"] or row["file_row_before"],
            row["batch_id"] or row["batch_before"],
        )
        for row in shown
    ]
    cells = pd.DataFrame(rows, columns=list(names)).astype({"row": "Int64"})
    st.dataframe(
        cells, column_config=names, alt=counted(page, compared), **grid.still(len(shown), tables.ROWS)
    )
    paper.table({name: cells[name] for name in names}, names, {})
    if more := compared.entries - len(shown):
        st.html(f'<p class="under">{plain.html(speech.plural("corrections.more_in_file", more))}</p>')
    _files(page, compared)


def _title(page: Page, compared: Compared) -> str:
    note = plain.html(page.speech("corrections.registers_note"))
    return f'<h2>{plain.html(counted(page, compared))}</h2><p class="under">{note}</p>'


def _files(page: Page, compared: Compared) -> None:
    with st.container(key="register_files", horizontal=True):
        for one in compared.registers:
            download.beside(
                page,
                "restated_register_cells",
                page.speech("corrections.register_file", name=page.speech.pick(one.register, "dataset_name")),
                dataset=one.register["dataset"],
                published=compared.then,
            )


def _entry(page: Page, choice: Choice, row: Row) -> str:
    speech = page.speech
    name = row["file_name"] or row["file_name_before"]
    line = row["file_row"] or row["file_row_before"]
    where = speech("corrections.file_row", file=plain.line(name or numbers.DASH), row=line or numbers.DASH)
    about = plain.html(speech.pick(row, "row_title") or row["row_key"], LONGEST)
    register = speech(
        "corrections.in_register", register=speech.pick(row, "dataset_name"), key=row["row_key"]
    )
    told = [
        f"{about} <small>{plain.html(register)}</small>",
        plain.html(speech.pick(row, "column_name") or row["column_code"]),
        *(
            plain.html(_cell(page, choice, row, side) or numbers.DASH, LONGEST)
            for side in ("before", "after")
        ),
        plain.html(_why(page, row)),
        plain.html(where),
        tables.batch_link(page, row["batch_id"] or row["batch_before"]),
    ]
    return f"<tr>{tables.cells_of(page, HEADS, told, ())}</tr>"


def _why(page: Page, row: Row) -> str:
    """Why a cell is another; of a later state also from which day on."""
    word = tables.why(page, row["restated_because"])
    if row["restated_because"] != facts.NEW_STATE:
        return word
    return page.speech("corrections.why_from", why=word, day=periods.date(page.speech, row["stands_from"]))


def _cell(page: Page, choice: Choice, row: Row, side: str) -> str:
    """A cell in words: areas of the period by their names, choices as they are called; blank where nothing stands."""
    cell = row[f"cell_{side}"]
    if row["column_kind"] == "area" and cell:
        codes = cell.split("|")
        names = (page.speech.pick(choice.areas.get(code, {}), "short_name") for code in codes)
        return page.speech("list.item").join(name or code for name, code in zip(names, codes, strict=True))
    return register_cell(row["column_kind"], cell, page.speech.pick(row, f"choice_{side}"), page.language)
