"""Corrections, as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.corrections import axis, batch, facts, headline, published, registers, tables, toolbar, withdrawals
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page, choice: Choice) -> None:
    choosing.listen(page)
    compared = facts.of(choice)
    finding(*headline.told(page, choice, compared))
    view = toolbar.draw(page, choice, compared)
    batch.draw(page)
    if view == "table":
        tables.whole(page, choice, compared)
        registers.whole(page, choice, compared)
        return
    with st.container(key="drawn_row"):
        main, beside = st.columns([880, 260], gap="medium")
    with main:
        axis.draw(page, choice, compared)
        tables.counties(page, choice, compared)
        tables.cells(page, choice, compared)
        registers.draw(page, choice, compared)
    with beside:
        if compared.then and not compared.unanswered:
            published.draw(page)
            withdrawals.draw(page, compared)
        if compared.then and (note := headline.whole_site(page, compared.then)):
            head = plain.html(page.speech("corrections.whole_site"))
            st.html(f'<section class="part"><h2>{head}</h2>{note}</section>')
