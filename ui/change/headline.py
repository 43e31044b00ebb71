"""What the page found: title and grey line."""

from __future__ import annotations

import datetime as dt

from ui.change import facts
from ui.frame.page import Choice, Page
from words import change_findings, sentences


def told(page: Page, choice: Choice, earlier: dt.date) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, indicator = page.speech, choice.indicator
    listed = facts.rows(choice, earlier)
    title = change_findings.title(speech, listed, indicator, choice.in_words(earlier), choice.period_words)
    named = {row["area_code"]: page.short_name(row) for row in listed}
    grey = [
        speech("change.grey", name=sentences.capital(speech.pick(indicator, "short_name")), unit=choice.unit),
        *change_findings.crossed(speech, listed, named),
    ]
    without = facts.apart(listed)
    same = len(without.pop(change_findings.SAME, ()))
    if same:
        grey.append(speech.plural("change.same_figure", same))
    apart = [row for rows in without.values() for row in rows]
    if apart:
        judged = sum({row["verdict"], row["verdict_then"]} <= set(change_findings.DECIDED) for row in apart)
        told = speech.plural("change.apart", len(apart))
        grey.append(told + (speech.plural("change.apart_judged", judged) if judged else ""))
    return title, " · ".join(grey)
