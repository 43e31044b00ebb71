"""A quick chart of an answer: which column is across, which is up; the kind follows from what stands across."""

from __future__ import annotations

import streamlit as st

from draw import quick
from draw.figure import CONFIG
from ui.frame import choices, plain
from ui.frame.page import Page
from ui.frame.statements import Table


def settle(table: Table | None) -> None:
    """Check the columns of the address, where there is an answer to check them against."""
    kinds = quick.kinds(table.frame) if table is not None else {}
    for key, allowed in (("across", list(kinds)), ("up", _numbers(kinds))):
        if table is not None:
            choices.settle(key, allowed, None)


def is_there(table: Table) -> bool:
    """Whether an answer has something to draw: two rows, and a number to go up."""
    return quick.proposed(table.frame, "zh") is not None


def draw(page: Page, table: Table) -> None:
    """The two boxes and the chart."""
    speech, frame = page.speech, table.frame
    kinds = quick.kinds(frame)
    proposed = quick.proposed(frame, page.language)
    assert proposed is not None
    across = choices.raw("across") or proposed.across
    up = choices.raw("up") or next(
        (one for one in [proposed.up, *_numbers(kinds)] if one != across), proposed.up
    )
    with st.container(key="lab_chart_bar", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="under">{plain.html(speech("lab.chart"))}</p>', width="content")
        for key, offered, value in (("up", _numbers(kinds), up), ("across", list(kinds), across)):
            st.selectbox(
                speech(f"choice.{key}"), offered, label_visibility="collapsed", **choices.bind(key, value)
            )
    plan = quick.Plan(across, up)
    kind = quick.kind_of(frame, plan)
    st.plotly_chart(
        quick.chart(frame, plan, page.theme),
        theme=None,
        config=CONFIG,
        key="lab_chart",
        alt=speech(f"lab.chart_{kind}", up=up, across=across),
    )
    if quick.is_cut(frame, plan):
        st.html(f'<p class="under">{plain.html(speech("lab.chart_cut", shown=quick.MOST_BARS))}</p>')


def _numbers(kinds: dict[str, str]) -> list[str]:
    return [name for name, kind in kinds.items() if kind == "number"]
