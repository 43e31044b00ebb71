"""What the page found, view by view: title and grey line."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.staffing import base, facts, what_if
from words import headlines, staffing_findings


def told(page: Page, form: Form, view: str) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, indicator = page.speech, facts.indicator(page)
    head = facts.headline(page, form)
    if view == "what_if" and head["has_target"]:
        return what_if.told(page, form)
    if view == "base" and head["has_target"]:
        return base.told(page, form)
    short = facts.short(page, form)
    paces = facts.paces(page, form)
    soon, unpaced = len(facts.soon(page, paces, short)), len(facts.unpaced(paces, short))
    place = speech.pick(form.areas[form.city], "area_name") if form.city else ""
    title = staffing_findings.title(speech, head, indicator, short, (soon, unpaced, place))
    open_counties = head["counties_judged"] - head["met"] - head["not_met"]
    grey = [
        speech("tiers.grey", form=form.name, day=form.period_words),
        headlines.firmness(speech, head, indicator),
        speech.plural("staffing.undecided", open_counties) if open_counties > 0 else "",
    ]
    return title, " · ".join(part for part in grey if part)
