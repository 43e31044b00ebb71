"""What moved an area towards the target or away from it, and how long it takes at the pace of the last periods."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.tiny import PERIOD, WORKERS, Tiny, once
from words.periods import year_before

SINCE = dt.date(2024, 12, 31)
QUARTERS = [dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30), PERIOD]
# Workers at the end of each of these quarters; 20,000, 30,000, 10,000, 10,000 and 15,000 urban residents or so.
COURSES: dict[str, list[int | None]] = {
    "990101": [20, 22, 23, 27, 28],  # 8 in four quarters: 1 to 4
    "990102": [30, 29, 30, 28, 29],  # goes down
    "990201": [None, None, None, 15, 17],  # one move known
    "990202": [10, 12, 11, 12, 13],  # 3 in four quarters: -1 to 2
    "999001": [20, 25, 30, 35, 40],  # met
}


@once
def filed(tiny: Tiny) -> None:
    tiny.target(valid_from="2024-01-01")
    tiny.add(
        "targets",
        {
            "target_id": "jiazi_20",
            "indicator_code": WORKERS,
            "area_code": "990101",
            "levels": "county",
            "comparison": ">=",
            "value": "20",
            "valid_from": "2025-07-01",
            "legal_basis_zh": "试验规定",
            "legal_basis_en": "Test rule",
            "source": "tests",
        },
    )
    for place, quarter in enumerate(QUARTERS):
        known = {county: course[place] for county, course in COURSES.items()}
        tiny.staff_everywhere({code: n for code, n in known.items() if n is not None}, period=quarter)
        tiny.staff({"990171": 6 + place}, period=quarter)
    tiny.built()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("balance")))


def changes(
    tiny: Tiny, area: str = "990000", level: str = "county", since: dt.date = SINCE
) -> dict[str, Any]:
    asked = {"indicator": WORKERS, "period": PERIOD, "since": since, "area": area, "level": level}
    return {row["area_code"]: row for row in tiny.ask("balance_changes", **asked).to_dicts()}


def paces(tiny: Tiny, area: str = "990000", level: str = "county") -> dict[str, Any]:
    asked = {"indicator": WORKERS, "period": PERIOD, "area": area, "level": level}
    return {row["area_code"]: row for row in tiny.ask("target_pace", **asked).to_dicts()}


def test_the_parts_of_a_change_add_up_in_whole_people(built: Tiny) -> None:
    for row in changes(built).values():
        if row["not_split_because"] is None:
            assert row["balance_change"] == row["by_denominator"] + row["by_target"] + row["by_numerator"]
            assert row["balance"] == row["balance_then"] + row["balance_change"]
        else:
            assert (row["by_denominator"], row["by_target"], row["by_numerator"]) == (None, None, None)


def test_residents_then_target_then_staff(built: Tiny) -> None:
    row = changes(built)["990101"]
    asked = [(row["denominator_then"], 18), (row["denominator"], 18), (row["denominator"], 20)]
    required = [-(-people * target // 10_000) for people, target in asked]
    assert (row["required_then"], row["required"]) == (required[0], required[2])
    assert row["by_denominator"] == required[0] - required[1]
    assert row["by_target"] == required[1] - required[2] < 0
    assert row["by_numerator"] == 8


@pytest.mark.parametrize(
    ("county", "because"),
    [("990101", None), ("990201", "unknown"), ("999001", None)],
)
def test_what_is_not_known_is_not_split(built: Tiny, county: str, because: str | None) -> None:
    assert changes(built)[county]["not_split_because"] == because


@pytest.mark.parametrize(
    ("since", "because"), [(dt.date(2021, 3, 31), "no_target"), (dt.date(2022, 3, 31), "no_target")]
)
def test_a_time_without_a_target_is_told_in_another_extent_too(
    built: Tiny, since: dt.date, because: str
) -> None:
    row = changes(built, since=since)["990101"]
    assert (row["not_split_because"], row["balance_change"], row["by_numerator"]) == (because, None, None)


def test_a_city_and_the_whole_are_split_as_counties_are(built: Tiny) -> None:
    (city,) = changes(built, "990100", "city").values()
    assert city["by_numerator"] == (28 + 29 + 10) - (20 + 30 + 6)
    assert list(changes(built, "990100")) == ["990101", "990102"]


def test_a_whole_that_lacks_a_part_on_one_of_the_two_is_not_split(built: Tiny) -> None:
    (whole,) = changes(built, level="province").values()
    assert (whole["not_split_because"], whole["balance_change"]) == ("unknown", None)


def test_a_whole_moves_as_those_of_its_counties_do_that_are_known_on_both(built: Tiny) -> None:
    (pace,) = paces(built, level="province").values()
    # Bingyin filed for the last two quarters alone: its 15 workers are no move of the province's.
    moved = {county: course[-1] - course[0] for county, course in COURSES.items() if course[0] is not None}  # type: ignore[operator]
    assert (pace["moves_known"], pace["moves_total"]) == (4, sum(moved.values()) + 2 + 4)
    (city,) = paces(built, "990100", "city").values()
    assert city["moves_total"] == moved["990101"] + moved["990102"] + 4


def test_the_change_of_such_a_whole_is_over_the_parts_known_on_both(built: Tiny) -> None:
    asked = {"period": PERIOD, "area": "990000", "level": "province"}
    rows = {row["indicator_code"]: row for row in built.ask("area_indicators", **asked).to_dicts()}
    staff = {SINCE: 20 + 30 + 6 + 10 + 20, PERIOD: 28 + 29 + 10 + 13 + 40}
    people = 20_400 + 30_400 + 4_000 + 10_400 + 15_400
    change = round((staff[PERIOD] - staff[SINCE]) * 10_000 / people, 2)
    assert (rows[WORKERS]["change_parts"], float(rows[WORKERS]["change_shown"])) == (5, change)
    whole = built.ask("area_indicators", **(asked | {"area": "990100", "level": "city"})).to_dicts()
    city = next(row for row in whole if row["indicator_code"] == WORKERS)
    assert city["change_parts"] is None
    assert city["change_shown"] is not None


@pytest.mark.parametrize(
    ("county", "moves", "pace", "needed", "at_best", "at_worst"),
    [
        # 20 per 10,000 of 20,400 are 41: 13 are lacking, and 8 came in four quarters.
        ("990101", (4, 8, 1, 4), "on_the_way", 7, 4, 13),
        ("990102", (4, -1, -2, 1), "not_at_this_pace", None, 26, None),
        ("990201", (1, 2, 2, 2), "too_few_moves", None, None, None),
        ("990202", (4, 3, -1, 2), "on_the_way", 8, 3, None),
        ("999001", (4, 20, 5, 5), "met", 0, 0, 0),
    ],
)
def test_how_long_it_takes_at_the_mean_the_best_and_the_worst_of_four_periods(
    built: Tiny,
    county: str,
    moves: tuple[int, int, int, int],
    pace: str,
    needed: int | None,
    at_best: int | None,
    at_worst: int | None,
) -> None:
    row = paces(built)[county]
    assert (row["moves_known"], row["moves_total"], row["move_least"], row["move_most"]) == moves
    found = (row["pace"], row["periods_needed"], row["periods_at_best"], row["periods_at_worst"])
    assert found == (pace, needed, at_best, at_worst), row


def test_a_ceiling_is_reached_by_going_down(tiny: Tiny) -> None:
    tiny.target(valid_from="2024-01-01", comparison="<=", value="10")
    for place, quarter in enumerate(QUARTERS):
        tiny.staff_everywhere({"990101": 40 - 2 * place}, period=quarter)
    tiny.built()
    row = paces(tiny)["990101"]
    lacking = row["balance"]
    assert lacking > 0
    assert (row["pace"], row["move_least"], row["periods_needed"]) == ("on_the_way", -2, -(-lacking // 2))
    assert row["periods_at_best"] == row["periods_at_worst"] == row["periods_needed"]
    change = changes(tiny)["990101"]
    assert change["by_numerator"] == -8
    assert change["balance_change"] == change["by_denominator"] + change["by_target"] + change["by_numerator"]


def test_the_earlier_period_of_a_file_is_a_year_before_where_none_is_given() -> None:
    found = [year_before(day) for day in (dt.date(2025, 12, 31), dt.date(2024, 2, 29), dt.date(2025, 9, 30))]
    assert found == [dt.date(2024, 12, 31), dt.date(2023, 2, 28), dt.date(2024, 9, 30)]
