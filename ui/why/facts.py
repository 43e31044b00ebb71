"""The counties at two periods: who crossed the target, who did not, and who cannot be compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ui.frame.page import Choice

Row = Mapping[str, Any]
DECIDED = ("met", "not_met")
STANDINGS = ("met", "not_met", "unknown")  # what is judged stands so, in the order of the matrix
NEAREST = 3  # on either side of the line, where nobody crossed it


def rows(choice: Choice, earlier: dt.date) -> list[Row]:
    """The counties shown, at both."""
    return list(
        choice.answers.rows(
            "balance_changes",
            indicator=choice.code,
            period=choice.period,
            since=earlier,
            area=choice.city or choice.root,
            level="county",
        )
    )


def counties(choice: Choice) -> list[str]:
    """The counties shown, by code."""
    return [
        code
        for code, row in choice.areas.items()
        if row["area_level"] == "county" and choice.city in (None, row["city_code"])
    ]


def crossed(listed: list[Row]) -> tuple[list[Row], list[Row]]:
    """Who rose to the target and who fell below it, the largest change first."""
    up = [row for row in listed if (row["verdict_then"], row["verdict"]) == ("not_met", "met")]
    down = [row for row in listed if (row["verdict_then"], row["verdict"]) == ("met", "not_met")]
    return sorted(up, key=_largest), sorted(down, key=_largest)


def nearest(listed: list[Row]) -> list[Row]:
    """Those closest to the line on either side, where nobody crossed it."""
    known = sorted((row for row in listed if is_split(row)), key=lambda row: abs(row["balance"]))
    above = [row for row in known if row["balance"] >= 0][:NEAREST]
    below = [row for row in known if row["balance"] < 0][:NEAREST]
    return sorted([*above, *below], key=lambda row: -row["balance"])


def is_split(row: Row) -> bool:
    """Whether its change is split: it stands on both periods, with a target and in one extent."""
    return row["not_split_because"] is None


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
