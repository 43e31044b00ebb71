"""What there is to choose: the statements that are shipped, and the tables."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, statements
from ui.frame.page import Page
from ui.frame.statements import Tables
from ui.lab.asked import Asked
from ui.lab.waiting import PATIENCE

STYLE = (
    ".st-key-lab_bar { gap: .75rem; } .st-key-lab_bar .stHtml p { margin: 0; } .st-key-lab_right { gap: .6rem; }"
    ".st-key-lab_chart_bar { gap: .5rem; } .st-key-lab_chart_bar .stHtml p { margin: 0; white-space: nowrap; }"
    ".st-key-lab_refused { gap: .4rem; } .st-key-lab_refused .refused { border-left: 3px solid var(--o-bad); padding: 4px 0 4px 14px; }"
    ".st-key-lab_refused .stButton button { color: var(--o-primary); font-weight: 600; padding-left: 16px; }"
    ".st-key-lab_refused .refused h2 { color: var(--o-bad); } .st-key-lab_refused .refused p { line-height: 1.6; }"
    ".lab-runs { position: relative; overflow: hidden; padding-bottom: 10px; margin: 0; }"
    ".lab-runs::after { content: ''; position: absolute; left: -30%; bottom: 0; width: 30%; height: 3px; background: var(--o-primary);"
    " animation: lab-runs 1.6s linear infinite; } @keyframes lab-runs { to { left: 100%; } }"
    ".stElementContainer:has(> .stHtml > .former) { display: none; }"
    "[data-former] .stElementContainer:has(> .stHtml > .former) { display: block; }"
    ".former { margin: 0; padding: 6px 12px; border-left: 3px solid var(--o-primary); background: var(--o-panel); font-weight: 600; }"
    "[data-former] .st-key-lab_below, [data-former] .st-key-finding { opacity: .45; filter: grayscale(1); }"
    "[data-former] .st-key-lab_files { display: none; }"
    "@media (prefers-reduced-motion: reduce) { .lab-runs::after { animation: none; left: 0; width: 100%; } }"
    "@media screen and (max-width: 1150px) { .st-key-lab_row > div > [data-testid=stHorizontalBlock]:has(> .stColumn .st-key-tables),"
    " .st-key-lab_row > [data-testid=stHorizontalBlock]:has(> .stColumn .st-key-tables) { flex-wrap: wrap-reverse; }"
    " .st-key-lab_row .stColumn { flex: 1 1 100% !important; min-width: 100% !important; } }"
    "@media screen and (max-width: 640px) { .st-key-lab_bar { padding-bottom: 34px; } }"
)


def tables(page: Page) -> Tables | None:
    """The tables of the snapshot; None as long as they are being listed."""
    return statements.tables(page, PATIENCE)


def draw(page: Page, asked: Asked) -> None:
    """The box of shipped statements; one of the reader's own takes its place with its words."""
    speech, known = page.speech, statements.saved()
    st.selectbox(
        speech("lab.saved"),
        list(known),
        format_func=lambda name: known[name].title_zh if page.language == "zh" else known[name].title_en,
        placeholder=speech("lab.own"),
        label_visibility="collapsed",
        **choices.bind("saved", asked.name),
    )
