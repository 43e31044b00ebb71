"""The rows that the page draws: the area shown, the counties as marks, what is listed beside them."""

from __future__ import annotations

from typing import Any

from ui.frame.kept import kept
from ui.frame.page import Form

Row = dict[str, Any]


@kept(most=40)
def by_area(form: Form) -> dict[str, Row]:
    """Every area of the whole on the period's day, by code."""
    return {
        row["area_code"]: row
        for row in form.answers.rows("organization_counts", period=form.period, area=form.root)
    }


@kept(most=40)
def kinds(form: Form) -> dict[str, list[Row]]:
    """The kinds of every area, by its code, in their order."""
    found: dict[str, list[Row]] = {}
    for row in form.answers.rows("organization_kinds", period=form.period, area=form.root):
        found.setdefault(row["area_code"], []).append(row)
    return found


def years(form: Form) -> list[Row]:
    """The same period of each year, of the area that the page is about; oldest first."""
    return form.answers.rows("organization_years", period=form.period, area=form.area)


def here(form: Form) -> Row:
    """The row of the area that the page is about."""
    return by_area(form)[form.area]


def counties(form: Form, of: str) -> list[Row]:
    """The counties of a city or of the whole, or a county itself; a zone where it has filed: nobody expects it to."""
    return [
        row
        for row in by_area(form).values()
        if (
            row["area_level"] == "county"
            or (row["area_level"] == "zone" and row["organizations"] is not None)
        )
        and form.is_within(row, of)
    ]


def by_city(form: Form) -> list[tuple[Row | None, list[Row]]]:
    """Every city with its counties, most organizations for the residents first; those of no city last, under none."""
    cities = [row for row in by_area(form).values() if form.is_city(row)]
    found: list[tuple[Row | None, list[Row]]] = [
        (row, counties(form, row["area_code"])) for row in sorted(cities, key=_place)
    ]
    alone = [row for row in counties(form, form.root) if row["city_code"] is None]
    return [*found, *([(None, alone)] if alone else [])]


def below(form: Form) -> list[Row]:
    """What is listed: the counties of the city shown, else the cities and the counties of no city."""
    if form.city:
        return sorted(counties(form, form.city), key=_place)
    cities = [city for city, _ in by_city(form) if city]
    alone = [row for row in counties(form, form.root) if row["city_code"] is None]
    return sorted([*cities, *alone], key=_place)


def _place(row: Row) -> tuple[bool, float, str]:
    value = row["per_10k"]
    return value is None, -float(value or 0), row["area_code"]


def groups(form: Form) -> dict[str, Row]:
    """The groups of peers among the counties, by code, each with a row that names it; the largest first."""
    found: dict[str, list[Row]] = {}
    for row in counties(form, form.root):
        if row["peer_group"]:
            found.setdefault(row["peer_group"], []).append(row)
    order = sorted(found, key=lambda group: (-len(found[group]), group))
    return {group: found[group][0] for group in order}


def lacking(form: Form) -> list[Row]:
    """The counties of the area shown that are not filed in full."""
    return [
        row for row in counties(form, form.area) if row["area_level"] == "county" and not row["parts_filed"]
    ]


def has_figures(form: Form) -> bool:
    """Whether any county is filed in full."""
    return any(row["organizations"] is not None for row in by_area(form).values())
