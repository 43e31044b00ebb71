"""The row above the picture: which view, the way up, and the file behind what is shown."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.frame import choices, device
from ui.frame.page import Form, Page
from ui.parts import download, views, way_up

AWARDS = "awards"
VIEWS = ("ladder", "counties", "table", AWARDS)


def draw(page: Page, form: Form, shown: Iterable[str] = VIEWS) -> str:
    """Draw the row with these views and return the view it says."""
    names = list(shown)
    view = str(choices.settle("view", VIEWS, "ladder"))
    if view not in names:
        view = names[0]
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        if len(names) > 1:
            # A telephone has no room for four pictures beside their words.
            views.draw(page, names, view, has_icons=not device.is_phone())
        way_up.draw(page, form)
        st.space("stretch")
        if view == AWARDS:
            download.answer(page, "awards", area=form.area)
        elif view == "counties":
            download.answer(page, "career_places", period=form.period)
        else:
            download.answer(page, "grade_steps", area=form.area, period=form.period)
    return view
