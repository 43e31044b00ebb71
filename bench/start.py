"""How long the command line takes to say what it can do."""

from __future__ import annotations

import subprocess
import sys

from bench.timing import Line, medians
from bench.workspace import Workspace
from programme import PROJECT

MARK = 0.25
ROUNDS = 7
BARE = "import typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"


def measure(_: Workspace) -> list[Line]:
    """Seconds of `python -m pipelines --help`, against a command line that can do nothing."""

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=True, capture_output=True)

    ours, theirs = medians([lambda: run("-m", "pipelines", "--help"), lambda: run("-c", BARE)], ROUNDS)
    return [Line("--help", ours, "a command line of one command", theirs, "s", MARK, bounds_ours=True)]
