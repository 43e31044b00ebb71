"""English names of areas that are new or have another name: taken over where the name stands, else pinyin that nobody checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from programme.packs.codes.difference import Difference
from programme.packs.codes.matching import same_name
from programme.packs.codes.standing import Area
from words.problems import PackError

NAMES = ("area_name_en", "name_en_status", "short_name_zh", "short_name_en", "area_kind")


def names_of(found: Difference) -> dict[str, Mapping[str, str]]:
    """The cells of names and kind of each area that begins, by code.

    An area that keeps its name under another code keeps its English one with its status; a new name is pinyin, `unverified`
    whatever its level: nobody has read it yet. Raises `PackError` where the package for pinyin is missing and needed.
    """
    before: dict[str, list[Area]] = {area.code: [area] for area in found.stands.areas.values()}
    for link in found.links:
        if link.old is not None and link.new is not None:
            before.setdefault(link.new.code, []).append(link.old)
    names: dict[str, Mapping[str, str]] = {}
    new: list[Area] = []
    for area in found.beginning:
        alike = [one for one in before.get(area.code, ()) if same_name(one, area) and one.level == area.level]
        if alike:
            names[area.code] = {name: alike[0].cells.get(name) or "" for name in NAMES}
        else:
            new.append(area)
    return names | _spelt(new, found.stands.root[:2])


def with_names(found: Difference, names: Mapping[str, Mapping[str, str]]) -> Difference:
    """The difference with these names on the areas that begin, so that they are told in both languages."""
    named = {code: replace(found.wanted[code], cells=cells) for code, cells in names.items()}
    return replace(found, wanted={**found.wanted, **named})


def _spelt(areas: list[Area], province: str) -> dict[str, Mapping[str, str]]:
    if not areas:
        return {}
    try:
        # Its packages are the maker's of packs, and nobody else's.
        from programme.packs.making.names import Namer
        from programme.packs.making.sources import Sources

        namer = Namer(Sources(province), province)
    except (ImportError, PackError) as error:
        raise PackError("codes.no_pinyin", n=len(areas), named=[area.name for area in areas[:5]]) from error
    found: dict[str, Mapping[str, str]] = {}
    for area in areas:
        made = namer.name(area.code, area.name, area.level)
        cells = (made.name_en, "unverified", made.short_zh, made.short_en, made.kind)
        found[area.code] = dict(zip(NAMES, cells, strict=True))
    return found
