"""What became of what, one link an old and a new code: the rows that `area_changes.csv` is to have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from programme.packs.codes.became import Became
from programme.packs.codes.counties import Counties
from programme.packs.codes.matching import Matched
from programme.packs.codes.standing import Area, Standing


@dataclass(frozen=True)
class Link:
    """One change: an old and a new area (one of them None: nobody says), its `kind` as the pack has it, `what` as it is told.

    `told`: somebody said so; else names and codes do. `crosses`: a township left one county for another.
    """

    old: Area | None
    new: Area | None
    level: str
    kind: str
    what: str
    told: bool = False
    old_county: str = ""
    new_county: str = ""
    crosses: bool = False
    units: tuple[Area, ...] = ()  # of a county-level change: the townships that went over

    @property
    def key(self) -> tuple[str, str]:
        return self.old.code if self.old else "", self.new.code if self.new else ""


# Of a match the kind that the pack's table has for it, and how it is told.
_OF_PAIR = {
    "renamed": ("renamed", "renamed"),
    "recoded": ("recoded", "recoded"),
    "kind": ("renamed", "kind"),
    "moved": ("transferred", "moved"),
    "told": ("recoded", "recoded"),
}


def unit_links(
    stands: Standing, wanted: Mapping[str, Area], matched: Matched, counties: Counties, became: Became
) -> list[Link]:
    """The changes of townships, ordered by old code, new ones of nothing last."""
    links: list[Link] = []
    for old, (new, how) in matched.pairs.items():
        if how == "same" and old == new:
            continue
        kind, what = _OF_PAIR.get(how, ("recoded", "recoded"))
        if how == "kind" and old != new:
            kind, what = "recoded", "kind"
        links.append(_link(stands.units[old], wanted[new], kind, what, counties, told=False))
    links += _told_links(stands.units, wanted, became, counties)
    for code in [*matched.ended, *(one for one in became.lost if one in stands.units)]:
        links.append(
            Link(
                stands.units[code], None, "township", "abolished", "ended",
                code in became.lost, stands.units[code].parent,
            )
        )  # fmt: skip
    spoken = {link.new.code for link in links if link.new is not None}
    for code in [*matched.begun, *(one for one in became.found if len(one) == 9 and one not in spoken)]:
        links.append(
            Link(
                None, wanted[code], "township", "created", "begun",
                code in became.found, "", wanted[code].parent,
            )
        )  # fmt: skip
    return sorted(links, key=_order)


def county_links(
    stands: Standing,
    wanted: Mapping[str, Area],
    counties: Counties,
    became: Became,
    below: Sequence[Link],
) -> list[Link]:
    """The changes of counties: what was found or said of them, and what follows from townships that went from one to another."""
    links = {}
    for old, how in counties.how.items():
        new = counties.now[old]
        kind, what = _OF_PAIR[how] if old == new or how != "kind" else ("recoded", "kind")
        one = _county(stands.counties[old], wanted[new], kind, what, told=how == "told")
        links[one.key] = one
    for one in _told_links(stands.counties, wanted, became, counties):
        if counties.now.get(one.key[0]) != one.key[1] or one.key[0] == one.key[1]:
            links.setdefault(one.key, one)
    flows: dict[tuple[str, str], list[Area]] = defaultdict(list)
    for link in below:
        if link.crosses and link.new is not None:
            flows[link.old_county, link.new_county].append(link.new)
    takers, givers = defaultdict(set), defaultdict(set)
    for old, new in flows:
        takers[old].add(new)
        givers[new].add(old)
    begun = set(counties.begun)
    for (old, new), units in sorted(flows.items()):
        if (old, new) in links:
            continue
        is_end = old in counties.ended
        if new in begun and is_end and takers[old] == {new}:
            whole = all(one in counties.ended and takers[one] == {new} for one in givers[new])
            kind = ("recoded" if len(givers[new]) == 1 else "merged") if whole else "split"
        elif new in begun:
            kind = "split"
        else:
            kind = "merged" if is_end else "transferred"
        links[old, new] = _county(stands.counties[old], wanted[new], kind, "moved_units", units=tuple(units))
    olds, news = {old for old, _ in links}, {new for _, new in links}
    for code in sorted(set(counties.ended) - olds):
        links[code, ""] = _county(stands.counties[code], None, "abolished", "ended", told=code in became.lost)
    for code in sorted(begun - news):
        links["", code] = _county(None, wanted[code], "created", "begun", told=code in became.found)
    return sorted(links.values(), key=_order)


def _told_links(
    olds: Mapping[str, Area], wanted: Mapping[str, Area], became: Became, counties: Counties
) -> list[Link]:
    """The changes that somebody said, of areas of one level."""
    links = []
    for old, new in became.pairs:
        if old not in olds:
            continue
        before, after = olds[old], wanted[new]
        stays = old in wanted and wanted[old].name == before.name
        stood = new in olds
        several_to, several_from = len(became.successors[old]) > 1, len(became.predecessors[new]) > 1
        if old == new:
            if before.name == after.name:
                continue  # it stands; what it gives or takes is told of the others
            kind = "merged" if several_from else "split" if several_to else "renamed"
        elif several_to or stays:
            kind = "split"
        elif several_from or stood:
            kind = "merged"
        else:
            kind = "recoded"
        if before.is_county:
            one = _county(before, after, kind, kind, told=True)
            links.append(replace(one, old_county=old, new_county=new, crosses=old != new))
            continue
        one = _link(before, after, kind, kind, counties, told=True)
        if one.crosses and kind == "recoded":
            one = replace(one, kind="transferred", what="moved")
        links.append(one)
    return links


def _link(before: Area, after: Area, kind: str, what: str, counties: Counties, *, told: bool) -> Link:
    here = counties.now.get(before.parent, "")
    crosses = here != after.parent
    return Link(before, after, "township", kind, what, told, before.parent, after.parent, crosses)


def _county(
    before: Area | None,
    after: Area | None,
    kind: str,
    what: str,
    *,
    told: bool = False,
    units: tuple[Area, ...] = (),
) -> Link:
    return Link(before, after, "county", kind, what, told, units=units)


def _order(link: Link) -> tuple[bool, str, str]:
    old, new = link.key
    return not old, old, new
