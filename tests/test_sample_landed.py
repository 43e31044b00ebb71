"""The whole sample, landed and built: the findings it is meant to give, the published figures, a province that looks like one."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean, pstdev

import polars as pl
import pytest

from pipelines.sample.calibration import read_calibration
from programme.packs.pack import read_pack
from tests.tiny import rows_of
from warehouse.home import Home
from warehouse.readers import Reader, reader_of

pytestmark = pytest.mark.slow

CALIBRATION = read_calibration()
PERIOD = "2025-12-31"
WORKERS = "community_workers_per_10k_urban"
# What stands and breaks a rule, and the awkward case that it stands for; each is told in the file of its form.
MEANT = {
    ("acceptance", "in_force_are_on_the_list"): "a city's own title is counted among those of the province",
    ("five_partners", "organizations_as_filed"): "an alliance counts its members' organizations again",
    ("five_partners", "volunteers_do_not_fall"): "a register of volunteers is cleaned",
    ("governance", "grids_stay"): "grids are drawn anew",
    ("governance", "grid_events_reported_for_the_period_alone"): "clerks file the year to date",
    ("governance", "grid_events_closed_for_the_period_alone"): "clerks file the year to date",
    ("emergency", "shelters_not_too_large"): "a county's own shelter stands in one township",
    ("emergency", "shelters_stay"): "shelters fail their safety check",
    (
        "resources",
        "floor_area_stays",
    ): "rented rooms are given up; townships formed in 2023 took rooms of the others",
    ("resources", "paid_within_budget"): "what the year before owed is paid, too",
}


@pytest.fixture(scope="module")
def reader(sample_home: Home) -> Reader:
    return reader_of(sample_home)


@pytest.fixture(scope="module")
def values(reader: Reader) -> pl.DataFrame:
    """The values of counties at three days, with the system of their indicator and its polarity."""
    return rows_of(
        reader,
        "select v.indicator_code, v.area_code, v.area_level, v.period, v.value, i.policy_system, i.polarity "
        "from marts.indicator_values as v join marts.indicators as i using (indicator_code) "
        f"where v.period in (date '2024-12-31', date '{PERIOD}', date '2026-09-30') and v.area_level in ('county', 'province')",
    )


def total(reader: Reader, dataset: str, measure: str, period: str, within: str = "33") -> int:
    found = rows_of(
        reader,
        f"select sum(value) as n from marts.observations where dataset = '{dataset}' and measure = '{measure}' "
        f"and period = date '{period}' and not superseded and starts_with(area_code, '{within}')",
    )
    return int(found["n"][0])


def test_what_stands_breaks_only_the_rules_that_the_awkward_cases_are_meant_to_break(reader: Reader) -> None:
    found = rows_of(reader, "select source, rule, severity, count(*) as n from marts.findings group by all")
    assert set(zip(found["source"], found["rule"], strict=True)) == set(MEANT)
    assert set(found["severity"]) == {"warning"}
    assert found["n"].sum() < 400


@pytest.mark.parametrize(
    ("dataset", "measure", "period", "within", "published", "percent"),
    [
        ("five_partners", "certified_social_workers", "2025-03-31", "33", 273_800, 0),
        ("five_partners", "certified_social_workers", "2025-03-31", "3302", 46_548, 0),
        ("five_partners", "registered_volunteers", "2025-03-31", "33", 15_400_000, 2),
        ("five_partners", "registered_volunteers", "2025-03-31", "330212", 305_000, 2),
        ("governance", "grids", "2024-12-31", "33", 85_000, 0),
        ("governance", "micro_grids", "2024-12-31", "33", 450_000, 0),
        ("governance", "new_workers", "2024-12-31", "33", 225_000, 0),
        ("governance", "grid_events_reported", "2024-12-31", "33", 12_101_000 / 4, 8),
        ("care_capacity", "meal_points", "2024-12-31", "33", 6_000, 0),
        ("care_capacity", "home_care_centres", "2024-12-31", "33", 1_445, 3),
        ("acceptance", "accepted_urban", "2023-12-31", "33", None, 0),
        ("staffing_moves", "trained", "2023-12-31", "33", 50_000, 0),
        ("resources", "village_income", "2022-12-31", "33", 77_000_000, 0),
        ("resources", "strong_village_companies", "2022-12-31", "33", 1_500, 0),
    ],
)  # fmt: skip
def test_what_is_filed_sums_to_what_is_published(
    reader: Reader,
    dataset: str,
    measure: str,
    period: str,
    within: str,
    published: float | None,
    percent: float,
) -> None:
    found = total(reader, dataset, measure, period, within)
    if published is None:  # the batch, in its two kinds
        found += total(reader, dataset, "accepted_rural", period, within)
        published = 200
    assert abs(found - published) <= published * percent / 100


def test_every_indicator_has_a_value_of_the_province_and_of_most_counties(values: pl.DataFrame) -> None:
    known = values.filter(pl.col("period").cast(pl.String) == PERIOD, pl.col("value").is_not_null())
    assert known.filter(pl.col("area_level") == "province")["indicator_code"].n_unique() == 50
    counties = known.filter(pl.col("area_level") == "county").group_by("indicator_code").len()
    assert counties.height == 50
    assert counties["len"].min() >= 75


def by_county(values: pl.DataFrame, period: str) -> dict[str, dict[str, float]]:
    """How far each county stands from the others, in standard deviations, by indicator; better is higher."""
    of_day = values.filter(
        pl.col("period").cast(pl.String) == period,
        pl.col("area_level") == "county",
        pl.col("value").is_not_null(),
        pl.col("polarity") != "neutral",
    )
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (indicator, polarity), rows in of_day.group_by("indicator_code", "polarity"):
        known = [float(value) for value in rows["value"]]
        middle, spread = fmean(known), pstdev(known)
        assert spread > 0, indicator
        sign = -1 if polarity == "lower_is_better" else 1
        for area, value in zip(rows["area_code"], known, strict=True):
            found[area][str(indicator)] = sign * (value - middle) / spread
    return found


def test_counties_differ_and_keep_their_places(values: pl.DataFrame) -> None:
    then, now = by_county(values, PERIOD), by_county(values, "2026-09-30")
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for area, known in now.items():
        for indicator, place in known.items():
            if indicator in then.get(area, {}):
                pairs[indicator].append((then[area][indicator], place))
    for indicator, places in pairs.items():
        assert fmean(a * b for a, b in places) > 0.6, indicator  # a correlation: both sides are standardised


def test_counties_are_good_at_one_system_and_weak_at_another(values: pl.DataFrame) -> None:
    system = dict(zip(values["indicator_code"], values["policy_system"], strict=True))
    both = 0
    for known in by_county(values, PERIOD).values():
        of_system: dict[str, list[float]] = defaultdict(list)
        for indicator, place in known.items():
            of_system[system[indicator]].append(place)
        means = [fmean(places) for places in of_system.values()]
        both += max(means) > 0.35 and min(means) < -0.35
    assert 25 <= both <= 80


def test_the_mountains_have_less_where_means_count(values: pl.DataFrame) -> None:
    mountains = next(set(group["counties"]) for group in read_pack().groups if group["code"] == "mountain_26")
    places = by_county(values, PERIOD)
    for indicator in ("villages_income_500k_share", "digital_community_coverage", "charity_fund_coverage"):
        sides = {
            inside: fmean(
                known[indicator]
                for area, known in places.items()
                if indicator in known and (area in mountains) is inside
            )
            for inside in (True, False)
        }
        assert sides[True] < sides[False] - 0.3, indicator


def test_most_of_what_policy_wants_more_of_grows(reader: Reader) -> None:
    found = rows_of(
        reader,
        "select v.indicator_code, min_by(v.value, v.period) as first, max_by(v.value, v.period) as last, any_value(i.polarity) as polarity "
        "from marts.indicator_values as v join marts.indicators as i using (indicator_code) "
        "where v.area_level = 'province' and v.value is not null and i.polarity <> 'neutral' and v.period >= date '2022-12-31' group by 1",
    )
    better = [
        (row["last"] > row["first"]) == (row["polarity"] == "higher_is_better") for row in found.to_dicts()
    ]
    assert sum(better) >= 0.85 * len(better)


def test_what_is_simulated_is_told_of_forms_and_registers(reader: Reader) -> None:
    facts = reader.ask("snapshot_facts").to_dicts()[0]
    assert "十张表" in facts["simulated_text_zh"]
    assert "案例和表彰为模拟" in facts["simulated_text_zh"]
    unmarked = rows_of(reader, "select count(*) as n from marts.register_rows where not simulated")
    assert unmarked["n"].to_list() == [0]


def test_the_parts_of_every_change_of_a_balance_add_up(reader: Reader) -> None:
    """Every indicator with a target, every period beside the one a year before it and the first: all levels, all rows."""
    split = 0
    judged = rows_of(
        reader,
        "select indicator_code, list(distinct period order by period) as periods "
        "from marts.indicator_values where balance is not null group by indicator_code",
    )
    for row in judged.to_dicts():
        for period in row["periods"][1:]:
            for since in {row["periods"][0], max(period.replace(year=period.year - 1), row["periods"][0])}:
                for level in ("county", "city", "province"):
                    asked = {"indicator": row["indicator_code"], "period": period, "since": since}
                    frame = reader.ask("balance_changes", **asked, area="330000", level=level)
                    parts = pl.sum_horizontal(
                        pl.col(f"by_{one}").fill_null(0)
                        for one in ("correction", "boundary", "denominator", "target", "numerator")
                    )
                    known = frame.filter(pl.col("not_split_because").is_null())
                    assert known.filter(parts != pl.col("balance_change")).is_empty(), asked
                    assert known.filter(
                        pl.col("balance") != pl.col("balance_then") + pl.col("balance_change")
                    ).is_empty()
                    split += known.height
    assert split > 3_000


def rebased(
    reader: Reader, indicator: str, period: str, columns: str = "numerator, denominator"
) -> pl.DataFrame:
    """What is carried of a period, with the basis and why not, by code and extent."""
    return rows_of(
        reader,
        f"select area_code, area_valid_from, {columns}, denominator_basis, not_carried_because from marts.carried_values "
        f"where indicator_code = '{indicator}' and period = date '{period}' order by area_code, area_valid_from",
    )


def test_the_redrawn_districts_have_the_published_census_of_their_own_extents(reader: Reader) -> None:
    """上城+江干, 下城+拱墅, 余杭 to 余杭+临平, 萧山+江干 to 钱塘: the figures published for the new districts, to the person."""
    residents = rebased(reader, "social_organizations_per_10k", "2021-03-31")
    found = dict(
        residents.filter(pl.col("denominator_basis") == "own_figures")
        .select("area_code", "denominator")
        .iter_rows()
    )
    assert found == {
        "330102": 1_323_467,
        "330105": 1_120_985,
        "330109": 2_011_699,
        "330110": 1_226_673,
        "330113": 1_175_841,
        "330114": 769_150,
        # Before Lihai moved, as the census counted it.
        "330602": 1_020_037,
        "330604": 839_747,
    }  # fmt: skip
    urban = rebased(reader, WORKERS, "2021-03-31")
    people = dict(urban.select("area_code", "denominator").iter_rows())
    # Published of two of them alone; the others are estimates that make what was published of both together.
    assert (people["330102"], people["330105"]) == (1_323_467, 1_120_985)
    assert people["330109"] + people["330114"] == 2_303_629
    assert people["330110"] + people["330113"] == 1_942_774


def test_what_is_rebased_sums_to_the_same_city_on_any_boundaries(reader: Reader) -> None:
    """Of every indicator and period: where all counties of a city are known, they have together what the city has."""
    sums = rows_of(
        reader,
        """
        with days as (
            select date '2020-12-31' as day union all select date '2021-03-01' union all select date '2026-11-20'
        ),
        counties as (
            select days.day, areas.area_code, areas.valid_from, areas.parent_code
            from days join marts.areas as areas
                on areas.area_level = 'county' and days.day >= areas.valid_from
                and (areas.valid_to is null or days.day <= areas.valid_to)
        ),
        figures as (
            select indicator_code, period, area_code, area_valid_from, numerator, denominator, value_status, 0 as carried
            from marts.indicator_values where area_level = 'county'
            union all
            select indicator_code, period, area_code, area_valid_from, numerator, denominator, value_status, 1 as carried
            from marts.carried_values
        )
        select days.day, days.parent_code, figures.indicator_code, figures.period,
            sum(figures.numerator) as numerator, sum(figures.denominator) as denominator, sum(figures.carried) as carried,
            any_value(wholes.numerator) as whole_numerator, any_value(wholes.denominator) as whole_denominator
        from counties as days
        join figures on days.area_code = figures.area_code and days.valid_from = figures.area_valid_from
        join marts.indicator_values as wholes
            on days.parent_code = wholes.area_code and figures.indicator_code = wholes.indicator_code
            and figures.period = wholes.period and wholes.area_level = 'city' and wholes.value_status <> 'partial'
        group by all
        having bool_and(figures.numerator is not null and figures.denominator is not null
            and figures.value_status in ('reported', 'estimated'))
        """,
    )
    over_a_change = sums.filter(pl.col("carried") > 0)
    assert over_a_change.height > 300
    assert over_a_change.filter(
        (pl.col("numerator") != pl.col("whole_numerator")) | (pl.col("denominator") != pl.col("whole_denominator"))
    ).is_empty()  # fmt: skip


def test_gongshu_is_the_old_one_and_all_of_xiacheng(reader: Reader) -> None:
    row = rebased(reader, WORKERS, "2021-03-31").filter(pl.col("area_code") == "330105").to_dicts()[0]
    old = rows_of(
        reader,
        "select sum(numerator) as workers, sum(denominator) as people from marts.indicator_values "
        f"where indicator_code = '{WORKERS}' and period = date '2021-03-31' and area_code in ('330103', '330105')",
    ).to_dicts()[0]
    assert (row["numerator"], row["denominator"]) == (old["workers"], old["people"])


def test_nothing_jumps_where_only_a_boundary_did(reader: Reader) -> None:
    """On today's boundaries the districts go on after April 2021 as they were: the sample's townships do."""
    for indicator in (WORKERS, "social_organizations_per_10k"):
        before = rebased(reader, indicator, "2021-03-31", "value").filter(
            pl.col("area_valid_from") == pl.date(2021, 4, 9), pl.col("value").is_not_null()
        )
        after = rows_of(
            reader,
            "select area_code, value as value_after from marts.indicator_values "
            f"where indicator_code = '{indicator}' and period = date '2021-06-30' and area_valid_from = date '2021-04-09'",
        )
        both = before.join(after, on="area_code")
        assert both.height >= 5
        assert ((both["value_after"] / both["value"] - 1).abs() < 0.03).all()


def test_what_dividing_by_shares_is_worth(reader: Reader) -> None:
    """The census of the districts as the year-ends of 2021 would divide it, beside what was published of them."""
    figures = {
        (row["area_code"], row["area_valid_from"], row["reference_date"]): int(row["resident_population"])
        for row in read_pack().table("population").iter_rows(named=True)
        if row["resident_population"]
    }
    errors = {}
    for old, new in (
        (("330102", "330104", "330109"), ("330102", "330109", "330114")),
        (("330110",), ("330110", "330113")),
    ):
        total = sum(figures[code, None, "2020-11-01"] for code in old)
        weights = {code: figures[code, "2021-04-09", "2021-12-31"] for code in new}
        for code, weight in weights.items():
            published = figures[code, "2021-04-09", "2020-11-01"]
            errors[code] = abs(total * weight / sum(weights.values()) - published) / published
    assert (
        0.002 < min(errors.values()) < max(errors.values()) < 0.025
    )  # the error that the pack states of an estimate
