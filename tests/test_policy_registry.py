"""What the programme asks for: fifty indicators in six systems, seven measures, targets from documents, dated departments."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

import polars as pl
import pytest

from programme import PROGRAMME
from programme.packs.checks import faults_of
from programme.packs.columns import POLICY_SYSTEMS
from programme.packs.pack import read_pack
from programme.packs.tables import MEASURE_GROUPS
from tests.policy import OF_THE_POLICY, ask_all, take
from tests.tiny import PACK, Tiny

PROVINCE = read_pack()
INDICATORS = {row["indicator_code"]: row for row in PROVINCE.table("indicators").to_dicts()}
OF_SYSTEM = {
    "development": 6,
    "services": 8,
    "governance": 15,
    "emergency": 5,
    "social_organizations": 10,
    "party_leadership": 6,
}
FIRST = [
    "community_workers_per_10k_urban", "certified_worker_share", "social_organizations_per_10k", "registered_organizations_per_10k",
    "elderly_service_coverage", "childcare_coverage", "service_complex_coverage", "communities_per_10k_urban",
]  # fmt: skip


def test_the_pack_and_the_programme_have_no_fault() -> None:
    assert [fault.message_en for fault in faults_of(PROVINCE)] == []


def test_fifty_indicators_stand_in_six_systems_at_least_four_in_each() -> None:
    assert Counter(row["policy_system"] for row in INDICATORS.values()) == OF_SYSTEM
    assert sum(OF_SYSTEM.values()) == 50
    assert set(OF_SYSTEM) == set(POLICY_SYSTEMS)
    assert min(OF_SYSTEM.values()) >= 4
    assert list(INDICATORS)[:8] == FIRST
    assert [row["sort_order"] for row in INDICATORS.values()] == [str(place) for place in range(1, 51)]


def test_each_of_the_seven_measures_has_an_indicator() -> None:
    assert {row["measure_group"] for row in INDICATORS.values()} - {None} == set(MEASURE_GROUPS)


def test_an_indicator_is_filled_in_both_languages() -> None:
    for row in INDICATORS.values():
        blank = [name for name, value in row.items() if not value and name != "measure_group"]
        assert blank in ([], ["row"]), row["indicator_code"]


def test_every_form_of_the_policy_feeds_an_indicator_and_every_form_is_due() -> None:
    fed = {row[f"{side}_dataset"] for row in INDICATORS.values() for side in ("numerator", "denominator")}
    counts = {name for name, one in OF_THE_POLICY.items() if not one.is_register}
    assert counts <= fed
    due = set(PROVINCE.table("due_dates")["dataset"])
    assert counts | {"initiatives"} <= due


def test_every_column_has_its_unit_and_words_in_both_languages() -> None:
    for dataset in OF_THE_POLICY.values():
        for code in dataset.columns_filed:
            column = dataset.by_code[code]
            assert any(ord(sign) > 0x2E80 for sign in column.name_zh), code
            assert not any(ord(sign) > 0x2E80 for sign in column.name_en), code
            assert dataset.is_register or (column.unit_zh and column.unit_en), code


# ---------------------------------------------------------------- targets

YEARLY = {
    "330282": "4 4.3 4.6 5 5.5",
    "330203": "4 4.3 4.6 5 5.5",
    "330305": "4.6 4.8 5.5 5.55 5.55",
    "331181": "3.8 4.0 4.5 5.0 5.5",
}


def test_a_target_stands_for_each_usable_row_of_a_document_and_for_no_other() -> None:
    targets = PROVINCE.table("targets")
    assert targets.height == 31
    assert not {"certified_worker_share", "shelter_coverage"} & set(
        targets["indicator_code"]
    )  # to be asked first
    for county, steps in YEARLY.items():
        own = targets.filter(area_code=county, indicator_code="childcare_seats_per_1k").sort("valid_from")
        assert own["value"].to_list() == steps.split()
        assert own["valid_to"].to_list()[-1] is None
        assert set(own["levels"]) == {"county"}
    assert set(targets.filter(indicator_code="certified_care_workers_per_10k_60")["value"]) == {"32"}
    titles = dict(PROVINCE.table("sources").select("source_id", "title_zh").iter_rows())
    assert all(source in titles for source in targets["source"])


def test_what_the_programme_sets_names_no_county() -> None:
    with (PROGRAMME / "targets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["area_code"] for row in rows} == {"root"}
    assert len(rows) == 6


# ---------------------------------------------------------------- departments

PASSED_ON = {
    "community_workers": "浙江省民政厅", "community_governance": "浙江省民政厅", "social_work": "浙江省民政厅", "grids": "浙江省委政法委",
    "volunteers": "浙江省精神文明建设委员会办公室", "new_workers": "浙江省委组织部", "community_party": "浙江省委组织部",
}  # fmt: skip


@pytest.mark.parametrize(("duty", "before"), PASSED_ON.items())
def test_a_duty_passed_to_the_society_work_department_with_2024(duty: str, before: str) -> None:
    rows = PROVINCE.table("departments").filter(department_code=duty).sort("valid_from", nulls_last=False)
    assert rows.select("department_name_zh", "valid_from", "valid_to").rows() == [
        (before, None, "2023-12-31"),
        ("浙江省委社会工作部", "2024-01-01", None),
    ]
    assert rows["source"].to_list() == ["society_work_zhejiang"] * 2


# ---------------------------------------------------------------- on the tiny pack


def test_the_tiny_pack_asks_for_forms_that_are_the_programme_s_own() -> None:
    own = sorted((PACK / "programme" / "datasets").glob("*.toml"))
    assert [path.stem for path in own] == ["organizations", "population", "services", "staffing"]
    for path in own:
        assert path.read_bytes() == (PROGRAMME / "datasets" / path.name).read_bytes(), path.name


@pytest.fixture
def asked(tiny: Tiny) -> Tiny:
    return ask_all(tiny)


def test_an_indicator_without_its_figure_is_missing_with_the_reason(asked: Tiny) -> None:
    # Ages of an extent that came after the census, and of a county that has none.
    asked.change("census_ages", {"area_code": "990201"}, age_60_plus=None)
    for county in ("990201", "990202"):
        assert (
            take(asked, "care_capacity", (county, "2025-12-31", {"certified_care_workers": 30})).status
            == "accepted"
        )
    asked.built()
    care = asked.values("certified_care_workers_per_10k_60")
    assert (care["990202"]["value_status"], care["990202"]["value"] is not None) == ("reported", True)
    without = care["990201"]
    assert (without["value_status"], without["denominator_status"], without["value"]) == (
        "missing",
        "missing",
        None,
    )
    assert without["numerator"] == 30
    reasons = asked.sql(
        "select distinct area_code, undecided_because from marts.indicator_values "
        "where indicator_code = 'certified_care_workers_per_10k_60' and period = date '2025-12-31' and area_code like '9902%'"
    )
    assert dict(reasons.rows())["990201"] == "no_denominator"


def test_figures_of_new_forms_become_values_by_quarter_and_by_year(asked: Tiny) -> None:
    quarter, year = "2025-12-31", "2025"
    assert take(asked, "party_building", ("990202", quarter, {"communities": 4})).errors == []
    tiers = {"leading": 1, "sound": 3, "not_rated": 5}
    assert take(asked, "community_tiers", ("990202", year, tiers)).errors == []
    grades = {"workers": 10, "graded_workers": 9, "staff_01": 9, "probation": 1}
    assert take(asked, "staffing_grades", ("990202", quarter, grades)).errors == []
    asked.built()
    assert (
        asked.values("leading_rural_share")["990202"]["value"] == 25.0
    )  # what is not rated is not divided by
    assert asked.values("graded_worker_share")["990202"]["value"] == 90.0
    none = asked.values("new_community_party_coverage")["990202"]
    assert (none["value_status"], none["value"]) == ("not_applicable", None)  # 0 of 0 is never 0 %
    begun = asked.sql("select indicator_code, min(period) as first from marts.indicator_values group by 1")
    first = dict(begun.rows())
    assert first["leading_rural_share"] == dt.date(2022, 12, 31)
    assert first["graded_worker_share"] == dt.date(2024, 12, 31)
    assert first["canteen_coverage"] == dt.date(2020, 12, 31)


def test_the_registry_of_the_warehouse_has_system_measure_and_owner(asked: Tiny) -> None:
    asked.built()
    rows = asked.sql("select indicator_code, policy_system, measure_group, owner_zh from marts.indicators")
    assert rows.height == 50
    found = rows.filter(pl.col("indicator_code") == "grid_events_closed_share").row(0)
    assert found == ("grid_events_closed_share", "governance", "grids", "社会工作部")
