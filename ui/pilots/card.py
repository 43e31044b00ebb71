"""The chosen case: where it was copied, on tiles and as a list, how fast, and how it ended."""

from __future__ import annotations

import streamlit as st

from draw.squares import RESULT_SIGNS
from ui.frame import choices, plain
from ui.frame.page import Page
from ui.parts import choosing
from ui.pilots import tiles
from ui.pilots.beside import JUDGED
from ui.pilots.facts import Row, copies, county_names, reached, register, result, signed_result
from words import case_findings, numbers, periods

LISTED = 10  # copies


def draw(page: Page) -> None:
    """The card; its button lets the case go."""
    row = register(page).firsts[str(choices.raw("case"))]
    origin = row
    if row["original_title_zh"] is not None and not row["counties_reached"]:
        origin = register(page).firsts.get(row["original_code"], row)
    with st.container(border=True, key="county_card"):
        st.html(f'<section class="card">{_head(page, row)}</section>')
        if tiles.has_tiles(page):
            tiles.of_case(page, origin)
        st.html(
            f'<section class="card">{_facts(page, row)}</section>{_list(page, origin)}{_filed(page, row)}'
        )
        st.button(
            page.speech("card.clear"),
            key="clear_case",
            type="tertiary",
            icon=":material/close:",
            on_click=choices.choose,
            args=("case", None),
        )


def _head(page: Page, row: Row) -> str:
    speech, code = page.speech, row["code"]
    places = register(page).places[code]
    began = speech("list.item").join(case_findings.where(speech, place) for place in places)
    about = [code, began, case_findings.word(speech, "theme", row["theme"]), *_about(page, row)]
    far, kind = "", "unknown"
    if row["counties_reached"]:
        far = speech.plural("pilots.reached", int(row["counties_reached"]))
    elif row["original_title_zh"] is None:
        far = speech("pilots.reached_none")
    told = plain.html(" · ".join(one for one in about if one))
    verdict = f'<span class="verdict {kind}">{plain.html(far)}</span>' if far else ""
    return f'<h2><span>{plain.html(case_findings.name(speech, row))}</span>{verdict}</h2><p class="under">{told}</p>'


def _facts(page: Page, row: Row) -> str:
    """Its days, how fast it travelled, how it ended, its document and return; a line each."""
    speech, esc = page.speech, plain.html
    sign = f'<b class="{JUDGED.get(result(row), "")}">{RESULT_SIGNS[result(row)]}</b> '
    ended = sign + esc(case_findings.found(speech, row))
    pairs = [
        ("origin", _origin(page, row)),
        ("began", esc(periods.date(speech, row["begun_on"]))),
        ("half", esc(_half(page, row))),
        ("cities", esc(_cities(row))),
        ("failed", esc(_failed(page, row))),
        ("ended", ended),
        ("document", esc(" · ".join(str(row[one]) for one in ("document_title", "document_number") if row[one]))),
        ("note", esc(row["note"] or "")),
    ]  # fmt: skip
    body = "".join(
        f"<div><dt>{esc(speech(f'pilots.fact_{name}'))}</dt><dd>{told}</dd></div>"
        for name, told in pairs
        if told
    )
    return f"<dl>{body}</dl>"


def _about(page: Page, row: Row) -> list[str]:
    """Kind, level and batch, as far as they were filed."""
    speech = page.speech
    told = [
        case_findings.word(speech, "kind", row["kind"]),
        case_findings.word(speech, "level", row["case_level"]),
    ]
    return [one for one in (*told, str(row["batch"] or "")) if one]


def _origin(page: Page, row: Row) -> str:
    """Of a copy a link to its original."""
    if row["original_title_zh"] is None:
        return plain.html(row["original_code"] or "")
    title = plain.html(case_findings.original_name(page.speech, row))
    return choosing.link(page, title, case=row["original_code"])


def _half(page: Page, row: Row) -> str:
    """By when half of the counties had begun, and how long that took."""
    if row["counties_reached"] < 2:
        return ""
    speech = page.speech
    months = case_findings.months(row["begun_on"], row["half_on"])
    return speech.plural("pilots.half", months, month=case_findings.short_month(speech, row["half_on"]))


def _cities(row: Row) -> str:
    if not row["counties_reached"]:
        return ""
    own = int(row["counties_same_city"])
    return f"{numbers.count(own)} / {numbers.count(row['counties_reached'] - own)}"


def _failed(page: Page, row: Row) -> str:
    """How the copies ended: failed, and not reviewed yet."""
    if not row["counties_reached"]:
        return ""
    waiting = sum(result(one) in ("under_way", "no_result") for one in reached(page, row["code"]))
    told = [numbers.count(row["counties_failed"])]
    if waiting:
        told.append(page.speech("pilots.waiting", n=numbers.count(waiting)))
    return " · ".join(told)


def _list(page: Page, row: Row) -> str:
    """The copies, oldest first; what is not counted says why."""
    speech, found = page.speech, copies(page, row["code"])
    if not found:
        return ""
    body = "".join(f"<li>{_copy(page, one)}</li>" for one in found[:LISTED])
    more = len(found) - LISTED
    note = ""
    if more > 0:
        told = plain.html(speech.plural("pilots.more_copies", more))
        note = f"<p>{choosing.link(page, told, view='table', case=row['code'])}</p>"
    head = plain.html(speech("pilots.copies"))
    return f'<section class="ranking"><h2>{head}</h2><ul class="pairs">{body}</ul>{note}</section>'


def _copy(page: Page, row: Row) -> str:
    """Where, since when and with what result; what does not count says so in its place."""
    speech, state = page.speech, row["copy_state"]
    month = plain.html(case_findings.short_month(speech, row["begun_on"]))
    if state != "reached":
        told = plain.html(speech(f"pilots.state_{state}"))
        return f"<span>{_place(page, row)} <small>{month}</small></span><small>{told}</small>"
    word = plain.html(signed_result(page, row))
    return (
        f"<span>{_place(page, row)} <small>{month}</small></span>"
        f'<small class="{JUDGED.get(result(row), "")}">{word}</small>'
    )


def _filed(page: Page, row: Row) -> str:
    """The return that the case stands in."""
    told = page.speech(
        "initiatives.filed_as", file=row["file_name"], row=row["file_row"], batch=row["batch_id"]
    )
    return f'<p class="under">{plain.html(told)}</p>'


def _place(page: Page, row: Row) -> str:
    """Where a copy is: a county that there is today is a link to what it has."""
    told = plain.html(case_findings.where(page.speech, row, short=True))
    if row["county_code"] not in county_names(page):
        return told
    return choosing.link(page, told, county=row["county_code"], case=None)
