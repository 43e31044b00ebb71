"""Any spreadsheet -> a frame of text that remembers each cell's row and column.

CSV in UTF-8 (with or without BOM) or GB18030, and XLSX. Every cell is read as text: a code keeps its digits, and
what a number means is decided by the contract. Whatever cannot be read raises `ReadingError`, with the rows.
"""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv

from pipelines.filing import workbook
from pipelines.filing.finding import LISTED_PER_FILE, Finding, shorten
from programme.datasets import normal_heading
from words.problems import Bilingual, Problem, ReadingError

LARGEST_FILE = 512 * 1024 * 1024
_HEAD = 256 * 1024  # the heading row must lie within the first of these bytes to be found without reading all
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# A cell in quotes from edge to edge, quotes inside doubled. Any other quote is read differently by different readers.
_QUOTED = re.compile(rb'(?<![^,\r\n])"[^"]*(?:""[^"]*)*"(?![^,\r\n])')
_BLANK_CHARACTERS = " \t\r\n\u3000\u00a0\ufeff\u200b"


KnownHeadings = frozenset[str]


@dataclass(frozen=True)
class Sheet:
    """One table as filed: its headings, and one text column per heading, named `0`, `1`, ...

    `frame` also has `file_row`: the 1-based row of the sheet, whose heading stands in `heading_row`.
    Rows without any content are left out; a blank cell is null.
    """

    headings: tuple[str, ...]
    heading_row: int
    frame: pl.DataFrame
    sheet_name: str | None = None


def refusal(problem: Problem, *, row: int | None = None, value: str | None = None) -> ReadingError:
    """The error of a file that is refused for one reason."""
    return ReadingError(findings=[Finding(row, None, value, problem)])


def read_sheet(path: Path, known_headings: KnownHeadings) -> Sheet:
    """Read the one table of a file. Raises `ReadingError` when it is empty, locked, damaged or no table."""
    return read_table(read_bytes(path), known_headings)


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises `ReadingError` where it is no regular file, too large, or cannot be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refusal(Problem("read.not_a_file"))
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # bounded: a file may grow while it is read
        if len(data) > LARGEST_FILE:
            raise refusal(Problem("read.too_large_a_file", limit=LARGEST_FILE // 2**20))
    except OSError as error:
        raise refusal(Problem("read.unreadable_file", reason=error.strerror)) from error
    return data


def read_table(data: bytes, known_headings: KnownHeadings) -> Sheet:
    """The one table of a file's bytes. `known_headings`, in their normal form, tell a heading row from a title."""
    if not data or data.isspace():
        raise refusal(Problem("read.empty_file"))
    if data.startswith(b"PK\x03\x04"):
        return _from_workbook(data, known_headings)
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    return _from_text(_utf8(data, known_headings), known_headings)


def is_blank(column: str) -> pl.Expr:
    """True where a text cell holds nothing that can be seen."""
    cell = pl.col(column)
    return cell.is_null() | (cell.str.strip_chars(_BLANK_CHARACTERS).str.len_bytes() == 0)


def _may_be_blank(column: str) -> pl.Expr:
    """True for every blank cell and for few others: none that begins with a digit or a letter."""
    cell = pl.col(column)
    return cell.is_null() | (cell < "!") | (cell > "\x7f")


# ---------------------------------------------------------------- workbooks


def _old_or_locked(data: bytes) -> ReadingError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refusal(Problem("read.password"))
    return refusal(Problem("read.old_workbook"))


def _from_workbook(data: bytes, known_headings: KnownHeadings) -> Sheet:
    try:
        tables = workbook.tables(data)
    except workbook.Damaged as error:
        raise refusal(Problem("read.damaged_workbook", reason=str(error))) from error
    found = [(name, _heading_place(_rows_of(frame))) for name, frame in tables.items()]
    filled = [(name, place) for name, place in found if place is not None]
    known = [(name, place) for name, place in filled if _known(place[1], known_headings)]
    if not filled:
        raise refusal(Problem("read.empty_file.sheets", sheets=list(tables)))
    if len(known) > 1:
        names = [name for name, _ in known]
        raise refusal(Problem("read.several_sheets", number=len(names), sheets=names))
    if not known and len(filled) > 1:
        raise refusal(Problem("read.wrong_sheet", rows=_first_rows(filled)))
    name, (heading_row, headings) = (known or filled)[0]
    table = tables[name]
    lost = workbook.lost_cells(data, name, table)
    lost = [cell for cell in lost if cell.row > heading_row]
    if lost:
        raise ReadingError(findings=shorten([_lost(cell, headings, table.first_column) for cell in lost]))
    body = table.frame.slice(heading_row - 1 + 1)
    numbered = body.with_columns(
        file_row=pl.int_range(heading_row + 1, heading_row + 1 + pl.len(), dtype=pl.Int64)
    )
    return _sheet(headings, heading_row, numbered, name)


def _rows_of(table: workbook.Table) -> Iterator[list[str]]:
    for row in table.frame.iter_rows():
        yield [cell or "" for cell in row]


def _first_rows(filled: list[tuple[str, tuple[int, list[str]]]]) -> Bilingual:
    """The beginnings of the first sheets, each with its name."""
    quoted = [f"{name}: {' | '.join(headings[:6])}" for name, (_, headings) in filled[:5]]
    return Bilingual("；".join(quoted), "; ".join(quoted))


def _lost(cell: workbook.LostCell, headings: list[str], first_column: int) -> Finding:
    place = cell.column - first_column
    heading = headings[place] if 0 <= place < len(headings) else None
    if cell.value is None:
        return Finding(
            cell.row, heading, None, Problem("read.formula_without_value", row=cell.row, heading=heading)
        )
    return Finding(
        cell.row,
        heading,
        cell.value,
        Problem("read.error_cell", row=cell.row, heading=heading, error=cell.value),
    )


# ---------------------------------------------------------------- text


def _utf8(data: bytes, known_headings: KnownHeadings) -> bytes:
    """The text as UTF-8 bytes without BOM, or the reason why its encoding is not clear."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_text(data, error.start) from error
        return data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(Problem("read.encoding.utf_16"))
    if b"\x00" in data[: 1 << 20] or b"\x00" in data:
        raise refusal(Problem("read.not_a_table"))
    if data.isascii():
        return data
    as_utf8 = _decoded(data, "utf-8")
    as_national = _decoded(data, "gb18030")
    if as_utf8 is not None and (as_national is None or _clearer(as_utf8, as_national, known_headings)):
        return data
    if as_national is not None:
        return as_national.encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_text(data, error.start) from error
    raise AssertionError("one of the two decodings must have failed")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _clearer(as_utf8: str, as_national: str, known_headings: KnownHeadings) -> bool:
    """UTF-8, unless GB18030 alone turns the headings into known ones.

    Nothing that is landed hangs on the rest: codes, periods and figures are the same in both, names are not kept.
    """
    return _known_in(as_utf8, known_headings) >= _known_in(as_national, known_headings)


def _known_in(text: str, known_headings: KnownHeadings) -> int:
    place = _heading_place(_records(text[:_HEAD]))
    return 0 if place is None else sum(normal_heading(heading) in known_headings for heading in place[1])


def _not_text(data: bytes, start: int) -> ReadingError:
    row = data.count(b"\n", 0, start) + 1
    return refusal(Problem("read.encoding.neither", row=row), row=row)


def _records(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), strict=True)


def _heading_place(records: Iterator[list[str]]) -> tuple[int, list[str]] | None:
    """The first row with content: its 1-based number and its cells. None when there is none."""
    try:
        for number, cells in enumerate(records, start=1):
            if any(cell.strip(_BLANK_CHARACTERS) for cell in cells):
                return number, [cell.strip(_BLANK_CHARACTERS) for cell in cells]
    except csv.Error:
        return None
    return None


def _known(headings: list[str], known_headings: KnownHeadings) -> bool:
    """Whether this is the heading row of a return: an area and a figure at least, not just a word like 说明."""
    return sum(normal_heading(heading) in known_headings for heading in headings) >= 2


def _from_text(data: bytes, known_headings: KnownHeadings) -> Sheet:
    fast = _at_once(data, known_headings)
    return fast if fast is not None else _row_by_row(data.decode("utf-8"))


def _at_once(data: bytes, known_headings: KnownHeadings) -> Sheet | None:
    """The whole file in one go, or None where anything about its shape needs a closer look."""
    lines = data[:_HEAD].splitlines(keepends=True)
    if len(data) > _HEAD:
        lines.pop()  # cut in the middle
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        for line in lines:
            used += len(line)
            yield line.decode("utf-8", errors="replace")

    place = _heading_place(csv.reader(feed(), strict=True))
    if place is None or used >= len(data):
        return None
    heading_row, headings = place
    quoted = b'"' in data
    if not _known(headings, known_headings) or (quoted and b'"' in _QUOTED.sub(b"", memoryview(data)[used:])):
        return None
    names = [str(number) for number in range(len(headings))]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(memoryview(data)[used:]),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=quoted, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    numbered = frame.with_columns(
        file_row=pl.int_range(heading_row + 1, heading_row + 1 + pl.len(), dtype=pl.Int64)
    )
    return _sheet(headings, heading_row, numbered)


def _row_by_row(text: str) -> Sheet:
    """The careful way: every row must have as many cells as the heading, and each that has not is named."""
    heading: list[str] = []
    heading_row = 0
    rows: list[list[str]] = []
    numbers: list[int] = []
    findings: list[Finding] = []
    number = 0
    total = 0
    try:
        for number, cells in enumerate(_records(text), start=1):
            if not any(cell.strip(_BLANK_CHARACTERS) for cell in cells):
                continue
            if not heading:
                heading, heading_row = [cell.strip(_BLANK_CHARACTERS) for cell in cells], number
                _refuse_other_separators(heading, number)
                continue
            width = len(heading)
            if len(cells) >= width and not any(cell.strip(_BLANK_CHARACTERS) for cell in cells[width:]):
                rows.append(cells[:width])
                numbers.append(number)
                continue
            total += 1
            if len(findings) < LISTED_PER_FILE:
                findings.append(_ragged(number, len(cells), width))
    except csv.Error as error:
        raise refusal(
            Problem("read.broken_quotes", row=number + 1, reason=str(error)), row=number + 1
        ) from error
    if findings:
        raise ReadingError(findings=shorten(findings, total))
    if not heading:
        raise refusal(Problem("read.empty_file.blank_rows"))
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in heading]
    frame = pl.DataFrame(
        {
            **{str(place): pl.Series(column, dtype=pl.String) for place, column in enumerate(columns)},
            "file_row": pl.Series(numbers, dtype=pl.Int64),
        }
    )
    return _sheet(heading, heading_row, frame)


def _refuse_other_separators(heading: list[str], row: int) -> None:
    if len(heading) != 1:
        return
    if "\t" in heading[0]:
        raise refusal(Problem("read.separator.tabs"), row=row, value=heading[0])
    if ";" in heading[0] or "；" in heading[0]:
        raise refusal(Problem("read.separator.semicolons"), row=row, value=heading[0])


def _ragged(row: int, cells: int, width: int) -> Finding:
    return Finding(row, None, None, Problem("read.row_shape", row=row, cells=cells, width=width))


def _sheet(headings: list[str], heading_row: int, frame: pl.DataFrame, name: str | None = None) -> Sheet:
    """Blank rows dropped, blank columns at the right edge dropped, blank cells null."""
    names = [column for column in frame.columns if column != "file_row"]
    width = len(names)
    padded = (headings + [""] * width)[:width]
    # A blank first cell is rare: only then are whole rows looked at.
    if names and frame.select(_may_be_blank(names[0]).any()).item():
        frame = frame.filter(~pl.all_horizontal(is_blank(column) for column in names))
    while padded and not padded[-1] and frame.select(is_blank(names[len(padded) - 1]).all()).item():
        padded.pop()
    kept = names[: len(padded)]
    return Sheet(tuple(padded), heading_row, frame.select(*kept, "file_row"), name)
