"""The compliance of counties worked out from landed rows and the pack's population, three other ways: DuckDB, Polars, SQLite.

Of each county on a period: its workers (of every unit the newest row), its urban residents (the newest figure by then) and the
workers that the target asks for, in whole people. `ours` gives the same of an answer of the snapshot, so that they can be held
against each other.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl

POSTS = ("chief_workers", "deputy_workers", "other_workers")
PEOPLE = 10_000  # the indicator's scale

County = tuple[str, int, int, int]  # code, workers, urban residents, workers asked for

_WORKERS = f"""
select substr(area_code, 1, 6) as county, sum({" + ".join(POSTS)}) as workers
from (
    select *, row_number() over (partition by area_code order by sequence desc, file_row desc) as place
    from {{rows}}
    where period = {{period}}
) as filed
where place = 1
group by 1
"""
_PEOPLE = """
select area_code as county, cast(urban_population as bigint) as people
from (
    select *, row_number() over (partition by area_code order by reference_date desc) as place
    from {population}
    where cast(reference_date as {day}) <= {period}
) as known
where place = 1
"""
_ANSWER = """
select workers.county, cast(workers as bigint), people, (people * {over} + {under} * 10000 - 1) / ({under} * 10000)
from ({workers}) as workers
join ({people}) as people on workers.county = people.county
order by workers.county
"""


def _sql(rows: str, population: str, period: str, day: str, target: Fraction, divide: str) -> str:
    answer = _ANSWER.format(
        workers=_WORKERS.format(rows=rows, period=period),
        people=_PEOPLE.format(population=population, period=period, day=day),
        over=target.numerator,
        under=target.denominator,
    )
    return answer.replace(" / ", f" {divide} ")


def by_duckdb(files: Sequence[str], pack: Path, period: dt.date, target: Fraction) -> list[County]:
    """By DuckDB on the landed files and the pack's CSV as they lie."""
    listed = ", ".join(f"'{file}'" for file in files)
    population = f"read_csv('{pack / 'population.csv'}', all_varchar = true)"
    sql = _sql(f"read_parquet([{listed}])", population, f"date '{period}'", "date", target, "//")
    with duckdb.connect(":memory:") as connection:
        return [tuple(row) for row in connection.execute(sql).fetchall()]


def newest_by_duckdb(files: Sequence[str]) -> dt.date:
    """The newest period that any of the files has."""
    listed = ", ".join(f"'{file}'" for file in files)
    with duckdb.connect(":memory:") as connection:
        (day,) = connection.execute(f"select max(period) from read_parquet([{listed}])").fetchall()[0]
    assert isinstance(day, dt.date)
    return day


def newest_by_polars(files: Sequence[str]) -> dt.date:
    """The same."""
    day = pl.scan_parquet(list(files), glob=False).select(pl.col("period").max()).collect().item()
    assert isinstance(day, dt.date)
    return day


def by_polars(files: Sequence[str], pack: Path, period: dt.date, target: Fraction) -> list[County]:
    """By Polars, lazily, on the same."""
    over, under = target.numerator, target.denominator * PEOPLE
    workers = (
        pl.scan_parquet(list(files), glob=False)
        .filter(pl.col("period") == period)
        .select("area_code", "sequence", "file_row", workers=pl.sum_horizontal(POSTS))
        .sort("sequence", "file_row")
        .group_by("area_code")
        .agg(pl.col("workers").last())
        .group_by(county=pl.col("area_code").str.head(6))
        .agg(pl.col("workers").sum())
    )
    people = (
        pl.scan_csv(pack / "population.csv", infer_schema=False)
        .filter(pl.col("reference_date") <= period.isoformat())
        .sort("reference_date")
        .group_by(county="area_code")
        .agg(people=pl.col("urban_population").last().cast(pl.Int64))
    )
    required = (pl.col("people") * over + under - 1) // under
    answer = workers.join(people, on="county").select("county", "workers", "people", required=required)
    return answer.sort("county").collect().rows()


def fill_sqlite(path: Path, files: Sequence[str], pack: Path) -> None:
    """Load what the question needs into a SQLite file, with an index on period and area."""
    with sqlite3.connect(path) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        columns = ("area_code", "period", "sequence", "file_row", *POSTS)
        connection.execute(f"create table staffing ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"insert into staffing values ({marks})", _rows(files, columns))
        connection.execute("create index of_period on staffing (period, area_code)")
        connection.execute("create table population (area_code, reference_date, urban_population)")
        table = pl.read_csv(pack / "population.csv", infer_schema=False)
        kept = table.select("area_code", "reference_date", "urban_population").iter_rows()
        connection.executemany("insert into population values (?, ?, ?)", kept)


def _rows(files: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Landed rows, a batch at a time: all at once they would not fit beside what they are put into."""
    scan = pl.scan_parquet(list(files), glob=False).select(columns)
    for batch in scan.with_columns(pl.col("period").cast(pl.String)).collect_batches():
        yield from batch.iter_rows()


def by_sqlite(path: Path, period: dt.date, target: Fraction) -> list[County]:
    """By SQLite, on what `fill_sqlite` loaded."""
    with sqlite3.connect(path) as connection:
        sql = _sql("staffing", "population", f"'{period}'", "text", target, "/")
        return connection.execute(sql.replace("bigint", "integer")).fetchall()


def ours(answer: pl.DataFrame) -> list[County]:
    """The same of an answer to `county_compliance`."""
    return answer.select("area_code", "numerator", "denominator", "required").sort("area_code").rows()
