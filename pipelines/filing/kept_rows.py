"""How a row is added to a register kept in a home: alone, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock

from programme.storage import write_whole
from warehouse.home import Home
from words.problems import HomeError, WrongUse

LOCK_SECONDS = 60


@contextmanager
def locked(home: Home, folder: Path, busy: str, parts: Sequence[str] = ("rows",)) -> Iterator[None]:
    """Alone to add to the register in a folder, which is made where it is not there; `busy` is the key of what is said otherwise."""
    lock = filelock.FileLock(folder / ".lock", timeout=LOCK_SECONDS)
    try:
        for part in parts:
            (folder / part).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise HomeError(busy, folder=folder, seconds=LOCK_SECONDS) from error
    except OSError as error:
        raise home.not_writable(error) from error
    try:
        for part in parts:
            for draft in (folder / part).glob(".*"):  # of a process that was killed
                draft.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def line(text: str, most: int, refused: str) -> str:
    """A name, a number or a reason as one line. Raises `WrongUse` of the key `refused` where it is blank, too long or not to be read."""
    found = " ".join(text.split())
    if not found or len(found) > most or not found.isprintable():
        raise WrongUse(refused, text=found[:most], most=most)
    return found


def append(home: Home, folder: Path, row: Mapping[str, Any]) -> None:
    """Add a row: a file of its own, of a number that no other has."""
    number = 1 + max((int(path.stem) for path in (folder / "rows").glob("*.json")), default=0)
    data = json.dumps({"row": number, **row}, ensure_ascii=False, indent=1).encode()
    try:
        write_whole(folder / "rows" / f"{number:06d}.json", data, first_wins=True)
    except OSError as error:
        raise home.not_writable(error) from error
