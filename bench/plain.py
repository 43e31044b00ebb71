"""Runs `bench/plain.sql`: the snapshot's tables by hand-written SQL, without contracts, checks, comments or views."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from pipelines.filing.landing import columns
from programme.packs.pack import SHAPES, TABLES, Pack
from warehouse.home import Home
from warehouse.landing import landed_files

SCRIPT = Path(__file__).with_name("plain.sql")
_DUCKDB_TYPES = {"String": "varchar", "Int64": "bigint", "Date": "date", "Boolean": "boolean"}
RUN = ("snapshot_id", "built_at", "today", "landing_sequence", "sql_fingerprint", "pack_fingerprint")


def make_plain(path: Path, home: Home, pack: Pack, run: dict[str, Any]) -> None:
    """Make the tables of `marts` in the file `path`, which must not be there.

    Args:
        path: the DuckDB file to write.
        home: whose landing is read.
        pack: whose tables are read.
        run: the facts about one build that no data tells (`RUN`), those of the snapshot compared with.
    """
    connection = duckdb.connect(":memory:")
    place = TemporaryDirectory()
    tables = place.name
    try:
        _write_tables(Path(tables), pack, run["today"])
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{path}' as snapshot")
        connection.execute("set variable pack = ?", [tables])
        connection.execute("set variable today = cast(? as date)", [run["today"]])
        _give(connection, pack, run)
        _open_landing(connection, home, pack)
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
    for name in TABLES:
        table = pack.table(name)
        if "source" in table.columns:
            table = table.with_columns(pl.col("source").replace(titles))
        if name == "indicators":
            named = [owners.get(owner, (None, None)) for owner in table["owner"]]
            table = table.with_columns(
                pl.Series("owner_zh", [zh for zh, _ in named]), pl.Series("owner_en", [en for _, en in named])
            ).select(*table.columns[:-3], "owner_zh", "owner_en", *table.columns[-2:])
        table.write_csv(folder / f"{name}.csv")


def _give(connection: duckdb.DuckDBPyConnection, pack: Pack, run: dict[str, Any]) -> None:
    """What SQL cannot read: `pack.toml`, the outlines, and the facts of the run."""
    settings: dict[str, str | None] = {
        "pack_id": pack.id,
        "pack_name_zh": pack.name_zh,
        "pack_name_en": pack.name_en,
        "department_zh": pack.department_zh,
        "department_en": pack.department_en,
        "root_area": pack.root_area,
        "headline_indicator": pack.headline_indicator,
        "first_period": pack.first_period.isoformat(),
        **{f"map_{name}": pack.map.get(name) or None for name in ("source_zh", "source_en", "datum")},
        "map_approval_number": pack.map.get("approval_number") or None,
        "sources_note_zh": pack.settings.get("sources_note_zh"),
        "sources_note_en": pack.settings.get("sources_note_en"),
    }
    groups = [
        (group["code"], group["name_zh"], group["name_en"], county, group.get("source"))
        for group in pack.groups
        for county in group["counties"]
    ]
    simulated = [(name, row["text_zh"], row["text_en"]) for row in pack.simulated for name in row["datasets"]]
    shapes = [
        (kind, feature["properties"]["area_code"], json.dumps(feature["geometry"], separators=(",", ":")))
        for kind, name in SHAPES.items()
        if (pack.folder / name).exists()
        for feature in json.loads((pack.folder / name).read_text(encoding="utf-8"))["features"]
    ]
    connection.execute("create schema given")
    _table(connection, "pack", ", ".join(f"{name} varchar" for name in settings), [tuple(settings.values())])
    _table(connection, "maximum_ages", "measure varchar, years integer", list(pack.maximum_age_years.items()))
    names = (
        "group_code varchar, group_name_zh varchar, group_name_en varchar, area_code varchar, source varchar"
    )
    _table(connection, "groups", names, groups)
    _table(connection, "simulated", "dataset varchar, text_zh varchar, text_en varchar", simulated)
    _table(connection, "shapes", "kind varchar, area_code varchar, geometry varchar", shapes)
    kinds = "snapshot_id varchar, built_at timestamp, today date, landing_sequence bigint"
    kinds += ", sql_fingerprint varchar, pack_fingerprint varchar"
    _table(connection, "run", kinds, [tuple(run[name] for name in RUN)])


def _table(
    connection: duckdb.DuckDBPyConnection, name: str, columns_of: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    connection.execute(f"create table given.{name} ({columns_of})")
    if rows:
        places = ", ".join("?" for _ in rows[0])
        connection.executemany(f"insert into given.{name} values ({places})", rows)


def _open_landing(connection: duckdb.DuckDBPyConnection, home: Home, pack: Pack) -> None:
    connection.execute("create schema landing")
    for dataset, contract in pack.datasets.counts.items():
        files = landed_files(home, dataset)
        if files:
            listed = ", ".join(f"'{file}'" for file in files)
            connection.execute(f"create view landing.{dataset} as from read_parquet([{listed}])")
        else:
            listed = ", ".join(
                f"{name} {'timestamp' if name == 'landed_at' else _DUCKDB_TYPES[str(kind)]}"
                for name, kind in columns(contract).items()
            )
            connection.execute(f"create table landing.{dataset} ({listed})")


def run_of(snapshot: Path) -> dict[str, Any]:
    """The facts about the build that made a snapshot, as `make_plain` takes them."""
    connection = duckdb.connect(str(snapshot), read_only=True)
    try:
        row = connection.execute(f"select {', '.join(RUN)} from marts.snapshot").fetchall()[0]
    finally:
        connection.close()
    return dict(zip(RUN, row, strict=True))


def differences(snapshot: Path, plain: Path) -> dict[str, tuple[int, int]]:
    """For each table of either file, the rows only in the snapshot and only in the plain file; empty when equal.

    All columns count, with their names, order and types, and rows that repeat.
    """
    connection = duckdb.connect(":memory:")
    found: dict[str, tuple[int, int]] = {}
    try:
        for name, path in (("built", snapshot), ("plain", plain)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            "select distinct table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        for (table,) in tables:
            described = [
                connection.execute(
                    "select column_name, data_type from duckdb_columns() where database_name = ? "
                    "and schema_name = 'marts' and table_name = ? order by column_index",
                    [name, table],
                ).fetchall()
                for name in ("built", "plain")
            ]
            if described[0] != described[1]:
                found[table] = (-1, -1)
                continue
            only = [
                connection.execute(
                    f"select count(*) from (from {one}.marts.{table} except all from {other}.marts.{table})"
                ).fetchall()[0][0]
                for one, other in (("built", "plain"), ("plain", "built"))
            ]
            if any(only):
                found[table] = (only[0], only[1])
    finally:
        connection.close()
    return found
