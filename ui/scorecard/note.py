"""Under the picture: by what each indicator is classed, what the small ring means, which indicators have no figures of townships."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Page
from ui.parts import lowest
from ui.scorecard import facts
from ui.scorecard.facts import Asked
from words import sentences


def draw(page: Page, asked: Asked) -> None:
    """One grey paragraph."""
    st.html(f'<p class="under">{plain.html(text(page, asked))}</p>')


def text(page: Page, asked: Asked) -> str:
    """What it says."""
    speech, found = page.speech, []
    known = page.answers.indicators()
    if facts.has_figures(asked):
        found += [_classes(page, asked)]
        if others := lowest.told(page, len(facts.pictured(asked)), len(facts.cards(asked))):
            found.append(others)
        if asked.other is not None:
            found.append(speech("scorecard.note_two"))
        if any(row["is_small"] for card in facts.cards(asked) for row in card):
            found.append(speech("scorecard.note_small"))
    by_reason: dict[str, list[str]] = {}
    for code in facts.left_out(asked):
        why = "people" if known[code]["denominator_is_population"] else "counties"
        by_reason.setdefault(why, []).append(speech.pick(known[code], "short_name"))
    for why, names in by_reason.items():
        found.append(speech(f"scorecard.note_no_{why}", names=speech.enumerate(names)))
    return ("" if page.language == "zh" else " ").join(found)


def _classes(page: Page, asked: Asked) -> str:
    """Which indicators are classed by their target, and by what the others."""
    speech, known = page.speech, page.answers.indicators()
    first = next(iter(facts.cards(asked)))
    by_target = [
        speech(
            "scorecard.note_one",
            name=speech.pick(known[row["indicator_code"]], "short_name"),
            target=sentences.target_value(speech, row["target_value"], known[row["indicator_code"]]),
        )
        for row in first
        if row["class_rule"] == "target" and row["target_value"] is not None
    ]
    if by_target:
        return speech("scorecard.note_target", names=speech.enumerate(by_target))
    return speech(f"scorecard.note_fifths_{'townships' if asked.is_of_townships else 'counties'}")
