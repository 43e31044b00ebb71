"""A made-up province and one return of about a million rows, for measuring.

`python -m bench.generate -o DIR` writes `DIR/pack/` (a reference pack with 42,000 townships) and
`DIR/staffing.csv` (one row per township and quarter). The same arguments write the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from bench.tree import SOURCE, Shape, areas_of, one_province
from programme.packs.pack import TABLES, Pack, read_pack
from programme.packs.tables import SCHEMAS
from words.problems import Problem

FIRST_PERIOD = dt.date(2020, 12, 31)
CENSUS = dt.date(2020, 11, 1)
PEOPLE = (15_000, 24_000)  # of a township


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
    periods = quarters_from(FIRST_PERIOD, quarters)
    areas = write_pack(folder / "pack", one_province(townships), periods, read_pack(registries))
    staffing = _staffing(areas, periods)
    staffing.write_csv(folder / "staffing.csv")
    return Generated(folder / "pack", folder / "staffing.csv", staffing.height, periods[0], periods[-1])


def quarters_from(first: dt.date, quarters: int) -> list[dt.date]:
    """So many quarter ends, from one on."""
    months = [first.year * 12 + first.month + 3 * number for number in range(quarters)]
    return [dt.date(month // 12, month % 12 + 1, 1) - dt.timedelta(1) for month in months]


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


def write_pack(folder: Path, shape: Shape, periods: Sequence[dt.date], registries: Pack) -> pl.DataFrame:
    """Write a made-up pack of a shape, with figures for all of the periods; returns its areas.

    Indicators, targets and due dates are those of `registries`, a pack, or of its programme.
    """
    areas = areas_of(shape)
    folder.mkdir(parents=True, exist_ok=True)
    below = areas.filter(area_level="township").group_by(area_code="parent_code").len("townships")
    counties = areas.filter(area_level="county").select("area_code").with_row_index("n")
    counties = counties.join(below, on="area_code", how="left", maintain_order="left")
    tables = {
        "areas": areas,
        "area_changes": pl.DataFrame(schema=dict.fromkeys(TABLES["area_changes"], pl.Utf8)),
    }
    tables |= _figures(counties, periods)
    for name in ("indicators", "targets", "due_dates", "departments", "sources"):
        table = registries.table(name)
        if name == "targets":  # those of the programme hold for any root
            table = table.clear()
        tables[name] = (
            table.with_columns(area_code=pl.lit(shape.root)) if "area_code" in table.columns else table
        )
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
    name_zh, name_en = (
        ("测速国", "Measuring Country") if shape.provinces else ("测速省", "Measuring Province")
    )
    forms = json.dumps(list(registries.datasets.counts))
    (folder / "pack.toml").write_text(
        f'id = "measuring-{areas.height}"\nname_zh = "{name_zh}"\nname_en = "{name_en}"\n'
        f'root_area = "{shape.root}"\nlanguages = ["zh", "en"]\nfirst_period = {periods[0].isoformat()}\n'
        f'headline_indicator = "{headline}"\n\n[map]\nsource = "{SOURCE}"\n'
        'datum = "WGS-84"\napproval_number = ""\nshapes_missing = []\n\n'
        "[maximum_age_years]\nresident_population = 2\nurban_population = 2\n\n"
        f'[[simulated]]\ndatasets = {forms}\ntext_zh = "模拟数据"\ntext_en = "Simulated"\n',
        encoding="utf-8",
    )
    digits = 2 if shape.provinces else 4
    for name, shapes in _shapes(counties["area_code"].to_list(), shape.root, digits).items():
        (folder / name).write_text(json.dumps(shapes, separators=(",", ":")), encoding="utf-8")
    return areas


def _figures(counties: pl.DataFrame, periods: Sequence[dt.date]) -> dict[str, pl.DataFrame]:
    """Dated figures of each county: the census, the year-ends of all periods, committees and ages."""
    least, most = PEOPLE
    size = (pl.col("n").cast(pl.Int64) * 104_729 % (most - least) + least) * pl.col("townships")
    base = counties.select("n", "area_code", area_valid_from=pl.lit(None, pl.Utf8), size=size)
    years = range(periods[0].year - 1, periods[-1].year)
    dates = sorted({CENSUS, *(dt.date(year, 12, 31) for year in years)})
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


def _shapes(codes: list[str], root: str, digits: int) -> dict[str, dict[str, Any]]:
    """Outlines on a grid: a row of squares for what lies right below the root, which so many digits of a code tell."""
    wholes: dict[str, list[str]] = {}
    for code in codes:
        wholes.setdefault(code[:digits], []).append(code)
    rows = list(enumerate(wholes.items()))
    counties = [_box(code, x, y, 1) for y, (_, below) in rows for x, code in enumerate(below)]
    above = [_box(whole.ljust(len(root), "0"), 0, y, len(below)) for y, (whole, below) in rows]
    return {
        "counties.geojson": {"type": "FeatureCollection", "features": counties},
        "cities.geojson": {"type": "FeatureCollection", "features": above},
    }


def _box(code: str, x: int, y: int, width: int) -> dict[str, Any]:
    """A row of squares as one outline; it keeps their corners, so that neighbours share every point."""
    steps = range(x, x + width + 1)
    ring = [
        [round(110 + place * 0.1, 3), round(20 + (y + up) * 0.1, 3)]
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
