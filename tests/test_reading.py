"""Any spreadsheet becomes text that remembers row and column, or says clearly why it cannot."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing import cells, encoding, read
from pipelines.filing.read import ReadingError, Sheet
from pipelines.filing.read import read_sheet as read_any_sheet
from programme import PROJECT
from tests.filing import STAFFING, staffing, workbook, write
from tests.tiny import DATASETS

ROW = "990101,2025-12-31,1,2,3,4"
CHINESE = "区划代码,报告期,正职,副职,其他工作人员,持证人数"


def read_sheet(path: Path) -> Sheet:
    """A file's one table, its heading row known by the headings of every dataset."""
    return read_any_sheet(path, DATASETS.known_headings)


def refused(path: Path) -> str:
    with pytest.raises(ReadingError) as error:
        read_sheet(path)
    finding = error.value.findings[0]
    assert finding.message_zh
    assert finding.message_en
    return finding.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_alike_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    sheet = read_sheet(write(tmp_path, "a.csv", staffing(ROW, heading=CHINESE), encoding))
    assert sheet.headings == tuple(CHINESE.split(","))
    assert sheet.frame.row(0) == ("990101", "2025-12-31", "1", "2", "3", "4", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_table_with_tabs_is_read_in_the_encodings_that_spreadsheets_save_it_in(
    tmp_path: Path, encoding: str
) -> None:
    row = ROW.replace(",1,2,", ',"1;000",2,')
    text = staffing(row, heading=CHINESE).replace(",", "\t").replace(";", ",")
    sheet = read_sheet(write(tmp_path, "a.txt", text, encoding))
    assert sheet.headings == tuple(CHINESE.split(","))
    assert sheet.frame.row(0) == ("990101", "2025-12-31", "1,000", "2", "3", "4", 2)


def test_each_row_remembers_its_place_in_the_sheet(tmp_path: Path) -> None:
    text = "\n,,,,,\n" + staffing(ROW, "", ",,,,,", ROW, " ,\u3000,,,,") + "\n\n"
    sheet = read_sheet(write(tmp_path, "a.csv", text))
    assert sheet.heading_row == 3
    assert sheet.frame["file_row"].to_list() == [4, 7]


def test_quoted_cells_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = staffing('990101,2025-12-31,"1,000","2\n","3""",4', ROW)
    sheet = read_sheet(write(tmp_path, "a.csv", text))
    assert sheet.frame.row(0)[2:5] == ("1,000", "2\n", '3"')
    assert sheet.frame["file_row"].to_list() == [2, 3]


def test_text_that_only_gb18030_makes_sense_of_is_read_as_gb18030(tmp_path: Path) -> None:
    # 鐗 and the like: these bytes decode both ways, and only one of the two gives known headings.
    national = staffing(ROW, heading=CHINESE).encode("gb18030")
    assert encoding._clearer(STAFFING, "鍖哄垝浠ｇ爜,x", DATASETS.known_headings) is True
    assert encoding._clearer("ÇøÛ´úÂë", CHINESE, DATASETS.known_headings) is False
    assert (
        read_sheet(write(tmp_path, "a.csv", national.decode("latin-1"), "latin-1")).headings[0] == "区划代码"
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b" \r\n\r\n", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b",,\n,,\n", "empty_file"),
        (staffing(ROW).encode("utf-16")[:-1], "encoding"),
        (b"\x7fELF\x00\x00\x01", "not_a_table"),
        (staffing(ROW).encode() + b"\xff\xff\xff", "encoding"),
        (b"PK\x03\x04 no archive at all", "damaged_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "damaged_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (STAFFING.replace(",", "\t").encode() + b"\n1\t2", "row_shape"),
        (b"a\tb\n1\t2", "separator"),
        (b"Rar!\x1a\x07 and more", "archive"),
        (b"7z\xbc\xaf\x27\x1c and more", "archive"),
        (b"%PDF-1.7 and more", "other_document"),
        (b"\x89PNG and more", "other_document"),
        (STAFFING.replace(",", ";").encode() + b"\n1;2", "separator"),
        (staffing("990101,2025-12-31,1,2,3").encode(), "row_shape"),
        (staffing("990101,2025-12-31,1,000,2,3,4").encode(), "row_shape"),
        (staffing('990101,2025-12-31,"1,2,3,4').encode(), "broken_quotes"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, data: bytes, rule: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert refused(path) == rule


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "unreadable_file"


def test_ragged_rows_are_named_each(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as error:
        read_sheet(write(tmp_path, "a.csv", staffing("1,2,3", ROW, "1,2,3,4,5,6,7", ROW + ",,")))
    assert [finding.row for finding in error.value.findings] == [2, 4]


def test_a_file_that_is_no_return_is_told_once_with_its_first_lines(tmp_path: Path) -> None:
    movements = [f"2026-01-{day:02},转账,{day}" + ",柜台" * (day % 3) for day in range(1, 29)]
    lines = ["账户明细", "", "户名:某公司", "日期,摘要,借方", *movements]
    with pytest.raises(ReadingError) as error:
        read_sheet(write(tmp_path, "a.csv", "\n".join(lines)))
    (finding,) = error.value.findings
    assert finding.rule == "no_return"
    for language in ("zh", "en"):
        told = finding.message(language)
        assert all(one in told for one in ("“账户明细”", "“日期 摘要 借方”", "“2026-01-01 转账 1 柜台”…")), (
            told
        )
        assert "2026-01-02" not in told


def test_a_workbook_is_read_as_text_with_its_rows(tmp_path: Path) -> None:
    rows = [
        [],
        CHINESE.split(","),
        [990101, dt.date(2025, 12, 31), 1, "2", 3.0, None],
        [None] * 6,
        ["990102"],
    ]
    sheet = read_sheet(workbook(tmp_path, "a.xlsx", {"填报": rows, "说明": []}))
    assert sheet.sheet_name == "填报"
    assert sheet.heading_row == 2
    assert sheet.frame["file_row"].to_list() == [3, 5]
    assert sheet.frame.row(0)[:5] == ("990101", "2025-12-31 00:00:00", "1", "2", "3")


def test_the_sheet_with_the_return_is_found_among_others(tmp_path: Path) -> None:
    sheets = {"说明": [["请按要求填写"]], "填报": [STAFFING.split(","), ROW.split(",")]}
    assert read_sheet(workbook(tmp_path, "a.xlsx", sheets)).sheet_name == "填报"


@pytest.mark.parametrize(
    ("sheets", "rule"),
    [
        ({"一": [STAFFING.split(",")], "二": [STAFFING.split(",")]}, "several_sheets"),
        ({"一": [["说明"]], "二": [["其他"]]}, "wrong_sheet"),
        ({"一": [], "二": [[None, " "]]}, "empty_file"),
    ],
)
def test_a_workbook_without_one_clear_return_is_refused(
    tmp_path: Path, sheets: dict[str, list[list[str]]], rule: str
) -> None:
    assert refused(workbook(tmp_path, "a.xlsx", sheets)) == rule


def test_no_cell_of_a_workbook_is_lost_in_silence(tmp_path: Path) -> None:
    rows = [STAFFING.split(","), ["990101", "2025-12-31", "=1+1", "#N/A", 3, 4]]
    with pytest.raises(ReadingError) as error:
        read_sheet(workbook(tmp_path, "a.xlsx", {"填报": rows}))
    assert [(f.row, f.column, f.value, f.rule) for f in error.value.findings] == [
        (2, "chief_workers", None, "formula_without_value"),
        (2, "deputy_workers", "#N/A", "error_cell"),
    ]


def test_a_lost_cell_is_placed_right_in_a_table_that_starts_further_in(tmp_path: Path) -> None:
    rows = [[], [None, *STAFFING.split(",")], [None, "990101", "2025-12-31", "#DIV/0!", "=A1", 3, 4]]
    with pytest.raises(ReadingError) as error:
        read_sheet(workbook(tmp_path, "a.xlsx", {"填报": rows}))
    assert [(f.row, f.column, f.rule) for f in error.value.findings] == [
        (3, "chief_workers", "error_cell"),
        (3, "deputy_workers", "formula_without_value"),
    ]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, "a.xlsx", {"填报": [STAFFING.split(","), ROW.split(",")]})
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, content[:40] if entry.filename.startswith("xl/worksheets") else content)
    assert refused(broken) == "damaged_workbook"
    for part, rule in (
        ("readme", "damaged_workbook"),
        ("staffing.csv", "archive"),
        ("word/document.xml", "other_document"),
        ("xl/workbook.bin", "old_workbook"),
    ):
        with zipfile.ZipFile(broken, "w") as archive:
            archive.writestr(part, "no workbook")
        assert refused(broken) == rule
    broken.write_bytes(whole.read_bytes()[:2000])
    assert refused(broken) == "damaged_workbook"


TEXT = st.text(st.sampled_from('a1,"\n\r 0é区'), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=0, max_size=5))
def test_reading_at_once_gives_what_reading_row_by_row_gives(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([["area_code", "period", "chief_workers"], *rows])
    text = buffer.getvalue()
    fast = read._at_once(text.encode(), DATASETS.known_headings)
    if fast is None:
        return
    careful = read._row_by_row(text, DATASETS.known_headings)
    cleaned = [frame.with_columns(pl.col(pl.String).fill_null("")) for frame in (fast.frame, careful.frame)]
    assert cleaned[0].rows() == cleaned[1].rows()


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('area_code,12"\n\r'), max_size=30))
def test_no_text_is_read_at_once_that_a_closer_look_refuses(tail: str) -> None:
    text = "area_code,period\n" + tail
    fast = read._at_once(text.encode(), DATASETS.known_headings)
    if fast is not None:
        careful = read._row_by_row(text, DATASETS.known_headings)
        assert fast.frame.height == careful.frame.height


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_device_or_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "staffing.csv")
    for path in (Path("/dev/zero"), Path("/dev/null"), tmp_path / "staffing.csv", tmp_path):
        with pytest.raises(ReadingError) as refused:
            read_sheet(path)
        assert refused.value.findings[0].rule == "not_a_file"


def test_no_more_of_a_file_is_read_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LARGEST_FILE", 2 * 2**20)
    path = tmp_path / "staffing.csv"
    path.write_bytes(b"x" * (2 * 2**20 + 1))
    with pytest.raises(ReadingError, match="more than 2 MB"):
        read_sheet(path)


def test_a_workbook_with_a_chart_alone_says_nothing_of_the_library(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.save(tmp_path / "staffing.xlsx")
    code = (
        "import sys; from pathlib import Path; from pipelines.filing.read import ReadingError, read_sheet\n"
        "try: read_sheet(Path(sys.argv[1]), frozenset())\n"
        "except ReadingError as error: print(error.findings[0].rule)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "staffing.xlsx")],
        cwd=PROJECT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("empty_file\n", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), (" 12 ", 12), ("１２", 12), ("12.0", 12), ("12.00", 12), ("1,234", 1234), ("1，234", 1234),
        ("1 234 567", 1234567), ("'12", 12), ("007", 7), ("+5", 5), ("-3", -3), ("－3", -3), ("\u00a012\u3000", 12),
        ("1,234.0", 1234),
        ("12.5", None), ("1,23", None), ("1,2345", None), ("1.234", None), ("12人", None), ("1e3", None), ("", None),
        ("十二", None), ("1²", None), ("①", None), ("٣", None), ("1 2", None), ("0x10", None), ("--", None),
    ],
)  # fmt: skip
def test_a_whole_number_is_taken_in_every_dress_that_can_mean_one_thing_only(
    text: str, value: int | None
) -> None:
    assert cells.whole_number(text) == value


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("0123456789+-., e'１"), max_size=8))
def test_bare_digits_mean_the_same_in_bulk_as_one_by_one(text: str) -> None:
    bulk = pl.Series([text]).cast(pl.Int64, strict=False)[0]
    if bulk is not None:
        assert cells.whole_number(text) == bulk


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-31", "2025-12-31"), ("2025/12/31", "2025-12-31"), ("2025.12.31", "2025-12-31"),
        ("2025/9/30 0:00", "2025-09-30"), ("2025-12-31 00:00:00", "2025-12-31"), ("20251231", "2025-12-31"),
        ("2025-12-31 12:00:00", "2025-12-31"), ("2025/12/31 9:05", "2025-12-31"), ("2025 年 12 月 31 日", "2025-12-31"),
        ("2025年12月31日", "2025-12-31"), ("2025Q4", "2025-12-31"), ("2025年四季度", "2025-12-31"),
        ("2025年第1季度", "2025-03-31"), ("２０２５-１２-３１", "2025-12-31"),
        ("2025-02-30", None), ("31/12/2025", None), ("2025-12", None), ("45657", None), ("25-12-31", None),
        ("2025-12/31", None), ("0000-01-01", None), ("0000Q1", None),
    ],
)  # fmt: skip
def test_a_date_is_taken_in_every_dress_that_can_mean_one_day_only(text: str, day: str | None) -> None:
    assert cells.date(text) == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46295", "2026-09-30"),
        ("46295.0", "2026-09-30"),
        ("2026年8月", "2026-09-30"),
        ("12", None),
        ("120000", None),
    ],
)
def test_what_is_no_date_is_told_with_the_day_it_was_probably_meant_to_be(text: str, day: str | None) -> None:
    assert cells.date_hint(text) == (dt.date.fromisoformat(day) if day else None)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12))
def test_no_text_makes_a_cell_fail(text: str) -> None:
    cells.whole_number(text)
    cells.date(text)
    cells.date_hint(text)
    cells.code(text)
    cells.truth(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_the_nearest_quarter_end_is_a_quarter_end_within_half_a_quarter(day: dt.date) -> None:
    near = cells.nearest_quarter_end(day)
    assert near == cells.quarter_end(near)
    assert abs((near - day).days) <= 46
