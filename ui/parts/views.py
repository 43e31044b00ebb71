"""Which way a page shows its answer: one row of buttons, the same on every page."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.frame import choices
from ui.frame.page import Page

TABLE = "table"
# A view of one name is the same kind of picture on all pages.
ICONS = {
    "map": ":material/map:",
    "chart": ":material/scatter_plot:",
    "tiles": ":material/grid_view:",
    "table": ":material/table_rows:",
    "systems": ":material/view_column:",
    "timeline": ":material/view_timeline:",
    "departments": ":material/groups:",
    "policies": ":material/account_tree:",
    "ladder": ":material/stairs:",
    "counties": ":material/scatter_plot:",
    "awards": ":material/award_star:",
    "positions": ":material/align_vertical_center:",
    "score": ":material/stacked_bar_chart:",
    "clusters": ":material/hub:",
    "acceptance": ":material/verified:",
    "flow": ":material/stacked_line_chart:",
    "lens": ":material/table_chart_view:",
    "scatter": ":material/scatter_plot:",
    "spread": ":material/hub:",
    "pilots": ":material/science:",
    "moves": ":material/swap_vert:",
    "corrections": ":material/edit_note:",
    "dots": ":material/scatter_plot:",
    "staff": ":material/groups:",
    "what_if": ":material/tune:",
    "base": ":material/balance:",
    "heat": ":material/grid_on:",
    "marks": ":material/scatter_plot:",
    "entry": ":material/menu_book:",
    "missing": ":material/assignment_late:",
    "findings": ":material/rule:",
    "outliers": ":material/query_stats:",
}


def draw(page: Page, names: Iterable[str], view: str, *, has_icons: bool = True) -> None:
    """A button for each view, with its picture where there is room for that; the choice is `view` in the address."""
    speech = page.speech
    st.segmented_control(
        speech("choice.view"),
        list(names),
        format_func=lambda name: (
            f"{ICONS[name]} {speech(f'view.{name}')}" if has_icons else speech(f"view.{name}")
        ),
        required=True,
        label_visibility="collapsed",
        **choices.bind("view", view),
    )


def as_table(page: Page) -> None:
    """The button beside them that shows the table of whichever view is open, where each has one of its own; `as` in the address."""
    speech = page.speech
    st.pills(
        speech("choice.as"),
        [TABLE],
        format_func=lambda name: f"{ICONS[name]} {speech(f'view.{name}')}",
        label_visibility="collapsed",
        **choices.bind("as", choices.raw("as")),
    )


def is_table() -> bool:
    """Whether the address asks for the table of the view."""
    return choices.settle("as", (TABLE,), None) is not None
