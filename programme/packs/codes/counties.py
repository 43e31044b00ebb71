"""The counties of before and of the new codes: which stand, which is which, which end."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from programme.packs.codes.became import Became
from programme.packs.codes.kinds import Kinds
from programme.packs.codes.matching import Ambiguity, Matched, Matching, same_name
from programme.packs.codes.standing import Area, Listing, Standing
from words.problems import PackError


@dataclass
class Counties:
    """`now`: the code that each county of before has from the new day on, and `how` where code or name are others (renamed,
    recoded, kind, told); `fresh` are the counties of new codes, `ended` those that are no more."""

    now: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, Area] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    how: dict[str, str] = field(default_factory=dict)
    ambiguous: list[Ambiguity] = field(default_factory=list)

    @property
    def recoded(self) -> dict[str, str]:
        return {old: new for old, new in self.now.items() if old != new}

    @property
    def begun(self) -> list[str]:
        """Those of a new code that are none of before."""
        return sorted(self.fresh.keys() - set(self.recoded.values()))


def sort_counties(
    stands: Standing,
    listed: Listing,
    parents: Mapping[str, str],
    became: Became,
    kinds: Kinds,
    is_whole: bool,
) -> Counties:
    """Sort the counties out. `parents`: the area above each county that is listed or has townships in the list."""
    found = Counties()
    spoken = {*listed.counties, *parents}
    for code in sorted(spoken - stands.counties.keys()):
        if code not in listed.counties:
            raise PackError("codes.county_without_name", code=code)
        level = "zone" if "71" <= code[4:] <= "79" else "county"
        found.fresh[code] = Area(code, listed.counties[code], level, parents[code])
    told = {code for code in became.olds if code in stands.counties and code not in spoken}
    gone = {code: area for code, area in stands.counties.items() if code not in spoken}
    matched = _matched(
        {code: area for code, area in gone.items() if code not in told},
        {code: area for code, area in found.fresh.items() if code not in became.news},
        kinds,
    )
    found.ambiguous = matched.ambiguous
    for old, (new, how) in matched.pairs.items():
        found.now[old], found.how[old] = new, how
    for old in told:
        news = became.successors.get(old, [])
        if len(news) == 1 and news[0] in found.fresh and became.predecessors[news[0]] == [old]:
            found.now[old], found.how[old] = news[0], "told"
        else:
            found.ended.append(old)
    if is_whole:
        open_ones = {code for one in found.ambiguous for code in one.olds}
        found.ended += sorted(_left_out(gone.keys() - told - found.now.keys() - open_ones, stands, listed))
    for code, area in stands.counties.items():
        if code in found.now or code in found.ended:
            continue
        found.now[code] = code
        if code in listed.counties and not same_name(
            area, Area(code, listed.counties[code], area.level, area.parent)
        ):
            found.how[code] = "renamed"
    return found


def _matched(old: Mapping[str, Area], new: Mapping[str, Area], kinds: Kinds) -> Matched:
    """Counties that have another code: of the same name, or the same stem of it, under the same area."""
    matching = Matching(old, new, kinds, "county")
    matching.by_key("recoded", lambda area: (area.parent, area.name), lambda area: (area.parent, area.name))
    matching.by_key(
        "kind",
        lambda area: (area.parent, matching.stem(area)) if matching.stem(area) else "",
        lambda area: (area.parent, matching.stem(area)) if matching.stem(area) else "",
    )
    return matching.found


def _left_out(codes: Set[str], stands: Standing, listed: Listing) -> Set[str]:
    """The counties that a list of the whole leaves out; zones only where it lists any, as lists of counties have none."""
    return {
        code for code in codes if stands.counties[code].level != "zone" or listed.has_zones_beside_counties
    }
