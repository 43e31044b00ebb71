"""What was published: issued bulletins and exported files that were kept in mind, and whether each still says what a snapshot says."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from files import receipt, verify
from files.bulletin import content
from pipelines.filing import bulletins
from programme import clock
from programme.storage import write_whole
from warehouse import kept_exports, retention
from warehouse.home import Home
from warehouse.readers import Reader
from words.problems import HomeError, Problem, QuestionError

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """One published file against a snapshot.

    `kind`: `bulletin` (`name` is its title, `number` the one it was issued under, `row` its place in the register) or
    `export` (`view` is the address of its answer). `moved`: how many of its figures, or cells and rows, are others there;
    None where `problem` says why it cannot be compared.
    """

    kind: str
    name: str
    number: str
    on: str
    snapshot: str
    sha256: str
    moved: int | None
    problem: Problem | None = None
    view: str = ""
    row: int = 0

    @property
    def holds(self) -> bool | None:
        """Whether it still says what the snapshot says; None where nobody can tell."""
        return None if self.moved is None else self.moved == 0


def keep(home: Home, reader: Reader, name: str, data: bytes, told: receipt.Receipt) -> tuple[Row, bool]:
    """Register an exported file and pin its snapshot; the row, and whether it is new: the same file has one.

    Raises `HomeError` where the home cannot be written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    place = kept_exports.path(home, sha256)
    facts = reader.rows("snapshot_facts")[0]
    now = dt.datetime.now(dt.UTC)
    row = {
        "name": name,
        "sha256": sha256,
        "bytes": len(data),
        "snapshot": reader.snapshot.id,
        "on": clock.today(clock.zone(str(facts["timezone"]))).isoformat(),
        "at": now.isoformat(timespec="seconds"),
        "receipt": json.loads(told.text()),
    }
    # Pinned first: a crash leaves a snapshot too many, never a row whose snapshot is gone.
    retention.pin(home, reader.snapshot.id, keep=True)
    before = next((one for one in kept_exports.rows(home) if one["sha256"] == sha256), None)
    if before is not None:
        return before, False
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps(row, ensure_ascii=False, indent=1).encode("utf-8"), first_wins=True)
    except OSError as error:
        raise home.not_writable(error) from error
    return row, True


def state(home: Home) -> str:
    """What tells one state of what was published in a home from another."""
    listed = [f"{row['row']}{row['state']}" for row in bulletins.listing(home)]
    return " ".join([*listed, *(row["sha256"] for row in kept_exports.rows(home))])


def against(home: Home, reader: Reader) -> list[Published]:
    """Every bulletin that stands and every export that was kept, newest first, each compared with a reader's snapshot.

    Raises `HomeError` where a register cannot be read.
    """
    standing = [row for row in bulletins.listing(home) if row["state"] == "standing"]
    found = [_bulletin(home, reader, row) for row in standing]
    found += [_export(reader, row) for row in kept_exports.rows(home)]
    return sorted(found, key=lambda one: one.on, reverse=True)


def _bulletin(home: Home, reader: Reader, row: Row) -> Published:
    moved: int | None = None
    problem: Problem | None = None
    try:
        day = dt.date.fromisoformat(row["period"])
        now = content.gather(reader, row["language"], row["indicator"], day)
        moved = len(bulletins.moved_since(home, row, now))
    except (QuestionError, HomeError) as error:
        problem = error
    return Published(
        "bulletin",
        row["title"],
        row["number"],
        row["on"],
        row["snapshot"],
        row["files"]["docx"]["sha256"],
        moved,
        problem,
        row=row["row"],
    )


def _export(reader: Reader, row: Row) -> Published:
    moved: int | None = None
    problem: Problem | None = None
    view = ""
    try:
        told = receipt.read(json.dumps(row["receipt"]))
        view = told.view
        compared = verify.moved(reader, told)
        moved = (
            len(compared.differences)
            + len(compared.rows_gone)
            + len(compared.rows_new)
            + len(compared.columns_gone)
            + len(compared.columns_new)
        )
    except Problem as error:
        problem = error
    return Published(
        "export", row["name"], "", row["on"], row["snapshot"], row["sha256"], moved, problem, view
    )
