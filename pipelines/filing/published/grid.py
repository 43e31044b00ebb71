"""A sheet as it stands: rows of text with their numbers in the file, nothing left out but what is blank."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.filing.workbook_process import Table

SEPARATORS = (",", "\t", ";", "；")
MOST_ROWS = 20_000  # a table that an office publishes is far smaller; more is no table to be understood
_BLANK = " \t\r\n\u3000\u00a0\ufeff\u200b"


@dataclass(frozen=True)
class Grid:
    """One sheet: rows with content, each with its number in the file. `hidden` are the numbers of rows that a program does not show.

    `indents` are the blanks before the first text of each row: names of parts are often set in.
    """

    name: str | None
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    hidden: frozenset[int] = frozenset()
    is_hidden: bool = False  # the whole sheet
    lost: frozenset[tuple[int, int]] = (
        frozenset()
    )  # row and place of cells that arrive blank though something stands there
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
    for number, row in enumerate(rows, start=first):
        texts = tuple(filled(cell or "") for cell in row)
        if any(texts):
            kept.append(texts)
            numbers.append(number)
        if len(kept) > MOST_ROWS:
            break
    wide = max((len(row) for row in kept), default=0)
    padded = tuple(row + ("",) * (wide - len(row)) for row in kept)
    return Grid(name, padded, tuple(numbers), frozenset(hidden), is_hidden, frozenset(lost))


def of_text(text: str) -> list[Grid]:
    """A text as a grid, by the separator that makes most of a table of it; none where no separator does."""
    best: tuple[int, Grid] | None = None
    for separator in SEPARATORS:
        if separator not in text:
            continue
        try:
            records = list(_records(text, separator))
        except csv.Error:
            continue
        found = grid_of(None, records)
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
            found.append(replace(one, first_column=table.first_column))
    return found


def _records(text: str, separator: str) -> Iterable[list[str]]:
    for number, record in enumerate(
        csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    ):
        if number > MOST_ROWS:
            return
        yield record
