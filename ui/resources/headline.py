"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.parts import unfiled
from ui.resources.facts import below, has_figures, here, lacking, untold
from words import periods, resource_findings


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, form), _grey(page, form)


def _title(page: Page, form: Form) -> str:
    speech, row = page.speech, here(form)
    name = speech.pick(form.areas[form.area], "area_name")
    if not has_figures(form):
        return speech("resources.title_none", period=form.period_words)
    if form.county:
        return resource_findings.county(speech, row, name, form.period_words)
    place = speech("resources.in", name=name) if form.city else ""
    short = [one for one in below(form) if one["floor_lacking"]]
    return resource_findings.whole(speech, row, place, page.short_name(short[0]) if short else "")


def _grey(page: Page, form: Form) -> str:
    speech, row = page.speech, here(form)
    parts = [speech("tiers.grey", form=form.name, day=periods.year_end(speech, form.period))]
    if not has_figures(form):
        return parts[0]
    parts += resource_findings.greys(speech, row, 0 if form.county else len(untold(form)))
    missing = lacking(form) if not form.county else []
    if missing:
        parts.append(unfiled.left_out(page, missing))
    return " · ".join(parts)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where no county has filed for the year: what is missing, and by when it is due."""
    unfiled.nothing(form, page.speech("resources.nothing", form=form.name, period=form.period_words))
