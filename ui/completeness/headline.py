"""What the page found: title, grey line, and what stands where nobody is to file."""

from __future__ import annotations

import streamlit as st

from ui.completeness import facts
from ui.frame import plain
from ui.frame.page import Form, Page
from words import filing_findings, numbers, periods, sentences

NAMED = 12  # counties that the grey line names


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, form), _grey(page, form)


def _title(page: Page, form: Form) -> str:
    speech, row = page.speech, facts.here(form)
    name = speech.pick(form.areas[form.area], "area_name")
    if row is None:
        return speech("completeness.title_nobody", form=form.name, period=form.period_words)
    if form.county:
        return filing_findings.county(speech, row, name, form.period_words)
    place = speech("completeness.of", name=name) if form.city else ""
    with_zones = any(area["area_level"] == "zone" for area in facts.shown(form))
    title = filing_findings.title(speech, row, place, with_zones=with_zones)
    effects = facts.effects(form)
    if effects and row["is_due"]:
        indicator, headline = effects[0]
        bounds = filing_findings.bounds(speech, headline, indicator, whole=filing_findings.is_whole(row))
        return speech("completeness.title_bounds", title=title, bounds=bounds)
    return title


def _grey(page: Page, form: Form) -> str:
    speech = page.speech
    due = form.periods[form.period]["due_on"]
    parts = [speech("completeness.grey", form=form.name, period=form.period_words)]
    if due:
        parts.append(speech("completeness.grey_due", day=periods.date(speech, due)))
    zones = sum(row["area_level"] == "zone" for row in facts.shown(form))
    if zones and not form.county:  # else it would be another number of counties than all other pages have
        counties = numbers.count(len(facts.shown(form)) - zones)
        parts.append(speech.plural("completeness.grey_zones", zones, counties=counties))
    for state in ("missing", "partial"):
        names = [page.short_name(row) for row in facts.in_state(form, state)]
        if names and not form.county:
            parts.append(speech(f"completeness.grey_{state}", names=sentences.some(speech, names, NAMED)))
    return " · ".join(parts)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture: that nobody is to file."""
    words = page.speech("completeness.nothing", form=form.name, period=form.period_words)
    st.html(f'<p class="nothing">{plain.html(words)}</p>')
