"""The row above the picture: which view, which of the five, and the file."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, device
from ui.frame.page import Form, Page
from ui.partners.facts import PARTNERS
from ui.parts import download, views, way_up

VIEWS = ("tiles", "table")
ALL = "all"


def draw(page: Page, form: Form, partner: str | None) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = str(choices.settle("view", VIEWS, "tiles"))
    names = (ALL, *PARTNERS)
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        bound = choices.bind("partner", partner or ALL, nothing=ALL)
        if device.is_phone():  # which has no room for six buttons
            st.selectbox(
                speech("choice.partner"),
                names,
                format_func=lambda name: speech("partners.all" if name == ALL else f"partner.{name}"),
                label_visibility="collapsed",
                **bound,
            )
        else:
            st.segmented_control(
                speech("choice.partner"),
                names,
                format_func=lambda name: speech("partners.all" if name == ALL else f"partner.{name}"),
                required=True,
                label_visibility="collapsed",
                **bound,
            )
            way_up.draw(page, form)
            st.space("stretch")
        download.answer(page, "five_partners", period=form.period)
    return view
