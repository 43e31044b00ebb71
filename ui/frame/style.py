"""The few styles that nothing native does (`style.css`), with the colours of one theme and the sizes of the look."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from draw.map.deck import container_style
from draw.palette import CAPTION, CARD_NAME, CARD_RATIO, LEAST, LIGHT, TABLE, Palette, Theme, palette

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
    named = _named(palette(theme)) + "".join(f"--o-{name}:{size}px;" for name, size in _SIZES.items())
    css = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    # Paper is white whatever the screen is. The tint of a tile's change cannot be named anew: it is turned over.
    chip = "invert(1) hue-rotate(180deg)" if theme == "dark" else "none"
    css += f"@media print{{:root{{{_named(LIGHT)}--o-chip:{chip}}}}}"
    return f"<style>:root{{{named}}}{container_style('map', above=396)}{css}</style>"


def _named(colours: Palette) -> str:
    return "".join(f"--o-{name}:{getattr(colours, name)};" for name in _COLOURS)
