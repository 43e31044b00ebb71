"""How a home stands: its snapshot, what has landed since, and what is due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.filing import landing
from programme import clock
from programme.datasets import AnyDataset, Datasets
from programme.packs.pack import Pack
from warehouse import snapshots
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words.problems import PackError, Problem

WHO_FILES = ("city_code", "city_name_zh", "city_name_en", "usual_filer")
ASIDE_TOLD = 5  # rows set aside that are told one by one


def status(home: Home, pack: Pack | None, faults: Sequence[Problem] = ()) -> dict[str, Any]:
    """The state of a home as `status --json` prints it.

    `faults` are what is wrong with the pack, in both languages. One that cannot be read at all (None) has no name but
    that of the snapshot, and where its datasets cannot be read nothing is told of `landing`.

    `snapshot` is null before the first build; its `up_to_date` is false where the SQL or the pack has changed since.
    `newest_snapshot` differs from it after a rollback; `newest_has_landing` is the last return that one has.
    `landing` counts per dataset the returns and rows landed, and the returns that the snapshot does not have yet.
    `withdrawals_not_in_snapshot` counts the batches taken back that it still has. `next_due` has, per dataset, the first
    period whose due date has not passed. `set_aside` lists, of the snapshot, the landed rows that the pack or the programme
    does not allow: how many for each reason, and the first of them by name.
    `unreported` says, for each counted return, who has not filed the newest period that is due.
    """
    info = snapshots.current(home)
    seen = info.landing_sequence if info else 0
    newest = snapshots.newest(home)
    return {
        "home": str(home.root),
        "pack": _pack_facts(pack, info),
        "faults": [
            {"rule": one.rule, "message_zh": one.message_zh.strip(), "message_en": one.message_en.strip()}
            for one in faults
        ],
        "snapshot": snapshot_facts(info, pack is not None and snapshots.is_up_to_date(info, pack))
        if info
        else None,
        "newest_snapshot": newest.id if newest else None,
        "newest_has_landing": newest.landing_sequence if newest else 0,
        "landing": {name: _landed(home, dataset, seen) for name, dataset in datasets_of(pack).items()},
        "withdrawals_not_in_snapshot": sum(row.sequence > seen for row in landing.withdrawn(home)),
        "next_due": _next_due(info),
        "unreported": unreported(info),
        "set_aside": set_aside(info),
    }


def datasets_of(pack: Pack | None) -> Datasets:
    """The datasets of a pack; none where they cannot be read."""
    try:
        return pack.datasets if pack else Datasets([])
    except PackError:
        return Datasets([])


def zone_of(pack: Pack | None) -> ZoneInfo:
    """The zone on whose clocks moments are told; the default where the pack cannot say."""
    try:
        return pack.timezone if pack else clock.zone(clock.DEFAULT_ZONE)
    except PackError:
        return clock.zone(clock.DEFAULT_ZONE)


def _pack_facts(pack: Pack | None, info: SnapshotInfo | None) -> dict[str, str | None]:
    """The pack's name as it stands in its settings, else as the snapshot knows it."""
    try:
        if pack is not None:
            return {"id": pack.id, "name_zh": pack.name_zh, "name_en": pack.name_en}
    except PackError:
        pass
    if info is None or not snapshots.is_of_this_sql(info):
        return {"id": info.pack_id if info else None, "name_zh": None, "name_en": None}
    row = Reader(info).rows("snapshot_facts")[0]
    return {"id": row["pack_id"], "name_zh": row["pack_name_zh"], "name_en": row["pack_name_en"]}


def snapshot_facts(info: SnapshotInfo, up_to_date: bool) -> dict[str, Any]:
    """One snapshot in words that JSON knows; `built_at` is in UTC."""
    return {
        "id": info.id,
        "built_at": info.built_at.isoformat(timespec="seconds") + "Z",
        "today": info.today.isoformat(),
        "landing_sequence": info.landing_sequence,
        "is_current": info.is_current,
        "up_to_date": up_to_date,
    }


def _landed(home: Home, dataset: AnyDataset, seen: int) -> dict[str, Any]:
    wanted = ["sequence", "period", "landed_at", "simulated"]
    rows = landing.landed(home, dataset, only=wanted)
    last: dt.datetime | None = rows["landed_at"].max()  # type: ignore[assignment]
    newest: dt.date | None = rows["period"].max()  # type: ignore[assignment]
    return {
        "returns": rows["sequence"].n_unique(),
        "returns_not_in_snapshot": rows.filter(pl.col("sequence") > seen)["sequence"].n_unique(),
        "rows": rows.height,
        "rows_simulated": int(rows["simulated"].sum()),
        "last_period": newest.isoformat() if newest else None,
        "last_landed_at": last.isoformat(timespec="seconds") + "Z" if last else None,
    }


def set_aside(info: SnapshotInfo | None) -> dict[str, Any]:
    """What a snapshot sets aside of the landed rows: `rows`, `reasons` (dataset, reason, rows) and the `first` few."""
    if info is None or not snapshots.is_of_this_sql(info):
        return {"rows": 0, "reasons": [], "first": []}
    found = Reader(info).ask("set_aside")
    reasons = found.group_by("source", "rule", maintain_order=True).len("rows")
    named = ("source", "rule", "batch_id", "file_name", "file_row", "area_code", "period", "found")
    first = found.head(ASIDE_TOLD).select(named).to_dicts()
    return {
        "rows": found.height,
        "reasons": [
            {"dataset": row["source"], "reason": row["rule"], "rows": row["rows"]}
            for row in reasons.to_dicts()
        ],
        "first": [
            {
                "dataset": row.pop("source"),
                "reason": row.pop("rule"),
                **row,
                "period": row["period"].isoformat() if row["period"] else None,
            }
            for row in first
        ],
    }


def unreported(info: SnapshotInfo | None) -> list[dict[str, Any]]:
    """Per counted return, of its newest period that is due: `units` that were to file, `missing` ones, and those by who files.

    Who files is the city (none for a county in no city) and the office that filed there last. A return that nobody ever
    filed and from which no indicator counts is left out: its figures come from elsewhere.
    """
    if info is None or not snapshots.is_of_this_sql(info):
        return []
    reader = Reader(info)
    found = reader.ask("unit_filing")
    counted_from = set(reader.ask("indicator_catalogue")["numerator_dataset"])
    told = []
    for dataset in found["dataset"].unique(maintain_order=True).sort().to_list():
        rows = found.filter(pl.col("dataset") == dataset)
        is_unfiled = rows["usual_filer"].null_count() == rows.height and not rows["has_filed"].any()
        if is_unfiled and dataset not in counted_from:
            continue
        missing = pl.col("has_filed").not_().sum().alias("missing")
        by = rows.group_by(WHO_FILES, maintain_order=True).agg(pl.len().alias("units"), missing)
        first = rows.row(0, named=True)
        told.append(
            {
                "dataset": dataset,
                "period": first["period"].isoformat(),
                "due_on": first["due_on"].isoformat(),
                "units": rows.height,
                "missing": int(rows.select(missing).item()),
                "by": by.filter(pl.col("missing") > 0).sort("city_code", "usual_filer").to_dicts(),
            }
        )
    return told


def _next_due(info: SnapshotInfo | None) -> list[dict[str, str]]:
    if info is None:
        return []
    rows = Reader(info).ask("next_due").select("dataset", "period", "due_on")
    return [{name: str(value) for name, value in row.items()} for row in rows.to_dicts()]
