"""The yardstick of `build`: SQL written by hand from the rules makes the same tables, row for row on all columns."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bench.plain import differences, make_plain, run_of
from tests.tiny import BINGYIN, JIAZI, WUCHEN, YICHOU, Tiny
from warehouse.build import build
from warehouse.pack import pack_folder, read_pack
from warehouse.paths import Home

TARGET = {
    "levels": "county|city|province",
    "legal_basis_zh": "试验规定",
    "legal_basis_en": "Test rule",
    "source": "test",
}


def assert_equal(tiny: Tiny, folder: Path, today: dt.date | None = None) -> None:
    built = tiny.build(today) if today else tiny.build()
    plain = folder / "plain.duckdb"
    make_plain(plain, tiny.home, tiny.pack, run_of(built.path))
    assert differences(built.path, plain) == {}


def services(covered: int | None, communities: int | None) -> dict[str, int | None]:
    kinds = ("elderly_care", "canteen", "childcare", "service_complex", "convenience")
    return {"communities": communities, **{f"{kind}_communities": covered for kind in kinds}}


def staff(workers: int | None, certified: int | None) -> dict[str, int | None]:
    return {
        "chief_workers": 0,
        "deputy_workers": 0,
        "other_workers": workers,
        "certified_workers": certified,
    }


def test_plain_sql_equals_a_build_without_a_return(tiny: Tiny, tmp_path: Path) -> None:
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_returns_are_corrected_late_whole_blank_or_early(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.staff_everywhere({"990101": 36, "990102": 60, "999001": 28}, simulated=True)
    tiny.staff({"990201": 19})  # a county for its townships, then the townships for it, and the reverse
    tiny.staff(dict.fromkeys(BINGYIN, 6), filed_on=dt.date(2026, 2, 1))
    tiny.staff({"999001": 40})
    tiny.staff({JIAZI[1]: None, YICHOU[0]: 61})
    tiny.staff({"990171": 9})  # a zone beside counties
    before, after = dt.date(2021, 3, 31), dt.date(2021, 6, 30)
    moved = {"990101003": 10, **dict.fromkeys(JIAZI, 10), **dict.fromkeys(YICHOU[:2], 20)}
    tiny.staff(moved, period=before)
    tiny.staff(dict.fromkeys((*JIAZI, *YICHOU), 15), period=after)
    tiny.file("staffing", {code: staff(5, 3) for code in WUCHEN}, period=dt.date(2025, 9, 30))
    tiny.file("staffing", {code: staff(0, 0) for code in BINGYIN}, period=dt.date(2025, 9, 30))
    tiny.file(
        "staffing",
        {JIAZI[0]: staff(None, 3), JIAZI[1]: staff(7, None), YICHOU[0]: staff(0, None)},
        period=dt.date(2025, 9, 30),
    )
    tiny.file("services", {code: services(3, 4) for code in (*JIAZI, *YICHOU[:2])}, simulated=True)
    tiny.file(
        "services", {BINGYIN[0]: services(0, 0), BINGYIN[1]: services(None, 3), "990202": services(0, 0)}
    )
    tiny.file("organizations", {"990202": dict.fromkeys(("service_registered", "service_filed"), 3)})
    tiny.file("population", {"990102": {"resident_population": 40_000, "urban_population": 31_000}})
    tiny.urban("990202", 0)
    tiny.remove("population", area_code="990201", reference_date="2024-12-31")
    tiny.remove("population", area_code="990201", reference_date="2023-12-31")
    assert_equal(tiny, tmp_path, dt.date(2026, 3, 31))


@pytest.mark.parametrize("comparison", [">=", ">", "<=", "<"])
def test_plain_sql_equals_the_build_for_every_comparison_and_the_nearest_target(
    tiny: Tiny, tmp_path: Path, comparison: str
) -> None:
    tiny.target(comparison=comparison, value="18.004")
    common = {**TARGET, "comparison": comparison}
    share = {**common, "indicator_code": "certified_worker_share"}
    tiny.add(
        "targets",
        {**share, "target_id": "share", "area_code": "990000", "value": "50", "levels": "township|county|city"},
        {**share, "target_id": "share_city", "area_code": "990200", "value": "40.05", "levels": "township|county"},
        {**share, "target_id": "share_new", "area_code": "990200", "value": "33.3333", "levels": "township",
         "valid_from": "2025-01-01"},
        {**share, "target_id": "share_own", "area_code": BINGYIN[1], "value": "20", "levels": "township",
         "valid_to": "2026-01-01"},
    )  # fmt: skip
    workers = {"990101": 36, "990102": 54, "990202": 19, "999001": 28}
    tiny.staff_everywhere(workers)
    tiny.staff({BINGYIN[0]: 19})
    rows = {JIAZI[0]: (4, 2), JIAZI[1]: (5, 2), BINGYIN[0]: (3, 1), BINGYIN[1]: (5, 1), BINGYIN[2]: (20, 9)}
    for period in (dt.date(2025, 9, 30), dt.date(2024, 12, 31)):
        tiny.file("staffing", {code: staff(*numbers) for code, numbers in rows.items()}, period=period)
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_for_indicators_of_another_shape(tiny: Tiny, tmp_path: Path) -> None:
    tiny.change("indicators", {"indicator_code": "elderly_service_coverage"}, class_bounds=None, decimals="0")
    tiny.change("indicators", {"indicator_code": "childcare_coverage"}, cycle="annual", decimals="4")
    tiny.change(  # both sides filed, in two datasets
        "indicators",
        {"indicator_code": "service_complex_coverage"},
        numerator_dataset="staffing",
        numerator_measures="chief_workers + other_workers",
    )
    tiny.file("staffing", {code: staff(8, 3) for code in (*JIAZI, *YICHOU[:2], "990202")}, simulated=True)
    tiny.file("services", {code: services(2, 3) for code in (*JIAZI, *YICHOU[1:])})
    tiny.file("services", {"990201": services(5, 7)}, period=dt.date(2025, 9, 30))
    assert_equal(tiny, tmp_path)


def test_a_difference_in_one_cell_is_found(tiny: Tiny, tmp_path: Path) -> None:
    tiny.staff_everywhere({"990101": 36})
    built = tiny.build()
    tiny.staff_everywhere({"990101": 37})
    make_plain(tmp_path / "plain.duckdb", tiny.home, tiny.pack, run_of(built.path))
    found = differences(built.path, tmp_path / "plain.duckdb")
    assert found["indicator_values"][0] > 0
    assert found["observations"] == (8, 16)  # the first batch is superseded there
    assert "areas" not in found


@pytest.mark.slow
def test_plain_sql_equals_the_build_of_the_sample(sample_home: Home, tmp_path: Path) -> None:
    home, pack = Home.of(tmp_path / "home"), read_pack(pack_folder(None))
    shutil.copytree(sample_home.landing, home.landing)
    built = build(home, pack, today=pack.sample_today)
    plain = tmp_path / "plain.duckdb"
    make_plain(plain, home, pack, run_of(built.path))
    assert differences(built.path, plain) == {}
