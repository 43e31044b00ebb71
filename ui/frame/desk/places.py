"""Where in a sheet what was found stands: the cell of a finding, what each column was taken for, which rows are looked at first."""

from __future__ import annotations

from dataclasses import dataclass

from files.marked import Fault, Marked
from pipelines.filing.finding import Finding
from pipelines.filing.published.figures import BLANKS
from pipelines.filing.published.grid import Grid
from pipelines.filing.sheet_scan import column_name
from programme.datasets.headings import normal_heading
from ui.frame.desk.reading import Read

MOST_ROWS, MOST_COLUMNS = 40, 26
TITLES = 8  # rows above the figures that are shown whatever else is


@dataclass(frozen=True)
class Sheet:
    """A sheet with the rows of its headings (numbers as in the file) and what each column, by place, was taken for."""

    grid: Grid
    heads: frozenset[int]
    columns: dict[int, str]  # place -> code; others are not read
    texts: dict[int, tuple[str, ...]]  # place -> what heads it

    def cell(self, finding: Finding) -> tuple[int, int] | None:
        """The row's number in the file and the place of the column that a finding is of."""
        if finding.row is None or finding.row not in self.grid.numbers:
            return None
        row = self.grid.rows[self.grid.numbers.index(finding.row)]
        wanted = normal_heading(finding.column or "")
        headed = [at for at, said in self.texts.items() if wanted and _is_headed(wanted, said)]
        headed += [at for at, code in self.columns.items() if code == finding.column and at not in headed]
        held = [at for at, text in enumerate(row) if finding.value and text == finding.value.strip()]
        both = [at for at in headed if at in held]
        for found in (both, headed, held if not finding.column else []):
            if found:
                return finding.row, found[0]
        return None

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
    texts: dict[int, tuple[str, ...]] = {}
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if number in heads:
            for at, text in enumerate(row):
                if text:
                    texts[at] = (*texts.get(at, ()), text)
    columns: dict[int, str] = {}
    for heading, code in (told.columns if told else {}).items():
        wanted = normal_heading(heading)
        found = [at for at, said in texts.items() if at not in columns and _is_headed(wanted, said)]
        columns |= dict.fromkeys(found[:1], code)
    return Sheet(grid, heads, columns, texts)


def _is_headed(wanted: str, said: tuple[str, ...]) -> bool:
    """Whether a column's own cells are a heading: one of them alone, or all together, or the end of it (the rest is above another)."""
    plain = [normal_heading(one) for one in said]
    return wanted in (*plain, normal_heading(" ".join(said)), normal_heading("".join(said))) or (
        bool(plain[-1]) and wanted.endswith(plain[-1]) and len(wanted) > len(plain[-1])
    )


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
            Fault(row, column, finding.column, finding.value, finding.message_zh, finding.message_en)
        )
    rows = dict(zip(sheet.grid.numbers, sheet.grid.rows, strict=True))
    return Marked(rows, sheet.grid.first_column, faults, sheet.grid.name)
