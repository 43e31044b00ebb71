"""Runs a command of Python in a process of its own and tells how long it took and how much memory it held at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from programme import PROJECT

# A process counts as its own what the one that started it held by then, so that a bare one starts it.
_STARTER = """
import json, os, subprocess, sys
started = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(started.pid, 0)
with open(sys.argv[1], "w") as told:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_maxrss], told)
"""


@dataclass(frozen=True)
class Run:
    """A process that has ended well: wall-clock seconds, gigabytes at most, and what it printed."""

    seconds: float
    memory: float
    said: str


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run `python ARGUMENTS` in the project's folder. Raises `RuntimeError` with what it said where it fails."""
    with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
        told = Path(folder) / "told"
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _STARTER, str(told), sys.executable, *arguments],
            cwd=PROJECT, env={**os.environ, **(environment or {})}, capture_output=True, check=True,
        )  # fmt: skip
        taken = time.perf_counter() - started
        code, held = json.loads(told.read_text(encoding="ascii"))
    if code:
        said = (done.stderr or done.stdout).decode(errors="replace").strip()[-2000:]
        raise RuntimeError(f"{' '.join(arguments[:4])} ended with {code}: {said}")
    return Run(taken, held / 1e6, done.stdout.decode())  # told in kilobytes
