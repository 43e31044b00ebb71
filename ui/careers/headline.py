"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.careers.facts import CAREERS, ENTRIES, EXITS, both, lacking, moves_of, summed, together
from ui.frame.page import Form, Page
from ui.parts import unfiled
from words import career_findings, numbers, periods, sentences

NAMED = 2  # counties that a line names


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, row = page.speech, together(form)
    name = "" if form.area == form.root else speech.pick(form.areas[form.area], "area_name")
    return career_findings.title(speech, row, form.period_words, name), _grey(page, form)


def _grey(page: Page, form: Form) -> str:
    speech, row = page.speech, together(form)
    parts = [form.period_words]
    if row:
        parts.append(career_findings.people(speech, row, both(form)))
    year = moves_of(form, form.area)
    if row and year:
        day, moves = year
        came, went, rose = (summed(moves, names) for names in (ENTRIES, (*EXITS, *CAREERS), CAREERS))
        if came is not None and went is not None and rose is not None:
            told_year = speech(
                "careers.grey_moves",
                year=periods.period(speech, day, "annual"),
                came=numbers.count(came),
                went=numbers.count(went),
                rose=numbers.count(rose),
            )
            first = next(iter(moves.values()))
            if first["parts_filed"] < first["parts"] and first["parts"] > 1:
                told_year = speech(
                    "careers.grey_moves_part",
                    told=told_year,
                    n=numbers.count(first["parts_filed"]),
                    all=numbers.count(first["parts"]),
                )
            parts.append(told_year)
    missing = lacking(form) if form.county is None else []
    if missing and row:
        names = sentences.some(speech, [page.short_name(one) for one in missing], NAMED)
        parts.append(speech.plural("careers.grey_missing", len(missing), names=names))
    return " · ".join(parts)


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where nothing is filed for the period: what is missing, and by when it is due."""
    key = "careers.nothing" if form.area == form.root else "careers.nothing_here"
    unfiled.nothing(form, page.speech(key, form=form.name, period=form.period_words))
