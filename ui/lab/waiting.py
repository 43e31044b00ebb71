"""A statement that runs, or waits for a place: the page says so and lets it be stopped. Nobody waits for it but its reader."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain, statements
from ui.frame.page import Page
from ui.frame.statements import LIMITS, Run
from ui.lab import asked

# Most statements take a tenth of a second: so long the page waits itself, and is drawn once.
PATIENCE = 0.25


def has_ended(page: Page, run: Run) -> bool:
    """Whether a run has ended; if not, the page is drawn anew when it has."""
    if run.has_ended_within(PATIENCE):
        return True
    statements.await_end(page, run)
    return False


def draw(page: Page, run: Run) -> None:
    """That it runs, or waits for a place, and the button that stops it."""
    speech = page.speech
    with st.container(key="lab_waiting", horizontal=True, vertical_alignment="center"):
        told = speech("lab.runs", seconds=f"{LIMITS.seconds:g}") if run.began else speech("lab.waits")
        st.html(f'<p class="lab-runs" role="status">{plain.html(told)}</p>', width="stretch")
        if asked.is_own(run):
            st.button(
                speech("lab.stop"), key="lab_stop", icon=":material/stop_circle:", on_click=_stop, args=(run,)
            )


def _stop(run: Run) -> None:
    choices.stay()
    run.stop()
