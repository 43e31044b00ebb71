"""The submissions desk as a table of contents."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.frame import failure, plain, startup
from ui.frame.desk import publishing
from ui.frame.desk.reading import Lot
from ui.frame.page import Page
from ui.parts.finding import finding
from ui.submissions import blank, done, headline, landing, left, sheet, side, steps
from ui.submissions.held import held
from words.problems import Problem

STYLE = Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")


def draw(page: Page) -> None:
    st.html(f"<style>{STYLE}</style>")
    closed = "read_only" if startup.is_read_only() else "as_of" if page.as_of else ""
    if closed:
        finding(page.speech(f"desk.{closed}"), page.speech(f"desk.{closed}_grey"))
        st.html(f'<h2 class="part">{plain.html(page.speech("desk.blank"))}</h2>')
        with st.container(key="desk_left", width=420):
            blank.draw(page)
        return
    title = st.container()
    row = st.container(key="desk_row")
    with row:
        one, two, three = st.columns([225, 500, 365], gap="medium")
    with one, st.container(key="desk_left"):
        files, too_many = left.zone(page)
        said = left.said(page)
    lot, wrong = _read(page, files, said)
    with one, st.container(key="desk_list"):
        viewed = left.listed(page, files, lot, too_many)
        with st.expander(page.speech("desk.blank"), expanded=not files):
            blank.draw(page)
    committed = held().committed
    publication = committed.publication if committed else publishing.under_way()
    with title:
        finding(*headline.told(page, lot, viewed, wrong))
        steps.draw(page, lot)
    with two:
        if publication is not None or committed is not None:
            done.changes(page, committed, publication)
        if committed is None:
            sheet.draw(page, viewed, lot)
    with three:
        if committed is not None:
            done.took(page, committed)
        else:
            side.draw(page, viewed)
            landing.draw(page, lot, viewed, said)


def _read(page: Page, files: list[left.Brought], said: left.OfAll) -> tuple[Lot | None, str]:
    """The files as they are read, and what is said where they cannot be looked at."""
    if not files:
        return None, ""
    try:
        with st.spinner(page.speech("desk.reading")):
            return held().look(files, said), ""
    except Problem as problem:
        return None, plain.line(failure.for_readers(problem, page.language))
