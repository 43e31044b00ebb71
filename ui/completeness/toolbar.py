"""The row above the picture: which view, which form, and the files."""

from __future__ import annotations

import streamlit as st

from ui.completeness import chasing, facts, findings
from ui.frame import choices, device, subjects
from ui.frame.page import Form, Page
from ui.parts import download, views, way_up

VIEWS = ("heat", "missing", "findings", "table")


def draw(page: Page, form: Form) -> str:
    """Draw the row and return the view it says."""
    view = str(choices.settle("view", VIEWS, VIEWS[0]))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        _form(page, form, 150 if view == "findings" else 230)
        way_up.draw(page, form)
        if view == "findings":
            findings.filters_of(page, form)
        st.space("stretch")
        if view != "findings":
            chasing.draw(page, form)
        if view == "missing":
            download.answer(page, "missing_filings", **facts.parameters(form))
        elif view == "findings":
            download.answer(page, "findings_listed", area=form.area)
        else:
            download.answer(page, "filing_by_area", dataset=form.dataset, area=form.city or form.root)
    return view


def _form(page: Page, form: Form, width: int) -> None:
    speech, known = page.speech, page.answers.forms()
    st.selectbox(
        speech("choice.form"),
        subjects.asked_for(page),
        format_func=lambda name: speech.pick(known[name], "dataset_name"),
        label_visibility="collapsed",
        width=165 if device.is_phone() else width,
        **choices.bind("form", form.dataset),
    )
