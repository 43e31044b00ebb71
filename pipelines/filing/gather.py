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
from pipelines.filing.finding import Finding, told
from pipelines.filing.read import ReadingError, read_sheet
from programme import clock
from programme.datasets import Datasets
from words.problems import WrongUse

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
        raise WrongUse(
            f"没有名为“{known.dataset}”的报表。--dataset 应为 {'、'.join(datasets)} 之一。",
            f"There is no dataset '{known.dataset}'. --dataset must be one of {', '.join(datasets)}.",
        )
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
                raise WrongUse(
                    f"文件夹 {path} 及其下级没有填报表。请放入 CSV 或 XLSX 文件，或改用正确的路径。",
                    f"The folder {path} and those below hold no return. Put CSV or XLSX files there, "
                    "or correct "
                    "the path.",
                )
            filings += found
        elif path.exists():
            filings.append(_of_file(path, known, datasets))
        else:
            raise WrongUse(
                f"没有 {path} 这个文件或文件夹。请检查路径。",
                f"There is no file or folder {path}. Check the path.",
            )
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
        raise WrongUse(
            f"{path} 是文件夹的清单，不是填报表。请给出它所在的文件夹。",
            f"{path} is the list of a folder, no return. Give the folder instead.",
        )
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
            told(
                None,
                "filed_on",
                filing.filed_on.isoformat(),
                "filed_in_the_future",
                f"报送日期 {filing.filed_on} 晚于今天 {known.today}。请改正 --filed-on 或 {LIST_NAME}。",
                f"The filing date {filing.filed_on} is after today, {known.today}. Correct --filed-on "
                f"or {LIST_NAME}.",
            )
        )
    return filing


def _unknown_circumstances(path: Path, known: Circumstances) -> Filing:
    return Filing(
        path,
        str(path),
        known.filed_on or known.today,
        dataset=known.dataset,
        findings=[
            told(
                None,
                None,
                LIST_NAME,
                "list_unreadable",
                f"同一文件夹的 {LIST_NAME} 有误，无法得知本文件的报送日期。请先改正 {LIST_NAME}，"
                "或将其移走。",
                f"The {LIST_NAME} of this folder is wrong, so when this file was filed is not known. Correct "
                f"{LIST_NAME} first, or take it away.",
            )
        ],
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
            told(
                None,
                "file_name",
                entry.file_name,
                "file_missing",
                f"{LIST_NAME} 第 {entry.row} 行列有“{entry.file_name}”，但文件夹里没有。"
                "请补上文件或删去该行。",
                f"Row {entry.row} of {LIST_NAME} names '{entry.file_name}', which is not there. Add "
                "the file or "
                "remove the row.",
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
        return [], error.findings
    headings = [heading.lower() for heading in sheet.headings]
    unknown = [heading for heading in headings if heading not in LIST_COLUMNS]
    if "file_name" not in headings or unknown or len(set(headings)) < len(headings):
        wanted = ", ".join(LIST_COLUMNS)
        return [], [
            told(
                sheet.heading_row,
                unknown[0] if unknown else None,
                ", ".join(sheet.headings),
                "list_heading",
                f"{LIST_NAME} 的表头应为 {wanted}（file_name 必填，各列至多一次）。请改正。",
                f"The heading of {LIST_NAME} must be {wanted} (file_name is required, each at most "
                "once). Correct it.",
            )
        ]
    entries: list[Entry] = []
    broken: list[Finding] = []
    seen: dict[str, int] = {}
    for *texts, row in sheet.frame.iter_rows():
        cell = {heading: (text or "").strip() for heading, text in zip(headings, texts, strict=True)}
        entry = _entry(row, cell, datasets)
        if not entry.file_name or Path(entry.file_name).name != entry.file_name or "\\" in entry.file_name:
            broken.append(
                _list_finding(
                    row, "file_name", entry.file_name, "应为本文件夹内的文件名", "a file name of this folder"
                )
            )
        elif entry.file_name in seen:
            broken.append(
                _list_finding(
                    row,
                    "file_name",
                    entry.file_name,
                    f"每个文件只列一次（第 {seen[entry.file_name]} 行已有）",
                    f"each file once (row {seen[entry.file_name]} has it)",
                )
            )
        seen.setdefault(entry.file_name, row)
        entries.append(entry)
    return entries, broken


def _entry(row: int, cell: dict[str, str], datasets: Datasets) -> Entry:
    entry = Entry(row, cell["file_name"], filed_by=cell.get("filed_by") or None)
    dataset = cell.get("dataset") or None
    if dataset and dataset not in datasets:
        names = ", ".join(datasets)
        entry.findings.append(_list_finding(row, "dataset", dataset, f"应为 {names} 之一", f"one of {names}"))
    else:
        entry.dataset = dataset
    for column in ("period", "filed_on"):
        text = cell.get(column)
        day = cells.date(text) if text else None
        if text and day is None:
            entry.findings.append(
                _list_finding(row, column, text, "应为 YYYY-MM-DD 的日期", "a date, YYYY-MM-DD")
            )
        setattr(entry, column, day)
    simulated = cells.truth(cell.get("simulated"))
    if simulated is None:
        entry.findings.append(
            _list_finding(row, "simulated", cell["simulated"], "应为 true 或 false", "true or false")
        )
    entry.simulated = bool(simulated)
    return entry


def _list_finding(row: int, column: str, value: str, right_zh: str, right_en: str) -> Finding:
    return told(
        row,
        column,
        value or None,
        "list_value",
        f"{LIST_NAME} 第 {row} 行 {column} 为“{value}”，{right_zh}。请改正。",
        f"{LIST_NAME}, row {row}, {column} is '{value}'; it must be {right_en}. Correct it.",
    )
