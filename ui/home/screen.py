"""The compliance map as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame.page import Page
from ui.home import city_chart, county_map, headline, toolbar
from ui.parts import county_card, county_table, legend, ranking


def draw(page: Page) -> None:
    headline.draw(page)
    shown = toolbar.draw(page)
    if shown.view == "chart":
        city_chart.draw(page, shown.county)
    elif shown.view == "table":
        county_table.draw(page, shown.county)
    else:
        beside, middle, side = st.columns([1.1, 3.5, 2.4], gap="medium")
        with beside:
            legend.draw(page, shown.colour)
        with middle:
            county_map.draw(page, shown.colour, shown.county)
        with side:
            if shown.county:
                county_card.draw(page, shown.county)
            else:
                ranking.draw(page, shown.colour)
