"""The title: what a statement calls itself, or what came of it; the grey line: what a statement may read and take."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Page
from ui.frame.statements import LIMITS, LONGEST, Refusal, Run
from ui.lab import asked as statement
from ui.lab import refused
from ui.lab.asked import LONGEST_IN_ADDRESS, Asked
from ui.lab.browser import SCHEMAS
from ui.lab.editor import Words
from words import numbers

LONGEST_TITLE = 60


def told(page: Page, asked: Asked, run: Run, refusal: Refusal | None) -> tuple[str, str]:
    """Title and grey line."""
    speech = page.speech
    grey = speech(
        "lab.grey",
        schemas=speech.enumerate(list(SCHEMAS)),
        seconds=f"{LIMITS.seconds:g}",
        memory=f"{LIMITS.megabytes} MB",
        rows=numbers.count(LIMITS.rows),
    )
    if refusal and refusal.kind == "stopped":
        return speech("lab.title_stopped"), grey
    if refusal:
        return speech("lab.title_refused", why=refused.what(speech, refusal)), grey
    own = plain.line(statement.title_of(page, asked), LONGEST_TITLE)
    if own:
        return own, grey
    if run.table is None:
        return speech("lab.title_runs"), grey
    return speech.plural("lab.title_rows", run.table.frame.height), grey


def editor_words(page: Page) -> Words:
    """What the editor says."""
    speech = page.speech
    longest, in_link = numbers.count(LONGEST), numbers.count(LONGEST_IN_ADDRESS)
    return Words(
        label=speech("lab.statement"),
        run=speech("lab.run"),
        format=speech("lab.format"),
        hint=speech("lab.hint", keys="Ctrl+Enter"),
        save=speech("lab.save"),
        open=speech("lab.open"),
        link=speech("lab.link"),
        called=speech("lab.called"),
        file=speech("lab.save_file"),
        untitled=speech("lab.untitled"),
        saved=speech("lab.saved_file", name="{name}"),
        opened=speech("lab.opened", name="{name}"),
        too_large=speech("lab.file_too_large", name="{name}", most=longest),
        no_text=speech("lab.file_no_text", name="{name}"),
        copied=speech("lab.link_copied"),
        not_copied=speech("lab.link_not_copied"),
        no_link=speech("lab.link_too_long", most=in_link),
    )


def former(page: Page) -> None:
    """That what the page shows is of the statement before; the editor has it seen as long as it holds another one."""
    st.html(f'<p class="former" role="status">{plain.html(page.speech("lab.former"))}</p>')


def notes(page: Page, asked: Asked) -> None:
    """What is to be said under the editor: of a statement that no address can hold, and of one that cannot be laid out."""
    speech = page.speech
    if asked.is_too_long:
        letters = numbers.count(LONGEST_IN_ADDRESS)
        st.html(f'<p class="under">{plain.html(speech("lab.not_in_address", most=letters))}</p>')
    if statement.is_unformatted():
        st.html(f'<p class="under" role="status">{plain.html(speech("lab.unformatted"))}</p>')
