"""One file on its way in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import polars as pl

from pipelines.filing.finding import FileOutcome, Finding, shorten
from pipelines.filing.gather import Filing
from pipelines.filing.recognise import Recognised


@dataclass
class Found:
    """Findings of one kind: those that are worded, and how many there are in all."""

    listed: list[Finding] = field(default_factory=list)
    total: int = 0

    def add(self, findings: Sequence[Finding], total: int | None = None) -> None:
        self.listed += findings
        self.total += len(findings) if total is None else total


@dataclass
class Draft:
    """How a file was filed, its bytes, its rows under the dataset's columns, and what was found.

    The rows are text as filed; figures may be whole numbers already (`as_filed` then has their text).

    What was found of the file by itself stays; what was found against what stands is forgotten when that is judged again.
    """

    order: int
    filing: Filing
    outcome: FileOutcome
    recognised: Recognised | None = None
    data: bytes = b""
    hashing: Future[str] | None = None  # worked out beside the reading; the file is kept under it
    text: pl.DataFrame | None = None
    as_filed: Callable[[], pl.DataFrame] | None = (
        None  # the same all as text, where figures were read as numbers
    )
    errors: Found = field(default_factory=Found)
    warnings: Found = field(default_factory=Found)
    judged_errors: Found = field(default_factory=Found)
    judged_warnings: Found = field(default_factory=Found)
    derived: dict[int, list[str]] = field(
        default_factory=dict
    )  # what was worked out from a rate, as marks, by place in the text
    confirmed: bool = False  # whether what destroys or is hard to believe was confirmed by who files it
    marks: dict[int, list[str]] = field(
        default_factory=dict
    )  # what was confirmed, by place in the checked rows

    def refuse(self, findings: Sequence[Finding], total: int | None = None) -> None:
        """Errors of the file by itself; `total` where more were counted than are worded."""
        self.errors.add(findings, total)

    def note(self, findings: Sequence[Finding], total: int | None = None) -> None:
        """Warnings of the file by itself."""
        self.warnings.add(findings, total)

    def forget_judgement(self) -> None:
        """Before the file is judged again, against what stands by then."""
        self.judged_errors, self.judged_warnings, self.marks = Found(), Found(), {}
        self.outcome.changes = None
        self.outcome.status, self.outcome.batch_id = "rejected", None
        self.outcome.rows_added = self.outcome.rows_replacing = 0

    @property
    def is_refused(self) -> bool:
        """Whether anything was found that rejects the file."""
        return bool(self.errors.total or self.judged_errors.total)

    @property
    def file_hash(self) -> str:
        """The hash of the file's bytes, once they were read."""
        assert self.hashing is not None
        return self.hashing.result()

    def column(self, code: str) -> str:
        """A column as the file heads it."""
        return self.recognised.heading.get(code, code) if self.recognised else code

    def close(self) -> None:
        """Put what was found into the outcome, in the order of the sheet."""
        errors, warnings = (self.errors, self.judged_errors), (self.warnings, self.judged_warnings)
        columns = list(self.recognised.heading.values()) if self.recognised else []
        self.outcome.errors = _shortened(errors, columns)
        self.outcome.warnings = _shortened(warnings, columns)


def _shortened(found: tuple[Found, Found], columns: list[str]) -> list[Finding]:
    return shorten([*found[0].listed, *found[1].listed], found[0].total + found[1].total, columns)


def together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows of several files. Figures are text again where not every file has them as numbers."""
    if len({tuple(frame.schema.items()) for frame in frames}) == 1:
        return pl.concat(frames)
    return pl.concat([frame.cast({pl.selectors.exclude("file_row"): pl.String}) for frame in frames])
