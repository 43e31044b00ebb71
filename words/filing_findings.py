"""What is said of who has filed: titles, lines of a hover. Rows are those of the question `filing_by_area`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from words import headlines, numbers, periods
from words.catalogue import Speech

Row = Mapping[str, Any]
SHOWN = ("late", "amended", "partial", "missing")  # what has a sign of its own
LACKING = ("partial", "missing")


def state(speech: Speech, row: Row) -> str:
    """Whether an area has filed, in a word."""
    return speech(f"completeness.state_{row['filing_state']}")


def title(speech: Speech, row: Row, place: str, *, with_zones: bool = False) -> str:
    """How many counties of an area have filed, in full, in part and not at all; `with_zones`: zones are counted with them."""
    whole, filed, begun = (row[f"counties_{name}"] for name in ("to_file", "filed", "begun"))
    noun = "completeness.counties_and_zones" if with_zones else "completeness.counties"
    if filed == whole:
        told = {"place": place, "counties": speech.plural(noun, whole)}
        late = whole - row["counties_on_time"]
        if late and row["due_on"]:
            return speech.plural("completeness.title_all_late", whole, late=numbers.count(late), **told)
        return speech.plural("completeness.title_all", whole, **told)
    if not row["is_due"]:
        return speech.plural("completeness.title_not_due", filed, all=speech.plural(noun, whole), place=place)
    told = {"begun": numbers.count(begun), "none": numbers.count(whole - filed - begun), "place": place}
    return speech.plural("completeness.title", filed, counties=speech.plural(noun, filed), **told)


def county(speech: Speech, row: Row, name: str, period: str) -> str:
    """The same of one county: what it has filed, unit by unit where it has several."""
    told = speech("completeness.title_county", name=name, period=period, state=state(speech, row))
    lacks = row["units_to_file"] - row["units_filed"]
    if not lacks or row["units_to_file"] == 1:
        return told
    return told + speech.plural("completeness.title_county_lacks", lacks)


def lines(speech: Speech, row: Row) -> list[str]:
    """What a hover says of an area on a period."""
    amounts = {name: numbers.count(row[f"units_{name}"]) for name in ("to_file", "filed", "on_time")}
    told = [state(speech, row), speech("completeness.tip_units", **amounts)]
    if row["first_complete_on"]:
        told.append(speech("completeness.tip_complete", day=periods.date(speech, row["first_complete_on"])))
    if row["file_name"]:
        told.append(speech("completeness.tip_file", file=row["file_name"], batch=row["batch_id"]))
    if row["due_on"]:
        told.append(speech("completeness.tip_due", day=periods.date(speech, row["due_on"])))
    if row["units_amended"]:
        told.append(speech.plural("completeness.tip_amended", row["units_amended"]))
    return told


def is_whole(row: Row) -> bool:
    """Whether every county of an area has filed in full."""
    return bool(row["counties_filed"] == row["counties_to_file"])


def bounds(speech: Speech, headline: Row, indicator: Row, *, whole: bool) -> str:
    """Between how many counties meet the target, or how many where all are decided.

    Where the form is `whole` it is not what leaves them open: the cause is named.
    """
    least, most = headline["met_at_least"], headline["met_at_most"]
    if least == most:
        return speech.plural("completeness.bounds_decided", least)
    because = speech.join(headlines.causes(speech, headline, indicator))
    if whole and because:
        told = {"least": numbers.count(least), "because": because}
        return speech.plural("completeness.bounds_because", most, **told)
    return speech.plural("completeness.bounds", most, least=numbers.count(least))
