"""What must hold for any number: exact verdicts, shown values that never cross, and verdicts no late return undoes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models_alone import run

PERIOD = dt.date(2025, 12, 31)
COMPARISONS = (">=", ">", "<=", "<")
MEASURED = (
    "indicator_code varchar, period date, area_code varchar, area_valid_from date, area_level varchar, "
    "same_return boolean, numerator bigint, numerator_date date, numerator_carried boolean, denominator bigint, "
    "denominator_date date, denominator_status varchar, denominator_carried boolean, denominator_too_old boolean, "
    "denominator_low bigint, denominator_high bigint, numerator_before bigint, denominator_before bigint, revised_on date, "
    "units_expected bigint, units_reported bigint, share_known decimal(5, 4), simulated boolean, complete boolean, "
    "has_value boolean, reported_numerator bigint, all_denominator bigint, all_low bigint, all_high bigint, "
    "value_status varchar, scale bigint"
)
BRANCH = "branch varchar"
WHOLE_PARTS = "period date, whole_code varchar, whole_valid_from date, whole_level varchar, part_code varchar"
DECIDED = "decided_by_numerator bigint, decided_by_denominator bigint, end_low bigint, end_high bigint"
relaxed = settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(value: Fraction, comparison: str, target: Fraction) -> bool:
    return {
        ">=": value >= target,
        ">": value > target,
        "<=": value <= target,
        "<": value < target,
    }[comparison]


@st.composite
def counties(draw: st.DrawFn) -> list[tuple[int, int, int, int, str, int]]:
    """Rows of numerator, denominator, scale, decimals, comparison, target in millionths; many of them near the line."""
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        scale = draw(st.sampled_from([1, 100, 1000, 10_000, 100_000]))
        decimals = draw(st.integers(0, 4))
        step = 10 ** draw(st.integers(0, 6))
        target = draw(st.integers(0, 40 * 1_000_000 // step)) * step
        denominator = draw(st.integers(1, 20_000_000))
        line = target * denominator // (scale * 1_000_000)
        numerator = (
            max(0, line + draw(st.integers(-3, 3))) if draw(st.booleans()) else draw(st.integers(0, 200_000))
        )
        rows.append((numerator, denominator, scale, decimals, draw(st.sampled_from(COMPARISONS)), target))
    return rows


def judged(rows: list[tuple[int, int, int, int, str, int]]) -> list[dict]:
    measured, indicators, targets = [], [], []
    for number, (numerator, denominator, scale, decimals, comparison, target) in enumerate(rows):
        code = f"i{number:02d}"
        area = (code, PERIOD, "c", PERIOD, "county")
        ends = low, high = denominator * 975 // 1000, -(-denominator * 1025 // 1000)
        sides = (
            False,
            numerator,
            PERIOD,
            False,
            denominator,
            PERIOD,
            "published",
            False,
            False,
            *ends,
            None,
            None,
            None,
        )
        known = (1, 1, None, False, True, True, numerator, denominator, low, high, "reported", scale)
        measured.append((*area, *sides, *known, "part", None, None, low, high))
        indicators.append((code, decimals))
        targets.append((code, PERIOD, "c", PERIOD, "t", comparison, Decimal(target) / 1_000_000, target))
    connection = run(
        ["verdicts.judged", "verdicts.whole_gaps", "verdicts.shown"],
        {
            "sums.measured": (f"{MEASURED}, {BRANCH}, {DECIDED}", measured),
            "staging.indicators": ("indicator_code varchar, decimals integer", indicators),
            "spine.whole_parts": (WHOLE_PARTS, []),
            "staging.indicator_measures": (
                "indicator_code varchar, side varchar, dataset varchar, measure varchar",
                [],
            ),
            "reference.populations": ("measure varchar", []),
            "reference.pack": ("coloured_from_people varchar", [("20000",)]),
            "staging.class_bounds": ("indicator_code varchar, bound_millionths bigint", []),
            "spine.area_targets": (
                "indicator_code varchar, period date, area_code varchar, area_valid_from date, target_id varchar, comparison varchar, "
                "target_value decimal(18, 6), target_millionths bigint",
                targets,
            ),
        },
    )
    frame = connection.sql("select * from verdicts.shown order by 1").pl()
    return frame.to_dicts()


@relaxed
@given(counties())
def test_a_complete_county_is_met_if_and_only_if_its_gap_is_zero(rows: list) -> None:
    for row, made in zip(rows, judged(rows), strict=True):
        numerator, denominator, scale, _, comparison, millionths = row
        target = Fraction(millionths, 1_000_000)
        met = holds(Fraction(numerator * scale, denominator), comparison, target)
        assert made["verdict"] == ("met" if met else "not_met")
        assert (made["own_gap"] == 0) == met
        # The gap is the smallest change: with it the comparison holds, with one less it does not.
        direction = 1 if comparison in (">=", ">") else -1
        changed = numerator + direction * made["own_gap"]
        assert holds(Fraction(changed * scale, denominator), comparison, target)
        if not met:
            assert not holds(Fraction((changed - direction) * scale, denominator), comparison, target)
        assert made["balance"] == numerator - made["required"]


@relaxed
@given(counties())
def test_a_verdict_is_firm_if_and_only_if_it_holds_at_both_ends_of_the_denominator(rows: list) -> None:
    for row, made in zip(rows, judged(rows), strict=True):
        numerator, denominator, scale, _, comparison, millionths = row
        ends = {denominator * 975 // 1000, -(-denominator * 1025 // 1000)}
        target, met = Fraction(millionths, 1_000_000), made["verdict"] == "met"
        at_ends = {
            holds(
                Fraction(numerator * scale, end) if end else Fraction(10**30 * min(numerator, 1)),
                comparison,
                target,
            )
            for end in ends
        }
        if 0 not in ends:
            assert made["verdict_firm"] == (at_ends == {met})


@relaxed
@given(counties())
def test_a_shown_value_never_crosses_its_target(rows: list) -> None:
    for row, made in zip(rows, judged(rows), strict=True):
        numerator, denominator, scale, decimals, comparison, millionths = row
        target = Fraction(millionths, 1_000_000)
        exact = Fraction(numerator * scale, denominator)
        shown = Fraction(made["value_shown"])
        step = Fraction(1, 10**decimals)
        assert (shown / step).denominator == 1
        assert abs(shown - exact) < step
        assert holds(shown, comparison, target) == holds(exact, comparison, target)
        if exact != target:
            assert (shown < target) == (exact < target)
            assert shown != target


COUNTS = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def returns(draw: st.DrawFn) -> dict:
    """Three counties with two or three units each, some not reported yet; what each will report in the end."""
    made = {}
    for county in range(3):
        units = draw(st.integers(1, 3))
        final = [draw(st.integers(0, 60)) for _ in range(units)]
        known = [draw(st.booleans()) for _ in range(units)]
        made[f"c{county}"] = (draw(st.integers(0, 60_000)), final, known)
    return {
        "counties": made,
        "comparison": draw(st.sampled_from(COMPARISONS)),
        "target": draw(st.integers(0, 30_000_000)),
    }


def verdicts(case: dict, *, late: bool) -> dict[str, dict]:
    """Verdicts of counties and province with what is known now, or with everything in."""
    period_rows = [(PERIOD,)]
    parts, reporting, whole_parts, unit_counts, figures, targets, areas = [], [], [], [], [], [], []
    for county, (residents, final, known) in case["counties"].items():
        units = len(final)
        parts.append((PERIOD, county, PERIOD, "county", "p", None, units, units > 1))
        reporting.append(("staffing", PERIOD, county, units, units > 1))
        whole_parts.append((PERIOD, "p", PERIOD, "province", county))
        ends = (None, None, residents * 9 // 10, -(-residents * 11 // 10))
        figures.append(
            ("i", "denominator", county, PERIOD, residents, *ends, PERIOD, "published", False, False, False)
        )
        for number, (count, is_known) in enumerate(zip(final, known, strict=True)):
            if is_known or late:
                unit = f"{county}u{number}" if units > 1 else county
                role = "unit" if units > 1 else "part"
                unit_counts.append(("i", PERIOD, unit, county, role, count, None, False, 1, 1, True))
        areas.append(county)
    for area in [*areas, "p"]:
        targets.append(
            (
                "i",
                PERIOD,
                area,
                PERIOD,
                "t",
                case["comparison"],
                Decimal(case["target"]) / 1_000_000,
                case["target"],
            )
        )
    connection = run(
        [
            "spine.status_weights",
            "sums.part_values",
            "sums.whole_values",
            "sums.measured",
            "verdicts.judged",
            "verdicts.whole_gaps",
        ],
        {
            "spine.periods": ("period date", period_rows),
            "staging.indicators": (
                "indicator_code varchar, decimals integer",
                [("i", 2)],
            ),
            "spine.indicator_periods": (
                "indicator_code varchar, numerator_dataset varchar, denominator_dataset varchar, "
                "numerator_kind varchar, denominator_kind varchar, numerator_level varchar, period date, "
                "due_on date, not_yet_due boolean, scale bigint",
                [("i", "staffing", "figures", "counts", "figures", "township", PERIOD, None, False, 10_000)],
            ),
            "spine.parts": (
                "period date, area_code varchar, area_valid_from date, area_level varchar, parent_code varchar, "
                "grandparent_code varchar, townships_or_itself bigint, has_townships boolean",
                parts,
            ),
            "spine.reporting_parts": (
                "dataset varchar, period date, area_code varchar, units bigint, files_by_townships boolean",
                reporting,
            ),
            "spine.whole_parts": (WHOLE_PARTS, whole_parts),
            "sums.unit_counts": (
                "indicator_code varchar, period date, area_code varchar, part_code varchar, role varchar, "
                "numerator bigint, denominator bigint, simulated boolean, stands_for bigint, denominators_for bigint, complete boolean",
                unit_counts,
            ),
            "sums.dated_sums": (
                "indicator_code varchar, side varchar, area_code varchar, period date, value bigint, value_before bigint, "
                "revised_on date, value_low bigint, value_high bigint, figure_date date, "
                "figure_status varchar, carried boolean, simulated boolean, too_old boolean",
                figures,
            ),
            "sums.unit_values": (MEASURED, []),
            "sums.carried_values": (
                f"{MEASURED}, not_carried_because varchar, denominator_basis varchar",
                [],
            ),
            "spine.area_targets": (
                "indicator_code varchar, period date, area_code varchar, area_valid_from date, target_id varchar, comparison varchar, "
                "target_value decimal(18, 6), target_millionths bigint",
                targets,
            ),
        },
    )
    frame = connection.sql(
        "select judged.*, gaps.gap, gaps.gap_at_most from verdicts.judged as judged "
        "left join verdicts.whole_gaps as gaps using (indicator_code, period, area_code)"
    ).pl()
    return {row["area_code"]: row for row in frame.to_dicts()}


@relaxed
@given(returns())
def test_no_decided_verdict_is_undone_by_a_late_return_and_the_bounds_hold(case: dict) -> None:
    now, end = verdicts(case, late=False), verdicts(case, late=True)
    for area, row in now.items():
        if row["verdict"] in ("met", "not_met"):
            assert end[area]["verdict"] == row["verdict"], area
    met_now = sum(row["verdict"] == "met" for area, row in now.items() if area != "p")
    unknown = sum(row["verdict"] == "unknown" for area, row in now.items() if area != "p")
    met_in_the_end = sum(row["verdict"] == "met" for area, row in end.items() if area != "p")
    assert met_now <= met_in_the_end <= met_now + unknown
    assert all(row["verdict"] != "unknown" for row in end.values())


@relaxed
@given(returns())
def test_the_shortfall_in_the_end_lies_between_the_two_that_are_told(case: dict) -> None:
    now, end = verdicts(case, late=False)["p"], verdicts(case, late=True)["p"]
    if case["comparison"] in (">=", ">") and end["gap"] is not None:
        assert (now["gap"] or 0) <= end["gap"] <= now["gap_at_most"]
        assert end["gap_at_most"] == end["gap"]


@relaxed
@given(returns())
def test_a_whole_has_a_value_only_where_four_fifths_of_its_denominator_are_known(case: dict) -> None:
    row = verdicts(case, late=False)["p"]
    applicable = {code: one for code, one in case["counties"].items() if one[0]}
    everyone = sum(residents for residents, _, _ in applicable.values())
    known = sum(residents for residents, _, told in applicable.values() if all(told))
    if everyone:
        assert Fraction(row["share_known"]) == Fraction(known * 10_000 // everyone, 10_000)
        assert row["has_value"] == (known > 0 and 5 * known >= 4 * everyone)
    else:
        assert (row["share_known"], row["has_value"]) == (None, False)
