"""One Delta Lake table per dataset: an accepted return is landed whole or not at all.

Rows are only ever added. Every row carries its batch, its sequence (one counter per home, given out under a
file lock and never twice), the file, its hash and the row in it. A table appears with the first accepted return.
What was filed is kept as filed under `filed/<hash>`, and a file of rows is named after its checksum, too (`warehouse.landed_whole`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import filelock
import polars as pl
from deltalake import DeltaTable, Schema, write_deltalake
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from pipelines.filing.native import without_panics
from programme import room
from programme.datasets import AnyDataset, Column, Register
from programme.datasets.dataset import precision_of
from programme.storage import write_whole
from warehouse import landed_whole, withdrawals
from warehouse.home import Home
from warehouse.landing import landed_datasets, landed_files
from warehouse.withdrawals import Withdrawal
from words.problems import BuildError, HomeError, LandingError

LOCK_SECONDS = 600
MANY_FILES = 50  # from here on a table is compacted; 9,000 small files cost a reader seconds
LARGE_FILE = 64_000_000  # bytes from which on a file is joined to no other
PROVENANCE: dict[str, pl.DataType] = {
    "batch_id": pl.String(),
    "sequence": pl.Int64(),
    "file_name": pl.String(),
    "file_hash": pl.String(),
    "file_row": pl.Int64(),
    "filed_on": pl.Date(),
    "filed_by": pl.String(),
    "landed_at": pl.Datetime("us"),
    "simulated": pl.Boolean(),
    "confirmed": pl.List(
        pl.String()
    ),  # what who filed it was asked about, and meant: kind|measure|figure before
    "source_id": pl.String(),  # the source that published the figures; none of a return
}


TYPES: dict[str, pl.DataType] = {
    "whole_number": pl.Int64(),
    "date": pl.Date(),
    "yes_no": pl.Boolean(),
}


def polars_type(column: Column) -> pl.DataType:
    """The type of a register's column in a frame and in landing."""
    return pl.List(pl.String()) if column.many else TYPES.get(column.type, pl.String())


def columns(dataset: AnyDataset) -> dict[str, pl.DataType]:
    """The columns of a dataset's landing table, in order, with their types."""
    if isinstance(dataset, Register):
        own = {column.code: polars_type(column) for column in dataset.columns}
        precise = {
            precision_of(column.code): pl.String() for column in dataset.columns if column.type == "date"
        }
        state = {"withdrawn": pl.Boolean(), "note": pl.String()}
        return {"period": pl.Date(), **own, **precise, **state, **PROVENANCE}
    measures: dict[str, pl.DataType] = {code: pl.Int64() for code in dataset.measure_codes}
    return {"area_code": pl.String(), "period": pl.Date(), **measures, **PROVENANCE}


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the landing of a home: one ingest at a time, across processes; `LandingError` after ten minutes."""
    home.check_address()
    lock = filelock.FileLock(home.landing_lock, timeout=LOCK_SECONDS)
    try:
        home.landing.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise LandingError("landing.busy", folder=home.landing, minutes=LOCK_SECONDS // 60) from error
    except OSError as error:
        raise cannot_write(home.landing, error) from error
    try:
        yield
    finally:
        lock.release()


def last_sequence(home: Home) -> int:
    """The last sequence given out in a home; 0 before the first. Call it under the lock.

    A home whose counter was lost (copied in part, say) goes by the rows that are landed.
    """
    try:
        return int(home.sequence_file.read_text(encoding="ascii"))
    except FileNotFoundError:
        of_rows = [_newest(home, name) for name in tables(home)]
        return max([0, *of_rows, *(row.sequence for row in withdrawn(home))])
    except ValueError as error:
        raise LandingError("landing.no_counter", path=home.sequence_file) from error
    except OSError as error:
        raise HomeError("home.not_readable", folder=home.root, reason=error.strerror) from error


def tables(home: Home) -> list[str]:
    """The datasets that have landed something in a home."""
    return landed_datasets(home)


def marks(home: Home, name: str) -> pl.DataFrame:
    """`sequence` and `landed_at` of all rows of a dataset's table, whether the programme still has it or not.

    Raises `LandingError` where the table cannot be read.
    """
    return every_row(home, name, {"sequence": pl.Int64(), "landed_at": pl.Datetime("us")})


def every_row(home: Home, name: str, wanted: dict[str, pl.DataType]) -> pl.DataFrame:
    """Some columns of all rows of a dataset's table, whether the programme still has it or not; those taken back as well.

    Raises `LandingError` where the table cannot be read.
    """
    return _read(home, name, wanted)


def withdrawn(home: Home) -> list[Withdrawal]:
    """The batches that were taken back, in that order. Raises `LandingError` where one cannot be read."""
    try:
        return withdrawals.rows(home)
    except BuildError as error:
        raise LandingError(error.key, **error.values) from error


def _newest(home: Home, name: str) -> int:
    rows = every_row(home, name, {"sequence": pl.Int64()})
    return int(rows["sequence"].max() or 0) if rows.height else 0  # type: ignore[arg-type]


def give_out(home: Home, last: int) -> None:
    """Note the last sequence given out, before any row that carries it is landed: a crash leaves a gap, no repeat."""
    try:
        write_whole(home.sequence_file, f"{last}\n".encode())
    except OSError as error:
        raise cannot_write(home.sequence_file, error) from error


def hash_of(data: bytes) -> str:
    """The name under which a file is kept: the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()


def keep(home: Home, data: bytes, name: str) -> bool:
    """Keep a file as it was filed, under its hash; whether it is new: one that is there, and whole, is left as it is."""
    path = home.filed / name
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        home.filed.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise cannot_write(path, error, len(data)) from error
    return True


def forget(home: Home, name: str) -> None:
    """Remove a file that was kept and of which nothing has landed. Call it under the lock."""
    with suppress(OSError):
        (home.filed / name).unlink(missing_ok=True)


def sweep(home: Home) -> None:
    """Remove the drafts of files that were being kept when a process was killed. Call it under the lock."""
    for draft in home.filed.glob(".*"):
        draft.unlink(missing_ok=True)


@dataclass(frozen=True)
class Written:
    """Rows of a dataset in a file beside its table, which nobody reads before it is committed."""

    home: Home
    dataset: AnyDataset
    rows: pl.DataFrame
    path: Path


def write(home: Home, dataset: AnyDataset, rows: pl.DataFrame) -> Written:
    """Bring rows of a dataset, with the columns of `columns(dataset)`, to disk; `commit` lands them."""
    folder, rows = home.dataset(dataset.name), rows.select(list(columns(dataset)))
    made = io.BytesIO()
    # Half the time, and a third of the size, of the table format's own writer.
    rows.write_parquet(made, compression="zstd", compression_level=1)
    data = made.getvalue()
    sequences = rows["sequence"].to_list() or [0]
    first, last = min(sequences), max(sequences)
    # Whoever reads it later can tell by its name whether it is what landed.
    written = Written(home, dataset, rows, folder / landed_whole.name_of(first, last, hash_of(data)))
    with _told(written):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(written.path, data)
    return written


def commit(written: Written) -> None:
    """Land what was written, in one commit of its dataset's table."""
    folder, rows, path = str(written.path.parent), written.rows, written.path
    with _told(written):
        schema = Schema.from_arrow(rows.head(0).to_arrow().schema)
        added = _added(path, rows.height, changes=True)
        if not DeltaTable.is_deltatable(folder):
            create_table_with_add_actions(folder, schema, [added])
            return
        table = DeltaTable(folder)
        there = {field.name: field.type for field in table.schema().fields}
        if any(there.get(field.name, field.type) != field.type for field in schema.fields):
            # The table format brings a value to the type that it has landed as, or refuses it.
            write_deltalake(folder, rows, mode="append", schema_mode="merge")
            path.unlink()
            return
        gained = [field for field in schema.fields if field.name not in there]
        if gained:  # a dataset that gained a measure: rows landed before have no figure for it
            table.alter.add_columns(gained)
            table = DeltaTable(folder)
        table.create_write_transaction([added], "append", table.schema())


def _added(path: Path, rows: int, *, changes: bool) -> AddAction:
    """The part of a commit that adds a file of so many rows; whether they are other rows than before."""
    about = path.stat()
    stats = json.dumps({"numRecords": rows})
    return AddAction(path.name, about.st_size, {}, int(about.st_mtime * 1000), changes, stats)


def discard(written: Written) -> None:
    """Remove what was written and is not to be committed."""
    written.path.unlink(missing_ok=True)


@contextmanager
def _told(written: Written) -> Iterator[None]:
    """A failure to write or commit, told by the dataset; its file goes."""
    try:
        with without_panics():
            yield
    except BaseException as error:  # a panic of the native writer is no Exception
        with suppress(OSError):
            discard(written)
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        name = written.dataset.name
        other = _of_other_type(written.home, name, columns(written.dataset))
        if other:
            raise LandingError("landing.other_type", dataset=name, columns=other) from error
        raise LandingError(
            "landing.not_written",
            folder=written.path.parent,
            reason=room.reason(error, written.path.parent, int(written.rows.estimated_size())),
            dataset=written.dataset.name,
        ) from error


def _of_other_type(home: Home, name: str, wanted: dict[str, pl.DataType]) -> list[str]:
    """The columns of a dataset that have landed as another type."""
    found: set[str] = set()
    for file in parquet_files(home, name):
        there = pl.read_parquet_schema(file)
        found |= {
            column
            for column, kind in wanted.items()
            if column in there and there[column] != kind and not isinstance(kind, pl.Datetime)
        }
    return sorted(found)


def parquet_files(home: Home, name: str) -> list[Path]:
    """The files that hold a dataset's rows now; none before the first return."""
    try:
        return [Path(file) for file in landed_files(home, name)]
    except BuildError as error:
        raise LandingError(error.key, **error.values) from error


def landed(
    home: Home,
    dataset: AnyDataset,
    *,
    only: list[str] | None = None,
    periods: list[dt.date] | None = None,
) -> pl.DataFrame:
    """Every landed row of a dataset (or of some periods), all columns or only some, but for batches that were taken back.

    Empty before the first return.
    A row with a value that is none of its column's type (the dataset's file said another when it was filed) is left out.
    `withdrawn` may be asked of counts as well: it is null but for rows filed when the dataset was a register.
    """
    wanted = {"withdrawn": pl.Boolean(), **columns(dataset)}
    only = only or list(columns(dataset))
    taken_back = [row.batch_sequence for row in withdrawn(home) if row.dataset == dataset.name]
    if not taken_back:
        return _read(home, dataset.name, {name: wanted[name] for name in only}, periods)
    read = [*only, *({"sequence"} - {*only})]
    rows = _read(home, dataset.name, {name: wanted[name] for name in read}, periods)
    return rows.filter(pl.col("sequence").is_in(taken_back).not_()).select(only)


def _read(
    home: Home, name: str, wanted: dict[str, pl.DataType], periods: list[dt.date] | None = None
) -> pl.DataFrame:
    files = parquet_files(home, name)
    if not files:
        return pl.DataFrame(schema=wanted)
    schema = wanted if periods is None else {**wanted, "period": pl.Date()}
    scan = pl.scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore", glob=False)
    if periods is not None:
        scan = scan.filter(pl.col("period").is_in(periods))
    try:
        return scan.select(list(wanted)).collect()
    except pl.exceptions.SchemaError:
        pass  # a column of another type: looked at column by column
    except (pl.exceptions.PolarsError, OSError) as error:
        raise LandingError("landing.damaged", folder=home.dataset(name), reason=str(error)) from error
    try:
        return _converted(files, schema, periods).select(list(wanted))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise LandingError("landing.damaged", folder=home.dataset(name), reason=str(error)) from error


def _converted(
    files: list[Path], schema: dict[str, pl.DataType], periods: list[dt.date] | None
) -> pl.DataFrame:
    """The rows of files whose columns have other types than wanted, but for those with a value that is none of its type."""
    there: dict[str, pl.DataType] = {}
    for file in files:
        there |= pl.read_parquet_schema(file)
    found = {name: there.get(name, kind) for name, kind in schema.items()}
    scan = pl.scan_parquet(files, schema=found, missing_columns="insert", extra_columns="ignore", glob=False)
    if periods is not None:
        scan = scan.filter(pl.col("period").is_in(periods))
    rows = scan.collect()
    made = rows.select(_as(pl.col(name), found[name], kind).alias(name) for name, kind in schema.items())
    unread = pl.any_horizontal(
        rows[name].is_not_null() & made[name].is_null() for name in schema if found[name] != schema[name]
    )
    return made.filter(~made.select(unread).to_series())


def _as(cell: pl.Expr, found: pl.DataType, wanted: pl.DataType) -> pl.Expr:
    """A cell as another type; null where its value is none of that. `warehouse.engines.duckdb` says the same."""
    if found == wanted or isinstance(found, pl.Datetime):
        return cell
    if isinstance(found, pl.List):
        single = pl.when(cell.list.len() == 1).then(cell.list.first())
        return single if wanted == pl.String() else pl.lit(None, wanted)
    text = cell.cast(pl.String)
    if isinstance(wanted, pl.List):
        return pl.when(cell.is_not_null()).then(pl.concat_list(text))
    if wanted == pl.Date():
        return text.str.to_date("%Y-%m-%d", strict=False)
    if wanted == pl.Boolean():
        return text.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    return text.cast(wanted, strict=False)


def compact(home: Home) -> list[str]:
    """Join the small files of tables that have many; returns the datasets it did so for. Rows stay as they are.

    A table that cannot be written, or has no room for it, stays as it is: it is read as well, only slower.
    """
    joined: list[str] = []
    for name in tables(home):
        if len(parquet_files(home, name)) < MANY_FILES:
            continue
        with suppress(LandingError), locked(home):
            if _compacted(home, name):
                joined.append(name)
    return joined


def _compacted(home: Home, name: str) -> bool:
    folder = home.dataset(name)
    small = [file for file in parquet_files(home, name) if file.exists() and file.stat().st_size < LARGE_FILE]
    # What is not what landed would be given a name that says it is.
    if len(small) < 2 or landed_whole.changed(small):
        return False
    before = {*folder.glob("*.parquet")}
    free = room.free(folder)
    if free is not None and free < sum(file.stat().st_size for file in before) + room.LITTLE:
        return False
    try:
        with without_panics():
            _join(folder, small)
    except BaseException as error:  # a panic of the native writer is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        for half in {*folder.glob("*.parquet")} - before:
            with suppress(OSError):
                half.unlink()
        return False
    return True


def _join(folder: Path, files: list[Path]) -> None:
    """Put one file, named as `write` names it, in the place of some files of a table, in one commit that changes no row."""
    schema: dict[str, pl.DataType] = {}
    for file in files:
        schema |= pl.read_parquet_schema(file)
    rows = pl.scan_parquet(files, schema=schema, missing_columns="insert", glob=False)
    draft = folder / f".joining.{secrets.token_hex(4)}.parquet"
    rows.sink_parquet(draft, compression="zstd", compression_level=1)
    with draft.open("r+b") as joined:
        digest = hashlib.file_digest(joined, "sha256").hexdigest()
        os.fsync(joined.fileno())
    sequences = pl.scan_parquet(draft, glob=False).select(
        first=pl.col("sequence").min(), last=pl.col("sequence").max(), rows=pl.len()
    )
    first, last, number = sequences.collect().row(0)
    path = draft.replace(folder / landed_whole.name_of(first or 0, last or 0, digest))
    now = int(dt.datetime.now(dt.UTC).timestamp() * 1000)
    table = DeltaTable(str(folder))
    gone = [RemoveAction(file.name, False, now, file.stat().st_size) for file in files]
    table.create_write_transaction([_added(path, number, changes=False), *gone], "append", table.schema())


def cannot_write(path: Path, error: OSError, needed: int = room.LITTLE) -> LandingError:
    """The error of a file of landing that cannot be written, with the reason."""
    return LandingError("landing.not_writable", path=path, reason=room.reason(error, path.parent, needed))
