"""The row above: the view, the two snapshots, all or what flipped alone, and the file."""

from __future__ import annotations

import streamlit as st

from ui.corrections.facts import FIGURES, Compared
from ui.corrections.headline import named
from ui.frame import as_of, choices, startup
from ui.frame.page import Choice, Page
from ui.parts import download, views

VIEWS = ("corrections", "table")
_NOW = "corrections_now"


def draw(page: Page, choice: Choice, compared: Compared) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settle("view", VIEWS, VIEWS[0]))
    choices.settle("only", ("flipped",), None)
    with st.container(key="toolbar", horizontal=True, vertical_alignment="bottom"):
        views.draw(page, VIEWS, view)
        if compared.then:
            st.selectbox(
                speech("corrections.then"),
                list(compared.earlier),
                format_func=lambda one: named(page, compared, one),
                width=300,
                **choices.bind("with", compared.then),
            )
        _now(page)
        if compared.then and not compared.unanswered:
            st.segmented_control(
                speech("corrections.only"),
                ["all", "flipped"],
                format_func=lambda one: speech(f"corrections.show_{one}"),
                required=True,
                **choices.bind("only", choices.raw("only") or "all", nothing="all"),
            )
            st.space("stretch")
            if choice.dataset == FIGURES:
                download.answer(page, "moved_verdicts", published=compared.then)
            else:
                download.answer(
                    page,
                    "restated_cells",
                    dataset=choice.dataset,
                    period=choice.period,
                    published=compared.then,
                )
    return view


def _now(page: Page) -> None:
    """The later snapshot: that which the page reads. Another one is read as of then, on the whole site."""
    st.session_state[_NOW] = page.as_of or ""

    def chosen() -> None:
        choices.choose(as_of.KEY, st.session_state[_NOW] or None)

    offered = [name for name in startup.earlier() if name != page.as_of]
    own = [page.as_of] if page.as_of else []
    st.selectbox(
        page.speech("corrections.now"),
        ["", *own, *offered],
        format_func=lambda one: one or page.speech("choice.as_of_newest"),
        width=170,
        key=_NOW,
        on_change=chosen,
    )
