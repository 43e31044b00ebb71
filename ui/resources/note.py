"""Under the picture: which documents set a target, how it is judged here, and that for the rest none is set."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page
from ui.resources.facts import by_area
from words import numbers, periods

# Of each thing with a target: the columns of its target and of the target's row.
JUDGED = {"floor": ("floor_target", "floor_target_id"), "complexes": ("complex_target", "complex_target_id")}


def draw(page: Page, form: Form) -> None:
    """One grey paragraph."""
    st.html(f'<p class="under">{plain.html(text(page, form))}</p>')


def text(page: Page, form: Form) -> str:
    """What it says."""
    speech = page.speech
    registry = {row["target_id"]: row for row in form.answers.rows("target_catalogue")}
    parts: list[str] = []
    by_basis: dict[tuple[str, dt.date | None], list[str]] = {}
    for thing, (value, identity) in JUDGED.items():
        row = next((one for one in by_area(form).values() if one[identity]), None)
        if row is None:
            parts.append(speech(f"resources.no_target_{thing}"))
            continue
        target = registry[row[identity]]
        rests_on = (speech.pick(target, "legal_basis"), target["reach_by"])
        told = speech(f"resources.target_{thing}", n=numbers.bound(row[value]))
        by_basis.setdefault(rests_on, []).append(told)
    for (basis, by), targets in by_basis.items():
        told = speech.enumerate(targets)
        if by:
            told = speech("resources.basis", targets=told, basis=basis, by=periods.date(speech, by))
        else:
            told = speech("resources.basis_standing", targets=told, basis=basis)
        parts.append(told)
    parts += [speech("resources.note_average"), speech("resources.note_no_target")]
    joint = speech("resources.note_joint")
    return joint.join(parts) + joint.strip()
