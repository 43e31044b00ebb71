"""A person's statement runs in a process of its own: whatever it does, it ends in time, and nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl
import pytest

from programme import PROJECT
from tests.tiny import Tiny
from warehouse import askable, runner
from warehouse.readers import Reader
from warehouse.runner import LIMITS_MEMORY, Limits
from words.problems import Problem, QuestionError

CROSS = "select count(*) from range(1000000000) a, range(1000000000) b where a.range = -b.range - 1"
linux = pytest.mark.skipif(not LIMITS_MEMORY, reason="the bound is the operating system's")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    tiny = Tiny(tmp_path_factory.mktemp("runner"))
    tiny.staff_everywhere({"990101": 40, "990102": 10})
    tiny.build()
    return tiny.reader


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where statements have their folders; nothing of them is left after the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    "statement",
    [
        CROSS,
        "with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t",
        "select max(i) from generate_series(1, 1000000000000000000) t(i)",
        "select pg_sleep(1000)",
        "explain analyze " + CROSS,
        f"pivot ({CROSS.replace('count(*)', 'count(*) as n')}) on n",
        "select " + "9" * 1_000_000,
    ],
)
def test_a_statement_without_end_is_stopped_in_time(reader: Reader, folders: Path, statement: str) -> None:
    began = time.monotonic()
    with pytest.raises(QuestionError) as raised:
        reader.sql_rows(statement, Limits(seconds=0.6))
    assert raised.value.key == "readers.too_long"
    assert time.monotonic() - began < 3


@linux
@pytest.mark.parametrize(
    "statement",
    [
        "select repeat('x', 2000000000)",
        "select map(range(30000000), range(30000000))",
        "select list(i) from range(1000000000) t(i)",
        "select string_agg(i::varchar, ',') from range(100000000) t(i)",
        "select array_agg(repeat('x', 100000)) from range(1000000)",
        "select repeat('x', 1000000) from range(100000)",
        "select 1 where " + " and ".join(["1 = 1"] * 50_000),
        "select '" + "x" * 60_000_000 + "'",
    ],
)
def test_a_statement_that_needs_too_much_memory_is_told_so(
    reader: Reader, folders: Path, statement: str
) -> None:
    with pytest.raises(QuestionError) as raised:
        reader.sql_rows(statement, Limits(seconds=20, megabytes=100))
    assert raised.value.key == "readers.too_much_memory"


def test_what_is_nested_too_deeply_is_refused(reader: Reader) -> None:
    for statement in (
        "select " + "(" * 50_000 + "1" + ")" * 50_000,
        "select " + "not " * 50_000 + "true",
        "select " + "[" * 20_000 + "]" * 20_000,
        "select * from " + "(select * from " * 3000 + "(select 1)" + ")" * 3000,
    ):
        with pytest.raises(QuestionError) as raised:
            reader.sql_rows(statement)
        assert raised.value.key in ("readers.sql_refused", "readers.too_deep", "readers.too_much_memory")


def test_a_sort_larger_than_memory_goes_to_files_and_leaves_none(reader: Reader, folders: Path) -> None:
    sort = "select i from range(10000000) t(i) order by hash(i), i"
    with reader.asked(sort, Limits(seconds=30, megabytes=256)) as answer:
        next(answer.parts)
        (own,) = folders.iterdir()
        assert any(path.name.startswith("duckdb_temp") for path in own.iterdir())
        assert sum(len(part) for part in answer.parts) > 9_900_000


def test_time_is_not_counted_while_the_reader_of_the_rows_waits(reader: Reader, folders: Path) -> None:
    with reader.asked("from range(100000)", Limits(seconds=1)) as answer:
        next(answer.parts)
        time.sleep(1.2)
        assert sum(len(part) for part in answer.parts) > 90_000


def test_rows_are_read_while_there_is_no_end_of_them(reader: Reader, folders: Path) -> None:
    for endless in ("from range(1000000000000)", "from repeat_row('x', num_rows => 1000000000000)"):
        with reader.asked(endless) as answer:
            assert len(next(answer.parts)) > 0


def test_an_answer_kept_whole_is_bounded(reader: Reader, folders: Path) -> None:
    with pytest.raises(QuestionError) as raised:
        runner.frame_bytes(reader.snapshot.path, "from range(10000000)", Limits(), {"lock_configuration": "true"},
                           largest=1024**2)  # fmt: skip
    assert raised.value.key == "readers.too_large"


# ---------------------------------------------------------------- its end


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_ends_without_a_word_is_told_by_how(reader: Reader, folders: Path) -> None:
    for sign, key in (
        (signal.SIGSEGV, "readers.ended"),
        (signal.SIGABRT, "readers.ended"),
        (signal.SIGKILL, "readers.too_much_memory"),
    ):
        with reader.asked("from range(1000000000000)") as answer:
            next(answer.parts)
            (child,) = _children(os.getpid())
            os.kill(child, sign)
            with pytest.raises(QuestionError) as raised:
                list(answer.parts)
        assert raised.value.key == key


@linux
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("statement", [CROSS, "select " + "9" * 500_000])
def test_whoever_ends_the_program_ends_the_statement(
    reader: Reader, tmp_path: Path, sign: signal.Signals, statement: str
) -> None:
    code = (
        "import sys, tempfile; from pathlib import Path; from warehouse import runner\n"
        "tempfile.tempdir = sys.argv[2]\n"
        "with runner.rows(Path(sys.argv[1]), sys.stdin.read(), runner.Limits(seconds=60),"
        " {'lock_configuration': 'true'}): pass"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(reader.snapshot.path), str(tmp_path)],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=PROJECT, text=True,
    )  # fmt: skip
    assert program.stdin
    program.stdin.write(statement)
    program.stdin.close()
    child = _soon(lambda: next(iter(_children(program.pid)), None))
    _soon(lambda: list(tmp_path.glob("*/said")))
    time.sleep(0.3)
    os.kill(program.pid, sign)
    program.wait()
    assert _soon(lambda: not Path(f"/proc/{child}").exists() or _is_zombie(child), seconds=15)
    assert _soon(lambda: list(tmp_path.iterdir()) == [])


def _children(parent: int) -> list[int]:
    """The processes of a parent that answer a statement; read as Linux has them, for a bare system has no `ps`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            its_parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if its_parent == parent and b"warehouse.statement" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def _is_zombie(pid: int) -> bool:
    return ") Z " in Path(f"/proc/{pid}/stat").read_text()


def _soon(what, seconds: float = 5):  # type: ignore[no-untyped-def]
    until = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


# ---------------------------------------------------------------- what may be asked


@pytest.mark.parametrize(
    "statement",
    [
        "select 1 as x",
        "select 1 as x;",
        "select date '2025-12-31' as d; -- the end",
        "-- first\nfrom marts.areas",
        "values (1, 'a')",
        "table marts.areas",
        "with a as (from marts.areas) select count(*) from a",
        "with query as (select 1 as checkpoint) select checkpoint from query",
        "pivot marts.areas on area_level using count(*) group by parent_code",
        "pivot marts.areas on area_level in ('city', 'county') using count(*)",
        "from (pivot marts.areas on area_level using count(*))",
        "with a as (from marts.areas) pivot a on area_level using min(valid_from)",
        "unpivot (select 1 as a, 2 as b) on a, b",
        "summarize marts.areas",
        "describe marts.areas",
        "describe select 1",
        "show marts.areas",
        "show tables",
        "show all tables",
        "explain select 1",
        "explain analyze from marts.areas",
        "explain (format json) select 1",
        "explain pivot marts.areas on area_level",
        "explain with a as (select 1) from a",
        "select table_name from duckdb_tables()",
        "from information_schema.columns",
        "from duckdb_columns",
        "from pragma_table_info('marts.areas')",
        "select unnest([1, 2]), current_date, random() < 2, version()",
        "from json_each('[1]')",
        "select 'read_csv' as name, 'duckdb' as by",
    ],
)
def test_a_statement_that_only_reads_data_is_answered(reader: Reader, statement: str) -> None:
    names, types, rows = reader.sql_rows(statement)
    assert rows
    assert len(names) == len(types)
    assert all(len(row) == len(names) for row in rows)
    if not statement.startswith("explain"):
        frame = reader.sql(statement)
        assert (frame.columns, frame.height) == (names, len(rows))


@pytest.mark.parametrize(
    "statement",
    [
        "", ";", "-- nothing", "select 1; select 2",
        "connect", "disconnect", "update extensions", "checkpoint", "force checkpoint", "vacuum", "analyze",
        "begin", "commit", "use marts", "reset threads", "set threads = 1", "set variable x = 1", "pragma version",
        "call duckdb_settings()", "call enable_logging()", "prepare x as select 1", "execute x", "deallocate x",
        "load icu", "install icu", "attach ':memory:'", "detach marts", "import database 'x'", "export database 'x'",
        "copy marts.areas to 'x'", "create temp table x as select 1", "create macro m() as 1", "create secret (type s3)",
        "drop table marts.areas", "alter table marts.areas rename to x", "comment on table marts.areas is 'x'",
        "insert into marts.areas select * from marts.areas", "update marts.areas set area_code = ''",
        "delete from marts.areas", "truncate marts.areas",
        "merge into marts.areas a using marts.areas b on true when matched then delete",
        "create temp table x as pivot marts.areas on area_level",
        "with a as (delete from marts.areas returning *) from a",
        "with a as (from marts.areas) insert into marts.areas (pivot a on area_level)",
        "explain delete from marts.areas", "explain analyze create temp table x as select 1",
        "explain create temp table x as pivot marts.areas on area_level", "explain call checkpoint()",
        "explain analyze (checkpoint)",
        "from duckdb_settings()", 'from main . "DUCKDB_settings" /* x */ ( )', "from pg_settings", "show threads",
        "from pg_catalog.pg_settings", "from (show memory_limit)", "select current_setting('threads')",
        "select 'threads'.current_setting()", "select \"current_setting\"\n('threads')", "select getenv('HOME')",
        "from checkpoint()", "from duckdb_logs", "from 'duckdb_logs'", "from duckdb_logs_parsed('QueryLog')",
        "from duckdb_databases", "from pragma_database_list", "from duckdb_secrets()", "from which_secret('x', 's3')",
        "from query('from duckdb_settings()')", "from query_table('duckdb_logs')",
        "from json_execute_serialized_sql('{}')", "select json_serialize_plan('select 1')",
        "pivot duckdb_settings() on name", "explain from duckdb_settings()", "describe (from duckdb_settings())",
        "from read_csv('README.md')", "from 'README.md'", "from glob('*')", "from read_text('README.md')",
        "from parquet_metadata('x')", "from enable_logging()", "from disable_profiling()", "select write_log('x')",
        "select setseed(0.5)", "from add_grammar_extension('x')", "from duckdb_extensions()", "from duckdb_memory()",
        "from truncate_duckdb_logs()", "from python_map_function(1)", "select $x", "selec 1", "select nothing",
    ],
)  # fmt: skip
def test_a_statement_that_is_no_question_about_data_is_refused(reader: Reader, statement: str) -> None:
    for ask in (reader.sql_rows, reader.sql):
        with pytest.raises(QuestionError) as raised:
            ask(statement)
        assert raised.value.key in (
            "readers.no_statement",
            "readers.one_select",
            "readers.not_data",
            "readers.no_table",
            "readers.sql_refused",
        )


@pytest.mark.parametrize("text", ["", "  ", ";", "-- nothing"])
def test_nothing_asked_is_told_as_that(reader: Reader, text: str) -> None:
    with pytest.raises(QuestionError) as raised:
        reader.sql_rows(text)
    assert raised.value.key == "readers.no_statement"
    assert "show tables" in raised.value.message("en")


def test_a_table_is_listed_and_named_without_its_schema(reader: Reader) -> None:
    _, _, rows = reader.sql_rows("show tables")
    assert ("areas",) in rows
    assert reader.sql_rows("from areas order by all") == reader.sql_rows("from marts.areas order by all")


ABOUT_DATA = {
    "duckdb_columns", "duckdb_constraints", "duckdb_coordinate_systems", "duckdb_dependencies", "duckdb_functions",
    "duckdb_indexes", "duckdb_keywords", "duckdb_schemas", "duckdb_sequences", "duckdb_table_sample", "duckdb_tables",
    "duckdb_triggers", "duckdb_types", "duckdb_views", "generate_series", "histogram", "histogram_values",
    "icu_calendar_names", "json_each", "json_tree", "pg_timezone_names", "pragma_collations", "pragma_show",
    "pragma_table_info", "range", "repeat", "repeat_row", "summary", "test_all_types", "test_vector_types", "unnest",
}  # fmt: skip
WITHOUT_EFFECT = {
    "current_connection_id", "current_query", "current_query_id", "current_transaction_id", "error",
    "gen_random_uuid", "random", "sleep_ms", "stats", "uuid", "uuidv4", "uuidv7", "vector_type",
}  # fmt: skip


def test_every_function_of_duckdb_is_about_data_or_refused() -> None:
    with duckdb.connect() as connection:
        asked = "select distinct function_name from duckdb_functions() where "
        tables = connection.execute(asked + "function_type in ('table', 'table_macro')").fetchall()
        effects = connection.execute(asked + "has_side_effects").fetchall()
    for found, known in ((tables, ABOUT_DATA), (effects, WITHOUT_EFFECT)):
        let_through = {name for (name,) in found if not askable._FUNCTION.fullmatch(name)}
        assert let_through <= known, (
            "is it about data? then name it here; else refuse it in warehouse/askable.py"
        )
        assert not {name for name in known if askable._FUNCTION.fullmatch(name)}


def test_duckdbs_picture_of_a_mistake_shows_the_statement_as_it_was_written(reader: Reader) -> None:
    with pytest.raises(QuestionError) as raised:
        reader.sql_rows("select nothing")
    _, picture = str(raised.value.values["error"]).split("LINE 1: ")
    statement, caret = picture.split("\n")[:2]
    assert statement == "select nothing"
    assert caret.index("^") == len("LINE 1: select ")


def test_types_of_a_frame_are_those_of_duckdb(reader: Reader) -> None:
    frame = reader.sql("select 1.50::decimal(9,2) as d, date '2025-12-31' as day, {'a': [1]} as s, 'x' as t")
    assert frame.schema == {
        "d": pl.Decimal(9, 2), "day": pl.Date, "s": pl.Struct({"a": pl.List(pl.Int32)}), "t": pl.String,
    }  # fmt: skip


def test_a_snapshot_that_is_gone_is_told_by_a_statement_too(tiny: Tiny) -> None:
    tiny.build()
    reader = tiny.reader
    reader.snapshot.path.unlink()
    for ask in (reader.sql_rows, reader.sql):
        with pytest.raises(Problem, match="not there"):
            ask("select 1")
