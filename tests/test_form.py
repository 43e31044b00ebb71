"""The form of a dataset: what stands in it, what it lets a filer type, and that a filled one always lands."""

from __future__ import annotations

import datetime as dt
import random
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from files.form import Form, Occasion, file_name, form_of, reporting_units
from files.form_workbook import form_bytes, lines_of, width_of, write_form
from pipelines.filing import landing
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import IngestReport, ingest
from programme.datasets import AnyDataset, Counts, Datasets, Register, normal_heading
from programme.packs.area_index import Areas
from programme.packs.pack import Pack, read_pack
from tests.filing import TODAY, fill, headings, standing
from tests.test_command_line import run, run_apart
from tests.tiny import PACK, PERIOD, Tiny
from warehouse.home import Home
from words import LANGUAGES

BUDGET = """
kind = "counts"
name_zh = "社区经费"
name_en = "Community budget"
description_zh = "社区经费的收支。"
description_en = "What communities take in and spend."
levels = ["county"]
cycle = "annual"
filed_by = "civil_affairs"

[[measures]]
code = "income"
name_zh = "收入"
name_en = "Income"
unit_zh = "千元"
unit_en = "thousand yuan"
limit = 1_000_000_000_000
flow = true

[[measures]]
code = "donations"
name_zh = "捐赠"
name_en = "Donations"
unit_zh = "次数"
unit_en = "gifts"
limit = 500
optional = true

[[measures]]
code = "halls"
name_zh = "活动室"
name_en = "Halls"
unit_zh = "处"
unit_en = "places"
first_period = 2024-12-31

[[measures]]
code = "loudspeakers"
name_zh = "广播"
name_en = "Loudspeakers"
last_period = 2023-12-31

[[rules]]
name = "donations_within_income"
holds = "donations <= income"

[[rules]]
name = "halls_stay"
holds = "halls >= previous.halls"
severity = "warning"
says_zh = "活动室比上期少"
says_en = "Fewer halls than before"

[[rules]]
name = "halls_for_workers"
holds = "halls <= staffing.previous.chief_workers or income > reference.urban_population"
severity = "warning"
says_zh = "活动室比社区正职多"
says_en = "More halls than chief workers"
"""
VISITS = """
kind = "counts"
name_zh = "走访/调查[试验]：一个比三十一个字还要长得多的报表名称，要截短才能作表名"
name_en = "Visits"
levels = ["township"]

[[measures]]
code = "visits"
name_zh = "走访数"
name_en = "Visits"
unit_zh = "次"
unit_en = "visits"
flow = true
"""
CHOICES = "".join(
    f"""
[[columns.choices]]
code = "kind_{number}"
name_zh = "第{number}种很长很长的选项名称"
name_en = "The option, number {number}"
"""
    for number in range(30)
)
PROJECTS = (
    """
kind = "register"
name_zh = "试点项目"
name_en = "Pilot projects"
key = ["code"]
area = "place"

[[columns]]
code = "code"
name_zh = "编号"
name_en = "Code"
type = "text"
required = true
longest = 20

[[columns]]
code = "place"
name_zh = "所在地"
name_en = "Place"
type = "area"
levels = ["county"]
required = true

[[columns]]
code = "touched"
name_zh = "涉及地"
name_en = "Places touched"
type = "area"
many = true

[[columns]]
code = "households"
name_zh = "户数"
name_en = "Households"
type = "whole_number"
limit = 5000

[[columns]]
code = "since"
name_zh = "开始时间"
name_en = "Since"
type = "date"

[[columns]]
code = "open"
name_zh = "是否开放"
name_en = "Open"
type = "yes_no"

[[columns]]
code = "state"
name_zh = "状态"
name_en = "State"
type = "choice"
required = true
choices = [
    { code = "planned", name_zh = "计划", name_en = "Planned" },
    { code = "running", name_zh = "进行中", name_en = "Running" },
]

[[columns]]
code = "services"
name_zh = "服务"
name_en = "Services offered"
type = "choice"
many = true
choices = [
    { code = "meals", name_zh = "助餐", name_en = "Meals" },
    { code = "care", name_zh = "照护、助浴", name_en = "Care, baths" },
]

[[columns]]
code = "leader"
name_zh = "牵头部门"
name_en = "Leader"
type = "department"

[[columns]]
code = "partners"
name_zh = "配合部门"
name_en = "Partners"
type = "department"
many = true

[[columns]]
code = "parent"
name_zh = "上级项目"
name_en = "Part of"
type = "reference"
register = "projects"

[[columns]]
code = "related"
name_zh = "相关项目"
name_en = "Related"
type = "reference"
register = "projects"
many = true

[[rules]]
name = "running_has_households"
holds = "state <> 'running' or households > 0"
severity = "warning"
says_zh = "进行中的项目应有户数"
says_en = "A running project has households"

[[columns]]
code = "kind"
name_zh = "种类"
name_en = "Kind"
type = "choice"
"""
    + CHOICES
)
MADE_UP = {"budget": BUDGET, "visits": VISITS, "projects": PROJECTS}
JUNE = dt.date(2025, 6, 30)


def with_made_up(tiny: Tiny) -> Tiny:
    """The tiny pack with three datasets of its own."""
    folder = tiny.pack_folder / "datasets"
    folder.mkdir()
    for name, text in MADE_UP.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return tiny


@pytest.fixture
def asked(tiny: Tiny) -> Tiny:
    return with_made_up(tiny)


def occasion(pack: Pack, area: str | None = None, day: dt.date = PERIOD, language: str = "zh") -> Occasion:
    areas = Areas(pack)
    return Occasion(pack, areas, areas.place[area or pack.root_area], day, language)


def form(pack: Pack, name: str, area: str | None = None, day: dt.date = PERIOD, language: str = "zh") -> Form:
    return form_of(pack.datasets[name], occasion(pack, area, day, language))


def saved(folder: Path, made: Form, name: str) -> Path:
    path = folder / name
    write_form(made, path)
    return path


def take(home: Home, pack: Pack, path: Path, today: dt.date = TODAY) -> IngestReport:
    return ingest(home, pack, [path], Circumstances(today=today, confirmed=True))


def accepted(report: IngestReport) -> None:
    (outcome,) = report.files
    assert (outcome.status, [finding.message_en for finding in outcome.errors]) == ("accepted", [])


# ---------------------------------------------------------------- counts


def figures_of(
    dataset: Counts, made: Form, number: Callable[[int], int | None]
) -> list[dict[str, int | None]]:
    """Figures for each row that break no rule; `number` gives one up to a limit."""
    rows = []
    for _ in made.rows:
        row = {c.code: number(c.entry.limit) for c in made.columns if c.entry.kind == "whole_number"}
        for rule in dataset.rules:
            bounded = rule.expression.bounds_a_part()
            if bounded and rule.severity == "error":
                part, whole = bounded
                known = [row[code] for code in whole]
                if row[part] is not None and None not in known:
                    row[part] = min(row[part] or 0, sum(one or 0 for one in known))
        _blank_what_breaks(dataset, row)
        rows.append(row)
    return rows


def _blank_what_breaks(dataset: Counts, row: dict[str, int | None]) -> None:
    """Leave blank what would break an error rule between the figures of a row."""
    for rule in dataset.rules:
        names = [name.column for name in rule.expression.names]
        if rule.severity == "error" and not rule.expression.scopes and {*names} <= row.keys():
            frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.Int64))
            if frame.select(rule.expression.polars).item() is False:
                row[rule.cell] = None


def file_figures(
    folder: Path,
    home: Home,
    pack: Pack,
    name: str,
    made: Form,
    rows: list[dict[str, int | None]],
    today: dt.date,
) -> None:
    """Fill a form with figures, land it, and find every figure as it was filled."""
    dataset = pack.datasets.counts[name]
    path = saved(folder, made, f"{name}.xlsx")
    heading = {column.code: column.heading for column in made.columns}
    fill(
        path,
        {
            number: {heading[code]: value for code, value in row.items()}
            for number, row in enumerate(rows, start=2)
        },
    )
    if all(value is None for row in rows for value in row.values()):
        (outcome,) = take(home, pack, path, today).files
        assert [finding.rule for finding in outcome.errors] == ["no_figure"]
        return
    accepted(take(home, pack, path, today))
    landed = {row["area_code"]: row for row in standing(home, name, pack).iter_rows(named=True)}
    expected = {unit.code: row for unit, row in zip(made.rows, rows, strict=True)}
    assert {
        code: {measure: landed[code][measure] for measure in row} for code, row in expected.items()
    } == expected
    assert landed.keys() == expected.keys()
    assert {row["period"] for row in landed.values()} == {made.period}
    assert dataset.reporting_level


@settings(max_examples=6, deadline=None)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
@pytest.mark.parametrize("name", ["staffing", "organizations", "services", "population", "budget", "visits"])
def test_a_filled_form_of_counts_lands_with_every_figure(
    name: str, language: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tiny = with_made_up(Tiny(Path(folder)))
        pack = tiny.pack
        day = data.draw(st.sampled_from([dt.date(2023, 12, 31), PERIOD]))
        area = data.draw(st.sampled_from(["990000", "990200", "990201"]))
        made = form(pack, name, area, day, language)

        def number(limit: int) -> int | None:
            return data.draw(st.one_of(st.none(), st.integers(0, limit), st.just(limit)))

        rows = figures_of(pack.datasets.counts[name], made, number)
        file_figures(Path(folder), tiny.home, pack, name, made, rows, TODAY)


@pytest.mark.parametrize("area", ["330102", "330100", None])
@pytest.mark.parametrize("name", list(read_pack().datasets.counts))
def test_a_filled_form_of_the_shipped_pack_lands(tmp_path: Path, name: str, area: str | None) -> None:
    pack, today = read_pack(), dt.date(2026, 11, 20)
    dice = random.Random(f"{name} {area}")
    for language in LANGUAGES if area == "330102" else ("zh",):
        day = dt.date(2025, 12, 31) if pack.datasets[name].cycle == "annual" else dt.date(2026, 9, 30)
        made = form(pack, name, area, day, language)
        rows = figures_of(pack.datasets.counts[name], made, lambda limit: dice.choice([None, 0, 7, limit]))
        home = Home.of(tmp_path / language)
        file_figures(tmp_path, home, pack, name, made, rows, today)


def test_the_units_of_an_area_are_those_that_file(asked: Tiny) -> None:
    pack = asked.pack
    areas = Areas(pack)

    def units(name: str, area: str, day: dt.date = PERIOD) -> list[str]:
        dataset = pack.datasets.counts[name]
        return [areas.codes[place] for place in reporting_units(areas, dataset, areas.place[area], day)]

    jiazi = ["990101001", "990101002"]
    assert units("staffing", "990101") == jiazi
    assert units("staffing", "990101", dt.date(2020, 12, 31)) == [*jiazi, "990101003"]
    # A county without townships stands for itself, as a zone beside counties does; one inside a county does not file.
    assert units("staffing", "990202") == ["990202"]
    assert units("staffing", "990100") == [*jiazi, "990102001", "990102002", "990102003", "990171"]
    assert units("staffing", "990201") == ["990201100", "990201101", "990201200"]
    assert units("staffing", "990201100") == ["990201100"]
    assert units("population", "990000") == ["990101", "990102", "990171", "990201", "990202", "999001"]
    assert units("population", "990100") == ["990101", "990102", "990171"]
    assert units("population", "990101001") == units("population", "990201400") == []
    # Where counties may not file, one without townships may not either.
    assert units("visits", "990202") == []
    assert len(units("staffing", "990000")) == 13


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_units_period_and_what_is_asked(asked: Tiny, tmp_path: Path, language: str) -> None:
    path = saved(tmp_path, form(asked.pack, "budget", language=language), "budget.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (
        headings(sheet)
        == {
            "zh": ["区划代码", "区划名称", "报告期", "收入（千元）", "捐赠", "活动室（处）", "备注"],
            "en": [
                "Area code",
                "Area name",
                "Period",
                "Income (thousand yuan)",
                "Donations",
                "Halls",
                "Note",
            ],
        }[language]
    )
    assert [cell.value for cell in sheet["A"]][1:] == [
        "990101", "990102", "990171", "990201", "990202", "999001",
    ]  # fmt: skip
    assert all(cell.data_type == "s" for cell in sheet["A"])
    assert sheet["B2"].value == {"zh": "甲子区", "en": "Jiazi District"}[language]
    assert {cell.value.date() for cell in sheet["C"][1:]} == {PERIOD}
    assert sheet.freeze_panes == "C2"
    held = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    income = held["D2:D7"]
    assert (income.type, income.formula1, income.formula2) == ("whole", "0", str(10**12))
    assert (income.errorStyle or "stop", income.allow_blank) == ("stop", True)
    assert "1,000,000,000,000" in str(income.error)
    assert held["E2:E7"].formula2 == "500"
    # What must be reported is told by the colour, never by the text.
    colours = [cell.fill.fgColor.rgb for cell in sheet[1]]
    assert colours[3] == colours[5] == colours[0]
    assert colours[4] == colours[6] != colours[3]
    said = [str(cell.comment.text) for cell in sheet[1]]
    wanted = {
        "zh": ["单位：千元", "本期数", "1,000,000,000,000", "捐赠不多于收入"],
        "en": ["thousand yuan", "period alone", "1,000,000,000,000", "Donations is at most Income"],
    }[language]
    assert [one for one in wanted if one not in said[3]] == []
    assert {"zh": "期末数", "en": "last day"}[language] in said[5]
    wrong = {
        "zh": "提示核对（仍可入库）：活动室比上期少",
        "en": "Warned of (it lands): Fewer halls than before",
    }[language]
    assert wrong in said[5]


def test_a_form_of_an_earlier_period_asks_for_what_lived_then(asked: Tiny) -> None:
    codes = [column.code for column in form(asked.pack, "budget", day=dt.date(2023, 12, 31)).columns]
    assert codes == ["area_code", "area_name", "period", "income", "donations", "loudspeakers", "note"]


def test_the_same_form_is_the_same_file(asked: Tiny) -> None:
    for name in ("staffing", "projects"):
        first, second = (form_bytes(form(asked.pack, name)) for _ in range(2))
        assert first == second
    assert form_bytes(form(asked.pack, "staffing")) != form_bytes(form(asked.pack, "staffing", "990101"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*read_pack(PACK).datasets, *MADE_UP])
def test_no_sheet_but_the_first_can_be_taken_for_a_return(
    asked: Tiny, tmp_path: Path, name: str, language: str
) -> None:
    pack = asked.pack
    known = pack.datasets.known_headings
    book = openpyxl.load_workbook(saved(tmp_path, form(pack, name, language=language), "form.xlsx"))
    first, *others = book.worksheets
    dataset = pack.datasets[name]
    assert None not in [dataset.column_of(heading) for heading in headings(first)]
    assert len(first.title) <= 31
    assert others
    for sheet in others:
        for row in sheet.iter_rows(values_only=True):
            assert sum(normal_heading(str(cell)) in known for cell in row if cell) < 2, row
    assert book.properties.creator == {"zh": "试验省民政厅", "en": "Shiyan Civil Affairs"}[language]
    assert book.properties.title
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notes_say_who_files_by_when_and_what_must_hold(
    asked: Tiny, tmp_path: Path, language: str
) -> None:
    path = saved(tmp_path, form(asked.pack, "staffing", language=language), "staffing.xlsx")
    notes = openpyxl.load_workbook(path).worksheets[1]
    text = "\n".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row if cell)
    wanted = {
        "zh": ["2025年第4季度", "2026年1月20日", "13 个应报单位", "持证人数不多于正职＋副职＋其他工作人员", "每季度一次"],
        "en": ["2025 Q4", "20 Jan 2026", "13 units", "Certified workers is at most Chief workers + Deputy", "Every quarter"],
    }[language]  # fmt: skip
    assert [one for one in wanted if one not in text] == []


def test_a_due_date_of_one_period_goes_before_the_general_one(asked: Tiny) -> None:
    asked.add("due_dates", {"dataset": "staffing", "period": "2025-12-31", "due_on": "2026-02-28"})
    asked.add("due_dates", {"dataset": "staffing", "period": "2025-06-30", "days_after_period_end": "5"})
    due = {day: dict(form(asked.pack, "staffing", day=day).notes)["截止日期"] for day in (PERIOD, JUNE)}
    assert due == {PERIOD: "2026年2月28日", JUNE: "2025年7月5日"}
    assert "截止日期" not in dict(form(asked.pack, "budget").notes)


# ---------------------------------------------------------------- registers

MARK = {"zh": "、", "en": "|"}


@st.composite
def project(
    draw: st.DrawFn, code: str, others: list[str], language: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A row of the register as it is typed and as it must land, by column."""
    nothing = st.none()
    typed: dict[str, Any] = {"code": code}
    landed: dict[str, Any] = {"code": code}

    def both(column: str, value: tuple[Any, Any] | None) -> None:
        typed[column], landed[column] = value if value is not None else (None, None)

    def several(column: str, pairs: list[tuple[str, str]]) -> None:
        mark = MARK[language]
        both(column, (mark.join(a for a, _ in pairs), [b for _, b in pairs]) if pairs else None)

    zh = language == "zh"
    counties = st.sampled_from(["990101", "990202", "999001"])
    both("place", (place := draw(counties), place))
    touched = draw(st.lists(st.sampled_from(["990100", "990101001", "990171"]), unique=True))
    several("touched", [(one, one) for one in touched])
    households = draw(st.one_of(nothing, st.integers(0, 5000)))
    both("households", (households, households))
    day = draw(st.dates(dt.date(1950, 1, 1), dt.date(2026, 2, 20)))
    both(
        "since",
        draw(
            st.sampled_from([None, (day, day), (day.isoformat(), day), (f"{day:%Y-%m}", day.replace(day=1))])
        ),
    )
    yes = draw(st.sampled_from([None, ("是" if zh else "Yes", True), ("否" if zh else "No", False)]))
    both("open", yes)
    both(
        "state",
        draw(
            st.sampled_from(
                [("计划" if zh else "Planned", "planned"), ("进行中" if zh else "Running", "running")]
            )
        ),
    )
    # A name that would be read as two is offered by its code.
    offers = [("助餐" if zh else "Meals", "meals"), ("care", "care")]
    several("services", draw(st.lists(st.sampled_from(offers), unique=True)))
    department = "试验厅" if zh else "Test department"
    both("leader", draw(st.sampled_from([None, (department, department)])))
    several("partners", draw(st.sampled_from([[], [(department, department)]])))
    both("parent", draw(st.sampled_from([None, *((one, one) for one in others)])))
    several("related", draw(st.sampled_from([[], [(one, one) for one in others]])))
    number = draw(st.integers(0, 29))
    name = f"第{number}种很长很长的选项名称" if zh else f"The option, number {number}"
    both("kind", draw(st.sampled_from([None, (name, f"kind_{number}")])))
    # A row that others name is not taken back: what they name would be gone.
    both("withdrawn", (yes if code not in others else None) or (None, False))
    words = st.text("abcXYZ 0123456789 甲乙丙，。=+-@", min_size=1, max_size=20).map(
        lambda text: text.strip().lstrip("= ")  # openpyxl would write a formula, where Excel writes the text
    )
    note = draw(st.one_of(nothing, words)) or None
    both("note", (note, note))
    period = draw(st.sampled_from([None, dt.date(2026, 1, 31)]))
    both("period", (period, period or TODAY))
    return typed, landed


@settings(max_examples=5, deadline=None)  # of a dozen rows each: what costs is the file
@given(data=st.data())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_form_of_a_register_lands_with_every_value(language: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tiny = with_made_up(Tiny(Path(folder)))
        pack = tiny.pack
        made = form(pack, "projects", day=TODAY, language=language)
        codes = ["007", "2025-3 甲", *(f"A{number}" for number in range(10))]
        rows = [data.draw(project(code, codes[:2], language)) for code in codes]
        path = saved(Path(folder), made, "projects.xlsx")
        heading = {column.code: column.heading for column in made.columns}
        fill(
            path,
            {
                number: {heading[code]: value for code, value in typed.items() if value is not None}
                for number, (typed, _) in enumerate(rows, start=2)
            },
        )
        accepted(take(tiny.home, pack, path))
        found = landing.landed(tiny.home, pack.datasets["projects"]).sort("file_row")
        assert [
            {code: row[code] for code in expected}
            for row, (_, expected) in zip(found.iter_rows(named=True), rows, strict=True)
        ] == [expected for _, expected in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_offers_what_filing_reads(asked: Tiny, tmp_path: Path, language: str) -> None:
    path = saved(tmp_path, form(asked.pack, "projects", day=TODAY, language=language), "projects.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    register = asked.pack.datasets.registers["projects"]
    order = [register.column_of(heading) for heading in headings(sheet)]
    assert order == ["period", *register.columns_filed, "withdrawn", "note"]
    held = {}
    for one in sheet.data_validations.dataValidation:
        begin, end = str(one.sqref).split(":")
        assert end.endswith("1000")
        held[register.column_of(str(sheet[begin[:-1] + "1"].value))] = one
    assert (held["code"].type, held["code"].formula2) == ("textLength", "20")
    assert (held["households"].type, held["households"].formula2) == ("whole", "5000")
    assert (held["period"].type, held["since"].type) == ("date", "custom")
    yes = {"zh": '"是,否"', "en": '"Yes,No"'}[language]
    assert held["open"].formula1 == held["withdrawn"].formula1 == yes
    assert held["state"].formula1 == {"zh": '"计划,进行中"', "en": '"Planned,Running"'}[language]
    assert not held["services"].showErrorMessage
    assert held["leader"].errorStyle == "warning"
    assert "related" not in held
    # The codes of the areas stand on a sheet of their own, long lists on a hidden one.
    areas = book[{"zh": "区划代码表", "en": "Area codes"}[language]]
    lists = book[{"zh": "选项表", "en": "Lists"}[language]]
    assert lists.sheet_state == "hidden"
    assert areas["A3"].value == "990000"
    assert held["kind"].formula1 == f"'{lists.title}'!$A$2:$A$31"
    offered = [cell.value for cell in lists["A"][1:]]
    assert offered == [
        one.name_zh if language == "zh" else one.name_en for one in register.by_code["kind"].choices
    ]
    # Nothing stands in the rows, so that an empty form is told to be one.
    (outcome,) = take(asked.home, asked.pack, path).files
    assert [finding.rule for finding in outcome.errors] == ["no_rows"]


def test_a_register_of_an_area_lists_the_codes_within_it(asked: Tiny) -> None:
    made = form(asked.pack, "projects", "990200", TODAY)
    assert [code for code, _ in made.areas][:3] == ["990200", "990201", "990201100"]
    assert all(code.startswith("9902") for code, _ in made.areas)


# ---------------------------------------------------------------- how wide, how high


def test_the_room_that_a_text_takes() -> None:
    assert width_of("正职（人）") == 10
    assert width_of("Chief\nCertified") == 9
    assert lines_of("Communities with elderly care", 16) == 2
    assert lines_of("养老服务覆盖社区数", 10) == 2
    assert lines_of("one\n\ntwo", 10) == 3
    assert lines_of("incomprehensibilities", 10) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*read_pack(PACK).datasets, *MADE_UP])
def test_no_heading_no_name_and_no_note_is_cut(asked: Tiny, tmp_path: Path, name: str, language: str) -> None:
    path = saved(tmp_path, form(asked.pack, name, language=language), "form.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:2]:
        widths = {  # alike columns stand together, under the first of them
            place: alike.width
            for alike in sheet.column_dimensions.values()
            for place in range(alike.min, alike.max + 1)
        }
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str) or (sheet is not book.worksheets[0] and cell.row == 1):
                    continue  # the title of the notes runs over the cells beside it
                width = widths[cell.column]
                lines = lines_of(cell.value, width - 0.7) if cell.alignment.wrap_text else 1
                height = sheet.row_dimensions[cell.row].height
                assert lines * 15 <= height, cell.value
                if not cell.alignment.wrap_text and cell.column > 1:
                    assert width_of(cell.value) <= width, cell.value
    with zipfile.ZipFile(path) as archive:
        drawn = archive.read("xl/drawings/vmlDrawing1.vml").decode()
    rooms = re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt", drawn)
    for cell, (width, height) in zip(book.worksheets[0][1], rooms, strict=True):
        lines = lines_of(cell.comment.text, float(width) / 0.75 / 7 - 1)
        assert lines * 12 <= float(height), cell.comment.text


# ---------------------------------------------------------------- the command line


def test_the_command_writes_the_form_that_filing_takes(tiny: Tiny) -> None:
    folder = tiny.home.root.parent
    done = run_apart(tiny, "template", "staffing", "--area", "990101", "--lang", "zh", "-o", str(folder))
    path = folder / "staffing_990101_2025-12-31.xlsx"
    assert (done.returncode, done.stderr) == (0, "")
    assert str(path) in done.stdout
    fill(
        path,
        {
            row: {"正职（人）": 1, "副职（人）": 2, "其他工作人员（人）": 3, "持证人数（人）": 4}
            for row in (2, 3)
        },
    )
    assert run(tiny, "ingest", str(path)).returncode == 0
    assert standing(tiny.home, "staffing", tiny.pack)["chief_workers"].to_list() == [1, 1]


def test_the_period_is_the_newest_that_ended_or_the_one_given(asked: Tiny) -> None:
    folder = asked.home.root.parent
    for name, options, expected in [
        ("staffing", [], "staffing_990000_2025-12-31.xlsx"),
        ("staffing", ["--period", "2024-06-30"], "staffing_990000_2024-06-30.xlsx"),
        ("budget", [], "budget_990000_2025-12-31.xlsx"),
        ("projects", [], "projects_990000.xlsx"),
    ]:
        done = run(asked, "template", name, "-o", str(folder), *options)
        assert (done.returncode, done.stderr) == (0, "")
        assert (folder / expected).exists()
    path = asked.pack_folder / "datasets" / "visits.toml"
    path.write_text(VISITS.replace("levels", "last_period = 2024-03-31\nlevels", 1), encoding="utf-8")
    run(asked, "template", "visits", "-o", str(folder))
    assert (folder / "visits_990000_2024-03-31.xlsx").exists()


def test_what_cannot_be_meant_is_told_with_what_is_near(asked: Tiny) -> None:
    folder = asked.home.root.parent
    path = str(folder / "form.xlsx")
    for arguments, said in [
        (["stafing", "-o", path], "the nearest: staffing"),
        (["社区工作者们", "-o", path, "--lang", "zh"], "相近的有 staffing"),
        (["qqqq", "-o", path], "There is no dataset 'qqqq'. There are: staffing"),
        (["staffing", "-o", path, "--area", "9901011"], "The nearest is 990101 Jiazi District"),
        (["staffing", "-o", path, "--area", "990101003"], "990101003 is not valid on 2025-12-31"),
        (["population", "-o", path, "--area", "990101001"], "Report it through 990101 Jiazi District"),
        (["staffing", "-o", path, "--area", "990201400"], "Report it through 990201 Bingyin County"),
        (["staffing", "-o", path, "--period", "2025-12-30"], "2025-12-31"),
        (["staffing", "-o", path, "--period", "2026-03-31"], "The latest that can be filed is 2025-12-31"),
        (["budget", "-o", path, "--period", "2025-09-30"], "2025-12-31"),
        (["staffing", "-o", path, "--period", "soon"], "--period"),
        (["projects", "-o", path, "--period", "2025-12-31"], "Leave out --period"),
        (["staffing", "-o", str(folder / "form.csv")], ".xlsx"),
        (["staffing"], "--output"),
    ]:
        done = run(asked, "template", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert said in done.stderr, arguments
    assert not Path(path).exists()


def test_a_dataset_without_a_period_yet_has_no_form(asked: Tiny) -> None:
    path = asked.pack_folder / "datasets" / "visits.toml"
    path.write_text(VISITS.replace("levels", "first_period = 2030-03-31\nlevels", 1), encoding="utf-8")
    done = run(asked, "template", "visits", "-o", str(asked.home.root.parent))
    assert done.returncode == 2
    assert "2030-03-31" in done.stderr


def test_a_form_that_is_there_already_is_not_written_over(tiny: Tiny) -> None:
    folder = tiny.home.root.parent
    asked = ("template", "staffing", "--area", "990101", "--lang", "zh", "-o", str(folder))
    assert run(tiny, *asked).returncode == 0
    assert run(tiny, *asked).returncode == 0  # the same, untouched
    path = folder / "staffing_990101_2025-12-31.xlsx"
    fill(path, {2: {"正职（人）": 1}})
    filled = path.read_bytes()
    done = run(tiny, *asked)
    assert (done.returncode, path.read_bytes()) == (2, filled)
    assert "已存在" in done.stderr


def test_a_place_that_cannot_be_written_is_told(tiny: Tiny) -> None:
    blocked = tiny.home.root.parent / "file"
    blocked.write_text("", encoding="utf-8")
    done = run(tiny, "template", "staffing", "-o", str(blocked / "form.xlsx"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_a_file_name_that_speaks_of_another_dataset_is_warned_of(tiny: Tiny) -> None:
    path = tiny.home.root.parent / "population.xlsx"
    done = run(tiny, "template", "staffing", "-o", str(path))
    assert done.returncode == 0
    assert "--dataset staffing" in done.stderr


def test_a_file_has_the_name_of_its_dataset(asked: Tiny) -> None:
    pack: Pack = asked.pack
    datasets: Datasets = pack.datasets
    for name, dataset in datasets.items():
        kind: AnyDataset = dataset
        assert name in file_name(kind, occasion(pack))
        assert isinstance(kind, Register) == (PERIOD.isoformat() not in file_name(kind, occasion(pack)))
