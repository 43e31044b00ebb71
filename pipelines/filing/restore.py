"""Putting a home back from a backup: checked first, then made beside where it goes, then moved there in one step."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from pipelines.filing import backup_store
from pipelines.filing.backup_store import Manifest, Progress, Store
from programme import room
from programme.storage import folder_to_disk
from warehouse.home import FORMAT, Home
from words.problems import BackupError


def restore(
    home: Home, folder: Path, number: int | None = None, progress: Progress | None = None
) -> Manifest:
    """Make a home of a backup: of one by its number, else of the newest. Only where none is, or an empty folder.

    Every checksum is looked at before anything is written. Killed at any moment it leaves the whole home or none; what it was
    making beside is taken away by the next one.

    Raises `BackupError`: the backup is not whole, or the home is not empty, or cannot be made.
    """
    home.check_address()
    store = Store(folder.expanduser().resolve())
    manifest = store.read(number)
    if manifest.home_format > FORMAT:
        raise BackupError("restore.newer_home", found=manifest.home_format, known=FORMAT)
    _check_empty(home)
    store.check(manifest, progress)
    try:
        with _alone(home):
            _make(home, store, manifest, progress)
    except OSError as error:
        raise BackupError(
            "restore.not_writable",
            home=home.root,
            reason=room.reason(error, home.root.parent, manifest.size + room.LITTLE),
        ) from error
    return manifest


def _check_empty(home: Home) -> None:
    root = home.root
    if root.exists() and not root.is_dir():
        raise BackupError("restore.a_file", home=root)
    try:
        there = list(root.iterdir()) if root.exists() else []
    except OSError as error:
        raise BackupError("restore.not_writable", home=root, reason=error.strerror) from error
    if there:
        raise BackupError("restore.not_empty", home=root, n=len(there))
    if root.exists() and root.is_mount():
        raise BackupError("restore.a_mount", home=root, below=root / "home")


def _drafts(home: Home) -> str:
    return f".{home.root.name}.restoring-"


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Alone to put back a home of this name; what one that was killed left is taken away."""
    above = home.root.parent
    above.mkdir(parents=True, exist_ok=True)
    path = above / f".{home.root.name}.restoring.lock"
    lock = filelock.FileLock(path, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise BackupError("restore.busy", home=home.root) from error
    try:
        for left in above.glob(f"{_drafts(home)}*"):
            _take_away(left)
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        lock.release()


def _take_away(folder: Path) -> None:
    """Take away a home that was half made, whatever in it may not be written."""
    for path in folder.rglob("*.duckdb"):
        with suppress(OSError):
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def _make(home: Home, store: Store, manifest: Manifest, progress: Progress | None) -> None:
    free, needed = room.free(home.root.parent), manifest.size + room.LITTLE
    if free is not None and free < needed:
        raise BackupError(
            "restore.not_writable", home=home.root, reason=room.none_left(home.root.parent, needed)
        )
    draft = home.root.parent / f"{_drafts(home)}{secrets.token_hex(4)}"
    try:
        draft.mkdir()
        made = []
        for done, entry in enumerate(manifest.files):
            if progress:
                progress("restore", done, len(manifest.files))
            path = draft / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if backup_store.copy(store.kept(entry.sha256), path) != entry.sha256:
                raise BackupError("restore.changed", path=entry.path, file=store.kept(entry.sha256))
            if entry.written_ns:
                os.utime(path, ns=(entry.written_ns, entry.written_ns))  # by which a snapshot's note knows it
            if entry.is_closed:
                path.chmod(path.stat().st_mode & 0o444)
            made.append(path)
        backup_store.to_disk(made)
        _check_empty(home)  # whoever began to file meanwhile keeps what is there
        if home.root.exists():
            home.root.rmdir()
        draft.rename(home.root)
        folder_to_disk(home.root.parent)
    finally:
        if draft.exists():
            _take_away(draft)
