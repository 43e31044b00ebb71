"""Verdicts, gaps and shown values: decided in whole numbers, on tables that fit the screen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.tiny import COUNTIES, JIAZI, PERIOD, WORKERS, WUCHEN, Tiny


def test_just_below_the_target_is_not_met_and_is_shown_below_it(tiny: Tiny) -> None:
    # 4,499 workers for 2,500,000 urban residents is 17.996 per 10,000.
    tiny.urban("990101", 2_500_000)
    tiny.staff_everywhere({"990101": 4_499})
    tiny.built()
    row = tiny.values()["990101"]
    assert row["value_shown"] == Decimal("17.99")
    assert (row["verdict"], row["required"], row["gap"], row["balance"]) == ("not_met", 4_500, 1, -1)
    assert row["near_target"]


def test_exactly_the_target_is_met_with_nothing_missing(tiny: Tiny) -> None:
    tiny.urban("990101", 2_500_000)
    tiny.staff_everywhere({"990101": 4_500})
    tiny.built()
    row = tiny.values()["990101"]
    assert row["value_shown"] == Decimal("18")
    assert (row["verdict"], row["gap"], row["balance"], row["class_index"]) == ("met", 0, 0, 3)


def test_just_above_the_target_is_never_shown_as_the_target(tiny: Tiny) -> None:
    tiny.urban("990101", 2_500_000)
    tiny.staff_everywhere({"990101": 4_501})
    tiny.built()
    assert tiny.values()["990101"]["value_shown"] == Decimal("18.01")


def test_zero_urban_residents_is_outside_the_count(tiny: Tiny) -> None:
    tiny.urban("990101", 0)
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 100))
    tiny.built()
    row = tiny.values()["990101"]
    assert (row["value"], row["gap"], row["verdict"], row["value_status"]) == (
        None,
        None,
        "no_target",
        "not_applicable",
    )
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    assert (headline["counties_all"], headline["counties_judged"], headline["met"]) == (5, 4, 4)
    # On both sides: neither its residents nor its workers are in the province's ratio.
    assert tiny.values()["990000"]["numerator"] == 400


@pytest.mark.parametrize(
    ("comparison", "value", "workers", "verdict", "required", "gap", "balance"),
    [
        (">=", "18", 36, "met", 36, 0, 0),
        (">=", "18", 35, "not_met", 36, 1, -1),
        (">", "18", 36, "not_met", 37, 1, -1),
        (">", "18", 37, "met", 37, 0, 0),
        ("<=", "18", 36, "met", 36, 0, 0),
        ("<=", "18", 37, "not_met", 36, 1, 1),
        ("<", "18", 36, "not_met", 35, 1, 1),
        ("<", "18", 35, "met", 35, 0, 0),
        (">=", "18.0001", 36, "not_met", 37, 1, -1),
        ("<=", "17.9999", 36, "not_met", 35, 1, 1),
    ],
)
def test_the_edge_belongs_to_inclusive_comparisons(
    tiny: Tiny, comparison: str, value: str, workers: int, verdict: str, required: int, gap: int, balance: int
) -> None:
    tiny.urban("990101", 20_000)
    tiny.target(comparison=comparison, value=value)
    tiny.staff_everywhere({"990101": workers})
    tiny.built()
    row = tiny.values()["990101"]
    assert (row["verdict"], row["required"], row["gap"], row["balance"]) == (verdict, required, gap, balance)


def test_a_county_with_a_unit_missing_is_unknown_and_shows_what_was_reported(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 20})
    tiny.built()
    row = tiny.values()["990101"]
    assert (row["verdict"], row["value"], row["gap"], row["value_status"]) == (
        "unknown",
        None,
        None,
        "partial",
    )
    assert (row["numerator"], row["units_reported"], row["units_expected"]) == (20, 1, 2)
    assert row["required"] == 37  # 18 x 20,400 / 10,000 = 36.72


def test_a_county_that_no_late_return_can_pull_below_is_met(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 40})
    tiny.built()
    row = tiny.values()["990101"]
    assert (row["verdict"], row["gap"], row["value"], row["value_status"]) == ("met", 0, None, "partial")


def test_a_county_already_over_an_upper_limit_is_not_met_without_a_known_gap(tiny: Tiny) -> None:
    tiny.target(comparison="<=")
    tiny.staff({JIAZI[0]: 40})
    tiny.built()
    row = tiny.values()["990101"]
    assert (row["verdict"], row["gap"]) == ("not_met", None)
    assert tiny.values()["990000"]["gap_counties_unknown"] == 5


def test_a_larger_area_divides_sums_of_the_same_complete_counties(tiny: Tiny) -> None:
    # 甲子 36/20,400, 乙丑 62/30,400, the zone not reported: the ratio of the two, never a mean, and undecided.
    tiny.staff_everywhere({"990101": 36, "990102": 62})
    tiny.built()
    city = tiny.values()["990100"]
    assert (city["numerator"], city["denominator"], city["value_status"]) == (98, 50_800, "partial")
    assert city["verdict"] == "unknown"  # 98 over all 54,800, the zone's among them, are 17.88
    assert city["value_shown"] == Decimal("19.29")


def test_a_province_that_no_late_return_can_pull_below_is_met(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 36, "990102": 400})
    tiny.built()
    province = tiny.values()["990000"]
    assert (province["verdict"], province["value_status"]) == ("met", "partial")
    assert province["gap"] == 1  # 甲子 lacks one; the three counties not reported are counted, not guessed
    assert province["gap_counties_unknown"] == 3


def test_the_gap_of_a_larger_area_is_the_sum_of_its_counties_gaps(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 30, "990102": 50, "990201": 19, "990202": 19, "999001": 400})
    tiny.built()
    rows = tiny.values()
    assert [rows[c]["gap"] for c in COUNTIES] == [7, 5, 0, 0, 0]
    assert (rows["990000"]["gap"], rows["990100"]["gap"], rows["990200"]["gap"]) == (12, 12, 0)
    assert rows["990000"]["verdict"] == "met"  # the gap says nothing about the area's own verdict


def test_what_a_county_without_a_denominator_may_lack_is_not_known_and_never_zero(tiny: Tiny) -> None:
    tiny.remove("population", area_code="990202")
    tiny.staff_everywhere({"990101": 40, "990102": 60, "990201": 18, "990202": 1, "999001": 30})
    tiny.built()
    rows = tiny.values()
    assert (rows["990202"]["verdict"], rows["990202"]["gap"], rows["990202"]["gap_at_most"]) == (
        "unknown",
        None,
        None,
    )
    for whole in ("990200", "990000"):
        assert (rows[whole]["gap"], rows[whole]["gap_at_most"], rows[whole]["gap_counties_unknown"]) == (
            1,
            None,
            1,
        )
    assert rows["990100"]["gap_at_most"] == 0


def test_a_zone_beside_counties_counts_in_sums_but_not_among_counties(tiny: Tiny) -> None:
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 50))
    tiny.staff({"990171": 10})
    tiny.built()
    rows = tiny.values()
    assert rows["990100"]["numerator"] == 110
    assert rows["990171"]["verdict"] == "no_target"
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    assert headline["counties_all"] == 5


def test_a_township_shows_its_count_and_no_verdict(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 36})
    tiny.built()
    row = tiny.values()[JIAZI[0]]
    assert (row["numerator"], row["value"], row["verdict"]) == (36, None, "no_target")
    assert (row["denominator_status"], row["value_status"]) == ("not_applicable", "reported")


def test_a_township_of_a_per_population_indicator_is_never_judged(tiny: Tiny) -> None:
    tiny.target(levels="township|county")
    tiny.staff_everywhere({"990101": 36})
    tiny.built()
    rows = tiny.values()
    assert (rows[JIAZI[0]]["verdict"], rows[JIAZI[0]]["target_id"]) == ("no_target", None)
    assert rows["990101"]["verdict"] == "not_met"


def test_a_coverage_has_its_denominator_in_the_same_return(tiny: Tiny) -> None:
    tiny.file(
        "services",
        {
            JIAZI[0]: {"communities": 4, "elderly_care_communities": 3},
            JIAZI[1]: {"communities": 6, "elderly_care_communities": 5},
        },
    )
    tiny.built()
    rows = tiny.values("elderly_service_coverage")
    assert (rows["990101"]["numerator"], rows["990101"]["denominator"]) == (8, 10)
    assert rows["990101"]["value_shown"] == Decimal("80")
    assert rows["990101"]["denominator_status"] == "reported"
    assert rows[JIAZI[0]]["value_shown"] == Decimal("75")


def test_an_incomplete_coverage_is_never_decided(tiny: Tiny) -> None:
    tiny.file("services", {JIAZI[0]: {"communities": 4, "service_complex_communities": 4}})
    tiny.built()
    row = tiny.values("service_complex_coverage")["990101"]
    assert (row["verdict"], row["value"], row["value_status"]) == ("unknown", None, "partial")


def test_a_return_without_its_denominator_is_not_complete(tiny: Tiny) -> None:
    tiny.file(
        "services",
        {
            JIAZI[0]: {"communities": 4, "elderly_care_communities": 3},
            JIAZI[1]: {"elderly_care_communities": 5},
        },
    )
    tiny.built()
    rows = tiny.values("elderly_service_coverage")
    assert (rows["990101"]["value_status"], rows["990101"]["units_reported"]) == ("partial", 1)
    assert rows[JIAZI[1]]["value_status"] == "missing"


def targets_of(tiny: Tiny, *rows: dict[str, str]) -> None:
    common = {
        "indicator_code": WORKERS, "levels": "county|city", "comparison": ">=", "valid_from": "2022-01-01",
        "legal_basis_zh": "试验规定", "legal_basis_en": "Test rule",
    }  # fmt: skip
    tiny.add("targets", *({**common, **row} for row in rows))


def test_the_strictest_target_judges_then_the_nearer_then_the_earlier(tiny: Tiny) -> None:
    targets_of(
        tiny,
        {"target_id": "city_20", "area_code": "990100", "value": "20"},
        # Below the floor that is set above it: beside, never instead.
        {"target_id": "county_low", "area_code": "990101", "value": "10"},
        {"target_id": "county_past", "area_code": "990102", "value": "30", "valid_to": "2025-12-30"},
        {"target_id": "county_same", "area_code": "990102", "value": "20", "valid_from": "2025-12-31"},
        {"target_id": "county_beyond", "area_code": "990201", "value": "18", "comparison": ">"},
    )
    tiny.built()
    rows = tiny.values()
    judged = ("990000", "990100", "990101", "990102", "990201", "999001")
    assert {code: rows[code]["target_id"] for code in judged} == {
        "990000": "workers_18",
        "990100": "city_20",
        "990101": "city_20",
        "990102": "county_same",
        "990201": "county_beyond",
        "999001": "workers_18",
    }


def test_of_targets_that_may_not_be_exceeded_the_lowest_is_the_strictest(tiny: Tiny) -> None:
    tiny.target(comparison="<=", value="18")
    targets_of(
        tiny,
        {"target_id": "high", "area_code": "990100", "value": "20", "comparison": "<="},
        {"target_id": "low", "area_code": "990102", "value": "12", "comparison": "<"},
    )
    tiny.built()
    rows = tiny.values()
    assert [rows[code]["target_id"] for code in ("990101", "990102")] == ["workers_18", "low"]


def test_the_headline_names_the_target_of_the_most_counties_and_counts_those_judged_by_another(
    tiny: Tiny,
) -> None:
    tiny.target(levels="province")
    targets_of(
        tiny,
        {"target_id": "of_counties", "area_code": "990000", "levels": "county", "value": "20"},
        {"target_id": "a_goal", "area_code": "990101", "levels": "county", "value": "25"},
        {"target_id": "of_a_city", "area_code": "990200", "levels": "city", "value": "19"},
    )
    tiny.built()

    def named(area: str) -> tuple[float, int, float]:
        asked = {"indicator": WORKERS, "period": PERIOD, "areas": [area]}
        headline = tiny.ask("compliance_headline", **asked).to_dicts()[0]
        own = float(headline["own_target_value"])
        return float(headline["target_value"]), headline["counties_by_other_target"], own

    # What the title counts is what the counties are judged by, whatever judges the province or the city itself.
    assert (named("990000"), named("990200")) == ((20, 1, 18), (20, 0, 19))
    assert tiny.values()["990000"]["target_id"] == "workers_18"


def test_no_target_applied_before_its_first_day(tiny: Tiny) -> None:
    import datetime as dt

    before = dt.date(2021, 9, 30)
    tiny.staff_everywhere({"990101": 36}, period=before)
    tiny.built()
    row = tiny.values(period=before)["990101"]
    assert (row["verdict"], row["gap"], row["required"], row["target_id"]) == ("no_target", None, None, None)
    assert row["value_shown"] == Decimal("18")
    assert tiny.values(period=dt.date(2021, 12, 31))["990101"]["target_id"] == "workers_18"


def test_the_headline_carries_its_bounds(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 10, "990202": 40})
    tiny.staff({WUCHEN[0]: 1})
    tiny.built()
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    kept = (
        "counties_judged",
        "met",
        "not_met",
        "unknown",
        "unreported",
        "partial",
        "met_at_least",
        "met_at_most",
    )
    assert {name: headline[name] for name in kept} == {
        "counties_judged": 5, "met": 2, "not_met": 1, "unknown": 2, "unreported": 1, "partial": 1,
        "met_at_least": 2, "met_at_most": 4,
    }  # fmt: skip


def test_near_the_line_is_five_per_cent_on_either_side(tiny: Tiny) -> None:
    tiny.urban("990101", 100_000)  # 180 required: 171 to 189 is near
    for workers, near in ((170, False), (171, True), (189, True), (190, False)):
        tiny.staff_everywhere({"990101": workers})
        tiny.built()
        assert tiny.values()["990101"]["near_target"] is near


def test_a_figure_that_would_overflow_counts_nowhere_and_stops_no_build(tiny: Tiny) -> None:
    tiny.change("indicators", {"indicator_code": WORKERS}, scale="100000000")
    tiny.staff_everywhere({"990101": 10**6})
    tiny.built()
    assert tiny.values()["990101"]["value_status"] in ("missing", "partial")
    assert tiny.values()["990101"]["numerator"] != 10**6
    assert "above_limit" in tiny.ask("set_aside")["rule"].to_list()
