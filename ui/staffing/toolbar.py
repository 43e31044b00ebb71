"""The row above the picture: which view, the way up, and the file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.frame import choices, device
from ui.frame.page import Form, Page
from ui.parts import definition, download, views, way_up
from ui.staffing import facts, what_if

VIEWS = ("staff", "what_if", "base", "table")


def settle() -> str:
    """The view that the address says."""
    return str(choices.settle("view", VIEWS, "staff"))


def draw(page: Page, form: Form, view: str) -> None:
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view, has_icons=not device.is_phone())
        way_up.draw(page, form)
        definition.sign(page, facts.code(page))
        st.space("stretch")
        asked: dict[str, Any] = {
            "indicator": facts.code(page),
            "period": form.period,
            "area": facts.scope(form),
        }
        if view == "what_if":
            download.answer(page, "staffing_scenario", **asked, **what_if.asked(page, form))
        elif view == "base":
            download.answer(page, "denominator_choices", **asked)
        else:
            download.answer(page, "target_pace", **asked, level="county")
