"""Writes returns as people file them, for tests that read, check and land."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.filing.finding import FileOutcome
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import IngestReport, ingest
from pipelines.filing.judge import standing_rows
from programme.packs.area_index import Areas
from programme.packs.pack import Pack
from tests.tiny import Tiny
from warehouse.home import Home

TODAY = dt.date(2026, 2, 20)
STAFFING = "area_code,period,chief_workers,deputy_workers,other_workers,certified_workers"
QUARTER = "2025-12-31"


def staffing(*rows: str, heading: str = STAFFING) -> str:
    """The text of a staffing return."""
    return "\n".join([heading, *rows, ""])


def workers(*codes: str, period: str = QUARTER, other: int = 5) -> str:
    """A staffing return with the same figures for each area."""
    return staffing(*(f"{code},{period},1,2,{other},4" for code in codes))


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, name: str, sheets: dict[str, list[list[Any]]]) -> Path:
    """An XLSX file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def take(tiny: Tiny, *paths: Path, **options: Any) -> IngestReport:
    """Ingest into the tiny home."""
    progress = options.pop("progress", None)
    return ingest(tiny.home, tiny.pack, paths, Circumstances(**{"today": TODAY, **options}), progress)


def take_text(tiny: Tiny, text: str, name: str = "staffing.csv", **options: Any) -> FileOutcome:
    """Ingest one file with this text."""
    path = write(tiny.home.root.parent / "returns", name, text)
    return take(tiny, path, **options).files[0]


def standing(home: Home, dataset: str, pack: Pack) -> pl.DataFrame:
    """The rows of a dataset that stand now."""
    return standing_rows(home, pack.datasets.counts[dataset], Areas(pack), pack.first_period)


def rules(outcome: FileOutcome) -> list[tuple[int | None, str]]:
    """Row and rule of each error."""
    return [(finding.row, finding.rule) for finding in outcome.errors]


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def fill(path: Path, values: dict[int, dict[str, Any]]) -> None:
    """Type values into the sheet of a form: by row, then by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {heading: place for place, heading in enumerate(headings(sheet), start=1)}
    for row, cells in values.items():
        for heading, value in cells.items():
            sheet.cell(row, at[heading]).value = value
    book.save(path)
