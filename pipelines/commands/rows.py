"""Rows of an answer as text: JSON, CSV or a table on a terminal. Values are written exactly, none through a float.

Whole numbers and decimals are numbers of all their digits, lists are JSON; what is no number, truth or list comes
as text from the warehouse and stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from pipelines.commands.console import Speaker, json_text, write_text
from words.problems import Problem, QuestionError

TABLE_ROWS = 500  # a terminal holds no more; the other formats always give all rows
_QUOTED = frozenset(',"\r\n')

Row = Sequence[Any]


def print_rows(
    names: Sequence[str], types: Sequence[str], parts: Iterable[Sequence[Row]], form: str, speaker: Speaker
) -> None:
    """Print rows as `json` (one array of objects), `csv` (UTF-8, LF, a header) or `table`, as they come.

    Raises `QuestionError` for two columns of one name as JSON: an object cannot hold both. What `parts` raises is raised
    on; where something had been written before, that it is not whole is told first.
    """
    parts = _shortest(types, parts)
    if form == "table":
        _print_table(names, parts, speaker)
        return
    written = False
    try:
        for text in _json_texts(names, parts) if form == "json" else _csv_texts(names, parts):
            if not write_text(text):
                return  # nobody reads any more
            written = True
    except Problem:
        if written:
            speaker.warn("rows.cut_short")
        raise


def _print_table(names: Sequence[str], parts: Iterable[Sequence[Row]], speaker: Speaker) -> None:
    rows: list[Row] = []
    for part in parts:
        rows += part
        if len(rows) > TABLE_ROWS:  # the rest is not asked for: it may have no end
            break
    cells = [["" if value is None else _cell(value) for value in row] for row in rows[:TABLE_ROWS]]
    speaker.table(names, cells)
    if not rows:
        speaker.warn("rows.none")
    if len(rows) > TABLE_ROWS:
        speaker.warn("rows.more", shown=TABLE_ROWS)


def _shortest(types: Sequence[str], parts: Iterable[Sequence[Row]]) -> Iterable[Sequence[Row]]:
    """Single-precision figures with the digits that tell them apart: 0.1, not 0.10000000149011612."""
    single = {place for place, kind in enumerate(types) if kind == "FLOAT"}
    if not single:
        return parts
    return (
        [
            [
                float(str(np.float32(value))) if place in single and value is not None else value
                for place, value in enumerate(row)
            ]
            for row in part
        ]
        for part in parts
    )


def _json_texts(names: Sequence[str], parts: Iterable[Sequence[Row]]) -> Iterator[str]:
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise QuestionError("rows.same_name", columns=twice)
    keys = [_json(name) for name in names]
    before = "["
    for part in parts:
        objects = (
            "{" + ", ".join(f"{key}: {_json(value)}" for key, value in zip(keys, row, strict=True)) + "}"
            for row in part
        )
        yield before + ",\n".join(objects)
        before = ",\n"
    yield "[]\n" if before == "[" else "]\n"


def _csv_texts(names: Sequence[str], parts: Iterable[Sequence[Row]]) -> Iterator[str]:
    # A line of one blank cell would be a blank line, which readers skip: there a blank is written as "".
    blank = '""' if len(names) == 1 else ""
    heading = ",".join(_quoted(name) for name in names) + "\n"
    for part in parts:
        lines = (",".join(blank if v is None else _quoted(_cell(v)) for v in row) for row in part)
        yield heading + "\n".join(lines) + "\n"
        heading = ""
    yield heading


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
        return json_text(value)
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
    return json_text(str(value))
