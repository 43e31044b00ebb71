"""`make bench-large`: a million rows, ten million and the country landed and built; and 74 million rows of communities landed.

Each size is landed and built from nothing, each in a process of its own: seconds, memory, size of the snapshot, the map
question, a partial build after a correction, and how the full build grows from the smaller size of its kind to the larger: with
the rows landed, and with the rows that it makes, since a longer history asks for more indicators of each quarter than a short one.
Beside it the map's question is answered from the landed rows by plain DuckDB, by Polars and by SQLite, with the same figures.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from bench import beside, communities
from bench.correction import Corrected
from bench.generate import generate, write_pack
from bench.process import run
from bench.simulate import UNTIL, Simulation, periods_until
from bench.timed_build import Built, timed_build
from bench.timing import medians, seconds
from bench.tree import REAL_COUNTRY, scaled
from programme.packs.pack import Pack, read_pack
from warehouse.home import Home
from warehouse.landing import landed_files
from warehouse.readers import Reader
from warehouse.snapshots import require_current
from words.problems import Problem

MEMORY_MARK = 16.0  # GB
GROWTH_MARK = 1.1  # of the exponent: 1 is in proportion
QUESTION = "county_compliance"
ROUNDS = 7
LONG = 0.02  # of a full build: a step that takes less is not named


@dataclass(frozen=True)
class Size:
    """One of the sizes: of which tree, how many townships and quarters, and the smaller one its growth is told from."""

    name: str
    is_country: bool
    townships: int
    quarters: int
    after: str | None = None


SIZES = (
    Size("1x", False, 42_000, 24),
    Size("10x", False, 100_000, 100, after="1x"),
    Size("country-10", True, REAL_COUNTRY.townships, 10),
    Size("country", True, REAL_COUNTRY.townships, 40, after="country-10"),
)
COMMUNITIES = "communities"
STEPS = (*(size.name for size in SIZES), COMMUNITIES)


@dataclass
class Measured:
    """What was measured of one size. Seconds, but for what says otherwise; `ways` in milliseconds."""

    size: Size
    rows: int
    ingest: float
    ingest_memory: float  # GB
    built: Built
    megabytes: float
    partial: float = math.nan
    question: float = math.nan  # ms
    ways: dict[str, float] = field(default_factory=dict)
    loading: float = math.nan  # of SQLite
    rows_made: dict[str, int] = field(default_factory=dict)

    @property
    def memory(self) -> float:
        """Gigabytes, the more of landing and building."""
        return max(self.built.memory, self.ingest_memory)


def main(
    only: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(STEPS)}; may be repeated.")
    ] = None,
    share: Annotated[
        float, typer.Option(min=0.001, max=1, help="Measure with so many of the areas: to try it out.")
    ] = 1.0,
) -> None:
    """Exit 1 where landing or building takes more memory than the mark, or a build grows faster than its rows, both landed and made.

    Exit 2 where figures differ.
    """
    unknown = [name for name in only or [] if name not in STEPS]
    if unknown:
        print(f"There is no step '{unknown[0]}'. Name one of {', '.join(STEPS)}.", file=sys.stderr)
        raise typer.Exit(2)
    wanted, started = only or STEPS, time.monotonic()
    print(
        f"load of the machine {' '.join(f'{one:.2f}' for one in os.getloadavg())}, {os.cpu_count()} processors"
    )
    measured: dict[str, Measured] = {}
    missed: list[str] = []
    try:
        for size in (one for one in SIZES if one.name in wanted):
            with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
                found = measure(size, Path(folder), share)
            measured[size.name] = found
            tell(found)
            if found.memory > MEMORY_MARK:
                missed.append(f"{size.name}: {found.memory:.1f} GB of memory (mark {MEMORY_MARK:g})")
        for found in measured.values():
            before = measured.get(found.size.after or "")
            if before is None:
                continue
            tell_growth(before, found)
            if min(growth(before, found, full_seconds, by) for by in (landed_rows, made_rows)) > GROWTH_MARK:
                missed.append(
                    f"{found.size.name}: the full build grows faster than its rows, landed and made (mark {GROWTH_MARK})"
                )
        if COMMUNITIES in wanted:
            with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
                landed = communities.measure(Path(folder), share)
            for found in measured.values():
                before = measured.get(found.size.after or "")
                if before is not None:
                    tell_estimate(before, found, landed)
    except (Problem, RuntimeError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    if measured:
        Console(width=200).print(table(measured))
    print(f"load of the machine {' '.join(f'{one:.2f}' for one in os.getloadavg())}")
    print(f"{time.monotonic() - started:.0f} s in all.")
    for one in missed:
        print(f"MISSED {one}")
    if missed:
        raise typer.Exit(1)


# ------------------------------------------------------------ one size


@dataclass(frozen=True)
class Made:
    """A pack and its returns, ready to be landed."""

    pack: Pack
    returns: Path
    today: dt.date
    is_file: bool


def make(size: Size, folder: Path, share: float) -> Made:
    """The pack of a size and its returns of staffing: of a province in one file, of the country as its provinces file them."""
    townships = max(31, round(size.townships * share))
    if not size.is_country:
        province = generate(folder, townships=townships, quarters=size.quarters)
        today = province.last_period + dt.timedelta(days=50)
        return Made(read_pack(province.pack), province.staffing, today, True)
    days = periods_until(UNTIL, size.quarters)
    write_pack(folder / "pack", scaled(REAL_COUNTRY, townships), days, read_pack(None))
    pack = read_pack(folder / "pack")
    for _ in Simulation(pack, days, names=["staffing"]).write(folder / "returns"):
        pass
    return Made(pack, folder / "returns", days[-1] + dt.timedelta(days=50), False)


def measure(size: Size, folder: Path, share: float) -> Measured:
    """Land and build one size, ask, correct, and hold three other ways against ours."""
    made = make(size, folder, share)
    pack, home, today = made.pack, Home.of(folder / "home"), made.today
    where = ["--home", str(home.root), "--reference", str(pack.folder)]
    named = ["--dataset", "staffing"] if made.is_file else []
    command = ["-m", "pipelines", "ingest", str(made.returns), *named, "--json", *where]
    ingest = run(command, {"OBSERVATORY_TODAY": today.isoformat()})
    rows = sum(one["rows_loaded"] for one in json.loads(ingest.said)["files"])
    # What was filed, and its copy in the home, is not read again: the disk has room for one size at a time.
    if made.is_file:
        made.returns.unlink()
    else:
        shutil.rmtree(made.returns)
    built = timed_build(home, pack, today)
    info = require_current(home)
    found = Measured(
        size, rows, ingest.seconds, ingest.memory, built, info.path.stat().st_size / 1e6,
        rows_made=rows_of_marts(info.path),
    )  # fmt: skip
    numbers = itertools.count()
    corrected = Corrected(lambda name: folder / f"{name}-{next(numbers)}", home, pack, today)
    found.partial = corrected.taken_up()
    ask(found, home, pack, folder, corrected.period)
    return found


def ask(found: Measured, home: Home, pack: Pack, folder: Path, period: dt.date) -> None:
    """The map's question of the newest period, by the snapshot and by the others. Raises `RuntimeError` where figures differ."""
    reader = Reader(require_current(home))
    asked = {"indicator": pack.headline_indicator, "period": period, "area": pack.root_area}
    answer = reader.ask(QUESTION, **asked)
    target = Fraction(str(answer["target_value"][0]))
    files, database = landed_files(home, "staffing"), folder / "beside.sqlite"
    ways: dict[str, Callable[[], object]] = {
        "DuckDB on the files": lambda: beside.by_duckdb(files, pack.folder, period, target),
        "Polars on the files": lambda: beside.by_polars(files, pack.folder, period, target),
        "SQLite": lambda: beside.by_sqlite(database, period, target),
    }
    found.loading = seconds(lambda: beside.fill_sqlite(database, files, pack.folder))
    wanted = beside.ours(answer)
    for name, way in ways.items():
        if (given := way()) != wanted:
            differing = next(pair for pair in zip(given, wanted, strict=False) if pair[0] != pair[1])  # type: ignore[call-overload]
            raise RuntimeError(f"{name} has other figures than the snapshot: {differing}")
    works = [lambda: reader.ask(QUESTION, **asked), *ways.values()]
    ours, *others = (1000 * one for one in medians(works, ROUNDS))
    found.question, found.ways = ours, dict(zip(ways, others, strict=True))


def rows_of_marts(snapshot: Path) -> dict[str, int]:
    """How many rows each mart of a snapshot has."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' and table_type = 'BASE TABLE'"
        ).fetchall()
        counted = {}
        for (name,) in tables:
            counted[f"marts.{name}"] = connection.execute(f'select count(*) from marts."{name}"').fetchall()[
                0
            ][0]
        return counted


# ------------------------------------------------------------ what is told


def full_seconds(found: Measured) -> float:
    return found.built.seconds


GROWTHS: dict[str, Callable[[Measured], float]] = {
    "full build": full_seconds,
    "its memory": lambda found: found.built.memory,
    "ingest": lambda found: found.ingest,
    "its memory, landing": lambda found: found.ingest_memory,
    "snapshot": lambda found: found.megabytes,
    "map question": lambda found: found.question,
    "partial build": lambda found: found.partial,
}


def landed_rows(found: Measured) -> int:
    return found.rows


def made_rows(found: Measured) -> int:
    """Rows of all marts together."""
    return sum(found.rows_made.values())


def growth(
    before: Measured,
    after: Measured,
    of: Callable[[Measured], float],
    by: Callable[[Measured], int] = landed_rows,
) -> float:
    """The exponent with which a figure grows with the rows landed, or made: 1 is in proportion."""
    return math.log(of(after) / of(before)) / math.log(by(after) / by(before))


def tell(found: Measured) -> None:
    """One size, in lines."""
    print(
        f"{found.size.name}: {found.rows:,} rows landed in {found.ingest:.1f} s ({found.ingest_memory:.2f} GB); "
        f"full build {found.built.seconds:.1f} s, {found.built.memory:.2f} GB; snapshot {found.megabytes:.0f} MB; "
        f"partial build {found.partial:.2f} s"
    )
    others = "; ".join(f"{name} {taken:.1f} ms" for name, taken in found.ways.items())
    print(
        f"  map question {found.question:.1f} ms; {others} (loaded in {found.loading:.1f} s); the same figures"
    )
    longest = sorted(found.built.steps.items(), key=lambda step: -step[1])[:6]
    print("  " + "; ".join(f"{name} {taken:.1f} s" for name, taken in longest), flush=True)


def table(measured: dict[str, Measured]) -> Table:
    """All sizes, a line each."""
    shown = Table(box=None, pad_edge=False)
    headings = (
        "size",
        "rows",
        "ingest",
        "its GB",
        "full build",
        "its GB",
        "growth",
        "rows made",
        "growth",
        "snapshot",
        "partial",
        "map question",
    )
    for heading in (*headings, *next(iter(measured.values())).ways, "SQLite loaded"):
        shown.add_column(heading, justify="left" if heading == "size" else "right", no_wrap=heading != "size")
    for found in measured.values():
        before = measured.get(found.size.after or "")
        exponents = [
            f"{growth(before, found, full_seconds, by):.2f}" if before else ""
            for by in (landed_rows, made_rows)
        ]
        shown.add_row(
            found.size.name, f"{found.rows:,}", f"{found.ingest:.1f} s", f"{found.ingest_memory:.2f}",
            f"{found.built.seconds:.1f} s", f"{found.built.memory:.2f}", exponents[0], f"{made_rows(found):,}", exponents[1],
            f"{found.megabytes:.0f} MB",
            f"{found.partial:.2f} s", f"{found.question:.1f} ms", *(f"{one:.1f} ms" for one in found.ways.values()),
            f"{found.loading:.1f} s",
        )  # fmt: skip
    return shown


def tell_growth(before: Measured, after: Measured) -> None:
    """How figures grow from one size to the next of its kind, and which steps of the build grow faster than the rows."""
    exponents = ", ".join(f"{name} {growth(before, after, of):.2f}" for name, of in GROWTHS.items())
    times = after.rows / before.rows
    print(
        f"from {before.size.name} to {after.size.name}, {times:.1f} times the rows landed, exponents: {exponents}"
    )
    more = made_rows(after) / made_rows(before)
    print(
        f"  {made_rows(before):,} rows made, then {made_rows(after):,}: {more:.1f} times; "
        f"of these the full build's exponent is {growth(before, after, full_seconds, made_rows):.2f}"
    )
    told = 0
    for name, taken in sorted(after.built.steps.items(), key=lambda step: -step[1]):
        was = before.built.steps.get(name, 0)
        if taken < LONG * after.built.seconds or was <= 0:
            continue
        exponent = math.log(taken / was) / math.log(times)
        if exponent > GROWTH_MARK:
            told += 1
            made, had = after.rows_made.get(name), before.rows_made.get(name)
            rows = f", {made:,} rows after {had:,}" if made and had else ""
            print(f"  faster than the rows: {name} {was:.1f} s, then {taken:.1f} s: {exponent:.2f}{rows}")
    if not told:
        print(f"  no step of {LONG:.0%} of the build and more grows faster than the rows")


def tell_estimate(before: Measured, after: Measured, landed: int) -> None:
    """What a full build of so many rows would need, if it went on growing as it did between two sizes; its seconds and the snapshot at
    least in proportion: what every build costs weighs less and less."""
    more = landed / after.rows
    needs = [
        (name, of(after) * more ** max(growth(before, after, of), 0.0 if name == "its memory" else 1.0))
        for name, of in GROWTHS.items()
        if name in ("full build", "its memory", "snapshot")
    ]
    (_, taken), (_, memory), (_, size) = needs
    print(
        f"a full build of {landed:,} rows, if it grew as from {before.size.name} to {after.size.name}, at least in "
        f"proportion (an estimate, none was made): {taken / 60:.0f} min, {memory:.1f} GB, a snapshot of {size / 1000:.1f} GB"
    )


if __name__ == "__main__":
    typer.run(main)
