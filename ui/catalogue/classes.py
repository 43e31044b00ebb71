"""The classes of an indicator: the same bounds in every period, in the colours that maps and tables have."""

from __future__ import annotations

from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import paper
from ui.parts.colouring import scale_of


def html(page: Page, choice: Choice) -> str:
    """Their section; nothing where the registry has no bounds."""
    if not choice.indicator["class_bounds"]:
        return ""
    speech = page.speech
    head = plain.html(speech("catalogue.classes"))
    note = plain.html(speech("catalogue.classes_note", unit=choice.unit))
    band = paper.both(page, lambda shown: _band(shown, choice))
    return f'<section class="ranking entry"><h2>{head} <small>{note}</small></h2>{band}</section>'


def _band(page: Page, choice: Choice) -> str:
    scale = scale_of(page, choice, "ratio")
    parts = zip(scale.colours, scale.symbols, scale.ranges, strict=True)
    cells = "".join(
        f'<li><i style="background:{colour}"></i>{plain.html(f"{symbol} {words}".strip())}</li>'
        for colour, symbol, words in parts
    )
    return f'<ol class="band">{cells}</ol>'
