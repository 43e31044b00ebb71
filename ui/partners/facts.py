"""The rows that the page draws: what each county has of each partner, and where it stands with it."""

from __future__ import annotations

from typing import Any

from ui.frame.kept import kept
from ui.frame.page import Form

Row = dict[str, Any]
PARTNERS = ("community", "organizations", "social_work", "charity", "volunteers")  # down the chain
LINKS = (
    "community_to_organizations",
    "organizations_to_social_work",
    "social_work_to_charity",
    "charity_to_volunteers",
)
MANY = 3  # partners behind, from which a county is set off


@kept(most=20)
def by_county(form: Form) -> dict[str, dict[str, Row]]:
    """The rows of every county of the whole, by item."""
    found: dict[str, dict[str, Row]] = {}
    for row in form.answers.rows("five_partners", period=form.period):
        found.setdefault(row["area_code"], {})[row["item"]] = row
    return found


def shown(form: Form) -> dict[str, dict[str, Row]]:
    """Those of the city shown, else all."""
    return {
        code: items
        for code, items in by_county(form).items()
        if form.is_within(items[PARTNERS[0]], form.city)
    }


def behind(items: dict[str, Row]) -> list[str]:
    """The partners with which a county stands in the last third, down the chain."""
    return [partner for partner in PARTNERS if items[partner]["is_behind"]]


def weakest(items: dict[str, Row], kind: tuple[str, ...]) -> str | None:
    """The partner, or the link, with which a county stands lowest; None where not all of them are known."""
    if any(items[item]["place"] is None for item in kind):
        return None
    return next((item for item in kind if items[item]["is_weakest"]), None)


def known(items: dict[str, Row]) -> int:
    """Of how many partners it is known where a county stands."""
    return sum(items[partner]["place"] is not None for partner in PARTNERS)


def is_whole(items: dict[str, Row]) -> bool:
    """Whether all of the county's return is there."""
    return all(items[item]["units_whole"] == items[item]["units_asked"] for item in PARTNERS)


def has_figures(form: Form) -> bool:
    """Whether any county shown has a figure of the form's own in the period."""
    return any(is_begun(items) for items in shown(form).values())


def is_begun(items: dict[str, Row]) -> bool:
    """Whether a county has a figure of the form's own: the community's rooms come from another."""
    return any(items[item]["place"] is not None for item in PARTNERS[1:])
