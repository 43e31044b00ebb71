"""Makes the pack of the country: all provinces of an edition under one root."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from programme.packs.making.boundaries import Boundaries, read_beside
from programme.packs.making.census import Census
from programme.packs.making.divisions import Area, in_order, open_edition
from programme.packs.making.estimates import PopulationRow
from programme.packs.making.gathered import Gathered, gather, outlines_of, tables_of
from programme.packs.making.packs import (
    Progress,
    add_figures,
    compare_map_section,
    hand_kept,
    refuse_another_pack,
    refuse_newer_codes,
    write_pack,
)
from programme.packs.making.report import Report
from programme.packs.making.shapes import FAR, Drawn, draw, draw_beside, merged
from programme.packs.making.sources import SOURCES, Row, Sources

# What a row of `country.csv` says as one of `areas.csv` does.
NAMED = ("area_code", "area_name_zh", "area_name_en", "short_name_zh", "short_name_en", "source")


def make_country(
    output: Path,
    divisions: Path | None,
    boundaries: Path | None = None,
    progress: Progress | None = None,
    sources_folder: Path = SOURCES,
) -> Report:
    """Write the pack of all provinces of an edition under one root, as `make_pack` does of one.

    People are those of the census alone: where one province published later years and the others did not, a sum of both would be
    of no day. The outlines of the whole are drawn together and coarse; each province's finer ones are beside them.
    """
    edition = open_edition(divisions, Sources("", sources_folder))
    names_zh = {row["code"]: row["name"] for row in edition.rows("provinces")}
    codes = sorted(names_zh)
    steps = len(codes) + 4

    def step(name: str, done: int) -> None:
        if progress is not None:
            progress(name, done, steps)

    country = Sources("", sources_folder).national("country")[0]
    names = country["short_name_zh"], country["short_name_en"]
    report = Report(country["area_code"], *names, output)
    refuse_another_pack(output, _root(country))
    refuse_newer_codes(output, edition.as_of)
    provinces: list[Gathered] = []
    near: list[tuple[Boundaries, list[str], Drawn]] = []
    for done, province in enumerate(codes):
        sources = Sources(province, sources_folder)
        step(names_zh[province], done)
        gathered = gather(province, edition, sources, report, lambda _: None)
        outlines, missing = outlines_of(gathered, boundaries, sources, report)
        near.append((outlines, missing, draw(outlines.shapes, gathered.wholes())))
        provinces.append(gathered)
    gathered = _together(provinces, country)
    shapes = {code: shape for outlines, _, _ in near for code, shape in outlines.shapes.items()}
    outlines = replace(near[0][0], shapes=shapes)
    missing = [code for _, lacking, _ in near for code in lacking]
    step("shapes", len(codes))
    drawn = draw(shapes, gathered.wholes(), FAR)
    step("files", len(codes) + 1)
    made = tables_of(gathered, outlines, output) | {
        "counties.geojson": drawn.counties,
        "cities.geojson": drawn.cities,
        "counties_near.geojson": merged([one.counties for _, _, one in near]),
        "cities_near.geojson": merged([one.cities for _, _, one in near]),
    }
    if boundaries is None:
        made["beside.geojson"] = draw_beside(read_beside(provinces[0].sources[0]), FAR, drawn.tolerance)
    department = country["department_zh"], country["department_en"]
    kept = hand_kept(country["area_code"], names, department, outlines, missing, edition.as_of)
    step("checks", len(codes) + 2)
    write_pack(made, kept, report)
    if "pack.toml" in report.kept:
        compare_map_section(output, outlines, missing, report)
    report.figures = {"provinces": len(codes)}
    add_figures(report, gathered, outlines, drawn, made)
    step("done", steps)
    return report


def _root(country: Row) -> Area:
    return Area(country["area_code"], country["area_name_zh"], "country", "", source=country["source"])


def _together(provinces: list[Gathered], country: Row) -> Gathered:
    """All provinces below the country, with the people of the census day alone."""
    root, tops = _root(country), {one.root.code for one in provinces}
    listed = [area for one in provinces for area in one.areas]
    below = [replace(area, parent=root.code) if area.code in tops else area for area in listed]
    areas = in_order([root, *below])
    named = [row for one in provinces for row in one.named]
    rows = {
        (row["area_code"], row["valid_from"]): row
        | ({"parent_code": root.code} if row["area_code"] in tops else {})
        for row in named
    }
    rows[root.code, ""] = {
        **{column: country[column] for column in NAMED},
        "name_en_status": "official",
        "area_level": root.level,
        "area_kind": root.level,
        "valid_from": "",
        "valid_to": "",
    }
    census = Census()
    for one in provinces:
        census.figures |= one.census.figures
        census.parts |= one.census.parts
    return Gathered(
        provinces[0].edition,
        areas[0],
        areas,
        {code: numbers for one in provinces for code, numbers in one.counted.items()},
        census,
        [row for one in provinces for row in _of_census_day(one.population)],
        [sources for one in provinces for sources in one.sources],
        [rows[area.code, area.valid_from] for area in areas],
    )


def _of_census_day(population: list[PopulationRow]) -> list[PopulationRow]:
    """The people of the census day; of an extent that has none on that day, being newer, the first there are."""
    first: dict[tuple[str, str], str] = {}
    for row in population:
        key = row.code, row.valid_from
        first[key] = min(first.get(key, row.day), row.day)
    return [row for row in population if row.day == first[row.code, row.valid_from]]
