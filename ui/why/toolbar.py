"""The row above the picture: the earlier period, the way up, and the file."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import download, views, way_up

VIEWS = ("moves", "table")


def draw(page: Page, choice: Choice, earlier: dt.date) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settle("view", VIEWS, "moves"))
    by_text = {period.isoformat(): period for period in choice.periods if period < choice.period}
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        st.selectbox(
            speech("choice.since"),
            list(by_text),
            format_func=lambda text: speech("why.since", period=choice.in_words(by_text[text])),
            label_visibility="collapsed",
            width=210,
            **choices.bind("since", earlier.isoformat()),
        )
        way_up.draw(page, choice)
        st.space("stretch")
        download.answer(
            page,
            "balance_changes",
            indicator=choice.code,
            period=choice.period,
            since=earlier,
            area=choice.city or choice.root,
            level="county",
        )
    return view
