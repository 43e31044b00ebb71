"""Backing up a home: everything in it but what can be made anew.

Left out are the snapshots that neither a pin nor an issued bulletin keeps (a build makes them again from what has landed), word of
servers, locks, drafts and what parsing found. Whatever else stands in the home is taken, known or not: what is forgotten here would
be lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.filing import landing
from pipelines.filing.backup_store import Changed, Entry, Manifest, Progress, Store
from programme import room
from programme.storage import sha256_of, write_whole
from warehouse import issued, landed_whole, retention, snapshots
from warehouse.home import Home
from words.problems import BackupError, HomeError, LandingError

TRIES = 3
# Small files that are written anew: read while nobody lands, else what they say would not fit what was listed.
_WRITTEN_ANEW = {"CURRENT", "LAST", "PACK", "FORMAT", "home.toml", "sequence", "_last_checkpoint"}


@dataclass(frozen=True)
class Taken:
    """A backup that was taken, or the newest where nothing has changed since."""

    manifest: Manifest
    copied: int  # files that were new, or damaged here
    copied_bytes: int
    is_new: bool  # whether there is a new backup: nothing changed, none
    odd: list[str] = field(default_factory=list)  # files of the home that are not what they were


@dataclass(frozen=True)
class _Found:
    """What is to be taken: files by their path below the home, those that are written anew with their bytes."""

    files: dict[str, Path]
    read: dict[str, bytes]
    sequence: int
    current: str | None
    snapshots: list[str]
    left_out: list[str]


def back_up(home: Home, folder: Path, progress: Progress | None = None) -> Taken:
    """Add a backup of a home to a folder of backups; only files that are not there yet are copied.

    Beside an ingest it waits for its end; a build may go on.

    Raises `BackupError` (nothing was added, and what was there is as it was), `HomeError` for a home that is none.
    """
    home.check_format()
    if not home.pack_file.exists():
        raise BackupError("backup.no_home", home=home.root)
    folder = folder.expanduser().resolve()
    if folder.is_relative_to(home.root) or home.root.is_relative_to(folder):
        raise BackupError("backup.within", folder=folder, home=home.root)
    store, pack = Store(folder), home.pack_file.read_text(encoding="utf-8").strip()
    with store.writing(pack):
        before = _before(store)
        for left in range(TRIES - 1, -1, -1):
            found = _listed(home)
            if before is not None and found.sequence < before.sequence:
                values = {"home": home.root, "number": before.number, "folder": folder}
                raise BackupError(
                    "backup.behind", found=found.sequence, before=before.sequence, **values
                )  # what was lost must not look like the newest state
            try:
                taken = _take(home, store, found, before, progress)
                break
            except (Changed, FileNotFoundError) as error:  # unpinned, compacted or edited meanwhile
                if not left:
                    raise BackupError("backup.moving", home=home.root, path=str(error)) from error
    _remember(home, store, taken.manifest)
    return taken


def _before(store: Store) -> Manifest | None:
    """The newest backup that can be read: one that is damaged is no reason to take none."""
    for number in store.numbers():
        with suppress(BackupError):
            return store.read(number)
    return None


def _listed(home: Home) -> _Found:
    """What stands in a home at one moment.

    Under the lock of landing nothing lands and nothing is forgotten. Where the home cannot be written nobody else is waited for
    either: the order alone keeps it whole, as a row of a register is written after what it names, and a commit after its files.
    """
    with _held(home):
        rows = _below(home, home.issued / "rows")
        checkpoints = _below(home, home.landing, only="_last_checkpoint")
        read = {path: file.read_bytes() for path, file in checkpoints.items()}
        logs = {path: file for path, file in _below(home, home.landing).items() if "/_delta_log/" in path}
        kept = _kept_snapshots(home)
        files = {**rows, **logs}
        for one in sorted(home.root.iterdir()):
            if one in (home.snapshots, home.readers, home.backup_file) or one.name.startswith("."):
                continue
            if one == home.issued:
                files |= {path: file for path, file in _below(home, one).items() if "/rows/" not in path}
            elif one == home.landing:
                # A commit that came after the logs were listed is left for the next time.
                later = {path: file for path, file in _below(home, one).items() if "/_delta_log/" not in path}
                files |= later
            else:
                files |= _below(home, one)
        own = {f"{name}{end}" for name in kept for end in (".duckdb", ".json", ".pin")}
        files |= {path: file for path, file in _below(home, home.snapshots).items() if file.name in own}
        current = snapshots.pointed(home)
        for path, file in files.items():
            if file.name in _WRITTEN_ANEW and path not in read:
                read[path] = file.read_bytes()
        if current not in kept:
            read.pop("CURRENT", None)
            files.pop("CURRENT", None)
        sequence = landing.last_sequence(home)
    left_out = [name for name in snapshots.names(home) if name not in kept]
    files = {path: file for path, file in files.items() if path not in read}
    return _Found(files, read, sequence, current, sorted(kept), left_out)


@contextmanager
def _held(home: Home) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(landing.locked(home))
        except (LandingError, HomeError) as error:
            if error.key != "landing.not_writable":
                raise
        yield


def _kept_snapshots(home: Home) -> set[str]:
    """The snapshots that no build makes again: those that were pinned, and those that issued bulletins rest on.

    Where the register of bulletins cannot be read nobody knows which these are: all.
    """
    there = {*snapshots.names(home)}
    try:
        return (retention.pinned(home) | issued.snapshots(home)) & there
    except HomeError:
        return there


def _below(home: Home, place: Path, only: str | None = None) -> dict[str, Path]:
    """The files of a folder and below it, or a file itself, by their path below the home; no lock and no draft."""
    if not place.exists() and not place.is_symlink():
        return {}
    found: list[Path] = []
    if place.is_file():
        found.append(place)
    else:

        def refused(error: OSError) -> None:
            raise error

        for folder, folders, names in os.walk(place, onerror=refused, followlinks=True):
            folders.sort()
            found += [Path(folder) / name for name in sorted(names)]
            found += [path for name in folders if not (path := Path(folder) / name).exists()]
    return {
        path.relative_to(home.root).as_posix(): path
        for path in found
        if not path.name.startswith(".")
        and path.suffix not in (".lock", ".tmp")
        and (only is None or path.name == only)
    }


def _take(
    home: Home, store: Store, found: _Found, before: Manifest | None, progress: Progress | None
) -> Taken:
    """Copy what is not there yet, and write down the backup."""
    entries, copied, size = [], 0, 0
    _check_room(store, found, before)
    for done, (path, file) in enumerate(found.files.items()):
        if progress:
            progress("backup_copy", done, len(found.files))
        about = file.stat()
        sha256 = _sha256_of(file, about)
        _check_landed(home, file, sha256)
        entries.append(Entry(path, about.st_size, sha256, about.st_mtime_ns, not about.st_mode & 0o200))
        if store.add(file, sha256):
            copied, size = copied + 1, size + about.st_size
    for path, data in found.read.items():
        sha256 = hashlib.sha256(data).hexdigest()
        # The time of what is written anew says nothing: with it no two backups would be the same.
        entries.append(Entry(path, len(data), sha256, 0, False))
        if store.add_bytes(data):
            copied, size = copied + 1, size + len(data)
    entries.sort(key=lambda entry: entry.path)
    manifest = Manifest(
        number=1 + max(store.numbers(), default=0),
        taken_at=_now(),
        home=str(home.root),
        pack=store.pack,
        home_format=home.format() or 1,
        sequence=found.sequence,
        current=found.current,
        snapshots=found.snapshots,
        left_out=found.left_out,
        files=entries,
    )
    odd = _odd(manifest, before)
    if before is not None and before.number == max(store.numbers()) and before.files == manifest.files:
        return Taken(before, copied, size, False, odd)
    store.seal(manifest)
    return Taken(manifest, copied, size, True, odd)


def _sha256_of(file: Path, about: os.stat_result) -> str:
    """The checksum of a file; `BackupError` for what is no file, or cannot be read."""
    if not stat.S_ISREG(about.st_mode):  # a pipe, which nobody may wait for
        raise BackupError("backup.no_file", path=file)
    try:
        return sha256_of(file)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BackupError("backup.not_readable", path=file, reason=error.strerror) from error


def _check_landed(home: Home, file: Path, sha256: str) -> None:
    """Refuse rows that are not what landed: a backup of them must not become the newest."""
    rows = landed_whole.rows_of(file)
    if rows is None or rows.sha256 == sha256 or not file.is_relative_to(home.landing):
        return
    if file in landing.parquet_files(home, file.parent.name):  # else of rows that nobody reads any more
        raise BackupError("landing.changed", **rows.values)


def _check_room(store: Store, found: _Found, before: Manifest | None) -> None:
    """Refuse at once where the disk cannot hold what is new. What is new is reckoned by path and size; a copy that does not fit after
    all is told when it fails."""
    there = {(entry.path, entry.bytes) for entry in before.files} if before else set()
    sizes = {path: file.stat().st_size for path, file in found.files.items()}
    needed = sum(size for path, size in sizes.items() if (path, size) not in there) + room.LITTLE
    free = room.free(store.folder)
    if free is not None and free < needed:
        raise BackupError(
            "backup.not_writable", folder=store.folder, reason=room.none_left(store.folder, needed)
        )


def _odd(manifest: Manifest, before: Manifest | None) -> list[str]:
    """The files that are never written again and yet are not what they were: worn, or changed by hand.

    An original says itself what it must be; of others the backup before tells.
    """
    past = {entry.path: entry.sha256 for entry in before.files} if before else {}
    odd = []
    for entry in manifest.files:
        name = entry.path.rsplit("/", 1)[-1]
        if entry.path.startswith(("filed/", "issued/files/")):
            is_odd = entry.sha256 != name
        elif name in _WRITTEN_ANEW or entry.path.startswith("snapshots/"):
            is_odd = False
        else:
            is_odd = (
                entry.path.startswith(("landing/", "issued/"))
                and past.get(entry.path, entry.sha256) != entry.sha256
            )
        if is_odd:
            odd.append(entry.path)
    return odd


def _remember(home: Home, store: Store, manifest: Manifest) -> None:
    """Note in the home where it was backed up last, for `doctor`; one that cannot be written is backed up as well."""
    said = {
        "folder": str(store.folder),
        "number": manifest.number,
        "at": _now(),
        "sequence": manifest.sequence,
    }
    with suppress(OSError):
        write_whole(home.backup_file, (json.dumps(said, ensure_ascii=False) + "\n").encode())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
