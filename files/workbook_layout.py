"""Lays a workbook out: cover, tables, notes, receipt. What is in it says `files.workbook`."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from draw.palette import LIGHT
from files import receipt
from files.people import FIRST, Written, unguarded
from files.sheet_text import FONTS, lines_of, width_of
from words import LANGUAGES, speak

if TYPE_CHECKING:
    from files.workbook import Book, Sheet

COVER_SHEET, NOTES_SHEET, RECEIPT_SHEET = "封面 Cover", "说明 Notes", "凭证 Receipt"
RECEIPT_CELL = "receipt"  # what stands before the receipt's text in its sheet
_MOST_DIGITS = 15  # of a whole number that a spreadsheet keeps
_NARROWEST, _WIDEST, _WIDEST_HEADING = 7, 46, 16
_LOOKED_AT = 300  # rows whose widths decide a column's
_LINE = 15.5  # points of one line of text
_WIDE = 60  # of the notes' texts
_A4 = 9
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, spreadsheets count a day that there was not
_LONGEST_LINE = 30_000  # characters of a receipt in one cell
_HOLDS = {"report": "book.holds_report", "all": "book.holds_all"}
_IN = {"zh": "book.in_zh", "en": "book.in_en"}


def contents(book: Book) -> bytes:
    """The bytes of the workbook."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(buffer, options)
    made.set_properties(
        {
            "title": book.title,
            "subject": book.receipt.question or "sql",
            "author": " ".join(note.zh for note in book.facts[:1]),
            "comments": f"{book.snapshot.id} · SHA-256 {book.receipt.sha256}",
            "created": book.snapshot.built_at.replace(tzinfo=None),
        }
    )
    _Layout(made, book).lay_out()
    made.close()
    return buffer.getvalue()


class _Layout:
    def __init__(self, made: xlsxwriter.Workbook, book: Book) -> None:
        self.made, self.book = made, book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.other = next(one for one in LANGUAGES if one != book.language)

    def lay_out(self) -> None:
        cover = self.made.add_worksheet(COVER_SHEET)
        for sheet in self.book.sheets:
            self._table(self.made.add_worksheet(sheet.part.sheet), sheet)
        self._notes(self.made.add_worksheet(NOTES_SHEET))
        self._receipt(self.made.add_worksheet(RECEIPT_SHEET))
        self._cover(cover)
        # A report takes the first table: the file opens there, the cover is one sheet to the left.
        self.made.worksheets()[1].activate()

    def _format(self, **properties: Any) -> Format:
        """A format by its properties; the same ones once."""
        whole = {"font_name": FONTS[self.book.language], "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.made.add_format(whole)
        return self._formats[key]

    # ---------------------------------------------------------------- a table

    def _table(self, sheet: Worksheet, table: Sheet) -> None:
        heading = self._format(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            bottom=1,
            bottom_color=LIGHT.text,
            bg_color=LIGHT.panel,
        )
        deepest = 1
        for place, column in enumerate(table.columns):
            deepest = max(deepest, self._column(sheet, place, column, heading))
        sheet.set_row(0, _LINE * deepest + 4)
        sheet.freeze_panes(1, _names_before(table.columns))
        if table.columns:
            sheet.autofilter(0, 0, max(table.part.rows, 1), len(table.columns) - 1)
        self._paper(sheet, landscape=True)
        sheet.repeat_rows(0)

    def _column(self, sheet: Worksheet, place: int, column: Written, heading: Format) -> int:
        """Writes one column; how many lines its heading takes."""
        looked_at = [width_of(one) for one in column.cells[:_LOOKED_AT] if one]
        widest = min(max([_NARROWEST, *looked_at]) + 2, _WIDEST)
        width = max(widest, min(width_of(column.heading) + 3, _WIDEST_HEADING))
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column.heading, heading)
        is_number = column.kind is not None and column.kind.is_numeric()
        is_day = column.name == "period" or column.kind == pl.Date
        text_style, style = self._format(num_format="@"), self._style(column)
        for row, text in enumerate(column.cells, start=1):
            if not text:
                continue
            if is_number and (number := _number(text)) is not None:
                sheet.write_number(row, place, number, style)
            elif is_day and (day := _day(text)) is not None:
                sheet.write_datetime(row, place, day, style)
            else:
                sheet.write_string(row, place, unguarded(text), text_style)
        return lines_of(column.heading, width - 2)

    def _style(self, column: Written) -> Format:
        """How numbers and days of a column are shown: with the most decimals that any of them has."""
        if column.kind is None or not column.kind.is_numeric():
            return self._format(num_format="yyyy-mm-dd", align="left")
        decimals = max((len(one.partition(".")[2]) for one in column.cells if one), default=0)
        # A little room behind it: the words of the next column begin there.
        return self._format(num_format="#,##0" + ("." + "0" * decimals if decimals else "") + "_)")

    @staticmethod
    def _paper(sheet: Worksheet, *, landscape: bool) -> None:
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&A&C&P / &N&R&F")

    # ---------------------------------------------------------------- the rest

    def _cover(self, sheet: Worksheet) -> None:
        book = self.book
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 54)
        sheet.set_column(2, 2, 34)
        sheet.set_column(3, 3, 12)
        sheet.write_string(0, 0, book.title, self._format(bold=True, font_size=16))
        sheet.set_row(0, 28)
        row = 1
        if book.is_simulated:
            told = " · ".join(speak(one)("tag.some_simulated") for one in (book.language, self.other))
            sheet.write_string(row, 0, told, self._format(bold=True, font_color=LIGHT.bad))
        row = 3
        snapshot = [book.snapshot.id, f"{book.snapshot.built_at:%Y-%m-%d %H:%M} UTC"]
        said = [(note.key, self._in_both(note.zh, note.en)) for note in book.facts]
        said += [
            ("book.snapshot", " · ".join(snapshot)),
            ("book.view", book.receipt.view),
            ("book.check", self._both_of("book.check_told")),
        ]
        for key, text in said:
            sheet.write_string(row, 0, self._both_of(key), self._format(bold=True, text_wrap=True))
            sheet.merge_range(row, 1, row, 3, text, self._format(text_wrap=True))
            sheet.set_row(row, _LINE * max(lines_of(text, 96), lines_of(self._both_of(key), 20)) + 3)
            row += 1
        self._contents(sheet, row + 1)
        self._paper(sheet, landscape=True)

    def _contents(self, sheet: Worksheet, row: int) -> None:
        """What stands on which sheet: each is a link."""
        line = self._format(bold=True, bottom=1)
        for place, key in enumerate(("book.sheets", "book.holds", "book.language", "book.rows")):
            sheet.write_string(row, place, self._both_of(key), line)
        link = self._format(font_color=LIGHT.primary, underline=1)
        listed: list[tuple[str, str, str, int | None]] = [
            (part.sheet, _HOLDS[part.columns_are], _IN[part.language], part.rows)
            for part in self.book.receipt.parts
        ]
        listed += [
            (NOTES_SHEET, "book.holds_notes", "", None),
            (RECEIPT_SHEET, "book.holds_receipt", "", None),
        ]
        for at, (name, holds, language, rows) in enumerate(listed, start=row + 1):
            sheet.write_url(at, 0, f"internal:'{name}'!A1", link, name)
            sheet.write_string(at, 1, self._both_of(holds), self._format(text_wrap=True))
            sheet.write_string(at, 2, self._both_of(language) if language else "", self._format())
            if rows is not None:
                sheet.write_number(at, 3, rows, self._format(num_format="#,##0"))

    def _notes(self, sheet: Worksheet) -> None:
        book, bold, wrapped = self.book, self._format(bold=True), self._format(text_wrap=True)
        for place, width in enumerate((20, _WIDE, 24, _WIDE)):
            sheet.set_column(place, place, width)
        row = 0
        for note in book.notes:
            texts = (speak("zh")(note.key), note.zh, speak("en")(note.key), note.en)
            for place, text in enumerate(texts):
                sheet.write_string(row, place, text, wrapped if place % 2 else bold)
            sheet.set_row(row, _LINE * min(max(lines_of(text, _WIDE - 2) for text in texts), 25) + 3)
            row += 1
        if not book.meanings:
            return
        row += 1
        keys = ("book.heading_zh", "book.heading_en", "book.name", "book.meaning")
        for place, key in enumerate(keys):
            sheet.write_string(row, place, self._both_of(key), self._format(bold=True, bottom=1))
        for at, one in enumerate(book.meanings, start=row + 1):
            for place, text in enumerate((one.heading_zh, one.heading_en, one.name, one.meaning)):
                sheet.write_string(at, place, text, wrapped)
            deepest = max(lines_of(one.meaning, _WIDE - 2), lines_of(one.heading_zh, 18))
            sheet.set_row(at, _LINE * max(deepest, 1) + 3)
        self._paper(sheet, landscape=True)

    def _receipt(self, sheet: Worksheet) -> None:
        """For people line by line, and below it whole, as a program reads it."""
        told, bold, wrapped = self.book.receipt, self._format(bold=True), self._format(text_wrap=True)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 100)
        filters = " · ".join(f"{name} = {value}" for name, value in told.parameters.items())
        said = [
            ("book.snapshot", f"{told.snapshot} · {told.built_at}"),
            ("book.question", told.question),
            ("book.statement", told.statement),
            ("book.filters", filters),
            ("book.rows", str(told.rows)),
            ("book.hash", told.sha256),
            ("book.view", told.view),
        ]
        row = 0
        for key, text in said:
            if text:
                sheet.write_string(row, 0, self._both_of(key), bold)
                sheet.write_string(row, 1, text, wrapped)
                sheet.set_row(row, _LINE * lines_of(text, 98) + 3)
                row += 1
        small = self._format(font_size=8, font_color=LIGHT.muted, text_wrap=True)
        text = told.text()
        for start in range(0, len(text), _LONGEST_LINE):
            row += 1
            sheet.write_string(row, 0, RECEIPT_CELL, small)
            sheet.write_string(row, 1, text[start : start + _LONGEST_LINE], small)
            sheet.set_row(row, 60)
        self._paper(sheet, landscape=True)

    def _both_of(self, key: str) -> str:
        """A text of the catalogue in both languages, that of the workbook first."""
        return " ".join(speak(one)(key) for one in (self.book.language, self.other))

    def _in_both(self, zh: str, en: str) -> str:
        told = {"zh": zh, "en": en}
        return " ".join(told[one] for one in (self.book.language, self.other) if told[one])


def _names_before(columns: Sequence[Written]) -> int:
    """How many columns at the left name the row, and so stay in sight."""
    named = 0
    for column in columns[:3]:
        if not column.name.endswith("_name") or column.name not in FIRST:
            break
        named += 1
    return named


def _number(text: str) -> float | None:
    """A text as a number of the digits that a spreadsheet keeps; None where it is none, or has more before its point."""
    try:
        number = Decimal(receipt.cell(text))
    except ArithmeticError:
        return None
    if not number.is_finite() or abs(number) >= 10**_MOST_DIGITS:
        return None
    return float(number)


def _day(text: str) -> dt.datetime | None:
    """A text as a day; None where it is none that spreadsheets agree on."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return dt.datetime(day.year, day.month, day.day) if day >= _FIRST_DAY else None
