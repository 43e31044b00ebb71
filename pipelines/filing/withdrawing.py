"""What was filed, batch by batch, and taking one back.

A withdrawal is a row of its own beside the rows that it takes back: nothing is changed or deleted. It takes a sequence of the home's one
counter, so that a build, and whoever judges files against what stands, sees that landing is another than before.
"""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.filing import kept_rows, landing
from programme import clock
from programme.datasets import AnyDataset, Datasets, Register
from programme.packs.pack import Pack
from programme.storage import write_whole
from warehouse import withdrawals
from warehouse.home import Home
from warehouse.withdrawals import Withdrawal
from words.problems import HomeError, LandingError, WrongUse

LONGEST_NAME = 40
LONGEST_WHY = 400
NEAR = 3  # batches that are named where there is none of a name
_COLUMNS = {
    "dataset": pl.String(),
    "batch_id": pl.String(),
    "sequence": pl.Int64(),
    "file_name": pl.String(),
    "file_hash": pl.String(),
    "filed_on": pl.Date(),
    "filed_by": pl.String(),
    "landed_at": pl.Datetime("us"),
    "simulated": pl.Boolean(),
    "source_id": pl.String(),
    "rows": pl.Int64(),
    "periods": pl.List(pl.Date()),
    "areas": pl.List(pl.String()),
}


@dataclass(frozen=True)
class Taken:
    """What became of a withdrawal: `withdrawn`, or `already` where it had been taken back before; `row` is the one that is there."""

    status: str
    row: Withdrawal


def batches(home: Home, datasets: Datasets) -> pl.DataFrame:
    """One row per batch that ever landed, newest first, with why and by whom it was taken back where it was.

    `periods` and `areas` are those that its rows name. Raises `LandingError` where landing cannot be read.
    """
    parts = [_batches_of(home, name, datasets.get(name)) for name in landing.tables(home)]
    found = pl.concat([pl.DataFrame(schema=_COLUMNS), *parts])
    taken_back = pl.DataFrame(
        [
            (one.batch_sequence, one.withdrawn_on, one.withdrawn_by, one.why)
            for one in landing.withdrawn(home)
        ],
        schema={
            "sequence": pl.Int64,
            "withdrawn_on": pl.Date,
            "withdrawn_by": pl.String,
            "withdrawn_because": pl.String,
        },
        orient="row",
    )
    return found.join(taken_back, on="sequence", how="left", maintain_order="left").sort(
        "sequence", descending=True
    )


def _batches_of(home: Home, name: str, dataset: AnyDataset | None) -> pl.DataFrame:
    area = "area_code"
    kind: pl.DataType = pl.String()
    if isinstance(dataset, Register) and dataset.area:
        area, kind = dataset.area, landing.polars_type(dataset.by_code[dataset.area])
    wanted: dict[str, pl.DataType] = {
        area: kind,
        "period": pl.Date(),
        **{
            column: kind
            for column, kind in landing.PROVENANCE.items()
            if column not in ("file_row", "confirmed")
        },
    }
    rows = landing.every_row(home, name, wanted)
    first = ("file_name", "file_hash", "filed_on", "filed_by", "landed_at", "simulated", "source_id")
    return (
        rows.group_by("batch_id", "sequence")
        .agg(
            *(pl.col(column).first() for column in first),
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("period").drop_nulls().unique().sort().alias("periods"),
            (pl.col(area).explode() if kind == pl.List(pl.String) else pl.col(area))
            .drop_nulls()
            .unique()
            .sort()
            .alias("areas"),
        )
        .with_columns(pl.lit(name).alias("dataset"))
        .select(pl.col(column).cast(kind) for column, kind in _COLUMNS.items())
    )


def batch_of(home: Home, batch: str) -> dict[str, Any] | None:
    """One batch as `batches` has it, without why it was taken back; None where there is none of that name."""
    name = batch.rpartition("-")[0]
    if name not in landing.tables(home):
        return None
    rows = _batches_of(home, name, None).filter(pl.col("batch_id") == batch)
    return rows.row(0, named=True) if rows.height else None


def as_filed(home: Home, file_hash: str | None, file_name: str) -> bytes:
    """A file as it was filed, byte for byte.

    Raises `LandingError` where it was landed before files were kept, is not there, or is not what it was.
    """
    if not file_hash:
        raise LandingError("landing.not_kept", file=file_name)
    path = home.filed / file_hash
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LandingError("landing.not_kept", file=file_name) from error
    except OSError as error:
        raise HomeError("home.not_readable", folder=path, reason=error.strerror) from error
    if landing.hash_of(data) != file_hash:
        raise LandingError("landing.kept_changed", path=path, file=file_name)
    return data


def withdraw(home: Home, pack: Pack, batch: str, why: str, by: str) -> Taken:
    """Take a batch back: from now on it is as if it had never been filed.

    Args:
        home: whose landing it stands in.
        pack: the pack that the home belongs to.
        batch: the name of the batch, as `ingest` told it.
        why: the reason, in a line.
        by: who takes it back.

    Raises:
        WrongUse: there is no such batch, or the reason or the name is blank or too long.
        LandingError, HomeError: landing cannot be read or written.
    """
    why = kept_rows.line(why, LONGEST_WHY, "withdraw.wrong_why")
    by = kept_rows.line(by, LONGEST_NAME, "withdraw.wrong_by")
    if not home.landing.is_dir():
        raise WrongUse("withdraw.nothing_filed", folder=home.root)
    home.claim(pack.id)
    with landing.locked(home):
        found = batch_named(batches(home, pack.datasets), batch)
        before = {row.batch_id: row for row in landing.withdrawn(home)}
        if batch in before:
            return Taken("already", before[batch])
        sequence = landing.last_sequence(home) + 1
        periods = found["periods"]
        row = Withdrawal(
            batch_id=batch,
            dataset=found["dataset"],
            batch_sequence=found["sequence"],
            sequence=sequence,
            withdrawn_on=clock.today(pack.timezone),
            withdrawn_by=by,
            why=why,
            withdrawn_at=dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
            file_name=found["file_name"],
            filed_on=found["filed_on"],
            filed_by=found["filed_by"],
            rows=found["rows"],
            first_period=min(periods, default=None),
            last_period=max(periods, default=None),
        )
        landing.give_out(home, sequence)
        _append(home, row)
        return Taken("withdrawn", row)


def batch_named(found: pl.DataFrame, batch: str) -> dict[str, Any]:
    """The row of one batch; `WrongUse` names the nearest where there is none."""
    rows = found.filter(pl.col("batch_id") == batch)
    if not rows.height:
        near = difflib.get_close_matches(batch, found["batch_id"].to_list(), n=NEAR, cutoff=0.6)
        raise WrongUse("withdraw.no_batch.near" if near else "withdraw.no_batch", batch=batch, near=near)
    return rows.row(0, named=True)


def _append(home: Home, row: Withdrawal) -> None:
    """Put a row in its place, whole: a crash at any moment leaves it or nothing."""
    place = withdrawals.path(home, row.batch_sequence)
    try:
        place.parent.mkdir(exist_ok=True)
        for draft in place.parent.glob(".*"):  # of a process that was killed
            draft.unlink(missing_ok=True)
        write_whole(place, row.text().encode("utf-8"), first_wins=True)
    except OSError as error:
        raise landing.cannot_write(place, error) from error
