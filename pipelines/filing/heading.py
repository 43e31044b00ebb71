"""Which row heads a table: the first with words of a heading, whatever title, unit or form number stands above it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.filing import surroundings
from pipelines.filing.finding import Finding
from programme.datasets import normal_heading
from words.problems import Problem, ReadingError

BLANK_CHARACTERS = " \t\r\n\u3000\u00a0\ufeff\u200b"
_HEADING_WITHIN = 20  # rows with content among which the heading is looked for

KnownHeadings = frozenset[str]


@dataclass(frozen=True)
class Heading:
    """The row that heads a table: its 1-based number, its cells, and the rows with content above it."""

    row: int
    texts: list[str]
    above: tuple[list[str], ...] = ()


def refusal(problem: Problem, *, row: int | None = None, value: str | None = None) -> ReadingError:
    """The error of a file that is refused for one reason."""
    return ReadingError(findings=[Finding(row, None, value, problem)])


def heading_of(records: Iterator[list[str]], known_headings: KnownHeadings) -> Heading | None:
    """The first row with words of a heading among the first rows; the first with content where none has.

    None when there is no content.
    """
    above: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(records, start=1):
            texts = [cell.strip(BLANK_CHARACTERS) for cell in cells]
            if not any(texts):
                continue
            if is_known(texts, known_headings):
                return Heading(number, texts, tuple(row for _, row in above))
            above.append((number, texts))
            if len(above) == _HEADING_WITHIN:
                break
    except csv.Error:
        pass
    return Heading(*above[0]) if above else None


def how_many_known(headings: list[str], known_headings: KnownHeadings) -> int:
    return sum(normal_heading(heading) in known_headings for heading in headings)


def is_known(headings: list[str], known_headings: KnownHeadings) -> bool:
    """Whether this is the heading row of a return: an area and a figure at least, not just a word like 说明."""
    return how_many_known(headings, known_headings) >= 2


def refuse_two_headings(heading: Heading, frame: pl.DataFrame, known_headings: KnownHeadings) -> None:
    """A heading of two rows, groups above and columns below, can be read in more than one way."""
    if not is_known(heading.texts, known_headings):
        return
    if heading.above:
        over = heading.above[-1]
        beneath = [*heading.texts, *[""] * len(over)]
        if any(
            normal_heading(text) in known_headings and not below
            for text, below in zip(over, beneath, strict=False)
            if text
        ):
            raise refusal(
                Problem(
                    "read.two_headings", row=heading.row, lines=surroundings.quoted([over, heading.texts])
                )
            )
    if frame.height:
        first = [text or "" for text in frame.row(0)[:-1]]
        if is_known(first, known_headings):
            problem = Problem(
                "read.two_headings",
                row=frame.item(0, "file_row"),
                lines=surroundings.quoted([heading.texts, first]),
            )
            raise refusal(problem)


def records(text: str, separator: str = ",") -> Iterator[list[str]]:
    """The rows of a text. Raises `csv.Error` where one is cut."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
