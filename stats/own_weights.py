"""The index by a reader's own weights of the systems: from scores that are there already, nothing is drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from stats import index
from stats.frames import JUDGED, WHOLE, number, whole_number
from stats.index import Framework
from words.problems import QuestionError


@dataclass(frozen=True)
class Reweighed:
    """The index by a reader's own weights: `area_code, score, position` of each area, a position of counties alone.

    `turned` of the `pairs` of counties stand the other way round than by the registry's weights.
    """

    areas: pl.DataFrame
    turned: int
    pairs: int


def reweighed(scores: pl.DataFrame, weights: Mapping[str, float]) -> Reweighed:
    """The index again from the scores of systems (rows of `index_scores` of one period); nothing is drawn again.

    Args:
        scores: of every scope and area.
        weights: of each system, 0 and more; a system that is not named weighs 0.

    Raises:
        QuestionError: they name another system, one is below zero, or all are zero.
    """
    systems = scores.filter(pl.col("scope") != WHOLE)["scope"].unique().sort().to_list()
    if weights.keys() - {*systems} or not systems:
        given = [f"{name} {weight}" for name, weight in weights.items()]
        raise QuestionError("evaluation.weights", given=given, systems=systems)
    whole = scores.filter(scope=WHOLE).sort(pl.col("area_level") != JUDGED, "area_code")
    wide = whole.select("area_code").join(
        scores.pivot("scope", index="area_code", values="score"),
        on="area_code",
        how="left",
        maintain_order="left",
    )
    equal = np.full(len(systems), 1 / len(systems))
    framework = Framework((), tuple(systems), np.zeros(0, dtype=np.int64), np.zeros(0), equal)
    own = framework.weighing(np.array([weights.get(name, 0.0) for name in systems]))
    found = index.combine(wide.select(systems).to_numpy().astype(np.float64), own)
    judged = int((whole["area_level"] == JUDGED).sum())
    placed = np.full(found.shape, np.nan)
    placed[:judged] = index.positions(found[:judged])
    registry = whole["score"].to_numpy().astype(np.float64)
    turned, pairs = index.flipped_pairs(registry[:judged], found[:judged])
    areas = whole.select("area_code").with_columns(
        score=pl.Series([number(one) for one in found], dtype=pl.Float64),
        position=pl.Series([whole_number(one) for one in placed], dtype=pl.Int64),
    )
    return Reweighed(areas, turned, pairs)
