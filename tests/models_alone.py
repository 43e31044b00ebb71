"""Runs models of `sql/` on tables given by hand, in memory: a rule is tested without a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from warehouse.models import build_models

Tables = Mapping[str, tuple[str, list[tuple[Any, ...]]]]


def run(models: Sequence[str], tables: Tables, fill: Tables | None = None) -> duckdb.DuckDBPyConnection:
    """Make the given tables (`schema.name` -> column list, rows), then the models in build order; ask the result.

    `fill` has rows of some columns of them: the others take what their column list says of them.
    """
    connection = duckdb.connect(":memory:")
    for schema in ("reference", "staging", "spine", "sums", "verdicts", "marts"):
        connection.execute(f"create schema {schema}")
    for name, (columns, rows) in tables.items():
        connection.execute(f"create table {name} ({columns})")
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            connection.executemany(f"insert into {name} values ({marks})", rows)
    for name, (columns, rows) in (fill or {}).items():
        marks = ", ".join("?" for _ in columns.split(","))
        connection.executemany(f"insert into {name} ({columns}) values ({marks})", rows)
    wanted = set(models)
    for model in build_models():
        if model.full_name in wanted:
            connection.execute(f"create table {model.full_name} as {model.sql}")
            wanted.remove(model.full_name)
    assert not wanted, f"no such models: {wanted}"
    return connection
