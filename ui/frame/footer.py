"""The foot of every page: sources, the target's legal basis, the map and its approval number."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.frame.strip import simulated_tag
from words.sentences import target


def draw(page: Page, choice: Choice | None) -> None:
    """Two grey lines under a rule."""
    speech, facts = page.speech, page.facts
    sources = [speech.pick(facts, "sources_note"), simulated_tag(page, choice)]
    line = speech(
        "footer.sources", sources=speech("list.sentence").join(s.rstrip("。.") for s in sources if s)
    )
    if choice is not None:
        line += _target(page, choice)
        line += _owner(page, choice)
    st.html(f"<footer><p>{plain.html(line)}</p><p>{plain.html(map_line(page))}</p></footer>")


def _target(page: Page, choice: Choice) -> str:
    """The target in force for the indicator, and what it rests on."""
    headline, speech = choice.headline(), page.speech
    if not headline["has_target"]:
        return ""
    return " " * (page.language == "en") + speech(
        "footer.target",
        target=target(speech, {**headline, "reach_by": None}, choice.indicator),
        basis=speech.pick(headline, "legal_basis"),
    )


def _owner(page: Page, choice: Choice) -> str:
    """Who answered for the indicator in the period shown, by the name of then."""
    if not choice.owner:
        return ""
    told = page.speech("footer.owner", period=choice.period_words, owner=choice.owner)
    return " " * (page.language == "en") + told


def map_line(page: Page) -> str:
    """Where the boundaries come from, and their approval number or that they are an example only."""
    speech, facts = page.speech, page.facts
    source = speech.pick(facts, "map_source")
    if facts["map_approval_number"]:
        return speech("footer.map_approved", source=source, number=facts["map_approval_number"])
    return speech("footer.map_example", source=source)
