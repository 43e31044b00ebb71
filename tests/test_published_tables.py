"""Tables as offices publish and print them: some thirty shapes, what each is taken for, and what cannot be taken in one way."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.filing.finding import FileOutcome
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import examine
from pipelines.filing.published import figures
from pipelines.filing.published.said import days_in
from pipelines.filing.published.settled import settled
from tests.filing import TODAY, rules, take, write
from tests.test_command_line import run
from tests.tiny import Tiny
from words.problems import WrongUse

FILED = Path(__file__).with_name("published")
YEAR_END = "2025-12-31"
JIA, YI, BING, DING, WU = "990101", "990102", "990201", "990202", "999001"
# Residents and urban residents of every county, as most of the tables below give them.
ALL = {
    JIA: (51_230, 40_000),
    YI: (30_000, 30_000),
    BING: (9_990, 5_000),
    DING: (7_700, 7_000),
    WU: (1_000, 400),
}


def csv_of(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode("utf-8-sig")


def book_of(sheets: dict[str, list[list[Any]]], edit: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if edit:
        edit(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


PLAIN = [
    "地区,常住人口,城镇常住人口",
    "甲子区,51230,40000",
    "乙丑区,30000,30000",
    "丙寅县,9990,5000",
    "丁卯市,7700,7000",
    "戊辰市,1000,400",
]
ROWS = [row.split(",") for row in PLAIN]
NUMBERS: list[list[Any]] = [ROWS[0], *([row[0], int(row[1]), int(row[2])] for row in ROWS[1:])]
TITLE = "试验省2025年末人口"


def hidden_rows(book: Any) -> None:
    book.worksheets[0].row_dimensions[3].hidden = True


def hidden_sheet(book: Any) -> None:
    book.worksheets[1].sheet_state = "hidden"


def merged(book: Any) -> None:
    sheet = book.worksheets[0]
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A3:A4")


# What is filed, its name, and the options beside `--dataset population`; each is taken for ALL unless it says otherwise.
SHAPES: dict[str, tuple[bytes, str, dict[str, Any]]] = {
    "names in the place of codes": (csv_of(TITLE, *PLAIN), "a.csv", {}),
    "tabs": (csv_of(TITLE, *(row.replace(",", "\t") for row in PLAIN)), "a.tsv", {}),
    "semicolons": (csv_of(TITLE, *(row.replace(",", ";") for row in PLAIN)), "a.csv", {}),
    "utf-16": (("\n".join([TITLE, *(row.replace(",", "\t") for row in PLAIN)]) + "\n").encode("utf-16"), "a.txt", {}),
    "gb18030": (("\n".join([TITLE, *PLAIN]) + "\n").encode("gb18030"), "a.csv", {}),
    "title, unit line, notes and source below": (
        csv_of(
            f"表3-1 {TITLE},,", ",,单位：人", "", *PLAIN, "注：常住人口为推算数。,,", "资料来源：试验省统计局。,,"
        ), "a.csv", {},
    ),
    "headings of two rows, the upper over two columns": (
        csv_of("年末人口,,", "地区,2025年,", ",常住人口,城镇常住人口", *PLAIN[1:]), "a.csv", {},
    ),
    "a group alone in its row between headings and areas": (
        csv_of(TITLE, "地区,人口,", ",常住,城镇", "城区,,", *PLAIN[1:]), "a.csv", {},
    ),
    "headings of three rows, merged": (
        book_of(
            {"表": [[TITLE], [], ["地区", "人口", None], [None, "常住人口", "#城镇"], ["甲", 1, 2], *NUMBERS[1:]]}, merged
        ), "a.xlsx", {},
    ),
    "a unit in the heading": (
        csv_of(
            TITLE, "地区,常住人口（万人）,城镇常住人口（万人）", "甲子区,5.123,4", "乙丑区,3,3.0", "丙寅县,0.999,0.5",
            "丁卯市,.77,0.7", "戊辰市,0.1,0.04",
        ).replace(b",.77", b",0.77"), "a.csv", {},
    ),
    "a unit above the table": (
        csv_of(
            TITLE, "单位：万人,,", PLAIN[0], "甲子区,5.123,4", "乙丑区,3,3", "丙寅县,0.999,0.5", "丁卯市,0.77,0.7", "戊辰市,0.1,0.04"
        ), "a.csv", {},
    ),
    "a unit that the filer settles": (
        csv_of(TITLE, PLAIN[0], "甲子区,5.123,4", "乙丑区,3,3", "丙寅县,0.999,0.5", "丁卯市,0.77,0.7", "戊辰市,0.1,0.04"),
        "a.csv", {"unit": "万人"},
    ),
    "full-width digits and thousands": (
        csv_of(
            TITLE, PLAIN[0], "甲子区,５１２３０,40 000", '乙丑区,"30,000","30,000"', "丙寅县,9990,5000", "丁卯市,7700,7000",
            "戊辰市,1000,400"
        ), "a.csv", {},
    ),
    "names set in, sub-rows and numbers before": (
        csv_of(
            TITLE, PLAIN[0], "东江市,81230,70000", "　　甲子区,51230,40000", "　　1. 乙丑区,30000,30000", "西山市,17690,12000",
            "　　丙寅县,9990,5000",
            "　　其中：丁卯市,7700,7000", "戊辰市,1000,400",
        ), "a.csv", {},
    ),
    "short names under their city": (
        csv_of(TITLE, PLAIN[0], "东江市,,", "甲子,51230,40000", "乙丑,30000,30000", "西山市,,", "丙寅,9990,5000", "丁卯,7700,7000",
        "戊辰,1000,400"),
        "a.csv", {},
    ),
    "the line break that a program fills in": (
        book_of({"表": [[TITLE], ["地  区", "常住\n人口", "城镇\n常住人口"], *NUMBERS[1:]]}), "a.xlsx", {},
    ),
    "codes of six, nine and twelve digits": (
        csv_of(
            TITLE, "行政区划代码,地区,常住人口,城镇常住人口,男", "'990101,甲子区,51230,40000,1", "990102.0,乙丑区,30000,30000,1",
            "990201000000,丙寅县,9990,5000,1",
            "990202000,丁卯市,7700,7000,1", " 999001 ,戊辰市,1000,400,1",
        ), "a.csv", {"source": "tests"},
    ),
    "totals above and below": (
        csv_of(TITLE, PLAIN[0], "全省,99920,82400", *PLAIN[1:], "合计,99920,82400"), "a.csv", {},
    ),
    "subtotals after the counties of a city": (
        csv_of(TITLE, PLAIN[0], *PLAIN[1:3], "小计,81230,70000", *PLAIN[3:5], "小计,17690,12000", PLAIN[5], "总计,99920,82400"),
        "a.csv", {},
    ),
    "an offset table with blank rows and columns": (
        book_of({"表": [[], [None, None, TITLE], [], [None, None, *ROWS[0]], [], *([None, None,
        *row] for row in NUMBERS[1:])]}), "a.xlsx", {},
    ),
    "the right one of several sheets": (
        book_of({"说明": [["本表由统计局编制"]], "人口": [[TITLE], *NUMBERS], "目录": [["表", "页"], ["人口", 1]]}), "a.xlsx", {},
    ),
    "a sheet that is named": (
        book_of({"旧": [[TITLE], *NUMBERS[:3]], "新": [[TITLE], *NUMBERS]}), "a.xlsx", {"sheet": "新"},
    ),
    "a hidden row is read and said": (book_of({"表": [[TITLE], *NUMBERS]}, hidden_rows), "a.xlsx", {}),
    "what an XLS hides": ((FILED / "hidden.xls").read_bytes(), "a.xls", {}),
    "what an ODS hides": ((FILED / "hidden.ods").read_bytes(), "a.ods", {}),
    "a hidden sheet is said": (book_of({"表": [[TITLE], *NUMBERS], "底稿": [[TITLE], *NUMBERS[:4]]}, hidden_sheet), "a.xlsx", {}),
    "two years side by side": (
        csv_of("各地人口,,,,", "地区,常住人口,,城镇常住人口,", ",2024年末,2025年末,2024年末,2025年末",
        *(f"{one[0]},1,{one[1]},1,{one[2]}" for one in ROWS[1:])),
        "a.csv", {"period": YEAR_END},
    ),
    "a heading that the filer settles": (
        csv_of(TITLE, "地区,人口一,人口二", *PLAIN[1:]), "a.csv",
        {"maps": ["人口一=resident_population", "人口二=urban_population"]},
    ),
    "a group and a zone are explained": (
        csv_of(TITLE, PLAIN[0], "城区,81230,70000", *PLAIN[1:3], "甲子风景名胜区,120,100", *PLAIN[3:]), "a.csv", {},
    ),
    "the day in the name of the file": (csv_of("各地人口,,", *PLAIN), "2025年末人口.csv", {}),
    "the day as digits": (csv_of("各地人口（20251231）,,", *PLAIN), "a.csv", {}),
    "the day as a quarter": (csv_of("各地人口 2025Q4,,", *PLAIN), "a.csv", {}),
    "a workbook of 1997": ((FILED / "population.xls").read_bytes(), "a.xls", {}),
    "an open document": ((FILED / "population.ods").read_bytes(), "a.ods", {}),
    "a workbook with macros": (book_of({"表": [[TITLE], *NUMBERS]}), "a.xlsm", {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """One home whose files are only examined."""
    return Tiny(tmp_path_factory.mktemp("published"))


def looked_at(
    tiny: Tiny, data: bytes, name: str = "a.csv", **options: Any
) -> tuple[FileOutcome, dict[str, Any]]:
    """What would become of a file, and its rows by code."""
    path = tiny.home.root.parent / "returns" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    how = settled(options.pop("sheet", None), options.pop("unit", None), options.pop("maps", ()))
    period = options.pop("period", None)
    known = Circumstances(
        options.pop("dataset", "population"), dt.date.fromisoformat(period) if period else None, today=TODAY, settled=how,
        confirmed=True, **options
    )  # fmt: skip
    examined = examine(tiny.home, tiny.pack, [path], known)
    (outcome,) = examined.report.files
    text = examined.drafts[0].text
    rows = {} if text is None else {row["area_code"]: row for row in text.to_dicts()}
    return outcome, rows


def figures_of(rows: dict[str, Any]) -> dict[str, tuple[int | None, ...]]:
    def one(text: Any) -> int | None:
        return None if text is None else int(text)

    return {
        code: (one(row["resident_population"]), one(row["urban_population"])) for code, row in rows.items()
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_taken_for_what_it_is(home: Tiny, shape: str) -> None:
    data, name, options = SHAPES[shape]
    outcome, rows = looked_at(home, data, name, **dict(options))
    assert outcome.errors == [], [one.message_zh for one in outcome.errors]
    assert figures_of(rows) == ALL
    assert {row["period"] for row in rows.values()} == {YEAR_END}
    assert outcome.status == "accepted"
    assert outcome.understood is not None
    assert outcome.understood.printed is not None
    assert outcome.understood.printed.matched == len(ALL)


def said(outcome: FileOutcome) -> str:
    return " ".join(one.message_en for one in (*outcome.errors, *outcome.warnings))


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ("a hidden row is read and said", "Row 3: hidden"),
        ("a hidden sheet is said", "hidden sheets, which were not read: 底稿"),
        *(
            (shape, told)
            for shape in ("what an XLS hides", "what an ODS hides")
            for told in ("Row 4: hidden", "Column D (城镇常住人口): hidden", "which were not read: 底稿")
        ),
        ("totals above and below", "only checked, figures that agree: 4"),
        ("subtotals after the counties of a city", "小计"),
        ("names set in, sub-rows and numbers before", "东江市"),
        ("a group and a zone are explained", "Row 3: a group that the table makes and no area"),
        ("a group and a zone are explained", "a functional zone, with figures within the county"),
        ("title, unit line, notes and source below", "below the table: no data"),
    ],
)
def test_what_is_left_out_is_told(home: Tiny, shape: str, told: str) -> None:
    data, name, options = SHAPES[shape]
    outcome, _ = looked_at(home, data, name, **dict(options))
    assert told in said(outcome)


def test_a_row_below_those_that_file_is_no_total(home: Tiny) -> None:
    rows = [f"{code},{row}" for code, row in zip(("代码", *ALL), PLAIN, strict=True)]
    outcome, found = looked_at(
        home, csv_of(TITLE, *rows[:2], "990101001,一街街道,20000,15000", *rows[2:]), source="tests"
    )
    assert outcome.errors == [], said(outcome)
    assert figures_of(found) == ALL
    assert "Row 4: areas below those that file this form (county), not taken: 一街街道." in said(outcome)
    assert "totals" not in said(outcome)


def test_a_form_that_is_filled_in_tells_what_it_hides(home: Tiny) -> None:
    """Read as any other; the list that the form itself hides is no table, and not told."""

    def hide(book: Any) -> None:
        form, old, choices = book.worksheets
        form.row_dimensions[3].hidden = True
        form.row_dimensions[9].hidden = True  # blank
        form.column_dimensions["D"].hidden = True
        old.sheet_state = choices.sheet_state = "hidden"

    heading = ["area_code", "period", "resident_population", "urban_population"]
    rows = [heading, *([code, "2025-12-31", "500", "400"] for code in ("990101", "990102"))]
    data = book_of({"表": rows, "底稿": [["甲", "乙"], ["1", "2"]], "lists": [["一"], ["二"]]}, hide)
    outcome, found = looked_at(home, data, "form.xlsx")
    assert figures_of(found) == {"990101": (500, 400), "990102": (500, 400)}
    assert [one.message_en for one in outcome.warnings if "hidden" in one.message_en] == [
        "There are hidden sheets, which were not read: 底稿. To read one name it with --sheet.",
        "Column D (urban_population): hidden, and read all the same.",
        "Row 3: hidden, and read all the same.",
    ]
    assert "有隐藏的列，照样读取：D 列“urban_population”。" in [one.message_zh for one in outcome.warnings]


def test_what_was_understood_is_told_in_full(home: Tiny) -> None:
    data, name, _ = SHAPES["two years side by side"]
    outcome, _ = looked_at(home, data, name, period=YEAR_END)
    assert outcome.understood is not None
    told = outcome.understood.as_dict()["printed"]
    assert told["heading_rows"] == (2, 3)
    assert (told["period"], told["period_from"]) == (YEAR_END, "given")
    assert told["ignored"] == ["常住人口 2024年末", "城镇常住人口 2024年末"]
    outcome, _ = looked_at(home, *SHAPES["a unit above the table"][:2])
    assert outcome.understood is not None
    told = outcome.understood.as_dict()["printed"]
    assert told["units"] == {"resident_population": "万人", "urban_population": "万人"}
    assert told["period_from"] == "above"


@pytest.mark.parametrize(
    ("rows", "options", "rule", "words"),
    [
        (["地区,常住人口,城镇常住人口", *PLAIN[1:]], {}, "no_day", ["--period"]),
        (["2024年和2025年人口,,", *PLAIN], {}, "several_days", ["2024-12-31", "2025-12-31", "--period"]),
        ([TITLE, "地区,2024年常住人口,2025年末常住人口,城镇常住人口", "甲子区,1,2,1"], {"period": "2023-12-31"}, "column_twice",
        ["--map", "--period"]),
        ([TITLE, "单位：万人、千人,,", PLAIN[0], "甲子区,5.1,4"], {}, "several_units", ["万人", "千人", "--unit"]),
        ([TITLE, PLAIN[0], "甲子区,5.123,4"], {}, "not_whole", ["5.123", "--unit"]),
        ([TITLE, PLAIN[0], "甲子区,51230,40000", "某某县,10,9"], {}, "unknown_name", ["某某县"]),
        ([TITLE, "地区,常住人口,乡村人口", "甲子区,51230,40000"], {}, "no_column", ["urban_population", "乡村人口", "--map"]),
        ([TITLE, PLAIN[0], "全省,100000,82400", *PLAIN[1:]], {}, "total_differs", ["100000", "99920"]),
        ([TITLE, PLAIN[0], "甲子区,51230,40000", ",10,9", "乙丑区,30000,30000"], {}, "no_name", ["4"]),
        ([TITLE, PLAIN[0], "甲子区,51230,五千"], {}, "not_a_whole_number", ["五千"]),
        ([TITLE, PLAIN[0], *PLAIN[1:]], {"sheet": "没有"}, "no_such_sheet", ["没有"]),
    ],
)  # fmt: skip
def test_what_may_be_meant_in_two_ways_says_how_to_settle_it(
    home: Tiny, rows: list[str], options: dict[str, Any], rule: str, words: list[str]
) -> None:
    outcome, _ = looked_at(home, csv_of(*rows), **options)
    assert outcome.status == "rejected"
    assert rule in {one.rule for one in outcome.errors}, said(outcome)
    for language in ("zh", "en"):
        text = " ".join(one.message(language) for one in outcome.errors)
        assert all(word in text for word in words), text


def test_two_sheets_with_the_same_table_are_not_chosen_between(home: Tiny) -> None:
    data = book_of({"一": [[TITLE], *NUMBERS], "二": [[TITLE], *NUMBERS]})
    outcome, _ = looked_at(home, data, "a.xlsx")
    assert rules(outcome) == [(None, "several_sheets")]
    assert "--sheet" in said(outcome)


@pytest.mark.parametrize("blank", ["", "—", "－", "…", "/", "-", " ", "..."])
def test_a_mark_for_no_figure_is_missing_and_never_zero(home: Tiny, blank: str) -> None:
    outcome, rows = looked_at(
        home, csv_of(TITLE, PLAIN[0], f"甲子区,51230,{blank}", *PLAIN[2:]), source="tests"
    )
    assert outcome.errors == [], said(outcome)
    assert figures_of(rows)[JIA] == (51_230, None)


def test_totals_agree_within_the_rounding_of_what_is_printed(home: Tiny) -> None:
    """Five parts and a whole, each to 0.1: within six halves of 0.1."""

    def outcome(whole: str) -> FileOutcome:
        rows = [
            f"{name},{value}万,1"
            for name, value in zip(
                ["甲子区", "乙丑区", "丙寅县", "丁卯市", "戊辰市"], ["1.0"] * 5, strict=True
            )
        ]
        text = csv_of(
            TITLE,
            "地区,常住人口（万人）,城镇常住人口（人）",
            f"全省,{whole},5",
            *(row.replace("万,", ",") for row in rows),
        )
        return looked_at(home, text)[0]

    assert outcome("5.3").status == outcome("4.7").status == "accepted"
    for wrong in ("5.4", "4.6"):
        assert {one.rule for one in outcome(wrong).errors} == {"total_differs"}


def test_units_listed_apart_are_named_where_a_total_counts_them(home: Tiny) -> None:
    table = [TITLE, PLAIN[0], "东江市,81350,70100", *PLAIN[1:3], "东江风景名胜区,120,100"]
    outcome, _ = looked_at(home, csv_of(*table))
    assert outcome.errors == []
    assert "The total of 东江市 includes what is listed apart: 东江风景名胜区" in said(outcome)


def test_a_rate_gives_the_number_and_is_marked(tiny: Tiny) -> None:
    table = [
        TITLE,
        "地区,常住人口（万人）,常住人口城镇化率（%）",
        "甲子区,5.123,78.09",
        "乙丑区,3,100",
        "丙寅县,0.999,—",
    ]
    path = write(tiny.home.root.parent / "returns", "a.csv", "\n".join(table) + "\n")
    outcome = take(tiny, path, dataset="population", source="tests", confirmed=True).files[0]
    assert outcome.status == "accepted", said(outcome)
    assert "worked out" in said(outcome)
    tiny.built()
    marked = tiny.reader.sql(
        "select area_code, asked_measure, stood_before from marts.findings where rule = 'derived' order by 1"
    )
    assert marked.rows() == [(JIA, "urban_population", "78.09"), (YI, "urban_population", "100")]
    found = tiny.reader.sql(
        "select area_code, value from marts.figures where measure = 'urban_population' and reference_date = date '2025-12-31'"
        " and area_code in ('990101', '990102', '990201') order by 1"
    )  # fmt: skip
    assert dict(found.rows()) == {JIA: round(Decimal("51230") * Decimal("0.7809")), YI: 30_000}


def test_a_code_and_a_name_that_contradict_each_other_are_an_error_that_shows_both(home: Tiny) -> None:
    rows = [
        "行政区划代码,地区,常住人口,城镇常住人口,男",
        "990101,乙丑区,51230,40000,1",
        "990102,甲子区,30000,30000,1",
    ]
    outcome, _ = looked_at(home, csv_of(TITLE, *rows), source="tests")
    assert [one.rule for one in outcome.errors] == ["name_of_another"] * 2
    assert "990101" in said(outcome)
    assert "乙丑区" in said(outcome)


def test_a_form_whose_heading_is_misspelt_stays_a_form(home: Tiny) -> None:
    outcome, _ = looked_at(
        home, csv_of("区划代码,常住人口,城镇常住人口,备柱", f"{JIA},1,1,x"), period=YEAR_END
    )
    assert [one.rule for one in outcome.errors] == ["unknown_column"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("rows", "options", "rule", "word"),
    [
        (NUMBERS, {"sheet": "没有"}, "no_such_sheet", "人口表"),
        (NUMBERS, {"sheet": "没有", "dataset": None}, "no_such_sheet", "人口表"),
        ([["说明"], ["一", "二"]], {"sheet": "人口表"}, "sheet_without_table", "人口表"),
        ([["说明"], ["一", "二"]], {"unit": "万人"}, "no_table", "--map"),
        ([[TITLE], ["地区", "甲列", "乙列"], ["甲子区", 1, 2]], {}, "no_column", "甲列"),
        ([[TITLE], ["地区", "甲列", "乙列"], ["甲子区", 1, 2]], {"unit": "人"}, "no_column", "--map"),
    ],
)
def test_whatever_is_refused_says_why(
    home: Tiny, rows: list[list[Any]], options: dict[str, Any], rule: str, word: str, language: str
) -> None:
    outcome, _ = looked_at(home, book_of({"人口表": rows}), "表.xlsx", **options)
    assert (outcome.status, rule) == ("rejected", outcome.errors[0].rule)
    assert word in outcome.errors[0].message(language)


def test_headings_that_nobody_knows_are_settled_by_saying_what_each_is(home: Tiny) -> None:
    rows = [[TITLE], ["地区", "甲列", "乙列"], *NUMBERS[1:]]
    maps = ("甲列=resident_population", "乙列=urban_population")
    outcome, found = looked_at(home, book_of({"表": rows}), "表.xlsx", maps=maps)
    assert outcome.status == "accepted", said(outcome)
    assert figures_of(found) == ALL


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"unit": "斗"}, "斗"),
        ({"maps": ["常住人口"]}, "HEADING=CODE"),
    ],
)
def test_an_option_that_settles_nothing_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUse) as refused:
        settled(options.get("sheet"), options.get("unit"), options.get("maps", ()))
    assert words in refused.value.message("en")


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("51230", "51230", "1"), ("5.123", "5.123", "0.001"), ("5.10", "5.1", "0.01"), ("１２３", "123", "1"), ("1,234,567",
        "1234567", "1"), ("12 345", "12345", "1"),
        ("-3", "-3", "1"), ("84.2%", "84.2", "0.1"), ("5.1229999999999993", "5.123", "0.001"), ("1e3", "1000", "1"),
    ],
)  # fmt: skip
def test_a_printed_figure_has_a_value_and_a_last_digit(text: str, value: str, step: str) -> None:
    found = figures.printed(text)
    assert isinstance(found, figures.Printed)
    assert (found.value, found.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize("text", ["12,34", "1.2.3", "五", "12人", "约100", "1/2"])
def test_what_is_no_figure_stays_what_it_is(text: str) -> None:
    assert figures.printed(text) == text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024年末", ["2024-12-31"]), ("截至2024.12.31", ["2024-12-31"]), ("2024Q4", ["2024-12-31"]), ("2024年第三季度",
        ["2024-09-30"]),
        ("20241231", ["2024-12-31"]),
        ("2024年6月末", ["2024-06-30"]), ("2024-12-31", ["2024-12-31"]), ("2023年和2024年", ["2023-12-31", "2024-12-31"]),
        ("印发日期：2024年3月1日", []), ("共12024人", []),
    ],
)  # fmt: skip
def test_days_are_read_in_the_usual_ways(tiny: Tiny, text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in days_in(text, tiny.pack.datasets.counts["population"])] == days


def test_the_command_shows_what_was_understood_before_anything_lands(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "人口.csv"
    path.write_bytes(csv_of(TITLE, "地区,甲,乙", *PLAIN[1:]))
    known = ("--dataset", "population", "--filed-on", "2026-01-12", "--lang", "zh", "--confirm")
    done = run(tiny, "ingest", str(path), *known)
    assert done.returncode == 3, done.stdout
    maps = ("--map", "甲=resident_population", "--map", "乙=urban_population")
    done = run(tiny, "ingest", str(path), *known, *maps, "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "取自表上方" in done.stdout
    assert not list(tiny.home.landing.glob("*"))
    done = run(tiny, "ingest", str(path), *known, *maps)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.index("认出 5 个地区") < done.stdout.index("接收 1")
    done = run(tiny, "ingest", str(path), *known, "--map", "甲=nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr


def test_what_is_told_of_a_table_is_what_was_found(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "人口.csv"
    known = ("--dataset", "population", "--dry-run", "--lang", "en")
    wrong = [row.replace("30000,30000", "30000,三万") for row in PLAIN[1:]]
    path.write_bytes(csv_of(TITLE, "地区,常住人口,城镇常住人口", *wrong, "全省,99920,"))
    done = run(tiny, "ingest", str(path), *known)
    assert "5 areas found, 1 total agrees with its parts" in done.stdout
    assert "常住人口 → resident_population" in done.stdout
    assert "Row 8: totals" in done.stdout or "三万" in done.stdout
    path.write_bytes(csv_of(TITLE, PLAIN[0], "甲子区,5.123,4"))
    done = run(tiny, "ingest", str(path), *known)
    assert "no unit is said" in done.stdout
    assert "—" not in done.stdout
    path.write_bytes(csv_of("2025年,,", "甲子区,51230,40000", "乙丑区,30000,30000"))
    done = run(tiny, "ingest", str(path), *known, "--unit", "人")
    assert "row 0" not in done.stdout


def test_a_total_that_differs_is_told_in_the_unit_that_is_printed(home: Tiny) -> None:
    rows = [TITLE, "单位：万人,,", PLAIN[0], "全省,35.2,8.2", "甲子区,5.1,4", "乙丑区,3,3", "丙寅县,1,0.5"]
    outcome, _ = looked_at(home, csv_of(*rows))
    (differs,) = [one for one in outcome.errors if one.column == "常住人口"]
    assert "35.2 万人" in differs.message_zh
    assert "9.1 万人" in differs.message_en


def test_a_name_that_is_nearly_an_areas_is_told_which(home: Tiny) -> None:
    rows = [
        TITLE,
        PLAIN[0],
        "全省,92230,77000",
        "甲子区,51230,40000",
        "乙丑区,30000,30000",
        "丙演县,11000,7000",
    ]
    outcome, _ = looked_at(home, csv_of(*rows))
    (wrong,) = outcome.errors
    assert "990201 丙寅县" in wrong.message_zh
    assert "990201 Bingyin" in wrong.message_en
    assert [one.rule for one in outcome.warnings].count("counted_apart") == 1  # though two figures say so


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_heading_that_is_mapped_and_not_there_is_refused(home: Tiny, language: str) -> None:
    maps = ("没有=resident_population",)
    outcome, _ = looked_at(home, csv_of(TITLE, *PLAIN), maps=maps)
    assert rules(outcome) == [(None, "map_unused")]
    assert "没有" in outcome.errors[0].message(language)
    assert "城镇常住人口" in outcome.errors[0].message(language)


TOWNS = ["单位,正职,副职,其他,其中：持证", "一街街道,1,2,3,4", "二街街道,1,1,1,1"]


def test_a_name_that_two_areas_have_is_told_apart_by_the_county_that_is_named(tiny: Tiny) -> None:
    tiny.change("areas", {"area_code": "990102002"}, area_name_zh="一街街道")
    of_both = {
        "甲子区2025年四季度社区工作者": "990101001",
        "填报单位：乙丑区民政局 2025年第四季度": "990102002",
    }
    for title, code in of_both.items():
        outcome, rows = looked_at(tiny, csv_of(title, *TOWNS[:2]), dataset="staffing")
        assert outcome.errors == [], said(outcome)
        assert [*rows] == [code]
    outcome, _ = looked_at(tiny, csv_of("2025年第四季度社区工作者", *TOWNS), dataset="staffing")
    assert [one.rule for one in outcome.errors] == ["several_areas"]
    assert all(code in said(outcome) for code in of_both.values())
    # So does the row of a county above them.
    outcome, rows = looked_at(
        tiny, csv_of("2025年第四季度", TOWNS[0], "甲子区,2,3,4,5", *TOWNS[1:]), dataset="staffing"
    )
    assert [*rows] == ["990101", "990101001", "990101002"], said(outcome)


def test_what_was_settled_is_kept_for_the_next_file_of_the_same_filer(tiny: Tiny, tmp_path: Path) -> None:
    def filed(year: int, *more: str) -> Any:
        path = tmp_path / f"{year}.csv"
        path.write_bytes(csv_of(f"试验省{year}年末人口", "地区,甲,乙", *PLAIN[1:]))
        known = ("--dataset", "population", "--lang", "en", "--confirm", "--filed-on", "2026-02-01")
        return run(tiny, "ingest", str(path), *known, *more)

    maps = ("--map", "甲=resident_population", "--map", "乙=urban_population")
    assert filed(2023, "--by", "a").returncode == 3
    assert filed(2023, *maps, "--keep-map").returncode == 2
    assert filed(2023, *maps, "--keep-map", "--by", "a").returncode == 0
    assert filed(2024, "--by", "b").returncode == 3
    done = filed(2024, "--by", "a")
    assert done.returncode == 0, done.stdout
    assert "as was settled for a before" in done.stdout
    for path in tiny.home.settled.glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert filed(2025, "--by", "a").returncode == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_has_a_verdict_and_never_lands_in_part(home: Tiny, data: st.DataObject) -> None:
    whole, name, _ = data.draw(st.sampled_from(list(SHAPES.values())))
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        if not damaged:
            break
        at = data.draw(st.integers(0, len(damaged) - 1))
        deed = data.draw(st.sampled_from(["flip", "cut", "double", "drop"]))
        if deed == "flip":
            damaged[at] = data.draw(st.integers(0, 255))
        elif deed == "cut":
            del damaged[at + 1 :]
        elif deed == "double":
            damaged[at:at] = damaged[at : at + 40]
        else:
            del damaged[at : at + 7]
    outcome, rows = looked_at(home, bytes(damaged), name)
    assert outcome.status in ("accepted", "rejected")
    assert outcome.status == "accepted" or outcome.errors
    assert (outcome.status == "accepted") <= bool(rows)
    assert not list(home.home.landing.glob("*"))
