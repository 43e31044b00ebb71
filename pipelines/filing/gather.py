"""Which files to ingest, in which order, and what is known about each beside its content.

A folder may hold a `files.csv` (`file_name, dataset, period, filed_on, filed_by, simulated`) that says when and
by whom each of its files was filed. Folders are taken with all below them, in the order of their names (a folder
per period), inside a folder in the order of `filed_on`, then of the rows of `files.csv`. Whatever else is in a folder is
passed over, each with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.filing import cells
from pipelines.filing.finding import Finding
from pipelines.filing.folder import LIST_NAME, PassedOver, readable, walk
from pipelines.filing.published.settled import Settled
from pipelines.filing.read import read_sheet
from programme.datasets import Datasets
from words.problems import Problem, ReadingError, WrongUse

LIST_COLUMNS = ("file_name", "dataset", "period", "filed_on", "filed_by", "simulated")


@dataclass(frozen=True)
class Circumstances:
    """What the command line says about every file of this run."""

    dataset: str | None = None
    period: dt.date | None = None
    filed_on: dt.date | None = None
    filed_by: str | None = None
    source: str | None = None  # the source that published the figures; none of a return
    today: dt.date = field(kw_only=True)  # the day that it is in the province
    confirmed: bool = False  # what destroys, or is hard to believe, is meant
    settled: Settled = field(default_factory=Settled)  # what is said of how a table is to be read
    kept: Mapping[str, tuple[Settled, ...]] = field(default_factory=dict)  # what was kept of that, by filer


@dataclass
class Filing:
    """One file to be ingested and how it was filed. `findings` are errors known before it is opened.

    One that is `passed_over` is not: its severity is an error where a return may have been meant by it.
    """

    path: Path
    shown: str
    filed_on: dt.date
    dataset: str | None = None
    dataset_given: bool = False
    period: dt.date | None = None
    listed_period: dt.date | None = None
    filed_by: str | None = None
    simulated: bool = False
    findings: list[Finding] = field(default_factory=list)
    passed_over: Finding | None = None

    @property
    def name(self) -> str:
        """The name of the file as it can be shown and kept."""
        return readable(self.path.name)


@dataclass
class Entry:
    """One row of a `files.csv`."""

    row: int
    file_name: str
    dataset: str | None = None
    period: dt.date | None = None
    filed_on: dt.date | None = None
    filed_by: str | None = None
    simulated: bool = False
    findings: list[Finding] = field(default_factory=list)


def gather(paths: Sequence[Path], known: Circumstances, datasets: Datasets) -> list[Filing]:
    """Every file that the paths name, in the order in which they are to be taken.

    Raises `WrongUse` for a path that does not exist, a folder without returns or an unknown dataset.
    """
    if known.dataset is not None and known.dataset not in datasets:
        raise WrongUse("gather.unknown_dataset", dataset=known.dataset, datasets=list(datasets))
    filings: list[Filing] = []
    for path in paths:
        if path.is_symlink():
            filings.append(_of_file(path, known, datasets))  # refused when it is to be read
        elif path.is_dir():
            found = [
                filing
                for folder, returns, passed in walk(path, datasets.known_headings)
                for filing in _of_folder(folder, returns, passed, known, datasets)
            ]
            if not any(one.passed_over is None or one.passed_over.severity == "error" for one in found):
                raise WrongUse("gather.no_returns", folder=path)
            filings += found
        elif path.exists():
            filings.append(_of_file(path, known, datasets))
        else:
            raise WrongUse("gather.no_such_path", path=readable(path))
    return filings


def _of_folder(
    folder: Path, returns: list[Path], passed: list[PassedOver], known: Circumstances, datasets: Datasets
) -> list[Filing]:
    """The returns of one folder in their order, then what is passed over in it.

    What its list names is taken whatever its kind, to be refused by name, except what is not followed or no file.
    """
    entries, broken = _listed(folder / LIST_NAME, datasets)
    left = [_passed_over(one, known) for one in passed]
    if broken:
        return [
            Filing(folder / LIST_NAME, readable(folder / LIST_NAME), known.today, findings=broken),
            *(_unknown_circumstances(path, known) for path in returns),
            *(filing for filing in left if filing.path.name != LIST_NAME),
        ]
    by_name = {entry.file_name: entry for entry in entries}
    order = {entry.file_name: entry.row for entry in entries}
    meant = [one.path for one in passed if one.meant and one.path.name in by_name and one.path.is_file()]
    taken = sorted({*returns, *(path for path in meant if not path.is_symlink())})
    filings = [
        _filing(path, known, by_name.get(path.name) or by_name.get(readable(path.name))) for path in taken
    ]
    there = {
        name for path in (*taken, *(one.path for one in passed)) for name in (path.name, readable(path.name))
    }
    filings += [_missing(folder, entry, known) for entry in entries if entry.file_name not in there]
    last = len(entries) + len(taken) + 2
    filings.sort(key=lambda f: (f.filed_on, order.get(f.path.name, order.get(f.name, last)), f.path.name))
    return filings + [filing for filing in left if filing.path not in taken]


def _passed_over(one: PassedOver, known: Circumstances) -> Filing:
    finding = Finding(None, None, None, one.why, severity="error" if one.meant else "warning")
    return Filing(one.path, readable(one.path), known.today, passed_over=finding)


def _of_file(path: Path, known: Circumstances, datasets: Datasets) -> Filing:
    if path.name.lower() == LIST_NAME:
        raise WrongUse("gather.list_alone", path=path)
    entries, broken = _listed(path.parent / LIST_NAME, datasets)
    if broken:
        return _unknown_circumstances(path, known)
    return _filing(
        path, known, next((one for one in entries if one.file_name in (path.name, readable(path.name))), None)
    )


def _filing(path: Path, known: Circumstances, entry: Entry | None) -> Filing:
    listed = entry or Entry(0, path.name)
    filing = Filing(
        path=path,
        shown=readable(path),
        filed_on=known.filed_on or listed.filed_on or known.today,
        dataset=known.dataset or listed.dataset,
        dataset_given=known.dataset is not None,
        period=known.period,
        listed_period=listed.period,
        filed_by=known.filed_by or listed.filed_by,
        simulated=listed.simulated,
        findings=[replace(finding, row=None) for finding in listed.findings],
    )
    if filing.filed_on > known.today:
        filing.findings.append(
            Finding(
                None,
                "filed_on",
                filing.filed_on.isoformat(),
                Problem("gather.filed_in_the_future", day=filing.filed_on, today=known.today, list=LIST_NAME),
            )
        )
    return filing


def _unknown_circumstances(path: Path, known: Circumstances) -> Filing:
    return Filing(
        path,
        readable(path),
        known.filed_on or known.today,
        dataset=known.dataset,
        findings=[Finding(None, None, LIST_NAME, Problem("gather.list_unreadable", list=LIST_NAME))],
    )


def _missing(folder: Path, entry: Entry, known: Circumstances) -> Filing:
    path = folder / entry.file_name
    return Filing(
        path,
        readable(path),
        entry.filed_on or known.today,
        dataset=entry.dataset,
        findings=[
            *(replace(finding, row=None) for finding in entry.findings),
            Finding(
                None,
                "file_name",
                entry.file_name,
                Problem("gather.file_missing", list=LIST_NAME, row=entry.row, file=entry.file_name),
            ),
        ],
    )


def _listed(path: Path, datasets: Datasets) -> tuple[list[Entry], list[Finding]]:
    """The rows of a `files.csv` and what is wrong with the list as a whole."""
    if not path.is_file() or path.is_symlink():
        return [], []
    try:
        sheet = read_sheet(path, frozenset(LIST_COLUMNS))
    except ReadingError as error:
        return [], list(error.findings)
    headings = [heading.lower() for heading in sheet.headings]
    unknown = [heading for heading in headings if heading not in LIST_COLUMNS]
    if "file_name" not in headings or unknown or len(set(headings)) < len(headings):
        return [], [
            Finding(
                sheet.heading_row,
                unknown[0] if unknown else None,
                ", ".join(sheet.headings),
                Problem("gather.list_heading", list=LIST_NAME, columns=", ".join(LIST_COLUMNS)),
            )
        ]
    entries: list[Entry] = []
    broken: list[Finding] = []
    seen: dict[str, int] = {}
    for *texts, row in sheet.frame.iter_rows():
        cell = {heading: (text or "").strip() for heading, text in zip(headings, texts, strict=True)}
        entry = _entry(row, cell, datasets)
        if not entry.file_name or Path(entry.file_name).name != entry.file_name or "\\" in entry.file_name:
            broken.append(_wrong_value("gather.list_value.file_name", row, "file_name", entry.file_name))
        elif entry.file_name in seen:
            broken.append(
                _wrong_value(
                    "gather.list_value.listed_twice",
                    row,
                    "file_name",
                    entry.file_name,
                    first=seen[entry.file_name],
                )
            )
        seen.setdefault(entry.file_name, row)
        entries.append(entry)
    return entries, broken


def _entry(row: int, cell: dict[str, str], datasets: Datasets) -> Entry:
    entry = Entry(row, cell["file_name"], filed_by=cell.get("filed_by") or None)
    dataset = cell.get("dataset") or None
    if dataset and dataset not in datasets:
        entry.findings.append(
            _wrong_value("gather.list_value.dataset", row, "dataset", dataset, datasets=", ".join(datasets))
        )
    else:
        entry.dataset = dataset
    for column in ("period", "filed_on"):
        text = cell.get(column)
        day = cells.date(text) if text else None
        if text and day is None:
            entry.findings.append(_wrong_value("gather.list_value.day", row, column, text))
        setattr(entry, column, day)
    simulated = cells.truth(cell.get("simulated"))
    if simulated is None:
        entry.findings.append(_wrong_value("gather.list_value.truth", row, "simulated", cell["simulated"]))
    entry.simulated = bool(simulated)
    return entry


def _wrong_value(key: str, row: int, column: str, text: str, **values: object) -> Finding:
    """What is wrong with a cell of a `files.csv`."""
    problem = Problem(key, list=LIST_NAME, row=row, column=column, text=text, **values)
    return Finding(row, column, text or None, problem)
