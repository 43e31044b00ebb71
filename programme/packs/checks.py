"""Checks a reference pack against itself before it is built: a typo is told by its place, and builds no figure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import polars as pl

from programme import clock
from programme.packs.area_checks import check_areas, check_changes, check_figures, with_validity
from programme.packs.faults import Faults, Sheet
from programme.packs.pack import FIGURES, SHAPES, Pack, SettingError
from programme.packs.registry_checks import check_due_dates, check_indicators, check_targets

# Keys of pack.toml. A misspelt key would be as good as a missing one, so others are refused.
_KEYS: dict[str, tuple[str, ...]] = {
    "": (
        "id", "name_zh", "name_en", "department_zh", "department_en", "root_area", "languages", "first_period",
        "headline_indicator", "sample", "sources_note_zh", "sources_note_en", "map", "maximum_age_years", "groups",
        "simulated",
    ),
    "map": ("source_zh", "source_en", "datum", "approval_number", "shapes_missing"),
    "groups": ("code", "name_zh", "name_en", "source", "counties"),
    "simulated": ("datasets", "text_zh", "text_en"),
}  # fmt: skip
_PROPERTIES = (
    "id", "name_zh", "name_en", "department_zh", "department_en", "root_area", "languages", "first_period",
    "headline_indicator", "sample", "map", "maximum_age_years", "groups", "simulated",
)  # fmt: skip
_TOML = "pack.toml"
_held: set[tuple[str, str, str, dt.date]] = set()  # states of packs that were found right


def check_pack(pack: Pack) -> None:
    """Hold every file of a pack to docs/contracts.md, and the files to each other. Done once for each state of a pack.

    Raises:
        PackError: with the file, row, column and value of each fault and what would be right; the first ten are
            named, the others counted.
    """
    today = clock.today()
    # The settings too: a pack may have been opened before its file changed.
    state = (str(pack.folder), repr(pack.settings), pack.fingerprint(), today)
    if state not in _held:
        _check(pack, Faults(pack.folder), today)
        _held.add(state)


def _check(pack: Pack, faults: Faults, today: dt.date) -> None:
    tables = {
        name: pack.table(name) for name in ("areas", "indicators", "targets", "due_dates", "area_changes")
    }
    areas = with_validity(tables["areas"])
    measures = measures_by_dataset(pack)
    indicators = tables["indicators"]["indicator_code"].drop_nulls().to_list()

    first_period = _check_settings(pack, faults, areas, indicators, measures, today)
    root = str(pack.settings["root_area"])
    check_areas(Sheet("areas", tables["areas"], faults), root, first_period)
    codes = areas["area_code"].drop_nulls().unique(maintain_order=True).to_list()
    for name in FIGURES:
        check_figures(name, Sheet(name, pack.table(name), faults), areas)
    judged = tables["targets"]["indicator_code"].drop_nulls().to_list()
    check_indicators(Sheet("indicators", tables["indicators"], faults), measures, judged)
    check_targets(Sheet("targets", tables["targets"], faults), indicators, codes)
    returns = [dataset for dataset in measures if dataset != "figures"]
    check_due_dates(Sheet("due_dates", tables["due_dates"], faults), returns)
    check_changes(Sheet("area_changes", tables["area_changes"], faults), codes)
    _check_shapes(pack, faults, areas)
    faults.stop()


def measures_by_dataset(pack: Pack) -> dict[str, set[str]]:
    """The measures of each dataset of returns, and those of the pack's own `figures`."""
    counted = {name: set(dataset.measure_codes) for name, dataset in pack.datasets.items()}
    return counted | {"figures": {measure for measures in FIGURES.values() for measure in measures}}


def _check_settings(
    pack: Pack,
    faults: Faults,
    areas: pl.DataFrame,
    indicators: list[str],
    measures: dict[str, set[str]],
    today: dt.date,
) -> dt.date:
    """Hold `pack.toml` to its types and to the tables. Returns the first period, or an early day where it has none."""
    values: dict[str, Any] = {}
    for name in _PROPERTIES:
        try:
            values[name] = getattr(pack, name)
        except SettingError as error:
            faults.at(_TOML, None, error.key, error.value, error.wanted_zh, error.wanted_en)
    _refuse_unknown_keys(pack, faults, values)

    def refuse(key: str, value: object, zh: str, en: str) -> None:
        faults.at(_TOML, None, key, value, zh, en)

    for key in ("sources_note_zh", "sources_note_en"):
        if not isinstance(pack.settings.get(key, ""), str):
            refuse(key, pack.settings[key], "应为文字", "should be text")
    first = values.get("first_period")
    if first and first > today:
        refuse("first_period", first, f"应不晚于今天 {today}", f"should not be after today, {today}")
    levels = {code: level for code, level in areas.select("area_code", "area_level").iter_rows() if code}
    root = values.get("root_area")
    if root and levels.get(root) != "province":
        zh, en = (
            "应为 areas.csv 中省级区划的代码",
            "should be the code of the row of level province in areas.csv",
        )
        refuse("root_area", root, zh, en)
    headline = values.get("headline_indicator")
    if headline and headline not in indicators:
        listed = ", ".join(indicators)
        refuse(
            "headline_indicator",
            headline,
            f"应为 indicators.csv 中的指标：{listed}",
            f"should be one of indicators.csv: {listed}",
        )
    for measure in values.get("maximum_age_years", {}):
        if measure not in measures["figures"]:
            listed = ", ".join(sorted(measures["figures"]))
            refuse("maximum_age_years", measure, f"应为 {listed} 之一", f"should be one of {listed}")
    named: set[str] = set()
    for place, group in enumerate(values.get("groups", []), start=1):
        if group["code"] in named:
            refuse(
                f"groups[{place}].code", group["code"], "上文已有这个分组", "an earlier group has this code"
            )
        named.add(group["code"])
        _refuse_no_county(group["counties"], levels, refuse, f"groups[{place}].counties")
    returns = [dataset for dataset in measures if dataset != "figures"]
    for place, row in enumerate(values.get("simulated", []), start=1):
        for dataset in row["datasets"]:
            if dataset not in returns:
                listed = ", ".join(returns)
                where = f"simulated[{place}].datasets"
                refuse(where, dataset, f"应为 {listed} 之一", f"should be one of {listed}")
    for key, value in values.get("map", {}).items():
        if key == "shapes_missing":
            if not isinstance(value, list):
                refuse("map.shapes_missing", value, "应为代码的列表", "should be a list of codes")
            else:
                _refuse_no_county(value, levels, refuse, "map.shapes_missing")
        elif not isinstance(value, str):
            refuse(f"map.{key}", value, "应为文字", "should be text")
    return first or dt.date(1950, 1, 1)


def _refuse_unknown_keys(pack: Pack, faults: Faults, values: dict[str, Any]) -> None:
    tables = [("", "", pack.settings), ("map", "map.", values.get("map", {}))]
    for name in ("groups", "simulated"):
        tables += [(name, f"{name}[{n}].", row) for n, row in enumerate(values.get(name, []), start=1)]
    for name, prefix, table in tables:
        known = _KEYS[name]
        for key in table:
            if key not in known:
                listed = ", ".join(known)
                zh, en = f"没有这一项；可用 {listed}", f"no such key; known are {listed}"
                faults.at(_TOML, None, f"{prefix}{key}", table[key], zh, en)


def _refuse_no_county(
    listed: list[Any], levels: dict[str, str], refuse: Callable[[str, object, str, str], None], key: str
) -> None:
    for place, code in enumerate(listed):
        if not isinstance(code, str) or levels.get(code) != "county":
            refuse(
                key, code, "应为 areas.csv 中县级区划的代码", "should be the code of a county in areas.csv"
            )
        elif code in listed[:place]:
            refuse(key, code, "重复，只写一次", "stands twice; name it once")


def _check_shapes(pack: Pack, faults: Faults, areas: pl.DataFrame) -> None:
    """Hold the outlines to areas of their level, one each; a county of today without one must be listed as missing."""
    for level, name in SHAPES.items():
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
            faults.add(
                f"{name}：现行的县没有图形：{'、'.join(without)}；请补上图形，或列入 {_TOML} [map] 的 shapes_missing",
                f"{name}: counties of today have no outline: {', '.join(without)}; add it, or list the code in "
                f"shapes_missing of [map] in {_TOML}",
            )


def _check_file_of_shapes(
    pack: Pack, faults: Faults, areas: pl.DataFrame, level: str, name: str
) -> set[str] | None:
    """The codes that have an outline in one file; None where the file cannot be read at all."""
    try:
        read = json.loads((pack.folder / name).read_text(encoding="utf-8"))
        features = read["features"]
        assert isinstance(features, list)
    except FileNotFoundError:
        zh, en = (
            "缺少此文件；没有图形时 features 留空",
            "no such file; without outlines, leave features empty",
        )
        faults.add(f"{name}：{zh}", f"{name}: {en}")
        return None
    except (ValueError, KeyError, TypeError, AssertionError, OSError) as error:
        zh, en = "应为 UTF-8 的 GeoJSON FeatureCollection", "should be a GeoJSON FeatureCollection in UTF-8"
        faults.add(f"{name}：{zh}（{error!r}）", f"{name}: {en} ({error!r})")
        return None
    known = set(areas.filter(area_level=level)["area_code"])
    level_zh = {"county": "县级", "city": "地级"}[level]
    found: set[str] = set()
    for place, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("area_code") if isinstance(properties, dict) else None
        where_zh = f"{name} 第 {place} 个图形 area_code = {code if code is not None else '空白'}"
        where_en = f"{name}, feature {place}, area_code = {code if code is not None else 'blank'}"
        if not isinstance(code, str) or code not in known:
            faults.add(
                f"{where_zh}：应为 areas.csv 中{level_zh}区划的代码，写作文字",
                f"{where_en}: should be the code of a {level} in areas.csv, as text",
            )
        elif code in found:
            faults.add(f"{where_zh}：上文已有这个代码的图形", f"{where_en}: an earlier feature has this code")
        elif not _is_outline(feature.get("geometry")):
            faults.add(
                f"{where_zh}：geometry 应为 Polygon 或 MultiPolygon，坐标为经纬度，首尾闭合",
                f"{where_en}: geometry should be a Polygon or MultiPolygon of closed rings in degrees",
            )
            found.add(code)
        else:
            found.add(code)
    return found


def _is_outline(geometry: Any) -> bool:
    """Whether a geometry is one or several polygons whose rings close and begin somewhere on the globe."""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        rings = [ring for polygon in polygons for ring in polygon]
        return bool(rings) and all(
            len(ring) >= 4 and ring[0] == ring[-1] and -180 <= ring[0][0] <= 180 and -90 <= ring[0][1] <= 90
            for ring in rings
        )
    except (TypeError, KeyError, IndexError):
        return False
