"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.partners.facts import LINKS, PARTNERS, behind, by_county, has_figures, is_whole, known, shown, weakest
from ui.parts import unfiled
from words import partner_findings

FOUR = 4  # partners behind, from which the title counts a county


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, form), _grey(page, form)


def _title(page: Page, form: Form) -> str:
    speech = page.speech
    if form.county:
        items = by_county(form).get(form.county)
        name = speech.pick(form.areas[form.county], "area_name")
        if items is None or all(items[item]["place"] is None for item in PARTNERS[1:]):
            return speech("partners.title_county_none", name=name, period=form.period_words)
        return partner_findings.county(speech, name, (behind(items), known(items)), weakest(items, LINKS))
    if not has_figures(form):
        if form.city:
            name = speech.pick(form.areas[form.city], "area_name")
            return speech("partners.title_county_none", name=name, period=form.period_words)
        return speech("partners.title_none", period=form.period_words)
    counties = shown(form)
    lowest = [weakest(items, PARTNERS) for items in counties.values()]
    place = speech("partners.in", name=speech.pick(form.areas[form.city], "area_name")) if form.city else ""
    many = sum(len(behind(items)) >= FOUR for items in counties.values())
    if not any(lowest):
        return partner_findings.none_whole(speech, place, many)
    most = max(PARTNERS, key=lowest.count)
    return partner_findings.whole(speech, place, most, lowest.count(most), many)


def _grey(page: Page, form: Form) -> str:
    speech = page.speech
    parts = [speech("tiers.grey", form=form.name, day=form.period_words), speech("partners.grey")]
    missing = [items[PARTNERS[0]] for items in shown(form).values() if not is_whole(items)]
    if missing and has_figures(form):
        parts.append(unfiled.left_out(page, missing))
    return " · ".join(parts)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where no county has filed for the period: what is missing, and by when it is due."""
    unfiled.nothing(form, page.speech("partners.nothing", form=form.name, period=form.period_words))
