"""Beside the lines while no case is chosen: what each county took up from others, or what the chosen county has."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page
from ui.parts import choosing
from ui.pilots import tiles
from ui.pilots.facts import (
    OF_CASE,
    Row,
    begun,
    county_names,
    is_narrowed,
    older,
    result,
    signed_result,
    taken_up,
)
from words import case_findings, numbers

LISTED = 4  # counties
JUDGED = {"failed": "not_met", "excellent": "met"}


def draw(page: Page) -> None:
    """The tiles with how many use others' methods; under them the counties with most, or the card of the one chosen."""
    speech, names, taken = page.speech, county_names(page), taken_up(page, OF_CASE)
    users = numbers.count(sum(code in names for code in taken))
    if is_narrowed():
        told = speech("pilots.users_narrowed", n=users)
    else:
        having = {*taken, *begun(page), *older(page)}
        told = speech(
            "pilots.users", n=users, neither=numbers.count(sum(code not in having for code in names))
        )
    st.html(
        f'<section class="ranking"><h2>{plain.html(speech("pilots.users_head"))}</h2><p>{plain.html(told)}</p></section>'
    )
    if tiles.has_tiles(page):
        tiles.of_all(page)
    county = choices.raw("county")
    if county:
        _county(page, county)
    else:
        _most(page)


def _most(page: Page) -> None:
    """The counties that took up most, each a link."""
    speech, names = page.speech, county_names(page)
    found = sorted(
        ((code, rows) for code, rows in taken_up(page, OF_CASE).items() if code in names),
        key=lambda pair: (-len(pair[1]), pair[0]),
    )[:LISTED]
    if not found:
        st.html(f'<p class="under">{plain.html(speech("pilots.nobody"))}</p>')
        return
    body = "".join(
        f"<tr><td>{choosing.link(page, plain.html(page.short_name(names[code])), county=code)} "
        f"<small>{plain.html(speech.pick(names[code], 'city_short_name') or '')}</small></td>"
        f'<td class="figure"><b>{numbers.count(len(rows))}</b></td></tr>'
        for code, rows in found
    )
    st.html(
        f'<section class="ranking"><h2>{plain.html(speech("pilots.most"))}</h2><table><tbody>{body}</tbody></table></section>'
    )


def _county(page: Page, county: str) -> None:
    """The card of a county: what it began, what it took up, what it had before the original; whatever is filtered."""
    speech, row = page.speech, county_names(page)[county]
    city = speech.pick(row, "city_name") or ""
    listed = {"pilots.own": begun(page), "pilots.taken": taken_up(page), "pilots.older": older(page)}
    having = {key: of_all[county] for key, of_all in listed.items() if county in of_all}
    parts = [
        f'<div class="card"><h2><span>{plain.html(speech.pick(row, "area_name"))} <small>{plain.html(city)}</small></span></h2></div>'
    ]
    parts += [_cases(page, key, rows) for key, rows in having.items()]
    if not having:
        parts.append(f'<p class="under">{plain.html(speech("pilots.county_nothing"))}</p>')
    with st.container(border=True, key="county_card"):
        st.html("".join(parts))
        st.button(
            speech("pilots.close_county"), key="clear_county", on_click=choices.choose, args=("county", None)
        )


def _cases(page: Page, key: str, rows: Sequence[Row]) -> str:
    """A table of cases, each a link to its card; of a copy to its original's."""
    speech = page.speech
    body = "".join(
        f"<tr><td>{choosing.link(page, plain.html(_title(page, row)), case=_code(row))}"
        f"<br><small>{plain.html(case_findings.short_month(speech, row['begun_on']))}</small></td>"
        f'<td class="figure {JUDGED.get(result(row), "")}">{plain.html(signed_result(page, row))}</td></tr>'
        for row in rows
    )
    return (
        f'<section class="ranking"><h2>{plain.html(speech(key, n=numbers.count(len(rows))))}</h2>'
        f"<table><tbody>{body}</tbody></table></section>"
    )


def _code(row: Row) -> str:
    """What a row's link opens: of a copy its original, as long as that stands."""
    return str(row["code"] if row["original_title_zh"] is None else row["original_code"])


def _title(page: Page, row: Row) -> str:
    """A case's title; of a copy that of its original."""
    say = case_findings.name if row["original_title_zh"] is None else case_findings.original_name
    return say(page.speech, row)
