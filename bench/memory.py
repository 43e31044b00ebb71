"""How much memory a full build takes, in a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

from programme import PROJECT
from programme.packs.pack import Pack
from warehouse.home import Home


def peak(home: Home, pack: Pack, today: dt.date) -> float:
    """Gigabytes that the process of a full build held at most."""
    command = [sys.executable, "-m", "pipelines", "build", "--full", "--home", str(home.root)]
    command += ["--reference", str(pack.folder)]
    environment = {**os.environ, "OBSERVATORY_TODAY": today.isoformat()}
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("The build whose memory was measured failed.")
    return used.ru_maxrss / 1e6  # told in kilobytes
