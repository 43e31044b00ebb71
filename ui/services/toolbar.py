"""The row above the picture: which view, and the file."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import download, views, way_up

VIEWS = ("heat", "table")


def draw(page: Page, form: Form) -> str:
    """Draw the row and return the view it says."""
    view = str(choices.settle("view", VIEWS, "heat"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        way_up.draw(page, form)
        st.space("stretch")
        download.answer(page, "service_coverage", period=form.period, area=form.city or form.root)
    return view
