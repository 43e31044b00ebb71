"""The published facts that packs are made from: `data/sources/`, national and per province.

A province may have a folder of its own (`data/sources/<two digits>/`) with what its statistics office
published and how its areas changed; a province without one is made from the national files alone.
"""

from __future__ import annotations

import csv
from pathlib import Path

from programme import PROJECT
from words.problems import PackError

SOURCES = PROJECT / "data" / "sources"
PROGRAMME = PROJECT / "data" / "programme"
Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Every row of a UTF-8 file with a heading; all cells are text. An unreadable file is named."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError) as error:
        raise PackError("making.source_unreadable", path=path, error=str(error)) from error


def not_installed(what: str) -> PackError:
    """The error for a package that only the maker of packs needs."""
    return PackError("making.not_installed", what=what)


class Sources:
    """National files and, where there are any, those of one province (two digits)."""

    def __init__(self, province: str, folder: Path = SOURCES) -> None:
        self.folder = folder
        self.provincial_folder = folder / province

    def national(self, name: str) -> list[Row]:
        return read_rows(self.folder / f"{name}.csv")

    def provincial(self, name: str) -> list[Row]:
        """Rows of a province's own file; none where the province has no such file."""
        path = self.provincial_folder / f"{name}.csv"
        return read_rows(path) if path.exists() else []

    def programme(self, name: str) -> list[Row]:
        """Rows that every pack has from the programme."""
        return read_rows(PROGRAMME / f"{name}.csv")
