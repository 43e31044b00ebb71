"""The row above the picture: the earlier period, the snapshot that tells it, the way up, and the file."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import definition, download, views, way_up
from ui.parts import earlier as before
from ui.why import facts, headline

VIEWS = ("moves", "table")


def draw(page: Page, choice: Choice, earlier: facts.Earlier) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settle("view", VIEWS, "moves"))
    others = choice.answers.others()
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        before.box(page, choice, earlier.period, with_own=bool(earlier.snapshot))
        if others:
            st.selectbox(
                speech("choice.with"),
                ["", *others],
                format_func=lambda one: (
                    speech("why.with", snapshot=headline.named(page, choice, one))
                    if one
                    else speech("why.one_snapshot")
                ),
                label_visibility="collapsed",
                width=340,
                **choices.bind("with", earlier.snapshot or earlier.unanswered, nothing=""),
            )
        way_up.draw(page, choice)
        definition.sign(page, choice.code)
        st.space("stretch")
        download.answer(
            page,
            "balance_changes",
            indicator=choice.code,
            period=choice.period,
            since=earlier.period,
            published=earlier.snapshot,
            area=choice.city or choice.root,
            level="county",
        )
    return view
