"""A form as an XLSX workbook: the sheet to fill in, notes, the codes of areas, and a hidden sheet of long lists.

The same form gives the same bytes. The first row of every sheet but the form's holds one cell, so that none of them is
taken for a return.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from draw.palette import LIGHT
from files.form import Entry, Form, FormColumn
from files.sheet_text import FONTS, lines_of, width_of
from files.writing import write_file
from words import speak

CREATED = dt.datetime(2000, 1, 1)  # of every form, so that equal forms are equal files
PREPARED_ROWS = 40  # of a register
LAST_ROW = 1000  # down to which the cells of a register are held to their kind
LONGEST_LIST = 255  # characters of a list that stands in the cell's own rule
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # of what Excel says
NARROWEST, WIDEST_HEADING, WIDEST_NAME = 9, 16, 46
LINE = 15.5  # points of one line of text
NUMBER_FORMATS = {"whole_number": "#,##0", "day": "yyyy-mm-dd"}  # all else is text: a code keeps its zeros
DAY_OR_MONTH = (
    "=IFERROR(OR(ISNUMBER({cell}),AND(LEN({cell})<=10,VALUE(LEFT({cell},4))>=1900,VALUE(LEFT({cell},4))<=9999,"
    'ISNUMBER(DATEVALUE({cell}&IF(LEN({cell})<8,"-01",""))))),FALSE)'
)


def write_form(form: Form, path: Path) -> Path | None:
    """Write a form to a file, whole or not at all; the folder made for it, if any. Raises `QuestionError` where that cannot be."""
    return write_file(path, form_bytes(form))


def form_bytes(form: Form) -> bytes:
    """The workbook of a form."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    _Layout(book, form).lay_out()
    book.close()
    return buffer.getvalue()


class _Layout:
    """Lays a form out in a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, form: Form) -> None:
        self.book, self.form = book, form
        self.words = speak(form.language, "commands")
        self.sheet: Worksheet = book.add_worksheet(self._sheet_name(form.name))
        self.notes: Worksheet = book.add_worksheet(self.words("form.notes"))
        self.areas: Worksheet | None = book.add_worksheet(self.words("form.areas")) if form.areas else None
        self.lists: Worksheet | None = None
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._listed: dict[tuple[str, ...], str] = {}
        self.last_row = len(form.rows) if form.rows else LAST_ROW - 1  # 0-based, the heading stands in row 0
        book.set_properties(
            {
                "title": form.title,
                "subject": form.name,
                "author": form.department,
                "company": form.department,
                "created": CREATED,
            }
        )

    def lay_out(self) -> None:
        self._headings()
        self._rows()
        for place, column in enumerate(self.form.columns):
            self._hold(place, column.entry)
        self._page(self.sheet, landscape=True)
        self.sheet.repeat_rows(0)
        self.sheet.freeze_panes(1, sum(column.prepared for column in self.form.columns[:2]))
        self.sheet.activate()
        self._write_notes()
        self._write_areas()

    def _format(self, **properties: Any) -> Format:
        """A format by its properties; the same ones once."""
        whole = {"font_name": FONTS[self.form.language], "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(whole)
        return self._formats[key]

    def _sheet_name(self, name: str) -> str:
        """What Excel takes as the name of a sheet: at most 31 characters, some of them not."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31].strip("' ")
        taken = {self.words(key).lower() for key in ("form.notes", "form.areas", "form.lists")}
        return plain if plain and plain.lower() not in taken | {"history"} else self.words("form.sheet")

    @staticmethod
    def _page(sheet: Worksheet, *, landscape: bool) -> None:
        """A4, as wide as the page, with the numbers of its pages."""
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    # ------------------------------------------------------------ the sheet to fill in

    def _headings(self) -> None:
        tallest = 1
        for place, column in enumerate(self.form.columns):
            width = self._column_width(column)
            self.sheet.set_column(place, place, width, self._format(**self._kind(column)))
            self.sheet.write_string(0, place, column.heading, self._heading_format(column))
            self.sheet.write_comment(0, place, column.remark, self._comment(column.remark))
            tallest = max(tallest, lines_of(column.heading, width - 1.5))
        self.sheet.set_row(0, tallest * LINE + 10)

    def _heading_format(self, column: FormColumn) -> Format:
        required = {"bg_color": LIGHT.primary, "font_color": LIGHT.page}
        free = {"bg_color": LIGHT.rule, "font_color": LIGHT.text}
        colours = required if column.required else free
        return self._format(
            bold=True, align="center", text_wrap=True, border=1, border_color=LIGHT.faint, **colours
        )

    def _column_width(self, column: FormColumn) -> float:
        filled = (
            {
                "area_code": [row.code for row in self.form.rows],
                "area_name": [row.name for row in self.form.rows],
                "period": ["2000-01-01"],
            }.get(column.code, [])
            if column.prepared or column.code == "period"
            else []
        )
        widest = max(map(width_of, [*filled, *column.entry.offered]), default=0)
        words = max(map(width_of, re.findall(r"[\x21-\u02ff]+", column.heading)), default=0)
        heading = max(words, min(width_of(column.heading), WIDEST_HEADING))
        least = {"day_or_month": 12, "text": 14, "some_of_offered": 20, "areas": 20, "area": 14}
        asked = max(NARROWEST, least.get(column.entry.kind, 0), heading, min(widest, WIDEST_NAME))
        return max(asked, 24 if column.code == "note" else 0) + 2.5

    @staticmethod
    def _kind(column: FormColumn) -> dict[str, Any]:
        """How a cell of a column is written: numbers to the right, all else as text."""
        shown = NUMBER_FORMATS.get(column.entry.kind, "@")
        align = "right" if column.entry.kind == "whole_number" else "left"
        return {"num_format": shown, "align": align, "indent": 1}

    def _comment(self, text: str) -> dict[str, Any]:
        """A note large enough for its text."""
        width = min(max(width_of(text), 24), 44)
        lines = lines_of(text, width)
        return {
            "author": self.form.department,
            "font_size": 9,
            "font_name": FONTS[self.form.language],
            "color": LIGHT.panel,
            "width": width * 7 + 20,
            "height": lines * 17 + 14,
        }

    def _rows(self) -> None:
        form = self.form
        for number in range(1, (len(form.rows) or PREPARED_ROWS) + 1):
            row = form.rows[number - 1] if form.rows else None
            line = {"border": 1, "border_color": LIGHT.rule}
            if row and row.opens_county and number > 1:
                line |= {"top_color": LIGHT.no_data_line}
            for place, column in enumerate(form.columns):
                shade = {"bg_color": LIGHT.panel} if column.prepared else {}
                look = self._format(**self._kind(column), **line, **shade)
                if row and column.code == "area_code":
                    self.sheet.write_string(number, place, row.code, look)
                elif row and column.code == "area_name":
                    self.sheet.write_string(number, place, row.name, look)
                elif row and column.code == "period":
                    self.sheet.write_datetime(number, place, form.period, look)
                else:
                    self.sheet.write_blank(number, place, None, look)
            self.sheet.set_row(number, LINE + 3)
        codes = [place for place, column in enumerate(form.columns) if column.entry.kind in ("text", "area")]
        spans = [
            f"{xl_rowcol_to_cell(1, place)}:{xl_rowcol_to_cell(self.last_row, place)}" for place in codes
        ]
        self.sheet.ignore_errors({"number_stored_as_text": " ".join(spans)})

    # ------------------------------------------------------------ what a cell may hold

    def _hold(self, place: int, entry: Entry) -> None:
        """Hold the cells of a column to their kind."""
        cell = xl_rowcol_to_cell(1, place)
        rule = self._rule(entry, cell)
        if rule is None:
            return
        said = {
            "ignore_blank": True,
            "error_title": self.words("form.refusal.title")[:LONGEST_TITLE],
            "error_message": entry.refusal[:LONGEST_MESSAGE],
            "error_type": "warning" if entry.others_too else "stop",
        }
        if entry.kind == "some_of_offered":
            # A cell takes one of a list; several are typed, and filing looks at each of them.
            said |= {"show_error": False, "input_message": self.words("form.several")[:LONGEST_MESSAGE]}
        self.sheet.data_validation(1, place, self.last_row, place, {**rule, **said})

    def _rule(self, entry: Entry, cell: str) -> dict[str, Any] | None:
        """What Excel checks of a cell; None where nothing can be said of it."""
        between = {"criteria": "between", "minimum": 0, "maximum": entry.limit}
        if entry.kind == "whole_number":
            return {"validate": "integer", **between}
        if entry.kind == "day":
            days = {"minimum": dt.date(1900, 1, 1), "maximum": dt.date(9999, 12, 31)}
            return {"validate": "date", "criteria": "between", **days}
        if entry.kind == "day_or_month":
            return {"validate": "custom", "value": DAY_OR_MONTH.format(cell=cell)}
        if entry.kind in ("offered", "some_of_offered"):
            return {"validate": "list", "source": self._source(entry.offered)}
        if entry.kind == "area" and self.areas is not None:
            return {"validate": "custom", "value": f"=COUNTIF({self._codes},{cell})>0"}
        if entry.kind == "text" and entry.limit:
            return {"validate": "length", **between}
        return None

    @property
    def _codes(self) -> str:
        """Where the codes of the areas stand."""
        return self._range(self.words("form.areas"), 2, 0, len(self.form.areas))

    @staticmethod
    def _range(sheet: str, first: int, column: int, height: int) -> str:
        begin, end = (
            xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (first, first + height - 1)
        )
        return f"'{sheet}'!{begin}:{end}"

    def _source(self, words: tuple[str, ...]) -> list[str] | str:
        """A list as it stands in a rule, or where it stands if it is too long for that or has commas."""
        plain = not any(set(word) & {",", '"'} or word != word.strip() for word in words)
        if plain and len(",".join(words)) <= LONGEST_LIST:
            return list(words)
        if words not in self._listed:
            name = self.words("form.lists")
            if self.lists is None:
                self.lists = self.book.add_worksheet(name)
                self.lists.hide()
                self.lists.write_string(0, 0, name)
            column = len(self._listed)
            for row, word in enumerate(words, start=1):
                self.lists.write_string(row, column, word)
            self._listed[words] = "=" + self._range(name, 1, column, len(words))
        return self._listed[words]

    # ------------------------------------------------------------ the other sheets

    def _write_notes(self) -> None:
        form, sheet = self.form, self.notes
        labels = [column.heading for column in form.columns] + [label for label, _ in form.notes]
        left, right = min(max(map(width_of, labels)), 30) + 3, 90
        sheet.set_column(0, 0, left)
        sheet.set_column(1, 1, right)
        sheet.hide_gridlines(2)
        self._page(sheet, landscape=False)
        title = self._format(bold=True, font_size=14, font_color=LIGHT.primary)
        section = self._format(
            bold=True, font_size=11, font_color=LIGHT.primary, bottom=1, bottom_color=LIGHT.faint
        )
        label_look = self._format(bold=True, valign="top", text_wrap=True, font_color=LIGHT.text)
        text_look = self._format(valign="top", text_wrap=True, font_color=LIGHT.text)
        sheet.write_string(0, 0, form.title, title)
        sheet.set_row(0, 30)
        row = 2

        def write(pairs: Iterable[tuple[str, str]]) -> None:
            nonlocal row
            for label, text in pairs:
                sheet.write_string(row, 0, label, label_look)
                sheet.write_string(row, 1, text, text_look)
                lines = max(lines_of(label, left - 1.5), lines_of(text, right - 2))
                sheet.set_row(row, lines * LINE + 5)
                row += 1
            row += 1

        def open_section(key: str) -> None:
            nonlocal row
            sheet.write_string(row, 0, self.words(key), section)
            sheet.write_blank(row, 1, None, section)
            sheet.set_row(row, 22)
            row += 1

        write(form.notes)
        open_section("form.section.columns")
        write((column.heading, _after_name(column)) for column in form.columns)
        if form.rules:
            open_section("form.section.rules")
            write((str(number), rule) for number, rule in enumerate(form.rules, start=1))

    def _write_areas(self) -> None:
        """The codes that columns of areas take, with their names."""
        if self.areas is None:
            return
        self.areas.set_column(0, 0, 14, self._format(num_format="@"))
        names = [name for _, name in self.form.areas]
        self.areas.set_column(1, 1, min(max(map(width_of, names)), WIDEST_NAME) + 3, self._format())
        self._page(self.areas, landscape=False)
        title = self._format(bold=True, font_color=LIGHT.primary)
        self.areas.write_string(0, 0, self.words("form.areas"), title)
        for row, (code, name) in enumerate(self.form.areas, start=2):
            self.areas.write_string(row, 0, code, self._format(num_format="@"))
            self.areas.write_string(row, 1, name, self._format())
        self.areas.ignore_errors({"number_stored_as_text": "A1:A1048576"})
        self.areas.freeze_panes(2, 0)


def _after_name(column: FormColumn) -> str:
    """A column's remark without the name that begins it where the heading says that already."""
    first, _, rest = column.remark.partition("\n")
    return rest if rest and column.heading.startswith(first) else column.remark
