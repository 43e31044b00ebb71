"""On the counties of which day a page draws figures: those of each period as they were published, today's, or those of a day.

The choice is an address key of the pages that have it; a pack whose counties never changed has nothing to choose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from ui.frame import choices, plain
from ui.frame.answers import Answers
from ui.frame.asking import TODAY
from ui.frame.kept import kept
from ui.frame.page import Boundaries, Page, Row
from words import periods

KEY = "boundaries"


def settled(page: Page) -> Boundaries | None:
    """What the address says; None where nothing is chosen. What is no day from the first period to today is noted."""
    begun = [row["boundaries_from"] for row in page.answers.rows("boundary_states")]
    today = page.facts["today"]
    asked = choices.raw(KEY)
    day = _day(str(asked), today) if asked else None
    known = day is not None and begun[0] <= day <= today
    chosen = choices.settle(KEY, [str(asked)] if known else [], None)
    if chosen is None or day is None:
        return None
    return Boundaries(max(one for one in begun if one <= day), None if chosen == TODAY else day)


def box(page: Page, chosen: Boundaries | None, *, as_published: bool = True) -> None:
    """The choice; none where the counties were never others. Without `as_published` a day is always meant, at first today."""
    states = [
        row for row in page.answers.rows("boundary_states") if row["boundaries_from"] <= page.facts["today"]
    ]
    if len(states) < 2:
        return
    speech = page.speech
    # Of a stretch of days the last one, unless another of its days is named.
    days = {row["boundaries_from"]: row["boundaries_to"] for row in states[:-1]}
    if chosen is not None and chosen.named is not None:
        days[chosen.day] = chosen.named
    told = {
        **({"": speech("boundaries.published")} if as_published else {}),
        TODAY: speech("boundaries.today"),
        **{
            day.isoformat(): speech("boundaries.day", day=periods.date(speech, day))
            for day in reversed(days.values())
        },
    }
    usual = next(iter(told))
    value = usual if chosen is None else chosen.named.isoformat() if chosen.named else TODAY
    st.selectbox(
        speech("choice.boundaries"),
        list(told),
        format_func=told.__getitem__,
        help=plain.markdown(speech("boundaries.help")),
        **choices.bind(KEY, value, nothing=usual),
    )


def _day(text: str, today: dt.date) -> dt.date | None:
    if text == TODAY:
        return today
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def areas(page: Page, indicator: str, period: dt.date, chosen: Boundaries | None) -> Mapping[str, Row]:
    """All areas of a period's day by code; where boundaries are chosen with the counties of those."""
    found = page.answers.areas(period)
    if chosen is None:
        return found
    counties = page.answers.counties(indicator, period, page.root, chosen.day)
    wholes = {code: row for code, row in found.items() if row["area_level"] != "county"}
    return {**wholes, **{row["area_code"]: row for row in counties}}


@kept(most=40)
def _standing(answers: Answers, day: dt.date) -> dict[str, Row]:
    """The counties and cities of a day, by code."""
    return {
        row["area_code"]: row
        for row in answers.rows("area_extents")
        if row["area_level"] in ("county", "city", "province")
        and row["valid_from"] <= day
        and (row["valid_to"] is None or day <= row["valid_to"])
    }


def counties_of(answers: Answers, day: dt.date) -> frozenset[str]:
    """Codes of the counties of a day."""
    return frozenset(code for code, row in _standing(answers, day).items() if row["area_level"] == "county")


@dataclass(frozen=True)
class Succession:
    """Why a county is none of a day's: the change by which it ended before or began after it, and what stands in its place that day."""

    code: str
    change: Row
    has_ended: bool
    parts: tuple[Row, ...]  # rows of `area_extents`


def succession(page: Page, code: str, day: dt.date) -> Succession | None:
    """What stands on a day in the place of a county that has ended or is not yet; None of one that stands, or of which nothing is known.

    A part may have been redrawn again in between: every change between the two is followed.
    """
    standing = _standing(page.answers, day)
    if code in standing:
        return None
    changes = page.answers.rows("boundary_changes")
    for has_ended, own, other in (
        (True, "old_area_code", "new_area_code"),
        (False, "new_area_code", "old_area_code"),
    ):
        between = [row for row in changes if (row["effective_date"] <= day) is has_ended]
        first = [row for row in between if row[own] == code]
        waiting = [code]
        for one in waiting:
            waiting += [
                row[other] for row in between if row[own] == one and row[other] and row[other] not in waiting
            ]
        parts = tuple(standing[one] for one in waiting if one in standing)
        if first and parts:
            return Succession(code, first[0], has_ended, parts)
    return None


def told(page: Page, found: Succession, key: str, chosen: Sequence[str] = ()) -> str:
    """That a county ended or began, by which change, and what stands in its place, each a link to this page with it, as HTML.

    `key` is the address key that names it; of several (`areas`) the part takes its place among those `chosen`.
    """
    speech = page.speech
    links = []
    for row in found.parts:
        part = str(row["area_code"])
        if key == "areas":
            named = dict.fromkeys(part if one == found.code else one for one in (*chosen, found.code))
            address: dict[str, str | None] = {key: ",".join(named)}
        else:
            address = {
                "county": None,
                "city": None,
                "county" if row["area_level"] == "county" else "city": part,
            }
        links.append(_link(page, address, speech.pick(row, "area_name")))
    own = [row for row in page.answers.rows("area_extents") if row["area_code"] == found.code]
    sentence = speech(
        "note.became" if found.has_ended else "note.came",
        name=speech.pick(own[-1], "area_name") if own else found.code,
        day=periods.date(speech, found.change["effective_date"]),
        why=speech.pick(found.change, "description"),
    )
    return plain.html(sentence) + speech("list.item").join(links)


def _link(page: Page, chosen: Mapping[str, str | None], name: str) -> str:
    address = urlencode(choices.linked(page.screen, chosen))
    return f'<a class="choose" href="?{plain.html(address)}" target="_self">{plain.html(name)}</a>'
