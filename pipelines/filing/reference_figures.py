"""The dated figures that a rule may read as `reference.x`, aligned to a period as `sql/sums/aligned_figures.sql` does."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import polars as pl

from pipelines.filing.check import NO_FIGURE
from programme.packs.area_index import COUNTY, Areas
from programme.packs.pack import FIGURES, Pack

# On one date a published figure beats a return, which beats an estimate.
PRECEDENCE = {"published": 1, "reported": 2, "estimated": 3}
FILED = {
    "measure": pl.String,
    "area_code": pl.String,
    "reference_date": pl.Date,
    "value": pl.Int64,
    "status": pl.String,
    "filed_on": pl.Date,
    "sequence": pl.Int64,
}


class ReferenceFigures:
    """Figures of counties, and zones beside them, by period: the pack's own, those of returns that stand, and those of files
    of a source."""

    def __init__(self, pack: Pack, areas: Areas, filed: pl.DataFrame) -> None:
        """`filed`: the standing cells of datasets that give figures, and those that sources published (columns `FILED`)."""
        self.pack = pack
        self.areas = areas
        self.filed = filed
        self.on = cache(self._on)

    def _on(self, day: dt.date, measure: str, returned: bool = True) -> np.ndarray:
        """One figure by place of the area: the newest on or before a day, if it is not too old.

        Not `returned`: of those that no return gave, however old.
        """
        values = np.full(len(self.areas.codes), NO_FIGURE, np.int64)
        figures = self._of(measure)
        if not returned:
            figures = figures.filter(pl.col("precedence") != PRECEDENCE["reported"])
        newest = (
            figures.filter(pl.col("reference_date") <= day)
            .sort(
                "reference_date",
                "precedence",
                "published_on",
                "sequence",
                descending=[True, False, True, True],
                nulls_last=True,
            )
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
            if years is None or not returned or _years_later(reference_date, years) >= day:
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
                published_on=pl.col("published_on").str.to_date("%Y-%m-%d", strict=False),
                sequence=pl.lit(0, dtype=pl.Int64),
            )
        )
        found = self.filed.filter(pl.col("measure") == measure)
        if found.is_empty():
            return own
        extents = [
            self.areas.valid_from(self.areas.place[code], day) if code in self.areas.place else None
            for code, day in found.select("area_code", "reference_date").iter_rows()
        ]
        filed = found.select(
            "area_code",
            pl.Series("valid_from", extents, dtype=pl.Date),
            "reference_date",
            "value",
            precedence=pl.col("status").replace_strict(PRECEDENCE, return_dtype=pl.Int64),
            published_on="filed_on",
            sequence="sequence",
        )
        return pl.concat([own, filed])


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the last of February where there is no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
