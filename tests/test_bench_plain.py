"""The yardstick of `build`: SQL written by hand from the rules makes the same tables, row for row on all columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bench.plain import differences, make_plain
from bench.workspace import staffing_alone
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from programme.packs.pack import pack_folder, read_pack
from tests.tiny import BINGYIN, COUNTIES, JIAZI, WUCHEN, YICHOU, Tiny
from warehouse.build import build
from warehouse.home import Home

TARGET = {
    "levels": "county|city|province",
    "legal_basis_zh": "试验规定",
    "legal_basis_en": "Test rule",
    "source": "test",
}


def assert_equal(tiny: Tiny, folder: Path, today: dt.date | None = None) -> None:
    built = tiny.build(today) if today else tiny.build()
    plain = folder / "plain.duckdb"
    make_plain(plain, tiny.home, tiny.pack, built.today)
    assert differences(built.path, plain) == {}


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
        {**share, "target_id": "share_city", "area_code": "990200", "value": "40.05", "levels": "township|county",
         "valid_to": "2024-12-31"},
        {**share, "target_id": "share_new", "area_code": "990200", "value": "33.3333", "levels": "township",
         "valid_from": "2025-01-01"},
        {**share, "target_id": "share_own", "area_code": BINGYIN[1], "value": "20", "levels": "township",
         "valid_to": "2026-01-01"},
    )  # fmt: skip
    figures = {**common, "indicator_code": "communities_per_10k_urban", "target_id": "figures"}
    tiny.add(
        "targets", {**figures, "area_code": "990000", "value": "0.01"}
    )  # decided although a county is missing
    tiny.remove("communities", area_code="990201")
    workers = {"990101": 36, "990102": 54, "990202": 19, "999001": 28}
    tiny.staff_everywhere(workers)
    tiny.staff({BINGYIN[0]: 19})
    rows = {JIAZI[0]: (4, 2), JIAZI[1]: (5, 2), BINGYIN[0]: (3, 1), BINGYIN[1]: (5, 1), BINGYIN[2]: (20, 9)}
    for period in (dt.date(2025, 9, 30), dt.date(2024, 12, 31)):
        tiny.file("staffing", {code: staff(*numbers) for code, numbers in rows.items()}, period=period)
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_for_indicators_of_another_shape(tiny: Tiny, tmp_path: Path) -> None:
    tiny.change(  # both sides in returns, the denominator's in one that nobody filed
        "indicators",
        {"indicator_code": "service_complex_coverage"},
        numerator_dataset="staffing",
        numerator_measures="chief_workers + other_workers",
    )
    tiny.change("indicators", {"indicator_code": "certified_worker_share"}, class_bounds=None, decimals="0")
    tiny.change("indicators", {"indicator_code": "social_organizations_per_10k"}, cycle="annual", decimals="4",
                numerator_dataset="staffing", numerator_measures="other_workers")  # fmt: skip
    tiny.file("staffing", {code: staff(8, 3) for code in (*JIAZI, *YICHOU[:2], "990202")}, simulated=True)
    tiny.file("staffing", {"990201": staff(5, 7)}, period=dt.date(2025, 9, 30))
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_a_dated_figure_stands_over_a_filed_one(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.change(
        "indicators",
        {"indicator_code": "communities_per_10k_urban"},
        numerator_measures="residents_committees",
        denominator_dataset="staffing",
        denominator_measures="other_workers",
    )
    tiny.add("targets", {**TARGET, "indicator_code": "communities_per_10k_urban", "comparison": ">",
                         "target_id": "figures", "area_code": "990000", "value": "9000"})  # fmt: skip
    tiny.staff(dict.fromkeys(JIAZI, 6), simulated=True)
    tiny.staff(dict.fromkeys(YICHOU[:2], 6))
    tiny.staff({"990201": 9, "990202": 0, WUCHEN[0]: 2})
    tiny.staff({"990201": None}, period=dt.date(2025, 9, 30))
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_there_is_nothing_to_serve(tiny: Tiny, tmp_path: Path) -> None:
    nothing, blank = staff(0, None), staff(5, None)
    tiny.file("staffing", {JIAZI[0]: nothing, JIAZI[1]: staff(4, 3), **dict.fromkeys(YICHOU, nothing)})
    tiny.file("staffing", {BINGYIN[0]: nothing, BINGYIN[1]: blank, "990202": nothing, "999001": nothing})
    tiny.file("staffing", {BINGYIN[0]: nothing, BINGYIN[1]: nothing}, period=dt.date(2025, 9, 30))
    tiny.staff({JIAZI[0]: 0, JIAZI[1]: 3, "990171": 0, "999001": 0}, period=dt.date(2025, 6, 30))
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_a_denominator_is_too_old_for_some(
    tiny: Tiny, tmp_path: Path
) -> None:
    for year in ("2022", "2023", "2024"):
        tiny.remove("population", area_code="990101", reference_date=f"{year}-12-31")
        tiny.remove("population", area_code="990202", reference_date=f"{year}-12-31")
    tiny.remove("population", area_code="990102")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES[:3], 40))
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40), period=dt.date(2024, 12, 31))
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_a_county_is_blank_and_only_some_units_are_simulated(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.staff({JIAZI[0]: 20, "990202": 9}, simulated=True)
    tiny.staff({JIAZI[1]: 16, YICHOU[0]: 4})
    tiny.staff(
        {YICHOU[1]: None, BINGYIN[0]: 7}, simulated=True
    )  # simulated and blank: nothing of it is shown
    tiny.staff({"990201": None, "999001": 3})
    tiny.file("staffing", {"999001": staff(None, 2)}, period=dt.date(2025, 9, 30), simulated=True)
    assert_equal(tiny, tmp_path)


def test_plain_sql_equals_the_build_where_every_county_lacks_its_denominator(
    tiny: Tiny, tmp_path: Path
) -> None:
    for county in COUNTIES:
        tiny.remove("population", area_code=county)
    tiny.staff_everywhere({"990101": 36, "990201": 20, "999001": 28})
    tiny.staff({"990202": 5}, period=dt.date(2025, 9, 30))
    assert_equal(tiny, tmp_path, dt.date(2026, 1, 10))


def test_plain_sql_equals_the_build_where_only_counties_have_a_target(tiny: Tiny, tmp_path: Path) -> None:
    tiny.target(levels="county")
    own = {**TARGET, "indicator_code": "certified_worker_share", "comparison": "<", "target_id": "one"}
    tiny.add("targets", {**own, "area_code": "990202", "value": "20", "levels": "county"})
    tiny.staff_everywhere({"990101": 36, "990102": 10, "990201": 20})
    tiny.file("staffing", {"990202": staff(10, 4), WUCHEN[0]: staff(900, 2)})
    assert_equal(tiny, tmp_path)


def test_a_difference_in_one_cell_is_found(tiny: Tiny, tmp_path: Path) -> None:
    tiny.staff_everywhere({"990101": 36})
    built = tiny.build()
    tiny.staff_everywhere({"990101": 37})
    make_plain(tmp_path / "plain.duckdb", tiny.home, tiny.pack, built.today)
    found = differences(built.path, tmp_path / "plain.duckdb")
    assert found["indicator_values"][0] > 0
    assert found["observations"] == (8, 16)  # the first batch is superseded there
    assert found.keys() == {"indicator_values", "observations"}


@pytest.mark.slow
def test_plain_sql_equals_the_build_of_the_sample(tmp_path: Path) -> None:
    home, pack = Home.of(tmp_path / "home"), read_pack(pack_folder(None))
    ingest(home, pack, [staffing_alone(pack, tmp_path / "sample")], Circumstances(today=pack.sample_today))
    built = build(home, pack, today=pack.sample_today)
    plain = tmp_path / "plain.duckdb"
    make_plain(plain, home, pack, built.today)
    assert differences(built.path, plain) == {}
