"""Files: whole, safe in a spreadsheet, and saying what they are."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from files import exported, people
from files.table import csv_bytes, file_name, table
from tests.test_command_line import run
from tests.tiny import JIAZI, PERIOD, WORKERS, Tiny, once
from warehouse import snapshots
from warehouse.readers import Reader, questions
from words.files import has_heading
from words.problems import QuestionError

ASKED = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}


def parameters_of(question: str) -> dict[str, Any]:
    asked = {**ASKED, "areas": ["990101"], "level": "county", "dataset": "staffing"}
    asked |= {"since": PERIOD.replace(year=2024), "target_millionths": 20_000_000, "hires": 5, "growth": 100}
    asked |= {"step": "verdicts.judged", "other": "certified_worker_share", "system": "", "published": ""}
    asked |= {"boundaries": dt.date(2021, 4, 8)}
    return {name: asked[name] for name, _ in questions()[question].parameters}


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return _built(tiny)


@once
def _built(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990201": 1}, simulated=True)
    tiny.staff_everywhere({"990101": 30}, period=PERIOD.replace(year=2024))
    tiny.change("areas", {"area_code": "990202"}, area_name_en="=HYPERLINK(1)", area_name_zh="@丁卯市")
    tiny.built()


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_csv_file_has_a_byte_order_mark_crlf_and_all_rows(built: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "out" / "counties.csv"
    made = exported.file_of(built.reader, "county_compliance", "csv", language="zh", **ASKED)
    exported.write(path, made)
    assert made.receipt.rows == 5
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 6 == data.count(b"\n")
    assert sorted(path.parent.iterdir()) == [path, exported.beside(path)]


def row_of(
    reader: Reader, code: str, language: str, question: str = "county_compliance"
) -> dict[str, str | None]:
    frame = table(reader, question, language=language, **ASKED)
    column = {"zh": "区划代码", "en": "Area code", "none": "area_code"}[language]
    return next(row for row in frame.to_dicts() if row[column] == code)


def test_what_a_report_takes_stands_first_in_words(built: Tiny) -> None:
    first = {
        "zh": {
            "设区市": "东江市", "县（市、区）": "甲子区", "报告期": "2025-12-31", "社区工作者": "40", "城镇常住人口": "20400",
            "配比（人/万人）": "19.61", "是否达标": "达标", "缺口（人）": "0",
            "备注": "城镇常住人口为2024年末数，暂用；模拟数据",
        },
        "en": {
            "City": "Dongjiang City", "County": "Jiazi District", "Period": "2025-12-31", "Community workers": "40",
            "Urban residents": "20400", "Ratio (per 10,000)": "19.61", "Meets the target": "Meets the target",
            "Shortfall (people)": "0", "Note": "Urban residents as of end 2024, used until the next figure; Simulated",
        },
    }  # fmt: skip
    for language, wanted in first.items():
        row = row_of(built.reader, "990101", language)
        assert dict(list(row.items())[: len(wanted)]) == wanted
        assert snapshots.current(built.home).id in row.values()
        assert not {"true", "false", "1900-01-01", "not_met", "met", "reported", "estimated", ">="} & set(
            row.values()
        )


def test_a_shown_value_keeps_its_decimals_and_the_exact_one_has_few(built: Tiny) -> None:
    built.staff_everywhere({"990101": 36}, simulated=True)  # 36 over 20,400: 17.647, and 17.65 shown
    built.built()
    row = row_of(built.reader, "990101", "zh")
    assert (row["配比（人/万人）"], row["数值（未舍入）"], row["等级"]) == (
        "17.65",
        "17.64706",
        "15–18",
    )
    built.staff_everywhere({"990101": 51}, simulated=True)  # 25 exactly
    built.build()
    assert row_of(built.reader, "990101", "zh")["配比（人/万人）"] == "25.00"


def test_an_exact_value_that_does_not_reach_the_target_does_not_read_so() -> None:
    cells = people.Cells("zh", {"decimals": 2, "class_bounds": None, "denominator_is_population": True})
    assert cells.column("value", [17.9999999, 17.6, 18.0], {"target_value": [18, 18, 18]}) == [
        "17.9999999", "17.60000", "18.00000",
    ]  # fmt: skip


def test_the_note_says_why_a_figure_lacks_or_how_far_it_holds(built: Tiny) -> None:
    assert row_of(built.reader, "999001", "zh")["备注"] == "未报"
    assert row_of(built.reader, "999001", "en")["Note"] == "Not reported"
    built.staff_everywhere({"990202": 5})
    built.remove("population", area_code="990202")
    built.built()
    assert "缺人口数" in str(row_of(built.reader, "990202", "zh")["备注"])
    assert "No current population figure" in str(row_of(built.reader, "990202", "en")["Note"])


def test_a_missing_figure_is_an_empty_cell_and_never_zero(built: Tiny) -> None:
    row = row_of(built.reader, "999001", "en")
    names = (
        "Community workers",
        "Ratio (per 10,000)",
        "Shortfall (people)",
        "Value, not rounded",
        "Class",
    )
    assert [row[name] for name in names] == [None] * 5
    assert row["Data status"] == "Not reported"


def test_a_file_for_programs_has_names_codes_and_figures_of_the_contract(built: Tiny) -> None:
    asked = built.reader.ask("county_compliance", **ASKED)
    frame = table(built.reader, "county_compliance", language="none", **ASKED)
    assert frame.columns == ["indicator_code", "period", *asked.columns, "snapshot_id"]
    row = row_of(built.reader, "990101", "none")
    assert (row["verdict"], row["denominator_carried"], row["value_status"]) == ("met", "true", "reported")
    assert float(str(row["value"])) == next(
        r["value"] for r in asked.to_dicts() if r["area_code"] == "990101"
    )
    assert row["period"] == "2025-12-31"
    assert csv_bytes(frame, "none").startswith(b"indicator_code,period,")
    assert b"\r" not in csv_bytes(frame, "none")


def test_a_column_that_no_layout_names_stands_behind_the_others(built: Tiny) -> None:
    frame = built.reader.ask("county_compliance", **ASKED)
    more = frame.select(pl.lit(True).alias("something_new"), pl.all())
    catalogue = built.reader.rows("indicator_catalogue")
    indicator = next(row for row in catalogue if row["indicator_code"] == WORKERS)
    for language, said in (("en", "Something new"), ("zh", "something new")):
        asked = people.Asked("county_compliance", ASKED, indicator, "x")
        made = people.text_frame(people.for_people(more, asked, language))
        place = [name.lower() for name in made.columns].index(said.lower())
        assert place >= 9
        assert made[made.columns[place]].to_list() == [{"en": "Yes", "zh": "是"}[language]] * 5


def test_no_answer_is_cut_to_one_heading(built: Tiny) -> None:
    for question in questions():
        parameters = parameters_of(question)
        columns = built.reader.ask(question, **parameters).columns
        one_language = {name.removesuffix("_zh").removesuffix("_en") for name in columns}
        for language in ("zh", "en"):
            made = table(built.reader, question, language=language, **parameters)
            assert len(made.columns) >= len(one_language - {"short_name", "city_short_name"}) - 4, question


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(
    built: Tiny, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "counties.csv"
    exported.write(
        path, exported.file_of(built.reader, "county_compliance", "csv", language=language, **ASKED)
    )
    cells = [cell for row in read(path) for cell in row.values()]
    assert any(cell in ("'=HYPERLINK(1)", "'@丁卯市") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    # A negative number is a number and stays one.
    assert any(cell.startswith("-") for cell in cells)


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_column_of_every_file_has_a_chinese_heading(built: Tiny, question: str) -> None:
    parameters = parameters_of(question)
    columns = {
        name.removesuffix("_zh").removesuffix("_en")
        for name in built.reader.ask(question, **parameters).columns
    }
    assert [name for name in columns - {"short_name", "city_short_name"} if not has_heading(name, "zh")] == []
    chinese = table(built.reader, question, language="zh", **parameters).columns
    assert [name for name in chinese if not re.search(r"[\u4e00-\u9fff]", name)] == []
    assert [name for name in chinese if name.endswith("）") and "_" in name] == []
    english = table(built.reader, question, language="en", **parameters).columns
    assert [name for name in english if "_" in name or "{" in name] == []
    assert len(chinese) == len(english)


def test_a_file_name_says_what_is_in_it_and_no_two_languages_share_one(built: Tiny) -> None:
    snapshot = snapshots.current(built.home).id
    names = {
        "zh": f"配比_各县（市、区）_试验_2025年第4季度_{snapshot}.csv",
        "en": f"Ratio_counties_Shiyan_2025-Q4_{snapshot}_en.csv",
        "none": f"{WORKERS}_county_990000_2025-12-31_{snapshot}.csv",
    }
    for language, name in names.items():
        assert file_name(built.reader, "county_compliance", language=language, **ASKED) == name
    for question in questions():
        made = {
            file_name(built.reader, question, language=language, **parameters_of(question))
            for language in names
        }
        assert len(made) == 3, question
        assert all(len(name.encode()) < 240 and not set('/\\:*?"<>| ') & set(name) for name in made)


def test_township_codes_keep_their_nine_digits(built: Tiny) -> None:
    frame = table(built.reader, "area_values", language="en", level="township", **{**ASKED, "area": "990101"})
    assert frame["Area code"].to_list() == list(JIAZI)
    assert frame.columns[:3] == ["City", "County", "Township"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_and_the_command_line_write_the_same_bytes(built: Tiny, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = run(
        built, "export", "county_compliance", "--period", "2025-12-31", "-o", str(folder), "--lang", language
    )
    assert done.returncode == 0
    name = file_name(built.reader, "county_compliance", language=language, **ASKED)
    frame = table(built.reader, "county_compliance", language=language, **ASKED)
    assert (folder / name).read_bytes() == csv_bytes(frame, language)


def test_a_place_that_cannot_be_written_is_named(built: Tiny, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(QuestionError, match="cannot be written"):
        exported.write(
            tmp_path / "file" / "x.csv", exported.file_of(built.reader, "county_compliance", "csv", **ASKED)
        )


def test_an_ending_of_no_kind_is_refused_and_a_kind_that_is_said_goes_before_it(
    built: Tiny, tmp_path: Path
) -> None:
    asked = ["export", "county_compliance", "-o"]
    refused = run(built, *asked, str(tmp_path / "x.pdf"))
    assert refused.returncode == 2
    assert "x.pdf" in refused.stderr
    assert "--kind" in refused.stderr
    assert list(tmp_path.glob("x*")) == []
    assert run(built, *asked, str(tmp_path / "x.data"), "--kind", "csv").returncode == 0
    assert (tmp_path / "x.data").read_bytes().startswith(b"\xef\xbb\xbf")
