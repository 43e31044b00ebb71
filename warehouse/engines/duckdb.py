"""Carries out a plan in DuckDB: opens the sources, makes a model, holds it to its contract, publishes a snapshot."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.contract import Model, Promise
from warehouse.engines.landed import Beside, as_columns, as_landed
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
    "counts_period": "date",  # the period of a form whose pass finds it; none where it is found once in a build
}
_FRAME = {
    name: {"varchar": pl.String, "date": pl.Date, "bigint": pl.Int64}[kind] for name, kind in FINDINGS.items()
}
# Columns of a row that a finding carries as they are, where the model has them.
_PLACES = ("area_code", "period", "batch_id", "sequence", "file_name", "file_row")
# What tells a row apart in a model without a key, where it has these.
_IDENTIFYING = ("indicator_code", "dataset", "area_code", "period", "batch_id")

# As many hashes as rows: no two keys are equal. Half the time of grouping by the texts themselves.
_KEY_HELD = "count(*) = count(distinct hash({key})) and not coalesce(bool_or({empty}), false)"


@dataclass(frozen=True)
class Pass:
    """The periods that one pass of a build turns to."""

    read: frozenset[dt.date] = frozenset()
    made: Collection[dt.date] = ()  # those of them whose rows it makes
    checked: Collection[dt.date] = ()  # those whose findings it makes: a rule may look at periods before
    rest: bool = False  # the last pass, which also makes what belongs to no period
    kept: bool = False  # it goes on from a snapshot, whose other rows stay


class Engine:
    """One build in progress: the steps in memory, the marts in the draft of a snapshot."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, draft: Path) -> None:
        self.connection = connection
        self.draft = draft
        self._writing = False
        self._found: list[pl.DataFrame] = []
        self._made: set[str] = set()
        self._pass = Pass()

    @contextmanager
    def beside(self) -> Iterator[Engine]:
        """The same steps through a connection of its own: what opens sources in another thread meanwhile."""
        connection = self.connection.cursor()
        try:
            yield Engine(connection, self.draft)
        finally:
            connection.close()

    def fill(self, table: str, frame: pl.DataFrame) -> None:
        """Make a table of `reference` from a frame, anew where it is there."""
        self.connection.register("_frame", frame)
        self.connection.execute(f"create or replace table {table} as from _frame")
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
            beside, wanted = as_columns(there, columns, unneeded)
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

    def attach(self, kept: Path | None = None) -> None:
        """Open the draft for the marts: an empty file, or a copy of a snapshot some of whose rows are kept."""
        if kept is not None:
            shutil.copyfile(kept, self.draft)
            # What is deleted leaves holes, which the next full build closes: closing them takes most of the time.
            self.connection.execute("set max_vacuum_tasks = 0")
        self.connection.execute(f"attach {_quoted(str(self.draft))} as snapshot")
        for schema in ("marts", "questions"):
            self.connection.execute(f"create schema if not exists snapshot.{schema}")

    def begin(self, this: Pass) -> None:
        """Turn to other periods: `reference.pass_periods` holds them, and no finding of those before."""
        if self._writing:
            self.connection.execute("commit")
            self._writing = False
        self._write_findings()
        self.connection.execute("delete from reference.findings where counts_period is not null")
        self._pass = this
        rows = [(period, period in this.made, period in this.checked) for period in sorted(this.read)]
        schema = {"period": pl.Date, "is_made": pl.Boolean, "is_checked": pl.Boolean}
        self.fill("reference.pass_periods", pl.DataFrame(rows, schema=schema, orient="row"))

    def make(self, model: Model, *, quietly: bool = False) -> None:
        """Run one model into its table and hold it to its contract; marts go into the snapshot.

        Made `quietly`, it leaves what its rows warn of to a later pass.

        Raises:
            BuildError: the model fails, or breaks its columns, its key or a check.
        """
        marts = model.layer == "marts"
        if marts:
            self._begin_writing(settled=any(read in FILLED_WHILE_BUILDING for read in model.references))
        target = _target(model)
        self._run(model, f"create or replace {model.kept_as} {target} as\n{model.sql}")
        self._hold(model, target)
        if not quietly:
            self._note_warnings(model, target)
        if marts:
            self._describe(model, target)

    def make_periods(self, mart: Model) -> None:
        """Put the rows of this pass's periods into a mart, in place of those that it has, and hold them to its contract.

        Raises:
            BuildError: as `make`.
        """
        self._begin_writing(settled=any(read in FILLED_WHILE_BUILDING for read in mart.references))
        target = _target(mart)
        own = self._own_rows(mart)
        new = f"select * from (\n{mart.sql}\n) as made where {own}"
        if mart.full_name not in self._made and not self._pass.kept:
            self._run(mart, f"create table {target} as\n{new}")
            self._describe(mart, target)
        else:
            if self._pass.kept:
                self._run(mart, f"delete from {target} where {own}")
            self._run(mart, f"insert into {target}\n{new}")
        self._made.add(mart.full_name)
        rows = f"(select * from {target} where {own}) as own"
        self._hold(mart, rows)
        self._note_warnings(mart, rows)

    def _own_rows(self, mart: Model) -> str:
        """A condition on a mart: the rows that this pass makes."""
        tells = any(read in FILLED_WHILE_BUILDING for read in mart.references)
        which = "is_checked" if tells else "is_made"
        own = f"{mart.period} in (select period from reference.pass_periods where {which})"
        return f"({own} or {mart.period} is null)" if self._pass.rest else f"{own}"

    def _run(self, model: Model, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=model.layer, name=model.name, error=_first_line(error)
            ) from error

    def _hold(self, model: Model, rows: str) -> None:
        """Hold rows, a table or a select, to a model's contract."""
        self._check_columns(model, rows)
        sums = [_KEY_HELD.format(key=", ".join(model.key), empty=_empty(model))] if model.key else []
        sums += [_count_breaking(promise) for promise in model.checks]
        if not sums:
            return
        # One statement for all: in a small build the number of statements is most of the time.
        counted = self.rows(f"select {', '.join(sums)} from {rows}")[0]
        if model.key and not counted[0]:
            self._refuse_key(model, rows)
        for promise, broken in zip(model.checks, counted[len(sums) - len(model.checks) :], strict=True):
            if broken:
                self._refuse_rows(model, rows, promise, broken)

    def _describe(self, model: Model, target: str) -> None:
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
        # What is kept of a snapshot of the same SQL has its views.
        for question in () if self._pass.kept else plan.questions:
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
        made = [(row[0], row[1]) for row in self.rows(f"describe from {target}")]
        promised = [(column.name, column.type) for column in model.columns]
        if made != promised:
            raise BuildError(
                "build.columns_differ",
                model=model.full_name,
                missing=str([column for column in promised if column not in made]),
                extra=str([column for column in made if column not in promised]),
            )

    def _refuse_key(self, model: Model, target: str) -> None:
        key = ", ".join(model.key)
        bad = self.rows(
            f"select {key}, count(*) from {target} group by {key} having count(*) > 1 or {_empty(model)} limit 3"
        )
        if bad:
            raise BuildError("build.key_broken", model=model.full_name, columns=key, rows=str(bad))

    def _refuse_rows(self, model: Model, target: str, promise: Promise, broken: int) -> None:
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
                made = [row[0] for row in self.rows(f"describe from {target}")]
                places = [column if column in made else "null" for column in _PLACES]
                of_pass = "period" if self._pass.made and "period" in made else "null"
                rows = self.rows(
                    f"select {', '.join(places)}, {_as_text(identifying)}, {_as_text(named)}, {of_pass} "
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
        counted = ", ".join(map(_count_breaking, promises))
        return list(zip(promises, self.rows(f"select {counted} from {target}")[0], strict=True))

    def _telling(self, model: Model, promise: Promise, target: str) -> tuple[list[str], list[str]]:
        """The columns that say which row breaks a promise, and the others that say by what."""
        made = [row[0] for row in self.rows(f"describe from {target}")]
        identifying = list(model.key) or [column for column in _IDENTIFYING if column in made]
        words = set(re.findall(r"\w+", promise.expression))
        return identifying, [column for column in made if column in words and column not in identifying]

    def _make_view(self, question: Model) -> None:
        """A question without parameters is a view as well, so that any DuckDB client sees what a page sees."""
        target = f"snapshot.questions.{question.name}"
        self.connection.execute("use snapshot")
        try:
            self.connection.execute(f"create or replace view questions.{question.name} as\n{question.sql}")
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
    """An engine whose own memory holds the steps; the marts go into the file `path`, once that is attached.

    Raises:
        BuildError: the file cannot be written.
    """
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set preserve_insertion_order = false")
        # Steps are dropped with the connection: tidying them up in between only takes time.
        connection.execute("set checkpoint_threshold = '1TB'")
        for schema in (*SOURCES, *LAYERS):
            connection.execute(f"create schema {schema}")
        columns = ", ".join(f"{name} {kind}" for name, kind in FINDINGS.items())
        connection.execute(f"create table reference.findings ({columns})")
        connection.execute(
            "create table reference.pass_periods (period date, is_made boolean, is_checked boolean)"
        )
        yield Engine(connection, path)
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


def _count_breaking(promise: Promise) -> str:
    return f"count_if({_breaks(promise)})"


def _empty(model: Model) -> str:
    """A condition: a column of the key is not there."""
    return " or ".join(f"{column} is null" for column in model.key)


def _as_text(columns: Sequence[str]) -> str:
    """An expression that names columns with their values; a null value is left out."""
    if not columns:
        return "''"
    named = ", ".join(f"{_quoted(column + ' = ')} || cast({column} as varchar)" for column in columns)
    return f"concat_ws(', ', {named})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
