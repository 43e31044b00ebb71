"""Where a table's figures are had by programs: its data address, and how Excel, Python and R fetch it again.

A sign beside the download button; what it opens is made when it is opened, so that no other run pays for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from files import snippets
from files.table import CODES, columns_of
from ui.frame import choices, device, own_path, plain
from ui.frame.page import Page

# Where the browser does not say how it came here.
NOWHERE = "http://localhost"
PROGRAMS = ("Excel", "Python", "R")


def draw(page: Page, question: str, parameters: dict[str, Any], own: str = "") -> None:
    """The sign, and behind it the address of the answer with the language of the page. `own` tells it from others of the question."""
    # A telephone is no place where anybody writes queries; an address gives the newest snapshot, which is not what this page tells.
    if device.is_phone() or page.as_of is not None:
        return
    speech = page.speech
    label = speech("snippets.button")
    with st.popover(
        label,
        icon=":material/link:",
        help=plain.markdown(speech("snippets.help", programs=speech("list.item").join(PROGRAMS))),
        key=f"address_{own or question}",
        on_change=choices.stay,
    ) as opened:
        if not opened.open:
            return
        here, reader = base(), page.answers.reader
        frame = page.answers.frame(question, **parameters)
        named = columns_of(reader, question, frame, language=page.language, **parameters)
        coded = columns_of(reader, question, frame, language=CODES, **parameters)
        in_words = snippets.address(here, question, parameters, page.language)
        in_codes = snippets.address(here, question, parameters)
        st.code(in_words, language=None, wrap_lines=True)
        st.html(f'<p class="under">{plain.html(_told(page, parameters))}</p>')
        excel, python, r = st.tabs(PROGRAMS)
        with excel:
            _text(snippets.excel(in_words, named), speech("snippets.paste", program="Excel"), "sql")
        with python:
            _text(snippets.python(in_codes, coded), speech("snippets.names"), "python")
        with r:
            _text(snippets.r(in_codes, coded), speech("snippets.names"), "r")


def _told(page: Page, parameters: dict[str, Any]) -> str:
    """Which snapshot and which period the address gives, and what stays of it without its period."""
    speech = page.speech
    other = parameters.get("published")
    told = speech("snippets.with", snapshot=other) if other else speech("snippets.always")
    if "period" in parameters:
        told += (
            speech("snippets.newest_since", since="since")
            if "since" in parameters
            else speech("snippets.newest")
        )
    return told


def base() -> str:
    """What every data address begins with: the name by which the browser found the service, a proxy's where there is one, and its path."""
    found = urlsplit(str(st.context.url or NOWHERE))
    return f"{found.scheme}://{found.netloc}{own_path.of_environment()}"


def _text(text: str, note: str, language: str) -> None:
    st.code(text, language=language, wrap_lines=True)
    st.html(f'<p class="under">{plain.html(note)}</p>')
