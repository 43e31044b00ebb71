"""Whether what a home keeps for ever is what it was: rows that landed, and the originals they were read from. Parts of `checkup`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock
import polars as pl

from pipelines.commands.checkup_backup import BROKEN, LOOK, OK
from pipelines.filing import landing
from programme.storage import sha256_of
from warehouse import landed_whole
from warehouse.home import Home
from words.problems import Problem

LISTED = 5


@dataclass(frozen=True)
class RowsFound:
    """The files of rows of one dataset: how many say what they must be, those that are not that, and those of no commit."""

    named: int
    unnamed: int
    changed: list[landed_whole.Rows]
    of_no_commit: list[landed_whole.Rows]


def rows_found(home: Home, name: str, counter: int) -> RowsFound:
    """What is found of the files of rows of a dataset; each is read to its end.

    Of no commit is one whose sequences were given out (`counter` is the last) and have not landed: its commit was lost, or an ingest was
    killed at it. Raises `LandingError` where the table cannot be read.
    """
    files = landing.parquet_files(home, name)
    named = [file for file in files if landed_whole.rows_of(file) is not None]
    landed = _sequences(home, name)
    of_no_commit = [
        rows
        for file in sorted(home.dataset(name).glob("part-*.parquet"))
        if file not in files and (rows := landed_whole.rows_of(file)) is not None
        # What was joined to others since has landed in another file.
        if rows.last <= counter
        and landed is not None
        and not {rows.first, rows.last} <= landed
        and rows.is_whole
    ]
    return RowsFound(len(named), len(files) - len(named), landed_whole.changed(named), of_no_commit)


def _sequences(home: Home, name: str) -> set[int] | None:
    """The sequences that have landed in a table; None where its rows cannot be read."""
    try:
        return {*landing.every_row(home, name, {"sequence": pl.Int64()})["sequence"]}
    except Problem:
        return None


def originals(home: Home) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is found of the files as they were filed: each is named after the checksum of its bytes, and all are read."""
    filed = {file.name: file for file in _files(home.filed)}
    worn = sorted(name for name, file in filed.items() if sha256_of(file) != name)
    rests = _rests_on(home)
    missing = sorted({*rests} - {*filed})
    if worn:
        yield BROKEN, "changed", _listed(home, worn, rests)
    if missing:
        yield BROKEN, "missing", _listed(home, missing, rests)
    if not filed and not rests:
        yield OK, "nothing", {}
    elif not worn and not missing:
        yield OK, "well", {"n": len(filed), "folder": home.filed}


def _listed(home: Home, names: list[str], rests: dict[str, str]) -> dict[str, Any]:
    """What is said of some originals: how many, the first of them with batch and name, and their folder."""
    told = [f"filed/{name} ({rests[name]})" if name in rests else f"filed/{name}" for name in names]
    return {
        "n": len(names),
        "files": told[:LISTED] + ["…"] * (len(told) > LISTED),
        "folder": home.filed,
    }


def _files(folder: Path) -> list[Path]:
    """The files of a folder but for drafts; none where it is not there."""
    return [file for file in folder.iterdir() if not file.name.startswith(".")] if folder.is_dir() else []


def _rests_on(home: Home) -> dict[str, str]:
    """The originals that landed rows rest on, with batch and name; a table that cannot be read is told by its own check."""
    wanted: dict[str, pl.DataType] = {name: pl.String() for name in ("file_hash", "batch_id", "file_name")}
    found: dict[str, str] = {}
    for name in landing.tables(home):
        try:
            rows = landing.every_row(home, name, wanted)
        except Problem:
            continue
        # Rows of the first homes have no original.
        for sha256, batch, file in rows.drop_nulls().unique(maintain_order=True).iter_rows():
            found.setdefault(sha256, f"{batch}: {file}")
    return found


def told_of(name: str, found: RowsFound) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is said of a dataset's files of rows that are not as they must be."""
    for rows in found.changed:
        yield BROKEN, "changed", {"said": Problem("landing.changed", **rows.values)}
    for rows in found.of_no_commit:
        yield LOOK, "of_no_commit", {"dataset": name, **rows.values}


def is_held(lock: Path) -> bool:
    """Whether somebody holds a lock; one that is not there is held by nobody."""
    if not lock.exists():
        return False
    ours = filelock.FileLock(lock, timeout=0)
    try:
        ours.acquire()
    except filelock.Timeout:
        return True
    except OSError:
        return False  # it cannot be written: told by the check of the home
    ours.release()
    return False
