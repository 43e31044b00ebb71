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
    same = sum(bool(row["is_same_figure"]) for row in listed)
    if same:
        grey.append(speech.plural("change.same_figure", same))
    lacking = sum(row["no_change_because"] is not None for row in listed)
    if lacking:
        apart = [row for row in listed if row["no_change_because"] is not None]
        judged = sum({row["verdict"], row["verdict_then"]} <= set(change_findings.DECIDED) for row in apart)
        told = speech.plural("change.apart", lacking)
        grey.append(told + (speech.plural("change.apart_judged", judged) if judged else ""))
    return title, " · ".join(grey)
