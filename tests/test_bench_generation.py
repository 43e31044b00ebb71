"""The made-up province for measuring: a pack that opens, and a return that a contract accepts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import shapely

from bench.generate import generate
from programme import PROJECT
from programme.packs.pack import TABLES, read_pack
from tests.tiny import DATASETS
from warehouse.build import build
from warehouse.home import Home

TINY = PROJECT / "tests" / "pack"


def test_the_made_up_pack_has_every_table_and_a_valid_coverage(tmp_path: Path) -> None:
    made = generate(tmp_path, townships=2_150, quarters=2, registries=TINY)
    pack = read_pack(made.pack)
    assert all(pack.table(name).columns == list(columns) for name, columns in TABLES.items())
    levels = pack.table("areas").group_by("area_level").len()
    assert dict(levels.iter_rows()) == {"province": 1, "city": 2, "county": 22, "township": 2_150}
    parents = set(pack.table("areas")["parent_code"].drop_nulls())
    assert parents <= set(pack.table("areas")["area_code"])
    for name, number in (("counties", 22), ("cities", 2)):
        shapes = shapely.from_geojson((made.pack / f"{name}.geojson").read_text(encoding="utf-8"))
        assert len(shapes.geoms) == number
        assert shapely.coverage_is_valid(list(shapes.geoms))


def test_the_large_return_has_a_row_per_township_and_quarter_within_the_rules(tmp_path: Path) -> None:
    made = generate(tmp_path, townships=300, quarters=24, registries=TINY)
    rows = pl.read_csv(made.staffing, schema_overrides={"area_code": pl.Utf8}, try_parse_dates=True)
    assert rows.height == made.rows == 300 * 24
    assert rows.select("area_code", "period").is_unique().all()
    assert (made.first_period, made.last_period) == (dt.date(2020, 12, 31), dt.date(2026, 9, 30))
    assert set(DATASETS["staffing"].measure_codes) <= set(rows.columns)
    posts = pl.sum_horizontal("chief_workers", "deputy_workers", "other_workers")
    assert rows.filter(
        (pl.min_horizontal(pl.selectors.integer()) < 0) | (pl.col("certified_workers") > posts)
    ).is_empty()


def test_a_build_accepts_the_made_up_pack(tmp_path: Path) -> None:
    made = generate(tmp_path, townships=300, quarters=4, registries=TINY)
    assert build(Home.of(tmp_path / "home"), read_pack(made.pack), today=made.last_period).is_current
