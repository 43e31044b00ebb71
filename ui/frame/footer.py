"""The foot of every page: sources, the target's legal basis, the map and its approval number."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Choice, Chosen, Page
from ui.frame.strip import simulated_tag
from words import sources


def draw(page: Page, choice: Chosen | None) -> None:
    """Two grey lines under a rule; the sources in one until they are opened, and in whole on paper."""
    speech, facts = page.speech, page.facts
    line = sources.sources(speech, facts, _simulated(page, choice))
    if isinstance(choice, Choice):
        told = sources.target_in_force(speech, choice.headline(), choice.indicator)
        line += f" {told}" if told and page.language == "en" else told
        line += _owner(page, choice)
    more, less = (plain.html(speech(f"footer.{one}")) for one in ("more", "less"))
    way = f'<details><summary><span class="more">{more}</span><span class="less">{less}</span></summary></details>'
    st.html(
        f'<footer><div><p class="said">{plain.html(line)}</p>{way}</div><p>{plain.html(map_line(page))}</p></footer>'
    )


def _simulated(page: Page, choice: Chosen | None) -> str:
    """What is simulated and what of it is invented, in the pack's words; nothing on a page where nothing is."""
    return page.speech.pick(page.facts, "simulated_text") if simulated_tag(page, choice) else ""


def _owner(page: Page, choice: Choice) -> str:
    """Who answered for the indicator in the period shown, by the name of then."""
    if not choice.owner:
        return ""
    told = page.speech("footer.owner", period=choice.period_words, owner=choice.owner)
    return " " * (page.language == "en") + told


def map_line(page: Page) -> str:
    """Where the boundaries come from, and their approval number or that they are an example only."""
    return sources.borders(page.speech, page.facts)
