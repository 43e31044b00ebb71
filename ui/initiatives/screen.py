"""Initiatives as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Page
from ui.initiatives import board, card, desks, documents, headline, progress, table, toolbar
from ui.initiatives.facts import shown, standing_now
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page) -> None:
    choosing.listen(page)
    known = standing_now(page)
    toolbar.settle(page)
    choices.settle("task", [row["code"] for row in known], None)
    finding(*headline.told(page))
    if not known:
        headline.nothing(page)
        return
    board.draw(page)
    view = toolbar.draw(page)
    if not shown(page):
        headline.no_hit(page)
    elif view == "table":
        table.draw(page)
    elif view == "departments":
        desks.draw(page)
    elif view == "policies":
        documents.draw(page)
    else:
        with st.container(key="drawn_row"):
            main, side = st.columns([820, 320], gap="medium")
        with main:
            progress.draw(page)
        with side:
            card.draw(page)
