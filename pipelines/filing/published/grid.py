"""A sheet as it stands: rows of text with their numbers in the file, nothing left out but what is blank."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.filing.workbook_process import Table

SEPARATORS = (",", "\t", ";", "；")
MOST_ROWS = 20_000  # a table that an office publishes is far smaller; more is no table to be understood
MOST_COLUMNS = 1_000
_QUOTED = re.compile(r'"[^"]*"')
_BLANK = " \t\r\n\u3000\u00a0\ufeff\u200b"


@dataclass(frozen=True)
class Grid:
    """One sheet: rows with content, each with its number in the file. `hidden` are the numbers of rows that a program does not show,
    `hidden_columns` the columns (0 = A).

    `indents` are the blanks before the first text of each row: names of parts are often set in.
    """

    name: str | None
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False  # the whole sheet
    lost: frozenset[tuple[int, int]] = (
        frozenset()
    )  # row and place of cells that arrive blank though something stands there
    is_cut: bool = False  # it has more rows or columns than are looked at
    first_column: int = 0  # where its columns begin in the sheet (0 = A)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def filled(text: str) -> str:
    """A cell without the blanks round it and the line breaks in it."""
    return " ".join(text.strip(_BLANK).split())


def grid_of(
    name: str | None,
    rows: Iterable[Sequence[str | None]],
    *,
    first: int = 1,
    hidden: Iterable[int] = (),
    is_hidden: bool = False,
    lost: Iterable[tuple[int, int]] = (),
) -> Grid:
    """A grid of rows that begin with number `first`; blank rows are left out, blank columns stay where they are."""
    kept: list[tuple[str, ...]] = []
    numbers: list[int] = []
    is_cut = False
    for number, row in enumerate(rows, start=first):
        texts = tuple(filled(cell or "") for cell in row[:MOST_COLUMNS])
        is_cut = is_cut or any(filled(cell or "") for cell in row[MOST_COLUMNS:])
        if any(texts):
            if len(kept) == MOST_ROWS:
                is_cut = True
                break
            kept.append(texts)
            numbers.append(number)
    wide = max((len(row) for row in kept), default=0)
    padded = tuple(row + ("",) * (wide - len(row)) for row in kept)
    return Grid(
        name,
        padded,
        tuple(numbers),
        hidden=frozenset(hidden),
        is_hidden=is_hidden,
        lost=frozenset(lost),
        is_cut=is_cut,
    )


def of_text(text: str) -> list[Grid]:
    """A text as a grid, by the separator that makes most of a table of it; none where no separator does."""
    best: tuple[int, Grid] | None = None
    for separator in SEPARATORS:
        if separator not in text:
            continue
        try:
            found = grid_of(None, csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error:
            continue
        cells = sum(1 for row in found.rows for cell in row if cell)
        wide = sum(1 for row in found.rows if sum(map(bool, row)) > 1)
        score = wide * 1000 + cells
        if wide and (best is None or score > best[0]):
            best = score, found
    return [best[1]] if best else []


def of_tables(tables: Mapping[str, Table]) -> list[Grid]:
    """The sheets of a workbook as grids, in order; those without content are left out."""
    found = []
    for name, table in tables.items():
        lost = [(cell.row, cell.column - table.first_column) for cell in table.lost]
        one = grid_of(
            name,
            table.frame.iter_rows(),
            hidden=table.hidden_rows,
            is_hidden=table.is_hidden,
            lost=lost,
        )
        if one.rows:
            columns = frozenset(table.hidden_columns)
            found.append(replace(one, first_column=table.first_column, hidden_columns=columns))
    return found


def too_wide(text: str) -> bool:
    """Whether a line of a text has more columns than any table: told before anything is made of them."""
    for line in text.split("\n"):
        if any(line.count(one) >= MOST_COLUMNS for one in SEPARATORS):
            bare = _QUOTED.sub("", line)
            if any(bare.rstrip(_BLANK + one + "\r").count(one) >= MOST_COLUMNS for one in SEPARATORS):
                return True
    return False
