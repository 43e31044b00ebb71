"""Asks questions of a snapshot: those of `sql/queries/` by name, and an analyst's own SQL, read-only."""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse import models, snapshots
from warehouse.home import Home
from warehouse.models import Model
from warehouse.snapshots import SnapshotInfo
from words.problems import QuestionError

CLOSED = {
    # What a reader's connection may never do, whatever it is asked: reach files, the network or its own settings.
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
    # Enough for any page; an analyst's query that needs more is told so instead of taking the machine.
    "memory_limit": "2GB",
}
_opening = threading.Lock()


@lru_cache(maxsize=8)
def _open(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True, config=dict(CLOSED))


def connection(path: Path) -> duckdb.DuckDBPyConnection:
    """The one read-only connection of this process to a snapshot; take a `cursor()` of it for every question."""
    with _opening:
        return _open(path)


def questions() -> dict[str, Model]:
    """The questions there are, by name, each with its parameters and the columns it adds to those of the marts."""
    return models.query_models()


@lru_cache(maxsize=32)
def _known(path: Path) -> dict[str, frozenset[Any]]:
    """What `indicator`, `period`, `area` and `level` can be in a snapshot."""
    cursor = connection(path).cursor()
    asked = {
        "indicator": "select indicator_code from marts.indicators",
        "period": "select distinct period from marts.tree",
        "area": "select distinct area_code from marts.areas",
        "level": "select distinct area_level from marts.areas",
        "dataset": "select dataset from marts.datasets",
    }
    return {name: frozenset(row[0] for row in cursor.execute(sql).fetchall()) for name, sql in asked.items()}


_NAMES_ZH = {
    "indicator": "指标",
    "period": "报告期",
    "area": "区划",
    "areas": "区划",
    "level": "层级",
    "dataset": "报表",
}


def _checked(path: Path, model: Model, given: dict[str, Any]) -> dict[str, Any]:
    wanted = {name for name, _ in model.parameters}
    missing, unknown = wanted - given.keys(), given.keys() - wanted
    if missing or unknown:
        takes = ", ".join(sorted(wanted)) or "none"
        raise QuestionError(
            f"问题 {model.name} 的参数不符：缺少 {sorted(missing)}，多出 {sorted(unknown)}；需要：{takes}。",
            f"The parameters of {model.name} differ: missing {sorted(missing)}, unknown {sorted(unknown)}; "
            f"it takes: {takes}.",
        )
    checked: dict[str, Any] = {}
    known = _known(path) if wanted else {}
    for name, value in given.items():
        if name == "period" and isinstance(value, str):
            with contextlib.suppress(ValueError):  # named below as a value the snapshot does not have
                value = dt.date.fromisoformat(value)
        values = list(value) if name == "areas" else [value]
        for one in values:
            _check_known(known.get("area" if name == "areas" else name), name, one)
        checked[name] = values if name == "areas" else value
    return checked


def _check_known(known: frozenset[Any] | None, name: str, value: Any) -> None:
    if known is None or value in known:
        return
    listed = sorted(str(one) for one in known)
    near = difflib.get_close_matches(str(value), listed, n=3)
    hint = near or listed[:3] + (["…", listed[-1]] if len(listed) > 4 else listed[3:])
    raise QuestionError(
        f"快照中没有这个{_NAMES_ZH.get(name, name)}：{value}。可选：{'、'.join(hint)}。",
        f"The snapshot has no {name} '{value}'. There are: {', '.join(hint)}.",
    )


def ask(
    home: Home, question: str, *, snapshot: SnapshotInfo | None = None, **parameters: Any
) -> pl.DataFrame:
    """The answer to one question of `sql/queries/`, as a polars frame with the columns of its header.

    Args:
        home: state directory.
        question: name of the question.
        snapshot: which snapshot to ask; by default the current one.
        parameters: the question's parameters by name; dates may be ISO text.

    Raises:
        QuestionError: no such question, a parameter is missing or unknown, or its value is not in the snapshot.
        SnapshotError: there is no snapshot.
    """
    model = question_named(question)
    info = snapshot or snapshots.require_current(home)
    checked = _checked(info.path, model, parameters)
    cursor = connection(info.path).cursor()
    try:
        return cursor.sql(model.sql, params=checked or None).pl()
    except duckdb.Error as error:
        raise QuestionError(
            f"问题 {question} 无法回答：{_first_line(error)}。快照可能由别的版本生成，请运行 build。",
            f"The question {question} cannot be answered: {_first_line(error)}. "
            "The snapshot may be of another version; run build.",
        ) from error


def question_named(question: str) -> Model:
    """One question by name, or an error with the nearest names."""
    known = questions()
    if question not in known:
        near = difflib.get_close_matches(question, known, n=3) or sorted(known)
        raise QuestionError(
            f"没有名为 {question} 的问题。相近的有：{'、'.join(near)}。",
            f"There is no question '{question}'. Near it: {', '.join(near)}.",
        )
    return known[question]


def run_sql(home: Home, text: str, *, seconds: float = 60) -> pl.DataFrame:
    """An analyst's own SELECT on the current snapshot, as a polars frame. See `run_sql_rows`."""
    with _analyst(home, text, seconds) as reader:
        return reader.sql(text).pl()


def run_sql_rows(
    home: Home, text: str, *, seconds: float = 60
) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
    """An analyst's own SELECT on the current snapshot: no files, no network, no settings, bounded time and memory.

    DuckDB's memory limit does not bound one huge string; a caller that serves strangers sets a limit of the
    operating system as well (the command line does).

    Returns:
        Column names, DuckDB types, and rows. Whole numbers, decimals, text, booleans, lists and structs come as
        exact Python values; every other type (dates beyond Python's, intervals, bit strings) as DuckDB's own text.

    Raises:
        QuestionError: more than one statement, anything but a question, or SQL that DuckDB refuses.
    """
    with _analyst(home, text, seconds) as reader:
        described = reader.execute(text).description or []
        names, types = [column[0] for column in described], [str(column[1]) for column in described]
        if all(_PLAIN.fullmatch(kind) for kind in types):
            return names, types, reader.fetchall()
        # The rest is asked again as text, which holds whatever a type holds.
        columns = ", ".join(
            f"c{n}" if _PLAIN.fullmatch(kind) else f"cast(c{n} as varchar)" for n, kind in enumerate(types)
        )
        aliases = ", ".join(f"c{n}" for n in range(len(names)))
        asked = text.strip().rstrip(";")
        rows = reader.execute(f"select {columns} from (\n{asked}\n) as asked({aliases})").fetchall()
        return names, types, rows


# Types whose Python values are exact; dates and times of day are not, their range is wider than Python's.
_PLAIN = re.compile(
    r"(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN|VARCHAR|DOUBLE|FLOAT|DECIMAL\(\d+,\s?\d+\))(?:\[\d*\])*"
)


@contextmanager
def _analyst(home: Home, text: str, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that takes one question and is interrupted in time; DuckDB's refusals become ours."""
    info = snapshots.require_current(home)
    reader = connection(info.path).cursor()
    timer = threading.Timer(seconds, reader.interrupt)
    try:
        statements = reader.extract_statements(text)
        if len(statements) != 1 or statements[0].type not in _ASKING:
            raise QuestionError(
                "只接受一条 SELECT 语句：快照只读，不能改动、附加、导出或设置。",
                "Only one SELECT statement is taken: a snapshot is read-only; no change, attach, export or setting.",
            )
        timer.start()
        yield reader
    except duckdb.InterruptException as error:
        raise QuestionError(
            f"查询超过 {seconds:g} 秒，已停止。请缩小范围。",
            f"The query ran over {seconds:g} seconds and was stopped. Ask less.",
        ) from error
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        raise QuestionError(
            f"SQL 被拒绝：{str(error).strip()}", f"The SQL was refused: {str(error).strip()}"
        ) from error
    finally:
        timer.cancel()
        reader.close()


_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
