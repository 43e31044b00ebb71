"""Any spreadsheet -> a frame of text that remembers each cell's row and column.

CSV in UTF-8 (with or without BOM) or GB18030, the same with tabs (and UTF-16, as Excel saves it), and XLSX. Every cell
is read as text: a code keeps its digits, and what a number means is decided by the contract. Only the figures of a large
plain file are read as numbers, where each is one and nothing about the file is in doubt. The heading is the first
row with words of one; what stands above it, totals and closing lines are told and left out. Whatever cannot be read
raises `ReadingError`, with the rows.
"""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv

from pipelines.filing import surroundings, unshown
from pipelines.filing.encoding import HEAD, to_utf8
from pipelines.filing.finding import LISTED_PER_FILE, Finding, shorten
from pipelines.filing.heading import (
    BLANK_CHARACTERS,
    Heading,
    KnownHeadings,
    heading_of,
    is_known,
    records,
    refusal,
    refuse_two_headings,
)
from pipelines.filing.other_workbooks import OLE
from pipelines.filing.published import grid
from pipelines.filing.published.grid import Grid
from pipelines.filing.read_figures import may_be_blank, with_figures
from pipelines.filing.sheet_scan import LostCell
from pipelines.filing.surroundings import Apart
from pipelines.filing.workbook_process import Table, Workbooks
from words.problems import Bilingual, Problem, ReadingError

LARGEST_FILE = 512 * 1024 * 1024
_TYPED_FROM = 256 * 1024  # bytes from which reading figures as numbers pays
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
# A cell in quotes from edge to edge, quotes inside doubled. Any other quote is read differently by different readers.
_QUOTED = re.compile(rb'(?<![^,\r\n])"[^"]*(?:""[^"]*)*"(?![^,\r\n])')


@dataclass(frozen=True)
class Sheet:
    """One table as filed: its headings, and one text column per heading, named `0`, `1`, ...

    `frame` also has `file_row`: the 1-based row of the sheet, whose heading stands in `heading_row`.
    Rows without any content are left out, and those `apart`, which are none of an area (totals, lines below the table);
    a blank cell is null. `notes` are warnings about what was left out. Where `as_filed` is given, columns of figures
    are whole numbers in `frame`, and it returns the same rows all as text.
    """

    headings: tuple[str, ...]
    heading_row: int
    frame: pl.DataFrame
    sheet_name: str | None = None
    notes: tuple[Finding, ...] = ()
    apart: Apart = field(default_factory=Apart)
    above: tuple[list[str], ...] = ()  # the lines above the heading
    as_filed: Callable[[], pl.DataFrame] | None = None


def read_sheet(path: Path, known_headings: KnownHeadings, workbooks: Workbooks | None = None) -> Sheet:
    """Read the one table of a file. Raises `ReadingError` when it is empty, locked, damaged or no table."""
    return read_table(read_bytes(path), known_headings, workbooks)


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises `ReadingError` where it is a link or no regular file, too large, or cannot be opened."""
    try:
        if path.is_symlink():
            raise refusal(Problem("read.link", target=_target(path)))
        if not stat.S_ISREG(path.stat().st_mode):
            raise refusal(Problem("read.not_a_file"))
        # Looked at once more through what was opened: the name may stand for something else by now.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise refusal(Problem("read.not_a_file"))
            data = file.read(LARGEST_FILE + 1)  # bounded: a file may grow while it is read
        if len(data) > LARGEST_FILE:
            raise refusal(Problem("read.too_large_a_file", limit=LARGEST_FILE // 2**20))
    except OSError as error:
        raise refusal(Problem("read.unreadable_file", reason=error.strerror)) from error
    return data


def _target(path: Path) -> str:
    return os.fsencode(path.readlink()).decode("utf-8", "backslashreplace")


def read_table(
    data: bytes,
    known_headings: KnownHeadings,
    workbooks: Workbooks | None = None,
    figures: KnownHeadings = frozenset(),
) -> Sheet:
    """The one table of a file's bytes. `known_headings`, in their normal form, tell a heading row from a title.

    Columns headed by one of `figures` may come as whole numbers (`Sheet.as_filed`). A workbook is read in the child process
    of `workbooks`, which serves all files of a call, or in one of its own.
    """
    if not data or data.isspace():
        raise refusal(Problem("read.empty_file"))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE)):
        if workbooks is not None:
            return _from_workbook(data, known_headings, workbooks)
        with Workbooks() as own:
            return _from_workbook(data, known_headings, own)
    if data.startswith(_ARCHIVES):
        raise refusal(Problem("read.archive"))
    if data.startswith(_PICTURES):
        raise refusal(Problem("read.other_document"))
    return _from_text(to_utf8(data, known_headings), known_headings, figures)


def grids_of(data: bytes, known_headings: KnownHeadings, workbooks: Workbooks) -> list[Grid]:
    """The sheets of a file as they stand, nothing taken for a heading yet. Raises `ReadingError` as `read_table` does."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE)):
        try:
            return grid.of_tables(workbooks.tables(data))
        except Problem as problem:
            raise refusal(problem) from problem
    text = to_utf8(data, known_headings).decode("utf-8")
    _refuse_too_wide(text)
    return grid.of_text(text)


def _refuse_too_wide(text: str) -> None:
    if grid.too_wide(text):
        raise refusal(Problem("read.too_many_columns", most=grid.MOST_COLUMNS))


def is_blank(column: str) -> pl.Expr:
    """True where a text cell holds nothing that can be seen."""
    cell = pl.col(column)
    return cell.is_null() | (cell.str.strip_chars(BLANK_CHARACTERS).str.len_bytes() == 0)


# ---------------------------------------------------------------- workbooks


def _from_workbook(data: bytes, known_headings: KnownHeadings, workbooks: Workbooks) -> Sheet:
    try:
        tables = workbooks.tables(data)
    except Problem as problem:
        raise refusal(problem) from problem
    found = [(name, heading_of(_rows_of(table), known_headings)) for name, table in tables.items()]
    filled = [(name, heading) for name, heading in found if heading is not None]
    known = [(name, heading) for name, heading in filled if is_known(heading.texts, known_headings)]
    if not filled:
        raise refusal(Problem("read.empty_file.sheets", sheets=list(tables)))
    if len(known) > 1:
        names = [name for name, _ in known]
        raise refusal(Problem("read.several_sheets", number=len(names), sheets=names))
    if not known and len(filled) > 1:
        raise refusal(Problem("read.wrong_sheet", rows=_first_rows(filled)))
    name, heading = (known or filled)[0]
    table = tables[name]
    body = table.frame.slice(heading.row)
    numbered = body.with_columns(
        file_row=pl.int_range(heading.row + 1, heading.row + 1 + pl.len(), dtype=pl.Int64)
    )
    width = max((cell.column - table.first_column + 1 for cell in table.lost), default=0)
    sheet = _sheet(heading, numbered, known_headings, name, table, width)
    lost = [cell for cell in table.lost if cell.row > heading.row and cell.row not in sheet.apart.rows]
    if lost:
        total = len(lost) + table.lost_in_all - len(table.lost)
        findings = [_lost(cell, heading.texts, table.first_column) for cell in lost]
        raise ReadingError(findings=shorten(findings, total))
    return replace(sheet, notes=(*_unshown(sheet, tables, filled), *sheet.notes))


def _unshown(
    sheet: Sheet, tables: dict[str, Table], filled: Sequence[tuple[str, Heading]]
) -> Iterator[Finding]:
    """What of a workbook a program does not show; a list for a cell's choices, of one column, is no table."""
    assert sheet.sheet_name is not None
    table = tables[sheet.sheet_name]
    passed_over = [
        name
        for name, heading in filled
        if name != sheet.sheet_name and tables[name].is_hidden and sum(map(bool, heading.texts)) > 1
    ]
    yield from unshown.hidden_sheets(passed_over, sheet.sheet_name if table.is_hidden else None)
    if table.hidden_rows:
        yield from unshown.hidden_rows(sorted(set(table.hidden_rows) & set(sheet.frame["file_row"])))
    columns = {place + table.first_column: text for place, text in enumerate(sheet.headings)}
    yield from unshown.hidden_columns(
        {place: text for place, text in columns.items() if place in table.hidden_columns}
    )


def _rows_of(table: Table) -> Iterator[list[str]]:
    for row in table.frame.iter_rows():
        yield [cell or "" for cell in row]


def _first_rows(filled: list[tuple[str, Heading]]) -> Bilingual:
    """The beginnings of the first sheets, each with its name."""
    quoted = [f"{name}: {' | '.join(heading.texts[:6])}" for name, heading in filled[:5]]
    return Bilingual("；".join(quoted), "; ".join(quoted))


def _lost(cell: LostCell, headings: list[str], first_column: int) -> Finding:
    place = cell.column - first_column
    heading = headings[place] if 0 <= place < len(headings) else None
    if cell.value is None:
        problem = Problem("read.formula_without_value", row=cell.row, heading=heading)
        return Finding(cell.row, heading, None, problem, place=place)
    key = "read.error_cell" if cell.value.startswith("#") else "read.error_cell.no_day"
    problem = Problem(key, row=cell.row, heading=heading, error=cell.value)
    return Finding(cell.row, heading, cell.value, problem, place=place)


# ---------------------------------------------------------------- text


def text_records(head: bytes, separator: str) -> list[list[str]]:
    """The first rows of a text, in whichever encoding reads them best; none where they are no table."""
    for encoding in ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            # The end may be cut in the middle of a character.
            text = head.decode(encoding, "strict" if len(head) < 4096 else "ignore")
            return [row for _, row in zip(range(100), records(text, separator), strict=False) if any(row)]
        except (UnicodeError, csv.Error):
            continue
    return []


def _from_text(data: bytes, known_headings: KnownHeadings, figures: KnownHeadings = frozenset()) -> Sheet:
    fast = _at_once(data, known_headings, figures)
    if fast is not None:
        return fast
    text = data.decode("utf-8")
    _refuse_too_wide(text)
    return _row_by_row(text, known_headings, _separator(text[:HEAD], known_headings))


def _separator(text: str, known_headings: KnownHeadings) -> str:
    """A comma, or a tab where only tabs make a heading of a row."""
    if "\t" in text:
        with_commas, with_tabs = (heading_of(records(text, one), known_headings) for one in ",\t")
        known = [one is not None and is_known(one.texts, known_headings) for one in (with_commas, with_tabs)]
        if known == [False, True]:
            return "\t"
    return ","


def _at_once(
    data: bytes, known_headings: KnownHeadings, figures: KnownHeadings = frozenset()
) -> Sheet | None:
    """The whole file in one go, or None where anything about its shape needs a closer look."""
    lines = data[:HEAD].splitlines(keepends=True)
    if len(data) > HEAD:
        lines.pop()  # cut in the middle
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        for line in lines:
            used += len(line)
            yield line.decode("utf-8", errors="replace")

    heading = heading_of(csv.reader(feed(), strict=True), known_headings)
    if heading is None or used >= len(data) or not is_known(heading.texts, known_headings):
        return None
    quoted = b'"' in data
    if not quoted and figures and len(data) >= _TYPED_FROM:
        typed = with_figures(data[used:], heading, known_headings, figures)
        if typed is not None:
            notes = (surroundings.heading_told(heading.row, heading.above),) if heading.above else ()
            as_filed = cache(lambda: _from_text(data, known_headings).frame)
            return Sheet(
                tuple(heading.texts), heading.row, typed, notes=notes, above=heading.above, as_filed=as_filed
            )
    if quoted and b'"' in _QUOTED.sub(b"", memoryview(data)[used:]):
        return None
    names = [str(number) for number in range(len(heading.texts))]
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
        file_row=pl.int_range(heading.row + 1, heading.row + 1 + pl.len(), dtype=pl.Int64)
    )
    return _sheet(heading, numbered, known_headings)


def _row_by_row(text: str, known_headings: KnownHeadings, separator: str = ",") -> Sheet:
    """The careful way: every row must have as many cells as the heading, and each that has not is named."""
    heading = heading_of(records(text, separator), known_headings)
    rows: list[list[str]] = []
    numbers: list[int] = []
    findings: list[Finding] = []
    number = 0
    total = 0
    try:
        for number, cells in enumerate(records(text, separator), start=1):
            if heading is None or not any(cell.strip(BLANK_CHARACTERS) for cell in cells):
                continue
            if number <= heading.row:
                if number == heading.row:
                    _refuse_other_separators(heading.texts, number)
                continue
            width = len(heading.texts)
            if len(cells) >= width and not any(cell.strip(BLANK_CHARACTERS) for cell in cells[width:]):
                rows.append(cells[:width])
                numbers.append(number)
                continue
            if surroundings.is_closing(cells):
                rows.append((cells + [""] * width)[:width])
                numbers.append(number)
                continue
            total += 1
            if len(findings) < LISTED_PER_FILE:
                findings.append(_ragged(number, len(cells), width))
    except csv.Error as error:
        raise refusal(
            Problem("read.broken_quotes", row=number + 1, reason=str(error)), row=number + 1
        ) from error
    if heading is None:
        raise refusal(Problem("read.empty_file.blank_rows"))
    if findings and not is_known(heading.texts, known_headings):
        # Whatever this is, its rows are not to be mended: only what is headed as a return is measured by its heading.
        raise refusal(Problem("read.no_return", lines=_first_lines(text, separator)))
    if findings:
        raise ReadingError(findings=shorten(findings, total))
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in heading.texts]
    frame = pl.DataFrame(
        {
            **{str(place): pl.Series(column, dtype=pl.String) for place, column in enumerate(columns)},
            "file_row": pl.Series(numbers, dtype=pl.Int64),
        }
    )
    return _sheet(heading, frame, known_headings)


def _first_lines(text: str, separator: str) -> Bilingual:
    """The first rows with content, as they are told."""
    filled = (
        cells for cells in records(text, separator) if any(cell.strip(BLANK_CHARACTERS) for cell in cells)
    )
    return surroundings.quoted(list(islice(filled, 5)))


def _refuse_other_separators(heading: list[str], row: int) -> None:
    if len(heading) != 1:
        return
    if "\t" in heading[0]:
        raise refusal(Problem("read.separator.tabs"), row=row, value=heading[0])
    if ";" in heading[0] or "；" in heading[0]:
        raise refusal(Problem("read.separator.semicolons"), row=row, value=heading[0])


def _ragged(row: int, cells: int, width: int) -> Finding:
    return Finding(row, None, None, Problem("read.row_shape", row=row, cells=cells, width=width))


def _sheet(
    heading: Heading,
    frame: pl.DataFrame,
    known_headings: KnownHeadings,
    name: str | None = None,
    table: Table | None = None,
    at_least: int = 0,
) -> Sheet:
    """Blank rows, blank columns at the right edge and rows that are none of an area dropped, blank cells null.

    `at_least` so many columns are kept: a cell that is lost may be all that a column holds.
    """
    names = [column for column in frame.columns if column != "file_row"]
    width = len(names)
    padded = (heading.texts + [""] * width)[:width]
    # A blank first cell is rare: only then are whole rows looked at.
    if names and frame.select(may_be_blank(names[0]).any()).item():
        frame = frame.filter(~pl.all_horizontal(is_blank(column) for column in names))
    while len(padded) > at_least and padded and not padded[-1]:
        if not frame.select(is_blank(names[len(padded) - 1]).all()).item():
            break
        padded.pop()
    frame = frame.select(*names[: len(padded)], "file_row")
    refuse_two_headings(heading, frame, known_headings)
    apart = surroundings.apart(padded, frame)
    if apart.rows:
        frame = frame.filter(~pl.col("file_row").is_in(apart.rows))
    unreliable = {(cell.row, cell.column - table.first_column) for cell in table.lost} if table else set()
    notes = surroundings.told(padded, frame, apart, unreliable)
    if heading.above:
        notes.insert(0, surroundings.heading_told(heading.row, heading.above))
    return Sheet(tuple(padded), heading.row, frame, name, tuple(notes), apart, heading.above)
