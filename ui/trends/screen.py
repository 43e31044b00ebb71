"""Trends as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame.page import Page
from ui.parts.finding import finding
from ui.trends import controls, view


def draw(page: Page) -> None:
    heading = st.container()
    places = controls.every_place(page)
    chosen = controls.draw(page, places)
    with heading:
        finding(*view.title(page, chosen))
    view.draw(page, chosen)
