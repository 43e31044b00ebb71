"""Trends as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame.page import Choice, Page
from ui.parts import definition
from ui.parts.finding import finding
from ui.trends import controls, table, view


def draw(page: Page, choice: Choice) -> None:
    heading = st.container()
    places = controls.every_place(page, choice)
    lines = controls.draw(page, choice, places)
    with heading:
        finding(*view.title(page, choice, lines), lambda: definition.link(page, choice.code))
    view.draw(page, choice, lines)
    table.draw(page, choice, lines)
