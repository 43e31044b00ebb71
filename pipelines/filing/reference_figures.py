"""The dated figures that a rule may read as `reference.x`, aligned to a period as `sql/sums/aligned_figures.sql` does."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import polars as pl

from pipelines.filing.check import NO_FIGURE
from programme.packs.area_index import COUNTY, Areas
from programme.packs.pack import FIGURES, Pack

PRECEDENCE = {"reported": 1, "published": 2, "estimated": 3}


class ReferenceFigures:
    """Figures of counties, and zones beside them, by period: the pack's own and those of returns that stand."""

    def __init__(self, pack: Pack, areas: Areas, reported: pl.DataFrame) -> None:
        """`reported`: measure, area_code, reference_date, value of the standing cells of datasets that give figures."""
        self.pack = pack
        self.areas = areas
        self.reported = reported
        self.on = cache(self._on)

    def _on(self, day: dt.date, measure: str) -> np.ndarray:
        """One figure by place of the area: the newest on or before a day, if it is not too old."""
        values = np.full(len(self.areas.codes), NO_FIGURE, np.int64)
        newest = (
            self._of(measure)
            .filter(pl.col("reference_date") <= day)
            .sort("reference_date", "precedence", descending=[True, False])
            .unique(["area_code", "valid_from"], keep="first", maintain_order=True)
        )
        years = self.pack.maximum_age_years.get(measure)
        tree = self.areas.on(day)
        for code, valid_from, reference_date, value in newest.select(
            "area_code", "valid_from", "reference_date", "value"
        ).iter_rows():
            place = self.areas.place.get(code)
            if place is None or tree.files_as[place] != COUNTY:
                continue
            if self.areas.valid_from(place, day) != valid_from:
                continue
            if years is None or _years_later(reference_date, years) >= day:
                values[place] = value
        return values

    def _of(self, measure: str) -> pl.DataFrame:
        """All figures of a measure: area, extent, day, value and which comes first on one day."""
        table = next(name for name, measures in FIGURES.items() if measure in measures)
        own = (
            self.pack.table(table)
            .filter(pl.col(measure).is_not_null())
            .select(
                "area_code",
                valid_from=pl.col("area_valid_from").str.to_date("%Y-%m-%d", strict=False),
                reference_date=pl.col("reference_date").str.to_date("%Y-%m-%d"),
                value=pl.col(measure).cast(pl.Int64),
                precedence=pl.col("status").replace_strict(PRECEDENCE, return_dtype=pl.Int64),
            )
        )
        returned = self.reported.filter(pl.col("measure") == measure)
        if returned.is_empty():
            return own
        extents = [
            self.areas.valid_from(self.areas.place[code], day) if code in self.areas.place else None
            for code, day in returned.select("area_code", "reference_date").iter_rows()
        ]
        filed = returned.select(
            "area_code",
            pl.Series("valid_from", extents, dtype=pl.Date),
            "reference_date",
            "value",
            precedence=pl.lit(PRECEDENCE["reported"], dtype=pl.Int64),
        )
        return pl.concat([own, filed])


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the last of February where there is no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
