"""An answer as JSON for programs: typed values under the names of the contract, part by part as it comes.

Numbers are numbers of all their digits, none through a float that was none; days and moments ISO texts; codes texts as filed;
what is not known `null`. JSON has neither an infinity nor a NaN: they are `null`, too.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl


def json_parts(frames: Iterator[pl.DataFrame], head: Mapping[str, Any]) -> Iterator[bytes]:
    """One object: what `head` says (something), then `data`, an object a row, and at the end how many `rows` there are."""
    opening = json.dumps(head, ensure_ascii=False, default=_moment)[:-1] + ', "data": ['
    rows, before = 0, "\n"
    for frame in frames:
        told = list(_objects(frame))
        text = before + ",\n".join(told) if told else ""
        rows, before = rows + len(told), ",\n" if told else before
        yield (opening + text).encode("utf-8", "replace")
        opening = ""
    yield f'{opening}\n], "rows": {rows}}}\n'.encode()


def _objects(frame: pl.DataFrame) -> Iterator[str]:
    """The rows as objects, a column's texts at a time."""
    keys = [json.dumps(name, ensure_ascii=False) for name in frame.columns]
    columns = [_texts(frame[name]) for name in frame.columns]
    for cells in zip(*columns, strict=True):
        yield "{" + ", ".join(f"{key}: {cell}" for key, cell in zip(keys, cells, strict=True)) + "}"


def _texts(column: pl.Series) -> list[str]:
    return ["null" if value is None else exact(value) for value in column.to_list()]


def exact(value: Any) -> str:
    """A value as JSON, none through a float that was none."""
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "null"
    if isinstance(value, list):
        return "[" + ", ".join("null" if one is None else exact(one) for one in value) + "]"
    return json.dumps(_moment(value))


def _moment(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
