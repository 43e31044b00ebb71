"""The strip on top of every page: what is simulated, which period, which snapshot, what is due, what is stale."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from programme import clock
from programme.storage import text_of
from ui.frame import failure, plain, preparing, startup
from ui.frame.answers import Answers
from ui.frame.page import Choice, Chosen, Form, Page, Row
from words import Speech, periods, sentences, sources
from words.problems import Problem
from words.sentences import stale

# A snapshot is built whenever returns arrive; after this many days without one its statuses mislead.
STALE_AFTER_DAYS = 14
LONGEST_LINE = 240


def draw(page: Page, choice: Chosen | None) -> None:
    """One line; warnings and the simulated tag come first and are outlined."""
    speech, facts = page.speech, page.facts
    tags = [tag for tag in [_as_of(page), _boundaries(page, choice), simulated_tag(page, choice)] if tag]
    if page.as_of is None:  # whoever reads what was known then knows that it is old
        tags += pack_faults(speech)
        tags += warnings(speech, page.answers, facts, clock.today(page.zone))
    parts = [f'<span class="tag">{plain.html(tag)}</span>' for tag in tags]
    told = (
        *(("mechanism", *one) for one in _mechanism(page)),
        ("period", *_period(page, choice)),
        *(("areas", *one) for one in _areas(page)),
        *(("snapshot", *one) for one in _snapshot(page)),  # a telephone leaves it to the foot
        *(("due", *one) for one in _due(page, choice)),
    )
    for kind, label, strong, rest in told:
        text = f"{plain.html(label)} <b>{plain.html(strong)}</b>{plain.html(rest)}"
        parts.append(f'<span class="{kind}">{text}</span>')
    st.html(f'<div class="strip" role="status">{"".join(parts)}</div>')


def _as_of(page: Page) -> str:
    """That the page reads an earlier snapshot, and of when."""
    if page.as_of is None:
        return ""
    built = clock.local(page.facts["built_at"], page.zone)
    return page.speech("strip.as_of", moment=periods.moment(page.speech, built), snapshot=page.as_of)


def _boundaries(page: Page, choice: Chosen | None) -> str:
    """That counties are drawn on the boundaries of another day than the period's own."""
    if not isinstance(choice, Choice) or choice.boundaries is None:
        return ""
    return page.speech("strip.boundaries", boundaries=choice.boundaries.words(page.speech))


def simulated_tag(page: Page, choice: Chosen | None) -> str:
    """What is simulated on this page: the indicator's returns, or the form's; where it is about none, that some are."""
    if isinstance(choice, Form):
        return page.speech("tag.simulated", name=choice.name) if choice.is_simulated else ""
    if not isinstance(choice, Choice) or not page.screen.takes_choice:
        return page.speech("tag.some_simulated") if page.speech.pick(page.facts, "simulated_text") else ""
    return sources.simulated(page.speech, choice.indicator)


def pack_faults(speech: Speech) -> list[str]:
    """That a snapshot of before is shown as the pack has faults (how many, and the first), or could not be built in."""
    found, failed = startup.faults(), startup.not_built()
    if found:
        return [speech.plural("strip.faults", len(found), first=_line(found[0], speech))]
    return [speech("strip.not_built", why=_line(failed, speech))] if failed else []


def _line(problem: Problem, speech: Speech) -> str:
    """What is wrong as one short line: a page has no room for more, and `status` tells all."""
    words = " ".join(failure.for_readers(problem, speech.language).split())
    return words if len(words) <= LONGEST_LINE else f"{words[:LONGEST_LINE]}…"


def warnings(speech: Speech, answers: Answers, facts: Row, today: dt.date) -> list[str]:
    """What makes the data stale by today: an old snapshot, returns not yet built in, a due date passed."""
    texts = []
    if (today - facts["today"]).days > STALE_AFTER_DAYS:
        texts.append(stale(speech, facts["today"], today))
    newer = startup.newer(answers.reader)
    if newer:
        texts.append(speech("stale.chosen", shown=answers.snapshot.id, newer=newer.id))
    # Returns that a snapshot holds, be it one not shown, need no build.
    if _landed() > max(facts["landing_sequence"] or 0, newer.landing_sequence if newer else 0):
        is_building = preparing.is_under_way(startup.home().root)
        texts.append(speech("stale.building") if is_building else speech("stale.landing"))
    passed = [row["due_on"] for row in answers.rows("next_due") if row["due_on"] < today]
    if passed:
        texts.append(speech("stale.due", day=periods.date(speech, min(passed))))
    return texts


def _landed() -> int:
    """The last sequence given out to an accepted return; 0 before the first."""
    try:
        return int(text_of(startup.home().sequence_file).strip() or 0)
    except (OSError, ValueError):
        return 0


def _mechanism(page: Page) -> list[tuple[str, str, str]]:
    """Which of the programme's mechanisms the page is of."""
    name = page.screen.mechanism
    return [(page.speech("group.mechanisms"), page.speech(f"mechanism.{name}"), "")] if name else []


def _period(page: Page, choice: Chosen | None) -> tuple[str, str, str]:
    """The period chosen, where that is done beside the page; elsewhere up to when there are data."""
    if choice is None:
        return page.speech("strip.data_to"), periods.period(page.speech, page.facts["last_period"]), ""
    if "period" in page.screen.in_sidebar:
        return page.speech("strip.period"), choice.period_words, _carried(page, choice)
    return page.speech("strip.data_to"), choice.in_words(max(choice.periods)), ""


def _carried(page: Page, choice: Chosen) -> str:
    """Of which days the figures are, where both sides are of earlier ones: figures of a census pose as no quarter's."""
    told = sentences.both_carried(page.speech, choice.headline()) if isinstance(choice, Choice) else ""
    return page.speech("strip.carried", days=told) if told else ""


def _areas(page: Page) -> list[tuple[str, str, str]]:
    """The day of the areas, of a pack that does not follow their changes."""
    day = page.facts["areas_as_of"]
    return [(page.speech("strip.areas"), periods.date(page.speech, day), "")] if day else []


def _snapshot(page: Page) -> list[tuple[str, str, str]]:
    """The snapshot and when it was built; of one that is read as of then the tag says so already."""
    if page.as_of is not None:
        return []
    # The snapshot records UTC; the strip speaks the province's time, as the staff's clocks do wherever the server stands.
    built = clock.local(page.facts["built_at"], page.zone)
    rest = page.speech("strip.built", at=periods.moment(page.speech, built))
    if (
        page.facts["today"] != built.date()
    ):  # what is due, late or judged is so by another day than that of the build
        rest += page.speech("strip.judged", day=periods.date(page.speech, page.facts["today"]))
    return [(page.speech("strip.snapshot"), str(page.facts["snapshot_id"]), rest)]


def _due(page: Page, choice: Chosen | None) -> list[tuple[str, str, str]]:
    """The next period to be filed, of the page's own dataset where that is filed."""
    rows = page.answers.rows("next_due")
    own = [r for r in rows if choice and r["dataset"] == choice.dataset]
    # Nothing is expected of a register that no due date names; what rests on all returns has no form of its own.
    if not rows or (choice and not own and choice.dataset not in ("figures", "")):
        return []
    first = min(own or rows, key=lambda row: row["due_on"])
    period = periods.period(page.speech, first["period"], first["cycle"])
    by = page.speech("strip.by", day=periods.date(page.speech, first["due_on"]))
    return [(page.speech("strip.next_due"), period, by)]
