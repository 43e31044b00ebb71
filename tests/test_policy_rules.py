"""Each rule of the policy's forms and registers at its edge: a row that holds, and what of it breaks the rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from programme.datasets import Counts, Rule
from programme.datasets.dataset import own_kinds
from tests.policy import DATASETS, OF_THE_POLICY

Row = dict[str, Any]
DAY = dt.date(2025, 6, 1)
LATER = dt.date(2025, 6, 2)

# By form and rule: figures that hold (all others 0), and what breaks it.
OF_COUNTS: dict[str, dict[str, tuple[Row, Row]]] = {
    "five_partners": {
        "balance_carries_on": (
            {"previous.charity_fund_balance": 50, "charity_fund_received": 20, "charity_fund_spent": 30, "charity_fund_balance": 41},
            {"charity_fund_balance": 42},
        ),
        "volunteers_do_not_fall": ({"previous.registered_volunteers": 100, "registered_volunteers": 95}, {"registered_volunteers": 94}),
        "organizations_as_filed": (
            {"urban_community_organizations": 60, "rural_community_organizations": 42, "organizations.other_filed": 100},
            {"urban_community_organizations": 61},
        ),
        "urban_communities_as_in_services": ({"urban_communities": 12, "services.communities": 10}, {"urban_communities": 13}),
    },
    "governance": {
        "full_time_workers_for_grids": ({"grids_with_full_time_worker": 5, "full_time_grid_workers": 5}, {"full_time_grid_workers": 4}),
        "consultations_for_communities": ({"consulting_communities": 5, "consultations_held": 5}, {"consultations_held": 4}),
        "groups_for_communities": ({"mutual_help_communities": 5, "mutual_help_groups": 5}, {"mutual_help_groups": 4}),
        "micro_grids_within_grids": ({"grids": 5, "micro_grids": 5}, {"micro_grids": 4}),
        "plates_on_communities": ({"communities": 5, "plates": 5}, {"plates": 4}),
        "duties_of_communities": ({"communities": 5, "duty_items": 5}, {"duty_items": 4}),
        "duties_cleared_are_gone": ({"previous.duty_items": 50, "duty_items": 40, "items_cleared": 10}, {"items_cleared": 9}),
        "grids_stay": ({"previous.grids": 10, "grids": 8}, {"grids": 7}),
        "communities_as_in_emergency": ({"communities": 102, "emergency.communities": 100}, {"communities": 103}),
        "communities_as_in_party_building": ({"communities": 8, "party_building.communities": 10}, {"communities": 7}),
        "communities_as_in_five_partners": (
            {"communities": 102, "five_partners.urban_communities": 60, "five_partners.rural_communities": 40}, {"communities": 103},
        ),
    },
    "emergency": {
        "shelters_not_too_large": ({"shelters": 2, "shelter_places": 10_000}, {"shelter_places": 10_001}),
        "shelters_not_too_small": ({"shelters": 2, "shelter_places": 100}, {"shelter_places": 99}),
        "shelters_stay": ({"previous.shelters": 2, "shelters": 2}, {"shelters": 1}),
    },
    "party_building": {
        "grids_as_in_governance": ({"grids": 102, "governance.grids": 100}, {"grids": 103}),
        "urban_communities_as_in_five_partners": (
            {"urban_communities": 12, "five_partners.urban_communities": 10}, {"urban_communities": 13},
        ),
        "compounds_hold_the_eligible": (
            {"residential_compounds": 8, "governance.compounds_eligible": 10}, {"residential_compounds": 7},
        ),
    },
    "care_capacity": {
        "seats_in_institutions": ({"childcare_institutions": 5, "childcare_seats": 5}, {"childcare_seats": 4}),
        "seats_do_not_leap": ({"previous.childcare_seats": 100, "childcare_seats": 150}, {"childcare_seats": 151}),
    },
    "community_tiers": {
        "leading_carries_on": (
            {"previous.leading": 10, "up_sound_leading": 3, "up_upgrading_leading": 1, "rated_leading": 1, "down_leading_sound": 2,
             "down_leading_upgrading": 1, "gone_leading": 1, "leading": 11},
            {"leading": 12},
        ),
        "sound_carries_on": (
            {"previous.sound": 10, "up_upgrading_sound": 4, "rated_sound": 2, "down_leading_sound": 2, "up_sound_leading": 3,
             "down_sound_upgrading": 1, "gone_sound": 1, "sound": 13},
            {"up_sound_leading": 4},
        ),
        "upgrading_carries_on": (
            {"previous.upgrading": 10, "rated_upgrading": 2, "down_sound_upgrading": 1, "down_leading_upgrading": 1,
             "up_upgrading_sound": 4, "up_upgrading_leading": 1, "gone_upgrading": 1, "upgrading": 8},
            {"gone_upgrading": 0},
        ),
        "not_rated_carries_on": (
            {"previous.not_rated": 10, "formed": 2, "rated_leading": 1, "rated_sound": 2, "rated_upgrading": 2, "gone_not_rated": 1,
             "not_rated": 6},
            {"formed": 3},
        ),
    },
    "acceptance": {
        "in_force_are_on_the_list": (
            {"accepted_total_urban": 3, "accepted_total_rural": 2, "cases.accepted_communities": 5},
            {"accepted_total_rural": 3},
        ),
    } | {
        rule: edge
        for kind in ("urban", "rural")
        for rule, edge in {
            f"total_carries_on_{kind}": (
                {f"previous.accepted_total_{kind}": 5, f"accepted_{kind}": 2, f"withdrawn_{kind}": 1, f"accepted_total_{kind}": 6},
                {f"accepted_total_{kind}": 4},
            ),
            f"total_holds_the_accepted_{kind}": (
                {f"accepted_{kind}": 3, f"withdrawn_{kind}": 1, f"accepted_total_{kind}": 2}, {f"accepted_total_{kind}": 1},
            ),
            f"decided_within_applied_{kind}": (
                {f"applied_{kind}": 3, f"previous.applied_{kind}": 4, f"previous.accepted_{kind}": 1, f"previous.failed_{kind}": 1,
                 f"accepted_{kind}": 4, f"failed_{kind}": 1, f"previous.previous.applied_{kind}": None},
                {f"failed_{kind}": 2},
            ),
            # What two and three years before left undecided may be decided now, too.
            f"decided_within_applied_{kind}_2_years": (
                {f"applied_{kind}": 3, f"previous.applied_{kind}": 4, f"previous.accepted_{kind}": 5,
                 f"previous.previous.applied_{kind}": 6, f"previous.previous.failed_{kind}": 1, f"accepted_{kind}": 7,
                 f"previous.previous.previous.applied_{kind}": None},
                {f"failed_{kind}": 1},
            ),
            f"decided_within_applied_{kind}_3_years": (
                {f"applied_{kind}": 3, f"previous.accepted_{kind}": 5, f"previous.previous.applied_{kind}": 6,
                 f"previous.previous.previous.applied_{kind}": 4, f"previous.previous.previous.failed_{kind}": 1,
                 f"accepted_{kind}": 7},
                {f"failed_{kind}": 1},
            ),
        }.items()
    },
    "staffing_grades": {
        "graded_are_the_grades": ({"chief_18": 1, "deputy_04": 2, "staff_01": 3, "graded_workers": 6}, {"graded_workers": 7}),
        "workers_are_graded_or_on_probation": ({"workers": 7, "graded_workers": 6, "probation": 1}, {"probation": 2}),
        "workers_as_in_staffing": ({"workers": 7, "staffing.chief_workers": 3, "staffing.other_workers": 4}, {"workers": 8}),
    },
    "staffing_moves": {
        "end_is_start_and_moves": (
            {"workers_at_start": 10, "entries_open": 3, "exits_retired": 1, "exits_to_civil_service": 1, "workers_at_end": 11},
            {"workers_at_end": 12},
        ),
        "start_is_the_end_before": ({"previous.workers_at_end": 10, "workers_at_start": 10}, {"workers_at_start": 11}),
        "start_as_in_grades": ({"staffing_grades.year_before.workers": 10, "workers_at_start": 10}, {"workers_at_start": 11}),
        "end_as_in_grades": ({"staffing_grades.workers": 10, "workers_at_end": 10}, {"workers_at_end": 9}),
    },
    "resources": {
        "strong_villages_earn_it": ({"villages_income_500k": 25, "village_operating_income": 12_500}, {"village_operating_income": 12_499}),
        "floor_area_stays": ({"previous.floor_area": 1000, "floor_area": 900}, {"floor_area": 899}),
        "urban_communities_as_in_five_partners": (
            {"urban_communities": 12, "five_partners.urban_communities": 10}, {"urban_communities": 13},
        ),
        "villages_as_in_five_partners": ({"villages": 8, "five_partners.rural_communities": 10}, {"villages": 7}),
    },
}  # fmt: skip

# Of a register all others are blank: a rule must be decided by what stands here.
OF_REGISTERS: dict[str, dict[str, tuple[Row, Row]]] = {
    "initiatives": {
        "done_has_its_day": ({"status": "done", "done_on": DAY}, {"done_on": None}),
        "only_what_ended_has_a_day": ({"status": "merged", "done_on": DAY}, {"status": "under_way"}),
        "done_by_the_filing": ({"done_on": DAY, "filed_on": DAY}, {"done_on": LATER}),
        "merged_names_where": ({"status": "merged", "parent_code": "P1"}, {"parent_code": None}),
        "not_its_own_parent": ({"code": "P1", "parent_code": "P2"}, {"parent_code": "P1"}),
        "due_after_start": ({"start_on": DAY, "due_on": DAY}, {"start_on": LATER}),
        "whole_progress_when_done": ({"progress": 100, "status": "done"}, {"status": "under_way"}),
        "done_stays_done": ({"previous.status": "done", "status": "on_hold", "note": "reopened"}, {"note": None}),
        "code_keeps_its_title": (
            {"previous.title_zh": "甲", "title_zh": "乙", "former_title": "甲"}, {"former_title": None},
        ),
    },
    "initiative_milestones": {
        "done_by_the_filing": ({"done_on": DAY, "filed_on": DAY}, {"done_on": LATER}),
        "numbers_from_one": ({"number": 1}, {"number": 0}),
        "number_keeps_its_milestone": ({"previous.milestone": "甲", "milestone": "乙", "note": "改"}, {"note": None}),
    },
    "cases": {
        "reviewed_has_its_day": ({"result": "passed", "review_on": DAY}, {"review_on": None}),
        "not_its_own_original": ({"code": "C1", "original_code": "C2"}, {"original_code": "C1"}),
        "review_after_start": ({"start_on": DAY, "review_on": DAY}, {"start_on": LATER}),
        "code_keeps_its_title": ({"previous.title_zh": "甲", "title_zh": "乙", "note": "更名"}, {"note": None}),
    },
    "awards": {
        "awarded_for_its_year": ({"awarded_on": dt.date(2023, 6, 9), "year": 2022}, {"year": 2021}),
        "year_of_four_digits": ({"year": 1949}, {"year": 22}),
        "names_only_where_public": ({"kind": "finest_worker", "person_or_unit": "某人", "open": True}, {"open": None}),
        "revoked_after_award": ({"awarded_on": DAY, "revoked_on": DAY}, {"awarded_on": LATER}),
    },
}  # fmt: skip
EDGES = OF_COUNTS | OF_REGISTERS
TYPES = {"number": pl.Int64(), "date": pl.Date(), "boolean": pl.Boolean(), "text": pl.String()}


def test_every_rule_has_an_edge_here() -> None:
    for name, dataset in OF_THE_POLICY.items():
        known = {rule.name for rule in dataset.rules if dataset.is_register or not rule.words_itself}
        assert set(EDGES.get(name, {})) == known, name


def holds(name: str, rule: Rule, row: Row) -> bool | None:
    """Whether a rule holds of a row, as filing decides it."""
    dataset = DATASETS[name]
    blank = 0 if isinstance(dataset, Counts) else None
    kinds = own_kinds(dataset)
    schema = {str(one): TYPES[kinds.get(one.column, "number")] for one in rule.expression.names}
    values = {column: blank if schema[column] == pl.Int64() else None for column in schema} | {
        column: value for column, value in row.items() if column in schema
    }
    assert row.keys() <= schema.keys(), rule.name
    return pl.DataFrame([values], schema=schema).select(rule.expression.polars).item()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("name", "rule"), [(name, rule) for name, rules in EDGES.items() for rule in rules], ids=lambda one: one
)
def test_a_rule_holds_at_its_edge_and_breaks_beyond(name: str, rule: str) -> None:
    fitting, breaking = EDGES[name][rule]
    found = DATASETS[name].rule(rule)
    assert holds(name, found, fitting) is True
    assert holds(name, found, fitting | breaking) is False


@pytest.mark.parametrize("name", OF_COUNTS)
def test_a_rule_is_undecided_while_a_figure_of_it_is_not_known(name: str) -> None:
    for rule in DATASETS[name].rules:
        row = {str(one): None for one in rule.expression.names}
        assert holds(name, rule, row) is None, rule.name


# Errors that look beyond their row: what the programme says never happens, or must be so.
NEVER = {
    "balance_carries_on", "leading_carries_on", "sound_carries_on", "upgrading_carries_on", "not_rated_carries_on",
    "total_carries_on_urban", "total_carries_on_rural", "start_is_the_end_before", "done_stays_done",
}  # fmt: skip


def test_a_rule_beyond_its_row_is_a_warning_but_for_those_that_never_may_be_broken() -> None:
    beyond = {
        (name, rule.name): rule.severity
        for name, dataset in OF_THE_POLICY.items()
        for rule in dataset.rules
        if rule.expression.scopes
    }
    errors = {(name, rule) for (name, rule), severity in beyond.items() if severity == "error"}
    assert {rule for _, rule in errors} == NEVER | {"code_keeps_its_title"}
    assert ("cases", "code_keeps_its_title") not in errors


def test_the_grades_are_those_of_each_post() -> None:
    grades: dict[str, list[int]] = {}
    for measure in DATASETS.counts["staffing_grades"].measures:
        if "grade" in measure.attributes:
            grades.setdefault(str(measure.attributes["post"]), []).append(int(measure.attributes["grade"]))
    assert {post: (min(found), max(found), len(found)) for post, found in grades.items()} == {
        "chief": (7, 18, 12),
        "deputy": (4, 15, 12),
        "staff": (1, 12, 12),
    }
