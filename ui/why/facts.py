"""The counties at two periods: who crossed the target, who did not, and who cannot be compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from files import tree
from ui.frame import choices
from ui.frame.page import Choice
from ui.parts import earlier as periods_before
from words.change_findings import FALLEN, RISEN

Row = Mapping[str, Any]
DECIDED = ("met", "not_met")
STANDINGS = ("met", "not_met", "unknown")  # what is judged stands so, in the order of the matrix
NEAREST = 3  # on either side of the line, where nobody crossed it


@dataclass(frozen=True)
class Earlier:
    """What the period shown is compared with: an earlier period, or the same as another snapshot has it.

    `snapshot`: the id of the one that tells it, blank for the one shown. `unanswered`: one that was chosen and has nothing to tell of it.
    """

    period: dt.date
    snapshot: str = ""
    unanswered: str = ""

    @property
    def key(self) -> Hashable:
        return self.period, self.snapshot


def earlier_of(choice: Choice) -> Earlier | None:
    """The earlier period and snapshot chosen, else a year before in the one shown; None where there is nothing before."""
    other = choices.settle("with", choice.answers.others(), None) or ""
    before = [period for period in choice.periods if period < choice.period]
    if not other and choices.raw("since") == choice.period.isoformat():
        choices.put("since", None)  # that was of two snapshots
    offered = [choice.period, *before] if other else before
    asked = choices.settle("since", [period.isoformat() for period in offered], None)
    usual = periods_before.usual(choice)
    chosen = dt.date.fromisoformat(asked) if asked else usual or (choice.period if other else None)
    if chosen is None:
        return None
    if not other or choice.answers.is_answered(
        other, "standing_balances", indicator=choice.code, since=chosen
    ):
        return Earlier(chosen, other)
    left = usual if chosen == choice.period else chosen
    return Earlier(left, unanswered=other) if left else None


def rows(choice: Choice, earlier: Earlier) -> list[Row]:
    """The counties shown, at both."""
    return list(
        choice.answers.rows(
            "balance_changes",
            indicator=choice.code,
            period=choice.period,
            since=earlier.period,
            published=earlier.snapshot,
            area=choice.city or choice.root,
            level="county",
        )
    )


def counties(choice: Choice) -> list[str]:
    """The counties shown, by code."""
    return [
        code
        for code, row in choice.areas.items()
        if row["area_level"] == "county" and tree.is_within(row, choice.city)
    ]


def crossed(listed: list[Row]) -> tuple[list[Row], list[Row]]:
    """Who rose to the target and who fell below it, the largest change first."""
    up, down = ([row for row in listed if row["crossing"] == way] for way in (RISEN, FALLEN))
    return sorted(up, key=_largest), sorted(down, key=_largest)


def nearest(listed: list[Row]) -> list[Row]:
    """Those closest to the line on either side, where nobody crossed it."""
    known = sorted((row for row in listed if is_split(row)), key=lambda row: abs(row["balance"]))
    above = [row for row in known if row["balance"] >= 0][:NEAREST]
    below = [row for row in known if row["balance"] < 0][:NEAREST]
    return sorted([*above, *below], key=lambda row: -row["balance"])


def is_split(row: Row) -> bool:
    """Whether its change is split: it stands on both periods, with a target, and what another extent did is known."""
    return row["not_split_because"] is None


def is_told(row: Row) -> bool:
    """Whether its change is known, split or not."""
    return row["balance_change"] is not None


def matrix(listed: list[Row]) -> Counter[tuple[str, str]]:
    """How many counties went from which standing to which; one that was not there, or had no target, is not in it."""
    return Counter(
        (row["verdict_then"], row["verdict"])
        for row in listed
        if row["verdict_then"] in STANDINGS and row["verdict"] in STANDINGS
    )


def judged(listed: list[Row]) -> int:
    """How many have a verdict on both periods."""
    return sum(row["verdict_then"] in DECIDED and row["verdict"] in DECIDED for row in listed)


def apart(listed: list[Row]) -> dict[str, list[Row]]:
    """Those that cannot be compared, by why; of those without a whole figure on one of the two only that one is not judged."""
    found: dict[str, list[Row]] = {}
    for row in listed:
        if not is_split(row):
            found.setdefault(str(row["not_split_because"]), []).append(row)
    return found


def _largest(row: Row) -> tuple[int, str]:
    return -abs(row["balance_change"] or 0), str(row["area_code"])
