"""The one way this process opens a snapshot: read-only, closed to all else, a kept connection for each that is read.

DuckDB refuses a file that is open in the same process with other settings; so there is one set of them, here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

CLOSED = {
    # What a reader's connection may never do, whatever it is asked: reach files, the network or its own settings.
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "show_behavior": "TABLE",  # SHOW tells of tables, not of settings
    "lock_configuration": "true",
}
# Enough for any page; one that needs more fails instead of taking the machine.
MEMORY = {"memory_limit": "2GB"}
# A snapshot that nobody has asked for so long is closed: every page says each half minute what it is still reading.
UNREAD_SECONDS = 45


@dataclass
class _Kept:
    connection: duckdb.DuckDBPyConnection
    asked: float


_kept: dict[Path, _Kept] = {}
_lock = threading.Lock()
_listeners: list[Callable[[frozenset[Path]], None]] = []


def connection(path: Path) -> duckdb.DuckDBPyConnection:
    """The one connection of this process to a snapshot; take a `cursor()` of it for every question.

    Raises `duckdb.Error` where it cannot be opened.
    """
    now = time.monotonic()
    with _lock:
        kept = _kept.get(path)
        if kept is not None:
            kept.asked = now
            return kept.connection
        kept = _kept[path] = _Kept(_connect(path), now)
        _drop_unread(now)
    _tell()
    return kept.connection


@contextmanager
def once(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot opened for one look, whether or not it is kept open as well. Raises `duckdb.Error` as `connection`."""
    found = _connect(path)
    try:
        yield found
    finally:
        found.close()


def still_read(path: Path) -> None:
    """Say that a snapshot is still being read, though nothing is asked of it; others that no longer are get closed."""
    now = time.monotonic()
    with _lock:
        if path in _kept:
            _kept[path].asked = now
        closed = _drop_unread(now)
    if closed:
        _tell()


def paths() -> frozenset[Path]:
    """The snapshots that are open."""
    with _lock:
        return frozenset(_kept)


def listen(heard: Callable[[frozenset[Path]], None]) -> None:
    """Be told which snapshots are open, now and whenever that changes."""
    _listeners.append(heard)
    heard(paths())


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True, config={**CLOSED, **MEMORY})


def _drop_unread(now: float) -> bool:
    """Let go of what nobody reads: a cursor that still answers somebody keeps the file open until it is done."""
    unread = [path for path, kept in _kept.items() if now - kept.asked > UNREAD_SECONDS]
    for path in unread:
        del _kept[path]
    return bool(unread)


def _tell() -> None:
    for heard in _listeners:
        heard(paths())
