"""One sheet of a workbook looked through before it is read: how far it reaches, and formulas nobody has worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from words.problems import Problem

LARGEST_RANGE = (
    20_000_000  # cells from the first row to the last used, blank ones too: the reader lays them all out
)
LISTED_ROWS, LISTED_COLUMNS = 10_000, 1_000  # hidden ones of a sheet that are remembered
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DIALECTS = (SPREADSHEET, "http://purl.oclc.org/ooxml/spreadsheetml/main")
TRUE = ("1", "true")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True)
class LostCell:
    """A cell with content that arrives blank or cannot be relied on: `value` is its error, None for a formula."""

    row: int
    column: int  # 0 = A
    value: str | None


@dataclass
class Scan:
    """One sheet looked through: how far it reaches and which of its formulas nobody has worked out."""

    rows: int = 0
    first_column: int = 0
    last_column: int = -1
    furthest: str = ""  # the cell that makes the range as large as it is
    unworked: list[LostCell] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)  # 0 = A
    is_hidden: bool = False  # the whole sheet

    def hide_rows(self, rows: range) -> None:
        """Remember rows that are not shown, as far as they are listed."""
        self.hidden_rows += rows[: max(0, LISTED_ROWS - len(self.hidden_rows))]

    def hide_columns(self, columns: range) -> None:
        """Remember columns that are not shown, as far as they are listed."""
        self.hidden_columns += columns[: max(0, LISTED_COLUMNS - len(self.hidden_columns))]


def damaged(reason: str) -> Problem:
    """The problem of a part that is not as it was written."""
    return Problem("read.damaged_workbook", reason=reason)


@dataclass(frozen=True)
class Worked:
    """What the workbook says of the results stored beside its formulas."""

    nothing: bool  # none can be relied on: it asks to be worked out when opened, or was saved before it was
    zeros: bool  # a program that works out formulas says so; without that a stored zero is what was put in its place

    @classmethod
    def said_by(cls, calculation: ElementTree.Element | None) -> Worked:
        said = {} if calculation is None else calculation.attrib
        on_opening = said.get("fullCalcOnLoad", "").lower() in TRUE
        unfinished = said.get("calcCompleted", "1").lower() not in TRUE
        by_hand = said.get("calcMode") == "manual" and said.get("calcOnSave", "1").lower() not in TRUE
        # No program that works formulas out has this number: others write it so that one does, on opening.
        by_nobody = said.get("calcId", "").strip("0 ") == "" and "calcId" in said
        return cls(on_opening or unfinished or by_hand or by_nobody, calculation is not None)


def scanned(content: bytes, part: str, name: str, worked: Worked) -> Scan:
    """Look through the cells of a sheet. Raises where it is too large, out of order or written as nobody writes it."""
    scanner = _Scanner(part, name, worked)
    parser = scanner.parser
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise damaged(f"{part}: {error}") from error
    if scanner.sheets != 1:
        raise Problem("read.unusual_workbook.markup", part=part)
    return scanner.scan


class _Scanner:
    """Follows `sheetData / row / c / f, v, is`; whatever else stands among them is refused."""

    def __init__(self, part: str, name: str, worked: Worked) -> None:
        self.part, self.name, self.worked = part, name, worked
        self.scan = Scan()
        self.sheets = 0
        self.root = ""
        self.depth = 0  # 0 outside the data, 1 in it, 2 in a row, 3 in a cell, 4 in its value
        self.row = self.column = 0
        self.cell: dict[str, str] = {}
        self.filled = self.formula = False
        self.value: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CommentHandler = self.comment

    def refuse(self) -> None:
        raise Problem("read.unusual_workbook.markup", part=self.part)

    def comment(self, _text: str) -> None:
        if self.depth:
            self.refuse()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        depth = self.depth
        if depth == 3:
            if name == self.v:
                if self.filled:
                    self.refuse()
                self.filled = True
                if self.formula:
                    self.value = []
                    self.parser.CharacterDataHandler = self.value.append
            elif name == self.f:
                if self.filled or self.formula:
                    self.refuse()
                self.formula = True
            elif name == self.inline:
                self.filled = True
            elif name != self.extension:
                self.refuse()
            self.depth = 4
        elif depth == 2:
            if name != self.c:
                if name != self.extension:
                    self.refuse()
                self.depth = 10
                return
            self.cell, self.filled, self.formula, self.value = attributes, False, False, None
            self.place(attributes.get("r"))
            self.depth = 3
        elif depth == 1:
            if name != self.r:
                self.refuse()
            self.next_row(attributes.get("r"))
            if _is_hidden(attributes):
                self.scan.hide_rows(range(self.row, self.row + 1))
            self.depth = 2
        elif depth >= 4:
            if name == self.c or name == self.r or name == self.v or name == self.f:
                self.refuse()
            self.depth += 1
        elif not self.root:
            self.begin(name)
        elif name == self.data:
            self.sheets += 1
            self.depth = 1
        elif name == self.column_of and _is_hidden(attributes):
            first, last = (attributes.get(side, "") for side in ("min", "max"))
            if _is_place(first) and _is_place(last):
                self.scan.hide_columns(range(int(first) - 1, int(last)))

    def begin(self, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace not in DIALECTS or local != "worksheet":
            raise Problem("read.unusual_workbook.dialect", part=self.part, root=name[:100])
        self.root = namespace
        self.data, self.r, self.c, self.f, self.v, self.inline, self.extension, self.column_of = (
            f"{namespace} {tag}" for tag in ("sheetData", "row", "c", "f", "v", "is", "extLst", "col")
        )

    def end(self, _name: str) -> None:
        depth = self.depth
        if depth == 3:
            self.depth = 2
            if self.filled or self.formula:
                self.finish()
        elif depth == 10:  # of what stands in a row and is no cell
            self.depth = 2
        elif depth:
            self.depth = depth - 1
            if depth == 4 and self.value is not None:
                self.parser.CharacterDataHandler = None

    def next_row(self, said: str | None) -> None:
        row = int(said) if said and _is_place(said) else 0
        if said is None:
            row = self.row + 1
        elif row <= self.row:
            raise Problem("read.misplaced_cell.row", sheet=self.name, row=said, before=self.row)
        self.row, self.column = row, -1

    def place(self, said: str | None) -> None:
        if said is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(said)
        column = _column_number(match[1]) if match else -1
        if match is None or int(match[2]) != self.row or column <= self.column:
            raise Problem("read.misplaced_cell", sheet=self.name, cell=said, row=self.row)
        self.column = column

    def finish(self) -> None:
        """A cell with content ends: it counts for the range, and its formula is looked at."""
        scan, column = self.scan, self.column
        if column > scan.last_column or self.row > scan.rows:
            grown = self.row * (max(column, scan.last_column) + 1)
            if grown > LARGEST_RANGE:
                cell = f"{column_name(column)}{self.row}"
                raise Problem("read.too_large_a_range", sheet=self.name, cell=cell, limit=LARGEST_RANGE)
            scan.last_column = max(column, scan.last_column)
        scan.rows = self.row
        if not self.formula:
            return
        text = "".join(self.value or ()).strip()
        is_text = self.cell.get("t") == "str"
        unworked = (
            self.worked.nothing or (not text and not is_text) or (_is_zero(text) and not self.worked.zeros)
        )
        if unworked and self.cell.get("t") != "e":
            scan.unworked.append(LostCell(self.row, column, None))


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden", "").lower() in TRUE


def _is_place(said: str) -> bool:
    """Whether a text is the number of a row or column."""
    return said.isascii() and said.isdigit() and len(said) < 8


def _is_zero(text: str) -> bool:
    """Whether a stored result is zero, however it is written (0.0, -0, 0E0)."""
    try:
        return float(text) == 0
    except ValueError:
        return False


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(number: int) -> str:
    """A column by its letters: 0 is A."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters, number = chr(65 + rest) + letters, number - 1
    return letters
