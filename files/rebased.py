"""Series and counties of an indicator on the boundaries of a day: what is carried onto them beside what stands on them anyway."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

import polars as pl

from programme.packs.tables import WHOLES

# Whoever answers questions: a reader, or a page's kept answers.
Ask = Callable[..., pl.DataFrame]


# Of the extent of the day, which that of the period a year before need not have been.
YEAR_BEFORE = ("value_shown_year_before", "change_shown", "gap_year_before", "gap_change")


def series(ask: Ask, indicator: str, areas: Collection[str], day: dt.date | None) -> pl.DataFrame:
    """One row per area and period, in their order: `area_series`, where a day is given the rows of counties from `rebased_series`.

    Cities, provinces and the country have their figures as they were, also where a county passed from one city to another. Columns of
    `area_series`, with a day those of both.
    """
    codes = sorted(set(areas))
    published = ask("area_series", indicator=indicator, areas=codes)
    if day is None:
        return published
    rebased = ask("rebased_series", indicator=indicator, areas=codes, boundaries=day)
    is_whole = pl.col("area_level").is_in(WHOLES)
    together = pl.concat([published.filter(is_whole), rebased.filter(~is_whole)], how="diagonal")
    return together.with_columns(pl.col("parts_changed", "is_rebased").fill_null(False)).sort(
        "area_code", "period"
    )


def counties(
    ask: Ask, indicator: str, period: dt.date, area: str, day: dt.date, published: pl.DataFrame
) -> pl.DataFrame:
    """One row per county of a day below an area: that of `published` (`county_compliance`) where its extent is that of the period, else
    the one of `rebased_counties`, which has the change on a year before of all. Columns of both."""
    rebased = ask("rebased_counties", indicator=indicator, period=period, area=area, boundaries=day)
    own = ["area_code", "area_valid_from"]
    stays = rebased.filter(~pl.col("is_rebased")).select(
        *own,
        "area_level",
        "parent_code",
        "is_rebased",
        "denominator_basis",
        "not_carried_because",
        *YEAR_BEFORE,
    )
    return pl.concat(
        [published.drop(YEAR_BEFORE).join(stays, on=own, how="inner"), rebased.filter("is_rebased")],
        how="diagonal",
    ).sort("area_code")
