"""One batch that lies open: who filed it, when, its checksum, and its file as it was filed."""

from __future__ import annotations

import re
from pathlib import PurePath

import streamlit as st

from pipelines.filing import withdrawing
from ui.frame import choices, failure, plain, startup
from ui.frame.page import Page
from ui.parts import choosing
from words import numbers, periods
from words.problems import Problem

_NAME = re.compile(r"[a-z_]{1,60}-\d{8}")


def draw(page: Page) -> None:
    """The batch that the address names; nothing where it names none."""
    speech = page.speech
    asked = str(choices.raw("batch") or "")
    found, failed = None, ""
    if _NAME.fullmatch(asked):
        try:
            found = withdrawing.batch_of(startup.home(), asked)
        except Problem as error:
            failed = failure.for_readers(error, page.language)
    choices.settle("batch", [asked] if found or failed else [], None)
    if failed:
        st.html(f'<p class="under" role="status">{plain.html(failed)}</p>')
    if found is None:
        return
    told = speech(
        "corrections.batch",
        batch=asked,
        file=plain.line(found["file_name"]),
        rows=numbers.count(found["rows"]),
        on=periods.date(speech, found["filed_on"]),
        by=plain.line(found["filed_by"] or numbers.DASH),
        sha256=found["file_hash"] or numbers.DASH,
    )
    for row in page.answers.rows("withdrawals"):
        if row["batch_id"] == asked:
            said = {"by": plain.line(row["withdrawn_by"]), "why": plain.line(row["withdrawn_because"])}
            told += speech(
                "corrections.batch_withdrawn", on=periods.date(speech, row["withdrawn_on"]), **said
            )
    with st.container(key="open_batch", horizontal=True, vertical_alignment="center"):
        close = choosing.link(page, plain.html(speech("corrections.close")), batch=None)
        st.html(f'<p class="under">{plain.html(told)} {close}</p>')
        try:
            data = withdrawing.as_filed(startup.home(), found["file_hash"], str(found["file_name"]))
        except Problem as error:
            st.html(
                f'<p class="under" role="status">{plain.html(failure.for_readers(error, page.language))}</p>'
            )
            return
        st.download_button(
            speech("corrections.as_filed"),
            data,
            file_name=PurePath(str(found["file_name"])).name,
            mime="application/octet-stream",
            icon=":material/draft:",
            on_click="ignore",
            key="download_as_filed",
        )
