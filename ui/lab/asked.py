"""Which statement the page is about: the address's own, one that is shipped, or one too long for an address; and its run."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from files import receipt
from ui.frame import choices, statements
from ui.frame.page import Page
from ui.frame.statements import Run
from ui.lab import editor
from ui.lab.editor import Given

FIRST = "gap_by_city"
# What an address holds; a longer statement stands in the session alone.
LONGEST_IN_ADDRESS = receipt.LONGEST_VIEW
_LONG, _DRAFT, _GIVEN, _RUN = "lab_long", "lab_draft", "lab_given", "lab_run"
_ANEW, _UNFORMATTED = "lab_anew", "lab_unformatted"


@dataclass(frozen=True)
class Asked:
    """The statement; the name of the shipped one that it is, if it is one; whether an address can hold it."""

    text: str
    name: str | None = None

    @property
    def is_too_long(self) -> bool:
        return self.name is None and len(self.text) > LONGEST_IN_ADDRESS


def settled() -> Asked:
    """The statement of the address, else of the session, else the first of those shipped, which nobody chose and no address says."""
    own, long = choices.raw("q"), st.session_state.get(_LONG)
    chosen = choices.raw("saved")
    name = choices.settle("saved", statements.saved(), None)
    if own is not None:
        choices.put("saved", None)
        return Asked(str(own))
    if long is not None and chosen is None:
        return Asked(long)
    st.session_state.pop(_LONG, None)
    found = statements.saved()[name or FIRST]
    return Asked(found.text, found.name)


def ask(text: str) -> None:
    """From a callback: have a statement run, though it be the one that ran before."""
    state = st.session_state
    state.pop(_DRAFT, None)
    state.pop(_LONG, None)
    state[_ANEW] = True
    shipped = next((one.name for one in statements.saved().values() if one.text == text.strip()), None)
    choices.choose("saved", shipped)
    if shipped is None and len(text) > LONGEST_IN_ADDRESS:
        state[_LONG] = text
        choices.choose("q", None)
    else:
        choices.choose("q", None if shipped else text.rstrip())


def told(action: str, text: str) -> None:
    """What the editor asks for."""
    if action == editor.RUN:
        ask(text)
    elif action == editor.FORMAT:
        choices.stay()
        laid_out = statements.laid_out(text) if len(text) <= LONGEST_IN_ADDRESS else None
        st.session_state[_DRAFT] = laid_out or text
        st.session_state[_UNFORMATTED] = laid_out is None


def given(page: Page, asked: Asked, wrong: int | None) -> Given:
    """What the editor is given: its number is another one whenever it is to take the text."""
    text = st.session_state.get(_DRAFT, asked.text)
    number, before = st.session_state.get(_GIVEN, (0, None))
    if text != before:
        number += 1
        st.session_state[_GIVEN] = number, text
    is_address = text == asked.text and not asked.is_too_long
    return Given(text, number, wrong, is_address, title_of(page, asked) if asked.name else "", asked.text)


def title_of(page: Page, asked: Asked) -> str:
    """What a statement calls itself: a shipped one in the page's language, another by the comment in its first line; blank if nothing."""
    if not asked.name:
        return statements.title_of(asked.text) or ""
    found = statements.saved()[asked.name]
    return found.title_zh if page.language == "zh" else found.title_en


def is_unformatted() -> bool:
    """Whether what was to be laid out a moment ago could not be."""
    return bool(st.session_state.pop(_UNFORMATTED, False))


def is_draft(asked: Asked) -> bool:
    """Whether another text stands in the editor than was run."""
    return st.session_state.get(_DRAFT, asked.text) != asked.text


def run_of(page: Page, asked: Asked) -> Run:
    """The run of the statement on the page's snapshot: this reader's, else that of a shipped one for all; else it begins now.

    A reader has one at a time: another one that still runs is stopped.
    """
    state, reader = st.session_state, page.answers.reader
    anew = state.pop(_ANEW, False)
    own: Run | None = state.get(_RUN)
    if own is not None and not anew and own.is_of(reader, asked.text):
        return own
    if own is not None:
        own.stop()
        del state[_RUN]
    if asked.name and not anew:
        return statements.of_all(reader, asked.name)
    state[_RUN] = statements.begin(reader, asked.text)
    return state[_RUN]


def is_own(run: Run) -> bool:
    """Whether a run is this reader's, who may stop it."""
    return st.session_state.get(_RUN) is run
