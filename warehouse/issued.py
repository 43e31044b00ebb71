"""The register of issued bulletins as it stands: one file a row, written once and never again.

`pipelines.filing.bulletins` alone adds to it. A row that is there is whole; what it names lies under `files/` by its hash.
"""

from __future__ import annotations

from typing import Any

from warehouse import kept_rows
from warehouse.home import Home

ISSUED, WITHDRAWN = "issued", "withdrawn"
# What a row of each kind says at least.
_ISSUE = {"number", "edition", "snapshot", "indicator", "period", "language", "files"}
NEEDED = {ISSUED: {"kind", *_ISSUE}, WITHDRAWN: {"kind", "number"}}


def rows(home: Home) -> list[dict[str, Any]]:
    """All rows, oldest first. Raises `HomeError` where one cannot be read."""
    return kept_rows.read(home.issued, NEEDED, "home.issued_unreadable")


def snapshots(home: Home) -> set[str]:
    """The snapshots that issued bulletins rest on, those of withdrawn ones as well."""
    return set(numbers(home))


def numbers(home: Home) -> dict[str, list[str]]:
    """The numbers of the bulletins that rest on each snapshot, as they were issued."""
    found: dict[str, list[str]] = {}
    for row in rows(home):
        if row.get("snapshot") and row["number"] not in found.setdefault(str(row["snapshot"]), []):
            found[str(row["snapshot"])].append(str(row["number"]))
    return found
