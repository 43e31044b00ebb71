"""What a check has to say about a file, and what became of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from programme.datasets.dataset import Severity
from words.problems import Bilingual, Problem

LISTED_PER_FILE = 200  # more than anyone corrects in one sitting; the rest are counted


@dataclass(frozen=True)
class Finding:
    """One thing found: row and column as they stand in the file, the value there, and what would be right.

    With `at_cell` the text begins with the place: row, column, value. `place` is the column's in the sheet as it was read (from 0,
    beginning with the first that is used), where whoever found it knows; else `Understood.places` tells it by the heading.
    """

    row: int | None
    column: str | None
    value: str | None
    problem: Problem
    at_cell: bool = False
    severity: Severity = "error"
    rule_name: str | None = None  # of a dataset's own rule
    place: int | None = None

    @property
    def rule(self) -> str:
        """The rule that was broken, as programs know it."""
        return self.rule_name or self.problem.rule

    def message(self, language: str, rows: Sequence[int] = ()) -> str:
        """The text in one language (`zh` or `en`); `rows` where the same is to be said of several."""
        if not self.at_cell:
            return self.problem.message(language)
        place: dict[str, object] = {"row": self.row, "column": self.column, "said": self.problem}
        if len(rows) > 1:
            place |= {"row": _spans(rows), "n": len(rows)}
        if self.value is None:
            key = "finding.at_blank_cells" if len(rows) > 1 else "finding.at_blank_cell"
            return Problem(key, **place).message(language)
        key = "finding.at_cells" if len(rows) > 1 else "finding.at_cell"
        return Problem(key, value=self.value, **place).message(language)

    @property
    def message_zh(self) -> str:
        return self.message("zh")

    @property
    def message_en(self) -> str:
        return self.message("en")

    def as_dict(self) -> dict[str, Any]:
        """The finding as `ingest --json` prints it."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
        }


@dataclass
class Changes:
    """How many figures of a file are new, changed, the same, turned back to an older value, or blank where one stood.

    Each figure counts once; `far` counts those among them that are far from the last known figure. Of a register
    these are rows, `withdrawn` among them. `denominator` counts those further from a published or estimated denominator
    than the pack allows.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    turned_back: int = 0
    blanked: int = 0
    withdrawn: int = 0
    far: int = 0
    denominator: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts as `ingest --json` prints them."""
        return asdict(self)

    @property
    def touches_what_stands(self) -> bool:
        """Whether anything that stands becomes something else."""
        return bool(self.changed or self.turned_back or self.blanked or self.withdrawn)

    def __add__(self, other: Changes) -> Changes:
        return Changes(**{name: value + getattr(other, name) for name, value in asdict(self).items()})


@dataclass(frozen=True)
class Printed:
    """What else is told of a table that was taken over as it was printed or published: the rows of its headings, the day and where it is
    said (given, above, headings, file), the units by column, headings left out, rows of areas, totals that agree with their parts."""

    heading_rows: tuple[int, ...]
    period: str | None
    period_from: str
    units: dict[str, str]
    ignored: list[str]
    matched: int
    totals: int


@dataclass(frozen=True)
class Understood:
    """What a file was taken for: the sheet of a workbook, the row of its heading, which heading means which column, and where in the
    sheet, from 0, each of them stands."""

    sheet: str | None
    heading_row: int
    columns: dict[str, str]  # heading as filed -> column
    printed: Printed | None = None
    places: dict[str, int] = field(default_factory=dict)  # heading as filed -> place

    def as_dict(self) -> dict[str, Any]:
        """The understanding as `ingest --dry-run --json` prints it."""
        told = {"sheet": self.sheet, "heading_row": self.heading_row, "columns": self.columns}
        return told | ({"printed": asdict(self.printed)} if self.printed else {})


@dataclass
class FileOutcome:
    """What became of one file, or would become of it.

    `errors` and `warnings` list at most 200 each and close with how many more there are. `rows_added` are rows of
    areas (or keys) for which nothing stands, `rows_replacing` those that take the place of something that does;
    `changes` counts the figures (of a register the rows), and is None of a file that was not compared with what stands.
    """

    path: str
    dataset: str | None = None
    status: str = "rejected"  # accepted, rejected, duplicate or passed_over
    batch_id: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_added: int = 0
    rows_replacing: int = 0
    changes: Changes | None = None
    periods: list[str] = field(default_factory=list)
    understood: Understood | None = None
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def as_dict(self, *, dry_run: bool = False) -> dict[str, Any]:
        """The outcome as `ingest --json` prints it; a dry run adds what was understood and would change."""
        said: dict[str, Any] = {
            "path": self.path,
            "dataset": self.dataset,
            "status": self.status,
            "batch_id": self.batch_id,
            "rows_read": self.rows_read,
            "rows_loaded": self.rows_loaded,
            "changes": self.changes.as_dict() if self.changes else None,
            "errors": [finding.as_dict() for finding in self.errors],
            "warnings": [finding.as_dict() for finding in self.warnings],
        }
        if dry_run:
            said |= {
                "rows_added": self.rows_added,
                "rows_replacing": self.rows_replacing,
                "periods": self.periods,
                "understood": self.understood.as_dict() if self.understood else None,
            }
        return said


def alike(findings: Sequence[Finding]) -> list[tuple[Finding, list[int]]]:
    """The findings of cells that say the same of the same value in a column as one, with their rows; the others as they are."""
    found: dict[object, tuple[Finding, list[int]]] = {}
    for number, one in enumerate(findings):
        same = (
            (one.column, one.value, one.rule, one.problem.message_en) if one.at_cell and one.row else number
        )
        found.setdefault(same, (one, []))[1].extend([one.row] if one.row else [])
    return list(found.values())


def _spans(rows: Sequence[int]) -> Bilingual:
    """Numbers of rows as one reads them: 2–41, 45."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], row]
        else:
            spans.append([row])
    told = ["–".join(map(str, span)) for span in spans]
    return Bilingual("、".join(told), ", ".join(told))


def shorten(findings: list[Finding], total: int | None = None, columns: Sequence[str] = ()) -> list[Finding]:
    """The first findings in the order of the sheet, and a closing line that counts those left out.

    `columns`: the headings as they stand in the sheet; what is said of a row as a whole comes before its cells.
    """
    place = {heading: number for number, heading in enumerate(columns)}

    def order(finding: Finding) -> tuple[bool, int, int]:
        return finding.row is not None, finding.row or 0, place.get(finding.column or "", -1)

    ordered = sorted(findings, key=order)
    count = len(ordered) if total is None else total
    listed = ordered[:LISTED_PER_FILE]
    if count > len(listed):
        severity = listed[0].severity if listed else "error"
        key = "finding.more_errors" if severity == "error" else "finding.more_warnings"
        listed.append(Finding(None, None, None, Problem(key, more=count - len(listed)), severity=severity))
    return listed
