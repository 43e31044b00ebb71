"""The row above the maps: the earlier period, the way up, and the file."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.change import facts
from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import definition, download, views, way_up
from ui.parts import earlier as before

VIEWS = ("map", "table")


def draw(page: Page, choice: Choice, earlier: dt.date) -> str:
    """Draw the row and return the view it says."""
    view = choices.settle("view", VIEWS, None) or VIEWS[0]
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        before.box(page, choice, earlier)
        way_up.draw(page, choice)
        definition.sign(page, choice.code)
        st.space("stretch")
        download.answer(page, "period_changes", **facts.parameters(choice, earlier))
    return view
