"""Service coverage as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.services import headline, note, picture, table, toolbar
from ui.services.facts import has_figures, services


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    sort = choices.settle("sort", (*services(form), picture.ALL), None)
    finding(*headline.told(page, form))
    if not has_figures(form):
        choices.settle("view", toolbar.VIEWS, None)
        headline.nothing(page, form)
        return
    view = toolbar.draw(page, form)
    with st.container(key="heat_drawn"):
        if view == "table":
            table.draw(page, form, sort)
        else:
            picture.draw(page, form, sort)
    note.draw(page, form)
