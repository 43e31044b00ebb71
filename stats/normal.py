"""Bounds, treatment and normalisation: one indicator's values onto a scale that adds up with others.

Bounds are pooled over areas and periods once, dated, and kept as a table: within one generation of them a county's score
changes only when the county does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A geometric mean of a zero is zero, so the scale begins at 1.
FLOOR, TOP = 1.0, 100.0
# What is called an outlier, and of how many areas values may be moved before the logarithm is taken instead.
SKEWNESS, KURTOSIS, MOST_MOVED = 2.0, 3.5, 5
# A share whose values lie this close together, in its own unit, is measured on the whole of the scale.
NARROW = 10.0
WHOLE = 100.0

NONE, WINSORISED, LOG_HIGH, LOG_LOW = "none", "winsorised", "log_high", "log_low"
TREATMENTS = (NONE, WINSORISED, LOG_HIGH, LOG_LOW)
OBSERVED, GOALPOSTS = "observed", "goalposts"

BOUNDS_SCHEMA: dict[str, Any] = {
    "indicator_code": pl.String,
    "number": pl.Int64,
    "least": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "most": pl.Float64,
    "mean": pl.Float64,
    "deviation": pl.Float64,
    "treated_mean": pl.Float64,
    "treated_deviation": pl.Float64,
    "treatment": pl.String,
    "areas_moved": pl.Int64,
    "basis": pl.String,
    "first_period": pl.Date,
    "last_period": pl.Date,
}


@dataclass(frozen=True)
class Bounds:
    """The bounds of the indicators of an index, an array of one number each, in the unit of the indicator.

    `least, most` are those of all values pooled, `low, high` of the treated ones; mean and deviation (of a sample) are
    those of the values as they are, and of the treated ones on the scale of the treatment.
    """

    least: Floats
    low: Floats
    high: Floats
    most: Floats
    mean: Floats
    deviation: Floats
    treated_mean: Floats
    treated_deviation: Floats
    treatment: tuple[str, ...]
    reversed: Flags  # lower is better

    @classmethod
    def of(cls, registry: pl.DataFrame) -> Bounds:
        """From a frame with one row per indicator: the columns of `BOUNDS_SCHEMA`, and `polarity`."""
        numbers = {
            name: registry[name].to_numpy().astype(np.float64)
            for name in (field.name for field in fields(cls))
            if name in BOUNDS_SCHEMA and name != "treatment"
        }
        lower = (registry["polarity"] == "lower_is_better").to_numpy()
        return cls(**numbers, treatment=tuple(registry["treatment"]), reversed=lower)


def transformed(values: Floats, treatment: str, least: float, most: float) -> Floats:
    """Values on the scale of a treatment; the greater stays the greater, whichever it is.

    The logarithm is COINr's `log_CT`: of the distance from the lower end (from the upper one for a tail to the left), a
    hundredth of the range away from zero.
    """
    away = 0.01 * (most - least)
    if treatment == LOG_HIGH:
        return np.log(np.clip(values, least, most) - least + away)
    if treatment == LOG_LOW:
        return -np.log(most - np.clip(values, least, most) + away)
    return values


def min_max(values: Floats, bounds: Bounds, *, treated: bool) -> Floats:
    """Values (areas x indicators) from 1, the worse bound, to 100, the better one; beyond a bound as at it.

    Missing stays missing. Bounds that are equal make no scale: such an indicator is screened out before.
    """
    scaled = np.empty_like(values)
    for place, treatment in enumerate(bounds.treatment):
        low, high = (bounds.low, bounds.high) if treated else (bounds.least, bounds.most)
        ends = np.array([low[place], high[place]])
        column = np.clip(values[:, place], *ends)
        if treated:
            kind = (treatment, bounds.least[place], bounds.most[place])
            column, ends = transformed(column, *kind), transformed(ends, *kind)
        scaled[:, place] = (column - ends[0]) / (ends[1] - ends[0])
    return FLOOR + (TOP - FLOOR) * np.where(bounds.reversed, 1 - scaled, scaled)


def z_scores(values: Floats, bounds: Bounds, *, treated: bool) -> Floats:
    """Values (areas x indicators) with mean 50 and deviation 10 over all that was pooled; better is more.

    Never for a geometric mean: nothing keeps them above zero.
    """
    scores = np.empty_like(values)
    for place, treatment in enumerate(bounds.treatment):
        column = values[:, place]
        mean, deviation = bounds.mean[place], bounds.deviation[place]
        if treated:
            column = np.clip(column, bounds.low[place], bounds.high[place])
            column = transformed(column, treatment, bounds.least[place], bounds.most[place])
            mean, deviation = bounds.treated_mean[place], bounds.treated_deviation[place]
        scores[:, place] = (column - mean) / deviation
    return 50 + 10 * np.where(bounds.reversed, -scores, scores)


def distance_to_target(values: Floats, targets: Floats, lower: Flags) -> Floats:
    """Values (areas x indicators) as a percentage of the way to their target, 1 to 100; none where there is no target.

    At the target or beyond it is 100: more earns nothing. Where lower is better it is target over value.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reached = np.where(lower, targets / values, values / targets)
    # Nothing of what there should be less of is the target reached; a target of nothing is reached at nothing alone.
    reached = np.where(lower & (values <= targets), 1.0, reached)
    return np.where(np.isnan(values) | np.isnan(targets), np.nan, np.clip(reached * TOP, FLOOR, TOP))


def treated_values(values: Floats, bounds: Bounds) -> Floats:
    """Values as they count after treatment, in their own unit: beyond a limit that of the limit. Missing stays missing."""
    return np.clip(values, bounds.low, bounds.high)


def make_bounds(history: pl.DataFrame, shares: frozenset[str]) -> pl.DataFrame:
    """The bounds of each indicator over all areas and periods.

    Args:
        history: one row per indicator, area (`area`: code and extent) and `period`, with `value` in the indicator's unit.
        shares: codes of the indicators that are per cent of a whole: bounds that would lie under ten points apart
            become the ends of the whole, so that noise near 100 is not blown up.

    Returns:
        `BOUNDS_SCHEMA`, in the order in which the indicators come. An indicator with one value only has none.
    """
    rows = list(_bounds(history.drop_nulls("value"), shares))
    return pl.DataFrame(rows, schema=BOUNDS_SCHEMA, orient="row")


def _bounds(history: pl.DataFrame, shares: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    for code in history["indicator_code"].unique(maintain_order=True):
        own = history.filter(indicator_code=code)
        values = own["value"]
        least, most = float(values.min()), float(values.max())  # type: ignore[arg-type]
        if least == most:
            continue
        treatment, low, high, moved = _treatment(own)
        basis = OBSERVED
        if code in shares and high - low < NARROW and least >= 0 and most <= WHOLE:
            least = low = 0.0
            most = high = WHOLE
            treatment, moved, basis = NONE, 0, GOALPOSTS
        treated = pl.Series(transformed(np.clip(values.to_numpy(), low, high), treatment, least, most))
        numbers = (values.len(), least, low, high, most, values.mean(), values.std())
        yield (
            code,
            *numbers,
            treated.mean(),
            treated.std(),
            treatment,
            moved,
            basis,
            own["period"].min(),
            own["period"].max(),
        )


def _treatment(own: pl.DataFrame) -> tuple[str, float, float, int]:
    """How outliers are treated: the treatment, the limits that values are moved to, and of how many areas they are.

    As COINr does: points are moved in, one area after the other, until skewness or kurtosis is within its limit; where
    five areas are not enough, none is moved and the logarithm is taken. Pooled, an area counts once with all its periods.
    """
    values = own["value"]
    least, most = float(values.min()), float(values.max())  # type: ignore[arg-type]
    if not is_outlying(values):
        return NONE, least, most, 0
    upper = bool((values.skew(bias=False) or 0) > 0)
    farthest = own.group_by("area", maintain_order=True).agg(
        pl.col("value").max() if upper else pl.col("value").min()
    )
    limits = farthest["value"].sort(descending=upper).to_list()
    for moved, limit in enumerate(limits[1 : MOST_MOVED + 1], start=1):
        clipped = values.clip(upper_bound=limit) if upper else values.clip(lower_bound=limit)
        if not is_outlying(clipped):
            return (WINSORISED, least, limit, moved) if upper else (WINSORISED, limit, most, moved)
    return (LOG_HIGH if upper else LOG_LOW), least, most, 0


def is_outlying(values: pl.Series) -> bool:
    """Whether both skewness (beyond 2, either way) and excess kurtosis (above 3.5) of a sample say so, as COIN Tool has it."""
    if values.len() < 4 or values.n_unique() < 2:
        return False
    skewness = values.skew(bias=False) or 0.0
    kurtosis = values.kurtosis(fisher=True, bias=False) or 0.0
    return abs(skewness) > SKEWNESS and kurtosis > KURTOSIS
