"""The rows that the page draws: counties by the indicator of workers, cities, posts, paces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.frame.page import Form, Page
from words import periods

Row = Mapping[str, Any]
FORM = "staffing"
UNPACED = ("too_few_moves", "unknown")
SOON = {"quarterly": 8, "annual": 2}  # periods that make two years


def code(page: Page) -> str:
    """The indicator that the target is about: the pack's headline where that counts workers, else the first that does."""
    headline = str(page.facts["headline_indicator"])
    counting = [code for code, row in page.answers.indicators().items() if row["numerator_dataset"] == FORM]
    return headline if headline in counting or not counting else counting[0]


def indicator(page: Page) -> Row:
    return page.answers.indicators()[code(page)]


def scope(form: Form) -> str:
    """The area whose counties are shown: a county is picked on the page, and changes nothing of it."""
    return form.city or form.root


def headline(page: Page, form: Form) -> Row:
    return page.answers.headline(code(page), form.period, scope(form))


def counties(page: Page, form: Form) -> list[Row]:
    """The counties shown, by that indicator."""
    return list(page.answers.counties(code(page), form.period, scope(form)))


def is_known(page: Page, form: Form) -> bool:
    """Whether anything is known of the period: the form may be of another."""
    return form.period in page.answers.periods(code(page))


def short(page: Page, form: Form) -> list[Row]:
    """The counties with a gap, the largest first."""
    rows = [row for row in counties(page, form) if row["gap"]]
    return sorted(rows, key=lambda row: (-row["gap"], row["area_code"]))


def near(page: Page, form: Form) -> list[Row]:
    """The counties near the target, from the one that lacks most to the one that has most to spare."""
    rows = [row for row in counties(page, form) if row["near_target"]]
    return sorted(rows, key=lambda row: (row["balance"], row["area_code"]))


def is_judged(page: Page, form: Form) -> bool:
    """Whether any county shown is judged: else nobody lacks anything that is known of."""
    return any(row["verdict"] in ("met", "not_met") for row in counties(page, form))


def paces(page: Page, form: Form) -> dict[str, Row]:
    """How long each county takes at the pace of its last periods."""
    rows = page.answers.rows(
        "target_pace", indicator=code(page), period=form.period, area=form.root, level="county"
    )
    return {row["area_code"]: row for row in rows}


def soon(page: Page, rows: Mapping[str, Row], short_of: list[Row]) -> list[Row]:
    """Of the counties short those that reach the target within two years at their own pace."""
    most = SOON[str(indicator(page)["cycle"])]
    found = [rows[row["area_code"]] for row in short_of if row["area_code"] in rows]
    return [row for row in found if row["periods_needed"] is not None and row["periods_needed"] <= most]


def unpaced(rows: Mapping[str, Row], short_of: list[Row]) -> list[Row]:
    """Of the counties short those whose pace is not known: too few of their last periods are."""
    return [
        row for row in short_of if row["area_code"] not in rows or rows[row["area_code"]]["pace"] in UNPACED
    ]


def beside(page: Page, form: Form) -> list[Row]:
    """A row a city, or of one city a row a county: the largest gap first."""
    if form.city:
        rows = counties(page, form)
    else:
        rows = list(page.answers.city_rows(code(page), form.period, form.root))
    return sorted(rows, key=lambda row: (-(row["gap"] or 0), row["area_code"]))


def gaps_then(page: Page, form: Form) -> dict[str, int | None]:
    """What each of these lacked a year before."""
    if form.city:
        return {row["area_code"]: row["gap_year_before"] for row in counties(page, form)}
    then = periods.year_before(form.period)
    if then not in page.answers.periods(code(page)):
        return {}
    return {row["area_code"]: row["gap"] for row in page.answers.city_rows(code(page), then, form.root)}


def posts(page: Page, form: Form) -> dict[str, Row]:
    """Workers by post and with a certificate, by area."""
    return {
        row["area_code"]: row
        for row in page.answers.rows("staff_posts", period=form.period, area=scope(form))
    }
