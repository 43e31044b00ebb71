"""Home, the compliance map: which counties meet the target, how many are missing, is the figure complete."""

import streamlit as st

from ui import city_chart, county_card, county_map, county_table, headline, largest_gaps, legend, toolbar
from ui.frame import open_page
from ui.page import Page


def compliance(page: Page) -> None:
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
                largest_gaps.draw(page, shown.colour)


open_page("home", compliance)
