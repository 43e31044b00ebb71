"""The rows that the page draws: the area shown, and what is below it."""

from __future__ import annotations

from typing import Any

from ui.frame.kept import kept
from ui.frame.page import Form

Row = dict[str, Any]
STATES = ("funds_status", "floor_status", "village_status")


@kept(most=40)
def by_area(form: Form) -> dict[str, Row]:
    """Every area of the whole at the year-end, by code."""
    return {
        row["area_code"]: row
        for row in form.answers.rows("area_resources", period=form.period, area=form.root)
    }


def here(form: Form) -> Row:
    """The row of the area that the page is about."""
    return by_area(form)[form.area]


def head(form: Form) -> Row:
    """The row above those listed: the city shown or the county's, else the whole."""
    city = form.city or (form.areas[form.county]["city_code"] if form.county else None)
    return by_area(form)[city or form.root]


def counties(form: Form, of: Row) -> list[Row]:
    """The counties of a city or of the whole; a zone where it has filed: nobody expects it to."""
    return [
        row
        for row in by_area(form).values()
        if (row["area_level"] == "county" or (row["area_level"] == "zone" and row["floor_value"] is not None))
        and form.is_within(row, of["area_code"])
    ]


def below(form: Form) -> list[Row]:
    """What is listed: cities of the whole (and counties without one), or counties of a city; most lacking first."""
    top = head(form)
    listed = counties(form, top)
    if top["area_code"] == form.root:
        cities = [row for row in by_area(form).values() if form.is_city(row)]
        if cities:
            listed = [*cities, *(row for row in listed if row["city_code"] is None)]
    listed = [row for row in listed if row is not top]

    def place(row: Row) -> tuple[bool, int, bool, float, str]:
        lacking, value = row["floor_lacking"], row["floor_value"]
        return lacking is None, -(lacking or 0), value is None, float(value or 0), row["area_code"]

    return sorted(listed, key=place)


def lacking(form: Form) -> list[Row]:
    """The counties of the area shown of which not all is filed."""
    return [
        row for row in counties(form, here(form)) if row["area_level"] == "county" and not row["parts_filed"]
    ]


def untold(form: Form) -> list[Row]:
    """Those of which the coverage with service complexes, which is another return's, is not known."""
    return [
        row
        for row in counties(form, here(form))
        if row["area_level"] == "county" and row["complex_status"] in ("missing", "partial", "not_due")
    ]


def has_figures(form: Form) -> bool:
    """Whether any area of the whole has a figure of the form's own: complexes are another's."""
    return any(
        row[name] not in ("missing", "not_due", "not_applicable")
        for row in by_area(form).values()
        for name in STATES
    )
