"""What is said of the composite index: titles, bands, who stands above whom. Rows are of `index_runs` and `index_scores`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]


def band(speech: Speech, row: Row) -> str:
    """Between which positions an area lies in nine draws of ten; that it has no score."""
    if row["position_low"] is None:
        return speech("evaluation.band_none")
    key = "evaluation.band_one" if row["position_low"] == row["position_high"] else "evaluation.band"
    return speech(key, low=row["position_low"], high=row["position_high"])


def place(speech: Speech, name: str, row: Row) -> str:
    """The same as a sentence about an area."""
    if row["position_low"] is None:
        return speech("evaluation.title_none", name=name)
    is_one = row["position_low"] == row["position_high"]
    key = "evaluation.title_one" if is_one else "evaluation.title_between"
    return speech(key, name=name, low=row["position_low"], high=row["position_high"])


def first(speech: Speech, name: str, size: int) -> str:
    """That the first cannot be told apart, or who is first alone."""
    if size == 1:
        return speech("evaluation.title_first_alone", name=name)
    return speech("evaluation.title_first", n=numbers.count(size))


def compared(speech: Speech, row: Row, alike: int) -> str:
    """Above and below how many an area stands, and from how many it cannot be told."""
    parts = [
        speech.plural("evaluation.above_it", row["stands_below"]),
        speech.plural("evaluation.alike", alike),
        speech.plural("evaluation.below_it", row["stands_above"]),
    ]
    return speech("list.comma").join(parts)


def score(speech: Speech, row: Row) -> str:
    """An area's score and, of a county, the position by it."""
    points = numbers.points(row["score"])
    if row["position"] is None:
        return speech("evaluation.score", points=points)
    if row["position_low"] is not None and not row["position_low"] <= row["position"] <= row["position_high"]:
        # What is missing is drawn from its peers in the band, and left out of the score: a place by it would mislead.
        return speech("evaluation.score_outside", points=points)
    return speech("evaluation.score_and_position", points=points, place=row["position"])


def known(speech: Speech, row: Row) -> str:
    """Of how many indicators there is a value."""
    return speech("evaluation.known", known=row["indicators_known"], all=row["indicators_all"])


def left_out(speech: Speech, systems: Sequence[str]) -> list[str]:
    """That systems without a score take no part, on either side; nothing where all have one."""
    if not systems:
        return []
    names = speech.enumerate([speech(f"system.{code}") for code in systems])
    return [speech("evaluation.left_out_both", systems=names)]


def lines(speech: Speech, row: Row, alike: int) -> list[str]:
    """What a hover says of a county under its name."""
    if row["score"] is None or row["position_low"] is None:
        return [band(speech, row), known(speech, row)]
    return [band(speech, row), score(speech, row), compared(speech, row, alike), known(speech, row)]


def from_average(speech: Speech, name: str, gain: float, some_of: int | None = None) -> str:
    """By how many points an area lies above or below one that is average in everything; where some are left out, in `some_of` systems."""
    if some_of is not None:
        return speech("evaluation.title_in_some", told=from_average(speech, name, gain), n=some_of)
    points = numbers.signed(gain, 1)
    if not points.strip("0.,+" + numbers.MINUS):
        return speech("evaluation.title_average", name=name)
    key = "evaluation.title_higher" if gain > 0 else "evaluation.title_lower"
    return speech(key, name=name, n=points.lstrip("+" + numbers.MINUS))


def pairs(speech: Speech, run: Row) -> str:
    """How many pairs of counties stay undecided."""
    if not run["pairs"]:
        return speech("evaluation.title_no_pairs")
    undecided = run["pairs"] - run["pairs_apart"]
    key = "evaluation.title_pairs" if undecided else "evaluation.title_pairs_all"
    return speech(key, pairs=numbers.count(run["pairs"]), n=numbers.count(undecided))
