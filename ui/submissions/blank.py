"""Blank forms: the kind of return, the area, the file."""

from __future__ import annotations

import streamlit as st

from files import exported
from ui.frame import choices, plain
from ui.frame.desk import blanks
from ui.frame.page import Page


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
    problem = blanks.fault(dataset, area)
    if problem is not None:
        st.html(f'<p class="under" role="status">{plain.html(problem.message(page.language))}</p>')
        return
    st.download_button(
        speech("desk.blank_take"),
        lambda: blanks.blank(dataset, area, page.language),
        file_name=blanks.name(dataset, area, page.language),
        mime=exported.KINDS["xlsx"],
        icon=":material/description:",
        on_click="ignore",
        key="desk_blank_take",
        width="stretch",
    )
