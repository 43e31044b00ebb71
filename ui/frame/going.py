"""Going to another page from a callback's wish: the run after it goes there, and holds to it until the browser has followed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from ui.frame import choices, sessions
from ui.frame.screens import Screen

_GONE = "observatory_gone"
# So long after it was drawn may a page that was left still tell something: a chart has learnt its size.
SECONDS = 5.0


@dataclass(frozen=True)
class Gone:
    """From which page to which, with what in the address; until when what the left page tells is not its reader's (None: on the way)."""

    left: str
    to: str
    query: Mapping[str, str]
    until: float | None = None


def to(there: Screen, query: Mapping[str, str]) -> None:
    """Leave what is open for another page, or for the same with something else in its address; the run ends here."""
    left = choices.open_page()
    if left == there.name:
        choices.come_to(there, query)
    else:
        st.session_state[_GONE] = Gone(left, there.path, query)
    st.switch_page(there.path, query_params=dict(query))


def on(here: Screen) -> None:
    """Call at the top of a run, after the choices: a page that was left is left once more, where nobody has chosen anything on it.

    Its browser asked for the run before it knew of the other page, and would be led back there, past what its reader has chosen. Once
    the other has come, only runs in which the left one tells something are of that kind, and those for a while.
    """
    gone: Gone | None = st.session_state.get(_GONE)
    if gone is None:
        return
    if here.path == gone.to:
        if gone.until is None:
            st.session_state[_GONE] = replace(gone, until=time.monotonic() + SECONDS)
        return
    if sessions.goes_back():
        is_stale = False  # from the other page: Back may be pressed before that has begun to be drawn
    elif gone.until is None:
        is_stale = not choices.has_chosen()
    else:
        is_stale = choices.only_told() and time.monotonic() < gone.until
    if here.name == gone.left and is_stale:
        st.switch_page(gone.to, query_params=dict(gone.query))
    del st.session_state[_GONE]
