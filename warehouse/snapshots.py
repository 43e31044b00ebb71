"""Which snapshots there are, which one is current, and whether one may be shown."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from programme.packs.pack import Pack
from programme.storage import write_whole
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
    try:
        write_whole(home.current_file, f"{snapshot_id}\n".encode())
    except OSError as error:
        raise HomeError("home.not_writable", folder=home.root, reason=error.strerror) from error


def current(home: Home) -> SnapshotInfo | None:
    """The current snapshot, or None before the first build. `HomeError` for a home that a newer version made."""
    home.check_format()
    try:
        snapshot_id = home.current_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise HomeError("snapshots.current_unreadable", file=home.current_file, reason=str(error)) from error
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
        raise SnapshotError("snapshots.missing", home=home.root)
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
        raise SnapshotError("snapshots.no_id", id=snapshot_id)
    path = home.snapshots / f"{snapshot_id}.duckdb"
    try:
        modified = path.stat().st_mtime_ns
        facts = _facts(path, modified)
    except (FileNotFoundError, duckdb.Error, IndexError) as error:
        known = ", ".join(sorted(p.stem for p in home.snapshots.glob("*.duckdb"))) or "-"
        raise SnapshotError("snapshots.damaged", id=snapshot_id, known=known) from error
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
        if not older and now:
            raise SnapshotError("snapshots.none_before", id=now)
        if not older:
            raise SnapshotError("snapshots.none_before.no_current")
        snapshot_id = older[0].id
    chosen = read_info(home, snapshot_id)
    other_sql = chosen.sql_fingerprint != models.fingerprint()
    other_pack = chosen.pack_fingerprint != pack.fingerprint()
    if other_sql and other_pack:
        raise SnapshotError("snapshots.other_version.both", id=snapshot_id)
    if other_sql:
        raise SnapshotError("snapshots.other_version.sql", id=snapshot_id)
    if other_pack:
        raise SnapshotError("snapshots.other_version.pack", id=snapshot_id)
    make_current(home, snapshot_id)
    return read_info(home, snapshot_id)


def _order(snapshot_id: str) -> tuple[str, int]:
    return snapshot_id[:8], int(snapshot_id[9:])
