"""The row above the picture: which view, and the file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import download, views, way_up

VIEWS = ("marks", "table")


def draw(page: Page, form: Form) -> str:
    """Draw the row and return the view it says."""
    view = str(choices.settle("view", VIEWS, "marks"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        way_up.draw(page, form)
        st.space("stretch")
        asked: dict[str, Any] = {"period": form.period, "area": form.city or form.root}
        download.beside(page, "organization_kinds", page.speech("organizations.download_kinds"), **asked)
        download.answer(page, "organization_counts", **asked)
    return view
