"""The row above the picture: which view, whose indicators, of which areas, beside which date, and the file."""

from __future__ import annotations

import streamlit as st

from files import tree
from ui.frame import choices, device
from ui.frame.page import Page
from ui.parts import download, views, way_up
from ui.scorecard import facts
from ui.scorecard.facts import Asked

VIEWS = ("heat", "table")
ALL = "all"
ON_PHONE = 165  # pixels of a box, of which two stand side by side there


def draw(page: Page, asked: Asked) -> str:
    """Draw the row and return the view it says."""
    view = choices.settle("view", VIEWS, None) or VIEWS[0]
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, VIEWS, view)
        way_up.draw(page, asked.quarter)
        _system(page, asked)
        _other(page, asked)
        _county(page, asked)
        st.space("stretch")
        download.answer(page, "scorecard", **facts.parameters(asked))
    return view


def _width(usual: int) -> int:
    return ON_PHONE if device.is_phone() else usual


def _system(page: Page, asked: Asked) -> None:
    speech = page.speech
    st.selectbox(
        speech("choice.system"),
        [ALL, *facts.systems(page)],
        format_func=lambda code: (
            speech("scorecard.first_eight")
            if code == ALL
            else speech("among.of_system", name=speech(f"system.{code}"))
        ),
        label_visibility="collapsed",
        width=_width(190),
        **choices.bind("system", asked.system or ALL, nothing=ALL),
    )


def _other(page: Page, asked: Asked) -> None:
    """The date beside the period; a year before where none is chosen."""
    speech, quarter = page.speech, asked.quarter
    before = facts.year_before(quarter)
    default = before.isoformat() if before else facts.NONE
    words = {
        period.isoformat(): quarter.in_words(period) for period in quarter.periods if period != quarter.period
    }
    st.selectbox(
        speech("choice.since"),
        [facts.NONE, *words],
        format_func=lambda text: (
            speech("scorecard.no_other")
            if text == facts.NONE
            else speech("scorecard.beside", period=words[text])
        ),
        label_visibility="collapsed",
        width=_width(190),
        **choices.bind("since", asked.other.isoformat() if asked.other else facts.NONE, nothing=default),
    )


def _county(page: Page, asked: Asked) -> None:
    """The county whose townships are shown; none where the counties are."""
    speech, quarter = page.speech, asked.quarter
    names = {
        code: page.short_name(row)
        for code, row in quarter.areas.items()
        if row["area_level"] == "county" and tree.is_within(row, quarter.city)
    }
    st.selectbox(
        speech("choice.county"),
        [ALL, *names],
        format_func=lambda code: (
            speech("scorecard.every_county")
            if code == ALL
            else speech("scorecard.townships_of", name=names[code])
        ),
        label_visibility="collapsed",
        width=_width(165),
        **choices.bind("county", quarter.county or ALL, nothing=ALL),
    )
