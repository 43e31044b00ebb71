"""The index on tables that can be worked out by hand, and on whatever hypothesis makes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stats import index
from stats.index import ARITHMETIC, Framework
from stats.normal import (
    Bounds,
    distance_to_target,
    is_outlying,
    make_bounds,
    min_max,
    transformed,
    treated_values,
    z_scores,
)
from words.problems import QuestionError

NAN = float("nan")
TWO_SYSTEMS = Framework(
    ("a", "b", "c"), ("one", "two"), np.array([0, 0, 1]), np.array([0.75, 0.25, 1.0]), np.array([0.5, 0.5])
)


def bounds(*rows: dict[str, Any], lower: tuple[bool, ...] = ()) -> Bounds:
    """Bounds of indicators: least and most, and what else is said."""
    filled = []
    for row in rows:
        least, most = row["least"], row["most"]
        standing = {"low": least, "high": most, "mean": (least + most) / 2, "deviation": most - least}
        standing |= {"treated_mean": standing["mean"], "treated_deviation": standing["deviation"]}
        filled.append(standing | {"treatment": "none"} | row)
    polarity = ["lower_is_better" if one else "higher_is_better" for one in lower or (False,) * len(rows)]
    return Bounds.of(pl.DataFrame(filled).with_columns(polarity=pl.Series(polarity)))


# ---------------------------------------------------------------- normalisation


def test_the_worse_bound_is_1_the_better_100_and_nothing_lies_beyond() -> None:
    found = min_max(
        np.array([[10.0, 10.0], [20.0, 20.0], [30.0, NAN], [99.0, -5.0]]),
        bounds({"least": 10, "most": 30}, {"least": 10, "most": 30}, lower=(False, True)),
        treated=True,
    )
    np.testing.assert_allclose(found, [[1, 100], [50.5, 50.5], [100, NAN], [100, 100]])


def test_a_winsorised_value_counts_as_the_limit_and_untreated_as_itself() -> None:
    limits = bounds({"least": 0, "most": 100, "high": 20, "treatment": "winsorised"})
    values = np.array([[10.0], [20.0], [100.0]])
    np.testing.assert_allclose(min_max(values, limits, treated=True), [[50.5], [100], [100]])
    np.testing.assert_allclose(min_max(values, limits, treated=False), [[10.9], [20.8], [100]])
    np.testing.assert_allclose(treated_values(values, limits), [[10], [20], [20]])


def test_a_logarithm_keeps_order_on_either_side_and_has_the_ends_of_the_scale() -> None:
    values = np.array([0.0, 1.0, 10.0, 100.0])
    for treatment in ("log_high", "log_low"):
        assert (np.diff(transformed(values, treatment, 0, 100)) > 0).all()
        scale = min_max(
            values[:, None], bounds({"least": 0, "most": 100, "treatment": treatment}), treated=True
        )
        assert scale[[0, -1], 0].tolist() == pytest.approx([1, 100])


def test_z_scores_have_mean_50_and_deviation_10_of_what_was_pooled() -> None:
    pooled = bounds({"least": 0, "most": 4, "mean": 2.0, "deviation": 1.0}, {"least": 0, "most": 4, "mean": 2.0, "deviation": 1.0},
                    lower=(False, True))  # fmt: skip
    assert z_scores(np.array([[3.0, 3.0]]), pooled, treated=False).tolist() == [[60, 40]]


def test_the_way_to_a_target_ends_at_it() -> None:
    lower = np.array([False, True])
    found = distance_to_target(
        np.array([[9.0, 40.0], [18.0, 80.0], [27.0, 0.0], [NAN, 20.0]]), np.array([18.0, 40.0]), lower
    )
    np.testing.assert_allclose(found, [[50, 100], [100, 50], [100, 100], [NAN, 100]])
    assert np.isnan(distance_to_target(np.array([[5.0]]), np.array([NAN]), np.array([False]))).all()


# ---------------------------------------------------------------- bounds and treatment


def history(values: dict[str, list[float]], code: str = "a") -> pl.DataFrame:
    """A value of each area in each period."""
    rows = [
        (code, area, dt.date(2020 + year, 12, 31), float(value))
        for area, listed in values.items()
        for year, value in enumerate(listed)
    ]
    return pl.DataFrame(rows, schema=["indicator_code", "area", "period", "value"], orient="row")


def test_bounds_are_pooled_over_areas_and_periods() -> None:
    (row,) = make_bounds(history({"x": [3, 5], "y": [1, 2], "z": [4, 4]}), frozenset()).to_dicts()
    assert (row["number"], row["least"], row["low"], row["high"], row["most"]) == (6, 1, 1, 5, 5)
    assert (row["treatment"], row["basis"], row["areas_moved"]) == ("none", "observed", 0)
    assert row["mean"] == pytest.approx(19 / 6)
    assert (row["first_period"], row["last_period"]) == (dt.date(2020, 12, 31), dt.date(2021, 12, 31))


def test_what_is_the_same_everywhere_has_no_bounds() -> None:
    assert make_bounds(history({"x": [7], "y": [7]}), frozenset()).is_empty()


def test_an_outlier_is_moved_to_the_next_area_with_all_its_periods() -> None:
    plain = {f"p{n}": [float(n % 7), float(n % 5)] for n in range(20)}
    (row,) = make_bounds(history(plain | {"far": [60.0, 80.0]}), frozenset()).to_dicts()
    assert (row["treatment"], row["areas_moved"], row["high"], row["most"]) == ("winsorised", 1, 6, 80)
    (row,) = make_bounds(history({k: [-v for v in vs] for k, vs in (plain | {"far": [60.0, 80.0]}).items()}),
                         frozenset()).to_dicts()  # fmt: skip
    assert (row["treatment"], row["low"], row["least"]) == ("winsorised", -6, -80)


def test_where_five_areas_are_not_enough_the_logarithm_is_taken() -> None:
    many = {f"p{n}": [1.0 + n % 3] for n in range(80)} | {f"far{n}": [900.0 + 100 * n] for n in range(6)}
    (row,) = make_bounds(history(many), frozenset()).to_dicts()
    assert (row["treatment"], row["areas_moved"], row["low"], row["high"]) == ("log_high", 0, 1, 1400)


def test_a_share_without_spread_is_measured_on_the_whole_scale() -> None:
    near = history({"x": [97.0], "y": [99.5], "z": [98.0]})
    (row,) = make_bounds(near, frozenset({"a"})).to_dicts()
    assert (row["least"], row["most"], row["basis"]) == (0, 100, "goalposts")
    (row,) = make_bounds(near, frozenset()).to_dicts()
    assert (row["least"], row["most"], row["basis"]) == (97, 99.5, "observed")


def test_few_or_equal_values_are_no_outliers() -> None:
    assert not is_outlying(pl.Series([1.0, 1.0, 99.0]))
    assert not is_outlying(pl.Series([5.0] * 50))


# ---------------------------------------------------------------- screening and weights


def registry(**columns: list[Any]) -> pl.DataFrame:
    number = len(columns["indicator_code"])
    standing = {
        "policy_system": ["one"] * number,
        "polarity": ["higher_is_better"] * number,
        "weight": [1.0] * number,
        "system_weight": [1.0] * number,
        "least": [0.0] * number,
        "most": [1.0] * number,
    }
    return pl.DataFrame(standing | columns, strict=False)


def test_an_indicator_is_left_out_for_the_first_reason_that_holds() -> None:
    asked = registry(
        indicator_code=["kept", "neutral", "unweighed", "no_bounds", "flat", "few", "none"],
        polarity=["higher_is_better", "neutral", *["lower_is_better"] * 5],
        weight=[1.0, None, None, 1.0, 1.0, 1.0, 1.0],
        least=[0.0, None, 0.0, None, 1.0, 0.0, 0.0],
    )
    counts = {"kept": 4, "neutral": 6, "unweighed": 6, "no_bounds": 6, "flat": 6, "few": 3}
    values = pl.DataFrame(
        [(code, 0.5) for code, number in counts.items() for _ in range(number)],
        schema=["indicator_code", "value"],
        orient="row",
    )
    found = index.screen(asked, values, 6)
    assert dict(found.select("indicator_code", "left_out").iter_rows()) == {
        "kept": None,
        "neutral": "neutral",
        "unweighed": "no_weight",
        "no_bounds": "no_bounds",
        "flat": "no_bounds",
        "few": "too_few_values",
        "none": "too_few_values",
    }
    assert index.framework_of(found).indicators == ("kept",)


def test_weights_sum_to_1_in_each_group_of_what_is_left() -> None:
    found = index.framework_of(
        registry(
            indicator_code=["a", "b", "c"],
            policy_system=["one", "one", "two"],
            weight=[3.0, 1.0, 5.0],
            system_weight=[1.0, 1.0, 3.0],
        ).with_columns(left_out=pl.lit(None, pl.String))
    )
    assert (found.systems, found.system_of.tolist()) == (("one", "two"), [0, 0, 1])
    assert found.weights.tolist() == [0.75, 0.25, 1]
    assert found.system_weights.tolist() == [0.25, 0.75]
    assert found.effective.tolist() == [0.1875, 0.0625, 0.75]


def test_a_readers_weights_are_brought_to_1_and_refused_where_they_say_nothing() -> None:
    assert TWO_SYSTEMS.weighing(np.array([1.0, 3.0])).system_weights.tolist() == [0.25, 0.75]
    for wrong in ([0.0, 0.0], [-1.0, 2.0], [1.0]):
        with pytest.raises(QuestionError, match="weights"):
            TWO_SYSTEMS.weighing(np.array(wrong))


# ---------------------------------------------------------------- scores

NORMAL = np.array([[100.0, 100, 1], [40, 80, 50], [40, NAN, 50], [NAN, NAN, 50], [1, 1, 1]])


def test_scores_by_hand() -> None:
    found = index.score(NORMAL, TWO_SYSTEMS)
    np.testing.assert_allclose(found.systems, [[100, 1], [50, 50], [NAN, 50], [NAN, 50], [1, 1]])
    # One of two systems is under two thirds: no index.
    np.testing.assert_allclose(found.index, [10, 50, NAN, NAN, 1])
    np.testing.assert_allclose(index.score(NORMAL, TWO_SYSTEMS, ARITHMETIC).index, [50.5, 50, NAN, NAN, 1])
    np.testing.assert_allclose(index.compensation(found, TWO_SYSTEMS), [40.5, 0, NAN, NAN, 0], atol=1e-9)
    assert index.positions(found.index)[[0, 1, 4]].tolist() == [2, 1, 3]


def test_two_thirds_of_a_system_are_enough_and_the_rest_takes_their_mean() -> None:
    three = Framework(
        ("a", "b", "c"), ("one",), np.zeros(3, dtype=np.int64), np.array([0.5, 0.25, 0.25]), np.ones(1)
    )
    found = index.score(np.array([[40.0, 80, NAN], [NAN, NAN, 80]]), three)
    assert found.systems[0, 0] == pytest.approx((0.5 * 40 + 0.25 * 80) / 0.75)
    assert np.isnan(found.systems[1, 0])


def test_a_geometric_mean_is_refused_below_1() -> None:
    with pytest.raises(QuestionError, match="1 and more"):
        index.weighted_mean(np.array([[0.0, 50.0]]), np.array([0.5, 0.5]), "geometric")


def test_equal_scores_share_a_position() -> None:
    assert index.positions(np.array([5.0, 7, 7, NAN, 1])).tolist()[:3] == [3, 1, 1]
    assert np.isnan(index.positions(np.array([5.0, NAN]))[1])
    assert index.positions(np.array([0.1 + 0.2, 0.3])).tolist() == [1, 1]


def test_points_add_up_to_the_score_and_log_shares_to_one() -> None:
    found = index.score(NORMAL, TWO_SYSTEMS)
    points = index.shares_of_system(NORMAL, TWO_SYSTEMS)
    np.testing.assert_allclose(points[1], [30, 20, 50])
    np.testing.assert_allclose(points[2], [40, NAN, 50])
    np.testing.assert_allclose(index.log_shares(found, TWO_SYSTEMS)[:2], [[1, 0], [0.5, 0.5]])


def test_shapley_parts_add_up_to_the_difference() -> None:
    start, end = np.array([[25.0, 25]]), np.array([[100.0, 25], [100, 4]])
    found = index.shapley(start, end, TWO_SYSTEMS)
    np.testing.assert_allclose(found[0], [25, 0])
    np.testing.assert_allclose(found.sum(axis=1), [25, -5])
    # Missing at both ends: the other bears the whole index. Missing at one end only: nothing can be told.
    start, end = np.array([[25.0, NAN], [25, 25]]), np.array([[100.0, NAN], [NAN, 4]])
    np.testing.assert_allclose(index.shapley(start, end, TWO_SYSTEMS), [[75, NAN], [NAN, NAN]])


def test_importance_correlations_and_alpha_by_hand() -> None:
    columns = np.array([[1.0, 4, 2], [2, 3, 2], [3, 2, 2], [4, 1, NAN]])
    found = index.correlations(columns, columns)
    np.testing.assert_allclose(found, [[1, -1, NAN], [-1, 1, NAN], [NAN, NAN, NAN]])
    assert [index.remark_on(r) for r in (-1.0, 0.0, 0.5, 0.95, None)] == [
        "negative", "says_nothing", None, "counted_twice", None]  # fmt: skip
    # Two that are the same agree wholly; two that mirror each other have a sum without variance.
    assert index.cronbach(np.column_stack([columns[:, 0], columns[:, 0]])) == pytest.approx(1)
    assert np.isnan(index.cronbach(columns[:, :2]))
    assert np.isnan(index.cronbach(columns[:, :1]))
    loadings, share = index.principal_weights(columns[:, [0, 0, 1]])
    np.testing.assert_allclose(np.abs(loadings), [1 / np.sqrt(3)] * 3)
    assert share == pytest.approx(1)


def test_pairs_that_turn_round_are_counted() -> None:
    assert index.flipped_pairs(np.array([1.0, 2, 3, NAN]), np.array([1.0, 3, 2, 9])) == (1, 3)


# ---------------------------------------------------------------- whatever comes

SCORES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 6), st.just(3)),
    elements=st.one_of(st.floats(1, 100), st.just(NAN)),
)


@given(SCORES)
@settings(max_examples=60, deadline=None)
def test_a_score_lies_among_what_it_is_made_of(normal: np.ndarray) -> None:
    found = index.score(normal, TWO_SYSTEMS)
    for row, value in zip(normal, found.index, strict=True):
        if not np.isnan(value):
            assert np.nanmin(row) - 1e-6 <= value <= np.nanmax(row) + 1e-6
    assert (np.nan_to_num(index.compensation(found, TWO_SYSTEMS)) >= -1e-9).all()
    placed = index.positions(found.index)
    assert np.isnan(placed).tolist() == np.isnan(found.index).tolist()
    parts = index.shapley(np.array([50.0, 50]), found.systems, TWO_SYSTEMS).sum(axis=1)
    known = ~np.isnan(found.index)
    np.testing.assert_allclose(parts[known], found.index[known] - 50, atol=1e-6)


@given(
    arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.just(2)), elements=st.floats(-1e6, 1e6)),
    st.sampled_from(["none", "log_high", "log_low"]),
)
@settings(max_examples=60, deadline=None)
def test_better_is_never_worse_on_any_scale(values: np.ndarray, treatment: str) -> None:
    limits = bounds(*[{"least": -100.0, "most": 250.0, "treatment": treatment}] * 2, lower=(False, True))
    for scale in (min_max, z_scores):
        for treated in (False, True):
            found = scale(values, limits, treated=treated)
            order = np.argsort(values[:, 0], kind="stable")
            assert (np.diff(found[order, 0]) >= -1e-9).all()
            order = np.argsort(values[:, 1], kind="stable")
            assert (np.diff(found[order, 1]) <= 1e-9).all()
