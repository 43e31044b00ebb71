"""What can be said of filed rows without knowing what stands: types, areas, periods, rules, repetitions.

All files of one dataset are checked together, as one frame; only the wording of errors goes row by row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipelines.filing import cells, wording
from pipelines.filing.finding import LISTED_PER_FILE, FileOutcome, Finding, shorten, told
from pipelines.filing.gather import Filing
from pipelines.filing.read import is_blank
from pipelines.filing.recognise import Recognised
from programme.datasets import Contract
from programme.packs.area_index import LEVELS, NOWHERE, Areas

Wording = wording.Words | Callable[[int], wording.Words]
Fault = tuple[str, wording.Words]  # a rule and what its breach says
NO_FIGURE = -1  # a blank cell in an array of counts, which are never negative


@dataclass
class Draft:
    """One file on its way in: how it was filed, its rows as text under the contract's columns, its errors."""

    order: int
    filing: Filing
    outcome: FileOutcome
    recognised: Recognised | None = None
    text: pl.DataFrame | None = None
    findings: list[Finding] = field(default_factory=list)
    total: int = 0

    def refuse(self, findings: Sequence[Finding]) -> None:
        self.findings += findings
        self.total += len(findings)

    def close(self) -> None:
        """Put the errors into the outcome, in the order of the sheet."""
        self.outcome.errors = shorten(self.findings, self.total)


@dataclass
class Checked:
    """All rows of one dataset's files, typed; arrays run parallel to `rows`. A file's rows stand together."""

    contract: Contract
    drafts: list[Draft]
    start: np.ndarray  # where each draft's rows begin; one more entry closes the last
    rows: pl.DataFrame  # area_code, period, the measures, file_row
    period: np.ndarray  # place in `periods`, NOWHERE where it is no acceptable period
    area: np.ndarray  # place in Areas.codes, NOWHERE where unknown
    periods: list[dt.date]

    def figures(self, of: slice) -> np.ndarray:
        """The measures of some rows, one column each; `NO_FIGURE` where blank."""
        return self.rows[of].select(pl.col(self.contract.measure_codes).fill_null(NO_FIGURE)).to_numpy()

    def of(self, number: int) -> slice:
        return slice(int(self.start[number]), int(self.start[number + 1]))


def period_fault(day: dt.date, first_period: dt.date, today: dt.date) -> Fault | None:
    """Why a day is no period that can be filed, or None where it is one."""
    if day != cells.quarter_end(day):
        return "not_a_quarter_end", wording.not_a_quarter_end(day)
    if day > today:
        return "future_period", wording.future_period(day, today)
    if day < first_period:
        return "before_first_period", wording.before_first_period(day, first_period)
    return None


class Checker:
    """Checks the drafts of one dataset. `run` returns the typed rows; errors go to their drafts."""

    def __init__(
        self, contract: Contract, drafts: list[Draft], areas: Areas, first_period: dt.date, today: dt.date
    ) -> None:
        self.contract = contract
        self.drafts = drafts
        self.areas = areas
        self.first_period = first_period
        self.today = today
        frames = [draft.text for draft in drafts if draft.text is not None]
        self.text = frames[0] if len(frames) == 1 else pl.concat(frames)
        heights = [frame.height for frame in frames]
        self.start = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)
        self.file = np.repeat(np.arange(len(drafts)), heights)
        self.row = self.text["file_row"].to_numpy()

    def run(self) -> Checked:
        period, periods = self._periods()
        area, codes = self._areas(period, periods)
        self._areas_on(area, period, periods)
        rows = self._figures(codes, period, periods)
        self._filed_early(period, periods)
        known = (area != NOWHERE) & (period != NOWHERE)
        self._repetitions(area, period, periods, known)
        return Checked(self.contract, self.drafts, self.start, rows, period, area, periods)

    # ------------------------------------------------------------ errors

    def _refuse(self, bad: np.ndarray, column: str, rule: str, words: Wording) -> None:
        """Count the bad rows for their files and word the first of each file."""
        if not bad.any():
            return
        places = np.flatnonzero(bad)
        files, first, counts = np.unique(self.file[places], return_index=True, return_counts=True)
        for file, begin, number in zip(files, first, counts, strict=True):
            draft = self.drafts[file]
            draft.total += int(number)
            for at in places[begin : begin + min(number, LISTED_PER_FILE)].tolist():
                draft.findings.append(
                    self._finding(at, column, rule, words(at) if callable(words) else words)
                )

    def _finding(self, at: int, column: str, rule: str, words: wording.Words) -> Finding:
        recognised = self.drafts[self.file[at]].recognised
        heading = recognised.heading.get(column, column) if recognised else column
        row, value = int(self.row[at]), self._cell(at, column)
        shown_zh, shown_en = ("", "") if value is None else (f"为“{value}”", f" '{value}'")
        return told(
            row,
            heading,
            value,
            rule,
            f"第 {row} 行“{heading}”{shown_zh}：{words[0]}",
            f"Row {row}, {heading}{shown_en}: {words[1]}",
        )

    def _cell(self, at: int, column: str) -> str | None:
        text = self.text[column][at]
        return text.strip() or None if text is not None else None

    # ------------------------------------------------------------ periods

    def _periods(self) -> tuple[np.ndarray, list[dt.date]]:
        """The period of every row as a place in the list of the acceptable ones that occur."""
        column = self.text["period"]
        texts = column.unique().to_list()
        readings = [cells.date(text) if text is not None else None for text in texts]
        which = self._places(column, dict(zip(texts, range(len(texts)), strict=True)))
        days = np.array([day.toordinal() if day else 0 for day in readings], np.int64)[which]
        empty = np.array([text is None or not cells.plain(text) for text in texts], bool)[which]
        self._refuse(
            ~empty & (days == 0),
            "period",
            "not_a_date",
            lambda at: wording.not_a_date(self._cell(at, "period") or ""),
        )
        days = self._reconciled(days, empty, [draft.filing.period for draft in self.drafts], "--period")
        days = self._reconciled(
            days, empty, [draft.filing.listed_period for draft in self.drafts], "files.csv"
        )
        self._refuse(empty & (days == 0), "period", "period_missing", wording.PERIOD_MISSING)
        return self._acceptable(days)

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
            "period_conflict",
            lambda at: wording.period_conflict(dt.date.fromordinal(int(wanted[at])), source),
        )
        return np.where(empty & (days == 0), wanted, days)

    @staticmethod
    def _places(column: pl.Series, number: dict[str | None, int]) -> np.ndarray:
        """Each text's number. One text for all rows, as with --period, needs no looking up."""
        if len(number) == 1:
            return np.zeros(len(column), np.int64)
        return column.replace_strict(number, return_dtype=pl.Int64).to_numpy()

    def _acceptable(self, days: np.ndarray) -> tuple[np.ndarray, list[dt.date]]:
        """Quarter ends from the pack's first period to the last one that has ended."""
        # A day indexes an array directly: dates lie close together, and rows may be a million.
        distinct = np.flatnonzero(np.bincount(days))
        place_of = np.full(int(days.max(initial=0)) + 1, NOWHERE, np.int64)
        periods: list[dt.date] = []
        faults: dict[int, Fault] = {}
        for ordinal in distinct[distinct > 0].tolist():
            day = dt.date.fromordinal(ordinal)
            fault = period_fault(day, self.first_period, self.today)
            if fault is None:
                place_of[ordinal] = len(periods)
                periods.append(day)
            else:
                faults[ordinal] = fault
        for rule in sorted({rule for rule, _ in faults.values()}):
            self._refuse_periods(days, rule, faults)
        return place_of[days], periods

    def _refuse_periods(self, days: np.ndarray, rule: str, faults: dict[int, Fault]) -> None:
        wrong = np.zeros(int(days.max()) + 1, bool)
        wrong[[ordinal for ordinal, fault in faults.items() if fault[0] == rule]] = True
        self._refuse(wrong[days], "period", rule, lambda at: faults[int(days[at])][1])

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
                zh, en = wording.filed_early(filed_on, newest)
                draft.refuse(
                    [told(None, "filed_on", filed_on.isoformat(), "filed_before_period_end", zh, en)]
                )

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
            self._refuse(unknown & empty, "area_code", "code_missing", wording.CODE_MISSING)

            def unlike(at: int) -> wording.Words:
                day = periods[period[at]] if period[at] != NOWHERE else None
                likely = self.areas.may_file(self.contract.levels, day)
                near = self.areas.nearest(column[at], self._cell(at, "area_name"), likely)
                name = self.areas.name(self.areas.place[near], day) if near else None
                return wording.unknown_code(column[at], near, name)

            self._refuse(unknown & ~empty, "area_code", "unknown_code", unlike)
        return place, column

    def _areas_on(self, area: np.ndarray, period: np.ndarray, periods: list[dt.date]) -> None:
        """An area must be valid at the period, and of a level that may file."""
        if not periods:
            return
        both = (area != NOWHERE) & (period != NOWHERE)
        levels = np.stack([self.areas.on(day).files_as for day in periods])
        level = levels[np.where(both, period, 0), np.where(both, area, 0)]
        self._refuse(
            both & (level == NOWHERE),
            "area_code",
            "area_not_valid",
            lambda at: wording.area_not_valid(self.areas, int(area[at]), periods[period[at]]),
        )
        may = np.array([name in self.contract.levels for name in LEVELS] + [True])
        self._refuse(
            both & ~may[level],
            "area_code",
            "level_may_not_file",
            lambda at: wording.level_may_not_file(
                self.areas, self.contract, int(area[at]), periods[period[at]]
            ),
        )

    # ------------------------------------------------------------ figures

    def _figures(self, codes: pl.Series, period: np.ndarray, periods: list[dt.date]) -> pl.DataFrame:
        measures = self.contract.measure_codes
        days = pl.Series([*periods, None], dtype=pl.Date)
        dates = days.gather(pl.Series(np.where(period == NOWHERE, len(periods), period)))
        digits = pl.col(measures).cast(pl.Int64, strict=False)
        # Sums of figures too large must not overflow: the rules would then say something else of them.
        counts = self.text.select(digits.clip(-cells.BEYOND, cells.BEYOND))
        columns = [self._figure(code, counts[code]) for code in measures]
        rows = pl.DataFrame(
            [codes.alias("area_code"), dates.alias("period"), *columns, self.text["file_row"]]
        )
        typed = rows.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("position"), "area_code", "period", *measures
        )
        if not self.contract.schema.is_valid(typed):
            self._broken_rules(typed)
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
            "not_a_whole_number",
            lambda at: wording.not_a_whole_number(self._cell(at, code) or ""),
        )
        return counts

    def _broken_rules(self, typed: pl.DataFrame) -> None:
        """The rows that the schema refuses, by rule. Codes and periods that are null were refused before."""
        largest = {measure.code: measure.largest for measure in self.contract.measures}
        details = self.contract.schema.filter(typed).failure.details()
        for name in details.columns[typed.width :]:
            broken = details.filter(pl.col(name) == "invalid")["position"].to_numpy()
            bad = np.zeros(typed.height, bool)
            bad[broken] = True
            column, _, check = name.partition("|")
            if check == "min":
                self._refuse(bad, column, "negative", wording.NEGATIVE)
            elif check == "max":
                self._refuse(bad, column, "too_large", wording.too_large(largest[column]))
            elif not check:
                self._refuse_rule(bad, name, typed)

    def _refuse_rule(self, bad: np.ndarray, name: str, typed: pl.DataFrame) -> None:
        rule = self.contract.rules[name]
        self._refuse(
            bad, rule.part, name, lambda at: wording.at_most(self.contract, rule, typed.row(at, named=True))
        )

    # ------------------------------------------------------------ repetitions inside a file

    def _repetitions(
        self, area: np.ndarray, period: np.ndarray, periods: list[dt.date], known: np.ndarray
    ) -> None:
        """The same area twice, and an area beside one that it is part of, in one file and period."""
        if not known.any():
            return
        span = len(self.areas.codes)
        base = (self.file * len(periods) + period) * span
        key = np.where(known, base + area, NOWHERE)
        present, counts = _tally(key[known], len(self.drafts) * len(periods) * span)
        if (counts(key[known]) > 1).any():
            order = np.argsort(key, kind="stable")
            again = np.zeros(len(key), bool)
            again[order[1:]] = (key[order[1:]] == key[order[:-1]]) & (key[order[1:]] != NOWHERE)
            self._refuse(
                again,
                "area_code",
                "same_area_twice",
                lambda at: wording.same_area_twice(int(self.row[np.flatnonzero(key == key[at])[0]])),
            )
        parents = np.stack([self.areas.on(day).filing_parent(self.contract.levels) for day in periods])
        parent = np.where(known, parents[np.where(known, period, 0), np.where(known, area, 0)], NOWHERE)
        within = parent != NOWHERE
        if not within.any():
            return
        above = np.where(within, base + parent, NOWHERE)

        def inside(at: int) -> wording.Words:
            row = int(self.row[np.flatnonzero(key == above[at])[0]])
            return wording.ancestor_and_descendant(
                self.areas.codes[parent[at]], self.areas.name(int(parent[at])), row
            )

        self._refuse(within & present(above), "area_code", "ancestor_and_descendant", inside)


def _tally(
    keys: np.ndarray, size: int
) -> tuple[Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray], np.ndarray]]:
    """Whether a key occurs, and how often. Counted in place where keys lie close together, else sorted."""
    if size <= 16 * len(keys) + 1_000_000:
        counted = np.bincount(keys, minlength=size)
        return lambda some: (some != NOWHERE) & (counted[some] > 0), lambda some: counted[some]
    distinct, numbers = np.unique(keys, return_counts=True)

    def counts(some: np.ndarray) -> np.ndarray:
        place = np.minimum(np.searchsorted(distinct, some), len(distinct) - 1)
        return np.where(distinct[place] == some, numbers[place], 0)

    return lambda some: counts(some) > 0, counts
