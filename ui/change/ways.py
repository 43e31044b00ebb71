"""Where a press leads: a county to its profile, a period of the line to the two that are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from ui.frame import choices, going, screens
from ui.frame.page import Choice

_WAY = "change_way"  # the county just pressed, until the run that leaves for its profile


def picked(choice: Choice, earlier: dt.date) -> Callable[[str], None]:
    """What a press does, from a callback, which cannot leave a page: that does the run after it."""

    def pressed(name: str) -> None:
        kind, _, what = name.partition("/")
        if kind == "area":
            st.session_state[_WAY] = what
        elif kind in ("since", "period"):
            choices.choose(kind, what)
            # The other date stays what it was.
            other = {"since": ("period", choice.period), "period": ("since", earlier)}[kind]
            choices.choose(other[0], other[1].isoformat())

    return pressed


def leave(choice: Choice) -> None:
    """Go to the profile of a county that was pressed."""
    code = st.session_state.pop(_WAY, None)
    if code in choice.areas:
        profile = screens.SCREENS["area_profile"]
        carried = {key: value for key, value in choices.parameters(profile).items() if key not in profile.own}
        there = {"period": choice.period.isoformat(), "county": str(code)}
        going.to(profile, {**carried, **there})
