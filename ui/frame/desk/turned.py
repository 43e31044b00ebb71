"""What landed files changed: the figures that are others now, the verdicts that turned, the rows filed before that they contradict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipelines.filing import found as findings
from pipelines.filing.found import Found
from programme.datasets import Datasets
from ui.frame.answers import Answers
from warehouse.readers import Reader

# So many periods of a batch are compared, the newest; a batch that restates ten years is a matter of the whole history.
MOST_PERIODS = 8
_FIGURES = ("numerator", "denominator", "value_shown", "verdict")


@dataclass(frozen=True)
class Landed:
    """One batch: its name, the file that it came with, the form, the periods and how many rows."""

    batch: str
    file: str
    dataset: str
    periods: tuple[dt.date, ...]
    rows: int
    gives_figures: bool = False  # what others are divided by


@dataclass(frozen=True)
class Turn:
    """One county's figure of one indicator, before and now."""

    area: Mapping[str, Any]
    indicator: Mapping[str, Any]
    period: dt.date
    was: Decimal | None
    now: Decimal | None
    verdict_was: str
    verdict: str

    @property
    def flipped(self) -> bool:
        return self.verdict_was != self.verdict


@dataclass(frozen=True)
class Changed:
    """All that is another now, verdicts that turned first; how many periods were not looked at; what is contradicted since."""

    turns: tuple[Turn, ...] = ()
    left_out: int = 0
    contradicted: tuple[Found, ...] = ()

    @property
    def flipped(self) -> int:
        return sum(one.flipped for one in self.turns)


def changed(before: Reader, after: Reader, landed: Sequence[Landed], forms: Datasets) -> Changed:
    """The counties whose figures rest on what landed and are others in the newer snapshot, and what landed contradicts."""
    answers = Answers(after), Answers(before)
    root = str(answers[0].facts()["root_area"])
    days = sorted({day for one in landed for day in one.periods}, reverse=True)
    datasets = {
        name for one in landed for name in (one.dataset, *(("figures",) if one.gives_figures else ()))
    }
    found: list[Turn] = []
    for code, indicator in answers[0].indicators().items():
        if not datasets & {indicator["numerator_dataset"], indicator["denominator_dataset"]}:
            continue
        for day in days[:MOST_PERIODS]:
            rows, old = (
                {
                    row["area_code"]: row
                    for row in one.rows("county_compliance", indicator=code, period=day, area=root)
                }
                for one in answers
            )
            for area, row in rows.items():
                was = old.get(area)
                if was is None or all(was[name] == row[name] for name in _FIGURES):
                    continue
                found.append(
                    Turn(
                        row,
                        indicator,
                        day,
                        was["value_shown"],
                        row["value_shown"],
                        was["verdict"],
                        row["verdict"],
                    )
                )
    found.sort(key=lambda one: not one.flipped)
    against = contradicted(answers[1], answers[0], root, landed, forms)
    return Changed(tuple(found), max(len(days) - MOST_PERIODS, 0), tuple(against))


def contradicted(
    before: Answers, after: Answers, root: str, landed: Sequence[Landed], forms: Datasets
) -> list[Found]:
    """Rows filed before, of the same form or of one that is held against it, that break a rule since: what the filer was not told of."""
    known = {row["finding_id"] for row in before.rows("findings_listed", area=root)}
    own, batches = {one.dataset for one in landed}, {one.batch for one in landed}
    return [
        one
        for one in findings.findings(after, root, forms)
        if one.id not in known
        and one.row["batch_id"] not in batches
        and one.source in forms
        and (one.source in own or forms[one.source].read_by(one.rule) & own)
    ]
