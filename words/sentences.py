"""Findings as sentences to say aloud. Each takes rows as the questions answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods
from words.catalogue import Speech

Row = Mapping[str, Any]
COMPARISONS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
CROSSED_NAMED = 8  # names that the line under the figures may carry
VERDICT_SYMBOLS = {"met": "▲", "not_met": "▼", "unknown": "?", "no_target": "·"}


def title(speech: Speech, headline: Row, indicator: Row, period: str, *, whole: bool) -> str:
    """The finding of the compliance map. `whole` leaves the area's name out where it is the pack's root."""
    sentence = _finding(speech, headline, indicator, period)
    area = speech.pick(headline, "area_name")
    if whole or area in sentence:  # what is said of the figure itself names the area
        return sentence
    told = {"area": area, "sentence": sentence}
    if not headline["has_target"] or headline["verdict"] == "no_target" or _is_unfiled(headline):
        return speech("title.of_area", **told)
    return speech("title.of_area_judged", verdict=_inside(verdict(speech, headline, indicator)), **told)


def _inside(text: str) -> str:
    """A text in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _is_unfiled(headline: Row) -> bool:
    """Whether no county has reported: there is nothing to judge yet."""
    return (
        headline["value_status"] == "not_due" or headline["counties_unreported"] == headline["counties_all"]
    )


def _finding(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    everyone = headline["counties_all"]
    if not everyone:
        return speech("title.no_county", period=period)
    if headline["value_status"] == "not_due":
        return speech("title.not_due", period=period)
    if headline["counties_unreported"] == everyone:
        key = "title.no_published" if indicator["from_figures"] else "title.no_return"
        return speech.plural(key, everyone, period=period)
    if headline["has_target"]:
        return _verdicts(speech, headline)
    if headline["target_value"] is not None:
        return speech("title.nothing_to_judge", period=period)
    return _without_verdict(speech, headline, indicator, period)


def _without_verdict(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    figure = numbers.with_unit(
        headline["value_shown"], int(indicator["decimals"]), speech.pick(indicator, "unit")
    )
    names = {
        "area": speech.pick(headline, "area_name"),
        "figure": figure,
        "indicator": speech.pick(indicator, "indicator_name"),
        "period": period,
        "coverage": _coverage(speech, headline, indicator),
    }
    if indicator["has_target"]:
        key = "title.no_target_then"
    elif headline["value_shown"] is None:
        key = "title.no_figure"
    else:
        key = "title.no_target_ever"
    return speech(key, **names)


def _coverage(speech: Speech, headline: Row, indicator: Row) -> str:
    """Of how many counties the figure is complete; published figures are not called returns.

    A county may have reported and still be out of the figure: nothing is known to divide by.
    """
    everyone, complete = headline["counties_all"], headline["counties_complete"]
    known = headline["counties_with_value"]
    if indicator["from_figures"]:
        key = "coverage.published_all" if known == everyone else "coverage.published"
        return speech.plural(key, everyone, complete=numbers.count(known))
    key = "coverage.filed" if known >= complete else "coverage.filed_with_value"
    return speech.plural(key, everyone, complete=numbers.count(complete), known=numbers.count(known))


def _verdicts(speech: Speech, headline: Row) -> str:
    judged, met, unknown = headline["counties_judged"], headline["met"], headline["unknown"]
    # Each part has a number, and so a plural, of its own: 2 of 5 counties meet the target, 1 does not.
    told = {
        "met": speech.plural("title.met_of", met, judged=speech.plural("title.judged", judged)),
        "not_met": speech.plural("title.not_met", headline["not_met"]),
    }
    if not unknown:
        if met == judged:
            return speech.plural("title.all_met", judged)
        if not met:
            return speech.plural("title.none_met", judged)
        return speech("title.some_met", **told)
    return speech(
        "title.bounds",
        **told,
        open=numbers.count(unknown),
        least=numbers.count(headline["met_at_least"]),
        most=numbers.count(headline["met_at_most"]),
    )


def undecided(speech: Speech, headline: Row, indicator: Row) -> str:
    """Why counties are undecided, unreported and partial apart; empty when all have a verdict."""
    if not headline["has_target"] or not headline["unknown"]:
        return ""
    parts = [
        speech.plural(f"undecided.{kind}", headline[kind], figure=denominator_figure(speech, indicator))
        for kind in ("unreported", "partial", "without_denominator")
        if headline[kind]
    ]
    return speech("undecided.of", n=numbers.count(headline["unknown"]), parts=speech.join(parts))


def target(speech: Speech, row: Row, indicator: Row) -> str:
    """A target in words: what, how much, by when. `row` carries target_value, target_comparison, reach_by."""
    text = speech(
        f"target.{COMPARISONS[row['target_comparison']]}",
        indicator=speech.pick(indicator, "indicator_name"),
        value=_target_value(speech, row["target_value"], indicator),
    )
    if row.get("reach_by"):
        return speech("target.reach_by", target=text, by=periods.reach_by(speech, row["reach_by"]))
    return text


def _target_value(speech: Speech, value: Any, indicator: Row) -> str:
    """What a target asks. A per cent belongs to the number itself; other units are part of the indicator's name."""
    unit = speech.pick(indicator, "unit")
    return numbers.attach(numbers.bound(value), unit if unit == "%" else "")


def grey_line(
    speech: Speech, headline: Row, indicator: Row, period: str, counties: Sequence[Row] = ()
) -> str:
    """The line under the title: the target or the indicator, the period, why counties are undecided.

    `counties` are the rows that the headline counts: how many have figures taken in only once confirmed.
    """
    first = (
        target(speech, headline, indicator)
        if headline["has_target"]
        else speech.pick(indicator, "indicator_name")
    )
    parts = [first, period, sides(speech, headline, indicator), undecided(speech, headline, indicator)]
    parts.append(too_little_known(speech, headline))
    parts += [firmness(speech, headline, indicator), own_denominators(speech, headline)]
    if headline["counties_by_other_target"]:
        parts.append(speech.plural("grey.other_target", headline["counties_by_other_target"]))
    own = headline["own_target_value"]
    if headline["has_target"] and own is not None and own != headline["target_value"]:
        value = _target_value(speech, own, indicator)
        parts.append(speech("grey.own_target", area=speech.pick(headline, "area_name"), value=value))
    outside = headline["counties_all"] - headline["counties_judged"]
    if headline["has_target"] and outside > 0:
        parts.append(speech.plural("grey.outside", outside))
    doubted = sum(bool(row["figures_confirmed"]) for row in counties)
    if doubted:
        parts.append(speech.plural("grey.confirmed", doubted))
    return " · ".join(part for part in parts if part)


def too_little_known(speech: Speech, row: Row) -> str:
    """Why a whole has no figure though some of its parts have: how much is known; empty where it has one, or none has."""
    if row["value"] is not None or row["numerator"] is None or row["share_known"] is None:
        return ""
    per_cent = int(row["share_known"] * 100)  # down: 79.9 is under 80, too
    return speech("whole.too_little_known", share=f"{per_cent}%") if per_cent else ""


def firmness(speech: Speech, headline: Row, indicator: Row) -> str:
    """How many of the counties that meet the target do so beyond the error of the denominator; empty where that is none."""
    met, firm = headline["met"], headline["met_firm"]
    if not headline["has_target"] or not met or firm is None:
        return ""
    if firm == met and headline["denominator_low"] == headline["denominator_high"]:
        return ""  # what is counted is exact
    of_people = indicator["denominator_is_population"]
    figure = speech("firm.of_people") if of_people else denominator_figure(speech, indicator)
    return speech.plural("firm.line", met, firm=numbers.count(firm), figure=figure)


def own_denominators(speech: Speech, headline: Row) -> str:
    """How many counties are divided by a figure that they returned themselves; empty for none."""
    number = headline["denominators_reported"]
    return speech.plural("grey.denominators_reported", number) if number else ""


def share_met(speech: Speech, headline: Row, indicator: Row) -> str:
    """How much of the denominator is that of counties that meet the target, and may be once all are decided.

    Empty where that is not known, or no county is decided.
    """
    if (
        not headline["has_target"]
        or headline["share_met"] is None
        or not (headline["met"] or headline["not_met"])
    ):
        return ""
    least, most = (numbers.ratio(headline[name] * 100, 1) for name in ("share_met", "share_met_at_most"))
    return speech(
        "share_met.line" if least == most else "share_met.bounds",
        share=least,
        most=most,
        denominator=speech.pick(indicator, "denominator_name"),
    )


def shortfall(speech: Speech, row: Row) -> str:
    """A gap, and what it may come to where some are not decided: 3,710 to 7,259."""
    least, most = row["gap"], row["gap_at_most"]
    if most is None or most == least:
        return numbers.count(least)
    if least is None:
        return speech("gap.up_to", most=numbers.count(most))
    return speech("gap.range", least=numbers.count(least), most=numbers.count(most))


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


def crossed(speech: Speech, rows: Sequence[Row]) -> str:
    """How many counties newly meet the target and how many fell below it since a year before, by name where few.

    `rows` is `verdict_changes`; empty where no county is judged at both dates.
    """
    if not rows:
        return ""
    moved = {
        kind: [r for r in rows if r["verdict"] == now and r["verdict_year_before"] != now]
        for kind, now in (("up", "met"), ("down", "not_met"))
    }
    if not any(moved.values()):
        return speech.plural("crossed.none", len(rows))
    told = {}
    for kind, counties in moved.items():
        told[kind] = speech.plural(f"crossed.{kind}", len(counties))
        if 0 < len(counties) <= CROSSED_NAMED:
            names = [speech.pick(r, "short_name") or speech.pick(r, "area_name") for r in counties]
            told[kind] = speech("crossed.named", count=told[kind], names=speech("list.item").join(names))
    return speech.plural("crossed.line", len(rows), **told)


def counted(speech: Speech, indicator: Row) -> str:
    """What the numerator counts, as a noun: 人, 社区, workers. A measure word before a noun belongs to its number."""
    unit = speech.pick(indicator, "gap_unit")
    return unit[1:] if len(unit) > 1 and unit[0] == "个" else unit


def capital(text: str) -> str:
    """A name at the beginning of a line."""
    return text[:1].upper() + text[1:]


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


def decided_in_part(row: Row) -> bool:
    """Whether the verdict stands although units are missing: what they may still report cannot change it."""
    return row["value_status"] == "partial" and row["verdict"] in ("met", "not_met")


def lacking(row: Row, indicator: Row) -> str:
    """What a row lacks for a verdict, or without a target for a value, in the word of the catalogue.

    `unreported`, `unpublished`, `partial`, `denominator` (none, or too old) or `not_due`; empty where it lacks nothing.
    """
    reason = row["undecided_because"]
    if reason in ("no_denominator", "denominator_too_old"):
        return "denominator"
    return without_return(indicator) if reason == "unreported" else str(reason or "")


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


def denominator_figure(speech: Speech, indicator: Row) -> str:
    """What a county without a denominator lacks: 人口数, population figure; of another denominator its own name."""
    if indicator["denominator_is_population"]:
        return speech("denominator.of_people")
    return speech("denominator.of_other", name=speech.pick(indicator, "denominator_name"))


def status(speech: Speech, row: Row, indicator: Row) -> str:
    """The value status in words; a missing denominator is told apart from a missing return."""
    lacks = lacking(row, indicator)
    if lacks in ("denominator", "unpublished"):
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
    carried = both_carried(speech, row)
    return [*told, carried] if carried else told


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
