"""What is said of a headline: the title, the grey line under it, and the line on who crossed the target.

`headline` is the row of `compliance_headline`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from words import change_findings, numbers, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
CROSSED_NAMED = 8  # names that the line under the figures may carry


def title(speech: Speech, headline: Row, indicator: Row, period: str, *, whole: bool) -> str:
    """The finding of the compliance map. `whole` leaves the area's name out where it is the pack's root."""
    sentence = _finding(speech, headline, indicator, period)
    area = speech.pick(headline, "area_name")
    if whole or area in sentence:  # what is said of the figure itself names the area
        return sentence
    told = {"area": area, "sentence": sentence}
    if not headline["has_target"] or headline["verdict"] == "no_target" or _is_unfiled(headline):
        return speech("title.of_area", **told)
    return speech(
        "title.of_area_judged", verdict=_inside(sentences.verdict(speech, headline, indicator)), **told
    )


def as_published(speech: Speech, sentence: str, counties: Sequence[Row]) -> str:
    """The title where counties are drawn on other boundaries than the period's own: that it is as published all the same."""
    return (
        speech("boundaries.as_published", title=sentence)
        if any(row.get("is_rebased") for row in counties)
        else sentence
    )


def counted(speech: Speech, counties: Sequence[Row], boundaries: str) -> str:
    """How many of the counties drawn on other boundaries would meet the target, so that it agrees with legend and lists; empty where
    all are those of the period."""
    if not any(row.get("is_rebased") for row in counties):
        return ""
    verdicts = [row["verdict"] for row in counties if row["verdict"] != "no_target"]
    if not verdicts:
        return speech("boundaries.counted_none", boundaries=boundaries)
    numbers_of = {name: numbers.count(verdicts.count(name)) for name in ("met", "not_met", "unknown")}
    return speech("boundaries.counted", boundaries=boundaries, **numbers_of)


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
    common = headline["target_is_common"]
    # Each part has a number, and so a plural, of its own: 2 of 5 counties meet the target, 1 does not.
    told = {
        "met": speech.plural(
            "title.met_of",
            met,
            judged=speech.plural("title.judged" if common else "title.judged_own", judged),
        ),
        "not_met": speech.plural("title.not_met", headline["not_met"]),
    }
    if not unknown:
        if met == judged:
            return speech.plural("title.all_met" if common else "title.all_met_own", judged)
        if not met:
            return speech.plural("title.none_met" if common else "title.none_met_own", judged)
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
    parts = speech.join(causes(speech, headline, indicator))
    return speech("undecided.of", n=numbers.count(headline["unknown"]), parts=parts)


def causes(speech: Speech, headline: Row, indicator: Row) -> list[str]:
    """Why counties are undecided, a part a cause with how many."""
    figure = sentences.denominator_figure(speech, indicator)
    return [
        speech.plural(f"undecided.{kind}", headline[kind], figure=figure)
        for kind in ("unreported", "partial", "without_denominator")
        if headline[kind]
    ]


def grey_line(
    speech: Speech, headline: Row, indicator: Row, period: str, counties: Sequence[Row] = ()
) -> str:
    """The line under the title: the target or the indicator, the period, why counties are undecided.

    `counties` are the rows that the headline counts: how many have figures taken in only once confirmed.
    """
    name = speech.pick(indicator, "indicator_name")
    if headline["target_is_common"]:
        first = sentences.target(speech, headline, indicator)
    elif headline["has_target"]:
        first = speech.plural("grey.own_targets", headline["counties_judged"], indicator=name)
    else:
        first = name
    parts = [
        first,
        period,
        sentences.sides(speech, headline, indicator),
        undecided(speech, headline, indicator),
        too_little_known(speech, headline),
        firmness(speech, headline, indicator),
        own_denominators(speech, headline),
    ]
    if headline["counties_by_other_target"] and headline["target_is_common"]:
        parts.append(speech.plural("grey.other_target", headline["counties_by_other_target"]))
    own = headline["own_target_value"]
    is_named = headline["target_is_common"] and own == headline["target_value"]
    if headline["has_target"] and own is not None and not is_named:
        value = sentences.target_value(speech, own, indicator)
        parts.append(speech("grey.own_target", area=speech.pick(headline, "area_name"), value=value))
    outside = headline["counties_not_applicable"]
    if headline["has_target"] and outside:
        parts.append(speech.plural("grey.outside", outside))
    untargeted = headline["counties_all"] - headline["counties_judged"] - outside
    if headline["has_target"] and untargeted:
        parts.append(speech.plural("grey.untargeted", untargeted))
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


def without_figure(speech: Speech, rows: Sequence[Row]) -> str:
    """Which of some cities have no figure of their own, as too little of them is reported; empty where all have one."""
    cities: dict[str, list[str]] = {}
    for row in rows:
        if why := too_little_known(speech, row):
            cities.setdefault(why, []).append(speech.pick(row, "short_name") or speech.pick(row, "area_name"))
    return " ".join(
        speech("table.cities_too_little", cities=speech.enumerate(names), why=why)
        for why, names in cities.items()
    )


def firmness(speech: Speech, headline: Row, indicator: Row) -> str:
    """How many of the counties that meet the target do so beyond the error of the denominator; empty where that is none."""
    met, firm = headline["met"], headline["met_firm"]
    if not headline["has_target"] or not met or firm is None:
        return ""
    if firm == met and headline["denominator_low"] == headline["denominator_high"]:
        return ""  # what is counted is exact
    of_people = indicator["denominator_is_population"]
    figure = speech("firm.of_people") if of_people else sentences.denominator_figure(speech, indicator)
    return speech.plural("firm.line", met, firm=numbers.count(firm), figure=figure)


def own_denominators(speech: Speech, headline: Row) -> str:
    """How many counties are divided by a figure that they returned themselves; empty for none."""
    number = headline["denominators_reported"]
    return speech.plural("grey.denominators_reported", number) if number else ""


def share_met(speech: Speech, headline: Row, indicator: Row) -> str:
    """How much of the denominator is that of counties that meet the target, and may be once all are decided.

    Empty where that is not known, no county is decided, or none but some have a target of their own.
    """
    if (
        not headline["target_is_common"]
        or headline["share_met"] is None
        or not (headline["met"] or headline["not_met"])
    ):
        return ""
    least, most = (_per_cent(headline[name]) for name in ("share_met", "share_met_at_most"))
    return speech(
        "share_met.line" if least == most else "share_met.bounds",
        share=least,
        most=most,
        denominator=speech.pick(indicator, "denominator_name"),
    )


def _per_cent(share: Decimal) -> str:
    """A share in per cent with one decimal; one that is not the whole is never shown as 100.0."""
    shown = numbers.ratio(share * 100, 1)
    return numbers.ratio(Decimal("99.9"), 1) if share < 1 and shown == numbers.ratio(100, 1) else shown


def shortfall(speech: Speech, row: Row) -> str:
    """A gap, and what it may come to where some are not decided: 3,710 to 7,259."""
    least, most = row["gap"], row["gap_at_most"]
    if most is None or most == least:
        return numbers.count(least)
    if least is None:
        return speech("gap.up_to", most=numbers.count(most))
    return speech("gap.range", least=numbers.count(least), most=numbers.count(most))


def is_same_figure(headline: Row) -> bool:
    """Whether nothing can be compared with a year before but figures that are the same, carried: no change is known."""
    return bool(headline["counties_same_figure"] and not headline["counties_known_both"])


def crossed(speech: Speech, rows: Sequence[Row]) -> str:
    """How many counties newly meet the target and how many fell below it since a year before, by name where few.

    `rows` is `verdict_changes`; empty where no county is judged at both dates.
    """
    if not rows:
        return ""
    moved = {
        kind: [r for r in rows if r["crossing"] == way]
        for kind, way in (("up", change_findings.RISEN), ("down", change_findings.FALLEN))
    }
    in_part = sum(row["decided_in_part"] for row in rows)  # the changes of figures leave these out
    both = speech.plural("crossed.both", len(rows))
    if in_part:
        both = speech.plural("crossed.both_in_part", in_part, both=both)
    if not any(moved.values()):
        return speech("crossed.none", both=both)
    told = {}
    for kind, counties in moved.items():
        told[kind] = speech.plural(f"crossed.{kind}", len(counties))
        if 0 < len(counties) <= CROSSED_NAMED:
            names = [speech.pick(r, "short_name") or speech.pick(r, "area_name") for r in counties]
            told[kind] = speech("crossed.named", count=told[kind], names=speech("list.item").join(names))
    return speech("crossed.line", both=both, **told)
