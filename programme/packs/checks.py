"""Checks a reference pack against itself before it is built: a typo is told by its place, and builds no figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from programme import clock
from programme.packs.area_checks import (
    check_areas,
    check_changes,
    check_figure_limits,
    check_figures,
    check_tiles,
    with_validity,
)
from programme.packs.evaluation_checks import (
    check_index_bounds,
    check_links,
    check_peers,
    check_weights,
)
from programme.packs.faults import ALL, Faults, Sheet
from programme.packs.pack import BESIDE_SHAPES, NEAR_SHAPES, SHAPES, Pack
from programme.packs.registry_checks import (
    check_departments,
    check_due_dates,
    check_indicators,
    check_published_totals,
    check_sources,
    check_targets,
)
from programme.packs.replacing import unfinished
from programme.packs.settings import Settings
from programme.packs.tables import FIGURES, ROOT_LEVELS, TABLES, WHOLES
from programme.source_text import json_of
from words.problems import PackError, Problem

_TOML = "pack.toml"
_held: set[tuple[str, str, str, dt.date]] = set()  # states of packs that were found right


def check_pack(pack: Pack) -> None:
    """Hold every file of a pack to docs/contracts.md, and the files to each other. Done once for each state of a pack.

    Raises:
        PackError: with the file, row, column and value of each fault and what would be right; the first ten are
            named, the others counted.
    """
    today = _today(pack)
    if half := unfinished(pack.folder):
        raise half
    # The settings too: a pack may have been opened before its file changed.
    state = (str(pack.folder), repr(pack.settings), pack.fingerprint(), today)
    if state not in _held:
        _check(pack, Faults(pack.folder), today)
        _held.add(state)


def faults_of(pack: Pack) -> list[Problem]:
    """Everything that `check_pack` refuses a pack for, a problem each; none where it is right."""
    faults = Faults(pack.folder, shown=ALL)
    try:
        if half := unfinished(pack.folder):
            raise half
        _check(pack, faults, _today(pack))
    except PackError as error:
        return faults.told or [error]
    return []


def _today(pack: Pack) -> dt.date:
    # A zone that is no zone is told by the checks; until then the days are those of the default.
    return clock.today(clock.zone(pack.checked_settings[0].timezone))


def _check(pack: Pack, faults: Faults, today: dt.date) -> None:
    sheets = _sheets(pack, faults)
    areas = with_validity(sheets["areas"].frame)
    measures = measures_by_dataset(pack)
    indicators = _known(sheets["indicators"], "indicator_code")
    sources = _known(sheets["sources"], "source_id")

    registries = Registries(areas, indicators, sources, measures)
    first_period = _check_settings(pack, faults, registries, today)
    check_sources(sheets["sources"])
    check_departments(sheets["departments"], sources)
    check_areas(sheets["areas"], str(pack.settings["root_area"]), first_period, sources)
    codes = areas["area_code"].drop_nulls().unique(maintain_order=True).to_list()
    for name in FIGURES:
        check_figures(name, sheets[name], areas, sources)
    judged = _known(sheets["targets"], "indicator_code")
    departments = _known(sheets["departments"], "department_code")
    for dataset in pack.datasets.values():
        if dataset.filed_by is not None and dataset.filed_by not in departments:
            problem = Problem("packs.unknown_department")
            raise PackError(
                "packs.dataset_of_nobody", name=dataset.name, department=dataset.filed_by, wanted=problem
            )
    annual = [name for name, dataset in pack.datasets.items() if dataset.cycle == "annual"]
    check_indicators(sheets["indicators"], measures, annual, judged, departments)
    check_targets(sheets["targets"], indicators, codes, sources)
    returns = [dataset for dataset in measures if dataset != "figures"]
    check_due_dates(sheets["due_dates"], returns, annual, sources)
    check_published_totals(sheets["published_totals"], measures, annual, codes, sources)
    check_changes(sheets["area_changes"], codes)
    check_tiles(sheets["tiles"], areas)
    check_weights(sheets["weights"], sheets["indicators"].frame, sources)
    check_index_bounds(sheets["index_bounds"], indicators)
    check_peers(sheets["peers"], areas)
    check_links(sheets["links"], areas, sources)
    _check_shapes(pack, faults, areas)
    faults.stop()
    for name in FIGURES:
        check_figure_limits(name, sheets[name], areas, pack.figure_limits)
    faults.stop()


def _sheets(pack: Pack, faults: Faults) -> dict[str, Sheet]:
    """Every table. Where some cannot be read, or the datasets cannot, all of those are told and nothing else is checked."""
    sheets: dict[str, Sheet] = {}
    for name in TABLES:
        try:
            sheets[name] = Sheet(pack.sheet(name), faults)
        except PackError as error:
            faults.add(error)
    try:
        _ = pack.datasets
    except PackError as error:
        faults.add(error)
    if faults.count == 1:
        raise faults.told[0]
    faults.stop()
    return sheets


def _known(sheet: Sheet, column: str) -> list[str]:
    return sheet.frame[column].drop_nulls().to_list()


def measures_by_dataset(pack: Pack) -> dict[str, set[str]]:
    """The measures of each dataset of returns, and those of the pack's own `figures`."""
    counted = {name: set(dataset.measure_codes) for name, dataset in pack.datasets.items()}
    return counted | {"figures": {measure for measures in FIGURES.values() for measure in measures}}


@dataclass(frozen=True)
class Registries:
    """What settings may name: area rows, codes of indicators and sources, measures by dataset."""

    areas: pl.DataFrame
    indicators: list[str]
    sources: list[str]
    measures: dict[str, set[str]]


def _check_settings(pack: Pack, faults: Faults, registries: Registries, today: dt.date) -> dt.date:
    """Hold `pack.toml` to its types and to the tables. Returns the first period, or an early day where it has none."""
    indicators, sources, measures = registries.indicators, registries.sources, registries.measures
    settings, errors = pack.checked_settings
    for found in errors.values():
        for error in found:
            faults.at(_TOML, None, error.setting, error.value, error.wanted)

    def refuse(setting: str, value: object, key: str, **values: object) -> None:
        faults.at(_TOML, None, setting, value, Problem(key, **values))

    # A setting of the wrong type is refused already and read no further.
    right = [name for name in Settings.model_fields if name not in errors]
    value = {name: getattr(settings, name) for name in right}
    first = value.get("first_period")
    if first and first > today:
        refuse("first_period", first, "packs.first_period_ahead", today=today)
    rows = registries.areas.select("area_code", "area_level").iter_rows()
    levels = {code: level for code, level in rows if code}
    root = value.get("root_area")
    if root and levels.get(root) not in ROOT_LEVELS:
        refuse("root_area", root, "packs.no_root")
    headline = value.get("headline_indicator")
    if headline and headline not in indicators:
        refuse("headline_indicator", headline, "packs.no_headline", known=", ".join(indicators))
    for measure in value.get("maximum_age_years", {}):
        if measure not in measures["figures"]:
            refuse("maximum_age_years", measure, "packs.one_of", known=", ".join(sorted(measures["figures"])))
    named: set[str] = set()
    for place, group in enumerate(value.get("groups", []), start=1):
        if group.code in named:
            refuse(f"groups[{place}].code", group.code, "packs.repeated_group")
        named.add(group.code)
        if group.source and group.source not in sources:
            refuse(f"groups[{place}].source", group.source, "packs.unknown_source")
        _refuse_no_county(group.counties, levels, refuse, f"groups[{place}].counties")
    returns = [dataset for dataset in measures if dataset != "figures"]
    for place, row in enumerate(value.get("simulated", []), start=1):
        for dataset in row.datasets:
            if dataset not in returns:
                refuse(f"simulated[{place}].datasets", dataset, "packs.one_of", known=", ".join(returns))
    if "map" in value:
        if settings.map.source and settings.map.source not in sources:
            refuse("map.source", settings.map.source, "packs.unknown_source")
        _refuse_no_county(settings.map.shapes_missing, levels, refuse, "map.shapes_missing")
    return first or dt.date(1950, 1, 1)


def _refuse_no_county(
    listed: list[Any], levels: dict[str, str], refuse: Callable[[str, object, str], None], setting: str
) -> None:
    for place, code in enumerate(listed):
        if not isinstance(code, str) or levels.get(code) != "county":
            refuse(setting, code, "packs.no_county")
        elif code in listed[:place]:
            refuse(setting, code, "packs.named_twice")


def _check_shapes(pack: Pack, faults: Faults, areas: pl.DataFrame) -> None:
    """Hold the outlines to areas of their level, one each; a county of today without one must be listed as missing."""
    for kind, name in {**SHAPES, **NEAR_SHAPES, **BESIDE_SHAPES}.items():
        if kind not in SHAPES and not (pack.folder / name).exists():
            continue
        level = kind.removeprefix("near_")
        found = _check_file_of_shapes(pack, faults, areas, level, name)
        if level != "county" or found is None:
            continue
        current = areas.filter(pl.col("valid_to").is_null(), area_level="county")
        table = pack.settings.get("map")
        missing = table.get("shapes_missing", []) if isinstance(table, dict) else []
        missing = missing if isinstance(missing, list) else []
        codes = current["area_code"].drop_nulls().unique(maintain_order=True)
        without = [code for code in codes if code not in found and code not in missing]
        if without:
            faults.add(Problem("packs.without_outline", file=name, codes=without, toml=_TOML))


def _check_file_of_shapes(
    pack: Pack, faults: Faults, areas: pl.DataFrame, level: str, name: str
) -> set[str] | None:
    """The codes that have an outline in one file; None where the file cannot be read at all."""
    try:
        read = json_of(pack.folder / name)
        features = read["features"]
        assert isinstance(features, list)
    except FileNotFoundError:
        faults.add(Problem("packs.no_shapes", file=name))
        return None
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError, PackError) as error:
        faults.add(
            Problem(
                "packs.no_geojson", file=name, error=error if isinstance(error, PackError) else repr(error)
            )
        )
        return None
    levels = [level] if level == "county" else list(WHOLES)
    known = (
        None if level in BESIDE_SHAPES else set(areas.filter(pl.col("area_level").is_in(levels))["area_code"])
    )
    found: set[str] = set()
    for place, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("area_code") if isinstance(properties, dict) else None
        if not isinstance(code, str) or (known is not None and code not in known):
            wanted = Problem(f"packs.shape_of_no_{level}")
        elif code in found:
            wanted = Problem("packs.second_shape")
        elif not _is_outline(feature.get("geometry"), lines=known is None):
            wanted = Problem("packs.no_outline")
            found.add(code)
        else:
            found.add(code)
            continue
        shown = Problem("packs.blank_value") if code is None else code
        faults.add(Problem("packs.shape", file=name, place=place, code=shown, wanted=wanted))
    return found


def _is_outline(geometry: Any, *, lines: bool = False) -> bool:
    """Whether a geometry is one or several polygons whose rings close and begin somewhere on the globe; or lines, where they may be."""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        if lines and kind in ("LineString", "MultiLineString"):
            parts = [coordinates] if kind == "LineString" else coordinates
            return bool(parts) and all(len(part) > 1 and len(part[0]) > 1 for part in parts)
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        rings = [ring for polygon in polygons for ring in polygon]
        return bool(rings) and all(
            len(ring) >= 4 and ring[0] == ring[-1] and -180 <= ring[0][0] <= 180 and -90 <= ring[0][1] <= 90
            for ring in rings
        )
    except (TypeError, KeyError, IndexError):
        return False
