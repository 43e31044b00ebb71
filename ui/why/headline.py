"""What the page found: title and grey line."""

from __future__ import annotations

import datetime as dt

from ui.frame.page import Choice, Page
from ui.why import facts
from words import why_findings


def told(page: Page, choice: Choice, earlier: dt.date) -> tuple[str, str]:
    """The finding and the grey line."""
    speech = page.speech
    up, down = facts.crossed(facts.rows(choice, earlier))
    title = why_findings.title(speech, choice.in_words(earlier), up, down)
    grey = speech(
        "why.grey",
        name=speech.pick(choice.indicator, "short_name"),
        since=choice.in_words(earlier),
        until=choice.period_words,
    )
    moved = why_findings.moved(speech, up, choice.indicator)
    return title, " · ".join(part for part in (moved, grey) if part)
