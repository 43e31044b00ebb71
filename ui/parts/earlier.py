"""The earlier of two periods that a page compares, and the box that chooses it: `since` in the address."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.frame import choices
from ui.frame.page import Choice, Page
from words import periods


def settle(choice: Choice) -> dt.date | None:
    """The earlier period: the one chosen, else a year before; None where there is none before."""
    before = [period for period in choice.periods if period < choice.period]
    asked = choices.settle("since", [period.isoformat() for period in before], None)
    if asked:
        return dt.date.fromisoformat(asked)
    return usual(choice)


def usual(choice: Choice) -> dt.date | None:
    """A year before the period shown, where there are figures of then, else the newest before that has any; None where none is before.

    Where none has any the same of all.
    """
    before = [period for period in choice.periods if period < choice.period]
    known = [period for period in before if choice.periods[period]["reported_counties"]] or before
    year = periods.year_before(choice.period)
    return year if year in known else next(iter(known), None)


def box(page: Page, choice: Choice, earlier: dt.date, *, with_own: bool = False) -> None:
    """All periods before the one shown; `with_own` that one as well, of which another snapshot may tell."""
    by_text = {period.isoformat(): period for period in choice.periods if period < choice.period}
    if with_own:
        by_text = {choice.period.isoformat(): choice.period} | by_text
    st.selectbox(
        page.speech("choice.since"),
        list(by_text),
        format_func=lambda text: page.speech(
            "why.since_same" if by_text[text] == choice.period else "why.since",
            period=choice.in_words(by_text[text]),
        ),
        label_visibility="collapsed",
        width=210,
        **choices.bind("since", earlier.isoformat()),
    )
