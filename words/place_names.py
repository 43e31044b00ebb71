"""Which areas a text may mean, typed as people type: name, short name, pinyin, initials, English or code; and which it nearly names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from words import nearness, spellings

Row = Mapping[str, Any]


def meant(text: str, rows: Iterable[Row]) -> list[str]:
    """The codes of the rows that answer to a text."""
    wanted = spellings.plain(text)
    found = (str(row["area_code"]) for row in rows if wanted and wanted in spellings.spellings(row))
    return list(dict.fromkeys(found))


def nearly(text: str, rows: Iterable[Row]) -> list[str]:
    """The codes of a few rows whose name is read or spelled much like a text that means none."""
    wanted = dict.fromkeys(spellings.plain(one) for one in (text, *spellings.readings(text)[:1]))
    named: dict[str, dict[str, None]] = {}
    for row in rows:
        for spelled in spellings.spellings(row)[1:]:
            named.setdefault(spelled, {})[str(row["area_code"])] = None
    alike = [spelled for one in wanted for spelled in nearness.near(one, named)]
    return list(dict.fromkeys(code for spelled in alike for code in named[spelled]))[: nearness.MOST]
