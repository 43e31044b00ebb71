"""Plotly figures: frame in, figure out. No Streamlit, no data access.

Every text comes in ready, in one language; the figures carry fonts, colours and margins of their own, so
show them with `st.plotly_chart(figure, theme=None, config=CONFIG, …)`. Nothing is fetched: no map, no
web font, no locale file. The whole layout is handed over with the marks, since adding to a figure
afterwards costs more than all the rest.
"""

from __future__ import annotations

from ui.figure_parts import CONFIG
from ui.strip_chart import StripTexts, city_strip
from ui.trend_chart import TrendTexts, trends

__all__ = ["CONFIG", "StripTexts", "TrendTexts", "city_strip", "trends"]
