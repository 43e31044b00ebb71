"""Under the picture: what the county chosen has filed, how counts are made, and what the open counties could still turn."""

from __future__ import annotations

import streamlit as st

from ui.completeness import facts
from ui.frame import plain
from ui.frame.page import Form, Page
from words import filing_findings

NAMED = 3  # indicators of which the bounds are told


def draw(page: Page, form: Form, view: str) -> None:
    """One grey paragraph; of findings, of which snapshot they are."""
    if view == "findings":
        told = page.speech("completeness.note_findings", id=page.answers.snapshot.id)
    else:
        told = text(page, form)
    st.html(f'<p class="under">{plain.html(told)}</p>')


def text(page: Page, form: Form) -> str:
    """What it says."""
    speech, parts = page.speech, []
    row = facts.of(form, form.county) if form.county else None
    if row is not None:
        told = "；" if page.language == "zh" else "; "
        name = speech.pick(row, "area_name")
        parts.append(
            speech("completeness.note_county", name=name, told=told.join(filing_findings.lines(speech, row)))
        )
    parts.append(speech("completeness.note_units"))
    # Where the form is whole nothing of it is left to turn a verdict: what still does is named.
    here = facts.here(form)
    whole = here is not None and filing_findings.is_whole(here)
    effects = [
        speech(
            "completeness.note_effect",
            name=speech.pick(indicator, "short_name"),
            bounds=filing_findings.bounds(speech, headline, indicator, whole=whole),
        )
        for indicator, headline in facts.effects(form)[:NAMED]
    ]
    if effects:
        key = "completeness.note_effects_whole" if whole else "completeness.note_effects"
        parts.append(speech(key, effects=speech.enumerate(effects)))
    else:
        parts.append(speech("completeness.note_no_effect"))
    return ("" if page.language == "zh" else " ").join(parts)
