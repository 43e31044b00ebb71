"""A full build in a process of its own, with the seconds of each of its steps: `python -m bench.timed_build HOME PACK DAY`.

Two steps run at once, so that together they may take longer than the build; a step that is made in several passes is added up.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.process import run
from programme.packs.pack import Pack, read_pack
from warehouse import build as building
from warehouse import evaluated, sources
from warehouse.engines.duckdb import Engine
from warehouse.home import Home


@dataclass(frozen=True)
class Built:
    """A full build: seconds without the start of Python, gigabytes at most, and the seconds of each step by name."""

    seconds: float
    memory: float
    steps: dict[str, float]


def timed_build(home: Home, pack: Pack, today: dt.date) -> Built:
    """Build everything anew in a process of its own."""
    done = run(["-m", "bench.timed_build", str(home.root), str(pack.folder), today.isoformat()])
    told = json.loads(done.said.splitlines()[-1])
    return Built(told["seconds"], done.memory, told["steps"])


def main(root: str, folder: str, day: str) -> None:
    """Build, and print seconds and steps as one line of JSON."""
    steps: dict[str, float] = {}
    lock = threading.Lock()

    def timed(owner: Any, attribute: str, name_of: Callable[..., str]) -> None:
        """Let a function note how long it takes, under the name that its arguments give."""
        plain = getattr(owner, attribute)

        def noting(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return plain(*arguments, **named)
            finally:
                taken = time.perf_counter() - started
                name = name_of(*arguments)
                with lock:
                    steps[name] = steps.get(name, 0.0) + taken

        setattr(owner, attribute, noting)

    timed(Engine, "make", lambda _, model, **__: model.full_name)
    timed(Engine, "_make_periods", lambda _, model: model.full_name)
    timed(Engine, "publish", lambda *_: "checkpoint")
    timed(sources, "load_landing", lambda *_: "landing is opened")
    timed(sources, "load_pack", lambda *_: "the pack is read")
    timed(building, "check_pack", lambda *_: "the pack is checked")
    timed(building, "_find", lambda *_: "rules of the forms")
    timed(evaluated, "make", lambda *_: "evaluation")
    started = time.perf_counter()
    building.build(Home.of(root), read_pack(folder), today=dt.date.fromisoformat(day), full=True)
    print(json.dumps({"seconds": time.perf_counter() - started, "steps": steps}))


if __name__ == "__main__":
    main(*sys.argv[1:])
