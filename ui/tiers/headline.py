"""What the page found: title, grey line, and what stands where nothing is filed."""

from __future__ import annotations

from ui.frame.page import Form, Page
from ui.parts import unfiled
from ui.tiers.facts import by_year, here, lacking
from words import numbers, periods, tier_findings


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, row = page.speech, here(form)
    name = "" if form.area == form.root else speech.pick(form.areas[form.area], "area_name")
    return tier_findings.title(speech, row, form.period_words, name), _grey(page, form)


def _grey(page: Page, form: Form) -> str:
    speech, row = page.speech, here(form)
    parts = [speech("tiers.grey", form=form.name, day=periods.year_end(speech, form.period))]
    if row and row["communities"]:
        parts += tier_findings.shares(speech, row, _first(form))
    missing = lacking(form) if form.county is None else []
    if missing and row and row["parts_filed"]:
        parts.append(unfiled.left_out(page, missing))
    return " · ".join(parts)


def _first(form: Form) -> tuple[int, int] | None:
    """Year and number of leading ones of the first year-end that is as whole as this one; None where there is none before."""
    row = here(form)
    for day, one in sorted(by_year(form).items()):
        if (
            row
            and day < form.period
            and one["parts_filed"] == one["parts"]
            and row["parts_filed"] == row["parts"]
        ):
            return day.year, int(one["leading"])
    return None


def nothing(page: Page, form: Form) -> None:
    """In the place of a picture where no return of any year stands: what is missing, and by when it is due."""
    level = page.speech(f"tiers.filed_by_{form.kind['reporting_level']}")
    unfiled.nothing(form, page.speech("tiers.nothing", form=form.name, level=level))


def figures(page: Page, row: dict[str, object]) -> list[str]:
    """What a row holds, as lines: each tier with its share of the rated, what moved, how much is filed."""
    return tier_findings.lines(page.speech, row) if row["communities"] is not None else [numbers.DASH]
