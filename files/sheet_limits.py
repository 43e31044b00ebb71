"""What a sheet of a workbook holds, and what is said of a table that is larger. Nothing of it makes a workbook: it is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from words.problems import QuestionError

MOST_ROWS = 1_048_575  # below the heading
MOST_COLUMNS = 16_384
LONGEST_CELL = 32_767  # characters
# What a page makes while others are read: a workbook of so many takes some four seconds of a processor.
MOST_CELLS = 500_000


def beyond(rows: int, longest: Mapping[str, int]) -> QuestionError | None:
    """Why a table does not fit on a sheet, by its rows and the longest text of each of its columns; None where it does."""
    if rows > MOST_ROWS:
        return QuestionError("files.too_many_rows", rows=rows, most=MOST_ROWS)
    if len(longest) > MOST_COLUMNS:
        return QuestionError("files.too_many_columns", columns=len(longest), most=MOST_COLUMNS)
    for column, length in longest.items():
        if length > LONGEST_CELL:
            return QuestionError("files.too_long_cell", column=column, length=length, most=LONGEST_CELL)
    return None


def of_frame(frame: pl.DataFrame) -> QuestionError | None:
    """The same of an answer to a statement, which stands on a sheet with its snapshot beside it; or more than a page makes."""
    longest = {name: _longest(frame[name]) for name in frame.columns}
    if "snapshot_id" not in longest:
        longest["snapshot_id"] = 0
    cells = frame.height * len(longest)
    if cells > MOST_CELLS:
        return QuestionError("files.too_many_cells", cells=cells, most=MOST_CELLS)
    return beyond(frame.height, longest)


def _longest(column: pl.Series) -> int:
    """Letters of its longest text; an apostrophe that keeps one from being run counts in a text file alone."""
    if column.dtype != pl.String or not column.len():
        return 0
    # Bytes are known without counting, and are never fewer.
    most = column.str.len_bytes().max()
    if not isinstance(most, int) or most <= LONGEST_CELL:
        return 0
    letters = column.str.len_chars().max()
    return letters if isinstance(letters, int) else 0
