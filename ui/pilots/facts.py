"""The cases that the page tells of: which are originals, where each was copied, what is filtered out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from draw.squares import RESULT_SIGNS, RESULTS
from ui.frame import choices
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page

Row = Mapping[str, Any]
THEMES = (
    "party", "prosperity", "consultation", "methods", "linkage", "digital", "participation", "problems",
)  # fmt: skip
NO_THEME = "none"  # where none was filed, on the board
FILTERS = ("topic", "batch", "county")
OF_CASE = ("topic", "batch")  # those of them that a case itself decides
COLUMNS = {
    "topic": "theme"
}  # where the register calls it otherwise than the address: there `theme` is the look


@dataclass(frozen=True)
class Register:
    """The register by code: the first row of each case, all its rows, and the rows that name it, oldest first."""

    firsts: Mapping[str, Row]
    places: Mapping[str, list[Row]]
    copies: Mapping[str, list[Row]]


def register(page: Page) -> Register:
    """All that stands but the lists of accepted communities, which are no cases."""
    return _register(page.answers)


@kept(most=1)
def _register(answers: Answers) -> Register:
    rows = [row for row in answers.rows("pilot_cases") if row["kind"] != "accepted_community"]
    places: dict[str, list[Row]] = {}
    copies: dict[str, list[Row]] = {}
    for row in rows:
        places.setdefault(row["code"], []).append(row)
    for row in sorted(rows, key=lambda one: (one["begun_on"], one["code"])):
        if row["original_title_zh"] is not None:
            copies.setdefault(row["original_code"], []).append(row)
    return Register({code: of_it[0] for code, of_it in places.items()}, places, copies)


def originals(page: Page) -> list[Row]:
    """Cases of their own, and copies that were copied in their turn: what reached most counties first, then the oldest."""
    found = [row for row in register(page).firsts.values() if is_original(row)]
    return sorted(found, key=lambda row: (-row["counties_reached"], row["begun_on"], row["code"]))


def is_original(row: Row) -> bool:
    """Whether a case stands for itself; one whose original does not stand any more does."""
    return row["original_title_zh"] is None or row["counties_reached"] > 0


def shown(page: Page, filters: tuple[str, ...] = FILTERS) -> list[Row]:
    """The originals that the filters leave."""
    wanted = {name: choices.raw(name) for name in filters}
    county = wanted.pop("county", None)
    return [
        row
        for row in originals(page)
        if all(not value or row[COLUMNS.get(name, name)] == value for name, value in wanted.items())
        and (not county or county in counties_of(page, row["code"]))
    ]


def counties_of(page: Page, code: str) -> set[str]:
    """The counties in which a case began and those that it reached."""
    known = register(page)
    own = {row["county_code"] for row in known.places[code]}
    return own | {row["county_code"] for row in reached(page, code)}


def copies(page: Page, code: str) -> list[Row]:
    """The rows that name a case, oldest first."""
    return register(page).copies.get(code, [])


def reached(page: Page, code: str) -> list[Row]:
    """Those of them that reached a county, each county once."""
    return [row for row in copies(page, code) if row["copy_state"] == "reached"]


def in_view(page: Page) -> list[Row]:
    """What the view tells of: the pilots, else all that the filters leave."""
    return pilots(page) if choices.settled("view") == "pilots" else shown(page)


def pilots(page: Page) -> list[Row]:
    """The pilots that the filters leave, by their beginning."""
    found = [row for row in shown(page) if row["kind"] == "pilot"]
    return sorted(found, key=lambda row: (row["begun_on"], row["code"]))


def batches(page: Page) -> list[str]:
    """The batches that are named, in the order of their first case."""
    order = sorted(register(page).firsts.values(), key=lambda row: (row["begun_on"], row["code"]))
    return list(dict.fromkeys(str(row["batch"]) for row in order if row["batch"]))


def county_names(page: Page) -> dict[str, Row]:
    """The counties of the newest period by code."""
    areas = page.answers.areas(page.facts["last_period"])
    return {code: row for code, row in areas.items() if row["area_level"] == "county"}


def is_narrowed() -> bool:
    """Whether a filter leaves some cases out of what is told of each county."""
    return any(choices.raw(name) for name in OF_CASE)


def taken_up(page: Page, filters: tuple[str, ...] = ()) -> dict[str, list[Row]]:
    """Of each county what it took up from others: all of it, or what the filters leave."""
    found: dict[str, list[Row]] = {}
    for row in shown(page, filters):
        for copy in reached(page, row["code"]):
            found.setdefault(copy["county_code"], []).append(copy)
    return found


def older(page: Page) -> dict[str, list[Row]]:
    """Of each county the copies that it began before their original did: neither its own nor taken up."""
    found: dict[str, list[Row]] = {}
    for rows in register(page).copies.values():
        for row in rows:
            if row["copy_state"] == "older":
                found.setdefault(row["county_code"], []).append(row)
    return found


def begun(page: Page, filters: tuple[str, ...] = ()) -> dict[str, list[Row]]:
    """Of each county what began there, all of it or what the filters leave: no copies of others."""
    found: dict[str, list[Row]] = {}
    for row in shown(page, filters):
        if row["original_title_zh"] is None:
            for place in register(page).places[row["code"]]:
                if place["county_code"]:
                    found.setdefault(place["county_code"], []).append(place)
    return found


def result(row: Row) -> str:
    """What the review found, as squares have it."""
    return str(row["result"]) if row["result"] in RESULTS else RESULTS[-1]


def signed_result(page: Page, row: Row) -> str:
    """The same as a sign and a word."""
    return f"{RESULT_SIGNS[result(row)]} {page.speech(f'pilots.result_{result(row)}')}"
