"""Which landed rows the pack and the programme of the day still allow; the others stand for nothing.

A build sets the same rows aside (`warehouse/fitting.py`, `sql/staging/placed_rows.sql`): a property test holds the two
equal. The reasons are known by the same words there and here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from programme.datasets import Counts, Register
from programme.datasets.dataset import Life
from programme.packs.area_index import LEVELS, NOWHERE, Areas

PLACE = "_place"  # of the area's code in the tree


@dataclass(frozen=True)
class CountsFit:
    """What must hold of landed rows of counts today."""

    dataset: Counts
    areas: Areas
    first_period: dt.date  # of the pack

    def split(self, landed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows that fit, with `PLACE`, and those that do not, with their `reason`.

        A figure that its measure is not asked for on the row's period is blank. `withdrawn`, which no row of counts has,
        tells those that were filed when the dataset was a register.
        """
        if "withdrawn" not in landed.columns:
            landed = landed.with_columns(pl.lit(None, pl.Boolean).alias("withdrawn"))
        place = landed["area_code"].cast(self.areas.dtype, strict=False).to_physical().cast(pl.Int64)
        placed = landed.with_columns(place.fill_null(NOWHERE).alias(PLACE))
        reason = self._reasons(placed)
        if reason is not None:
            fits = reason.is_null()
            aside = placed.with_columns(reason.alias("reason")).filter(~fits)
            placed = placed.filter(fits)
        else:
            aside = placed.clear().with_columns(pl.lit(None, pl.String).alias("reason"))
        return placed.with_columns(self._living()), aside

    def _living(self) -> list[pl.Expr]:
        return [
            pl.when(_inside(measure)).then(pl.col(measure.code)).alias(measure.code)
            for measure in self.dataset.measures
            if measure.first_period or measure.last_period
        ]

    def _reasons(self, placed: pl.DataFrame) -> pl.Series | None:
        """Why each row does not fit, null where it does; None where all do."""
        dataset = self.dataset
        level = self._levels(placed)
        may = np.array([name in dataset.levels for name in LEVELS] + [False])  # the last: valid nowhere
        above = pl.any_horizontal(pl.col(m.code) > m.limit for m in dataset.measures)
        no_year_end = pl.lit(dataset.cycle == "annual") & (pl.col("period").dt.month() != 12)
        tests = {
            "other_kind": pl.col("withdrawn").is_not_null() | pl.col("area_code").is_null(),
            "above_limit": above,
            "before_first_period": pl.col("period") < self.first_period,
            "not_a_period": no_year_end,
            "outside_life": ~_inside(dataset),
            "unknown_area": pl.col(PLACE) == NOWHERE,
            "area_not_valid": pl.lit(pl.Series(level == NOWHERE)),
            "other_level": pl.lit(pl.Series(~may[level])),
        }
        found = placed.select(test.fill_null(False).alias(name) for name, test in tests.items())
        if not any(found[name].any() for name in tests):
            return None
        told = pl.coalesce(pl.when(pl.col(name)).then(pl.lit(name)) for name in tests)
        return found.select(told.alias("reason")).to_series()

    def _levels(self, placed: pl.DataFrame) -> np.ndarray:
        """The place in `LEVELS` of what each area files as on its period; `NOWHERE` where it is not valid."""
        days = placed["period"].unique().drop_nulls().sort()
        trees = [self.areas.on(day).files_as for day in days.to_list()]
        nowhere = np.full(len(self.areas.codes), NOWHERE)
        at_day = placed["period"].replace_strict(
            days, pl.Series(np.arange(len(days))), default=len(days), return_dtype=pl.Int64
        )
        place = placed[PLACE].to_numpy()
        levels = np.concatenate([*trees, nowhere])[at_day.to_numpy() * len(nowhere) + np.maximum(place, 0)]
        return np.where(place == NOWHERE, NOWHERE, levels)


def _inside(life: Life) -> pl.Expr:
    """Whether a row's period lies within a life."""
    period = pl.col("period")
    ends = [pl.lit(True)]
    if life.first_period:
        ends.append(period >= life.first_period)
    if life.last_period:
        ends.append(period <= life.last_period)
    return pl.all_horizontal(ends)


def register_rows_that_fit(register: Register, landed: pl.DataFrame) -> pl.DataFrame:
    """The landed rows of a register that its file of today allows."""
    bad = [pl.col("withdrawn").is_null(), ~_inside(register)]
    bad += [pl.col(code).is_null() for code in register.key]
    for column in register.columns:
        cell = pl.col(column.code)
        if column.choices:
            known = [choice.code for choice in column.choices]
            one = pl.element().is_in(known)
            bad.append(~cell.list.eval(one).list.all() if column.many else ~cell.is_in(known))
        elif column.type == "whole_number" and not column.many:
            bad.append(cell > column.limit)
    return landed.filter(~pl.any_horizontal(one.fill_null(False) for one in bad))
