"""Two dates of an indicator, as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.change import facts, gains, headline, maps, table, toolbar, ways
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts import earlier as before
from ui.parts.finding import finding


def draw(page: Page, choice: Choice) -> None:
    choosing.listen(page)
    ways.leave(choice)
    earlier = before.settle(choice)
    if earlier is None:
        finding(page.speech("why.title_no_period", period=choice.period_words), "")
        st.html(f'<p class="nothing">{plain.html(page.speech("why.no_period"))}</p>')
        return
    finding(*headline.told(page, choice, earlier))
    view = toolbar.draw(page, choice, earlier)
    if not facts.has_figures(choice):
        st.html(f'<p class="nothing">{plain.html(page.speech("change.nothing"))}</p>')
    elif view == "table":
        table.draw(page, choice, earlier)
    else:
        with st.container(key="heat_drawn"):
            maps.draw(page, choice, earlier)
            gains.draw(page, choice, earlier)
