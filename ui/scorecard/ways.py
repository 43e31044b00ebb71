"""Where a press leads: a county to its profile, a head to another order."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, going, screens
from ui.frame.page import Quarter

_WAY = "scorecard_way"  # the county just pressed, until the run that leaves for its profile


def picked(name: str) -> None:
    """From a callback, which cannot leave a page: an order at once, a county with the next run."""
    kind, _, code = name.partition("/")
    if kind == "sort":
        choices.toggle("sort", code)
    else:
        st.session_state[_WAY] = code


def leave(quarter: Quarter) -> None:
    """Go to the profile of a county that was pressed."""
    code = st.session_state.pop(_WAY, None)
    if code in quarter.areas:
        profile = screens.SCREENS["area_profile"]
        carried = {key: value for key, value in choices.parameters(profile).items() if key not in profile.own}
        there = {"period": quarter.period.isoformat(), "county": str(code)}
        going.to(profile, {**carried, **there})
