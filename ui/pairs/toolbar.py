"""The row above the chart: which view, the second indicator, and the file."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import download, views

VIEWS = ("dots", "table")


def draw(page: Page, choice: Choice, second: str) -> str:
    """Draw the row and return the view it says."""
    view = str(choices.settle("view", VIEWS, "dots"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        st.selectbox(
            page.speech("choice.other"),
            list(choice.indicators),
            format_func=lambda code: page.speech(
                "pairs.with", name=page.speech.pick(choice.indicators[code], "short_name")
            ),
            label_visibility="collapsed",
            width=300,
            **choices.bind("other", second),
        )
        st.space("stretch")
        download.answer(
            page,
            "indicator_pair",
            indicator=choice.code,
            other=second,
            period=choice.period,
            area=choice.city or choice.root,
        )
    return view
