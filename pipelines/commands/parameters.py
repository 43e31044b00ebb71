"""The parameters of a question as `export` takes them: what is given, and the obvious for what is not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from pipelines.commands.options import Level
from pipelines.filing import wording
from programme.packs.area_index import LEVEL_ZH, LEVELS, NOWHERE, Areas
from warehouse.readers import Reader, question_named
from words.problems import QuestionError, WrongUse

OWN_LEVEL = {"county_compliance": "county", "city_compliance": "city"}


def parameters_for(reader: Reader, question: str, given: dict[str, Any], areas: list[str]) -> dict[str, Any]:
    """What the question takes: as given, else headline indicator, newest period that is due, the whole area."""
    wanted = {name for name, _ in question_named(question).parameters}
    chosen = {name: value for name, value in given.items() if value is not None}
    if "level" in chosen and "level" not in wanted and chosen["level"] == OWN_LEVEL.get(question):
        del chosen["level"]
    unknown = chosen.keys() - wanted
    if areas and not wanted & {"area", "areas"}:
        unknown = unknown | {"area"}
    if unknown or (len(areas) > 1 and "areas" not in wanted):
        extra = ", ".join(f"--{name}" for name in sorted(unknown)) or "--area"
        raise WrongUse(
            f"问题 {question} 不接受{'多个 ' if not unknown else ' '}{extra}；它接受："
            f"{', '.join(sorted(wanted)) or '无'}。"
            "按层级取值请用 area_values。",
            f"The question {question} does not take {'several ' if not unknown else ''}{extra}; it takes: "
            f"{', '.join(sorted(wanted)) or 'nothing'}. For another level use area_values.",
        )
    if "level" in wanted and "level" not in chosen:
        chosen["level"] = Level.county.value
    facts = reader.rows("snapshot_facts")[0]
    if "indicator" in wanted:
        chosen.setdefault("indicator", facts["headline_indicator"])
    if "period" in wanted and "period" not in chosen:
        offered = "indicator" in chosen and reader.ask("periods", indicator=chosen["indicator"])
        opening = offered.filter(pl.col("is_opening"))["period"].to_list() if offered is not False else []
        chosen["period"] = opening[0] if opening else facts["last_period"]
    if "areas" in wanted:
        chosen["areas"] = areas or [facts["root_area"]]
    elif "area" in wanted:
        chosen["area"] = areas[0] if areas else facts["root_area"]
    return chosen


def check_there(areas: Areas, question: str, parameters: dict[str, Any]) -> None:
    """`QuestionError` where the area is not valid on the period or has no area of the level: the file would be empty.

    An area the pack does not know is left to the warehouse, which names the nearest.
    """
    day, place = parameters.get("period"), areas.place.get(parameters.get("area", ""))
    if place is None or not isinstance(day, dt.date):
        return
    code = areas.codes[place]
    if not areas.on(day).valid[place]:
        zh, en = wording.area_not_valid(areas, place, day)
        raise QuestionError(f"{code} {zh}", f"{code} is {en}")
    level = parameters.get("level") or (
        OWN_LEVEL["county_compliance"] if question == "county_compliance" else None
    )
    there = _levels_within(areas, place, day)
    if question == "county_compliance":
        there.discard(LEVELS[int(areas.on(day).level[place])])
    if level is None or level in there:
        return
    name_zh, name_en = wording.named(code, areas.name(place, day))
    offered = [one for one in LEVELS if one in there]
    raise QuestionError(
        f"{name_zh} 在 {day} 没有{LEVEL_ZH[level]}区划。可选层级：{'、'.join(offered) or '无'}；"
        "其他层级请用 area_values --level。",
        f"{name_en} has no area of level {level} on {day}. Levels there: {', '.join(offered) or 'none'}; "
        "for another level use area_values --level.",
    )


def _levels_within(areas: Areas, place: int, day: dt.date) -> set[str]:
    """The levels of an area and of all below it on a day."""
    tree = areas.on(day)
    within = np.zeros(len(areas.codes), bool)
    within[place] = True
    for _ in LEVELS:
        within |= (tree.parent != NOWHERE) & tree.valid & within[tree.parent]
    return {LEVELS[level] for level in np.unique(tree.level[within]).tolist()}
