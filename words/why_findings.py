"""What is said of verdicts that changed: who crossed the target, and what moved them. Rows are those of `balance_changes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
# In the order in which they are taken.
PARTS = ("by_correction", "by_boundary", "by_denominator", "by_target", "by_numerator")
# Why the earlier figures cannot be carried onto another extent.
CARRIED = ("no_townships", "crosswalk", "unreported_township", "no_figure")
NAMED = 14


def title(speech: Speech, since: str, up: Sequence[Row], down: Sequence[Row], judged: int) -> str:
    """How many rose to the target and how many fell below it; `judged`: how many have a verdict on both periods."""
    if not judged:
        return speech("why.title_none_judged", since=since)
    risen = speech.plural("why.up", len(up)) if up else speech("why.nobody_up")
    fallen = speech.plural("why.down", len(down)) if down else speech("why.nobody_down")
    if not up and not down:
        return speech("why.title_nobody", since=since)
    return speech("why.title", since=since, crossed=speech.join([risen, fallen]))


def title_corrected(speech: Speech, period: str, up: Sequence[Row], down: Sequence[Row], judged: int) -> str:
    """The same of one period in two snapshots."""
    if not judged:
        return speech("why.title_none_judged", since=period)
    if not up and not down:
        return speech("why.title_corrected_nobody", period=period)
    risen = speech.plural("why.up", len(up)) if up else speech("why.nobody_up")
    fallen = speech.plural("why.down", len(down)) if down else speech("why.nobody_down")
    return speech("why.title_corrected", period=period, crossed=speech.join([risen, fallen]))


def moved(speech: Speech, up: Sequence[Row], indicator: Row) -> str:
    """What moved those that rose, taken together."""
    known = [row for row in up if row["by_numerator"] is not None]
    if not known:
        return ""
    unit = speech.pick(indicator, "gap_unit")
    names = {
        "by_numerator": speech.pick(indicator, "numerator_name"),
        "by_denominator": speech.pick(indicator, "denominator_name"),
        "by_correction": speech("why.correction_in_text"),
        "by_boundary": speech("why.boundary_in_text"),
    }
    sums = {name: sum(row[name] or 0 for row in known) for name in names}
    told = [
        speech("why.by", name=called, n=numbers.attach(numbers.signed(sums[name]), unit))
        for name, called in names.items()
        if sums[name]
    ]
    return speech("why.moved", told=speech.join(told)) if told else ""


def is_possible(row: Row, name: str, is_same: bool = False) -> bool:
    """Whether something of a part's kind can have happened; `is_same`: it is one period in two snapshots."""
    if row[name] is None or (is_same and name not in ("by_correction", "by_boundary")):
        return False
    return name != "by_target" or bool(row["target_changed"])


def part(row: Row, name: str, *, is_same: bool = False) -> str:
    """A part of a change: a dash where nothing of that kind can have happened."""
    return numbers.signed(row[name]) if is_possible(row, name, is_same) else numbers.DASH


def lines(
    speech: Speech, row: Row, indicator: Row, periods: tuple[str, str], *, is_same: bool = False
) -> list[str]:
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
        "by_correction": speech("why.correction"),
        "by_boundary": speech("why.boundary"),
        "by_denominator": sentences.capital(speech.pick(indicator, "denominator_name")),
        "by_target": speech("why.target"),
        "by_numerator": sentences.capital(speech.pick(indicator, "numerator_name")),
    }
    if row["not_split_because"] is not None:
        return [*found, apart_short(speech, row["not_split_because"])]
    found += [speech("why.tip_part", name=names[name], n=part(row, name, is_same=is_same)) for name in PARTS]
    return found


def apart_short(speech: Speech, because: str) -> str:
    """Why a county cannot be compared, for the cell of a table."""
    keys = {
        "new_area": "why.short_new_area",
        **dict.fromkeys(CARRIED, "why.short_boundary"),
        "unknown": "why.short_unknown",
        "unknown_since": "why.short_unknown_since",
        "no_target": "why.short_no_target",
        "comparison": "why.short_comparison",
    }
    return speech(keys[because])


def apart(speech: Speech, because: str, names: Sequence[str]) -> str:
    """Who cannot be compared, and why."""
    keys = {
        "new_area": "why.apart_new_area",
        "no_townships": "why.apart_no_townships",
        "crosswalk": "why.apart_crosswalk",
        "unreported_township": "why.apart_unreported_township",
        "no_figure": "why.apart_no_figure",
        "unknown": "why.apart_unknown",
        "unknown_since": "why.apart_unknown_since",
        "no_target": "why.apart_no_target",
        "comparison": "why.apart_comparison",
    }
    return speech.plural(keys[because], len(names), names=sentences.some(speech, names, NAMED))
