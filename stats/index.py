"""The composite index of a period: who is scored on what, scores, and what each is made of.

Arithmetic within a system, geometric across systems: strength in one system makes up for weakness in another only in part.
Arrays are areas x indicators (or x systems) in the order of a `Framework`; missing is NaN and never zero.
Method: OECD/JRC Handbook on Constructing Composite Indicators (2008), conventions of COINr 1.1.14.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from stats.normal import Bounds, Flags, Floats, min_max
from words.problems import QuestionError

# At each level a score needs this share of what it is made of (COINr's `dat_thresh`), as whole numbers.
ENOUGH = (2, 3)
# Figures that are equal but for the order in which they were added up count as equal.
DECIMALS = 9

ARITHMETIC, GEOMETRIC = "arithmetic", "geometric"
NEUTRAL, NO_WEIGHT, NO_BOUNDS, TOO_FEW_VALUES = "neutral", "no_weight", "no_bounds", "too_few_values"
# Reasons why an indicator is not in an index, the first that holds is told.
LEFT_OUT = (NEUTRAL, NO_WEIGHT, NO_BOUNDS, TOO_FEW_VALUES)
# Correlations within a system worth a look: below none is expected, near none says nothing, near one counts twice.
SAYS_NOTHING, COUNTED_TWICE = 0.3, 0.9


@dataclass(frozen=True)
class Framework:
    """What an index is made of: its indicators, each in a system, and the weights, summing to 1 within each group."""

    indicators: tuple[str, ...]
    systems: tuple[str, ...]
    system_of: npt.NDArray[np.int64]  # of each indicator, its place in `systems`
    weights: Floats  # of each indicator within its system
    system_weights: Floats

    @property
    def effective(self) -> Floats:
        """Weight of each indicator in the whole: its own times that of its system. Sums to 1."""
        return self.weights * self.system_weights[self.system_of]

    @property
    def membership(self) -> Floats:
        """Indicators x systems: 1 where the indicator belongs to the system."""
        return np.eye(len(self.systems))[self.system_of].reshape(-1, len(self.systems))

    def weighing(self, system_weights: Floats) -> Framework:
        """The same with other weights of the systems, as a reader's sliders have them.

        Raises:
            QuestionError: not one weight a system, one below zero, or all of them zero.
        """
        weights = np.asarray(system_weights, dtype=np.float64)
        if weights.shape != self.system_weights.shape or (weights < 0).any() or weights.sum() <= 0:
            raise QuestionError(
                "evaluation.weights", given=[str(one) for one in weights.ravel()], systems=list(self.systems)
            )
        return Framework(self.indicators, self.systems, self.system_of, self.weights, weights / weights.sum())


@dataclass(frozen=True)
class Scores:
    """Scores of areas: `systems` is areas x systems, `index` one number an area; NaN where too little is known."""

    systems: Floats
    index: Floats


def screen(registry: pl.DataFrame, values: pl.DataFrame, areas: int) -> pl.DataFrame:
    """Which indicators an index of a period can rest on.

    Args:
        registry: one row per indicator: `indicator_code, policy_system, polarity, weight, system_weight` and its bounds
            (`least` is null where it has none).
        values: one row per area that is compared and indicator known of it (`indicator_code`, `value`).
        areas: how many areas are compared.

    Returns:
        The registry with `areas_known` (Int64) and `left_out`: one of `LEFT_OUT`, null where the index rests on it.
    """
    known = values.drop_nulls("value").group_by("indicator_code").agg(areas_known=pl.len().cast(pl.Int64))
    few = pl.col("areas_known") * ENOUGH[1] < areas * ENOUGH[0]
    reasons = {
        NEUTRAL: pl.col("polarity") == "neutral",
        NO_WEIGHT: pl.min_horizontal(pl.col("weight").fill_null(0), pl.col("system_weight").fill_null(0))
        <= 0,
        NO_BOUNDS: pl.col("least").is_null() | (pl.col("least") >= pl.col("most")),
        TOO_FEW_VALUES: few | (pl.col("areas_known") == 0),
    }
    told = pl.coalesce(pl.when(reasons[reason]).then(pl.lit(reason)) for reason in LEFT_OUT)
    joined = registry.join(known, on="indicator_code", how="left", maintain_order="left")
    return joined.with_columns(pl.col("areas_known").fill_null(0)).with_columns(left_out=told)


def framework_of(screened: pl.DataFrame) -> Framework:
    """The framework of the indicators that are not left out, weights brought to 1 within each group.

    A system of which no indicator is left is not in it.
    """
    kept = screened.filter(pl.col("left_out").is_null())
    systems = tuple(kept["policy_system"].unique(maintain_order=True))
    system_of = np.array([systems.index(name) for name in kept["policy_system"]], dtype=np.int64)
    weights = kept["weight"].to_numpy().astype(np.float64)
    sums = np.bincount(system_of, weights, minlength=len(systems))
    of_systems = kept.unique("policy_system", maintain_order=True)["system_weight"].to_numpy()
    of_systems = of_systems.astype(np.float64)
    return Framework(
        tuple(kept["indicator_code"]),
        systems,
        system_of,
        weights / sums[system_of],
        of_systems / of_systems.sum() if len(systems) else of_systems,
    )


def matrix(values: pl.DataFrame, areas: list[str], framework: Framework) -> Floats:
    """Values (`area_code, indicator_code, value`) as areas x indicators; what is not there is NaN."""
    filled = np.full((len(areas), len(framework.indicators)), np.nan)
    rows = {code: place for place, code in enumerate(areas)}
    columns = {code: place for place, code in enumerate(framework.indicators)}
    for area, indicator, value in values.select("area_code", "indicator_code", "value").iter_rows():
        if area in rows and indicator in columns and value is not None:
            filled[rows[area], columns[indicator]] = value
    return filled


def _is_enough(known: npt.NDArray[Any], whole: npt.NDArray[Any] | int) -> Flags:
    return np.asarray((known * ENOUGH[1] >= whole * ENOUGH[0]) & (known > 0))


def weighted_mean(scores: Floats, weights: Floats, aggregation: str = ARITHMETIC) -> Floats:
    """Mean over the last axis of what is known, the weights of the rest brought to 1; NaN where nothing is.

    Leaving a value out takes the mean of its group for it.

    Raises:
        QuestionError: a geometric mean of a score below 1.
    """
    known = ~np.isnan(scores)
    if aggregation == GEOMETRIC:
        if (scores[known] < 1 - 1e-9).any():
            raise QuestionError("evaluation.below_one", least=float(np.nanmin(scores)))
        scores = np.log(np.where(known, scores, 1.0))
    shares = np.where(known, weights, 0.0)
    sums = shares.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        means = (shares * np.where(known, scores, 0.0)).sum(axis=-1) / np.where(sums > 0, sums, np.nan)
    return np.asarray(np.exp(means) if aggregation == GEOMETRIC else means)


def score(normal: Floats, framework: Framework, aggregation: str = GEOMETRIC) -> Scores:
    """Scores of normalised values (areas x indicators).

    A system has one where two thirds of its indicators are known, the index where two thirds of the systems have one.
    """
    systems = np.full((normal.shape[0], len(framework.systems)), np.nan)
    for place in range(len(framework.systems)):
        own = framework.system_of == place
        means = weighted_mean(normal[:, own], framework.weights[own])
        enough = _is_enough((~np.isnan(normal[:, own])).sum(axis=1), int(own.sum()))
        systems[:, place] = np.where(enough, means, np.nan)
    return Scores(systems, combine(systems, framework, aggregation))


def combine(systems: Floats, framework: Framework, aggregation: str = GEOMETRIC) -> Floats:
    """The index of scores of systems (areas x systems). With a reader's own weights this is all that is done again."""
    enough = _is_enough((~np.isnan(systems)).sum(axis=-1), len(framework.systems))
    return np.where(enough, weighted_mean(systems, framework.system_weights, aggregation), np.nan)


def positions(scores: Floats) -> Floats:
    """Place of each score among the last axis, 1 the greatest; equal ones share one; NaN where there is no score."""
    rounded = np.round(scores, DECIMALS)
    flat = rounded.reshape(-1, rounded.shape[-1])
    placed = np.empty_like(flat)
    for row, found in zip(flat, placed, strict=True):
        known = np.sort(row[~np.isnan(row)])
        found[:] = 1 + known.size - np.searchsorted(known, row, side="right")
    return np.where(np.isnan(rounded), np.nan, placed.reshape(rounded.shape))


def compensation(scores: Scores, framework: Framework) -> Floats:
    """By how many points the arithmetic mean across systems would stand above the index: what a strength would cover up."""
    return combine(scores.systems, framework, ARITHMETIC) - scores.index


def shares_of_system(normal: Floats, framework: Framework) -> Floats:
    """Points that each indicator gives to the score of its system (areas x indicators); they add up to the score.

    NaN where the value is missing: its weight is spread over the others of the system.
    """
    known = ~np.isnan(normal)
    weights = np.where(known, framework.weights, 0.0)
    sums = weights @ framework.membership
    with np.errstate(invalid="ignore", divide="ignore"):
        points = weights / sums[:, framework.system_of] * np.where(known, normal, 0.0)
    return np.where(known, points, np.nan)


def log_shares(scores: Scores, framework: Framework) -> Floats:
    """Share of each system in the logarithm of the index (areas x systems); they add up to 1. NaN without a score."""
    known = ~np.isnan(scores.systems) & ~np.isnan(scores.index)[:, None]
    logs = np.where(known, framework.system_weights * np.log(np.where(known, scores.systems, 1.0)), 0.0)
    sums = logs.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known & (sums > 0), logs / sums, np.nan)


def shapley(start: Floats, end: Floats, framework: Framework) -> Floats:
    """What each system gives to the way of the index from one set of system scores to another (areas x systems).

    Shapley values over the systems: each one's part is its mean over all orders in which the systems may change, so that
    the parts add up to the difference of the two indices exactly. A system that is missing at both ends has no part, its
    weight is spread over the others as in the index; where one is missing at one end only the area has no parts.

    Args:
        start: scores of systems before (or of an area that is average in everything), areas x systems or one row.
        end: scores of systems after, of the same shape or more rows.
        framework: weights of the systems.
    """
    start, end = np.broadcast_arrays(start, end)
    number = len(framework.systems)
    known = ~np.isnan(end)
    is_told = (known == ~np.isnan(start)).all(axis=1) & known.any(axis=1)
    weights = np.where(known, framework.system_weights, 0.0)
    weights = weights / np.where(is_told, weights.sum(axis=1), 1.0)[:, None]
    logs = np.log(np.where(known, start, 1.0)), np.log(np.where(known, end, 1.0))
    parts = np.zeros(end.shape)
    for place in range(number):
        others = [one for one in range(number) if one != place]
        for size in range(number):
            share = factorial(size) * factorial(number - size - 1) / factorial(number)
            for changed in combinations(others, size):
                before = np.where(np.isin(np.arange(number), changed), logs[1], logs[0])
                after = before.copy()
                after[:, place] = logs[1][:, place]
                step = np.exp((after * weights).sum(axis=1)) - np.exp((before * weights).sum(axis=1))
                parts[:, place] += share * step
    return np.where(known & is_told[:, None], parts, np.nan)


def correlations(columns: Floats, others: Floats) -> Floats:
    """Pearson's correlation of each of the columns with each of the others, over the areas known in both.

    NaN where fewer than three areas are, or one of the two is the same everywhere.
    """
    found = np.full((columns.shape[1], others.shape[1]), np.nan)
    for place, one in enumerate(columns.T):
        for other_place, other in enumerate(others.T):
            both = ~np.isnan(one) & ~np.isnan(other)
            if both.sum() >= 3 and np.ptp(one[both]) > 0 and np.ptp(other[both]) > 0:
                found[place, other_place] = np.corrcoef(one[both], other[both])[0, 1]
    return found


def remark_on(correlation: float | None) -> str | None:
    """What a correlation within a system is worth a look for: negative, says_nothing, counted_twice; none otherwise."""
    if correlation is None:
        return None
    if correlation < -SAYS_NOTHING:
        return "negative"
    if correlation < SAYS_NOTHING:
        return "says_nothing"
    return "counted_twice" if correlation > COUNTED_TWICE else None


def cronbach(normal: Floats) -> float:
    """Cronbach's alpha of the indicators of a system (areas x indicators), over the areas that know all of them.

    NaN for one indicator, fewer than three such areas, or no variance of their sum.
    """
    whole = normal[~np.isnan(normal).any(axis=1)]
    number = whole.shape[1]
    if number < 2 or whole.shape[0] < 3:
        return float("nan")
    of_sum = whole.sum(axis=1).var(ddof=1)
    if of_sum <= 0:
        return float("nan")
    return float(number / (number - 1) * (1 - whole.var(axis=0, ddof=1).sum() / of_sum))


def principal_weights(normal: Floats) -> tuple[Floats, float]:
    """Loadings of the first principal component of the correlations, and the share of variance that it tells.

    A look at the data, never weights: loadings may be negative. The sign is that of their sum.

    Args:
        normal: areas x indicators; areas that lack one are left out, and an indicator that is the same everywhere has 0.
    """
    whole = normal[~np.isnan(normal).any(axis=1)]
    loadings = np.zeros(normal.shape[1])
    varying = np.ptp(whole, axis=0) > 0 if whole.shape[0] >= 3 else np.zeros(normal.shape[1], dtype=bool)
    if not varying.any():
        return loadings, float("nan")
    values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(whole[:, varying], rowvar=False)))
    first = vectors[:, -1]
    loadings[varying] = first if first.sum() >= 0 else -first
    return loadings, float(values[-1] / values.sum())


def flipped_pairs(one: Floats, other: Floats) -> tuple[int, int]:
    """Of the pairs of areas that have both scores, how many stand the other way round by the other score; and of how many.

    A pair that is equal by either is not turned round.
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    first, second = np.round(one[both], DECIMALS), np.round(other[both], DECIMALS)
    turned = np.sign(first[:, None] - first) * np.sign(second[:, None] - second) < 0
    number = int(both.sum())
    return int(turned.sum()) // 2, number * (number - 1) // 2


def scored(values: Floats, bounds: Bounds, framework: Framework) -> tuple[Floats, Scores]:
    """The registry's own index: treated, from 1 to 100, arithmetic within and geometric across systems.

    Returns the normalised values (areas x indicators) and the scores.
    """
    normal = min_max(values, bounds, treated=True)
    return normal, score(normal, framework)
