"""Trends: any indicator over all periods for up to six areas, with its target, its gaps and what changed."""

import streamlit as st

from ui import trend_controls, trend_view
from ui.frame import open_page
from ui.headline import finding
from ui.page import Page


def trends(page: Page) -> None:
    heading = st.container()
    places = trend_controls.every_place(page)
    chosen = trend_controls.draw(page, places)
    with heading:
        finding(*trend_view.title(page, chosen))
    trend_view.draw(page, chosen)


open_page("trends", trends)
