"""A rerun of every page on the full sample, as its first picture shows it: time, and bytes as the server sends them."""

from __future__ import annotations

import statistics

from bench.page import environment
from bench.session import serving, session
from bench.timing import Line
from bench.workspace import Workspace
from programme import PROJECT
from scripts.pictures import SAMPLE
from ui.frame.screens import SCREENS, Screen

RERUN_MARK = 300.0  # ms
ROUNDS = 9
SETTLED = 3  # runs before: the first draws, what is made in the background comes in the next


def measure(space: Workspace) -> list[Line]:
    """Of each page the median rerun of a warm session in milliseconds, its first run, and the kilobytes of that one."""
    lines = []
    with serving(PROJECT / "app.py", environment(space)) as server:
        for screen in SCREENS.values():
            with session(server) as reader:
                first = reader.run(page=screen.stem, query=_query(screen))
                for _ in range(SETTLED):
                    reader.run(page=screen.stem, query=_query(screen))
                runs = [reader.run(page=screen.stem, query=_query(screen)) for _ in range(ROUNDS)]
            typical = 1000 * statistics.median(run.seconds for run in runs)
            lines += [
                Line(f"{screen.name}: rerun", typical, "", None, "ms", RERUN_MARK, bounds_ours=True),
                Line("  first run", 1000 * first.seconds, "", None, "ms"),
                Line("  first run, bytes deflated", first.compressed / 1000, "", None, "KB"),
            ]
    return lines


def _query(screen: Screen) -> str:
    return screen.pictures[0].query.format(**SAMPLE) if screen.pictures else ""
