"""A filed table as it was read, each cell that is to be mended marked, and a sheet that lists them in both languages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from draw.palette import LIGHT
from files.form_workbook import CREATED
from words import speak

LONGEST_NOTE = 1000  # characters: a note in a cell is read in a small box
WIDEST = 60


@dataclass(frozen=True)
class Fault:
    """One thing to be mended: where it stands (both count from 0; None where it is of no single cell), what stands there, what is said."""

    row: int | None
    column: int | None
    heading: str | None
    value: str | None
    zh: str
    en: str


@dataclass(frozen=True)
class Marked:
    """The rows of a sheet by their number in the file (from 1), where its columns begin, the name of the sheet."""

    rows: Mapping[int, Sequence[str]]
    first_column: int
    faults: Sequence[Fault]
    name: str | None = None


def marked_bytes(table: Marked, language: str) -> bytes:
    """The workbook. Cells are text as they were read: nothing in it is worked out, opened or run."""
    buffer, speech = io.BytesIO(), speak(language)
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": CREATED})
    wrong = book.add_format(
        {"bg_color": LIGHT.shortfall[0], "font_color": LIGHT.text, "border": 2, "border_color": LIGHT.bad}
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wraps = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(speech("desk.marked_sheet"))
    notes: dict[tuple[int, int], list[str]] = {}
    for fault in table.faults:
        if fault.row is not None and fault.column is not None:
            told = fault.zh if language == "zh" else fault.en
            notes.setdefault((fault.row, fault.column), []).append(told)
    for number, cells in table.rows.items():
        for at, text in enumerate(cells, start=table.first_column):
            place = number - 1, at
            if place in notes:
                sheet.write_string(*place, text, wrong)
                sheet.write_comment(
                    *place, "\n".join(notes[place])[:LONGEST_NOTE], {"x_scale": 2, "y_scale": 1.5}
                )
            elif text:
                sheet.write_string(*place, text)
    listed = book.add_worksheet(speech("desk.marked_findings"))
    heads = (
        "desk.marked_cell",
        "desk.marked_row",
        "desk.marked_column",
        "desk.marked_value",
        "desk.marked_zh",
        "desk.marked_en",
    )
    for at, key in enumerate(heads):
        listed.write_string(0, at, speech(key), head)
    for line, fault in enumerate(table.faults, start=1):
        _list(listed, line, fault, wraps)
    listed.set_column(0, 1, 8)
    listed.set_column(2, 3, 18)
    listed.set_column(4, 5, WIDEST)
    listed.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _list(sheet: xlsxwriter.worksheet.Worksheet, line: int, fault: Fault, wraps: object) -> None:
    if fault.row is not None:
        cell = xl_rowcol_to_cell(fault.row, fault.column) if fault.column is not None else ""
        sheet.write_string(line, 0, cell, wraps)
        sheet.write_number(line, 1, fault.row + 1, wraps)
    for at, text in enumerate((fault.heading, fault.value, fault.zh, fault.en), start=2):
        sheet.write_string(line, at, text or "", wraps)
