"""Bulletins that stand and exports that were kept: which of them no longer hold."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pipelines.filing import published_files as published
from pipelines.filing.published_files import Published
from ui.frame import failure, plain, startup
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import choosing
from words import periods
from words.problems import HomeError

SHOWN = 8


def draw(page: Page) -> None:
    """Those that no longer hold first; how many there are in all."""
    speech = page.speech
    try:
        listed = _against(page, published.state(startup.home()))
    except HomeError as error:
        st.html(f'<p class="under" role="status">{plain.html(failure.for_readers(error, page.language))}</p>')
        return
    broken = [one for one in listed if one.holds is False]
    title = (
        speech("corrections.published_none")
        if not listed
        else speech.plural("corrections.published", len(listed), broken=len(broken))
    )
    order = sorted(listed, key=lambda one: (one.holds is not False, one.holds is not None))
    lines = "".join(_line(page, one) for one in order[:SHOWN])
    st.html(f'<section class="part"><h2>{plain.html(title)}</h2>{lines}</section>')


@kept(most=10)
def _against(page: Page, state: str) -> list[Published]:  # noqa: ARG001
    """`state` tells one state of the registers from another."""
    return published.against(startup.home(), page.answers.reader)


def _line(page: Page, one: Published) -> str:
    speech = page.speech
    if one.problem is not None:
        said = failure.for_readers(one.problem, page.language)
    elif one.moved:
        said = speech.plural("corrections.moved", one.moved)
    else:
        said = speech("corrections.holds")
    name = " ".join(filter(None, (one.number, one.name)))
    day = periods.date(speech, dt.date.fromisoformat(one.on))
    about = speech(f"corrections.of_{one.kind}", on=day, snapshot=one.snapshot)
    inner = plain.html(plain.line(name))
    if one.kind == "bulletin":
        inner = choosing.elsewhere("bulletin", inner, issued=str(one.row))
    elif one.view:
        inner = f'<a class="elsewhere" href="./{plain.html(choosing.in_own_look(one.view))}" target="_self">{inner}</a>'
    return f"<p>{inner}<br><small>{plain.html(about)} · {plain.html(said)}</small></p>"
