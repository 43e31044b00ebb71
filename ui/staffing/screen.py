"""Staffing as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.staffing import base, cities, facts, headline, near, pace, spread, table, toolbar, what_if


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    view = toolbar.settle()
    if not facts.is_known(page, form):
        for key in what_if.KEYS:
            choices.settle(key, (), None)
        finding(page.speech("staffing.title_nothing", place=""), "")
        st.html(f'<p class="nothing">{plain.html(page.speech("staffing.nothing"))}</p>')
        return
    what_if.settle(page, form)
    finding(*headline.told(page, form, view))
    toolbar.draw(page, form, view)
    if view == "table":
        table.draw(page, form)
    elif view in ("what_if", "base") and not facts.headline(page, form)["has_target"]:
        st.html(f'<p class="nothing">{plain.html(page.speech("staffing.no_target"))}</p>')
    elif view == "what_if":
        what_if.draw(page, form)
    elif view == "base":
        base.draw(page, form)
    else:
        _now(page, form)


def _now(page: Page, form: Form) -> None:
    """Where counties stand and where workers are lacking; beside it how long it takes, and who is near the target."""
    with st.container(key="drawn_row"):
        main, side = st.columns([700, 432], gap="medium")
    with main:
        spread.draw(page, form)
        cities.draw(page, form)
    with side:
        pace.draw(page, form)
        near.draw(page, form)
