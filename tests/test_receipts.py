"""A file brings its receipt, and is checked again: unchanged, changed by hand, or overtaken by the warehouse."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import (
    exported,
    moved_by,
    read_apart,
    read_back,
    receipt,
    sheet_limits,
    table,
    verified_told,
    verify,
    workbook,
)
from files.exported import KINDS, Exported
from tests.test_command_line import run
from tests.test_export import parameters_of
from tests.tiny import PERIOD, WORKERS, Tiny, once
from warehouse import filled
from warehouse.readers import Reader, questions
from words import speak
from words.problems import QuestionError, SnapshotError

ASKED: dict[str, Any] = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return _built(tiny)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The same, for tests that change nothing."""
    return _built(Tiny(tmp_path_factory.mktemp("receipts")))


@once
def _built(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990201": 1}, simulated=True)
    tiny.change("areas", {"area_code": "990202"}, area_name_en="=HYPERLINK(1)", area_name_zh="@丁卯市")
    tiny.built()


def made(reader: Reader, kind: str, language: str = "zh", question: str = "county_compliance") -> Exported:
    return exported.file_of(reader, question, kind, language=language, **ASKED)


def beside(file: Exported) -> bytes | None:
    return file.receipt.text().encode() if file.beside else None


def checked(reader: Reader, file: Exported, data: bytes | None = None) -> verify.Verified:
    taken = read_back.read(file.data if data is None else data, beside(file))
    return verify.verify(reader, taken, lambda name: verify.reader_then(reader, name))


def lines(found: verify.Verified, language: str = "zh") -> str:
    speech = speak(language)
    return "\n".join([verified_told.title(speech, found), *verified_told.lines(speech, found)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("question", sorted(questions()))
def test_every_answer_comes_back_from_its_file_as_it_was(shared: Tiny, question: str, kind: str) -> None:
    reader, parameters = shared.reader, parameters_of(question)
    frame = reader.ask(question, **parameters)
    if kind == "geojson" and not exported.outlined(frame, reader.ask("shapes")["area_code"]):
        with pytest.raises(QuestionError, match="GeoJSON"):
            exported.file_of(reader, question, kind, frame=frame, **parameters)
        return
    for language in ("zh", "en", "none") if kind == "csv" else ("en",):
        file = exported.file_of(reader, question, kind, language=language, frame=frame, **parameters)
        found = checked(reader, file)
        assert found.matches, (question, kind, language, lines(found))
        assert file.receipt.rows == frame.height
        assert receipt.read(file.receipt.text()) == file.receipt


def test_a_workbook_is_the_same_bytes_for_the_same_answer(shared: Tiny) -> None:
    assert made(shared.reader, "xlsx").data == made(shared.reader, "xlsx").data


def test_a_workbook_has_a_cover_a_table_for_reports_all_columns_twice_notes_and_a_receipt(
    shared: Tiny,
) -> None:
    import fastexcel

    book = fastexcel.read_excel(made(shared.reader, "xlsx").data)
    assert book.sheet_names == [
        "封面 Cover",
        "各县（市、区） 报告表",
        "各设区市",
        "各县（市、区） 全部列",
        "counties all columns",
        "说明 Notes",
        "凭证 Receipt",
    ]
    report = book.load_sheet("各县（市、区） 报告表").to_polars()
    assert report.columns[:6] == [
        "设区市",
        "县（市、区）",
        "报告期",
        "社区工作者",
        "城镇常住人口",
        "配比（人/万人）",
    ]
    assert report["社区工作者"].dtype.is_numeric()
    assert report["报告期"].dtype == pl.Date or report["报告期"].dtype == pl.Datetime("ms")
    whole = book.load_sheet("各县（市、区） 全部列").to_polars()
    assert whole["区划代码"].dtype == pl.String
    assert "@丁卯市" in whole["县（市、区）"].to_list()
    told = book.load_sheet("说明 Notes", header_row=None, dtypes="string").to_polars().rows()
    assert any(row[0] == "定义" and "社区" in str(row[1]) and "urban" in str(row[3]) for row in told)


def test_nothing_in_a_workbook_is_a_formula_and_its_head_stays_in_sight(shared: Tiny) -> None:
    with zipfile.ZipFile(io.BytesIO(made(shared.reader, "xlsx").data)) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)
    assert sum('state="frozen"' in sheet for sheet in sheets) == 4


def test_a_parquet_file_has_exact_types_and_a_geojson_the_datum_of_its_outlines(shared: Tiny) -> None:
    frame = shared.reader.ask("county_compliance", **ASKED)
    assert pl.read_parquet(io.BytesIO(made(shared.reader, "parquet").data)).equals(frame)
    said = json.loads(made(shared.reader, "geojson").data)
    assert said["type"] == "FeatureCollection"
    assert len(said["features"]) == frame.height
    assert said["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert "map_datum" in said
    assert "map_approval_number" in said


def test_a_changed_cell_is_named_with_what_it_was(shared: Tiny) -> None:
    for kind, before, after in (
        ("csv", b",40,", b",41,"),
        ("geojson", b'"numerator": 40,', b'"numerator": 41,'),
    ):
        file = made(shared.reader, kind)
        found = checked(shared.reader, file, file.data.replace(before, after))
        assert not found.is_unchanged
        assert found.edited is not None
        (one,) = found.edited.differences
        assert (one.said, one.now) == ("40", "41")
        assert found.moved is not None
        assert found.moved.is_same  # what was changed by hand is not put down to the warehouse
        assert "40" in lines(found)
        assert "41" in lines(found)


def test_a_row_or_a_column_that_was_taken_out_is_told(shared: Tiny) -> None:
    file = made(shared.reader, "csv")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    buffer = io.StringIO()
    csv.writer(buffer).writerows(row[:-2] for row in (*rows[:2], *rows[3:]))
    found = checked(shared.reader, file, buffer.getvalue().encode("gb18030"))  # as a Chinese Excel saves it
    assert found.edited is not None
    assert len(found.edited.rows_gone) == 1
    assert len(found.edited.columns_gone) == 2
    assert not found.matches


def test_a_correction_is_told_with_its_batch_and_the_verdict_that_turned(built: Tiny) -> None:
    file = made(built.reader, "xlsx")
    built.staff_everywhere({"990101": 30})
    built.built()
    found = checked(built.reader, file)
    assert found.is_unchanged
    assert not found.matches
    assert found.verdicts_turned >= 1
    assert found.moved is not None
    moved = {one.heading: (one.said, one.now) for one in found.moved.differences if one.area == "990101"}
    assert moved["社区工作者"] == ("40", "30")
    assert found.batches
    text = lines(found)
    assert found.batches[0]["batch_id"] in text
    assert "是否达标变了" in text


def test_a_withdrawal_is_told_beside_the_return_that_came(
    built: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistaken = built.staff_everywhere({"990101": 30})
    built.built()
    file = made(built.reader, "xlsx")
    built.withdraw(mistaken)
    late = built.staff_everywhere({"990201": 3})
    figures = built.file(
        "population", {"990101": {"resident_population": 25_400, "urban_population": 20_390}}
    )
    built.build()
    found = checked(built.reader, file)
    told = {(one["batch_id"], one["came_or_went"]) for one in found.batches}
    assert told == {
        (mistaken, moved_by.WENT), (late, moved_by.CAME), (figures, moved_by.CAME),
    }  # fmt: skip
    assert f"test撤回了staffing_2.csv（批次{mistaken}）：test" in lines(found)
    assert f"By the withdrawal of staffing_2.csv (batch {mistaken}) by test" in lines(found, "en")

    def gone(self: Reader, snapshot_id: str) -> Reader:
        raise SnapshotError("diff.not_answered", id=snapshot_id)

    # The snapshot of the file is gone: what went is told by form and period alone.
    monkeypatch.setattr(Reader, "beside", gone)
    without = checked(built.reader, file)
    assert (mistaken, moved_by.MAY_HAVE_GONE) in {
        (one["batch_id"], one["came_or_went"]) for one in without.batches
    }
    assert f"其间还撤回了同一张表、同一期的staffing_2.csv（批次{mistaken}）" in lines(without)


def test_what_can_no_longer_be_asked_is_said(shared: Tiny) -> None:
    file = made(shared.reader, "csv")
    told = json.loads(file.receipt.text())
    parameters = told["parameters"]
    for changed, word in (
        (json.dumps(told).replace("county_compliance", "no_such_question"), "no_such_question"),
        (json.dumps(told | {"parameters": {}}), "county_compliance"),
        (json.dumps(told | {"parameters": {**parameters, "area": "123456"}}), "123456"),
    ):
        text = changed.encode()
        taken = read_back.read(file.data, text)
        found = verify.verify(shared.reader, taken, lambda name: None)
        assert not found.matches
        assert found.problem is not None
        assert word in lines(found, "en")


WRONG = {
    "empty": b"",
    "text": b"hello",
    "zip that ends": b"PK\x03\x04" + b"\0" * 40,
    "parquet that ends": b"PAR1" + b"\0" * 40,
    "json": b'{"features": []}',
    "json of another": b'{"features": [{"properties": null}]}',
    "deep json": b'{"a":' + b"[" * 100_000,
    "not text": b"\xff\xfe\x00\x81",
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("with_receipt", [True, False])
def test_whatever_is_given_is_answered_in_words(shared: Tiny, name: str, with_receipt: bool) -> None:
    told = beside(made(shared.reader, "csv")) if with_receipt else None
    problem = None
    try:
        taken = read_back.read(WRONG[name], told)
    except QuestionError as error:
        problem = error
    if problem is None:
        assert not verify.verify(shared.reader, taken, lambda name: None).matches
    else:
        assert problem.message("zh") != problem.message("en")


def test_an_archive_that_would_unpack_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    monkeypatch.setattr(read_back, "UNPACKED", 4_000_000)
    with pytest.raises(QuestionError, match="unpacks"):
        read_back.read(buffer.getvalue())


def test_a_file_is_read_in_a_process_of_its_own_and_dies_there(
    shared: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(shared.reader, "xlsx")
    apart, here = read_apart.read(file.data), read_back.read(file.data)
    assert [(one.part, list(one.headings)) for one in apart.tables] == [
        (one.part, list(one.headings)) for one in here.tables
    ]
    assert all(one.is_unchanged for one in apart.tables)
    with pytest.raises(QuestionError, match="cannot be read"):
        read_apart.read(b"hello")
    monkeypatch.setattr(read_apart, "SECONDS", 0.01)
    with pytest.raises(QuestionError, match="seconds"):
        read_apart.read(file.data)
    monkeypatch.setattr(read_apart, "_START", "import os; os.abort()")
    monkeypatch.setattr(read_apart, "SECONDS", 60)
    with pytest.raises(QuestionError, match="memory"):
        read_apart.read(file.data)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("40", "40", True),
        ("19.610", "19.61", True),
        ("40", "40.0", True),
        ("0571", "571", False),  # a code is no number
        ("-0.0", "0", True),
        ("", None, True),
        ("'=1+1", "=1+1", True),
        ("12.124455862413473", "12.1244558624135", True),  # what a spreadsheet keeps
        ("12.1244", "12.1245", False),
        ("a\r\nb", "a\nb", True),
    ],
)
def test_a_cell_says_the_same_from_a_text_and_from_a_spreadsheet(
    one: str | None, other: str | None, is_same: bool
) -> None:
    assert (receipt.cell(one) == receipt.cell(other)) is is_same


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_survives_a_spreadsheet(number: float) -> None:
    text = f"{number:.17g}"
    if "e" in text:
        return
    kept = receipt.cell(text)
    assert receipt.cell(kept) == kept
    assert receipt.cell(repr(float(kept))) == kept or "e" in repr(float(kept))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
        max_leaves=8,
    )
)
def test_what_is_no_receipt_is_refused_in_words(value: object) -> None:
    with pytest.raises(QuestionError):
        receipt.read(json.dumps(value))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A title\n\nSome words, and more, of it.\nAnd a last line\n", "cannot be read"),
        ("one line", "cannot be read"),
        ("", "cannot be read"),
        ("a,b\n1,2\n", "receipt.json"),
        ("a;b\n1,5;2\n3;4\n", "receipt.json"),
        ('a,b\n"1\n2",3\n4', "receipt.json"),  # cut off
        ('a,b\n1,"2\u2028\x0b3"\n', "receipt.json"),
        (f"a,b\n1,{'x' * 200_000}\n", "receipt.json"),
    ],
)
def test_a_text_is_asked_for_its_receipt_where_it_may_be_a_table(text: str, said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        read_back.read(text.encode())
    assert said in refused.value.message("en")


def test_an_older_or_altered_receipt_is_told(shared: Tiny) -> None:
    told = json.loads(made(shared.reader, "csv").receipt.text())
    with pytest.raises(QuestionError, match="version 2"):
        receipt.read(json.dumps(told | {"receipt_version": 2}))
    with pytest.raises(QuestionError, match="not whole"):
        receipt.read(json.dumps(told | {"rows": 6}))


def test_what_no_sheet_holds_is_refused_with_what_does(shared: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_limits, "MOST_ROWS", 4)
    with pytest.raises(QuestionError, match="Parquet"):
        made(shared.reader, "xlsx")
    monkeypatch.setattr(sheet_limits, "MOST_ROWS", 1000)
    monkeypatch.setattr(sheet_limits, "LONGEST_CELL", 3)
    with pytest.raises(QuestionError, match="Parquet"):
        made(shared.reader, "xlsx")


def test_a_statement_s_workbook_is_checked_by_asking_it_again(built: Tiny) -> None:
    statement = (
        "select area_code, numerator from marts.indicator_values where area_level = 'county' order by all"
    )
    frame = built.reader.sql(statement)
    data, told = workbook.of_statement(built.reader, frame, statement, "", "en")
    assert told.statement == statement
    assert told.view.startswith("lab?q=select")
    assert checked(built.reader, Exported("x.xlsx", data, told, beside=False)).matches
    built.staff_everywhere({"990101": 30})
    built.built()
    assert not checked(built.reader, Exported("x.xlsx", data, told, beside=False)).matches


def test_the_command_line_writes_four_kinds_and_checks_them(shared: Tiny, tmp_path: Path) -> None:
    for kind in KINDS:
        file = tmp_path / f"counties.{kind}"
        assert run(shared, "export", "county_compliance", "-o", str(file), "--lang", "en").returncode == 0
        done = run(shared, "verify", str(file), "--lang", "en")
        assert done.returncode == 0, done.stderr
        assert "It matches: 5 rows" in done.stdout
    text = (tmp_path / "counties.csv").read_bytes().replace(b",40,", b",41,")
    (tmp_path / "counties.csv").write_bytes(text)
    done = run(shared, "verify", str(tmp_path / "counties.csv"), "--lang", "zh")
    assert done.returncode == 1
    assert "下载时是40，文件里改成了41" in done.stdout
    for wrong in ("nothing.csv", "."):
        done = run(shared, "verify", str(tmp_path / wrong), "--lang", "en")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--set", "hires"], "equals sign"),
        (["--set", "hires=many"], "whole number"),
        (["--set", "colour=red"], "colour"),
        (["--kind", "xlsx", "-o", "-"], "CSV alone"),
    ],
)
def test_wrong_use_of_export_is_told(shared: Tiny, given: list[str], said: str) -> None:
    done = run(
        shared,
        "export",
        "staffing_scenario",
        "--lang",
        "en",
        *(["-o", "x.csv"] if "-o" not in given else []),
        *given,
    )
    assert done.returncode == 2
    assert said in done.stderr


def test_a_file_that_was_resaved_by_a_spreadsheet_still_matches(shared: Tiny) -> None:
    """As `openpyxl` writes it again: other styles, another order of parts, the same cells."""
    import openpyxl

    file = made(shared.reader, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    buffer = io.BytesIO()
    book.save(buffer)
    assert checked(shared.reader, file, buffer.getvalue()).matches
    book["各县（市、区） 全部列"]["D2"] = 7
    buffer = io.BytesIO()
    book.save(buffer)
    found = checked(shared.reader, file, buffer.getvalue())
    assert [one.sheet for one in found.changed] == ["各县（市、区） 全部列"]
    assert table.CODES not in lines(found)


@pytest.mark.parametrize("question", sorted(questions()))
def test_a_file_that_was_taken_with_the_obvious_alone_is_checked(shared: Tiny, question: str) -> None:
    """What `export` and the page fill in leaves out another snapshot, where none is named."""
    reader = shared.reader
    parameters = filled.completed(reader, question, {}, ["990101"] if question in filled.BY_COUNTY else [])
    file = exported.file_of(reader, question, "csv", **parameters)
    assert checked(reader, file).matches


def altered(file: Exported, **change: Any) -> bytes:
    """The receipt of a file, with something else in it."""
    return json.dumps(json.loads(file.receipt.text()) | change).encode()


def test_a_receipt_that_was_written_anew_for_a_changed_file_is_seen_through(shared: Tiny) -> None:
    file = made(shared.reader, "csv")
    data = file.data.replace(b",40,", b",9999,")
    part = json.loads(file.receipt.text())["parts"][0]
    table_now = read_back.read(data, beside(file)).tables[0]
    hashed = receipt.digest(table_now.headings, table_now.cells)
    told = altered(file, parts=[part | {"sha256": hashed}], sha256=hashed)
    found = verify.verify(shared.reader, read_back.read(data, told), lambda name: shared.reader)
    assert not found.is_unchanged
    assert found.edited is not None
    assert [(one.said, one.now) for one in found.edited.differences] == [("40", "9999")]
    assert found.moved is not None
    assert found.moved.is_same


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": {"indicator": WORKERS, "period": ["2025-12-31"], "area": "990000"}},
        {"parameters": {"indicator": "\ud800", "period": "2025-12-31", "area": "990000"}},
        {"parameters": {"indicator": {"a": 1}}},
        {"parts": []},
    ],
)
def test_a_receipt_of_other_types_is_no_receipt(shared: Tiny, change: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        receipt.read(altered(made(shared.reader, "csv"), **change))


@pytest.mark.parametrize(
    "change", [{"language": "fr"}, {"rows": -5}, {"columns_are": "some"}, {"rows": 10**30}]
)
def test_a_part_of_other_types_is_none(shared: Tiny, change: dict[str, Any]) -> None:
    file = made(shared.reader, "csv")
    part = json.loads(file.receipt.text())["parts"][0] | change
    rows = {"rows": change["rows"]} if "rows" in change else {}
    try:
        taken = read_back.read(file.data, altered(file, parts=[part], **rows))
    except QuestionError:
        return
    assert not verify.verify(shared.reader, taken, lambda name: None).matches


def test_more_parts_than_a_workbook_has_are_refused(shared: Tiny) -> None:
    file = made(shared.reader, "csv")
    part = json.loads(file.receipt.text())["parts"][0]
    with pytest.raises(QuestionError):
        receipt.read(altered(file, parts=[part | {"sheet": str(n)} for n in range(300)]))


def test_what_stands_behind_the_last_heading_is_no_match(shared: Tiny) -> None:
    file = made(shared.reader, "csv")
    head, *rows = file.data.decode("utf-8-sig").splitlines()
    text = "\r\n".join([head, *(f"{row},99999" for row in rows), ""])
    found = checked(shared.reader, file, text.encode("utf-8-sig"))
    assert not found.matches
    assert found.edited is not None
    assert len(found.edited.columns_new) == 1


@pytest.mark.parametrize(("encoding", "separator"), [("utf-16", "\t"), ("utf-8-sig", ";"), ("gb18030", ",")])
def test_the_text_files_that_spreadsheets_write_are_read(shared: Tiny, encoding: str, separator: str) -> None:
    file = made(shared.reader, "csv")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(
        [cell.replace("2025-12-31", "2025/12/31") for cell in row] for row in rows
    )
    assert checked(shared.reader, file, buffer.getvalue().encode(encoding)).matches


def test_files_of_two_comparisons_have_two_names(shared: Tiny) -> None:
    names = {
        table.file_name(
            shared.reader,
            "balance_changes",
            language=language,
            **ASKED,
            level="county",
            since=PERIOD.replace(year=year),
        )
        for language in ("zh", "en", "none")
        for year in (2023, 2024)
    }
    assert len(names) == 6
