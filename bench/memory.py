"""How much memory a full build takes, in a process of its own."""

from __future__ import annotations

import datetime as dt

from bench.process import run
from programme.packs.pack import Pack
from warehouse.home import Home


def peak(home: Home, pack: Pack, today: dt.date) -> float:
    """Gigabytes that the process of a full build held at most."""
    where = ["--home", str(home.root), "--reference", str(pack.folder)]
    command = ["-m", "pipelines", "build", "--full", *where]
    return run(command, {"OBSERVATORY_TODAY": today.isoformat()}).memory
