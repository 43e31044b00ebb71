"""The columns of what is made, as the headers of the marts have them (a test holds the two equal)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

from stats.index import DECIMALS

WHOLE = "index"  # the scope of the index itself; the others are the systems
JUDGED = "county"  # the level whose areas have positions

_TEXT, _DAY, _NUMBER, _COUNT, _TRUTH = pl.String, pl.Date, pl.Float64, pl.Int64, pl.Boolean

SCHEMAS: dict[str, dict[str, Any]] = {
    "index_runs": {
        "period": _DAY,
        "scope": _TEXT,
        "weight_set": _TEXT,
        "weights_on": _DAY,
        "bounds_made_on": _DAY,
        "indicators_all": _COUNT,
        "areas_compared": _COUNT,
        "areas_scored": _COUNT,
        "pairs": _COUNT,
        "pairs_apart": _COUNT,
        "pairs_dominating": _COUNT,
        "alpha": _NUMBER,
        "draws": _COUNT,
        "sensitivity_runs": _COUNT,
        "seed": _COUNT,
        "compared_with": _DAY,
        "inputs_digest": _TEXT,
    },
    "index_scores": {
        "period": _DAY,
        "scope": _TEXT,
        "area_code": _TEXT,
        "area_valid_from": _DAY,
        "area_level": _TEXT,
        "score": _NUMBER,
        "indicators_known": _COUNT,
        "indicators_all": _COUNT,
        "position": _COUNT,
        "position_low": _COUNT,
        "position_middle": _COUNT,
        "position_high": _COUNT,
        "first_third_share": _NUMBER,
        "last_third_share": _NUMBER,
        "weak_or_strong": _TEXT,
        "stands_above": _COUNT,
        "stands_below": _COUNT,
        "better_share": _NUMBER,
        "worse_share": _NUMBER,
        "moved": _TEXT,
        "system_weight": _NUMBER,
        "log_share": _NUMBER,
        "index_points": _NUMBER,
        "change_points": _NUMBER,
        "compensation": _NUMBER,
    },
    "index_parts": {
        "period": _DAY,
        "area_code": _TEXT,
        "indicator_code": _TEXT,
        "area_valid_from": _DAY,
        "area_level": _TEXT,
        "policy_system": _TEXT,
        "value": _NUMBER,
        "value_period": _DAY,
        "value_carried": _TRUTH,
        "treated_value": _NUMBER,
        "value_moved": _TRUTH,
        "normal_score": _NUMBER,
        "system_points": _NUMBER,
        "points_from_mean": _NUMBER,
    },
    "index_indicators": {
        "period": _DAY,
        "indicator_code": _TEXT,
        "policy_system": _TEXT,
        "left_out": _TEXT,
        "areas_known": _COUNT,
        "weight_in_system": _NUMBER,
        "effective_weight": _NUMBER,
        "importance": _NUMBER,
        "system_correlation": _NUMBER,
        "loading": _NUMBER,
        "component_share": _NUMBER,
        "treatment": _TEXT,
    },
    "index_correlations": {
        "period": _DAY,
        "indicator_code": _TEXT,
        "other_indicator_code": _TEXT,
        "policy_system": _TEXT,
        "correlation": _NUMBER,
        "correlation_remark": _TEXT,
    },
    "index_pairs": {
        "period": _DAY,
        "area_code": _TEXT,
        "other_area_code": _TEXT,
        "above_share": _NUMBER,
        "is_apart": _TRUTH,
        "is_dominating": _TRUTH,
    },
    "index_sensitivity": {
        "period": _DAY,
        "area_code": _TEXT,
        "choice": _TEXT,
        "total_order": _NUMBER,
        "total_order_low": _NUMBER,
        "total_order_high": _NUMBER,
    },
}


def frame(mart: str, rows: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows as the frame of a mart."""
    return pl.DataFrame(list(rows), schema=SCHEMAS[mart], orient="row")


def number(value: float) -> float | None:
    """A figure of a frame: none where it is not known. Rounded so far that the order of adding up does not show."""
    return None if np.isnan(value) else round(float(value), DECIMALS)


def whole_number(value: float) -> int | None:
    """A count of a frame: none where it is not known."""
    return None if np.isnan(value) else round(float(value))
