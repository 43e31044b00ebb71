"""What a build begins with: the pack's tables, what has landed, and the facts of the run, opened in an engine."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

import polars as pl

from programme import clock
from programme.datasets import AnyDataset, Datasets
from programme.packs.pack import BESIDE_SHAPES, NEAR_SHAPES, SHAPES, TABLES, Pack
from programme.packs.tables import POPULATIONS
from programme.source_text import json_of
from warehouse import landed_whole, withdrawals
from warehouse.dataset_tables import dataset_tables
from warehouse.engines.duckdb import Engine
from warehouse.engines.landed import Beside
from warehouse.fitting import SET_ASIDE, area_of, misfits
from warehouse.home import Home
from warehouse.landing import (
    ORIGIN,
    UNNEEDED,
    WITHDRAWN_ROWS,
    all_rows,
    landed_columns,
    landed_datasets,
    landed_files,
    long_views,
)
from warehouse.models import Plan
from warehouse.snapshots import SnapshotInfo
from warehouse.withdrawals import Withdrawal
from words.problems import PackError

MOST_KEEPING = 30  # builds that keep periods, one on the other: each leaves holes in the file


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
    """The pack's tables as text and its settings, as `reference.*`; its shapes apart (`load_shapes`)."""
    frames = {name: pack.table(name) for name in TABLES}
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
        "returned_figure_millionths": str(_millionths(pack.returned_figure_percent)),
        "coloured_from_people": str(pack.coloured_from_people),
        "areas_as_of": pack.areas_as_of.isoformat() if pack.areas_as_of else None,
        "sources_note_zh": pack.settings.get("sources_note_zh"),
        "sources_note_en": pack.settings.get("sources_note_en"),
        # What a build that keeps periods must know without reading the shapes.
        "has_near_outlines": str((pack.folder / NEAR_SHAPES["near_county"]).exists()).lower(),
        **{f"letterhead_{name}": text or None for name, text in pack.letterhead.items()},
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


def load_shapes(engine: Engine, pack: Pack) -> None:
    """The pack's shapes as `reference.shapes`: most of its bytes, of use only where they are made anew."""
    engine.fill("reference.shapes", _shapes(pack))


def _millionths(percent: float) -> int:
    """A percentage as whole millionths of the whole: no factor that is not exact enters a comparison."""
    return round(percent * 10_000)


def _shapes(pack: Pack) -> pl.DataFrame:
    rows: list[tuple[str, str, str]] = []
    for kind, name in {**SHAPES, **NEAR_SHAPES, **BESIDE_SHAPES}.items():
        path = pack.folder / name
        if not path.exists():
            continue
        try:
            features = json_of(path)["features"]
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

    What the programme of the day does not allow of them is in `landing.set_aside` instead; what was taken back is in neither, but in
    `landing.withdrawn_rows`, so that a build knows which periods it touched.
    """
    taken_back = withdrawals.rows(home)
    engine.fill("landing.withdrawals", _withdrawals(taken_back))
    engine.create("landing.withdrawn_rows", WITHDRAWN_ROWS)
    engine.create("landing.set_aside", SET_ASIDE)
    engine.create("landing.withdrawn_aside", SET_ASIDE)
    for name, dataset in datasets.items():
        table = f'landing."{name}"'
        files, folder = landed_files(home, name), home.dataset(name)
        landed_whole.check(files)
        beside = engine.open(table, files, landed_columns(dataset), folder, UNNEEDED)
        if files:
            _set_aside(engine, table, dataset, beside)
        if any(row.dataset == name for row in taken_back):
            _take_back(engine, table, dataset)
        engine.drop_beside(table, beside)
    for name in landed_datasets(home):
        if name not in datasets:
            _set_all_aside(engine, home, name)
    engine.append("landing.withdrawn_aside", f"select * from landing.set_aside where {_TAKEN_BACK}")
    engine.remove("landing.set_aside", _TAKEN_BACK)
    for view, select in long_views(datasets).items():
        engine.view(f"landing.{view}", select)


_TAKEN_BACK = "sequence in (select batch_sequence from landing.withdrawals)"


def _withdrawals(taken_back: list[Withdrawal]) -> pl.DataFrame:
    kinds: dict[str, Any] = {"int": pl.Int64, "dt.date": pl.Date, "dt.datetime": pl.Datetime("us")}
    schema: dict[str, Any] = {
        one.name: kinds.get(str(one.type).removesuffix(" | None"), pl.String) for one in fields(Withdrawal)
    }
    return pl.DataFrame([asdict(row) for row in taken_back], schema=schema)


def _take_back(engine: Engine, table: str, dataset: AnyDataset) -> None:
    """Take the batches that were taken back out of a table, noting where their rows counted."""
    engine.append("landing.withdrawn_rows", f"{all_rows(dataset)} where {_TAKEN_BACK}")
    engine.remove(table, _TAKEN_BACK)


def _set_aside(engine: Engine, table: str, dataset: AnyDataset, beside: Beside) -> None:
    """Take what no longer fits out of a table. Mostly nothing does not: that is seen in one pass."""
    found = list(misfits(dataset, beside))
    counted = ", ".join(f"count_if({misfit.holds})" for misfit in found)
    numbers = engine.rows(f"select {counted} from {table}")[0]
    for misfit, number in zip(found, numbers, strict=True):
        if number:
            engine.append("landing.set_aside", misfit.keeping(table, dataset.name, area_of(dataset)))
            if misfit.blanks is None:
                engine.remove(table, misfit.holds)
            elif misfit.blanks:
                engine.blank(table, misfit.blanks, misfit.holds)


def _set_all_aside(engine: Engine, home: Home, name: str) -> None:
    """The rows of a dataset that the programme does not have (any more)."""
    columns = {"area_code": "varchar", "period": "date", **ORIGIN}
    table = "landing._of_nobody"
    files = landed_files(home, name)
    landed_whole.check(files)
    beside = engine.open(table, files, columns, home.dataset(name), UNNEEDED)
    kept = ", ".join(column if column in columns else "null" for column in list(SET_ASIDE)[2:-1])
    engine.append(
        "landing.set_aside", f"select '{name}', 'no_dataset', {kept}, 'dataset = {name}' from {table}"
    )
    engine.drop_beside(table, beside)
    engine.forget(table)


@dataclass(frozen=True)
class Run:
    """One build: what `reference.run` says of it."""

    snapshot_id: str
    built_at: dt.datetime  # in UTC
    today: dt.date
    landing_sequence: int
    landing_digest: str
    sql_fingerprint: str
    pack_fingerprint: str


def load_run(engine: Engine, plan: Plan, snapshot_id: str, pack: Pack, today: dt.date | None) -> Run:
    """One row about this build, as `reference.run`."""
    ((newest, all_simulated),) = engine.rows(
        "select coalesce(max(sequence), 0), coalesce(bool_and(simulated), false) from (select sequence, simulated from "
        "landing.all_rows union all select sequence, simulated from landing.set_aside "
        # A withdrawal has a sequence of its own, later than that of what it took back, and is no return.
        "union all select sequence, null from landing.withdrawals)"
    )
    run = Run(
        snapshot_id,
        dt.datetime.now(dt.UTC).replace(tzinfo=None),
        today or today_of(pack, all_simulated=all_simulated),
        newest,
        _digest(engine, newest),
        plan.fingerprint,
        pack.fingerprint(),
    )
    kinds = (pl.String, pl.Datetime("us"), pl.Date, pl.Int64, pl.String, pl.String, pl.String)
    row = asdict(run)
    engine.fill("reference.run", pl.DataFrame([row], schema=dict(zip(row, kinds, strict=True))))
    return run


def _digest(engine: Engine, newest: int) -> str:
    """What tells the landed rows up to a sequence from any others: they are never changed, so their names are enough.

    What was taken back counts as landed, and the withdrawal beside it: before its sequence landing was what it is without it.
    """
    parts = {
        ("landing.all_rows", "landing.withdrawn_rows"): "batch_id, file_row, area_code, period, landed_at",
        ("landing.set_aside", "landing.withdrawn_aside"): "reason, batch_id, file_row, found",
        ("landing.withdrawals",): "batch_id, sequence",
    }
    digests = []
    for tables, names in parts.items():
        up_to = " union all ".join(
            f"select hash({names}) as name from {table} where sequence <= {newest}" for table in tables
        )
        digests.append(engine.rows(f"select coalesce(bit_xor(name), 0) from ({up_to})")[0][0])
    return "-".join(map(str, digests))


def load_kept(engine: Engine, run: Run, standing: SnapshotInfo | None) -> SnapshotInfo | None:
    """Say in `reference.kept` which snapshot's untouched periods this build keeps: the standing one, or none.

    None where the SQL, the pack or the programme is another, the clock went back, other rows have landed than it knows, or
    so many builds have kept periods that their file is due to be written anew.
    """
    kept = standing if standing is not None and _can_be_kept(engine, run, standing) else None
    schema = {
        "snapshot_id": pl.String,
        "today": pl.Date,
        "landing_sequence": pl.Int64,
        "builds_since_full": pl.Int64,
    }
    rows = [(kept.id, kept.today, kept.landing_sequence, kept.builds_since_full)] if kept else []
    engine.fill("reference.kept", pl.DataFrame(rows, schema=schema, orient="row"))
    return kept


def _can_be_kept(engine: Engine, run: Run, standing: SnapshotInfo) -> bool:
    if (standing.sql_fingerprint, standing.pack_fingerprint) != (run.sql_fingerprint, run.pack_fingerprint):
        return False
    if standing.today > run.today or standing.builds_since_full >= MOST_KEEPING:
        return False
    return _digest(engine, standing.landing_sequence) == standing.landing_digest


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
    load_steps(engine, plan)


def load_steps(engine: Engine, plan: Plan) -> None:
    """The steps of the build with their SQL as it stands in its file, and what each of their columns is computed from.

    As `reference.steps` and `reference.step_columns`, so that a snapshot tells how it was made, whatever `sql/` says by then.
    """
    steps = [
        (model.full_name, model.layer, model.grain, place, model.text)
        for place, model in enumerate(plan.models, start=1)
    ]
    schema = {
        "step": pl.String,
        "layer": pl.String,
        "step_description": pl.String,
        "step_order": pl.Int32,
        "step_sql": pl.String,
    }
    engine.fill("reference.steps", pl.DataFrame(steps, schema=schema, orient="row"))
    edge = {
        "step": pl.String,
        "column_name": pl.String,
        "from_table": pl.String,
        "from_column": pl.String,
        "carries": pl.Boolean,
    }
    engine.fill("reference.step_columns", pl.DataFrame(list(plan.edges), schema=edge, orient="row"))
