"""One Delta Lake table per dataset: an accepted return is landed whole or not at all.

Rows are only ever added. Every row carries its batch, its sequence (one counter per home, given out under a
file lock and never twice), the file and the row in it. A table appears with the first accepted return.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock
import polars as pl
from deltalake import DeltaTable, write_deltalake

from pipelines.filing.stand import Standing
from programme.datasets import CONTRACTS, Contract
from programme.packs.area_index import Areas
from programme.packs.pack import Pack, read_pack
from programme.storage import write_whole
from warehouse.home import Home
from warehouse.landing import landed_files
from words.problems import BuildError, LandingError

LOCK_SECONDS = 600
MANY_FILES = 50  # from here on a table is compacted; 9,000 small files cost a reader seconds
_NO_ADDRESS = re.compile(r"[\[\]?\\\r\n]|%[0-9A-Fa-f]{2}")
PROVENANCE: dict[str, pl.DataType] = {
    "batch_id": pl.String(),
    "sequence": pl.Int64(),
    "file_name": pl.String(),
    "file_row": pl.Int64(),
    "filed_on": pl.Date(),
    "filed_by": pl.String(),
    "landed_at": pl.Datetime("us"),
    "simulated": pl.Boolean(),
}


def columns(contract: Contract) -> dict[str, pl.DataType]:
    """The columns of a dataset's landing table, in order, with their types."""
    measures: dict[str, pl.DataType] = {code: pl.Int64() for code in contract.measure_codes}
    return {"area_code": pl.String(), "period": pl.Date(), **measures, **PROVENANCE}


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the landing of a home: one ingest at a time, across processes; `LandingError` after ten "
    "minutes."""
    refuse_address(home)
    lock = filelock.FileLock(home.landing_lock, timeout=LOCK_SECONDS)
    try:
        home.landing.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise LandingError(
            f"另一次提交占用 {home.landing} 已超过 {LOCK_SECONDS // 60} 分钟。请待其结束后重试。",
            f"Another ingest has held {home.landing} for more than {LOCK_SECONDS // 60} minutes. Try "
            "again when it "
            "has ended.",
        ) from error
    except OSError as error:
        raise _cannot_write(home.landing, error) from error
    try:
        yield
    finally:
        lock.release()


def refuse_address(home: Home) -> None:
    """The table format writes a folder as an address and cannot do so for some names: `LandingError` for those."""
    found = _NO_ADDRESS.search(home.root.as_posix())
    if found:
        folder = " ".join(str(home.root).splitlines())
        name_zh, name_en = (
            ("换行", "a line break") if found[0].isspace() else (f"“{found[0]}”", f"'{found[0]}'")
        )
        raise LandingError(
            f"状态目录 {folder} 的路径含有{name_zh}，Delta 表无法使用。请用 --home 另选不含它的目录。",
            f"The path of {folder} contains {name_en}, which a Delta table cannot have. Choose a directory "
            "without it with --home.",
        )


def last_sequence(home: Home) -> int:
    """The last sequence given out in a home; 0 before the first. Call it under the lock.

    A home whose counter was lost (copied in part, say) goes by the rows that are landed.
    """
    try:
        return int(home.sequence_file.read_text(encoding="ascii"))
    except FileNotFoundError:
        return max((_newest(home, dataset) for dataset in CONTRACTS), default=0)
    except ValueError as error:
        raise LandingError(
            f"{home.sequence_file} 不是一个整数。请从备份恢复，或删去该文件（将按已入库的记录重新计数）。",
            f"{home.sequence_file} holds no whole number. Restore it from a copy, or delete it "
            "(counting then goes on "
            "from the rows landed).",
        ) from error


def _newest(home: Home, dataset: str) -> int:
    rows = landed(home, CONTRACTS[dataset], only=["sequence"])
    return int(rows["sequence"].max() or 0) if rows.height else 0  # type: ignore[arg-type]


def give_out(home: Home, last: int) -> None:
    """Note the last sequence given out, before any row that carries it is landed: a crash leaves a gap, no repeat."""
    try:
        write_whole(home.sequence_file, f"{last}\n".encode())
    except OSError as error:
        raise _cannot_write(home.sequence_file, error) from error


def append(home: Home, contract: Contract, rows: pl.DataFrame) -> None:
    """Land rows of a dataset in one commit. `rows` has the columns of `columns(contract)`."""
    folder = home.dataset(contract.dataset)
    wanted = columns(contract)
    try:
        # Merging lets a contract gain a measure: rows landed before have no figure for it.
        write_deltalake(str(folder), rows.select(list(wanted)), mode="append", schema_mode="merge")
    except BaseException as error:  # a panic of the native writer is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise LandingError(
            f"写入 {folder} 失败：{error}。这次的 {contract.dataset} 没有入库。请检查磁盘空间与权限后重试。",
            f"Writing {folder} failed: {error}. Nothing of this run's {contract.dataset} is landed. "
            "Check disk space "
            "and permissions, then run again.",
        ) from error


def parquet_files(home: Home, dataset: str) -> list[Path]:
    """The files that hold a dataset's rows now; none before the first return."""
    try:
        return [Path(file) for file in landed_files(home, dataset)]
    except BuildError as error:
        raise LandingError(error.message_zh, error.message_en) from error


def landed(
    home: Home,
    contract: Contract,
    *,
    only: list[str] | None = None,
    periods: list[dt.date] | None = None,
) -> pl.DataFrame:
    """Every landed row of a dataset (or of some periods), all columns or only some. Empty before the "
    "first return."""
    wanted = columns(contract)
    names = only or list(wanted)
    files = parquet_files(home, contract.dataset)
    if not files:
        return pl.DataFrame(schema={name: wanted[name] for name in names})
    scan = pl.scan_parquet(files, schema=wanted, missing_columns="insert", extra_columns="ignore", glob=False)
    if periods is not None:
        scan = scan.filter(pl.col("period").is_in(periods))
    try:
        return scan.select(names).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise LandingError(
            f"{home.dataset(contract.dataset)} 无法读取：{error}。请从备份恢复该目录。",
            f"{home.dataset(contract.dataset)} cannot be read: {error}. Restore this folder from a copy.",
        ) from error


def standing(home: Home, dataset: str, pack: Pack | None = None) -> pl.DataFrame:
    """The rows of a dataset that stand now: one per area and period, with all columns of landing.

    A row stands when it is the newest of its area and period and no newer return covers its county as a whole, or
    its townships one by one. What lies in what is the pack's (the one in use unless given).
    """
    contract = CONTRACTS[dataset]
    rows = landed(home, contract)
    return Standing(contract, Areas(pack or read_pack()), rows).rows_standing(rows)


def compact(home: Home) -> list[str]:
    """Join the small files of tables that have many; returns the datasets it did so for. Rows stay as "
    "they are."""
    done: list[str] = []
    for dataset in CONTRACTS:
        if len(parquet_files(home, dataset)) >= MANY_FILES:
            with locked(home):
                DeltaTable(str(home.dataset(dataset))).optimize.compact()
            done.append(dataset)
    return done


def _cannot_write(path: Path, error: OSError) -> LandingError:
    return LandingError(
        f"{path} 无法写入（{error.strerror}）。请检查磁盘空间与权限，或用 --home 另选目录。",
        f"{path} cannot be written ({error.strerror}). Check disk space and permissions, or choose another "
        "directory with --home.",
    )
