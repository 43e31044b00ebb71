"""Who is near the target, on either side: by how many people."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page
from ui.parts import choosing
from ui.staffing import facts, parts
from words import numbers

MOST = 60  # more names than that nobody reads


def draw(page: Page, form: Form) -> None:
    """The names with what each lacks or has to spare; a name chooses its county."""
    rows = facts.near(page, form)
    speech = page.speech
    if not rows:
        if facts.is_judged(page, form):
            parts.heading(speech("staffing.nobody_near"))
        return
    note = speech("staffing.nearest", n=MOST) if len(rows) > MOST else ""
    parts.heading(speech.plural("staffing.near", len(rows)), note)
    told = []
    nearest = {row["area_code"] for row in sorted(rows, key=_distance)[:MOST]}
    for row in (row for row in rows if row["area_code"] in nearest):
        name = choosing.link(page, plain.html(page.short_name(row)), county=row["area_code"])
        kind = "met" if row["verdict"] == "met" else "not_met"
        told.append(f'<span>{name} <b class="{kind}">{plain.html(numbers.signed(row["balance"]))}</b></span>')
    st.html(f'<p class="near">{" ".join(told)}</p>')


def _distance(row: facts.Row) -> tuple[int, str]:
    return abs(row["balance"]), row["area_code"]
