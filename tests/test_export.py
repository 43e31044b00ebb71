"""Files: whole, safe in a spreadsheet, and saying what they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from files.table import csv_bytes, file_name, table, write_csv
from tests.tiny import JIAZI, PERIOD, WORKERS, Tiny
from warehouse import snapshots
from warehouse.readers import questions
from words.files import has_heading
from words.problems import QuestionError

ASKED = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    tiny.staff_everywhere({"990101": 40, "990201": 1}, simulated=True)
    tiny.staff_everywhere({"990101": 30}, period=PERIOD.replace(year=2024))
    tiny.change("areas", {"area_code": "990202"}, area_name_en="=HYPERLINK(1)", area_name_zh="@丁卯市")
    tiny.build()
    return tiny


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_csv_file_has_a_byte_order_mark_crlf_and_all_rows(built: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "out" / "counties.csv"
    assert write_csv(built.reader, "county_compliance", path, language="zh", **ASKED) == 5
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 6 == data.count(b"\n")
    assert list(path.parent.iterdir()) == [path]


def test_every_row_says_what_it_is(built: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    write_csv(built.reader, "county_compliance", path, language="en", **ASKED)
    row = next(row for row in read(path) if row["area_code"] == "990101")
    kept = (
        "indicator_code", "period", "area", "city", "verdict", "value_shown", "numerator", "numerator_date",
        "denominator", "denominator_date", "target_value", "gap", "value_status", "simulated", "snapshot_id",
    )  # fmt: skip
    assert [row[name] for name in kept] == [
        WORKERS, "2025-12-31", "990101 Jiazi District", "990100 Dongjiang City", "met", "19.61", "40", "2025-12-31",
        "20400", "2024-12-31", "18", "0", "reported", "true", snapshots.current(built.home).id,
    ]  # fmt: skip


def test_a_missing_figure_is_an_empty_cell_and_never_zero(built: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "counties.csv"
    write_csv(built.reader, "county_compliance", path, language="en", **ASKED)
    row = next(row for row in read(path) if row["area_code"] == "999001")
    assert [row[name] for name in ("value", "value_shown", "numerator", "gap", "value_status")] == [
        "",
        "",
        "",
        "",
        "missing",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(
    built: Tiny, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "counties.csv"
    write_csv(built.reader, "county_compliance", path, language=language, **ASKED)
    cells = [cell for row in read(path) for cell in row.values()]
    assert any(cell in ("'=HYPERLINK(1)", "'@丁卯市") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    # A negative number is a number and stays one.
    assert any(cell.startswith("-") for cell in cells)


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_column_of_every_file_has_a_chinese_heading(built: Tiny, question: str) -> None:
    asked = {**ASKED, "areas": ["990101"], "level": "county", "dataset": "staffing"}
    parameters = {name: asked[name] for name, _ in questions()[question].parameters}
    english = table(built.reader, question, language="en", **parameters).columns
    assert [name for name in english if not has_heading(name, "zh")] == []
    chinese = table(built.reader, question, language="zh", **parameters).columns
    assert len(chinese) == len(english)
    assert len(set(chinese)) == len(chinese)


def test_a_file_name_says_indicator_level_area_period_and_snapshot(built: Tiny) -> None:
    info = snapshots.current(built.home)
    name = file_name("county_compliance", info, **ASKED)
    assert name == f"{WORKERS}_county_990000_2025-12-31_{info.id}.csv"


def test_township_codes_keep_their_nine_digits(built: Tiny) -> None:
    frame = table(built.reader, "area_values", language="en", level="township", **{**ASKED, "area": "990101"})
    assert frame["area_code"].to_list() == list(JIAZI)
    assert csv_bytes(frame).decode("utf-8-sig").splitlines()[1].count(JIAZI[0]) == 2


def test_a_place_that_cannot_be_written_is_named(built: Tiny, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(QuestionError, match="cannot be written"):
        write_csv(built.reader, "county_compliance", tmp_path / "file" / "x.csv", **ASKED)
