"""How wide a text is, and how it is kept from being read as markup. A leaf: imports nothing of ours."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

TAG = re.compile(r"<[^>]+>")
# What a line may be broken after: a tag, a word with its space, one Chinese character.
PIECE = re.compile(r"<[^>]+>|[^\s<\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*|\s+")
CLOSING = ("</", "）", "，", "。", "；", "、", "：", ")")


def for_plotly(text: object) -> str:
    """A text for a figure, whose labels take tags and entities (few of them: quotes stay as they are)."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Shares of the size that letters take in a common font without serifs, rounded up; a letter that is not here takes NORMAL.
NORMAL = 0.57
_SHARES = (
    ("ijl'|", 0.24),
    (" ftI.,:;!/()[]-·", 0.34),
    ("r", 0.36),
    ("ckJsvxyz0123456789", 0.52),
    ("ABEKPSVXY&", 0.68),
    ("CDHNRUw", 0.74),
    ("GOQ", 0.79),
    ("mMW%", 0.95),
    ("…—", 1.0),
)
BOLD = 1.08  # so much wider are bold letters
SHARES = {letter: share for letters, share in _SHARES for letter in letters}


def text_width(text: str, size: float, *, may_be_bold: bool = True) -> float:
    """About how wide a line is by its own letters, in pixels, without its tags: a Chinese character fills its size."""
    letter = BOLD if may_be_bold else 1.0
    return sum(
        size * (1.0 if unicodedata.east_asian_width(c) in "WF" else letter * SHARES.get(c, NORMAL))
        for c in unescape(TAG.sub("", text))
    )


def lines_within(text: str, size: float, room: float) -> list[str]:
    """A text in lines no wider than `room`, broken at spaces and between Chinese characters; a longer word stays whole.

    Tags keep their place, and no line begins with what closes a phrase.
    """
    lines, line = [], ""
    for piece in PIECE.findall(text):
        if line and text_width(f"{line}{piece}".rstrip(), size) > room and not piece.startswith(CLOSING):
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
