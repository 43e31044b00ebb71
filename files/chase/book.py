"""A chase-up list as an XLSX workbook: by county and form on the first sheet, unit by unit on the second."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from draw.palette import LIGHT
from files.chase.content import Chase
from files.sheet_text import FONTS, lines_of, width_of

LINE, WIDEST = 15.5, 52
Cells = Sequence[str | int | dt.date | None]


def contents(chase: Chase) -> bytes:
    """The workbook's bytes; the same list gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    speech = chase.speech
    moment = chase.snapshot["built_at"].replace(tzinfo=None, microsecond=0)
    properties = {
        "title": chase.title,
        "author": speech.pick(chase.snapshot, "department"),
        "created": moment,
    }
    book.set_properties(properties)
    _write(
        book,
        chase,
        speech("chase.sheet_counties"),
        ("county", "form", "period", "due", "days", "number", "units", "asks"),
        [
            (
                one.county,
                one.form,
                one.period,
                one.due_on,
                one.days,
                len(one.units),
                speech("list.item").join(one.units),
                "\n".join(one.asks),
            )
            for one in chase.owed()
        ],
    )
    _write(
        book,
        chase,
        speech("chase.sheet_units"),
        ("code", "unit", "county", "form", "period", "due", "days", "filer", "asks"),
        [
            (
                row["area_code"],
                speech.pick(row, "area_name"),
                speech.pick(row, "county_name"),
                speech.pick(row, "dataset_name"),
                chase.period_words(row),
                row["due_on"],
                row["days_overdue"],
                row["usual_filer"],
                chase.asks(row),
            )
            for row in chase.rows
        ],
    )
    book.close()
    return buffer.getvalue()


def _write(
    book: xlsxwriter.Workbook, chase: Chase, name: str, columns: Sequence[str], rows: Sequence[Cells]
) -> None:
    """A sheet: title, how much is owed, that it is a sample where it is, and the table."""
    sheet, speech = book.add_worksheet(name), chase.speech
    font: dict[str, Any] = {"font_name": FONTS[speech.language], "font_size": 10, "valign": "top"}
    edge = {"border": 1, "border_color": LIGHT.rule, "text_wrap": True}
    words = book.add_format({**font, **edge, "num_format": "@"})
    whole = book.add_format({**font, **edge, "num_format": "#,##0", "align": "right"})
    day = book.add_format({**font, **edge, "num_format": "yyyy-mm-dd", "align": "left"})
    head = book.add_format(
        {
            **font,
            **edge,
            "bold": True,
            "bg_color": LIGHT.primary,
            "font_color": LIGHT.page,
            "valign": "vcenter",
        }
    )
    sheet.write_string(0, 0, chase.title, book.add_format({**font, "bold": True, "font_size": 14}))
    sheet.write_string(1, 0, chase.lead, book.add_format(font))
    if chase.is_simulated:
        sheet.write_string(2, 0, speech("chase.mark"), book.add_format({**font, "font_color": LIGHT.bad}))
    heads = [speech(f"chase.column_{column}") for column in columns]
    widths = [
        min(max(width_of(text) for text in (heads[at], *(_shown(row[at]) for row in rows))), WIDEST) + 2.5
        for at in range(len(columns))
    ]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
        sheet.write_string(4, at, heads[at], head)
    for number, row in enumerate(rows, start=5):
        for at, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, at, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, int):
                sheet.write_number(number, at, value, whole)
            else:
                sheet.write_string(number, at, value or "", words)
        tallest = max(lines_of(_shown(value), width - 2) for value, width in zip(row, widths, strict=True))
        sheet.set_row(number, min(tallest * LINE + 3, 400))
    sheet.freeze_panes(5, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4)
    sheet.set_footer("&C&P / &N")
    if columns[0] == "code":
        sheet.ignore_errors({"number_stored_as_text": "A1:A1048576"})


def _shown(value: str | int | dt.date | None) -> str:
    return "" if value is None else str(value)
