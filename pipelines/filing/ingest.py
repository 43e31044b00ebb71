"""From filed files to landed rows: read, recognise, check, admit, land.

Files are read and checked without holding anything; then, under the lock of the home, each is judged against
what stands, as if given one by one, and all that are accepted land in one commit per dataset.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipelines.filing import landing, wording
from pipelines.filing.check import Checked, Checker, Draft, period_fault
from pipelines.filing.finding import FileOutcome, Finding, told
from pipelines.filing.gather import Circumstances, Filing, gather
from pipelines.filing.read import ReadingError, read_sheet
from pipelines.filing.recognise import recognise
from pipelines.filing.stand import Standing, batch_id
from programme import clock
from programme.datasets import CONTRACTS
from programme.packs.area_index import Areas
from programme.packs.pack import Pack
from warehouse.home import Home
from words.problems import LandingError

Progress = Callable[[str, int, int], None]


@dataclass
class IngestReport:
    """What became of every file, in the order taken."""

    files: list[FileOutcome] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many files are `accepted`, `rejected` or `duplicate`."""
        return sum(outcome.status == status for outcome in self.files)

    def as_dict(self) -> dict[str, Any]:
        """The report as `ingest --json` prints it."""
        return {"files": [outcome.as_dict() for outcome in self.files]}


def ingest(
    home: Home,
    pack: Pack,
    paths: Sequence[str | os.PathLike[str]],
    *,
    dataset: str | None = None,
    period: dt.date | None = None,
    filed_on: dt.date | None = None,
    filed_by: str | None = None,
    today: dt.date | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Check files and folders of returns and land those without error, each whole or not at all.

    Raises `WrongUse` before anything is read (a path that is not there, an unknown dataset), `HomeError` for a
    home of another pack, and `LandingError` for a home whose path cannot hold a table or when a commit fails; its
    text says what had landed by then.
    """
    tell = progress or _silent
    known = Circumstances(dataset, period, filed_on, filed_by, today or clock.today())
    landing.refuse_address(home)
    filings = gather([Path(path) for path in paths], known)
    home.claim(pack.id)
    drafts = [Draft(number, filing, FileOutcome(filing.shown)) for number, filing in enumerate(filings)]
    for draft in drafts:
        tell("read", draft.order, len(drafts))
        _read(draft, pack.first_period, known.today)
    tell("read", len(drafts), len(drafts))
    areas = Areas(pack)
    checked: list[Checked] = []
    for contract in CONTRACTS.values():
        mine = [
            d for d in drafts if d.text is not None and d.recognised and d.recognised.contract is contract
        ]
        if mine:
            checked.append(Checker(contract, mine, areas, pack.first_period, known.today).run())
        tell("check", len(checked), len(CONTRACTS))
    if any(draft.text is not None and not draft.total for draft in drafts):
        with landing.locked(home):
            _land(home, areas, checked, tell)
    for draft in drafts:
        draft.close()
    return IngestReport([draft.outcome for draft in drafts])


def _silent(step: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def _read(draft: Draft, first_period: dt.date, today: dt.date) -> None:
    """Open a file and lay its columns under those of its contract, all as text."""
    filing, outcome = draft.filing, draft.outcome
    outcome.dataset = filing.dataset
    if filing.findings:
        draft.refuse(filing.findings)
        return
    try:
        sheet = read_sheet(filing.path)
    except ReadingError as error:
        draft.refuse(error.findings)
        return
    recognised, findings = recognise(filing, sheet)
    findings += _wrong_period(filing, first_period, today)
    outcome.rows_read = sheet.frame.height
    if recognised is not None:
        outcome.dataset = recognised.contract.dataset
    if not findings and not sheet.frame.height:
        findings = [_no_rows(sheet.heading_row)]
    if findings or recognised is None:
        draft.refuse(findings)
        return
    draft.recognised = recognised
    wanted = ("area_code", "area_name", "period", *recognised.contract.measure_codes)
    place = recognised.place
    draft.text = sheet.frame.select(
        *(
            pl.col(str(place[column])).alias(column)
            if column in place
            else pl.lit(None, dtype=pl.String).alias(column)
            for column in wanted
        ),
        "file_row",
    )


def _wrong_period(filing: Filing, first_period: dt.date, today: dt.date) -> list[Finding]:
    """A period said of the whole file is judged once, not on every row."""
    findings = []
    for day, source in ((filing.period, "--period"), (filing.listed_period, "files.csv")):
        fault = period_fault(day, first_period, today) if day else None
        if day and fault:
            rule, (zh, en) = fault
            findings.append(
                told(None, "period", day.isoformat(), rule, f"{source} {day}：{zh}", f"{source} {day}: {en}")
            )
    if filing.period and filing.listed_period and filing.period != filing.listed_period:
        zh, en = wording.period_conflict(filing.listed_period, "files.csv")
        day = filing.period
        findings.append(
            told(
                None,
                "period",
                day.isoformat(),
                "period_conflict",
                f"--period {day}：{zh}",
                f"--period {day}: {en}",
            )
        )
    return findings


def _no_rows(heading_row: int) -> Finding:
    return told(
        heading_row,
        None,
        None,
        "no_rows",
        "表格只有表头，没有数据行。请填写后再提交。",
        "The table has a heading and no rows. Fill it in and file again.",
    )


def _land(home: Home, areas: Areas, checked: list[Checked], tell: Progress) -> None:
    """Judge every file against what stands, in the order given, and land what is accepted. Under the lock."""
    states = {part.contract.dataset: _standing(home, areas, part) for part in checked}
    first = last = landing.last_sequence(home)
    last = max([last, *(newest for _, newest in states.values())])
    sequence = {id(part): np.zeros(len(part.drafts), np.int64) for part in checked}
    queue = sorted(
        ((draft.order, part, number) for part in checked for number, draft in enumerate(part.drafts)),
        key=lambda entry: entry[0],
    )
    remaining = {id(part): len(part.drafts) for part in checked}
    for _, part, number in queue:
        remaining[id(part)] -= 1
        state = states[part.contract.dataset][0]
        if _admitted(state, part, number):
            last += 1
            sequence[id(part)][number] = last
            if remaining[id(part)]:
                state.take(part, number, last)
    if last > first:
        landing.give_out(home, last)
    _commit(home, [(part, sequence[id(part)]) for part in checked if sequence[id(part)].any()], tell)


def _standing(home: Home, areas: Areas, part: Checked) -> tuple[Standing, int]:
    """What stands at the periods of these files, and the newest sequence seen there."""
    wanted = ["area_code", "period", *part.contract.measure_codes, "sequence", "simulated"]
    landed = landing.landed(home, part.contract, only=wanted, periods=part.periods)
    newest = int(landed["sequence"].max() or 0) if landed.height else 0  # type: ignore[arg-type]
    return Standing(part.contract, areas, landed), newest


def _admitted(state: Standing, part: Checked, number: int) -> bool:
    """Whether a file is to be landed; a part of a standing return is refused, a repetition marked."""
    draft = part.drafts[number]
    if draft.total:
        return False
    findings, total = state.part_of_whole(part, number)
    if total:
        draft.findings += findings
        draft.total += total
        return False
    same = state.same_as(part, number)
    if same is not None:
        draft.outcome.status, draft.outcome.batch_id = "duplicate", same
        return False
    return True


def _commit(home: Home, parts: list[tuple[Checked, np.ndarray]], tell: Progress) -> None:
    """One commit per dataset. A file is called accepted only once its commit is done."""
    done: list[str] = []
    for number, (part, sequence) in enumerate(parts):
        tell("land", number, len(parts))
        try:
            landing.append(home, part.contract, _rows(part, sequence))
        except LandingError as error:
            raise _half(error, done) from error
        for draft, given in zip(part.drafts, sequence.tolist(), strict=True):
            if given:
                outcome = draft.outcome
                outcome.status, outcome.batch_id = "accepted", batch_id(part.contract.dataset, given)
                outcome.rows_loaded = outcome.rows_read
                done.append(outcome.batch_id)
    tell("land", len(parts), len(parts))


def _half(error: LandingError, done: list[str]) -> LandingError:
    """The error of a commit, with what had landed before it."""
    if not done:
        return error
    shown_zh = f"{done[0]} 至 {done[-1]} 共 {len(done)} 个批次" if len(done) > 1 else f"批次 {done[0]}"
    shown_en = f"{len(done)} batches, {done[0]} to {done[-1]}," if len(done) > 1 else f"The batch {done[0]}"
    return LandingError(
        f"{error.message_zh}此前{shown_zh}已经入库；重新提交时会认作重复，不会重复入库。",
        f"{error.message_en} {shown_en} had landed before; filed again they are found to be duplicates.",
    )


def _rows(part: Checked, sequence: np.ndarray) -> pl.DataFrame:
    """The rows of the accepted files as they are landed: area, period, measures and where they come from."""
    accepted = np.flatnonzero(sequence).tolist()
    rows = part.rows
    if len(accepted) < len(sequence):
        rows = pl.concat([rows[part.of(number)] for number in accepted])
    heights = [part.of(number).stop - part.of(number).start for number in accepted]
    drafts = [part.drafts[number] for number in accepted]
    schema = landing.PROVENANCE
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    origin = pl.DataFrame(
        {
            "batch_id": [batch_id(part.contract.dataset, int(sequence[number])) for number in accepted],
            "sequence": [int(sequence[number]) for number in accepted],
            "file_name": [draft.filing.path.name for draft in drafts],
            "filed_on": [draft.filing.filed_on for draft in drafts],
            "filed_by": [draft.filing.filed_by for draft in drafts],
            "landed_at": [now for _ in drafts],
            "simulated": [draft.filing.simulated for draft in drafts],
        },
        schema={name: kind for name, kind in schema.items() if name != "file_row"},
    )
    file = pl.Series(np.repeat(np.arange(len(drafts), dtype=np.uint32), heights))
    return rows.hstack(origin.select(pl.all().gather(file)))
