"""Where a press leads: to a county, into a system, to an indicator on the map, or to what it is."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, going, screens
from ui.frame.page import Page
from ui.parts import definition
from ui.systems import facts
from ui.systems.facts import Found

_WAY = "systems_way"  # the indicator just pressed, until the run that leaves for the map


def county(code: str) -> str:
    return f"county/{code}"


def system(code: str) -> str:
    return f"system/{code}"


def indicator(code: str) -> str:
    return f"indicator/{code}"


def definition_of(code: str) -> str:
    return f"definition/{code}"


def picked(way: str) -> None:
    """From a drawing's callback: take the way that a mark names."""
    kind, _, code = way.partition("/")
    if kind == "indicator":
        # A callback cannot leave a page: the run after it does.
        st.session_state[_WAY] = code
    elif kind == "definition":
        definition.choose(code)
    else:
        choices.choose(kind, code)


def leave(page: Page, found: Found) -> None:
    """Go to what an indicator is, where that was asked for; to its map, with the county and the period of its figure."""
    definition.leave(page)
    code, rows = st.session_state.pop(_WAY, None), facts.indicators(found)
    if code not in rows:
        return
    home = screens.SCREENS["home"]
    quarter, asked = found.quarter, next(iter(rows[code].values()))["asked_period"]
    carried = {
        name: value for name, value in choices.parameters(home).items() if name not in ("class", "view")
    }
    county = {"county": quarter.county} if quarter.county else {}
    going.to(home, {**carried, "indicator": code, "period": asked.isoformat(), **county})
