"""Why a statement was not answered: of which kind it is, in which line, and another statement that repairs it."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as some

from warehouse import written
from warehouse.refusal import KINDS, Refusal, refusal
from words.problems import QuestionError

TABLES = {
    "marts.areas": ["area_code", "area_level", "parent_code"],
    "marts.indicator_values": ["indicator_code", "area_code", "period", "gap", "verdict"],
    "questions.forms": ["dataset", "cycle"],
}


def of(text: str) -> Refusal:
    """The refusal of a statement that DuckDB, or the look before it, does not take."""
    with duckdb.connect() as connection:
        for table, columns in TABLES.items():
            schema = table.split(".")[0]
            connection.execute(f"create schema if not exists {schema}")
            kinds = {"period": "date", "gap": "bigint"}
            typed = ", ".join(f"{column} {kinds.get(column, 'varchar')}" for column in columns)
            connection.execute(f"create table {table} ({typed})")
        connection.execute("insert into marts.areas values ('1', 'county', '0'), ('2', 'city', '0')")
        connection.execute(
            "insert into marts.indicator_values values ('i', '1', date '2025-12-31', 1, 'met')"
        )
        connection.execute("set enable_external_access = false")
        try:
            connection.execute(text).fetchall()
        except duckdb.Error as error:
            return refusal(text, QuestionError("readers.sql_refused", error=str(error)), TABLES)
    raise AssertionError("it was answered")


def refused(text: str, key: str, **values: object) -> Refusal:
    return refusal(text, QuestionError(f"readers.{key}", **values), TABLES)


@pytest.mark.parametrize(
    ("text", "kind", "line", "repaired"),
    [
        ("select gapp\nfrom marts.indicator_values", "column", 1, "select gap\nfrom marts.indicator_values"),
        ("select 1,\n  a.gapp\nfrom marts.indicator_values a", "column", 2, "select 1,\n  a.gap\nfrom marts.indicator_values a"),
        ("select x.gap from marts.indicator_values as v", "alias", 1, None),
        ("select vv.gap from marts.indicator_values as v_v", "alias", 1, "select v_v.gap from marts.indicator_values as v_v"),
        (
            "select area_code from marts.areas a, marts.indicator_values b", "ambiguous", 1,
            "select a.area_code from marts.areas a, marts.indicator_values b",
        ),
        (
            "select area_level, count(*)\nfrom marts.areas\norder by 2", "grouping", 1,
            "select area_level, count(*)\nfrom marts.areas\ngroup by all\norder by 2",
        ),
        ("select suum(gap) from marts.indicator_values", "function", 1, "select sum(gap) from marts.indicator_values"),
        ("selec 1", "syntax", 1, "select 1"),
        ("select 1\nfrom marts.areas\nwher 1 = 1", "syntax", 3, "select 1\nfrom marts.areas\nwhere 1 = 1"),
        ("select area_code，area_level from marts.areas", "signs", 1, "select area_code,area_level from marts.areas"),
        (
            "select gap from marts.indicator_values where period = '2025年第4季度'", "value", 1,
            "select gap from marts.indicator_values where period = '2025-12-31'",
        ),
        ("select cast(area_level as int) from marts.areas", "value", 1, "select try_cast(area_level as int) from marts.areas"),
        ("select sum(area_code) from marts.areas", "types", 1, None),
        ("select area_code from marts.areas where sum(1) > 2", "sum_in_where", 1, None),
        ("select 1::nonesuch", "type_name", 1, None),
        ("select (select area_code from marts.areas)", "one_value", None, None),
        ("select 1 // 0", "division", None, None),
        ("select 9223372036854775807::bigint + 1", "range", None, None),
        ("select $x", "parameter", None, None),
        ("select regexp_matches('a', '(')", "pattern", None, None),
        ("from read_csv('/etc/passwd')", "file", 1, None),
    ],
)  # fmt: skip
def test_what_the_database_says_is_told_by_its_kind_its_line_and_what_repairs_it(
    text: str, kind: str, line: int | None, repaired: str | None
) -> None:
    told = of(text)
    assert (told.kind, told.line) == (kind, line)
    assert told.said
    assert (told.repairs[0].text if told.repairs else None) == repaired


@pytest.mark.parametrize(
    ("text", "kind", "line", "repaired"),
    [
        ("select 1;\n\nselect 2;", "several", 3, "select 1"),
        ("select ';' ; drop table marts.areas", "several", 1, "select ';'"),
        ("-- k\ncopy (select (1)) to '/x'", "write_file", 2, "select (1)"),
        ("copy marts.areas to 'x'", "write_file", 1, "from marts.areas"),
        ("create temp table x as select 1;", "changes", 1, "select 1"),
        ("explain analyze delete from marts.areas", "changes", 1, None),
        ("set threads = 1", "settings", 1, None),
        ("attach 'x'", "attach", 1, None),
        ("update extensions", "extension", 1, None),
        ("checkpoint", "other_statement", 1, None),
        ("explain", "no_question", 1, None),
    ],
)
def test_what_is_no_question_is_told_by_what_it_would_do(
    text: str, kind: str, line: int, repaired: str | None
) -> None:
    told = refused(text, "one_select")
    assert (told.kind, told.line) == (kind, line)
    assert (told.repairs[0].text if told.repairs else None) == repaired


@pytest.mark.parametrize(
    ("table", "kind", "near"),
    [
        ("forms", "table", "questions.forms"),
        ("indicator_value", "table", "marts.indicator_values"),
        ("nowhere.areas", "table", "marts.areas"),
        ("qqqq", "table", None),
        ("README.md", "file", None),
        ("https://example.org/x.csv", "file", None),
    ],
)
def test_a_table_there_is_not_is_one_of_another_name_or_a_file(
    table: str, kind: str, near: str | None
) -> None:
    named = f"'{table}'" if kind == "file" else table
    told = refused(f"select 1\nfrom {named}", "no_table", table=table, near=[])
    assert (told.kind, told.line) == (kind, 2)
    assert (told.repairs[0].text if told.repairs else None) == (near and f"select 1\nfrom {near}")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("read_csv", "file"), ("query", "hidden"), ("duckdb_extensions", "extension"), ("getenv", "program")],
)
def test_what_asks_the_program_is_told_by_what_it_asks(name: str, kind: str) -> None:
    told = refused(f"select 1,\n {name}('x')", "not_data", name=name)
    assert (told.kind, told.line) == (kind, 2)


def test_what_asks_for_too_much_is_offered_with_less() -> None:
    told = refused("from marts.areas -- all of them", "too_many_rows", rows=100_000)
    assert [one.text for one in told.repairs] == [
        "from marts.areas\nlimit 1000",
        "select count(*) as rows from (\nfrom marts.areas\n)",
    ]
    assert (
        refused("from a limit 900000 offset 2", "too_many_rows").repairs[0].text
        == "from a limit 1000 offset 2"
    )
    assert refused("from a", "too_long").repairs[0].text == "explain\nfrom a"
    assert refused("from a", "stopped").repairs[0].text == "from a"
    assert refused("explain from a", "too_long").repairs == ()


@given(
    some.text(max_size=80),
    some.sampled_from(["one_select", "no_table", "not_data", "sql_refused", "too_long"]),
)
def test_whatever_was_written_has_a_kind(text: str, key: str) -> None:
    told = refused(
        text, key, table=text, name=text, near=[], error=f"Parser Error: x\nLINE 1: {text}\n   ^", seconds=1
    )
    assert told.kind in KINDS
    assert all(one.text for one in told.repairs)


# ------------------------------------------------------------ a statement taken apart


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("-- 各市缺口 / by city\nselect 1", "各市缺口 / by city"),
        ("  \n/* by city */\nselect 1", "by city"),
        ("select 1 -- no", None),
        ("", None),
    ],
)
def test_a_statement_is_called_by_the_comment_in_its_first_line(text: str, title: str | None) -> None:
    assert written.title(text) == title


def test_a_statement_is_laid_out_in_small_letters_and_keeps_what_is_quoted() -> None:
    text = "-- title\nSELECT a,\"B\", count(*) FILTER(WHERE x='SELECT') FROM t group by ALL"
    laid_out = written.laid_out(text)
    assert laid_out is not None
    assert laid_out.splitlines()[:4] == ["-- title", "select", "    a,", '    "B",']
    assert "filter (where x = 'SELECT')" in laid_out
    assert written.laid_out(laid_out) == laid_out


@pytest.mark.parametrize(
    "text", ["", "select 1; select 2", "explain select 1", "select " + "(" * 40 + "1" + ")" * 40]
)
def test_what_cannot_be_laid_out_stays_as_it_is(text: str) -> None:
    assert written.laid_out(text) is None


@given(some.text(max_size=60))
def test_any_text_is_taken_apart_in_the_order_it_was_written_in(text: str) -> None:
    found = written.words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)


@pytest.mark.parametrize(
    ("text", "sign", "line"),
    [
        ("select 1\nfrom marts.areas；", "；", 2),
        ("select count（*）\nfrom marts.areas", "（", 1),
        ("select '，' as a\n，1 as b", "，", 2),  # what stands in quotation marks is no fault
        ("select\u3000area_code，1 from marts.areas", "，", 1),  # a wide space is none that matters
        ("select * from marts.areas where area_code = 'a，’", "’", 1),
    ],
)
def test_a_sign_of_a_chinese_keyboard_is_told_itself_with_its_line(text: str, sign: str, line: int) -> None:
    told = of(text)
    assert (told.kind, told.values["name"], told.line) == ("signs", sign, line)
    assert told.repairs[0].kind == "narrow"


def test_a_word_that_is_changed_is_named_with_what_it_becomes() -> None:
    told = of("select area_level, count(*)\nfrom marts.areas\ngruop by 1")
    assert [(one.kind, one.before, one.name) for one in told.repairs][:1] == [("word", "gruop", "group")]


def test_a_question_that_takes_parameters_is_no_unknown_table() -> None:
    def asked(table: str, text: str) -> Refusal:
        problem = QuestionError("readers.no_table", table=table, near=[])
        return refusal(text, problem, TABLES, {"standing": ["indicator", "period"]})

    for table in ("questions.standing", "STANDING"):
        told = asked(table, f"select *\nfrom {table}")
        assert (told.kind, told.line, told.repairs) == ("needs", 2, ())
        assert told.values == {"name": "standing", "parameters": ["indicator", "period"]}
    assert asked("standings", "from standings").kind == "table"
