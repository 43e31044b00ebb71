"""Whether landed rows are what they were when they landed: a file of rows is named after its batches and the SHA-256 of its bytes.

`pipelines.filing.landing` alone gives the names. A file with another name landed before there were such names, and nobody can tell
whether it was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from programme import batch_names
from programme.storage import sha256_of
from words.problems import BuildError

_NAME = re.compile(r"part-([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{64})\.parquet")
NAMED = 5  # originals that a message names


def name_of(first: int, last: int, sha256: str) -> str:
    """The name of a file of rows: its first and last sequence, and the checksum of its bytes."""
    return f"part-{first:08d}-{last:08d}-{sha256}.parquet"


@dataclass(frozen=True)
class Rows:
    """A file of landed rows whose name says what it must be."""

    path: Path
    first: int
    last: int
    sha256: str

    @cached_property
    def is_whole(self) -> bool:
        """Whether its bytes are those that landed; not where it cannot be read, or is not there."""
        try:
            return sha256_of(self.path) == self.sha256
        except OSError:
            return False

    @property
    def batches(self) -> str:
        """Its first and last batch, by name."""
        names = [batch_names.name_of(self.path.parent.name, one) for one in (self.first, self.last)]
        return " … ".join(dict.fromkeys(names))

    @property
    def values(self) -> dict[str, Any]:
        """What a message says of it: file, batches, the originals as far as they can still be read, where a backup has it."""
        in_backup = f"files/{self.sha256[:2]}/{self.sha256}"
        return {
            "path": self.path,
            "batches": self.batches,
            "originals": self._originals() or ["?"],
            "in_backup": in_backup,
        }

    def _originals(self) -> list[str]:
        try:
            rows = pl.read_parquet(self.path, columns=["file_name", "file_hash"], glob=False)
            found = rows.drop_nulls().unique(maintain_order=True)
        except BaseException as error:  # a panic of the native reader is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            return []
        named = [f"{name} (filed/{sha256})" for name, sha256 in found.head(NAMED).iter_rows()]
        return named + ["…"] * (found.height > NAMED)


def rows_of(file: str | Path) -> Rows | None:
    """What the name of a file of rows says; None of one that landed before names said it."""
    path = Path(file)
    said = _NAME.fullmatch(path.name)
    return Rows(path, int(said[1]), int(said[2]), said[3]) if said else None


def changed(files: Iterable[str | Path]) -> list[Rows]:
    """Those of some files of rows that are not what landed."""
    return [rows for rows in map(rows_of, files) if rows is not None and not rows.is_whole]


def check(files: Iterable[str | Path]) -> None:
    """Raise a `BuildError` that names file, batches and remedy where one of some files of rows is not what landed."""
    for rows in changed(files):
        raise BuildError("landing.changed", **rows.values)
