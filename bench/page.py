"""A rerun of the home page, against an empty Streamlit page: time, processor time, bytes; and the map's message."""

from __future__ import annotations

import json
import statistics
import zlib

from bench.session import Run, Server, Session, serving, session
from bench.timing import Line
from bench.workspace import Workspace
from programme import PROJECT
from warehouse.home import Home
from warehouse.readers import reader_of

RERUN_MARK, PROCESSOR_MARK = 60.0, 30.0  # ms
MAP_MARK = 100.0  # KB
ROUNDS = 21
SELECTIONS = 5
EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'


def measure(space: Workspace) -> list[Line]:
    """Milliseconds and kilobytes of one rerun in a warm session."""
    empty = space.folder / "empty.py"
    empty.write_text(EMPTY, encoding="utf-8")
    with serving(empty) as server, session(server) as reader:
        plain, plain_processor, _ = _reruns(server, reader)
    with serving(PROJECT / "app.py", environment(space)) as server, session(server) as reader:
        runs, processor, first = _reruns(server, reader)
        chosen = _selections(space, reader, first)
    against = "an empty Streamlit page"
    return [
        Line("home rerun", _typical(runs), against, _typical(plain), "ms", RERUN_MARK, bounds_ours=True),
        Line("  processor time", processor, against, plain_processor, "ms", PROCESSOR_MARK, bounds_ours=True),
        Line("  bytes", runs[-1].size / 1000, against, plain[-1].size / 1000, "KB"),
        Line("  bytes, deflated", runs[-1].compressed / 1000, against, plain[-1].compressed / 1000, "KB"),
        Line("map message, first load", _map(first), "", None, "KB", MAP_MARK, bounds_ours=True),
        Line("map message, a selection", max(map(_map, chosen)), "", None, "KB", MAP_MARK, bounds_ours=True),
    ]


def environment(space: Workspace, home: Home | None = None) -> dict[str, str]:
    """What a process about the sample (or a copy of its home) is told."""
    return {
        "OBSERVATORY_HOME": str((home or space.sample_home).root),
        "OBSERVATORY_REFERENCE": str(space.sample_pack.folder),
        "OBSERVATORY_TODAY": space.sample_today.isoformat(),
    }


def _reruns(server: Server, reader: Session) -> tuple[list[Run], float, Run]:
    """Warm reruns, the processor milliseconds of one, and the first run of all."""
    first = reader.run()
    reader.run()
    before = server.processor_seconds()
    runs = [reader.run() for _ in range(ROUNDS)]
    return runs, 1000 * (server.processor_seconds() - before) / ROUNDS, first


def _selections(space: Workspace, reader: Session, first: Run) -> list[Run]:
    """Some counties chosen on the map, one after another, as a click tells the server."""
    counties = reader_of(space.sample_home).ask("shapes").filter(kind="county")["area_code"].sort()
    step = max(1, len(counties) // SELECTIONS)
    runs = []
    for code in counties[::step]:
        chosen = {"selection": {"indices": {"counties": [0]}, "objects": {"counties": [{"area_code": code}]}}}
        runs.append(reader.run(states={first.map_id(): json.dumps(chosen)}))
    if len({run.maps()[0] for run in runs}) == 1:
        raise RuntimeError("Choosing counties changed nothing on the map: the selection was not understood.")
    return runs


def _typical(runs: list[Run]) -> float:
    return 1000 * statistics.median(run.seconds for run in runs)


def _map(run: Run) -> float:
    """Kilobytes of the largest map message of a run, deflated."""
    return max(len(zlib.compress(message)) for message in run.maps()) / 1000
