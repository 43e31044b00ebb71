"""Under the picture: that no figure is rounded up, which services have a target elsewhere, which are not counted here."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page
from ui.services.facts import here, uncounted
from words import service_findings


def draw(page: Page, form: Form) -> None:
    """One grey paragraph."""
    st.html(f'<p class="under">{plain.html(text(page, form))}</p>')


def text(page: Page, form: Form) -> str:
    """What it says."""
    speech = page.speech
    parts = [speech("services.note_cut")]
    judged = {
        row["indicator_code"]
        for row in form.answers.rows("target_catalogue")
        if row["valid_from"] <= form.period and (row["valid_to"] is None or row["valid_to"] >= form.period)
    }
    with_target = [
        service_findings.inside(speech, row) for row in here(form) if row["indicator_code"] in judged
    ]
    if with_target:
        parts.append(speech("services.note_target", services=speech.enumerate(with_target)))
    else:
        parts.append(speech("services.note_no_target"))
    left_out = [speech.pick(row, "measure_name") for row in uncounted(form)]
    if left_out:
        parts.append(speech("services.note_uncounted", measures=speech.enumerate(left_out)))
    return "".join(parts) if page.language == "zh" else " ".join(parts)
