"""What a list of codes says otherwise than the pack: the areas of the new day, and what became of those of before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from programme.packs.area_codes import is_township_zone
from programme.packs.codes.became import Became, check_became
from programme.packs.codes.counties import Counties, sort_counties
from programme.packs.codes.kinds import Kinds, bare_name, bare_names
from programme.packs.codes.links import Link, county_links, unit_links
from programme.packs.codes.matching import Ambiguity, Matched, Matching, match_units, same_name
from programme.packs.codes.standing import Area, Listing, Standing
from words.problems import PackError, Problem


@dataclass
class Difference:
    """The areas that are to be valid from the new day (`wanted`, by code), and how they come from those of before (`links`).

    `extents` are the counties whose code stands and whose townships are others; `ambiguous` must be settled before anything
    is written; `notes` are to be told.
    """

    stands: Standing
    wanted: dict[str, Area]
    links: list[Link] = field(default_factory=list)
    extents: list[str] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def ending(self) -> list[Area]:
        """The rows that end: of codes that are no more, have another name, or another extent."""
        ends = [
            area
            for code, area in self.stands.areas.items()
            if code not in self.wanted or not same_name(area, self.wanted[code])
        ]
        more = [self.stands.areas[code] for code in self.extents]
        # An extent that began on the very day takes in what else comes on it.
        return ends + [area for area in more if area not in ends and area.begins < self.stands.day]

    @property
    def beginning(self) -> list[Area]:
        """The areas that get a row: new codes, and those whose row ends while the code stands."""
        ending = {area.code for area in self.ending}
        return [area for code, area in self.wanted.items() if code not in self.stands.areas or code in ending]

    @property
    def is_none(self) -> bool:
        return not (self.ending or self.beginning or self.ambiguous)


def difference(
    stands: Standing, listed: Listing, kinds: Kinds, became: Became | None = None, *, is_whole: bool = False
) -> Difference:
    """Compare a list with what stands on the day.

    A county whose townships are not listed keeps them, one that is not listed at all stands, unless the list `is_whole`.
    Raises `PackError` and `WrongUse` where the list or what was said cannot be meant.
    """
    became = became or Became()
    cities = _cities(stands, listed, is_whole)
    listed = _with_bare_names(listed, stands, cities)
    parents = _parents(stands, listed, cities)
    counties = sort_counties(stands, listed, parents, became, kinds, is_whole)
    wanted = {stands.root: stands.areas[stands.root], **cities}
    for before, now in counties.now.items():
        wanted[now] = _renamed(counties.fresh.get(now, stands.counties[before]), listed.counties)
    wanted |= {code: counties.fresh[code] for code in counties.begun}
    old, new = _units(stands, listed, counties, became)
    wanted |= {code: area for code, area in stands.units.items() if code not in old and area.parent in wanted}
    wanted |= new
    others = {
        code: area
        for code, area in stands.areas.items()
        if not (area.is_county or area.is_unit or area.level == "city") and area.parent in wanted
    }  # longer codes than townships have, which no list has
    wanted |= {code: area for code, area in others.items() if code not in wanted}
    check_became(became, stands, wanted)
    matched = _matched(stands, old, new, counties, became, kinds)
    found = Difference(stands, wanted, ambiguous=[*counties.ambiguous, *matched.ambiguous])
    found.links = unit_links(stands, wanted, matched, counties, became)
    found.links += county_links(stands, wanted, counties, became, found.links)
    found.extents = sorted(
        {
            code
            for link in found.links
            if link.crosses
            for code in (link.old_county, link.new_county)
            if code in stands.counties and code in wanted
        }
    )
    found.notes = _notes(stands, listed, counties, wanted, matched)
    return found


# ---------------------------------------------------------------- cities and names


def _cities(stands: Standing, listed: Listing, is_whole: bool) -> dict[str, Area]:
    """The cities of the new day; one that is not listed ends only where the list is of the whole and lists cities."""
    found = {
        code: _renamed(area, listed.cities)
        for code, area in stands.cities.items()
        if code in listed.cities or not (is_whole and listed.cities)
    }
    for code, name in listed.cities.items():
        if code not in found:
            found[code] = Area(code, bare_name(name, [stands.areas[stands.root].name]), "city", stands.root)
    return found


def _with_bare_names(listed: Listing, stands: Standing, cities: Mapping[str, Area]) -> Listing:
    """The names as the pack has them: without the office that sits there, and without those of the areas above before them.

    These are left out only where every name of the level has them: a few have the county in their own name.
    """
    root = stands.areas[stands.root].name

    def city(code: str) -> str:
        area = cities.get(code[:4] + "00")
        return area.name if area else ""

    counties = bare_names(listed.counties, lambda code: (root, city(code)))

    def above(code: str) -> tuple[str, ...]:
        area = stands.counties.get(code[:6])
        return root, city(code), counties.get(code[:6]) or (area.name if area else "")

    units = bare_names(listed.units, above)
    for code in units.keys() & stands.units.keys():
        # The pack's own way to write a name stands, where both are one.
        units[code] = _renamed(stands.units[code], units).name
    return replace(listed, counties=counties, units=units)


def _renamed(area: Area, names: Mapping[str, str]) -> Area:
    """An area with the name that is listed, where that is another."""
    listed = replace(area, name=names.get(area.code, area.name))
    return area if same_name(area, listed) else listed


def _parents(stands: Standing, listed: Listing, cities: Mapping[str, Area]) -> dict[str, str]:
    """The area above each county that is listed, or of which townships are."""
    found: dict[str, str] = {}
    for code in sorted({*listed.counties, *(_county_of(unit, stands) for unit in listed.units)}):
        stood = stands.counties.get(code)
        if stood is not None and (stood.parent in cities or stood.parent == stands.root):
            found[code] = stood.parent
            continue
        beside = {area.parent for area in stands.counties.values() if area.code[:4] == code[:4]}
        city = code[:4] + "00"
        if city in cities:
            found[code] = city
        elif code[2:4] == "90" or beside == {stands.root} or code == city:
            found[code] = stands.root
        else:
            raise PackError("codes.county_without_city", code=code, city=city)
    return found


def _county_of(code: str, stands: Standing) -> str:
    area = stands.units.get(code)
    return area.parent if area is not None else code[:6]


# ---------------------------------------------------------------- townships


def _units(
    stands: Standing, listed: Listing, counties: Counties, became: Became
) -> tuple[dict[str, Area], dict[str, Area]]:
    """The townships to be compared, of before and of the new day: those of counties that are listed, or are no more."""
    named = {_county_of(code, stands) for code in listed.units}
    changing = {*counties.ended, *counties.recoded}
    old = {code: area for code, area in stands.units.items() if area.parent in named | changing}
    gone = set(became.olds) - set(listed.units)
    old |= {code: stands.units[code] for code in gone if code in stands.units}
    new: dict[str, Area] = {}
    for code, name in listed.units.items():
        stood = stands.units.get(code)
        if stood is not None:
            new[code] = replace(stood, name=name)
            continue
        county = code[:6]
        has_such = any(area.code[6:] >= "400" and area.level == "township" for area in stands.below(county))
        level = "zone" if is_township_zone(code) and not has_such else "township"
        new[code] = Area(code, name, level, county)
    if not listed.has_zones_beside_townships:
        # A list of townships alone says nothing of zones; where their county goes, they are told to be settled.
        for code, area in list(old.items()):
            if area.level == "zone" and area.parent not in changing and code not in became.olds:
                del old[code]
    lacking = [
        code
        for code in sorted(changing)
        if stands.below(code) and not _is_listed_below(code, counties, named)
    ]
    lacking = [code for code in lacking if not all(one.code in became.olds for one in stands.below(code))]
    if lacking and (not listed.units or set(lacking) & counties.recoded.keys()):
        raise PackError("codes.townships_needed", codes=lacking)
    return old, new


def _is_listed_below(code: str, counties: Counties, named: set[str]) -> bool:
    return counties.recoded.get(code, code) in named


def _matched(
    stands: Standing,
    old: Mapping[str, Area],
    new: Mapping[str, Area],
    counties: Counties,
    became: Became,
    kinds: Kinds,
) -> Matched:
    """What became of the townships of which nobody said it."""
    city_of = {
        code: area.parent for code, area in {**stands.counties, **counties.fresh}.items()
    }  # of either time
    # One that takes and stands under its code is matched as any other; one that gives and stands under its name is the same.
    taking = {code for code in became.predecessors if code not in old or code in became.olds} | became.found
    giving = {code for code in became.olds & new.keys() if same_name(stands.areas[code], new[code])}
    free_old = {code: area for code, area in old.items() if code not in became.olds}
    free_new = {code: area for code, area in new.items() if code not in taking | giving}
    matching = Matching(free_old, free_new, kinds, "township")
    return match_units(matching, counties.now, lambda county: city_of.get(county, ""))


# ---------------------------------------------------------------- what else is told


def _notes(
    stands: Standing,
    listed: Listing,
    counties: Counties,
    wanted: Mapping[str, Area],
    matched: Matched,
) -> list[Problem]:
    notes: list[Problem] = []
    if listed.outside:
        some = [f"{one.code} {one.name}" for one in listed.outside[:3]]
        notes.append(Problem("codes.outside", n=len(listed.outside), root=stands.root, named=some))
    if listed.communities:
        notes.append(Problem("codes.communities", n=listed.communities))
    if listed.placeholders:
        notes.append(Problem("codes.placeholders", n=listed.placeholders))
    named = {_county_of(code, stands) for code in listed.units}
    alone = [
        area
        for code, area in stands.counties.items()
        if code not in named and code in counties.now and code not in counties.recoded and stands.below(code)
    ]
    if alone:
        shown = [area.named for area in alone[:5]]
        notes.append(Problem("codes.left_alone", n=len(alone), named=shown))
    zones = [
        area
        for area in stands.units.values()
        if area.level == "zone" and area.parent in named and not listed.has_zones_beside_townships
    ]
    if zones:
        notes.append(Problem("codes.zones_left_alone", n=len(zones), named=[one.named for one in zones[:3]]))
    notes += _possible_moves(stands, wanted, matched)
    return notes


def _possible_moves(stands: Standing, wanted: Mapping[str, Area], matched: Matched) -> Iterable[Problem]:
    """New townships whose name one elsewhere has that ended too, or of which the list says nothing: perhaps they moved."""
    by_name: dict[str, list[Area]] = {}
    for area in stands.units.values():
        by_name.setdefault(area.name, []).append(area)
    for code in matched.begun:
        area = wanted[code]
        for other in by_name.get(area.name, ()):
            if other.code in matched.ended or (other.code in wanted and other.parent[:4] == code[:4]):
                stood = other.code in wanted
                key = "codes.perhaps_moved.stands" if stood else "codes.perhaps_moved"
                yield Problem(key, new=area.code, name=area.name, old=other.code)
