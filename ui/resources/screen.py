"""Resources as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.resources import card, headline, lens, money_rooms, note, table, toolbar
from ui.resources.facts import has_figures


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    finding(*headline.told(page, form))
    if not has_figures(form):
        choices.settle("view", toolbar.VIEWS, None)
        headline.nothing(page, form)
        return
    view = toolbar.draw(page, form)
    picture = {"lens": lens, "scatter": money_rooms, "table": table}[view]
    has_card = form.county is not None and view != "table"
    # One place for the picture with a card and without: moved to another it would be made anew, and lose the focus.
    with st.container(key="drawn_row"):
        main, *side = st.columns([760, 372] if has_card else [1], gap="medium")
    with main:
        picture.draw(page, form)
    for place in side:
        with place:
            card.draw(page, form)
    note.draw(page, form)
