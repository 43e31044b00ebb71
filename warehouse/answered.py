"""The whole answer to a statement of a reader's own, as a frame: what the SQL lab shows, what its files hold and are compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.readers import Reader
from warehouse.runner import Limits, Stop

LIMITS = Limits(seconds=10, megabytes=512, rows=100_000, answer_megabytes=48)
_DECIMAL = re.compile(r"DECIMAL\(\d+,\s?(\d+)\)")
_MOMENT = "%Y-%m-%d %H:%M:%S%.f"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True)
class Table:
    """An answer: the names and DuckDB's types of its columns, and its rows.

    Whole numbers, decimals, truths, days and moments stand as such in `frame`, and all else as text; its columns are called as the
    statement calls them, a second of one name with a number behind it.
    """

    names: Sequence[str]
    types: Sequence[str]
    frame: pl.DataFrame


def asked(reader: Reader, statement: str, limits: Limits, stop: Stop | None = None) -> Table:
    """The whole answer: each part becomes a frame as it comes, so that rows never stand here as objects all at once.

    Raises as `Reader.asked`.
    """
    with reader.asked(statement, limits, stop) as answer:
        names, types = _apart(answer.names), answer.types
        schema = {name: _kept_as(kind) for name, kind in zip(names, types, strict=True)}
        parts = [_frame(part, schema, types) for part in answer.parts]
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    columns = [_settled(frame[name], kind) for name, kind in zip(names, types, strict=True)]
    return Table(names, types, pl.DataFrame(columns))


def _apart(names: Sequence[str]) -> list[str]:
    """Names of columns, each once."""
    found: list[str] = []
    for name in names:
        number, own = 2, name
        while own in found:
            own, number = f"{name} ({number})", number + 1
        found.append(own)
    return found


def _kept_as(kind: str) -> pl.DataType:
    if kind in _WHOLE:
        return pl.Int64()
    if kind in ("HUGEINT", "UBIGINT"):
        return pl.Int128()
    if decimals := _DECIMAL.fullmatch(kind):
        return pl.Decimal(38, int(decimals[1]))
    return {"DOUBLE": pl.Float64(), "FLOAT": pl.Float64(), "BOOLEAN": pl.Boolean()}.get(kind, pl.String())


def _frame(
    part: Sequence[tuple[Any, ...]], schema: dict[str, pl.DataType], types: Sequence[str]
) -> pl.DataFrame:
    columns = []
    for (name, kept_as), kind, values in zip(schema.items(), types, zip(*part, strict=True), strict=True):
        if kept_as == pl.String() and kind != "VARCHAR":  # lists, and numbers beyond all others
            texts = [None if one is None else str(one) for one in values]
            columns.append(pl.Series(name, texts, pl.String()))
        else:
            columns.append(pl.Series(name, values, kept_as, strict=True))
    return pl.DataFrame(columns)


def _settled(column: pl.Series, kind: str) -> pl.Series:
    """A column as it is shown: of a large whole number, a day or a moment the narrower type where every value has its place in it."""
    if column.dtype == pl.Int128:
        return _unless_lost(column, column.cast(pl.Int64, strict=False))
    if kind == "DATE":
        return _unless_lost(column, column.str.to_date("%Y-%m-%d", strict=False))
    if kind == "TIMESTAMP":
        return _unless_lost(column, column.str.to_datetime(_MOMENT, strict=False, time_unit="us"))
    return column


def _unless_lost(column: pl.Series, narrower: pl.Series) -> pl.Series:
    if narrower.null_count() == column.null_count():
        return narrower
    return column.cast(pl.String)
