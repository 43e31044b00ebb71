"""The committed reference pack: real figures that sum, names and days that hold, outlines that fit."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy
import pytest
import shapely
from shapely.geometry import shape

from programme import PROJECT
from programme.packs.area_index import Areas
from programme.packs.pack import read_pack
from programme.packs.tables import SCHEMAS, TABLES

FOLDER = PROJECT / "data" / "reference"
PROGRAMME = PROJECT / "data" / "programme"
ROOT = "330000"
CENSUS = "2020-11-01"


@cache
def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of the pack, over those of the programme where it is a registry."""
    frame = read_pack(FOLDER).table(table)
    return [{name: cell or "" for name, cell in row.items()} for row in frame.iter_rows(named=True)]


def areas_on(day: str, *levels: str) -> dict[str, dict[str, str]]:
    return {
        row["area_code"]: row
        for row in rows("areas")
        if row["area_level"] in levels
        and (not row["valid_from"] or row["valid_from"] <= day)
        and (not row["valid_to"] or day <= row["valid_to"])
    }


def figure(table: str, measure: str, day: str) -> dict[tuple[str, str], int]:
    """A measure per extent on one reference date, published before estimated."""
    found: dict[tuple[str, str], int] = {}
    for row in sorted(rows(table), key=lambda row: row["status"] == "published"):
        if row["reference_date"] == day and row[measure]:
            found[row["area_code"], row["area_valid_from"]] = int(row[measure])
    return found


FILES = [path for folder in (FOLDER, PROGRAMME) for path in sorted(folder.glob("*.csv"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_table_has_the_contracted_columns_and_plain_line_ends(path: Path) -> None:
    content = path.read_bytes()
    heading = content.decode("utf-8").splitlines()[0].split(",")
    optional = SCHEMAS[path.stem].optional_names
    assert heading == [name for name in TABLES[path.stem] if name in heading or name not in optional]
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8", newline="") as file:
        assert 0 < len(list(csv.DictReader(file))) <= len(rows(path.stem))


def test_every_table_stands_in_the_pack_or_the_programme() -> None:
    assert {path.stem for path in FILES} == set(TABLES)
    assert {path.stem for path in FILES if path.parent == PROGRAMME} == {
        name for name, table in SCHEMAS.items() if table.is_registry
    }


KEYS = {
    "areas": ("area_code", "valid_from"),
    "area_changes": ("effective_date", "old_area_code", "new_area_code"),
    "population": ("area_code", "area_valid_from", "reference_date", "status"),
    "census_ages": ("area_code", "area_valid_from", "reference_date"),
    "communities": ("area_code", "area_valid_from", "reference_date"),
    "due_dates": ("dataset", "period"),
    "indicators": ("indicator_code",),
    "targets": ("target_id",),
    "departments": ("department_code", "valid_from"),
    "sources": ("source_id",),
}


@pytest.mark.parametrize("table", KEYS)
def test_no_key_stands_twice(table: str) -> None:
    counted = Counter(tuple(row[column] for column in KEYS[table]) for row in rows(table))
    assert [key for key, count in counted.items() if count > 1] == []


def test_every_row_says_where_it_is_from() -> None:
    for table in ("areas", "population", "census_ages", "communities", "due_dates", "targets"):
        assert all(row["source"] for row in rows(table)), table


def test_a_source_is_told_in_both_languages_and_used() -> None:
    used = {row["source"] for name, table in TABLES.items() if "source" in table for row in rows(name)}
    settings, _ = read_pack(FOLDER).checked_settings
    used |= {settings.map.source, *(group.source for group in settings.groups)}
    assert used - {""} <= {row["source_id"] for row in rows("sources")}
    assert all(row["title_zh"] and row["title_en"] for row in rows("sources"))
    own = (FOLDER / "sources.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split(",")[0] for line in own} <= used


def test_every_indicator_is_owned_by_one_department_today() -> None:
    for row in rows("indicators"):
        names = {
            one["department_name_zh"]
            for one in rows("departments")
            if one["department_code"] == row["owner"]
            and one["valid_from"] <= "2026-11-20"
            and not one["valid_to"]
        }
        assert len(names) == 1


def test_codes_are_text_of_the_length_of_their_level() -> None:
    for row in rows("areas"):
        length = 9 if row["area_level"] in ("township", "zone") else 6
        assert len(row["area_code"]) == length, row
        assert row["area_code"].isdigit(), row


def test_the_province_has_eleven_cities_ninety_counties_and_1364_townships_today() -> None:
    counted = Counter(row["area_level"] for row in rows("areas") if not row["valid_to"])
    assert counted == {"province": 1, "city": 11, "county": 90, "township": 1364, "zone": 22}
    kinds = Counter(
        r["area_kind"] for r in rows("areas") if r["area_level"] == "township" and not r["valid_to"]
    )
    assert kinds == {"subdistrict": 488, "town": 618, "township": 258}


def test_the_redrawn_districts_have_two_rows_that_meet_without_a_gap() -> None:
    extents = defaultdict(list)
    for row in rows("areas"):
        if row["area_level"] == "county":
            extents[row["area_code"]].append(row)
    two = {code: found for code, found in extents.items() if len(found) > 1}
    assert sorted(two) == ["330102", "330105", "330109", "330110", "330602", "330604"]
    for code, (old, new) in two.items():
        first = "2021-02-21" if code.startswith("3306") else "2021-04-09"
        assert new["valid_from"] == first
        assert date.fromisoformat(old["valid_to"]) + timedelta(days=1) == date.fromisoformat(first)
    assert {code for code, found in extents.items() if all(row["valid_to"] for row in found)} == {
        "330103",
        "330104",
    }
    assert extents["330113"][0]["valid_from"] == extents["330114"][0]["valid_from"] == "2021-04-09"


def test_a_parent_exists_on_every_day_that_its_child_does() -> None:
    turns = (
        {row["valid_from"] for row in rows("areas")}
        | {row["valid_to"] for row in rows("areas")}
        | {"2026-11-20"}
    )
    levels = ("province", "city", "county", "township", "zone")
    for day in sorted(turns - {""} | {"2020-06-30"}):
        valid = areas_on(day, *levels)
        orphans = [c for c, row in valid.items() if row["parent_code"] not in valid and c != ROOT]
        assert orphans == [], day


def test_the_only_county_without_townships_is_the_one_that_has_none() -> None:
    townships = Counter(row["parent_code"] for row in rows("areas") if row["area_level"] == "township")
    assert [code for code in areas_on("2026-11-20", "county") if not townships[code]] == ["330383"]


def test_the_crosswalk_covers_every_code_that_vanished_or_appeared() -> None:
    old = {row["old_area_code"] for row in rows("area_changes")}
    new = {row["new_area_code"] for row in rows("area_changes")}
    by_code = defaultdict(list)
    for row in rows("areas"):
        by_code[row["area_code"]].append(row)
    assert {c for c, found in by_code.items() if all(r["valid_to"] for r in found)} <= old
    assert {c for c, found in by_code.items() if all(r["valid_from"] for r in found)} <= new
    assert (old | new) - {""} <= set(by_code)


def test_an_area_ends_the_day_before_the_change_that_ends_it() -> None:
    dates = defaultdict(set)
    for row in rows("area_changes"):
        for side in ("old_area_code", "new_area_code"):
            dates[row[side]].add(row["effective_date"])
    for row in rows("areas"):
        if row["valid_from"]:
            assert row["valid_from"] in dates[row["area_code"]]
        if row["valid_to"]:
            following = date.fromisoformat(row["valid_to"]) + timedelta(days=1)
            assert following.isoformat() in dates[row["area_code"]]


def test_only_documented_changes_name_a_document() -> None:
    for row in rows("area_changes"):
        assert (row["status"] == "documented") == bool(row["document"]), row
        if row["status"] == "inferred":
            assert row["effective_date"] == "2023-06-30"


@pytest.mark.parametrize(
    ("table", "measure", "total"),
    [
        ("population", "resident_population", 64567588),
        ("population", "urban_population", 46598465),
        ("census_ages", "family_households", 25008606),
        ("census_ages", "age_60_plus", 12072684),
        ("census_ages", "age_80_plus", 1753054),
    ],
)
def test_the_census_counties_sum_to_their_cities_and_the_province_to_the_person(
    table: str, measure: str, total: int
) -> None:
    counted = figure(table, measure, CENSUS)
    then = areas_on(CENSUS, "county", "city")
    sums: Counter[str] = Counter()
    for code, row in then.items():
        sums[row["parent_code"]] += counted[code, row["valid_from"]]
    assert sums.pop(ROOT) == sum(sums.values()) == counted[ROOT, ""] == total
    assert sums == {code: counted[code, ""] for code in sums}


def test_the_census_on_todays_districts_is_the_same_people() -> None:
    resident = figure("population", "resident_population", CENSUS)
    urban = figure("population", "urban_population", CENSUS)
    hangzhou = [row for row in areas_on("2026-11-20", "county").values() if row["parent_code"] == "330100"]
    keys = [(row["area_code"], row["valid_from"]) for row in hangzhou]
    assert sum(resident[key] for key in keys) == resident["330100", ""]
    assert sum(urban[key] for key in keys) == urban["330100", ""]
    redrawn = "2021-04-09"
    assert urban["330109", redrawn] + urban["330114", redrawn] == 2303629
    assert urban["330110", redrawn] + urban["330113", redrawn] == 1942774


def test_estimates_stand_only_where_the_design_allows_them() -> None:
    estimated = [row for row in rows("population") if row["status"] == "estimated"]
    at_census = {row["area_code"] for row in estimated if row["reference_date"] == CENSUS}
    assert at_census == {"330109", "330110", "330113", "330114"}
    assert all(not row["resident_population"] for row in estimated if row["reference_date"] == CENSUS)
    assert {row["reference_date"] for row in estimated} - {CENSUS} == {
        f"{y}-12-31" for y in range(2021, 2025)
    }
    published = {
        (r["area_code"], r["area_valid_from"], r["reference_date"]): r
        for r in rows("population")
        if r["status"] == "published"
    }
    for row in estimated:
        known = published.get((row["area_code"], row["area_valid_from"], row["reference_date"]))
        for measure in ("resident_population", "urban_population"):
            assert not (known and known[measure] and row[measure]), row


@pytest.mark.parametrize("year", range(2021, 2025))
@pytest.mark.parametrize("measure", ["resident_population", "urban_population"])
def test_year_ends_are_complete_and_sum_to_what_was_published_within_its_rounding(
    year: int, measure: str
) -> None:
    day = f"{year}-12-31"
    figures = figure("population", measure, day)
    sums: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for code, row in areas_on(day, "county", "city").items():
        sums[row["parent_code"]] += figures[code, row["valid_from"]]
        parts[row["parent_code"]] += 1
    # Where all parts are published, each is rounded to a hundred; otherwise an estimate takes up the rest.
    for code, total in sums.items():
        assert abs(total - figures[code, ""]) <= 50 * parts[code], (code, total)


def test_nobody_is_urban_without_being_resident() -> None:
    for day in {row["reference_date"] for row in rows("population")}:
        resident = figure("population", "resident_population", day)
        for key, urban in figure("population", "urban_population", day).items():
            assert 0 <= urban <= resident[key], (day, key)


def test_committees_are_those_published_for_ninety_counties() -> None:
    current = areas_on("2026-11-20", "county")
    found = {row["area_code"]: row for row in rows("communities")}
    assert set(found) == set(current)
    assert all(found[code]["area_valid_from"] == row["valid_from"] for code, row in current.items())
    assert sum(int(row["residents_committees"]) for row in found.values()) == 5716
    assert sum(int(row["villagers_committees"]) for row in found.values()) == 19708


def test_every_figure_belongs_to_an_extent_of_its_area() -> None:
    extents = {(row["area_code"], row["valid_from"]) for row in rows("areas")}
    for table in ("population", "census_ages", "communities"):
        assert {(row["area_code"], row["area_valid_from"]) for row in rows(table)} <= extents


@pytest.mark.parametrize(("name", "level", "count"), [("counties", "county", 90), ("cities", "city", 11)])
def test_outlines_are_valid_share_their_borders_and_fit_a_message(name: str, level: str, count: int) -> None:
    path = FOLDER / f"{name}.geojson"
    assert path.stat().st_size <= 300_000
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    outlines = [shape(feature["geometry"]) for feature in features]
    assert {feature["properties"]["area_code"] for feature in features} == set(areas_on("2026-11-20", level))
    assert len(features) == count
    assert [f["properties"] for f, o in zip(features, outlines, strict=True) if not o.is_valid] == []
    assert shapely.coverage_is_valid(numpy.array(outlines, dtype=object))


def test_cities_are_their_counties_taken_together() -> None:
    drawn = {}
    for name in ("counties", "cities"):
        features = json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
        drawn[name] = {f["properties"]["area_code"]: shape(f["geometry"]) for f in features}
    parents = {code: row["parent_code"] for code, row in areas_on("2026-11-20", "county").items()}
    for city, outline in drawn["cities"].items():
        members = [drawn["counties"][code] for code, parent in parents.items() if parent == city]
        assert outline.area == pytest.approx(sum(member.area for member in members))


def test_english_names_are_the_ones_in_use() -> None:
    named = {row["area_code"]: row for row in rows("areas")}
    assert named["330382"]["area_name_en"] == "Yueqing City"
    assert named["331127"]["area_name_en"] == "Jingning She Autonomous County"
    assert named["331127"]["short_name_zh"] == "景宁"
    assert named["330112"]["short_name_en"] == "Lin'an"
    assert named["330302"]["short_name_zh"] == "鹿城"
    unchecked = [
        r["area_code"]
        for r in rows("areas")
        if r["area_level"] in ("province", "city", "county") and r["name_en_status"] != "official"
    ]
    assert unchecked == []


def test_registries_refer_to_what_exists() -> None:
    pack = read_pack(FOLDER)
    indicators = {row["indicator_code"] for row in rows("indicators")}
    codes = {row["area_code"] for row in rows("areas")}
    assert pack.headline_indicator in indicators
    assert len(indicators) == 50
    for row in rows("targets"):
        assert row["indicator_code"] in indicators
        assert row["area_code"] in codes
        assert set(row["levels"].split("|")) <= {"country", "province", "city", "county"}
        assert row["legal_basis_zh"]
    for group in pack.groups:
        assert set(group["counties"]) <= set(areas_on("2026-11-20", "county"))
        assert len(set(group["counties"])) == len(group["counties"])
        assert group["source"]
    assert {len(group["counties"]) for group in pack.groups} == {26, 25}
    assert pack.root_area in codes


def test_class_bounds_rise_and_the_headline_has_its_six_classes() -> None:
    for row in rows("indicators"):
        bounds = [float(bound) for bound in row["class_bounds"].split("|")]
        assert bounds == sorted(set(bounds)), row["indicator_code"]
        assert 0 <= int(row["decimals"]) <= 4
    headline = next(row for row in rows("indicators") if row["sort_order"] == "1")
    assert headline["class_bounds"] == "12|15|18|20|22"


def test_the_first_target_is_the_notice_of_december_2021() -> None:
    (target,) = [row for row in rows("targets") if row["indicator_code"] == "community_workers_per_10k_urban"]
    assert (target["comparison"], target["value"], target["levels"]) == (">=", "18", "county|city|province")
    assert (target["valid_from"], target["valid_to"], target["reach_by"]) == ("2021-12-27", "", "2025-12-31")
    assert "国办发〔2021〕56号" in target["legal_basis_zh"]


def test_the_programme_names_no_area() -> None:
    pack = read_pack(FOLDER)
    for path in PROGRAMME.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert pack.name_zh not in text
        assert pack.name_en not in text
    with (PROGRAMME / "targets.csv").open(encoding="utf-8", newline="") as file:
        assert {row["area_code"] for row in csv.DictReader(file)} == {"root"}
    # The pack's own goals are those of the whole or of one county.
    places = {row["area_code"]: row["levels"] for row in rows("targets") if row["area_code"] != ROOT}
    counties = {row["area_code"] for row in rows("areas") if row["area_level"] == "county"}
    assert set(places) <= counties
    assert {*places.values()} == {"county"}


def test_every_name_in_every_usual_dress_is_that_of_its_own_code() -> None:
    areas = Areas(read_pack(FOLDER))
    name_of = {row["area_code"]: row["area_name_zh"] for row in rows("areas")}
    strange = [
        (row["area_code"], said)
        for row in rows("areas")
        for above, own in [(name_of.get(row["parent_code"], ""), row["area_name_zh"])]
        for said in (
            own,
            row["short_name_zh"],
            above + own,
            f"{own}民政局",
            f"{above}{own}办事处",
            f"3、{own}",
        )
        if areas.likeness(areas.place[row["area_code"]], said).kind != "own"
    ]
    assert strange == []
