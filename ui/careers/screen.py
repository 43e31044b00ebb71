"""Careers as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.careers import award_list, compared, headline, ladder, listed, side, table, toolbar
from ui.careers.facts import awards, posts_on, steps
from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.parts.finding import finding


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    known = steps(form)
    step = choices.settle("step", known, None)
    finding(*headline.told(page, form))
    if all(own["all"]["post_people"] is None for own in posts_on(form, form.period).values()):
        toolbar.draw(page, form, (toolbar.AWARDS,))
        headline.nothing(page, form)
        if awards(form):
            award_list.draw(page, form)
            st.html(f'<p class="under">{plain.html(_note(page, form, toolbar.AWARDS))}</p>')
        return
    view = toolbar.draw(page, form)
    if view == "table":
        table.draw(page, form)
    elif view == toolbar.AWARDS:
        award_list.draw(page, form)
    elif view == "counties":
        compared.draw(page, form)
    else:
        with st.container(key="drawn_row"):
            main, beside = st.columns([760, 372], gap="medium")
        with main:
            ladder.draw(page, form, step)
        with beside:
            if step:
                listed.draw(page, form, known[step])
            else:
                side.draw(page, form)
    st.html(f'<p class="under">{plain.html(_note(page, form, view))}</p>')


def _note(page: Page, form: Form, view: str) -> str:
    """The rule of the estimate and what the figures rest on; what is simulated besides the form, whose tag stands on top."""
    speech = page.speech
    if view == toolbar.AWARDS:
        kind = form.answers.forms().get("awards")
        is_simulated = any(row["simulated"] for row in awards(form))
        said = speech("careers.awards_note")
    else:
        kind = form.answers.forms().get("staffing_moves")
        is_simulated = bool(kind and kind["simulated"])
        said = speech("careers.note")
    if not kind or not is_simulated:
        return said
    return f"{said} {speech('tag.simulated', name=speech.pick(kind, 'dataset_name'))}"
