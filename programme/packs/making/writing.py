"""Writes the tables of a pack: UTF-8, LF, columns as contracted, rows in a fixed order, files whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from programme import room
from programme.packs.tables import SCHEMAS, TABLES
from programme.storage import write_whole
from words.problems import PackError


def table_text(name: str, rows: Iterable[Mapping[str, object]]) -> str:
    """One table of the pack as text; None and missing cells are blank, a column outside the contract is refused.

    An optional column that no row fills is left out.
    """
    rows = list(rows)
    empty = {column for column in SCHEMAS[name].optional_names if not any(row.get(column) for row in rows)}
    text = io.StringIO()
    columns = [column for column in TABLES[name] if column not in empty]
    writer = csv.DictWriter(text, columns, restval="", extrasaction="raise", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: "" if value is None else value for key, value in row.items()})
    return text.getvalue()


def write_text(path: Path, text: str) -> None:
    """Put a file in place whole, so that a reader never meets half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        reason = room.reason(error, path.parent, 2 * len(text.encode("utf-8")))
        raise PackError("making.not_writable", path=path, reason=reason) from error
