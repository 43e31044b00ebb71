"""A bulletin as a table of contents."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.bulletin import facts, frozen, headline, issuing, preview, side, toolbar
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts.finding import finding

STYLE = Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")


def draw(page: Page, choice: Choice) -> None:
    st.html(f"<style>{STYLE}</style>")
    choosing.listen(page)
    listed = facts.issued()
    opened = facts.chosen(listed)
    if opened is not None:
        frozen.draw(page, choice, opened, listed)
        return
    draft = facts.draft(page, choice)
    last = facts.last_of(listed, choice)
    found = facts.moved(page.answers, last) if last else None
    finding(*headline.told(page, choice, draft, last, found))
    toolbar.draw(page, choice, draft)
    with st.container(key="drawn_row"):
        main, beside = st.columns([780, 346], gap="medium")
    with main:
        preview.draw(page, choice, draft)
    with beside, st.container(key="bulletin_side"):
        issuing.draw(page, choice, draft, listed)
        side.checks(page, choice, draft)
        side.moved(page, draft, last, found)
        side.issued(page, listed)
