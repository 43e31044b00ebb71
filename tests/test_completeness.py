"""Who was to file, who has, who was in time: counts by unit, county, city and whole, exact at every level."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.tiny import BINGYIN, PERIOD, WUCHEN, YICHOU, Tiny, once

DUE, LATE = dt.date(2026, 1, 20), dt.date(2026, 1, 25)
BEFORE = dt.date(2025, 9, 30)
BLANK = {"chief_workers": 1, "deputy_workers": None, "other_workers": 3, "certified_workers": 0}


@once
def filed(tiny: Tiny) -> None:
    """In time and filed again; in part, a township late and one blank; late and whole; nothing; on the day itself."""
    tiny.staff_everywhere({"990101": 40})
    tiny.staff_everywhere({"990101": 41}, filed_on=LATE)
    tiny.staff({YICHOU[0]: 4}, filed_on=LATE)
    tiny.file("staffing", {YICHOU[1]: BLANK})
    tiny.staff_everywhere({"990201": 20}, filed_on=LATE)
    tiny.staff({"999001": 30}, filed_on=DUE)
    tiny.staff_everywhere({"990101": 40}, period=BEFORE, filed_on=dt.date(2025, 10, 10))
    tiny.built()


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return filed(tiny)


def by_area(tiny: Tiny, period: dt.date = PERIOD, area: str = "990000") -> dict[str, dict[str, Any]]:
    rows = tiny.ask("filing_by_area", dataset="staffing", area=area).to_dicts()
    return {row["area_code"]: row for row in rows if row["period"] == period}


def test_a_county_is_on_time_filed_again_late_in_part_or_missing(built: Tiny) -> None:
    found = by_area(built)
    states = {
        code: found[code]["filing_state"] for code in ("990101", "990102", "990201", "990202", "999001")
    }
    assert states == {
        "990101": "amended",
        "990102": "partial",
        "990201": "late",
        "990202": "missing",
        "999001": "on_time",
    }
    counts = ("units_to_file", "units_filed", "units_begun", "units_on_time", "units_amended")
    assert [found["990102"][name] for name in counts] == [3, 1, 1, 0, 0]
    # A county that filed for all its townships in time: each of them was.
    assert [found["999001"][name] for name in counts] == [3, 3, 0, 3, 0]
    assert found["990101"]["first_complete_on"] == dt.date(2026, 1, 10)
    assert found["990102"]["first_complete_on"] is None


def test_cities_and_the_whole_add_up_and_shares_are_of_counts(built: Tiny) -> None:
    found = by_area(built)
    # The zone beside counties files as they do.
    counties = [row for row in found.values() if row["area_level"] in ("county", "zone")]
    whole = found["990000"]
    for name in ("units_to_file", "units_filed", "units_begun", "units_on_time", "units_amended"):
        assert whole[name] == sum(row[name] for row in counties)
    assert whole["units_to_file"] == 2 + len(YICHOU) + len(BINGYIN) + len(WUCHEN) + 2
    assert (whole["counties_to_file"], whole["counties_filed"], whole["counties_on_time"]) == (6, 3, 2)
    assert (whole["counties_begun"], whole["counties_amended"]) == (1, 1)
    # 9 of 13 and 5 of 13: cut, never rounded up.
    assert (whole["units_filed"], whole["units_on_time"]) == (9, 5)
    assert (str(whole["share_filed"]), str(whole["share_on_time"])) == ("0.6923", "0.3846")
    city = by_area(built, area="990200")
    assert set(city) == {"990200", "990201", "990202"}
    assert city["990200"] == found["990200"]
    assert by_area(built, area="990201") == {"990201": found["990201"]}


def test_before_the_due_date_nobody_is_missing(built: Tiny) -> None:
    built.built(today=DUE)
    found = by_area(built)
    assert found["990202"]["filing_state"] == "not_due"
    assert found["990101"]["filing_state"] == "amended"


def test_each_period_counts_by_itself(built: Tiny) -> None:
    before = by_area(built, BEFORE)
    assert before["990101"]["filing_state"] == "on_time"
    assert before["990000"]["counties_filed"] == 1


def missing(tiny: Tiny, area: str = "990000", period: dt.date = PERIOD) -> dict[str, dict[str, Any]]:
    rows = tiny.ask("missing_filings", dataset="staffing", period=period, area=area).to_dicts()
    return {row["area_code"]: row for row in rows}


def test_missing_units_are_named_with_what_lacks_and_how_late_they_are(built: Tiny) -> None:
    found = missing(built)
    assert list(found) == [YICHOU[1], YICHOU[2], "990171", "990202"]
    blank = found[YICHOU[1]]
    assert (blank["missing_state"], blank["blank_figures_zh"]) == ("blanks", "副职")
    assert (blank["due_on"], blank["days_overdue"]) == (DUE, 31)
    assert (found["990202"]["missing_state"], found["990202"]["blank_figures_zh"]) == ("nothing", None)
    assert list(missing(built, "990200")) == ["990202"]


def test_a_unit_is_whole_where_its_county_filed_for_it_and_no_more_where_a_blank_follows(built: Tiny) -> None:
    built.file("staffing", {"999001": BLANK}, filed_on=LATE)
    built.built()
    assert set(WUCHEN) <= missing(built).keys()
    assert by_area(built)["999001"]["filing_state"] == "partial"
    assert {missing(built)[code]["blank_figures_en"] for code in WUCHEN} == {"Deputy workers"}


def test_units_agree_with_what_stands_of_their_county(built: Tiny) -> None:
    told = built.sql(
        "select units.county_code, max(units.first_complete_on) as day, bool_and(units.is_whole) as is_whole, "
        "max(returns.first_complete_on) as county_day from marts.unit_filings as units "
        "join marts.returns as returns on units.dataset = returns.dataset and units.period = returns.period "
        "and units.county_code = returns.area_code group by units.county_code, units.period"
    ).to_dicts()
    assert told
    for row in told:
        assert row["county_day"] == (row["day"] if row["is_whole"] else None)
