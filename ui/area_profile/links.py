"""Where a press leads: a row to its indicator's map with the area chosen, a name to its definition, an area to its profile."""

from __future__ import annotations

import streamlit as st

from files import tree
from files.profile.facts import Profile
from files.profile.pieces import Link
from ui.frame import choices, going, plain, screens
from ui.frame.page import Page, Row
from ui.parts import choosing
from words import system_findings

_WAY = "profile_way"  # the indicator just pressed, until the run that leaves for the map


def picked(way: str) -> None:
    """From a drawing's callback: a callback cannot leave a page, the run after it does."""
    st.session_state[_WAY] = way.partition("/")[2]


def leave(profile: Profile) -> None:
    """Go to the map of an indicator that was pressed."""
    code = st.session_state.pop(_WAY, None)
    if code in profile.rows:
        home = screens.SCREENS["home"]
        carried = {name: value for name, value in choices.parameters(home).items() if name not in home.own}
        going.to(home, {**carried, **_map_of(profile, str(code))})


def maker() -> Link:
    """Makes an indicator's name a link to its definition."""

    def made(code: str, words: str) -> str:
        return choosing.elsewhere("catalogue", plain.html(words), indicator=code)

    return made


def _map_of(profile: Profile, code: str) -> dict[str, str]:
    """What the address of an indicator's map says of the area: its period is that of the figure."""
    found = {"indicator": code, "period": profile.rows[code]["asked_period"].isoformat()}
    key = tree.address_key(profile.area)
    return found | ({key: profile.code} if key else {})


def siblings(page: Page, profile: Profile) -> None:
    """The areas beside it, or below it, with the headline's figure, lowest first: each a link to its profile."""
    speech, indicator = page.speech, profile.indicator
    if not profile.siblings:
        return
    found: dict[str, Row] = {}
    for level in {area["area_level"] for area in profile.siblings}:
        rows = page.answers.rows("area_indicators", period=profile.period, area=page.root, level=level)
        found |= {row["area_code"]: row for row in rows if row["indicator_code"] == profile.headline}
    listed = sorted(profile.siblings, key=lambda area: _lowest(found.get(area["area_code"])))
    told = []
    for area in listed:
        row, name = found.get(area["area_code"]), plain.html(page.short_name(area))
        figure = "" if row is None else system_findings.figure(speech, row, indicator)
        sign = {"met": "", "not_met": "▼"}.get(str(row["verdict"]) if row else "", "")
        is_here = area["area_code"] == profile.code
        shown = f"<b>{name}</b>" if is_here else _to(page, area, name)
        told.append(f"{shown} <small>{sign}{plain.html(figure)}</small>")
    is_whole = any(tree.is_city(area) for area in profile.siblings)
    above = profile.root if is_whole else profile.above or profile.area
    if tree.above(profile.siblings[0]) == profile.code:  # they lie below it
        above = profile.area
    key = "profile.beside_whole" if is_whole else "profile.beside_city"
    if not is_whole and any(tree.is_whole(area) for area in profile.siblings):
        key = "profile.beside_cities"  # of a province of the country
    label = plain.html(speech(key, name=page.short_name(above)))
    key_of_area = tree.address_key(profile.area)
    below = {"indicator": profile.headline, "period": profile.period.isoformat()}
    below |= {key_of_area: profile.code} if key_of_area else {}
    told.append(choosing.elsewhere("drill", plain.html(speech("menu.drill")), **below))
    st.html(f'<nav class="siblings" aria-label="{label}">{label} {" · ".join(told)}</nav>')


def _lowest(row: Row | None) -> tuple[bool, float]:
    """By its figure, those without last."""
    value = row["value"] if row else None
    return value is None, value or 0.0


def _to(page: Page, area: Row, name: str) -> str:
    if tree.is_whole(area):
        return choosing.link(page, name, city=area["area_code"], county=None)
    return choosing.link(page, name, county=area["area_code"])
