"""What the page found: title and grey line."""

from __future__ import annotations

from programme import clock
from ui.frame.page import Choice, Page
from ui.why import facts
from words import periods, why_findings


def told(page: Page, choice: Choice, earlier: facts.Earlier) -> tuple[str, str]:
    """The finding and the grey line."""
    speech = page.speech
    listed = facts.rows(choice, earlier)
    up, down = facts.crossed(listed)
    since, judged = choice.in_words(earlier.period), facts.judged(listed)
    if earlier.period == choice.period:
        title = why_findings.title_corrected(speech, since, up, down, judged)
    else:
        title = why_findings.title(speech, since, up, down, judged)
    grey = speech(
        "why.grey",
        name=speech.pick(choice.indicator, "short_name"),
        since=since,
        until=choice.period_words,
    )
    if earlier.snapshot:
        is_same = earlier.period == choice.period
        grey = speech(
            "why.grey_same" if is_same else "why.grey_with",
            name=speech.pick(choice.indicator, "short_name"),
            since=since,
            until=choice.answers.snapshot.id if is_same else choice.period_words,
            snapshot=named(page, choice, earlier.snapshot),
        )
    moved = why_findings.moved(speech, up, choice.indicator)
    return title, " · ".join(part for part in (moved, grey) if part)


def named(page: Page, choice: Choice, snapshot: str) -> str:
    """Another snapshot by its id and when it was built, by the clocks of the place."""
    built = clock.local(choice.answers.others()[snapshot], page.zone)
    return page.speech("why.snapshot", id=snapshot, at=periods.moment(page.speech, built))
