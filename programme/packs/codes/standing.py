"""The areas of a pack as they are valid on a day, and the list of codes that is to be compared with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from programme.packs.area_checks import with_validity
from programme.packs.area_codes import PLACEHOLDER, PSEUDO_CITIES
from programme.packs.area_names import plain_name
from programme.packs.cells import ALWAYS, day
from programme.packs.pack import Pack
from words.problems import Bilingual, PackError


@dataclass(frozen=True)
class Area:
    """One area: its code, name, level and the code of the area above; of one that stands its cells and its place in the table."""

    code: str
    name: str
    level: str
    parent: str
    begins: dt.date = dt.date(1900, 1, 1)
    place: int = -1
    cells: Mapping[str, str | None] = field(default_factory=dict, compare=False)

    @property
    def is_county(self) -> bool:
        """Whether it stands where counties do: a county, or a zone beside counties."""
        return len(self.code) == 6 and self.level in ("county", "zone")

    @property
    def is_unit(self) -> bool:
        """Whether it stands where townships do: a township, or a zone beside townships."""
        return len(self.code) == 9

    @property
    def named(self) -> Bilingual:
        """Code and name in both languages."""
        return Bilingual(
            f"{self.code} {self.name}", f"{self.code} {self.cells.get('area_name_en') or self.name}"
        )


@dataclass(frozen=True)
class Standing:
    """The areas valid on a day, by code; `root` is the code of the whole, `last_change` the day of the newest change."""

    day: dt.date
    root: str
    areas: Mapping[str, Area]
    last_change: dt.date

    @cached_property
    def cities(self) -> dict[str, Area]:
        return {code: area for code, area in self.areas.items() if area.level == "city"}

    @cached_property
    def counties(self) -> dict[str, Area]:
        return {code: area for code, area in self.areas.items() if area.is_county}

    @cached_property
    def units(self) -> dict[str, Area]:
        return {code: area for code, area in self.areas.items() if area.is_unit}

    def below(self, code: str) -> list[Area]:
        """The townships, and the zones beside them, of a county."""
        return self._below.get(code, [])

    @cached_property
    def _below(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.units.values():
            found.setdefault(area.parent, []).append(area)
        return found


def standing(pack: Pack, on: dt.date) -> Standing:
    """The areas of a pack on a day. The pack must be without fault."""
    areas = with_validity(pack.table("areas")).with_row_index("place")
    valid = areas.filter(pl.col("start") <= on, pl.col("end") >= on)
    found = {
        row["area_code"]: Area(
            row["area_code"],
            row["area_name_zh"],
            row["area_level"],
            row["parent_code"] or "",
            row["start"],
            row["place"],
            row,
        )
        for row in valid.iter_rows(named=True)
    }
    return Standing(on, pack.root_area, found, last_change(pack))


def last_change(pack: Pack) -> dt.date:
    """The newest day on which an area of the pack begins, another has ended, or a change is told."""
    areas, changes = pack.table("areas"), pack.table("area_changes")
    days = pl.concat(
        [
            areas.select(day("valid_from").alias("day")),
            areas.select((day("valid_to") + pl.duration(days=1)).alias("day")),
            changes.select(day("effective_date").alias("day")),
        ]
    )["day"]
    newest = days.max()
    return newest if isinstance(newest, dt.date) else dt.date.fromisoformat(ALWAYS)


# ---------------------------------------------------------------- what is listed


@dataclass(frozen=True)
class Line:
    """One row of a list: the code without the zeros of the levels below, the name, the row of the file."""

    code: str
    name: str
    row: int


@dataclass(frozen=True)
class Listing:
    """A list of codes by level: names by code. What is no area of the pack's levels is counted; what is outside its root is named."""

    cities: dict[str, str]
    counties: dict[str, str]
    units: dict[str, str]
    communities: int
    placeholders: int
    outside: tuple[Line, ...]

    @property
    def has_zones_beside_counties(self) -> bool:
        return any("71" <= code[4:] <= "79" for code in self.counties)

    @property
    def has_zones_beside_townships(self) -> bool:
        return any(code[6:] >= "400" for code in self.units)


def listing(lines: Sequence[Line], stands: Standing) -> Listing:
    """Sort the rows of a list by level. Raises `PackError` where nothing in it is an area of this pack."""
    cities: dict[str, str] = {}
    counties: dict[str, str] = {}
    units: dict[str, str] = {}
    communities = placeholders = 0
    outside: list[Line] = []
    for line in lines:
        if line.code[:2] != stands.root[:2]:
            outside.append(line)
        elif len(line.code) == 12:
            communities += 1
        elif len(line.code) == 9:
            if line.code.endswith("000") or line.name.endswith(PLACEHOLDER):
                placeholders += 1
            else:
                units[line.code] = line.name
        elif line.name in PSEUDO_CITIES:
            placeholders += 1
        elif line.code != stands.root:
            (cities if line.code.endswith("00") else counties)[line.code] = line.name
    placeholders += _cities_that_are_counties(cities, counties, units, stands)
    if not (cities or counties or units):
        if outside:
            named = [f"{one.code} {one.name}" for one in outside[:5]]
            raise PackError("codes.all_outside", root=stands.root, named=named)
        raise PackError("codes.no_areas", communities=communities)
    return Listing(cities, counties, units, communities, placeholders, tuple(outside))


def _cities_that_are_counties(
    cities: dict[str, str], counties: dict[str, str], units: dict[str, str], stands: Standing
) -> int:
    """Move cities without counties among the counties; those listed beside their only county are left out and counted."""
    parents = {code[:6] for code in units}
    left_out = 0
    for code in list(cities):
        if code in stands.cities:
            continue
        beside = [*counties.items(), *((one.code, one.name) for one in stands.counties.values())]
        alike = [
            other
            for other, name in beside
            if other != code and other[:4] == code[:4] and plain_name(name) == plain_name(cities[code])
        ]
        if code in stands.counties or code in parents:
            counties[code] = cities.pop(code)
        elif alike:
            del cities[code]
            left_out += 1
    return left_out
