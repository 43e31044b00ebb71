"""The documents of 1+N: the one on top, the N under it, when each was issued and what moved since."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from draw import family
from draw.palette import palette
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.initiatives import headline
from ui.initiatives.board import entry, picked
from ui.initiatives.facts import Row, in_order, shown, title
from ui.initiatives.progress import short_lead
from ui.parts import drawing, paper
from words import initiative_findings, numbers

WIDE, NARROW, PHONE, CUT = 1156.0, 700.0, 358.0, 1000
END = "\U0010ffff"  # behind every code
NAMES = {"zh": 300.0, "en": 330.0}


def draw(page: Page) -> None:
    """Draw the family and its key; a square opens its entry on the timeline."""
    rows, today = policies(page), page.facts["today"]
    if not rows:
        st.html(f'<p class="nothing">{plain.html(page.speech("initiatives.no_policy"))}</p>')
        return
    key = (device.is_phone(), tuple(row["code"] for row in rows), choices.raw("task"))
    drawing.show(_drawn(key, page, rows, today), key="initiative_family", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(key, light, rows, today).svg, headline.told(page)[0])
    st.html(f'<p class="under key">{plain.html(page.speech("initiatives.family_key"))}</p>')


def policies(page: Page) -> list[Row]:
    """The list of policies: those that others stand under first, then what is open and late."""
    rows = [row for row in shown(page) if row["list"] == "policies"]
    on_top = tops(rows)

    def place(row: Row) -> tuple[str, bool, Any]:
        parent = row["code"] if row["code"] in on_top else row["parent_code"]
        hangs = row["standing"] != "ended" and parent in on_top
        return (parent if hangs else END), row["code"] not in on_top, in_order(row)

    return sorted(rows, key=place)


def tops(rows: list[Row]) -> set[str]:
    """Those that others stand under; what was merged into another does not."""
    parents = {row["parent_code"] for row in rows if row["standing"] != "ended"}
    return parents & {row["code"] for row in rows}


@kept(most=60)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row], _today: dt.date) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    heads = tuple(speech(f"initiatives.head_{name}") for name in ("document", "lead", "moves", "change"))
    listed = [_document(page, row, tops(_rows)) for row in _rows]
    names = NAMES[page.language]
    wide = family.Layout(WIDE, names, 128, 330, heads)  # type: ignore[arg-type]
    room = PHONE if key[0] else NARROW
    narrow = family.Layout(room, 0.42 * room, 0, 0, (heads[0], "", "", ""))
    drawn = [family.family(listed, _today, layout, colours) for layout in (wide, narrow)]
    return drawing.in_two(drawn[0], drawn[1], colours, headline.told(page)[0], cut=CUT)


def _document(page: Page, row: Row, on_top: set[str]) -> family.Document:
    moves, change, kind = _since(page, row)
    is_late = row["standing"] == "done" and (row["days"] or 0) > 0
    return family.Document(
        entry(page, row),
        title(page, row),
        short_lead(page, row),
        row["start_on"],
        row["due_on"],
        row["done_on"] if row["standing"] == "done" else None,
        initiative_findings.when(page.speech, row),
        moves,
        change,
        bool(kind),
        is_late,
        row["code"] in on_top,
        row["standing"] != "ended" and row["parent_code"] in on_top,
    )


def _since(page: Page, row: Row) -> tuple[str, str, str]:
    """The first indicator that a document is to move: its name, the whole's figure at issue and now, and whether there is one.

    One after the other, which is not the effect of the document.
    """
    speech, known = page.speech, page.answers.indicators()
    code = next((one for one in str(row["indicators"] or "").split("|") if one in known), None)
    if code is None:
        return speech("initiatives.no_indicator"), "", ""
    indicator = known[code]
    name = speech.pick(indicator, "short_name") or speech.pick(indicator, "indicator_name")
    if row["standing"] != "done" or row["done_on"] is None:
        return name, speech("initiatives.not_issued"), ""
    series = [one for one in page.answers.series(code, (page.root,)) if one["value_shown"] is not None]
    before = [one for one in series if one["period"] <= row["done_on"]]
    if not before:
        return name, speech("initiatives.not_compared"), ""
    if series[-1]["period"] <= before[-1]["period"]:
        return name, speech("initiatives.not_yet"), ""
    start, now = before[-1], series[-1]
    decimals = int(indicator["decimals"])
    # No judgement: at either time other counties may be missing.
    told = speech(
        "initiatives.from_to",
        before=numbers.ratio(start["value_shown"], decimals),
        now=numbers.ratio(now["value_shown"], decimals),
    )
    return name, told, "told"
