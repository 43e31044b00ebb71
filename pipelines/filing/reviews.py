"""The register of reviewers' words on findings: a word (explained, wrong), by whom, when and why.

Rows are only ever added, each written whole: a later word on the same finding is a row of its own, and holds. A finding is none of the
home's files, so its text is kept with the word: what was looked at can be read when no snapshot has it any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.filing import kept_rows
from warehouse import reviewed
from warehouse.home import Home, is_read_only
from words.problems import HomeError, WrongUse

WORDS = reviewed.WORDS
LONGEST_NAME, LONGEST_WHY = 40, 400  # characters
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """A reviewer's word, who says it, and why."""

    word: str
    by: str
    why: str


def is_open(home: Home) -> bool:
    """Whether a word can be added: the server is not for reading alone, and the home can be written."""
    return home.is_open


def review(home: Home, finding: Row, said: Said, *, day: dt.date, snapshot: str) -> Row:
    """Add a reviewer's word on a finding (a row of `findings_listed` or `outliers`); returns the row.

    The same word by the same person for the same reason, where it holds already, is not added again.

    Raises:
        WrongUse: no such word, or a blank or too long name or reason.
        HomeError: the server is for reading alone, or the home cannot be written.
    """
    word = said.word
    if word not in reviewed.WORDS:
        raise WrongUse("reviews.no_word", word=word, words=list(reviewed.WORDS))
    name = kept_rows.line(said.by, LONGEST_NAME, "reviews.wrong_by")
    reason = kept_rows.line(said.why, LONGEST_WHY, "reviews.wrong_why")
    if is_read_only():
        raise HomeError("home.read_only", folder=home.root)
    with kept_rows.locked(home, home.reviews, "home.reviews_busy"):
        before = reviewed.by_finding(home).get(str(finding["finding_id"]), [])
        if before and (before[-1]["kind"], before[-1]["by"], before[-1]["why"]) == (word, name, reason):
            return before[-1]
        row = {
            "kind": word,
            "finding_id": finding["finding_id"],
            "by": name,
            "why": reason,
            "on": day.isoformat(),
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "snapshot": snapshot,
            "finding": {key: _plain(finding.get(key)) for key in KEPT if finding.get(key) is not None},
        }
        kept_rows.append(home, home.reviews, row)
        return row


# What is kept of the finding itself.
KEPT = (
    "source",
    "dataset",
    "rule",
    "outlier_kind",
    "measure",
    "area_code",
    "period",
    "value",
    "subject",
    "found",
    "batch_id",
    "file_name",
    "file_row",
)


def by_finding(home: Home) -> dict[str, list[dict[str, Any]]]:
    """All words by the finding that they are on, each oldest first: the last one holds. Raises as `reviewed.rows`."""
    return reviewed.by_finding(home)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
