"""The finding that lies open: what it says and where it stands, what reviewers said of it, and a word of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from pipelines.filing import reviews
from programme import clock
from ui.completeness import found_here
from ui.frame import as_of, choices, failure, plain, startup
from ui.frame.page import Form, Page
from words import numbers, periods
from words.problems import Problem

if TYPE_CHECKING:
    from pipelines.filing.found import Found

Words = Mapping[str, Sequence[Mapping[str, Any]]]
NAME, WORD, WHY = "review_name", "review_word", "review_why"
ASKED = {"word": WORD, "why": WHY, "name": NAME}  # what a word needs, in the order in which it is asked
_TOLD = "review_told"


def words() -> Words:
    """What reviewers said, by finding; of the home and not of the snapshot, so it is read anew each time."""
    return reviews.by_finding(startup.home())


def last(page: Page, said: Words, one: Found) -> str:
    """The word that holds, with who said it."""
    row = next(reversed(said.get(one.id, [])), None)
    return page.speech("completeness.word_by", word=_word(page, row["kind"]), by=row["by"]) if row else ""


def draw(page: Page, form: Form, one: Found | None, said: Words) -> None:
    """One finding; how to open one where none is."""
    speech = page.speech
    if one is None:
        st.html(f'<p class="under">{plain.html(speech("completeness.open_one"))}</p>')
        return
    row, parts = one.row, []
    parts.append(f"<p><b>{plain.html(speech.pick(row, 'area_name') or form.name)}</b> {_when(form, row)}</p>")
    parts.append(f"<p>{plain.html(found_here.text(form, one))}</p>")
    place = speech(
        "completeness.place",
        file=row["file_name"] or numbers.DASH,
        row=numbers.count(row["file_row"]),
        batch=row["batch_id"] or numbers.DASH,
        id=one.id[:12],
    )
    parts.append(f'<p class="under">{plain.html(place)}</p>')
    for word in said.get(one.id, []):
        day = periods.date(speech, dt.date.fromisoformat(word["on"]))
        told = speech(
            "completeness.said", word=_word(page, word["kind"]), by=word["by"], day=day, why=word["why"]
        )
        parts.append(f"<p>{plain.html(told)}</p>")
    st.html("".join(parts))
    _ask(page, one)


def _when(form: Form, row: Mapping[str, Any]) -> str:
    return plain.html(form.in_words(row["period"])) if row["period"] else ""


def _word(page: Page, word: str) -> str:
    return page.speech(f"completeness.word_{word}")


def _ask(page: Page, one: Found) -> None:
    """The boxes for a word; where none can be added a sentence."""
    speech = page.speech
    told = st.session_state.pop(_TOLD, "")
    if as_of.refused(page, "completeness.as_of"):
        return
    if not reviews.is_open(startup.home()):
        st.html(f'<p class="under" role="status">{plain.html(speech("completeness.read_only"))}</p>')
        return
    st.segmented_control(
        speech("completeness.ask_word"),
        reviews.WORDS,
        format_func=lambda word: speech(f"completeness.word_{word}"),
        key=WORD,  # nothing is preselected: a word that stays is not to be given by accident
    )
    st.text_input(speech("completeness.ask_why"), key=WHY, max_chars=reviews.LONGEST_WHY)
    st.text_input(speech("completeness.ask_name"), key=NAME, max_chars=reviews.LONGEST_NAME)
    st.button(
        speech("completeness.add_word"),
        icon=":material/rate_review:",
        key="review_press",
        on_click=_add,
        args=(page, one),
    )
    if told:
        st.html(f'<p class="told" role="status">{plain.html(told)}</p>')


def _add(page: Page, one: Found) -> None:
    """From the button: add the word, and tell what came of it in the run that follows."""
    choices.stay()
    state = st.session_state
    lacking = [name for name, key in ASKED.items() if not str(state[key] or "").strip()]
    if lacking:
        names = page.speech.enumerate([page.speech(f"completeness.ask_{name}") for name in lacking])
        state[_TOLD] = page.speech("completeness.lacking", names=names)
        return
    try:
        reviews.review(
            startup.home(),
            one.row,
            reviews.Said(str(state[WORD]), state[NAME], state[WHY]),
            day=clock.today(page.zone),
            snapshot=page.answers.snapshot.id,
        )
    except Problem as error:
        state[_TOLD] = failure.for_readers(error, page.language)
        return
    state[_TOLD], state[WHY], state[WORD] = page.speech("completeness.added"), "", None
