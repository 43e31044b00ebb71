"""What a build begins with: the pack's tables, what has landed, and the facts of the run, opened in an engine."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl

from programme import clock
from programme.datasets import Datasets
from programme.packs.pack import SHAPES, TABLES, Pack
from programme.packs.tables import POPULATIONS
from warehouse.dataset_tables import dataset_tables
from warehouse.engines.duckdb import Engine
from warehouse.home import Home
from warehouse.landing import landed_columns, landed_files, long_views
from warehouse.models import Plan
from words.problems import PackError


def today_of(pack: Pack, *, all_simulated: bool) -> dt.date:
    """The day a snapshot's statuses are told on.

    `OBSERVATORY_TODAY` first; else the sample's own day where nothing but simulated returns has landed; else the clock.
    """
    fixed = clock.fixed_today()
    if fixed:
        return fixed
    sample_today = pack.sample_today
    return sample_today if all_simulated and sample_today else dt.date.today()


def load_pack(engine: Engine, pack: Pack) -> None:
    """The pack's tables as text, its settings and its shapes, as `reference.*`."""
    frames = {name: pack.table(name) for name in TABLES}
    frames["shapes"] = _shapes(pack)
    frames |= dataset_tables(pack)
    outlines = pack.map
    settings = {
        "pack_id": pack.id,
        "pack_name_zh": pack.name_zh,
        "pack_name_en": pack.name_en,
        "department_zh": pack.department_zh,
        "department_en": pack.department_en,
        "root_area": pack.root_area,
        "headline_indicator": pack.headline_indicator,
        "first_period": pack.first_period.isoformat(),
        "map_source_zh": outlines.get("source_zh"),
        "map_source_en": outlines.get("source_en"),
        "map_datum": outlines.get("datum"),
        "map_approval_number": outlines.get("approval_number") or None,
        "returned_figure_millionths": str(_millionths(pack.returned_figure_percent)),
        "coloured_from_people": str(pack.coloured_from_people),
        "sources_note_zh": pack.settings.get("sources_note_zh"),
        "sources_note_en": pack.settings.get("sources_note_en"),
    }
    frames["pack"] = pl.DataFrame([settings], schema=dict.fromkeys(settings, pl.String))
    frames["maximum_ages"] = pl.DataFrame(
        {"measure": list(pack.maximum_age_years), "years": list(pack.maximum_age_years.values())},
        schema={"measure": pl.String, "years": pl.Int32},
    )
    frames["denominator_errors"] = pl.DataFrame(
        [(status, _millionths(percent)) for status, percent in pack.denominator_error_percent.items()],
        schema={"figure_status": pl.String, "error_millionths": pl.Int64},
        orient="row",
    )
    frames["populations"] = pl.DataFrame({"measure": POPULATIONS}, schema={"measure": pl.String})
    frames["groups"] = pl.DataFrame(
        [
            (group["code"], group["name_zh"], group["name_en"], area, group.get("source"))
            for group in pack.groups
            for area in group["counties"]
        ],
        schema=dict.fromkeys(
            ("group_code", "group_name_zh", "group_name_en", "area_code", "source"), pl.String
        ),
        orient="row",
    )
    frames["simulated"] = pl.DataFrame(
        [
            (dataset, row["text_zh"], row["text_en"], place)
            for place, row in enumerate(pack.simulated)
            for dataset in row["datasets"]
        ],
        schema={**dict.fromkeys(("dataset", "text_zh", "text_en"), pl.String), "place": pl.Int64},
        orient="row",
    )
    for name, frame in frames.items():
        engine.fill(f"reference.{name}", frame)


def _millionths(percent: float) -> int:
    """A percentage as whole millionths of the whole: no factor that is not exact enters a comparison."""
    return round(percent * 10_000)


def _shapes(pack: Pack) -> pl.DataFrame:
    rows: list[tuple[str, str, str]] = []
    for kind, name in SHAPES.items():
        path = pack.folder / name
        if not path.exists():
            continue
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            rows += [
                (kind, str(f["properties"]["area_code"]), json.dumps(f["geometry"], separators=(",", ":")))
                for f in features
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise PackError("shapes.not_readable", path=str(path), error=repr(error)) from error
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("kind", "area_code", "geometry"), pl.String), orient="row"
    )


def load_landing(engine: Engine, home: Home, datasets: Datasets) -> None:
    """Each dataset's rows as a table, empty where nothing has landed, and the long views over all of them."""
    for name, dataset in datasets.items():
        engine.open(
            f'landing."{name}"', landed_files(home, name), landed_columns(dataset), home.dataset(name)
        )
    for view, select in long_views(datasets).items():
        engine.view(f"landing.{view}", select)


def load_run(engine: Engine, plan: Plan, snapshot_id: str, pack: Pack, today: dt.date | None) -> None:
    """One row about this build, as `reference.run`."""
    newest, all_simulated = engine.rows(
        "select coalesce(max(sequence), 0), coalesce(bool_and(simulated), false) from "
        "(select sequence, simulated from landing.rows union all select sequence, simulated from landing.register_rows "
        "union all select sequence, simulated from landing.published_cells)"
    )[0]
    row = {
        "snapshot_id": snapshot_id,
        "built_at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
        "today": today or today_of(pack, all_simulated=all_simulated),
        "landing_sequence": newest,
        "sql_fingerprint": plan.fingerprint,
        "pack_fingerprint": pack.fingerprint(),
    }
    kinds = (pl.String, pl.Datetime("us"), pl.Date, pl.Int64, pl.String, pl.String)
    engine.fill("reference.run", pl.DataFrame([row], schema=dict(zip(row, kinds, strict=True))))


def load_catalogue(engine: Engine, plan: Plan) -> None:
    """The columns of the marts as their headers describe them, as `reference.mart_columns`."""
    rows = [
        (mart.name, mart.grain, column.name, place, column.type, column.meaning)
        for mart in plan.marts
        for place, column in enumerate(mart.columns, start=1)
    ]
    schema = {
        "mart": pl.String,
        "mart_description": pl.String,
        "column_name": pl.String,
        "column_index": pl.Int32,
        "column_type": pl.String,
        "description": pl.String,
    }
    engine.fill("reference.mart_columns", pl.DataFrame(rows, schema=schema, orient="row"))
