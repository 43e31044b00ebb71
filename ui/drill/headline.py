"""What the page found: the gap of the whole and where it lies."""

from __future__ import annotations

from ui.drill.facts import Path
from ui.frame.page import Page
from words import drill_findings


def told(page: Page, path: Path) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, choice = page.speech, path.choice
    above = [level.above for level in path.levels]
    title = drill_findings.title(speech, above, path.last.parts, choice.indicator, choice.period_words)
    return title, drill_findings.grey(speech, above[0], choice.indicator, choice.period_words)
