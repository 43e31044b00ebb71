"""A table or a setting of a pack changed in place: every byte that is not meant stays as its keeper saved it.

Encoding and its mark, ends of lines, quotation marks, the order of rows and columns: a version control shows the rows that
changed and no others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from programme.source_text import decoded
from programme.toml_text import as_toml
from words.problems import PackError

_MARK = b"\xef\xbb\xbf"
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')


@dataclass(frozen=True)
class _Record:
    """One row of the text: where each cell stands, and where the row ends with and without its end of line."""

    cells: tuple[tuple[int, int], ...]
    end: int
    after: int


class KeptTable:
    """A CSV text whose rows are counted from 0 without the heading; changes are gathered and made by `data`."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self._encoding = _encoding_of(path, data)
        self._text = data.decode(self._encoding)
        filled = [one for one in _records(self._text) if self._is_filled(one)]
        if not filled:
            raise PackError("codes.not_editable", path=path)
        heading, *self._rows = filled
        self._heading = heading
        self.columns = tuple(self._value(cell).strip() for cell in heading.cells)
        self._quotes_all = all(self._text[start : start + 1] == '"' for start, _ in heading.cells)
        self._line_end = self._text[heading.end : heading.after] or "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._added: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, name: str) -> list[str]:
        """The cells of a column, row by row, as they stand."""
        place = self._place(name)
        return [self._value(row.cells[place]) if place < len(row.cells) else "" for row in self._rows]

    def put(self, row: int, column: str, value: str) -> None:
        """Let a cell hold another value."""
        place = self._place(column)
        cells = self._rows[row].cells
        if place >= len(cells):
            raise PackError("codes.not_editable", path=self.path)
        start, end = cells[place]
        was_quoted = self._text[start : start + 1] == '"'
        self._edits.append((start, end, self._written(value, was_quoted)))

    def add(self, after: int, values: Mapping[str, str]) -> None:
        """Add a row behind another; -1 is the heading. Columns that the file does not have are left out."""
        cells = [self._written(values.get(name) or "", self._quotes_all) for name in self.columns]
        self._added.setdefault(after, []).append(",".join(cells))

    def data(self) -> bytes:
        """The bytes of the text with all changes made."""
        edits = [(*edit, False) for edit in self._edits]
        for after, lines in self._added.items():
            record = self._rows[after] if after >= 0 else self._heading
            if record.after > record.end:
                text = "".join(line + self._line_end for line in lines)
            else:  # the last row of a text that does not end with its line
                text = "".join(self._line_end + line for line in lines)
            edits.append((record.after, record.after, text, True))
        text = self._text
        # From the end, so that places stay what they are; a row that is added behind a blank last cell comes after it.
        for start, end, new, _ in sorted(edits, key=lambda edit: (edit[0], edit[1], edit[3]), reverse=True):
            text = text[:start] + new + text[end:]
        return text.encode(self._encoding)

    def _place(self, name: str) -> int:
        if name not in self.columns:
            raise PackError("codes.not_editable", path=self.path)
        return self.columns.index(name)

    def _value(self, cell: tuple[int, int]) -> str:
        text = self._text[cell[0] : cell[1]]
        return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text

    def _is_filled(self, record: _Record) -> bool:
        return bool(self._text[record.cells[0][0] : record.end].strip())

    @staticmethod
    def _written(value: str, quoted: bool) -> str:
        if quoted or _NEEDS_QUOTES.search(value):
            return '"' + value.replace('"', '""') + '"'
        return value


def _encoding_of(path: Path, data: bytes) -> str:
    """The encoding that gives these very bytes back; refused where none does."""
    decoded(path, data)
    for encoding in ("utf-8-sig" if data.startswith(_MARK) else "utf-8", "gb18030"):
        try:
            if data.decode(encoding).encode(encoding) == data:
                return encoding
        except UnicodeError:
            continue
    raise PackError("codes.not_editable", path=path)


def _records(text: str) -> list[_Record]:
    """The rows of a CSV text; an end of line within quotation marks is none."""
    found: list[_Record] = []
    cells: list[tuple[int, int]] = []
    start, at, quoted = 0, 0, False
    while at < len(text):
        character = text[at]
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            cells.append((start, at))
            start = at + 1
        elif character in "\r\n" and not quoted:
            after = at + (2 if text[at : at + 2] == "\r\n" else 1)
            found.append(_Record((*cells, (start, at)), at, after))
            cells, start, at = [], after, after
            continue
        at += 1
    if cells or start < len(text):
        found.append(_Record((*cells, (start, at)), at, at))
    return found


# ---------------------------------------------------------------- pack.toml

_SECTION = re.compile(r"^[ \t]*\[", re.MULTILINE)
_MAP = re.compile(r"^[ \t]*\[[ \t]*map[ \t]*\][ \t]*(?:#.*)?$", re.MULTILINE)
_MISSING = re.compile(r"^[ \t]*shapes_missing[ \t]*=[ \t]*\[", re.MULTILINE)


def with_missing_shapes(path: Path, data: bytes, codes: Sequence[str]) -> bytes:
    """`pack.toml` with these counties among those that have no outline; everything else as it stands.

    Refused where the setting is written in a way that cannot be changed without changing more.
    """
    encoding = _encoding_of(path, data)
    text = data.decode(encoding)
    wanted = tomllib.loads(text.removeprefix("\ufeff"))
    section = wanted.setdefault("map", {})
    section["shapes_missing"] = [*section.get("shapes_missing", []), *codes]
    line_end = "\r\n" if "\r\n" in text else "\n"
    quoted = ", ".join(map(as_toml, codes))
    header = _MAP.search(text)
    if header is None:
        gap = "" if text.endswith("\n") else line_end
        made = f"{text}{gap}{line_end}[map]{line_end}shapes_missing = [{quoted}]{line_end}"
    else:
        ends = _SECTION.search(text, header.end())
        setting = _MISSING.search(text, header.end(), ends.start() if ends else len(text))
        if setting is None:
            made = f"{text[: header.end()]}{line_end}shapes_missing = [{quoted}]{text[header.end() :]}"
        else:
            close = text.find("]", setting.end())
            inside = text[setting.end() : close]
            kept = inside.rstrip()
            comma = ", " if kept and not kept.endswith(",") else " " if kept else ""
            made = f"{text[: setting.end()]}{kept}{comma}{quoted}{inside[len(kept) :]}{text[close:]}"
    try:
        if tomllib.loads(made.removeprefix("\ufeff")) != wanted:
            raise PackError("codes.not_editable", path=path)
    except tomllib.TOMLDecodeError as error:
        raise PackError("codes.not_editable", path=path) from error
    return made.encode(encoding)
