"""XLSX -> text tables, and the cells a reader would silently lose: errors, and formulas not worked out.

What is filed may be damaged or meant to harm: `tables` is called in the child process of `workbook_process` alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import fastexcel
import pyarrow as pa

from pipelines.filing.other_workbooks import scan_of
from pipelines.filing.package import lay_out
from pipelines.filing.sheet_scan import LostCell, Scan
from words.problems import Problem

_ERROR_NAMES = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}


logging.getLogger("calamine").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Table:
    """One sheet as text from its row 1 on; `first_column` is where the batch begins (0 = A).

    `lost` are the cells that hold something and arrive blank, in the order of the sheet.
    """

    batch: pa.RecordBatch
    first_column: int
    lost: tuple[LostCell, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()  # 0 = A
    is_hidden: bool = False


def tables(data: bytes) -> dict[str, Table]:
    """Every sheet of a workbook by name, in order. Raises `Problem` where it is damaged, too large or out of order."""
    if other := scan_of(data):
        return _tables(data, other)
    package = lay_out(data)
    return _tables(package.data, package.sheets, package.others)


def _tables(data: bytes, sheets: Mapping[str, Scan], others: Sequence[str] = ()) -> dict[str, Table]:
    found = {name: Table(pa.record_batch([], names=[]), 0, ()) for name in others}
    if not sheets:
        return found
    try:
        reader = fastexcel.read_excel(data)
        for name, scan in sheets.items():
            found[name] = _table(reader, name, scan)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except fastexcel.FastExcelError as error:
        raise Problem("read.damaged_workbook", reason=_reason(error)) from error
    except BaseException as error:  # a panic of the native reader is no Exception
        raise Problem("read.damaged_workbook", reason=type(error).__name__) from error
    return found


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0].removeprefix("calamine error: ")


def _table(reader: fastexcel.ExcelReader, name: str, scan: Scan) -> Table:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    unworked = scan.unworked
    is_hidden = scan.is_hidden or sheet.visible != "visible"
    hidden = tuple(scan.hidden_rows), tuple(scan.hidden_columns), is_hidden
    if sheet.width == 0:
        return Table(pa.record_batch([], names=[]), 0, tuple(unworked), *hidden)
    batch, errors = sheet.to_arrow_with_errors()
    places = [column.absolute_index for column in sheet.selected_columns]
    first_column = places[0] if places else 0
    lost = unworked + [_error(error, first_column) for error in (errors.errors if errors else ())]
    ordered = tuple(sorted(lost, key=lambda cell: (cell.row, cell.column)))
    return Table(batch, first_column, ordered, *hidden)


def _error(error: fastexcel.CellError, first_column: int) -> LostCell:
    row, column = error.position
    name = re.search(r"Error\((\w+)\)", error.detail)
    number = re.search(r"DateTime\(ExcelDateTime \{ value: ([-+.0-9eE]+)", error.detail)
    shown = _ERROR_NAMES.get(name[1], "#" + name[1]) if name else number[1] if number else error.detail
    return LostCell(row + 1, column + first_column, shown)
