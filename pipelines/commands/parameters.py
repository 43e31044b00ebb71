"""The areas that a command is given: what a text means, and whether there is anything of it to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from pipelines.filing import cells, wording
from programme.packs.area_index import LEVEL_NAMES, LEVELS, NOWHERE, Areas
from programme.packs.tables import WHOLES
from warehouse.filled import BY_COUNTY, OWN_LEVEL
from words.problems import Bilingual, UnknownName, WrongUse

AREA = "--area"
MOST_NAMED = 8  # areas that a text may mean, in one message


def area_typed(areas: Areas, text: str, day: dt.date, option: str = AREA) -> str:
    """The code of the area that a text means, typed as in the search box of the pages: code, name, pinyin, initials.

    `option` is the one that it was given for.

    `WrongUse` where several may be meant, each with its code, and where none is: it names the nearest.
    """
    code = cells.code(text)
    if code in areas.place:
        return code
    found = areas.typed(text, day)
    if len(found) > 1:
        likely = _named(areas, found[:MOST_NAMED], day)
        raise WrongUse("parameters.several_areas", option=option, text=text, areas=likely)
    if not found and not any(letter.isdigit() for letter in code):
        near = areas.typed_nearly(text, day)
        if near:
            likely = _named(areas, near, day)
            raise WrongUse("parameters.unknown_area.near", option=option, text=text, areas=likely)
        raise WrongUse("parameters.unknown_area.by_name", option=option, text=text)
    if not found:
        nearest = areas.nearest(code)
        why = wording.unknown_code(code, nearest, areas.name(areas.place[nearest]) if nearest else None)
        raise WrongUse("parameters.unknown_area", option=option, code=text, why=why)
    return found[0]


def _named(areas: Areas, codes: Sequence[str], day: dt.date) -> list[Bilingual]:
    """Areas as a message names them, each by its code and what it is called on a day."""
    return [wording.named(code, areas.name(areas.place[code], day)) for code in codes]


def check_there(areas: Areas, question: str, parameters: dict[str, Any]) -> None:
    """`UnknownName` where the area is not valid on the period or has no area of the level: the file would be empty.

    An area the pack does not know is left to the warehouse, which names the nearest.
    """
    day, place = parameters.get("period"), areas.place.get(parameters.get("area", ""))
    if place is None or not isinstance(day, dt.date):
        return
    code, tree = areas.codes[place], areas.on(day)
    if not tree.valid[place]:
        why = wording.area_not_valid(areas, place, day)
        raise UnknownName("parameters.area_not_valid", code=code, why=why)
    own, above = LEVELS[int(tree.level[place])], int(tree.parent[place])
    if question in BY_COUNTY and own in WHOLES:
        raise WrongUse("parameters.by_county", question=question, needed="--area")
    name = wording.named(code, areas.name(place, day))
    in_a_city = own not in WHOLES and above != NOWHERE and int(tree.parent[above]) != NOWHERE
    if question == "city_compliance" and in_a_city:
        raise UnknownName("parameters.no_level.none_there", name=name, day=day, level=LEVEL_NAMES["city"])
    level = parameters.get("level") or (
        OWN_LEVEL["county_compliance"] if question == "county_compliance" else None
    )
    there = _levels_within(areas, place, day)
    if question == "county_compliance":
        there.discard(own)
    if level is None or level in there:
        return
    wanted = LEVEL_NAMES[level]
    offered = [one for one in LEVELS if one in there]
    if not offered:
        raise UnknownName("parameters.no_level.none_there", name=name, day=day, level=wanted)
    raise UnknownName("parameters.no_level", name=name, day=day, level=wanted, offered=offered)


def check_is_county_or_above(areas: Areas, code: str, day: dt.date, option: str = AREA) -> None:
    """`WrongUse` where an area is a township or a zone on a day: it names what lies above it."""
    place = areas.place.get(code)
    if place is None:
        return
    tree, shown = areas.on(day), {LEVELS.index(level) for level in (*WHOLES, "county")}
    above = place
    while above != NOWHERE and int(tree.level[above]) not in shown:
        above = int(tree.parent[above])
    if above in (place, NOWHERE):
        return
    name, instead = (wording.named(areas.codes[at], areas.name(at, day)) for at in (place, above))
    raise WrongUse(
        "parameters.county_or_above", name=name, instead=instead, option=option, code=areas.codes[above]
    )


def _levels_within(areas: Areas, place: int, day: dt.date) -> set[str]:
    """The levels of an area and of all below it on a day."""
    tree = areas.on(day)
    within = np.zeros(len(areas.codes), bool)
    within[place] = True
    for _ in LEVELS:
        within |= (tree.parent != NOWHERE) & tree.valid & within[tree.parent]
    return {LEVELS[level] for level in np.unique(tree.level[within]).tolist()}
