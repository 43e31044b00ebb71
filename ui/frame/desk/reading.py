"""What files are read as: examined as `ingest --dry-run` would, and nothing written but in a folder that is gone afterwards."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.filing.draft import Draft
from pipelines.filing.finding import FileOutcome, Finding
from pipelines.filing.gather import Circumstances
from pipelines.filing.heading import is_known
from pipelines.filing.ingest import Examined, examine
from pipelines.filing.published.grid import Grid
from pipelines.filing.published.settled import Settled
from pipelines.filing.read import grids_of
from pipelines.filing.workbook_process import Workbooks
from programme import clock
from programme.datasets.headings import normal_heading
from ui.frame import startup
from ui.frame.desk import questions
from ui.frame.desk.brought import Brought
from ui.frame.desk.findings import how_many
from words.problems import Problem

PREFIX = "observatory-desk-"
_MIDNIGHT = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(?:\.0+)?$")


@dataclass(frozen=True)
class OfOne:
    """What was settled of one file."""

    dataset: str | None = None
    period: dt.date | None = None
    sheet: str | None = None
    unit: str | None = None
    mapped: tuple[tuple[str, str], ...] = ()
    confirmed: bool = False


@dataclass(frozen=True)
class OfAll:
    """What is said of all files."""

    filed_by: str | None = None
    source: str | None = None
    dataset: str | None = None
    period: dt.date | None = None


@dataclass(frozen=True)
class Read:
    """One file as it was read: what would become of it, the sheet as it stands, and what is asked of who files it."""

    brought: Brought
    outcome: FileOutcome
    grid: Grid | None = None
    asked: tuple[questions.Question, ...] = ()

    @property
    def to_mend(self) -> list[Finding]:
        """The errors that no answer takes away."""
        return [one for one in self.outcome.errors if not questions.is_asked(one)]

    @property
    def number_to_mend(self) -> int:
        """How many those are, with the ones that are only counted."""
        return how_many(self.to_mend)

    @property
    def state(self) -> str:
        """ready, duplicate, settle, mend or refused: what no row or column is to be mended of."""
        if self.outcome.status in ("accepted", "duplicate"):
            return {"accepted": "ready"}.get(self.outcome.status, self.outcome.status)
        if self.asked and not self.to_mend:
            return "settle"
        return "mend" if self.outcome.understood or any(one.row for one in self.to_mend) else "refused"


@dataclass
class Lot:
    """Files that were examined together, so that they are held against each other too; `land` it once."""

    files: list[Read]
    examined: Examined | None
    seconds: float
    at: float = field(default_factory=time.monotonic)


def read(files: Sequence[tuple[Brought, OfOne]], said: OfAll) -> Lot:
    """Examine files. Raises `Problem` where what was settled cannot be meant, or the home or the pack cannot be used."""
    began, pack = time.monotonic(), startup.pack_in_use()
    today = clock.today(pack.timezone)
    fine = [(file, one) for file, one in files if file.fault is None]
    examined, by_path = None, dict[Path, Read]()
    if fine:
        # The name begins so that whoever finds one after a power cut knows what it was; only its owner may look in.
        with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
            each = _laid_down(Path(folder), fine, said, today)
            known = Circumstances(filed_by=said.filed_by, source=said.source, today=today)
            examined = examine(startup.home(), pack, [*each], known, each=each)
        outcomes = examined.report.files
        with Workbooks() as workbooks:
            for draft, outcome, (file, _) in zip(examined.drafts, outcomes, fine, strict=True):
                grid = _sheet(draft, outcome, workbooks)
                asked = questions.of(outcome, pack, today)
                by_path[draft.filing.path] = Read(file, outcome, grid, tuple(asked))
    done = {one.brought.key: one for one in by_path.values()}
    return Lot(
        [done.get(file.key) or _refused(file) for file, _ in files], examined, time.monotonic() - began
    )


def _laid_down(
    folder: Path, files: Sequence[tuple[Brought, OfOne]], said: OfAll, today: dt.date
) -> dict[Path, Circumstances]:
    """The files in a folder of their own each, as two may have one name; what is known of each."""
    found: dict[Path, Circumstances] = {}
    for number, (file, one) in enumerate(files):
        path = folder / f"{number:03d}" / file.name
        path.parent.mkdir()
        path.write_bytes(file.data)
        mapped = {normal_heading(heading): code for heading, code in one.mapped}
        found[path] = Circumstances(
            one.dataset or said.dataset,
            one.period or said.period,
            filed_by=said.filed_by,
            today=today,
            confirmed=one.confirmed,
            settled=Settled(one.sheet, one.unit, mapped),
        )
    return found


def _refused(file: Brought) -> Read:
    assert file.fault is not None
    return Read(file, FileOutcome(file.name, errors=[Finding(None, None, None, file.fault)]))


def _sheet(draft: Draft, outcome: FileOutcome, workbooks: Workbooks) -> Grid | None:
    """The sheet that a file was taken for, else the one with headings of a form, else its first; None of what is no table."""
    if not draft.data:
        return None
    headings = startup.pack_in_use().datasets.known_headings
    try:
        grids = grids_of(draft.data, headings, workbooks)
    except Problem:
        return None
    if outcome.understood:
        meant = [one for one in grids if one.name == outcome.understood.sheet]
    else:
        meant = [one for one in grids if any(is_known(list(row), headings) for row in one.rows)]
    return next((_as_shown(one) for one in [*meant, *grids]), None)


def _as_shown(grid: Grid) -> Grid:
    """A sheet with days as one reads them: a workbook keeps midnight beside them."""
    rows = tuple(tuple(_MIDNIGHT.sub("", text) for text in row) for row in grid.rows)
    return replace(grid, rows=rows)
