"""What the page found: title, grey line, and what stands where nothing is filed or nothing is left."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Page
from ui.initiatives.facts import FILTERS, shown, standing_now, title
from ui.parts import choosing
from words import initiative_findings, numbers, periods

TITLES = {
    "departments": initiative_findings.title_of_departments,
    "policies": initiative_findings.title_of_policies,
}


def told(page: Page) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, rows = page.speech, shown(page)
    day = periods.date(speech, page.facts["today"])
    if not standing_now(page):
        return speech("initiatives.title_none"), speech("initiatives.grey", day=day)
    view = str(choices.settled("view"))
    of_view = [row for row in rows if row["list"] == "policies"] if view == "policies" else rows
    say = TITLES.get(view, initiative_findings.title)
    found = say(speech, of_view) if of_view else speech("initiatives.title_no_hit")
    parts, counts = [speech("initiatives.grey", day=day)], Counter(row["standing"] for row in rows)
    parts += [
        speech.plural(f"initiatives.grey_{name}", counts[name])
        for name in ("done", "slipping")
        if counts[name]
    ]
    late = [row for row in rows if row["standing"] == "overdue"]
    if late and view != "policies":
        longest = late[0]
        lead = speech.pick(longest, "lead")
        key = "initiatives.grey_longest" if lead else "initiatives.grey_longest_alone"
        parts.append(speech(key, title=title(page, longest), department=lead))
    return found, " · ".join(parts)


def nothing(page: Page) -> None:
    """In the place of the page where no initiative was ever filed."""
    st.html(f'<p class="nothing">{plain.html(page.speech("initiatives.nothing"))}</p>')


def no_hit(page: Page) -> None:
    """Where the filters leave nothing: so, with the way back."""
    speech = page.speech
    nothing_chosen: dict[str, str | None] = dict.fromkeys((*FILTERS, "task"))
    clear = choosing.link(page, plain.html(speech("initiatives.clear")), label="", **nothing_chosen)
    count = numbers.count(len(standing_now(page)))
    st.html(f'<p class="nothing">{plain.html(speech("initiatives.no_hit", all=count))} {clear}</p>')
