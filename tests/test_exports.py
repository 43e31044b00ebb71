"""The page of exports: every question, any filter; what cannot be is said; a file is checked again."""

from __future__ import annotations

import re

import polars as pl
import pytest

from files import exported, receipt
from tests.evaluated import evaluate
from tests.test_pages import CHINESE, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny, once
from ui.exports import asked
from warehouse.readers import questions

__all__ = ["nothing_kept"]


@once
def standing(tiny: Tiny) -> None:
    evaluate(tiny)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return standing(Tiny(tmp_path_factory.mktemp("exports")))


@pytest.fixture
def at_home(evaluated: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(evaluated, monkeypatch)


def test_every_question_is_offered(at_home: Tiny) -> None:
    assert set(asked.names()) == questions().keys()
    assert asked.names()[0] == "county_compliance"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_title_says_how_many_rows_the_file_will_have_of_what(at_home: Tiny, language: str) -> None:
    test = visit("exports", language)
    rows = at_home.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990000").height
    assert re.search(rf"\b{rows}\b|^{rows}行", title(test))
    assert ("2025年第4季度" if language == "zh" else "2025 Q4") in title(test)
    if language == "en":
        assert not CHINESE.search(title(test))
    assert at_home.reader.snapshot.id in text_of(test)


def alike() -> list[str]:
    """One question of each set of filters that there is."""
    by_filters = {frozenset(dict(one.parameters)): name for name, one in sorted(questions().items())}
    return sorted(by_filters.values())


@pytest.mark.parametrize("question", alike())
def test_every_question_stands_on_the_page_or_says_what_it_needs(at_home: Tiny, question: str) -> None:
    test = visit("exports", question=question)
    assert not test.error
    boxes = {one.key for one in test.selectbox}
    assert "choice_question" in boxes
    for name in ("indicator", "period", "level", "dataset", "other", "system", "step"):
        if name in dict(questions()[question].parameters):
            assert f"choice_{name}" in boxes, name


def test_a_filter_changes_the_rows_and_stands_in_the_address(at_home: Tiny) -> None:
    test = visit("exports")
    test.selectbox(key="exports_area").set_value("990200").run()
    assert test.query_params["city"] == "990200"
    assert title(test).startswith(("1", "2", "3"))
    test.selectbox(key="exports_area").set_value("990101").run()
    assert test.query_params["county"] == "990101"
    assert "city" not in test.query_params
    test.selectbox(key="choice_question").set_value("filed_cells").run()
    assert test.query_params["question"] == "filed_cells"
    frame = at_home.ask("filed_cells", indicator=WORKERS, area="990101", period=PERIOD)
    assert title(test).startswith(str(frame.height))


def test_what_one_county_is_asked_for_is_said_before_it_is_chosen(at_home: Tiny) -> None:
    test = visit("exports", "en", question="filed_cells")
    assert "filter is needed" in title(test)
    assert "asked of one county" in text_of(test)
    assert "--area" not in text_of(test)


def test_kinds_that_cannot_hold_an_answer_are_not_offered(at_home: Tiny) -> None:
    test = visit("exports", question="area_series", kind="geojson")
    assert "做不成带边界的文件" in text_of(test)
    frame = at_home.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990000")
    outlines = at_home.ask("shapes")["area_code"]
    assert exported.outlined(frame, outlines)
    assert not exported.outlined(pl.concat([frame, frame]), outlines)


@pytest.mark.parametrize(
    "query",
    [
        {"question": "nothing", "kind": "doc", "file": "fr"},
        {"question": "staffing_scenario", "hires": "many", "growth": "1e9", "target_millionths": "9" * 40},
        {"question": "area_series", "areas": "1,,990100,<b>"},
        {"question": "step_sql", "step": "nothing"},
        {"question": "scorecard", "system": "x", "since": "2025-02-30"},
    ],
)
def test_an_address_that_says_what_is_not_is_told_and_answered(at_home: Tiny, query: dict[str, str]) -> None:
    test = visit("exports", **query)
    assert not test.error
    assert title(test)


def test_a_scenario_s_figures_stand_in_the_address_and_in_the_answer(at_home: Tiny) -> None:
    test = visit("exports", question="staffing_scenario", hires="5")
    assert test.number_input(key="exports_hires").value == 5
    test.number_input(key="exports_hires").set_value(7).run()
    assert test.query_params["hires"] == "7"


def test_the_receipt_on_the_page_is_the_file_s(at_home: Tiny) -> None:
    test = visit("exports", kind="csv")
    made = exported.file_of(
        at_home.reader, "county_compliance", "csv", indicator=WORKERS, period=PERIOD, area="990000"
    )
    assert made.receipt.sha256 in text_of(test)


def test_a_file_is_checked_on_the_page(at_home: Tiny) -> None:
    reader = at_home.reader
    made = exported.file_of(
        reader, "county_compliance", "csv", indicator=WORKERS, period=PERIOD, area="990000"
    )
    test = visit("exports")
    drop = test.file_uploader(key="exports_check")
    drop.set_value([(made.name, made.data, "text/csv")]).run()
    assert "CSV 文件的凭证是旁边的一个文件" in text_of(test)
    beside = (made.name + receipt.ENDING, made.receipt.text().encode(), "application/json")
    test.file_uploader(key="exports_check").set_value([(made.name, made.data, "text/csv"), beside]).run()
    assert "相符" in text_of(test)
    changed = made.data.replace("甲子区".encode(), "甲丑区".encode())
    test.file_uploader(key="exports_check").set_value([(made.name, changed, "text/csv"), beside]).run()
    assert "文件下载后被改过" in text_of(test)
    test.file_uploader(key="exports_check").set_value([beside, beside]).run()
    assert "这是凭证" in text_of(test)
