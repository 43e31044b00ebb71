"""Beside the bulletin: what is to be looked at before it is issued, what moved since it was, and all that were issued."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from files.bulletin.content import Content
from files.bulletin.moved import Moved
from ui.bulletin import facts
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import choosing
from words import numbers, periods

IN_SIGHT = 10  # issued ones


def checks(page: Page, choice: Choice, draft: Content) -> None:
    """What holds (▲) and what does not (▼), and what follows of it; nothing here but a blank name keeps it from being issued."""
    speech = page.speech
    headline = choice.answers.headline(choice.code, choice.period, page.root)
    bound = numbers.count(len(draft.figures))
    is_due = bool(choice.periods[choice.period]["is_due"])
    number = page.facts["map_approval_number"]
    listed = [
        (True, speech("bulletin.check_bound"), f"{bound} / {bound}"),
        (
            is_due,
            speech("bulletin.check_due"),
            speech("bulletin.check_due_yes") if is_due else speech("bulletin.check_due_no"),
        ),
        (
            not headline["counties_open"],
            speech("bulletin.check_open"),
            _open_ones(page, headline),
        ),
        (
            not draft.is_simulated,
            speech("bulletin.check_real"),
            speech("bulletin.check_real_no") if draft.is_simulated else speech("bulletin.check_real_yes"),
        ),
        (
            bool(number),
            speech("bulletin.check_approval"),
            str(number) if number else speech("bulletin.check_approval_no"),
        ),
    ]
    if not draft.is_simulated:
        has_head = "organ" in draft.head
        says = speech("bulletin.check_head_yes") if has_head else speech("bulletin.check_head_no")
        listed.append((has_head, speech("bulletin.check_head"), says))
    if facts.why_no_map(page, choice, draft.language):
        listed.append((False, speech("bulletin.check_map"), speech("bulletin.check_map_no")))
    rows = "".join(
        f'<tr><td><span class="{"met" if holds else "not_met"}">{"▲" if holds else "▼"}</span> {plain.html(name)}</td>'
        f'<td class="figure {"met" if holds else "not_met"}">{plain.html(says)}</td></tr>'
        for holds, name, says in listed
    )
    st.html(_section(speech("bulletin.checks"), f"<table><tbody>{rows}</tbody></table>"))


def _open_ones(page: Page, headline: facts.Row) -> str:
    """How many counties have no complete figure, and what the text makes of them: without a target nobody is judged."""
    number = headline["counties_open"]
    if not number:
        return page.speech("bulletin.check_open_none")
    key = "bulletin.check_open_some" if headline["unknown"] else "bulletin.check_open_left_out"
    return page.speech(key, n=numbers.count(number))


def moved(page: Page, draft: Content, last: facts.Row | None, found: list[Moved] | None) -> None:
    """Which figures moved since the newest of this period was issued."""
    speech = page.speech
    if last is None:
        body, title = f"<p>{plain.html(speech('bulletin.never_issued'))}</p>", speech("bulletin.moved_none")
    elif not found:
        body = f"<p>{plain.html(speech('bulletin.nothing_moved', number=last['number']))}</p>"
        title = speech("bulletin.moved_none")
    else:
        title = speech.plural("bulletin.moved", len(found), number=last["number"])
        body = _moved_table(page, draft, found)
    st.html(_section(title, body))


def _moved_table(page: Page, draft: Content, found: list[Moved]) -> str:
    speech = page.speech
    heads = ("bulletin.head_figure", "bulletin.head_was", "bulletin.head_now", "bulletin.head_why")
    head = "".join(
        f'<th class="{"figure" if at in (1, 2) else ""}">{plain.html(speech(key))}</th>'
        for at, key in enumerate(heads)
    )
    rows = "".join(
        f'<tr><td>{plain.html(_label(draft, one))}</td><td class="figure">{plain.html(one.old)}</td>'
        f'<td class="figure"><b>{plain.html(one.new)}</b></td><td>{plain.html(one.why(speech))}</td></tr>'
        for one in found
    )
    label = plain.html(speech("bulletin.moved_all"))
    return (
        f'<div class="moved" role="region" tabindex="0" aria-label="{label}"><table class="changes"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _label(draft: Content, one: Moved) -> str:
    """What a figure is called in the language shown, where it still stands there."""
    return draft.figures[one.id].label if one.id in draft.figures else one.label


def issued(page: Page, listed: list[dict[str, object]], opened: facts.Row | None = None) -> None:
    """All that were issued, newest first, the older ones folded away; one opens with its text and its files."""
    speech = page.speech
    if not listed:
        st.html(
            _section(speech("bulletin.issued_title"), f"<p>{plain.html(speech('bulletin.none_issued'))}</p>")
        )
        return
    heads = ("bulletin.head_number", "bulletin.head_on", "bulletin.head_by", "bulletin.head_since")
    head = "".join(
        f'<th class="{"figure" if at == 3 else ""}">{plain.html(speech(key))}</th>'
        for at, key in enumerate(heads)
    )
    rows = [
        _row(
            page, row, counted=at < facts.COUNTED, is_open=opened is not None and row["row"] == opened["row"]
        )
        for at, row in enumerate(listed)
    ]
    body = _register(head, rows[:IN_SIGHT])
    if rows[IN_SIGHT:]:
        older = plain.html(speech("bulletin.older", n=numbers.count(len(rows) - IN_SIGHT)))
        body += f"<details><summary>{older}</summary>{_register(head, rows[IN_SIGHT:])}</details>"
    st.html(_section(speech("bulletin.issued_title"), body))


def _register(head: str, rows: list[str]) -> str:
    return f'<table class="register"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _row(page: Page, row: facts.Row, *, counted: bool, is_open: bool) -> str:
    speech = page.speech
    words = plain.html(speech("bulletin.number_edition", number=row["number"], edition=row["edition"]))
    named = f"<b>{words}</b>" if is_open else choosing.link(page, words, issued=str(row["row"]))
    if row["state"] == "withdrawn":
        since = plain.html(speech("bulletin.state_withdrawn"))
    elif row["state"] == "replaced":
        since = plain.html(speech("bulletin.state_replaced"))
    else:
        found = facts.moved(page.answers, row) if counted else None
        since = plain.html(numbers.DASH if found is None else numbers.count(len(found)))
    about = f"{_period(page, row)} · {speech(_LANGUAGES[str(row['language'])])}"
    return (
        f"<tr><td>{named}<br><small>{plain.html(about)}</small></td><td>{plain.html(day(page, row))}</td>"
        f'<td>{plain.html(row["by"])}</td><td class="figure">{since}</td></tr>'
    )


_LANGUAGES = {"zh": "language.zh", "en": "language.en"}


def _period(page: Page, row: facts.Row) -> str:
    indicator = page.answers.indicators().get(str(row["indicator"]), {})
    day = dt.date.fromisoformat(str(row["period"]))
    return periods.period(page.speech, day, str(indicator.get("cycle") or "quarterly"))


def day(page: Page, row: facts.Row) -> str:
    """When one was issued, in words."""
    return periods.date(page.speech, dt.date.fromisoformat(str(row["on"])))


def _section(title: str, body: str) -> str:
    return f'<section class="facts part"><h2>{plain.html(title)}</h2>{body}</section>'
