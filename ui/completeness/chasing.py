"""The chase-up lists: of the city shown as workbook and letter, of the whole all cities in one file."""

from __future__ import annotations

import streamlit as st

from files.chase import book, content, every, letter
from files.chase.content import Chase
from files.exported import KINDS, WORD
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page


@kept(most=40)
def lists(form: Form) -> list[Chase]:
    """Who owes what in the area shown, city by city: all forms, each at its newest period that is due."""
    return content.gather(form.answers, form.speech.language, form.period, form.area)


def draw(page: Page, form: Form) -> None:
    """A button that opens the files: who owes what is looked up when it is opened, a file is made when it is pressed."""
    speech = page.speech
    with st.popover(
        speech("completeness.chase"), icon=":material/forward_to_inbox:", key="chase", on_change=choices.stay
    ) as opened:
        if not opened.open:
            return
        found = lists(form)
        if not found:
            st.html(f'<p class="under">{plain.html(speech("completeness.chase_nothing"))}</p>')
            return
        rows = sum(len(one.rows) for one in found)
        told = speech.plural("completeness.chase_note", rows, period=form.period_words)
        st.html(f'<p class="under">{plain.html(told)}</p>')
        if len(found) > 1:
            name = f"{speech('chase.file')}_{form.period}_{page.answers.snapshot.id}.zip"
            _button(
                speech.plural("completeness.chase_all", len(found)),
                name,
                "application/zip",
                lambda: every.contents(found),
            )
            return
        (one,) = found
        _button(
            speech("completeness.chase_workbook"),
            one.file_name(".xlsx"),
            KINDS["xlsx"],
            lambda: book.contents(one),
        )
        _button(
            speech("completeness.chase_letter"), one.file_name(".docx"), WORD, lambda: letter.contents(one)
        )


def _button(label: str, name: str, mime: str, contents: object) -> None:
    st.download_button(
        plain.markdown(label),
        contents,  # type: ignore[arg-type]
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"chase_{mime}",
    )
