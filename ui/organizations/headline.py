"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.organizations.facts import counties, has_figures, here, lacking
from ui.parts import unfiled
from words import organization_findings, periods


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, form), _grey(page, form)


def _title(page: Page, form: Form) -> str:
    speech = page.speech
    if not has_figures(form):
        return speech("organizations.title_none", period=form.period_words)
    row, name = here(form), speech.pick(form.areas[form.area], "area_name")
    if form.county:
        return organization_findings.county(speech, row, name, form.period_words)
    place = speech("services.of", name=name) if form.city else ""
    ends = organization_findings.extremes(counties(form, form.area))
    named = None if ends is None else tuple((page.short_name(one), one) for one in ends)
    return organization_findings.whole(speech, row, place, named)  # type: ignore[arg-type]


def _grey(page: Page, form: Form) -> str:
    speech = page.speech
    parts = [speech("tiers.grey", form=form.name, day=periods.date(speech, form.period))]
    if not has_figures(form):
        return parts[0]
    row = here(form)
    parts.append(organization_findings.per_community(speech, row))
    if not form.county:
        parts.append(organization_findings.grown(speech, row))
        missing = lacking(form)
        if missing:
            parts.append(unfiled.left_out(page, missing))
    return " · ".join(part for part in parts if part)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where no county has filed for the period: what is missing, and by when it is due."""
    unfiled.nothing(form, page.speech("organizations.nothing", form=form.name, period=form.period_words))
