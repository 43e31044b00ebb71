"""The scorecard as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame.page import Page, Quarter
from ui.parts import choosing
from ui.parts.finding import finding
from ui.scorecard import facts, headline, note, picture, table, toolbar, ways


def draw(page: Page, quarter: Quarter) -> None:
    choosing.listen(page)
    ways.leave(quarter)
    asked = facts.asked(page, quarter)
    finding(*headline.told(page, asked))
    view = toolbar.draw(page, asked)
    if not facts.has_figures(asked):
        headline.nothing(page, asked)
    else:
        with st.container(key="heat_drawn"):
            (table if view == "table" else picture).draw(page, asked)
    note.draw(page, asked)
