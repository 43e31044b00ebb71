"""Going to another page from a callback's wish: the run after it goes there, and holds to it until the browser has followed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from ui.frame import choices
from ui.frame.screens import Screen

_GONE = "observatory_gone"
# So long after it was drawn may a page that was left still tell something: a chart has learnt its size.
SECONDS = 5.0


@dataclass(frozen=True)
class Gone:
    """From which page to which, with what in the address, and until when what the left page tells is none of its reader's."""

    left: str
    to: str
    query: Mapping[str, str]
    until: float


def to(there: Screen, query: Mapping[str, str]) -> None:
    """Leave what is open for another page, or for the same with something else in its address; the run ends here."""
    left = choices.open_page()
    st.session_state[_GONE] = Gone(left, there.path, query, time.monotonic() + SECONDS)
    st.switch_page(there.path, query_params=dict(query))


def on(here: Screen) -> None:
    """Call at the top of a run, after the choices: a page that was left and asks for a run only to tell something is left once more.

    Its browser asked before it knew of the other page, and would be led back there, past what its reader has chosen. The same page with
    something else in its address has been come to once a run tells nothing.
    """
    gone: Gone | None = st.session_state.get(_GONE)
    if gone is None:
        return
    if here.name == gone.left and choices.only_told() and time.monotonic() < gone.until:
        st.switch_page(gone.to, query_params=dict(gone.query))
    if here.name == gone.left or here.path != gone.to:
        del st.session_state[_GONE]
