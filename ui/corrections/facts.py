"""What two snapshots say otherwise of one indicator and period: the counties, and the cells that were filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from files import tree
from programme.batch_names import sequence_of
from ui.frame import choices
from ui.frame.answers import Answers
from ui.frame.page import Choice
from words.problems import Problem

Row = Mapping[str, Any]
FILED_SINCE, CORRECTED, WITHDRAWN, NEW_STATE = "filed_since", "corrected", "withdrawn", "new_state"
# Of a county's cells the first of these that any has is why its figure is another.
WHY = (WITHDRAWN, CORRECTED, "blanked", "replaced", FILED_SINCE, "rules_changed")
FIGURES = "figures"  # nobody files it
NUMERATOR, DENOMINATOR = "numerator", "denominator"


@dataclass(frozen=True)
class Restated:
    """A register of which other cells stand: its names, the cells, and of how many keys they are."""

    register: Row
    cells: Sequence[Row]
    keys: int


@dataclass(frozen=True)
class Refiled:
    """A form and period of which other figures stand, that the figures shown rest on: the cells of the city shown."""

    dataset: str
    period: dt.date
    cells: Sequence[Row]


@dataclass(frozen=True)
class Cause:
    """What moved one side of a county's figure: why, by which cell; the newest that came, else the one that went."""

    side: str
    why: str
    cell: Row

    @property
    def _is_of_what_went(self) -> bool:
        return self.why == WITHDRAWN or not self.cell["batch_id"]

    @property
    def batch(self) -> str | None:
        """The batch that it is another by."""
        return self.cell["batch_before"] if self._is_of_what_went else self.cell["batch_id"]

    @property
    def file(self) -> tuple[str | None, int | None]:
        """The file of that batch, and the row in it."""
        side = "_before" if self._is_of_what_went else ""
        return self.cell[f"file_name{side}"], self.cell[f"file_row{side}"]

    @property
    def filed_on(self) -> dt.date | None:
        """When it was filed; None of what went."""
        return None if self._is_of_what_went else self.cell["filed_on"]


@dataclass(frozen=True)
class Compared:
    """An earlier snapshot and the one that the page reads.

    `then`: the earlier one's id; None where there is none. `unanswered`: it is too old to have what is compared. `moved`: every
    judged area whose figures or verdict are others, of any period and indicator; `counties` those of the indicator, period and
    city; `forms` what is filed otherwise of the forms that these rest on, `others` the forms and periods beside them;
    `registers` those that differ, whatever the indicator, period and city. `sides`: the measures of each side of the indicator.
    """

    then: str | None
    now: str
    earlier: Mapping[str, dt.datetime]
    unanswered: bool = False
    moved: Sequence[Row] = ()
    counties: Sequence[Row] = ()
    forms: Sequence[Refiled] = ()
    others: Sequence[Row] = ()
    registers: Sequence[Restated] = ()
    sides: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def cells(self) -> list[Row]:
        """Every cell of those forms, the numerator's first."""
        return [row for form in self.forms for row in form.cells]

    @property
    def entries(self) -> int:
        """How many cells of registers stand otherwise."""
        return sum(len(one.cells) for one in self.registers)

    def causes(self, county: Row) -> list[Cause]:
        """What moved the two sides of a county's figure, the numerator first; nothing where no cell did (a rule, a register)."""
        own = [row for row in self.cells if row["part_code"] == county["area_code"]]
        days = {county["period"], county["denominator_date"], county["denominator_date_was"]}
        counted = [
            row for row in own if row["period"] == county["period"] and row["measure"] in self._of(NUMERATOR)
        ]
        divided = [row for row in own if row["period"] in days and row["measure"] in self._of(DENOMINATOR)]
        has_other = county["denominator_was"] != county["denominator"]
        found = [
            _cause(side, cells)
            for side, cells in ((NUMERATOR, counted), (DENOMINATOR, divided if has_other else []))
            if cells
        ]
        # A form counts once it is whole: so a cell that no side adds up may be the one that was lacking.
        return found or ([_cause(NUMERATOR, own)] if own else [])

    def _of(self, side: str) -> frozenset[str]:
        return self.sides.get(side, frozenset())

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
        registers = _registers(answers, then)
        own = [
            row
            for row in moved
            if (row["indicator_code"], row["period"]) == (choice.code, choice.period)
            and row["area_level"] in ("county", "zone")
            and _is_shown(choice, row["area_code"])
        ]
        filed = answers.rows("moved_forms", published=then)
        rested_on = _rested_on(choice, own)
        forms = [
            Refiled(row["dataset"], row["period"], _cells(choice, row, then))
            for row in sorted(filed, key=lambda row: row["dataset"] != choice.dataset)
            if (row["dataset"], row["period"]) in rested_on
        ]
    except Problem:
        return Compared(then, now, earlier, unanswered=True)
    others = [row for row in filed if (row["dataset"], row["period"]) not in rested_on]
    forms = [one for one in forms if one.cells]
    return Compared(then, now, earlier, False, moved, own, forms, others, registers, _sides(choice))


def _sides(choice: Choice) -> dict[str, frozenset[str]]:
    """The measures that each side of the indicator adds up."""
    rows = choice.answers.rows("indicator_measures", indicator=choice.code)
    return {
        side: frozenset(row["measure"] for row in rows if row["side"] == side)
        for side in (NUMERATOR, DENOMINATOR)
    }


def _rested_on(choice: Choice, counties: Sequence[Row]) -> set[tuple[str, dt.date]]:
    """The forms and periods that the figures rest on: numerator and denominator, and of a dated one the days on which it stood."""
    sides = choice.answers.rows("indicator_measures", indicator=choice.code)
    found = {(row["dataset"], choice.period) for row in sides if row["dataset"] != FIGURES}
    if any((row["side"], row["dataset"]) == (DENOMINATOR, FIGURES) for row in sides):
        days = {
            row[name]
            for row in counties
            for name in ("denominator_date", "denominator_date_was")
            if row[name]
        }
        giving = [name for name, form in choice.answers.forms().items() if form["gives_figures"]]
        found |= {(name, day) for name in giving for day in days}
    return found


def _cells(choice: Choice, form: Row, then: str) -> list[Row]:
    asked = {"dataset": form["dataset"], "period": form["period"], "published": then}
    rows = choice.answers.rows("restated_cells", **asked)
    return [row for row in rows if _is_shown(choice, row["part_code"])]


def _cause(side: str, cells: Sequence[Row]) -> Cause:
    """The first reason that any of the cells has, by the newest of them."""
    why = next(one for one in WHY if any(row["restated_because"] == one for row in cells))
    own = [row for row in cells if row["restated_because"] == why]
    return Cause(side, why, max(own, key=lambda row: sequence_of(row["batch_id"] or row["batch_before"])))


def title_why(causes: Sequence[Cause]) -> str:
    """What the title counts a county by: why its numerator is another, else that its denominator is; blank where neither is by a cell."""
    return next((one.why if one.side == NUMERATOR else DENOMINATOR for one in causes), "")


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
    return choice.city is None or (code in choice.areas and tree.is_within(choice.areas[code], choice.city))


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
