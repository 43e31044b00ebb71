"""How Excel, Python and R fetch an answer again: what they are told, and that polars gets what was asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
import streamlit as st

from files import snippets
from files.table import CODES, columns_of, table
from tests.test_door import serving
from tests.test_export import parameters_of
from tests.test_pages import at_home, filed, nothing_kept, opened, visit  # noqa: F401
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.parts import snippets as beside
from warehouse.readers import questions
from words import speak

ASKED = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
BASE = "https://observatory.example.gov.cn"
COLUMNS = {
    "区划代码": pl.String(), "社区工作者": pl.Int64(), "目标值": pl.Decimal(18, 6), "数值": pl.Float64(), "报告期": pl.Date(),
    '名称 "甲"': pl.Int64(), "模拟数据": pl.Boolean(),
}  # fmt: skip
CONTRACT = {
    "area_code": pl.String(),
    "value": pl.Float64(),
    "snapshot_id": pl.String(),
    "verdict": pl.String(),
}


def test_an_address_says_all_parameters_and_the_language() -> None:
    at = snippets.address(BASE, "county_compliance", ASKED, "zh")
    assert (
        at == f"{BASE}/api/v1/county_compliance.csv?indicator={WORKERS}&period=2025-12-31&area=990000&lang=zh"
    )
    assert snippets.address(BASE, "forms", {}) == f"{BASE}/api/v1/forms.csv"
    several = snippets.address(f"{BASE}/observatory", "area_series", {"areas": ["990100", "990200"]})
    assert several == f"{BASE}/observatory/api/v1/area_series.csv?areas=990100,990200"
    odd = snippets.address(BASE, "step_sql", {"step": 'a "b"#(c)\\&d 甲'})
    assert parse_qs(urlsplit(odd).query) == {"step": ['a "b"#(c)\\&d 甲']}
    assert not set('"\\# ') & set(odd)


@pytest.mark.parametrize(
    "base", ["", "ftp://a", 'https://a"b', "https://a\\b", "https://a b", "javascript:alert(1)"]
)
def test_what_is_no_address_of_a_service_gets_no_text(base: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        snippets.address(base, "forms", {})


def test_excel_reads_words_with_codes_as_text_and_figures_as_figures() -> None:
    assert snippets.excel("https://a/b.csv?lang=zh", COLUMNS) == (
        "let\n"
        '    Source = Csv.Document(Web.Contents("https://a/b.csv?lang=zh"), [Delimiter=",", Encoding=65001, QuoteStyle=QuoteStyle.Csv]),\n'
        "    Named = Table.PromoteHeaders(Source, [PromoteAllScalars=true]),\n"
        "    Typed = Table.TransformColumnTypes(Named, {\n"
        '        {"社区工作者", Int64.Type},\n'
        '        {"目标值", type number},\n'
        '        {"数值", type number},\n'
        '        {"报告期", type date},\n'
        '        {"名称 ""甲""", Int64.Type}\n'
        '    }, "en-US")\n'
        "in\n"
        "    Typed\n"
    )
    assert snippets.excel("https://a/b.csv", {"a": pl.String()}).endswith("in\n    Named\n")


def test_r_reads_codes_as_text() -> None:
    assert snippets.r("https://a/b.csv", CONTRACT) == (
        "library(readr)\n"
        "\n"
        "table <- read_csv(\n"
        '  "https://a/b.csv",\n'
        "  col_types = cols(\n"
        "    area_code = col_character(),\n"
        "    snapshot_id = col_character()\n"
        "  ),\n"
        '  locale = locale(encoding = "UTF-8"),\n'
        "  guess_max = Inf\n"
        ")\n"
    )


@pytest.mark.parametrize("question", sorted(questions()))
def test_headings_of_the_snippet_are_those_of_the_file(filed: Tiny, question: str) -> None:  # noqa: F811
    parameters = parameters_of(question)
    frame = filed.ask(question, **parameters)
    for language in ("zh", "en", CODES):
        made = table(filed.reader, question, language=language, **parameters)
        columns = columns_of(filed.reader, question, frame, language=language, **parameters)
        assert list(columns) == made.columns
        for name, kind in columns.items():
            texts = made[name].drop_nulls()
            if kind.is_numeric():
                assert texts.cast(pl.Float64).len() == texts.len(), name
            elif kind == pl.String and language == CODES and name not in snippets._codes(columns):
                # Else whoever guesses would take a text for a number.
                assert texts.is_empty() or not texts.str.contains(r"^[+-]?\d+(\.\d+)?$").all(), name


def test_polars_gets_what_was_asked(filed: Tiny, tmp_path: Path) -> None:  # noqa: F811
    with serving((sys.executable, "serve.py", "--port"), tmp_path / "served", **filed.environment) as served:
        for question in ("county_compliance", "areas_on", "snapshot_facts"):
            parameters = parameters_of(question)
            asked = filed.ask(question, **parameters)
            columns = columns_of(filed.reader, question, asked, language=CODES, **parameters)
            at = snippets.address(f"http://{served.host}", question, parameters)
            names: dict[str, pl.DataFrame] = {}
            exec(snippets.python(at, columns), names)
            fetched = names["table"]
            assert fetched.columns == list(columns)
            same = [name for name, kind in asked.schema.items() if kind in (pl.String, pl.Int64, pl.Date)]
            for name in same:
                if asked[name].null_count() < asked.height:
                    assert fetched[name].to_list() == asked[name].to_list(), (question, name)
            assert fetched["area_code" if "area_code" in columns else "root_area"].dtype == pl.String


# ---------------------------------------------------------------- beside the download button


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(beside, "base", lambda: BASE)
    return


@pytest.mark.usefixtures("at_home", "here")
@pytest.mark.parametrize(("language", "label"), [("zh", "取数地址"), ("en", "Data address")])
def test_a_page_has_it_beside_its_download_and_makes_it_when_it_is_opened(language: str, label: str) -> None:
    page = visit(language=language)
    assert label in [one.proto.popover.label for one in page.get("popover")]
    assert not page.code
    page.session_state["address_county_compliance"] = True
    page.run()
    assert not page.exception
    texts = [one.value for one in page.code]
    assert texts[0].startswith(f"{BASE}/api/v1/county_compliance.csv?indicator={WORKERS}&period=2025-12-31")
    assert texts[0].endswith(f"&lang={language}")
    assert [text.split()[0] for text in texts[1:]] == ["let", "from", "library(readr)"]


@pytest.mark.parametrize(
    ("found", "base"),
    [
        ("https://board.gov.cn/services", "https://board.gov.cn"), ("http://127.0.0.1:8501/", "http://127.0.0.1:8501"),
        ("http://[::1]:8501/a?b=c", "http://[::1]:8501"), (None, "http://localhost"),
    ],
)  # fmt: skip
def test_it_begins_as_the_browser_found_the_service(
    found: str | None, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Context:
        url = found

    monkeypatch.setattr(st, "context", Context)
    assert beside.base() == base
    monkeypatch.setenv("OBSERVATORY_PATH", "/statistics/observatory")  # below which a portal has it
    assert beside.base() == f"{base}/statistics/observatory"
    assert snippets.address(beside.base(), "q", {}) == f"{base}/statistics/observatory/api/v1/q.csv"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_note_says_which_snapshot_and_which_period_an_address_gives(language: str) -> None:
    class Page:
        speech = speak(language)

    def told(**parameters: str) -> str:
        return beside._told(Page(), parameters)  # type: ignore[arg-type]

    always, newest = {
        "zh": ("总是按当前快照", "最新一期"),
        "en": ("always gives this table from the current", "newest"),
    }[language]
    assert always in told(area="1")
    assert newest not in told(area="1")
    assert newest in told(period="p")
    assert "since" not in told(period="p", published="")
    assert "since" in told(period="p", since="s", published="")
    other = told(period="p", since="s", published="20251231-01")
    assert "20251231-01" in other
    assert always not in other
