"""The submissions desk: what was read is shown before anything lands, what is unclear is asked, what landed is published once."""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from files.marked import marked_bytes
from pipelines.filing import landing
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import examine
from tests.browser import opened as browser
from tests.browser import served
from tests.filing import TODAY, staffing, take, workbook, workers, write
from tests.test_pages import CHINESE, LATIN, nothing_kept, opened, text_of, title, visit
from tests.tiny import BINGYIN, DATASETS, JIAZI, WUCHEN, Tiny
from ui.frame import startup
from ui.frame.desk import blanks, places, publishing, reading
from ui.frame.desk.brought import MEGABYTES, MOST, Brought, taken
from ui.frame.desk.findings import told
from ui.frame.desk.reading import OfAll, OfOne

__all__ = ["nothing_kept"]

GOOD = workers(*BINGYIN).encode()
ROWS = len(BINGYIN)
BAD = staffing("990201,2025-12-31,1,x,5,4", "990202,2025-12-31,1,2,-5,1").encode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    tiny = Tiny(tmp_path)
    tiny.stand()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return opened(tiny, monkeypatch)


def bring(test: AppTest, *files: tuple[str, bytes], by: str = "") -> AppTest:
    """Files in the zone, and who files them."""
    if by:
        test.text_input(key="desk_by").set_value(by).run()
    (zone,) = test.file_uploader
    zone.set_value([(name, data, "text/csv") for name, data in files]).run()
    assert not test.exception
    return test


def land(test: AppTest) -> AppTest:
    test.button(key="desk_land").click().run()
    assert not test.exception
    return test


def wait(test: AppTest) -> AppTest:
    """The page once what it waits for is published."""
    for _ in range(300):
        if publishing.under_way() is None:
            break
        time.sleep(0.05)
    test.run()
    assert not test.exception
    return test


def landed(tiny: Tiny) -> int:
    return int(landing.landed(tiny.home, DATASETS["staffing"]).height)


def settled(name: str, data: bytes, *answers: tuple[str, Any], **one: Any) -> reading.Read:
    (read,) = reading.read([(Brought(name, data), OfOne(**one))], OfAll("office")).files
    return read


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_desk_offers_a_zone_and_blank_forms_and_says_nothing_in_the_address(
    home: Tiny, language: str
) -> None:
    test = visit("submissions", language)
    assert len(test.file_uploader) == 1
    assert {one.key for one in test.selectbox} >= {"desk_blank_form", "desk_blank_area"}
    said = text_of(test).split("desk_")[0]
    assert ("上传" if language == "zh" else "Upload") in said
    assert not (LATIN if language == "zh" else CHINESE).search(title(test))
    assert not test.query_params


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_return_is_shown_as_it_was_read_and_lands_only_with_a_name(home: Tiny, language: str) -> None:
    before = landed(home)
    test = bring(visit("submissions", language), ("staffing.csv", GOOD))
    assert "staffing.csv" in title(test)
    told = text_of(test)
    assert ("读成这样" if language == "zh" else "As it was read") in told
    assert ("写明谁来填报" if language == "zh" else "say who files") in told
    assert test.button(key="desk_land").disabled
    assert landed(home) == before
    test.text_input(key="desk_by").set_value("民政局").run()
    assert not test.button(key="desk_land").disabled
    test = wait(land(test))
    assert landed(home) == before + ROWS
    rows = landing.landed(home.home, DATASETS["staffing"])
    assert rows.sort("sequence")["filed_by"][-1] == "民政局"
    assert rows.sort("sequence")["file_name"][-1] == "staffing.csv"
    told = text_of(test)
    assert rows.sort("sequence")["batch_id"][-1] in told
    assert ("变了什么" if language == "zh" else "What changed") in told
    links = "".join(one.value for one in test.html)
    assert "corrections?" in links
    assert "with=" in links
    # Verdicts by the words of all pages, figures with their unit.
    assert {"zh": "▲ 达标", "en": "▲ Meets target"}[language] in links
    assert ("人/万人" if language == "zh" else "per 10,000") in told
    assert ("合计" if language == "zh" else "In all") in told
    assert not test.query_params
    # Whoever goes on gets an empty zone, and is still known by name.
    test.button(key="desk_more").click().run()
    assert len(test.file_uploader) == 1
    assert test.text_input(key="desk_by").value == "民政局"


def test_what_is_wrong_stands_with_its_cell_and_in_a_marked_sheet(home: Tiny) -> None:
    test = bring(visit("submissions", "en"), ("staffing.csv", BAD), by="office")
    assert "to mend" in title(test)
    assert test.button(key="desk_land").disabled
    marked = "".join(one.value for one in test.html)
    assert '<td class="wrong">x</td>' in marked
    assert 'scope="row">D2<' in marked
    read = settled("staffing.csv", BAD)
    table = places.marked(read)
    assert table is not None
    book = openpyxl.load_workbook(io.BytesIO(marked_bytes(table, "en")))
    assert book.sheetnames == ["As read", "Findings"]
    assert book["As read"]["D2"].value == "x"
    assert "whole number" in book["As read"]["D2"].comment.text
    assert book["As read"]["C2"].comment is None
    listed = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=2)]
    assert listed[0][:4] == ["D2", 2, "deputy_workers", "x"]
    assert CHINESE.search(listed[0][4])
    assert LATIN.search(listed[0][5])


BULLETIN = [
    ["2025年末人口"],
    ["地区", "常住人口", "城镇常住人口", "小计"],
    ["甲子区", 25_400, 9_000, 9_000],
    ["乙丑区", 31_000, 2_000, 2_000],
]


@pytest.mark.parametrize("first", [1, 2])
def test_a_doubt_stands_in_its_own_column_though_another_heading_ends_alike(
    home: Tiny, tmp_path: Path, first: int
) -> None:
    rows = [["", *row] for row in BULLETIN] if first == 2 else BULLETIN
    read = settled("人口.xlsx", workbook(tmp_path, "人口.xlsx", {"表": rows}).read_bytes())
    sheet = places.sheet_of(read)
    doubts = [one for one in read.outcome.errors if one.problem.key == "changes.unconfirmed"]
    columns = dict(zip(("常住人口", "城镇常住人口"), "CD" if first == 2 else "BC", strict=True))
    assert [one for one in doubts if one.column == "城镇常住人口"], read.outcome.errors
    assert [places.address(sheet, one) for one in doubts] == [
        f"{columns[str(one.column)]}{one.row}" for one in doubts
    ]
    table = places.marked(read)
    assert table is not None
    marked = openpyxl.load_workbook(io.BytesIO(marked_bytes(table, "zh"))).worksheets[0]
    assert {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment} == {
        places.address(sheet, one) for one in doubts
    }


def test_a_cell_without_a_result_stands_with_its_letter(home: Tiny, tmp_path: Path) -> None:
    heads = ["区划代码", "报告期", "正职", "副职", "其他工作人员", "持证人数"]
    sheets = {"说明": [["说明"], ["填表人"]], "表": [heads, ["990201", "2025-12-31", 1, "=1+1", 3, 4]]}
    read = settled("staffing.xlsx", workbook(tmp_path, "a.xlsx", sheets).read_bytes())
    assert read.grid is not None
    assert read.grid.name == "表"
    assert [places.address(places.sheet_of(read), one) for one in read.outcome.errors] == ["D2"]


def test_a_doubt_of_a_sum_marks_no_cell(home: Tiny) -> None:
    stood = write(home.home.root.parent, "staffing_a.csv", workers(*BINGYIN, other=50))
    assert take(home, stood, confirmed=True).complete
    read = settled("staffing.csv", workers(*BINGYIN, other=100).encode())
    (asked,) = [one for one in read.outcome.errors if one.rule == "together"]
    sheet = places.sheet_of(read)
    assert sheet is not None
    assert (asked.row, sheet.cell(asked), places.address(sheet, asked)) == (None, None, "")


def test_a_marked_sheet_can_be_read_and_printed(home: Tiny, tmp_path: Path) -> None:
    heads = ["区划代码", "报告期", "正职（人）", "副职（人）", "其他工作人员（人）", "持证人数（人）"]
    day = dt.datetime(2025, 12, 31)
    rows = [
        ["社区工作者统计表（试行）——各县（市、区）民政局填报，于季后二十日内报送"],
        heads,
        ["990201", day, 1, "x", 3, 4],
    ]
    read = settled("staffing.xlsx", workbook(tmp_path, "a.xlsx", {"表": rows}).read_bytes())
    table = places.marked(read)
    assert table is not None
    book = openpyxl.load_workbook(io.BytesIO(marked_bytes(table, "zh")))
    sheet, listed = book.worksheets
    assert sheet["B3"].value == "2025-12-31"
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["E"].width >= 20
    assert sheet.column_dimensions["A"].width < 20  # the title does not widen it
    for one in (sheet, listed):
        assert (one.page_setup.orientation, one.page_setup.fitToHeight) == ("landscape", 0)
        assert one.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for cell in listed[2])
    assert listed.row_dimensions[2].height >= 15


def test_what_is_to_mend_is_counted_in_full(home: Tiny) -> None:
    rows = [f"990201,2025-12-31,{n},x,5,4" for n in range(2500)]
    read = settled("staffing.csv", staffing(*rows).encode())
    assert len(read.to_mend) == 201
    assert read.number_to_mend >= 2500
    test = bring(visit("submissions", "en"), ("staffing.csv", staffing(*rows).encode()))
    assert f"{read.number_to_mend:,} to mend" in title(test)


def test_who_brings_what_stands_is_asked_for_no_name(home: Tiny) -> None:
    stood = write(home.home.root.parent, "staffing_a.csv", workers(*BINGYIN))
    take(home, stood, confirmed=True)
    test = bring(visit("submissions"), ("staffing.csv", workers(*BINGYIN).encode()))
    assert "没有新的数可入库" in text_of(test)
    assert "写明谁来填报" not in text_of(test)


def test_a_blank_form_is_of_the_period_that_is_chosen(home: Tiny) -> None:
    test = visit("submissions")
    box = test.selectbox(key="desk_blank_period")
    assert box.value == "2025-12-31"
    assert blanks.name("staffing", "990201", "zh", "2025-09-30") == "staffing_990201_2025-09-30.xlsx"
    box.set_value("2025-09-30").run()
    assert not test.exception
    assert test.selectbox(key="desk_blank_period").value == "2025-09-30"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_unit_that_is_asked_is_one_of_the_form_in_words_of_the_page(
    home: Tiny, tmp_path: Path, language: str
) -> None:
    rows = [["2025年末人口"], ["地区", "常住人口", "城镇常住人口"], ["甲子区", 2.54, 0.9]]
    data = workbook(tmp_path, "a.xlsx", {"表": rows}).read_bytes()
    test = bring(visit("submissions", language), ("人口.xlsx", data), by="office")
    (asked,) = [one for one in (*test.radio, *test.selectbox) if "unit" in one.key]
    assert not [one for one in asked.options if "元" in one]
    (wan,) = [one for one in asked.options if "万人" in one]
    assert ("ten thousands of people" in wan) == (language == "en")


def test_as_of_an_earlier_day_nothing_is_filed(home: Tiny) -> None:
    before = home.reader.snapshot.id
    take(home, write(home.home.root.parent, "staffing_a.csv", workers("990202", other=6)), confirmed=True)
    home.built()
    test = visit("submissions", as_of=before)
    assert not test.file_uploader
    assert "不接收填报" in title(test)
    assert {one.key for one in test.selectbox} >= {"desk_blank_form", "desk_blank_area"}


def test_a_marked_sheet_holds_no_formula(home: Tiny) -> None:
    data = staffing("990201,2025-12-31,1,=1+1,5,4").encode()
    table = places.marked(settled("staffing.csv", data))
    assert table is not None
    cell = openpyxl.load_workbook(io.BytesIO(marked_bytes(table, "zh"))).worksheets[0]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


# ---------------------------------------------------------------- settling


def two_sheets(folder: Path) -> bytes:
    rows = [
        ["社区工作者"],
        ["地区", "正职", "副职", "其他工作人员", "持证人数"],
        ["甲子区", 1, 2, 3, 4],
        ["乙丑区", 1, 2, 3, 5],
    ]
    return workbook(folder, "社区工作者.xlsx", {"一稿": rows, "二稿": rows}).read_bytes()


def test_what_may_be_meant_in_two_ways_is_asked_with_nothing_preselected(home: Tiny, tmp_path: Path) -> None:
    test = bring(visit("submissions"), ("社区工作者.xlsx", two_sheets(tmp_path)), by="民政局")
    assert "要你定" in title(test)
    (sheets,) = [one for one in test.radio if "工作表" in one.label]
    assert (sheets.options, sheets.value) == (["一稿", "二稿"], None)
    sheets.set_value("二稿").run()
    (day,) = [one for one in test.selectbox if "哪一期" in one.label]
    assert day.value is None
    assert test.button(key="desk_land").disabled
    day.set_value("2025-12-31").run()
    # The answers stay on the page and can be others.
    assert [one.value for one in test.radio if "工作表" in one.label] == ["二稿"]
    assert [one.value for one in test.selectbox if "哪一期" in one.label] == ["2025-12-31"]
    assert "工作表“二稿”" in text_of(test)
    read = settled("社区工作者.xlsx", two_sheets(tmp_path), sheet="二稿")
    assert {one.kind for one in read.asked} == {"period"}


def test_a_heading_that_nobody_knows_is_mapped_by_an_answer(home: Tiny, tmp_path: Path) -> None:
    rows = [
        ["2025年第四季度社区工作者"],
        ["地区", "正职", "副职", "别的人", "持证人数"],
        ["甲子区", 1, 2, 3, 4],
    ]
    data = workbook(tmp_path, "a.xlsx", {"一": rows}).read_bytes()
    read = settled("社区工作者.xlsx", data)
    (asked,) = [one for one in read.asked if one.kind == "column"]
    assert (asked.about, asked.options) == ("other_workers", ("别的人",))
    again = settled("社区工作者.xlsx", data, mapped=(("别的人", "other_workers"),))
    assert {one.kind for one in again.asked} <= {"confirm"}


def test_what_a_column_holds_is_asked_where_it_may_be_two_things(home: Tiny, tmp_path: Path) -> None:
    rows = [
        ["2025年末人口"], ["地区", "常住人口", "城镇化率"], ["甲子区", 51230, 0.7809], ["乙丑区", 30000, 1]
    ]  # fmt: skip
    data = workbook(tmp_path, "rate.xlsx", {"一": rows}).read_bytes()
    test = bring(visit("submissions"), ("人口.xlsx", data), by="民政局")
    (asked,) = [one for one in test.radio if "城镇化率" in one.label]
    assert (asked.options, asked.value) == (["百分数", "0 到 1 的小数", "都不是，不取这一列"], None)
    assert test.button(key="desk_land").disabled
    asked.set_value("share:urban_population").run()
    read = settled("人口.xlsx", data, mapped=(("城镇化率", "share:urban_population"),))
    assert [one.kind for one in read.asked] in ([], ["confirm"]), read.outcome.errors
    (asked,) = [one for one in test.radio if "城镇化率" in one.label]
    assert asked.value == "share:urban_population"


def test_what_is_hard_to_believe_is_a_box_that_says_what_it_confirms(home: Tiny) -> None:
    data = staffing(
        *(f"{code},2025-12-31,0,0,{n},0" for code, n in zip(JIAZI, (9000, 0), strict=True))
    ).encode()
    test = bring(visit("submissions", "en"), ("staffing.csv", data), by="office")
    (box,) = [one for one in test.checkbox if "meant" in one.label]
    assert (box.value, test.button(key="desk_land").disabled) == (False, True)
    assert "--confirm" not in text_of(test)
    assert "9,000" in text_of(test) or "9000" in text_of(test)
    assert "Row 2" in text_of(test)
    box.check().run()
    assert not test.button(key="desk_land").disabled
    # Read otherwise, it is asked anew.
    test.selectbox(key="desk_all_dataset").set_value("staffing").run()
    (box,) = [one for one in test.checkbox if "meant" in one.label]
    assert (box.value, test.button(key="desk_land").disabled) == (False, True)
    box.check().run()
    wait(land(test))
    marks = landing.landed(home.home, DATASETS["staffing"]).sort("sequence")["confirmed"].drop_nulls()
    assert any("far" in mark for marks_of in marks.to_list() for mark in marks_of)


def test_a_column_that_no_other_can_be_is_to_be_mended_and_not_asked(home: Tiny) -> None:
    data = "区划代码,报告期,正职（人）\n990201,2025-12-31,1\n".encode()
    read = settled("staffing.csv", data)
    assert [one for one in read.asked if one.kind == "column"] == []
    lacking = [one for one in read.to_mend if one.problem.key == "published.no_column.at_all"]
    assert [str(one.problem.values["column"]) for one in lacking], read.outcome.errors
    assert "副职" in lacking[0].message_zh
    test = bring(visit("submissions"), ("staffing.csv", data), by="民政局")
    assert all(one.options for one in (*test.radio, *test.selectbox))


def test_what_was_brought_is_there_when_one_comes_back_from_another_page(home: Tiny) -> None:
    test = bring(visit("submissions"), ("staffing.csv", GOOD), by="民政局")
    assert "刷新" in text_of(test)
    test.selectbox(key="desk_all_dataset").set_value("staffing").run()
    ready = title(test)
    test.switch_page("pages/completeness.py").run()
    test.switch_page("pages/submissions.py").run()
    assert not test.exception
    assert title(test) == ready
    assert test.text_input(key="desk_by").value == "民政局"
    assert test.selectbox(key="desk_all_dataset").value == "staffing"
    assert not test.button(key="desk_land").disabled
    # What is brought beside it is read with it, and what was brought before can be taken away.
    bring(test, ("bad.csv", BAD))
    (files,) = [one for one in test.radio if one.key == "desk_viewed"]
    assert len(files.options) == 2
    test.button(key="desk_take_away").click().run()
    assert not [one for one in test.radio if one.key == "desk_viewed"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_advice_at_the_desk_can_be_followed_there(home: Tiny, language: str) -> None:
    files = [
        ("staffing_a.csv", workers("990202", other=6).encode()),
        ("staffing_b.csv", workers("990202").encode()),
        ("staffing_c.csv", workers("990201", other=9000).encode()),
    ]
    lot = reading.read([(Brought(*file), OfOne()) for file in files], OfAll("office"))
    said = []
    for one in lot.files:
        table = places.marked(one)
        assert table is not None
        said += [getattr(fault, language) for fault in table.faults]
        said += [told(fault, language) for fault in one.outcome.errors]
    assert len(said) >= 6
    assert not [text for text in said if "files.csv" in text or "--" in text]


def test_a_file_left_out_keeps_nobody_from_landing(home: Tiny) -> None:
    test = bring(visit("submissions", "en"), ("staffing.csv", GOOD), ("bad.csv", BAD), by="office")
    assert test.button(key="desk_land").disabled
    viewed = next(one for one in test.radio if one.key == "desk_viewed")
    viewed.set_value(viewed.proto.options and Brought("bad.csv", BAD).key).run()
    next(one for one in test.checkbox if "Land this file" in one.label).uncheck().run()
    assert "left out" in title(test)
    assert not test.button(key="desk_land").disabled
    before = landed(home)
    wait(land(test))
    assert landed(home) == before + ROWS


def test_two_files_that_say_different_things_of_one_cell_are_both_refused(home: Tiny) -> None:
    files = [
        ("staffing_a.csv", workers("990202", other=6).encode()),
        ("staffing_b.csv", workers("990202").encode()),
    ]
    lot = reading.read([(Brought(*file), OfOne()) for file in files], OfAll("office"))
    assert [one.state for one in lot.files] == ["mend", "mend"]


def test_of_each_file_something_else_may_be_known(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path)
    heading = "area_code,chief_workers,deputy_workers,other_workers,certified_workers"
    one = write(tmp_path, "staffing_a.csv", staffing("990201,1,2,3,4", heading=heading))
    two = write(tmp_path, "staffing_b.csv", staffing("990201,1,2,3,4", heading=heading))
    days = {one: "2025-12-31", two: "2025-09-30"}
    each = {path: Circumstances(period=TODAY.fromisoformat(day), today=TODAY) for path, day in days.items()}
    report = examine(tiny.home, tiny.pack, [one, two], Circumstances(today=TODAY), each=each).report
    assert [(file.status, file.periods) for file in report.files] == [
        ("accepted", [day]) for day in days.values()
    ]


# ---------------------------------------------------------------- what nobody should bring


HOSTILE = [
    ("../../../../etc/passwd.csv", GOOD),
    ("<b>tag</b>![p](http://host.test/p.png).csv", GOOD + b"990202,2025-12-31,<b>tag,2,5,4\n"),
    ("CON.xlsx", b"PK\x03\x04 no workbook at all"),
    ("files.csv", b"file_name,dataset\nx.csv,staffing\n"),
    ("long" * 200 + ".csv", GOOD),
    ("\u202egnp.csv", b"\xff\xfe\x00\x00\x01"),
    ("", b""),
    ("picture.csv", b"\x89PNG\r\n\x1a\n"),
    ("nul\x00.csv", GOOD),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_is_brought_gets_a_verdict_and_leaves_nothing_behind(
    home: Tiny, tmp_path: Path, language: str
) -> None:
    before = landed(home)
    there = sorted(tmp_path.iterdir())
    test = bring(visit("submissions", language), *HOSTILE, by="office")
    for key in [Brought(name, data).key for name, data in HOSTILE]:
        next(one for one in test.radio if one.key == "desk_viewed").set_value(key).run()
        assert not test.exception
        assert "<b>tag" not in "".join(one.value for one in test.html)
    assert test.button(key="desk_land").disabled
    assert sorted(tmp_path.iterdir()) == there
    assert landed(home) == before


def test_names_are_names_and_no_paths() -> None:
    for name, data in HOSTILE:
        made = Brought(name, data).name
        assert made
        assert Path(made).name == made
        assert made.isprintable()
        assert len(made.encode()) <= 255
    assert Brought("2025Q4_社区工作者.xlsx", b"").name == "2025Q4_社区工作者.xlsx"


def test_files_are_bounded_in_number_and_size() -> None:
    many = [Brought(f"{n}.csv", b"x") for n in range(MOST + 3)]
    assert taken(many)[1] == 3
    assert len(taken([many[0], many[0]])[0]) == 1
    large = Brought("large.csv", b"x" * (MEGABYTES * 2**20 + 1))
    assert large.fault is not None
    assert taken([Brought(f"{n}", large.data) for n in range(4)])[1] == 2
    assert reading.read([(large, OfOne())], OfAll()).files[0].state == "refused"


# ---------------------------------------------------------------- nothing is written


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_nothing_may_be_written_there_is_one_sentence_and_the_blank_forms(
    home: Tiny, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    lot = reading.read([(Brought("staffing.csv", GOOD), OfOne())], OfAll("office"))
    test = bring(visit("submissions", language), ("staffing.csv", GOOD), by="office")
    before = landed(home)
    monkeypatch.setenv("OBSERVATORY_READONLY", "1")
    # A page that was open before may still have its button.
    land(test)
    assert landed(home) == before
    with pytest.raises(publishing.ReadOnly):
        publishing.commit(lot, 0.0)
    test = visit("submissions", language)
    assert not test.file_uploader
    assert not [one for one in test.button if one.key == "desk_land"]
    assert test.selectbox(key="desk_blank_form").value
    assert ("只能看" if language == "zh" else "only shows") in title(test)
    bulletin = visit("bulletin", language)
    assert not [one for one in bulletin.button if one.key == "bulletin_press"]


def test_read_only_is_what_the_setting_says(home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for said, is_so in (("", False), ("0", False), ("1", True), ("true", True)):
        monkeypatch.setenv("OBSERVATORY_READONLY", said)
        assert startup.is_read_only() is is_so
    monkeypatch.delenv("OBSERVATORY_READONLY")
    access: Any = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert startup.is_read_only()
    assert not visit("submissions").file_uploader


def test_a_blank_form_is_made_for_a_county_and_refused_with_a_reason(home: Tiny) -> None:
    assert blanks.name("staffing", "990101", "zh") == "staffing_990101_2025-12-31.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(blanks.blank("staffing", "990101", "zh")))
    assert "990101001" in {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert "990101" in blanks.areas(blanks.today(), "en")
    assert blanks.fault("staffing", "990101") is None


# ---------------------------------------------------------------- several visits


def test_two_visits_that_land_the_same_file_land_it_once(home: Tiny) -> None:
    before = landed(home)
    one = bring(visit("submissions"), ("staffing.csv", GOOD), by="甲")
    two = bring(visit("submissions"), ("staffing.csv", GOOD), by="乙")
    wait(land(one))
    wait(land(two))
    assert landed(home) == before + ROWS
    assert "重复" in text_of(two)
    assert "没有要入库的数" in title(two)


def test_a_build_belongs_to_the_server_and_every_visit_looks_on(
    home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, builds, real = threading.Event(), [], publishing.build

    def slow(*given: Any, **named: Any) -> Any:
        builds.append(1)
        named["progress"]("marts.indicator_values", 3, 10)
        assert go.wait(30)
        return real(*given, **named)

    monkeypatch.setattr(publishing, "build", slow)
    shown = home.reader.snapshot.id
    one = land(bring(visit("submissions"), ("staffing.csv", GOOD), by="甲"))
    assert "正在发布" in title(one)
    other = visit("submissions")
    assert "正在发布" in text_of(other)
    assert "可以离开" in text_of(other)
    assert "有新报表，正在汇总" in text_of(visit("about"))
    # What lands meanwhile is published by one more build, however many files come.
    more = land(bring(other, ("staffing_2.csv", workers("990202").encode()), by="乙"))
    last = land(bring(visit("submissions"), ("staffing_3.csv", workers(*WUCHEN).encode()), by="丙"))
    assert len(builds) == 1
    assert home.reader.snapshot.id == shown
    go.set()
    for test in (one, more, last):
        assert "已发布" in title(wait(test))
    assert len(builds) == 2
    assert home.reader.snapshot.id != shown


def test_a_build_that_fails_keeps_what_landed_and_says_so(
    home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise OSError("no disk")

    monkeypatch.setattr(publishing, "build", broken)
    before = landed(home)
    test = wait(land(bring(visit("submissions", "en"), ("staffing.csv", GOOD), by="office")))
    assert "not published" in title(test)
    assert landed(home) == before + ROWS
    monkeypatch.undo()


def test_what_changed_is_told_with_verdicts_first(home: Tiny) -> None:
    rows = staffing(*(f"{code},2025-12-31,0,0,{n},0" for code, n in (("990202", 60),))).encode()
    assert take(home, write(home.home.root.parent, "staffing_x.csv", rows.decode())).complete
    before = home.reader
    home.built()
    landed_one = publishing.Landed("staffing-1", "x", "staffing", (TODAY.replace(2025, 12, 31),), 1)
    found = publishing.changed(before, home.reader, [landed_one], home.pack.datasets)
    assert found.turns
    assert [one.flipped for one in found.turns] == sorted((one.flipped for one in found.turns), reverse=True)
    assert {one.area["area_code"] for one in found.turns} == {"990202"}


HELD_AGAINST = """
[[rules]]
name = "communities_have_workers"
holds = "communities <= staffing.other_workers"
severity = "warning"
says_zh = "有社区没有工作者"
says_en = "Communities without a worker"
column = "communities"
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_landing_contradicts_in_another_form_is_told_to_who_filed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    tiny = Tiny(tmp_path)
    with (tiny.pack_folder / "programme/datasets/services.toml").open("a", encoding="utf-8") as file:
        file.write(HELD_AGAINST)
    home = opened(tiny, monkeypatch)
    area = BINGYIN[0]
    codes = [one.code for one in home.pack.datasets.counts["services"].measures]
    home.file("services", {area: {**dict.fromkeys(codes, 0), "communities": 9}})
    home.staff(dict.fromkeys(BINGYIN, 20), filed_on=TODAY.replace(month=1, day=11))
    home.built()
    landing.give_out(home.home, home.sequence)
    test = bring(visit("submissions", language), ("staffing.csv", GOOD), by="office")
    for box in test.checkbox:
        if str(box.key).startswith("desk_answer_"):
            box.check().run()
    test = wait(land(test))
    told = " ".join(text_of(test).split())
    said = {"zh": "有社区没有工作者", "en": "Communities without a worker"}[language]
    assert {"zh": "与先前填报的 1 处对不上", "en": "1 figure filed before no longer agrees"}[language] in told
    assert said in told
    # Completeness tells it with both forms.
    for form in ("services", "staffing"):
        page = visit("completeness", language, view="findings", form=form, period="2025-12-31")
        listed = list(page.dataframe[0].value["text"])
        (own,) = [one for one in listed if said in one]
        name = {"zh": "社区服务", "en": "Community services"}[language]
        assert own.startswith(name) == (form == "staffing"), own


# ---------------------------------------------------------------- in a browser


def test_the_whole_way_in_a_browser(home: Tiny, tmp_path: Path) -> None:
    path = write(tmp_path, "staffing_990201.csv", GOOD.decode())
    before = landed(home)
    with (
        served("app.py", environment=home.environment) as address,
        browser(f"{address}/submissions?lang=zh", locale="zh-CN") as seen,
    ):
        seen.wait_until_still()
        page = seen.page
        # What Streamlit says in English has no size; ours stands in its place.
        size = "getComputedStyle(document.querySelector('.st-key-desk_zone_0 section button p')).fontSize"
        assert page.evaluate(size) == "0px"
        page.fill(".st-key-desk_by input", "民政局")
        page.keyboard.press("Enter")
        page.set_input_files("input[type=file]", [str(path)])
        page.wait_for_selector(".desk_sheet table", timeout=30_000)
        button = page.locator(".st-key-desk_land button")
        page.wait_for_function(
            "() => document.querySelector('.st-key-desk_land button')?.disabled === false", timeout=20_000
        )
        button.click()
        # Without another press: the page follows the build by itself.
        page.wait_for_selector("h1:has-text('已发布')", timeout=60_000)
        assert "staffing-" in page.inner_text(".desk_files")
        assert not seen.foreign
        assert not seen.complaints
    assert landed(home) == before + ROWS
