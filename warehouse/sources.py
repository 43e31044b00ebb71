"""What a build begins with: the pack's tables, what has landed, and the facts of the run, opened in an engine."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl

from programme import clock
from programme.datasets import AnyDataset, Datasets
from programme.packs.pack import SHAPES, TABLES, Pack
from programme.source_text import text_of
from warehouse.dataset_tables import dataset_tables
from warehouse.engines.duckdb import Beside, Engine
from warehouse.fitting import SET_ASIDE, area_of, misfits
from warehouse.home import Home
from warehouse.landing import ORIGIN, UNNEEDED, landed_columns, landed_datasets, landed_files, long_views
from warehouse.models import Plan
from words.problems import PackError


def today_of(pack: Pack, *, all_simulated: bool) -> dt.date:
    """The day a snapshot's statuses are told on.

    `OBSERVATORY_TODAY` first; else the sample's own day where nothing but simulated returns has landed; else the
    day that it is now in the pack's zone.
    """
    fixed = clock.fixed_today()
    if fixed:
        return fixed
    sample_today = pack.sample_today
    return sample_today if all_simulated and sample_today else clock.day_of(pack.timezone)


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
        "timezone": pack.timezone.key,
        "headline_indicator": pack.headline_indicator,
        "first_period": pack.first_period.isoformat(),
        "map_source_zh": outlines.get("source_zh"),
        "map_source_en": outlines.get("source_en"),
        "map_datum": outlines.get("datum"),
        "map_approval_number": outlines.get("approval_number") or None,
        "sources_note_zh": pack.settings.get("sources_note_zh"),
        "sources_note_en": pack.settings.get("sources_note_en"),
    }
    frames["pack"] = pl.DataFrame([settings], schema=dict.fromkeys(settings, pl.String))
    frames["maximum_ages"] = pl.DataFrame(
        {"measure": list(pack.maximum_age_years), "years": list(pack.maximum_age_years.values())},
        schema={"measure": pl.String, "years": pl.Int32},
    )
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


def _shapes(pack: Pack) -> pl.DataFrame:
    rows: list[tuple[str, str, str]] = []
    for kind, name in SHAPES.items():
        path = pack.folder / name
        if not path.exists():
            continue
        try:
            features = json.loads(text_of(path))["features"]
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
    """Each dataset's rows as a table, empty where nothing has landed, and the long views over all of them.

    What the programme of the day does not allow of them is in `landing.set_aside` instead.
    """
    engine.run(
        f"create table landing.set_aside ({', '.join(f'{name} {kind}' for name, kind in SET_ASIDE.items())})"
    )
    for name, dataset in datasets.items():
        table = f'landing."{name}"'
        files, folder = landed_files(home, name), home.dataset(name)
        beside = engine.open(table, files, landed_columns(dataset), folder, UNNEEDED)
        if files:
            _set_aside(engine, table, dataset, beside)
        engine.drop_beside(table, beside)
    for name in landed_datasets(home):
        if name not in datasets:
            _set_all_aside(engine, home, name)
    for view, select in long_views(datasets).items():
        engine.view(f"landing.{view}", select)


def _set_aside(engine: Engine, table: str, dataset: AnyDataset, beside: Beside) -> None:
    """Take what no longer fits out of a table. Mostly nothing does not: that is seen in one pass."""
    found = list(misfits(dataset, beside))
    counted = ", ".join(f"count_if({misfit.holds})" for misfit in found)
    numbers = engine.rows(f"select {counted} from {table}")[0]
    for misfit, number in zip(found, numbers, strict=True):
        if number:
            engine.run(misfit.keeping(table, dataset.name, area_of(dataset)))
            removing = misfit.removing(table)
            if removing:
                engine.run(removing)


def _set_all_aside(engine: Engine, home: Home, name: str) -> None:
    """The rows of a dataset that the programme does not have (any more)."""
    columns = {"area_code": "varchar", "period": "date", **ORIGIN}
    table = "landing._of_nobody"
    beside = engine.open(table, landed_files(home, name), columns, home.dataset(name), UNNEEDED)
    kept = ", ".join(column if column in columns else "null" for column in list(SET_ASIDE)[2:-1])
    engine.run(
        f"insert into landing.set_aside select '{name}', 'no_dataset', {kept}, 'dataset = {name}' from {table}"
    )
    engine.drop_beside(table, beside)
    engine.run(f"drop table {table}")


def load_run(engine: Engine, plan: Plan, snapshot_id: str, pack: Pack, today: dt.date | None) -> None:
    """One row about this build, as `reference.run`."""
    newest, all_simulated = engine.rows(
        "select coalesce(max(sequence), 0), coalesce(bool_and(simulated), false) from "
        "(select sequence, simulated from landing.rows union all select sequence, simulated from landing.register_rows "
        "union all select sequence, simulated from landing.set_aside)"
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
