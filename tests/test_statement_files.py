"""Files of readers' own statements: with their receipts, compared with the warehouse again, refused where a sheet cannot hold them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from files import exported, read_back, sheet_limits, verify
from files.exported import Exported
from files.table import statement_columns
from files.verify import Verified
from tests.tiny import Tiny, once
from warehouse import answered
from words.problems import QuestionError

# Of all types and none, texts that look like numbers and days, names that a spreadsheet would run.
AWKWARD = """
select '001' as a, '1e5' as b, 1e-5::double as c, 1e22::double as d, 'nan'::double as e, -0.0 as f, 12345678901234567 as g,
    0.1::double + 0.2::double as h, 1.50::decimal(10, 2) as i, ' x ' as j, '' as k, null as l, 'a' || chr(13) || chr(10) || 'b' as m,
    chr(13) as n, date '2025-01-01' as o, timestamp '2025-01-01' as p, timestamp '2025-01-01 10:00:00.5' as q, true as r, [1, 2] as s,
    '=1+1' as "=1+1", '"q",x' as "'=1+1", 170141183460469231731687303715884105727 as t, '2025-01-01' as u, 1 as A
"""
COUNTIES = "select area_code, period, numerator, verdict from marts.indicator_values where area_level = 'county' order by all"


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return _built(tiny)


@once
def _built(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built()


def made(tiny: Tiny, statement: str, kind: str) -> Exported:
    frame = answered.asked(tiny.reader, statement, answered.LIMITS).frame
    return exported.of_statement(tiny.reader, frame, statement, "", kind=kind, language="zh")


def checked(tiny: Tiny, file: Exported, data: bytes | None = None) -> Verified:
    beside = file.receipt.text().encode() if file.beside else None
    taken = read_back.read(file.data if data is None else data, beside)
    return verify.verify(tiny.reader, taken, lambda name: verify.reader_then(tiny.reader, name))


@pytest.mark.parametrize("kind", exported.OF_STATEMENTS)
def test_a_file_of_whatever_a_statement_answers_matches_as_it_was_written(built: Tiny, kind: str) -> None:
    file = made(built, AWKWARD, kind)
    assert (file.receipt.statement, file.receipt.rows, file.beside) == (AWKWARD, 1, kind == "csv")
    found = checked(built, file)
    assert (found.is_unchanged, found.matches, found.problem) == (True, True, None)


def with_cell(data: bytes, kind: str) -> bytes:
    """The file with 40 community workers made 41."""
    if kind == "csv":
        assert data.count(b",40,") == 1
        return data.replace(b",40,", b",41,")
    book = openpyxl.load_workbook(io.BytesIO(data))
    (cell,) = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == 40]
    cell.value = 41
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_edited_cell_and_a_warehouse_that_moved_on_are_told_apart(tiny: Tiny, kind: str) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built()
    file = made(tiny, COUNTIES, kind)
    edited = with_cell(file.data, kind)
    found = checked(tiny, file, edited)
    assert not found.is_unchanged
    assert found.edited
    assert [(one.said, one.now) for one in found.edited.differences] == [("40", "41")]
    assert found.moved
    assert found.moved.is_same
    tiny.staff({"990101001": 37, "990101002": 0})
    tiny.build()
    found = checked(tiny, file)
    assert (found.is_unchanged, found.matches, found.problem) == (True, False, None)
    assert found.moved
    assert ("40", "37") in [(one.said, one.now) for one in found.moved.differences]


def test_rows_in_another_order_are_the_same_rows(built: Tiny) -> None:
    part = made(built, COUNTIES, "csv").receipt.parts[0]
    told = made(built, COUNTIES, "csv").receipt

    def columns(*values: int) -> list[verify.Written]:
        return statement_columns(pl.DataFrame({"n": values, "x": ["y"] * len(values)}), "s")

    same = verify.compared(columns(1, 2, 2, 3), columns(3, 2, 1, 2), part, told)
    assert same.is_same
    other = verify.compared(columns(1, 2, 2, 3), columns(3, 2, 4, 2), part, told)
    assert [(one.said, one.now) for one in other.differences] == [("1", "4")]
    more = verify.compared(columns(1, 2), columns(2, 1, 2), part, told)
    assert (len(more.rows_new), more.differences, more.rows_gone) == (1, [], [])


def test_a_statement_that_is_no_question_any_more_is_told_and_not_run(built: Tiny) -> None:
    file = made(built, COUNTIES, "csv")
    hostile = replace(file, receipt=replace(file.receipt, statement="copy (select 1) to '/tmp/x'"))
    found = checked(built, hostile)
    assert found.problem
    assert found.problem.key == "readers.one_select"


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        (lambda: pl.DataFrame({"n": [1]}), None),
        (lambda: pl.DataFrame({"a": ["x" * sheet_limits.LONGEST_CELL]}), None),
        (lambda: pl.DataFrame({"a": ["字" * sheet_limits.LONGEST_CELL]}), None),
        (lambda: pl.DataFrame({"a": ["x" * (sheet_limits.LONGEST_CELL + 1)]}), "files.too_long_cell"),
        (lambda: pl.DataFrame({"n": pl.Series(range(250_001))}), "files.too_many_cells"),
        (lambda: pl.DataFrame({f"n{n}": [1] for n in range(sheet_limits.MOST_COLUMNS)}), "files.too_many_columns"),
    ],
)  # fmt: skip
def test_what_no_sheet_holds_is_known_beforehand(frame: Callable[[], pl.DataFrame], key: str | None) -> None:
    problem = sheet_limits.of_frame(frame())
    assert (problem and problem.key) == key


def test_rows_beyond_a_sheet_are_said_before_a_workbook_is_begun() -> None:
    problem = sheet_limits.beyond(sheet_limits.MOST_ROWS + 1, {"n": 1})
    assert isinstance(problem, QuestionError)
    assert "1048576" in problem.message("zh").replace(",", "")
