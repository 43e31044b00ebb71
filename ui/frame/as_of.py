"""Which snapshot a page reads: the one that stands, or an earlier one that its reader has chosen (`as_of` in the address).

A page that reads an earlier one stays with it whatever is built, says so in its strip, and writes nothing.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from programme import clock
from ui.frame import choices, plain, startup
from ui.frame.page import Page
from warehouse.readers import Reader
from words import periods
from words.problems import Problem

KEY = "as_of"


def settled(standing: Reader) -> tuple[Reader, str | None]:
    """The reader of what is chosen, and its id; where nothing is, or it cannot be read, that of the standing one and None."""
    asked = choices.raw(KEY)
    found = _reader(standing, str(asked)) if asked else None
    chosen = choices.settle(KEY, [str(asked)] if found else [], None)
    return (found, chosen) if found and chosen else (standing, None)


def _reader(standing: Reader, snapshot_id: str) -> Reader | None:
    if not startup.why_not_read(snapshot_id):
        try:
            found = standing.beside(snapshot_id)
        except Problem:
            return None  # taken away this moment
        # Whoever reads it as of then does not follow, be it the current one still.
        return replace(found, snapshot=replace(found.snapshot, is_current=False))
    return None


def box(page: Page) -> None:
    """The choice in the sidebar: the newest, or one of the earlier ones. None where there is none."""
    offered = startup.earlier()
    if page.as_of and page.as_of not in offered:
        offered = {page.as_of: page.facts["built_at"], **offered}
    if not offered:
        return
    speech = page.speech
    told = {
        name: speech(
            "choice.as_of_one", moment=periods.moment(speech, clock.local(built, page.zone)), snapshot=name
        )
        for name, built in offered.items()
    }
    st.selectbox(
        speech("choice.as_of"),
        ["", *offered],
        format_func=lambda name: told[name] if name else speech("choice.as_of_newest"),
        **choices.bind(KEY, page.as_of or "", nothing=""),
    )


def refused(page: Page, sentence: str) -> bool:
    """Whether something may not be written here, as the page is as of then: the sentence stands in its place."""
    if page.as_of is None:
        return False
    st.html(f'<p class="under" role="status">{plain.html(page.speech(sentence))}</p>')
    return True
