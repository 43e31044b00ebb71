"""`make bench-large`: a size is landed, built and asked four ways with the same figures; growth is told, and what misses a mark."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
import typer

from bench import beside, communities, large
from bench.large import Measured, Size
from bench.process import run
from bench.timed_build import Built
from tests.tiny import PERIOD, Tiny
from warehouse.landing import landed_files
from warehouse.readers import Reader


def found(
    name: str, rows: int, seconds: float, memory: float = 1.0, made: int = 0, **steps: float
) -> Measured:
    size = Size(name, False, 1, 1, after="small" if name != "small" else None)
    built = Built(seconds, memory, {f"marts.{step}": taken for step, taken in steps.items()})
    return Measured(
        size, rows, 1.0, 0.5, built, 10.0, partial=1.0, question=10.0,
        rows_made={"marts.indicator_values": made or 20 * rows},
    )  # fmt: skip


@pytest.mark.parametrize("is_country", [False, True])
def test_a_size_is_landed_built_corrected_and_asked_four_ways(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_country: bool
) -> None:
    size = Size("small", is_country, 120, 6)
    measured = large.measure(size, tmp_path, 1.0)
    assert measured.rows == 120 * 6
    assert measured.rows_made["marts.observations"] > measured.rows
    assert set(measured.ways) == {"DuckDB on the files", "Polars on the files", "SQLite"}
    assert min(measured.partial, measured.question, measured.loading, *measured.ways.values()) > 0
    assert 0.05 < measured.memory < 4
    assert {"marts.indicator_values", "checkpoint", "landing is opened"} <= measured.built.steps.keys()
    large.tell(measured)
    assert "720 rows landed" in capsys.readouterr().out


def test_what_the_others_work_out_is_what_the_snapshot_says_where_units_file_again(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.staff_everywhere({"990101": 36, "990102": 50, "990201": 20, "990202": 18, "999001": 28})
    tiny.staff_everywhere({"990101": 41, "999001": 30})
    tiny.staff_everywhere({"990101": 90}, period=dt.date(2025, 9, 30))
    reader = Reader(tiny.build())
    answer = reader.ask(
        "county_compliance", indicator=tiny.pack.headline_indicator, period=PERIOD, area=tiny.pack.root_area
    )
    files, folder = landed_files(tiny.home, "staffing"), tiny.pack_folder
    beside.fill_sqlite(tmp_path / "beside.sqlite", files, folder)
    asked = PERIOD, Fraction(str(answer["target_value"].drop_nulls()[0]))
    wanted = beside.ours(answer.filter(pl.col("denominator").is_not_null()))
    assert [row[1] for row in wanted] == [41, 50, 20, 18, 30]
    assert beside.by_duckdb(files, folder, *asked) == wanted
    assert beside.by_polars(files, folder, *asked) == wanted
    assert beside.by_sqlite(tmp_path / "beside.sqlite", *asked) == wanted
    assert beside.newest_by_duckdb(files) == beside.newest_by_polars(files) == PERIOD


def test_growth_is_told_by_its_exponent_with_the_steps_that_grow_faster_than_the_rows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = found("small", 1_000, 10.0, observations=1.0, indicator_values=5.0, areas=0.001)
    ten = found("ten", 10_000, 100.0, observations=40.0, indicator_values=40.0, areas=1.0)
    assert large.growth(small, ten, large.full_seconds) == pytest.approx(1.0)
    large.tell_growth(small, ten)
    said = capsys.readouterr().out
    assert "10.0 times the rows" in said
    assert "full build 1.00" in said
    assert "20,000 rows made, then 200,000: 10.0 times; of these the full build's exponent is 1.00" in said
    assert "marts.observations 1.0 s, then 40.0 s: 1.60" in said
    assert "indicator_values" not in said
    assert "areas" not in said  # too short to matter
    large.tell_estimate(small, ten, 100_000)
    assert "17 min, 1.0 GB" in capsys.readouterr().out


def test_too_much_memory_or_growth_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def results(*measured: Measured) -> None:
        monkeypatch.setattr(large, "SIZES", tuple(one.size for one in measured))
        monkeypatch.setattr(large, "STEPS", tuple(one.size.name for one in measured))
        by_name = {one.size.name: one for one in measured}
        monkeypatch.setattr(large, "measure", lambda size, *_: by_name[size.name])

    results(found("small", 1_000, 10.0), found("ten", 10_000, 100.0))
    large.main(share=1.0)
    # Of a longer history more is made of each row landed: what grows with that is in proportion.
    results(found("small", 1_000, 10.0), found("ten", 10_000, 200.0, made=400_000))
    large.main(share=1.0)
    for slow in (found("ten", 10_000, 200.0), found("ten", 10_000, 100.0, memory=17.0)):
        results(found("small", 1_000, 10.0), slow)
        with pytest.raises(typer.Exit) as raised:
            large.main(share=1.0)
        assert raised.value.exit_code == 1
        assert "MISSED ten" in capsys.readouterr().out


def test_an_unknown_step_is_named_as_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as raised:
        large.main(only=["100x"], share=1.0)
    assert raised.value.exit_code == 2
    assert "100x" in capsys.readouterr().err


def test_communities_are_landed_by_the_month_and_asked_in_two_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = communities.measure(tmp_path, 0.001)
    assert rows == 620 * 120 + 13  # the last month is corrected in part
    said = capsys.readouterr().out
    assert "74,413 rows (620 by 120 months)" in said
    assert said.count("compliance of 31 counties") == 2
    files = landed_files(communities.Home.of(tmp_path / "home"), communities.FORM)
    landed = pl.read_parquet(files)
    assert landed["area_code"].str.len_chars().unique().to_list() == [12]
    newest = landed.filter(pl.col("period") == dt.date(2026, 9, 30))
    assert newest.height == 620 + 13
    posts = pl.sum_horizontal(beside.POSTS)
    standing = newest.sort("sequence").unique("area_code", keep="last").select(posts).sum().item()
    answer = beside.by_duckdb(files, tmp_path / "pack", dt.date(2026, 9, 30), communities.TARGET)
    assert sum(row[1] for row in answer) == standing


def test_a_process_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        run(["-c", "raise SystemExit('no such thing')"])
    done = run(["-c", "import json; held = b'x' * 80_000_000; print(json.dumps(len(held)))"])
    assert json.loads(done.said) == 80_000_000
    assert 0.08 < done.memory < 0.2


def test_the_memory_of_a_process_is_its_own_and_not_that_of_who_starts_it() -> None:
    held = b"x" * 300_000_000
    assert run(["-c", "pass"]).memory < 0.1 < len(held) / 1e9
