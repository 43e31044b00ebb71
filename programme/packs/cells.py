"""What a cell of a pack's table holds, as Polars expressions over text."""

from __future__ import annotations

import polars as pl

ALWAYS = "1900-01-01"  # what a blank valid_from stands for, as in sql/staging/areas.sql
_WRITTEN_DAY = r"^(?<year>[0-9]{4})(?:[-/.]|年)(?<month>[0-9]{1,2})(?:[-/.]|月)(?<day>[0-9]{1,2})日?(?: 0{1,2}:00(?::00)?)?$"
_DAY = r"^(19|20|21)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$"


def blank(column: str) -> pl.Expr:
    """True where nothing but spaces stands."""
    return pl.col(column).fill_null("").str.strip_chars() == ""


def iso_day(column: str) -> pl.Expr:
    """A day as spreadsheets write it (2021/4/9, 2021.4.9, 2021年4月9日, with midnight behind) as 2021-04-09.

    What is no day of the calendar stays as it stands, to be told so.
    """
    part = pl.col(column).str.strip_chars().str.extract_groups(_WRITTEN_DAY)
    iso = pl.concat_str(
        part.struct["year"],
        part.struct["month"].str.zfill(2),
        part.struct["day"].str.zfill(2),
        separator="-",
    )
    return pl.when(day(iso).is_not_null()).then(iso).otherwise(pl.col(column)).alias(column)


def day(cell: str | pl.Expr) -> pl.Expr:
    """The date that a cell holds, or null: years 1900 to 2199, written with two digits for month and day."""
    text = pl.col(cell) if isinstance(cell, str) else cell
    return pl.when(text.str.contains(_DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)
