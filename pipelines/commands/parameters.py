"""The parameters of a question as `export` takes them: what is given, and the obvious for what is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from pipelines.commands.options import Level
from pipelines.filing import cells, wording
from programme.packs.area_index import LEVEL_NAMES, LEVELS, NOWHERE, Areas
from warehouse.readers import Reader, question_named
from words.periods import year_before
from words.problems import UnknownName, WrongUse

MOST_NAMED = 8  # areas that a text may mean, in one message
OWN_LEVEL = {"county_compliance": "county", "city_compliance": "city"}
# What is asked of one county: for all above one it has no rows, or none that mean anything.
BY_COUNTY = ("county_filing", "filed_cells", "missing_units")


def parameters_for(
    reader: Reader, question: str, options: dict[str, Any], areas: list[str]
) -> dict[str, Any]:
    """What the question takes: the options given, else headline indicator, newest period that is due, the whole area."""
    taken_by = question_named(question).parameters
    wanted = {name for name, _ in taken_by}
    chosen = {name: value for name, value in options.items() if value is not None}
    if "level" in chosen and "level" not in wanted and chosen["level"] == OWN_LEVEL.get(question):
        del chosen["level"]
    unknown = chosen.keys() - wanted
    if areas and not wanted & {"area", "areas"}:
        unknown = unknown | {"area"}
    if unknown or (len(areas) > 1 and "areas" not in wanted):
        extra = ", ".join(f"--{name}" for name in sorted(unknown)) or "--area"
        taken = ", ".join(sorted(wanted))
        if not unknown:
            raise WrongUse("parameters.one_only", question=question, extra=extra, taken=taken)
        if not taken:
            raise WrongUse("parameters.not_taken.nothing_is", question=question, extra=extra)
        raise WrongUse("parameters.not_taken", question=question, extra=extra, taken=taken)
    if "level" in wanted and "level" not in chosen:
        chosen["level"] = Level.county.value
    facts = reader.rows("snapshot_facts")[0]
    if "indicator" in wanted:
        chosen.setdefault("indicator", facts["headline_indicator"])
    newest_wanted = "period" in wanted or ("since" in wanted and "since" not in chosen)
    if newest_wanted and "period" not in chosen:
        offered = "indicator" in chosen and reader.ask("periods", indicator=chosen["indicator"])
        opening = offered.filter(pl.col("is_opening"))["period"].to_list() if offered is not False else []
        chosen["period"] = opening[0] if opening else facts["last_period"]
    if "since" in wanted and "since" not in chosen:
        chosen["since"] = year_before(chosen["period"]) if "period" in wanted else chosen.pop("period")
    if "areas" in wanted:
        chosen["areas"] = areas or [facts["root_area"]]
    elif "area" in wanted and (areas or question not in BY_COUNTY):
        chosen["area"] = areas[0] if areas else facts["root_area"]
    # Another snapshot's rows are compared with only where one is named.
    missing = sorted({name for name, kind in taken_by if not kind.islower()} - chosen.keys())
    if missing:
        options_needed = ", ".join(f"--{name}" for name in missing)
        key = "parameters.by_county" if missing == ["area"] else "parameters.needed"
        raise WrongUse(key, question=question, needed=options_needed)
    return chosen


def area_typed(areas: Areas, text: str, day: dt.date) -> str:
    """The code of the area that a text means, typed as in the search box of the pages: code, name, pinyin, initials.

    `WrongUse` where several may be meant, each with its code, and where none is: it names the nearest.
    """
    code = cells.code(text)
    if code in areas.place:
        return code
    found = areas.typed(text, day)
    if len(found) > 1:
        likely = [wording.named(one, areas.name(areas.place[one], day)) for one in found[:MOST_NAMED]]
        raise WrongUse("parameters.several_areas", text=text, areas=likely)
    if not found:
        near = areas.nearest(code)
        why = wording.unknown_code(code, near, areas.name(areas.place[near]) if near else None)
        raise WrongUse("parameters.unknown_area", code=text, why=why)
    return found[0]


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
    if question in BY_COUNTY and own in ("province", "city"):
        raise WrongUse("parameters.by_county", question=question, needed="--area")
    name = wording.named(code, areas.name(place, day))
    if question == "city_compliance" and above != NOWHERE and LEVELS[int(tree.level[above])] == "city":
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


def _levels_within(areas: Areas, place: int, day: dt.date) -> set[str]:
    """The levels of an area and of all below it on a day."""
    tree = areas.on(day)
    within = np.zeros(len(areas.codes), bool)
    within[place] = True
    for _ in LEVELS:
        within |= (tree.parent != NOWHERE) & tree.valid & within[tree.parent]
    return {LEVELS[level] for level in np.unique(tree.level[within]).tolist()}
