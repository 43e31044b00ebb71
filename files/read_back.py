"""Reads a file that was taken here once more: its receipt and its tables as text, whatever has been done to it since.

A file from outside may be anything: what it may unpack to is bounded before it is unpacked, and pages and commands have it read
by a process of its own (`read_apart`), which may die of it.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from files import receipt, table
from files.exported import LARGEST, RECEIPT_KEY
from files.people import Written
from files.receipt import Part, Receipt
from words.problems import QuestionError

UNPACKED = 400 * 1024**2  # bytes that it may unpack to
_PIECE = 1024**2
_MOST_BLANK = 1000  # rows at a table's end
_DAY = re.compile(r"\d{4}-\d\d-\d\d 00:00:00")
_DECIMALS = re.compile(r"-?\d+\.\d+")
SEPARATORS = (",", "\t", ";")
ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what a Chinese Excel saves a CSV in


@dataclass(frozen=True)
class Table:
    """A table of a file: what the receipt says of it, and what stands there now; `is_there` is false where its sheet is gone."""

    part: Part
    headings: Sequence[str]
    cells: Sequence[Sequence[str | None]]
    is_there: bool = True

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what was written."""
        return (
            self.is_there
            and self.part.columns == len(self.headings)
            and self.part.rows == max(map(len, self.cells), default=0)
            and receipt.digest(self.headings, self.cells) == self.part.sha256
        )


@dataclass(frozen=True)
class Taken:
    """A file as it was read: its receipt, and its tables in the receipt's order."""

    receipt: Receipt
    tables: Sequence[Table]


def read(data: bytes, beside: bytes | None = None) -> Taken:
    """A file's receipt and tables; its kind is told by its beginning.

    Args:
        data: the file.
        beside: the receipt beside it; a CSV file needs one.

    Raises:
        QuestionError: too large, no file of ours, no receipt, or one that cannot be read.
    """
    if len(data) > LARGEST:
        raise QuestionError("verify.too_large", most=LARGEST // 1024**2)
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data)
    if data.startswith(b"PAR1"):
        return _parquet(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    if (
        data.lstrip()[:1] == b"{"
        and b'"receipt_version"' in data[: receipt.LARGEST]
        and b'"features"' not in data
    ):
        raise QuestionError("verify.is_receipt")
    if data.lstrip()[:1] == b"{":
        return _geojson(data)
    if beside is None:
        if not _may_be_a_table(data):
            raise QuestionError("verify.not_ours")
        raise QuestionError("verify.no_receipt", ending=receipt.ENDING)
    told = receipt.read(beside)
    if len(told.parts) != 1:
        raise QuestionError("receipt.of_another")
    return Taken(told, [_csv(data, told.parts[0])])


# ------------------------------------------------------------ CSV


def _csv(data: bytes, part: Part) -> Table:
    csv.field_size_limit(LARGEST)  # its own bound is shorter than texts of readers' own statements
    try:
        rows = _rows(_text(data), part.columns)
    except csv.Error as error:
        raise QuestionError("verify.not_ours") from error
    if not rows:
        return Table(part, [], [])
    headings, *rest = rows
    return _table(part, headings, rest)


def _may_be_a_table(data: bytes) -> bool:
    """Whether a text without a receipt may be a CSV file: by one sign its rows have as many cells, but for one cut off at the end."""
    csv.field_size_limit(LARGEST)  # as where it is read
    with contextlib.suppress(csv.Error, QuestionError):
        text = _text(data)
        for sign in SEPARATORS:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if row]
            if widths and widths[0] > 1 and {*widths[:-1]} <= {widths[0]}:
                return True
    return False


def _table(part: Part, headings: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Table:
    """The rows as columns: one that is too short has blanks at its end, and what stands behind the last heading has none."""
    whole = _whole(rows, part, len(headings))
    widest = max((place + 1 for row in whole for place, cell in enumerate(row) if cell), default=0)
    heads = [*headings, *[""] * (widest - len(headings))]
    columns = [
        [row[place] if place < len(row) and row[place] != "" else None for row in whole]
        for place in range(len(heads))
    ]
    return Table(part, heads, columns)


def _text(data: bytes) -> str:
    """A text in the encodings that spreadsheets write; `QuestionError` where it is none."""
    encodings = ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ENCODINGS
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise QuestionError("verify.not_ours")


def _rows(text: str, width: int) -> list[list[str]]:
    """The rows of a text, parted by the sign that gives it the width that it had, else by commas."""
    first = text.split("\n", 1)[0]
    separator = next(
        (one for one in SEPARATORS if len(next(csv.reader([first], delimiter=one), [])) == width),
        SEPARATORS[0],
    )
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False))


# ------------------------------------------------------------ workbooks


def _workbook(data: bytes) -> Taken:
    _check_bounded(data)
    import fastexcel  # takes its time to load

    try:
        book = fastexcel.read_excel(data)
        told = receipt.read(_receipt_of(book))
        tables = [_sheet(book, part) for part in told.parts]
    except fastexcel.FastExcelError as error:
        raise QuestionError("verify.not_ours") from error
    return Taken(told, tables)


def _check_bounded(data: bytes) -> None:
    """`QuestionError` where a workbook is none, or unpacks to more than is looked at; it is unpacked to find out, and dropped."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.infolist():
                with packed.open(member) as stream:
                    while piece := stream.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise QuestionError("verify.unpacks_too_large", most=UNPACKED // 1024**2)
    except QuestionError:
        raise
    except Exception as error:  # of a broken archive each of its parts has errors of its own
        raise QuestionError("verify.not_ours") from error


def _receipt_of(book: Any) -> str:
    from files.workbook_layout import RECEIPT_CELL, RECEIPT_SHEET

    if RECEIPT_SHEET not in book.sheet_names:
        raise QuestionError("verify.no_receipt_inside", sheet=RECEIPT_SHEET)
    cells = book.load_sheet(RECEIPT_SHEET, header_row=None, dtypes="string").to_polars()
    if cells.width < 2:
        raise QuestionError("verify.no_receipt_inside", sheet=RECEIPT_SHEET)
    lines = [str(text) for name, text, *_ in cells.iter_rows() if name == RECEIPT_CELL and text]
    if not lines:
        raise QuestionError("verify.no_receipt_inside", sheet=RECEIPT_SHEET)
    return "".join(lines)


def _sheet(book: Any, part: Part) -> Table:
    if part.sheet not in book.sheet_names:
        return Table(part, [], [], is_there=False)
    told = {"header_row": None, "skip_whitespace_tail_rows": True}
    texts = book.load_sheet(part.sheet, dtypes="string", **told).to_polars().iter_rows()
    numbers = book.load_sheet(part.sheet, dtypes="float", **told).to_polars().iter_rows()
    rows = [list(map(_as_written, *pair)) for pair in zip(texts, numbers, strict=True)]
    headings = [one or "" for one in rows[0]] if rows else []
    while headings and not headings[-1]:
        headings.pop()
    return _table(part, headings, rows[1:])


def _as_written(text: str | None, number: float | None) -> str | None:
    """A cell as the writer had it: as a text a day comes with its midnight, and a number without its last digits."""
    if not text:
        return None
    if _DAY.fullmatch(text):
        return text[:10]
    if number is not None and _DECIMALS.fullmatch(text) and math.isclose(float(text), number, abs_tol=1e-8):
        return repr(number)
    return text


def _whole(rows: Sequence[Sequence[str | None]], part: Part, width: int) -> list[Sequence[str | None]]:
    """The rows without blank ones that the table never had at its end, and with those it had: both leave no trace in a file."""
    found = list(rows)
    while len(found) > part.rows and not any(found[-1]):
        found.pop()
    missing = part.rows - len(found)
    return found + [[None] * width] * min(max(missing, 0), _MOST_BLANK)


# ------------------------------------------------------------ for programs


def _parquet(data: bytes) -> Taken:
    import pyarrow
    import pyarrow.parquet

    try:
        about = pyarrow.parquet.ParquetFile(io.BytesIO(data)).metadata
        groups = [about.row_group(place) for place in range(about.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > UNPACKED:
            raise QuestionError("verify.unpacks_too_large", most=UNPACKED // 1024**2)
        held = (about.metadata or {}).get(RECEIPT_KEY.encode())
        if held is None:
            raise QuestionError("verify.no_receipt_inside", sheet=RECEIPT_KEY)
        told = receipt.read(held)
        if about.num_rows > max(told.rows * 10, 1000):
            raise QuestionError("verify.not_ours")
        frame = pl.read_parquet(io.BytesIO(data))
    except (pyarrow.ArrowException, pl.exceptions.PolarsError, OSError) as error:
        raise QuestionError("verify.not_ours") from error
    columns = table.for_programs(told.snapshot, frame, told.parameters)
    return Taken(told, [_typed(told.parts[0], columns)])


def _geojson(data: bytes) -> Taken:
    try:
        found = json.loads(data)
        held, features = found.get(RECEIPT_KEY), found["features"]
        rows = [dict(feature["properties"]) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError("verify.not_ours") from error
    if held is None:
        raise QuestionError("verify.no_receipt_inside", sheet=RECEIPT_KEY)
    told = receipt.read(json.dumps(held, ensure_ascii=False))
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = table.for_programs(
        told.snapshot,
        {name: [row.get(name) for row in rows] for name in names},
        told.parameters,
    )
    return Taken(told, [_typed(told.parts[0], columns)])


def _typed(part: Part, columns: Sequence[Written]) -> Table:
    return Table(part, [one.heading for one in columns], [one.cells for one in columns])
