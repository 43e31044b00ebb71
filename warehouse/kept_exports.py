"""The register of exported files that were kept in mind: one file a row, written once and never again.

`pipelines.filing.published_files` alone adds to it. A row says what a file was called, the hash of its bytes and its receipt; the
snapshot that it is of is pinned. The file itself went where its maker put it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from warehouse.home import Home
from words.problems import HomeError

NEEDED = {"name", "sha256", "snapshot", "on", "at", "receipt"}


def path(home: Home, sha256: str) -> Path:
    """The row about a file, by the hash of its bytes: the same file has one."""
    return home.issued / "exports" / f"{sha256}.json"


def rows(home: Home) -> list[dict[str, Any]]:
    """All rows, newest first. Raises `HomeError` where one cannot be read."""
    found = []
    for file in (home.issued / "exports").glob("*.json"):
        try:
            row = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise HomeError("home.issued_unreadable", path=file, reason=str(error)) from error
        if not isinstance(row, dict) or not row.keys() >= NEEDED or file.stem != row["sha256"]:
            raise HomeError("home.issued_unreadable", path=file, reason=str(row)[:80])
        found.append(row)
    return sorted(found, key=lambda row: (row["at"], row["sha256"]), reverse=True)
