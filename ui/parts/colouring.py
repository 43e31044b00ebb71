"""The classes a page colours by, from the indicator's row, the target in force and what counties need."""

from __future__ import annotations

from draw.scales import Judged, Scale, scale_by
from ui.frame.kept import kept
from ui.frame.page import Choice, Page


@kept(most=500)
def scale_of(page: Page, choice: Choice, colour: str) -> Scale:
    """The scale of a way to colour: ratio, gap or change."""
    judged = Judged(
        choice.indicator,
        choice.headline(),
        lambda: page.answers.counties(choice.code, choice.period, page.root),
        page.speech("legend.between"),
    )
    return scale_by(colour, judged, page.theme)
