"""Pilots and cases as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.pilots import beside, board, card, headline, lines, table, toolbar
from ui.pilots.facts import in_view, register


def draw(page: Page) -> None:
    choosing.listen(page)
    known = register(page).firsts
    toolbar.settle(page)
    choices.settle("case", known, None)
    finding(*headline.told(page))
    if not known:
        headline.nothing(page)
        return
    rows = in_view(page)
    board.draw(page, rows)
    view = toolbar.draw(page)
    if not rows:
        headline.no_hit(page)
        # Of a county its tiles and what it has are told all the same.
        if view == "table" or not choices.raw("county"):
            return
    if view == "table":
        table.draw(page)
        return
    with st.container(key="drawn_row"):
        main, side = st.columns([780, 360], gap="medium")
    with main:
        lines.draw(page, view, rows)
    with side:
        if choices.raw("case"):
            card.draw(page)
        else:
            beside.draw(page)
    st.html(f'<p class="under">{plain.html(page.speech("pilots.note"))}</p>')
