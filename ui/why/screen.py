"""Why verdicts changed, as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts.finding import finding
from ui.why import facts, headline, picture, side, table, toolbar


def draw(page: Page, choice: Choice) -> None:
    choosing.listen(page)
    earlier = facts.earlier_of(choice)
    choices.settle("county", facts.counties(choice), None)
    if earlier is None:
        finding(page.speech("why.title_no_period", period=choice.period_words), "")
        st.html(f'<p class="nothing">{plain.html(page.speech("why.no_period"))}</p>')
        return
    finding(*headline.told(page, choice, earlier))
    view = toolbar.draw(page, choice, earlier)
    if earlier.unanswered:
        told = page.speech(
            "why.unanswered", snapshot=earlier.unanswered, period=choice.in_words(earlier.period)
        )
        st.html(f'<p class="under">{plain.html(told)}</p>')
    if not choice.headline()["has_target"]:
        st.html(f'<p class="nothing">{plain.html(page.speech("why.no_target"))}</p>')
        return
    if view == "table":
        table.draw(page, choice, earlier)
        return
    with st.container(key="drawn_row"):
        main, beside = st.columns([850, 290], gap="medium")
    with main:
        picture.draw(page, choice, earlier)
    with beside:
        side.draw(page, choice, earlier)
