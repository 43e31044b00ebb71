"""XLSX -> text tables, and the cells a reader would silently lose: errors, and formulas not worked out."""

from __future__ import annotations

import io
import logging
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

import fastexcel
import polars as pl

LARGEST_UNPACKED = 2 * 1024**3
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
_REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_EMPTY_VALUE = re.compile(rb"\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*")
_ERROR_NAMES = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


# What the reader warns of (a chart sheet is no worksheet) is found again as an empty table and named there.
logging.getLogger("calamine").addHandler(logging.NullHandler())


class Damaged(Exception):
    """The bytes are no workbook that can be read; the text says why, in the reader's own words."""


@dataclass(frozen=True)
class Table:
    """One sheet as text from its row 1 on; `first_column` is where the frame begins (0 = A)."""

    frame: pl.DataFrame
    first_column: int
    errors: tuple[tuple[int, int, str], ...]  # 1-based row, 0-based sheet column, error value


@dataclass(frozen=True)
class LostCell:
    """A cell with content that arrives blank: `value` is its error, None for a formula without result."""

    row: int
    column: int  # 0 = A
    value: str | None


def tables(data: bytes) -> dict[str, Table]:
    """Every sheet of a workbook by name, in order."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Damaged(str(error)) from error
    if unpacked > LARGEST_UNPACKED:
        raise Damaged(f"{unpacked / 2**30:.1f} GB unpacked")
    if "xl/workbook.xml" not in parts and not any(part.startswith("xl/") for part in parts):
        raise Damaged("no xl/workbook.xml")
    try:
        reader = fastexcel.read_excel(data)
        return {name: _table(reader, name) for name in reader.sheet_names}
    except fastexcel.FastExcelError as error:
        raise Damaged(str(error).splitlines()[0]) from error
    except BaseException as error:  # a panic of the native reader is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise Damaged(type(error).__name__) from error


def _table(reader: fastexcel.ExcelReader, name: str) -> Table:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width == 0:
        return Table(pl.DataFrame(), 0, ())
    batch, errors = sheet.to_arrow_with_errors()
    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)
    frame.columns = [str(place) for place in range(frame.width)]
    places = [column.absolute_index for column in sheet.selected_columns]
    first_column = places[0] if places else 0
    found = () if errors is None else tuple(_error(error, first_column) for error in errors.errors)
    return Table(frame, first_column, found)


def _error(error: fastexcel.CellError, first_column: int) -> tuple[int, int, str]:
    row, column = error.position
    name = re.search(r"Error\((\w+)\)", error.detail)
    shown = _ERROR_NAMES.get(name[1], "#" + name[1]) if name else error.detail
    return row + 1, column + first_column, shown


def lost_cells(data: bytes, name: str, table: Table) -> list[LostCell]:
    """The cells of a sheet that hold something and arrive blank, in the order of the sheet."""
    lost = [LostCell(row, column, value) for row, column, value in table.errors]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = _part_of(archive, name)
        content = archive.read(part) if part else b""
    for match in _FORMULA_CELL.finditer(content):
        attributes, rest = match[1], match[2]
        empty = _EMPTY_VALUE.fullmatch(rest)
        # A formula may well have worked out to an empty text: then it is a text cell, and blank is right.
        if empty and b't="str"' not in attributes:
            place = _REFERENCE.search(attributes)
            if place:
                lost.append(LostCell(int(place[2]), _column_number(place[1].decode()), None))
    return sorted(lost, key=lambda cell: (cell.row, cell.column))


def _part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of the archive that holds a sheet's cells."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
            target = targets.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            return part if part in archive.namelist() else None
    return None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
