"""Landing: the button, and beside it why it cannot be pressed yet."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, failure, plain
from ui.frame.desk import publishing
from ui.frame.desk.brought import Brought
from ui.frame.desk.reading import Lot, OfAll, Read
from ui.frame.page import Page
from ui.submissions import side
from ui.submissions.held import held
from words import numbers
from words.problems import Problem


def draw(page: Page, lot: Lot | None, viewed: Read | Brought | None, said: OfAll) -> None:
    """The button and the marked sheet."""
    if lot is None:
        return
    store, why = held(), _why_not(page, lot, said)
    with st.container(key="desk_land_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            page.speech("desk.land"),
            type="primary",
            key="desk_land",
            disabled=bool(why),
            on_click=_land,
            args=(page, lot),
        )
        if isinstance(viewed, Read):
            side.marked(page, viewed)
    told = why or store.told or page.speech("desk.land_what", n=numbers.count(_ready(lot)))
    store.told = ""
    st.html(f'<p class="under" role="status">{plain.html(told)}</p>')


def _ready(lot: Lot) -> int:
    return sum(one.state == "ready" for one in lot.files)


def _why_not(page: Page, lot: Lot, said: OfAll) -> str:
    """What is to be done before anything lands; blank where nothing is."""
    speech = page.speech
    open_ones = sum(len(one.asked) for one in lot.files if one.state != "ready")
    wrong = sum(1 for one in lot.files if one.state in ("mend", "refused"))
    reasons = []
    if said.filed_by is None and (
        open_ones or wrong or _ready(lot)
    ):  # else there is nothing to put a name to
        reasons.append(speech("desk.why_name"))
    if open_ones:
        reasons.append(speech("desk.why_settle", n=numbers.count(open_ones)))
    if wrong:
        reasons.append(speech.plural("desk.why_mend", wrong))
    if not reasons and not _ready(lot):
        reasons.append(speech("desk.why_nothing"))
    return speech("desk.why", why=speech.join(reasons)) if reasons else ""


def _land(page: Page, lot: Lot) -> None:
    """From the button: land and have it published; what came of it is told in the run that follows."""
    choices.stay()
    store = held()
    if store.committed is not None:
        return
    try:
        store.committed = publishing.commit(lot, store.began)
    except publishing.ReadOnly:
        store.told = page.speech("desk.read_only")
    except Problem as problem:
        store.told = failure.for_readers(problem, page.language)
        store.lot = None  # an examination is landed once; what is tried again is looked at again
