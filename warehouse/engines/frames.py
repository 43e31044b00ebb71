"""Frames as DuckDB takes them, and what a question answers over some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl


class Stream:
    """A frame as a stream of Arrow and nothing else: taken as what it is, DuckDB would load a library for it."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def answer_over(
    tables: Mapping[str, pl.DataFrame], statement: str, parameters: Mapping[str, Any]
) -> pl.DataFrame:
    """What a question answers over frames in the place of marts, each under the full name of its mart: its SQL stands in one file."""
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.execute("create schema marts")
        for name, frame in tables.items():
            connection.register("_frame", Stream(frame))
            connection.execute(f"create table {name} as from _frame")
            connection.unregister("_frame")
        return connection.sql(statement, params=dict(parameters)).pl()
