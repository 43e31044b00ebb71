"""The marts that `stats` makes: in a build from the marts of its draft, on demand from those of a snapshot.

What is read are the questions `index_periods`, `index_values`, `index_registry`, `peers` and `snapshot_facts`, by a build and a page alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from stats import clusters, standing
from stats.frames import SCHEMAS
from stats.lagging import lagging
from stats.made import Asked, Progress, digest_of, frames, frames_of_both
from stats.normal import make_bounds
from stats.own_weights import Reweighed, reweighed
from warehouse.engines.duckdb import Engine
from warehouse.models import Plan
from warehouse.readers import Reader

Clusters = clusters.Clusters
CLUSTER_SEED = clusters.SEED
OTHER_EXTENT = "other_extent"  # what an area is called that had another extent on the day
Ask = Callable[..., pl.DataFrame]  # the answer to a question by its name


def make(engine: Engine, plan: Plan, *, keeping: bool) -> None:
    """Write the marts of the newest period whose returns are all due and of a year before; empty ones where there is no index.

    Where the draft is a copy of a snapshot (`keeping`) that was made from the same values, weights, bounds and peers, its
    rows are the same, and stay.

    Raises:
        BuildError: a frame breaks the contract of its mart.
    """
    questions = {question.name: question for question in plan.questions}

    def ask(name: str, **parameters: Any) -> pl.DataFrame:
        return engine.ask(questions[name], **parameters)

    asked = _newest(ask)
    if keeping:
        kept = {row[0] for row in engine.rows("select distinct inputs_digest from snapshot.marts.index_runs")}
        if kept == ({digest_of(*asked)} if asked else set()):
            return
    made = frames_of_both(*asked) if asked else {name: pl.DataFrame(schema=SCHEMAS[name]) for name in SCHEMAS}
    for mart in plan.made_of_marts:
        engine.write(mart, made[mart.made_by])


def of_period(reader: Reader, period: dt.date, progress: Progress | None = None) -> dict[str, pl.DataFrame]:
    """The same rows for any quarter of a snapshot, by name of the mart, compared with a year before where there is one.

    Takes as long as in a build: ask for it off a page's own thread, and keep it under the reader's key.

    Raises:
        QuestionError: the snapshot has no such period.
    """
    listed = reader.ask("index_periods")
    (before,) = listed.filter(period=period)["year_before"].to_list() or (None,)
    known = before is not None and before in listed["period"].to_list()
    registry = reader.ask("index_registry", period=period)
    earlier = _asked(reader.ask, before, registry) if known and before else None
    return frames(_asked(reader.ask, period, registry), earlier, progress=progress)


def _newest(ask: Ask) -> tuple[Asked, Asked] | tuple[()]:
    """What the newest period and a year before are made from; nothing where there is no period, weights or bounds."""
    periods = ask("index_periods")
    if periods.is_empty():
        return ()
    period, before = periods.row(0)
    registry = ask("index_registry", period=period)
    usable = pl.col("system_weight").is_not_null() & pl.col("least").is_not_null()
    if registry.filter(usable).is_empty():
        return ()
    return _asked(ask, period, registry), _asked(ask, before, registry)


def _asked(ask: Ask, period: dt.date, registry: pl.DataFrame) -> Asked:
    """In an order of its own: rows of a build's answers may come in another one."""
    return Asked(
        period,
        ask("index_values", period=period).sort("area_code", "indicator_code"),
        registry.sort("policy_system", "indicator_code"),
        ask("peers").select("area_code", "peer_group").sort("area_code"),
        ask("snapshot_facts")["root_area"][0],
    )


def clusters_of(
    reader: Reader, indicator: str, period: dt.date, progress: Progress | None = None
) -> clusters.Clusters:
    """Where counties alike lie together by one indicator; the libraries for it are loaded by the first who asks.

    Takes seconds the first time: ask for it off a page's own thread, and keep it under the reader's key.

    Raises:
        QuestionError: the snapshot has no such indicator or period.
    """
    asked = reader.ask("cluster_values", indicator=indicator, period=period)
    links = reader.ask("links").select("area_code", "linked_area_code").rows()
    neighbours = clusters.neighbours_of(asked.select("area_code", "geometry"), links)
    found = clusters.find(asked.select("area_code", "value"), neighbours, progress=progress)
    return replace(found, areas=_named(found.areas, asked))


def _named(areas: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The areas with today's names and their values as they are shown; what was another extent then is called `other_extent`."""
    names = ("area_name_zh", "area_name_en", "short_name_zh", "short_name_en")
    told = asked.select("area_code", *names, "is_other_extent", "value_shown")
    is_other = (pl.col("label") == "missing") & pl.col("is_other_extent")
    label = pl.when(is_other).then(pl.lit(OTHER_EXTENT)).otherwise("label")
    joined = areas.join(told, on="area_code", how="left", maintain_order="left")
    return joined.with_columns(label=label).select(
        "area_code", *names, "value", "value_shown", *areas.columns[2:]
    )


def of_weights(reader: Reader, period: dt.date, weights: dict[str, float]) -> Reweighed:
    """Scores and positions of a period that the build evaluated, by a reader's own weights of the systems.

    Raises:
        QuestionError: the period has no index in the snapshot, or the weights do not fit its systems.
    """
    return by_weights(reader.ask("index_scores", period=period), weights)


def by_weights(scores: pl.DataFrame, weights: dict[str, float]) -> Reweighed:
    """The same from the scores of any period (rows of `index_scores`).

    Raises:
        QuestionError: the weights do not fit its systems.
    """
    return reweighed(scores, weights)


def groups_of(order: Sequence[str], apart: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Counties first to last, in groups in which nobody stands above another; `apart` are the pairs that are told apart."""
    return standing.groups(order, frozenset(apart))


def bounds_of(reader: Reader, made_on: dt.date) -> pl.DataFrame:
    """The bounds of every indicator that can be in an index, over all counties and periods of a snapshot.

    Returns the columns of the table `index_bounds` of a pack, as numbers and days; an indicator without two different values
    has no row.
    """
    history = reader.ask("index_history")
    shares = frozenset(history.filter("is_share")["indicator_code"])
    area = pl.concat_str("area_code", pl.col("area_valid_from").cast(pl.String), separator=" ")
    made = make_bounds(history.with_columns(area=area), shares)
    return made.select(
        "indicator_code",
        pl.lit(made_on).alias("bounds_made_on"),
        pl.col("first_period").alias("bounds_first_period"),
        pl.col("last_period").alias("bounds_last_period"),
        pl.col("number").alias("bounds_values"),
        *("least", "low", "high", "most", "mean", "deviation", "treated_mean", "treated_deviation"),
        "treatment",
        "areas_moved",
        pl.col("basis").alias("bounds_basis"),
    )


def lagging_of(reader: Reader, period: dt.date, scores: pl.DataFrame) -> pl.DataFrame:
    """By how much the counties that `scores` (rows of `index_scores`) call weak in a system lag with each of its indicators.

    Raises:
        QuestionError: the snapshot has no such period.
    """
    root = reader.ask("snapshot_facts")["root_area"][0]
    rows = reader.ask("area_indicators", period=period, area=root, level="county")
    return lagging(rows.filter(pl.col("polarity") != "neutral"), scores)
