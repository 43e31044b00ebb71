"""What cannot be seen in a text, shown as its code: it would steer a terminal, or tell two names apart unseen."""

from __future__ import annotations


def visible(text: str, kept: str = "") -> str:
    """A text with all that is not printable as its code (`\\x1b`, `\\u202e`), but for the characters `kept`."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one in kept else one.encode("unicode_escape").decode() for one in text
    )
