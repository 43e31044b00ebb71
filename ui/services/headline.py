"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.parts import unfiled
from ui.services.facts import has_figures, here, is_lopsided, lacking, shown
from words import periods, service_findings


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, form), _grey(page, form)


def _title(page: Page, form: Form) -> str:
    speech, rows = page.speech, here(form)
    if not has_figures(form) or not rows:
        return speech("services.title_none", period=form.period_words)
    name = speech.pick(form.areas[form.area], "area_name")
    if form.county:
        return service_findings.county(speech, rows, name, form.period_words)
    place = speech("services.of", name=name) if form.city else ""
    return service_findings.whole(speech, rows, place, sum(map(is_lopsided, shown(form))))


def _grey(page: Page, form: Form) -> str:
    speech = page.speech
    day = periods.date(speech, form.period)
    parts = [speech("tiers.grey", form=form.name, day=day), speech("services.grey")]
    missing = lacking(form) if has_figures(form) and not form.county else []
    if missing:
        parts.append(unfiled.left_out(page, missing))
    return " · ".join(parts)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where no county has filed for the period: what is missing, and by when it is due."""
    unfiled.nothing(form, page.speech("services.nothing", form=form.name, period=form.period_words))
