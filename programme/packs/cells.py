"""What a cell of a pack's table holds, as Polars expressions over text."""

from __future__ import annotations

import polars as pl

ALWAYS = "1900-01-01"  # what a blank valid_from stands for, as in sql/staging/areas.sql
_DAY = r"^(19|20|21)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$"


def blank(column: str) -> pl.Expr:
    """True where nothing but spaces stands."""
    return pl.col(column).fill_null("").str.strip_chars() == ""


def day(cell: str | pl.Expr) -> pl.Expr:
    """The date that a cell holds, or null: years 1900 to 2199, written with two digits for month and day."""
    text = pl.col(cell) if isinstance(cell, str) else cell
    return pl.when(text.str.contains(_DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)
