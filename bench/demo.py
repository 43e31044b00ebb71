"""The shipped sample from nothing: read, checked, landed and built by one command, as a new machine does it."""

from __future__ import annotations

import subprocess
import sys

from bench.timing import Line, seconds
from bench.workspace import Workspace
from programme import PROJECT

MARK = 45.0


def measure(space: Workspace) -> list[Line]:
    """Seconds of `python -m pipelines demo` in a home of its own."""
    home = space.folder / "demo"
    command = [sys.executable, "-m", "pipelines", "demo", "--home", str(home)]
    taken = seconds(lambda: subprocess.run(command, cwd=PROJECT, check=True, capture_output=True))
    return [Line("the sample from nothing", taken, "", None, "s", mark=MARK, bounds_ours=True)]
