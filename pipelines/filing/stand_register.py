"""What stands of a register: of each key the newest row, by its day, then by when it was filed."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from pipelines.filing.check_register import CheckedRegister, broken, row_types, rule_finding
from pipelines.filing.draft import Draft
from pipelines.filing.finding import LISTED_PER_FILE, Changes, Finding
from programme import batch_names
from programme.datasets import Column, Register
from programme.datasets.dataset import Severity, precision_of
from words.problems import Problem

Key = tuple[str, ...]
Place = tuple[dt.date, int, int]  # period, sequence, row of the file


class StandingRegister:
    """The rows of one register by key, in the order in which they tell its state."""

    def __init__(self, dataset: Register, landed: pl.DataFrame) -> None:
        self.dataset = dataset
        self.newest = 0
        self._rows: dict[Key, list[tuple[Place, dict[str, Any]]]] = {}
        for row in landed.iter_rows(named=True):
            self.newest = max(self.newest, row["sequence"])
            self._put(row, row["sequence"])

    def _put(self, row: dict[str, Any], sequence: int) -> None:
        rows = self._rows.setdefault(tuple(str(row[code]) for code in self.dataset.key), [])
        bisect.insort(
            rows,
            ((row["period"], sequence, row["file_row"]), {**row, "sequence": sequence}),
            key=lambda one: one[0],
        )

    def before(self, key: Key, period: dt.date) -> dict[str, Any] | None:
        """The row that tells a key's state on a day, of all that have been filed."""
        rows = self._rows.get(key, [])
        at = bisect.bisect_right(rows, period, key=lambda one: one[0][0])
        return rows[at - 1][1] if at else None

    def has(self, value: str) -> bool:
        """Whether a key of one column has a row that is not withdrawn."""
        rows = self._rows.get((value,), [])
        return bool(rows) and not rows[-1][1]["withdrawn"]

    def newest_of(self, value: str) -> dict[str, Any]:
        """The last row of a key of one column, which there is."""
        return self._rows[value,][-1][1]

    def numbers(self, measure: str, day: dt.date) -> dict[str, int] | None:
        """How many rows a measure counts at the end of a day, by area code; None before the register said anything."""
        told = [row for key in self._rows if (row := self.before(key, day)) is not None]
        if not told:
            return None
        area, counts = self.dataset.area, self.dataset.by_measure[measure].expression
        assert area is not None  # of a register with measures
        standing = [row for row in told if not row["withdrawn"]]
        schema = row_types(self.dataset)
        frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in standing], schema=schema)
        counted = frame.filter(counts.polars, pl.col(area).is_not_null())[area].value_counts()
        return dict(counted.iter_rows())

    def _compared(self, row: dict[str, Any]) -> tuple[Any, ...]:
        names = [column.code for column in self.dataset.columns]
        dates = [precision_of(column.code) for column in self.dataset.columns if column.type == "date"]
        return (*(_plain(row.get(name)) for name in (*names, *dates, "note")), bool(row["withdrawn"]))

    def same_as(self, checked: CheckedRegister, number: int) -> str | None:
        """The newest batch that stands for these rows, if every one equals what stands on its day; else None."""
        newest = 0
        simulated = checked.drafts[number].filing.simulated
        for row in checked.rows[checked.of(number)]:
            standing = self.before(checked.key(row), row["period"])
            if standing is None or self._compared(standing) != self._compared(row):
                return None
            if bool(standing["simulated"]) != simulated:
                return None
            newest = max(newest, standing["sequence"])
        return batch_names.name_of(self.dataset.name, newest)

    def replaced_rows(self, checked: CheckedRegister, number: int) -> int:
        """How many rows of a file are of a key that has a row already."""
        return sum(checked.key(row) in self._rows for row in checked.rows[checked.of(number)])

    def changes(
        self, checked: CheckedRegister, number: int
    ) -> tuple[Changes, list[Finding], dict[int, list[str]]]:
        """The rows of a file beside those that stand: how many are what, and what must be confirmed, worded and marked."""
        draft, rows = checked.drafts[number], checked.of(number)
        changes, doubts = Changes(), []
        marks: dict[int, list[str]] = {}
        for at in range(rows.start, rows.stop):
            row = checked.rows[at]
            standing = self.before(checked.key(row), row["period"])
            kind = self._kind(checked.key(row), row, standing)
            setattr(changes, kind, getattr(changes, kind) + 1)
            if standing is None or kind not in ("blanked", "turned_back"):
                continue
            for column in (
                self._lost(row, standing) if kind == "blanked" else self._differing(row, standing)[:1]
            ):
                before, filed = _told(standing[column.code]), _told(row[column.code])
                problem = Problem(f"changes.{kind}", before=before, filed=filed)
                if not draft.confirmed:
                    problem = Problem("changes.unconfirmed", said=problem)
                severity: Severity = "warning" if draft.confirmed else "error"
                heading = draft.column(column.code)
                doubts.append(Finding(row["file_row"], heading, filed or None, problem, True, severity, kind))
                marks.setdefault(at, []).append(f"{kind}|{column.code}|{before.replace('|', '/')}")
        return changes, doubts, marks

    def _kind(self, key: Key, row: dict[str, Any], standing: dict[str, Any] | None) -> str:
        """What a row is beside the one that stands, by the name of its count."""
        if standing is None:
            return "new"
        if row["withdrawn"] and not standing["withdrawn"]:
            return "withdrawn"
        if self._compared(row) == self._compared(standing):
            return "same"
        if row["period"] != standing["period"]:  # the state of another day: nothing that was said is unsaid
            return "changed"
        older = [other for _, other in self._rows[key] if other is not standing]
        if self._differing(row, standing) and any(not self._differing(row, other) for other in older):
            return "turned_back"
        return "blanked" if not row["withdrawn"] and self._lost(row, standing) else "changed"

    def _differing(self, row: dict[str, Any], other: dict[str, Any]) -> list[Column]:
        """The columns in which two rows of a key differ; what is withdrawn differs in none."""
        if row["withdrawn"] or other["withdrawn"]:
            return []
        return [
            one for one in self.dataset.columns if _plain(row.get(one.code)) != _plain(other.get(one.code))
        ]

    def _lost(self, row: dict[str, Any], standing: dict[str, Any]) -> list[Column]:
        """The columns that are known and would be no more."""
        known = [one for one in self._differing(row, standing) if _plain(standing.get(one.code)) is not None]
        return [one for one in known if _plain(row.get(one.code)) is None]

    def take(self, checked: CheckedRegister, number: int, sequence: int) -> None:
        """Let the rows of an accepted file stand."""
        simulated = checked.drafts[number].filing.simulated
        for row in checked.rows[checked.of(number)]:
            self._put({**row, "simulated": simulated}, sequence)

    def judged(
        self, checked: CheckedRegister, number: int, registers: dict[str, StandingRegister]
    ) -> list[Finding]:
        """References to keys that nobody has filed, and rules that look at the row of the key before."""
        draft = checked.drafts[number]
        rows = checked.rows[checked.of(number)]
        own = {checked.key(row)[0] for row in rows if not row["withdrawn"]}
        gone = {checked.key(row)[0] for row in rows if row["withdrawn"]} - own
        found: list[Finding] = []
        for row in rows:
            if row["withdrawn"] and not self._was_filed(checked, rows, row):
                key = "、".join(checked.key(row))
                problem, heading = Problem("check.nothing_to_withdraw"), draft.column(self.dataset.key[0])
                found.append(
                    Finding(row["file_row"], heading, key, problem, at_cell=True, severity="warning")
                )
            for column in self.dataset.columns:
                value = row[column.code]
                if column.type != "reference" or value is None:
                    continue
                other = registers[column.register_named or ""]
                for one in value if column.many else [value]:
                    same = other is self
                    if not (same and one in own) and (not other.has(one) or (same and one in gone)):
                        problem = Problem("check.unknown_reference", register=other.dataset.name_zh)
                        heading = draft.column(column.code)
                        found.append(Finding(row["file_row"], heading, str(one), problem, at_cell=True))
                    elif column.not_before and not row["withdrawn"]:
                        here = [other_row for other_row in rows if same and checked.key(other_row) == (one,)]
                        named = here[-1] if here else other.newest_of(one)
                        found += _begun_before(column, row, (str(one), named), draft)
        return [*found, *self._rules(checked, number)]

    def _rules(self, checked: CheckedRegister, number: int) -> list[Finding]:
        rules = [rule for rule in self.dataset.all_rules if rule.expression.scopes]
        if not rules:
            return []
        own = checked.rows[checked.of(number)]
        draft = checked.drafts[number]
        extra = _previous(row_types(self.dataset))

        def found(rows: list[dict[str, Any]]) -> dict[tuple[int, str], Finding]:
            return {
                (rows[at]["file_row"], rule.name): rule_finding(self.dataset, rule, rows[at], draft)
                for at, broken_here in broken(self.dataset, rules, rows, extra).items()
                for rule in broken_here
            }

        after = found([_after(row, self._before_the_day(checked, own, row)) for row in own])
        # A row that takes the place of one of its own day may put right what was wrong in it: this is told, and lands.
        corrected = [(row, self._of_the_day(checked.key(row), row["period"])) for row in own]
        instead = found([_after(row, before) for row, before in corrected if before])
        more = [
            replace(finding, severity="warning") for place, finding in instead.items() if place not in after
        ]
        return [*after.values(), *more][: 10 * LISTED_PER_FILE]

    def _was_filed(self, checked: CheckedRegister, own: list[dict[str, Any]], row: dict[str, Any]) -> bool:
        """Whether a key has a row of that day or before, be it in the same file."""
        key, day = checked.key(row), row["period"]
        here = any(one is not row and checked.key(one) == key and one["period"] <= day for one in own)
        return here or self.before(key, day) is not None

    def _before_the_day(
        self, checked: CheckedRegister, own: list[dict[str, Any]], row: dict[str, Any]
    ) -> dict[str, Any]:
        """The row that last told the state of a key until the day of this one, be it of the same file; {} where none did.

        That the key was taken back meanwhile says nothing of what it stood for.
        """
        key, day = checked.key(row), row["period"]
        by_day = {one["period"]: one for _, one in self._rows.get(key, [])}  # the last of a day
        by_day |= {one["period"]: one for one in own if checked.key(one) == key}
        told = [one for when, one in by_day.items() if when < day and not one["withdrawn"]]
        return max(told, key=lambda one: one["period"], default={})

    def _of_the_day(self, key: Key, day: dt.date) -> dict[str, Any]:
        """What stands of a key for this very day and is not taken back; {} where nothing does."""
        standing = self.before(key, day)
        return standing if standing and standing["period"] == day and not standing["withdrawn"] else {}


def _begun_before(
    column: Column, row: dict[str, Any], named: tuple[str, dict[str, Any]], draft: Draft
) -> list[Finding]:
    """The warning that a row's day is before that of the row it names; none where either is not known."""
    code = column.not_before or ""
    day, first = row[code], named[1][code]
    if day is None or first is None or day >= first:
        return []
    problem = Problem("check.before_the_one_named", key=named[0], first=first)
    return [Finding(row["file_row"], draft.column(code), day.isoformat(), problem, True, "warning")]


def _after(row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A row with the one before it, as rules name both."""
    return row | _previous(before)


def _previous(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"previous.{name}": value for name, value in values.items()}


def _told(value: Any) -> str:
    """A cell as it is told; empty where it is blank."""
    return "" if value is None else "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
