"""A made-up province and one return of about a million rows, for measuring.

`python -m bench.generate -o DIR` writes `DIR/pack/` (a reference pack with 42,000 townships) and
`DIR/staffing.csv` (one row per township and quarter). The same arguments write the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from programme.packs.pack import TABLES, Pack, read_pack
from programme.packs.tables import SCHEMAS
from words.problems import PackError, Problem

ROOT = "980000"
SOURCE = "measuring"  # its id in the pack's sources
FIRST_PERIOD = dt.date(2020, 12, 31)
COUNTIES_PER_CITY = 20
TOWNSHIPS_PER_COUNTY = 100
CENSUS = dt.date(2020, 11, 1)


@dataclass(frozen=True)
class Generated:
    """What was written: the pack's folder, the return, its rows, and the periods in it."""

    pack: Path
    staffing: Path
    rows: int
    first_period: dt.date
    last_period: dt.date


def generate(
    folder: Path, *, townships: int = 42_000, quarters: int = 24, registries: Path | None = None
) -> Generated:
    """Write the pack and the return. Indicators, targets and due dates are those of `registries`, a pack."""
    areas = _areas(townships)
    periods = _periods(quarters)
    pack = folder / "pack"
    pack.mkdir(parents=True, exist_ok=True)
    _write_pack(pack, areas, read_pack(registries))
    staffing = _staffing(areas, periods)
    staffing.write_csv(folder / "staffing.csv")
    return Generated(pack, folder / "staffing.csv", staffing.height, periods[0], periods[-1])


def _periods(quarters: int) -> list[dt.date]:
    """So many quarter ends from the first period on."""
    firsts = [
        dt.date(FIRST_PERIOD.year + (m - 1) // 12, (m - 1) % 12 + 1, 1)
        for m in range(13, 13 + 3 * quarters, 3)
    ]
    return [first - dt.timedelta(1) for first in firsts]


def _areas(townships: int) -> pl.DataFrame:
    """Area rows of the pack: the root, cities, counties and townships, as even as the numbers allow."""
    counties = -(-townships // TOWNSHIPS_PER_COUNTY)
    cities = -(-counties // COUNTIES_PER_CITY)
    if cities > 98:
        raise PackError("bench.too_many_townships", townships=townships, cities=cities)
    number = pl.DataFrame({"n": range(townships)}).select(
        county=pl.col("n") // TOWNSHIPS_PER_COUNTY, place=pl.col("n") % TOWNSHIPS_PER_COUNTY + 1
    )
    county_code = (
        ROOT[:2]
        + _two(pl.col("county") // COUNTIES_PER_CITY + 1)
        + _two(pl.col("county") % COUNTIES_PER_CITY + 1)
    )
    named = number.with_columns(county_code.alias("county_code"))
    below = named.select(
        area_code=pl.col("county_code") + pl.col("place").cast(pl.Utf8).str.zfill(3),
        area_level=pl.lit("township"),
        area_kind=pl.lit("subdistrict"),
        parent_code=pl.col("county_code"),
    )
    county_rows = named.select(
        area_code="county_code",
        area_level=pl.lit("county"),
        area_kind=pl.lit("county"),
        parent_code=pl.col("county_code").str.head(4) + "00",
    ).unique(maintain_order=True)
    city_rows = county_rows.select(
        area_code="parent_code",
        area_level=pl.lit("city"),
        area_kind=pl.lit("city"),
        parent_code=pl.lit(ROOT),
    ).unique(maintain_order=True)
    root = pl.DataFrame(
        {"area_code": [ROOT], "area_level": ["province"], "area_kind": ["province"], "parent_code": [None]},
        schema=city_rows.schema,
    )
    name = pl.concat_str(pl.col("area_level"), pl.lit(" "), pl.col("area_code"))
    return pl.concat([root, city_rows, county_rows, below]).select(
        "area_code",
        area_name_zh=pl.lit("测速") + pl.col("area_code"),
        area_name_en=name,
        name_en_status=pl.lit("official"),
        short_name_zh="area_code",
        short_name_en="area_code",
        area_level="area_level",
        area_kind="area_kind",
        parent_code="parent_code",
        valid_from=pl.lit(None, pl.Utf8),
        valid_to=pl.lit(None, pl.Utf8),
        source=pl.lit(SOURCE),
    )


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.Utf8).str.zfill(2)


def _staffing(areas: pl.DataFrame, periods: list[dt.date]) -> pl.DataFrame:
    """The return: every township in every quarter, growing, about as many workers as a real one has."""
    units = areas.filter(area_level="township").select("area_code").with_row_index("unit")
    quarters = pl.DataFrame({"period": periods}).with_row_index("quarter")
    size = (pl.col("unit").cast(pl.Int64) * 7_919 % 23) + 10
    return (
        quarters.join(units, how="cross")
        .with_columns(workers=size + size * pl.col("quarter").cast(pl.Int64) // 80)
        .with_columns(chief=pl.col("workers") // 12 + 1, deputy=pl.col("workers") // 5)
        .select(
            "area_code",
            "period",
            chief_workers="chief",
            deputy_workers="deputy",
            other_workers=pl.col("workers") - pl.col("chief") - pl.col("deputy"),
            certified_workers=pl.col("workers") * (30 + pl.col("quarter").cast(pl.Int64) // 2) // 100,
        )
    )


def _write_pack(folder: Path, areas: pl.DataFrame, registries: Pack) -> None:
    counties = areas.filter(area_level="county").select("area_code").with_row_index("n")
    tables = {
        "areas": areas,
        "area_changes": pl.DataFrame(schema=dict.fromkeys(TABLES["area_changes"], pl.Utf8)),
    }
    tables |= _figures(counties)
    for name in ("indicators", "targets", "due_dates", "departments", "sources"):
        table = registries.table(name)
        if name == "targets":  # those of the programme hold for any root
            table = table.clear()
        tables[name] = table.with_columns(area_code=pl.lit(ROOT)) if "area_code" in table.columns else table
    made_up = {
        "source_id": [SOURCE],
        "title_zh": ["made up for measuring"],
        "title_en": ["made up for measuring"],
    }
    tables["sources"] = pl.concat([tables["sources"], pl.DataFrame(made_up)], how="diagonal")
    for name, table in tables.items():
        absent = [column for column in SCHEMAS[name].optional_names if column not in table.columns]
        table = table.with_columns(pl.lit(None, pl.String).alias(column) for column in absent)
        table.select(TABLES[name]).write_csv(folder / f"{name}.csv")
    of_staffing = tables["indicators"].filter(numerator_dataset="staffing")
    headline = of_staffing["indicator_code"][0]
    (folder / "pack.toml").write_text(
        f'id = "measuring-{areas.height}"\nname_zh = "测速省"\nname_en = "Measuring Province"\n'
        f'root_area = "{ROOT}"\nlanguages = ["zh", "en"]\nfirst_period = {FIRST_PERIOD.isoformat()}\n'
        f'headline_indicator = "{headline}"\n\n[map]\nsource = "{SOURCE}"\n'
        'datum = "WGS-84"\napproval_number = ""\nshapes_missing = []\n\n'
        "[maximum_age_years]\nresident_population = 2\nurban_population = 2\n\n"
        '[[simulated]]\ndatasets = ["staffing"]\ntext_zh = "模拟数据"\ntext_en = "Simulated"\n',
        encoding="utf-8",
    )
    for name, shapes in _shapes(counties["area_code"].to_list()).items():
        (folder / name).write_text(json.dumps(shapes, separators=(",", ":")), encoding="utf-8")


def _figures(counties: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Dated figures of each county: the census, four year-ends, committees and ages."""
    size = pl.col("n").cast(pl.Int64) * 104_729 % 900_000 + 1_500_000
    base = counties.select("n", "area_code", area_valid_from=pl.lit(None, pl.Utf8), size=size)
    dates = [CENSUS, *(dt.date(year, 12, 31) for year in range(2021, 2025))]
    population = base.join(
        pl.DataFrame({"reference_date": dates}).with_row_index("year"), how="cross"
    ).with_columns(
        resident_population=pl.col("size") + pl.col("year").cast(pl.Int64) * 1_000,
        urban_population=pl.col("size") * 7 // 10 + pl.col("year").cast(pl.Int64) * 900,
    )
    shares = {"age_0_4": 5, "age_0_14": 14, "age_60_plus": 19, "age_65_plus": 14, "age_80_plus": 3}
    kept = {"status": pl.lit("published"), "source": pl.lit(SOURCE)}
    return {
        "population": population.with_columns(**kept),
        "communities": base.with_columns(
            reference_date=pl.lit(dt.date(2023, 6, 30)),
            residents_committees=pl.col("size") // 10_000,
            villagers_committees=pl.col("size") // 8_000,
            **kept,
        ),
        "census_ages": base.with_columns(
            reference_date=pl.lit(CENSUS),
            family_households=pl.col("size") * 2 // 5,
            **{measure: pl.col("size") * share // 100 for measure, share in shares.items()},
            **kept,
        ),
    }


def _shapes(codes: list[str]) -> dict[str, dict[str, Any]]:
    """Outlines on a grid: a row of squares for each city."""
    places = {code: (int(code[4:6]) - 1, int(code[2:4]) - 1) for code in codes}
    widths: dict[int, int] = {}
    for x, y in places.values():
        widths[y] = max(widths.get(y, 0), x + 1)
    counties = [_box(code, x, y, 1) for code, (x, y) in places.items()]
    cities = [_box(f"{ROOT[:2]}{y + 1:02}00", 0, y, width) for y, width in widths.items()]
    return {
        "counties.geojson": {"type": "FeatureCollection", "features": counties},
        "cities.geojson": {"type": "FeatureCollection", "features": cities},
    }


def _box(code: str, x: int, y: int, width: int) -> dict[str, Any]:
    """A row of squares as one outline; it keeps their corners, so that neighbours share every point."""
    steps = range(x, x + width + 1)
    ring = [
        [round(110 + place * 0.1, 3), round(30 + (y + up) * 0.1, 3)]
        for up, places in ((0, steps), (1, reversed(steps)))
        for place in places
    ]
    ring.append(ring[0])
    return {
        "type": "Feature",
        "properties": {"area_code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def main(
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder to write into.")],
    townships: Annotated[int, typer.Option(help="Townships of the made-up province.")] = 42_000,
    quarters: Annotated[int, typer.Option(help="Quarters of the return.")] = 24,
    registries: Annotated[Path | None, typer.Option(help="Pack whose registries are used.")] = None,
) -> None:
    """Write a made-up pack and one large staffing return."""
    try:
        province = generate(folder, townships=townships, quarters=quarters, registries=registries)
    except Problem as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"{province.rows} rows in {province.staffing}, pack in {province.pack}")


if __name__ == "__main__":
    typer.run(main)
