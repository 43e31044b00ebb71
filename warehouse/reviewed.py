"""The register of reviewers' words on findings as it stands: one file a row, written once and never again.

`pipelines.filing.reviews` alone adds to it. A row names its finding by the name that the questions `findings_listed` and `outliers` give
it, which is the same in every snapshot as long as the same values break the same rule.
"""

from __future__ import annotations

from typing import Any

from warehouse import kept_rows
from warehouse.home import Home

WORDS = ("explained", "wrong")
NEEDED = {word: {"kind", "finding_id", "by", "why", "on", "snapshot"} for word in WORDS}


def rows(home: Home) -> list[dict[str, Any]]:
    """All rows, oldest first. Raises `HomeError` where one cannot be read."""
    return kept_rows.read(home.reviews, NEEDED, "home.reviews_unreadable")


def by_finding(home: Home) -> dict[str, list[dict[str, Any]]]:
    """All words by the finding that they are on, each oldest first: the last one holds."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(home):
        found.setdefault(str(row["finding_id"]), []).append(row)
    return found
