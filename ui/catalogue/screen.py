"""The catalogue as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.catalogue import entry, lineage, listed, table, targets, toolbar
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page, choice: Choice) -> None:
    choosing.listen(page)
    head, column = st.container(), lineage.settle(page)
    view = toolbar.draw(page, choice)
    with head:
        finding(*(table.told(page) if view == "table" else entry.told(page, choice)))
    if view == "table":
        table.draw(page, choice)
        return
    with st.container(key="catalogue_row"):
        left, right = st.columns([222, 910], gap="medium")
    with left:
        listed.draw(page, choice)
    with right, st.container(gap="small"):
        entry.draw(page, choice)
        targets.draw(page, choice)
        lineage.draw(page, choice, column)
