"""What the sources say of a province, gathered: areas, people, communities, outlines, and the tables that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from programme.packs.making.boundaries import Boundaries, read_boundaries
from programme.packs.making.census import AGES, CENSUS_DAY, SOURCE, Census, read_census
from programme.packs.making.divisions import (
    Area,
    Edition,
    communities,
    current_areas,
    in_order,
    on_day,
    with_history,
)
from programme.packs.making.estimates import PopulationRow, population_rows
from programme.packs.making.names import Namer
from programme.packs.making.peers import peer_rows
from programme.packs.making.report import Report
from programme.packs.making.sources import Row, Sources, read_rows
from programme.packs.making.writing import table_text
from words.problems import Problem

OWN_BOUNDARIES = "boundaries"  # the source of outlines that a user brought
Record = dict[str, object]


@dataclass
class Gathered:
    """What the sources say of a province, or of several put together: everything but outlines."""

    edition: Edition
    root: Area
    areas: list[Area]
    counted: dict[str, tuple[int, int]]
    census: Census
    population: list[PopulationRow]
    sources: list[Sources]
    named: list[Record]

    @property
    def current(self) -> dict[str, Area]:
        """The areas of today, by code."""
        return {area.code: area for area in self.areas if not area.valid_to}

    @property
    def counties(self) -> list[str]:
        return sorted(code for code, area in self.current.items() if area.level == "county")

    def wholes(self) -> dict[str, str]:
        """By county the area straight below the root that it lies in, where that is no county itself: a city, or a province."""
        current, found = self.current, {}
        for code in self.counties:
            above, own = code, current[code].parent
            while own != self.root.code:
                above, own = own, current[own].parent
            if above != code:
                found[code] = above
        return found


def gather(
    province: str, edition: Edition, sources: Sources, report: Report, step: Callable[[str], None]
) -> Gathered:
    """What the sources say of one province."""
    now = current_areas(edition, province, sources)
    for area in now:
        if area.source != edition.source:
            report.remark(area.code, Problem("making.only_in_census", code=area.code, name=area.name_zh))
    areas = in_order(with_history(now, sources, edition, report))
    step("communities")
    current = {area.code: area for area in areas if not area.valid_to}
    beside = [code for code, area in current.items() if area.level in ("county", "zone") and len(code) == 6]
    counted = communities(edition, sorted(beside))
    step("census")
    census = read_census(areas, sources, report)
    villages = {code: numbers[1] for code, numbers in counted.items()}
    population = population_rows(areas, census, sources, villages, report)
    named = told_apart(list(_area_rows(areas, Namer(sources, province))))
    return Gathered(edition, now[0], areas, counted, census, population, [sources], named)


def outlines_of(
    gathered: Gathered, boundaries: Path | None, sources: Sources, report: Report
) -> tuple[Boundaries, list[str]]:
    """The outlines of the counties of today, and the codes of those that have none."""
    counties = gathered.counties
    outlines = read_boundaries(boundaries, counties, sources, report)
    missing = [code for code in counties if code not in outlines.shapes]
    for code in missing:
        report.remark(code, Problem("making.without_outline", code=code, name=gathered.current[code].name_zh))
    return outlines, missing


def tables_of(gathered: Gathered, outlines: Boundaries, output: Path) -> dict[str, str]:
    """The tables that are written every time, by file name."""
    population = list(_population_rows(gathered.population))
    changes = [row for sources in gathered.sources for row in sources.provincial("area_changes")]
    return {
        "areas.csv": table_text("areas", gathered.named),
        "area_changes.csv": table_text("area_changes", changes),
        "population.csv": table_text("population", population),
        "census_ages.csv": table_text("census_ages", _age_rows(gathered.areas, gathered.census)),
        "peers.csv": table_text("peers", peer_rows(gathered.named, population)),
        "communities.csv": table_text(
            "communities", _community_rows(gathered.counted, gathered.current, gathered.edition.as_of)
        ),
        "sources.csv": table_text("sources", _source_rows(gathered, outlines, output)),
    }


def told_apart(rows: list[Record]) -> list[Record]:
    """The same rows; counties of today below one city that are called alike in short (和田市 and 和田县) have their whole names."""
    called: dict[tuple[object, object], set[object]] = {}
    for row in rows:
        if row["area_level"] == "county" and not row["valid_to"]:
            called.setdefault((row["parent_code"], row["short_name_zh"]), set()).add(row["area_code"])
    alike = {code for codes in called.values() if len(codes) > 1 for code in codes}
    return [
        row | {"short_name_zh": row["area_name_zh"], "short_name_en": row["area_name_en"]}
        if row["area_code"] in alike and not row["valid_to"]
        else row
        for row in rows
    ]


def _area_rows(areas: list[Area], namer: Namer) -> Iterator[Record]:
    for area in areas:
        names = namer.name(area.code, area.name_zh, area.level)
        yield {
            "area_code": area.code,
            "area_name_zh": area.name_zh,
            "area_name_en": names.name_en,
            "name_en_status": names.status,
            "short_name_zh": names.short_zh,
            "short_name_en": names.short_en,
            "area_level": area.level,
            "area_kind": names.kind,
            "parent_code": area.parent,
            "valid_from": area.valid_from,
            "valid_to": area.valid_to,
            "source": area.source,
        }


def _population_rows(population: list[PopulationRow]) -> Iterator[Record]:
    for row in sorted(population, key=lambda r: (r.day, r.code, r.valid_from, r.status != "published")):
        yield {
            "area_code": row.code,
            "area_valid_from": row.valid_from,
            "reference_date": row.day,
            "resident_population": row.resident,
            "urban_population": row.urban,
            "status": row.status,
            "source": row.source,
        }


def _community_rows(
    counted: dict[str, tuple[int, int]], current: dict[str, Area], as_of: str
) -> Iterator[Record]:
    for code, (residents, villagers) in counted.items():
        yield {
            "area_code": code,
            "area_valid_from": current[code].valid_from,
            "reference_date": as_of,
            "residents_committees": residents,
            "villagers_committees": villagers,
            "status": "published",
            "source": current[code].source,
        }


def _age_rows(areas: list[Area], census: Census) -> Iterator[Record]:
    then = on_day(areas, CENSUS_DAY)
    for code in sorted(census.figures):
        yield {
            "area_code": code,
            "area_valid_from": then[code].valid_from,
            "reference_date": CENSUS_DAY,
            **{measure: census.figures[code][measure] for measure in AGES},
            "status": "published",
            "source": census.source(code),
        }


def _source_rows(gathered: Gathered, outlines: Boundaries, output: Path) -> list[Row]:
    """The sources of this pack that are not the programme's: the provinces', those of a zone or a sum, the outlines'.

    Rows that were added by hand to the file that stands follow as they are.
    """
    sources = gathered.sources[0]
    everywhere = {row["source_id"]: row for row in sources.programme("sources")}
    of_areas = {area.source for area in gathered.areas}
    rows = [row for one in gathered.sources for row in one.provincial("sources")]
    rows += [row for row in sources.national("sources") if row["source_id"] in of_areas]
    rows += gathered.census.sums(everywhere[SOURCE])
    if not outlines.is_default:
        rows.append({"source_id": OWN_BOUNDARIES, "title_zh": outlines.name, "title_en": outlines.name})
    listed = {row["source_id"] for row in rows}
    standing = output / "sources.csv"
    by_hand = read_rows(standing) if standing.exists() else []
    return rows + [row for row in by_hand if row["source_id"] not in listed]
