"""Which periods may be filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.filing import cells, wording
from programme.datasets import AnyDataset
from words.problems import Problem


@dataclass(frozen=True)
class Calendar:
    """Which periods may be filed: from the pack's first one to the last that has ended."""

    first_period: dt.date
    today: dt.date

    def fault(self, day: dt.date, dataset: AnyDataset) -> Problem | None:
        """Why a day is no period of a dataset, or None where it is one."""
        if day != cells.period_end(day, dataset.cycle):
            return wording.not_a_period_end(day, dataset.cycle)
        if day > self.today:
            return wording.future_period(day, self.today, dataset.cycle)
        if day < self.first_period:
            first = cells.period_end(self.first_period, dataset.cycle)
            return Problem("check.before_first_period", day=day, first=first)
        return self.life_fault(day, dataset)

    def life_fault(self, day: dt.date, dataset: AnyDataset) -> Problem | None:
        """Why nothing is filed of a dataset for a day, or None where something is."""
        if dataset.first_period and day < dataset.first_period:
            return Problem("check.before_first_period.dataset", day=day, first=dataset.first_period)
        if dataset.last_period and day > dataset.last_period:
            return Problem("check.after_last_period", day=day, last=dataset.last_period)
        return None
