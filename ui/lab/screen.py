"""The SQL lab as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame.page import Page
from ui.frame.statements import LONGEST, Tables, told
from ui.lab import answer, asked, browser, chart, editor, headline, listed, refused, waiting
from ui.parts.finding import finding


def draw(page: Page) -> None:
    st.html(f"<style>{listed.STYLE}</style>")
    heading = st.container()
    chosen = asked.settled()
    run = asked.run_of(page, chosen)
    tables = listed.tables(page)
    is_there = waiting.has_ended(page, run)
    known = tables or Tables()
    refusal = told(run, known) if is_there and run.problem else None
    with heading:
        finding(*headline.told(page, chosen, run, refusal))
    with st.container(key="lab_row"):
        left, right = st.columns([250, 870], gap="medium")
    with left:
        browser.draw(page, tables)
    with right, st.container(key="lab_right"):
        listed.draw(page, chosen)
        wrong = refusal.line if refusal and not asked.is_draft(chosen) else None
        editor.draw(
            headline.editor_words(page),
            asked.given(page, chosen, wrong),
            editor.Bounds(LONGEST, asked.LONGEST_IN_ADDRESS),
            asked.told,
        )
        headline.notes(page, chosen)
        chart.settle(run.table)
        headline.former(page)
        with st.container(key="lab_below"):
            if not is_there:
                waiting.draw(page, run)
            elif refusal:
                refused.draw(page, refusal)
            else:
                answer.draw(page, chosen, run, known)
