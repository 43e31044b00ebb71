"""The composite index of a period, as pages come to it: the rows of the build where it made them, else made on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ui.frame import works
from ui.frame.answers import Answers
from ui.frame.page import Page
from warehouse import evaluated
from warehouse.readers import Reader

Clusters = evaluated.Clusters
CLUSTER_SEED = evaluated.CLUSTER_SEED


@dataclass(frozen=True)
class Index:
    """The frames of an index of one period, by the name of their mart (`stats/frames.py` has their columns)."""

    period: dt.date
    answers: Answers
    made: Mapping[str, pl.DataFrame] | None  # None: by the build

    @property
    def key(self) -> tuple[str, dt.date, bool]:
        """What is made from it is cached under this: of one period the build's rows may lack the moves that others have."""
        return self.answers.key, self.period, self.made is None

    def frame(self, mart: str, area: str | None = None) -> pl.DataFrame:
        """The rows of a mart, of one area where the mart's question takes one.

        Raises:
            QuestionError: the period's build has no such mart, or no such area.
        """
        if self.made is None:
            if mart == "index_runs":
                return self.answers.frame(mart).filter(period=self.period)
            return self.answers.frame(mart, period=self.period, **({"area": area} if area else {}))
        return self.made[mart].filter(area_code=area) if area else self.made[mart]

    def rows(self, mart: str, area: str | None = None) -> list[dict[str, Any]]:
        """The same as rows."""
        return self.frame(mart, area).to_dicts()

    def apart(self) -> frozenset[tuple[str, str]]:
        """The pairs of counties of which the first stands above the second in at least 95 per cent of the draws."""
        if self.made is None:
            pairs = self.answers.frame("index_apart", period=self.period)
        else:
            pairs = self.made["index_pairs"].filter("is_apart")
        return frozenset(pairs.select("area_code", "other_area_code").iter_rows())

    def outliers(self) -> list[dict[str, Any]]:
        """The values of counties that lie beyond a bound and count as at it: rows of `index_parts`."""
        if self.made is None:
            return self.answers.rows("index_outliers", period=self.period)
        moved = self.made["index_parts"].filter(pl.col("value_moved") & (pl.col("area_level") == "county"))
        return moved.sort("indicator_code", "area_code").to_dicts()

    def lagging(self) -> pl.DataFrame:
        """By how much the counties that are weak in a system lag with each of its indicators: columns of `evaluation.lagging`."""
        return evaluated.lagging_of(self.answers.reader, self.period, self.frame("index_scores"))

    def groups(self, order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Counties, first to last, in groups in which nobody stands above another."""
        return evaluated.groups_of(order, self.apart())

    def by_weights(self, weights: dict[str, float]) -> evaluated.Reweighed:
        """Scores and positions by a reader's own weights of the systems; nothing is drawn again.

        Raises:
            QuestionError: the weights do not fit the systems of the index.
        """
        return evaluated.by_weights(self.frame("index_scores"), weights)


def periods(page: Page) -> list[dt.date]:
    """The quarters whose index can be asked for, the newest first: those whose returns are all due."""
    return [row["period"] for row in page.answers.rows("index_periods")]


def of(page: Page, period: dt.date, *, moves: bool = True) -> Index | None:
    """The index of one of `periods`; None while it is being made: what is said meanwhile is drawn here.

    An index that cannot be made, as where no weights are in force, has no rows. The build compares its newest period alone with
    a year before: of another its rows are enough only for who asks for no `moves`, or where there is no year before.
    """
    built = {row["period"]: row["compared_with"] for row in page.answers.rows("index_runs")}
    if period in built and (built[period] or not moves or not _has_year_before(page, period)):
        return Index(period, page.answers, None)
    made = works.done(page, "index", _made, period)
    return None if made is None else Index(period, page.answers, made)


def _has_year_before(page: Page, period: dt.date) -> bool:
    years_before = {row["period"]: row["year_before"] for row in page.answers.rows("index_periods")}
    return years_before.get(period) in years_before


def clusters_of(page: Page, indicator: str, period: dt.date) -> Clusters | None:
    """Where counties alike lie together by an indicator; None while it is being found: what is said meanwhile is drawn here."""
    return works.done(page, "clusters", _found, indicator, period)


def _found(reader: Reader, indicator: str, period: dt.date, progress: works.Progress) -> Clusters:
    return evaluated.clusters_of(reader, indicator, period, progress)


def _made(reader: Reader, period: dt.date, progress: works.Progress) -> Mapping[str, pl.DataFrame]:
    return evaluated.of_period(reader, period, progress)
