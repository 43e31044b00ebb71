"""Carries out a plan in DuckDB: opens the sources, makes a model, holds it to its contract, publishes a snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.contract import Model, Promise
from warehouse.models import FILLED_WHILE_BUILDING, LAYERS, SOURCES, Plan
from words.problems import BuildError

# What `reference.findings` holds: broken rules of datasets and broken promises of models that stop no build.
FINDINGS = {
    "source": "varchar",  # dataset or model
    "rule": "varchar",
    "severity": "varchar",  # error, warning
    "area_code": "varchar",
    "period": "date",
    "batch_id": "varchar",
    "sequence": "bigint",
    "file_name": "varchar",
    "file_row": "bigint",
    "subject": "varchar",  # the row's key as text
    "found": "varchar",  # the values that break the rule, as text
}
_FRAME = {
    name: {"varchar": pl.String, "date": pl.Date, "bigint": pl.Int64}[kind] for name, kind in FINDINGS.items()
}
# Columns of a row that a finding carries as they are, where the model has them.
_PLACES = ("area_code", "period", "batch_id", "sequence", "file_name", "file_row")
# What tells a row apart in a model without a key, where it has these.
_IDENTIFYING = ("indicator_code", "dataset", "area_code", "period", "batch_id")
# Before the name of a column that stands beside a table of `landing` as it was landed; no dataset's begins so.
AS_LANDED = "_landed_"
_PLAIN = {  # how a text must look to become a value; a cast alone would round and guess
    "bigint": r"[+-]?[0-9]{1,18}",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "boolean": r"true|false",
}


@dataclass(frozen=True)
class Beside:
    """Columns of landed files that a table cannot take as they are, kept beside it under `AS_LANDED` and their name."""

    of_other_type: tuple[
        str, ...
    ] = ()  # the table has the column, with every value that becomes one of its type
    left_over: tuple[str, ...] = ()  # the table has no such column

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.of_other_type, *self.left_over)


class Engine:
    """One build in progress: the steps in memory, the marts in the draft of a snapshot."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._writing = False
        self._found: list[pl.DataFrame] = []

    def fill(self, table: str, frame: pl.DataFrame) -> None:
        """Make a table of `reference` from a frame."""
        self.connection.register("_frame", frame)
        self.connection.execute(f"create table {table} as from _frame")
        self.connection.unregister("_frame")

    def open(
        self,
        table: str,
        files: Sequence[str],
        columns: Mapping[str, str],
        folder: Path,
        unneeded: Sequence[str] = (),
    ) -> Beside:
        """Open Parquet files as a table of `landing` with these columns (name: type); empty where there are none.

        A column that no file has yet is blank, and so is a value that is none of its type. What the table does not take
        as it was landed stands beside it, but for the columns `unneeded`.

        Raises:
            BuildError: a file cannot be read; `folder` is where it stands.
        """
        if not files:
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self.connection.execute(f"create table {table} ({listed})")
            return Beside()
        source = f"read_parquet([{', '.join(_quoted(file) for file in files)}], union_by_name = true)"
        try:
            there = {
                str(row[0]): str(row[1]).lower() for row in self.rows(f"describe select * from {source}")
            }
            beside = Beside(
                tuple(
                    name
                    for name, kind in columns.items()
                    if name in there and there[name] != kind and kind != "timestamp"
                ),
                tuple(name for name in there if name not in columns and name not in unneeded),
            )
            wanted = [
                f"{_converted(name, there.get(name), kind)} as {name_of(name)}"
                for name, kind in columns.items()
            ]
            wanted += [f"{name_of(name)} as {as_landed(name)}" for name in beside.all]
            self.connection.execute(f"create table {table} as select {', '.join(wanted)} from {source}")
        except duckdb.Error as error:
            raise BuildError(
                "build.landing_unreadable", folder=str(folder), error=_first_line(error)
            ) from error
        return beside

    def run(self, statement: str) -> None:
        """Change what has been opened."""
        self.connection.execute(statement)

    def drop_beside(self, table: str, beside: Beside) -> None:
        """Forget what stands beside a table."""
        for name in beside.all:
            self.connection.execute(f"alter table {table} drop column {as_landed(name)}")

    def view(self, name: str, select: str) -> None:
        """Make a view over what has been opened."""
        self.connection.execute(f"create view {name} as {select}")

    def make(self, model: Model) -> None:
        """Run one model into its table and hold it to its contract; marts go into the snapshot.

        Raises:
            BuildError: the model fails, or breaks its columns, its key or a check.
        """
        if model.layer == "marts":
            self._begin_writing(settled=any(read in FILLED_WHILE_BUILDING for read in model.references))
        target = _target(model)
        try:
            self.connection.execute(f"create {model.kept_as} {target} as\n{model.sql}")
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=model.layer, name=model.name, error=_first_line(error)
            ) from error
        self._check_columns(model, target)
        self._check_key(model, target)
        self._check_rows(model, target)
        self._note_warnings(model, target)
        if model.layer == "marts":
            meanings = {f"column {target}.{column.name}": column.meaning for column in model.columns}
            self._comment({f"table {target}": model.grain, **meanings})

    def find(self, findings: pl.DataFrame) -> None:
        """Keep findings (the columns of `FINDINGS`) for `marts.findings`; source, rule and subject name each once."""
        self._found.append(findings.match_to_schema(_FRAME))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a select on what has been made."""
        return self.connection.execute(sql).fetchall()

    def frame(self, sql: str) -> pl.DataFrame:
        """A frame of a select on what has been made."""
        return self.connection.sql(sql).pl()

    def publish(self, plan: Plan) -> None:
        """Add the questions that take no parameter as views, and write everything to the file."""
        self._begin_writing()
        for question in plan.questions:
            if not question.parameters:
                self._make_view(question)
        self.connection.execute("commit")
        self._writing = False
        self.connection.execute("checkpoint snapshot")

    def _begin_writing(self, *, settled: bool = False) -> None:
        """One transaction for all that goes into the file: a commit each would cost most of a small build.

        A transaction writes one database only, so what was found so far, if anything, is written down between two
        of them (`settled`), before what reads it is made.
        """
        if settled and self._found:
            if self._writing:
                self.connection.execute("commit")
                self._writing = False
            self._write_findings()
        if not self._writing:
            self.connection.execute("begin")
            self._writing = True

    def _check_columns(self, model: Model, target: str) -> None:
        if not model.columns:
            return
        made = [(row[0], row[1]) for row in self.rows(f"describe {target}")]
        promised = [(column.name, column.type) for column in model.columns]
        if made != promised:
            raise BuildError(
                "build.columns_differ",
                model=model.full_name,
                missing=str([column for column in promised if column not in made]),
                extra=str([column for column in made if column not in promised]),
            )

    def _check_key(self, model: Model, target: str) -> None:
        if not model.key:
            return
        key = ", ".join(model.key)
        empty = " or ".join(f"{column} is null" for column in model.key)
        # As many hashes as rows: no two keys are equal. Half the time of grouping by the texts themselves.
        ((sound,),) = self.rows(
            f"select count(*) = count(distinct hash({key})) and count_if({empty}) = 0 from {target}"
        )
        if sound:
            return
        bad = self.rows(
            f"select {key}, count(*) from {target} group by {key} having count(*) > 1 or {empty} limit 3"
        )
        if bad:
            raise BuildError("build.key_broken", model=model.full_name, columns=key, rows=str(bad))

    def _check_rows(self, model: Model, target: str) -> None:
        for promise, broken in self._counted(model.checks, target):
            if broken:
                identifying, named = self._telling(model, promise, target)
                shown = ", ".join([*identifying, *named])
                rows = self.rows(f"select {shown} from {target} where {_breaks(promise)} limit 3")
                raise BuildError(
                    "build.promise_broken",
                    model=model.full_name,
                    broken=broken,
                    promise=promise.text,
                    shown=shown,
                    rows=str(rows),
                )

    def _note_warnings(self, model: Model, target: str) -> None:
        for promise, broken in self._counted(model.warns, target):
            if broken:
                identifying, named = self._telling(model, promise, target)
                made = [row[0] for row in self.rows(f"describe {target}")]
                places = [column if column in made else "null" for column in _PLACES]
                rows = self.rows(
                    f"select {', '.join(places)}, {_as_text(identifying)}, {_as_text(named)} "
                    f"from {target} where {_breaks(promise)}"
                )
                told = [(model.full_name, promise.text, "warning", *row) for row in rows]
                self.find(pl.DataFrame(told, schema=_FRAME, orient="row"))

    def _write_findings(self) -> None:
        for frame in self._found:
            self.connection.register("_frame", frame)
            self.connection.execute("insert into reference.findings from _frame")
            self.connection.unregister("_frame")
        self._found = []

    def _counted(self, promises: Sequence[Promise], target: str) -> list[tuple[Promise, int]]:
        """Each promise with the number of rows that break it."""
        if not promises:
            return []
        counted = ", ".join(f"count_if({_breaks(promise)})" for promise in promises)
        return list(zip(promises, self.rows(f"select {counted} from {target}")[0], strict=True))

    def _telling(self, model: Model, promise: Promise, target: str) -> tuple[list[str], list[str]]:
        """The columns that say which row breaks a promise, and the others that say by what."""
        made = [row[0] for row in self.rows(f"describe {target}")]
        identifying = list(model.key) or [column for column in _IDENTIFYING if column in made]
        words = set(re.findall(r"\w+", promise.expression))
        return identifying, [column for column in made if column in words and column not in identifying]

    def _make_view(self, question: Model) -> None:
        """A question without parameters is a view as well, so that any DuckDB client sees what a page sees."""
        target = f"snapshot.questions.{question.name}"
        self.connection.execute("use snapshot")
        try:
            self.connection.execute(f"create view questions.{question.name} as\n{question.sql}")
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=question.layer, name=question.name, error=_first_line(error)
            ) from error
        finally:
            self.connection.execute("use memory")
        self._comment({f"view {target}": question.grain})

    def _comment(self, texts: Mapping[str, str]) -> None:
        """Write comments down, each under the kind and name of what it is on."""
        self.connection.execute(
            ";\n".join(f"comment on {on} is {_quoted(text)}" for on, text in texts.items())
        )


@contextmanager
def work(path: Path) -> Iterator[Engine]:
    """An engine whose own memory holds the steps, with the new snapshot attached for the marts.

    Raises:
        BuildError: the file cannot be written.
    """
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set preserve_insertion_order = false")
        # Steps are dropped with the connection: tidying them up in between only takes time.
        connection.execute("set checkpoint_threshold = '1TB'")
        connection.execute(f"attach {_quoted(str(path))} as snapshot")
        for schema in (*SOURCES, *LAYERS):
            connection.execute(f"create schema {schema}")
        connection.execute("create schema snapshot.marts")
        connection.execute("create schema snapshot.questions")
        columns = ", ".join(f"{name} {kind}" for name, kind in FINDINGS.items())
        connection.execute(f"create table reference.findings ({columns})")
        yield Engine(connection)
    except duckdb.Error as error:
        # Sources, models and promises have their own messages; what is left is the file itself.
        raise BuildError("build.file_not_writable", draft=str(path), error=_first_line(error)) from error
    finally:
        connection.close()


def _first_line(error: Exception) -> str:
    """The first line of what DuckDB says; the rest is a picture of the statement."""
    return str(error).strip().splitlines()[0]


def _target(model: Model) -> str:
    return f"snapshot.{model.full_name}" if model.layer == "marts" else model.full_name


def _breaks(promise: Promise) -> str:
    return f"not coalesce({promise.expression}, false)"


def _as_text(columns: Sequence[str]) -> str:
    """An expression that names columns with their values; a null value is left out."""
    if not columns:
        return "''"
    named = ", ".join(f"{_quoted(column + ' = ')} || cast({column} as varchar)" for column in columns)
    return f"concat_ws(', ', {named})"


def name_of(column: str) -> str:
    """A column's name in quotation marks, whatever word it is."""
    return f'"{column}"'


def as_landed(column: str) -> str:
    """The name of a column that stands beside its table, in quotation marks."""
    return name_of(f"{AS_LANDED}{column}")


def _converted(column: str, found: str | None, kind: str) -> str:
    """A column of a file as one of a table; null where a value is none of its kind. `found` is the file's own kind."""
    name = name_of(column)
    if found is None:
        return f"cast(null as {kind})"
    if found == kind or kind == "timestamp":
        return f"cast({name} as {kind})"
    if found.endswith("[]"):  # a column of several values that now holds one
        single = f"case when array_length({name}) = 1 then {name}[1] end"
        return single if kind == "varchar" else f"cast(null as {kind})"
    text = f"cast({name} as varchar)"
    if kind.endswith("[]"):
        return f"case when {name} is not null then [{text}] end"
    if kind not in _PLAIN:
        return text
    return f"case when regexp_full_match({text}, '{_PLAIN[kind]}') then try_cast({text} as {kind}) end"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
