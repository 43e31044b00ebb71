"""What cannot be seen in a text, shown as its code: it would steer a terminal, turn what follows, or tell two names apart unseen.

Only what is shown is made so. What was filed is kept as filed, and files for other programs carry it so.
"""

from __future__ import annotations

import unicodedata

# Letters and signs for Unicode, nothing for an eye: fillers of Korean, an empty pattern of dots, joiners, Khmer vowels, marks of Mongolian.
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# Controls, what turns directions or joins, halves of characters, what no standard names.
CODED = ("Cc", "Cf", "Cs", "Co", "Cn")


def visible(text: str, kept: str = "") -> str:
    """A text with all that is not printable as its code (`\\x1b`, `\\u202e`), but for the characters `kept`.

    The code is letters of ASCII, which every terminal has.
    """
    if text.isprintable() and UNSEEN.isdisjoint(text):
        return text
    return "".join(
        one
        if one in kept or (one.isprintable() and one not in UNSEEN) or _is_newer_character(one)
        else one.encode("unicode_escape").decode()
        for one in text
    )


def by_code(text: str) -> str:
    """A text for a page: `\u27e8U+202E\u27e9` in the place of what is neither seen nor a blank."""
    if text.isprintable() and UNSEEN.isdisjoint(text):
        return text
    return "".join(one if _is_seen(one) else f"\u27e8U+{ord(one):04X}\u27e9" for one in text)


def _is_seen(character: str) -> bool:
    if character in UNSEEN:
        return False
    return unicodedata.category(character) not in CODED or _is_newer_character(character)


def _is_newer_character(character: str) -> bool:
    """A Chinese character that the tables of this Python do not know yet: names have such."""
    return 0x20000 <= ord(character) <= 0x3FFFD
