"""Who reads a home: each server leaves word of the snapshots it has open, so that none of them is taken away.

Word is a file that the server holds a lock on, with the names beside it. A server that is gone holds no lock: its word
counts no more, whatever the clock says, and whoever looks next clears it away. A server that may not write in the home (of an
account that only reads) leaves none: a build gives no way to it, and of the snapshots that the home keeps no longer it loses
those that it has not opened yet.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from contextlib import suppress
from pathlib import Path

import filelock

try:
    import fcntl
except ImportError:  # locks are of another kind there
    fcntl = None  # type: ignore[assignment]

from programme.storage import write_whole
from warehouse import opened
from warehouse.home import Home

_announced: dict[Path, filelock.BaseFileLock] = {}
_lock = threading.Lock()


def announce(home: Home) -> None:
    """Say, for as long as this process lives, that it serves a home, and which snapshots it has open.

    A home that cannot be written gets no word: nobody can take anything from it either. Called again, it says so anew where its
    word is gone: the home was moved, put back from a backup, or its folder of words was deleted.
    """
    with _lock:
        held = _announced.get(home.root)
        if (held is not None and Path(held.lock_file).exists()) or not home.root.is_dir():
            return
        with suppress(OSError):
            again = _hold(home.readers)
            _announced[home.root] = again
            if held is None:
                opened.listen(lambda paths: _write(home, paths))
            else:
                held.release(force=True)
                _write(home, opened.paths())


def read_in(home: Home) -> list[frozenset[str]]:
    """For each server that serves a home now: the ids of the snapshots that it has open."""
    found = []
    for path in home.readers.glob("*.lock"):
        try:
            with filelock.FileLock(path, timeout=0):
                path.with_suffix(".json").unlink(missing_ok=True)
                path.unlink(missing_ok=True)
        except filelock.Timeout:
            found.append(_names(path.with_suffix(".json")))
        except PermissionError:  # a server of another account, whose word can only be read
            if _is_held(path):
                found.append(_names(path.with_suffix(".json")))
        except OSError:
            continue  # somebody else clears it away
    return found


def _is_held(path: Path) -> bool:
    """Whether the lock on a file that we may not write is held; where that cannot be tried, as if it were."""
    try:
        with path.open("rb") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # closing it lets go again
                return False
    except FileNotFoundError:
        return False
    except OSError:
        pass
    return True


def is_read(home: Home) -> bool:
    """Whether readers are being served: a server that has nothing open yet waits for a build and needs no regard."""
    return any(read_in(home))


def _hold(folder: Path) -> filelock.BaseFileLock:
    folder.mkdir(exist_ok=True)
    while True:
        held = filelock.FileLock(folder / f"{os.getpid()}-{secrets.token_hex(4)}.lock")
        held.acquire()
        if Path(held.lock_file).exists():  # not cleared away between its making and its locking
            return held
        held.release()


def _write(home: Home, paths: frozenset[Path]) -> None:
    names = Path(_announced[home.root].lock_file).with_suffix(".json")
    ids = sorted(path.stem for path in paths if path.parent == home.snapshots)
    with suppress(OSError):
        write_whole(names, json.dumps(ids).encode())


def _names(path: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return frozenset()
