"""The one way this process opens a snapshot: read-only, closed to all else, a kept connection for each that is read.

DuckDB refuses a file that is open in the same process with other settings; so there is one set of them, here. And it hands out
the file that it has open under a name, though another stands there by now: so a file is told by its mark, not by its name.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter, OrderedDict, deque
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
# So long a file that took the place of another waits for the questions that the other is still answering.
FORMER_SECONDS = 5.0
# Enough for any page; one that needs more fails instead of taking the machine.
MEMORY = {"memory_limit": "2GB"}
# A snapshot that nobody has asked for so long is closed: the service says each second what open pages still show.
UNREAD_SECONDS = 45
# How many connections are kept, of those asked last: the current snapshot's, the one before and one that is looked up. Where
# snapshots follow each other within seconds, pages still show many that none of them asks any more; each held some 20 MB.
CONNECTIONS = 3

Mark = tuple[
    int, int, int
]  # what tells a file from another of its name: its number on the disk, its length, when it was written


class Replaced(Exception):
    """The file that is asked for is gone: another stands under its name."""


@dataclass
class _Read:
    """A snapshot that somebody reads, and its connection, if it is one of those asked last."""

    mark: Mark
    seen: float
    connection: duckdb.DuckDBPyConnection | None = None


_read: OrderedDict[Path, _Read] = OrderedDict()  # the one asked last at the end
# How many questions of a file are being answered: as long as one goes on, DuckDB hands out that file.
_asking: dict[Path, Counter[Mark]] = {}
# Those that are over and still counted. A question that nobody reads on ends wherever its memory is tidied up, and that may be in a
# thread that holds the lock: so it only says that it is over, and who holds the lock next counts it out.
_over: deque[tuple[Path, Mark]] = deque()
_lock = threading.Lock()
_telling = threading.Lock()
_listeners: list[Callable[[frozenset[Path]], None]] = []


def mark_of(path: Path) -> Mark:
    """What tells the file that stands at a path now. Raises `OSError`."""
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def connection(path: Path, mark: Mark, built_at: dt.datetime) -> duckdb.DuckDBPyConnection:
    """The one connection of this process to a snapshot; take a `cursor()` of it for every question.

    Raises `duckdb.Error` or `OSError` where it cannot be opened, `Replaced` where it is no longer the file of that mark, or says
    that it was built at another moment: the file before it is still being read by a question that was asked before.
    """
    with _alone(path, mark):
        found, is_told = _kept(path, mark, built_at)
    if is_told:
        _tell()
    return found


@contextmanager
def cursor(path: Path, mark: Mark, built_at: dt.datetime) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of it for one question, closed when that is answered. Raises as `connection`.

    Whatever is read of the answer as it comes must be closed before: it holds the file open.
    """
    with _alone(path, mark):
        kept, is_told = _kept(path, mark, built_at)
        found = kept.cursor()
        _begin(path, mark)
    try:
        if is_told:
            _tell()
        yield found
    finally:
        _end(path, mark, found)


def _kept(path: Path, mark: Mark, built_at: dt.datetime) -> tuple[duckdb.DuckDBPyConnection, bool]:
    """The kept connection, opened where there is none yet, and whether others are read now than before."""
    now = time.monotonic()
    read = _read.get(path)
    if read is not None and read.mark == mark and read.connection is not None:
        read.seen = now
        _read.move_to_end(path)
        return read.connection, False
    if read is not None and read.connection is not None:
        check_mark(path, mark)
        _close_replaced(path)
    opened = _connect(path)
    try:
        check_mark(path, mark)
        if opened.execute("select built_at from marts.snapshot").fetchall() != [(built_at,)]:
            raise Replaced
    except Exception:
        opened.close()
        raise
    _read[path] = _Read(mark, now, opened)
    _read.move_to_end(path)
    dropped = _drop_unread(now)
    _close_unasked()
    return opened, read is None or dropped


@contextmanager
def _alone(path: Path, mark: Mark) -> Iterator[None]:
    """Hold the lock while nobody is asking another file of that name; `Replaced` where somebody goes on and on.

    Nobody begins to ask it in between: what is opened meanwhile would be that other file, whatever stands at the path.
    """
    end = time.monotonic() + FORMER_SECONDS
    while True:
        with _lock:
            _count_out()
            is_former = any(other != mark for other in _asking.get(path, ()))
            if not is_former or mark_of(path) != mark:
                yield
                return
        if time.monotonic() > end:
            raise Replaced
        time.sleep(0.01)


@contextmanager
def once(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot opened for one look, whether or not it is kept open as well. Raises `duckdb.Error`, `OSError`, `Replaced`."""
    mark = mark_of(path)
    with _alone(path, mark):
        _close_replaced(path)
        found = _connect(path)
        _begin(path, mark)
    try:
        check_mark(path, mark)
        yield found
    finally:
        _end(path, mark, found)


def _begin(path: Path, mark: Mark) -> None:
    """Count a question of a file; the lock is held."""
    _asking.setdefault(path, Counter())[mark] += 1


def _end(path: Path, mark: Mark, cursor: duckdb.DuckDBPyConnection) -> None:
    """Close what a question was asked with, and only then say that it is over: let go of, it may hold its file a moment more."""
    try:
        cursor.close()
    finally:
        _over.append((path, mark))


def _count_out() -> None:
    """Count the questions no longer that are over; the lock is held."""
    while _over:
        path, mark = _over.popleft()
        _asking[path][mark] -= 1
        _asking[path] = +_asking[path]
        if not _asking[path]:
            del _asking[path]


def check_mark(path: Path, mark: Mark) -> None:
    """Raise `Replaced` where another file than that of a mark stands at a path, `OSError` where none does."""
    if mark_of(path) != mark:
        raise Replaced


def still_read(path: Path) -> None:
    """Say that a snapshot is still being read, though nothing is asked of it; others that no longer are get forgotten."""
    now = time.monotonic()
    with _lock:
        if path in _read:
            _read[path].seen = now
        dropped = _drop_unread(now)
    if dropped:
        _tell()


def paths() -> frozenset[Path]:
    """The snapshots that are read."""
    with _lock:
        return frozenset(_read)


def listen(heard: Callable[[frozenset[Path]], None]) -> None:
    """Be told which snapshots are read, now and whenever that changes."""
    with _telling:
        _listeners.append(heard)
        heard(paths())


def _close_replaced(path: Path) -> None:
    """Close a file that is still open, but no longer stands at its path: it would be handed out in the place of the one there."""
    read = _read.get(path)
    if read is not None and read.connection is not None and read.mark != mark_of(path):
        read.connection.close()
        read.connection = None


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True, config={**CLOSED, **MEMORY})


def _drop_unread(now: float) -> bool:
    """Let go of what nobody reads: a cursor that still answers somebody keeps the file open until it is done."""
    unread = [path for path, read in _read.items() if now - read.seen > UNREAD_SECONDS]
    for path in unread:
        del _read[path]
    return bool(unread)


def _close_unasked() -> None:
    """Let go of the connections beyond those asked last; whoever asks such a snapshot again opens it again."""
    connected = [read for read in _read.values() if read.connection is not None]
    for read in connected[:-CONNECTIONS]:
        read.connection = None


def _tell() -> None:
    # One after the other: who is told last is told what holds last.
    with _telling:
        for heard in _listeners:
            heard(paths())
