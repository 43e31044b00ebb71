"""What is said of the five partners: titles, figures, places. Rows are those of the question `five_partners`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
ALL = 5  # partners


def whole(speech: Speech, place: str, weakest: str, counties: int, many: int) -> str:
    """Which partner is the lowest of the five in most counties, and how many counties are behind with four or more."""
    first = speech.plural("partners.title_weakest", counties, place=place, partner=_inside(speech, weakest))
    return speech("list.sentence").join([first, speech.plural("partners.title_many", many)])


def none_whole(speech: Speech, place: str, many: int) -> str:
    """That all five are known of no county, and how many are behind with four or more all the same; of none that is not known."""
    first = speech("partners.title_no_whole", place=place)
    return speech("list.sentence").join(
        [first, *([speech.plural("partners.title_many", many)] if many else [])]
    )


def county(speech: Speech, name: str, found: tuple[Sequence[str], int], link: str | None) -> str:
    """With which partners a county is behind, of how many that is known, and between which two it is loosest."""
    behind, known = found
    partners = speech.enumerate([_inside(speech, partner) for partner in behind])
    first = speech("partners.title_county", name=name, partners=partners)
    if not behind:
        key = "partners.title_county_well" if known == ALL else "partners.title_county_so_far"
        first = speech(key, name=name, known=known)
    if link is None:
        return first
    one, other = link.split("_to_")
    last = speech("partners.title_link", one=_inside(speech, one), other=_inside(speech, other))
    return speech("list.sentence").join([first, last])


def _inside(speech: Speech, partner: str) -> str:
    """A partner's name inside a sentence."""
    return speech(f"partner.{partner}").lower()


def figure(speech: Speech, row: Row) -> str:
    """What a county has of a partner, or of a link, or why that is not known."""
    if row["figure"] is None:
        return speech(f"partners.state_{row['figure_state']}")
    return speech(f"partners.figure_{row['item']}", n=numbers.ratio(row["figure"], 1))


def holds(speech: Speech, row: Row) -> str:
    """How much of a partner there is; of social work with its stations, where townships can have one."""
    if row["holds"] is None or row["figure_state"] == "partial":
        return ""
    told = speech(f"partners.holds_{row['item']}", n=numbers.count(row["holds"]))
    if row["item"] != "social_work" or row["townships"] is None:
        return told
    if not row["townships"]:
        return speech.join([told, speech("partners.no_stations")])
    stations = {name: numbers.count(row[name]) for name in ("stations", "townships")}
    return speech.join([told, speech("partners.stations", **stations)])


def place(speech: Speech, row: Row) -> str:
    """Where a county stands, with a mark where that is in the last third; a dash where it has no figure."""
    if row["place"] is None:
        return numbers.DASH
    told = speech("partners.place", place=numbers.count(row["place"]), places=numbers.count(row["places"]))
    return speech("partners.place_behind", told=told) if row["is_behind"] else told


def line(speech: Speech, row: Row) -> str:
    """A partner in one line of a hover."""
    told = speech("partners.line", partner=speech(f"partner.{row['item']}"), figure=figure(speech, row))
    return speech.join([told, place(speech, row)]) if row["place"] is not None else told
