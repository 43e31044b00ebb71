"""Which snapshots there are, which one is current, and whether one may be shown."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from filelock import FileLock, Timeout

from programme import clock
from programme.packs.pack import Pack
from programme.storage import text_of, write_whole
from warehouse import models, notes, opened
from warehouse.home import Home
from words.problems import HomeError, SnapshotError

# What a step back waits for another one; a build takes longer, and is waited for by nobody who wants something older.
ROLLBACK_SECONDS = 3.0
_ID = re.compile(r"([0-9]{8})-([0-9]{2,9})")
MOST_A_DAY = 999_999  # whatever has a greater number was named by hand, and nothing follows it


@dataclass(frozen=True)
class SnapshotInfo:
    """One immutable, checked DuckDB file. `built_at` is in UTC."""

    id: str
    path: Path
    mark: opened.Mark  # which file of that name
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
    if home.last_file.is_dir():
        raise HomeError("home.last_folder", file=home.last_file)
    now = clock.day_of(where).strftime("%Y%m%d")
    # One that was deleted by hand is not named again: what was published as its figures must not seem to be another's.
    said = [name for name in (pointed(home), _last(home)) if name and _can_have_been(name, now)]
    orders = [one for one in map(order, [*names(home), *said]) if one[1] <= MOST_A_DAY]
    last, taken = max(orders, default=("", 0))
    day = max(now, last)
    return f"{day}-{(taken if day == last else 0) + 1:02d}"


def _can_have_been(snapshot_id: str, now: str) -> bool:
    """Whether a snapshot that is no file can have had this id: its day is one, and not after today's (`now`, as ids have it)."""
    day = snapshot_id[:8]
    try:
        dt.datetime.strptime(day, "%Y%m%d")
    except ValueError:
        return False
    return day <= now


def _last(home: Home) -> str | None:
    """The greatest name of a snapshot that was ever current here, whether or not it is still there; None where nobody knows."""
    return _id_in(home.last_file)


def make_current(home: Home, snapshot_id: str) -> None:
    """Point `CURRENT` at a snapshot; readers see the old one or the new one, never a mixture."""
    last, before = _last(home), pointed(home)
    if before not in names(home):  # typed by hand, say: `LAST` knows each one that was current
        before = None
    shown = max(filter(None, (last, before, snapshot_id)), key=order)
    try:
        write_whole(home.current_file, f"{snapshot_id}\n".encode())
        if shown != last:
            write_whole(home.last_file, f"{shown}\n".encode())
    except OSError as error:
        raise home.not_writable(error) from error


def current(home: Home) -> SnapshotInfo | None:
    """The current snapshot, or None before the first build. `HomeError` for a home that a newer version made."""
    home.check_format()
    try:
        snapshot_id = text_of(home.current_file).strip()
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
    if not is_id(snapshot_id):
        raise SnapshotError("snapshots.current_no_id", file=home.current_file, text=snapshot_id[:60])
    try:
        return _info(home, snapshot_id, is_current=True)
    except SnapshotError:
        # A build may have put another in its place, and taken this one away, since the pointer was read.
        if pointed(home) in (snapshot_id, None):
            raise
    return current(home)


def pointed(home: Home) -> str | None:
    """The id in `CURRENT`, or None where it is absent or no id."""
    return _id_in(home.current_file)


def _id_in(file: Path) -> str | None:
    try:
        text = text_of(file).strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if is_id(text) else None


def require_current(home: Home) -> SnapshotInfo:
    """The current snapshot, or an error that says how to make one."""
    info = current(home)
    if info is None:
        raise SnapshotError("snapshots.missing", home=home.root)
    return info


@lru_cache(maxsize=4096)
def _facts(path: Path, mark: opened.Mark) -> dict[str, Any]:
    """What a snapshot says of itself: from the note beside it where that is of this very file, else from the file.

    Raises `Replaced` where another file took its place meanwhile: what was found may be of that one.
    """
    facts = notes.read(path) or _asked(path)
    opened.check_mark(path, mark)
    return facts


def _asked(path: Path) -> dict[str, Any]:
    with opened.once(path) as connection:
        rows = connection.execute("from marts.snapshot")
        columns = [column[0] for column in rows.description]
        facts = dict(zip(columns, rows.fetchall()[0], strict=True))
    return {name: facts[name] for name in notes.OF_EACH} | {
        name: facts.get(name, none) for name, none in notes.LATER.items()
    }


@lru_cache(maxsize=1)
def _own_layout() -> int:
    """The number of the layout that this DuckDB writes; none is greater where it cannot write any, on a full disk say."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "own.duckdb"
            duckdb.connect(str(path)).close()
            return notes.layout(path)
    except (OSError, duckdb.Error):
        return 2**64


def unopened(path: Path, said: str) -> SnapshotError:
    """Why a snapshot cannot be opened, told apart: absent, forbidden, locked, newer, else damaged.

    Args:
        path: its file.
        said: DuckDB's words.
    """
    if path.exists() and not path.is_file():  # a folder, or a pipe, which nobody may wait for
        return SnapshotError("snapshots.no_file", id=path.stem, file=path)
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        known = sorted(other.stem for other in path.parent.glob("*.duckdb") if is_id(other.stem))
        if not known:
            return SnapshotError("snapshots.absent.none", id=path.stem)
        return SnapshotError("snapshots.absent", id=path.stem, known=known)
    except OSError as error:
        return SnapshotError("snapshots.forbidden", id=path.stem, file=path, reason=error.strerror)
    if re.search(r"could not set lock|conflicting lock|being used by another process", said, re.IGNORECASE):
        return SnapshotError("snapshots.locked", id=path.stem, file=path)
    if re.search(r"version number|newer version", said, re.IGNORECASE) or notes.layout(path) > _own_layout():
        return SnapshotError("snapshots.newer", id=path.stem, file=path)
    return SnapshotError("snapshots.damaged", id=path.stem, file=path)


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """What fails in opening a snapshot, or in asking what it says of itself, is told as `unopened` does; or that it was replaced."""
    try:
        yield
    except opened.Replaced as error:
        raise SnapshotError("snapshots.replaced", id=path.stem, file=path) from error
    except (OSError, duckdb.Error, IndexError, KeyError) as error:
        raise unopened(path, str(error)) from error


def read_info(home: Home, snapshot_id: str) -> SnapshotInfo:
    """What one snapshot says of itself; `SnapshotError` tells why it cannot be read (see `unopened`)."""
    if not is_id(snapshot_id):
        raise SnapshotError("snapshots.no_id", id=snapshot_id)
    return _info(home, snapshot_id, is_current=pointed(home) == snapshot_id)


def _info(home: Home, snapshot_id: str, *, is_current: bool) -> SnapshotInfo:
    path = home.snapshots / f"{snapshot_id}.duckdb"
    with opening(path):
        mark = opened.mark_of(path)
        if not path.is_file():
            raise unopened(path, "")
        facts = _facts(path, mark)
    return SnapshotInfo(snapshot_id, path, mark, **facts, is_current=is_current)


def check_whole(info: SnapshotInfo) -> None:
    """Go through the whole file of a snapshot: `SnapshotError` where it cannot be asked, or is worn: other bytes than its build
    finished, as its note knows.
    """
    with opening(info.path):
        is_worn = notes.is_worn(info.path, _asked(info.path))
    if is_worn:
        raise SnapshotError("snapshots.damaged", id=info.id, file=info.path)


def filed_in(info: SnapshotInfo) -> set[str]:
    """The datasets of which a snapshot has returns or rows of a register; none where it cannot tell."""
    statement = "select dataset from marts.returns union select dataset from marts.register_rows"
    try:
        with opened.once(info.path) as connection:
            return {name for (name,) in connection.execute(statement).fetchall()}
    except duckdb.Error:
        return set()


def listing(home: Home) -> list[SnapshotInfo]:
    """All snapshots of a home that can be read, newest first, as they say of themselves. None is looked through."""
    return [info for info in (_read(home, name) for name in names(home)) if isinstance(info, SnapshotInfo)]


def checked(home: Home) -> tuple[list[SnapshotInfo], dict[str, SnapshotError]]:
    """All snapshots of a home, each looked through to its end: the sound ones, and why each of the others is not; newest first.

    It takes the time of reading them all, a second for a gigabyte or two.
    """
    found = {name: _read(home, name, whole=True) for name in names(home)}
    sound = [info for info in found.values() if isinstance(info, SnapshotInfo)]
    return sound, {name: why for name, why in found.items() if isinstance(why, SnapshotError)}


def newest(home: Home, after: str = "") -> SnapshotInfo | None:
    """The newest snapshot that can be read, of those newer than `after`; however many there are, one is read.

    One that never was current, as its build was killed at its last step, is none.
    """
    shown = [order(name) for name in (_last(home), pointed(home)) if name]
    later = [
        name
        for name in names(home)
        if (not after or order(name) > order(after)) and (not shown or order(name) <= max(shown))
    ]
    return next((info for name in later if isinstance(info := _read(home, name), SnapshotInfo)), None)


def names(home: Home) -> list[str]:
    """The ids of a home's snapshots, readable or not, newest first. Raises `HomeError` where their folder cannot be read."""
    try:
        files = list(home.snapshots.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HomeError("home.not_readable", folder=home.snapshots, reason=error.strerror) from error
    found = [file.stem for file in files if file.suffix == ".duckdb" and is_id(file.stem)]
    return sorted(found, key=order, reverse=True)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a snapshot."""
    return _ID.fullmatch(text) is not None


def _sound(home: Home, snapshot_id: str) -> SnapshotInfo:
    """A snapshot that was looked through; raises as `read_info` and `check_whole`."""
    info = read_info(home, snapshot_id)
    check_whole(info)
    return info


def _read(home: Home, snapshot_id: str, *, whole: bool = False) -> SnapshotInfo | SnapshotError:
    try:
        return _sound(home, snapshot_id) if whole else read_info(home, snapshot_id)
    except SnapshotError as error:
        return error


def is_of_this_sql(info: SnapshotInfo) -> bool:
    """Whether a snapshot was made by the SQL that runs now, so that today's questions can be asked of it."""
    return bool(of_this_sql([info]))


def of_this_sql(infos: Iterable[SnapshotInfo]) -> list[SnapshotInfo]:
    """Those of some snapshots that were made by the SQL that runs now; its files are looked through once."""
    now = models.fingerprint()
    return [info for info in infos if info.sql_fingerprint == now]


def is_up_to_date(info: SnapshotInfo, pack: Pack) -> bool:
    """True where the snapshot was made by the SQL and the pack that run now."""
    return info.sql_fingerprint == models.fingerprint() and info.pack_fingerprint == pack.fingerprint()


def rollback(home: Home, snapshot_id: str | None = None, *, pack: Pack | None) -> SnapshotInfo:
    """Move `CURRENT` back to a snapshot (by default the one before), if this SQL and this pack made it.

    Of a pack that cannot be read (None) only the SQL is compared: the home's own snapshots are all there is.
    """
    # The current one may be damaged: that is when going back matters most.
    now = pointed(home)
    if snapshot_id is not None:
        read_info(home, snapshot_id)  # one that is not there is told at once
    elif not names(home):
        raise _none_before(now)
    with changing(home, seconds=ROLLBACK_SECONDS):
        # Chosen by who is alone to change anything: else it may be taken away meanwhile.
        chosen = _before(home, now) if snapshot_id is None else _sound(home, snapshot_id)
        _check_made_by(chosen, pack)
        meanwhile = pointed(home)
        if meanwhile not in (now, chosen.id):
            raise SnapshotError("snapshots.changed_meanwhile", id=chosen.id, now=str(meanwhile))
        make_current(home, chosen.id)
    return read_info(home, chosen.id)


def _before(home: Home, now: str | None) -> SnapshotInfo:
    """The newest sound snapshot before one."""
    older = [name for name in names(home) if not now or order(name) < order(now)]
    for name in older:
        found = _read(home, name, whole=True)
        if isinstance(found, SnapshotInfo):
            return found
    raise _none_before(now)


def _none_before(now: str | None) -> SnapshotError:
    return (
        SnapshotError("snapshots.none_before", id=now)
        if now
        else SnapshotError("snapshots.none_before.no_current")
    )


def _check_made_by(chosen: SnapshotInfo, pack: Pack | None) -> None:
    """Refuse a snapshot that another SQL or another pack made than those that run now."""
    other_sql = chosen.sql_fingerprint != models.fingerprint()
    other_pack = pack is not None and chosen.pack_fingerprint != pack.fingerprint()
    if other_sql and other_pack:
        raise SnapshotError("snapshots.other_version.both", id=chosen.id)
    if other_sql:
        raise SnapshotError("snapshots.other_version.sql", id=chosen.id)
    if other_pack:
        raise SnapshotError("snapshots.other_version.pack", id=chosen.id)


@contextmanager
def changing(home: Home, *, seconds: float = -1) -> Iterator[None]:
    """Alone to change what is current in a home: builds, steps back, taking away old ones.

    Waits for another who does so, at most so many seconds where that is said.

    Raises:
        HomeError: its folder cannot be written.
        SnapshotError: another is still at it.
    """
    lock = FileLock(home.build_lock, timeout=seconds)
    try:
        home.snapshots.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise SnapshotError("snapshots.being_built", folder=home.root) from error
    except OSError as error:
        raise home.not_writable(error) from error
    try:
        yield
    finally:
        lock.release()


def order(snapshot_id: str) -> tuple[str, int]:
    """What ids of snapshots are ordered by: the day, then the number on that day, however many digits it has."""
    return snapshot_id[:8], int(snapshot_id[9:])
