"""The counties at two periods, and at all of them: what is compared, what is counted, what the map is drawn on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from draw.map.ground import Ground
from files import grounds, tree
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page

Row = Mapping[str, Any]
MOST = 5  # rows of the largest changes either way


def parameters(choice: Choice, earlier: dt.date) -> dict[str, Any]:
    """What the question is asked with."""
    return {
        "indicator": choice.code,
        "period": choice.period,
        "since": earlier,
        "area": choice.city or choice.root,
    }


def rows(choice: Choice, earlier: dt.date) -> list[Row]:
    """The counties shown, at both."""
    return list(choice.answers.rows("period_changes", **parameters(choice, earlier)))


def everywhere(choice: Choice, earlier: dt.date) -> list[Row]:
    """The counties of the whole: a city's map keeps the classes of the whole one."""
    return list(
        choice.answers.rows("period_changes", **(parameters(choice, earlier) | {"area": choice.root}))
    )


def compared(listed: list[Row]) -> list[Row]:
    """Those with a change, the largest rise first."""
    known = [row for row in listed if row["change_since"] is not None]
    return sorted(known, key=lambda row: (-row["change_since"], row["area_code"]))


def apart(listed: list[Row]) -> dict[str, list[Row]]:
    """Those without one, by why."""
    found: dict[str, list[Row]] = {}
    for row in listed:
        if row["no_change_because"]:
            found.setdefault(row["no_change_because"], []).append(row)
    return found


def ends(listed: list[Row]) -> tuple[tuple[str, list[Row]], tuple[str, list[Row]]]:
    """The largest rises and the largest falls; where all went one way, the least of these in the place of the other."""
    known = compared(listed)
    up = [row for row in known if row["change_way"] == "rose"]
    down = [row for row in reversed(known) if row["change_way"] == "fell"]
    if not down:
        return _halves("most_up", "least_up", up)
    if not up:
        return _halves("most_down", "least_down", down)
    return ("most_up", up[:MOST]), ("most_down", down[:MOST])


def _halves(most: str, least: str, ordered: list[Row]) -> tuple[tuple[str, list[Row]], tuple[str, list[Row]]]:
    half = min(MOST, (len(ordered) + 1) // 2)
    return (most, ordered[:half]), (least, ordered[half:][-MOST:])


def by_period(choice: Choice) -> dict[dt.date, dict[str, Row]]:
    """Every county's row of every period, oldest first, by code."""
    found: dict[dt.date, dict[str, Row]] = {period: {} for period in stops(choice)}
    area = choice.city or choice.root
    for row in choice.answers.rows("period_classes", indicator=choice.code, area=area):
        if row["period"] in found:
            found[row["period"]][row["area_code"]] = row
    return found


def counts(choice: Choice) -> dict[dt.date, Row]:
    """How many counties meet the target at each period, and the area's own figure."""
    area = choice.city or choice.root
    return {
        row["period"]: row
        for row in choice.answers.rows("period_counts", indicator=choice.code, area=area)
        if row["period"] in choice.periods
    }


def stops(choice: Choice) -> list[dt.date]:
    """The periods that there are, oldest first."""
    return sorted(choice.periods)


def ground(page: Page, choice: Choice) -> Ground:
    """The shapes of the counties shown, in their newest extent."""
    if not choice.city:
        return _whole(page.answers)
    newest = page.answers.areas(max(choice.periods))
    own = {
        code: row
        for areas in (newest, choice.areas)
        for code, row in areas.items()
        if row["area_level"] == "county" and tree.is_within(row, choice.city)
    }
    cities = {str(tree.above(row)) for row in own.values()}
    return _part(page.answers, tuple(sorted(own)), tuple(sorted(cities)))


@kept(most=1)
def _whole(answers: Answers) -> Ground:
    return grounds.of_whole(answers.frame, insets=False)


@kept(most=40)
def _part(answers: Answers, codes: tuple[str, ...], cities: tuple[str, ...]) -> Ground:
    return grounds.of_part(answers.frame, codes, cities, insets=False)


def has_figures(choice: Choice) -> bool:
    """Whether any county has a figure at any period."""
    return any(row["counties_with_value"] for row in counts(choice).values())
