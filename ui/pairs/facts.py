"""The counties with both figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.frame import choices
from ui.frame.page import Choice

Row = Mapping[str, Any]


def other(choice: Choice) -> str:
    """The second indicator: the one chosen, else the registry's first that is not the first one."""
    usual = next((code for code in choice.indicators if code != choice.code), choice.code)
    return str(choices.settle("other", choice.indicators, None) or usual)


def rows(choice: Choice, second: str) -> list[Row]:
    """All counties with both, or those of the city shown; its correlation is then theirs."""
    return list(
        choice.answers.rows(
            "indicator_pair",
            indicator=choice.code,
            other=second,
            period=choice.period,
            area=choice.city or choice.root,
        )
    )


def behind(choice: Choice, second: str) -> list[Row]:
    """The other counties, where those of one city are shown."""
    if not choice.city:
        return []
    inside = {row["area_code"] for row in rows(choice, second)}
    whole = choice.answers.rows(
        "indicator_pair", indicator=choice.code, other=second, period=choice.period, area=choice.root
    )
    return [row for row in whole if row["area_code"] not in inside]


def target(choice: Choice, code: str) -> Any:
    """The target of an indicator that all counties shown have in common; None where there is none."""
    periods = choice.answers.periods(code)
    day = max((period for period in periods if period <= choice.period), default=None)
    if day is None:
        return None
    headline = choice.answers.headline(code, day, choice.root)
    return headline["target_value"] if headline["target_is_common"] else None
