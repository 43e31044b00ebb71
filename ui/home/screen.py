"""The compliance map as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, device
from ui.frame.page import Choice, Page
from ui.home import beside, city_chart, county_map, headline, tables, tiles, toolbar, year_ends
from ui.parts import choosing, county_card, legend, ranking


def draw(page: Page, choice: Choice) -> None:
    choosing.listen(page)
    headline.draw(page, choice)
    presentation = toolbar.draw(page, choice)
    scale_keys = legend.keys(page, choice, presentation.colour)
    choices.settle("class", scale_keys, None)
    tables.settle()
    if presentation.view == "chart":
        city_chart.draw(page, choice, presentation.county)
    elif presentation.view == "table":
        tables.draw(page, choice, presentation.county)
    else:
        _painted(page, choice, presentation)
    toolbar.on_phone(page, choice, presentation)


def _painted(page: Page, choice: Choice, presentation: toolbar.Presentation) -> None:
    """Legend, map or tiles, and beside it the chosen county; else the ranking, or of tiles the year ends."""
    colour, county = presentation.colour, presentation.county
    is_tiled = presentation.view == "tiles"
    with st.container(key="map_row"):
        left, middle, side = st.columns([1.1, 3.5, 2.4], gap="medium")
    with left, st.container(key="legend"):
        legend.draw(page, choice, colour)
    with middle:
        (tiles if is_tiled else county_map).draw(page, choice, colour, county)
        if not is_tiled and county is None:
            beside.make_ready(page, choice, colour)
    with side:
        if county:
            county_card.draw(page, choice, county)
        elif is_tiled and not device.is_phone():
            year_ends.draw(page, choice)
        else:
            ranking.draw(page, choice, colour)
