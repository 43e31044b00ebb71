"""Builds a snapshot: reads landing and the pack, runs `sql/`, checks the result, and only then swaps it in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
from filelock import FileLock

from programme import clock
from programme.packs.checks import check_pack
from programme.packs.pack import SHAPES, TABLES, Pack
from warehouse import models, snapshots
from warehouse.dataset_tables import dataset_tables
from warehouse.home import Home
from warehouse.landing import open_landing
from warehouse.models import Model
from warehouse.snapshots import SnapshotInfo
from words.problems import BuildError, PackError

Progress = Callable[[str, int, int], None]


def today_of(pack: Pack, *, all_simulated: bool) -> dt.date:
    """The day a snapshot's statuses are told on.

    `OBSERVATORY_TODAY` first; else the sample's own day where nothing but simulated returns has landed; else the clock.
    """
    fixed = clock.fixed_today()
    if fixed:
        return fixed
    sample_today = pack.sample_today
    return sample_today if all_simulated and sample_today else dt.date.today()


def build(
    home: Home, pack: Pack, *, today: dt.date | None = None, progress: Progress | None = None
) -> SnapshotInfo:
    """Make a new snapshot from landing and the pack, check it, and make it the current one.

    Args:
        home: state directory; claimed for this pack, refused when it belongs to another.
        pack: the reference pack.
        today: the day statuses are told on; by default as `today_of` says.
        progress: called with the step's name, how many are done, and of how many.

    Returns:
        The new current snapshot.

    Raises:
        BuildError: a model, a contract or a check failed; the old snapshot still stands.
        PackError, HomeError: the pack or the home cannot be used.
    """
    home.claim(pack.id)
    check_pack(pack)
    home.snapshots.mkdir(parents=True, exist_ok=True)
    with FileLock(home.build_lock):
        snapshot_id = snapshots.next_id(home)
        draft = home.snapshots / f".{snapshot_id}.building"
        draft.unlink(missing_ok=True)
        try:
            _make(draft, snapshot_id, home, pack, today, progress or (lambda *_: None))
            final = home.snapshots / f"{snapshot_id}.duckdb"
            draft.replace(final)
        except (duckdb.Error, OSError) as error:
            # Models and checks have their own messages; what is left is the file itself.
            raise BuildError(
                f"快照文件 {draft} 无法写入：{_first_line(error)}。请检查磁盘空间和路径中的特殊字符。旧快照不变。",
                f"The snapshot file {draft} cannot be written: {_first_line(error)}. Check the room on the disk and "
                "the path for characters such as a question mark. The old snapshot stands.",
            ) from error
        finally:
            for left in home.snapshots.glob(f".{snapshot_id}.building*"):
                left.unlink(missing_ok=True)
        snapshots.make_current(home, snapshot_id)
    return snapshots.read_info(home, snapshot_id)


def _make(
    path: Path, snapshot_id: str, home: Home, pack: Pack, today: dt.date | None, progress: Progress
) -> None:
    chain = models.build_models()
    with _work(path) as connection:
        _load_pack(connection, pack)
        open_landing(connection, home, pack.datasets)
        _load_run(connection, snapshot_id, pack, today)
        for done, model in enumerate(chain):
            if model.layer == "marts" and chain[done - 1].layer != "marts":
                # One transaction for all that goes into the file: a commit each would cost most of a small build.
                connection.execute("begin")
            progress(model.full_name, done, len(chain))
            create(connection, model)
        for model in models.query_models().values():
            if not model.parameters:
                _create_question_view(connection, model)
        connection.execute("commit")
        progress("checkpoint", len(chain), len(chain))
        connection.execute("checkpoint snapshot")


@contextmanager
def _work(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose own memory holds the steps, with the new snapshot attached for the marts."""
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as snapshot")
        for schema in (*models.SOURCES, *models.LAYERS):
            connection.execute(f"create schema {schema}")
        connection.execute("create schema snapshot.marts")
        connection.execute("create schema snapshot.questions")
        yield connection
    finally:
        connection.close()


def _load_pack(connection: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """The pack's tables as text, its settings and its shapes, as `reference.*`."""
    frames = {name: pack.table(name) for name in TABLES}
    frames["shapes"] = _shapes(pack)
    frames |= dataset_tables(pack)
    settings = {
        "pack_id": pack.id,
        "pack_name_zh": pack.name_zh,
        "pack_name_en": pack.name_en,
        "department_zh": pack.department_zh,
        "department_en": pack.department_en,
        "root_area": pack.root_area,
        "headline_indicator": pack.headline_indicator,
        "first_period": pack.first_period.isoformat(),
        "map_source_zh": pack.map.get("source_zh"),
        "map_source_en": pack.map.get("source_en"),
        "map_datum": pack.map.get("datum"),
        "map_approval_number": pack.map.get("approval_number") or None,
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
        [(dataset, row["text_zh"], row["text_en"]) for row in pack.simulated for dataset in row["datasets"]],
        schema=dict.fromkeys(("dataset", "text_zh", "text_en"), pl.String),
        orient="row",
    )
    for name, frame in frames.items():
        connection.register("_frame", frame)
        connection.execute(f"create table reference.{name} as from _frame")
        connection.unregister("_frame")


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
            raise PackError(
                f"{path} 不是带 area_code 属性的 GeoJSON（{error!r}）。请用 python -m pipelines reference 重新生成。",
                f"{path} is no GeoJSON with a property area_code ({error!r}). "
                "Make it again with python -m pipelines reference.",
            ) from error
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("kind", "area_code", "geometry"), pl.String), orient="row"
    )


def _load_run(
    connection: duckdb.DuckDBPyConnection,
    snapshot_id: str,
    pack: Pack,
    today: dt.date | None,
) -> None:
    """One row about this build, as `reference.run`."""
    newest, all_simulated = connection.execute(
        "select coalesce(max(sequence), 0), coalesce(bool_and(simulated), false) from "
        "(select sequence, simulated from landing.rows union all select sequence, simulated from landing.register_rows)"
    ).fetchall()[0]
    connection.execute(
        "create table reference.run as select cast(? as varchar) as snapshot_id, cast(? as timestamp) as built_at, "
        "cast(? as date) as today, cast(? as bigint) as landing_sequence, cast(? as varchar) as sql_fingerprint, "
        "cast(? as varchar) as pack_fingerprint",
        [
            snapshot_id,
            dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
            today or today_of(pack, all_simulated=all_simulated),
            newest,
            models.fingerprint(),
            pack.fingerprint(),
        ],
    )


def create(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Run one model into its table and hold it to its contract; marts go into the snapshot."""
    in_snapshot = model.layer == "marts"
    target = f"snapshot.{model.full_name}" if in_snapshot else model.full_name
    try:
        connection.execute(f"create {model.kept_as} {target} as\n{model.sql}")
    except duckdb.Error as error:
        raise BuildError(
            f"模型 sql/{model.layer}/{model.name}.sql 运行失败：{_first_line(error)}。旧快照不变。",
            f"The model sql/{model.layer}/{model.name}.sql failed: {_first_line(error)}. The old snapshot stands.",
        ) from error
    _check_columns(connection, model, target)
    _check_key(connection, model, target)
    _check_rows(connection, model, target)
    if in_snapshot:
        _comment(connection, "table", target, model.grain)
        for name, _, meaning in model.columns:
            _comment(connection, "column", f"{target}.{name}", meaning)


def _check_columns(connection: duckdb.DuckDBPyConnection, model: Model, target: str) -> None:
    if not model.columns:
        return
    made = [(row[0], row[1]) for row in connection.execute(f"describe {target}").fetchall()]
    promised = [(name, kind) for name, kind, _ in model.columns]
    if made != promised:
        missing = [column for column in promised if column not in made]
        extra = [column for column in made if column not in promised]
        raise BuildError(
            f"{model.full_name} 的列与文件头不符：缺少 {missing}，多出 {extra}（或顺序不同）。旧快照不变。",
            f"The columns of {model.full_name} differ from its header: missing {missing}, extra {extra} "
            "(or another order). The old snapshot stands.",
        )


def _check_key(connection: duckdb.DuckDBPyConnection, model: Model, target: str) -> None:
    if not model.key:
        return
    key = ", ".join(model.key)
    no_nulls = " or ".join(f"{column} is null" for column in model.key)
    bad = connection.execute(
        f"select {key}, count(*) from {target} group by {key} having count(*) > 1 or {no_nulls} limit 3"
    ).fetchall()
    if bad:
        raise BuildError(
            f"{model.full_name} 的主键（{key}）重复或为空，例如 {bad}。旧快照不变；请检查参考包和落地数据。",
            f"The key ({key}) of {model.full_name} repeats or is empty, for example {bad}. The old snapshot stands; "
            "check the pack and the landed returns.",
        )


def _check_rows(connection: duckdb.DuckDBPyConnection, model: Model, target: str) -> None:
    if not model.checks:
        return
    counted = ", ".join(f"count_if(not coalesce({expression}, false))" for _, expression in model.checks)
    counts = connection.execute(f"select {counted} from {target}").fetchall()[0]
    for (promise, expression), bad in zip(model.checks, counts, strict=True):
        if bad:
            made = [row[0] for row in connection.execute(f"describe {target}").fetchall()]
            identifying = model.key or [
                column for column in ("dataset", "area_code", "period", "batch_id") if column in made
            ]
            named = [column for column in made if column in expression]
            shown = ", ".join(dict.fromkeys([*identifying, *named]))
            rows = connection.execute(
                f"select {shown} from {target} where not coalesce({expression}, false) limit 3"
            ).fetchall()
            raise BuildError(
                f"{model.full_name} 有 {bad} 行不满足“{promise}”，例如（{shown}）= {rows}。旧快照不变。",
                f"{bad} rows of {model.full_name} break the promise '{promise}', for example ({shown}) = {rows}. "
                "The old snapshot stands.",
            )


def _create_question_view(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """A question without parameters is a view as well, so that any DuckDB client sees what a page sees."""
    connection.execute("use snapshot")
    connection.execute(f"create view questions.{model.name} as\n{model.sql}")
    connection.execute("use memory")
    _comment(connection, "view", f"snapshot.questions.{model.name}", model.grain)


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, name: str, text: str) -> None:
    connection.execute(f"comment on {kind} {name} is '{text.replace(chr(39), chr(39) * 2)}'")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
