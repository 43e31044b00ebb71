"""What a program does not show of a workbook: sheets, rows and columns that are hidden. Read or not, they are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.filing.finding import Finding
from pipelines.filing.sheet_scan import column_name
from pipelines.filing.surroundings import rows_told
from words.problems import Bilingual, Problem

LISTED = 10


def hidden_sheets(names: Sequence[str], read: str | None) -> Iterator[Finding]:
    """Warnings of the hidden sheets that were passed over, and of the one that was `read` although it is hidden."""
    if names:
        yield _warning(Problem("published.hidden_sheets", sheets=list(names)))
    if read is not None:
        yield _warning(Problem("published.hidden_sheet_read", sheet=read))


def hidden_rows(rows: Sequence[int]) -> Iterator[Finding]:
    """A warning of the rows, by their numbers in the sheet, that are hidden and were read."""
    if rows:
        yield _warning(Problem("published.hidden_rows", rows=rows_told(rows)), rows[0])


def hidden_columns(headings: dict[int, str]) -> Iterator[Finding]:
    """A warning of the columns (0 = A, with their headings) that are hidden and were read."""
    if headings:
        yield _warning(Problem("published.hidden_columns", columns=_columns_told(headings)))


def _columns_told(headings: dict[int, str]) -> Bilingual:
    more = "…" if len(headings) > LISTED else ""
    first = list(headings.items())[:LISTED]
    zh = "、".join(
        f"{column_name(place)} 列“{text}”" if text else f"{column_name(place)} 列" for place, text in first
    )
    word = "Column" if len(headings) == 1 else "Columns"
    en = ", ".join(f"{column_name(place)} ({text})" if text else column_name(place) for place, text in first)
    return Bilingual(zh + more, f"{word} {en}{more}")


def _warning(problem: Problem, row: int | None = None) -> Finding:
    return Finding(row, None, None, problem, severity="warning")
