"""Two indicators as a table of contents."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.pairs import chart, facts, table, toolbar
from ui.parts.finding import finding
from words import pair_findings


def draw(page: Page, choice: Choice) -> None:
    speech, second = page.speech, facts.other(choice)
    listed, other = facts.rows(choice, second), choice.indicators[second]
    names = speech.pick(choice.indicator, "short_name"), speech.pick(other, "short_name")
    cycles = choice.cycle, str(other["cycle"])
    grey = pair_findings.grey(speech, listed, choice.period, cycles)
    finding(pair_findings.title(speech, listed, names), " · ".join(grey))
    view = toolbar.draw(page, choice, second)
    if not listed:
        st.html(f'<p class="nothing">{plain.html(speech("pairs.nothing"))}</p>')
    elif view == "table":
        table.draw(page, choice, second)
    else:
        chart.draw(page, choice, second)
