"""Carries out a plan in DuckDB: opens the sources, makes a model, holds it to its contract, publishes a snapshot."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.contract import Model
from warehouse.engines.frames import Stream
from warehouse.engines.held import hold, warnings
from warehouse.engines.landed import Beside, as_columns, as_landed, name_of
from warehouse.models import LAYERS, SOURCES, Plan, tells
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
# Rows that the file keeps together, half of DuckDB's own number: half as many are held while they are written.
ROW_GROUP = 61_440

# Steps made at once: most are small, and a statement's planning takes one processor.
AT_ONCE = 2
# As the operating system counts it, from 0 to 19, the lowest.
LOW_PRIORITY = 10


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

    def __init__(self, connection: duckdb.DuckDBPyConnection, draft: Path, *, yielding: bool = False) -> None:
        self.connection = connection
        self.draft = draft
        self._yielding = yielding
        self._found: list[pl.DataFrame] = []
        self._made: set[str] = set()
        self._pass = Pass()

    @contextmanager
    def beside(self) -> Iterator[Engine]:
        """This engine through a connection of its own, for another thread: it may open sources and make steps meanwhile."""
        other = copy(self)  # what is found is found together
        other.connection = self.connection.cursor()
        try:
            yield other
        finally:
            other.connection.close()

    def workers(self, number: int) -> ThreadPoolExecutor:
        """Threads for this build's work; those of a yielding one come after whatever else wants the processor."""
        return ThreadPoolExecutor(number, initializer=_step_back if self._yielding else None)

    def fill(self, table: str, frame: pl.DataFrame) -> None:
        """Make a table of `reference` from a frame, anew where it is there."""
        self.connection.register("_frame", Stream(frame))
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
            self.create(table, columns)
            return Beside()
        with readable(folder):
            there, source = self.seen(files)
            beside, wanted = as_columns(there, columns, unneeded)
            self.connection.execute(f"create table {table} as select {', '.join(wanted)} from {source}")
        return beside

    def seen(self, files: Sequence[str]) -> tuple[dict[str, str], str]:
        """The columns that Parquet files have together, with their types, and the files as what a select reads."""
        source = f"read_parquet([{', '.join(quoted(file) for file in files)}], union_by_name = true)"
        return {
            str(row[0]): str(row[1]).lower() for row in self.rows(f"describe select * from {source}")
        }, source

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        """Make an empty table beside what has been opened, of these columns (name: type)."""
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.connection.execute(f"create table {table} ({listed})")

    def append(self, table: str, select: str) -> None:
        """Put the rows of a select into a table that was created."""
        self.connection.execute(f"insert into {table} {select}")

    def remove(self, table: str, condition: str) -> None:
        """Take the rows for which a condition is true out of a table."""
        self.connection.execute(f"delete from {table} where {condition}")

    def blank(self, table: str, column: str, condition: str) -> None:
        """Leave a column blank in the rows for which a condition is true."""
        self.connection.execute(f"update {table} set {name_of(column)} = null where {condition}")

    def forget(self, table: str) -> None:
        """Drop a table that has been opened."""
        self.connection.execute(f"drop table {table}")

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
        # A draft that is not finished is thrown away: there is nothing to recover.
        options = f"row_group_size {ROW_GROUP}, recovery_mode no_wal_writes"
        self.connection.execute(f"attach {quoted(str(self.draft))} as snapshot ({options})")
        for schema in ("marts", "questions"):
            self.connection.execute(f"create schema if not exists snapshot.{schema}")

    def begin(self, this: Pass) -> None:
        """Turn to other periods: `reference.pass_periods` holds them, and no finding of those before."""
        self._write_findings()
        self.connection.execute("delete from reference.findings where counts_period is not null")
        self._pass = this
        rows = [(period, period in this.made, period in this.checked) for period in sorted(this.read)]
        schema = {"period": pl.Date, "is_made": pl.Boolean, "is_checked": pl.Boolean}
        self.fill("reference.pass_periods", pl.DataFrame(rows, schema=schema, orient="row"))

    def make_all(
        self, models: Iterable[Model], told: Callable[[str], None], quietly: Collection[str] = ()
    ) -> None:
        """Make models, some at once, each after those of them that it reads.

        Args:
            models: which.
            told: called with the name of each as it begins.
            quietly: names of those that leave what their rows warn of to a later pass.

        Raises:
            BuildError: as `make`.
        """
        self._at_once(
            models, told, lambda engine, model: engine.make(model, quietly=model.full_name in quietly)
        )

    def make_periods(self, marts: Iterable[Model], told: Callable[[str], None]) -> None:
        """Put the rows of this pass's periods into marts, in place of those that they have, some marts at once.

        Raises:
            BuildError: as `make`.
        """
        self._at_once(marts, told, Engine._make_periods)

    def _at_once(
        self, models: Iterable[Model], told: Callable[[str], None], make: Callable[[Engine, Model], None]
    ) -> None:
        named = {model.full_name: model for model in models}
        telling = {name for name, model in named.items() if tells(model)}
        # What tells what was found comes after all others may have found something.
        awaited = {
            name: (named.keys() & set(model.references))
            | (named.keys() - telling if name in telling else set())
            for name, model in named.items()
        }
        order = TopologicalSorter(awaited)
        order.prepare()
        ready: list[str] = []
        running: dict[Future[None], tuple[str, Engine]] = {}
        with ExitStack() as opened:
            at_once = 1 if self._yielding else AT_ONCE
            free = [opened.enter_context(self.beside()) for _ in range(at_once)]
            pool = opened.enter_context(self.workers(at_once))
            while order.is_active():
                ready += order.get_ready()
                while ready and free:
                    name, engine = ready.pop(0), free.pop()
                    told(name)
                    if name in telling:
                        self._write_findings()
                    running[pool.submit(make, engine, named[name])] = name, engine
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                    name, engine = running.pop(future)
                    order.done(name)
                    free.append(engine)

    def make(self, model: Model, *, quietly: bool = False) -> None:
        """Run one model into its table and hold it to its contract; marts go into the snapshot.

        Made `quietly`, it leaves what its rows warn of to a later pass.

        Raises:
            BuildError: the model fails, or breaks its columns, its key or a check.
        """
        target = _target(model)
        self._keep(model, target, model.sql)
        hold(self.rows, model, target)
        if not quietly:
            self._note_warnings(model, target)
        if model.layer == "marts":
            self._describe(model, target)

    def ask(self, question: Model, **parameters: object) -> pl.DataFrame:
        """The answer to a question of the marts that have been written, in its order."""
        self.connection.execute("use snapshot")
        try:
            return pl.DataFrame(self.connection.execute(question.sql, parameters or None).to_arrow_table())
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=question.layer, name=question.name, error=first_line(error)
            ) from error
        finally:
            self.connection.execute("use memory")

    def write(self, mart: Model, frame: pl.DataFrame) -> None:
        """Write a frame as a mart that is made by no select, and hold it to its contract.

        Raises:
            BuildError: as `make`.
        """
        target = _target(mart)
        self.connection.register("_frame", Stream(frame))
        try:
            self._run(mart, f"create or replace table {target} as from _frame")
        finally:
            self.connection.unregister("_frame")
        hold(self.rows, mart, target)
        self._describe(mart, target)

    def _make_periods(self, mart: Model) -> None:
        target = _target(mart)
        own = self._own_rows(mart)
        new = f"select * from (\n{mart.sql}\n) as made where {own}"
        if mart.full_name not in self._made and not self._pass.kept:
            self._keep(mart, target, new)
            self._describe(mart, target)
        else:
            if self._pass.kept:
                self._run(mart, f"delete from {target} where {own}")
            self._add(mart, target, new)
        self._made.add(mart.full_name)
        rows = f"(select * from {target} where {own}) as own"
        hold(self.rows, mart, rows)
        self._note_warnings(mart, rows)

    def _own_rows(self, mart: Model) -> str:
        """A condition on a mart: the rows that this pass makes.

        Of what is found: a rule looks back at other periods, and is asked again where these were made; a model (a name with a dot) warns of
        the rows that it makes, and what it said of others stands.
        """
        own = f"{mart.period} in (select period from reference.pass_periods where is_made)"
        if tells(mart):
            checked = f"{mart.period} in (select period from reference.pass_periods where is_checked)"
            own = f"({own} or (position('.' in source) = 0 and {checked}))"
        return f"({own} or {mart.period} is null)" if self._pass.rest else own

    def _keep(self, model: Model, target: str, select: str) -> None:
        """Make the table of a model from a select, anew where it is there."""
        self._run(model, f"create or replace {model.kept_as} {target} as\n{select}")

    def _add(self, model: Model, target: str, select: str) -> None:
        """Put the rows of a select into the table of a model."""
        self._run(model, f"insert into {target}\n{select}")

    def _run(self, model: Model, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=model.layer, name=model.name, error=first_line(error)
            ) from error

    def _describe(self, model: Model, target: str) -> None:
        meanings = {f"column {target}.{column.name}": column.meaning for column in model.columns}
        self._comment({f"table {target}": model.grain, **meanings})

    def find(self, findings: pl.DataFrame) -> None:
        """Keep findings (the columns of `FINDINGS`) for `marts.findings`; source, rule and subject name each once."""
        self._found.append(findings.match_to_schema(_FRAME))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a select on what has been made."""
        return self.connection.execute(sql).fetchall()

    def frames(self, selects: Sequence[str]) -> Iterator[pl.DataFrame]:
        """The rows of selects of the same columns, on what has been made, in one frame or several."""
        if selects:
            yield pl.DataFrame(self.connection.sql(" union all ".join(selects)))

    def publish(self, plan: Plan) -> None:
        """Add the questions that take no parameter as views, and write everything to the file."""
        # What is kept of a snapshot of the same SQL has its views.
        for question in () if self._pass.kept else plan.questions:
            if not question.parameters:
                self._make_view(question)
        self.connection.execute("checkpoint snapshot")

    def _note_warnings(self, model: Model, rows: str) -> None:
        told = list(warnings(self.rows, model, rows, of_pass=bool(self._pass.made)))
        if told:
            self.find(pl.DataFrame(told, schema=_FRAME, orient="row"))

    def _write_findings(self) -> None:
        for frame in self._found:
            self.connection.register("_frame", Stream(frame))
            self.connection.execute("insert into reference.findings from _frame")
            self.connection.unregister("_frame")
        self._found.clear()

    def _make_view(self, question: Model) -> None:
        """A question without parameters is a view as well, so that any DuckDB client sees what a page sees."""
        target = f"snapshot.questions.{question.name}"
        self.connection.execute("use snapshot")
        try:
            self.connection.execute(f"create or replace view questions.{question.name} as\n{question.sql}")
        except duckdb.Error as error:
            raise BuildError(
                "build.model_failed", layer=question.layer, name=question.name, error=first_line(error)
            ) from error
        finally:
            self.connection.execute("use memory")
        self._comment({f"view {target}": question.grain})

    def _comment(self, texts: Mapping[str, str]) -> None:
        """Write comments down, each under the kind and name of what it is on."""
        self.connection.execute(
            ";\n".join(f"comment on {on} is {quoted(text)}" for on, text in texts.items())
        )


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Tell a landed file that cannot be read, by its folder, as what stops a build."""
    try:
        yield
    except duckdb.Error as error:
        raise BuildError("build.landing_unreadable", folder=str(folder), error=first_line(error)) from error


def _step_back() -> None:
    """Lower the priority of the thread that calls, and of those it starts; nothing where threads have none of their own."""
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)


@contextmanager
def work(path: Path, *, yielding: bool = False) -> Iterator[Engine]:
    """An engine whose own memory holds the steps; the marts go into the file `path`, once that is attached.

    Args:
        path: the draft of a snapshot.
        yielding: whether others need the machine meanwhile: one processor is used, at a low priority.

    Raises:
        BuildError: the file cannot be written.
    """
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set preserve_insertion_order = false")
        # Steps are dropped with the connection: tidying them up in between only takes time.
        connection.execute("set checkpoint_threshold = '1TB'")
        if yielding:
            connection.execute("set threads = 1")
        for schema in (*SOURCES, *LAYERS):
            connection.execute(f"create schema {schema}")
        columns = ", ".join(f"{name} {kind}" for name, kind in FINDINGS.items())
        connection.execute(f"create table reference.findings ({columns})")
        connection.execute(
            "create table reference.pass_periods (period date, is_made boolean, is_checked boolean)"
        )
        yield Engine(connection, path, yielding=yielding)
    except duckdb.Error as error:
        # Sources, models and promises have their own messages; what is left is the file itself.
        raise BuildError("build.file_not_writable", draft=str(path), error=first_line(error)) from error
    finally:
        connection.close()


def first_line(error: Exception) -> str:
    """The first line of what DuckDB says; the rest is a picture of the statement."""
    return str(error).strip().splitlines()[0]


def _target(model: Model) -> str:
    return f"snapshot.{model.full_name}" if model.layer == "marts" else model.full_name


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
