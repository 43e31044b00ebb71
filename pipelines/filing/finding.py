"""What a check has to say about a file, and what became of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from words.problems import Problem

LISTED_PER_FILE = 200  # more than anyone corrects in one sitting; the rest are counted


@dataclass(frozen=True)
class Finding:
    """One error: row and column as they stand in the file, the value found, and what would be right."""

    row: int | None
    column: str | None
    value: str | None
    problem: Problem

    @property
    def rule(self) -> str:
        """The rule that was broken, as programs know it."""
        return self.problem.rule

    @property
    def message_zh(self) -> str:
        return self.problem.message_zh

    @property
    def message_en(self) -> str:
        return self.problem.message_en

    def as_dict(self) -> dict[str, Any]:
        """The error as `ingest --json` prints it."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
        }


def told(row: int | None, column: str | None, value: str | None, rule: str, zh: str, en: str) -> Finding:
    """A finding whose text is not in the catalogues yet."""
    problem = Problem(f"filing.{rule}")
    problem.legacy = (zh, en)
    return Finding(row, column, value, problem)


@dataclass
class FileOutcome:
    """What became of one file. `errors` lists at most 200 and closes with how many more there are."""

    path: str
    dataset: str | None = None
    status: str = "rejected"  # accepted, rejected or duplicate
    batch_id: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    errors: list[Finding] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The outcome as `ingest --json` prints it."""
        return {
            "path": self.path,
            "dataset": self.dataset,
            "status": self.status,
            "batch_id": self.batch_id,
            "rows_read": self.rows_read,
            "rows_loaded": self.rows_loaded,
            "errors": [finding.as_dict() for finding in self.errors],
        }


def shorten(findings: list[Finding], total: int | None = None) -> list[Finding]:
    """The first findings in the order of the sheet, and a closing line that counts those left out."""
    ordered = sorted(findings, key=lambda finding: (finding.row is not None, finding.row or 0))
    count = len(ordered) if total is None else total
    listed = ordered[:LISTED_PER_FILE]
    if count > len(listed):
        more = count - len(listed)
        listed.append(
            told(
                None,
                None,
                None,
                "more_errors",
                f"另有 {more} 处错误未列出。请先改正以上各处，再重新提交。",
                f"{more} more errors are not listed. Correct those above and file again.",
            )
        )
    return listed
