"""The rows that the page draws: every area of the whole on every period of the form, and what rests on the form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from files import tree
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Form
from words.filing_findings import LACKING

Row = dict[str, Any]


def by_area(form: Form) -> dict[str, dict[dt.date, Row]]:
    """By code and period."""
    return _by_area(form.answers, form.dataset, form.root)


@kept(most=3)
def _by_area(answers: Answers, dataset: str, root: str) -> dict[str, dict[dt.date, Row]]:
    found: dict[str, dict[dt.date, Row]] = {}
    for row in answers.rows("filing_by_area", dataset=dataset, area=root):
        found.setdefault(row["area_code"], {})[row["period"]] = row
    return found


def here(form: Form) -> Row | None:
    """The row of the area shown on the period shown; None where nobody there is to file."""
    return of(form, form.area)


def of(form: Form, code: str) -> Row | None:
    """The row of an area on the period shown."""
    return by_area(form).get(code, {}).get(form.period)


def periods(form: Form) -> list[dt.date]:
    """The periods of the form, oldest first."""
    return sorted(form.periods)


def shown(form: Form) -> list[Row]:
    """The counties, and zones beside them, of the city shown or of the whole on the period shown."""
    found = []
    for rows in by_area(form).values():
        row = rows.get(form.period)
        if row and row["area_level"] in ("county", "zone") and tree.is_within(row, form.city):
            found.append(row)
    return sorted(found, key=lambda row: row["area_code"])


def pictured(form: Form) -> list[Row]:
    """What has a row in the picture: the counties shown; where those are too many, what lies straight below the whole."""
    counties = shown(form)
    if form.city or len(counties) <= tree.MOST_COUNTIES:
        return counties
    return [
        row
        for code, rows in by_area(form).items()
        if code != form.root and (row := rows.get(form.period)) and row["city_code"] is None
    ]


def in_state(form: Form, state: str) -> list[Row]:
    """The counties shown that stand so."""
    return [row for row in shown(form) if row["filing_state"] == state]


def is_lacking(row: Row) -> bool:
    return row["filing_state"] in LACKING


def missing(form: Form) -> list[Row]:
    """The units of the area shown that lack, on the period shown."""
    return form.answers.rows("missing_filings", **parameters(form))


def parameters(form: Form) -> dict[str, Any]:
    """What the list of missing units is asked with."""
    return {"dataset": form.dataset, "period": form.period, "area": form.area}


def effects(form: Form) -> list[tuple[Row, Row]]:
    """The indicators with a target that count from the form, each with the headline of the area shown."""
    area = form.city or form.root
    found = []
    for code, indicator in form.answers.indicators().items():
        if indicator["numerator_dataset"] == form.dataset and form.period in form.answers.periods(code):
            headline = form.answers.headline(code, form.period, area)
            if headline["has_target"]:
                found.append((indicator, headline))
    return found
