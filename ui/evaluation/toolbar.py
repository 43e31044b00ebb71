"""The row above the picture: which view, which county or indicator, and the file."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from files import tree
from ui.frame import choices, device, finder
from ui.frame.page import Page, Quarter
from ui.parts import views

VIEWS = ("positions", "score", "clusters", "acceptance")


def draw(page: Page, beside: Callable[[], None], file: Callable[[], None]) -> None:
    """The row: `beside` draws the box that the view has, `file` its download."""
    speech = page.speech
    view = str(choices.settled("view"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        if device.is_phone():  # which has no room for four buttons
            st.selectbox(
                speech("choice.view"),
                list(VIEWS),
                format_func=lambda name: speech(f"view.{name}"),
                label_visibility="collapsed",
                **choices.bind("view", view),
            )
        else:
            views.draw(page, VIEWS, view)
        views.as_table(page)
        beside()
        st.space("stretch")
        file()


def settle() -> tuple[str, bool]:
    """Check the view that the address says, and whether its table is asked for in place of its picture."""
    return str(choices.settle("view", VIEWS, "positions")), views.is_table()


def county(page: Page, quarter: Quarter) -> None:
    """The box that finds a county."""
    places = {
        code: row
        for code, row in quarter.areas.items()
        if row["area_level"] == "county" and tree.is_within(row, quarter.city)
    }
    box = finder.Box(
        "evaluation_county",
        page.speech("choice.county"),
        page.speech("evaluation.find_county"),
        of=(quarter.period, quarter.city),
        label_hidden=True,
        width=240,
    )
    chosen = [quarter.county] if quarter.county else []
    finder.draw(
        page, box, places, chosen, lambda codes: choices.choose("county", codes[0] if codes else None)
    )
