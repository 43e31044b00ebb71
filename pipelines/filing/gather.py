"""Which files to ingest, in which order, and what is known about each beside its content.

A folder may hold a `files.csv` (`file_name, dataset, period, filed_on, filed_by, simulated`) that says when and
by whom each of its files was filed. Folders are taken with all below them, in the order of their names (a folder
per period), inside a folder in the order of `filed_on`, then of the rows of `files.csv`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.filing import cells
from pipelines.filing.finding import Finding
from pipelines.filing.read import read_sheet
from programme import clock
from programme.datasets import Datasets
from words.problems import Problem, ReadingError, WrongUse

LIST_NAME = "files.csv"
LIST_COLUMNS = ("file_name", "dataset", "period", "filed_on", "filed_by", "simulated")
# Kinds that people file; the ones that cannot be read are refused by name, never passed over in silence.
RETURN_SUFFIXES = frozenset({".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods"})


@dataclass(frozen=True)
class Circumstances:
    """What the command line says about every file of this run."""

    dataset: str | None = None
    period: dt.date | None = None
    filed_on: dt.date | None = None
    filed_by: str | None = None
    today: dt.date = field(default_factory=clock.today)
    confirmed: bool = False  # what destroys, or is hard to believe, is meant


@dataclass
class Filing:
    """One file to be ingested and how it was filed. `findings` are errors known before it is opened."""

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
        if path.is_dir():
            seen: set[Path] = set()
            found = [
                filing
                for folder in _folders(path, seen)
                for filing in _of_folder(folder, known, seen, datasets)
            ]
            if not found:
                raise WrongUse("gather.no_returns", folder=path)
            filings += found
        elif path.exists():
            filings.append(_of_file(path, known, datasets))
        else:
            raise WrongUse("gather.no_such_path", path=path)
    return filings


def _folders(root: Path, seen: set[Path]) -> Iterable[Path]:
    """The folder and all below, by name; hidden ones are left out, and each is visited once whatever links to it."""
    if root.resolve() in seen:
        return
    seen.add(root.resolve())
    yield root
    for folder in sorted(child for child in root.iterdir() if child.is_dir()):
        if not folder.name.startswith("."):
            yield from _folders(folder, seen)


def _is_return(path: Path) -> bool:
    name = path.name
    return (
        path.is_file()
        and path.suffix.lower() in RETURN_SUFFIXES
        and name.lower() != LIST_NAME
        and not name.startswith((".", "~$"))  # hidden, or the lock file of an open workbook
    )


def _of_folder(folder: Path, known: Circumstances, seen: set[Path], datasets: Datasets) -> list[Filing]:
    """The returns of one folder. A file that was `seen` under another name is not taken again."""
    there = sorted(path.name for path in folder.iterdir() if _is_return(path))
    names = [name for name in there if _first_seen(folder / name, seen)]
    entries, broken = _listed(folder / LIST_NAME, datasets)
    if broken:
        return [
            Filing(folder / LIST_NAME, str(folder / LIST_NAME), known.today, findings=broken),
            *(_unknown_circumstances(folder / name, known) for name in names),
        ]
    by_name = {entry.file_name: entry for entry in entries}
    order = {entry.file_name: entry.row for entry in entries}
    filings = [_filing(folder / name, known, by_name.get(name)) for name in names]
    filings += [_missing(folder, entry, known) for entry in entries if entry.file_name not in there]
    last = len(entries) + len(names) + 2
    return sorted(filings, key=lambda f: (f.filed_on, order.get(f.path.name, last), f.path.name))


def _first_seen(path: Path, seen: set[Path]) -> bool:
    """Whether this is the first name of a file; notes that it was seen."""
    real = path.resolve()
    first = real not in seen
    seen.add(real)
    return first


def _of_file(path: Path, known: Circumstances, datasets: Datasets) -> Filing:
    if path.name.lower() == LIST_NAME:
        raise WrongUse("gather.list_alone", path=path)
    entries, broken = _listed(path.parent / LIST_NAME, datasets)
    if broken:
        return _unknown_circumstances(path, known)
    return _filing(path, known, next((entry for entry in entries if entry.file_name == path.name), None))


def _filing(path: Path, known: Circumstances, entry: Entry | None) -> Filing:
    listed = entry or Entry(0, path.name)
    filing = Filing(
        path=path,
        shown=str(path),
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
        str(path),
        known.filed_on or known.today,
        dataset=known.dataset,
        findings=[Finding(None, None, LIST_NAME, Problem("gather.list_unreadable", list=LIST_NAME))],
    )


def _missing(folder: Path, entry: Entry, known: Circumstances) -> Filing:
    path = folder / entry.file_name
    return Filing(
        path,
        str(path),
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
    if not path.is_file():
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
