"""The rows of a plain text file with its figures as whole numbers, where nothing about the file is in doubt."""

from __future__ import annotations

import polars as pl

from pipelines.filing import surroundings
from pipelines.filing.heading import Heading, KnownHeadings, refuse_two_headings
from programme.datasets import normal_heading


def with_figures(
    body: bytes, heading: Heading, known_headings: KnownHeadings, figures: KnownHeadings
) -> pl.DataFrame | None:
    """The rows below a heading as `Sheet.frame` has them, the columns headed by one of `figures` as whole numbers.

    None where anything needs a closer look, that is unless there is no quotation mark (`body` has none), no blank heading,
    line, code or row, every figure is plain digits, all rows have one width, and no row is a total or closes the form.
    """
    texts = heading.texts
    names = [str(number) for number in range(len(texts))]
    is_figure = [normal_heading(text) in figures for text in texts]
    if not all(texts) or is_figure[0] or not any(is_figure) or body.startswith(b"\xef\xbb\xbf"):
        return None
    if b"\r" in body and body.count(b"\r") != body.count(b"\r\n"):
        return None
    types = [pl.Int64 if figure else pl.String for figure in is_figure]
    try:
        frame = pl.read_csv(
            body, has_header=False, schema=dict(zip(names, types, strict=True)), quote_char=None
        )
    except pl.exceptions.PolarsError:
        return None
    # A short row is filled up in silence: the last cell of one is blank, and there are fewer commas.
    if frame[names[-1]].null_count() and body.count(b",") != frame.height * (len(names) - 1):
        return None
    looked_at = surroundings.looked_at(texts)
    doubt = may_be_blank(names[0]) if looked_at is None else may_be_blank(names[0]) | looked_at
    if not frame.height or frame.select(doubt.any()).item():
        return None
    frame = frame.with_columns(
        file_row=pl.int_range(heading.row + 1, heading.row + 1 + pl.len(), dtype=pl.Int64)
    )
    edges = pl.concat([frame.head(1), frame.tail(surroundings.LAST)]).cast(dict.fromkeys(names, pl.String))
    refuse_two_headings(heading, edges, known_headings)
    return None if surroundings.apart(texts, edges).rows else frame


def may_be_blank(column: str) -> pl.Expr:
    """True for every blank cell and for few others: none that begins with a digit or a letter."""
    cell = pl.col(column)
    return cell.is_null() | (cell < "!") | (cell > "\x7f")
