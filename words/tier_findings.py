"""What is said of rural tiers: a title, shares, lines of a hover. Rows are those of the question `tier_stocks`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
RATED = ("leading", "sound", "upgrading")


def title(speech: Speech, row: Row | None, period: str, name: str = "") -> str:
    """What a year brought, and what is left to upgrade; `name` is the area's, empty for the whole."""
    place = speech("tiers.place", name=name) if name else ""
    if row is None or not row["units_whole"]:
        return (
            speech("tiers.title_of_none", name=name, period=period)
            if name
            else speech("tiers.title_none", period=period)
        )
    if not row["parts_filed"]:
        return speech(
            "tiers.title_partial",
            place=place,
            period=period,
            filed=numbers.count(row["units_whole"]),
            all=numbers.count(row["units_asked"]),
        )
    if not row["communities"]:
        return speech("tiers.title_no_rural", place=place, period=period)
    return speech(
        "tiers.title",
        place=place,
        period=period,
        up=numbers.count(row["risen"]),
        down=numbers.count(row["fallen"]),
        upgrading=numbers.count(row["upgrading"]),
    )


def shares(speech: Speech, row: Row, first: tuple[int, int] | None) -> list[str]:
    """How many are rated, how many lead; `first` is a year before and how many led then."""
    rated = numbers.share(row["rated"], row["communities"])
    leading = speech(
        "tiers.grey_leading",
        leading=numbers.count(row["leading"]),
        share=numbers.share(row["leading"], row["rated"]),
    )
    if first:
        leading = speech("tiers.grey_before", told=leading, year=first[0], leading=numbers.count(first[1]))
    return [speech("tiers.grey_rated", share=rated), leading]


def lines(speech: Speech, row: Row) -> list[str]:
    """A line a tier, with its share of the rated; then what moved, what went and came, and how much is filed."""
    told = [
        speech(
            "tiers.line",
            tier=speech(f"tier.{tier}"),
            n=numbers.count(row[tier]),
            share=numbers.share(row[tier], row["rated"]),
        )
        for tier in RATED
    ]
    told.append(
        speech("tiers.line_not_rated", tier=speech("tier.not_rated"), n=numbers.count(row["not_rated"]))
    )
    told.append(
        speech(
            "tiers.line_moved",
            **{name: numbers.count(row[name]) for name in ("risen", "fallen", "first_rated")},
        )
    )
    told.append(speech("tiers.line_gone", **{name: numbers.count(row[name]) for name in ("gone", "formed")}))
    if row["parts"] > 1 and row["parts_filed"] < row["parts"]:
        told.append(
            speech(
                "tiers.line_parts", filed=numbers.count(row["parts_filed"]), all=numbers.count(row["parts"])
            )
        )
    elif row["units_whole"] < row["units_asked"]:
        told.append(
            speech(
                "tiers.line_units",
                filed=numbers.count(row["units_whole"]),
                all=numbers.count(row["units_asked"]),
            )
        )
    return told


def way(speech: Speech, origin: str, arrival: str) -> str:
    """A way between tiers: who stayed, who was first rated, who rose or fell."""
    after = speech(f"tier.{arrival}")
    if origin == arrival:
        return speech("tiers.way_stayed", tier=after)
    if origin == "not_rated":
        return speech("tiers.way_rated", tier=after)
    return speech("tiers.way", before=speech(f"tier.{origin}"), after=after)
