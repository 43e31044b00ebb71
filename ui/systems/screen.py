"""Systems as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page, Quarter
from ui.parts import choosing
from ui.parts.finding import finding
from ui.systems import city, county, facts, headline, opened, table, toolbar, ways, whole


def draw(page: Page, quarter: Quarter) -> None:
    choosing.listen(page)
    toolbar.settle()
    head = st.container()
    found = facts.find(page, quarter)
    if found is None:  # it is being made, which is told under the title
        choices.settle("system", facts.POLICY_SYSTEMS, None)
        with head:
            finding(page.speech("systems.title_making", period=quarter.period_words), "")
        return
    system = choices.settle("system", facts.systems(found), None)
    if not facts.systems(found):
        finding(page.speech("systems.title_none", period=quarter.period_words), "")
        headline.nothing(page, quarter)
        return
    ways.leave(page, found)
    finding(*headline.told(page, found))
    view = toolbar.draw(page, found)
    with st.container(key="system_drawn"):
        if view == "table":
            table.draw(page, found)
        elif quarter.county:
            county.draw(page, found)
        elif quarter.city:
            city.draw(page, found)
        else:
            whole.draw(page, found)
    kind = "county" if quarter.county else "city" if quarter.city else "whole"
    if view != "table":
        st.html(f'<p class="under">{plain.html(page.speech(f"systems.key_{kind}"))}</p>')
    st.html(f'<p class="under">{plain.html(page.speech("systems.note"))}</p>')
    if system:
        opened.draw(page, found, system)
