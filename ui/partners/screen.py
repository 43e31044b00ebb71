"""Five partners as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.partners import card, headline, side, table, tiles, toolbar
from ui.partners.facts import PARTNERS, has_figures
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    partner = choices.settle("partner", PARTNERS, None)
    finding(*headline.told(page, form))
    if not has_figures(form):
        choices.settle("view", toolbar.VIEWS, None)
        headline.nothing(page, form)
        return
    view = toolbar.draw(page, form, partner)
    if view == "table":
        table.draw(page, form, partner)
    else:
        with st.container(key="drawn_row"):
            main, beside = st.columns([700, 400], gap="medium")
        with main:
            tiles.draw(page, form, partner)
        with beside:
            if form.county:
                card.draw(page, form)
            else:
                side.draw(page, form)
    st.html(f'<p class="under">{plain.html(page.speech("partners.note"))}</p>')
