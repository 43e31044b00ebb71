"""Beside the sheet: what is to be settled, the cells to mend, what was understood, the marked sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from files import exported
from files.marked import marked_bytes
from ui.frame import plain
from ui.frame.desk import blanks, places
from ui.frame.desk.brought import Brought
from ui.frame.desk.findings import Finding, alike, how_many
from ui.frame.desk.questions import UNITS, Question, meaning
from ui.frame.desk.reading import Read
from ui.frame.page import Page
from ui.submissions import words_of
from ui.submissions.held import Held, held
from words import numbers, periods
from words.problems import Bilingual

FEW = 5  # so many answers lie open; more stand in a box
IN_SIGHT = 12  # findings; the others are folded


def draw(page: Page, viewed: Read | Brought | None) -> None:
    """All of it."""
    if not isinstance(viewed, Read):
        return
    _questions(page, viewed)
    _findings(page, viewed)
    _understood(page, viewed)


def _questions(page: Page, read: Read) -> None:
    """What is asked now, and what was answered: an answer can be another."""
    speech, store = page.speech, held()
    asked = store.asked.get(read.brought.key, {})
    if not asked:
        return
    open_ones = len(read.asked)
    head = speech.plural("desk.questions", open_ones) if open_ones else speech("desk.questions_none")
    st.html(f'<h2 class="part">{plain.html(head)}</h2>')
    with st.container(key="desk_questions"):
        for question in asked.values():
            _question(page, read, question, store)


def _question(page: Page, read: Read, question: Question, store: Held) -> None:
    file = read.brought.key
    widget = f"desk_answer_{file}_{question.key}"
    given = store.answers.get(file, {}).get(question.key)
    noted: dict[str, Any] = {"key": widget, "on_change": store.answer, "args": (file, question.key, widget)}
    if question.kind == "confirm":
        told = [f"<li>{plain.html(_said(page, one))}</li>" for one in question.said]
        more = plain.html(page.speech("desk.findings_more", n=numbers.count(len(told) - IN_SIGHT)))
        rest = (
            f"<details><summary>{more}</summary><ul>{''.join(told[IN_SIGHT:])}</ul></details>"
            if told[IN_SIGHT:]
            else ""
        )
        st.html(f'<div class="desk_doubts"><ul>{"".join(told[:IN_SIGHT])}</ul>{rest}</div>')
        st.session_state[widget] = bool(given)
        st.checkbox(page.speech("desk.confirm"), **noted)
        return
    said = _said(page, question.said[0]) if question.said else ""
    label = plain.markdown(page.speech(f"desk.ask_{question.kind}", column=said))
    words = _words(page, question)
    st.session_state[widget] = given if given in question.options else None
    if len(question.options) <= FEW:
        st.radio(
            label,
            question.options,
            index=None,
            format_func=lambda one: plain.markdown(words.get(one, one), 60),
            **noted,
        )
    else:
        st.selectbox(
            label,
            question.options,
            index=None,
            format_func=lambda one: plain.line(words.get(one, one), 60),
            placeholder=page.speech("desk.choose"),
            **noted,
        )


def _words(page: Page, question: Question) -> Mapping[str, str]:
    """What the answers are called, where not as they are."""
    if question.kind == "period":
        return {day: periods.period(page.speech, dt.date.fromisoformat(day)) for day in question.options}
    if question.kind == "unit":
        return {unit: _unit(page, unit) for unit in question.options}
    if question.kind == "meaning":
        return {way: page.speech(f"desk.meaning_{meaning(way)}") for way in question.options}
    return blanks.datasets(page.language) if question.kind == "dataset" else {}


def _unit(page: Page, unit: str) -> str:
    """What a unit is called, with its sign as tables print it where that is another."""
    told = page.speech(f"desk.unit_{UNITS[unit]}") if unit in UNITS else unit
    return told if told == unit else page.speech("desk.unit_printed", unit=unit, told=told)


def _said(page: Page, said: Finding | Bilingual) -> str:
    if isinstance(said, Finding):
        return words_of.told(page, said, [])
    return said.zh if page.language == "zh" else said.en


def _findings(page: Page, read: Read) -> None:
    """The cells to mend with their address, then what is only noted; and the marked sheet."""
    speech, sheet = page.speech, places.sheet_of(read)
    for kind, found in (("mend", read.to_mend), ("note", read.outcome.warnings)):
        if not found:
            continue
        rows = [
            f'<tr><th scope="row">{plain.html(places.address(sheet, one))}</th>'
            f"<td>{plain.html(words_of.told(page, one, at))}</td></tr>"
            for one, at in alike(found)
        ]
        head = speech.plural(f"desk.findings_{kind}", how_many(found))
        body = f'<table class="desk_{kind}">{"".join(rows[:IN_SIGHT])}</table>'
        if rows[IN_SIGHT:]:
            more = plain.html(speech("desk.findings_more", n=numbers.count(len(rows) - IN_SIGHT)))
            body += f'<details><summary>{more}</summary><table class="desk_{kind}">{"".join(rows[IN_SIGHT:])}</table></details>'
        if kind == "note":
            body = f"<details><summary>{plain.html(head)}</summary>{body}</details>"
        else:
            body = f'<h2 class="part">{plain.html(head)}</h2>{body}'
        st.html(f'<section class="facts desk_found">{body}</section>')


def marked(page: Page, read: Read) -> None:
    """The button for the sheet with its marks, where anything was found and there is a sheet."""
    table = places.marked(read) if read.outcome.errors else None
    if table is None:
        return
    stem = read.brought.name.rpartition(".")[0] or read.brought.name
    st.download_button(
        page.speech("desk.marked"),
        lambda: marked_bytes(table, page.language),
        file_name=page.speech("desk.marked_name", file=stem) + ".xlsx",
        mime=exported.KINDS["xlsx"],
        icon=":material/download:",
        on_click="ignore",
        key="desk_marked",
    )


def _understood(page: Page, read: Read) -> None:
    """As what it was read."""
    speech, told = page.speech, read.outcome.understood
    if told is None:
        return
    item = speech("list.item").join
    dataset = read.outcome.dataset or ""
    printed = told.printed
    lines = [("dataset", blanks.datasets(page.language).get(dataset, dataset))]
    if told.sheet:
        lines.append(("sheet", told.sheet))
    heads = printed.heading_rows if printed else (told.heading_row,)
    lines.append(("heads", item(map(str, filter(None, heads)))))
    if printed and printed.units:
        units = [
            f"{blanks.measure(dataset, code, page.language)} {_unit(page, unit)}"
            for code, unit in printed.units.items()
        ]
        lines.append(("units", item(units)))
    lines += [("day", one) for one in [_day(page, read)] if one]
    columns = [_column(page, dataset, head, code) for head, code in told.columns.items()]
    lines.append(("columns", item(columns)))
    if printed and printed.ignored:
        lines.append(("ignored", item(printed.ignored)))
    lines.append(("areas", numbers.count(printed.matched if printed else read.outcome.rows_read)))
    if printed:
        lines.append(("totals", numbers.count(printed.totals)))
    if read.state == "ready":
        counted = {"added": read.outcome.rows_added, "replacing": read.outcome.rows_replacing}
        lines.append(
            ("effect", speech("desk.effect", **{name: numbers.count(n) for name, n in counted.items()}))
        )
    rows = "".join(
        f'<tr><th scope="row">{plain.html(speech(f"desk.read_{name}"))}</th><td>{plain.html(text, 400)}</td></tr>'
        for name, text in lines
        if text not in ("", "0")
    )
    st.html(
        f'<section class="facts desk_read"><h2 class="part">{plain.html(speech("desk.read_as"))}</h2><table>{rows}</table></section>'
    )


def _column(page: Page, dataset: str, head: str, code: str) -> str:
    """A heading and what it was taken for, where it does not say so itself."""
    common = ("area_code", "area_name", "period", "note", "withdrawn")
    named = (
        page.speech(f"desk.column_{code}") if code in common else blanks.measure(dataset, code, page.language)
    )
    return head if head == named else page.speech("desk.column_means", heading=head, column=named)


def _day(page: Page, read: Read) -> str:
    """The period, and where it is said."""
    told = read.outcome.understood
    printed = told.printed if told else None
    if printed and printed.period:
        day = periods.period(page.speech, dt.date.fromisoformat(printed.period))
        return page.speech("desk.day_said", day=day, where=page.speech(f"desk.day_{printed.period_from}"))
    days = [periods.period(page.speech, dt.date.fromisoformat(one)) for one in read.outcome.periods]
    return page.speech("list.item").join(days)
