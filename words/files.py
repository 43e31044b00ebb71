"""Headings and cell values of exported files.

An English file carries the column names and codes as they stand in the warehouse, so that programs can read it;
a Chinese file carries the words of `locale/zh/LC_MESSAGES/files.po`.
"""

from __future__ import annotations

from functools import cache

from words.catalogue import FOLDER, catalogue


@cache
def _translations(language: str) -> dict[str, str]:
    if not (FOLDER / language / "LC_MESSAGES" / "files.po").exists():
        return {}
    return {key: forms[0] for key, forms in catalogue(language, "files").texts.items()}


def heading(column: str, language: str) -> str:
    """The heading of a column: in Chinese its name, in English the column's own."""
    return _translations(language).get(f"column.{column}", column)


def has_heading(column: str, language: str) -> bool:
    """True where the catalogue of a language names the column."""
    return f"column.{column}" in _translations(language)


def value_words(language: str) -> dict[str, str]:
    """Codes of verdicts, statuses, levels and the like, and what a file in this language says for them."""
    prefix = "value."
    return {
        key.removeprefix(prefix): text
        for key, text in _translations(language).items()
        if key.startswith(prefix)
    }
