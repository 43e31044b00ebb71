"""The map's question through a `Reader`, against the same SQL on a bare cursor."""

from __future__ import annotations

from bench.timing import Line, medians
from bench.workspace import Workspace
from warehouse.readers import Reader, connection, questions
from warehouse.snapshots import require_current

MARK = 1.3
ROUNDS = 41
QUESTION = "county_compliance"


def measure(space: Workspace) -> list[Line]:
    """Milliseconds of one answer about the opening period, as a frame both ways."""
    pack, info = space.sample_pack, require_current(space.sample_home)
    reader = Reader(info)
    periods = reader.ask("periods", indicator=pack.headline_indicator)
    asked = {
        "indicator": pack.headline_indicator,
        "period": periods.filter(periods["is_opening"])["period"][0],
        "area": pack.root_area,
    }
    sql = questions()[QUESTION].sql
    cursor = connection(info).cursor()

    def ours() -> object:
        return reader.ask(QUESTION, **asked)

    def bare() -> object:
        return cursor.sql(sql, params=asked).pl()

    ours()
    bare()
    mine, theirs = (1000 * seconds for seconds in medians([ours, bare], ROUNDS))
    return [Line("map question", mine, "the same SQL on a bare cursor", theirs, "ms", MARK)]
