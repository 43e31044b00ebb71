"""Chase-up lists: one file a city, named units, what to do; a workbook and a letter, in either language, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from files.bulletin import sheet
from files.chase import book, every, letter
from files.chase.content import gather
from tests.browser import opened as window
from tests.browser import served
from tests.test_command_line import run
from tests.test_completeness import filed as _filed
from tests.test_pages import nothing_kept
from tests.tiny import PERIOD, Tiny

__all__ = ["nothing_kept"]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return _filed(Tiny(tmp_path_factory.mktemp("chase")))


def test_each_city_has_its_units_and_what_they_are_to_do(filed: Tiny) -> None:
    found = {one.area_code: one for one in gather(filed.reader, "zh", PERIOD, "990000", ["staffing"])}
    assert [len(one.rows) for one in found.values()] == [3, 1]
    east = found["990100"]
    assert east.lead == "截至2026年2月20日，东江市有 3 个单位的报表未报或未报齐，共 3 份。"
    first, zone = east.owed()
    assert (len(first.units), first.days) == (2, 31)
    assert "补齐空着的数：副职" in first.asks
    assert any("填报“社区工作者”2025年第4季度表" in one for one in zone.asks)
    assert gather(filed.reader, "zh", PERIOD, "990201", ["staffing"]) == []


def test_a_form_whose_figures_are_published_is_chased_only_when_named(filed: Tiny) -> None:
    every_form = {row["dataset"] for one in gather(filed.reader, "en", PERIOD, "990000") for row in one.rows}
    assert "population" not in every_form
    assert {"staffing", "services"} <= every_form
    assert gather(filed.reader, "en", PERIOD, "990000", ["population"])


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("逾期天数", "补齐空着的数：副职")), ("en", ("Days late", "Deputy workers"))],
)
def test_workbook_and_letter_say_the_same_and_have_the_same_bytes(
    filed: Tiny, language: str, words: tuple[str, str]
) -> None:
    one = gather(filed.reader, language, PERIOD, "990100", ["staffing"])[0]
    made = book.contents(one)
    assert made == book.contents(one)
    sheets = openpyxl.load_workbook(io.BytesIO(made))
    counties, units = sheets.worksheets
    told = " ".join(str(cell.value) for row in counties.iter_rows() for cell in row)
    assert all(word in told for word in words)
    assert units.max_row == 5 + len(one.rows)
    assert units["A6"].value == one.rows[0]["area_code"]
    assert not any(cell.data_type == "f" for row in units.iter_rows() for cell in row)
    document = Document(io.BytesIO(letter.contents(one)))
    assert letter.contents(one) == letter.contents(one)
    cells = " ".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert all(word in cells for word in words)
    assert one.title in [paragraph.text for paragraph in document.paragraphs]


def test_the_command_writes_a_folder_of_all_cities_or_the_file_of_one(filed: Tiny, tmp_path: Path) -> None:
    done = run(filed, "chase", "-o", f"{tmp_path}/all/", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert len(names) % 2 == 0
    assert all(name.startswith("催报单_") for name in names)
    assert "东江市" in done.stdout
    assert (
        run(filed, "chase", "--city", "990100", "-o", f"{tmp_path}/one.xlsx", "--lang", "en").returncode == 0
    )
    assert (tmp_path / "one.xlsx").exists()


def test_what_one_file_cannot_hold_and_what_is_no_form_is_refused(filed: Tiny, tmp_path: Path) -> None:
    several = run(filed, "chase", "-o", f"{tmp_path}/one.docx", "--lang", "en")
    assert (several.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "--city" in several.stderr
    assert "one for each city or province" in " ".join(several.stderr.split())
    assert run(filed, "chase", "-o", f"{tmp_path}/one.pdf").returncode == 2
    wrong = run(filed, "chase", "--dataset", "nothing", "-o", f"{tmp_path}/x/", "--lang", "zh")
    assert (wrong.returncode, "nothing" in wrong.stderr) == (2, True)
    done = run(
        filed, "chase", "--city", "990201", "--dataset", "staffing", "-o", f"{tmp_path}/x/", "--lang", "en"
    )
    assert (done.returncode, "Nothing to chase" in done.stderr) == (0, True)


def test_the_lists_of_all_cities_are_one_file(filed: Tiny) -> None:
    lists = gather(filed.reader, "zh", PERIOD, "990000")
    with zipfile.ZipFile(io.BytesIO(every.contents(lists))) as whole:
        assert len(whole.namelist()) == 2 * len(lists)


@pytest.mark.parametrize("name", ["Dongtou District", "Pingyang County", "Longquanyi-Chengxiang District"])
def test_no_english_word_is_parted_in_a_letter(filed: Tiny, name: str) -> None:
    one = gather(filed.reader, "en", PERIOD, "990000", ["staffing"])[0]
    one = replace(one, rows=[{**row, "county_name_en": name} for row in one.rows])
    (table,) = Document(io.BytesIO(letter.contents(one))).tables
    for column, cell in enumerate(table.rows[1].cells):
        size = cell.paragraphs[0].runs[0].font.size.pt
        room = table.columns[column].width.mm - sheet.BESIDE
        assert all(sheet._breadth(word, size) <= room + 0.01 for word in cell.text.split()), cell.text
    assert sum(column.width.mm for column in table.columns) == pytest.approx(sheet.BLOCK, abs=0.1)


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_on_the_page_who_owes_is_looked_up_when_the_menu_is_opened(filed: Tiny) -> None:
    with served("app.py", environment=filed.environment) as address:
        for place, told, files in (
            ("?lang=zh", "份未报或未报齐", [".zip"]),
            ("?lang=en&city=990100", "not filed", [".xlsx", ".docx"]),
        ):
            with window(f"{address}/completeness{place}") as shown:
                offered = shown.page.locator("[class*=st-key-chase_] button")
                shown.page.locator(".st-key-chase button").first.wait_for()
                assert offered.count() == 0
                shown.page.locator(".st-key-chase button").first.click()
                offered.first.wait_for()
                shown.settle()
                assert offered.count() == len(files)
                assert shown.page.get_by_text(told).count() >= 1
                for number, ending in enumerate(files):
                    with shown.page.expect_download() as download:
                        offered.nth(number).click()
                    assert download.value.suggested_filename.endswith(ending)
                    assert zipfile.is_zipfile(download.value.path())
                assert (shown.foreign, shown.complaints) == ([], [])
