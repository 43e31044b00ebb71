"""Where in a sheet what was found stands: the cell of a finding, what each column was taken for, which rows are looked at first."""

from __future__ import annotations

from dataclasses import dataclass

from files.marked import Fault, Marked
from pipelines.filing.finding import Finding
from pipelines.filing.published.figures import BLANKS
from pipelines.filing.published.grid import Grid
from pipelines.filing.sheet_scan import column_name
from ui.frame.desk.findings import told
from ui.frame.desk.reading import Read

MOST_ROWS, MOST_COLUMNS = 40, 26
TITLES = 8  # rows above the figures that are shown whatever else is


@dataclass(frozen=True)
class Sheet:
    """A sheet with the rows of its headings (numbers as in the file) and what each column, by place, was taken for."""

    grid: Grid
    heads: frozenset[int]
    columns: dict[int, str]  # place -> code; others are not read
    places: dict[str, int]  # heading as it was read, or code of its column -> place

    def cell(self, finding: Finding) -> tuple[int, int] | None:
        """The row's number in the file and the place of the column that a finding is of; None where reading does not know it."""
        if finding.row is None or finding.row not in self.grid.numbers:
            return None
        place = finding.place if finding.place is not None else self.places.get(finding.column or "")
        return (finding.row, place) if place is not None and 0 <= place < self.grid.width else None

    def missing(self, index: int) -> set[int]:
        """Places of a row, by its index, where a figure should stand and none does; a line without any figure is no row of an area."""
        row, of_area = self.grid.rows[index], {"area_code", "area_name", "period", "note"}
        if self.grid.numbers[index] <= max(self.heads, default=10**9):
            return set()
        figures = [at for at, code in self.columns.items() if code not in of_area and at < len(row)]
        found = {at for at in figures if row[at] in BLANKS}
        return found if len(found) < len(figures) else set()

    def shown(self, findings: list[Finding]) -> list[int]:
        """Which rows, by their index, are shown: titles and headings, those with errors, then the first of the others; in order."""
        last = max(self.heads, default=0)
        numbers = self.grid.numbers
        above = [at for at, number in enumerate(numbers) if number <= last][-TITLES:]
        wrong = {finding.row for finding in findings}
        bad = [at for at, number in enumerate(numbers) if number in wrong]
        rest = list(range(len(numbers)))
        return sorted(list(dict.fromkeys([*above, *bad, *rest]))[:MOST_ROWS])


def sheet_of(read: Read) -> Sheet | None:
    """The sheet of a file, where it has one."""
    grid, told = read.grid, read.outcome.understood
    if grid is None:
        return None
    heads = frozenset((told.printed.heading_rows if told.printed else (told.heading_row,)) if told else ())
    places = dict(told.places) if told else {}
    columns = {places[head]: code for head, code in (told.columns if told else {}).items() if head in places}
    return Sheet(grid, heads, columns, {code: place for place, code in columns.items()} | places)


def letter(grid: Grid, at: int) -> str:
    """The letters of a column as a spreadsheet has them."""
    return column_name(at + grid.first_column)


def address(sheet: Sheet | None, finding: Finding) -> str:
    """Where a finding stands: C8, or the row alone, or nothing."""
    cell = sheet.cell(finding) if sheet else None
    if sheet is not None and cell is not None:
        return f"{letter(sheet.grid, cell[1])}{cell[0]}"
    return "" if finding.row is None else str(finding.row)


def marked(read: Read) -> Marked | None:
    """The sheet with its faults, as `files.marked` makes a workbook of it."""
    sheet = sheet_of(read)
    if sheet is None:
        return None
    faults = []
    for finding in [*read.outcome.errors, *read.outcome.warnings]:
        cell = sheet.cell(finding)
        row = finding.row - 1 if finding.row else None
        column = cell[1] + sheet.grid.first_column if cell else None
        faults.append(
            Fault(row, column, finding.column, finding.value, told(finding, "zh"), told(finding, "en"))
        )
    rows = dict(zip(sheet.grid.numbers, sheet.grid.rows, strict=True))
    return Marked(rows, sheet.grid.first_column, faults, sheet.grid.name, max(sheet.heads, default=0))
