"""One file on its way in, from its bytes to rows of text under the columns of its dataset."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache

import polars as pl

from pipelines.filing import landing, printed
from pipelines.filing.draft import Draft
from pipelines.filing.finding import Finding
from pipelines.filing.gather import Circumstances, Filing
from pipelines.filing.periods import Calendar
from pipelines.filing.read import ReadingError, Sheet, read_bytes, read_table
from pipelines.filing.recognise import Recognised, recognise
from pipelines.filing.said_above import findings_of, periods_of, speaks_of_a_quarter
from pipelines.filing.workbook_process import Workbooks
from programme.datasets import AnyDataset, Counts, Datasets
from programme.packs.area_index import Areas
from words.problems import Problem


@dataclass(frozen=True)
class Reading:
    """What files are read with: forms, periods and areas, who works out hashes and reads workbooks, what is said of all files."""

    datasets: Datasets
    calendar: Calendar
    areas: Areas
    beside: Executor
    workbooks: Workbooks
    said: Circumstances


def read(draft: Draft, reading: Reading) -> None:
    """Open a file and lay its columns under those of its dataset, all as text. Its hash is worked out beside.

    A file that is no filled form is looked at once more, as a printed or published table.
    """
    filing = draft.filing
    draft.outcome.dataset = filing.dataset
    if filing.findings:
        draft.refuse(filing.findings)
        return
    try:
        draft.data = read_bytes(filing.path)
    except ReadingError as error:
        draft.refuse(error.findings)
        return
    draft.hashing = reading.beside.submit(landing.hash_of, draft.data)
    refused: Sequence[Finding] = []
    notes: Sequence[Finding] = []
    if not reading.said.settled.says_anything:
        refused, notes = _read_form(draft, reading)
        if not refused:
            draft.note(notes)
            return
    if not printed.take(draft, reading.said, reading.datasets, reading.areas, reading.workbooks, refused):
        draft.note(notes)
        draft.refuse(refused)
    elif draft.recognised is not None:
        draft.refuse(_wrong_period(filing, draft.recognised.dataset, reading.calendar))
        draft.refuse(_not_published(draft.recognised.dataset, reading.said.source))


def _not_published(dataset: AnyDataset, source: str | None) -> list[Finding]:
    """That a source is named for a form that is no figures of the pack's own."""
    if not source or (isinstance(dataset, Counts) and dataset.gives_figures):
        return []
    return [Finding(None, "--source", source, Problem("gather.nothing_published", form=dataset.name))]


def _read_form(draft: Draft, reading: Reading) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """Take a file for a filled form: what is wrong where it is none, and what is to be noted of it."""
    filing, outcome, datasets = draft.filing, draft.outcome, reading.datasets
    try:
        sheet = read_table(draft.data, datasets.known_headings, reading.workbooks, datasets.figure_headings)
    except ReadingError as error:
        return error.findings, []
    recognised, findings = recognise(filing, sheet, datasets)
    outcome.rows_read = sheet.frame.height
    notes = list(sheet.notes)
    if recognised is not None:
        outcome.dataset = recognised.dataset.name
        outcome.understood = recognised.understood
        findings += _wrong_period(filing, recognised.dataset, reading.calendar)
        findings += _not_published(recognised.dataset, reading.said.source)
        said = _said_beside(filing, sheet, recognised)
        findings += [one for one in said if one.severity == "error"]
        notes += [one for one in said if one.severity == "warning"]
    if not findings and not sheet.frame.height:
        findings = [Finding(sheet.heading_row, None, None, Problem("check.no_rows"))]
    if findings or recognised is None:
        return findings, notes
    draft.recognised = recognised
    dataset, place = recognised.dataset, recognised.place
    common = ("period", "note", "withdrawn") if dataset.is_register else ("area_code", "area_name", "period")
    columns = [
        pl.col(str(place[column])).alias(column)
        if column in place
        else pl.lit(None, dtype=pl.String).alias(column)
        for column in (*common, *dataset.columns_filed)
    ]
    draft.text = sheet.frame.select(*columns, "file_row")
    filed = sheet.as_filed
    if filed is not None:
        draft.as_filed = cache(lambda: filed().select(*columns, "file_row"))
    return [], notes


def _said_beside(filing: Filing, sheet: Sheet, recognised: Recognised) -> list[Finding]:
    """What the lines above the table and the file's name say that its rows do not."""
    dataset, column = recognised.dataset, recognised.place.get("period")
    if not isinstance(dataset, Counts) or not (sheet.above or speaks_of_a_quarter(filing.name)):
        return []
    given = [day for day in (filing.period or filing.listed_period,) if day]
    of_rows = [] if column is None else periods_of(sheet.frame[str(column)].cast(pl.String))
    return list(findings_of(dataset, sheet.above, filing.name, of_rows or given))


def _wrong_period(filing: Filing, dataset: AnyDataset, calendar: Calendar) -> list[Finding]:
    """A period said of the whole file is judged once, not on every row."""
    findings = []
    for day, source in ((filing.period, "--period"), (filing.listed_period, "files.csv")):
        fault = calendar.fault(day, dataset) if day and not dataset.is_register else None
        if day and fault:
            problem = Problem("check.period_of_file", source=source, day=day, said=fault)
            findings.append(Finding(None, "period", day.isoformat(), problem, rule_name=fault.rule))
    if filing.period and filing.listed_period and filing.period != filing.listed_period:
        problem = Problem(
            "check.period_conflict.file", day=filing.period, source="files.csv", wanted=filing.listed_period
        )
        findings.append(Finding(None, "period", filing.period.isoformat(), problem))
    return findings
