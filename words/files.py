"""Headings and cell values of exported files, in words.

Chinese headings stand in `locale/zh/LC_MESSAGES/files.po`. An English heading is its column's name in words, unless
`locale/en/LC_MESSAGES/files.po` says it better. `{numerator}` and `{denominator}` in a heading are the indicator's own names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from words.catalogue import catalogue

SIDES = {
    "zh": {"numerator": "分子", "denominator": "分母"},
    "en": {"numerator": "numerator", "denominator": "denominator"},
}


@cache
def _translations(language: str) -> dict[str, str]:
    return {key: forms[0] for key, forms in catalogue(language, "files").texts.items()}


def heading(column: str, language: str, names: Mapping[str, str] | None = None) -> str:
    """The heading of a column; `names` are what the numerator and the denominator are called, where that is known."""
    text = _translations(language).get(f"column.{column}")
    if text is None:
        text = column.replace("_", " ")
        for side in SIDES["en"]:
            text = text.replace(side, f"{{{side}}}")
    text = text.format(**{**SIDES[language], **(names or {})})
    return _capital(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def has_heading(column: str, language: str) -> bool:
    """True where the catalogue of a language names the column."""
    return f"column.{column}" in _translations(language)


def word(key: str, language: str) -> str:
    """A text of these catalogues by its whole key."""
    return _translations(language)[key]


def value_words(language: str, denominator: str | None = None) -> dict[str, str]:
    """Codes of verdicts, statuses, levels and the like, and what a file in this language says for them.

    `denominator` is what a row without one lacks, where the indicator is known.
    """
    prefix = "value."
    lacks = denominator or SIDES[language]["denominator"]
    return {
        key.removeprefix(prefix): _capital(text.format(denominator=lacks))
        for key, text in _translations(language).items()
        if key.startswith(prefix)
    }


def register_cell(kind: str, cell: str | None, choice: str | None, language: str) -> str:
    """A cell of a register in words: a choice as its register calls it, yes or no; else as it is, blank where nothing stands."""
    if choice or cell is None:
        return choice or ""
    return value_words(language)[cell] if kind == "yes_no" else cell
