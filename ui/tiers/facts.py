"""The rows that the page draws: which areas, which year-ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ui.frame.page import Form

Row = dict[str, Any]
TIERS = ("leading", "sound", "upgrading", "not_rated")  # as a column of the flow has them, top to bottom
YEARS = 5  # that a flow shows


def rows_of(form: Form) -> list[Row]:
    """Every year-end and area of the whole, or of the city shown: itself, its cities and counties."""
    return form.answers.rows("tier_stocks", area=form.city or form.root)


def by_year(form: Form) -> dict[dt.date, Row]:
    """The rows of the area that the page is about, by year-end; a year-end on which it was not is left out."""
    return {row["period"]: row for row in rows_of(form) if row["area_code"] == form.area}


def here(form: Form) -> Row | None:
    """The row of the area and the year-end that the page is about."""
    return by_year(form).get(form.period)


def below(form: Form, tier: str | None = None) -> list[Row]:
    """The areas listed beside the picture: cities of the whole, counties of a city, of the city of a county, or of a tier."""
    scope = form.city
    if form.county and not scope:
        scope = form.areas[form.county]["city_code"]
    of_day = [row for row in rows_of(form) if row["period"] == form.period]
    # A zone is told where it has filed: nobody expects it to.
    counties = [
        row
        for row in of_day
        if row["area_level"] == "county" or (row["area_level"] == "zone" and row["communities"] is not None)
    ]
    if scope:
        return [row for row in counties if form.is_within(row, scope)]
    if tier:
        return counties
    cities = [row for row in of_day if form.is_city(row)]
    return [*cities, *(row for row in counties if row["city_code"] is None)] if cities else counties


def lacking(form: Form) -> list[Row]:
    """The counties below the area of which not all is filed, in the order of their codes."""
    of_day = [row for row in rows_of(form) if row["period"] == form.period]
    return [
        row
        for row in of_day
        if row["area_level"] == "county" and not row["parts_filed"] and form.is_within(row, form.area)
    ]


def shown_years(form: Form) -> list[dt.date]:
    """Five year-ends up to the newest with a return, or up to the chosen one where that lies before; oldest first."""
    filed = sorted(day for day, row in by_year(form).items() if row["communities"] is not None)
    last_years = filed[-YEARS:]
    if form.period in last_years or not last_years:
        return last_years
    return [day for day in filed if day <= form.period][-YEARS:] or last_years
