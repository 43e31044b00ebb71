"""Findings as sentences to say aloud. Each takes rows as the questions answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from words import dates, figures
from words.catalogue import Speech

Row = Mapping[str, Any]
COMPARISONS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
NAMED_AT_MOST = 3  # names that a title may carry
PEOPLE = ("resident_population", "urban_population")
VERDICT_SYMBOLS = {"met": "▲", "not_met": "▼", "unknown": "?", "no_target": "·"}


def title(speech: Speech, headline: Row, indicator: Row, period: str, *, whole: bool) -> str:
    """The finding of the compliance map. `whole` leaves the area's name out where it is the pack's root."""
    sentence = _finding(speech, headline, indicator, period)
    if whole:
        return sentence
    return speech("title.of_area", area=speech.pick(headline, "area_name"), sentence=sentence)


def _finding(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    everyone = headline["counties_all"]
    if not everyone:
        return speech("title.no_county", period=period)
    if headline["value_status"] == "not_due":
        return speech("title.not_due", period=period)
    if headline["counties_unreported"] == everyone:
        return speech.plural("title.no_return", everyone, period=period)
    if headline["has_target"]:
        return _verdicts(speech, headline)
    if headline["target_value"] is not None:
        return speech("title.nothing_to_judge", period=period)
    return _without_verdict(speech, headline, indicator, period)


def _without_verdict(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    figure = figures.with_unit(
        headline["value_shown"], int(indicator["decimals"]), speech.pick(indicator, "unit")
    )
    names = {
        "area": speech.pick(headline, "area_name"),
        "figure": figure,
        "indicator": speech.pick(indicator, "indicator_name"),
        "period": period,
        "complete": figures.count(headline["counties_complete"]),
    }
    if indicator["has_target"]:
        key = "title.no_target_then"
    elif headline["value_shown"] is None:
        key = "title.no_figure"
    else:
        key = "title.no_target_ever"
    return speech.plural(key, headline["counties_all"], **names)


def _verdicts(speech: Speech, headline: Row) -> str:
    judged, met, unknown = headline["counties"], headline["met"], headline["unknown"]
    if not unknown:
        if met == judged:
            return speech.plural("title.all_met", judged)
        if not met:
            return speech.plural("title.none_met", judged)
        return speech.plural("title.some_met", judged, met=figures.count(met))
    if headline["unreported"] == unknown:
        open_counties = speech.plural("title.unreported", unknown)
    elif headline["partial"] == unknown:
        open_counties = speech.plural("title.partial", unknown)
    else:
        open_counties = speech.plural("title.undecided", unknown)
    return speech.plural(
        "title.bounds",
        judged,
        met=figures.count(met),
        open=open_counties,
        least=figures.count(headline["met_at_least"]),
        most=figures.count(headline["met_at_most"]),
    )


def undecided(speech: Speech, headline: Row) -> str:
    """Why counties are undecided, unreported and partial apart; empty when all have a verdict."""
    if not headline["has_target"] or not headline["unknown"]:
        return ""
    parts = [
        speech.plural(f"undecided.{kind}", headline[kind])
        for kind in ("unreported", "partial", "without_denominator")
        if headline[kind]
    ]
    return speech("undecided.of", n=figures.count(headline["unknown"]), parts=speech.join(parts))


def target(speech: Speech, row: Row, indicator: Row) -> str:
    """A target in words: what, how much, by when. `row` carries target_value, target_comparison, reach_by."""
    text = speech(
        f"target.{COMPARISONS[row['target_comparison']]}",
        indicator=speech.pick(indicator, "indicator_name"),
        value=figures.attach(figures.bound(row["target_value"]), _per_cent(speech, indicator)),
    )
    if row.get("reach_by"):
        return speech("target.reach_by", target=text, by=dates.reach_by(speech, row["reach_by"]))
    return text


def _per_cent(speech: Speech, indicator: Row) -> str:
    """A unit that belongs to the number itself; others are part of the indicator's name."""
    unit = speech.pick(indicator, "unit")
    return unit if unit == "%" else ""


def grey_line(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    """The line under the title: the target or the indicator, the period, why counties are undecided."""
    first = (
        target(speech, headline, indicator)
        if headline["has_target"]
        else speech.pick(indicator, "indicator_name")
    )
    parts = [first, period, undecided(speech, headline)]
    outside = headline["counties_all"] - headline["counties"]
    if headline["has_target"] and outside > 0:
        parts.append(speech.plural("grey.outside", outside))
    return " · ".join(part for part in parts if part)


def capital(text: str) -> str:
    """A name at the beginning of a line."""
    return text[:1].upper() + text[1:]


def verdict(speech: Speech, row: Row) -> str:
    """The verdict in words, without its symbol; an undecided one says why."""
    if row["verdict"] == "unknown":
        return speech(f"verdict.unknown_{_why(row)}")
    if row["verdict"] == "no_target" and row["value_status"] == "not_applicable":
        return speech("verdict.not_applicable")
    return speech(f"verdict.{row['verdict']}")


def _why(row: Row) -> str:
    if lacks_denominator(row):
        return "denominator"
    status = row["value_status"]
    return str(status) if status in ("partial", "not_due") else "missing"


def lacks_denominator(row: Row) -> bool:
    """Whether everything was reported and only what it is divided by is missing or too old."""
    return bool(
        row["value_status"] == "missing"
        and row["units_expected"]
        and row["units_reported"] == row["units_expected"]
    )


def status(speech: Speech, row: Row) -> str:
    """The value status in words; a missing denominator is told apart from a missing return."""
    if lacks_denominator(row):
        return speech("legend.denominator")
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
    return speech(key, n=figures.count(number), unit=unit)


def _upper(row: Row) -> bool:
    """Whether the target is a ceiling."""
    return row.get("target_comparison") in ("<=", "<")


def parts(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """What a figure is made of, a line each: the numerator, the denominator with its date; nothing unreported."""
    if row["numerator"] is None:
        return []
    return [
        f"{capital(speech.pick(indicator, 'numerator_name'))} {figures.count(row['numerator'])}",
        f"{capital(speech.pick(indicator, 'denominator_name'))} {denominator(speech, row, indicator)}",
    ]


def denominator(speech: Speech, row: Row, indicator: Row) -> str:
    """A denominator with its date: 154.32 万人（2024年末，推算，沿用）."""
    number = row["denominator"]
    people = indicator["denominator_measures"] in PEOPLE
    text = figures.population(speech, number) if people else figures.count(number)
    note = denominator_note(speech, row)
    return speech("denominator.as_of", figure=text, note=note) if number is not None and note else text


def denominator_note(speech: Speech, row: Row) -> str:
    """The date a denominator stands for, whether it is an estimate, whether it is carried forward."""
    if not row["denominator_date"]:
        return ""
    parts = [dates.year_end(speech, row["denominator_date"])]
    if row["denominator_status"] == "estimated":
        parts.append(speech("denominator.estimated"))
    if row["denominator_carried"]:
        parts.append(speech("denominator.carried"))
    return speech.join(parts)


def trend_title(
    speech: Speech,
    series: Sequence[Row],
    indicator: Row,
    root: str,
    chosen: Sequence[str],
    comparison: str | None,
) -> str:
    """What the chosen series show: when the whole crossed its target, and who is below it at the end.

    `series` is `area_series` of the whole and the chosen areas, `root` and `chosen` their codes,
    `comparison` the one of the target in force at the end.
    """
    whole = [r for r in series if r["area_code"] == root and r["value"] is not None]
    if not whole:
        return speech("trend.no_figure", indicator=speech.pick(indicator, "indicator_name"))
    name = speech.pick(whole[-1], "short_name") or speech.pick(whole[-1], "area_name")
    cycle = str(indicator.get("cycle") or "quarterly")
    if whole[-1]["target_value"] is None or comparison is None:
        decimals, unit = int(indicator["decimals"]), speech.pick(indicator, "unit")
        shown = {row["value_shown"] for row in whole}
        return speech(
            "trend.from_to" if len(shown) > 1 else "trend.flat",
            area=name,
            first=figures.ratio(whole[0]["value_shown"], decimals),
            last=figures.with_unit(whole[-1]["value_shown"], decimals, unit),
            since=dates.period(speech, whole[0]["period"], cycle),
            until=dates.period(speech, whole[-1]["period"], cycle),
        )
    sentence = _crossing(speech, whole, name, cycle, comparison)
    below = _below(speech, series, root, chosen)
    return speech("trend.and", first=sentence, second=below) if below else sentence


def _reaches(row: Row, comparison: str) -> bool:
    """Whether a shown figure is on the target's side. Shown values never cross their target."""
    shown, aim = row["value_shown"], row["target_value"]
    if comparison in (">=", ">"):
        return bool(shown > aim or (shown == aim and comparison == ">="))
    return bool(shown < aim or (shown == aim and comparison == "<="))


def _crossing(speech: Speech, whole: Sequence[Row], name: str, cycle: str, comparison: str) -> str:
    judged = [r for r in whole if r["target_value"] is not None]
    if not _reaches(judged[-1], comparison):
        figure = dates.period(speech, judged[-1]["period"], cycle)
        return speech("trend.still_short", area=name, period=figure)
    since = len(judged) - 1
    while since > 0 and _reaches(judged[since - 1], comparison):
        since -= 1
    when = dates.period(speech, judged[since]["period"], cycle)
    return speech("trend.always_met" if since == 0 else "trend.crossed", area=name, period=when)


def _below(speech: Speech, series: Sequence[Row], root: str, chosen: Sequence[str]) -> str:
    names = []
    for code in chosen:
        rows = [r for r in series if r["area_code"] == code and r["value"] is not None]
        if code != root and rows and rows[-1]["verdict"] == "not_met":
            names.append(speech.pick(rows[-1], "short_name") or speech.pick(rows[-1], "area_name"))
    if len(names) > NAMED_AT_MOST:
        shown = speech("list.item").join(names[:NAMED_AT_MOST])
        return speech.plural("trend.below_more", len(names), names=shown, more=len(names) - NAMED_AT_MOST)
    return speech.plural("trend.below", len(names), names=speech.enumerate(names)) if names else ""


def stale(speech: Speech, today: dt.date, clock: dt.date) -> str:
    """That a snapshot tells an older day than the clock."""
    return speech.plural("stale.days", (clock - today).days, day=dates.date(speech, today))
