"""Which snapshots there are, which one is current, and whether one may be shown."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from programme import clock
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
    landing_digest: str
    kept_of: str | None  # the snapshot whose untouched periods it keeps
    builds_since_full: int
    is_current: bool


def next_id(home: Home, where: ZoneInfo) -> str:
    """A name that follows all of this home's snapshots: the day in a zone and a number.

    Where the clock or the zone has gone back, the last snapshot's day goes on: the newest has the greatest name.
    """
    last, taken = max(map(_order, _names(home)), default=("", 0))
    day = max(clock.day_of(where).strftime("%Y%m%d"), last)
    return f"{day}-{(taken if day == last else 0) + 1:02d}"


def make_current(home: Home, snapshot_id: str) -> None:
    """Point `CURRENT` at a snapshot; readers see the old one or the new one, never a mixture."""
    try:
        write_whole(home.current_file, f"{snapshot_id}\n".encode())
    except OSError as error:
        raise home.not_writable(error) from error


def current(home: Home) -> SnapshotInfo | None:
    """The current snapshot, or None before the first build. `HomeError` for a home that a newer version made."""
    home.check_format()
    try:
        snapshot_id = home.current_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise SnapshotError("snapshots.current_no_text", file=home.current_file) from error
    except OSError as error:
        if home.current_file.is_dir():
            raise HomeError("snapshots.current_folder", file=home.current_file) from error
        raise HomeError(
            "snapshots.current_unreadable", file=home.current_file, reason=error.strerror
        ) from error
    if not _ID.match(snapshot_id):
        raise SnapshotError("snapshots.current_no_id", file=home.current_file, text=snapshot_id[:60])
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


_FACTS = ("built_at", "today", "pack_id", "sql_fingerprint", "pack_fingerprint", "landing_sequence")


@lru_cache(maxsize=64)
def _facts(path: Path, _modified: int) -> dict[str, Any]:
    connection = duckdb.connect(str(path), read_only=True)
    try:
        rows = connection.execute("from marts.snapshot")
        names = [column[0] for column in rows.description]
        facts = dict(zip(names, rows.fetchall()[0], strict=True))
        # Snapshots of before these two columns stay readable; nothing of them is kept.
        later = {"landing_digest": "", "kept_of": None, "builds_since_full": 0}
        return {name: facts[name] for name in _FACTS} | {
            name: facts.get(name, none) for name, none in later.items()
        }
    finally:
        connection.close()


def _layout(path: Path) -> int:
    """The number of its layout that a database file carries; 0 where it is none."""
    with path.open("rb") as file:
        head = file.read(20)
    return int.from_bytes(head[12:20], "little") if len(head) == 20 and head[8:12] == b"DUCK" else 0


@lru_cache(maxsize=1)
def _own_layout() -> int:
    """The number of the layout that this DuckDB writes; none is greater where it cannot write any, on a full disk say."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "own.duckdb"
            duckdb.connect(str(path)).close()
            return _layout(path)
    except (OSError, duckdb.Error):
        return 2**64


def unopened(path: Path, said: str) -> SnapshotError:
    """Why a snapshot cannot be opened, told apart: absent, forbidden, locked, newer, else damaged.

    Args:
        path: its file.
        said: DuckDB's words.
    """
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        known = sorted(other.stem for other in path.parent.glob("*.duckdb") if _ID.match(other.stem))
        return SnapshotError("snapshots.absent", id=path.stem, known=known or ["-"])
    except (IsADirectoryError, NotADirectoryError):
        return SnapshotError("snapshots.no_file", id=path.stem, file=path)
    except OSError as error:
        return SnapshotError("snapshots.forbidden", id=path.stem, file=path, reason=error.strerror)
    if re.search(r"could not set lock|conflicting lock|being used by another process", said, re.IGNORECASE):
        return SnapshotError("snapshots.locked", id=path.stem, file=path)
    if re.search(r"version number|newer version", said, re.IGNORECASE) or _layout(path) > _own_layout():
        return SnapshotError("snapshots.newer", id=path.stem, file=path)
    return SnapshotError("snapshots.damaged", id=path.stem, file=path)


def read_info(home: Home, snapshot_id: str) -> SnapshotInfo:
    """What one snapshot says of itself; `SnapshotError` tells why it cannot be read (see `unopened`)."""
    if not _ID.match(snapshot_id):
        raise SnapshotError("snapshots.no_id", id=snapshot_id)
    path = home.snapshots / f"{snapshot_id}.duckdb"
    try:
        facts = _facts(path, path.stat().st_mtime_ns)
    except (OSError, duckdb.Error, IndexError, KeyError) as error:
        raise unopened(path, str(error)) from error
    return SnapshotInfo(snapshot_id, path, **facts, is_current=_pointed(home) == snapshot_id)


def filed_in(info: SnapshotInfo) -> set[str]:
    """The datasets of which a snapshot has returns or rows of a register; none where it cannot tell."""
    statement = "select dataset from marts.returns union select dataset from marts.register_rows"
    try:
        with duckdb.connect(str(info.path), read_only=True) as connection:
            return {name for (name,) in connection.execute(statement).fetchall()}
    except duckdb.Error:
        return set()


def listing(home: Home) -> list[SnapshotInfo]:
    """All snapshots of a home that can be read, newest first; `unreadable` has the others."""
    return [info for info in (_read(home, name) for name in _names(home)) if isinstance(info, SnapshotInfo)]


def unreadable(home: Home) -> dict[str, SnapshotError]:
    """Ids of snapshots whose file cannot be read, newest first, and why."""
    found = {name: _read(home, name) for name in _names(home)}
    return {name: why for name, why in found.items() if isinstance(why, SnapshotError)}


def _names(home: Home) -> list[str]:
    names = [path.stem for path in home.snapshots.glob("*.duckdb") if _ID.match(path.stem)]
    return sorted(names, key=_order, reverse=True)


def _read(home: Home, snapshot_id: str) -> SnapshotInfo | SnapshotError:
    try:
        return read_info(home, snapshot_id)
    except SnapshotError as error:
        return error


def is_of_this_sql(info: SnapshotInfo) -> bool:
    """Whether a snapshot was made by the SQL that runs now, so that today's questions can be asked of it."""
    return info.sql_fingerprint == models.fingerprint()


def is_up_to_date(info: SnapshotInfo, pack: Pack) -> bool:
    """True where the snapshot was made by the SQL and the pack that run now."""
    return info.sql_fingerprint == models.fingerprint() and info.pack_fingerprint == pack.fingerprint()


def rollback(home: Home, snapshot_id: str | None = None, *, pack: Pack | None) -> SnapshotInfo:
    """Move `CURRENT` back to a snapshot (by default the one before), if this SQL and this pack made it.

    Of a pack that cannot be read (None) only the SQL is compared: the home's own snapshots are all there is.
    """
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
    other_pack = pack is not None and chosen.pack_fingerprint != pack.fingerprint()
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
