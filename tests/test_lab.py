"""The SQL lab: shipped statements, runs beside the pages, what a page says of an answer and of a refusal."""

from __future__ import annotations

import datetime as dt
import threading
import time

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from draw import quick
from files.table import csv_bytes, of_statement, statement_name
from tests.test_pages import filed, nothing_kept, opened, text_of, title, visit, visit_address
from tests.tiny import Tiny
from ui.frame import statements
from ui.frame.statements import Run
from ui.lab import answer, asked, taken
from ui.parts import grid
from warehouse import models
from warehouse.readers import Reader, questions
from warehouse.runner import Limits, Stop
from warehouse.saved import saved
from words.problems import BuildError, QuestionError, SnapshotError

__all__ = ["filed", "nothing_kept"]

ENDLESS = "select count(*) from range(1000000000) a, range(1000000000) b where a.range = -b.range - 1"


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No place is taken by what another test left running."""
    monkeypatch.setattr(statements, "_places", statements._Places())


def lab(language: str = "zh", **query: str) -> AppTest:
    """The page when its statement has ended."""
    return ended(visit("lab", language, **query))


def ended(test: AppTest) -> AppTest:
    """The page when its statement has ended and the tables are listed: a served one is drawn anew by itself then."""
    until = time.monotonic() + 30
    while is_on_its_way(test) and time.monotonic() < until:
        time.sleep(0.1)
        test.run()
    assert not test.exception
    return test


def is_on_its_way(test: AppTest) -> bool:
    said = " ".join(one.value for one in test.html)
    return any(one in said for one in ('class="lab-runs"', "正在列出各表", "Listing the tables"))


# ------------------------------------------------------------ shipped statements


@pytest.mark.parametrize("name", saved())
def test_a_shipped_statement_runs_says_what_it_is_in_both_languages_and_is_laid_out(
    filed: Tiny, name: str
) -> None:
    found = saved()[name]
    names, _, rows = filed.reader.sql_rows(found.text)
    assert names
    assert rows or name == "corrected_cells"  # nothing was corrected there
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found.title_zh)
    assert found.title_en.isascii()


def test_a_shipped_statement_without_its_titles_is_refused_by_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bare.sql").write_text("-- one\nselect 1", encoding="utf-8")
    with pytest.raises(BuildError, match=r"bare\.sql"):
        saved(tmp_path)


def test_no_snapshot_is_another_for_a_statement_that_is_shipped(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "saved").mkdir()
    before = models.fingerprint(tmp_path)
    (tmp_path / "saved" / "one.sql").write_text("select 1", encoding="utf-8")
    assert models.fingerprint(tmp_path) == before
    (tmp_path / "other.sql").write_text("select 1", encoding="utf-8")
    assert models.fingerprint(tmp_path) != before


def test_what_is_shipped_fits_an_address_and_opens_first() -> None:
    assert asked.FIRST in saved()
    assert all(len(one.text) < asked.LONGEST_IN_ADDRESS for one in saved().values())


# ------------------------------------------------------------ runs


def begun(reader: Reader, text: str) -> Run:
    return statements.begin(reader, text)


def test_an_answer_is_exact_and_its_columns_are_told_apart(filed: Tiny) -> None:
    run = begun(
        filed.reader,
        "select 1 as a, 2 as a, 3::hugeint as h, 170141183460469231731687303715884105727 as most, 1.50::decimal(4, 2) as d,"
        " date '2025-12-31' as day, 'infinity'::date as never, true as t, [1, 2] as l, null as n",
    )
    assert run.has_ended_within(20)
    assert run.table
    (row,) = run.table.frame.rows()
    assert run.table.names[:2] == ["a", "a (2)"]
    assert [str(one) for one in row] == [
        "1", "2", "3", "170141183460469231731687303715884105727", "1.50", "2025-12-31", "infinity", "True", "[1, 2]", "None",
    ]  # fmt: skip
    assert run.table.frame.schema["h"] == pl.Int64
    assert run.table.frame.schema["day"] == pl.Date


def test_every_type_of_the_database_has_an_answer(filed: Tiny) -> None:
    run = begun(filed.reader, "from test_all_types()")
    assert run.has_ended_within(20)
    assert run.table
    assert run.table.frame.height == 3


def test_a_run_is_stopped_wherever_it_is(filed: Tiny) -> None:
    runs = [begun(filed.reader, ENDLESS) for _ in range(statements.AT_ONCE + 1)]
    until = time.monotonic() + 10
    while sum(run.began for run in runs) < statements.AT_ONCE and time.monotonic() < until:
        time.sleep(0.02)
    assert sum(run.began for run in runs) == statements.AT_ONCE  # the third waits for a place
    for run in runs:
        run.stop()
    assert all(run.has_ended_within(20) for run in runs)
    assert {run.problem.key for run in runs if run.problem} == {"readers.stopped"}
    assert begun(filed.reader, "select 1").has_ended_within(20)


def test_who_comes_when_too_many_wait_is_told_so(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_WAITING", 0)
    run = begun(filed.reader, "select 1")
    assert run.has_ended_within(20)
    assert run.problem
    assert run.problem.key == "readers.too_many_waiting"


def test_the_oldest_answers_are_forgotten_when_they_take_too_much(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "_held", statements._Held())
    monkeypatch.setattr(statements, "HELD_BYTES", 10_000)
    first = begun(filed.reader, "from range(1000)")
    assert first.has_ended_within(20)
    second = begun(filed.reader, "from range(1000)")
    assert second.has_ended_within(20)
    assert (first.forgotten, first.table) == (True, None)
    assert not first.is_of(filed.reader, "from range(1000)")
    assert second.table


def test_a_statement_has_limits_of_rows_size_and_length(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LIMITS", Limits(10, 256, rows=1000, answer_megabytes=1))
    for text, key in (
        ("from range(1001)", "readers.too_many_rows"),
        ("select repeat('x', 100000) from range(100)", "readers.too_large"),
        ("select '" + "x" * statements.LONGEST + "'", "readers.too_long_a_text"),
    ):
        run = begun(filed.reader, text)
        assert run.has_ended_within(20)
        assert run.problem
        assert run.problem.key == key
    assert begun(filed.reader, "from range(1000)").has_ended_within(20)


def test_a_stop_that_comes_before_its_run_ends_it_as_it_begins(filed: Tiny) -> None:
    stop = Stop()
    stop.ask()
    with pytest.raises(QuestionError) as raised, filed.reader.asked(ENDLESS, stop=stop):
        pass
    assert raised.value.key == "readers.stopped"


def test_nobody_else_waits_for_a_statement(filed: Tiny) -> None:
    """A page asks its own questions in a few milliseconds while statements run."""
    runs = [begun(filed.reader, ENDLESS) for _ in range(statements.AT_ONCE)]
    threads = threading.active_count()
    assert filed.ask("snapshot_facts").height == 1
    assert threads >= statements.AT_ONCE
    for run in runs:
        run.stop()
        assert run.has_ended_within(20)


# ------------------------------------------------------------ the page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_opens_with_an_answer_that_nobody_chose(at_home: Tiny, language: str) -> None:
    test = lab(language)
    found = saved()[asked.FIRST]
    assert title(test) == (found.title_zh if language == "zh" else found.title_en)
    assert dict(test.query_params) == {}
    assert set(test.dataframe[0].value["city_name_en"]) == {"Dongjiang City"}
    assert [one.proto.label for one in test.get("download_button")][2] == (
        "XLSX 工作簿" if language == "zh" else "XLSX workbook"
    )
    assert len(test.get("download_button")) == len(taken.FILES)


def test_the_address_says_which_statement_is_asked(at_home: Tiny) -> None:
    test = lab(q="-- 我的\nselect 1 as one")
    assert title(test) == "我的"
    assert test.dataframe[0].value["one"].tolist() == [1]
    assert test.query_params["q"] == "-- 我的\nselect 1 as one"
    test.selectbox(key="choice_saved").set_value("counties_below").run()
    assert dict(test.query_params) == {"saved": "counties_below"}
    assert title(ended(test)) == saved()["counties_below"].title_zh
    assert title(lab(q="select 1 as a union all select 2")) == "查到 2 行"


@pytest.mark.parametrize(
    ("language", "wanted"), [("zh", "工作表的单元格最多放"), ("en", "a cell of a sheet holds")]
)
def test_what_no_sheet_holds_is_said_in_its_place(at_home: Tiny, language: str, wanted: str) -> None:
    test = lab(language, q="select repeat('x', 40000) as a")
    assert wanted in text_of(test)
    assert len(test.get("download_button")) == len(taken.FILES) - 1


def test_the_editor_is_told_whose_link_the_address_is(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    monkeypatch.setattr(asked.st, "session_state", {})
    page = type("Page", (), {"language": "en"})()
    first = saved()[asked.FIRST]
    long = "select '" + "x" * asked.LONGEST_IN_ADDRESS + "'"
    for one in (asked.Asked(first.text, first.name), asked.Asked("-- mine\nselect 1"), asked.Asked(long)):
        given = asked.given(page, one, None)
        found.append((given.title, given.is_address, given.number))
    assert found == [(first.title_en, True, 1), ("", True, 2), ("", False, 3)]


def test_an_answer_without_rows_says_what_there_would_have_been(at_home: Tiny) -> None:
    areas = at_home.sql("select count(*) as n from marts.areas")["n"][0]
    said = text_of(lab(q="from marts.areas where false"))
    assert "0 行：条件没有命中" in said
    assert f"marts.areas {areas} 行" in said
    assert "0 rows: the condition met nothing" in text_of(lab("en", q="from marts.areas where false"))


@pytest.mark.parametrize(
    ("language", "wanted"), [("zh", "第 2 行：没有这一列"), ("en", "Line 2: there is no such column")]
)
def test_a_refusal_says_what_why_and_what_to_do_and_one_press_repairs_it(
    at_home: Tiny, language: str, wanted: str
) -> None:
    test = lab(language, q="select area_code,\n gapp\nfrom marts.indicator_values\nlimit 3")
    assert wanted in text_of(test)
    assert not test.dataframe
    (folded,) = test.expander
    assert "Binder Error" in folded.code[0].value
    test.button(key="lab_fix_0").click().run()
    test = ended(test)
    assert test.query_params["q"] == "select area_code,\n gap\nfrom marts.indicator_values\nlimit 3"
    assert len(test.dataframe[0].value) == 3


@pytest.mark.parametrize(
    ("language", "wanted", "needed"),
    [("zh", "是要带参数的问题", "指标、报告期"), ("en", "is a question that takes parameters", "Indicator")],
)
def test_a_question_that_takes_parameters_says_which_and_one_press_fills_them_in(
    at_home: Tiny, language: str, wanted: str, needed: str
) -> None:
    test = lab(language, q="select * from questions.county_compliance")
    said = text_of(test)
    assert wanted in said
    assert needed in said
    assert "question=county_compliance" in " ".join(one.value for one in test.html)
    test.button(key="lab_fill").click().run()
    test = ended(test)
    assert title(test) == r"county\_compliance"
    period = at_home.sql("select max(period) as p from marts.indicator_values")["p"][0]
    assert f"date '{period}'" in (test.query_params.get("q") or test.session_state["lab_long"])
    assert len(test.dataframe[0].value)


def test_a_question_with_usual_values_is_a_statement_that_runs_or_there_is_none(filed: Tiny) -> None:
    texts = {name: statements.filled_in(filed.reader, name) for name in questions()}
    for name in ("county_compliance", "compliance_headline", "period_changes", "areas_on"):
        text = texts[name]
        assert text
        assert "$" not in text
        assert filed.reader.sql_rows(text)[0]
    assert texts["balance_changes"] is None  # takes a table of another snapshot
    assert statements.filled_in(filed.reader, "nonesuch") is None


def test_literals_are_exact_and_hold_what_is_quoted() -> None:
    day = dt.date(2025, 12, 31)
    assert [statements._literal(one) for one in ("a'b", day, 3, ["x", day], None)] == [
        "'a''b'",
        "date '2025-12-31'",
        "3",
        "['x', date '2025-12-31']",
        None,
    ]


def test_ten_rows_are_seen_at_once() -> None:
    high = {rows: grid.still(rows, answer.ROWS_HIGH)["height"] for rows in (9, 10, 12, 40)}
    assert high[10] - high[9] == grid.ROW_HEIGHT
    assert high[40] == high[12]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sentence_stands_ready_for_a_statement_that_has_not_run(at_home: Tiny, language: str) -> None:
    wanted = {"zh": "属于上一条语句", "en": "belong to the one before"}[language]
    (former,) = [one.value for one in lab(language).html if 'class="former"' in one.value]
    assert wanted in former
    assert 'role="status"' in former


def test_a_statement_that_runs_says_so_and_is_stopped_by_a_press(at_home: Tiny) -> None:
    test = visit("lab", q=ENDLESS)
    assert is_on_its_way(test)
    test.button(key="lab_stop").click().run()
    test = ended(test)
    assert title(test) == "查询已停止"
    assert "lab_fix_0" in {one.key for one in test.button}


def test_what_the_page_is_told_by_its_editor(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, object] = {}
    chosen: dict[str, object] = {}
    monkeypatch.setattr(asked.st, "session_state", state)
    monkeypatch.setattr(asked.choices, "choose", lambda key, value: chosen.update({key: value}))
    monkeypatch.setattr(asked.choices, "stay", lambda: None)
    asked.told("run", "select 1\n")
    assert chosen == {"saved": None, "q": "select 1"}
    asked.told("run", saved()["tables"].text)
    assert chosen == {"saved": "tables", "q": None}
    long = "select '" + "x" * asked.LONGEST_IN_ADDRESS + "'"
    asked.told("run", long)
    assert (chosen, state["lab_long"]) == ({"saved": None, "q": None}, long)
    asked.told("format", "SELECT 1")
    assert state["lab_draft"] == "select\n    1"
    asked.told("nonsense", "x")


def test_whatever_an_address_asks_for_is_no_markup_and_no_traceback(at_home: Tiny) -> None:
    for text in (
        "<script>",
        "select '<b>tag</b>' as \"<i>x</i>\"",
        "\u202e",
        ";",
        'select 1 as _index, 2 as ""',
    ):
        test = visit_address({"q": text, "up": "nothing", "across": "<b>"}, "lab", "en")
        assert not test.error
        assert "<b>" not in "".join(one.value for one in test.title)


def test_a_snapshot_that_cannot_be_read_is_no_refusal_of_the_statement(filed: Tiny) -> None:
    run = begun(filed.reader, "select 1")
    assert run.has_ended_within(20)
    run.problem = SnapshotError("snapshots.damaged", path="x", error="y")
    with pytest.raises(SnapshotError):
        statements.told(run, statements.Tables())
    assert not run.is_of(filed.reader, "select 1")


def test_the_file_has_every_cell_exact_and_runs_no_formula() -> None:
    frame = pl.DataFrame(
        {
            "text": ["=1+1", None],
            "n": [-5, 2**60],
            "day": pl.Series(["2025-12-31", None]).str.to_date(),
            "d": [1.5, None],
        }
    ).with_columns(pl.col("d").cast(pl.Decimal(10, 2)))
    written = csv_bytes(of_statement(frame, "20251231-01"), "zh").decode("utf-8-sig")
    assert written.split("\r\n") == [
        "text,n,day,d,snapshot_id", "'=1+1,-5,2025-12-31,1.50,20251231-01", ",1152921504606846976,,,20251231-01", "",
    ]  # fmt: skip
    assert statement_name("", "s", "zh") == "查询结果_s.csv"
    assert statement_name("tables", "s", "en") == "tables_s.csv"


# ------------------------------------------------------------ the chart


@pytest.mark.parametrize(
    ("columns", "plan", "kind"),
    [
        ({"period": [1, 2], "n": [3, 4]}, ("period", "n"), "points"),
        ({"name_zh": ["甲", "乙"], "name_en": ["a", "b"], "n": [3, 4]}, ("name_en", "n"), "bars"),
        ({"a": [1.5, 2.5], "b": [3, 4], "name": ["x", "y"]}, ("a", "b"), "points"),
        ({"n": [1, 2], "name": ["x", "y"]}, ("name", "n"), "bars"),
        ({"name": ["x", "y"]}, None, None),
        ({"name": ["x"], "n": [1]}, None, None),
        ({"n": [None, None], "name": ["x", "y"]}, None, None),
    ],
)
def test_the_kind_of_a_chart_follows_from_its_columns(
    columns: dict[str, list[object]], plan: tuple[str, str] | None, kind: str | None
) -> None:
    frame = pl.DataFrame(columns, strict=False)
    if columns.get("n") == [None, None]:
        frame = frame.with_columns(pl.col("n").cast(pl.Int64))
    found = quick.proposed(frame, "en")
    assert (found and (found.across, found.up)) == plan
    if found:
        assert quick.kind_of(frame, found) == kind
        assert quick.chart(frame, found, "light").data


def test_time_is_drawn_as_lines_and_gaps_stay_gaps() -> None:
    days = pl.Series([f"2025-0{n}-01" for n in (3, 1, 2)]).str.to_date()
    frame = pl.DataFrame({"day": days, "n": [3, 1, None]})
    (line,) = quick.chart(frame, quick.Plan("day", "n"), "dark").data
    assert (list(line.y), line.mode, line.connectgaps) == ([1.0, None, 3.0], "lines+markers", False)
    twice = pl.concat([frame, frame]).with_columns(place=pl.Series(["a"] * 3 + ["b"] * 3))
    assert [one.name for one in quick.chart(twice, quick.Plan("day", "n"), "light").data] == ["a", "b"]
    untold = quick.chart(twice.drop("place"), quick.Plan("day", "n"), "light").data
    assert [one.mode for one in untold] == ["markers"]  # a line would tell what is not known


def test_bars_end_with_the_first_few_and_names_are_no_markup() -> None:
    frame = pl.DataFrame({"name": [f"<b>{n}</b>" for n in range(40)], "n": range(40)})
    plan = quick.Plan("name", "n")
    assert quick.is_cut(frame, plan)
    figure = quick.chart(frame, plan, "light")
    assert len(figure.data[0].x) == quick.MOST_BARS
    assert "<b>" not in "".join(figure.layout.yaxis.ticktext)
