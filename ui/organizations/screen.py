"""Organizations as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.organizations import headline, listed, marks, mix, table, toolbar, totals
from ui.organizations.facts import has_figures, here
from ui.parts import choosing
from ui.parts.finding import finding
from words import organization_findings


def draw(page: Page, form: Form) -> None:
    choosing.listen(page)
    finding(*headline.told(page, form))
    if not has_figures(form):
        choices.settle("view", toolbar.VIEWS, None)
        headline.nothing(page, form)
        return
    view = toolbar.draw(page, form)
    if view == "table":
        table.draw(page, form)
    else:
        with st.container(key="drawn_row"):
            main, beside = st.columns([690, 440], gap="medium")
        # A drawing stands close under its heading.
        with main, st.container(gap="xsmall"):
            marks.draw(page, form)
            mix.draw(page, form)
        with beside, st.container(gap="xsmall"):
            listed.draw(page, form)
            totals.draw(page, form)
    said = [page.speech("organizations.note"), *organization_findings.divisors(page.speech, here(form))]
    st.html(f'<p class="under">{plain.html(" ".join(said))}</p>')
