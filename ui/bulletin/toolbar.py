"""The row above the bulletin: its language, and its files, made when their button is pressed."""

from __future__ import annotations

import streamlit as st

from files.bulletin.content import Content
from files.exported import WORD
from ui.bulletin import facts
from ui.frame import choices, device, plain
from ui.frame.page import Choice, Page
from words import LANGUAGES

FONTS = "fonts-noto-cjk"


def draw(page: Page, choice: Choice, draft: Content) -> None:
    speech, document = page.speech, facts.document(page, choice, draft)
    names = {"zh": speech("language.zh"), "en": speech("language.en")}
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            speech("choice.written"),
            LANGUAGES,
            format_func=lambda name: names[name],
            required=True,
            label_visibility="collapsed",
            **choices.bind("written", draft.language),
        )
        if not device.is_phone():
            st.space("stretch")
        st.download_button(
            speech("bulletin.file", form="Word"),
            document.word,
            file_name=document.file_name("docx"),
            mime=WORD,
            icon=":material/description:",
            on_click="ignore",
            key="bulletin_word",
        )
        st.download_button(
            speech("bulletin.file", form="Markdown"),
            document.markdown,
            file_name=document.file_name("md"),
            mime="text/markdown",
            icon=":material/notes:",
            on_click="ignore",
            key="bulletin_markdown",
        )
    if facts.why_no_map(page, choice, draft.language) == "no_font":
        st.html(f'<p class="under">{plain.html(speech("bulletin.map_left_out", package=FONTS))}</p>')
