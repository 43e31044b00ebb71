"""The row above the picture: which view, and the file."""

from __future__ import annotations

import streamlit as st

from files import tree
from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import download, views, way_up

VIEWS = ("flow", "tiles", "table")


def draw(page: Page, form: Form) -> str:
    """Draw the row and return the view it says."""
    view = str(choices.settle("view", VIEWS, "flow"))
    # Of too many counties no tile has room for a name.
    counties = sum(
        row["area_level"] == "county" and form.is_within(row, form.city) for row in form.areas.values()
    )
    offered = tuple(one for one in VIEWS if one != "tiles" or counties <= tree.MOST_COUNTIES)
    view = view if view in offered else offered[0]
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, offered, view)
        way_up.draw(page, form)
        st.space("stretch")
        download.answer(page, "tier_stocks", area=form.city or form.root)
    return view
