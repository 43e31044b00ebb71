"""A filed table as it was read, each cell that is to be mended marked, and a sheet that lists them in both languages."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from draw.palette import LIGHT
from files.form_workbook import CREATED
from files.sheet_text import lines_of, width_of
from words import speak

LONGEST_NOTE = 1000  # characters: a note in a cell is read in a small box
WIDEST, NARROW, NARROWEST = 60, 18, 8
LINE = 15  # points
HEADS = 12  # rows that may stay in sight; more would leave no room for the others
A4 = 9


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
    """The rows of a sheet by their number in the file (from 1), where its columns begin, the name of the sheet, the last row of its
    headings (0 where none is known)."""

    rows: Mapping[int, Sequence[str]]
    first_column: int
    faults: Sequence[Fault]
    name: str | None = None
    head: int = 0


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
    _as_one_reads(sheet, table)
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
    listed.set_column(2, 3, NARROW)
    listed.set_column(4, 5, WIDEST)
    listed.freeze_panes(1, 0)
    listed.repeat_rows(0)
    _on_paper(listed)
    book.close()
    return buffer.getvalue()


def _as_one_reads(sheet: xlsxwriter.worksheet.Worksheet, table: Marked) -> None:
    """Columns as wide as what stands in them below the titles, headings that stay in sight, and a width that fits on paper."""
    wide: dict[int, int] = {}
    for number, cells in table.rows.items():
        if number >= table.head:
            for at, text in enumerate(cells, start=table.first_column):
                wide[at] = max(wide.get(at, 0), width_of(text))
    for at, width in wide.items():
        sheet.set_column(at, at, min(max(width + 2, NARROWEST), WIDEST))
    if 0 < table.head <= HEADS:
        sheet.freeze_panes(table.head, 0)
        sheet.repeat_rows(0, table.head - 1)
    _on_paper(sheet)


def _on_paper(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _list(sheet: xlsxwriter.worksheet.Worksheet, line: int, fault: Fault, wraps: object) -> None:
    if fault.row is not None:
        cell = xl_rowcol_to_cell(fault.row, fault.column) if fault.column is not None else ""
        sheet.write_string(line, 0, cell, wraps)
        sheet.write_number(line, 1, fault.row + 1, wraps)
    for at, text in enumerate((fault.heading, fault.value, fault.zh, fault.en), start=2):
        sheet.write_string(line, at, text or "", wraps)
    # Not every program works out the height of what wraps.
    lines = max(
        *(lines_of(text or "", NARROW) for text in (fault.heading, fault.value)),
        *(lines_of(text, WIDEST) for text in (fault.zh, fault.en)),
    )
    sheet.set_row(line, LINE * lines)
