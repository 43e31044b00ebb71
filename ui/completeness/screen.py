"""Completeness as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.completeness import facts, findings, headline, missing, note, picture, table, toolbar
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    findings.settle(page, form)
    finding(*headline.told(page, form))
    view = toolbar.draw(page, form)
    if facts.here(form) is None:
        headline.nothing(page, form)
        return
    with st.container(key="heat_drawn"):
        {"heat": picture, "missing": missing, "findings": findings, "table": table}[view].draw(page, form)
    note.draw(page, form, view)
