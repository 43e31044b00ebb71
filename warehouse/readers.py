"""A reader: a snapshot and what of it may be seen. The only door to data.

`Reader(snapshot, scope)` answers the questions of `sql/queries/` by name and an analyst's own SQL, read-only.
Whatever is made from its answers and kept is kept under `reader.key`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse import models, opened, runner, snapshots
from warehouse.home import Home
from warehouse.models import Model
from warehouse.runner import Answer, Limits, Stop, Unopened
from warehouse.snapshots import SnapshotInfo
from words.nearness import near
from words.problems import Problem, QuestionError, UnknownName

warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)

# What DuckDB says of a file that is worn away, whatever kind of error it calls that.
BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
_WORN = re.compile(r"corrupt|checksum", re.IGNORECASE)

MOST_OFFERED = 12  # values that a message lists whole
LARGEST_ANSWER = 256 * 1024**2  # bytes of an answer that is kept whole


def connection(snapshot: SnapshotInfo) -> duckdb.DuckDBPyConnection:
    """The one read-only connection of this process to a snapshot; take a `cursor()` of it for every question.

    Raises `SnapshotError` where it cannot be opened, or another file has taken its place.
    """
    with snapshots.opening(snapshot.path):
        return opened.connection(snapshot.path, snapshot.mark, snapshot.built_at)


@contextmanager
def _asking(snapshot: SnapshotInfo) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of it for one question, closed when that is answered. Raises as `connection`."""
    with ExitStack() as held:
        with snapshots.opening(snapshot.path):
            cursor = held.enter_context(opened.cursor(snapshot.path, snapshot.mark, snapshot.built_at))
        yield cursor


def when_closed(heard: Callable[[frozenset[Path]], None]) -> None:
    """Tell someone which snapshots are open whenever that changes: what was made of others may be forgotten."""
    opened.listen(heard)


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
        """What everything made from its answers is kept under: another scope, snapshot or file has another."""
        mark = "-".join(map(str, self.snapshot.mark))
        return f"{self.scope.name} {self.snapshot.id} {mark} {self.snapshot.path}"

    def ask(self, question: str, **parameters: Any) -> pl.DataFrame:
        """The answer to one question of `sql/queries/`, as a polars frame with the columns of its header.

        Args:
            question: name of the question.
            parameters: the question's parameters by name; dates may be ISO text. One that takes the rows of a question
                takes the id of the snapshot that is asked for them, with the parameters that both have; without it there are none.

        Raises:
            QuestionError: no such question, a parameter is missing or unknown, or its value is not in the snapshot.
            SnapshotError: a snapshot named as a parameter cannot be read.
        """
        model = question_named(question)
        with _asking(self.snapshot) as cursor:
            try:
                checked = _bound(self, model, parameters)
                # Asked as a statement: a relation is planned once to learn its types and once more to be carried out. What takes
                # a page its time is planning; the copy of some hundred rows that DuckDB warns of takes none.
                statement, values = _as_taken(cursor, model, checked)
                answer = cursor.execute(statement, values).to_arrow_table()
                return pl.DataFrame(answer)
            except duckdb.Error as error:
                raise self._not_answered(question, error) from error

    def check(self, question: str, **parameters: Any) -> None:
        """Raise what `ask` would of a question, its parameters and their values, without asking it."""
        model = question_named(question)
        whole = _whole(model, parameters)
        _checked(self, model, whole)
        for name in (name for name, kind in model.parameters if kind.islower() and whole[name]):
            ids = [info.id for info in self.others()]
            if whole[name] not in ids:
                raise UnknownName("readers.no_other_snapshot", value=whole[name], offered=ids[:MOST_OFFERED])

    def stream(self, question: str, rows: int, **parameters: Any) -> Stream:
        """The same answer as it comes, some rows at a time: for what may be larger than anybody wants to hold. Raises as `ask`."""
        return Stream(self, question, rows, parameters)

    def _not_answered(self, question: str, error: Exception) -> Problem:
        """What a question is told that DuckDB did not answer: that the file is worn or another one, else its own words."""
        if isinstance(error, BROKEN) or _WORN.search(str(error)):  # cut short, or worn away
            return snapshots.unopened(self.snapshot.path, str(error))
        self._check_file()  # whoever opens the new file closes the one that it replaced
        return QuestionError("readers.not_answered", question=question, error=_first_line(error))

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same answer as rows, each a mapping of column to value."""
        return self.ask(question, **parameters).to_dicts()

    def sql(self, text: str, limits: Limits = Limits()) -> pl.DataFrame:
        """The whole answer to a person's own statement, as a polars frame. See `asked`.

        Raises `QuestionError` where the answer is larger than `LARGEST_ANSWER` as well.
        """
        with self._opened():
            stream = runner.frame_bytes(self.snapshot.path, text, limits, opened.CLOSED, LARGEST_ANSWER)
            self._check_file()
        return pl.read_ipc_stream(stream)

    def sql_rows(
        self, text: str, limits: Limits = Limits()
    ) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
        """Column names, DuckDB types and all rows of a person's own statement. See `asked`."""
        with self.asked(text, limits) as answer:
            return answer.names, answer.types, [row for part in answer.parts for row in part]

    @contextmanager
    def asked(self, text: str, limits: Limits = Limits(), stop: Stop | None = None) -> Iterator[Answer]:
        """A person's own statement, answered row by row in a process of its own: one question about data.

        It reaches no file, no network and no setting, and takes no more time and memory than `limits`; `stop` ends it sooner.

        Raises:
            QuestionError: more than one statement, anything but a question about data, SQL that DuckDB refuses, too
                long, too much memory, too many rows, stopped, or its process ended otherwise. It may come after some rows.
            SnapshotError: the snapshot cannot be opened.
        """
        with self._opened(), runner.rows(self.snapshot.path, text, limits, opened.CLOSED, stop) as answer:
            self._check_file()  # it has been opened by now
            yield answer

    def others(self) -> list[SnapshotInfo]:
        """The other snapshots of the same home that can be read, newest first; of whatever `sql/` made them."""
        return [info for info in snapshots.listing(self._home) if info.id != self.snapshot.id]

    def beside(self, snapshot_id: str) -> Reader:
        """The reader of another snapshot of the same home, within the same scope. `SnapshotError` where that cannot be read.

        Another `sql/` may have made it: it is asked what stands in the public contract alone.
        """
        return Reader(snapshots.read_info(self._home, snapshot_id), self.scope)

    @property
    def _home(self) -> Home:
        return Home(self.snapshot.path.parent.parent)

    def still_read(self) -> None:
        """Say that somebody looks at what was asked: a snapshot that nobody does is closed after a while."""
        opened.still_read(self.snapshot.path)

    def _check_file(self) -> None:
        """A statement's process opens the file by its name: refuse what it says where that is no longer this snapshot's."""
        with snapshots.opening(self.snapshot.path):
            opened.check_mark(self.snapshot.path, self.snapshot.mark)

    @contextmanager
    def _opened(self) -> Iterator[None]:
        try:
            yield
        except Unopened as error:
            raise snapshots.unopened(self.snapshot.path, error.said) from error


class Stream:
    """An answer as it comes: frames of some rows each, the first without any where there are none. Nothing is asked before that."""

    def __init__(self, reader: Reader, question: str, rows: int, parameters: dict[str, Any]) -> None:
        self._reader, self._question, self._rows = reader, question, rows
        self._model = question_named(question)
        self._parameters = _bound(reader, self._model, parameters)
        self._cursor: duckdb.DuckDBPyConnection | None = None
        self._stopped = False

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows in their order, once. Raises as `Reader.ask`; it may come after some rows."""
        if self._stopped:
            return
        with _asking(self._reader.snapshot) as cursor:
            self._cursor = cursor
            try:
                statement, values = _as_taken(cursor, self._model, self._parameters)
                relation = cursor.sql(statement, params=values)
                with relation.to_arrow_reader(self._rows) as parts:
                    # A frame of no rows has its columns, too.
                    yield pl.DataFrame(next(parts, parts.schema.empty_table()))
                    for part in parts:
                        yield pl.DataFrame(part)
            except (duckdb.Error, OSError) as error:  # later rows fail as Arrow calls it
                raise self._reader._not_answered(self._question, error) from error
            finally:
                self._cursor = None

    def stop(self) -> None:
        """End it, wherever it is, from another thread."""
        self._stopped = True
        if (asking := self._cursor) is not None:
            asking.interrupt()


def reader_of(home: Home) -> Reader:
    """The reader of everything in a home's current snapshot; `SnapshotError` where there is none."""
    return Reader(snapshots.require_current(home))


def question_named(question: str) -> Model:
    """One question by name, or an error with the nearest names."""
    known = questions()
    if question not in known:
        meant = near(question, known)
        key = "readers.no_question.near" if meant else "readers.no_question"
        raise UnknownName(key, question=question, near=meant)
    return known[question]


@lru_cache(maxsize=256)
def _statement(sql: str) -> duckdb.Statement:
    """A question as DuckDB has read it: that takes a tenth of a large one's time, and need not be done again."""
    (statement,) = duckdb.extract_statements(sql)
    return statement


def _as_taken(
    cursor: duckdb.DuckDBPyConnection, model: Model, parameters: dict[str, Any]
) -> tuple[duckdb.Statement, dict[str, Any] | None]:
    """A question and the values of its parameters as a cursor takes them.

    The rows of another answer lie beside it as a table of one cell: given as a value each of them is made one by one and planned
    with, which took six seconds for the verdicts of the country.
    """
    sql, values = model.sql, {}
    for name, value in parameters.items():
        if isinstance(value, pl.DataFrame):
            cursor.register(f"{name}_given", pl.DataFrame({"entry": [value.to_struct()]}).to_arrow())
            sql = re.sub(rf"\${name}\b", f"(select entry from {name}_given)", sql)
        else:
            values[name] = value
    return _statement(sql), values or None


# Parameters that take what another takes: several areas, a second period.
_KINDS = {"areas": "area", "since": "period", "other": "indicator"}


@lru_cache(maxsize=32)
def _known(reader: Reader) -> dict[str, frozenset[Any]]:
    """What `indicator`, `period`, `area` and `level` can be for a reader: an error names no other."""
    statements = {
        "indicator": "select indicator_code from marts.indicators",
        "period": "select distinct period from marts.tree",
        "area": "select distinct area_code from marts.areas",
        "level": "select distinct area_level from marts.areas",
        "dataset": "select dataset from marts.datasets",
    }
    with _asking(reader.snapshot) as cursor:
        return {
            name: frozenset(row[0] for row in cursor.execute(sql).fetchall())
            for name, sql in statements.items()
        }


def _checked(reader: Reader, model: Model, parameters: dict[str, Any]) -> dict[str, Any]:
    takes = {name for name, _ in model.parameters}
    missing, unknown = takes - parameters.keys(), parameters.keys() - takes
    if missing or unknown:
        raise UnknownName(
            "readers.parameters_differ",
            question=model.name,
            missing=str(sorted(missing)),
            unknown=str(sorted(unknown)),
            takes=", ".join(sorted(takes)) or "none",
        )
    checked: dict[str, Any] = {}
    possible = _known(reader) if takes else {}
    for name, value in parameters.items():
        kind = _KINDS.get(name, name)
        if kind == "period" and isinstance(value, str):
            with contextlib.suppress(ValueError):  # named below as a value the snapshot does not have
                value = dt.date.fromisoformat(value)
        values = list(value) if name == "areas" else [value]
        for one in values:
            _check_known(possible.get(kind), name if name == "areas" else kind, one)
        checked[name] = values if name == "areas" else value
    return checked


def _bound(reader: Reader, model: Model, parameters: dict[str, Any]) -> dict[str, Any]:
    """The values of a question's parameters, checked, and the rows of those that are another question's answer."""
    whole = _whole(model, parameters)
    return _checked(reader, model, whole) | _answered(reader, model, whole)


def _whole(model: Model, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with a blank for each that takes the rows of another snapshot and has none named."""
    return dict.fromkeys((name for name, kind in model.parameters if kind.islower()), "") | parameters


def _answered(
    reader: Reader, model: Model, parameters: dict[str, Any]
) -> dict[str, pl.DataFrame | list[dict[str, Any]]]:
    """The parameters that are rows: what the snapshot named answers to the question that each names in the place of a type."""
    found: dict[str, pl.DataFrame | list[dict[str, Any]]] = {}
    for name, question in model.parameters:
        if question.islower():
            takes = [one for one, _ in question_named(question).parameters]
            asked = {one: parameters[one] for one in takes}
            found[name] = reader.beside(parameters[name]).ask(question, **asked) if parameters[name] else []
    return found


def _check_known(known: frozenset[Any] | None, name: str, value: Any) -> None:
    if known is None or value in known:
        return
    listed = sorted(str(one) for one in known)
    meant = _nearest_days(value, known) or near(str(value), listed)
    if meant:
        raise UnknownName(f"readers.no_{name}.near", value=value, offered=meant)
    offered = listed if len(listed) <= MOST_OFFERED else [*listed[:3], "…", listed[-1]]
    raise UnknownName(f"readers.no_{name}", value=value, offered=offered)


def _nearest_days(value: Any, known: frozenset[Any]) -> list[str]:
    """Of days those nearest to one, the nearest first; none where there are no days to compare."""
    days = [one for one in known if isinstance(one, dt.date)]
    if not isinstance(value, dt.date) or not days:
        return []
    return [str(one) for one in sorted(days, key=lambda one: abs((one - value).days))[:3]]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
