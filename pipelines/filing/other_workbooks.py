"""Workbooks that are no XLSX, looked through before they are read: XLS (BIFF in a compound file) and ODS.

As of an XLSX: how far each sheet reaches, which rows and sheets a program does not show, and formulas that nobody has worked out. Called in
the child process alone.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

import olefile

from pipelines.filing.sheet_scan import LARGEST_RANGE, LostCell, Scan, column_name, damaged
from words.problems import Problem

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
LARGEST_PART = 512 * 1024**2  # bytes unpacked
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_BOF, _EOF, _SHEET, _FORMULA, _ROW, _LOCKED, _SIZE = 0x809, 0x0A, 0x85, 0x06, 0x208, 0x2F, 0x200
_COLUMNS = 0x7D
_NEVER_WORKED = 0x0003  # worked out always, or on opening: what is stored beside it is not relied on
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01


def scan_of(data: bytes) -> dict[str, Scan] | None:
    """What was seen in each sheet of an XLS or ODS, by its name in order; None of any other file.

    Raises `Problem` where it is locked, damaged, too large or another document.
    """
    if data.startswith(OLE):
        return _of_xls(data)
    if data.startswith(b"PK") and _is_open_document(data):
        return _of_ods(data)
    return None


# ---------------------------------------------------------------- XLS


def _of_xls(data: bytes) -> dict[str, Scan]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Problem("read.password")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            name = next((one for one in ("Workbook", "Book") if package.exists(one)), None)
            if name is None:
                raise Problem("read.other_document")
            stream = package.openstream(name).read(LARGEST_PART)
    except Problem:
        raise
    except Exception as error:  # its reader fails in many ways on what is broken inside
        raise damaged(f"{type(error).__name__}: {error}"[:200]) from error
    sheets: dict[str, tuple[int, Scan]] = {}
    for kind, body in _records(stream, 0):
        if kind == _LOCKED:
            raise Problem("read.password")
        if kind == _SHEET and len(body) > 8 and body[5] == 0:  # a sheet of cells
            name = _short_text(body[6:])
            sheets[name] = struct.unpack_from("<I", body)[0], Scan(is_hidden=body[4] != 0)
        if kind == _EOF:
            break
    for name, (place, scan) in sheets.items():
        _look_through(stream, place, name, scan)
    return {name: scan for name, (_, scan) in sheets.items()}


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _short_text(body: bytes) -> str:
    """A text of BIFF8: how many characters, whether each takes two bytes, the characters."""
    size, wide = body[0], body[1] & 1
    return body[2 : 2 + size * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _look_through(stream: bytes, place: int, name: str, scan: Scan) -> None:
    depth = 0
    for kind, body in _records(stream, place):
        if kind == _BOF:
            depth += 1  # a chart inside begins one of its own
        elif kind == _EOF:
            depth -= 1
            if not depth:
                return
        elif depth != 1:
            continue
        elif kind == _SIZE and len(body) >= 12:
            _, rows, _, columns = struct.unpack_from("<IIHH", body)
            _check_size(scan, name, rows, columns)
        elif kind == _ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
            row = struct.unpack_from("<H", body)[0] + 1
            scan.hide_rows(range(row, row + 1))
        elif kind == _COLUMNS and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", body)
            scan.hide_columns(range(first, last + 1))
        elif kind == _FORMULA and len(body) >= 16 and struct.unpack_from("<H", body, 14)[0] & _NEVER_WORKED:
            row, column = struct.unpack_from("<HH", body)
            scan.unworked.append(LostCell(row + 1, column, None))


def _check_size(scan: Scan, name: str, rows: int, columns: int) -> None:
    scan.rows, scan.last_column = rows, columns - 1
    if rows * columns > LARGEST_RANGE:
        cell = f"{column_name(columns - 1)}{rows}"
        raise Problem("read.too_large_a_range", sheet=name, cell=cell, limit=LARGEST_RANGE)


# ---------------------------------------------------------------- ODS


def _is_open_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("mimetype").strip().startswith(OPEN_DOCUMENT)
    except Exception:  # whatever is wrong is told by who reads it as a package of the usual kind
        return False


def _of_ods(data: bytes) -> dict[str, Scan]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not archive.read("mimetype").strip().endswith(b"spreadsheet"):
                raise Problem("read.other_document")
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Problem("read.password")
            with archive.open("content.xml") as part:
                content = part.read(LARGEST_PART + 1)
    except Problem:
        raise
    except Exception as error:
        raise damaged(f"{type(error).__name__}: {error}"[:200]) from error
    if len(content) > LARGEST_PART:
        raise Problem("read.too_large_a_part", part="content.xml", limit=LARGEST_PART // 2**20)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Problem("read.unusual_workbook.definitions", part="content.xml")
    looked = _OpenSheets()
    try:
        looked.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise damaged(f"content.xml: {error}") from error
    return looked.sheets


class _OpenSheets:
    """Follows `table / table-row / table-cell`, each of which may stand for many alike."""

    def __init__(self) -> None:
        self.sheets: dict[str, Scan] = {}
        self.scan, self.name = Scan(), ""
        self.depth = 0  # of tables: one may stand in a cell of another
        self.row = self.column = self.columns = self.repeated = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE} table":
            self.depth += 1
            if self.depth == 1:
                self.name, self.scan = attributes.get(f"{_TABLE} name", ""), Scan()
                self.sheets[self.name] = self.scan
                self.row = self.columns = self.repeated = 0
        elif self.depth == 1 and tag == f"{_TABLE} table-row":
            self.row += max(self.repeated, 1) if self.row else 1
            self.repeated, self.column = _times(attributes, "number-rows-repeated"), 0
            if _is_hidden(attributes):
                self.scan.hide_rows(range(self.row, self.row + self.repeated))
        elif self.depth == 1 and tag == f"{_TABLE} table-column":
            first, self.columns = self.columns, self.columns + _times(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self.scan.hide_columns(range(first, self.columns))
        elif self.depth == 1 and tag in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self.cell(attributes)

    def cell(self, attributes: dict[str, str]) -> None:
        column, times = self.column, _times(attributes, "number-columns-repeated")
        self.column += times
        has_value = f"{_OFFICE} value-type" in attributes
        if not has_value and f"{_TABLE} formula" not in attributes:
            return
        rows = self.row + self.repeated - 1
        columns = max(self.scan.last_column + 1, column + times)
        _check_size(self.scan, self.name, max(self.scan.rows, rows), columns)
        if f"{_TABLE} formula" in attributes and not has_value:
            self.scan.unworked.append(LostCell(self.row, column, None))

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE} table":
            self.depth -= 1


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get(f"{_TABLE} visibility", "visible") != "visible"


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(f"{_TABLE} {name}", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
