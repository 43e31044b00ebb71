"""Totals of a printed table held to its parts: what is printed is rounded, so they agree within so many halves of its last digit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.filing.published import places
from pipelines.filing.published.entries import Column, Entry
from programme.packs.area_index import CITY, COUNTRY, COUNTY, PROVINCE, Areas


@dataclass(frozen=True)
class Total:
    """A whole and what its parts come to, of one measure; `sums` with and without the units listed apart. None of a whole that
    cannot be checked, a part of it having no figure."""

    entry: Entry
    column: Column
    parts: int
    said: Decimal
    sums: tuple[Decimal, ...]
    within: Decimal
    is_whole: bool  # no part lacks a figure
    apart: tuple[Entry, ...] = ()

    @property
    def agrees(self) -> bool:
        if not self.is_whole:
            return self.sums[0] <= self.said + self.within
        return any(abs(self.said - one) <= self.within for one in self.sums)

    @property
    def counts_apart(self) -> bool:
        """Whether it agrees only with the units that are listed apart."""
        return len(self.sums) > 1 and abs(self.said - self.sums[0]) > self.within


def ranked(
    entries: Sequence[Entry], areas: Areas, day: dt.date | None, levels: tuple[int, ...]
) -> list[int | None]:
    """How high each row stands: 0 province or a total, 1 city or who files under no city that has a row, 2 who files under one; None
    of a row that is none of these."""
    cities = {entry.place.at for entry in entries if entry.place.kind == "area"}
    ranks: list[int | None] = []
    for entry in entries:
        if entry.place.kind == "total":
            ranks.append(PROVINCE)
        elif entry.place.kind == "area":
            level = areas.level_ever(entry.place.at, day)
            is_under = areas.city_of(entry.place.at, day) in cities
            own = COUNTY if is_under else CITY
            ranks.append(own if level in levels else level if level in (COUNTRY, PROVINCE, CITY) else None)
        else:
            ranks.append(None)
    return ranks


def totals(
    entries: Sequence[Entry],
    columns: Sequence[Column],
    areas: Areas,
    day: dt.date | None,
    levels: tuple[int, ...],
) -> Iterator[Total]:
    """Every whole of a table with its parts: those below it, or of a total that closes the table those above."""
    ranks = ranked(entries, areas, day, levels)
    finest = _finest(entries, columns)
    for at, entry in enumerate(entries):
        rank = ranks[at]
        is_above = entry.place.kind == "total" or (
            entry.place.kind == "area" and areas.level_ever(entry.place.at, day) not in levels
        )
        if rank is None or not is_above:
            continue
        ways = [_above(entries, at)] if entry.place.kind == "total" else []
        ways += [_below(ranks, at, rank)] if _has_below(ranks, at, rank) else []
        # A city may close its counties as well as open them, and they may stand anywhere: they are those of the register.
        ways += [_inside(entries, at, areas, day)] if entry.place.kind == "area" else []
        # A total may open or close its parts: it is that of which it is the sum, where it is the sum of either.
        found = [
            one for inside in ways if (one := _with_parts(entry, inside, entries, ranks, columns, finest))
        ]
        yield from next(
            (one for one in found if all(total.agrees for total in one)), found[0] if found else []
        )


def _with_parts(
    entry: Entry,
    inside: Sequence[int],
    entries: Sequence[Entry],
    ranks: Sequence[int | None],
    columns: Sequence[Column],
    finest: Mapping[str, Decimal],
) -> list[Total]:
    parts = [entries[one] for one in _direct(ranks, inside)]
    beside = [entries[one] for one in inside if entries[one].place.kind in ("zone", "unknown")]
    apart = [one for one in beside if one.has_figure and not one.place.is_sub]
    return list(_of(entry, parts, apart, columns, finest)) if parts else []


def _of(
    entry: Entry,
    parts: list[Entry],
    apart: list[Entry],
    columns: Sequence[Column],
    finest: Mapping[str, Decimal],
) -> Iterator[Total]:
    for column in columns:
        code = column.measure.code
        said = entry.values.get(code)
        if said is None or code in entry.derived:
            continue
        known = [part for part in parts if part.values.get(code) is not None and code not in part.derived]
        if not known:
            continue
        step = finest.get(code, Decimal(1))
        sums = [sum((part.values[code] or Decimal(0) for part in known), Decimal(0))]
        beside = [one for one in apart if one.values.get(code) is not None]
        if beside:
            sums.append(sums[0] + sum((one.values[code] or Decimal(0) for one in beside), Decimal(0)))
        within = (len(parts) + 1) * step / 2
        yield Total(
            entry, column, len(parts), said, tuple(sums), within, len(known) == len(parts), tuple(beside)
        )


def _finest(entries: Sequence[Entry], columns: Sequence[Column]) -> dict[str, Decimal]:
    """The worth of the last digit that each column is printed to: a program leaves out the zeros of 3.00. Never less than one."""
    found = {}
    for code in (column.measure.code for column in columns):
        steps = [entry.steps[code] for entry in entries if code in entry.steps]
        found[code] = max(min(steps, default=Decimal(1)), Decimal(1))
    return found


def _inside(entries: Sequence[Entry], at: int, areas: Areas, day: dt.date | None) -> list[int]:
    """The rows of areas that lie in that of a row."""
    above = entries[at].place.at
    return [
        place
        for place, one in enumerate(entries)
        if one.place.kind == "area" and one.place.at != above and areas.is_within(one.place.at, above, day)
    ]


def _has_below(ranks: Sequence[int | None], at: int, rank: int) -> bool:
    following = next((one for one in ranks[at + 1 :] if one is not None), None)
    return following is not None and following > rank


def _below(ranks: Sequence[int | None], at: int, rank: int) -> list[int]:
    found = []
    for place in range(at + 1, len(ranks)):
        if (one := ranks[place]) is not None and one <= rank:
            break
        found.append(place)
    return found


def _above(entries: Sequence[Entry], at: int) -> list[int]:
    """Of a total that closes: a subtotal back to the total before it, any other back to the beginning, without the totals between."""
    if entries[at].place.kind != "total":
        return []
    is_sub = "小计" in places.bare(entries[at].name)
    found: list[int] = []
    for place in range(at - 1, -1, -1):
        if entries[place].place.kind == "total":
            if is_sub:
                break
            continue
        found.insert(0, place)
    return found


def _direct(ranks: Sequence[int | None], inside: Sequence[int]) -> list[int]:
    """The parts that add up: the highest rows inside, not those of which one is itself a part."""
    found: list[int] = []
    over: int | None = None
    for place in inside:
        rank = ranks[place]
        if rank is None or (over is not None and rank > over):
            continue
        found.append(place)
        over = rank
    return found
