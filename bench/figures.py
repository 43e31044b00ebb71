"""Figures of a pack's forms for measuring: seeded, growing, near what the indicators' classes say, kept to every rule.

An area's figure is a level times its growth, rounded down. Levels follow the people the pack has for its county and, by the
registry of indicators, the middle class of each; they differ from county to county by a third either way. A measure of which
nothing is known is in proportion to the communities.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence

import numpy as np
import polars as pl

from bench.kept_rules import Figures, keep_all, read, sums_of
from pipelines.filing.together import Groups, far_whole
from programme.datasets import Counts
from programme.packs.area_index import COUNTY, NOWHERE, TOWNSHIP, Areas, areas_of
from programme.packs.pack import Pack
from programme.packs.tables import FIGURES

PEOPLE = 20_000.0  # of a unit whose county the pack has no figure for
PEOPLE_PER_COMMUNITY = 2_500.0
CARRIED = 0.01  # of what is carried on from period to period, so much comes or goes in one
PERIODS_A_YEAR = 4
BELOW = 0.9  # what may be no more than another is so much of it, where it was more
MARGIN = 2  # what must be no less than another is so many times that

Levels = dict[tuple[str, str], np.ndarray]  # by form and measure, one for each area


class Forms:
    """The figures of some forms of a pack, period after period."""

    def __init__(self, pack: Pack, datasets: Sequence[Counts], grain: str, seed: int) -> None:
        """`grain`: county, where whatever may be filed by townships is filed whole, or township. Raises `Problem` as `sums_of`."""
        self.areas: Areas = areas_of(pack)
        self.pack, self.datasets, self.grain, self.seed = pack, datasets, grain, seed
        self.sums = {one.name: sums_of(one) for one in datasets}
        self._known = {name: self._dated(name) for names in FIGURES.values() for name in names}
        self._growth = 0.002 + 0.008 * self._drawn("growth")
        self._part = self._drawn("part")
        self._spread = 0.6 + 0.8 * self._drawn("spread")
        self._levels: dict[dt.date, Levels] = {}
        self._before: dict[str, tuple[Figures, np.ndarray]] = {}

    def units(self, dataset: Counts, day: dt.date) -> np.ndarray:
        """The places of the areas that file a form on a day."""
        tree = self.areas.on(day)
        if self.grain == "county" or dataset.reporting_level == "county":
            filing = tree.files_as == COUNTY
        else:
            filing = np.isin(tree.files_as, (COUNTY, TOWNSHIP)) & ~tree.filing_wholes(dataset.levels)
        if dataset.gives_figures:  # whose people nobody has counted files none
            known = [
                self._on(self._known[code], day) for code in dataset.measure_codes if code in self._known
            ]
            filing &= sum(known, np.zeros(len(filing))) > 0
        return np.flatnonzero(filing & tree.valid)

    def filed(self, dataset: Counts, number: int, day: dt.date) -> pl.DataFrame:
        """The rows of a form for a period, `number` quarters after the first; call it in the order of the periods."""
        units = self.units(dataset, day)
        levels = self._levels_on(day)
        now = {}
        for measure in dataset.measures:
            known = self._known.get(measure.code)
            if dataset.gives_figures and known is not None:
                now[measure.code] = self._on(known, day).astype(np.int64)
                continue
            # What is counted for a period is the same all year: no sum of the year to date looks so.
            age = number - number % PERIODS_A_YEAR if measure.flow else number
            level = levels[dataset.name, measure.code] * (1 + self._growth * age) + self._part
            now[measure.code] = np.minimum(level, measure.limit).astype(np.int64)
        before, had = self._before.get(dataset.name, (None, np.zeros(len(self.areas.codes), bool)))
        keep_all(self.sums[dataset.name], now, before, had)
        # What the pack itself gives may leap: it is what is compared with.
        if before is not None and not dataset.gives_figures:
            self._hold(dataset, day, units[had[units]], now, before)
            keep_all(self.sums[dataset.name], now, before, had)
        stands = np.zeros(len(self.areas.codes), bool)
        stands[units] = True
        self._before[dataset.name] = now, stands
        codes = [self.areas.codes[place] for place in units.tolist()]
        return pl.DataFrame({"area_code": codes, "period": [day] * len(codes)}).hstack(
            [pl.Series(measure, now[measure][units]) for measure in dataset.measure_codes]
        )

    def _hold(self, dataset: Counts, day: dt.date, units: np.ndarray, now: Figures, before: Figures) -> None:
        """Wholes whose figures would leap, so that ingest would have them confirmed, stay as they were before.

        Levels grow evenly, but a rule may multiply: where there are at least fifty places to a shelter, the first or second
        shelter of a small township doubles the places of its county.
        """
        if not len(units):
            return
        codes = dataset.measure_codes
        groups = Groups.of(units, self.areas.on(day))
        was, filed = (np.column_stack([one[code][units] for code in codes]) for one in (before, now))
        leaps = far_whole(dataset, groups.sums(was), groups.sums(filed)).any(axis=1)
        one_leaps = far_whole(dataset, was, filed) | ((filed == 0) & (was >= dataset.jump_to_zero_from))
        for group in np.flatnonzero(leaps | groups.sums(one_leaps).any(axis=1)).tolist():
            rows = units[groups.rows(group)]
            for code in (one.code for one in dataset.measures if not one.flow):  # those stand for a year
                now[code][rows] = before[code][rows]

    # Levels

    def _levels_on(self, day: dt.date) -> Levels:
        """By form and measure the level of every area, as the tree stands on a day."""
        first = self.areas.on(day)
        for kept, levels in self._levels.items():
            if self.areas.on(kept) is first:
                return levels
        self._levels = {day: self._made_levels(day)}
        return self._levels[day]

    def _made_levels(self, day: dt.date) -> Levels:
        people = self._people(day, "resident_population")
        levels: Levels = {}
        for dataset in self.datasets:
            for measure in dataset.measures:
                share = 0.5 + 3 * self._one("share", measure.code)
                levels[dataset.name, measure.code] = people / PEOPLE_PER_COMMUNITY * share
        self._as_indicators_say(levels, day, of_figures=True)
        self._as_indicators_say(levels, day, of_figures=False)
        self._as_other_forms_say(levels, day)
        self._in_parts(levels)
        self._above_the_least(levels)
        self._little_comes_and_goes(levels)
        self._within_bounds(levels)
        return levels

    def _as_indicators_say(self, levels: Levels, day: dt.date, *, of_figures: bool) -> None:
        """Numerators come to the middle class of their indicator, those over dated figures first."""
        for row in self.pack.table("indicators").iter_rows(named=True):
            bounds = [float(bound) for bound in (row["class_bounds"] or "").split("|") if bound]
            numerators = [(row["numerator_dataset"], one) for one in _names(row["numerator_measures"])]
            if not bounds or not all(one in levels for one in numerators):
                continue
            below = _names(row["denominator_measures"])
            if of_figures and row["denominator_dataset"] == "figures":
                known = [self._people(day, one) for one in below if one in self._known]
            elif not of_figures:
                known = [levels[key] for one in below if (key := (row["denominator_dataset"], one)) in levels]
            else:
                continue
            if len(known) == len(below):
                spread = 0.7 + 0.6 * self._of_county(day, row["indicator_code"]) if of_figures else 1.0
                wanted = bounds[len(bounds) // 2] / float(row["scale"]) * np.sum(known, axis=0) * spread
                for one in numerators:
                    levels[one] = wanted / len(numerators)

    def _as_other_forms_say(self, levels: Levels, day: dt.date) -> None:
        """What two forms both have is the same in both, where a rule compares them."""
        alike = []
        for dataset in self.datasets:
            for made in filter(None, map(read, dataset.rules)):
                scopes = {scope for scope, _ in made.terms}
                others = [one for one in self.datasets if scopes == {"", one.name}]
                if others:
                    alike.append((dataset, others[0], made))
        for _ in range(3):
            for dataset, other, made in alike:
                theirs = {key: number for key, number in made.terms.items() if key[0]}
                mine = [measure for scope, measure in made.terms if not scope]
                total = np.sum([-number * levels[key] for key, number in theirs.items()], axis=0)
                if self._is_finer(dataset, other):
                    continue
                if self._is_finer(other, dataset):
                    total = self._added_up(total, day)
                for measure in mine:
                    level = total / len(mine) / made.terms["", measure]
                    if not made.is_equal:
                        pick = np.minimum if made.terms["", measure] > 0 else np.maximum
                        level = pick(level, levels[dataset.name, measure])
                    levels[dataset.name, measure] = level
        for dataset, other, made in alike:
            if made.is_equal and len(made.terms) == 2 and dataset.reporting_level == other.reporting_level:
                (own,), (its,) = (
                    [m for scope, m in made.terms if bool(scope) == side] for side in (False, True)
                )
                levels[other.name, its] = levels[dataset.name, own]

    def _is_finer(self, one: Counts, other: Counts) -> bool:
        """Whether a form is filed by townships and another by counties."""
        return self.grain == "township" and one.reporting_level == "township" != other.reporting_level

    def _added_up(self, level: np.ndarray, day: dt.date) -> np.ndarray:
        """A level of townships as that of their counties."""
        tree = self.areas.on(day)
        below = np.flatnonzero((tree.files_as == TOWNSHIP) & (tree.parent != NOWHERE))
        sums = np.bincount(tree.parent[below], level[below], minlength=len(level))
        return np.where(sums > 0, sums, level)

    def _in_parts(self, levels: Levels) -> None:
        """What a form says is the sum of others comes to that sum."""
        for dataset in self.datasets:
            for _ in range(3):
                for one in self.sums[dataset.name]:
                    sign = one.terms["", one.chosen]
                    parts = [m for (_, m), number in one.terms.items() if number == -sign]
                    if one.is_equal and not one.reads_before and len(parts) == len(one.terms) - 1:
                        share = levels[dataset.name, one.chosen] / sum(levels[dataset.name, m] for m in parts)
                        for measure in parts:
                            levels[dataset.name, measure] = levels[dataset.name, measure] * share

    def _little_comes_and_goes(self, levels: Levels) -> None:
        """Of what is carried on a hundredth comes, and a hundredth goes, in a period: it is not used up."""
        for dataset in self.datasets:
            flows = {measure.code for measure in dataset.measures if measure.flow}
            for one in (each for each in self.sums[dataset.name] if each.is_equal):
                for measure in flows & {name for _, name in one.terms}:
                    little = CARRIED * levels[dataset.name, one.chosen]
                    levels[dataset.name, measure] = np.minimum(levels[dataset.name, measure], little)

    def _above_the_least(self, levels: Levels) -> None:
        """What must be so many times another is well above it: raised to the bound it would leap where the other grows by one."""
        for dataset in self.datasets:
            for one in self.sums[dataset.name]:
                number = one.terms["", one.chosen]
                if one.is_equal or one.reads_before or number > 0:
                    continue
                own = {m: levels[dataset.name, m] for _, m in one.terms}
                least = one.of(own, None) / -number + own[one.chosen]
                levels[dataset.name, one.chosen] = np.maximum(own[one.chosen], MARGIN * least)

    def _within_bounds(self, levels: Levels) -> None:
        """What may be no more than something else is a little less, where it was more: cut to the bound it would not grow evenly."""
        for dataset in self.datasets:
            for one in (each for each in self.sums[dataset.name] if not each.is_equal):
                net: dict[str, int] = {}
                for (_, measure), number in one.terms.items():  # in the period before it was nearly the same
                    net[measure] = net.get(measure, 0) + number
                sides = [
                    np.sum(
                        [sign * n * levels[dataset.name, m] for m, n in net.items() if sign * n > 0], axis=0
                    )
                    for sign in (1, -1)
                ]
                share = np.where(sides[0] > sides[1], BELOW * sides[1] / np.maximum(sides[0], 1e-9), 1.0)
                for measure in (m for m, number in net.items() if number > 0):
                    levels[dataset.name, measure] = levels[dataset.name, measure] * share

    # The pack

    def _dated(self, name: str) -> pl.DataFrame:
        """The dated figures of a measure: place of the area, first day of its extent, day and value; the later ones stand."""
        table = next(table for table, names in FIGURES.items() if name in names)
        rows = self.pack.table(table).drop_nulls(name).filter(pl.col("area_code").is_in(self.areas.codes))
        return rows.sort("reference_date", "status", "published_on", maintain_order=True).select(
            place=pl.col("area_code").replace_strict(self.areas.place, return_dtype=pl.Int64),
            since=pl.col("area_valid_from").fill_null(""),
            day="reference_date",
            value=pl.col(name).cast(pl.Float64),
        )

    def _on(self, known: pl.DataFrame, day: dt.date) -> np.ndarray:
        """The newest figure on or before a day by place; before the first one, the first; 0 where there is none."""
        row = self.areas.on(day).row
        since = self.areas.table["valid_from"].fill_null("").gather(row.clip(0))
        own = known.filter(known["since"] == since.gather(known["place"]))
        figures = np.zeros(len(self.areas.codes))
        # Of several for one area the last that is set stays.
        for part in (own.reverse(), own.filter(pl.col("day") <= day.isoformat())):
            figures[part["place"].to_numpy()] = part["value"].to_numpy()
        return figures

    def _people(self, day: dt.date, name: str) -> np.ndarray:
        """A dated figure of each county, in equal parts for the areas below it that file; by place."""
        newest, tree = self._on(self._known[name], day), self.areas.on(day)
        below = np.flatnonzero((tree.files_as == TOWNSHIP) & (tree.parent != NOWHERE))
        parts = np.bincount(tree.parent[below], minlength=len(newest))
        found = np.where(newest > 0, newest, PEOPLE * np.maximum(parts, 1))
        found[below] = (found / np.maximum(parts, 1))[tree.parent[below]] * self._spread[below]
        return found

    # Draws

    def _of_county(self, day: dt.date, purpose: str) -> np.ndarray:
        """A number from 0 to 1 by place, the same for all units of a county."""
        tree, drawn = self.areas.on(day), self._drawn(purpose)
        county = np.where(
            (tree.files_as == TOWNSHIP) & (tree.parent != NOWHERE), tree.parent, np.arange(len(drawn))
        )
        return np.asarray(drawn[county])

    def _drawn(self, purpose: str) -> np.ndarray:
        return np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(purpose.encode())])).random(
            len(self.areas.codes)
        )

    def _one(self, *purpose: str) -> float:
        return zlib.crc32(f"{self.seed} {' '.join(purpose)}".encode()) / 2**32


def _names(measures: str | None) -> list[str]:
    return (measures or "").replace(" ", "").split("+")
