"""One quiet line about what an address named and the page could not use, each with its reason."""

from __future__ import annotations

import re

import streamlit as st

from ui.frame import as_of, boundaries, choices, named_areas, plain, startup
from ui.frame.page import Choice, Chosen, Page
from words import numbers

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SNAPSHOT = re.compile(r"\d{8}-\d{2,}")
AREAS = ("county", "city", "areas")  # address keys that name areas
MOST = 20  # of what was not used that are told one by one
MOST_MEANT = 3  # of these for which is looked what may have been meant: each is compared with all areas
SHOWN = 40  # characters of a value; an address may carry anything


def draw(page: Page, choice: Chosen | None) -> None:
    """Say what was not used, and why: not of this period, not of this city, or not known at all."""
    unused = choices.unknown()
    if not unused:
        return
    speech = page.speech
    items = [
        speech(
            "note.unused",
            choice=speech(_name(key)) if key in choices.every_key() else f"“{plain.line(key, SHOWN)}”",
            value=plain.line(value, SHOWN),
            why=speech(_reason(choice, key, value) if key in page.screen.keys else _not_here(key)),
        )
        for key, value in unused[:MOST]
    ]
    told = speech("list.sentence").join(items)
    if len(unused) > MOST:
        told = speech("note.and_more", items=told, n=numbers.count(len(unused) - MOST))
    st.caption(plain.markdown(speech("note.unknown_choice", items=told)))
    for key, value in unused[:MOST_MEANT]:
        if choice is None or key not in AREAS or key not in page.screen.keys:
            continue
        meant = _in_its_place(page, choice, key, value) or named_areas.told(
            page, key, value, choice.areas, _chosen(key)
        )
        if meant:
            st.html(f'<p class="under">{meant}</p>')


def _in_its_place(page: Page, choice: Chosen, key: str, value: str) -> str:
    """What stands in the place of an area that is no more, or not yet, on the day of what is shown, as HTML; empty of any other."""
    day = choice.period
    if key == "areas":  # named are those of any period
        day = max(choice.periods)
    if isinstance(choice, Choice) and choice.boundaries is not None:
        day = choice.boundaries.day
    found = boundaries.succession(page, value, day)
    return boundaries.told(page, found, key, _chosen(key)) if found else ""


def _chosen(key: str) -> list[str]:
    """The areas beside which another is chosen; none where an address takes one alone."""
    return [one for one in choices.raw("areas") or [] if one != "none"] if key == "areas" else []


def _name(key: str) -> str:
    # The switch itself is labelled in both languages; a sentence is in one.
    return "note.language" if key == "lang" else f"choice.{key}"


def _not_here(key: str) -> str:
    return "note.not_here" if key in choices.every_key() else "note.nowhere"


def _reason(choice: Chosen | None, key: str, value: str) -> str:
    is_on_others = isinstance(choice, Choice) and choice.boundaries is not None
    if is_on_others and choice is not None and key in AREAS and value not in choice.areas:
        return "note.other_boundaries" if _is_an_area(choice, value) else "note.not_known"
    if key in ("county", "city") and choice is not None:
        level = choice.areas.get(value, {}).get("area_level")
        if key == "county" and level == "county":
            return "note.other_city"
        of_level = (
            choice.answers.areas(period).get(value, {}).get("area_level") for period in choice.periods
        )
        if level is None and (key in of_level or (key == "city" and "province" in of_level)):
            return "note.other_period"
    if key == "areas" and choice is not None and _is_an_area(choice, value):
        return "note.too_many"
    if key == as_of.KEY and startup.why_not_read(value) == "other_rules":
        return "note.other_rules"
    if key == as_of.KEY:
        return "note.snapshot_gone"
    if key == boundaries.KEY and DAY.fullmatch(value):
        return "note.no_boundaries"
    if key == "with" and choice is not None and SNAPSHOT.fullmatch(value):
        if value == choice.answers.snapshot.id:
            return "note.snapshot_itself"
        return "note.snapshot_later" if value in choice.answers.others() else "note.no_snapshot"
    if key == "period" and DAY.fullmatch(value):
        return "note.no_period"
    return "note.not_known"


def _is_an_area(choice: Chosen, code: str) -> bool:
    """Whether a code is an area of some period: what is wrong with it is then only that there are enough."""
    return any(code in choice.answers.areas(period) for period in choice.periods)
