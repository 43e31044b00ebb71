"""Value statuses, dates of figures, what stands of several returns, and areas that changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.tiny import BINGYIN, COUNTIES, JIAZI, PERIOD, WORKERS, WUCHEN, YICHOU, Tiny
from warehouse.readers import connection
from warehouse.snapshots import require_current

Q = dt.date


def test_every_valid_area_has_a_row_for_every_period_reported_or_not(tiny: Tiny) -> None:
    tiny.built()
    rows = tiny.values()
    assert (
        len(rows) == 21
    )  # 1 province, 2 cities, 5 counties, 11 townships, a zone beside counties and one inside
    assert {rows[code]["value_status"] for code in COUNTIES} == {"missing"}
    assert rows["990000"]["value"] is None


def test_a_period_not_due_yet_is_not_missing(tiny: Tiny) -> None:
    tiny.built(today=Q(2026, 1, 20))  # the due date itself is still in time
    assert tiny.values()["990101"]["value_status"] == "not_due"
    assert tiny.values()["990000"]["value_status"] == "not_due"
    tiny.build(today=Q(2026, 1, 21))
    assert tiny.values()["990101"]["value_status"] == "missing"


def test_an_early_return_is_reported_before_it_is_due(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built(today=Q(2026, 1, 12))
    rows = tiny.values()
    assert rows["990101"]["verdict"] == "met"
    assert rows["990102"]["value_status"] == "not_due"
    assert rows["990100"]["value_status"] == "partial"


def test_the_page_opens_on_the_newest_period_that_is_due(tiny: Tiny) -> None:
    for today, opening in ((Q(2026, 1, 20), Q(2025, 9, 30)), (Q(2026, 1, 21), PERIOD)):
        tiny.built(today=today)
        periods = tiny.ask("periods", indicator=WORKERS)
        assert periods.filter(periods["is_opening"])["period"].to_list() == [opening]


def test_zero_is_reported_and_blank_is_not(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 0, JIAZI[1]: 0, YICHOU[0]: None, YICHOU[1]: None, YICHOU[2]: None})
    tiny.built()
    rows = tiny.values()
    assert (rows["990101"]["value"], rows["990101"]["verdict"], rows["990101"]["gap"]) == (0.0, "not_met", 37)
    assert (rows["990102"]["numerator"], rows["990102"]["value_status"]) == (None, "missing")


def test_a_denominator_is_the_newest_on_or_before_the_period(tiny: Tiny) -> None:
    tiny.built()
    rows = tiny.values(period=Q(2023, 9, 30))
    assert (rows["990101"]["denominator_date"], rows["990101"]["denominator"]) == (Q(2022, 12, 31), 20_200)
    assert not rows["990101"][
        "denominator_carried"
    ]  # 2022-12-31 is the last year end on or before the period
    at_year_end = tiny.values(period=PERIOD)["990101"]
    assert (at_year_end["denominator_date"], at_year_end["denominator_carried"]) == (Q(2024, 12, 31), True)


def test_a_denominator_too_old_is_missing_and_nothing_is_decided(tiny: Tiny) -> None:
    for year in ("2022", "2023", "2024"):
        tiny.remove("population", area_code="990101", reference_date=f"{year}-12-31")
    tiny.staff_everywhere({"990101": 1000})
    tiny.staff_everywhere({"990101": 1000}, period=Q(2023, 12, 31))
    tiny.built()
    kept = tiny.values(period=Q(2023, 12, 31))["990101"]  # two years old to the day
    assert (kept["denominator_date"], kept["verdict"]) == (Q(2021, 12, 31), "met")
    gone = tiny.values()["990101"]
    assert (gone["denominator"], gone["denominator_status"], gone["value_status"]) == (
        None,
        "missing",
        "missing",
    )
    assert (gone["verdict"], gone["gap"]) == ("unknown", None)
    # The province's whole denominator is not known either, so nothing of it is decided.
    assert tiny.values()["990000"]["verdict"] == "unknown"


def test_on_one_date_a_published_figure_beats_a_return_which_beats_an_estimate(tiny: Tiny) -> None:
    def denominator() -> tuple[int, str]:
        tiny.built()
        row = tiny.values()["990201"]
        return row["denominator"], row["denominator_status"]

    assert denominator() == (10_400, "estimated")
    people = {"resident_population": 9000, "urban_population": 8000}
    tiny.file("population", {"990201": people}, period=Q(2024, 12, 31))
    assert denominator() == (8000, "reported")
    tiny.add(
        "population",
        {
            "area_code": "990201",
            "reference_date": "2024-12-31",
            "resident_population": "20400",
            "urban_population": "7000",
            "status": "published",
            "source": "test",
        },
    )
    assert denominator() == (7000, "published")


def test_an_estimated_denominator_makes_the_value_estimated(tiny: Tiny) -> None:
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 50))
    tiny.staff({"990171": 9})
    tiny.built()
    rows = tiny.values()
    assert rows["990101"]["value_status"] == "reported"  # published
    assert rows["990201"]["value_status"] == "estimated"
    assert (rows["990000"]["value_status"], rows["990000"]["denominator_status"]) == (
        "estimated",
        "estimated",
    )


def test_published_communities_are_not_used_before_their_date(tiny: Tiny) -> None:
    tiny.built()
    assert tiny.values("communities_per_10k_urban", Q(2023, 3, 31))["990201"]["value_status"] == "missing"
    row = tiny.values("communities_per_10k_urban", Q(2023, 6, 30))["990201"]
    assert (row["numerator"], row["numerator_date"], row["units_expected"]) == (5, Q(2023, 6, 30), 1)
    assert tiny.values("communities_per_10k_urban")[BINGYIN[0]]["value_status"] == "not_applicable"


def test_a_correction_replaces_only_its_rows(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 20, JIAZI[1]: 20})
    tiny.staff({JIAZI[1]: 5}, filed_on=Q(2025, 1, 1))  # an older date does not make it older
    tiny.built()
    assert tiny.values()["990101"]["numerator"] == 25
    cells = tiny.ask("filed_cells", indicator=WORKERS, area="990101", period=PERIOD)
    replaced = cells.filter(cells["superseded"])
    assert set(zip(replaced["area_code"], replaced["value"], strict=True)) == {(JIAZI[1], 20), (JIAZI[1], 0)}


def test_a_correction_filed_by_nobody_named_does_not_carry_the_former_filers_name(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 20, JIAZI[1]: 20}, filed_by="the first office")
    tiny.staff({JIAZI[1]: 5}, filed_by=None)
    tiny.staff({"990102": 5}, filed_by=None)
    tiny.staff({"990102": 6}, filed_by="the second office")
    tiny.built()
    rows = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990100")
    assert rows["filed_by"].to_list() == [None, "the second office"]
    assert rows["batch_id"].to_list() == ["staffing-00000002", "staffing-00000004"]
    assert rows["file_name"].to_list() == ["staffing_2.csv", "staffing_4.csv"]


def test_a_blank_in_a_correction_replaces_with_missing(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 20, JIAZI[1]: 20})
    tiny.staff({JIAZI[1]: None})
    tiny.built()
    assert (tiny.values()["990101"]["value_status"], tiny.values()["990101"]["numerator"]) == ("partial", 20)


def test_a_return_for_a_county_stands_for_all_its_townships(tiny: Tiny) -> None:
    tiny.staff({"990201": 30})
    tiny.built()
    rows = tiny.values()
    assert (
        rows["990201"]["units_reported"],
        rows["990201"]["units_expected"],
        rows["990201"]["verdict"],
    ) == (3, 3, "met")
    assert rows[BINGYIN[0]]["value_status"] == "not_applicable"


@pytest.mark.parametrize("county_first", [True, False])
def test_a_county_and_its_townships_are_never_counted_twice(tiny: Tiny, county_first: bool) -> None:
    returns = [{"990201": 30}, dict.fromkeys(BINGYIN, 5)]
    for rows in returns if county_first else reversed(returns):
        tiny.staff(dict(rows))
    tiny.built()
    assert tiny.values()["990201"]["numerator"] == (15 if county_first else 30)


def test_old_codes_count_before_the_change_and_new_ones_after(tiny: Tiny) -> None:
    before, after = Q(2021, 3, 31), Q(2021, 6, 30)
    moved = "990101003"
    tiny.staff({**dict.fromkeys(JIAZI, 10), moved: 10, **dict.fromkeys(YICHOU[:2], 20)}, period=before)
    tiny.staff({**dict.fromkeys(JIAZI, 10), **dict.fromkeys(YICHOU, 20)}, period=after)
    tiny.built()
    old, new = tiny.values(period=before), tiny.values(period=after)
    assert (old["990101"]["numerator"], old["990101"]["denominator"]) == (30, 30_000)
    assert (new["990101"]["numerator"], new["990101"]["denominator"]) == (20, 20_000)
    assert (old["990102"]["units_expected"], new["990102"]["units_expected"]) == (2, 3)
    assert moved in old
    assert moved not in new
    assert old["990100"]["denominator"] == new["990100"]["denominator"] == 50_000


def test_a_change_against_a_year_earlier_does_not_cross_a_boundary_change(tiny: Tiny) -> None:
    for period in (Q(2020, 12, 31), Q(2021, 12, 31)):
        codes = {"990201": 30, **dict.fromkeys(JIAZI, 20)}
        codes |= {"990101003": 20} if period.year == 2020 else {}
        tiny.staff(codes, period=period)
    tiny.built()
    rows = tiny.ask("county_compliance", indicator=WORKERS, period=Q(2021, 12, 31), area="990000")
    changes = dict(zip(rows["area_code"], rows["change_shown"], strict=True))
    assert changes["990201"] is not None
    assert changes["990101"] is None


def test_changes_are_over_counties_known_at_both_dates(tiny: Tiny) -> None:
    year_before = Q(2024, 12, 31)
    tiny.staff_everywhere({"990201": 10, "990202": 10}, period=year_before)
    tiny.staff_everywhere({"990201": 15, "999001": 1000})
    tiny.built()
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    assert headline["counties_known_both"] == 1
    assert headline["gap_change"] == -5
    assert float(headline["value_change"]) == pytest.approx(15 / 1.04 - 10 / 1.04, abs=0.01)


def test_a_change_of_the_gap_says_over_how_many_counties_with_a_target_it_is(tiny: Tiny) -> None:
    tiny.target(area_code="990200")
    everywhere = {"990101": 40, "990102": 60, "990201": 18, "990202": 19, "999001": 30}
    tiny.staff_everywhere({code: workers - 3 for code, workers in everywhere.items()}, period=Q(2024, 12, 31))
    tiny.staff_everywhere(everywhere)
    tiny.built()
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    assert (headline["counties_known_both"], headline["counties_judged_both"]) == (5, 2)
    assert headline["gap_change"] == -6


def test_a_return_is_late_when_its_last_unit_is_and_a_correction_is_not(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 20, JIAZI[1]: 20}, filed_on=Q(2026, 1, 20))
    tiny.staff({JIAZI[1]: 21}, filed_on=Q(2026, 2, 1))
    tiny.staff({YICHOU[0]: 1, YICHOU[1]: 1}, filed_on=Q(2026, 1, 20))
    tiny.staff({YICHOU[2]: 1}, filed_on=Q(2026, 1, 21))
    tiny.built()
    rows = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990000")
    late = dict(zip(rows["area_code"], rows["filed_late"], strict=True))
    assert (late["990101"], late["990102"], late["990201"]) == (False, True, False)


def form_of(tiny: Tiny) -> dict[str, Any]:
    """What `marts.returns` says of the one county that filed its workers."""
    return (
        connection(require_current(tiny.home))
        .cursor()
        .sql("select * from marts.returns where dataset = 'staffing'")
        .pl()
        .row(0, named=True)
    )


def county_of(tiny: Tiny, indicator: str = WORKERS) -> dict[str, Any]:
    """What a page is told of that county."""
    rows = tiny.ask("county_compliance", indicator=indicator, period=PERIOD, area="990101")
    return rows.row(0, named=True)


def test_a_form_with_a_blank_is_neither_whole_nor_in_time_until_every_figure_is_known(tiny: Tiny) -> None:
    first, second = JIAZI
    tiny.staff({first: 20, second: None}, filed_on=Q(2026, 1, 10))
    tiny.built()
    form = form_of(tiny)
    row = county_of(tiny)
    assert (form["first_complete_on"], form["units_filed"]) == (None, 2)
    assert (row["first_complete_on"], row["filed_late"], row["value_status"]) == (None, False, "partial")
    tiny.staff({second: 20}, filed_on=Q(2026, 2, 10))
    tiny.build()
    form = form_of(tiny)
    row = county_of(tiny)
    assert (form["first_complete_on"], form["filed_late"]) == (Q(2026, 2, 10), True)
    assert (row["first_complete_on"], row["filed_late"]) == (Q(2026, 2, 10), True)


def test_a_wholly_blank_form_in_time_is_not_filed(tiny: Tiny) -> None:
    tiny.staff(dict.fromkeys(JIAZI), filed_on=Q(2026, 1, 10))
    tiny.built()
    row = county_of(tiny)
    assert (row["first_complete_on"], row["filed_late"], row["value_status"]) == (None, False, "missing")


def test_an_indicator_has_been_filed_when_what_it_needs_is_known_whatever_else_the_form_lacks(
    tiny: Tiny,
) -> None:
    posts = {"chief_workers": 1, "deputy_workers": 1, "other_workers": 18, "certified_workers": None}
    tiny.file("staffing", dict.fromkeys(JIAZI, posts), filed_on=Q(2026, 1, 10))
    tiny.file("staffing", {code: {**posts, "certified_workers": 3} for code in JIAZI}, filed_on=Q(2026, 3, 1))
    tiny.built()
    form = form_of(tiny)
    assert (form["first_complete_on"], form["filed_late"]) == (Q(2026, 3, 1), True)
    workers, certified = county_of(tiny), county_of(tiny, "certified_worker_share")
    assert (workers["first_complete_on"], workers["filed_late"]) == (Q(2026, 1, 10), False)
    assert (certified["first_complete_on"], certified["filed_late"]) == (Q(2026, 3, 1), True)


def test_a_correction_that_blanks_a_figure_does_not_undo_the_day_on_which_all_was_known(tiny: Tiny) -> None:
    tiny.staff(dict.fromkeys(JIAZI, 20), filed_on=Q(2026, 1, 10))
    tiny.staff({JIAZI[0]: None}, filed_on=Q(2026, 3, 1))
    tiny.built()
    row = county_of(tiny)
    assert (row["first_complete_on"], row["filed_late"], row["value_status"]) == (
        Q(2026, 1, 10),
        False,
        "partial",
    )


def test_simulated_returns_are_marked_in_every_sum_they_enter(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40}, simulated=True)
    tiny.staff_everywhere({"990201": 40})
    tiny.built()
    rows = tiny.values()
    marked = {code for code, row in rows.items() if row["simulated"]}
    assert marked == {"990000", "990100", "990101", *JIAZI}
    assert tiny.ask("snapshot_facts")["simulated_text_en"][0] == "Returns are simulated"


def test_an_indicator_over_two_returns_takes_each_side_whole(tiny: Tiny) -> None:
    # Workers per community: one county filed its staffing whole and its services by township.
    tiny.change(
        "indicators",
        {"indicator_code": "communities_per_10k_urban"},
        numerator_dataset="staffing",
        numerator_measures="other_workers",
        denominator_dataset="services",
        denominator_measures="communities",
        scale="1",
    )
    tiny.staff({"999001": 30, "990202": 8})
    tiny.file("services", {code: {"communities": 2} for code in ("999001001", "999001100", "999001200")})
    tiny.built()
    rows = tiny.values("communities_per_10k_urban")
    assert (rows["999001"]["value"], rows["999001"]["value_status"]) == (5.0, "reported")
    assert (rows["990202"]["units_reported"], rows["990202"]["value_status"]) == (1, "missing")


def test_a_published_numerator_may_stand_over_a_filed_denominator(tiny: Tiny) -> None:
    tiny.change(
        "indicators",
        {"indicator_code": "communities_per_10k_urban"},
        denominator_dataset="staffing",
        denominator_measures="other_workers",
        scale="1",
    )
    tiny.staff_everywhere({"990201": 10})
    tiny.built()
    rows = tiny.values("communities_per_10k_urban")
    assert (rows["990201"]["value"], rows["990201"]["denominator_status"]) == (0.5, "reported")
    assert rows["990202"]["value_status"] == "missing"


def test_a_county_that_filed_is_not_unreported_when_only_its_denominator_is_missing(tiny: Tiny) -> None:
    for county in COUNTIES:
        tiny.urban(county, None)
        for year in ("2021", "2022", "2023"):
            tiny.remove("population", area_code=county, reference_date=f"{year}-12-31")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 50))
    tiny.built()
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    kept = ("unknown", "unreported", "partial", "without_denominator", "counties_complete")
    assert [headline[name] for name in kept] == [5, 0, 0, 5, 5]
    assert tiny.values()["990200"]["value_status"] == "missing"


def test_a_target_for_counties_only_still_sums_their_gaps(tiny: Tiny) -> None:
    tiny.target(levels="county")
    tiny.staff_everywhere({"990101": 30, "990102": 50})
    tiny.built()
    city = tiny.values()["990100"]
    assert (city["verdict"], city["gap"], city["gap_counties_unknown"]) == ("no_target", 12, 0)


def test_a_whole_return_with_a_blank_leaves_its_townships_out_of_the_question(tiny: Tiny) -> None:
    tiny.staff({"990201": None})
    tiny.built()
    rows = tiny.values()
    assert (rows["990201"]["value_status"], rows[BINGYIN[0]]["value_status"]) == ("missing", "not_applicable")


def test_a_whole_return_in_time_is_not_late_when_its_townships_correct_it(tiny: Tiny) -> None:
    tiny.staff({"990201": 30}, filed_on=Q(2026, 1, 15))
    tiny.staff(dict.fromkeys(BINGYIN, 10), filed_on=Q(2026, 2, 15))
    tiny.built()
    rows = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990200")
    assert rows["filed_late"].to_list() == [False, False]


def test_nothing_to_serve_needs_no_numerator(tiny: Tiny) -> None:
    tiny.file(
        "services",
        {
            JIAZI[0]: {"communities": 0, "elderly_care_communities": None},
            JIAZI[1]: {"communities": 4, "elderly_care_communities": 3},
        },
    )
    tiny.built()
    rows = tiny.values("elderly_service_coverage")
    assert rows[JIAZI[0]]["value_status"] == "not_applicable"
    assert (rows["990101"]["value_status"], rows["990101"]["numerator"]) == ("reported", 3)


def test_simulated_population_and_simulated_townships_are_marked_where_they_enter(tiny: Tiny) -> None:
    population = {"resident_population": 9000, "urban_population": 8000}
    tiny.file("population", {"990201": population}, period=Q(2024, 12, 31), simulated=True)
    tiny.staff(dict.fromkeys(BINGYIN, 10))
    tiny.staff({JIAZI[0]: 20}, simulated=True)
    tiny.staff({JIAZI[1]: 20})
    tiny.built()
    rows = tiny.values()
    assert [rows[code]["simulated"] for code in ("990201", BINGYIN[0], *JIAZI)] == [True, False, True, False]


# ---------------------------------------------------------------- where rules were silent (rule 19 of the design)


def test_a_denominator_of_another_return_is_known_only_when_every_unit_filed_it(tiny: Tiny) -> None:
    tiny.change(
        "indicators",
        {"indicator_code": "communities_per_10k_urban"},
        numerator_dataset="staffing",
        numerator_measures="other_workers",
        denominator_dataset="services",
        denominator_measures="communities",
        scale="1",
    )
    tiny.staff_everywhere({"999001": 30})
    tiny.file("services", {code: {"communities": 2} for code in WUCHEN[:-1]})
    tiny.built()
    row = tiny.values("communities_per_10k_urban")["999001"]
    assert (row["value"], row["denominator_status"]) == (None, "missing")
    tiny.file("services", {WUCHEN[-1]: {"communities": 2}})
    tiny.build()
    row = tiny.values("communities_per_10k_urban")["999001"]
    assert (row["value"], row["denominator_status"]) == (5.0, "reported")


def test_a_zero_sum_is_not_applicable_only_when_all_units_reported(tiny: Tiny) -> None:
    nothing = {"communities": 0, "elderly_care_communities": 0}
    tiny.file("services", {JIAZI[0]: nothing})
    tiny.built()
    row = tiny.values("elderly_service_coverage")["990101"]
    assert (row["value"], row["value_status"]) == (None, "partial")
    tiny.file("services", {JIAZI[1]: nothing})
    tiny.build()
    row = tiny.values("elderly_service_coverage")["990101"]
    assert (row["value"], row["value_status"]) == (None, "not_applicable")


def test_without_a_complete_part_a_whole_shows_both_sums_and_no_value(tiny: Tiny) -> None:
    tiny.staff({BINGYIN[0]: 3})  # 990201 in part, 990202 not at all
    tiny.built()
    rows = tiny.values()
    row, parts = rows["990200"], [rows[code] for code in ("990201", "990202")]
    assert (row["numerator"], row["denominator"]) == (3, sum(part["denominator"] for part in parts))
    assert (row["value"], row["value_status"], row["verdict"]) == (None, "partial", "unknown")
