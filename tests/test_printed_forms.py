"""A printed form is read as people print it: lines above the heading, totals, signatures and notes below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.filing.read import ReadingError, Sheet, read_sheet
from pipelines.filing.surroundings import is_closing, is_total
from tests.filing import rules, take_text, workbook, write
from tests.tiny import DATASETS, Tiny

HEADING = ["区划代码", "名称", "报告期", "正职", "副职", "其他工作人员", "持证人数"]
FIRST = ["990101", "甲子区", "2025-12-31", "1", "2", "5", "4"]
SECOND = ["990102", "乙丑区", "2025-12-31", "1", "1", "1", "1"]
ABOVE = [
    ["2025年第四季度社区工作者统计表"],
    ["填报单位：某市民政局", "", "", "", "", "", "单位：人"],
    ["填报日期：2026年1月9日"],
]
TOTAL = ["合　计", "", "", "2", "3", "6", "5"]
BELOW = [
    ["负责人：张三", "", "填表人：李四", "", "联系电话：0570-1234567"],
    ["注：1. 本表一式两份。"],
    ["2026年1月9日"],
]


def rows_of(table: list[list[str]], kind: str, folder: Path) -> Sheet:
    if kind == "xlsx":
        path = workbook(folder, "a.xlsx", {"填报": [[cell or None for cell in line] for line in table]})
    else:
        separator = "\t" if kind == "tsv" else ","
        # As a spreadsheet saves it, every row is as wide as the widest; people who type leave the rest out.
        width = 7 if kind == "wide csv" else 0
        lines = [separator.join(line + [""] * (width - len(line))) for line in table]
        path = write(folder, "a.csv", "\n".join(lines) + "\n")
    return read_sheet(path, DATASETS.known_headings)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "wide csv", "tsv"])
def test_the_rows_of_a_printed_form_are_found_and_all_else_is_told(kind: str, tmp_path: Path) -> None:
    sheet = rows_of([*ABOVE, HEADING, FIRST, SECOND, TOTAL, *BELOW], kind, tmp_path)
    assert (sheet.headings, sheet.heading_row) == (tuple(HEADING), 4)
    assert sheet.frame["0"].to_list() == ["990101", "990102"]
    assert sheet.frame["file_row"].to_list() == [5, 6]
    assert [(note.rule, note.row, note.severity) for note in sheet.notes] == [
        ("heading_below", 4, "warning"), ("totals_left_out", 7, "warning"), ("closing_lines", 8, "warning"),
    ]  # fmt: skip
    assert "“填报单位：某市民政局 单位：人”" in sheet.notes[0].message_zh
    assert "第 7 行是合计" in sheet.notes[1].message_zh
    assert "8、9、10" in sheet.notes[2].message_zh


@pytest.mark.parametrize("kind", ["xlsx", "wide csv"])
def test_totals_in_between_and_in_the_column_of_names_are_totals(kind: str, tmp_path: Path) -> None:
    total = ["", "小计", "", "1", "2", "5", "4"]
    coded = ["990100", "全市合计", "2025-12-31", "1", "2", "5", "4"]
    sheet = rows_of(
        [HEADING, FIRST, total, SECOND, ["总计:", "", "", "2"], [*coded[:1], "合计", *coded[2:]]],
        kind,
        tmp_path,
    )
    assert sheet.frame["file_row"].to_list() == [2, 4]
    assert [note.rule for note in sheet.notes] == ["totals_left_out"]
    assert "3, 5, 6" in sheet.notes[0].message_en


def test_a_total_that_the_rows_do_not_add_up_to_is_told(tmp_path: Path) -> None:
    sheet = rows_of([HEADING, FIRST, SECOND, ["合计", "", "", "2", "30", "6", ""]], "xlsx", tmp_path)
    differing = [note for note in sheet.notes if note.rule == "total_differs"]
    assert [(note.row, note.column, note.value) for note in differing] == [(4, "副职", "30")]
    assert "30" in differing[0].message_en
    assert "add up to 3." in differing[0].message_en


def test_a_total_nobody_worked_out_stops_no_file(tmp_path: Path) -> None:
    book: list[list[Any]] = [HEADING, FIRST, ["合计", None, None, "=SUM(D2:D2)", "=SUM(E2:E2)", None, None]]
    sheet = read_sheet(workbook(tmp_path, "a.xlsx", {"填报": book}), DATASETS.known_headings)
    assert sheet.frame["file_row"].to_list() == [2]
    assert [note.rule for note in sheet.notes] == ["totals_left_out"]


@pytest.mark.parametrize(
    "headings",
    [
        [["区划代码", "名称", "人员", "", "", ""], ["", "", "正职", "副职", "其他工作人员", "持证人数"]],
        [["区划代码", "", "人员", "", "", ""], ["", "", "正职", "副职", "其他工作人员", "持证人数"]],
        [["区划代码", "名称", "正职", "副职"], ["区划代码", "名称", "正职", "副职"]],
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "wide csv"])
def test_a_heading_of_two_rows_is_told_and_not_guessed(
    headings: list[list[str]], kind: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadingError) as error:
        rows_of([*headings, ["990101", "甲子区", "1", "2", "3", "4"]], kind, tmp_path)
    assert [finding.rule for finding in error.value.findings] == ["two_headings"]
    assert "正职" in error.value.findings[0].message_zh


def test_groups_above_a_whole_heading_are_lines_above_it(tmp_path: Path) -> None:
    sheet = rows_of([["基本情况", "", "", "人员"], HEADING, FIRST], "xlsx", tmp_path)
    assert (sheet.heading_row, [note.rule for note in sheet.notes]) == (2, ["heading_below"])


@pytest.mark.parametrize(
    "text",
    ["合计", "合 计", "总计：", "小　计", "全县合计", "本页小计", "Total", "TOTAL:", "Subtotal", "（合计）"],
)
def test_a_total_is_known_by_its_word(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["小计村", "990101", "合计街道", "甲子区", "", "Totality", "1"])
def test_an_area_is_no_total(text: str) -> None:
    assert not is_total(text)


@pytest.mark.parametrize(
    "line",
    [
        ["负责人：张三"],
        ["填表人: "],
        ["", "审核人：王五"],
        ["注：一"],
        ["说明1、二"],
        ["（盖章）"],
        ["2026年1月9日"],
        ["Filled in by: A"],
    ],
)
def test_a_line_that_closes_a_form_is_known(line: list[str]) -> None:
    assert is_closing(line)


@pytest.mark.parametrize(
    "line",
    [["990101", "甲子区"], ["甲子区"], ["99010X", "1"], ["20260109"], [""], ["代码：待定", "丙寅县", "1"]],
)
def test_a_line_of_an_area_closes_nothing(line: list[str]) -> None:
    assert not is_closing(line)


def test_a_row_with_a_wrong_code_is_refused_and_not_left_out(tiny: Tiny) -> None:
    lines = [HEADING, FIRST, ["代码：待定", "丙寅县", "2025-12-31", "1", "1", "1", "1"], SECOND]
    for order in (lines, [*lines[:2], lines[3], lines[2]]):
        outcome = take_text(tiny, "\n".join(",".join(line) for line in order) + "\n")
        assert [rule for _, rule in rules(outcome)] == ["unknown_code"]


def test_a_printed_form_lands_its_rows_with_its_warnings(tiny: Tiny) -> None:
    table = [*ABOVE, HEADING, FIRST, SECOND, TOTAL, *BELOW]
    outcome = take_text(tiny, "\n".join(",".join(line) for line in table) + "\n")
    assert (outcome.status, outcome.rows_read, outcome.rows_loaded) == ("accepted", 2, 2)
    assert [note.rule for note in outcome.warnings] == ["heading_below", "totals_left_out", "closing_lines"]


def test_totals_alone_are_no_return(tiny: Tiny) -> None:
    outcome = take_text(tiny, "\n".join(",".join(line) for line in [HEADING, TOTAL]) + "\n")
    assert rules(outcome) == [(1, "no_rows")]
    assert [note.rule for note in outcome.warnings] == ["totals_left_out"]


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ("2025年第三季度社区工作者统计表", "period_above"),
        ("社区工作者情况表（截至2025年9月30日）", "period_above"),
        ("2025年9月社区工作者统计表", "period_above"),
        ("社区工作者统计表 2024Q4", "period_above"),
        ("统计期：2025年6月", "period_above"),
        ("单位：万人", "unit_above"),
        ("（计量单位：千人）", "unit_above"),
        ("单位:人、万个", "unit_above"),
    ],
)
def test_lines_above_that_contradict_the_rows_are_an_error(tiny: Tiny, above: str, rule: str) -> None:
    text = "\n".join(",".join(line) for line in ([above], HEADING, FIRST, SECOND)) + "\n"
    assert rules(take_text(tiny, text)) == [(None, rule)]


@pytest.mark.parametrize(
    "above",
    [
        "2025年第四季度社区工作者统计表",
        "社区工作者情况表（2025年12月末）",
        "2025年度社区工作者报表",
        "填报单位：万安县民政局",
        "填报日期：2026年3月31日",
        "有效期至：2026年12月31日",
        "制表机关：民政厅 2024年6月",
        "单位：人",
    ],
)
def test_lines_above_that_say_nothing_else_are_no_matter(tiny: Tiny, above: str) -> None:
    text = "\n".join(",".join(line) for line in ([above], HEADING, FIRST, SECOND)) + "\n"
    assert take_text(tiny, text).status == "accepted"


def test_a_file_named_for_another_quarter_is_told(tiny: Tiny) -> None:
    text = "\n".join(",".join(line) for line in (HEADING, FIRST, SECOND)) + "\n"
    outcome = take_text(tiny, text, "2026Q1_staffing.csv")
    assert [(one.rule, one.severity) for one in outcome.warnings] == [("period_in_name", "warning")]
    assert "2026-03-31" in outcome.warnings[0].message_en
    assert take_text(tiny, text.replace("5,4", "6,4"), "2025Q4_staffing.csv").warnings == []


@pytest.mark.parametrize("kind", ["xlsx", "wide csv"])
@pytest.mark.parametrize(
    "line",
    [
        ["单位负责人（签章）"],
        ["", "", "", "", "", "某市民政局"],
        ["联系电话", "0570-1234567"],
        ["（此页无正文）"],
        ["填报说明"],
        ["某市民政局", "", "", "", "", "2026年1月"],
    ],
)
def test_lines_below_without_area_and_figure_close_the_form(
    line: list[str], kind: str, tmp_path: Path
) -> None:
    sheet = rows_of([HEADING, FIRST, SECOND, line], kind, tmp_path)
    assert sheet.frame["0"].to_list() == ["990101", "990102"]
    assert [(note.rule, note.row) for note in sheet.notes] == [("closing_lines", 4)]


def test_a_last_row_of_an_area_is_never_a_closing_line(tmp_path: Path) -> None:
    for row in (
        ["", "乙丑区", "", "", "", "", ""],
        ["990102", "", "", "", "", "", ""],
        ["", "", "", "", "", "5", ""],
    ):
        assert rows_of([HEADING, FIRST, row], "xlsx", tmp_path).frame.height == 2


@pytest.mark.parametrize(
    "line",
    [
        ["甲", "乙", "丙", "1", "2", "3", "4"],
        ["栏次", "", "", "1", "2", "3", "4"],
        ["1", "2", "3", "4", "5", "6", "7"],
        ["甲", "乙", "", "(1)", "(2)", "(3)", "(4)"],
    ],
)
def test_a_line_that_numbers_the_columns_is_left_out_and_told(line: list[str], tmp_path: Path) -> None:
    sheet = rows_of([HEADING, line, FIRST], "xlsx", tmp_path)
    assert sheet.frame["0"].to_list() == ["990101"]
    assert [(note.rule, note.row) for note in sheet.notes] == [("heading_repeated", 2)]


def test_a_heading_printed_on_every_page_is_left_out_and_told(tmp_path: Path) -> None:
    sheet = rows_of([HEADING, FIRST, HEADING, SECOND], "xlsx", tmp_path)
    assert sheet.frame["0"].to_list() == ["990101", "990102"]
    assert [(note.rule, note.row) for note in sheet.notes] == [("heading_repeated", 3)]


def test_a_file_without_a_heading_gets_one_message(tiny: Tiny) -> None:
    text = "\n".join(",".join(line) for line in (FIRST, SECOND)) + "\n"
    outcome = take_text(tiny, text)
    assert [one.rule for one in outcome.errors] == ["no_heading"]
    assert "区划代码" in outcome.errors[0].message_zh


def test_blank_columns_between_others_are_no_fault_and_a_stray_cell_is_named_alone(tiny: Tiny) -> None:
    heading = [*HEADING[:3], "", *HEADING[3:], "", ""]
    row = [*FIRST[:3], "", *FIRST[3:], "", ""]
    assert take_text(tiny, "\n".join(",".join(line) for line in (heading, row)) + "\n").status == "accepted"
    row[-1] = "x"
    outcome = take_text(tiny, "\n".join(",".join(line) for line in (heading, row)) + "\n")
    assert [one.rule for one in outcome.errors] == ["heading_blank"]
    assert "10" in outcome.errors[0].message_en


@pytest.mark.parametrize(
    ("above", "offered"),
    [
        ("2025年第三季度社区工作者统计表", "2025-09-30"),
        ("社区工作者情况表（截至2025年12月31日）", "2025-12-31"),
        ("2025年第三、第四季度 2025Q3 2025Q4", None),
        ("社区工作者统计表（2026年1月5日打印）", None),
    ],
)
def test_a_period_in_the_title_is_offered_and_never_taken_unasked(
    tiny: Tiny, above: str, offered: str | None
) -> None:
    place = HEADING.index("报告期")
    rows = [[cell for n, cell in enumerate(line) if n != place] for line in (HEADING, FIRST, SECOND)]
    text = "\n".join(",".join(line) for line in ([above], *rows)) + "\n"
    outcome = take_text(tiny, text)
    (finding,) = [one for one in outcome.errors if one.rule == "period_missing"]
    assert outcome.status == "rejected"
    for said in (finding.message_en, finding.message_zh):
        assert (f"--period {offered}" in said) is (offered is not None)
