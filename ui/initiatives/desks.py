"""By department: what each leads and takes part in, the one late longest, the next that is due."""

from __future__ import annotations

from typing import Any

import streamlit as st

from draw import desks
from draw.palette import palette
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.initiatives import headline
from ui.initiatives.board import entry, picked
from ui.initiatives.facts import CLOSED, Row, departments, joint, shown, title
from ui.parts import drawing, paper
from words import initiative_findings, numbers

DESK = "desk:"  # before what a department's name chooses: codes of entries have no colon
WIDE, NARROW, PHONE, CUT = 1156.0, 700.0, 358.0, 1000
NAMES = {"zh": 172.0, "en": 240.0}
NAMES_ON_PHONE = 130.0


def draw(page: Page) -> None:
    """Draw the departments and the key; a name filters by it, a square opens its entry on the timeline."""
    rows = shown(page)
    key = (
        device.is_phone(),
        tuple(row["code"] for row in rows),
        choices.raw("task"),
        choices.raw("department"),
    )

    def chosen(pick: str) -> None:
        if pick.startswith(DESK):
            name = pick.removeprefix(DESK)
            choices.toggle("department", name)
            return
        picked(pick)

    drawing.show(_drawn(key, page, rows), key="initiative_desks", on_pick=chosen)
    paper.drawing(page, lambda light: _drawn(key, light, rows).svg, headline.told(page)[0])
    st.html(f'<p class="under key">{plain.html(page.speech("initiatives.desks_key"))}</p>')


def order(rows: list[Row], names: dict[str, str]) -> list[str]:
    """Departments by the days that what they lead is late, then by how much they lead and take part in."""

    def place(name: str) -> tuple[int, int, int, str]:
        leads = [row for row in rows if row["lead_zh"] == name]
        late = sum(int(row["days"]) for row in leads if row["standing"] == "overdue")
        joins = sum(name in joint(row, "zh") for row in rows)
        return -late, -len(leads), -joins, name

    chosen = choices.raw("department")
    there = [
        name
        for name in names
        if chosen in (None, name) and any(name == row["lead_zh"] or name in joint(row, "zh") for row in rows)
    ]
    return sorted(there, key=place)


@kept(most=60)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row]) -> drawing.Drawing:
    colours, speech, names = palette(page.theme), page.speech, departments(page)
    heads = tuple(speech(f"initiatives.head_{name}") for name in ("desk", "squares", "latest", "coming"))
    listed = [_desk(page, name, names[name], _rows) for name in order(_rows, names)]
    wide = desks.Layout(WIDE, NAMES[page.language], 250, heads)  # type: ignore[arg-type]
    room, names_there = (PHONE, NAMES_ON_PHONE) if key[0] else (NARROW, NAMES[page.language])
    narrow = desks.Layout(room, names_there, 0, heads)  # type: ignore[arg-type]
    drawn = [desks.desks(listed, layout, colours) for layout in (wide, narrow)]
    return drawing.in_two(drawn[0], drawn[1], colours, headline.told(page)[0], cut=CUT)


def _desk(page: Page, name: str, told: str, rows: list[Row]) -> desks.Desk:
    speech = page.speech
    leads = [row for row in rows if row["lead_zh"] == name]
    joins = [row for row in rows if row["lead_zh"] != name and name in joint(row, "zh")]
    late = [row for row in leads if row["standing"] == "overdue"]
    ahead = [row for row in leads if row["due_on"] and row["standing"] not in (*CLOSED, "overdue")]
    first = min(ahead, key=lambda row: (row["due_on"], row["code"]), default=None)
    words = (
        speech.plural("initiatives.leads", len(leads)),
        speech.plural("initiatives.joins", len(joins)),
    )
    tip = "\n".join(
        [told, *(words[at] for at, found in enumerate((leads, joins)) if found), numbers_of_late(page, late)]
    )
    return desks.Desk(
        told,
        [entry(page, row) for row in leads],
        [entry(page, row) for row in joins],
        words,
        (title(page, late[0]), initiative_findings.when(speech, late[0])) if late else ("", ""),
        (title(page, first), initiative_findings.short_month(speech, first["due_on"])) if first else ("", ""),
        tip.strip(),
        f"{DESK}{name}",
        choices.raw("department") == name,
    )


def numbers_of_late(page: Page, late: list[Row]) -> str:
    """How many are late and for how many days together; empty where none is."""
    if not late:
        return ""
    days = sum(int(row["days"]) for row in late)
    return page.speech.plural("initiatives.late_together", len(late), days=numbers.count(days))
