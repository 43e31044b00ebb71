"""The files of the page: its figures with the names of areas and indicators, and the seed of what was drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from ui.evaluation import facts, own
from ui.frame import indices
from ui.frame.indices import Clusters, Index
from ui.frame.page import Page, Quarter
from ui.parts import download


def of_index(
    page: Page, quarter: Quarter, index: Index, weights: Mapping[str, int] | None, *, is_score: bool
) -> None:
    """Scores and bands of every area and scope, or what the area shown has of each indicator.

    Weights of the reader's own give a position more, and stand in every row of the index with it: what a file says it says by itself.
    """
    run = facts.run(index) or {}
    question, area = ("index_parts", quarter.area) if is_score else ("index_scores", None)
    made = _named(page, quarter, index.frame(question, area)).with_columns(
        draws=pl.lit(run.get("draws"), dtype=pl.Int64), seed=pl.lit(run.get("seed"), dtype=pl.Int64)
    )
    if weights and not is_score:
        made = _by_own_weights(made, own.written(list(weights.values())), index)
    download.answer(page, question, made, period=index.period, **({"area": area} if area else {}))


def _by_own_weights(made: pl.DataFrame, asked: str, index: Index) -> pl.DataFrame:
    found = own.positions(asked, index)[0]
    places = pl.DataFrame(
        [(facts.WHOLE, code, row["position"], asked) for code, row in found.items()],
        schema={"scope": pl.String, "area_code": pl.String, own.COLUMN: pl.Int64, "own_weights": pl.String},
        orient="row",
    )
    return made.join(places, on=["scope", "area_code"], how="left", maintain_order="left")


def of_clusters(page: Page, indicator: str, period: dt.date, found: Clusters) -> None:
    """Every county: its value, how it and its neighbours stand, the p-value, what it is called."""
    made = found.areas.with_columns(
        permutations=pl.lit(found.permutations, dtype=pl.Int64),
        seed=pl.lit(indices.CLUSTER_SEED, dtype=pl.Int64),
    )
    download.answer(page, "cluster_values", made, indicator=indicator, period=period)


def _named(page: Page, quarter: Quarter, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with what their areas and indicators are called."""
    frame = _joined(frame, "area_code", "area_name", quarter.areas)
    if "indicator_code" in frame.columns:
        frame = _joined(frame, "indicator_code", "indicator_name", page.answers.indicators())
    return frame


def _joined(frame: pl.DataFrame, key: str, name: str, rows: facts.Rows) -> pl.DataFrame:
    both = [f"{name}_{language}" for language in ("zh", "en")]
    told = [(code, *(row[one] for one in both)) for code, row in rows.items()]
    names = pl.DataFrame(told, schema=dict.fromkeys((key, *both), pl.String), orient="row")
    return frame.join(names, on=key, how="left", maintain_order="left")
