"""The compliance map as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.home import city_chart, county_map, headline, tables, toolbar
from ui.parts import county_card, legend, ranking


def draw(page: Page, choice: Choice) -> None:
    headline.draw(page, choice)
    presentation = toolbar.draw(page, choice)
    scale_keys = legend.keys(page, choice, presentation.colour)
    choices.settle("class", scale_keys, None)
    if presentation.view == "chart":
        city_chart.draw(page, choice, presentation.county)
    elif presentation.view == "table":
        tables.draw(page, choice, presentation.county)
    else:
        with st.container(key="map_row"):
            beside, middle, side = st.columns([1.1, 3.5, 2.4], gap="medium")
        with beside, st.container(key="legend"):
            legend.draw(page, choice, presentation.colour)
        with middle:
            county_map.draw(page, choice, presentation.colour, presentation.county)
        with side:
            if presentation.county:
                county_card.draw(page, choice, presentation.county)
            else:
                ranking.draw(page, choice, presentation.colour)
