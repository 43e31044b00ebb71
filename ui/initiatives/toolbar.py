"""The row above the picture: which view, what is filtered, and the file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from programme.packs.columns import POLICY_SYSTEMS
from ui.frame import choices
from ui.frame.page import Page
from ui.initiatives.facts import LISTS, MECHANISMS, departments
from ui.parts import download, filters, views

VIEWS = ("timeline", "departments", "policies", "table")


def settle(page: Page) -> None:
    """Check what the address says against what there is."""
    choices.settle("view", VIEWS, "timeline")
    for name, options in _options(page).items():
        choices.settle(name, options, None)


def draw(page: Page) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settled("view"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        options = _options(page)
        every = {name: speech(f"initiatives.every_{name}") for name in options}
        filters.draw(page, options, every, folded=speech("initiatives.filters"), width=122)
        st.space("stretch")
        download.answer(page, "initiative_states")
    return view


def _options(page: Page) -> dict[str, Mapping[str, str]]:
    """What each filter may say, with its words."""
    speech = page.speech
    return {
        "list": {code: speech(f"initiatives.list_{code}") for code in LISTS},
        "system": {code: speech(f"system.{code}") for code in POLICY_SYSTEMS},
        "department": departments(page),
        "mechanism": {code: speech(f"mechanism.{code}") for code in MECHANISMS},
    }
