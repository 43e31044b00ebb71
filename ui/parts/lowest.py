"""Of a picture that has not room for all counties: how many of the lowest it has, and where the others are."""

from __future__ import annotations

from ui.frame.page import Page
from words import numbers


def told(page: Page, drawn: int, every: int) -> str:
    """A sentence; nothing where all are drawn."""
    if drawn == every:
        return ""
    return page.speech("picture.lowest", n=numbers.count(drawn), left=numbers.count(every - drawn))
