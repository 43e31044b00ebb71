"""What is said of the systems: titles, positions, indicators. Rows are those of `index_scores` and `area_indicators`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
SYMBOLS = {"weak": "▼", "strong": "▲"}
SAYS = {"weak": "bad", "strong": "good", "last": "bad", "first": "good", "worse": "bad", "better": "good"}
ARROWS = {True: "↗", False: "↘"}


def inside(speech: Speech, systems: Sequence[str]) -> str:
    """Names of systems inside a sentence."""
    return speech.enumerate([speech(f"system.{system}").lower() for system in systems])


def county(
    speech: Speech,
    name: str,
    weak: Sequence[str],
    strong: Sequence[str],
    short: Sequence[str],
    unfit: Sequence[str] = (),
) -> str:
    """In which systems a county is weak and strong, and of which too little is reported or applies; undecided ones are not named."""
    names = {"weak": inside(speech, weak), "strong": inside(speech, strong)}
    if weak and strong:
        first = speech("systems.title_both", name=name, **names)
    elif weak:
        first = speech("systems.title_weak", name=name, weak=names["weak"])
    elif strong:
        first = speech("systems.title_strong", name=name, strong=names["strong"])
    else:
        first = speech("systems.title_undecided", name=name)
    parts = [first]
    if short:
        parts.append(speech("systems.title_short", systems=inside(speech, short)))
    if unfit:
        parts.append(speech("systems.title_unfit", systems=inside(speech, unfit)))
    return speech("list.sentence").join(parts)


def whole(speech: Speech, place: str, counts: Mapping[str, int], many: tuple[int, str]) -> str:
    """In which systems most counties are weak, and how many counties are so in several: `many` counts them and names the key."""
    most = max(counts.values(), default=0)
    if not most:
        return speech("systems.title_nobody", place=place)
    worst = [system for system, count in counts.items() if count == most]
    key = "systems.title_most" if len(worst) == 1 else "systems.title_most_each"
    first = speech.plural(key, most, place=place, systems=inside(speech, worst))
    if not many[0]:
        return first
    return speech("list.sentence").join([first, speech.plural(f"systems.title_many_{many[1]}", many[0])])


def lack(row: Row) -> str:
    """Why a system is not judged: short where too little is reported, unfit where two thirds of what applies is, but too little does."""
    applies = row["indicators_all"] - row["inapplicable"]
    return "unfit" if 3 * row["indicators_known"] >= 2 * applies else "short"


def word(speech: Speech, row: Row) -> str:
    """Weak, strong or undecided with its mark; of a system of which too little is reported or applies, so."""
    standing = row["weak_or_strong"]
    told = speech(f"systems.word_{standing or lack(row)}")
    return f"{SYMBOLS[standing]} {told}" if standing in SYMBOLS else told


def band(speech: Speech, row: Row) -> str:
    """Between which positions it lies."""
    if row["position_low"] is None:
        return speech("systems.too_few" if lack(row) == "short" else "systems.too_few_apply")
    if row["position_low"] == row["position_high"]:
        return speech("systems.at", n=row["position_low"])
    return speech("systems.between", low=row["position_low"], high=row["position_high"])


def moved(speech: Speech, what: str) -> str:
    """What became of its position in a year: better, worse, undecided, unlike (by other indicators then) or unknown."""
    return speech(f"systems.moved_{what}")


def standing(speech: Speech, row: Row) -> str:
    """Where an area stands in a system, in one line of a hover."""
    told = speech("systems.of", system=speech(f"system.{row['scope']}"), told=word(speech, row))
    return speech.join([told, band(speech, row)])


def figure(speech: Speech, row: Row, indicator: Row) -> str:
    """An indicator's figure, or why there is none."""
    if row["value_shown"] is None:
        return sentences.status(speech, row, indicator)
    return numbers.ratio(row["value_shown"], indicator["decimals"])


def unit(speech: Speech, row: Row, indicator: Row) -> str:
    """What stands behind the figure."""
    return speech.pick(indicator, "unit") if row["value_shown"] is not None else ""


def place(speech: Speech, row: Row) -> str:
    """Its place, for a tight place."""
    return "" if row["place"] is None else speech("systems.place", n=numbers.count(row["place"]))


def change(speech: Speech, row: Row, indicator: Row) -> tuple[str, str]:
    """The change on a year before with the direction of the number, and whether that is better; nothing where it is not known."""
    if row["change_shown"] is None:
        return "", "quiet"
    if row["change_is"] == "same":
        return speech("systems.same"), "quiet"
    told = numbers.signed(row["change_shown"], indicator["decimals"])
    return f"{ARROWS[row['change_shown'] > 0]} {told}", SAYS.get(row["change_is"], "quiet")


def lines(speech: Speech, row: Row, indicator: Row, period: dt.date) -> list[str]:
    """All that is known of an indicator, line by line: its name first."""
    found = [speech.pick(indicator, "indicator_name")]
    told = numbers.attach(figure(speech, row, indicator), unit(speech, row, indicator))
    if row["asked_period"] != period:
        told = speech.join([told, periods.period(speech, row["asked_period"], str(indicator["cycle"]))])
    found.append(told)
    if row["place"] is not None:
        found.append(
            speech("systems.place_of", place=numbers.count(row["place"]), places=numbers.count(row["places"]))
        )
    if row["change_shown"] is not None:
        arrow, says = change(speech, row, indicator)
        key = {"good": "systems.change_better", "bad": "systems.change_worse"}.get(
            says, "systems.change_same"
        )
        found.append(speech(key, change=arrow))
    if row["target_value"] is not None and row["verdict"] in ("met", "not_met"):
        target = sentences.target_value(speech, row["target_value"], indicator)
        found.append(speech(f"systems.target_{row['verdict']}", target=target))
    if indicator["polarity"] == "lower_is_better":
        found.append(speech("systems.lower_better"))
    return found
