"""Signs of a Chinese keyboard in a statement, put as SQL's own: full-width letters and brackets, curly quotation marks, `。` for a dot.

What stands in a literal, in a quoted name or in a comment stays letter by letter, and so does what curly quotation marks hold: it
becomes a literal, or a name where it is one. Chinese names stay as they are, a bracket in one that follows `as` with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Set

LONGEST_QUOTED = 2000  # letters of what is looked through for a sign that closes it
# What SQL reads as one piece, or not at all.
_KEPT = re.compile(
    r"--[^\n]*|/\*(?:.*?\*/|.*)|(?<!\w)[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|\"(?:\"\"|[^\"])*\"|`[^`]*`",
    re.DOTALL,
)
_DOLLARS = re.compile(r"\$\w*\$")
_COMMENT = re.compile(r"(?:—|－|–){2}")
_BRACKETED = re.compile(r"\w+（[^（）\s，；]*）")
_NAMED = re.compile(rf"\bas\s+({_BRACKETED.pattern})", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# By what opens a quotation: what closes it, and what may stand for that.
_QUOTES = {
    "‘": ("’", "＇'"), "’": ("’‘", "＇'"), "＇": ("＇", "’'"),
    "“": ("”", '＂"'), "”": ("”“", '＂"'), "＂": ("＂", '”"'), "「": ("」", ""), "『": ("』", ""),
}  # fmt: skip
_SIGNS = {
    "、": ",", "。": ".", "【": "[", "】": "]", "《": "<", "》": ">", "〈": "<", "〉": ">", "≥": ">=", "≤": "<=", "≠": "<>", "×": "*",
    "÷": "/", "−": "-", "–": "-", "—": "-", "￥": "$", "\u3000": " ", "\u200b": "", "\ufeff": "",
}  # fmt: skip


def narrowed(text: str, names: Collection[str] = ()) -> str:
    """The same statement with SQL's own signs.

    Args:
        text: the statement.
        names: of tables and columns, in small letters: what double quotation marks hold is a name where it is one of these.
    """
    own = set(_NAMED.findall(text))
    parts: list[str] = []
    at = 0
    while at < len(text):
        piece, at = _next(text, at, own, names)
        parts.append(piece)
    return "".join(parts)


def is_foreign(text: str) -> bool:
    """Whether a word has a sign that SQL does not know as one; no statement, for what stands in quotation marks counts."""
    return any(
        letter in _SIGNS or letter in _QUOTES or letter in "’”」』" or _is_wide(letter) for letter in text
    )


def first(text: str, names: Collection[str] = ()) -> tuple[str, int] | None:
    """The first sign that `narrowed` replaces, one that is seen before a space, and its line from 1; None where it replaces none."""
    own, found, at = set(_NAMED.findall(text)), [], 0
    while at < len(text):
        piece, end = _next(text, at, own, names)
        if piece != text[at:end]:
            # Of a quotation that SQL's own sign opens it is the one that closes it.
            places = (
                [end - 1] if text[at] in "'\"" else [n for n in range(at, end) if is_foreign(text[n])] or [at]
            )
            found.append((text[places[0]], text.count("\n", 0, places[0]) + 1))
            if found[-1][0].isprintable() and not found[-1][0].isspace():
                return found[-1]
        at = end
    return next(iter(found), None)


def seen(sign: str) -> str:
    """A sign as it is told: a space, and what nobody sees, by its number."""
    return sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"


def _next(text: str, at: int, own: Set[str], names: Collection[str]) -> tuple[str, int]:
    """What becomes of the piece that begins at a place, and where the next one begins."""
    if kept := _KEPT.match(text, at):
        return kept[0], kept.end()
    if (tag := _DOLLARS.match(text, at)) and (again := text.find(tag[0], tag.end())) >= 0:
        return text[at : again + len(tag[0])], again + len(tag[0])
    if text[at] in "'\"":
        return _unclosed(text, at)
    if _COMMENT.match(text, at):
        end = _end_of_line(text, at)
        return "--" + text[at + 2 : end], end
    if (named := _BRACKETED.match(text, at)) and named[0] in own:
        return named[0], named.end()
    if text[at] in _QUOTES and (closing := _closing(text, at)) is not None:
        return _quoted(text, at, closing, names), closing + 1
    if word := _WORD.match(text, at):
        # A Chinese name keeps its letters; a word of Latin ones is one of SQL's, however wide.
        is_latin = all(letter.isascii() or _is_wide(letter) for letter in word[0])
        return unicodedata.normalize("NFKC", word[0]) if is_latin else word[0], word.end()
    return _sign(text, at), at + 1


def _sign(text: str, at: int) -> str:
    letter = text[at]
    if letter == "。" and not text[at + 1 :].strip():
        return ""
    if letter in _SIGNS:
        return _SIGNS[letter]
    return unicodedata.normalize("NFKC", letter) if _is_wide(letter) else letter


def _is_wide(letter: str) -> bool:
    return "\uff01" <= letter <= "\uff5e" or "\ufe50" <= letter <= "\ufe6b"


def _unclosed(text: str, at: int) -> tuple[str, int]:
    """A quotation that SQL's own sign opens and none closes: a wide one of its line closes it, or nothing does."""
    end = _first(text, at + 1, "’‘＇" if text[at] == "'" else "”“＂", _end_of_line(text, at))
    return (text[at:], len(text)) if end is None else (text[at:end] + text[at], end + 1)


def _closing(text: str, at: int) -> int | None:
    """Where a quotation ends, in its line: at its own sign, or at another before it opens anew."""
    closers, others = _QUOTES[text[at]]
    end = min(_end_of_line(text, at), at + LONGEST_QUOTED)
    own = _first(text, at + 1, closers, end)
    anew = text.find(text[at], at + 1, own) if own is not None and text[at] not in closers else -1
    if own is not None and anew < 0:
        return own
    other = _first(text, at + 1, others, anew if anew >= 0 else end)
    return own if other is None else other


def _first(text: str, start: int, letters: str, end: int) -> int | None:
    """Where the first of some letters stands."""
    found = [place for place in (text.find(one, start, end) for one in letters) if place >= 0]
    return min(found, default=None)


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _quoted(text: str, at: int, end: int, names: Collection[str]) -> str:
    """A quotation in SQL's own signs: a name behind `as`, beside a dot, or where it is one; else a literal."""
    held, before = text[at + 1 : end], text[max(at - 80, 0) : at].rstrip()[-3:]
    is_name = text[at] == "`" or before[-1:] in (".", "．") or text[end + 1 : end + 2] in (".", "．")
    is_name |= before[-2:].lower() == "as" and not before[:-2].strip("_").isalnum()
    is_name |= text[at] not in "‘’＇" and held.lower() in names
    sign = '"' if is_name and held else "'"
    return sign + held.replace(sign, sign * 2) + sign
