"""What can be said of filed counts without knowing what stands: types, areas, periods, rules, repetitions.

All files of one dataset are checked together, as one frame; only the wording of errors goes row by row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import polars as pl

from pipelines.filing import cells, wording
from pipelines.filing.draft import Draft, together
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.names import compare_names
from pipelines.filing.periods import Calendar
from pipelines.filing.read import is_blank
from pipelines.filing.tally import parted, tally
from programme.datasets import Counts, Rule
from programme.datasets.dataset import Severity
from programme.packs.area_index import LEVELS, NOWHERE, Areas
from words.problems import Problem

Wording = Problem | Callable[[int], Problem]
NO_FIGURE = -1  # a blank cell in an array of counts, which are never negative


@dataclass
class Checked:
    """All rows of one dataset's files, typed; arrays run parallel to `rows`. A file's rows stand together."""

    dataset: Counts
    drafts: list[Draft]
    start: np.ndarray  # where each draft's rows begin; one more entry closes the last
    rows: pl.DataFrame  # area_code, period, the measures, file_row
    period: np.ndarray  # place in `periods`, NOWHERE where it is no acceptable period
    area: np.ndarray  # place in Areas.codes, NOWHERE where unknown
    periods: list[dt.date]
    _by_period: dict[int, list[tuple[dt.date, np.ndarray]]] = field(default_factory=dict, repr=False)
    _figures: tuple[slice, np.ndarray] | None = None  # those asked for last

    def figures(self, of: slice) -> np.ndarray:
        """The measures of some rows, one column each, to be read only; `NO_FIGURE` where blank."""
        if self._figures is None or self._figures[0] != of:  # a file's are asked for some times in a row
            filled = pl.col(self.dataset.measure_codes).fill_null(NO_FIGURE)
            self._figures = of, self.rows[of].select(filled).to_numpy()
        return self._figures[1]

    def of(self, number: int) -> slice:
        return slice(int(self.start[number]), int(self.start[number + 1]))

    def by_period(self, number: int) -> list[tuple[dt.date, np.ndarray]]:
        """The rows of a file by period, as places in `rows`, in order."""
        if number not in self._by_period:
            start, period = self.of(number).start, self.period[self.of(number)]
            found = [(self.periods[period[part[0]]], part + start) for part in parted(period)]
            self._by_period[number] = found
        return self._by_period[number]


class Checker:
    """Checks the drafts of one dataset. `run` returns the typed rows; errors go to their drafts."""

    def __init__(self, dataset: Counts, drafts: list[Draft], areas: Areas, calendar: Calendar) -> None:
        self.dataset = dataset
        self.drafts = drafts
        self.areas = areas
        self.calendar = calendar
        frames = [draft.text for draft in drafts if draft.text is not None]
        self.text = frames[0] if len(frames) == 1 else together(frames)
        heights = [frame.height for frame in frames]
        self.start = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)
        self.file = np.repeat(np.arange(len(drafts)), heights)
        self.row = self.text["file_row"].to_numpy()

    def run(self) -> Checked:
        period, periods = self._periods()
        area, codes = self._areas(period, periods)
        known = (area != NOWHERE) & (period != NOWHERE)
        # The place of a row in a table of periods by areas: one number, by which all that hangs on both is looked up.
        cell = np.where(known, period * len(self.areas.codes) + area, 0)
        self._areas_on(area, period, periods, known, cell)
        self._names(area)
        rows = self._figures(codes, period, periods)
        self._filed_early(period, periods)
        self._repetitions(area, periods, known, cell)
        return Checked(self.dataset, self.drafts, self.start, rows, period, area, periods)

    # ------------------------------------------------------------ errors

    def _refuse(
        self,
        bad: np.ndarray,
        column: str,
        words: Wording,
        rule: Rule | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Count the bad rows for their files and word the first of each file. A warning does not refuse."""
        severity = severity or (rule.severity if rule else "error")
        if not bad.any():
            return
        places = np.flatnonzero(bad)
        files, first, counts = np.unique(self.file[places], return_index=True, return_counts=True)
        for file, begin, number in zip(files, first, counts, strict=True):
            draft = self.drafts[file]
            found = [
                self._finding(at, column, words(at) if callable(words) else words, severity, rule)
                for at in places[begin : begin + min(number, LISTED_PER_FILE)].tolist()
            ]
            if severity == "warning":
                draft.note(found, int(number))
            else:
                draft.refuse(found, int(number))

    def _finding(
        self, at: int, column: str, problem: Problem, severity: Severity, rule: Rule | None
    ) -> Finding:
        heading = self.drafts[self.file[at]].column(column)
        name = rule.name if rule else None
        return Finding(int(self.row[at]), heading, self._cell(at, column), problem, True, severity, name)

    def _cell(self, at: int, column: str) -> str | None:
        file = self.file[at]
        as_filed = self.drafts[file].as_filed
        text = as_filed()[column][at - int(self.start[file])] if as_filed else self.text[column][at]
        return text.strip() or None if text is not None else None

    # ------------------------------------------------------------ periods

    def _periods(self) -> tuple[np.ndarray, list[dt.date]]:
        """The period of every row as a place in the list of the acceptable ones that occur."""
        # Rows of a period mostly stand together: runs of equal texts are looked up, not rows.
        runs = self.text["period"].rle().struct.unnest()
        texts = runs["value"].unique().to_list()
        readings = [self._day(text) if text is not None else None for text in texts]
        number = dict(zip(texts, range(len(texts)), strict=True))
        numbers = runs["value"].replace_strict(number, return_dtype=pl.Int64)
        which = np.repeat(numbers.to_numpy().astype(np.int64), runs["len"].to_numpy())
        days = np.array([day.toordinal() if day else 0 for day in readings], np.int64)[which]
        empty = np.array([text is None or not cells.plain(text) for text in texts], bool)[which]
        self._refuse(
            ~empty & (days == 0),
            "period",
            lambda at: wording.not_a_date(self._cell(at, "period") or "", self.dataset.cycle),
        )
        days = self._reconciled(days, empty, [draft.filing.period for draft in self.drafts], "--period")
        days = self._reconciled(
            days, empty, [draft.filing.listed_period for draft in self.drafts], "files.csv"
        )
        self._refuse(empty & (days == 0), "period", wording.period_missing(self.dataset.cycle))
        return self._acceptable(days)

    def _day(self, text: str) -> dt.date | None:
        year = cells.year(text) if self.dataset.cycle == "annual" else None
        return year or cells.period(text)

    def _reconciled(
        self, days: np.ndarray, empty: np.ndarray, given: list[dt.date | None], source: str
    ) -> np.ndarray:
        """Blank periods filled with what is said of the file; the others must not contradict it."""
        if not any(given):
            return days
        wanted = np.array([day.toordinal() if day else 0 for day in given], np.int64)[self.file]
        self._refuse(
            (wanted > 0) & (days > 0) & (days != wanted),
            "period",
            lambda at: Problem(
                "check.period_conflict", source=source, wanted=dt.date.fromordinal(int(wanted[at]))
            ),
        )
        return np.where(empty & (days == 0), wanted, days)

    def _acceptable(self, days: np.ndarray) -> tuple[np.ndarray, list[dt.date]]:
        """Periods of the dataset from the pack's first one to the last one that has ended."""
        # A day indexes an array directly: dates lie close together, and rows may be a million.
        distinct = np.flatnonzero(np.bincount(days))
        place_of = np.full(int(days.max(initial=0)) + 1, NOWHERE, np.int64)
        periods: list[dt.date] = []
        faults: dict[int, Problem] = {}
        for ordinal in distinct[distinct > 0].tolist():
            day = dt.date.fromordinal(ordinal)
            fault = self.calendar.fault(day, self.dataset)
            if fault is None:
                place_of[ordinal] = len(periods)
                periods.append(day)
            else:
                faults[ordinal] = fault
        for rule in sorted({fault.rule for fault in faults.values()}):
            self._refuse_periods(days, rule, faults)
        return place_of[days], periods

    def _refuse_periods(self, days: np.ndarray, rule: str, faults: dict[int, Problem]) -> None:
        wrong = np.zeros(int(days.max()) + 1, bool)
        wrong[[ordinal for ordinal, fault in faults.items() if fault.rule == rule]] = True
        self._refuse(wrong[days], "period", lambda at: faults[int(days[at])])

    def _filed_early(self, period: np.ndarray, periods: list[dt.date]) -> None:
        """A return cannot be filed before its period has ended; said once of the file."""
        if not periods or min(draft.filing.filed_on for draft in self.drafts) >= max(periods):
            return
        for number, draft in enumerate(self.drafts):
            places = np.unique(period[self.start[number] : self.start[number + 1]])
            newest = max(
                (periods[place] for place in places.tolist() if place != NOWHERE), default=dt.date.min
            )
            filed_on = draft.filing.filed_on
            if filed_on < newest:
                problem = Problem("check.filed_before_period_end", filed_on=filed_on, period=newest)
                draft.refuse([Finding(None, "filed_on", filed_on.isoformat(), problem)])

    # ------------------------------------------------------------ areas

    def _areas(self, period: np.ndarray, periods: list[dt.date]) -> tuple[np.ndarray, pl.Series]:
        """The place of every row's code in the tree, and the codes as they are landed."""
        column = self.text["area_code"]
        codes = column.cast(self.areas.dtype, strict=False)
        if codes.null_count():
            odd = column.filter(codes.is_null()).unique().drop_nulls().to_list()
            plain = {text: cells.code(text) for text in odd}
            column = column.replace(list(plain), list(plain.values())) if plain else column
            codes = column.cast(self.areas.dtype, strict=False)
        place = codes.to_physical().cast(pl.Int64).fill_null(NOWHERE).to_numpy()
        unknown = place == NOWHERE
        if unknown.any():
            empty = (column.is_null() | (column == "")).to_numpy()
            self._refuse(unknown & empty, "area_code", Problem("check.code_missing"))

            def unlike(at: int) -> Problem:
                day = periods[period[at]] if period[at] != NOWHERE else None
                likely = self.areas.may_file(self.dataset.levels, day)
                near = self.areas.nearest(column[at], self._cell(at, "area_name"), likely)
                name = self.areas.name(self.areas.place[near], day) if near else None
                return wording.unknown_code(column[at], near, name)

            self._refuse(unknown & ~empty, "area_code", unlike)
        return place, column

    def _areas_on(
        self,
        area: np.ndarray,
        period: np.ndarray,
        periods: list[dt.date],
        known: np.ndarray,
        cell: np.ndarray,
    ) -> None:
        """An area must be valid at the period, and of a level that may file."""
        if not periods:
            return
        level = np.concatenate([self.areas.on(day).files_as for day in periods])[cell]
        may = np.array([name in self.dataset.levels for name in LEVELS] + [False])  # the last: valid nowhere
        if may[level].all():
            return
        self._refuse(
            known & (level == NOWHERE),
            "area_code",
            lambda at: wording.area_not_valid(self.areas, int(area[at]), periods[period[at]]),
        )
        self._refuse(
            known & (level != NOWHERE) & ~may[level],
            "area_code",
            lambda at: wording.level_may_not_file(
                self.areas, self.dataset, int(area[at]), periods[period[at]]
            ),
        )

    def _names(self, area: np.ndarray) -> None:
        """The name beside a code must be one of its own: rows that changed places are seen by nothing else."""
        for severity, bad, words in compare_names(self.text["area_name"], area, self.areas):
            self._refuse(bad, "area_name", words, severity=severity)

    # ------------------------------------------------------------ figures

    def _figures(self, codes: pl.Series, period: np.ndarray, periods: list[dt.date]) -> pl.DataFrame:
        measures = self.dataset.measure_codes
        days = pl.Series([*periods, None], dtype=pl.Date)
        dates = days.gather(pl.Series(np.where(period == NOWHERE, len(periods), period)))
        digits = pl.col(measures).cast(pl.Int64, strict=False)
        # Sums of figures too large must not overflow: the rules would then say something else of them.
        counts = self.text.select(digits.clip(-cells.BEYOND, cells.BEYOND))
        columns = [self._figure(code, counts[code]) for code in measures]
        rows = pl.DataFrame(
            [codes.alias("area_code"), dates.alias("period"), *columns, self.text["file_row"]]
        )
        self._without_figure(rows)
        self._bounds(rows)
        self._lives(rows, period, periods)
        self._rules(rows)
        return rows

    def _figure(self, code: str, counts: pl.Series) -> pl.Series:
        """The figures of a measure. Texts that are no bare digits are looked at one by one, each once."""
        texts = self.text[code]
        odd = counts.is_null() & texts.is_not_null()
        if not odd.any():
            return counts
        at = odd.arg_true()
        strange = texts.gather(at)
        values = {text: cells.whole_number(text) for text in strange.unique().to_list()}
        counts = counts.scatter(at, strange.replace_strict(values, return_dtype=pl.Int64))
        blank = self.text.select(is_blank(code)).to_series()
        self._refuse(
            (counts.is_null() & ~blank).to_numpy(),
            code,
            lambda at: wording.not_a_whole_number(self._cell(at, code) or ""),
        )
        return counts

    def _without_figure(self, rows: pl.DataFrame) -> None:
        """Rows in which nothing is filled in land and stand as not known; that may not be what was meant."""
        measures = self.dataset.measure_codes
        if not all(rows[code].null_count() for code in measures):
            return
        empty = rows.select(pl.all_horizontal(pl.col(measures).is_null())).to_series().to_numpy()
        for number, draft in enumerate(self.drafts):
            own = empty[self.start[number] : self.start[number + 1]]
            if len(own) and own.all():
                draft.refuse([Finding(None, None, None, Problem("check.no_figure", rows=len(own)))])
            elif own.any():
                first = int(self.row[self.start[number] + int(np.flatnonzero(own)[0])])
                count = {"n": int(own.sum()), "rows": len(own), "first": first}
                problem = Problem("check.rows_without_figure", **count)
                draft.note([Finding(None, None, None, problem, severity="warning")])

    def _bounds(self, rows: pl.DataFrame) -> None:
        """No figure is negative or more than one area can have."""
        extremes = rows.select(
            *(pl.col(measure.code).min().alias(f"{measure.code}|low") for measure in self.dataset.measures),
            *(pl.col(measure.code).max().alias(f"{measure.code}|high") for measure in self.dataset.measures),
        ).row(0, named=True)
        for measure in self.dataset.measures:
            code = measure.code
            if (extremes[f"{code}|low"] or 0) < 0:
                self._refuse((rows[code].fill_null(0) < 0).to_numpy(), code, Problem("check.negative"))
            if (extremes[f"{code}|high"] or 0) > measure.limit:
                bad = (rows[code].fill_null(0) > measure.limit).to_numpy()
                self._refuse(bad, code, wording.too_large(measure))

    def _lives(self, rows: pl.DataFrame, period: np.ndarray, periods: list[dt.date]) -> None:
        """A measure is asked for in its life only; in it, a file of a period must have its column."""
        for measure in self.dataset.measures:
            if measure.first_period is None and measure.last_period is None:
                continue
            alive = np.array([*(measure.is_alive(day) for day in periods), True])
            span = Problem(
                "check.span",
                since=measure.first_period or Problem("check.the_beginning"),
                until=measure.last_period or Problem("check.now"),
            )
            self._refuse(
                ~alive[period] & rows[measure.code].is_not_null().to_numpy(),
                measure.code,
                partial(_not_in_this_period, periods, period, span),
            )
            if not measure.optional:
                self._needed_columns(measure.code, period, periods, alive)

    def _needed_columns(
        self, code: str, period: np.ndarray, periods: list[dt.date], alive: np.ndarray
    ) -> None:
        for number, draft in enumerate(self.drafts):
            recognised = draft.recognised
            if recognised is None or code in recognised.place:
                continue
            own = period[self.start[number] : self.start[number + 1]]
            asked = [place for place in np.unique(own).tolist() if place != NOWHERE and alive[place]]
            if asked:
                problem = Problem(
                    "check.missing_column.period",
                    dataset=wording.form(self.dataset),
                    period=periods[asked[0]],
                    column=code,
                )
                draft.refuse([Finding(recognised.heading_row, code, None, problem)])

    def _rules(self, rows: pl.DataFrame) -> None:
        """The rules between the figures of a row. A rule that also needs what stands is judged later."""
        own = [rule for rule in self.dataset.all_rules if not rule.expression.scopes]
        if not own:
            return
        if any("filed_on" in {name.column for name in rule.expression.names} for rule in own):
            filed_on = pl.Series([draft.filing.filed_on for draft in self.drafts], dtype=pl.Date)
            rows = rows.with_columns(filed_on=filed_on.gather(pl.Series(self.file)))
        holding = rows.select(rule.expression.polars.fill_null(True).alias(rule.name) for rule in own)
        for rule in own:
            if not holding[rule.name].all():
                self._refuse(
                    ~holding[rule.name].to_numpy(),
                    rule.cell,
                    partial(self._broken, rule, rows),
                    rule,
                )

    def _broken(self, rule: Rule, rows: pl.DataFrame, at: int) -> Problem:
        return wording.broken_rule(self.dataset, rule, rows.row(at, named=True))

    # ------------------------------------------------------------ repetitions inside a file

    def _repetitions(
        self,
        area: np.ndarray,
        periods: list[dt.date],
        known: np.ndarray,
        cell: np.ndarray,
    ) -> None:
        """The same area twice, and an area beside one that it is part of, in one file and period."""
        if not known.any():
            return
        size = len(periods) * len(self.areas.codes)
        key = cell if len(self.drafts) == 1 else self.file * size + cell
        if known.all():
            present, repeated = tally(key, len(self.drafts) * size)
        else:
            present, repeated = tally(key[known], len(self.drafts) * size)
            key = np.where(known, key, NOWHERE)
        if repeated:
            order = np.argsort(key, kind="stable")
            again = np.zeros(len(key), bool)
            again[order[1:]] = (key[order[1:]] == key[order[:-1]]) & (key[order[1:]] != NOWHERE)
            self._refuse(
                again,
                "area_code",
                lambda at: Problem(
                    "check.same_area_twice", row=int(self.row[np.flatnonzero(key == key[at])[0]])
                ),
            )
        trees = [self.areas.on(day) for day in periods]
        wholes = np.concatenate([tree.filing_wholes(self.dataset.levels) for tree in trees])
        if not (wholes[cell] & known).any():  # nothing is filed that anything could be a part of
            return
        parents = np.concatenate([tree.filing_parent(self.dataset.levels) for tree in trees])
        parent = np.where(known, parents[cell], NOWHERE)
        within = parent != NOWHERE
        above = np.where(within, key - area + parent, NOWHERE)

        def inside(at: int) -> Problem:
            row = int(self.row[np.flatnonzero(key == above[at])[0]])
            code = self.areas.codes[parent[at]]
            whole = wording.named(code, self.areas.name(int(parent[at])))
            return Problem("check.ancestor_and_descendant", whole=whole, row=row)

        self._refuse(within & present(above), "area_code", inside)


def _not_in_this_period(periods: list[dt.date], period: np.ndarray, span: Problem, at: int) -> Problem:
    return Problem("check.not_in_this_period", period=periods[period[at]], span=span)
