"""Exports as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.exports import asked, checked, fields, given, headline, preview
from ui.frame.page import Choice, Page
from ui.parts.finding import finding


def draw(page: Page, choice: Choice) -> None:
    st.html(f"<style>{preview.STYLE}</style>")
    wish = asked.settled(page, choice)
    answer = asked.answer(page, wish)
    finding(*headline.told(page, wish, answer))
    with st.container(key="exports_row"):
        left, middle, right = st.columns([275, 475, 310], gap="medium")
    with left:
        fields.draw(page, choice, wish, answer)
        brought = checked.drop_zone(page)
    with middle:
        checked.outcomes(page, brought)
        preview.draw(page, wish, answer)
    with right:
        given.receipt(page, choice, wish, answer)
        given.address(page, wish, answer)
