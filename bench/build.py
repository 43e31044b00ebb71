"""A full `build` of staffing alone against hand-written SQL that makes its two great tables, and the bare sums beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from bench.memory import peak
from bench.plain import make_plain
from bench.timing import Line, medians
from bench.workspace import Workspace
from programme.packs.pack import Pack
from warehouse.build import build
from warehouse.home import Home
from warehouse.landing import landed_files
from warehouse.snapshots import require_current

SAMPLE_MARK, LARGE_MARK = 1.3, 1.25
MEMORY_MARK = 1.5  # GB
GROUP_BY = """
create table sums as
select left(area_code, 6) as county, period, sum(chief_workers + deputy_workers + other_workers) as workers
from read_parquet(getvariable('files'))
group by all
"""


def measure(space: Workspace) -> list[Line]:
    """Seconds of a build on the sample's staffing and on the generated rows, by turns with the plain one."""
    sample = Job("sample", space.staffing_home, space.sample_pack, space.sample_today)
    rows = f"{space.province.rows:,} rows"
    large = Job(rows, space.province_home, space.province_pack, space.province_today)
    memory = peak(large.home, large.pack, large.today)
    return [
        *_compared(space, sample, SAMPLE_MARK, 5),
        *_compared(space, large, LARGE_MARK, 2),
        Line(f"  memory, {rows}", memory, "", None, "GB", MEMORY_MARK, bounds_ours=True),
    ]


@dataclass(frozen=True)
class Job:
    """What is built, under the name it has in the table."""

    name: str
    home: Home
    pack: Pack
    today: dt.date


def _compared(space: Workspace, job: Job, mark: float, rounds: int) -> list[Line]:
    home, pack, today = job.home, job.pack, job.today
    build(home, pack, today=today)
    files = landed_files(home, "staffing")

    def plain() -> None:
        path = space.fresh("plain").with_suffix(".duckdb")
        make_plain(path, home, pack, today)
        path.unlink()

    def bare() -> None:
        connection = duckdb.connect(str(space.fresh("sums").with_suffix(".duckdb")))
        connection.execute("set variable files = ?", [files])
        connection.execute(GROUP_BY)
        connection.close()

    def ours() -> None:
        standing = require_current(home)
        build(home, pack, today=today, full=True)
        standing.path.unlink()

    plain()
    seconds = medians([ours, plain, bare], rounds)
    return [
        Line(
            f"full build, {job.name}", seconds[0], "its values and cells by plain SQL", seconds[1], "s", mark
        ),
        Line("", seconds[0], "the bare GROUP BY to counties", seconds[2], "s"),
    ]
