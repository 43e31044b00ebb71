"""Drill as a table of contents."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.drill import columns, facts, headline, toolbar, where
from ui.frame.page import Choice, Page
from ui.parts import choosing, definition
from ui.parts.finding import finding

STYLE = Path(__file__).with_name("columns.css").read_text(encoding="utf-8")

ROOM = {1: [570, 580], 2: [340, 810], 3: [240, 910]}  # of the map and of the columns, by how many there are


def draw(page: Page, choice: Choice) -> None:
    st.html(f"<style>{STYLE}</style>")
    choosing.listen(page)
    path = facts.settled(choice)
    finding(*headline.told(page, path), lambda: definition.link(page, choice.code))
    toolbar.draw(page, path)
    # The more columns, the less room for the map: a city's is as wide as a column.
    with st.container(key=f"drill_row_{len(path.shown)}"):
        beside, main = st.columns(ROOM[len(path.shown)], gap="medium")
    with beside, st.container(key="drill_map"):
        where.draw(page, path)
    with main:
        columns.draw(page, path)
