"""The country's home page beside a province's: a rerun, a period that nobody has asked for yet, and from there the one before it.

Both are made up, in the numbers of counties that there are (as squares), filed by county; a reader's browser keeps large messages.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.generate import write_pack
from bench.pages import RERUN_MARK
from bench.session import Session, serving, session
from bench.simulate import UNTIL, Simulation, periods_until
from bench.timing import Line, medians
from bench.tree import REAL_COUNTRY, REAL_PROVINCE, Shape
from bench.workspace import Workspace
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from programme import PROJECT
from programme.packs.pack import read_pack
from warehouse.build import build
from warehouse.home import Home

QUARTERS = 18
NEW = range(-4, -14, -3)  # which of them: each has a year before it, and is beside none that was shown before
LOOKED_SECONDS = 1.5  # how long a reader looks at least at a map before asking for the one beside it
ROUNDS = 21
SAME = 1.1
AGAINST = "a province's"


def measure(space: Workspace) -> list[Line]:
    """Milliseconds of reruns of the home page, kilobytes of its first load."""
    days = periods_until(UNTIL, QUARTERS)
    with ExitStack() as opened:
        country, province = (
            opened.enter_context(_reader(space, name, shape, days))
            for name, shape in (("country", REAL_COUNTRY), ("province", REAL_PROVINCE))
        )
        first = [reader.run() for reader in (country, province)]
        for reader in (country, province):
            reader.run()
        ours, theirs = medians([country.run, province.run], ROUNDS)
        asked = [[_asked(reader, days, at) for reader in (country, province)] for at in NEW]
    new, beside = (
        [statistics.median(one[which] for one in of_reader) for of_reader in zip(*asked, strict=True)]
        for which in (0, 1)
    )
    return [
        Line("country: home rerun", 1000 * ours, AGAINST, 1000 * theirs, "ms", RERUN_MARK, bounds_ours=True),
        Line("  a period not asked before", 1000 * new[0], AGAINST, 1000 * new[1], "ms"),
        Line("  then the one before it", 1000 * beside[0], AGAINST, 1000 * beside[1], "ms", SAME),
        Line(
            "  first load, bytes deflated",
            first[0].compressed / 1000,
            AGAINST,
            first[1].compressed / 1000,
            "KB",
        ),
    ]


def _asked(reader: Session, days: list[dt.date], at: int) -> tuple[float, float]:
    """Seconds of a period that nobody has asked for, and, when its map has been looked at, of the one before it."""
    new = reader.run(query=f"period={days[at].isoformat()}").seconds
    time.sleep(LOOKED_SECONDS)
    return new, reader.run(query=f"period={days[at - 1].isoformat()}").seconds


@contextmanager
def _reader(space: Workspace, name: str, shape: Shape, days: list[dt.date]) -> Iterator[Session]:
    """A reader of a server of its own about a made-up country or province, with staffing filed by county."""
    folder = space.fresh(name)
    write_pack(folder / "pack", shape, days, read_pack(None))
    pack, home, today = read_pack(folder / "pack"), Home.of(folder / "home"), days[-1] + dt.timedelta(days=50)
    for _ in Simulation(pack, days, grain="county", names=["staffing"]).write(folder / "returns"):
        pass
    ingest(home, pack, [folder / "returns"], Circumstances(today=today))
    build(home, pack, today=today)
    told = {
        "OBSERVATORY_HOME": str(home.root),
        "OBSERVATORY_REFERENCE": str(pack.folder),
        "OBSERVATORY_TODAY": today.isoformat(),
    }
    with serving(PROJECT / "app.py", told) as server, session(server, keeps=True) as reader:
        yield reader
