"""Workbooks in every dialect are read alike; what cannot be relied on is refused by name; none takes the program down."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipelines.filing.number_formats import is_date, shows_date
from pipelines.filing.read import ReadingError, Sheet, read_table
from pipelines.filing.workbook_process import Workbooks
from programme import PROJECT
from tests.packages import HEADINGS, cell, package, row, staffing_rows
from tests.tiny import DATASETS
from words.problems import Problem

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of memory are those of Unix")


@pytest.fixture(scope="module")
def workbooks() -> Iterator[Workbooks]:
    with Workbooks() as open_ones:
        yield open_ones


def read(data: bytes, workbooks: Workbooks) -> Sheet:
    return read_table(data, DATASETS.known_headings, workbooks)


def refused(data: bytes, workbooks: Workbooks) -> Problem:
    with pytest.raises(ReadingError) as error:
        read(data, workbooks)
    problem: Problem = error.value.findings[0].problem
    assert problem.key not in problem.message_zh + problem.message_en
    return problem


# ---------------------------------------------------------------- ways to lay out and to write


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"strict": True},
        {"rename": lambda name: name.replace("/", "\\")},
        {"rename": str.upper},
        {"rename": lambda name: "/" + name},
        {"refer": lambda target: "/xl/" + target if "xl/" not in target else "/" + target},
        {"refer": lambda target: "./" + target},
        {"refer": lambda target: target.replace("/", "\\")},
        {"rename": lambda name: name.replace("sheet1", "表 1"), "refer": lambda name: name.replace("sheet1", "%E8%A1%A8%201")},
        {"rename": lambda name: name.replace("xl/", "book/"), "refer": lambda name: name.replace("xl/", "book/")},
        {"change": lambda _, text: '<?xml version="1.0" encoding="GBK"?>' + text},
        {"change": lambda _, text: "\ufeff" + text},
    ],
    ids=["usual", "strict", "backslashes", "capitals", "absolute names", "absolute", "dotted", "targets with backslashes",
         "escaped", "another folder", "declared GBK", "byte order mark"],
)  # fmt: skip
def test_a_workbook_is_read_however_its_package_is_laid_out(
    options: dict[str, Any], workbooks: Workbooks
) -> None:
    if "GBK" in str(options.get("change", lambda *_: "")("", "")):
        data = recoded(package(staffing_rows(), **options), "gbk")
    else:
        data = package(staffing_rows(), **options)
    sheet = read(data, workbooks)
    assert sheet.headings == HEADINGS
    assert sheet.frame.row(0) == ("990101", "2025-12-31", "1", "2", "3", "4", 2)


def recoded(data: bytes, encoding: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            archive.writestr(entry.filename, source.read(entry).decode().encode(encoding))
    return target.getvalue()


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "written",
    [
        cell("E2", None, formula="SUM(H1:K1)"),
        '<c r="E2"><f t="shared" si="0"/></c>',
        '<c r="E2"><f>1+1</f><v/></c>',
        '<c r="E2"><f>1+1</f><v></v></c>',
        "<c r='E2'><f>1+1</f><v> </v></c>",
    ],
)
def test_a_formula_without_a_result_is_refused_in_every_dialect(
    strict: bool, written: str, workbooks: Workbooks
) -> None:
    problem = refused(package(staffing_rows(other=written), strict=strict), workbooks)
    assert (problem.rule, problem.values["heading"]) == ("formula_without_value", "其他工作人员")


@pytest.mark.parametrize(
    ("after", "stored", "rule"),
    [
        ('<calcPr calcId="1" fullCalcOnLoad="1"/>', 0, "formula_without_value"),
        ('<calcPr calcId="1" fullCalcOnLoad="true"/>', 7, "formula_without_value"),
        ('<calcPr calcId="1" calcCompleted="0"/>', 7, "formula_without_value"),
        ('<calcPr calcMode="manual" calcOnSave="0"/>', 7, "formula_without_value"),
        ('<calcPr calcId="0"/>', 7, "formula_without_value"),
        ("", 0, "formula_without_value"),
        ("", "0.0", "formula_without_value"),
        ("", "-0", "formula_without_value"),
        ("", "0E+0", "formula_without_value"),
        ("", 7, None),
        ('<calcPr calcId="191029"/>', 0, None),
        ('<calcPr calcId="191029" fullCalcOnLoad="0"/>', 7, None),
        ('<calcPr calcMode="manual"/>', 7, None),
    ],
)
def test_a_stored_result_that_nobody_worked_out_is_no_figure(
    after: str, stored: int | str, rule: str | None, workbooks: Workbooks
) -> None:
    data = package(staffing_rows(other=cell("E2", stored, formula="1+1")), after=after)
    if rule:
        assert refused(data, workbooks).rule == rule
    else:
        assert read(data, workbooks).frame.row(0)[4] == str(stored)


def test_figures_beside_formulas_that_nobody_worked_out_do_not_matter_where_there_are_none(
    workbooks: Workbooks,
) -> None:
    assert read(package(staffing_rows(), after='<calcPr fullCalcOnLoad="1"/>'), workbooks).frame.height == 1


@pytest.mark.parametrize("number", [14, 22, *range(27, 37), *range(50, 59)])
def test_a_date_in_a_built_in_format_is_the_date_the_filer_sees(number: int, workbooks: Workbooks) -> None:
    styles = f"<cellXfs><xf numFmtId='0'/><xf numFmtId='{number}'/></cellXfs>"
    sheet = read(package(staffing_rows(46295, style=1), styles=styles), workbooks)
    assert sheet.frame.row(0)[1:5] == ("2026-09-30 00:00:00", "1", "2", "3")


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ('[$-804]yyyy"年"m"月"d"日"', True), ('yyyy"年"m"月"', True), ("[DBNum1][$-804]yyyy年m月d日", True),
        ("yyyy\\-mm\\-dd", True), ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", True), ("yyyy/m/d;@", True), ("e年m月", True),
        ("上午/下午h时mm分", True), ("[$-804]aaaa", True), ("[h]:mm:ss", True), ("[红色]yyyy", True),
        ("General", False), ("G/通用格式", False), ("0.00E+00", False), ("##0.0e-0", False), ('0"年"', False),
        ('0_ "人";[Red]\\(0\\)', False), ("[Red]0", False), ("#,##0_);(#,##0)", False), ("@", False), ("[DBNum1]General", False),
        ('"day" 0', False), ("[$¥-804]#,##0.00", False), ("0\\d", False), ("* #,##0_-;-* #,##0_-", False),
    ],
)  # fmt: skip
def test_a_format_of_ones_own_is_a_date_where_it_shows_a_part_of_one(code: str, date: bool) -> None:
    assert shows_date(code) is date


def test_an_own_format_goes_before_a_built_in_one_of_its_number() -> None:
    assert not is_date("14", {"14": "0.00"})
    assert is_date("200", {"200": "yyyy"})
    assert not is_date("201", {"200": "yyyy"})


def test_a_workbook_that_counts_from_1904_gives_the_days_it_shows(workbooks: Workbooks) -> None:
    styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='57'/></cellXfs>"
    for said in ("1", "true"):
        data = package(staffing_rows(44833, style=1), styles=styles, book=f'<workbookPr date1904="{said}"/>')
        assert read(data, workbooks).frame.row(0)[1] == "2026-09-30 00:00:00"


def test_texts_of_several_runs_and_cells_without_names_are_read(workbooks: Workbooks) -> None:
    run = "<r><t>{}</t></r>"
    rows = ""
    for texts in (HEADINGS, ("990101", "2025-12-31", "1", "2", "3", "4")):
        inside = (f"{run.format(text[:1])}{run.format(text[1:])}" for text in texts)
        rows += "<row>" + "".join(f'<c t="inlineStr"><is>{runs}</is></c>' for runs in inside) + "</row>"
    sheet = read(package(rows), workbooks)
    assert sheet.frame.row(0) == ("990101", "2025-12-31", "1", "2", "3", "4", 2)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("rows", "key", "values"),
    [
        (staffing_rows() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_large_a_range", {"cell": "XFD1048576"}),
        (staffing_rows() + '<row r="3"><c r="XFD3"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
         "too_large_a_range", {"cell": "A1048576"}),
        (staffing_rows() + '<row r="3"><c r="A5"><v>1</v></c></row>', "misplaced_cell", {"cell": "A5"}),
        (staffing_rows() + '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>', "misplaced_cell", {"cell": "A3"}),
        (staffing_rows() + '<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>2</v></c></row>', "misplaced_cell", {"cell": "B3"}),
        (staffing_rows() + '<row r="3"><c r="3B"><v>1</v></c></row>', "misplaced_cell", {"cell": "3B"}),
        (staffing_rows() + '<row r="1"><c r="A1"><v>1</v></c></row>', "misplaced_cell", {"row": "1"}),
        (staffing_rows() + '<row r="0"><c r="A0"><v>1</v></c></row>', "misplaced_cell", {"row": "0"}),
        (staffing_rows(other='<c r="E2"><v><![CDATA[7]]></v></c>'), "unusual_workbook", {}),
        (staffing_rows(other='<c r="E2"><v>1<!-- -->2</v></c>'), "unusual_workbook", {}),
        (staffing_rows(other='<c r="E2"><v>1</v><v>2</v></c>'), "unusual_workbook", {}),
        (staffing_rows(other='<c r="E2"><v>1</v><f>2</f></c>'), "unusual_workbook", {}),
        (staffing_rows(other='<c r="E2"><x:v xmlns:x="else">7</x:v></c>'), "unusual_workbook", {}),
        (staffing_rows() + '<x:row xmlns:x="else" r="3"><x:c r="A3"/></x:row>', "unusual_workbook", {}),
        (staffing_rows() + "</sheetData><sheetData>" + row(3, "990102"), "unusual_workbook", {}),
        (staffing_rows(other='<c r="E2" t="s"><v>5</v></c>'), "damaged_workbook", {}),
        (staffing_rows() + "<row>", "damaged_workbook", {}),
    ],
)  # fmt: skip
def test_a_sheet_that_is_too_large_or_not_to_be_followed_is_refused_by_name(
    rows: str, key: str, values: dict[str, str], workbooks: Workbooks
) -> None:
    problem = refused(package(rows), workbooks)
    assert problem.rule == key
    assert {name: problem.values[name] for name in values} == values


def test_blank_cells_that_only_have_a_style_make_no_sheet_too_large(workbooks: Workbooks) -> None:
    far = '<row r="3"><c r="XFD3" s="0"/></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(package(staffing_rows() + far), workbooks).frame.height == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda name, text: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + text if "sheet1" in name else text, "unusual_workbook"),
        (lambda name, text: text.replace("spreadsheetml", "else") if "workbook.xml" in name else text, "unusual_workbook"),
        (lambda name, text: text[:-20] if "styles" in name else text, "damaged_workbook"),
        (lambda name, text: text.replace("sheet1", "sheet7") if "workbook.xml.rels" in name else text, "damaged_workbook"),
    ],
)  # fmt: skip
def test_a_part_that_is_damaged_or_unusual_is_refused(
    change: Callable[[str, str], str], rule: str, workbooks: Workbooks
) -> None:
    assert refused(package(staffing_rows(), change=change), workbooks).rule == rule


def test_two_parts_of_one_name_are_refused(workbooks: Workbooks) -> None:
    target = BytesIO(package(staffing_rows()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL\\Worksheets\\sheet1.xml", "another")
    assert refused(target.getvalue(), workbooks).key == "read.unusual_workbook.part_twice"


def test_no_damage_ends_in_anything_but_a_message(workbooks: Workbooks) -> None:
    whole = package(staffing_rows() + row(3, "990102", "2025-12-31", 1, 2, cell("E3", 3, formula="1+2"), 4))
    chance = random.Random(20261126)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with contextlib.suppress(ReadingError):
            read(bytes(damaged), workbooks)


# ---------------------------------------------------------------- the child


@UNIX
def test_a_crash_costs_only_the_file_that_was_being_read() -> None:
    with Workbooks() as workbooks:
        read(package(staffing_rows()), workbooks)
        child = workbooks._running()
        os.kill(child.pid, signal.SIGSTOP)  # it hears of the next workbook and cannot read it
        threading.Timer(0.5, child.kill).start()
        assert refused(package(staffing_rows()), workbooks).rule == "reader_ended"
        assert read(package(staffing_rows()), workbooks).frame.height == 1


@UNIX
def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    with Workbooks(seconds=1) as workbooks:
        read(package(staffing_rows()), workbooks)
        os.kill(workbooks._running().pid, signal.SIGSTOP)
        problem = refused(package(staffing_rows()), workbooks)
        assert (problem.rule, problem.values) == ("too_long", {"seconds": 1})
        assert read(package(staffing_rows()), workbooks).frame.height == 1


def many_rows() -> str:
    """Thirty thousand rows, some six megabytes of text."""
    return staffing_rows() + "".join(row(n, "x" * 200) for n in range(3, 30_000))


@UNIX
def test_a_workbook_that_needs_too_much_memory_is_given_up() -> None:
    with Workbooks(megabytes=16) as workbooks:
        assert refused(package(many_rows()), workbooks).rule == "too_much_memory"
        assert read(package(staffing_rows()), workbooks).frame.height == 1


@UNIX
def test_memory_that_does_not_suffice_for_a_thread_is_told_as_memory() -> None:
    with Workbooks(megabytes=2) as workbooks:
        assert refused(package(staffing_rows()), workbooks).rule == "too_much_memory"


@UNIX
def test_what_a_child_still_holds_of_the_workbooks_before_refuses_no_other() -> None:
    full = "import sys; sys.stdin.buffer.read(8); sys.exit('MemoryError')"  # as if workbooks before had filled it
    with Workbooks() as workbooks:
        workbooks._child = subprocess.Popen(
            [sys.executable, "-c", full],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert read(package(staffing_rows()), workbooks).frame.height == 1


@UNIX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_child_outlives_its_parent(end: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(package(staffing_rows()))
    code = (
        "import sys, time; from pipelines.filing.workbook_process import Workbooks\n"
        "with Workbooks() as workbooks:\n"
        "    workbooks.tables(open(sys.argv[1], 'rb').read()); print(workbooks._running().pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.xlsx")], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )  # fmt: skip
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.send_signal(end)
    parent.wait(timeout=20)
    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child is still there")


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended and was not asked after runs no more."""
    state = Path(f"/proc/{process}/stat")
    if not state.exists():
        return False
    try:
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_number_that_is_no_day_in_a_cell_of_dates_is_named(workbooks: Workbooks) -> None:
    dates = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
    problem = refused(package(staffing_rows(1e15, style=1), styles=dates), workbooks)
    assert (problem.rule, problem.values["error"]) == ("error_cell", "1000000000000000.0")
    assert "is no day of the calendar" in problem.message_en
