"""From filed files to landed rows, in two steps: `examine` reads, recognises, checks and judges; `land` lands.

Files are read and checked without holding anything, and each is judged against what stands as if given one by one.
Landing takes the lock of the home; where something has landed since the examination, the files are judged again.
All that are accepted land in one commit per dataset.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipelines.filing import landing
from pipelines.filing.check import Checked, Checker
from pipelines.filing.check_register import RegisterChecker
from pipelines.filing.draft import Draft
from pipelines.filing.finding import FileOutcome
from pipelines.filing.gather import Circumstances, Filing, gather
from pipelines.filing.judge import AnyChecked, Place, judge
from pipelines.filing.periods import Calendar
from pipelines.filing.published.kept import kept
from pipelines.filing.same_cell import refuse_contradictions
from pipelines.filing.take_in import Reading, read
from pipelines.filing.workbook_process import Workbooks
from programme import batch_names, clock, room
from programme.datasets import Counts, Datasets, Register
from programme.packs.area_index import Areas, areas_of
from programme.packs.pack import Pack
from warehouse.home import Home
from words.problems import HomeError, LandingError, Problem, WrongUse

Progress = Callable[[str, int, int], None]


@dataclass
class IngestReport:
    """What became of every file, in the order taken; of a dry run, what would become of it."""

    files: list[FileOutcome] = field(default_factory=list)
    dry_run: bool = False

    def count(self, status: str) -> int:
        """How many files are `accepted`, `rejected`, `duplicate` or `passed_over`."""
        return sum(outcome.status == status for outcome in self.files)

    @property
    def complete(self) -> bool:
        """Whether nothing was rejected or passed over that may have been meant for a return."""
        return not any(outcome.status == "rejected" or outcome.errors for outcome in self.files)

    def as_dict(self) -> dict[str, Any]:
        """The report as `ingest --json` prints it."""
        files = [outcome.as_dict(dry_run=self.dry_run) for outcome in self.files]
        return {"dry_run": True, "files": files} if self.dry_run else {"files": files}


@dataclass
class Examined:
    """Files read, checked and judged; nothing has landed. `land` takes it further, once."""

    place: Place
    drafts: list[Draft]
    checked: list[AnyChecked]
    passed_over: list[FileOutcome] = field(default_factory=list)
    counter: int = 0  # the last sequence given out when they were judged
    base: int = 0  # the sequence after which theirs begin

    def judge(self, counter: int) -> None:
        """Judge the files against what stands now, whatever was found before; `counter`: the last sequence given out."""
        for draft in self.drafts:
            draft.forget_judgement()
        self.counter, self.base = counter, judge(self.place, self.checked, counter)

    @cached_property
    def report(self) -> IngestReport:
        """What would become of every file: `accepted` where it would land."""
        for draft in self.drafts:
            draft.close()
        return IngestReport([*(draft.outcome for draft in self.drafts), *self.passed_over], dry_run=True)

    @property
    def accepted(self) -> bool:
        """Whether any file would land."""
        return any(draft.outcome.status == "accepted" for draft in self.drafts)


def ingest(
    home: Home,
    pack: Pack,
    paths: Sequence[str | os.PathLike[str]],
    known: Circumstances | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Check files and folders of returns and land those without error, each whole or not at all.

    Raises `WrongUse` before anything is read (a path that is not there, an unknown dataset), `HomeError` for a
    home of another pack, and `LandingError` for a home whose path cannot hold a table or when a commit fails; its
    text says what had landed by then.
    """
    return land(examine(home, pack, paths, known, progress), progress)


def examine(
    home: Home,
    pack: Pack,
    paths: Sequence[str | os.PathLike[str]],
    known: Circumstances | None = None,
    progress: Progress | None = None,
    each: Mapping[Path, Circumstances] | None = None,
) -> Examined:
    """Read, recognise and check files, and judge each against what stands. Nothing is written.

    `each` says of single files what is known of them alone; who published them is said of all in `known`.
    Raises `WrongUse` and `HomeError` as `ingest` does.
    """
    tell = progress or _silent
    said = known or Circumstances(today=clock.today(pack.timezone))
    home.check_address()
    said = replace(said, kept=kept(home))
    own = {path: replace(one, kept=said.kept, source=said.source) for path, one in (each or {}).items()}
    if said.source is not None:
        known_sources = pack.table("sources")["source_id"].to_list()
        if said.source not in known_sources:
            raise WrongUse("gather.unknown_source", source=said.source, sources=known_sources)
    datasets = pack.datasets
    found = [one for path in map(Path, paths) for one in gather([path], own.get(path, said), datasets)]
    filings = [filing for filing in found if filing.passed_over is None]
    home.check_owner(pack.id)
    # Taken by the day they were filed, whatever folder they lie in, then as listed.
    filings.sort(key=lambda filing: filing.filed_on)
    drafts = [
        Draft(number, filing, FileOutcome(filing.shown), confirmed=own.get(filing.path, said).confirmed)
        for number, filing in enumerate(filings)
    ]
    calendar = Calendar(pack.first_period, said.today)
    with ThreadPoolExecutor(max_workers=1) as beside, Workbooks() as workbooks:
        areas = areas_of(pack)
        for draft in drafts:
            tell("read", draft.order, len(drafts))
            read(
                draft, Reading(datasets, calendar, areas, beside, workbooks, own.get(draft.filing.path, said))
            )
        tell("read", len(drafts), len(drafts))
        checked = _checked(drafts, pack, datasets, areas, calendar, tell)
    examined = Examined(
        Place(home, pack, areas, said.source),
        drafts,
        checked,
        [_passed_over(one) for one in found if one.passed_over],
    )
    if any(draft.text is not None for draft in drafts):
        examined.judge(landing.last_sequence(home))
    return examined


def land(examined: Examined, progress: Progress | None = None) -> IngestReport:
    """Land the files that were accepted; what landed meanwhile is looked at first. Raises as `ingest` does."""
    tell = progress or _silent
    home = examined.place.home
    try:
        home.claim(examined.place.pack.id)
        if examined.accepted:
            with landing.locked(home):
                counter = landing.last_sequence(home)
                if counter != examined.counter:
                    examined.judge(counter)
                _land(examined, tell)
    except (LandingError, HomeError) as error:
        if room.is_lacking(error):
            raise _full(error, examined) from error
        raise
    for draft in examined.drafts:
        draft.close()
    return IngestReport([*(draft.outcome for draft in examined.drafts), *examined.passed_over])


def _passed_over(filing: Filing) -> FileOutcome:
    """What is said of a file that is not taken: an error where a return may have been meant."""
    assert filing.passed_over is not None
    outcome = FileOutcome(filing.shown, status="passed_over")
    (outcome.errors if filing.passed_over.severity == "error" else outcome.warnings).append(
        filing.passed_over
    )
    return outcome


def _silent(step: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def _checked(
    drafts: list[Draft],
    pack: Pack,
    datasets: Datasets,
    areas: Areas,
    calendar: Calendar,
    tell: Progress,
) -> list[AnyChecked]:
    """The files that could be read, checked together by dataset."""
    checked: list[AnyChecked] = []
    for number, dataset in enumerate(datasets.values(), start=1):
        own = [d for d in drafts if d.text is not None and d.recognised and d.recognised.dataset is dataset]
        if own and isinstance(dataset, Counts):
            counts = Checker(dataset, own, areas, calendar).run()
            refuse_contradictions(counts, areas)
            checked.append(counts)
        elif own and isinstance(dataset, Register):
            checked.append(RegisterChecker(dataset, own, areas, calendar, pack.registered_words).run())
        tell("check", number, len(datasets))
    return checked


# ---------------------------------------------------------------- landing


def _land(examined: Examined, tell: Progress) -> None:
    """Give out sequences in the order of the files, keep the files, commit. Under the lock."""
    accepted = [draft for draft in examined.drafts if draft.outcome.status == "accepted"]
    if not accepted:
        return
    home, first = examined.place.home, examined.base
    landing.sweep(home)
    sequence = {id(draft): first + number for number, draft in enumerate(accepted, start=1)}
    parts = [part for part in examined.checked if any(id(draft) in sequence for draft in part.drafts)]
    written: list[landing.Written] = []
    keeping: list[Future[bool]] = []
    try:
        with ThreadPoolExecutor(max_workers=1) as beside:
            keeping += [beside.submit(landing.keep, home, draft.data, draft.file_hash) for draft in accepted]
            for part in parts:
                written.append(
                    landing.write(home, part.dataset, _table(part, sequence, examined.place.source))
                )
            for kept in keeping:
                kept.result()
        # Only now: whatever carries a sequence can be looked up as it was filed.
        landing.give_out(home, first + len(accepted))
    except BaseException:
        for rows in written:
            landing.discard(rows)
        for draft, kept in zip(accepted, keeping, strict=False):
            if not kept.cancelled() and kept.exception() is None and kept.result():
                landing.forget(home, draft.file_hash)
        raise
    landed: list[str] = []
    for number, (part, rows) in enumerate(zip(parts, written, strict=True)):
        tell("land", number, len(parts))
        try:
            landing.commit(rows)
        except LandingError as error:
            for left in written[number + 1 :]:
                landing.discard(left)
            if not landed:
                raise
            raise _half(error, landed) from error
        for draft in part.drafts:
            if id(draft) not in sequence:
                continue
            outcome = draft.outcome
            # A file is called accepted by its batch only once its commit is done.
            outcome.batch_id = batch_names.name_of(part.dataset.name, sequence[id(draft)])
            outcome.rows_loaded = outcome.rows_read
            landed.append(outcome.batch_id)
    tell("land", len(parts), len(parts))


def _full(error: LandingError | HomeError, examined: Examined) -> Problem:
    """The error of a full disk, with what all that was to land needs there."""
    files = sum(len(draft.data) for draft in examined.drafts if draft.outcome.status == "accepted")
    rows = sum(part.rows.estimated_size() for part in examined.checked if isinstance(part, Checked))
    lacking = room.none_left(examined.place.home.root, files + int(rows) + room.LITTLE)
    said = error.values.get("said", error)
    assert isinstance(said, LandingError | HomeError)
    told = type(said)(said.key, **{**said.values, "reason": lacking})
    return told if said is error else LandingError(error.key, **{**error.values, "said": told})


def _half(error: LandingError, landed: list[str]) -> LandingError:
    """The error of a commit, with what had landed before it."""
    batches = Problem("landing.one_batch", first=landed[0])
    if len(landed) > 1:
        batches = Problem("landing.several_batches", first=landed[0], last=landed[-1], number=len(landed))
    return LandingError("landing.half", said=error, batches=batches)


def _table(part: AnyChecked, sequence: dict[int, int], source: str | None) -> pl.DataFrame:
    """The rows of a dataset's accepted files as they are landed; `source` is who published them, none of returns."""
    own = [number for number, draft in enumerate(part.drafts) if id(draft) in sequence]
    rows = _rows(part, own).hstack(_origin(part, own, sequence))
    return rows.with_columns(_confirmed(part, own), source_id=pl.lit(source, dtype=pl.String))


def _rows(part: AnyChecked, own: list[int]) -> pl.DataFrame:
    """The rows of the accepted files as they are landed, without where they come from."""
    if isinstance(part, Checked):
        if len(own) == len(part.drafts):
            return part.rows
        return pl.concat([part.rows[part.of(number)] for number in own])
    schema = {
        name: kind for name, kind in landing.columns(part.dataset).items() if name not in landing.PROVENANCE
    }
    schema["file_row"] = pl.Int64()
    rows = [row for number in own for row in part.rows[part.of(number)]]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _confirmed(part: AnyChecked, own: list[int]) -> pl.Series:
    """What was confirmed of each row of the accepted files."""
    kind = landing.PROVENANCE["confirmed"]
    nothing = pl.Series("confirmed", [None], dtype=kind)
    columns = []
    for number in own:
        rows, draft = part.of(number), part.drafts[number]
        marks = {at: list(said) for at, said in draft.marks.items()}
        for at, derived in draft.derived.items():
            marks.setdefault(rows.start + at, []).extend(derived)
        said = [marks.get(at) for at in range(rows.start, rows.stop)] if marks else None
        columns.append(
            pl.Series("confirmed", said, dtype=kind)
            if said
            else nothing.new_from_index(0, rows.stop - rows.start)
        )
    return pl.concat(columns)


def _origin(part: AnyChecked, own: list[int], sequence: dict[int, int]) -> pl.DataFrame:
    """Where each row comes from: one row per row of the accepted files."""
    drafts = [part.drafts[number] for number in own]
    heights = [part.of(number).stop - part.of(number).start for number in own]
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    origin = pl.DataFrame(
        {
            "batch_id": [batch_names.name_of(part.dataset.name, sequence[id(draft)]) for draft in drafts],
            "sequence": [sequence[id(draft)] for draft in drafts],
            "file_name": [draft.filing.name for draft in drafts],
            "file_hash": [draft.file_hash for draft in drafts],
            "filed_on": [draft.filing.filed_on for draft in drafts],
            "filed_by": [draft.filing.filed_by for draft in drafts],
            "landed_at": [now for _ in drafts],
            "simulated": [draft.filing.simulated for draft in drafts],
        },
        schema={
            name: kind
            for name, kind in landing.PROVENANCE.items()
            if name not in ("file_row", "confirmed", "source_id")
        },
    )
    file = pl.Series(np.repeat(np.arange(len(drafts), dtype=np.uint32), heights))
    return origin.select(pl.all().gather(file))
