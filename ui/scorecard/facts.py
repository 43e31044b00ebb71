"""What the page draws: the cells of each area, and what the reader chose beside the period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from files import tree
from programme.packs.columns import POLICY_SYSTEMS
from ui.frame import choices
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter

Row = dict[str, Any]
Card = list[Row]  # an area's cells, an indicator each, in their order
NONE = "none"  # no other date
WEAK = "weak"  # the order by the number of weak points


@dataclass(frozen=True)
class Asked:
    """What is shown of a quarter and area: the date beside it (none: that alone), whose indicators, in which order."""

    quarter: Quarter
    other: dt.date | None
    system: str
    sort: str | None

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from these choices is cached under this."""
        return *self.quarter.key, self.other, self.system, self.sort

    @property
    def answers(self) -> Answers:
        return self.quarter.answers

    @property
    def is_of_townships(self) -> bool:
        return self.quarter.county is not None


def asked(page: Page, quarter: Quarter) -> Asked:
    """Check what the address says beside period and area."""
    others = [period.isoformat() for period in quarter.periods if period != quarter.period]
    chosen = choices.settle("since", [NONE, *others], None)
    other = None if chosen == NONE else dt.date.fromisoformat(chosen) if chosen else year_before(quarter)
    system = choices.settle("system", systems(page), None) or ""
    now = Asked(quarter, other, system, None)
    sort = choices.settle("sort", [*indicators(now), WEAK], None)
    return Asked(quarter, other, system, sort)


def year_before(quarter: Quarter) -> dt.date | None:
    """The same quarter a year before, where there is one."""
    day = quarter.periods[quarter.period]["year_before"]
    return day if day in quarter.periods else None


def systems(page: Page) -> list[str]:
    """The systems that have indicators, in the programme's order."""
    having = {row["policy_system"] for row in page.answers.indicators().values()}
    return [system for system in POLICY_SYSTEMS if system in having]


def parameters(asked: Asked) -> dict[str, Any]:
    """What the question is asked with."""
    quarter = asked.quarter
    since = asked.other or quarter.period
    return {"period": quarter.period, "since": since, "area": quarter.area, "system": asked.system}


@kept(most=60)
def cards(asked: Asked) -> list[Card]:
    """The cells of each area, in the order of codes; of townships without the indicators of which none has a figure."""
    found: dict[str, Card] = {}
    for row in asked.quarter.answers.rows("scorecard", **parameters(asked)):
        if row["places"] or not asked.is_of_townships:
            found.setdefault(row["area_code"], []).append(row)
    return list(found.values())


def indicators(asked: Asked) -> list[str]:
    """Codes of the indicators shown."""
    return [row["indicator_code"] for row in next(iter(cards(asked)), [])]


def left_out(asked: Asked) -> list[str]:
    """Codes of the indicators that no township of the whole has a figure of."""
    rows = asked.quarter.answers.rows("scorecard", **parameters(asked)) if asked.is_of_townships else []
    return list(dict.fromkeys(row["indicator_code"] for row in rows if not row["places"]))


def has_figures(asked: Asked) -> bool:
    """Whether any area has any figure."""
    return any(row["value_shown"] is not None for card in cards(asked) for row in card)


def ordered(asked: Asked) -> list[Card]:
    """The areas in the order chosen: by an indicator, the weakest first (of a neutral one the lowest), or by weak points."""
    listed, sort = cards(asked), asked.sort
    if sort is None:
        return listed
    if sort == WEAK:
        return _weakest_first(listed)

    def place(card: Card) -> tuple[bool, float, str]:
        row = next(one for one in card if one["indicator_code"] == sort)
        value, way = row["value"], -1 if row["polarity"] == "lower_is_better" else 1
        return value is None, way * (value or 0.0), row["area_code"]

    return sorted(listed, key=place)


def _weakest_first(listed: list[Card]) -> list[Card]:
    return sorted(listed, key=lambda card: (-card[0]["weak_points"], card[0]["area_code"]))


def pictured(asked: Asked) -> list[Card]:
    """What has a row in the picture, in the order chosen. Of more counties than have room the weakest: the first in an order of the
    reader's own, else those with most weak points. (A province has no row of its own to draw: its sums have no place among counties.)"""
    listed = ordered(asked)
    first = listed if asked.sort else _weakest_first(listed)
    drawn = {card[0]["area_code"] for card in first[: tree.MOST_COUNTIES]}
    return [card for card in listed if card[0]["area_code"] in drawn]
