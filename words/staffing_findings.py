"""What is said of staffing: gaps and pace, scenarios, and how far verdicts rest on the denominator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import headlines, numbers, profile_findings, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
LARGEST = 10  # counties whose share of the gap is told


def title(
    speech: Speech, headline: Row, indicator: Row, short: Sequence[Row], soon: tuple[int, int, str]
) -> str:
    """How much is lacking, where, and how many reach the target within two years.

    `soon`: how many do, of how many the pace is not known, and the city shown.
    """
    within, unpaced, place = soon
    prefix = speech("staffing.in", name=place) if place else ""
    if not headline["has_target"]:
        return speech("staffing.title_no_target", place=prefix)
    if not short:
        key = "staffing.title_none" if headline["met"] else "staffing.title_nothing"
        return speech(key, place=prefix)
    lacking = numbers.attach(headlines.shortfall(speech, headline), speech.pick(indicator, "gap_unit"))
    top = short[:LARGEST]
    part = numbers.share(sum(row["gap"] for row in top), sum(row["gap"] for row in short))
    first = speech("staffing.title_gap", place=prefix, gap=lacking)
    if len(short) > LARGEST:
        first = speech.join([first, speech.plural("staffing.title_share", len(top), share=part)])
    if unpaced == len(short):  # that none makes it is not known
        return speech("list.sentence").join([first, speech("staffing.title_unpaced")])
    paced = speech.plural("staffing.title_soon", len(short), soon=numbers.count(within))
    if unpaced:
        paced = speech.join([paced, speech.plural("staffing.title_unpaced_some", unpaced)])
    return speech("list.sentence").join([first, paced])


def pace_lines(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """What hovering over a county's pace says."""
    return [speech.pick(row, "area_name"), profile_findings.pace(speech, row, indicator)]


def county_lines(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """What hovering over a county says: figure, verdict and distance, what it is made of."""
    distance = sentences.distance(speech, row, indicator)
    figure = numbers.with_unit(row["value_shown"], indicator["decimals"], speech.pick(indicator, "unit"))
    judged = speech.join([sentences.verdict(speech, row, indicator), *([distance] if distance else [])])
    return [speech.pick(row, "area_name"), figure, judged, *sentences.parts(speech, row, indicator)]


def scenario_title(speech: Speech, asked: Mapping[str, str], met: int, lacking: str) -> str:
    """What the scenario comes to: under which suppositions, and how many meet the target then."""
    return speech.plural("staffing.what_if_title", met, **asked, gap=lacking)


def base_title(speech: Speech, known: int, of: int, counts: tuple[int, int, int]) -> str:
    """How many verdicts turn with the denominator, and how many hold under each of the first `of`; `known` are there to compare."""
    if known < 2:
        return speech("staffing.base_alone" if known else "staffing.base_unjudged")
    turn, always, never = counts
    parts = [speech.plural("staffing.base_turn", turn)] if turn else [speech("staffing.base_none_turn")]
    if of > 1:
        parts.append(
            speech("staffing.base_held", of=of, always=numbers.count(always), never=numbers.count(never))
        )
    return speech("list.sentence").join(parts)
