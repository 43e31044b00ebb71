"""Every batch of the return and period on an axis of days: how it came, and whether the earlier snapshot knew it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from draw import arrivals
from draw.palette import palette
from ui.corrections.facts import FIGURES, Compared, Row
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, paper
from words import periods
from words.files import value_words
from words.problems import Problem

WIDE, NARROW = 850.0, 358.0
SIGNS = {"on_time": "●", "late": "▼", "corrected": "■"}


def draw(page: Page, choice: Choice, compared: Compared) -> None:
    """The axis; a mark opens its batch. Nothing where nobody files the figure."""
    if choice.dataset == FIGURES or not _batches(choice):
        return
    try:
        seen = page.answers.landed_by(compared.then) if compared.then else None
    except Problem:
        seen = None
    words = value_words(page.language)
    told = [f"{sign} {words[f'batch_came.{came}']}" for came, sign in SIGNS.items()]
    if seen is not None:
        told.append(page.speech("corrections.pale"))
    title = plain.html(page.speech("corrections.axis"))
    st.html(f'<p class="under">{title} · {plain.html(" · ".join(told))}</p>')
    drawing.show(_drawn(seen, page, choice), key="corrections_axis", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(seen, light, choice).svg, page.speech("corrections.axis"))


def _picked(batch: str) -> None:
    choices.toggle("batch", batch)


def _batches(choice: Choice) -> list[Row]:
    return list(choice.answers.rows("period_batches", dataset=choice.dataset, period=choice.period))


@kept(most=60)
def _drawn(seen: int | None, page: Page, choice: Choice) -> drawing.Drawing:
    speech, colours, rows = page.speech, palette(page.theme), _batches(choice)
    words = value_words(page.language)
    listed = [
        arrivals.Arrival(
            row["filed_on"],
            row["batch_came"],
            seen is not None and row["sequence"] <= seen,
            speech(
                "corrections.arrival",
                batch=row["batch_id"],
                came=words[f"batch_came.{row['batch_came']}"],
                on=periods.date(speech, row["filed_on"]),
                file=plain.line(row["file_name"]),
            ),
            row["batch_id"],
        )
        for row in rows
    ]
    due = rows[0]["due_on"]
    days = [one.day for one in listed] + ([due] if due else [])
    first, last = min(days), max(days)
    step = max((last - first).days // arrivals.TICKS, 1)
    ticks = [first + dt.timedelta(step * place) for place in range(arrivals.TICKS + 1)]
    axis = arrivals.Axis(
        [(day, periods.date(speech, day)) for day in ticks if day <= last],
        due,
        speech("corrections.due", day=periods.date(speech, due)) if due else "",
    )
    wide, narrow = (arrivals.arrivals(listed, axis, width, colours) for width in (WIDE, NARROW))
    return drawing.in_two(wide, narrow, colours, speech("corrections.axis"), cut=700)
