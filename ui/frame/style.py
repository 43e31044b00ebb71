"""The few styles that nothing native does (`style.css`), with the colours of one theme and the sizes of the look."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from draw.map.deck import container_style
from draw.palette import CAPTION, CARD_NAME, CARD_RATIO, LEAST, TABLE, Theme, palette

# Custom properties, so that a class of the sheet never names a colour or a size of its own.
_COLOURS = ("page", "panel", "text", "muted", "good", "bad", "primary", "rule", "faint")
_SIZES = {
    "caption": CAPTION,
    "card-name": CARD_NAME,
    "card-ratio": CARD_RATIO,
    "least": LEAST,
    "table": TABLE,
}


@cache
def sheet(theme: Theme) -> str:
    """The style sheet of one theme, ready to be sent."""
    colours = palette(theme)
    named = "".join(f"--o-{name}:{getattr(colours, name)};" for name in _COLOURS)
    named += "".join(f"--o-{name}:{size}px;" for name, size in _SIZES.items())
    css = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    return f"<style>:root{{{named}}}{container_style('map', above=396)}{css}</style>"
