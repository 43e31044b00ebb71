"""The register of exported files that were kept in mind: one file a row, written once and never again.

`pipelines.filing.published_files` alone adds to it. A row says what a file was called, the hash of its bytes and its receipt; the
snapshot that it is of is pinned. The file itself went where its maker put it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse import kept_rows
from warehouse.home import Home

NEEDED = {"name", "sha256", "snapshot", "on", "at", "receipt"}


def path(home: Home, sha256: str) -> Path:
    """The row about a file, by the hash of its bytes: the same file has one."""
    return home.issued / "exports" / f"{sha256}.json"


def rows(home: Home) -> list[dict[str, Any]]:
    """All rows, newest first. Raises `HomeError` where one cannot be read."""
    found = [_row(file) for file in (home.issued / "exports").glob("*.json")]
    return sorted(found, key=lambda row: (row["at"], row["sha256"]), reverse=True)


def _row(file: Path) -> dict[str, Any]:
    # A file of another name is not the row about what it says it is about.
    return kept_rows.row_in(
        file, lambda row: NEEDED if row.get("sha256") == file.stem else None, "home.issued_unreadable"
    )
