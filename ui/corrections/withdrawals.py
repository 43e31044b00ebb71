"""The batches that were taken back since the earlier snapshot; those before are counted."""

from __future__ import annotations

import streamlit as st

from ui.corrections.facts import Compared
from ui.corrections.tables import batch_link
from ui.frame import plain
from ui.frame.page import Page
from words import periods
from words.problems import Problem

SHOWN = 6


def draw(page: Page, compared: Compared) -> None:
    speech = page.speech
    every = page.answers.rows("withdrawals")
    try:
        seen = page.answers.landed_by(str(compared.then))
    except Problem:
        seen = 0
    since = [row for row in every if row["withdrawn_sequence"] > seen]
    title = (
        speech.plural("corrections.withdrawals", len(since))
        if since
        else speech("corrections.no_withdrawals")
    )
    lines = "".join(
        f"<p>{batch_link(page, row['batch_id'])}<br><small>"
        + plain.html(
            speech(
                "corrections.withdrawal",
                on=periods.date(speech, row["withdrawn_on"]),
                by=plain.line(row["withdrawn_by"]),
                why=plain.line(row["withdrawn_because"]),
            )
        )
        + "</small></p>"
        for row in since[:SHOWN]
    )
    st.html(f'<section class="part"><h2>{plain.html(title)}</h2>{lines}</section>')
