"""What tells the content of files from any other, worked out anew only where one of them has been written since."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

# Two writings within one tick of a file system's clock have one time: what was written so lately is read again.
SETTLED_SECONDS = 2.0

_Mark = tuple[int, int, int, int] | None  # written, changed, bytes, which file; None where there is none


def hash_of(files: Iterable[tuple[str, Path]]) -> str:
    """A hash of files and of the names that they go by, in their order; one that cannot be read counts as such."""
    named = tuple((name, str(path)) for name, path in files)
    marks = tuple(_mark(path) for _, path in named)
    lately = (time.time() - SETTLED_SECONDS) * 1e9
    if any(mark is not None and max(mark[:2]) > lately for mark in marks):
        return _read(named)
    return _kept(named, marks)


def _mark(path: str) -> _Mark:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=16)
def _kept(named: tuple[tuple[str, str], ...], _marks: tuple[_Mark, ...]) -> str:
    return _read(named)


def _read(named: tuple[tuple[str, str], ...]) -> str:
    digest = hashlib.sha256()
    for name, path in named:
        digest.update(name.encode())
        try:
            digest.update(Path(path).read_bytes())
        except OSError:
            digest.update(b"-")
    return digest.hexdigest()[:16]
