"""What a page about a return says of what is not filed: whom a finding leaves out, and what stands where there is no picture."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page, Row
from words import periods, sentences

NAMED = 5  # counties that a line names


def left_out(page: Page, counties: Sequence[Row]) -> str:
    """How many counties are not filed in full, and the first of them by name."""
    names = sentences.some(page.speech, [page.short_name(row) for row in counties], NAMED)
    return page.speech.plural("unfiled.left_out", len(counties), names=names)


def nothing(form: Form, what: str) -> None:
    """In the place of a picture: what is missing, and by when it is due."""
    due = form.periods[form.period]["due_on"]
    if due:
        is_past = due < form.answers.reader.snapshot.today
        when = form.speech(
            "unfiled.was_due" if is_past else "unfiled.due", day=periods.date(form.speech, due)
        )
        what = form.speech("unfiled.what_and_due", what=what, due=when)
    st.html(f'<p class="nothing">{plain.html(what)}</p>')
