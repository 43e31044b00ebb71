"""What can be said of a register's rows without knowing what stands: keys, types, choices, areas, repetitions.

Registers are small: rows are read one by one, each cell by the type of its column.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.filing import cells, wording
from pipelines.filing.draft import Draft
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.landing import columns
from pipelines.filing.periods import Calendar
from programme.datasets import Column, Register, Rule
from programme.datasets.dataset import Severity, own_kinds, precision_of
from programme.packs.area_index import LEVELS, NOWHERE, Areas
from warehouse.landing import SEPARATOR
from words.problems import Bilingual, Problem

_BETWEEN = re.compile(r"[、|;；,，]")
# Letters from A to Z and at least one figure.
_NUMBERED = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]*")
AS_WRITTEN = (
    "text",
    "department",
    "indicator",
    "reference",
)  # no full-width mark of these is made half-width


@dataclass
class CheckedRegister:
    """All rows of one register's files, typed; a file's rows stand together.

    `rows` has `period`, the register's columns, `<date>_precision` (day or month), `withdrawn`, `note`, `file_row`.
    """

    dataset: Register
    drafts: list[Draft]
    start: list[int]
    rows: list[dict[str, Any]]
    periods: list[dt.date] = field(default_factory=list)

    def of(self, number: int) -> slice:
        return slice(self.start[number], self.start[number + 1])

    def key(self, row: dict[str, Any]) -> tuple[str, ...]:
        """The key of a row, each part as text."""
        return tuple(str(row[code]) for code in self.dataset.key)


class RegisterChecker:
    """Checks the drafts of one register. `run` returns the typed rows; errors go to their drafts."""

    def __init__(
        self,
        dataset: Register,
        drafts: list[Draft],
        areas: Areas,
        calendar: Calendar,
        known: Mapping[str, Mapping[str, Sequence[tuple[dt.date | None, dt.date | None]]]],
    ) -> None:
        """`known`: by type of column the words that the pack's registries have, and on which days; another is a warning."""
        self.dataset = dataset
        self.drafts = drafts
        self.areas = areas
        self.calendar = calendar
        self.known = known
        self.choices = {
            column.code: {cells.plain(word).lower(): one.code for one in column.choices for word in one.words}
            for column in dataset.columns
        }

    def run(self) -> CheckedRegister:
        start, rows = [0], []
        for draft in self.drafts:
            assert draft.text is not None
            own = [self._row(draft, texts) for texts in draft.text.iter_rows(named=True)]
            self._repetitions(draft, own)
            self._rules(draft, own)
            rows += own
            start.append(len(rows))
        periods = sorted({row["period"] for row in rows if row["period"]})
        return CheckedRegister(self.dataset, self.drafts, start, rows, periods)

    def _row(self, draft: Draft, texts: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {"file_row": texts["file_row"], "filed_on": draft.filing.filed_on}

        def refuse(code: str, problem: Problem, *, warning: bool = False) -> None:
            text = (texts.get(code) or "").strip() or None
            severity: Severity = "warning" if warning else "error"
            finding = Finding(texts["file_row"], draft.column(code), text, problem, True, severity)
            found = draft.warnings if warning else draft.errors
            found.add([finding] if len(found.listed) < LISTED_PER_FILE else [], 1)

        row["period"] = self._period(draft, texts.get("period"), refuse)
        withdrawn = cells.truth(texts.get("withdrawn"))
        if withdrawn is None:
            refuse("withdrawn", Problem("check.not_yes_or_no"))
        row["withdrawn"] = bool(withdrawn)
        row["note"] = (texts.get("note") or "").strip() or None
        for column in self.dataset.columns:
            raw = (texts.get(column.code) or "").strip()
            text = (raw if column.type in AS_WRITTEN else cells.plain(raw)) or None
            if column.type == "date":
                row[precision_of(column.code)] = None
            row[column.code] = None
            if text is None:
                if column.required and not (row["withdrawn"] and column.code not in self.dataset.key):
                    refuse(column.code, Problem("check.needed"))
                continue
            self._cell(
                row, column, text, lambda problem, c=column, **options: refuse(c.code, problem, **options)
            )
        return row

    def _period(self, draft: Draft, text: str | None, refuse: Callable[..., None]) -> dt.date | None:
        """The day from which the row tells the state: its own, else that of the file, else the filing date."""
        given = draft.filing.period or draft.filing.listed_period
        plain = cells.plain(text or "")
        day = cells.date(plain) if plain else None
        if plain and day is None:
            refuse("period", Problem("check.not_a_date.any"))
            return None
        if day and given and day != given:
            source = "--period" if draft.filing.period else "files.csv"
            refuse("period", Problem("check.period_conflict", source=source, wanted=given))
        chosen = day or given or draft.filing.filed_on
        fault = self.calendar.life_fault(chosen, self.dataset)
        if fault:
            refuse("period", fault)
        if chosen > self.calendar.today:
            refuse("period", Problem("check.future_day", day=chosen, today=self.calendar.today))
        return chosen

    # ------------------------------------------------------------ one cell

    def _cell(self, row: dict[str, Any], column: Column, text: str, refuse: Callable[..., None]) -> None:
        values = [part.strip() for part in _BETWEEN.split(text) if part.strip()] if column.many else [text]
        read = [self._value(row, column, value, refuse) for value in values]
        known = [value for value in read if value is not None]
        row[column.code] = known if column.many else (known[0] if known else None)

    def _value(self, row: dict[str, Any], column: Column, text: str, refuse: Callable[..., None]) -> Any:
        kind = column.type
        if kind == "whole_number":
            return self._number(column, text, refuse)
        if kind == "date":
            return self._date(row, column, text, refuse)
        if kind == "yes_no":
            truth = cells.truth(text)
            if truth is None:
                refuse(Problem("check.not_yes_or_no"))
            return truth
        if kind == "choice":
            code = self.choices[column.code].get(text.lower())
            if code is None:
                names = [Bilingual(one.name_zh, one.name_en) for one in column.choices]
                refuse(Problem("check.not_a_choice", choices=names))
            return code
        if kind == "area":
            return self._area(row, column, text, refuse)
        if self.known.get(kind):
            self._registered(row, kind, text, refuse)
        if len(self.dataset.key) > 1 and column.code in self.dataset.key and SEPARATOR in text:
            refuse(Problem("check.separator_in_key"))
        if "\n" in text or "\r" in text:
            refuse(Problem("check.line_break"))
        if column.numbered and not _NUMBERED.fullmatch(text):
            refuse(Problem("check.not_numbered"))
        if len(text) > column.longest:
            refuse(Problem("check.too_long", length=len(text), limit=column.longest))
        return text

    def _registered(self, row: dict[str, Any], kind: str, text: str, refuse: Callable[..., None]) -> None:
        """Whether a registry has the word on the day of the row; a warning where not."""
        spans, day = self.known[kind].get(text), row["period"]
        if spans is None:
            refuse(Problem(f"check.unknown_{kind}"), warning=True)
        elif day and not any((start or day) <= day <= (end or day) for start, end in spans):
            starts = [start for start, _ in spans if start and start > day]
            ends = [end for _, end in spans if end and end < day]
            if starts:
                refuse(Problem(f"check.{kind}_not_yet", since=min(starts), day=day), warning=True)
            else:
                refuse(Problem(f"check.{kind}_no_more", until=max(ends), day=day), warning=True)

    def _number(self, column: Column, text: str, refuse: Callable[..., None]) -> int | None:
        number = cells.whole_number(text)
        if number is None:
            refuse(wording.not_a_whole_number(text, column.limit))
        elif number < 0:
            refuse(Problem("check.negative"))
        elif number > column.limit:
            refuse(Problem("check.above_limit", limit=column.limit))
        return number

    def _date(
        self, row: dict[str, Any], column: Column, text: str, refuse: Callable[..., None]
    ) -> dt.date | None:
        """A day, or a month that keeps its precision and stands for its first or last day."""
        precision = precision_of(column.code)
        month = cells.month(text)
        if month is not None:
            row[precision] = "month"
            last = calendar.monthrange(*month)[1] if column.month == "last_day" else 1
            return dt.date(*month, last)
        day = cells.date(text)
        if day is None:
            refuse(Problem("check.not_a_date.any"))
        else:
            row[precision] = "day"
        return day

    def _area(
        self, row: dict[str, Any], column: Column, text: str, refuse: Callable[..., None]
    ) -> str | None:
        code = cells.code(text)
        place = self.areas.place.get(code)
        if place is None:
            near = self.areas.nearest(code)
            name = self.areas.name(self.areas.place[near]) if near else None
            refuse(wording.unknown_code(code, near, name))
            return None
        day = row["period"]
        if day is None:
            return code
        tree = self.areas.on(day)
        if tree.row[place] == NOWHERE:
            refuse(wording.area_not_valid(self.areas, place, day))
        elif column.levels and LEVELS[int(tree.level[place])] not in column.levels:
            levels = [wording.level(name) for name in column.levels]
            refuse(Problem("check.level_not_allowed", levels=levels))
        return code

    # ------------------------------------------------------------ rows

    def _rules(self, draft: Draft, rows: list[dict[str, Any]]) -> None:
        """The rules that need nothing but the row."""
        own = [rule for rule in self.dataset.all_rules if not rule.expression.scopes]
        for at, rules in broken(self.dataset, own, rows).items():
            for rule in rules:
                finding = rule_finding(self.dataset, rule, rows[at], draft)
                found = draft.warnings if rule.severity == "warning" else draft.errors
                found.add([finding] if len(found.listed) < LISTED_PER_FILE else [], 1)

    def _repetitions(self, draft: Draft, rows: list[dict[str, Any]]) -> None:
        """The same key for the same day twice in one file."""
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            key = (row["period"], *(row[code] for code in self.dataset.key))
            first = seen.setdefault(key, row["file_row"])
            if first != row["file_row"] and None not in key:
                code = self.dataset.key[0]
                problem = Problem("check.same_key_twice", row=first)
                draft.refuse([Finding(row["file_row"], draft.column(code), str(row[code]), problem, True)])


def row_types(dataset: Register) -> dict[str, pl.DataType]:
    """The columns of a row that a rule may name, as they land."""
    landed = columns(dataset)
    return {name: landed[name] for name in own_kinds(dataset)}


def broken(
    dataset: Register,
    rules: list[Rule],
    rows: list[dict[str, Any]],
    extra: dict[str, pl.DataType] | None = None,
) -> dict[int, list[Rule]]:
    """The rules that each row breaks, by its place; a rule is undecided while a value is not known."""
    if not rules or not rows:
        return {}
    stays = [
        at for at, row in enumerate(rows) if not row["withdrawn"]
    ]  # of what is taken back nothing must hold
    schema = row_types(dataset) | (extra or {})
    frame = pl.DataFrame([{name: rows[at].get(name) for name in schema} for at in stays], schema=schema)
    holding = frame.select(rule.expression.polars.fill_null(True).alias(rule.name) for rule in rules)
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        for place in (~holding[rule.name]).arg_true().to_list():
            found.setdefault(stays[place], []).append(rule)
    return found


def rule_finding(dataset: Register, rule: Rule, row: dict[str, Any], draft: Draft) -> Finding:
    """What is said of a row that breaks a rule."""
    value = row.get(rule.cell)
    return Finding(
        row["file_row"],
        draft.column(rule.cell),
        None if value is None else str(value),
        wording.broken_rule(dataset, rule, row),
        True,
        rule.severity,
        rule.name,
    )
