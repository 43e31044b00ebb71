"""Which snapshots there are, which one is current, and whether one may be shown."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from programme.packs.pack import Pack
from warehouse import models
from warehouse.home import Home
from words.problems import HomeError, SnapshotError

_ID = re.compile(r"^(\d{8})-(\d{2,})$")


@dataclass(frozen=True)
class SnapshotInfo:
    """One immutable, checked DuckDB file. `built_at` is in UTC."""

    id: str
    path: Path
    built_at: dt.datetime
    today: dt.date
    pack_id: str
    sql_fingerprint: str
    pack_fingerprint: str
    landing_sequence: int
    is_current: bool


def next_id(home: Home) -> str:
    """A name no snapshot of this home has had: the day and a number."""
    day = dt.datetime.now().strftime("%Y%m%d")
    taken = [int(m[2]) for p in home.snapshots.glob("*.duckdb") if (m := _ID.match(p.stem)) and m[1] == day]
    return f"{day}-{max(taken, default=0) + 1:02d}"


def make_current(home: Home, snapshot_id: str) -> None:
    """Point `CURRENT` at a snapshot; readers see the old one or the new one, never a mixture."""
    draft = home.root / f"CURRENT.{os.getpid()}"
    draft.write_text(snapshot_id + "\n", encoding="utf-8")
    draft.replace(home.current_file)


def current(home: Home) -> SnapshotInfo | None:
    """The current snapshot, or None before the first build."""
    try:
        snapshot_id = home.current_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise HomeError(
            f"{home.current_file} 无法读取（{error}）。请检查状态目录，或另选一个目录。",
            f"{home.current_file} cannot be read ({error}). Check the state directory, or choose another.",
        ) from error
    return read_info(home, snapshot_id)


def _pointed(home: Home) -> str | None:
    """The id in `CURRENT`, or None where it is absent or no id."""
    try:
        text = home.current_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _ID.match(text) else None


def require_current(home: Home) -> SnapshotInfo:
    """The current snapshot, or an error that says how to make one."""
    info = current(home)
    if info is None:
        raise SnapshotError(
            f"{home.root} 还没有快照。请运行 python -m pipelines build（或 demo，用示例数据）。",
            f"{home.root} has no snapshot yet. Run python -m pipelines build (or demo, with the sample).",
        )
    return info


@lru_cache(maxsize=64)
def _facts(path: Path, _modified: int) -> tuple[dt.datetime, dt.date, str, str, str, int]:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        return connection.execute(
            "select built_at, today, pack_id, sql_fingerprint, pack_fingerprint, landing_sequence from marts.snapshot"
        ).fetchall()[0]
    finally:
        connection.close()


def read_info(home: Home, snapshot_id: str) -> SnapshotInfo:
    """What one snapshot says of itself. Refused by name when it is not there or is damaged."""
    if not _ID.match(snapshot_id):
        raise SnapshotError(
            f"“{snapshot_id}”不是快照编号（形如 20261120-01）。",
            f"'{snapshot_id}' is no snapshot id (like 20261120-01).",
        )
    path = home.snapshots / f"{snapshot_id}.duckdb"
    try:
        modified = path.stat().st_mtime_ns
        facts = _facts(path, modified)
    except (FileNotFoundError, duckdb.Error, IndexError) as error:
        known = ", ".join(sorted(p.stem for p in home.snapshots.glob("*.duckdb"))) or "-"
        raise SnapshotError(
            f"快照 {snapshot_id} 不存在或已损坏。现有：{known}。可运行 python -m pipelines build 重建。",
            f"The snapshot {snapshot_id} is missing or damaged. There are: {known}. "
            "Run python -m pipelines build to make a new one.",
        ) from error
    return SnapshotInfo(snapshot_id, path, *facts, is_current=_pointed(home) == snapshot_id)


def listing(home: Home) -> list[SnapshotInfo]:
    """All snapshots of a home that can be read, newest first; `damaged` names the others."""
    return [info for info in (_readable(home, name) for name in _names(home)) if info]


def damaged(home: Home) -> list[str]:
    """Ids of snapshots whose file cannot be read, newest first."""
    return [name for name in _names(home) if _readable(home, name) is None]


def _names(home: Home) -> list[str]:
    names = [path.stem for path in home.snapshots.glob("*.duckdb") if _ID.match(path.stem)]
    return sorted(names, key=_order, reverse=True)


def _readable(home: Home, snapshot_id: str) -> SnapshotInfo | None:
    try:
        return read_info(home, snapshot_id)
    except SnapshotError:
        return None


def is_up_to_date(info: SnapshotInfo, pack: Pack) -> bool:
    """True where the snapshot was made by the SQL and the pack that run now."""
    return info.sql_fingerprint == models.fingerprint() and info.pack_fingerprint == pack.fingerprint()


def rollback(home: Home, snapshot_id: str | None = None, *, pack: Pack) -> SnapshotInfo:
    """Move `CURRENT` back to a snapshot (by default the one before), if this SQL and this pack made it."""
    if snapshot_id is None:
        # The current one may be damaged: that is when going back matters most.
        now = _pointed(home)
        older = [info for info in listing(home) if not now or _order(info.id) < _order(now)]
        if not older:
            raise SnapshotError(
                f"快照 {now or '（无）'} 之前没有可用的更早快照，无法回退。请运行 build 重建。",
                f"There is no snapshot before {now or '(none)'} to go back to. Use build to make a new one.",
            )
        snapshot_id = older[0].id
    chosen = read_info(home, snapshot_id)
    differing = [
        words
        for differs, words in (
            (chosen.sql_fingerprint != models.fingerprint(), ("sql/", "sql/")),
            (chosen.pack_fingerprint != pack.fingerprint(), ("参考包", "the pack")),
        )
        if differs
    ]
    if differing:
        raise SnapshotError(
            f"快照 {snapshot_id} 由不同的 {'、'.join(d[0] for d in differing)} 生成，不能回退。请改用 build 重建。",
            f"The snapshot {snapshot_id} was made by other versions of {' and '.join(d[1] for d in differing)} "
            "and may not be shown. Use build to make a new one.",
        )
    make_current(home, snapshot_id)
    return read_info(home, snapshot_id)


def _order(snapshot_id: str) -> tuple[str, int]:
    return snapshot_id[:8], int(snapshot_id[9:])
