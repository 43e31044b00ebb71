"""The row above the picture: which view, what is filtered, and the file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.frame import choices
from ui.frame.page import Page
from ui.parts import download, filters, views
from ui.pilots.facts import THEMES, batches, county_names

VIEWS = ("spread", "pilots", "table")


def settle(page: Page) -> None:
    """Check what the address says against what there is."""
    choices.settle("view", VIEWS, "spread")
    for name, options in _options(page).items():
        choices.settle(name, options, None)


def draw(page: Page) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settled("view"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        options = _options(page)
        every = {name: speech(f"pilots.every_{name}") for name in options}
        filters.draw(page, options, every, folded=speech("pilots.filters"), width=150)
        st.space("stretch")
        download.answer(page, "pilot_cases")
    return view


def _options(page: Page) -> dict[str, Mapping[str, str]]:
    """What each filter may say, with its words."""
    speech = page.speech
    return {
        "topic": {code: speech(f"pilots.theme_{code}") for code in THEMES},
        "batch": {name: name for name in batches(page)},
        "county": {code: speech.pick(row, "area_name") for code, row in county_names(page).items()},
    }
