"""What the page found: title, grey line, and what stands where there is nothing."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Page
from ui.scorecard import facts
from ui.scorecard.facts import Asked
from words import numbers, scorecard_findings


def told(page: Page, asked: Asked) -> tuple[str, str]:
    """The finding and the grey line."""
    return _title(page, asked), _grey(page, asked)


def other_words(asked: Asked) -> str:
    """The other date in a title: a year earlier where it is that."""
    if asked.other is None:
        return ""
    if asked.other == facts.year_before(asked.quarter):
        return asked.quarter.speech("scorecard.since_year")
    return asked.quarter.speech("scorecard.since", period=asked.quarter.in_words(asked.other))


def _title(page: Page, asked: Asked) -> str:
    speech, quarter = page.speech, asked.quarter
    is_part = quarter.area != quarter.root
    name = speech.pick(quarter.areas[quarter.area], "area_name")
    place = speech("scorecard.of", name=name) if is_part else ""
    if not facts.cards(asked):
        return speech("scorecard.title_no_townships", name=name)
    if not facts.has_figures(asked):
        return speech("scorecard.title_nothing", place=place, period=quarter.period_words)
    date = quarter.in_words(asked.other) if asked.other else ""
    return scorecard_findings.title(speech, facts.cards(asked), place, other_words(asked), date)


def _grey(page: Page, asked: Asked) -> str:
    speech, quarter, cards = page.speech, asked.quarter, facts.cards(asked)
    if not cards:
        return quarter.period_words
    kind = "townships" if asked.is_of_townships else "counties"
    listed, (judged, _) = len(facts.indicators(asked)), scorecard_findings.many(cards)
    indicators = speech.plural("scorecard.indicators", listed)
    if 0 < judged < listed:  # the title counts those
        indicators = speech.join([indicators, speech.plural("scorecard.indicators_judged", judged)])
    parts = [speech.plural(f"scorecard.grey_{kind}", len(cards), indicators=indicators)]
    if asked.other is None:
        parts.append(quarter.period_words)
    else:
        dates = {"period": quarter.period_words, "other": quarter.in_words(asked.other)}
        parts.append(speech("scorecard.grey_two", **dates))
    unknown = sum(all(row["value_shown"] is None for row in card) for card in cards)
    if unknown:
        parts.append(speech("scorecard.grey_unknown", n=numbers.count(unknown)))
    parts.append(speech("scorecard.grey_rank"))
    return " · ".join(parts)


def nothing(page: Page, asked: Asked) -> None:
    """In the place of a picture: that nothing is known, and what to do."""
    quarter = asked.quarter
    if not asked.is_of_townships:
        words = page.speech("scorecard.nothing", period=quarter.period_words)
    elif facts.cards(asked):
        words = page.speech("scorecard.nothing_filed", period=quarter.period_words)
    else:
        words = page.speech(
            "scorecard.nothing_below", name=page.speech.pick(quarter.areas[quarter.area], "area_name")
        )
    st.html(f'<p class="nothing">{plain.html(words)}</p>')
