"""What the page found: title, grey line, and what stands where nothing is filed or nothing is left."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page
from ui.parts import choosing
from ui.pilots.facts import (
    FILTERS,
    begun,
    county_names,
    in_view,
    older,
    originals,
    pilots,
    register,
    shown,
    taken_up,
)
from words import case_findings, numbers, periods


def told(page: Page) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, rows = page.speech, shown(page)
    day = speech("pilots.grey", day=periods.date(speech, page.facts["today"]))
    if not register(page).firsts:
        return speech("pilots.title_none"), day
    batch, county = choices.raw("batch"), choices.raw("county")
    if choices.settled("view") == "pilots":
        return case_findings.title_of_pilots(speech, pilots(page), batch), _grey(page, day)
    if county:
        found = case_findings.title_of_county(
            speech,
            speech.pick(county_names(page)[county], "area_name"),
            *(len(of_all.get(county, [])) for of_all in (begun(page), taken_up(page), older(page))),
        )
        return found, _grey(page, day)
    found = case_findings.title(speech, rows) if rows else speech("pilots.title_no_hit")
    return found, _grey(page, day)


def _grey(page: Page, day: str) -> str:
    """Up to when; how many were copied, and how the furthest of them ended; who uses others' methods; what is left out."""
    speech, rows, is_pilots = page.speech, in_view(page), choices.settled("view") == "pilots"
    copied = [row for row in rows if row["counties_reached"]]
    key = "pilots.grey_copied_pilots" if is_pilots else "pilots.grey_copied"
    parts = [day]
    if rows:
        parts.append(speech(key, n=numbers.count(len(copied)), all=numbers.count(len(rows))))
    if copied and rows[0]["counties_failed"] and not is_pilots:
        parts.append(
            speech.plural(
                "pilots.grey_failed",
                int(rows[0]["counties_failed"]),
                of=numbers.count(rows[0]["counties_reached"]),
            )
        )
    older, outside = (sum(row[name] for row in rows) for name in ("copies_older", "copies_outside"))
    left_out = [
        speech.plural(f"pilots.grey_{name}", int(number), whole=_whole(page))
        for name, number in (("older", older), ("outside", outside))
        if number
    ]
    if left_out:
        parts.append(speech("pilots.grey_left_out", told=speech("list.item").join(left_out)))
    return " · ".join(parts)


def _whole(page: Page) -> str:
    """What the whole area is called in short."""
    return page.short_name(page.answers.areas(page.facts["last_period"])[page.root])


def nothing(page: Page) -> None:
    """In the place of the page where no case was ever filed."""
    st.html(f'<p class="nothing">{plain.html(page.speech("pilots.nothing"))}</p>')


def no_hit(page: Page) -> None:
    """Where the filters leave nothing: so, with the way back."""
    speech = page.speech
    nothing_chosen: dict[str, str | None] = dict.fromkeys((*FILTERS, "case"))
    clear = choosing.link(page, plain.html(speech("pilots.clear")), label="", **nothing_chosen)
    count = numbers.count(len(originals(page)))
    st.html(f'<p class="nothing">{plain.html(speech("pilots.no_hit", all=count))} {clear}</p>')
