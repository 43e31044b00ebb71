"""Which names may be meant by one that there is not: few, and only such as are near it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST = 3
ALIKE = 0.7
ALIKE_CODES = 0.8  # digits are alike by chance: of six one may be wrong
_SHORTEST = 3  # of a name of fewer letters many others have all


def near(name: str, known: Iterable[str]) -> list[str]:
    """The names most like one, the nearest first, then those that have it in them."""
    among = list(known)
    alike = ALIKE_CODES if name.isdigit() else ALIKE
    found = difflib.get_close_matches(name, among, MOST, alike)
    if len(name) >= _SHORTEST:
        found += [one for one in among if name in one and one not in found]
    return found[:MOST]
