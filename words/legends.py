"""The words of a map's legend. Each takes rows as the questions answer them; `colour` is ratio, gap or change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from words import numbers, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]

# Why a county has no colour, in the legend's order, and the pattern it is drawn with.
PATTERNS = {
    "unreported": "hatch",
    "unpublished": "hatch",
    "denominator": "hatch",
    "partial_met": "half",
    "partial_not_met": "half",
    "partial_unknown": "half",
    "partial": "half",
    "few_people_met": "dots",
    "few_people_not_met": "dots",
    "few_people": "dots",
    "incomparable": "dots",
    "same_figure": "dots",
    "not_carried": "dots",
    "not_applicable": "blank",
}


def lack(row: Row, indicator: Row, colour: str) -> str:
    """Why a county has no colour; a partial one and one with few people say what their verdict is, so that counts add up."""
    if sentences.cannot_be_carried(row):
        return "not_carried"
    status = row["value_status"]
    if status == "partial":
        judged = row["verdict"] in ("met", "not_met", "unknown")
        return f"partial_{row['verdict']}" if judged else "partial"
    if status == "not_applicable":
        return "not_applicable"
    if sentences.lacking(row, indicator) == "denominator":
        return "denominator"
    if colour == "ratio" and sentences.has_few_people(row, indicator):
        return f"few_people_{row['verdict']}" if row["verdict"] in ("met", "not_met") else "few_people"
    if colour == "change" and row["value"] is not None:
        return "same_figure" if has_same_figure(row) else "incomparable"
    return sentences.without_return(indicator)


def has_same_figure(row: Row) -> bool:
    """Whether a county's figure and that of a year before are one, carried: whether anything changed is not known."""
    return (
        row["change_shown"] is None
        and row["value_shown"] is not None
        and row["value_shown_year_before"] is not None
    )


def without(speech: Speech, indicator: Row, why: str) -> str:
    """A row of the legend for counties without a colour, by what `lack` said of them."""
    return speech(
        f"legend.{why}",
        figure=sentences.denominator_figure(speech, indicator),
        least=numbers.count(indicator["coloured_from_people"]),
    )


def lacking(speech: Speech, indicator: Row, why: str) -> str:
    """The same where nobody counts them: what the verdict is of one partly reported or with few people is not told."""
    if PATTERNS[why] == "half":
        return speech("legend.partial")
    return without(speech, indicator, "few_people" if why.startswith("few_people") else why)


def title(speech: Speech, indicator: Row, colour: str) -> str:
    """What is coloured, its unit, and that counties are counted."""
    unit = speech.pick(indicator, "unit")
    if colour == "change":
        return speech("legend.change", unit=unit)
    if colour == "gap":
        return speech(
            "legend.title", what=speech("ranking.gap_head", unit=speech.pick(indicator, "gap_unit"))
        )
    return speech("legend.title", what=unit)


def target(speech: Speech, headline: Row, colour: str) -> str:
    """The words on the rule between the two sides; empty where nothing is judged."""
    if colour == "gap":
        return speech("legend.gap_rule")
    if colour == "change":
        return speech("legend.no_change")
    if not headline["target_is_common"]:
        return ""
    return speech("card.target", value=numbers.bound(headline["target_value"]))


def map_notes(speech: Speech, facts: Row) -> list[str]:
    """The map's approval number, or that its borders are an example."""
    number = facts["map_approval_number"]
    if number:
        return [speech("legend.approval", number=number)]
    return [speech("legend.example"), speech("legend.approval", number="____")]
