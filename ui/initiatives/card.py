"""Beside the timeline: the entry that is chosen with its history, or what changed in the year."""

from __future__ import annotations

import datetime as dt
import re

import streamlit as st

from draw.squares import SIGNS
from ui.frame import choices, plain, screens, subjects
from ui.frame.page import Page, Row
from ui.initiatives import facts
from ui.parts import choosing
from words import initiative_findings, numbers, periods

A_YEAR = dt.timedelta(days=365)
CHANGES, STATES = 12, 8  # lines that are listed
CHINESE = re.compile(r"[\u4e00-\u9fff]")
JUDGED = {"overdue": "not_met", "slipping": "not_met", "done": "met"}


def draw(page: Page) -> None:
    """The chosen entry, else what was filed anew."""
    code = choices.raw("task")
    row = next((one for one in facts.standing_now(page) if one["code"] == code), None)
    if row is None:
        _changes(page)
        return
    with st.container(border=True, key="county_card"):
        st.html(
            f'<section class="card">{_head(page, row)}{_steps(page, row)}{_history(page, row)}{_facts(page, row)}</section>'
        )
        _ways(page, row)


def _head(page: Page, row: Row) -> str:
    speech, esc = page.speech, plain.html
    standing = row["standing"]
    about = [row["code"], facts.word(page, "initiatives.list_", row["list"])]
    if row["system"]:
        about.append(facts.word(page, "system.", row["system"]))
    word = f"{SIGNS[standing]} {initiative_findings.when(speech, row)}"
    if standing == "done" and row["days"] is not None:
        word = f"{SIGNS[standing]} {speech('standing.done')} · {initiative_findings.done(speech, row)}"
    steps = ""
    if row["milestones"]:
        steps = speech(
            "initiatives.milestones",
            reached=numbers.count(row["milestones_reached"]),
            all=numbers.count(row["milestones"]),
        )
    return (
        f"<h2><span>{esc(facts.title(page, row))}</span></h2>"
        f'<p class="under">{esc(" · ".join(about))}</p>'
        f'<div class="big"><span class="without {JUDGED.get(standing, "unknown")}">{esc(word)}</span>'
        f'<span class="distance">{esc(steps)}</span></div>'
    )


def _steps(page: Page, row: Row) -> str:
    """Its milestones by number: the day, the words as filed, and how each stands."""
    lines = [
        (
            periods.date(page.speech, step["done_on"] or step["due_on"]),
            initiative_findings.step(page.speech, step, state),
        )
        for step, state in facts.steps(page, row["code"])
    ]
    body = "".join(f"<div><dt>{plain.html(day)}</dt><dd>{told}</dd></div>" for day, told in lines)
    return f"<dl>{body}</dl>" if lines else ""


def _history(page: Page, row: Row) -> str:
    """The states as filed, newest first: what changed with each."""
    rows, speech = facts.history(page, row["code"]), page.speech
    lines = []
    for number in range(len(rows) - 1, -1, -1):
        before, after = (rows[number - 1] if number else None), rows[number]
        told = _told(page, before, after)
        if told:
            lines.append((periods.date(speech, after["stands_from"]), told))
    more = len(lines) - STATES
    body = "".join(
        f"<div><dt>{plain.html(day)}</dt><dd>{plain.html(told)}</dd></div>" for day, told in lines[:STATES]
    )
    note = (
        f'<p class="under">{plain.html(speech.plural("initiatives.more_states", more))}</p>'
        if more > 0
        else ""
    )
    return f"<dl>{body}</dl>{note}" if lines else ""


def _told(page: Page, before: Row | None, after: Row) -> str:
    """What a state says that the one before did not, as HTML; empty where it only says the same again."""
    speech, parts = page.speech, []
    if after["withdrawn"]:
        return plain.html(speech("initiatives.withdrawn"))
    if before is not None and before["withdrawn"]:
        parts.append(speech("initiatives.entered_again"))
        before = None
    if before is None or before["status"] != after["status"]:
        parts.append(facts.word(page, "initiatives.status_", after["status"]))
    if before is not None and before["due_on"] != after["due_on"]:
        parts.append(
            speech(
                "initiatives.due_moved",
                before=periods.date(speech, before["due_on"]),
                after=periods.date(speech, after["due_on"]),
            )
        )
    if before is not None and before["lead_zh"] != after["lead_zh"]:
        parts.append(speech("initiatives.lead_now", department=speech.pick(after, "lead") or numbers.DASH))
    if before is None or (before["title_zh"] != after["title_zh"] and after["former_title"]):
        parts += [speech("initiatives.renamed", title=after["former_title"])] if after["former_title"] else []
    told = [plain.html(part) for part in parts]
    for name in ("evidence", "note"):
        if after[name] and (before is None or before[name] != after[name]):
            told.append(_as_filed(page, str(after[name])))
    return speech("list.sentence").join(told)


def _as_filed(page: Page, text: str) -> str:
    """What somebody filed, as HTML: nobody translates it, so where it is of another language than the page it says so."""
    if page.language == "zh" or not CHINESE.search(text):
        return plain.html(text)
    return f'<span lang="zh">{plain.html(text)}</span> {plain.html(page.speech("initiatives.as_filed"))}'


def _facts(page: Page, row: Row) -> str:
    speech, rows = page.speech, facts.history(page, row["code"])
    lead = speech.pick(row, "lead") or numbers.DASH
    before = facts.lead_before(rows)
    if before:
        lead = speech(
            "initiatives.lead_before",
            now=lead,
            before=speech.pick(before[0], "lead"),
            day=periods.date(speech, before[1]),
        )
    span = speech(
        "about.span", first=periods.date(speech, row["start_on"]), last=periods.date(speech, row["due_on"])
    )
    moved = [day for day in facts.due_days(rows) if day != row["due_on"]]
    if moved:
        told = speech("list.item").join(periods.date(speech, day) for day in moved)
        span = speech("initiatives.formerly", now=span, before=told)
    document = row["document_title"]
    if document:
        # Whoever says that a document is not public shows no number of it.
        number = speech("initiatives.not_public") if row["is_open"] is False else row["document_number"]
        document = f"{document} · {number}" if number else document
    pairs = [
        ("lead", lead),
        ("joint", speech("list.item").join(facts.joint(row, page.language))),
        ("mechanism", facts.word(page, "mechanism.", row["mechanism"])),
        ("span", span),
        ("parent", _parent(page, row)),
        ("document", document),
        (
            "filed",
            speech("initiatives.filed_as", file=row["file_name"], row=row["file_row"], batch=row["batch_id"]),
        ),
    ]
    body = "".join(
        f"<div><dt>{plain.html(speech(f'initiatives.fact_{name}'))}</dt><dd>{plain.html(str(told))}</dd></div>"
        for name, told in pairs
        if told
    )
    return f"<dl>{body}</dl>"


def _parent(page: Page, row: Row) -> str:
    """The one of 1+N it stands under, by its title."""
    found = next((one for one in facts.standing_now(page) if one["code"] == row["parent_code"]), None)
    return facts.title(page, found) if found else str(row["parent_code"] or "")


def _ways(page: Page, row: Row) -> None:
    """To its indicators on the map, and back to the list of changes."""
    home, known = screens.SCREENS["home"], page.answers.indicators()
    with st.container(key="card_links"):
        for code in str(row["indicators"] or "").split("|"):
            if code in known:
                st.page_link(
                    home.path,
                    label=plain.markdown(page.speech.pick(known[code], "short_name")),
                    icon=home.icon,
                    # What is told beside it: the newest of the whole, whatever is chosen on the map.
                    query_params=dict(choosing.voice())
                    | {"indicator": code}
                    | ({"period": day.isoformat()} if (day := _day(page, code)) else {}),
                )
                st.html(f'<p class="under">{plain.html(_newest(page, known[code]))}</p>')
        st.button(
            page.speech("card.clear"),
            key="clear_task",
            type="tertiary",
            icon=":material/close:",
            on_click=choices.choose,
            args=("task", None),
        )


def _day(page: Page, code: str) -> dt.date | None:
    """The day that an indicator opens with; None where there is none."""
    asked_for = page.answers.periods(code)
    return subjects.opening(asked_for) if asked_for else None


def _newest(page: Page, indicator: Row) -> str:
    """An indicator's newest figure for the whole, and how many counties meet their target where they have one."""
    speech, code = page.speech, str(indicator["indicator_code"])
    day = _day(page, code)
    if day is None:
        return ""
    found = page.answers.headline(code, day, page.root)
    figure = numbers.with_unit(
        found["value_shown"], int(indicator["decimals"]), speech.pick(indicator, "unit")
    )
    told = [periods.period(speech, day, indicator["cycle"])]
    if found["value_shown"] is not None:
        told.append(figure)
    if found["has_target"]:
        told.append(
            speech(
                "initiatives.met",
                met=numbers.count(found["met"]),
                all=numbers.count(found["counties_judged"]),
            )
        )
    return " · ".join(told)


def _changes(page: Page) -> None:
    """What was filed anew in the year before today, newest first, each a link to its entry."""
    speech = page.speech
    codes = {row["code"] for row in facts.shown(page)}
    found = [pair for pair in facts.changes(page, page.facts["today"] - A_YEAR) if pair[1]["code"] in codes]
    rows = "".join(
        f"<tr><td>{choosing.link(page, plain.html(facts.title(page, after)), task=after['code'])}"
        f"<br><small>{_told(page, before, after)}</small></td>"
        f'<td class="figure">{plain.html(periods.date(speech, after["stands_from"]))}</td></tr>'
        for before, after in found[:CHANGES]
    )
    more = len(found) - CHANGES
    note = speech.plural("initiatives.more_changes", more) if more > 0 else ""
    none = f"<p>{plain.html(speech('initiatives.no_change'))}</p>" if not found else ""
    st.html(
        f'<section class="ranking"><h2>{plain.html(speech("initiatives.changes"))}</h2>{none}'
        f"<table><tbody>{rows}</tbody></table><p>{plain.html(note)}</p></section>"
    )
