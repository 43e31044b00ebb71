"""Runs `bench/plain.sql`: what a build makes of staffing alone by hand-written SQL, without contracts or checks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from programme.packs.pack import TABLES as PACK_TABLES
from programme.packs.pack import Pack
from programme.packs.tables import POPULATIONS
from warehouse.home import Home
from warehouse.landing import landed_files

SCRIPT = Path(__file__).with_name("plain.sql")
DATASET = "staffing"
TABLES = ("indicator_values", "observations")
COLUMNS = {
    "area_code": "varchar",
    "period": "date",
    "chief_workers": "bigint",
    "deputy_workers": "bigint",
    "other_workers": "bigint",
    "certified_workers": "bigint",
    "batch_id": "varchar",
    "sequence": "bigint",
    "file_name": "varchar",
    "file_row": "bigint",
    "filed_on": "date",
    "filed_by": "varchar",
    "simulated": "boolean",
}


def make_plain(path: Path, home: Home, pack: Pack, today: dt.date) -> None:
    """Make the tables of `TABLES` in the file `path`, which must not be there.

    Args:
        path: the DuckDB file to write.
        home: whose landed staffing is read; nothing else may have landed there.
        pack: whose tables are read.
        today: the day statuses are told on, that of the snapshot compared with.
    """
    connection = duckdb.connect(":memory:")
    place = TemporaryDirectory()
    tables = place.name
    try:
        _write_tables(Path(tables), pack, today)
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{path}' as snapshot")
        connection.execute("set variable pack = ?", [tables])
        connection.execute("set variable today = cast(? as date)", [today])
        _give(connection, pack)
        _open_landing(connection, home)
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        connection.execute("checkpoint snapshot")
    finally:
        connection.close()
        place.cleanup()


def _write_tables(folder: Path, pack: Pack, today: dt.date) -> None:
    """The pack's tables over the programme's, with the titles of sources and today's names of owners in their place."""
    titles = dict(pack.table("sources").select("source_id", "title_zh").iter_rows())
    owners = {
        row["department_code"]: (row["department_name_zh"], row["department_name_en"])
        for row in pack.table("departments").iter_rows(named=True)
        if (row["valid_from"] or "") <= today.isoformat() <= (row["valid_to"] or "9999")
    }
    for name in PACK_TABLES:
        table = pack.table(name)
        if "source" in table.columns:
            table = table.with_columns(pl.col("source").replace(titles))
        if name == "indicators":
            known = [*_without_life(pack), "figures"]
            table = table.filter(
                pl.col("numerator_dataset").is_in(known) & pl.col("denominator_dataset").is_in(known)
            )
            place = table.columns.index("owner")
            named = [owners.get(owner, (None, None)) for owner in table["owner"]]
            table = table.with_columns(
                pl.Series("owner_zh", [zh for zh, _ in named]), pl.Series("owner_en", [en for _, en in named])
            ).select(*table.columns[:place], "owner_zh", "owner_en", *table.columns[place + 1 :])
        table.write_csv(folder / f"{name}.csv")


def _without_life(pack: Pack) -> list[str]:
    """The forms that the script knows to judge: quarterly ones that are asked of every period."""
    return [
        name
        for name, dataset in pack.datasets.counts.items()
        if dataset.cycle == "quarterly" and dataset.first_period is None and dataset.last_period is None
    ]


def _give(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """What SQL cannot read: the settings of `pack.toml`."""
    connection.execute("create schema given")
    connection.execute(
        "create table given.pack (root_area varchar, first_period varchar, coloured_from_people bigint)"
    )
    connection.execute(
        "insert into given.pack values (?, ?, ?)",
        [pack.root_area, pack.first_period.isoformat(), pack.coloured_from_people],
    )
    connection.execute("create table given.errors (status varchar, error bigint)")
    for status, percent in pack.denominator_error_percent.items():
        connection.execute("insert into given.errors values (?, ?)", [status, round(percent * 10_000)])
    connection.execute("create table given.populations (measure varchar)")
    for measure in POPULATIONS:
        connection.execute("insert into given.populations values (?)", [measure])
    connection.execute("create table given.maximum_ages (measure varchar, years integer)")
    for measure, years in pack.maximum_age_years.items():
        connection.execute("insert into given.maximum_ages values (?, ?)", [measure, years])


def _open_landing(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    connection.execute("create schema landing")
    files = landed_files(home, DATASET)
    if files:
        listed = ", ".join(f"'{file}'" for file in files)
        connection.execute(f"create view landing.{DATASET} as from read_parquet([{listed}])")
    else:
        listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table landing.{DATASET} ({listed})")


def _compared(file: str, table: str) -> str:
    known = "where indicator_code in (select indicator_code from plain.marts.indicator_values)"
    return f"from {file}.marts.{table} {known if table == 'indicator_values' else ''}"


def differences(snapshot: Path, plain: Path) -> dict[str, tuple[int, int]]:
    """For each table of `TABLES`, the rows only in the snapshot and only in the plain file; empty when equal.

    Values are compared of the indicators that the plain file has: those of forms with a life are no part of the yardstick. All
    columns count, with their names, order and types, and rows that repeat.
    """
    connection = duckdb.connect(":memory:")
    found: dict[str, tuple[int, int]] = {}
    try:
        for name, path in (("built", snapshot), ("plain", plain)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        for table in TABLES:
            described = [
                connection.execute(f"describe {name}.marts.{table}").fetchall() for name in ("built", "plain")
            ]
            if [row[:2] for row in described[0]] != [row[:2] for row in described[1]]:
                found[table] = (-1, -1)
                continue
            only = [
                connection.execute(
                    f"select count(*) from ({_compared(one, table)} except all {_compared(other, table)})"
                ).fetchall()[0][0]
                for one, other in (("built", "plain"), ("plain", "built"))
            ]
            if any(only):
                found[table] = (only[0], only[1])
    finally:
        connection.close()
    return found
