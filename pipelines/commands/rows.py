"""Rows of an answer as text: JSON, CSV or a table on a terminal. Values are written exactly, none through a float.

Whole numbers and decimals are numbers of all their digits, lists are JSON; what is no number, truth or list comes
as text from the warehouse and stays as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from pipelines.commands.console import Speaker, write_text
from words.problems import QuestionError

TABLE_ROWS = 500  # a terminal holds no more; the other formats always give all rows
AT_ONCE = 20_000  # rows written in one go, so that a reader who has enough can hang up
_QUOTED = frozenset(',"\r\n')


def print_rows(
    names: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], form: str, speaker: Speaker
) -> None:
    """Print rows as `json` (one array of objects), `csv` (UTF-8, LF, a header) or `table`.

    Raises `QuestionError` for two columns of one name as JSON: an object cannot hold both.
    """
    rows = _shortest(types, rows)
    if form == "json":
        _print_json(names, rows)
    elif form == "csv":
        _print_csv(names, rows)
    else:
        cells = [["" if value is None else _cell(value) for value in row] for row in rows[:TABLE_ROWS]]
        speaker.table(names, cells)
        if len(rows) > TABLE_ROWS:
            more = len(rows) - TABLE_ROWS
            speaker.warn("rows.more", more=more)


def _shortest(types: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Single-precision figures with the digits that tell them apart: 0.1, not 0.10000000149011612."""
    single = {place for place, kind in enumerate(types) if kind == "FLOAT"}
    if not single:
        return rows
    return [
        [
            float(str(np.float32(value))) if place in single and value is not None else value
            for place, value in enumerate(row)
        ]
        for row in rows
    ]


def _parts(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _print_json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise QuestionError("rows.same_name", columns=twice)
    keys = [_json(name) for name in names]
    write_text("[")
    before = ""
    for part in _parts(rows):
        objects = (
            "{" + ", ".join(f"{key}: {_json(value)}" for key, value in zip(keys, row, strict=True)) + "}"
            for row in part
        )
        if not write_text(before + ",\n".join(objects)):
            return
        before = ",\n"
    write_text("]\n")


def _print_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    # A line of one blank cell would be a blank line, which readers skip: there a blank is written as "".
    blank = '""' if len(names) == 1 else ""
    write_text(",".join(_quoted(name) for name in names) + "\n")
    for part in _parts(rows):
        lines = (",".join(blank if v is None else _quoted(_cell(v)) for v in row) for row in part)
        if not write_text("\n".join(lines) + "\n"):
            return


def _cell(value: Any) -> str:
    """A value that is there, as it stands in a cell."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return _json(value)


def _quoted(text: str) -> str:
    if not text or not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _json(value: Any) -> str:
    """A value as JSON. JSON has no infinity and no NaN: they are null. A decimal keeps all its digits."""
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "null"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(str(key))}: {_json(part)}" for key, part in value.items()) + "}"
    return json.dumps(str(value), ensure_ascii=False)
