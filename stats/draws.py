"""How sure a position is: the index again and again over every lawful way of making it.

A draw is one way: weights moved by up to a quarter at both levels, one of the lawful pairs of normalisation and aggregation
(a z-score never enters a geometric mean, so runs by z-scores are always arithmetic), outliers treated or not, one indicator
left out or none, and a value for whatever is missing from the range of the area's peers. The same draw is taken for all
areas. Sources: COINr 1.1.14 (`get_sensitivity`), Saisana, Saltelli and Tarantola (2005).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stats.index import DECIMALS, Framework, combine, positions, score
from stats.normal import Bounds, Flags, Floats, min_max, z_scores

SEED = 20211227  # chosen once, so that the same figures have the same bands
DRAWS = 1000
PERTURBED = 0.25  # how far each weight is moved, either way
# Normalisation and aggregation together, equally likely: they cannot be drawn apart.
METHODS = (("min_max", "arithmetic"), ("min_max", "geometric"), ("z_score", "arithmetic"))
AGREEING = (95, 100)  # the share of draws that must agree, as whole numbers
FEWEST_PEERS = 3  # of fewer with a value the range says nothing: that of all areas is taken
AT_ONCE = 100  # draws whose pairs are compared at once, so that memory is bounded

Positions = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Uniforms:
    """The random numbers of draws, each from 0 to 1, one array a choice with a row a draw."""

    weights: Floats  # draws x (indicators, then systems)
    method: Floats  # draws
    treatment: Floats  # draws
    left_out: Floats  # draws
    missing: Floats  # draws x missing values

    @classmethod
    def of(cls, prepared: Prepared, number: int, seed: tuple[int, ...], period: int = 0) -> Uniforms:
        """Those of a seed. The choices are the same for every period that rests on the same indicators.

        What is missing has a stream of its own, another for each `period` (any number): that a value is missing in two
        periods does not make it the same in both.
        """
        choices, gaps = np.random.default_rng([*seed, 0]), np.random.default_rng([*seed, 1, period])
        framework = prepared.framework
        method, treatment, left_out = choices.random((3, number))
        weights = choices.random((number, len(framework.indicators) + len(framework.systems)))
        return cls(weights, method, treatment, left_out, gaps.random((number, len(prepared.missing))))

    def joined(self, other: Uniforms) -> Uniforms:
        """The draws of both, one after the other."""
        return Uniforms(*(np.concatenate([getattr(self, n), getattr(other, n)]) for n in CHOICES))

    def taking(self, choice: str, other: Uniforms) -> Uniforms:
        """These draws with one choice as the other's have it."""
        return replace(self, **{choice: getattr(other, choice)})


CHOICES = ("weights", "method", "treatment", "left_out", "missing")


@dataclass(frozen=True)
class Prepared:
    """What all draws of a period share.

    `normal` holds the four normalisations (min-max and z, each as it is and treated): 2 x 2 x areas x indicators, zero
    where a value is missing; `missing` the places of those, `low` and `high` (2 x 2 x missing) the range of peers.
    """

    framework: Framework
    normal: Floats
    missing: npt.NDArray[np.int64]  # missing values x (area, indicator)
    low: Floats
    high: Floats
    scored: Flags  # areas that have an index
    scored_systems: Flags  # areas x systems
    may_be_left_out: npt.NDArray[np.int64]  # indicators that are not the only one of their system


def prepare(values: Floats, bounds: Bounds, framework: Framework, peers: npt.NDArray[np.int64]) -> Prepared:
    """Normalise the values (areas x indicators) in every way, and find the ranges from which missing ones are drawn.

    `peers` has a number for each area; areas with the same are each other's peers, and -1 is nobody's.
    """
    normal = np.stack(
        [
            np.stack([normalise(values, bounds, treated=treated) for treated in (False, True)])
            for normalise in (min_max, z_scores)
        ]
    )
    absent = np.isnan(values)
    missing = np.argwhere(absent)
    low, high = np.empty((2, 2, len(missing))), np.empty((2, 2, len(missing)))
    for place, (area, indicator) in enumerate(missing):
        known = ~absent[:, indicator]
        like = known & (peers == peers[area]) & (peers[area] >= 0)
        chosen = like if like.sum() >= FEWEST_PEERS else known
        low[:, :, place] = normal[:, :, chosen, indicator].min(axis=2)
        high[:, :, place] = normal[:, :, chosen, indicator].max(axis=2)
    nominal = score(normal[0, 1], framework)
    numbers = np.bincount(framework.system_of, minlength=len(framework.systems))
    return Prepared(
        framework,
        np.nan_to_num(normal),
        missing,
        low,
        high,
        ~np.isnan(nominal.index),
        ~np.isnan(nominal.systems),
        np.flatnonzero(numbers[framework.system_of] > 1),
    )


@dataclass(frozen=True)
class Drawn:
    """Scores of draws: `systems` draws x areas x systems, `index` draws x areas; NaN for areas without a score."""

    systems: Floats
    index: Floats


def run(prepared: Prepared, uniforms: Uniforms) -> Drawn:
    """The scores of every draw."""
    framework = prepared.framework
    weights, system_weights = _weights(prepared, uniforms)
    method = np.minimum((uniforms.method * len(METHODS)).astype(np.int64), len(METHODS) - 1)
    treated = (uniforms.treatment >= 0.5).astype(np.int64)
    by_z = np.array([normalisation == "z_score" for normalisation, _ in METHODS])[method].astype(np.int64)
    geometric = np.array([aggregation == "geometric" for _, aggregation in METHODS])[method]
    systems = np.empty((method.size, prepared.normal.shape[2], len(framework.systems)))
    for kind in (0, 1):
        for treatment in (0, 1):
            rows = np.flatnonzero((by_z == kind) & (treated == treatment))
            systems[rows] = _of_one_kind(prepared, uniforms, weights, (kind, treatment, rows))
    # A system without enough known values has no score of its own; its part in the index is drawn like any missing value.
    index = np.einsum("ras,rs->ra", systems, system_weights)
    logs = np.log(systems[geometric])
    index[geometric] = np.exp(np.einsum("ras,rs->ra", logs, system_weights[geometric]))
    return Drawn(np.where(prepared.scored_systems, systems, np.nan), np.where(prepared.scored, index, np.nan))


def _of_one_kind(
    prepared: Prepared, uniforms: Uniforms, weights: Floats, which: tuple[int, int, npt.NDArray[np.int64]]
) -> Floats:
    """Scores of systems (draws x areas x systems) of the draws of one normalisation and treatment."""
    kind, treatment, rows = which
    framework, normal = prepared.framework, prepared.normal[kind, treatment]
    found = np.empty((rows.size, normal.shape[0], len(framework.systems)))
    for place in range(len(framework.systems)):
        own = framework.system_of == place
        found[:, :, place] = weights[np.ix_(rows, own)] @ normal[:, own].T
    low, high = prepared.low[kind, treatment], prepared.high[kind, treatment]
    drawn = low + uniforms.missing[rows] * (high - low)
    for number, (area, indicator) in enumerate(prepared.missing):
        place = framework.system_of[indicator]
        found[:, area, place] += weights[rows, indicator] * drawn[:, number]
    return found


def _weights(prepared: Prepared, uniforms: Uniforms) -> tuple[Floats, Floats]:
    """Weights of each draw, summing to 1 in each system (draws x indicators) and over the systems (draws x systems)."""
    framework, number = prepared.framework, len(prepared.framework.indicators)
    moved = 1 + PERTURBED * (2 * uniforms.weights - 1)
    weights, systems = moved[:, :number] * framework.weights, moved[:, number:] * framework.system_weights
    out = prepared.may_be_left_out
    # One more than there are to leave out: none is as likely as any.
    chosen = np.minimum((uniforms.left_out * (out.size + 1)).astype(np.int64), out.size)
    leaving = np.flatnonzero(chosen < out.size)
    weights[leaving, out[chosen[leaving]]] = 0.0
    sums = weights @ framework.membership
    return weights / sums[:, framework.system_of], systems / systems.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Bands:
    """Of each area the positions that draws give it, 1 the best; NaN where it has no score.

    `low` to `high` holds the draws from the 5th to the 95th in a hundred. `apart` (areas x areas) is true where the first stands above the
    second in at least 95 % of the draws.
    """

    low: Positions
    middle: Positions
    high: Positions
    in_first_third: Floats  # share of draws
    in_last_third: Floats
    above: Floats  # areas x areas: share of draws in which the first stands above the second
    areas: int  # how many have a score

    @property
    def apart(self) -> Flags:
        return agrees(self.above)

    @property
    def pairs(self) -> int:
        return self.areas * (self.areas - 1) // 2

    @property
    def pairs_apart(self) -> int:
        return int(self.apart.sum())

    @property
    def third(self) -> int:
        """How many areas are a third, rounded down: fewer than three areas have none."""
        return self.areas // 3

    @property
    def standing(self) -> list[str | None]:
        """weak or strong where the whole band lies in the last or first third, else undecided; none without a score.

        The ends of the band are chosen so that this is where at least 95 % of the draws say so.
        """
        told: list[str | None] = []
        for low, high in zip(self.low, self.high, strict=True):
            if np.isnan(low):
                told.append(None)
            elif self.third and low > self.areas - self.third:
                told.append("weak")
            else:
                told.append("strong" if high <= self.third else "undecided")
        return told


def agrees(share: Floats) -> Flags:
    """Whether a share of draws is large enough to say so: 95 % and more."""
    with np.errstate(invalid="ignore"):
        return np.greater_equal(np.round(share * AGREEING[1], DECIMALS), AGREEING[0])


def bands(scores: Floats) -> Bands:
    """The bands of scores drawn (draws x areas)."""
    number, areas = scores.shape
    placed = positions(scores)
    known = ~np.isnan(scores[0]) if number else np.zeros(areas, dtype=bool)
    ordered = np.sort(placed, axis=0)
    outside = number * (AGREEING[1] - AGREEING[0]) // AGREEING[1]
    third = int(known.sum()) // 3
    blank = np.where(known, 0.0, np.nan)
    return Bands(
        ordered[outside],
        ordered[(number - 1) // 2],
        ordered[number - 1 - outside],
        (placed <= third).mean(axis=0) + blank,
        (placed > known.sum() - third).mean(axis=0) + blank,
        above_shares(scores),
        int(known.sum()),
    )


def above_shares(scores: Floats) -> Floats:
    """Areas x areas: in what share of the draws the first scores more than the second; NaN where either has no score."""
    rounded = np.round(scores, DECIMALS)
    number, areas = rounded.shape
    counted = np.zeros((areas, areas))
    for start in range(0, number, AT_ONCE):
        part = rounded[start : start + AT_ONCE]
        counted += (part[:, :, None] > part[:, None, :]).sum(axis=0)
    known = np.isfinite(rounded).all(axis=0).reshape(-1, 1)
    return np.where(known & known.T, counted / max(number, 1), np.nan)


def moved_shares(step: Floats) -> tuple[Floats, Floats]:
    """In what share of the draws an area has a better position than before, and in what a worse one.

    `step` (draws x areas) is by how many places it stands better, in the same draw; NaN where there is no before or now.
    """
    known = ~np.isnan(step).any(axis=0)
    with np.errstate(invalid="ignore"):
        better, worse = (step > 0).mean(axis=0), (step < 0).mean(axis=0)
    return np.where(known, better, np.nan), np.where(known, worse, np.nan)


def dominance(values: Floats, lower: Flags) -> Flags:
    """Areas x areas: whether the first is nowhere worse than the second and somewhere better; no method can turn that round.

    Args:
        values: areas x indicators as they are; a pair that lacks a value on either side is not told apart.
        lower: which indicators are better when lower.
    """
    directed = np.where(lower, -values, values)
    with np.errstate(invalid="ignore"):
        no_worse = (directed[:, None, :] >= directed[None, :, :]).all(axis=2)
        better = (directed[:, None, :] > directed[None, :, :]).any(axis=2)
    return np.asarray(no_worse & better)


@dataclass(frozen=True)
class Sensitivity:
    """Total-order indices: share of the variance of positions that each choice has a part in; they may add up to over 1.

    `of_areas` and its bounds are choices x areas; `of_all` and its bounds, one a choice, are of the mean shift of positions from
    the registry's own. NaN where a position never moves.
    """

    choices: tuple[str, ...]
    of_areas: Floats
    areas_low: Floats
    areas_high: Floats
    of_all: Floats
    all_low: Floats
    all_high: Floats
    runs: int


def sensitivity(
    prepared: Prepared, seed: tuple[int, ...], number: int = 500, resamples: int = 200
) -> Sensitivity:
    """Which choice matters, from `number` x (choices + 2) runs.

    Jansen's estimator: half the mean square of what changing one choice alone does, over the variance of all runs. The
    interval holds 90 % of the indices of that many resamples of the runs (bootstrap). What is missing is no choice where nothing is.
    """
    choices = CHOICES if len(prepared.missing) else CHOICES[:-1]
    first = Uniforms.of(prepared, number, (*seed, 1))
    second = Uniforms.of(prepared, number, (*seed, 2))
    together = first.joined(second)
    for choice in choices:
        together = together.joined(first.taking(choice, second))
    placed = positions(run(prepared, together).index)
    nominal = positions(_nominal(prepared))
    shift = np.nanmean(np.abs(placed - nominal), axis=1) if prepared.scored.any() else placed[:, 0]
    outcome = np.column_stack([placed, shift]).reshape(len(choices) + 2, number, -1)
    # Rows of resamples, how often each run is taken: the first is every run once.
    taken = np.random.default_rng([*seed, 3]).multinomial(number, np.full(number, 1 / number), resamples)
    taken = np.vstack([np.ones(number, dtype=np.int64), taken])
    found = _jansen(outcome, taken)
    low, high = np.quantile(found[1:], [0.05, 0.95], axis=0)
    at, ends = found[0], (low, high)
    return Sensitivity(
        choices,
        at[:, :-1],
        ends[0][:, :-1],
        ends[1][:, :-1],
        at[:, -1],
        ends[0][:, -1],
        ends[1][:, -1],
        number * (len(choices) + 2),
    )


def _jansen(outcome: Floats, taken: npt.NDArray[np.int64]) -> Floats:
    """Total-order indices (resamples x choices x outcomes) of outcomes: (two bases and a block a choice) x runs x outcomes."""
    runs = outcome.shape[1]
    outcome = outcome - outcome[:2].mean(axis=(0, 1))  # of what never moves nothing is left
    both = outcome[0] + outcome[1], outcome[0] ** 2 + outcome[1] ** 2
    mean = taken @ both[0] / (2 * runs)
    variance = taken @ both[1] / (2 * runs) - mean**2
    variance = np.where(variance > 1e-12, variance, np.nan)
    halves = [taken @ (block - outcome[0]) ** 2 / (2 * runs) for block in outcome[2:]]
    return np.stack([half / variance for half in halves], axis=1)


def _nominal(prepared: Prepared) -> Floats:
    """The registry's own index of each area, from what is known."""
    normal = prepared.normal[0, 1].copy()
    normal[tuple(prepared.missing.T)] = np.nan
    return np.where(
        prepared.scored, combine(score(normal, prepared.framework).systems, prepared.framework), np.nan
    )
