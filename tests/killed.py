"""The deeds that `test_kills` kills, for a process that was forked: nothing here may run a library's threads when it is loaded."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.filing.backup import back_up
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from pipelines.filing.restore import restore
from pipelines.filing.withdrawing import withdraw
from programme.packs.pack import read_pack
from warehouse.build import build
from warehouse.home import Home

TODAY = dt.date(2026, 2, 20)
WITHDRAWN = "staffing-00000002"  # the batch that landed last
# Calls by which something comes to be on a disk or leaves it; what is only read can be killed without harm.
WRITING = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.truncate"}


@dataclass(frozen=True)
class Ground:
    """What deeds are done to: a home, its pack, a folder of backups, where one is put back, and returns to file."""

    root: Path

    @property
    def home(self) -> Home:
        return Home(self.root / "home")

    @property
    def pack(self) -> Path:
        return self.root / "pack"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def again(self) -> Home:
        return Home(self.root / "again" / "home")

    @property
    def returns(self) -> list[Path]:
        return sorted((self.root / "returns").iterdir())


def do_ingest(ground: Ground) -> None:
    known = Circumstances(today=TODAY, confirmed=True)
    report = ingest(ground.home, read_pack(ground.pack), ground.returns, known)
    assert report.count("rejected") == 0


def do_build(ground: Ground) -> None:
    build(ground.home, read_pack(ground.pack), today=TODAY)


def do_withdraw(ground: Ground) -> None:
    withdraw(ground.home, read_pack(ground.pack), WITHDRAWN, "why", "who")


def do_backup(ground: Ground) -> None:
    back_up(ground.home, ground.backups)


def do_restore(ground: Ground) -> None:
    restore(ground.again, ground.backups)


Deed = Callable[[Ground], None]
DEEDS: dict[str, Deed] = {
    "ingest": do_ingest,
    "build": do_build,
    "withdraw": do_withdraw,
    "publish": do_build,  # the last steps of a build alone: from the finished draft to the pointer
    "backup": do_backup,
    "restore": do_restore,
}
PUBLISHING = 14  # writing calls from the finished draft of a build to its end


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def carried_out(name: str, root: str, point: int | None, seconds: float | None, told: Any) -> None:
    """A deed in this process, killed at its `point`-th writing call or after so many seconds; without either, its calls and its time."""
    calls = 0

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal calls
        writes = event in WRITING or (
            event == "open"
            and isinstance(given[2], int)
            and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writes and root in str(given[0]):
            calls += 1
            if calls == point:
                die()

    sys.addaudithook(count)
    if seconds is not None:
        timer = threading.Timer(seconds, die)
        timer.daemon = True
        timer.start()
    begun = time.monotonic()
    DEEDS[name](Ground(Path(root)))
    if told is not None:
        told.send((calls, time.monotonic() - begun))
