"""How much room a text takes on a sheet of a workbook, and its fonts by language."""

from __future__ import annotations

import re
import unicodedata

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}


def width_of(text: str) -> int:
    """How wide the widest line of a text is, in digits; a Chinese character is as wide as two."""
    return max((sum(_width(one) for one in line) for line in text.split("\n")), default=0)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column, broken between words and between Chinese characters."""
    return sum(_lines(line, width) for line in text.split("\n"))


def _lines(line: str, width: float) -> int:
    lines, used = 1, 0
    for part in re.findall(r"[\x21-\u02ff]+\s*|.", line):
        needed = sum(_width(one) for one in part.rstrip())
        if used and used + needed > width:
            lines, used = lines + 1, 0
        lines += max(0, -int(-needed // width) - 1)
        used += sum(_width(one) for one in part)
    return lines


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
