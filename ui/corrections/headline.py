"""What the page found: title and grey line, and the way to read the whole site as of then."""

from __future__ import annotations

from collections import Counter

from programme import clock
from ui.corrections import facts, registers
from ui.corrections.facts import Compared
from ui.frame import plain, startup
from ui.frame.page import Choice, Page
from ui.parts import choosing
from words import correction_findings, periods


def told(page: Page, choice: Choice, compared: Compared) -> tuple[str, str]:
    """The finding and the grey line."""
    speech = page.speech
    if compared.then is None:
        return speech("corrections.title_one"), speech("corrections.one_snapshot")
    if compared.unanswered:
        return speech("corrections.title_unanswered", snapshot=compared.then), speech(
            "corrections.unanswered"
        )
    grey = speech(
        "corrections.grey",
        name=speech.pick(choice.indicator, "short_name"),
        period=choice.period_words,
        then=named(page, compared, compared.then),
        now=compared.now,
    )
    if not compared.registers:
        return _of_figures(page, choice, compared), grey
    restated = registers.counted(page, compared)
    if not (compared.counties or compared.cells):
        return speech("corrections.title_registers", registers=restated), grey
    return speech(
        "corrections.title_both", told=_of_figures(page, choice, compared), registers=restated
    ), grey


def _of_figures(page: Page, choice: Choice, compared: Compared) -> str:
    speech = page.speech
    if compared.counties:
        counted = Counter(facts.title_why(compared.causes(row)) for row in compared.counties)
        return correction_findings.title(speech, counted, facts.met(choice, compared), len(compared.flipped))
    if compared.cells:
        return speech.plural("corrections.title_cells", len(compared.cells))
    return speech("corrections.title_nothing")


def named(page: Page, compared: Compared, snapshot: str) -> str:
    """A snapshot by its id and when it was built, by the clocks of the place."""
    built = compared.earlier.get(snapshot)
    if built is None:
        return snapshot
    at = periods.moment(page.speech, clock.local(built, page.zone))
    return page.speech("why.snapshot", id=snapshot, at=at)


def whole_site(page: Page, then: str) -> str:
    """The link that begins reading as of an earlier snapshot, and what that is; empty of one that pages cannot read."""
    if then not in startup.earlier():
        return ""
    inner = plain.html(page.speech("corrections.as_of_link", snapshot=then))
    link = "<p>" + choosing.elsewhere("home", inner, as_of=then) + "</p>"
    return f'{link}<p class="under">{plain.html(page.speech("corrections.as_of_how"))}</p>'
