"""How wide a text is, for whatever must know before a browser draws it. A leaf: imports nothing of ours."""

from __future__ import annotations

import re
import unicodedata

TAG = re.compile(r"<[^>]+>")


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, without its tags: a Chinese character fills its size, a letter half."""
    return sum(size * (1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56) for c in TAG.sub("", text))
