"""How a place may be typed: its name, its short name, pinyin with or without tones and blanks, initials, English, its code.

One rule for the search box and for the options of the command line. A name's reading is that of its English name where
the characters can be read so (丽水 is Lishui, 乐清 Yueqing); characters that no English name settles are read by the
dictionary of phrases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Any

NOT_TYPED = frozenset(" '’‘·-—.,，、()（）")
# So many ways to read a name are tried before the dictionary's is taken.
MOST_READINGS = 4096


@lru_cache(maxsize=50_000)  # the names of a country's counties, asked for by every search box
def plain(text: str) -> str:
    """A text reduced to what tells it apart: half-width, no capitals, tones, blanks or punctuation."""
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return "".join(
        letter for letter in bare.casefold() if not unicodedata.combining(letter) and letter not in NOT_TYPED
    )


def spellings(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Everything that the area of a row may be typed as, reduced by `plain`; its code first, no spelling twice.

    `row` has `area_code` and, in both languages, `area_name` and `short_name`.
    """
    names = (
        str(row.get(f"{stem}_{language}") or "")
        for stem in ("short_name", "area_name")
        for language in ("zh", "en")
    )
    return _spellings(str(row["area_code"]), *names)


@lru_cache(maxsize=10_000)  # every period's boxes ask for the same names
def _spellings(code: str, short_zh: str, short_en: str, name_zh: str, name_en: str) -> tuple[str, ...]:
    named: dict[str, None] = {plain(code): None}
    for chinese, english in ((short_zh, short_en), (name_zh, name_en)):
        for one in (chinese, english, *readings(chinese, short_en)):
            if plain(one):
                named[plain(one)] = None
    return tuple(named)


def named(chinese: str, english: str, *codes: str) -> tuple[str, ...]:
    """Everything that something with a name in both languages may be typed as, reduced by `plain`: names, pinyin, initials, codes."""
    letters = "".join(letter for letter in chinese if "\u3400" <= letter <= "\u9fff")
    spelled = (plain(one) for one in (chinese, english, *readings(letters), *codes))
    return tuple(dict.fromkeys(one for one in spelled if one))


def readings(chinese: str, english: str = "") -> list[str]:
    """A Chinese name in pinyin without tones, and its initials; `lü` once more as `lv`, as keyboards have it."""
    syllables = _syllables(chinese, plain(english))
    if not syllables:
        return []
    whole = "".join(syllables)
    found = [whole, "".join(syllable[0] for syllable in syllables)]
    return [*found, whole.replace("ü", "v")] if "ü" in whole else found


@cache
def _syllables(chinese: str, english: str) -> tuple[str, ...]:
    """The syllables of a name, one a character: those that make up its English name, else the dictionary's."""
    if not chinese or not all("\u3400" <= letter <= "\u9fff" for letter in chinese):
        return ()
    from pypinyin import Style, lazy_pinyin, pinyin  # a tenth of a second, for whoever searches

    usual = tuple(lazy_pinyin(chinese, v_to_u=True))
    every = pinyin(chinese, style=Style.NORMAL, heteronym=True, v_to_u=True)
    ways = 1
    for readings_of_one in every:
        ways *= len(readings_of_one)
    if english and ways <= MOST_READINGS:
        for length in range(len(every), 0, -1):  # an English short name leaves out what kind of area it is
            for first in product(*every[:length]):
                if plain("".join(first)) == english:
                    return (*first, *usual[length:])
    return usual


def typed_as(typed: str, keys: Iterable[str]) -> int | None:
    """How well a typed text fits spellings: 0 is one of them, 1 begins one, 2 stands within one; None does not fit."""
    wanted = plain(typed)
    if not wanted:
        return None
    best = None
    for key in keys:
        at = key.find(wanted)
        if at < 0 or (at and len(wanted) < 2 and wanted.isascii()):
            continue
        rank = 0 if key == wanted else 1 if at == 0 else 2
        best = rank if best is None else min(best, rank)
    return best
