"""Names of areas as lists of codes have them: without an office behind or areas before them, and taken apart into stem and kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from programme.packs.area_names import plain_name

_OFFICES = re.compile(r"(?<=街道)办事处$|(?<=.[镇乡])人民政府$")


class Kinds:
    """What the names of areas end in, by level (county, township): 街道, 镇, 自治县."""

    def __init__(self, endings: Iterable[tuple[str, str]]) -> None:
        """`endings`: levels and what a name of the level may end in."""
        self._endings: dict[str, list[str]] = {}
        for level, ending in endings:
            self._endings.setdefault(level, []).append(ending)
        for found in self._endings.values():
            found.sort(key=len, reverse=True)

    def stem(self, name: str, level: str) -> str:
        """A name without its kind; blank where that leaves less than two characters, or it ends in no kind."""
        plain = plain_name(name)
        for ending in self._endings.get(level, ()):
            if plain.endswith(ending):
                stem = plain.removesuffix(ending)
                return stem if len(stem) > 1 else ""
        return ""


def known_kinds() -> Kinds:
    """The endings that the maker of packs knows (`data/sources/area_kinds.csv`)."""
    # Loaded here: the maker's package takes a second, and only this needs it.
    from programme.packs.making.sources import Sources

    rows = Sources("").national("area_kinds")
    return Kinds((row["area_level"], row["suffix_zh"]) for row in rows)


def bare_name(name: str, above: Iterable[str]) -> str:
    """A name without blanks, without the office that sits there, and without the names of the areas above before it."""
    bare = _OFFICES.sub("", "".join(name.split()))
    for higher in above:  # the highest first
        if higher and bare.startswith(higher) and len(bare) > len(higher) + 1:
            bare = bare.removeprefix(higher)
    return bare


def bare_names(names: Mapping[str, str], above: Callable[[str], Iterable[str]]) -> dict[str, str]:
    """Names by code as `bare_name` has them; the areas above are left out only where that shortens every one."""
    found = {code: bare_name(name, ()) for code, name in names.items()}
    shorter = {code: bare_name(name, above(code)) for code, name in found.items()}
    return shorter if all(shorter[code] != found[code] for code in found) else found
