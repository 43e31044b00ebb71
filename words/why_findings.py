"""What is said of verdicts that changed: who crossed the target, and what moved them. Rows are those of `balance_changes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
PARTS = ("by_denominator", "by_target", "by_numerator")
NAMED = 14


def title(speech: Speech, since: str, up: Sequence[Row], down: Sequence[Row]) -> str:
    """How many rose to the target and how many fell below it."""
    risen = speech.plural("why.up", len(up)) if up else speech("why.nobody_up")
    fallen = speech.plural("why.down", len(down)) if down else speech("why.nobody_down")
    if not up and not down:
        return speech("why.title_nobody", since=since)
    return speech("why.title", since=since, crossed=speech.join([risen, fallen]))


def moved(speech: Speech, up: Sequence[Row], indicator: Row) -> str:
    """What moved those that rose, taken together."""
    known = [row for row in up if row["by_numerator"] is not None]
    if not known:
        return ""
    unit = speech.pick(indicator, "gap_unit")
    told = [
        speech(
            "why.tip_part",
            name=speech.pick(indicator, f"{side}_name"),
            n=numbers.attach(numbers.signed(sum(row[f"by_{side}"] for row in known)), unit),
        )
        for side in ("numerator", "denominator")
    ]
    return speech("why.moved", told=speech.join(told))


def part(number: int | None, row: Row, name: str) -> str:
    """A part of a change: a dash where nothing of that kind can have happened."""
    if number is None or (name == "by_target" and row["target_value_then"] == row["target_value"]):
        return numbers.DASH
    return numbers.signed(number)


def lines(speech: Speech, row: Row, indicator: Row, periods: tuple[str, str]) -> list[str]:
    """What hovering over a county says: both standings, both figures, and the parts by name."""
    decimals, unit = int(indicator["decimals"]), speech.pick(indicator, "gap_unit")
    found = [speech.pick(row, "area_name")]
    for period, value, balance in (
        (periods[0], row["value_shown_then"], row["balance_then"]),
        (periods[1], row["value_shown"], row["balance"]),
    ):
        figure = numbers.with_unit(value, decimals, speech.pick(indicator, "unit"))
        found.append(
            speech(
                "why.tip_stood",
                period=period,
                figure=figure,
                balance=numbers.attach(numbers.signed(balance), unit),
            )
        )
    names = {
        "by_denominator": sentences.capital(speech.pick(indicator, "denominator_name")),
        "by_target": speech("why.target"),
        "by_numerator": sentences.capital(speech.pick(indicator, "numerator_name")),
    }
    found += [speech("why.tip_part", name=names[name], n=part(row[name], row, name)) for name in PARTS]
    return found


def apart_short(speech: Speech, because: str) -> str:
    """Why a county cannot be compared, for the cell of a table."""
    keys = {
        "new_area": "why.short_new_area",
        "extent": "why.short_extent",
        "unknown": "why.short_unknown",
        "no_target": "why.short_no_target",
        "comparison": "why.short_comparison",
    }
    return speech(keys[because])


def apart(speech: Speech, because: str, names: Sequence[str]) -> str:
    """Who cannot be compared, and why."""
    keys = {
        "new_area": "why.apart_new_area",
        "extent": "why.apart_extent",
        "unknown": "why.apart_unknown",
        "no_target": "why.apart_no_target",
        "comparison": "why.apart_comparison",
    }
    return speech.plural(keys[because], len(names), names=sentences.some(speech, names, NAMED))
