"""Files that a reader has brought: how many and how large they may be, and by what name they are read.

What was brought stays in the memory of its session and goes with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from pipelines.filing.folder import LIST_NAME
from words.problems import Problem

ENDINGS = ("xlsx", "xls", "xlsm", "ods", "csv")
MEGABYTES = 20  # of one file: a province's return of a quarter has one
MOST, MOST_MEGABYTES = 20, 60  # of one visit: files, and all together
LONGEST_NAME = 180  # bytes: what every file system takes
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Brought:
    """One file by the name that its reader's machine gave it."""

    said_name: str
    data: bytes

    @cached_property
    def key(self) -> str:
        """What tells it from others, whatever they are called."""
        told = self.said_name.encode("utf-8", "backslashreplace")
        return hashlib.sha256(told + b"\0" + self.data).hexdigest()[:16]

    @cached_property
    def name(self) -> str:
        """A name without folders and signs that a file system or a reader may stumble over; kind and words stay as they were."""
        last = re.split(r"[/\\]", self.said_name)[-1]
        plain = _NOT_IN_NAMES.sub("", "".join(one for one in last if one.isprintable())).strip(" .")
        stem, ending = PurePath(plain).stem, PurePath(plain).suffix
        room = LONGEST_NAME - len(ending.encode()[:20])
        stem = stem.encode()[:room].decode("utf-8", "ignore")
        return (stem + ending[:20]) or "table"

    @property
    def fault(self) -> Problem | None:
        """Why it is not even looked at."""
        if len(self.data) > MEGABYTES * 2**20:
            return Problem("desk.too_large", limit=MEGABYTES)
        if self.name.lower() == LIST_NAME:
            return Problem("desk.a_list", list=LIST_NAME)
        return None


def taken(files: Iterable[Brought]) -> tuple[list[Brought], int]:
    """Those that are looked at, each once, and how many are too many for one visit."""
    found: dict[str, Brought] = {}
    left, room = 0, MOST_MEGABYTES * 2**20
    for file in files:
        if file.key in found:
            continue
        if len(found) == MOST or len(file.data) > room:
            left += 1
            continue
        room -= len(file.data)
        found[file.key] = file
    return [*found.values()], left
