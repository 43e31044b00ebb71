"""The rows that the page draws: the area shown with its services, and the counties below it."""

from __future__ import annotations

from typing import Any

from files import tree
from ui.frame.kept import kept
from ui.frame.page import Form

Row = dict[str, Any]
Services = list[Row]  # an area's rows, a service each, in their order


@kept(most=40)
def by_area(form: Form) -> dict[str, Services]:
    """Every area of the whole on the period's day, by code."""
    found: dict[str, Services] = {}
    for row in form.answers.rows("service_coverage", period=form.period, area=form.root):
        found.setdefault(row["area_code"], []).append(row)
    return found


def here(form: Form) -> Services:
    """The rows of the area that the page is about."""
    return by_area(form).get(form.area, [])


def services(form: Form) -> list[str]:
    """Codes of the services there are."""
    return [row["service"] for row in next(iter(by_area(form).values()), [])]


def counties(form: Form, of: str) -> list[Services]:
    """The counties of a city or of the whole, or a county itself; a zone where it has filed: nobody expects it to."""
    return [
        rows
        for rows in by_area(form).values()
        if (rows[0]["area_level"] == "county" or (rows[0]["area_level"] == "zone" and is_known(rows)))
        and form.is_within(rows[0], of)
    ]


def shown(form: Form) -> list[Services]:
    """The counties that are listed: those of the city shown, else all."""
    return counties(form, form.city or form.root)


def pictured(form: Form) -> list[Services]:
    """What has a row in the picture: the counties shown; where those are too many, what lies straight below the whole."""
    listed = shown(form)
    if form.city or len(listed) <= tree.MOST_COUNTIES:
        return listed
    return [
        rows for code, rows in by_area(form).items() if code != form.root and rows[0]["city_code"] is None
    ]


def is_known(rows: Services) -> bool:
    """Whether the coverage with any service is known."""
    return any(row["communities_with"] is not None for row in rows)


def is_lopsided(rows: Services) -> bool:
    return bool(rows[0]["is_lopsided"])


def lacking(form: Form) -> list[Row]:
    """The counties of the area shown of which not all services are known, and that have communities."""
    return [
        rows[0]
        for rows in counties(form, form.area)
        if rows[0]["area_level"] == "county" and not all(row["parts_filed"] for row in rows)
    ]


def has_figures(form: Form) -> bool:
    """Whether the coverage of any county is known."""
    return any(is_known(rows) for rows in by_area(form).values())


def uncounted(form: Form) -> list[Row]:
    """Measures of a service of which no indicator tells the coverage: their names, in the catalogue's columns."""
    measures = {(row["dataset"], row["measure"]): row for row in form.answers.rows("measure_catalogue")}
    families: dict[tuple[str, str], dict[str, str]] = {}
    for row in form.answers.rows("measure_attributes"):
        families.setdefault((row["dataset"], row["measure"]), {})[row["attribute"]] = row["attribute_value"]
    known = set(services(form))
    return [
        {**measures[key], "service": told["service"]}
        for key, told in families.items()
        if told.get("counts") == "communities" and "service" in told and told["service"] not in known
    ]
