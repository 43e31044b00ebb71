"""Which indicators tell the counties that are weak in a system from the others: frame in, frame out."""

from __future__ import annotations

import polars as pl

LAGGING = {
    "policy_system": pl.String,
    "indicator_code": pl.String,
    "weak_known": pl.Int64,
    "others_known": pl.Int64,
    "lag": pl.Float64,
}


def lagging(values: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """By how much the weak of a system lag with each of its indicators, the most first.

    Args:
        values: one row per indicator and county: `policy_system, indicator_code, polarity, area_code, value`.
        scores: one row per scope and area: `scope, area_code, weak_or_strong`, of which only counties have the last.

    Returns:
        One row per indicator: how many weak counties and others have a value, and `lag`: the mean of the others less that of the
        weak, in standard deviations of all of them, in the direction that is better; none where there is nobody on a side or all
        are equal.
    """
    judged = scores.filter(pl.col("weak_or_strong").is_not_null()).select(
        "area_code", pl.col("scope").alias("policy_system"), is_weak=pl.col("weak_or_strong") == "weak"
    )
    known = values.filter(pl.col("value").is_not_null()).join(judged, on=["policy_system", "area_code"])
    value, is_weak = pl.col("value"), pl.col("is_weak")
    way = pl.when(pl.col("polarity").first() == "lower_is_better").then(-1.0).otherwise(1.0)
    # An equal figure everywhere may have a deviation of the last binary digit.
    spread = pl.when(value.max() > value.min()).then(value.std(ddof=0))
    found = known.group_by("policy_system", "indicator_code").agg(
        weak_known=is_weak.sum().cast(pl.Int64),
        others_known=(~is_weak).sum().cast(pl.Int64),
        lag=way * (value.filter(~is_weak).mean() - value.filter(is_weak).mean()) / spread,
    )
    order = ["policy_system", "lag", "indicator_code"]
    return found.sort(order, descending=[False, True, False], nulls_last=True).select(*LAGGING)
