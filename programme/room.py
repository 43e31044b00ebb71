"""Room on a disk: whether something failed for want of it, how much there is, and how a message says so."""

from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from words.problems import Problem

LITTLE = 1_000_000  # what a pointer, a lock and a small file need, and then some
# What native libraries say of it, in whose errors there is no number.
_SAID = re.compile(
    r"no space left on device|not enough space on the disk|os error (?:28|112)\b", re.IGNORECASE
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|↳")


def is_lacking(error: BaseException | None) -> bool:
    """Whether an error, or one that it comes from, is that a disk is full."""
    seen: set[int] = set()  # an error may be said to come from itself
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno is not None:
            if error.errno == errno.ENOSPC:
                return True
        elif _SAID.search(str(error)):
            return True
        error = error.__cause__
    return False


def free(folder: Path) -> int | None:
    """The bytes that may still be written in a folder, there or not yet; None where nobody can tell."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            return shutil.disk_usage(place).free
    return None


def taken(folder: Path) -> int:
    """The bytes of the files in a folder and below it; of what cannot be looked at nothing is counted."""
    size = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                size += (Path(place) / name).stat().st_size
    return size


def words(size: int) -> str:
    """A number of bytes as people read it."""
    for bytes_each, unit in ((1e9, "GB"), (1e6, "MB")):
        if size >= bytes_each:
            return f"{size / bytes_each:,.1f} {unit}"
    return f"{-(-size // 1000)} KB"


def none_left(folder: Path, needed: int) -> Problem:
    """That a disk is full: where, about how much is needed, how much is free.

    What is free was not enough: more than that is needed, whatever was reckoned.
    """
    there = free(folder)
    if there is None:
        return Problem("room.none.unknown", folder=folder, needed=words(needed))
    return Problem(
        "room.none", folder=folder, needed=words(max(needed, there + there // 4)), free=words(there)
    )


def reason(error: BaseException, folder: Path, needed: int = LITTLE) -> Problem | str:
    """Why something could not be written in a folder, for a message that has the place and the remedy."""
    if is_lacking(error):
        return none_left(folder, needed)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(_COLOURS.sub("", str(error)).split())
