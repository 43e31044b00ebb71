"""The rules of counts that look beyond the row: at the period before, the year before, another form, a register, a dated figure.

What they see is what stands once the file has landed, its own rows among it. `warehouse/rules.py` evaluates the same expressions over what
stands in a build.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import polars as pl

from pipelines.filing import cells, wording
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.reference_figures import ReferenceFigures
from pipelines.filing.stand import Standing
from pipelines.filing.stand_register import StandingRegister
from programme.datasets import Counts, Datasets, Rule
from programme.datasets.dataset import Cycle, needed_from
from programme.datasets.expressions import OWN, walk
from programme.packs.area_index import NOWHERE, TOWNSHIP, ZONE, Areas

CountsOf = Callable[[str], Standing]
RegisterOf = Callable[[str], StandingRegister]


class RuleJudge:
    """Evaluates the rules of files against what stands of their own dataset and of others."""

    def __init__(
        self,
        datasets: Datasets,
        areas: Areas,
        counts_of: CountsOf,
        register_of: RegisterOf,
        reference: Callable[[], ReferenceFigures],
    ) -> None:
        self.datasets = datasets
        self.areas = areas
        self.counts_of = counts_of
        self.register_of = register_of
        self.reference = reference

    def findings(self, checked: Checked, number: int) -> list[tuple[Rule, list[Finding], int]]:
        """Per rule that rows of a file break: the first of them worded, and how many there are."""
        rules = [rule for rule in checked.dataset.all_rules if rule.expression.scopes]
        if not rules:
            return []
        found: dict[str, tuple[list[Finding], int]] = {rule.name: ([], 0) for rule in rules}
        for day, at in checked.by_period(number):
            frame = self._frame(checked, number, day, at)
            holding = frame.select(rule.expression.polars.fill_null(True).alias(rule.name) for rule in rules)
            for rule in rules:
                broken = (~holding[rule.name]).arg_true().to_list()
                listed, total = found[rule.name]
                for place in broken[: LISTED_PER_FILE - len(listed)]:
                    row = frame.row(place, named=True)
                    listed.append(self._finding(checked, number, int(at[place]), rule, row))
                found[rule.name] = listed, total + len(broken)
        return [(rule, *found[rule.name]) for rule in rules if found[rule.name][1]]

    def _finding(self, checked: Checked, number: int, at: int, rule: Rule, row: dict[str, object]) -> Finding:
        draft = checked.drafts[number]
        value = row.get(rule.cell)
        return Finding(
            int(checked.rows["file_row"][at]),
            draft.column(rule.cell),
            None if value is None else str(value),
            wording.broken_rule(checked.dataset, rule, row, self.datasets),
            True,
            rule.severity,
            rule.name,
        )

    def _frame(self, checked: Checked, number: int, day: dt.date, at: np.ndarray) -> pl.DataFrame:
        """The rows of a period with what their rules read beside them, each column under its name in a rule."""
        dataset, areas = checked.dataset, checked.area[at]
        own = checked.rows[at].select("area_code", "period", *dataset.measure_codes)
        filed_on = checked.drafts[number].filing.filed_on
        beside = [
            pl.Series(f"{scope}.{name}", self._figures(dataset, scope, name, day, areas), dtype=pl.Int64)
            for scope, names in needed_from(dataset).items()
            for name in sorted(names)
        ]
        known = [
            pl.when(pl.col(one.name) != NO_FIGURE).then(pl.col(one.name)).alias(one.name) for one in beside
        ]
        return own.with_columns(pl.lit(filed_on).alias("filed_on"), *beside).with_columns(known)

    def _figures(self, dataset: Counts, scope: str, name: str, day: dt.date, areas: np.ndarray) -> np.ndarray:
        """A column of a scope for some areas on a period; `NO_FIGURE` where not known."""
        if scope == "reference":
            return self.reference().on(day, name)[areas]
        form, steps = walk(scope)
        if form == OWN:
            before = _walked(day, steps, dataset.cycle)
            standing = self.counts_of(dataset.name)
            period = standing.period(before)
            column = dataset.measure_codes.index(name)
            same = (self.areas.on(before).row == self.areas.on(day).row) & (self.areas.on(day).row != NOWHERE)
            return np.where(period.stands() & same, period.figures[:, column], NO_FIGURE)[areas]
        if form in self.datasets.registers:
            return self._counted(self.register_of(form), name, day)[areas]
        other = self.counts_of(form)
        cycle = other.dataset.cycle
        aligned = (
            day
            if day == cells.period_end(day, cycle)
            else cells.period_before(cells.period_end(day, cycle), cycle)
        )
        return other.known_figures(_walked(aligned, steps, cycle), areas, name)

    def _counted(self, register: StandingRegister, measure: str, day: dt.date) -> np.ndarray:
        """By place of the area: the rows of a register that count for it or for a unit right below it at the end of a day."""
        numbers = register.numbers(measure, day)
        if numbers is None:
            return np.full(len(self.areas.codes), NO_FIGURE)
        own = np.array([numbers.get(code, 0) for code in self.areas.codes], dtype=np.int64)
        tree = self.areas.on(day)
        below = np.isin(tree.files_as, (TOWNSHIP, ZONE)) & (tree.parent != NOWHERE)
        return own + np.bincount(tree.parent[below], own[below], minlength=len(own)).astype(np.int64)


def _walked(day: dt.date, steps: tuple[str, ...], cycle: Cycle) -> dt.date:
    """The period that some steps back in time lead to."""
    for step in steps:
        for _ in range(1 if cycle == "annual" or step == "previous" else 4):
            day = cells.period_before(day, cycle)
    return day
