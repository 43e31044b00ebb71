"""What the page found: whether the bulletin is a draft or issued, and what moved since."""

from __future__ import annotations

from files.bulletin.content import Content
from files.bulletin.moved import Moved
from ui.bulletin.facts import Row
from ui.frame.page import Choice, Page


def told(
    page: Page, choice: Choice, draft: Content, last: Row | None, moved: list[Moved] | None
) -> tuple[str, str]:
    """Title and grey line."""
    speech = page.speech
    grey = speech("bulletin.grey", name=speech.pick(choice.indicator, "indicator_name"))
    about = {"period": choice.period_words, "snapshot": page.answers.snapshot.id}
    if last is None or last["state"] == "withdrawn":
        return speech.plural("bulletin.title_draft", len(draft.figures), **about), grey
    issued = {"number": last["number"], "edition": last["edition"], "period": choice.period_words}
    if not moved:
        return speech("bulletin.title_issued", **issued), grey
    return speech.plural("bulletin.title_moved", len(moved), **issued), grey
