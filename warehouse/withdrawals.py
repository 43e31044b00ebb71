"""Batches that were taken back: one file a row below `landing/withdrawals`, written once and never again.

A batch that has a row here is as if it had never been filed: whoever reads landing leaves its rows out. They stay where they landed.
`pipelines.filing.withdrawing` alone adds a row. Its file is named after the sequence of the batch, so that a batch has at most one.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from warehouse.home import Home
from words.problems import BuildError


@dataclass(frozen=True)
class Withdrawal:
    """One batch taken back. `sequence` is the withdrawal's own, of the home's one counter; `withdrawn_at` is in UTC."""

    batch_id: str
    dataset: str
    batch_sequence: int
    sequence: int
    withdrawn_on: dt.date
    withdrawn_by: str
    why: str
    withdrawn_at: dt.datetime
    file_name: str
    filed_on: dt.date
    filed_by: str | None
    rows: int
    first_period: dt.date | None
    last_period: dt.date | None

    def text(self) -> str:
        """The row as it stands in its file."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps(told, ensure_ascii=False, indent=1, default=lambda day: day.isoformat())


_ADAPTER = TypeAdapter(Withdrawal)


def folder(home: Home) -> Path:
    """Where the rows stand; absent before the first."""
    return home.landing / "withdrawals"


def path(home: Home, batch_sequence: int) -> Path:
    """The file of the row about one batch."""
    return folder(home) / f"{batch_sequence:08d}.json"


def rows(home: Home) -> list[Withdrawal]:
    """All withdrawals, in the order in which they were made. Raises `BuildError` where one cannot be read: it must not count again."""
    place = folder(home)
    try:
        files = sorted(place.iterdir()) if place.exists() or place.is_symlink() else []
    except OSError as error:
        key = "landing.forbidden" if isinstance(error, PermissionError) else "landing.incomplete"
        raise BuildError(key, folder=place) from error
    found = []
    for file in files:
        if file.suffix != ".json" or file.name.startswith("."):
            continue
        try:
            row = _ADAPTER.validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise BuildError("landing.withdrawal_unreadable", path=file) from error
        if file.name != path(home, row.batch_sequence).name:
            raise BuildError("landing.withdrawal_unreadable", path=file)
        found.append(row)
    return sorted(found, key=lambda row: row.sequence)


def sequences(home: Home) -> frozenset[int]:
    """The sequences of the batches that were taken back. Raises as `rows`."""
    return frozenset(row.batch_sequence for row in rows(home))
