"""What two snapshots say otherwise of one indicator and period: the counties, and the cells that were filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.frame import choices
from ui.frame.answers import Answers
from ui.frame.page import Choice
from words.problems import Problem

Row = Mapping[str, Any]
FILED_SINCE, CORRECTED, WITHDRAWN, NEW_STATE = "filed_since", "corrected", "withdrawn", "new_state"
# Of a county's cells the first of these that any has is why its figure is another.
WHY = (WITHDRAWN, CORRECTED, "blanked", "replaced", FILED_SINCE, "rules_changed")
FIGURES = "figures"  # nobody files it


@dataclass(frozen=True)
class Restated:
    """A register of which other cells stand: its names, the cells, and of how many keys they are."""

    register: Row
    cells: Sequence[Row]
    keys: int


@dataclass(frozen=True)
class Compared:
    """An earlier snapshot and the one that the page reads.

    `then`: the earlier one's id; None where there is none. `unanswered`: it is too old to have what is compared. `moved`: every
    judged area whose figures or verdict are others, of any period and indicator; `counties` those of the indicator, period and
    city; `cells` what is filed otherwise; `registers` those that differ, whatever the indicator, period and city.
    """

    then: str | None
    now: str
    earlier: Mapping[str, dt.datetime]
    unanswered: bool = False
    moved: Sequence[Row] = ()
    counties: Sequence[Row] = ()
    cells: Sequence[Row] = ()
    registers: Sequence[Restated] = ()

    @property
    def entries(self) -> int:
        """How many cells of registers stand otherwise."""
        return sum(len(one.cells) for one in self.registers)

    def why(self, county: str) -> str:
        """Why a county's figure is another; blank where none of its cells is (a denominator, or a rule)."""
        found = {row["restated_because"] for row in self.cells if row["part_code"] == county}
        return next((one for one in WHY if one in found), "")

    def cause(self, county: str) -> tuple[str | None, dt.date | None]:
        """The batch that a county's figure is another by, and when it was filed: the newest that came, else the one that went."""
        why = self.why(county)
        own = [
            row for row in self.cells if row["part_code"] == county and row["restated_because"] in (why, None)
        ]
        if why == WITHDRAWN or not any(row["batch_id"] for row in own):
            return max((str(row["batch_before"]) for row in own if row["batch_before"]), default=None), None
        # A batch is numbered with eight digits.
        newest = max((row for row in own if row["batch_id"]), key=lambda row: str(row["batch_id"]))
        return newest["batch_id"], newest["filed_on"]

    @property
    def flipped(self) -> list[Row]:
        """Counties whose verdict is another."""
        return [row for row in self.counties if row["verdict_flipped"]]


def of(choice: Choice) -> Compared:
    """What the address says is compared: the snapshot before, where nothing is chosen."""
    answers = choice.answers
    now = answers.snapshot.id
    earlier = answers.earlier()
    then = choices.settle("with", earlier, next(iter(earlier), None))
    if then is None:
        return Compared(None, now, earlier)
    try:
        moved = answers.rows("moved_verdicts", published=then)
        cells = _cells(choice, answers, then)
        registers = _registers(answers, then)
    except Problem:
        return Compared(then, now, earlier, unanswered=True)
    own = [
        row
        for row in moved
        if (row["indicator_code"], row["period"]) == (choice.code, choice.period)
        and row["area_level"] in ("county", "zone")
        and _is_shown(choice, row["area_code"])
    ]
    shown = [row for row in cells if _is_shown(choice, row["part_code"])]
    return Compared(then, now, earlier, False, moved, own, shown, registers)


def _cells(choice: Choice, answers: Answers, then: str) -> list[Row]:
    if choice.dataset == FIGURES:
        return []
    return list(answers.rows("restated_cells", dataset=choice.dataset, period=choice.period, published=then))


def _registers(answers: Answers, then: str) -> list[Restated]:
    """The registers of which other cells stand; cells are asked for only of those of which other rows do."""
    found = []
    for register in answers.rows("moved_registers", published=then):
        asked = {"dataset": register["dataset"], "published": then}
        if rows := answers.rows("restated_register_cells", **asked):
            keys = answers.frame("restated_register_cells", **asked)["row_key"].n_unique()
            found.append(Restated(register, rows, keys))
    return found


def _is_shown(choice: Choice, code: str) -> bool:
    """Whether an area lies in the city that is shown; all of them where none is."""
    return choice.city is None or choice.areas.get(code, {}).get("city_code") == choice.city


def last_moved(choice: Choice, compared: Compared) -> dt.date | None:
    """The newest other period of the indicator of which the two say otherwise; None where there is none."""
    periods = {row["period"] for row in compared.moved if row["indicator_code"] == choice.code}
    return max((day for day in periods if day in choice.periods and day != choice.period), default=None)


def met(choice: Choice, compared: Compared) -> tuple[int, int]:
    """How many counties met the target then, and how many do now."""
    now = int(choice.headline()["met"])
    came = sum(row["verdict_after"] == "met" for row in compared.flipped)
    left = sum(row["verdict_was"] == "met" for row in compared.flipped)
    return now - came + left, now
