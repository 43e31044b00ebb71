"""What tells the content of files from any other, worked out anew only where one of them has been written since."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

# Two writings within one tick of a file system's clock have one time: what was written so lately is read again.
SETTLED_SECONDS = 2.0

_Mark = tuple[int, int, int, int] | None  # written, changed, bytes, which file; None where there is none


def hash_of(files: Iterable[tuple[str, Path | str]], *, or_unread: bool = False) -> str:
    """A hash of files and of the names that they go by, in their order; one that is not there counts as that.

    Args:
        files: each by its name and its place.
        or_unread: whether one that is there and cannot be read counts as that, too; such a hash is not remembered.

    Raises:
        OSError: one that is there cannot be read.
    """
    named = tuple((name, str(path)) for name, path in files)
    marks = tuple(_mark(path) for _, path in named)
    lately = (time.time() - SETTLED_SECONDS) * 1e9
    is_settled = all(mark is None or max(mark[:2]) <= lately for mark in marks)
    try:
        return _kept(named, marks) if is_settled else _read(named)
    except OSError:
        if not or_unread:
            raise
        return _read(named, or_unread=True)


def _mark(path: str) -> _Mark:
    try:
        found = os.stat(path)  # noqa: PTH116 - of hundreds, each time a page asks: a path of its own would take longer
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=16)
def _kept(named: tuple[tuple[str, str], ...], _marks: tuple[_Mark, ...]) -> str:
    return _read(named)


def _read(named: tuple[tuple[str, str], ...], *, or_unread: bool = False) -> str:
    digest = hashlib.sha256()
    for name, path in named:
        try:
            data = Path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            digest.update(f"{name}\0absent\0".encode())
        except OSError:
            if not or_unread:
                raise
            digest.update(f"{name}\0unread\0".encode())
        else:
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:16]
