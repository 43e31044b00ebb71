"""74 million rows, landed: every community of the country for ten years of months, and the compliance of counties asked of them.

No form is filed by communities, and none by the month: the rows are those of a form that a made-up pack adds. They are landed
as returns are, by the same writer into the same table, a month at a time, so that memory follows a month and not the whole;
nothing reads them but the question here, which finds out by itself which month is the newest. Each way has a process of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import time
import zlib
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl

from bench import beside
from bench.generate import write_pack
from bench.process import run
from bench.tree import REAL_COUNTRY, scaled
from pipelines.filing import landing
from programme import batch_names
from programme.datasets import Counts
from programme.packs.pack import read_pack
from warehouse.home import Home
from warehouse.landing import landed_files

FORM = "community_staffing"
COMMUNITIES = 620_000
MONTHS = 120
LAST_MONTH = (2026, 9)
TARGET = Fraction(18)
SEED = 29
WAYS = {
    "DuckDB": (beside.newest_by_duckdb, beside.by_duckdb),
    "Polars": (beside.newest_by_polars, beside.by_polars),
}


def measure(folder: Path, share: float) -> int:
    """Land the rows and ask; prints a line for each, and returns how many there are. Raises `RuntimeError` where answers differ."""
    landed = run(["-m", "bench.communities", "land", str(folder), str(share)])
    told = json.loads(landed.said.splitlines()[-1])
    print(
        f"communities: {told['rows']:,} rows ({told['communities']:,} by {MONTHS} months) landed in {told['seconds']:.0f} s, "
        f"{landed.memory:.2f} GB; {told['files']} files, {told['megabytes']:.0f} MB",
        flush=True,
    )
    answers = set()
    for way in WAYS:
        done = run(["-m", "bench.communities", way, str(folder)])
        said = json.loads(done.said.splitlines()[-1])
        answers.add(said["answer"])
        print(
            f"  compliance of {said['counties']:,} counties in the newest month, by {way} from landing: "
            f"{said['first']:.2f} s, again {said['again']:.2f} s; {done.memory:.2f} GB",
            flush=True,
        )
    if len(answers) > 1:
        raise RuntimeError("DuckDB and Polars have other figures for the compliance of the newest month.")
    return int(told["rows"])


def month_ends() -> list[dt.date]:
    """The last days of the months, oldest first."""
    year, month = LAST_MONTH
    numbers = range(year * 12 + month - MONTHS, year * 12 + month)
    return [dt.date((one + 1) // 12, (one + 1) % 12 + 1, 1) - dt.timedelta(1) for one in numbers]


def land(folder: Path, share: float) -> None:
    """Write the pack and land the rows, a commit a month; the last month is corrected for one community in fifty."""
    days = month_ends()
    townships = max(31, round(REAL_COUNTRY.townships * share))
    areas = write_pack(folder / "pack", scaled(REAL_COUNTRY, townships), days, read_pack(None))
    dataset = _form(folder / "pack")
    units = areas.filter(area_level="township")["area_code"]
    number = round(COMMUNITIES * share)
    # Communities are spread over the townships and numbered in each.
    of = np.arange(number) * len(units) // number
    place = np.arange(number) - np.searchsorted(of, of) + 1
    codes = units.gather(of) + pl.Series(place).cast(pl.String).str.zfill(3)
    home = Home.of(folder / "home")
    home.claim(read_pack(folder / "pack").id)
    started, rows = time.perf_counter(), 0
    with landing.locked(home):
        for sequence, day in enumerate(days, start=1):
            rows += _land(home, dataset, _figures(codes, sequence), day, sequence)
        again = _figures(codes, len(days)).gather_every(50).with_columns(pl.col("other_workers") + 1)
        rows += _land(home, dataset, again, days[-1], len(days) + 1)
    taken = time.perf_counter() - started
    files = [Path(file) for file in landed_files(home, FORM)]
    told = {
        "rows": rows,
        "communities": number,
        "seconds": taken,
        "files": len(files),
        "megabytes": sum(file.stat().st_size for file in files) / 1e6,
    }
    print(json.dumps(told))


def _form(pack: Path) -> Counts:
    """The form, added to the pack: the posts of staffing under another name, as the programme describes them."""
    text = (read_pack(pack).programme / "datasets" / "staffing.toml").read_text(encoding="utf-8")
    for key in ("name_zh", "name_en"):
        text = re.sub(rf"(?m)^{key} = .*$", f'{key} = "{FORM}"', text, count=1)
    text = re.sub(r"(?m)^file_words = .*$", "", text)
    (pack / "datasets").mkdir(exist_ok=True)
    (pack / "datasets" / f"{FORM}.toml").write_text(text, encoding="utf-8")
    return read_pack(pack).datasets.counts[FORM]


def _figures(codes: pl.Series, month: int) -> pl.DataFrame:
    """Workers of every community in a month: a handful, drawn, and one more of each post from some month on."""
    drawn = np.random.Generator(np.random.PCG64(SEED))
    posts = {
        "chief_workers": drawn.integers(0, 2, len(codes)),
        "deputy_workers": drawn.integers(0, 3, len(codes)),
        "other_workers": drawn.integers(0, 7, len(codes)),
    }
    for post, number in posts.items():
        posts[post] = number + (drawn.integers(0, 2 * MONTHS, len(codes)) < month)
    certified = (sum(posts.values()) * drawn.random(len(codes))).astype(np.int64)
    return pl.DataFrame({"area_code": codes, **posts, "certified_workers": certified})


def _land(home: Home, dataset: Counts, figures: pl.DataFrame, day: dt.date, sequence: int) -> int:
    """Land one batch as `ingest` does, with all that is landed with a row; returns its rows."""
    landing.give_out(home, sequence)
    name = f"{FORM}_{day:%Y-%m}.csv"
    origin = {
        "period": pl.lit(day),
        "batch_id": pl.lit(batch_names.name_of(FORM, sequence)),
        "sequence": pl.lit(sequence, pl.Int64),
        "file_name": pl.lit(name),
        "file_hash": pl.lit(landing.hash_of(name.encode())),
        "filed_on": pl.lit(day + dt.timedelta(days=12)),
        "filed_by": pl.lit("测速"),
        "landed_at": pl.lit(dt.datetime.combine(day, dt.time()), pl.Datetime("us")),
        "simulated": pl.lit(True),
        "confirmed": pl.lit(None, pl.List(pl.String)),
        "source_id": pl.lit(None, pl.String),
    }
    rows = figures.with_columns(**origin, file_row=pl.int_range(2, pl.len() + 2, dtype=pl.Int64))
    landing.commit(landing.write(home, dataset, rows.select(list(landing.columns(dataset)))))
    return rows.height


def ask(way: str, folder: Path) -> None:
    """Print the seconds of the question, twice, of how many counties it is, and a number that stands for the answer."""
    files, pack = landed_files(Home.of(folder / "home"), FORM), folder / "pack"
    newest, answer = WAYS[way]
    taken = []
    for _ in range(2):
        started = time.perf_counter()
        found = answer(files, pack, newest(files), TARGET)
        taken.append(time.perf_counter() - started)
    told = {
        "first": taken[0],
        "again": taken[1],
        "counties": len(found),
        "answer": zlib.crc32(repr(found).encode()),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    first, *rest = sys.argv[1:]
    if first == "land":
        land(Path(rest[0]), float(rest[1]))
    else:
        ask(first, Path(rest[0]))
