"""The row above the picture: which view, which county, and the file."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, device, finder
from ui.frame.page import Page, Row
from ui.parts import download, views, way_up
from ui.systems import facts, table
from ui.systems.facts import Found

VIEWS = ("systems", "table")


def settle() -> None:
    """Check what the address says against what there is."""
    choices.settle("view", VIEWS, "systems")


def draw(page: Page, found: Found) -> str:
    """Draw the row and return the view it says."""
    speech, view = page.speech, str(choices.settled("view"))
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        way_up.draw(page, found.quarter)
        if not device.is_phone():
            st.space("stretch")
        finder.draw(
            page,
            finder.Box(
                "county",
                speech("systems.find"),
                speech("systems.find_hint"),
                of=(found.quarter.period, found.quarter.city),
                label_hidden=True,
                width=230,
            ),
            _places(found),
            [code for code in (found.quarter.county,) if code],
            lambda codes: choices.choose("county", codes[0] if codes else None),
        )
        question, asked = table.question(found)
        download.answer(page, question, table.frame(found), **asked)
    return view


def _places(found: Found) -> dict[str, Row]:
    return {code: found.quarter.areas[code] for code in facts.shown(found)}
