"""A period's figures on the counties of another day: exact counts, figures that are divided, and not one person more or less."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.models_alone import run
from tests.test_boundary import AFTER, BEFORE, CAME, MOVED, STAYED, workers
from tests.test_properties import relaxed
from tests.tiny import WORKERS, Tiny, once

LATER = dt.date(2021, 12, 31)
OLD, NEW = dt.date(1900, 1, 1), dt.date(2021, 4, 9)
COLUMNS = ("numerator", "denominator", "denominator_status", "denominator_basis", "not_carried_because")


@once
def filed(tiny: Tiny) -> None:
    workers(tiny)
    for period in (LATER, dt.date(2022, 3, 31)):
        tiny.staff(dict(zip((*STAYED, *CAME, MOVED[1]), (32, 5, 20, 10, 25), strict=True)), period=period)
    tiny.build()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("rebased")))


def rebased(tiny: Tiny, period: dt.date, day: dt.date, indicator: str = WORKERS) -> dict[str, dict[str, Any]]:
    """The counties of a day with their figures of a period, by code."""
    rows = tiny.ask("rebased_counties", indicator=indicator, period=period, area="990000", boundaries=day)
    return {row["area_code"]: row for row in rows.to_dicts()}


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in COLUMNS)


@pytest.mark.parametrize(
    ("period", "day", "jiazi", "yichou"),
    [
        # Sanjie's 20 workers go with it; the extents of after have figures of their own, which make 50,000 together.
        (
            BEFORE,
            NEW,
            (40, 20_000, "estimated", "own_figures", None),
            (45, 30_000, "estimated", "own_figures", None),
        ),
        (BEFORE, BEFORE, (60, 30_000, "published", None, None), (25, 20_000, "published", None, None)),
        (AFTER, NEW, (35, 20_000, "estimated", None, None), (55, 30_000, "estimated", None, None)),
        # Back onto the counties of before: Sanjie's 25 return; the census has figures of those as well.
        (
            AFTER,
            BEFORE,
            (60, 30_000, "published", "own_figures", None),
            (30, 20_000, "published", "own_figures", None),
        ),
        # A year on there is no figure of them: 50,200 people are divided as the census had them, three to two.
        (
            LATER,
            BEFORE,
            (62, 30_120, "estimated", "divided", None),
            (30, 20_080, "estimated", "divided", None),
        ),
    ],
)
def test_figures_of_a_period_on_the_counties_of_a_day(
    built: Tiny, period: dt.date, day: dt.date, jiazi: tuple[Any, ...], yichou: tuple[Any, ...]
) -> None:
    rows = rebased(built, period, day)
    assert (told(rows["990101"]), told(rows["990102"])) == (jiazi, yichou)
    assert {row["area_valid_from"] for code, row in rows.items() if code in ("990101", "990102")} == {
        NEW if day >= NEW else OLD
    }
    # Whoever was not redrawn has the figures of the period as they are.
    others = {code: row for code, row in rows.items() if code not in ("990101", "990102")}
    assert set(others) == {"990201", "990202", "999001"}
    assert not any(row["is_rebased"] for row in others.values())


def test_a_series_goes_through_the_change_without_a_break(built: Tiny) -> None:
    rows = built.ask("rebased_series", indicator=WORKERS, areas=["990101", "990000"], boundaries=NEW)
    own = rows.filter(pl.col("area_code") == "990101", pl.col("value").is_not_null())
    assert own["area_valid_from"].unique().to_list() == [NEW]
    assert own.filter(pl.col("is_rebased"))["period"].to_list() == [BEFORE]
    # The province has its own figures, of the same counties on any day.
    published = built.ask("area_series", indicator=WORKERS, areas=["990000"])
    whole = rows.filter(pl.col("area_code") == "990000")
    assert whole["numerator"].to_list() == published["numerator"].to_list()
    assert not whole["is_rebased"].any()


def test_a_carried_value_is_shown_on_its_own_side_of_the_target(tiny: Tiny) -> None:
    tiny.target(valid_from="2021-01-01")
    for code, extent, people in (
        ("990101", "", "16000000"),
        ("990101", "2021-04-09", "15000000"),
        ("990102", "", "30000"),
        ("990102", "2021-04-09", "1030000"),
    ):
        where = {"area_code": code, "area_valid_from": extent, "reference_date": "2020-11-01"}
        tiny.change("population", where, resident_population=people, urban_population=people)
    tiny.staff(dict(zip((*STAYED, MOVED[0], *CAME), (26_998, 1, 1, 1, 1), strict=True)), period=BEFORE)
    tiny.build()
    # 26,999 for 15,000,000 are 17.9993.
    row = rebased(tiny, BEFORE, NEW)["990101"]
    assert (str(row["value_shown"]), row["verdict"], row["required"]) == ("17.9900", "not_met", 27_000)


def test_what_went_whole_is_the_sum_of_its_counties_whatever_was_filed(tiny: Tiny) -> None:
    """Jiazi is merged into Yichou: a county that filed whole, and a form that counties file, are carried too."""
    tiny.remove("area_changes", old_area_code="990101003")
    tiny.remove("area_changes", old_area_code="990101")
    tiny.remove("areas", area_code="990102003")
    tiny.remove("areas", area_code="990101", valid_from="2021-04-09")
    for code in ("990101001", "990101002", "990101003"):
        tiny.change("areas", {"area_code": code}, valid_to="2021-04-08")
    change = {"effective_date": "2021-04-09", "kind": "merged", "status": "documented", "document": "d"}
    words = {"old_name_zh": "甲", "new_name_zh": "乙", "description_zh": "并入", "description_en": "Merged"}
    own = {"name_en_status": "official", "area_level": "township", "area_kind": "subdistrict", "source": "tests"}  # fmt: skip
    own |= {"parent_code": "990102", "valid_from": "2021-04-09"}
    tiny.add(
        "area_changes",
        {"old_area_code": "990101", "new_area_code": "990102", "area_level": "county", **change, **words},
        *(
            {"old_area_code": f"99010100{n}", "new_area_code": f"99010201{n}", "area_level": "township", **change, **words}
            for n in (1, 2, 3)
        ),
    )  # fmt: skip
    tiny.add(
        "areas",
        *(
            {"area_code": f"99010201{n}", "area_name_zh": f"新{n}街道", "area_name_en": f"Xin {n}", **own}
            for n in (1, 2, 3)
        ),
    )  # fmt: skip
    for table in ("population", "census_ages"):
        tiny.remove(table, area_code="990101", area_valid_from="2021-04-09")
    for place in tiny.pack_folder.glob("*.csv"):
        # What hangs on the day's county goes with it: peers, tiles, communities.
        heading = place.read_text(encoding="utf-8").splitlines()[0].split(",")
        if place.stem not in ("areas", "population", "census_ages") and "area_code" in heading:
            tiny.remove(place.stem, area_code="990101")
    tiny.staff({"990101": 60}, period=BEFORE)
    tiny.staff({"990102": 25}, period=BEFORE)
    tiny.build()
    row = rebased(tiny, BEFORE, NEW)["990102"]
    assert told(row)[:2] == (85, 50_000)
    assert row["denominator_basis"] == "summed"


def test_the_days_on_which_the_counties_were_others_are_told(built: Tiny) -> None:
    rows = built.ask("boundary_states").to_dicts()
    assert [(row["boundaries_from"], row["boundaries_to"], row["counties_other"]) for row in rows] == [
        (dt.date(2020, 12, 31), dt.date(2021, 4, 8), 2),
        (NEW, None, 0),
    ]


# ---------------------------------------------------------------- nothing is lost or made

PERIODS = (dt.date(2021, 3, 31), dt.date(2021, 6, 30))
CHANGED = dt.date(2021, 5, 1)


@st.composite
def redrawn(draw: st.DrawFn) -> dict[str, Any]:
    """Townships of old counties, each of which goes to a county of after (under a code of its own or as it was), and figures."""
    old = [f"a{n}" for n in range(draw(st.integers(1, 4)))]
    new = [f"a{n}" for n in range(draw(st.integers(1, 4)))] + (["b0"] if draw(st.booleans()) else [])
    townships = []
    for county in old:
        for n in range(draw(st.integers(1, 4))):
            target = draw(st.sampled_from(new))
            recoded = target != county or draw(st.booleans())
            townships.append((f"{county}t{n}", county, f"{county}t{n}" + ("x" if recoded else ""), target))
    people = st.integers(0, 4_000_000)
    standing = {target for *_, target in townships}
    return {
        "townships": townships,
        "workers": {t[0]: draw(st.integers(0, 500)) for t in townships},
        "workers_after": {t[2]: draw(st.integers(0, 500)) for t in townships},
        "old": {county: draw(people) for county in {t[1] for t in townships}},
        "new": {county: draw(people) for county in standing},
        "own_on": draw(st.sampled_from([dt.date(2021, 3, 1), dt.date(2021, 6, 1)])),
        "is_equal": draw(st.booleans()),
    }


def carried(case: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, int], dict[str, int]]:
    """What is carried both ways, and the figures that the counties of the first and of the second period have."""
    before = dict(case["old"])
    after = dict(case["new"])
    if case["is_equal"]:
        # The figures of after are of the same people.
        first, *rest = after
        total = sum(before.values())
        after = {code: min(value, total // len(after)) for code, value in after.items()}
        after[first] = total - sum(after[code] for code in rest)
    areas = [("p", "province", None, OLD, None)]
    areas += [(code, "county", "p", OLD, CHANGED - dt.timedelta(1)) for code in before]
    areas += [(code, "county", "p", CHANGED, None) for code in after]
    changes, units = [], {period: [] for period in PERIODS}
    for code, county, then, target in case["townships"]:
        if code == then:
            areas.append((code, "township", county, OLD, None))
        else:
            areas.append((code, "township", county, OLD, CHANGED - dt.timedelta(1)))
            areas.append((then, "township", target, CHANGED, None))
            changes.append((CHANGED, code, then, "township"))
        units[PERIODS[0]].append((code, county, case["workers"][code]))
        units[PERIODS[1]].append((then, target, case["workers_after"][then]))
    area_periods, parts, counts, figures = [], [], [], []
    for period, valid_from, held in ((PERIODS[0], OLD, before), (PERIODS[1], CHANGED, after)):
        for code in held:
            area_periods.append((period, code, valid_from, "county", "part", code))
            own = sum(part == code for _, part, _ in units[period])
            parts.append((period, code, valid_from, "county", "p", None, own, True))
        for code, part, count in units[period]:
            area_periods.append((period, code, OLD, "township", "unit", part))
            counts.append(("i", period, code, part, "unit", count, None, False, 1, 1, True, 10_000))
    for code, value in before.items():
        figures.append(("m", code, OLD, dt.date(2021, 1, 1), value))
    for code, value in after.items():
        figures.append(("m", code, CHANGED, case["own_on"], value))
    connection = run(
        [
            "spine.other_extents",
            "spine.carried_units",
            "spine.carried_groups",
            "spine.status_weights",
            "spine.figure_errors",
            "sums.aligned_figures",
            "sums.figure_sums",
            "sums.dated_sums",
            "sums.carried_figures",
            "sums.carried_values",
        ],
        {
            "spine.periods": ("period date", [(one,) for one in PERIODS]),
            "spine.made_periods": ("period date", [(one,) for one in PERIODS]),
            "staging.areas": (
                "area_code varchar, area_level varchar, parent_code varchar, valid_from date, valid_to date",
                areas,
            ),
            "staging.area_changes": (
                "effective_date date, old_area_code varchar, new_area_code varchar, area_level varchar",
                changes,
            ),
            "spine.area_periods": (
                "period date, area_code varchar, area_valid_from date, area_level varchar, role varchar, part_code varchar",
                area_periods,
            ),
            "spine.parts": (
                "period date, area_code varchar, area_valid_from date, area_level varchar, parent_code varchar, "
                "grandparent_code varchar, townships_or_itself bigint, has_townships boolean",
                parts,
            ),
            "spine.indicator_periods": (
                "indicator_code varchar, numerator_dataset varchar, denominator_dataset varchar, "
                "numerator_kind varchar, denominator_kind varchar, numerator_level varchar, period date, "
                "due_on date, not_yet_due boolean, scale bigint",
                [("i", "staffing", "figures", "counts", "figures", "township", one, None, False, 10_000) for one in PERIODS],
            ),
            "spine.dataset_periods": ("dataset varchar, period date, reporting_level varchar", []),
            "staging.figures": (
                "measure varchar, area_code varchar, area_valid_from date, reference_date date, value bigint, "
                "figure_status varchar default 'published', published_on date, precedence integer default 1, value_before bigint, "
                "is_newest boolean default true, simulated boolean default false",
                [],
            ),
            "staging.indicator_measures": (
                "indicator_code varchar, side varchar, dataset varchar, measure varchar, measures_in_sum bigint",
                [("i", "denominator", "figures", "m", 1)],
            ),
            "reference.maximum_ages": ("measure varchar, years integer", []),
            "reference.denominator_errors": ("figure_status varchar, error_millionths bigint", [("estimated", 25_000)]),
            "sums.register_sums": (
                "indicator_code varchar, side varchar, area_code varchar, period date, value bigint, value_before bigint, "
                "revised_on date, value_low bigint, value_high bigint, figure_date date, figure_status varchar, carried boolean, "
                "simulated boolean, too_old boolean",
                [],
            ),
            "sums.unit_counts": (
                "indicator_code varchar, period date, area_code varchar, part_code varchar, role varchar, numerator bigint, "
                "denominator bigint, simulated boolean, stands_for bigint, denominators_for bigint, complete boolean, scale bigint",
                counts,
            ),
            "sums.part_values": (
                "indicator_code varchar, period date, area_code varchar, numerator bigint, denominator bigint, numerator_date date, "
                "numerator_carried boolean, units_expected bigint, units_reported bigint, simulated boolean",
                [
                    ("i", period, code, sum(n for _, part, n in units[period] if part == code), value, period, False, own, own, False)
                    for period, held in ((PERIODS[0], before), (PERIODS[1], after))
                    for code, value in held.items()
                    for own in [sum(part == code for _, part, _ in units[period])]
                ],
            ),
        },
        fill={"staging.figures": ("measure, area_code, area_valid_from, reference_date, value", figures)},
    )  # fmt: skip
    rows = connection.sql(
        "select carried.*, groups.group_code from sums.carried_values as carried "
        "join spine.other_extents as extents using (period, area_code, area_valid_from) "
        "join spine.carried_groups as groups on groups.side = 'extent' and groups.period = carried.period "
        "and groups.area_code = carried.area_code and groups.area_valid_from = carried.area_valid_from "
        "and groups.state_on = extents.state_on"
    ).pl()
    return rows.to_dicts(), before, after


# Townships went round through seven counties, one by one: no group of them is known whole.
ROUND = [
    ("a0t0", "a0", "a0t0x", "a2"),
    ("a0t1", "a0", "a0t1x", "b0"),
    ("a1t0", "a1", "a1t0x", "b0"),
    ("a1t1", "a1", "a1t1", "a1"),
    ("a2t0", "a2", "a2t0x", "a3"),
    ("a3t0", "a3", "a3t0", "a3"),
    ("a3t1", "a3", "a3t1x", "a2"),
]


@relaxed
@given(redrawn())
@example(
    {
        "townships": ROUND,
        "workers": {old: 0 for old, *_ in ROUND},
        "workers_after": {then: 0 for _, _, then, _ in ROUND},
        "old": {"a0": 0, "a1": 0, "a2": 1, "a3": 0},
        "new": {"a1": 0, "a2": 0, "a3": 0, "b0": 0},
        "own_on": dt.date(2021, 3, 1),
        "is_equal": False,
    }
)
def test_all_counties_of_another_day_have_together_what_those_of_the_period_had(case: dict[str, Any]) -> None:
    rows, before, after = carried(case)
    workers = {
        PERIODS[0]: sum(case["workers"].values()),
        PERIODS[1]: sum(case["workers_after"].values()),
    }
    people = {PERIODS[0]: sum(before.values())}
    # On the second period the counties have the newest figure of theirs, where there is one by then.
    people[PERIODS[1]] = sum(after.values())
    by_period = defaultdict(list)
    for row in rows:
        by_period[row["period"]].append(row)
    for period, found in by_period.items():
        assert len(found) == len(after if period == PERIODS[0] else before)
        if all(row["not_carried_because"] is None for row in found):
            assert sum(row["numerator"] for row in found) == workers[period]
            assert sum(row["denominator"] for row in found) == people[period]
    # All that is lacking is lacking for want of a figure: every township went whole, and all of them filed.
    assert {row["not_carried_because"] for row in rows} <= {None, "no_figure"}


@relaxed
@given(redrawn())
def test_nothing_is_divided_where_own_figures_make_the_same_people(case: dict[str, Any]) -> None:
    case = {**case, "is_equal": True, "own_on": dt.date(2021, 3, 1)}
    rows, _, after = carried(case)
    forward = [row for row in rows if row["period"] == PERIODS[0]]
    by_group = defaultdict(list)
    for row in forward:
        by_group[row["group_code"]].append(row)
    for members in by_group.values():
        assert len({row["denominator_basis"] for row in members}) == 1
    if len(by_group) == 1:
        assert {row["area_code"]: row["denominator"] for row in forward} == after
