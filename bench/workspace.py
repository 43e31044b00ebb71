"""What the measurements work on, made once in a run: the generated million rows and the sample, landed."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from functools import cached_property
from pathlib import Path

import polars as pl

from bench.generate import Generated, generate
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from programme import clock
from programme.packs.pack import Pack, pack_folder, read_pack
from warehouse.build import build
from warehouse.home import Home
from words.problems import Problem


class Workspace:
    """A folder for one run."""

    def __init__(self, folder: Path, *, townships: int, quarters: int) -> None:
        self.folder = folder
        self.townships, self.quarters = townships, quarters
        self._numbers = itertools.count(1)

    def fresh(self, name: str) -> Path:
        """A path that nothing stands at yet."""
        return self.folder / f"{name}-{next(self._numbers)}"

    @cached_property
    def province(self) -> Generated:
        """The generated province and its return."""
        return generate(self.folder, townships=self.townships, quarters=self.quarters)

    @cached_property
    def province_pack(self) -> Pack:
        return read_pack(self.province.pack)

    @property
    def province_today(self) -> dt.date:
        """A day on which the generated return is due."""
        return self.province.last_period + dt.timedelta(days=50)

    def ingest_province(self) -> Home:
        """The generated return, landed in a fresh home."""
        home = Home.of(self.fresh("province-home"))
        known = Circumstances(dataset="staffing", today=self.province_today)
        report = ingest(home, self.province_pack, [self.province.staffing], known)
        if report.count("accepted") != 1:
            raise Problem(
                "bench.return_refused", errors=[finding.problem for finding in report.files[0].errors[:1]]
            )
        return home

    @cached_property
    def province_home(self) -> Home:
        """One home with the generated return, for all that read it."""
        return self.ingest_province()

    @cached_property
    def sample_pack(self) -> Pack:
        return read_pack(pack_folder(None))

    @property
    def sample_today(self) -> dt.date:
        return self.sample_pack.sample_today or clock.today(self.sample_pack.timezone)

    @cached_property
    def sample_home(self) -> Home:
        """One home with the pack's sample, built once."""
        pack = self.sample_pack
        if pack.sample is None:
            raise _no_sample(pack)
        home = Home.of(self.folder / "sample-home")
        ingest(home, pack, [pack.sample], Circumstances(today=self.sample_today))
        build(home, pack, today=self.sample_today)
        return home

    @cached_property
    def staffing_home(self) -> Home:
        """One home with the staffing returns of the pack's sample and nothing else; not built."""
        home = Home.of(self.folder / "staffing-home")
        sample = staffing_alone(self.sample_pack, self.folder / "staffing-sample")
        ingest(home, self.sample_pack, [sample], Circumstances(today=self.sample_today))
        return home


def staffing_alone(pack: Pack, folder: Path) -> Path:
    """A copy in `folder` of the pack's sample that holds its staffing returns alone."""
    if pack.sample is None:
        raise _no_sample(pack)
    shutil.copytree(pack.sample, folder)
    for listing in folder.glob("*/files.csv"):
        returns = pl.read_csv(listing, infer_schema=False)
        for name in returns.filter(pl.col("dataset") != "staffing")["file_name"]:
            (listing.parent / name).unlink()
        returns.filter(pl.col("dataset") == "staffing").write_csv(listing)
    return folder


def _no_sample(pack: Pack) -> Problem:
    return Problem("bench.no_sample", pack=pack.id)
