"""What a file was taken for as a printed table, and what is known of it beside its content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from pipelines.filing.finding import Finding
from pipelines.filing.published.settled import Settled
from programme.datasets import Counts
from words.problems import Problem


@dataclass
class Understanding:
    """What a file was taken for. Where `errors` is empty, `frame` has the rows as text under the form's columns.

    `derived` are the figures that were worked out, by place of the row in `frame`: measure and the rate that it comes from.
    """

    dataset: Counts
    sheet: str | None = None
    head_rows: tuple[int, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)  # heading as printed -> column
    places: dict[str, int] = field(default_factory=dict)  # heading as printed -> place in the grid
    units: dict[str, str] = field(default_factory=dict)  # column -> unit as printed
    ignored: list[str] = field(default_factory=list)
    period: dt.date | None = None
    period_from: str = ""  # given, above, headings, file
    matched: int = 0
    checked: int = 0  # totals that agree with their parts
    checked_rows: set[int] = field(default_factory=set)  # those in which they stand
    frame: pl.DataFrame | None = None
    derived: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    errors_in_all: int = 0
    notes: list[Finding] = field(default_factory=list)

    def refuse(
        self,
        problem: Problem,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        place: int | None = None,
    ) -> None:
        self.errors.append(Finding(row, column, value, problem, place=place))
        self.errors_in_all += 1

    def note(self, problem: Problem, row: int | None = None, column: str | None = None) -> None:
        self.notes.append(Finding(row, column, None, problem, severity="warning"))


@dataclass(frozen=True)
class Given:
    """What is known of a file beside its content: its name, the day it is said to be of, whether figures of a source are filed.

    `is_of_form`: it is known to be of the form asked for, so that a table without one known heading is still that form's.
    """

    name: str
    period: dt.date | None = None
    is_published: bool = False
    is_of_form: bool = False
    settled: Settled = field(default_factory=Settled)
