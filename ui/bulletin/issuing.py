"""Issuing: a number and a name, and a question before anything is written."""

from __future__ import annotations

import streamlit as st

from files.bulletin.content import Content
from pipelines.filing import bulletins
from ui.bulletin import facts
from ui.frame import as_of, choices, failure, plain, startup
from ui.frame.page import Choice, Page
from words.problems import Problem

NUMBER, NAME = "bulletin_number", "bulletin_name"
_ASKED, _TOLD, _DONE = "bulletin_asked", "bulletin_told", "bulletin_done"


def draw(page: Page, choice: Choice, draft: Content, listed: list[dict[str, object]]) -> None:
    """The two boxes and the button; a home that cannot be written has a sentence in their place."""
    speech, state = page.speech, st.session_state
    state.pop(_DONE, None)
    if as_of.refused(page, "bulletin.as_of"):
        return
    if startup.is_read_only():
        st.html(f'<p class="under" role="status">{plain.html(speech("bulletin.read_only"))}</p>')
        return
    with st.container(key="bulletin_issue", gap="small"):
        # One below the other: a number as offices write it (民发〔2026〕12号) has no room in half the width.
        number = st.text_input(speech("bulletin.ask_number"), key=NUMBER, max_chars=bulletins.LONGEST)
        name = st.text_input(speech("bulletin.ask_name"), key=NAME, max_chars=bulletins.LONGEST)
        pressed = st.button(
            speech("bulletin.issue"), icon=":material/verified:", key="bulletin_press", on_click=choices.stay
        )
    _tell()
    if not pressed:
        return
    if not number.strip() or not name.strip():
        st.html(f'<p class="under" role="status">{plain.html(speech("bulletin.needs_both"))}</p>')
        return
    request = bulletins.Request(number, name, draft.language, choice.code, choice.period)
    dialog = st.dialog(speech("bulletin.confirm_title"))
    dialog(lambda: _question(page, choice, draft, request, listed))()


def _question(
    page: Page, choice: Choice, draft: Content, request: bulletins.Request, listed: list[dict[str, object]]
) -> None:
    """What is about to be issued, and whether it is."""
    speech = page.speech
    number = " ".join(request.number.split())
    standing = next((row for row in listed if row["number"] == number), None)
    other = bulletins.standing_beside(listed, request)
    told = [
        speech(
            "bulletin.confirm",
            title=draft.title,
            number=number,
            by=" ".join(request.by.split()),
            snapshot=page.answers.snapshot.id,
        )
    ]
    if standing is not None:
        is_back = standing["state"] == "withdrawn"
        key = "bulletin.confirm_withdrawn" if is_back else "bulletin.confirm_again"
        told.append(speech(key, number=number, edition=standing["edition"]))
    if other is not None:
        told.append(speech("bulletin.confirm_beside", number=other["number"], edition=other["edition"]))
    if draft.is_simulated:
        told.append(speech("bulletin.confirm_sample"))
    st.html("".join(f"<p>{plain.html(one)}</p>" for one in told))
    with st.container(horizontal=True):
        st.button(
            speech("bulletin.confirm_yes"),
            type="primary",
            key="bulletin_yes",
            on_click=_issue,
            args=(page, choice, request, other is not None),
        )
        st.button(speech("bulletin.confirm_no"), key="bulletin_no", on_click=_close)
    if st.session_state.get(_DONE):
        st.rerun()


def _close() -> None:
    st.session_state[_DONE] = True
    choices.stay()


def _issue(page: Page, choice: Choice, request: bulletins.Request, is_second: bool) -> None:
    """From the button: issue it, and tell what came of it in the next run. `is_second`: that another number stands was told."""
    _close()
    if startup.is_read_only():  # since the question was asked
        st.session_state[_TOLD] = page.speech("bulletin.read_only")
        return
    try:
        outcome = bulletins.issue(
            startup.home(),
            page.answers.reader,
            request,
            new_edition=True,
            second_number=is_second,
            drawn=facts.drawn_of(page, choice, request.language),
        )
    except Problem as error:
        st.session_state[_TOLD] = failure.for_readers(error, page.language)
        return
    told = {"number": outcome.row["number"], "edition": outcome.row["edition"]}
    keys = {"issued": "bulletin.done", "already": "bulletin.done_already", "beside": "bulletin.done_beside"}
    st.session_state[_TOLD] = page.speech(keys[outcome.status], **told)


def _tell() -> None:
    told = st.session_state.pop(_TOLD, "")
    if told:
        st.html(f'<p class="told" role="status">{plain.html(told)}</p>')
