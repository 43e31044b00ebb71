"""Ingest of one large return, against DuckDB's own reader writing a table into a database file."""

from __future__ import annotations

import duckdb

from bench.timing import Line, medians
from bench.workspace import Workspace

MARK = 1.8  # with what a filing changes; without that 1.5
ROUNDS = 7


def measure(space: Workspace) -> list[Line]:
    """Seconds from the file to landed rows, and to a table of a database file; both warm, by turns."""
    file = space.province.staffing
    assert space.province_pack  # read before, as a running program has it

    def read_csv() -> None:
        connection = duckdb.connect(str(space.fresh("read").with_suffix(".duckdb")))
        connection.execute("create table staffing as select * from read_csv(?)", [str(file)])
        connection.close()

    space.ingest_province()
    read_csv()
    ours, theirs = medians([space.ingest_province, read_csv], ROUNDS)
    what = f"ingest, {space.province.rows:,} rows"
    return [Line(what, ours, "DuckDB read_csv into a file", theirs, "s", MARK)]
