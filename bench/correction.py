"""A correction of one period: the build that takes it up, against a full one; and from the file to the snapshot that shows it."""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench.timing import Line, seconds
from bench.workspace import Workspace
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from programme import PROJECT
from programme.packs.pack import Pack
from warehouse.build import build
from warehouse.home import Home
from warehouse.landing import landed_files
from warehouse.snapshots import require_current
from words.problems import Problem

SAMPLE_MARK, LARGE_MARK, SHARE_MARK = 0.5, 1.5, 0.15
SEEN_MARK = 2.0
ROUNDS = 5
ROWS = 20  # of a correction


def measure(space: Workspace) -> list[Line]:
    """Seconds of a build after a correction of the newest period, in this process; of `ingest` and `build`, as two."""
    sample = Corrected(space.fresh, space.sample_home, space.sample_pack, space.sample_today)
    large = Corrected(space.fresh, space.province_home, space.province_pack, space.province_today)
    rows = f"{space.province.rows:,} rows"
    small_partial, small_full = sample.builds()
    large_partial, large_full = large.builds()
    return [
        Line(
            "partial build, sample",
            small_partial,
            "its full build",
            small_full,
            "s",
            SAMPLE_MARK,
            bounds_ours=True,
        ),
        Line(
            f"partial build, {rows}",
            large_partial,
            "its full build",
            large_full,
            "s",
            LARGE_MARK,
            bounds_ours=True,
        ),
        Line("", large_partial, "the same, as a share", large_full, "s", SHARE_MARK),
        Line("from filed to seen, sample", sample.seen(), "", None, "s", SEEN_MARK, bounds_ours=True),
    ]


class Corrected:
    """A home whose newest period of staffing is corrected again and again."""

    def __init__(self, fresh: Callable[[str], Path], home: Home, pack: Pack, today: dt.date) -> None:
        """`fresh` gives a path that nothing stands at yet."""
        self.fresh, self.home, self.pack, self.today = fresh, home, pack, today
        self.count = 0
        landed = pl.scan_parquet(landed_files(home, "staffing"), glob=False)
        self.period = landed.select(pl.col("period").max()).collect().item()
        self.rows = (
            landed.filter(pl.col("period") == self.period, pl.col("other_workers") > 10)
            .collect()
            .sort("sequence", descending=True)
            .unique("area_code", keep="first", maintain_order=True)
            .sort("area_code")
            .head(ROWS)
            .select("area_code", "period", *pack.datasets.counts["staffing"].measure_codes)
        )

    def file(self) -> Path:
        """One more correction: a worker more in each of some units."""
        self.count += 1
        path = self.fresh("correction").with_suffix(".csv")
        self.rows.with_columns(pl.col("other_workers") + self.count).write_csv(path)
        return path

    def builds(self) -> tuple[float, float]:
        """Seconds of the build that takes up a correction, and of a full one, by turns."""
        partial, full = [], []
        build(self.home, self.pack, today=self.today)
        for _ in range(ROUNDS):
            partial.append(self.taken_up())
            full.append(self._built(full=True))
        return statistics.median(partial), statistics.median(full)

    def taken_up(self) -> float:
        """Seconds of the build that takes up one more correction; what stands must be built."""
        known = Circumstances(dataset="staffing", today=self.today)
        report = ingest(self.home, self.pack, [self.file()], known)
        if report.count("accepted") != 1:
            raise Problem(
                "bench.return_refused", errors=[finding.problem for finding in report.files[0].errors[:1]]
            )
        return self._built(full=False)

    def _built(self, *, full: bool) -> float:
        standing = require_current(self.home)
        taken = seconds(lambda: build(self.home, self.pack, today=self.today, full=full))
        if bool(require_current(self.home).builds_since_full) == full:
            raise RuntimeError("The build measured was not of the kind that was asked for.")
        standing.path.unlink()
        return taken

    def seen(self) -> float:
        """Seconds of the two commands of the command line, each a process of its own."""
        where = ["--home", str(self.home.root), "--reference", str(self.pack.folder)]
        day = self.today.isoformat()
        taken = []
        for _ in range(ROUNDS):
            filing = ["ingest", str(self.file()), "--dataset", "staffing", "--filed-on", day, "--by", "bench"]
            started = time.perf_counter()
            for command in (filing, ["build"]):
                subprocess.run(
                    [sys.executable, "-m", "pipelines", *command, *where],
                    cwd=PROJECT, check=True, capture_output=True,
                )  # fmt: skip
            taken.append(time.perf_counter() - started)
        return statistics.median(taken)
