"""Carries out a plan on a Spark cluster: its steps and marts are made there, by the same SQL, from the landed files where they lie.

What a build begins with, its statistics and the draft of the snapshot are DuckDB's: the marts that Spark made are read into the
draft, and held there to the same contracts. Steps that DuckDB keeps as views are tables here; no Python function runs on a worker.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.contract import Model
from warehouse.engines import duckdb
from warehouse.engines.duckdb import Pass, quoted, readable
from warehouse.engines.landed import AS_LANDED, Beside, as_columns, name_of
from warehouse.engines.spark_session import TABLES, Cluster, condition_of, line_of, session
from warehouse.engines.spark_sql import TYPES, table_of, translated
from warehouse.models import LAYERS
from words.problems import BuildError

# What is made by a build stands on the cluster, but for what has been read into the draft.
_THERE = re.compile(rf"\b({'|'.join(layer for layer in LAYERS if layer != 'marts')})\.")
_DESCRIBE = re.compile(r"describe from (\S+)$")
_OF_FRAMES = {
    pl.String: "string",
    pl.Int32: "int",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "timestamp_ntz",
}


AT_ONCE = 8  # selects of one statement


def batched(listed: Sequence[str], number: int) -> Iterator[Sequence[str]]:
    """So many at a time."""
    for first in range(0, len(listed), number):
        yield listed[first : first + number]


class Engine(duckdb.Engine):
    """One build in progress: the sources and the draft are DuckDB's, steps and marts are made by Spark in a folder of their own."""

    def __init__(self, here: duckdb.Engine, spark: Any, folder: Path) -> None:
        super().__init__(here.connection, here.draft)
        self._spark = spark
        self._folder = folder
        self._landed: dict[str, tuple[str, tuple[str, ...]]] = {}  # table: its select, its columns
        self._created: dict[str, None] = {}  # tables that DuckDB has and Spark is given
        self._views: dict[str, str] = {}
        self._number = count(1)  # of what is written for Spark, of which no name is given twice
        self._parts: dict[str, list[str]] = {}  # mart: the tables of its passes

    # ------------------------------------------------------------ sources

    def fill(self, table: str, frame: pl.DataFrame) -> None:
        super().fill(table, frame)
        path = self._file(table)
        frame.write_parquet(path)
        kinds = {name: _OF_FRAMES[type(kind)] for name, kind in frame.schema.items()}
        self._read([str(path)], kinds).createOrReplaceTempView(table_of(table))

    def open(
        self,
        table: str,
        files: Sequence[str],
        columns: Mapping[str, str],
        folder: Path,
        unneeded: Sequence[str] = (),
    ) -> Beside:
        """As DuckDB's, but that nothing is copied: both engines read the files where they lie, by types that are said."""
        if not files:
            self.create(table, columns)
            return Beside()
        schema, _, name = table.replace('"', "").partition(".")
        lying = f'{schema}."{name}__files"'
        with readable(folder):
            there, source = self.seen(files)
            self.connection.execute(f"create or replace view {lying} as select * from {source}")
        beside, wanted = as_columns(there, columns, unneeded)
        kinds = {name: TYPES[kind] for name, kind in there.items()}
        self._read(files, kinds).createOrReplaceTempView(table_of(lying))
        named = (*columns, *(f"{AS_LANDED}{name}" for name in beside.all))
        self._define(table, f"select {', '.join(wanted)} from {lying}", named)
        return beside

    def create(self, table: str, columns: Mapping[str, str]) -> None:
        super().create(table, columns)
        self._created[table] = None

    def remove(self, table: str, condition: str) -> None:
        if table not in self._landed:
            super().remove(table, condition)
            return
        select, columns = self._landed[table]
        self._define(
            table, f"select * from ({select}) as rows where not coalesce({condition}, false)", columns
        )

    def blank(self, table: str, column: str, condition: str) -> None:
        select, columns = self._landed[table]
        kept = [
            f"case when not coalesce({condition}, false) then {name_of(name)} end as {name_of(name)}"
            if name == column
            else name_of(name)
            for name in columns
        ]
        self._define(table, f"select {', '.join(kept)} from ({select}) as rows", columns)

    def drop_beside(self, table: str, beside: Beside) -> None:
        if table not in self._landed:
            return
        select, columns = self._landed[table]
        own = columns[: len(columns) - len(beside.all)]
        self._define(table, f"select {', '.join(map(name_of, own))} from ({select}) as rows", own)

    def forget(self, table: str) -> None:
        del self._landed[table]
        self.connection.execute(f"drop view {table}")

    def view(self, name: str, select: str) -> None:
        super().view(name, select)
        self._views[name] = select

    def _define(self, table: str, select: str, columns: tuple[str, ...]) -> None:
        self._landed[table] = select, columns
        self.connection.execute(f"create or replace view {table} as {select}")

    # ------------------------------------------------------------ steps and marts

    def begin(self, this: Pass) -> None:
        super().begin(this)
        for table in self._created:
            self._share(table)
        for table, (select, _) in self._landed.items():
            self._sql(translated(select)).createOrReplaceTempView(table_of(table))
        # A view holds on to what it was made from: those of the periods of a pass are made anew for each.
        for name, select in self._views.items():
            self._sql(translated(select)).createOrReplaceTempView(table_of(name))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if not _THERE.search(sql):
            return super().rows(sql)
        if table := _DESCRIBE.match(sql):
            return [(name,) for name in self._spark.table(table_of(table[1])).columns]
        return [tuple(row) for row in self._sql(translated(sql)).collect()]

    def frames(self, selects: Sequence[str]) -> Iterator[pl.DataFrame]:
        # All together are a plan that takes gigabytes to think of.
        for few in batched(selects, AT_ONCE):
            path = self._file("found")
            self._sql(translated(" union all ".join(few))).write.parquet(str(path))
            yield pl.read_parquet(path / "*.parquet")

    def _keep(self, model: Model, target: str, select: str) -> None:
        made = self._make_there(model, select)
        if model.layer == "marts":
            self._parts[model.full_name] = [made]
            self._run(model, f"create or replace table {target} as {self._brought(made)}")
        self._show(model, made)

    def _add(self, model: Model, target: str, select: str) -> None:
        made = self._make_there(model, select)
        self._parts[model.full_name].append(made)
        self._run(model, f"insert into {target} {self._brought(made)}")
        self._show(model, made)

    def _make_there(self, model: Model, select: str) -> str:
        """A table of the rows of a select, by the name that it was given."""
        made = f"{table_of(model.full_name)}__{next(self._number)}"
        self._sql(f"create table {made} using parquet as {translated(select)}", model)
        return made

    def _show(self, model: Model, made: str) -> None:
        """What is made goes by the model's own name: of a mart the rows of all passes, of a step those of the last one."""
        parts = self._parts.get(model.full_name, [made])
        together = " union all ".join(f"select * from {part}" for part in parts)
        self._sql(together).createOrReplaceTempView(table_of(model.full_name))

    def _brought(self, made: str) -> str:
        """A select of DuckDB over the files of a table of Spark."""
        return f"select * from read_parquet({quoted(str(self._folder / TABLES / made / '*.parquet'))})"

    # ------------------------------------------------------------ Spark

    def _share(self, table: str) -> None:
        """Give Spark the rows of a table that DuckDB has."""
        path = self._file(table)
        self.connection.execute(f"copy (from {table}) to {quoted(str(path))} (format parquet)")
        kinds = {str(row[0]): TYPES[str(row[1]).lower()] for row in super().rows(f"describe from {table}")}
        self._read([str(path)], kinds).createOrReplaceTempView(table_of(table))

    def _write_findings(self) -> None:
        super()._write_findings()
        self._share("reference.findings")

    def _file(self, table: str) -> Path:
        """Where something for or from Spark is written; no name is given twice, since Spark remembers what it has read."""
        return self._folder / f"{table_of(table)}.{next(self._number)}.parquet"

    def _read(self, files: Sequence[str], kinds: Mapping[str, str]) -> Any:
        schema = ", ".join(f"`{name}` {kind}" for name, kind in kinds.items())
        return self._spark.read.schema(schema).parquet(*files)

    def _sql(self, statement: str, model: Model | None = None) -> Any:
        """Run a statement there. Raises `BuildError` with the model, where it is one's, and Spark's name of the fault."""
        try:
            return self._spark.sql(statement)
        except Exception as error:  # whatever the library, its bridge or the virtual machine fail with
            # What it says is told now: nobody can ask it once the virtual machine has ended.
            said = line_of(error)
            values = {"condition": condition_of(error), "error": said}
            told = BuildError("spark.failed", **values)
            if model is not None:
                told = BuildError("spark.model_failed", layer=model.layer, name=model.name, **values)
            raise told from RuntimeError(said)


@contextmanager
def work(draft: Path, cluster: Cluster) -> Iterator[Engine]:
    """An engine on a cluster; what it writes lies beside the draft, and goes with the build.

    Raises:
        BuildError: Spark is not installed, the cluster cannot be reached or sees another folder, or the file cannot be written.
    """
    folder = draft.with_name(f"{draft.name}-spark")
    folder.mkdir()
    try:
        with duckdb.work(draft) as here, session(cluster, folder) as spark:
            yield Engine(here, spark, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
