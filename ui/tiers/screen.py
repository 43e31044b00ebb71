"""Rural tiers as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.tiers import beside, flow_chart, headline, table, tiles, toolbar
from ui.tiers.facts import TIERS, rows_of


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    tier = choices.settle("tier", TIERS, None)
    finding(*headline.told(page, form))
    if all(row["communities"] is None for row in rows_of(form)):
        choices.settle("view", toolbar.VIEWS, None)
        headline.nothing(page, form)
        return
    view = toolbar.draw(page, form)
    if view == "table":
        table.draw(page, form)
        return
    with st.container(key="drawn_row"):
        main, side = st.columns([760, 372], gap="medium")
    with main:
        if view == "flow":
            flow_chart.draw(page, form, tier)
        else:
            tiles.draw(page, form)
    with side:
        beside.draw(page, form, tier)
