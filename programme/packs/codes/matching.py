"""Which area of before is which of the new codes: by code and name, where both leave one answer only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from programme.packs.area_names import plain_name
from programme.packs.codes.kinds import Kinds
from programme.packs.codes.standing import Area

Key = Callable[[Area], Hashable]


@dataclass(frozen=True)
class Ambiguity:
    """Areas that ended and areas that are new, of which names and codes leave more than one answer which became which."""

    name: str
    olds: tuple[str, ...]
    news: tuple[str, ...]


@dataclass
class Matched:
    """What became of what: pairs of codes with how it is known; those that ended, those that begin, those that are not clear.

    `how`: same, renamed (same code, another name), kind (the stem of the name kept), recoded (the same name, another code),
    moved (the same name in another county).
    """

    pairs: dict[str, tuple[str, str]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)


class Matching:
    """The areas left to be matched, old and new; each step takes out those it is sure of."""

    def __init__(self, old: Mapping[str, Area], new: Mapping[str, Area], kinds: Kinds, level: str) -> None:
        self.old, self.new = dict(old), dict(new)
        self.found = Matched()
        self._kinds, self._level = kinds, level

    def stem(self, area: Area) -> str:
        return self._kinds.stem(area.name, self._level)

    def by_code(self, how: str, agree: Callable[[Area, Area], bool]) -> None:
        """Those of one code that agree."""
        for code in sorted(self.old.keys() & self.new.keys()):
            if agree(self.old[code], self.new[code]):
                self._take(code, code, how)

    def by_key(self, how: str, of_old: Key, of_new: Key) -> None:
        """Those that alone have a key on both sides; of several those whose codes end alike. What is left is not clear.

        A blank key is none.
        """
        olds, news = _grouped(self.old.values(), of_old), _grouped(self.new.values(), of_new)
        for key in [key for key in olds if key in news]:
            before, after = olds[key], news[key]
            if len(before) == len(after) == 1:
                self._take(before[0].code, after[0].code, how)
                continue
            ends = defaultdict(list)
            for area in after:
                ends[area.code[6:]].append(area)
            for area in list(before):
                if len(ends[area.code[6:]]) == 1 and area.code[6:]:
                    other = ends[area.code[6:]][0]
                    self._take(area.code, other.code, how)
                    before.remove(area)
                    after.remove(other)
            self._leave_open(before, after)

    def leave_open(self, olds: Iterable[Area], news: Iterable[Area]) -> None:
        """Take out areas of which nobody can say by names and codes what became of them."""
        self._leave_open(list(olds), list(news))

    def ended(self) -> Matched:
        """What was found, all that is left having ended or begun."""
        self.found.ended += sorted(self.old)
        self.found.begun += sorted(self.new)
        return self.found

    def _leave_open(self, olds: list[Area], news: list[Area]) -> None:
        if not (olds and news):
            return
        self.found.ambiguous.append(
            Ambiguity(
                news[0].name,
                tuple(sorted(area.code for area in olds)),
                tuple(sorted(area.code for area in news)),
            )
        )
        for area in olds:
            self.old.pop(area.code, None)
        for area in news:
            self.new.pop(area.code, None)

    def _take(self, old: str, new: str, how: str) -> None:
        self.found.pairs[old] = (new, how)
        del self.old[old], self.new[new]


def same_name(one: Area, other: Area) -> bool:
    return plain_name(one.name) == plain_name(other.name)


def match_units(matching: Matching, county_now: Mapping[str, str], city: Callable[[str], str]) -> Matched:
    """Match townships. `county_now`: the code that a county of before has now; `city`: the area above a county of either time."""

    def stays_in(area: Area) -> str:
        return county_now.get(area.parent, "")

    def name_or_nothing(place: str, name: str) -> Hashable:
        return (place, name) if place and name else ""

    matching.by_code("same", same_name)
    matching.by_code(
        "kind",
        lambda old, new: bool(matching.stem(old)) and matching.stem(old) == matching.stem(new),
    )
    matching.by_key(
        "recoded",
        lambda area: name_or_nothing(stays_in(area), plain_name(area.name)),
        lambda area: (area.parent, plain_name(area.name)),
    )
    matching.by_key(
        "kind",
        lambda area: name_or_nothing(stays_in(area), matching.stem(area)),
        lambda area: name_or_nothing(area.parent, matching.stem(area)),
    )
    _leave_open_where_code_and_name_disagree(matching, city)
    matching.by_key(
        "moved",
        lambda area: name_or_nothing(city(area.parent), plain_name(area.name)),
        lambda area: (city(area.parent), plain_name(area.name)),
    )
    matching.by_code("renamed", lambda *_: True)
    return matching.ended()


def _leave_open_where_code_and_name_disagree(matching: Matching, city: Callable[[str], str]) -> None:
    """A township whose code has another name now and whose name stands under another county: renamed, or moved?"""
    named = defaultdict(list)
    for area in matching.new.values():
        named[city(area.parent), plain_name(area.name)].append(area)
    for code in sorted(matching.old.keys() & matching.new.keys()):
        old = matching.old[code]
        elsewhere = [one for one in named[city(old.parent), plain_name(old.name)] if one.code in matching.new]
        if elsewhere and code in matching.new:
            matching.leave_open([old], [matching.new[code], *elsewhere])


def _grouped(areas: Iterable[Area], key: Key) -> dict[Hashable, list[Area]]:
    found: dict[Hashable, list[Area]] = {}
    for area in areas:
        if of := key(area):
            found.setdefault(of, []).append(area)
    return found
