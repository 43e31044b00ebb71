"""Positions over every lawful way of making the index: bands, pairs, dominance, what is missing, which choice matters."""

from __future__ import annotations

import time

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stats import draws
from stats.draws import METHODS, Prepared, Uniforms, prepare, run
from stats.index import Framework, framework_of, positions, scored
from stats.normal import Bounds, Floats

NAN = float("nan")


def framework(*sizes: int) -> Framework:
    """Systems of so many indicators each, all weights equal."""
    system_of = np.repeat(np.arange(len(sizes)), sizes)
    weights = 1 / np.array(sizes)[system_of]
    names = tuple(f"i{n}" for n in range(sum(sizes)))
    return Framework(
        names,
        tuple(f"s{n}" for n in range(len(sizes))),
        system_of,
        weights,
        np.full(len(sizes), 1 / len(sizes)),
    )


def hundred(number: int) -> Bounds:
    """Bounds from 0 to 100."""
    row = {"least": 0.0, "low": 0.0, "high": 100.0, "most": 100.0, "mean": 50.0, "deviation": 25.0, "treated_mean": 50.0,
           "treated_deviation": 25.0, "treatment": "none", "polarity": "higher_is_better"}  # fmt: skip
    return Bounds.of(pl.DataFrame([row] * number))


def prepared(values: Floats, *sizes: int, peers: list[int] | None = None) -> Prepared:
    groups = np.array(peers if peers is not None else [-1] * len(values), dtype=np.int64)
    return prepare(values, hundred(values.shape[1]), framework(*sizes), groups)


def drawn(given_: Prepared, number: int = 400) -> draws.Drawn:
    return run(given_, Uniforms.of(given_, number, (1,)))


def uniforms(number: int, indicators: int, systems: int, missing: int = 0) -> Uniforms:
    """Draws that move no weight, by min-max and geometric, treated, nothing left out."""
    half = np.full(number, 0.5)
    return Uniforms(np.full((number, indicators + systems), 0.5), half, half, np.full(number, 0.999),
                    np.full((number, missing), 0.5))  # fmt: skip


VALUES = np.array([[90.0, 80, 70, 60], [50, 60, 40, 30], [55, 50, 45, 35], [10, 20, 30, 5]])


def test_the_draw_that_changes_nothing_is_the_registrys_own_index() -> None:
    ready = prepared(VALUES, 2, 2)
    _, own = scored(VALUES, hundred(4), framework(2, 2))
    found = run(ready, uniforms(1, 4, 2))
    np.testing.assert_allclose(found.index[0], own.index)
    np.testing.assert_allclose(found.systems[0], own.systems)


def test_a_z_score_never_enters_a_geometric_mean() -> None:
    assert ("z_score", "geometric") not in METHODS
    ready = prepared(VALUES, 2, 2)
    by_z = np.full(1, 0.9)
    found = run(ready, Uniforms(**{**vars(uniforms(1, 4, 2)), "method": by_z}))
    z = 50 + 10 * (VALUES - 50) / 25
    np.testing.assert_allclose(found.index[0], z.mean(axis=1))


def test_an_indicator_that_is_left_out_counts_no_more_and_a_system_is_never_empty() -> None:
    ready = prepared(VALUES[:, :3], 2, 1)
    assert ready.may_be_left_out.tolist() == [0, 1]
    first_out = Uniforms(**{**vars(uniforms(1, 3, 2)), "left_out": np.full(1, 0.0)})
    found = run(ready, first_out)
    np.testing.assert_allclose(found.systems[0, :, 0], 1 + 0.99 * VALUES[:, 1])


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    ready = prepared(VALUES, 2, 2)
    one, again, other = (run(ready, Uniforms.of(ready, 50, (seed,))).index for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_band_holds_what_95_in_a_hundred_draws_say_on_either_side() -> None:
    # Of 100 draws the first area is best in 95, worst in 5; the second in the middle; the third the reverse.
    scores = np.array([[3.0, 2, 1]] * 95 + [[1.0, 2, 3]] * 5)
    found = draws.bands(scores)
    assert (found.low.tolist(), found.middle.tolist(), found.high.tolist()) == (
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
    )
    assert found.standing == ["strong", "undecided", "weak"]
    assert (found.pairs, found.pairs_apart) == (3, 3)
    found = draws.bands(np.array([[3.0, 2, 1]] * 94 + [[1.0, 2, 3]] * 6))
    assert (found.low.tolist(), found.high.tolist()) == ([1, 2, 1], [3, 2, 3])
    assert found.standing == ["undecided"] * 3
    assert found.pairs_apart == 0


def test_equal_areas_share_positions_and_are_not_told_apart() -> None:
    found = draws.bands(drawn(prepared(np.full((3, 4), 40.0), 2, 2)).index)
    assert found.low.tolist() == found.high.tolist() == [1, 1, 1]
    assert (found.pairs, found.pairs_apart) == (3, 0)


def test_one_area_and_two_have_no_thirds() -> None:
    for number in (1, 2):
        found = draws.bands(drawn(prepared(VALUES[:number], 2, 2)).index)
        assert found.standing == ["undecided"] * number
    assert found.pairs == 1


def test_dominance_is_nowhere_worse_and_somewhere_better() -> None:
    values = np.array([[3.0, 1], [2, 2], [2, 1], [2, 1], [NAN, 0]])
    found = draws.dominance(values, np.array([False, True]))
    assert np.argwhere(found).tolist() == [[0, 1], [0, 2], [0, 3], [2, 1], [3, 1]]


@given(arrays.arrays(np.float64, (5, 4), elements=st.integers(0, 100).map(float)))
@settings(max_examples=25, deadline=None)
def test_no_draw_turns_round_a_pair_that_one_dominates(values: Floats) -> None:
    found = drawn(prepared(values, 2, 2), 60).index
    dominating = draws.dominance(values, np.zeros(4, dtype=bool))
    for one, other in np.argwhere(dominating):
        assert (found[:, one] >= found[:, other] - 1e-9).all()


def test_what_is_missing_is_drawn_from_the_range_of_peers_and_widens_the_band() -> None:
    rng = np.random.default_rng(5)
    values = np.clip(rng.normal(50, 12, (30, 12)), 0, 100)
    values[0] = 50
    groups = [0] * 10 + [1] * 20
    whole = draws.bands(drawn(prepared(values, 4, 4, 4, peers=groups), 1000).index)
    gaps = values.copy()
    gaps[0, [0, 4, 8]] = NAN
    ready = prepared(gaps, 4, 4, 4, peers=groups)
    own = values[1:10, 0]
    assert ready.low[0, 1, 0] == pytest.approx(1 + 0.99 * own.min())
    assert ready.high[0, 1, 0] == pytest.approx(1 + 0.99 * own.max())
    with_gaps = draws.bands(drawn(ready, 1000).index)
    assert with_gaps.high[0] - with_gaps.low[0] > whole.high[0] - whole.low[0]


def test_with_under_three_peers_the_range_is_that_of_all() -> None:
    gaps = VALUES.copy()
    gaps[0, 0] = NAN
    assert prepared(gaps, 2, 2, peers=[0, 0, 1, 1]).high[0, 1, 0] == pytest.approx(1 + 0.99 * 55)


def test_an_area_of_which_under_two_thirds_are_known_has_no_band() -> None:
    values = np.vstack([VALUES, [50, NAN, NAN, NAN]])
    found = draws.bands(drawn(prepared(values, 2, 2)).index)
    assert np.isnan(found.low[-1])
    assert found.standing[-1] is None
    assert (found.areas, found.pairs) == (4, 6)


def test_a_step_is_told_where_the_draws_agree() -> None:
    step = np.array([[2.0, 1, NAN]] * 95 + [[-1.0, -1, NAN]] * 5)
    better, worse = draws.moved_shares(step)
    assert (better[0], worse[1]) == (0.95, 0.05)
    assert np.isnan(better[2])
    assert draws.agrees(np.array([0.95, 0.949, NAN])).tolist() == [True, False, False]


# ---------------------------------------------------------------- which choice matters


def test_a_choice_that_changes_nothing_has_no_part() -> None:
    # Without outliers treatment changes nothing; without gaps nothing is drawn for them.
    found = draws.sensitivity(prepared(VALUES, 2, 2), (1,), number=200, resamples=20)
    assert found.choices == ("weights", "method", "treatment", "left_out")
    assert found.runs == 200 * 6
    at = dict(zip(found.choices, found.of_all, strict=True))
    assert at["treatment"] == 0
    assert at["left_out"] > 0.1
    assert (found.all_low <= found.of_all + 1e-9).all()
    assert (found.of_all <= found.all_high + 1e-9).all()
    # The first and the last never move.
    assert np.isnan(found.of_areas[:, [0, 3]]).all()


def test_total_order_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    rng = np.random.default_rng(3)
    runs = 20_000
    first, second = rng.random((runs, 2)), rng.random((runs, 2))

    def outcome(u: Floats) -> Floats:
        return (3 * u[:, 0] + u[:, 1])[:, None]

    blocks = [
        first,
        second,
        np.column_stack([second[:, 0], first[:, 1]]),
        np.column_stack([first[:, 0], second[:, 1]]),
    ]
    found = draws._jansen(np.stack([outcome(block) for block in blocks]), np.ones((1, runs), dtype=np.int64))
    assert found[0, :, 0].tolist() == pytest.approx([0.9, 0.1], abs=0.02)


def test_ninety_counties_and_fifty_indicators_take_seconds() -> None:
    rng = np.random.default_rng(7)
    values = np.clip(rng.normal(60, 15, (90, 50)), 0, 100)
    values[rng.random(values.shape) < 0.03] = NAN
    began = time.process_time()
    ready = prepared(values, 6, 8, 13, 6, 10, 7, peers=[n % 4 for n in range(90)])
    found = draws.bands(drawn(ready, 1000).index)
    draws.sensitivity(ready, (1,))
    assert found.pairs == 4005
    assert time.process_time() - began < 30  # about two where nothing else runs


def test_a_framework_from_a_registry_is_drawn_as_one_made_by_hand() -> None:
    rows = {"indicator_code": ["i0", "i1", "i2", "i3"], "policy_system": ["s0", "s0", "s1", "s1"], "weight": [1.0] * 4,
            "system_weight": [1.0] * 4, "left_out": pl.Series([None] * 4, dtype=pl.String)}  # fmt: skip
    made = framework_of(pl.DataFrame(rows))
    ready = prepare(VALUES, hundred(4), made, np.full(4, -1))
    assert np.array_equal(positions(drawn(ready).index), positions(drawn(prepared(VALUES, 2, 2)).index))
