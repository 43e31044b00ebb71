"""The lines: a case's from the day it began through the counties it reached, or a pilot's to its review."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from draw import spread
from draw.palette import palette
from draw.squares import Entry
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.pilots import headline
from ui.pilots.board import entry, picked
from ui.pilots.facts import FILTERS, Row, batches, reached, register
from words import case_findings, numbers

FOUND = {"failed": "failed", "excellent": "passed", "passed": "passed"}
WIDE = {"zh": (770.0, 250.0, 62.0), "en": (770.0, 332.0, 72.0)}
# Of few cases, as a filter leaves them, all have their line.
FEW = 8
# Where there is little room the names stand over their lines.
NARROW, CUT = (358.0, 0.0, 62.0), 640


def draw(page: Page, view: str, rows: list[Row]) -> None:
    """Draw the lines and their key; one opens its case."""
    if not rows:
        return
    today: dt.date = page.facts["today"]
    chosen = (choices.raw(name) for name in ("case", *FILTERS))
    key = (view, tuple(row["code"] for row in rows), *chosen)
    drawing.show(_drawn(key, page, rows, today), key="pilot_lines", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(key, light, rows, today).svg, headline.told(page)[0])
    told = page.speech("pilots.key_pilots" if view == "pilots" else "pilots.key")
    st.html(f'<p class="under key">{plain.html(told)}</p>')


@kept(most=100)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row], _today: dt.date) -> drawing.Drawing:
    view = key[0]
    colours, speech = palette(page.theme), page.speech
    groups = _by_batch(page, _rows) if view == "pilots" else [_by_reach(page, _rows)]
    heads = (speech(f"pilots.head_{view}"), speech("pilots.head_counties"))
    wide, narrow = (
        spread.spread(groups, _today, spread.Layout(*sizes, heads, reviewed=view == "pilots"), colours)
        for sizes in (WIDE[page.language], NARROW)
    )
    return drawing.in_two(wide, narrow, colours, headline.told(page)[0], cut=CUT)


def _by_reach(page: Page, rows: list[Row]) -> spread.Group:
    """What was copied, a line each; what nobody took up is a square."""
    copied = [row for row in rows if row["counties_reached"] or len(rows) <= FEW]
    others = [row for row in rows if row not in copied]
    more = page.speech.plural("pilots.not_copied", len(others)) if others else ""
    return spread.Group("", [_case(page, row) for row in copied], more, [entry(page, row) for row in others])


def _by_batch(page: Page, rows: list[Row]) -> list[spread.Group]:
    """The pilots of each batch, those of none last."""
    found = []
    for batch in (*batches(page), None):
        of_it = [row for row in rows if (row["batch"] or None) == batch]
        if of_it:
            name = batch or page.speech("pilots.no_batch")
            head = page.speech("pilots.group", name=name, n=numbers.count(len(of_it)))
            found.append(spread.Group(head, [_case(page, row) for row in of_it]))
    return found


def _case(page: Page, row: Row) -> spread.Case:
    speech, code = page.speech, row["code"]
    mark: Entry = entry(page, row)
    is_open = choices.raw("case") in (code, *(copy["code"] for copy in reached(page, code)))
    began = speech("list.item").join(
        case_findings.where(speech, place, short=True) for place in register(page).places[code]
    )
    about = [began, case_findings.word(speech, "theme", row["theme"])]
    return spread.Case(
        case_findings.name(speech, row),
        " · ".join(one for one in about if one),
        Entry(mark.standing, mark.tip, mark.pick, is_open),
        row["begun_on"],
        [
            spread.Copy(one["begun_on"], FOUND.get(one["result"], "open"), _is_looked_at(one))
            for one in reached(page, code)
        ],
        numbers.count(row["counties_reached"]),
        speech("pilots.failed_short", n=numbers.count(row["counties_failed"]))
        if row["counties_failed"]
        else "",
        row["half_on"] if row["counties_reached"] > 1 else None,
        row["review_on"],
    )


def _is_looked_at(copy: Row) -> bool:
    """Whether a copy is that of the county chosen, or the case that is open."""
    return choices.raw("county") == copy["county_code"] or choices.raw("case") == copy["code"]
