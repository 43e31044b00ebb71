"""Blank forms: the kind of return, the area, the file."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from files import exported
from ui.frame import choices, plain
from ui.frame.desk import blanks
from ui.frame.page import Page
from words import periods


def draw(page: Page) -> None:
    """Two boxes and the button; an area that does not file that form is told."""
    speech = page.speech
    named = blanks.datasets(page.language)
    areas = blanks.areas(blanks.today(), page.language)
    dataset = st.selectbox(
        speech("desk.blank_form"),
        list(named),
        format_func=lambda one: plain.line(named[one], 60),
        key="desk_blank_form",
        on_change=choices.stay,
    )
    area = st.selectbox(
        speech("desk.blank_area"),
        list(areas),
        format_func=lambda one: plain.line(areas[one], 60),
        key="desk_blank_area",
        on_change=choices.stay,
    )
    days = blanks.days(dataset)
    day = None
    if days:
        if st.session_state.get("desk_blank_period") not in days:
            st.session_state["desk_blank_period"] = days[0]
        day = st.selectbox(
            speech("desk.blank_period"),
            days,
            format_func=lambda one: periods.period(speech, dt.date.fromisoformat(one)),
            key="desk_blank_period",
            on_change=choices.stay,
        )
    problem = blanks.fault(dataset, area, day)
    if problem is not None:
        st.html(f'<p class="under" role="status">{plain.html(problem.message(page.language))}</p>')
        return
    st.download_button(
        speech("desk.blank_take"),
        lambda: blanks.blank(dataset, area, page.language, day),
        file_name=blanks.name(dataset, area, page.language, day),
        mime=exported.KINDS["xlsx"],
        icon=":material/description:",
        on_click="ignore",
        key="desk_blank_take",
        width="stretch",
    )
