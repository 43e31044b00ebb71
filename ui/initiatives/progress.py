"""The timeline: what is late first, with how each entry stood over time, its milestones, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from draw import timeline
from draw.palette import palette
from draw.squares import SIGNS, STANDINGS, fill_of
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.initiatives import facts, headline
from ui.initiatives.board import entry, picked, tip
from ui.initiatives.facts import Row, history, marks, milestones, shown, spans, title
from ui.parts import drawing, paper
from words import initiative_findings, numbers

LINED = ("overdue", "slipping", "on_track")
SHOWN = {"overdue": 40, "slipping": 40, "on_track": 4}  # lines of a group; the others are squares
# Of few entries, as a filter leaves them, all have their line.
FEW = 14
LAYOUTS = {
    "zh": timeline.Layout(836, 262, 116, 92),
    "en": timeline.Layout(836, 282, 168, 108),
}
# In a narrow column, and on a telephone: without who leads.
NARROW, PHONE, CUT = (560.0, 210.0), (358.0, 138.0), 740


def draw(page: Page) -> None:
    """Draw the timeline and its key; a line opens its entry."""
    rows, today = shown(page), page.facts["today"]
    key = (device.is_phone(), tuple(row["code"] for row in rows), choices.raw("task"))
    drawing.show(_drawn(key, page, rows, today), key="initiative_timeline", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(key, light, rows, today).svg, headline.told(page)[0])
    st.html(_key(page))


def _key(page: Page) -> str:
    """What the colours of the bars say, each beside its colour, and the other marks in words."""
    speech, colours = page.speech, palette(page.theme)
    swatches = "".join(
        f'<span class="swatch" style="background:{fill_of(standing, colours)}"></span>'
        f"{plain.html(speech(f'standing.{standing}'))} "
        for standing in ("on_track", "slipping", "overdue", "done")
    )
    key_words = [speech("initiatives.key")]
    if facts.silent(page):
        key_words.append(speech("initiatives.key_silent"))
    told = (" " if page.language == "en" else "").join(key_words)
    return f'<p class="swatches">{swatches}</p><p class="under key">{plain.html(told)}</p>'


@kept(most=100)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row], _today: dt.date) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    base = LAYOUTS[page.language]
    heads = (speech("initiatives.head_title"), speech("initiatives.head_lead"))
    day = speech("initiatives.today", month=speech(f"month.{_today.month}"), day=_today.day)
    groups = [group for group in (_group(page, one, _rows, _today) for one in STANDINGS) if group]
    silent = facts.silent(page)
    wide = timeline.Layout(base.width, base.names, base.leads, base.ends, heads, day, silent)
    width, names = PHONE if key[0] else NARROW
    narrow = timeline.Layout(width, names, 0, base.ends, (heads[0], ""), day, silent)
    drawn = [timeline.timeline(groups, _today, layout, colours) for layout in (wide, narrow)]
    return drawing.in_two(drawn[0], drawn[1], colours, headline.told(page)[0], cut=CUT)


def _group(page: Page, standing: str, rows: list[Row], today: dt.date) -> timeline.Group | None:
    of_it, speech = [row for row in rows if row["standing"] == standing], page.speech
    if not of_it:
        return None
    are_few = len(rows) <= FEW
    most = len(of_it) if are_few else SHOWN.get(standing, 0)
    lined, folded = of_it[:most], of_it[most:]
    name = f"{SIGNS[standing]} {speech(f'standing.{standing}')} {numbers.count(len(of_it))}"
    note = speech(f"initiatives.order_{standing}") if standing in LINED else ""
    return timeline.Group(
        standing,
        name,
        note,
        [_line(page, row, today) for row in lined],
        speech.plural("initiatives.folded", len(folded)) if folded and lined else "",
        [entry(page, row) for row in folded],
    )


def _line(page: Page, row: Row, today: dt.date) -> timeline.Line:
    steps = milestones(page, row["code"])
    return timeline.Line(
        title(page, row),
        short_lead(page, row),
        row["standing"],
        spans(history(page, row["code"]), steps, today),
        row["due_on"],
        initiative_findings.when(page.speech, row),
        marks(steps, today),
        tip(page, row),
        row["code"],
        row["code"] == choices.raw("task"),
    )


def short_lead(page: Page, row: Row) -> str:
    """Who leads, without the name of the whole before it: every one of them is the whole's."""
    name, whole = page.speech.pick(row, "lead"), page.answers.areas(page.facts["last_period"]).get(page.root)
    return name.removeprefix(page.short_name(whole)).strip() or name if whole else name
