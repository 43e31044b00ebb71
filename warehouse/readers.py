"""A reader: a snapshot and what of it may be seen. The only door to data.

`Reader(snapshot, scope)` answers the questions of `sql/queries/` by name and an analyst's own SQL, read-only.
Whatever is made from its answers and kept is kept under `reader.key`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Scope:
    """What of a snapshot may be seen, by name. Today there is one: everything."""

    name: str


EVERYTHING = Scope("everything")


@dataclass(frozen=True)
class Reader:
    """One snapshot, seen within one scope. Making one opens nothing; the first question does."""

    snapshot: SnapshotInfo
    scope: Scope = EVERYTHING

    @property
    def key(self) -> str:
        """What everything made from its answers is kept under: another scope or another snapshot has another."""
        return f"{self.scope.name} {self.snapshot.id} {self.snapshot.path}"

    def ask(self, question: str, **parameters: Any) -> pl.DataFrame:
        """The answer to one question of `sql/queries/`, as a polars frame with the columns of its header.

        Args:
            question: name of the question.
            parameters: the question's parameters by name; dates may be ISO text.

        Raises:
            QuestionError: no such question, a parameter is missing or unknown, or its value is not in the snapshot.
        """
        model = question_named(question)
        checked = _checked(self, model, parameters)
        cursor = connection(self.snapshot.path).cursor()
        try:
            return cursor.sql(model.sql, params=checked or None).pl()
        except duckdb.Error as error:
            raise QuestionError(
                "readers.not_answered", question=question, error=_first_line(error)
            ) from error

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same answer as rows, each a mapping of column to value."""
        return self.ask(question, **parameters).to_dicts()

    def sql(self, text: str, *, seconds: float = 60) -> pl.DataFrame:
        """An analyst's own SELECT, as a polars frame. See `sql_rows`."""
        with self._analyst(text, seconds) as cursor:
            return cursor.sql(text).pl()

    def sql_rows(
        self, text: str, *, seconds: float = 60
    ) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
        """An analyst's own SELECT: no files, no network, no settings, bounded time and memory.

        DuckDB's memory limit does not bound one huge string; a caller that serves strangers sets a limit of the
        operating system as well (the command line does).

        Returns:
            Column names, DuckDB types, and rows. Whole numbers, decimals, text, booleans, lists and structs come as
            exact Python values; every other type (dates beyond Python's, intervals, bit strings) as DuckDB's own text.

        Raises:
            QuestionError: more than one statement, anything but a question, or SQL that DuckDB refuses.
        """
        with self._analyst(text, seconds) as cursor:
            described = cursor.execute(text).description or []
            names, types = [column[0] for column in described], [str(column[1]) for column in described]
            if all(_PLAIN.fullmatch(kind) for kind in types):
                return names, types, cursor.fetchall()
            # The rest is asked again as text, which holds whatever a type holds.
            columns = ", ".join(
                f"c{n}" if _PLAIN.fullmatch(kind) else f"cast(c{n} as varchar)"
                for n, kind in enumerate(types)
            )
            aliases = ", ".join(f"c{n}" for n in range(len(names)))
            asked = text.strip().rstrip(";")
            rows = cursor.execute(f"select {columns} from (\n{asked}\n) as asked({aliases})").fetchall()
            return names, types, rows

    @contextmanager
    def _analyst(self, text: str, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that takes one question and is interrupted in time; DuckDB's refusals become ours."""
        cursor = connection(self.snapshot.path).cursor()
        timer = threading.Timer(seconds, cursor.interrupt)
        try:
            statements = cursor.extract_statements(text)
            if len(statements) != 1 or statements[0].type not in _ASKING:
                raise QuestionError("readers.one_select")
            timer.start()
            yield cursor
        except duckdb.InterruptException as error:
            raise QuestionError("readers.too_long", seconds=seconds) from error
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise QuestionError("readers.sql_refused", error=str(error).strip()) from error
        finally:
            timer.cancel()
            cursor.close()


def reader_of(home: Home) -> Reader:
    """The reader of everything in a home's current snapshot; `SnapshotError` where there is none."""
    return Reader(snapshots.require_current(home))


def question_named(question: str) -> Model:
    """One question by name, or an error with the nearest names."""
    known = questions()
    if question not in known:
        near = difflib.get_close_matches(question, known, n=3) or sorted(known)
        raise QuestionError("readers.no_question", question=question, near=near)
    return known[question]


@lru_cache(maxsize=32)
def _known(reader: Reader) -> dict[str, frozenset[Any]]:
    """What `indicator`, `period`, `area` and `level` can be for a reader: an error names no other."""
    cursor = connection(reader.snapshot.path).cursor()
    statements = {
        "indicator": "select indicator_code from marts.indicators",
        "period": "select distinct period from marts.tree",
        "area": "select distinct area_code from marts.areas",
        "level": "select distinct area_level from marts.areas",
        "dataset": "select dataset from marts.datasets",
    }
    return {
        name: frozenset(row[0] for row in cursor.execute(sql).fetchall()) for name, sql in statements.items()
    }


def _checked(reader: Reader, model: Model, parameters: dict[str, Any]) -> dict[str, Any]:
    takes = {name for name, _ in model.parameters}
    missing, unknown = takes - parameters.keys(), parameters.keys() - takes
    if missing or unknown:
        raise QuestionError(
            "readers.parameters_differ",
            question=model.name,
            missing=str(sorted(missing)),
            unknown=str(sorted(unknown)),
            takes=", ".join(sorted(takes)) or "none",
        )
    checked: dict[str, Any] = {}
    possible = _known(reader) if takes else {}
    for name, value in parameters.items():
        if name == "period" and isinstance(value, str):
            with contextlib.suppress(ValueError):  # named below as a value the snapshot does not have
                value = dt.date.fromisoformat(value)
        values = list(value) if name == "areas" else [value]
        for one in values:
            _check_known(possible.get("area" if name == "areas" else name), name, one)
        checked[name] = values if name == "areas" else value
    return checked


def _check_known(known: frozenset[Any] | None, name: str, value: Any) -> None:
    if known is None or value in known:
        return
    listed = sorted(str(one) for one in known)
    near = difflib.get_close_matches(str(value), listed, n=3)
    offered = near or listed[:3] + (["…", listed[-1]] if len(listed) > 4 else listed[3:])
    raise QuestionError(f"readers.no_{name}", value=value, offered=offered)


# Types whose Python values are exact; dates and times of day are not, their range is wider than Python's.
_PLAIN = re.compile(
    r"(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN|VARCHAR|DOUBLE|FLOAT|DECIMAL\(\d+,\s?\d+\))(?:\[\d*\])*"
)
_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
