"""Which number formats show a number as a date: those every spreadsheet has, those of East Asian ones, and own ones."""

from __future__ import annotations

import re

# 14 to 22 and 45 to 47 everywhere; 27 to 36 and 50 to 58 are dates and times of East Asian spreadsheets.
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# What says nothing of date or number: texts in quotes, escaped, filling or spacing characters, colours and languages.
_ASIDE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_GENERAL = re.compile(r"general|g/通用格式|@", re.IGNORECASE)
_EXPONENT = re.compile(r"[0#?.]e[+-]", re.IGNORECASE)
_DATE = re.compile(r"[ymdhse]|a{3,4}|上午|下午|am/pm", re.IGNORECASE)


def is_date(number: str, own: dict[str, str]) -> bool:
    """Whether the number format shows a date or a time; `own` are the workbook's own formats by their number."""
    if number in own:
        return shows_date(own[number])
    return number.isascii() and number.isdigit() and int(number) in _BUILT_IN


def shows_date(code: str) -> bool:
    """Whether a format code has a part of a date or time: its first section decides."""
    bare = _GENERAL.sub("", _EXPONENT.sub("", _ASIDE.sub("", code).split(";")[0]))
    return bool(_DATE.search(bare))
