"""Registers that are kept in a home beside its returns: a folder, one file a row, written once and never again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from words.problems import HomeError


def read(folder: Path, needed: Mapping[str, set[str]], unreadable: str) -> list[dict[str, Any]]:
    """All rows, oldest first. `needed` is what a row of each kind says at least.

    Raises `HomeError` of the key `unreadable` where a row cannot be read or is of no such kind.
    """
    return [
        row_in(path, lambda row: needed.get(str(row.get("kind"))), unreadable)
        for path in sorted(folder.glob("rows/*.json"))
    ]


def row_in(
    path: Path, needed: Callable[[dict[str, Any]], set[str] | None], unreadable: str
) -> dict[str, Any]:
    """The row that a file holds. `needed` is what it must say at least; None where it is none of the register. Raises as `read`."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HomeError(unreadable, path=path, reason=str(error)) from error
    wanted = needed(row) if isinstance(row, dict) else None
    if wanted is None or not wanted <= row.keys():
        raise HomeError(unreadable, path=path, reason=str(row)[:80])
    return dict(row)
