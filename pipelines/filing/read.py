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
from pipelines.filing.finding import LISTED_PER_FILE, Finding, shorten, told
from programme.datasets import normal_heading
from words.problems import Problem

LARGEST_FILE = 512 * 1024 * 1024
_HEAD = 256 * 1024  # the heading row must lie within the first of these bytes to be found without reading all
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# A cell in quotes from edge to edge, quotes inside doubled. Any other quote is read differently by different readers.
_QUOTED = re.compile(rb'(?<![^,\r\n])"[^"]*(?:""[^"]*)*"(?![^,\r\n])')
_BLANK_CHARACTERS = " \t\r\n\u3000\u00a0\ufeff\u200b"


class ReadingError(Problem):
    """A file that cannot be read as a table; `findings` say where and what would be right."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(
            "\n".join(finding.message_zh for finding in findings),
            "\n".join(finding.message_en for finding in findings),
        )
        self.findings = findings


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


def problem(rule: str, zh: str, en: str, *, row: int | None = None, value: str | None = None) -> ReadingError:
    """A file-level error with one finding."""
    return ReadingError([told(row, None, value, rule, zh, en)])


def read_sheet(path: Path, known_headings: KnownHeadings) -> Sheet:
    """Read the one table of a file. Raises `ReadingError` when it is empty, locked, damaged or no table."""
    return read_table(read_bytes(path), known_headings)


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises `ReadingError` where it is no regular file, too large, or cannot be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise problem(
                "not_a_file",
                "这不是普通文件（而是设备、管道或文件夹），不会读取。请提交存好的 CSV 或 XLSX 文件。",
                "This is no regular file but a device, a pipe or a folder, and is not read. File a saved CSV or XLSX.",
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # bounded: a file may grow while it is read
        if len(data) > LARGEST_FILE:
            raise problem(
                "too_large_a_file",
                f"文件超过 {LARGEST_FILE // 2**20} MB 的上限。请拆成几个文件提交。",
                f"The file has more than {LARGEST_FILE // 2**20} MB. File it in parts.",
            )
    except OSError as error:
        raise problem(
            "unreadable_file",
            f"文件无法打开（{error.strerror}）。请检查文件是否存在、是否有权限、是否正被占用。",
            f"The file cannot be opened ({error.strerror}). Check that it exists, may be read and is "
            "not in use.",
        ) from error
    return data


def read_table(data: bytes, known_headings: KnownHeadings) -> Sheet:
    """The one table of a file's bytes. `known_headings`, in their normal form, tell a heading row from a title."""
    if not data or data.isspace():
        raise problem(
            "empty_file",
            "文件是空的。请提交带表头和数据行的表格。",
            "The file is empty. File a table with a heading and rows.",
        )
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
        return problem(
            "password",
            "工作簿有打开密码，无法读取。请在 Excel 中取消密码后另存为 XLSX 再提交。",
            "The workbook is protected by a password. Remove it in Excel, save as XLSX and file again.",
        )
    return problem(
        "old_workbook",
        "这是旧版 Excel（.xls）或其他 Office 文件。请另存为 XLSX 再提交。",
        "This is an old Excel (.xls) or another Office file. Save it as XLSX and file again.",
    )


def _from_workbook(data: bytes, known_headings: KnownHeadings) -> Sheet:
    try:
        tables = workbook.tables(data)
    except workbook.Damaged as error:
        raise problem(
            "damaged_workbook",
            f"XLSX 文件损坏或不是工作簿（{error}）。请用 Excel 打开后另存为 XLSX，再提交。",
            f"The XLSX file is damaged or no workbook ({error}). Open it in Excel, save it as XLSX, "
            "file again.",
        ) from error
    found = [(name, _heading_place(_rows_of(frame))) for name, frame in tables.items()]
    filled = [(name, place) for name, place in found if place is not None]
    known = [(name, place) for name, place in filled if _known(place[1], known_headings)]
    if not filled:
        raise problem(
            "empty_file",
            f"工作簿的各工作表（{'、'.join(tables)}）都是空的。请填写表头和数据行。",
            f"Every sheet of the workbook ({', '.join(tables)}) is empty. Fill in a heading and rows.",
        )
    if len(known) > 1:
        names = [name for name, _ in known]
        raise problem(
            "several_sheets",
            f"有 {len(names)} 个工作表像填报表：{'、'.join(names)}。一个文件只报一张表，请分别另存。",
            f"{len(names)} sheets look like returns: {', '.join(names)}. One file holds one return: "
            "save each alone.",
        )
    if not known and len(filled) > 1:
        raise problem(
            "wrong_sheet",
            f"没有一个工作表的首行是填报表头。各表首行：{_first_rows(filled, zh=True)}。"
            "请把表头（区划代码、报告期和各指标）放在第一行。",
            f"No sheet starts with the headings of a return. First rows: {_first_rows(filled, zh=False)}. "
            "Put the headings (area_code, period and the measures) in the first row.",
        )
    name, (heading_row, headings) = (known or filled)[0]
    table = tables[name]
    lost = workbook.lost_cells(data, name, table)
    lost = [cell for cell in lost if cell.row > heading_row]
    if lost:
        raise ReadingError(shorten([_lost(cell, headings, table.first_column) for cell in lost]))
    body = table.frame.slice(heading_row - 1 + 1)
    numbered = body.with_columns(
        file_row=pl.int_range(heading_row + 1, heading_row + 1 + pl.len(), dtype=pl.Int64)
    )
    return _sheet(headings, heading_row, numbered, name)


def _rows_of(table: workbook.Table) -> Iterator[list[str]]:
    for row in table.frame.iter_rows():
        yield [cell or "" for cell in row]


def _first_rows(filled: list[tuple[str, tuple[int, list[str]]]], *, zh: bool) -> str:
    quoted = [f"{name}: {' | '.join(headings[:6])}" for name, (_, headings) in filled[:5]]
    return ("；" if zh else "; ").join(quoted)


def _lost(cell: workbook.LostCell, headings: list[str], first_column: int) -> Finding:
    place = cell.column - first_column
    heading = headings[place] if 0 <= place < len(headings) else None
    if cell.value is None:
        return told(
            cell.row,
            heading,
            None,
            "formula_without_value",
            f"第 {cell.row} 行“{heading}”是没有算出结果的公式。请在 Excel 中打开、保存后再提交，或改填数值。",
            f"Row {cell.row}, {heading}: a formula without a result. Open and save it in Excel, or "
            "enter the figure.",
        )
    return told(
        cell.row,
        heading,
        cell.value,
        "error_cell",
        f"第 {cell.row} 行“{heading}”是错误值 {cell.value}。请改填数值；不知道就留空。",
        f"Row {cell.row}, {heading}: the error value {cell.value}. Enter the figure, or leave blank if "
        "not known.",
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
        raise problem(
            "encoding",
            "文件是 UTF-16 编码（Excel 的“Unicode 文本”）。请另存为“CSV UTF-8（逗号分隔）”或 XLSX。",
            "The file is UTF-16 (Excel's 'Unicode Text'). Save it as 'CSV UTF-8 (comma delimited)' or XLSX.",
        )
    if b"\x00" in data[: 1 << 20] or b"\x00" in data:
        raise problem(
            "not_a_table",
            "文件不是表格，像是程序或图片等二进制文件。请提交 CSV 或 XLSX。",
            "The file is no table; it looks like a binary file. File a CSV or an XLSX.",
        )
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
    return problem(
        "encoding",
        f"第 {row} 行起有既非 UTF-8 也非 GB18030 的字节，无法确定文字。请另存为“CSV UTF-8（逗号分隔）"
        "”或 XLSX。",
        f"Row {row} has bytes that are neither UTF-8 nor GB18030. Save it as 'CSV UTF-8 (comma "
        "delimited)' or XLSX.",
        row=row,
    )


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
        raise problem(
            "broken_quotes",
            f"第 {number + 1} 行起引号不成对或无法拆分（{error}）。请另存为 CSV UTF-8 或 XLSX。",
            f"From row {number + 1} on the quotes do not pair up ({error}). Save it as CSV UTF-8 or XLSX.",
            row=number + 1,
        ) from error
    if findings:
        raise ReadingError(shorten(findings, total))
    if not heading:
        raise problem(
            "empty_file",
            "文件只有空行。请提交带表头和数据行的表格。",
            "The file has blank rows only. File a table with a heading and rows.",
        )
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in heading]
    frame = pl.DataFrame(
        {
            **{str(place): pl.Series(column, dtype=pl.String) for place, column in enumerate(columns)},
            "file_row": pl.Series(numbers, dtype=pl.Int64),
        }
    )
    return _sheet(heading, heading_row, frame)


def _refuse_other_separators(heading: list[str], row: int) -> None:
    for separator, zh, en in (
        ("\t", "制表符", "tabs"),
        (";", "分号", "semicolons"),
        ("；", "分号", "semicolons"),
    ):
        if len(heading) == 1 and separator in heading[0]:
            raise problem(
                "separator",
                f"各列用{zh}分隔，应为逗号。请另存为“CSV UTF-8（逗号分隔）”或 XLSX。",
                f"The columns are separated by {en}, not commas. Save it as 'CSV UTF-8 (comma "
                "delimited)' or XLSX.",
                row=row,
                value=heading[0],
            )


def _ragged(row: int, cells: int, width: int) -> Finding:
    return told(
        row,
        None,
        None,
        "row_shape",
        f"第 {row} 行有 {cells} 个单元格，表头有 {width} 个。"
        "请补齐或删去多余的单元格（数字里的逗号要去掉或加引号）。",
        f"Row {row} has {cells} cells, the heading {width}. Fill or remove cells (take commas out of "
        "figures, or "
        "quote them).",
    )


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
