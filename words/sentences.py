"""Findings as sentences to say aloud. Each takes rows as the questions answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from words import numbers, periods
from words.catalogue import Speech

Row = Mapping[str, Any]
COMPARISONS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
VERDICT_SYMBOLS = {"met": "▲", "not_met": "▼", "unknown": "?", "no_target": "·"}


def target(speech: Speech, row: Row, indicator: Row) -> str:
    """A target in words: what, how much, by when. `row` carries target_value, target_comparison, reach_by."""
    text = speech(
        f"target.{COMPARISONS[row['target_comparison']]}",
        indicator=speech.pick(indicator, "indicator_name"),
        value=target_value(speech, row["target_value"], indicator),
    )
    if row.get("reach_by"):
        return speech("target.reach_by", target=text, by=periods.reach_by(speech, row["reach_by"]))
    return text


def target_value(speech: Speech, value: Any, indicator: Row) -> str:
    """What a target asks. A per cent belongs to the number itself; other units are part of the indicator's name."""
    unit = speech.pick(indicator, "unit")
    return numbers.attach(numbers.bound(value), unit if unit == "%" else "")


def confirmed(speech: Speech, row: Row) -> str:
    """How many standing figures behind a county's figure were let in as they are only once confirmed; empty for none."""
    number = row.get("figures_confirmed") or 0
    return speech.plural("confirmed.line", number) if number else ""


def error(speech: Speech, row: Row) -> str:
    """Between which figures a denominator lies, and whether the verdict holds at both; empty where it is exact or not judged."""
    if row["verdict_firm"] is None or row["denominator_low"] == row["denominator_high"]:
        return ""
    key = "error.firm" if row["verdict_firm"] else "error.may_turn"
    ends = (numbers.population(speech, row[name]) for name in ("denominator_low", "denominator_high"))
    return speech(key, **dict(zip(("low", "high"), ends, strict=True)))


def sides(speech: Speech, headline: Row, indicator: Row) -> str:
    """Of which days the two sides of a published figure are, and whether the denominator is an estimate; else empty."""
    if not indicator["from_figures"] or not headline["numerator_date"] or not headline["denominator_date"]:
        return ""
    kind = "published"
    if headline["denominator_status"] == "estimated":
        kind = "estimated"
    elif is_own_return(headline, indicator):
        kind = "returned"
    day = periods.year_end(speech, headline["denominator_date"])
    return speech(
        "grey.sides",
        numerator=speech.pick(indicator, "numerator_name"),
        numerator_day=speech("grey.published", day=periods.year_end(speech, headline["numerator_date"])),
        denominator=speech.pick(indicator, "denominator_name"),
        denominator_day=speech(f"grey.{kind}", day=day),
    )


def counted(speech: Speech, indicator: Row) -> str:
    """What the numerator counts, as a noun: 人, 社区, workers. A measure word before a noun belongs to its number."""
    unit = speech.pick(indicator, "gap_unit")
    return unit[1:] if len(unit) > 1 and unit[0] == "个" else unit


def some(speech: Speech, names: Sequence[str], most: int) -> str:
    """Names in a list, at most so many, and that there are others."""
    told = speech("list.item").join(names[:most])
    return speech("list.and_more", names=told) if len(names) > most else told


def capital(text: str) -> str:
    """A name at the beginning of a line."""
    return text[:1].upper() + text[1:]


def judged(speech: Speech, code: str) -> str:
    """A verdict that is told without its reason, with its symbol."""
    word = speech("why.unknown") if code == "unknown" else speech(f"verdict.{code}")
    return f"{VERDICT_SYMBOLS[code]} {word}"


def verdict(speech: Speech, row: Row, indicator: Row) -> str:
    """The verdict in words, without its symbol; an undecided one says why, an early one that units are missing."""
    if row["verdict"] == "unknown":
        return speech(
            f"verdict.unknown_{lacking(row, indicator)}", figure=denominator_figure(speech, indicator)
        )
    if decided_in_part(row):
        return speech("verdict.decided_in_part", verdict=speech(f"verdict.{row['verdict']}"))
    if row["verdict"] == "no_target" and row["value_status"] == "not_applicable":
        return speech("verdict.not_applicable")
    return speech(f"verdict.{row['verdict']}")


def short_verdict(speech: Speech, row: Row, indicator: Row) -> str:
    """The verdict after its symbol, for the column of a table: an undecided one says only why."""
    if row["verdict"] == "unknown":
        said = status(speech, row, indicator)
    elif decided_in_part(row):
        said = speech(f"table.in_part_{row['verdict']}")
    else:
        said = verdict(speech, row, indicator)
    return f"{VERDICT_SYMBOLS[row['verdict']]} {said}"


def decided_in_part(row: Row) -> bool:
    """Whether the verdict stands although units are missing: what they may still report cannot change it."""
    return row["value_status"] == "partial" and row["verdict"] in ("met", "not_met")


def lacking(row: Row, indicator: Row) -> str:
    """What a row lacks for a verdict, or without a target for a value, in the word of the catalogue.

    `unreported`, `unpublished`, `partial`, `denominator` (none, or too old), `denominator_of_part` (of a whole, all of whose returns
    are in) or `not_due`; empty where it lacks nothing.
    """
    reason = row["undecided_because"]
    if reason == "partial" and lacks_denominators_alone(row):
        return "denominator_of_part"
    if reason in ("no_denominator", "denominator_too_old"):
        return "denominator"
    return without_return(indicator) if reason == "unreported" else str(reason or "")


def lacks_denominators_alone(row: Row) -> bool:
    """Whether all that belongs to a whole has been returned, and some of its parts have nothing to be divided by."""
    return bool(
        row["value_status"] == "partial"
        and row.get("units_expected")
        and row["units_reported"] == row["units_expected"]
    )


def of_part(speech: Speech, row: Row, indicator: Row) -> str:
    """Of which counties the figure of a whole is that is not known in whole: those that have reported, or can be divided."""
    key = "trend.undivided" if lacks_denominators_alone(row) else "trend.partial"
    return speech(key, figure=denominator_figure(speech, indicator))


def is_of_part(row: Row) -> bool:
    """Whether the figure shown is of a part of its whole alone."""
    return row["value_status"] == "partial" and row["value_shown"] is not None


def without_return(indicator: Row) -> str:
    """What is said of an area without a figure: `unpublished` where nobody files it, else `unreported`."""
    return "unpublished" if indicator["from_figures"] else "unreported"


def has_few_people(row: Row, indicator: Row) -> bool:
    """Whether a county has a figure but no class, as too few people live there for a colour to mean anything."""
    return bool(
        indicator["coloured_from_people"] and row["value_shown"] is not None and row["class_index"] is None
    )


def few_people(speech: Speech, row: Row, indicator: Row) -> str:
    """Why a county with a figure has no colour; empty where it has one, or no figure."""
    if not has_few_people(row, indicator):
        return ""
    return speech("few_people.line", least=numbers.count(indicator["coloured_from_people"]))


def grey(speech: Speech, rows: Iterable[Row], indicator: Row) -> str:
    """How many of some counties a chart shows in grey, as too few people live there for a colour to mean anything; empty of none."""
    number = sum(has_few_people(row, indicator) for row in rows)
    least = numbers.count(indicator["coloured_from_people"])
    return speech.plural("chart.grey", number, least=least) if number else ""


def denominator_figure(speech: Speech, indicator: Row) -> str:
    """What a county without a denominator lacks: 人口数, population figure; of another denominator its own name."""
    if indicator["denominator_is_population"]:
        return speech("denominator.of_people")
    return speech("denominator.of_other", name=speech.pick(indicator, "denominator_name"))


def status(speech: Speech, row: Row, indicator: Row) -> str:
    """The value status in words; a missing denominator is told apart from a missing return."""
    if cannot_be_carried(row):
        return rebased(speech, row)
    lacks = lacking(row, indicator)
    if lacks in ("denominator", "denominator_of_part", "unpublished"):
        return speech(f"legend.{lacks}", figure=denominator_figure(speech, indicator))
    return speech(f"status.{row['value_status']}")


def distance(speech: Speech, row: Row, indicator: Row) -> str:
    """How far from the target in counted things: short, above, exactly on it; empty when not known."""
    unit = speech.pick(indicator, "gap_unit")
    if row["gap"]:
        key, number = ("gap.over" if _upper(row) else "gap.short"), row["gap"]
    elif row["balance"] is None or row["verdict"] not in ("met", "not_met"):
        return ""
    elif row["balance"] == 0:
        return speech("gap.exact")
    else:
        key, number = ("gap.below" if _upper(row) else "gap.above"), abs(row["balance"])
    return speech(key, n=numbers.count(number), unit=unit)


def _upper(row: Row) -> bool:
    """Whether the target is a ceiling."""
    return row.get("target_comparison") in ("<=", "<")


def parts(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """What a figure is made of, a line each: the numerator, the denominator with its date; nothing unreported."""
    if row["numerator"] is None:
        return []
    return [
        f"{capital(speech.pick(indicator, 'numerator_name'))} {numbers.count(row['numerator'])}",
        f"{capital(speech.pick(indicator, 'denominator_name'))} {denominator(speech, row, indicator)}",
    ]


def open_point(speech: Speech, row: Row) -> list[str]:
    """Why a point of a line is drawn open, a line each; none where it is not."""
    told = [speech("trend.parts_changed")] if row["parts_changed"] else []
    told += [rebased(speech, row)] if row.get("is_rebased") else []
    carried = both_carried(speech, row)
    return [*told, carried] if carried else told


def cannot_be_carried(row: Row) -> bool:
    """Whether figures cannot be carried onto the boundaries chosen, though all that they need was filed."""
    return (row.get("not_carried_because") or "unreported_township") != "unreported_township"


def rebased(speech: Speech, row: Row) -> str:
    """That a figure is carried onto other boundaries than the period's own, and how; or why it cannot be."""
    if row["not_carried_because"]:
        return speech(f"rebased.{row['not_carried_because']}")
    return speech(f"rebased.{row['denominator_basis'] or 'counted'}")


def both_carried(speech: Speech, row: Row) -> str:
    """Of which days a figure's two sides are, where both are of days before the period; else empty."""
    if not (row["numerator_carried"] and row["denominator_carried"]):
        return ""
    days = {name: periods.year_end(speech, row[f"{name}_date"]) for name in ("numerator", "denominator")}
    return speech("trend.both_carried", **days)


def denominator(speech: Speech, row: Row, indicator: Row) -> str:
    """A denominator with its date: 154.32 万人（2024年末推算数，暂用）."""
    number = row["denominator"]
    people = indicator["denominator_is_population"]
    text = numbers.population(speech, number) if people else numbers.count(number)
    note = denominator_note(speech, row, indicator)
    return speech("denominator.as_of", figure=text, note=note) if number is not None and note else text


def is_own_return(row: Row, indicator: Row) -> bool:
    """Whether a dated denominator is one that the judged area returned itself, which must not read like a published one."""
    return row["denominator_status"] == "reported" and indicator["denominator_dataset"] == "figures"


def denominator_note(speech: Speech, row: Row, indicator: Row) -> str:
    """The date a denominator stands for, whether it is an estimate or an own return, whether it is carried forward."""
    if not row["denominator_date"]:
        return ""
    day = periods.year_end(speech, row["denominator_date"])
    parts = [speech("denominator.estimated", day=day) if row["denominator_status"] == "estimated" else day]
    if is_own_return(row, indicator):
        parts = [speech("denominator.returned", day=day)]
    if row["denominator_carried"]:
        parts.append(speech("denominator.carried"))
    return speech.join(parts)


def denominator_short(speech: Speech, row: Row, indicator: Row) -> str:
    """The same for a narrow column: end 2024 · est. · carried."""
    if not row["denominator_date"]:
        return ""
    parts = [periods.year_end(speech, row["denominator_date"])]
    if row["denominator_status"] == "estimated":
        parts.append(speech("denominator_short.estimated"))
    if is_own_return(row, indicator):
        parts.append(speech("denominator_short.returned"))
    if row["denominator_carried"]:
        parts.append(speech("denominator_short.carried"))
    return " · ".join(parts)


def stale(speech: Speech, today: dt.date, clock: dt.date) -> str:
    """That a snapshot tells an older day than the clock."""
    return speech.plural("stale.days", (clock - today).days, day=periods.date(speech, today))
