"""A reader's answers, kept: the pages' only way to data.

Every answer is kept under the reader's key, so that neither another snapshot nor another scope ever meets it.
Answers are shared between sessions and not copied: frames and rows are read, never changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from files import rebased, tree
from ui.frame.kept import kept
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, order
from words.problems import Problem

Row = dict[str, Any]
Parameters = tuple[tuple[str, Any], ...]


# A cell of a row takes some 100 bytes, one of a frame a tenth of that: a gigabyte at most of each snapshot.
@kept(most=600, cells=60_000_000)
def _frame(reader: Reader, question: str, parameters: Parameters) -> pl.DataFrame:
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return reader.ask(question, **asked)


@kept(most=600, cells=8_000_000)
def _rows(reader: Reader, question: str, parameters: Parameters) -> list[Row]:
    return _frame(reader, question, parameters).to_dicts()


@kept(most=100)
def _is_answered(reader: Reader, snapshot_id: str, question: str, parameters: Parameters) -> bool:
    try:
        return reader.beside(snapshot_id).ask(question, **dict(parameters)).height > 0
    except Problem:
        return False


@dataclass(frozen=True)
class Answers:
    """The questions, asked of one reader. Grain and columns of each: docs/contracts.md, section 5."""

    reader: Reader
    # A run asks the same again and again: the shared cache takes half a millisecond each time to find its key.
    _asked: dict[tuple[str, Parameters], list[Row]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> str:
        """What everything made from these answers is cached under: the reader's own key."""
        return self.reader.key

    @property
    def snapshot(self) -> SnapshotInfo:
        return self.reader.snapshot

    def frame(self, question: str, **parameters: Any) -> pl.DataFrame:
        """One question's frame."""
        return _frame(self.reader, question, _hashable(parameters))

    def others(self) -> dict[str, dt.datetime]:
        """The other snapshots that stand, newest first, each with the moment (in UTC) at which it was built."""
        return {info.id: info.built_at for info in self.reader.others()}

    def earlier(self) -> dict[str, dt.datetime]:
        """Those of the others that came before this one."""
        own = order(self.snapshot.id)
        return {name: built for name, built in self.others().items() if order(name) < own}

    def landed_by(self, snapshot_id: str) -> int:
        """The last return or withdrawal that another snapshot knows. `SnapshotError` where it cannot be read."""
        return self.reader.beside(snapshot_id).snapshot.landing_sequence

    def is_answered(self, snapshot_id: str, question: str, **parameters: Any) -> bool:
        """Whether another snapshot has rows for a question; not where it cannot be read or asked."""
        return _is_answered(self.reader, snapshot_id, question, _hashable(parameters))

    def rows(self, question: str, **parameters: Any) -> list[Row]:
        """One question's rows."""
        asked = question, _hashable(parameters)
        if asked not in self._asked:
            self._asked[asked] = _rows(self.reader, *asked)
        return self._asked[asked]

    def facts(self) -> Row:
        """The one row about the snapshot and its pack."""
        return self.rows("snapshot_facts")[0]

    def indicators(self) -> dict[str, Row]:
        """Indicators by code, in the registry's order."""
        return {row["indicator_code"]: row for row in self.rows("indicator_catalogue")}

    def periods(self, indicator: str) -> dict[dt.date, Row]:
        """Periods of an indicator, newest first."""
        rows = sorted(self.rows("periods", indicator=indicator), key=lambda row: row["period"], reverse=True)
        return {row["period"]: row for row in rows}

    def forms(self) -> dict[str, Row]:
        """Kinds of return by code, in the programme's order."""
        return {row["dataset"]: row for row in self.rows("forms")}

    def form_periods(self, dataset: str) -> dict[dt.date, Row]:
        """Ended periods for which a return is asked, newest first."""
        return {row["period"]: row for row in self.rows("form_periods", dataset=dataset)}

    def areas(self, period: dt.date) -> dict[str, Row]:
        """The whole, what lies between, and counties valid on a day, by code."""
        return _areas(self, period)

    def tiles(self, shown: Container[str]) -> dict[str, tuple[int, int]]:
        """Row and column of the equal tile of each county shown that has one, by code."""
        return {
            row["area_code"]: (row["tile_row"], row["tile_column"])
            for row in self.rows("tiles")
            if row["area_code"] in shown
        }

    def cities(self, period: dt.date) -> dict[str, Row]:
        """Cities valid on a day, by code; below the country its provinces."""
        return {code: row for code, row in self.areas(period).items() if tree.is_city(row)}

    def headline(self, indicator: str, period: dt.date, area: str) -> Row:
        """The one row about all counties below an area.

        Asked at once for the whole and its cities, between which readers go to and fro: planning a question takes most of its time.
        """
        found = _headlines(self, indicator, period)
        if area in found:
            return found[area]
        return self.rows("compliance_headline", indicator=indicator, period=period, areas=[area])[0]

    def counties(
        self, indicator: str, period: dt.date, area: str, boundaries: dt.date | None = None
    ) -> list[Row]:
        """County rows below an area: those of the whole that are its own; on the boundaries of a day, where one is given."""
        root = self.facts()["root_area"]
        if boundaries is None:
            whole = self.rows("county_compliance", indicator=indicator, period=period, area=root)
        else:
            whole = _county_rows(self, indicator, period, boundaries)
        return whole if area == root else _own_rows(self, indicator, period, area, boundaries)

    def county_frame(
        self, indicator: str, period: dt.date, area: str, boundaries: dt.date | None = None
    ) -> pl.DataFrame:
        """The same rows as a frame."""
        root = self.facts()["root_area"]
        if boundaries is None:
            whole = self.frame("county_compliance", indicator=indicator, period=period, area=root)
        else:
            whole = _counties(self, indicator, period, boundaries)
        return whole if area == root else tree.below(whole, area)

    def city_rows(self, indicator: str, period: dt.date, area: str) -> list[Row]:
        """City rows below an area; a county straight under the province counts as one."""
        return self.rows("city_compliance", indicator=indicator, period=period, area=area)

    def series(self, indicator: str, areas: tuple[str, ...], boundaries: dt.date | None = None) -> list[Row]:
        """One row per area row and period; on the boundaries of a day, where one is given."""
        if boundaries is None:
            return self.rows("area_series", indicator=indicator, areas=areas)
        return _series_rows(self, indicator, areas, boundaries)

    def series_frame(
        self, indicator: str, areas: tuple[str, ...], boundaries: dt.date | None = None
    ) -> pl.DataFrame:
        """The same rows as a frame."""
        if boundaries is None:
            return self.frame("area_series", indicator=indicator, areas=areas)
        return _series(self, indicator, areas, boundaries)


@kept(most=100)
def _areas(answers: Answers, period: dt.date) -> dict[str, Row]:
    return {row["area_code"]: row for row in answers.rows("areas_on", period=period)}


@kept(most=600)
def _headlines(answers: Answers, indicator: str, period: dt.date) -> dict[str, Row]:
    """Of the whole and of what lies straight below it, by code."""
    asked = [
        code
        for code, row in answers.areas(period).items()
        if tree.is_whole(row) and (row["parent_code"] is None or tree.is_city(row))
    ]
    rows = answers.rows("compliance_headline", indicator=indicator, period=period, areas=asked)
    return {row["area_code"]: row for row in rows}


@kept(most=60)
def _counties(answers: Answers, indicator: str, period: dt.date, boundaries: dt.date) -> pl.DataFrame:
    root = answers.facts()["root_area"]
    published = answers.county_frame(indicator, period, root)
    return rebased.counties(answers.frame, indicator, period, root, boundaries, published)


@kept(most=60)
def _county_rows(answers: Answers, indicator: str, period: dt.date, boundaries: dt.date) -> list[Row]:
    return _counties(answers, indicator, period, boundaries).to_dicts()


@kept(most=200)
def _own_rows(
    answers: Answers, indicator: str, period: dt.date, area: str, boundaries: dt.date | None
) -> list[Row]:
    return answers.county_frame(indicator, period, area, boundaries).to_dicts()


@kept(most=60)
def _series(answers: Answers, indicator: str, areas: tuple[str, ...], boundaries: dt.date) -> pl.DataFrame:
    return rebased.series(answers.frame, indicator, areas, boundaries)


@kept(most=60)
def _series_rows(answers: Answers, indicator: str, areas: tuple[str, ...], boundaries: dt.date) -> list[Row]:
    return _series(answers, indicator, areas, boundaries).to_dicts()


def _hashable(parameters: dict[str, Any]) -> Parameters:
    """Parameters in a form that can be a cache's key."""
    return tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in parameters.items()))
