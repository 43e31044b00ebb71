"""How wide a text is, and how it is kept from being read as markup. A leaf: imports nothing of ours."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

TAG = re.compile(r"<[^>]+>")


def for_plotly(text: object) -> str:
    """A text for a figure, whose labels take tags and entities (few of them: quotes stay as they are)."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, without its tags: a Chinese character fills its size, a letter half."""
    return sum(
        size * (1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56) for c in unescape(TAG.sub("", text))
    )
