"""One quiet line about what an address named and the page could not use, each with its reason."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from ui.frame import as_of, choices, plain, startup
from ui.frame.page import Chosen, Page
from words import periods

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
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
            choice=speech(_name(key)),
            value=plain.line(value, SHOWN),
            why=speech(_reason(choice, key, value)),
        )
        for key, value in unused
    ]
    st.caption(plain.markdown(speech("note.unknown_choice", items=speech("list.sentence").join(items))))
    for key, value in unused:
        told = _became(page, choice, key, value) if choice is not None and key in ("county", "city") else ""
        if told:
            st.html(f'<p class="under">{told}</p>')


def _became(page: Page, choice: Chosen, key: str, value: str) -> str:
    """What an area that is no more was turned into by the period shown, by which change, each part a link; empty of any other, as HTML."""
    speech, areas = page.speech, choice.areas
    changes = [row for row in page.answers.rows("boundary_changes") if row["effective_date"] <= choice.period]
    own = [row for row in changes if row["old_area_code"] == value]
    if value in areas or not own:
        return ""
    found: dict[str, None] = {}
    waiting = [value]
    for code in waiting:  # a part may have been redrawn again since
        for row in changes:
            new = row["new_area_code"]
            if row["old_area_code"] == code and new and new not in waiting:
                waiting.append(new)
                if new in areas:
                    found[new] = None
    if not found:
        return ""
    level = {one: "city" if areas[one]["area_level"] == "city" else "county" for one in found}
    links = [
        f'<a class="choose" href="?{plain.html(urlencode(choices.linked(page.screen, {key: None, level[one]: one})))}" target="_self">'
        f"{plain.html(speech.pick(areas[one], 'area_name'))}</a>"
        for one in found
    ]
    return plain.html(
        speech(
            "note.became",
            name=own[0]["old_name_zh"] if page.language == "zh" else value,
            day=periods.date(speech, own[0]["effective_date"]),
            why=speech.pick(own[0], "description"),
        )
    ) + speech("list.item").join(links)


def _name(key: str) -> str:
    # The switch itself is labelled in both languages; a sentence is in one.
    return "note.language" if key == "lang" else f"choice.{key}"


def _reason(choice: Chosen | None, key: str, value: str) -> str:
    if key in ("county", "city") and choice is not None:
        level = choice.areas.get(value, {}).get("area_level")
        if key == "county" and level == "county":
            return "note.other_city"
        of_level = (
            choice.answers.areas(period).get(value, {}).get("area_level") for period in choice.periods
        )
        if level is None and key in of_level:
            return "note.other_period"
    if key == "areas" and choice is not None and _is_an_area(choice, value):
        return "note.too_many"
    if key == as_of.KEY and startup.why_not_read(value) == "other_rules":
        return "note.other_rules"
    if key == as_of.KEY:
        return "note.snapshot_gone"
    if key == "period" and DAY.fullmatch(value):
        return "note.no_period"
    return "note.not_known"


def _is_an_area(choice: Chosen, code: str) -> bool:
    """Whether a code is an area of some period: what is wrong with it is then only that there are enough."""
    return any(code in choice.answers.areas(period) for period in choice.periods)
