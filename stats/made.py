"""All that is made of one period: frames with the columns of the marts, from frames of values, registry and peers.

A build makes the newest period and a year before so; a page makes any other the same way, off its own thread.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from stats import index
from stats.draws import (
    DRAWS,
    SEED,
    Bands,
    Drawn,
    Prepared,
    Sensitivity,
    Uniforms,
    agrees,
    bands,
    dominance,
    moved_shares,
    prepare,
    run,
    sensitivity,
)
from stats.frames import JUDGED, SCHEMAS, WHOLE, frame, number, whole_number
from stats.index import Framework, Scores
from stats.normal import Bounds, Floats, treated_values

Progress = Callable[[str, int, int], None]
RULES = 2  # counted up where the same inputs no longer give the same rows, so that a build does not keep those it has


@dataclass(frozen=True)
class Asked:
    """What a period's index is made from.

    Attributes:
        period: the last day of the quarter.
        values: one row per area (county, city, province) and indicator: `area_code, area_valid_from, area_level,
            indicator_code, value, value_period`, sorted; null where there is no value.
        registry: one row per indicator: `indicator_code, policy_system, polarity, weight, system_weight` and bounds.
        peers: `area_code, peer_group`; without a row an area is drawn from all.
        root: code of the area that stands for all counties in what is said of all of them.
    """

    period: dt.date
    values: pl.DataFrame
    registry: pl.DataFrame
    peers: pl.DataFrame
    root: str


def digest_of(*asked: Asked) -> str:
    """What tells the rows that are made of this from any others: the same inputs give the same rows."""
    made = hashlib.sha256(f"{SEED} {DRAWS} {RULES}".encode())
    for one in asked:
        made.update(f"{one.period} {one.root}".encode())
        for part in (one.values, one.registry, one.peers):
            made.update(part.write_csv().encode())
    return made.hexdigest()[:16]


@dataclass(frozen=True)
class Period:
    """One period worked out: counties first to last in order of code, whole areas after them."""

    asked: Asked
    screened: pl.DataFrame
    framework: Framework
    areas: pl.DataFrame  # area_code, area_valid_from, area_level
    counties: int
    values: Floats  # areas x indicators
    bounds: Bounds
    normal: Floats
    scores: Scores
    prepared: Prepared
    drawn: Drawn


def of_period(asked: Asked, draws: int = DRAWS) -> Period | None:
    """Everything but the frames; None where no indicator can be in an index."""
    areas = asked.values.select("area_code", "area_valid_from", "area_level").unique()
    areas = areas.sort(pl.col("area_level") != JUDGED, "area_code")
    counties = areas.filter(area_level=JUDGED)["area_code"]
    of_counties = asked.values.filter(pl.col("area_level") == JUDGED)
    screened = index.screen(asked.registry, of_counties, counties.len())
    framework = index.framework_of(screened)
    if not framework.indicators:
        return None
    bounds = Bounds.of(screened.filter(pl.col("left_out").is_null()))
    values = index.matrix(asked.values, areas["area_code"].to_list(), framework)
    normal, scores = index.scored(values, bounds, framework)
    groups = areas.join(asked.peers, on="area_code", how="left", maintain_order="left")["peer_group"]
    numbers = {name: place for place, name in enumerate(groups.drop_nulls().unique().sort())}
    peers = np.array([numbers.get(name, -1) for name in groups[: counties.len()]], dtype=np.int64)
    prepared = prepare(values[: counties.len()], bounds, framework, peers)
    drawn = run(prepared, Uniforms.of(prepared, draws, (SEED,), asked.period.toordinal()))
    return Period(
        asked, screened, framework, areas, counties.len(), values, bounds, normal, scores, prepared, drawn
    )


def frames(
    asked: Asked, before: Asked | None = None, draws: int = DRAWS, progress: Progress | None = None
) -> dict[str, pl.DataFrame]:
    """The rows of every mart for a period, by name of the mart; all empty where there is no index.

    Args:
        asked: the period.
        before: a year before, by the same registry, whose positions these are compared with; None for no comparison.
        draws: how many.
        progress: called with the step's name (draws, year_before, sensitivity, done), how many are done, and of how many.
    """
    step = progress or (lambda *_: None)
    step("draws", 0, 3)
    now = of_period(asked, draws)
    step("year_before", 1, 3)
    then = of_period(before, draws) if before is not None and now is not None else None
    step("sensitivity", 2, 3)
    digest = digest_of(*(one for one in (asked, before) if one is not None))
    made = _frames(now, then, digest) if now is not None else {name: frame(name, []) for name in SCHEMAS}
    step("done", 3, 3)
    return made


def frames_of_both(asked: Asked, before: Asked, draws: int = DRAWS) -> dict[str, pl.DataFrame]:
    """The rows of a period, compared with a year before, and those of the year before."""
    now, then = of_period(asked, draws), of_period(before, draws)
    digest = digest_of(asked, before)
    found = [_frames(one, other, digest) for one, other in ((now, then), (then, None)) if one is not None]
    return {name: pl.concat([frame(name, []), *(part[name] for part in found)]) for name in SCHEMAS}


def _frames(now: Period, then: Period | None, digest: str) -> dict[str, pl.DataFrame]:
    found = _Scopes(now, then)
    felt = sensitivity(now.prepared, (SEED,)) if now.prepared.scored.sum() > 1 else None
    rows = {
        "index_runs": found.runs(felt.runs if felt else 0, digest),
        "index_scores": found.scores(),
        "index_parts": _parts(now),
        "index_indicators": _indicators(now),
        "index_correlations": _correlations(now),
        "index_pairs": found.pairs(),
        "index_sensitivity": _sensitivity(now, felt),
    }
    return {name: frame(name, listed) for name, listed in rows.items()}


class _Scopes:
    """The index and each system, one after the other: scores, bands, pairs."""

    def __init__(self, now: Period, then: Period | None) -> None:
        self.now, self.then = now, then
        self.scopes = (WHOLE, *now.framework.systems)
        self.bands: dict[str, Bands] = {scope: bands(_drawn(now, scope)) for scope in self.scopes}
        counties = now.values[: now.counties]
        self.dominating = {
            scope: dominance(
                counties[:, _own(now.framework, scope)], now.bounds.reversed[_own(now.framework, scope)]
            )
            for scope in self.scopes
        }
        self.codes = now.areas["area_code"].to_list()

    def runs(self, sensitivity_runs: int, digest: str) -> Iterator[tuple[Any, ...]]:
        now = self.now
        weighed = now.asked.registry.drop_nulls("weight_set")
        facts = weighed.row(0, named=True)
        for scope in self.scopes:
            own, found = _own(now.framework, scope), self.bands[scope]
            alpha = index.cronbach(now.normal[: now.counties][:, own])
            yield (
                now.asked.period,
                scope,
                facts["weight_set"],
                facts["weights_on"],
                now.asked.registry["bounds_made_on"].max(),
                int(own.sum()),
                now.counties,
                found.areas,
                found.pairs,
                found.pairs_apart,
                int(self.dominating[scope].sum()),
                number(alpha),
                now.drawn.index.shape[0],
                sensitivity_runs if scope == WHOLE else 0,
                SEED,
                self.then.asked.period if self.then else None,
                digest,
            )

    def scores(self) -> Iterator[tuple[Any, ...]]:
        now = self.now
        log_shares = index.log_shares(now.scores, now.framework)
        cover = index.compensation(now.scores, now.framework)
        average = _average(now.scores.systems[: now.counties])
        # Of the systems that an area has a score in: where one is missing, so it is of the average.
        average = np.where(np.isnan(now.scores.systems), np.nan, average)
        gains = index.shapley(average, now.scores.systems, now.framework)
        gains[np.isnan(now.scores.index)] = np.nan
        changes = self._changes()
        for scope in self.scopes:
            scores = _nominal(now, scope)
            placed = index.positions(scores[: now.counties])
            own, found = _own(now.framework, scope), self.bands[scope]
            better, worse = self._moved(scope)
            standing = found.standing
            known = (~np.isnan(now.values[:, own])).sum(axis=1)
            system = None if scope == WHOLE else now.framework.systems.index(scope)
            for row, (code, valid_from, level) in enumerate(now.areas.iter_rows()):
                judged = row < now.counties
                of_draws: tuple[Any, ...] = (None,) * 11
                if judged:
                    of_draws = (
                        whole_number(placed[row]),
                        whole_number(found.low[row]),
                        whole_number(found.middle[row]),
                        whole_number(found.high[row]),
                        number(found.in_first_third[row]),
                        number(found.in_last_third[row]),
                        standing[row],
                        int(found.apart[row].sum()) if standing[row] else None,
                        int(found.apart[:, row].sum()) if standing[row] else None,
                        number(better[row]),
                        number(worse[row]),
                    )
                yield (
                    now.asked.period,
                    scope,
                    code,
                    valid_from,
                    level,
                    number(scores[row]),
                    int(known[row]),
                    int(own.sum()),
                    *of_draws,
                    _moved(better[row], worse[row]) if judged else None,
                    None if system is None else float(now.framework.system_weights[system]),
                    None if system is None else number(log_shares[row, system]),
                    None if system is None else number(gains[row, system]),
                    None if system is None else number(changes[row, system]),
                    number(cover[row]) if system is None else None,
                )

    def pairs(self) -> Iterator[tuple[Any, ...]]:
        above, dominating = self.bands[WHOLE].above, self.dominating[WHOLE]
        apart = self.bands[WHOLE].apart
        for one in range(self.now.counties):
            for other in range(self.now.counties):
                if one != other and not np.isnan(above[one, other]):
                    named = self.codes[one], self.codes[other]
                    share = float(above[one, other])
                    yield (
                        self.now.asked.period,
                        *named,
                        share,
                        bool(apart[one, other]),
                        bool(dominating[one, other]),
                    )

    def _moved(self, scope: str) -> tuple[Floats, Floats]:
        """Shares of draws in which each county's position is better, and worse, than a year before.

        Known only where the scope rests on the same indicators both times; positions are among the counties that have a
        score both times, so that who comes or goes moves nobody.
        """
        now, then = self.now, self.then
        blank = np.full(now.counties, np.nan)
        if then is None or not _is_same(now.framework, then.framework, scope):
            return blank, blank
        places = _same_areas(now, then)[: now.counties]
        earlier = np.where(places >= 0, _drawn(then, scope)[:, places], np.nan)
        return moved_shares(_steps(earlier, _drawn(now, scope)))

    def _changes(self) -> Floats:
        """What each system gives to the change of the index since a year before (areas x systems), by the same indicators."""
        now, then = self.now, self.then
        if then is None or not _is_same(now.framework, then.framework, WHOLE):
            return np.full(now.scores.systems.shape, np.nan)
        places = _same_areas(now, then)
        start = np.where(places[:, None] >= 0, then.scores.systems[places], np.nan)
        return index.shapley(start, now.scores.systems, now.framework)


def _steps(earlier: Floats, now: Floats) -> Floats:
    """By how many places each area (draws x areas) stands better now; only those with a score both times have places."""
    known = ~(np.isnan(earlier) | np.isnan(now)).any(axis=0)
    first, second = (index.positions(np.where(known, scores, np.nan)) for scores in (earlier, now))
    return np.asarray(first - second)


def _is_same(now: Framework, then: Framework, scope: str) -> bool:
    """Whether a scope rests on the same indicators in both."""
    if scope != WHOLE and scope not in then.systems:
        return False
    sides = [
        {code for code, own in zip(one.indicators, _own(one, scope), strict=True) if own}
        for one in (now, then)
    ]
    return sides[0] == sides[1]


def _own(framework: Framework, scope: str) -> npt.NDArray[np.bool_]:
    """Which indicators a scope is made of."""
    if scope == WHOLE:
        return np.ones(len(framework.indicators), dtype=bool)
    return np.asarray(framework.system_of == framework.systems.index(scope))


def _drawn(period: Period, scope: str) -> Floats:
    if scope == WHOLE:
        return period.drawn.index
    return period.drawn.systems[:, :, period.framework.systems.index(scope)]


def _nominal(period: Period, scope: str) -> Floats:
    if scope == WHOLE:
        return period.scores.index
    return period.scores.systems[:, period.framework.systems.index(scope)]


def _same_areas(now: Period, then: Period) -> npt.NDArray[np.int64]:
    """Where each area of now stands among those of then; -1 where its extent is another."""
    places = {row[:2]: place for place, row in enumerate(then.areas.rows())}
    return np.array([places.get(row[:2], -1) for row in now.areas.rows()], dtype=np.int64)


def _average(systems: Floats) -> Floats:
    """The mean score of the counties in each system; NaN where none has one."""
    known = ~np.isnan(systems)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, systems, 0).sum(axis=0) / known.sum(axis=0))


def _moved(better: float, worse: float) -> str | None:
    if np.isnan(better):
        return None
    if agrees(np.array([better]))[0]:
        return "better"
    return "worse" if agrees(np.array([worse]))[0] else "undecided"


def _parts(now: Period) -> Iterator[tuple[Any, ...]]:
    points = index.shares_of_system(now.normal, now.framework)
    counties = now.normal[: now.counties]
    gains = now.framework.weights * (now.normal - np.nanmean(counties, axis=0))
    treated = treated_values(now.values, now.bounds)
    periods = {
        row[:2]: row[2]
        for row in now.asked.values.select("area_code", "indicator_code", "value_period").rows()
    }
    for row, (code, valid_from, level) in enumerate(now.areas.iter_rows()):
        for place, indicator in enumerate(now.framework.indicators):
            value = number(now.values[row, place])
            yield (
                now.asked.period,
                code,
                indicator,
                valid_from,
                level,
                now.framework.systems[now.framework.system_of[place]],
                value,
                None if value is None else periods[code, indicator],
                None if value is None else periods[code, indicator] != now.asked.period,
                number(treated[row, place]),
                None if value is None else bool(treated[row, place] != now.values[row, place]),
                number(now.normal[row, place]),
                number(points[row, place]),
                number(gains[row, place]),
            )


def _indicators(now: Period) -> Iterator[tuple[Any, ...]]:
    counties = now.normal[: now.counties]
    importance = index.correlations(counties, now.scores.index[: now.counties, None])[:, 0]
    with_systems = index.correlations(counties, now.scores.systems[: now.counties])
    loadings = np.full(len(now.framework.indicators), np.nan)
    told = np.full(len(now.framework.systems), np.nan)
    for place in range(len(now.framework.systems)):
        own = now.framework.system_of == place
        loadings[own], told[place] = index.principal_weights(counties[:, own])
    places = {code: place for place, code in enumerate(now.framework.indicators)}
    for row in now.screened.iter_rows(named=True):
        at = places.get(row["indicator_code"])
        system = int(now.framework.system_of[at]) if at is not None else None
        yield (
            now.asked.period,
            row["indicator_code"],
            row["policy_system"],
            row["left_out"],
            row["areas_known"],
            None if at is None else float(now.framework.weights[at]),
            None if at is None else float(now.framework.effective[at]),
            None if at is None else number(importance[at]),
            None if at is None or system is None else number(with_systems[at, system]),
            None if at is None else number(loadings[at]),
            None if system is None else number(told[system]),
            row["treatment"],
        )


def _correlations(now: Period) -> Iterator[tuple[Any, ...]]:
    counties = now.normal[: now.counties]
    for place, system in enumerate(now.framework.systems):
        own = np.flatnonzero(now.framework.system_of == place)
        found = index.correlations(counties[:, own], counties[:, own])
        for first in range(own.size):
            for second in range(first + 1, own.size):
                names = (now.framework.indicators[own[first]], now.framework.indicators[own[second]])
                r = number(found[first, second])
                yield (now.asked.period, *names, system, r, index.remark_on(r))


def _sensitivity(now: Period, felt: Sensitivity | None) -> Iterator[tuple[Any, ...]]:
    if felt is None:
        return
    codes = now.areas["area_code"].to_list()[: now.counties]
    for which, choice in enumerate(felt.choices):
        every = (felt.of_all, felt.all_low, felt.all_high)
        yield (now.asked.period, now.asked.root, choice, *(number(one[which]) for one in every))
        each = (felt.of_areas, felt.areas_low, felt.areas_high)
        for place, code in enumerate(codes):
            if now.prepared.scored[place]:
                yield (now.asked.period, code, choice, *(number(one[which, place]) for one in each))
