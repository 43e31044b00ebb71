"""The parameters of a question as the command line, the data addresses and the exports take them.

What is given is read by the types of the question's header; for what is not given, the obvious: headline indicator, newest
period that is due, a year before it, today's boundaries, counties, the whole, nothing supposed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

import polars as pl

from warehouse.readers import Reader, question_named
from words.periods import year_before
from words.problems import WrongUse

OWN_LEVEL = {"county_compliance": "county", "city_compliance": "city"}
# What is asked of one county: for all above one it has no rows, or none that mean anything.
BY_COUNTY = ("county_filing", "filed_cells", "missing_units")
# What is asked of a register; of another kind of return it has no rows.
OF_REGISTERS = ("register_cells",)
# A scenario that is told nothing goes on as today; without a system it is the first indicators of the registry.
# A step of the build that is not named is the one that all pages rest on.
NOTHING_SUPPOSED: Mapping[str, Any] = {
    "hires": 0,
    "growth": 0,
    "system": "",
    "step": "marts.indicator_values",
}
# What a scenario may suppose: people a quarter, hundredths of a per cent a year, a target in millionths.
BOUNDS = {"hires": (-100_000, 100_000), "growth": (-10_000, 10_000), "target_millionths": (0, 10**12)}
MOST = 10**12  # of any other whole number
_DAY, _WHOLE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"-?\d{1,15}")
# How a parameter is named where a person gives it: an option of a command, or a key of an address.
OPTION, KEY = "--", ""
TODAY = "today"  # the day of the snapshot, where boundaries are asked for


def takes(question: str) -> dict[str, str]:
    """The parameters of a question and their types; `UnknownName` where there is no such question."""
    return dict(question_named(question).parameters)


def typed(question: str, name: str, text: str, prefix: str = OPTION) -> Any:
    """A value as the header's type says: a day, a whole number, or the text itself; `WrongUse` where it is none."""
    kind = takes(question)[name]
    if name == "boundaries" and text == TODAY:
        return TODAY
    if kind == "DATE":
        try:
            if not _DAY.fullmatch(text):
                raise ValueError(text)
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise WrongUse("options.no_day", option=prefix + name, text=text) from error
    if kind != "BIGINT":
        return text
    if not _WHOLE.fullmatch(text):
        raise WrongUse("parameters.no_number", option=prefix + name, text=text)
    least, most = BOUNDS.get(name, (-MOST, MOST))
    if not least <= int(text) <= most:
        raise WrongUse("parameters.out_of_bounds", option=prefix + name, text=text, least=least, most=most)
    return int(text)


def completed(
    reader: Reader, question: str, options: Mapping[str, Any], areas: Sequence[str], prefix: str = OPTION
) -> dict[str, Any]:
    """What the question takes: the options given (None: not given), and the obvious for the rest.

    Args:
        reader: of the snapshot that will be asked.
        question: its name.
        options: values by parameter, of their types.
        areas: codes given as `area`.
        prefix: what stands before a parameter's name where a person gives it; messages say it so.

    Raises:
        UnknownName: no such question.
        WrongUse: it does not take what is given, or needs what is not and nothing is obvious.
    """
    wanted = takes(question).keys()
    chosen = {name: value for name, value in options.items() if value is not None}
    if "level" in chosen and "level" not in wanted and chosen["level"] == OWN_LEVEL.get(question):
        del chosen["level"]
    _check_taken(question, chosen, areas, prefix)
    if "level" in wanted:
        chosen.setdefault("level", "county")
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
    if "boundaries" in wanted:
        chosen["boundaries"] = boundaries_day(reader, chosen.get("boundaries"), prefix)
    if "areas" in wanted:
        chosen["areas"] = list(areas) or [facts["root_area"]]
    elif "area" in wanted and (areas or question not in BY_COUNTY):
        chosen["area"] = areas[0] if areas else facts["root_area"]
    _suppose(reader, question, wanted, chosen)
    # Another snapshot's rows are compared with only where one is named.
    missing = sorted({name for name, kind in takes(question).items() if not kind.islower()} - chosen.keys())
    if missing:
        needed = ", ".join(prefix + name for name in missing)
        key = "parameters.by_county" if missing == ["area"] else "parameters.needed"
        raise WrongUse(key, question=question, needed=needed)
    return chosen


def boundaries_day(reader: Reader, day: dt.date | str | None, prefix: str = OPTION) -> dt.date:
    """The day whose counties are meant: today's where none is given. `WrongUse` where it is before the first period or to come."""
    today: dt.date = reader.rows("snapshot_facts")[0]["today"]
    if day is None or day == TODAY:
        return today
    first: dt.date = min(row["boundaries_from"] for row in reader.rows("boundary_states"))
    if not isinstance(day, dt.date) or not first <= day <= today:
        option = prefix + "boundaries"
        raise WrongUse("parameters.no_boundaries", option=option, day=day, first=first, today=today)
    return day


def _suppose(reader: Reader, question: str, wanted: Set[str], chosen: dict[str, Any]) -> None:
    """What stands where a question about a scenario, a pair, a system or a return is not told of which."""
    for name, value in NOTHING_SUPPOSED.items():
        if name in wanted:
            chosen.setdefault(name, value)
    if not (wanted - chosen.keys()) & {"dataset", "other", "target_millionths"}:
        return
    rows = reader.rows("indicator_catalogue")
    code = chosen.get("indicator", reader.rows("snapshot_facts")[0]["headline_indicator"])
    own = next((row for row in rows if row["indicator_code"] == code), None)
    if own is None:  # the question will say that there is none
        return
    if "dataset" in wanted:
        registers = [one["dataset"] for one in reader.rows("forms") if one["dataset_kind"] == "register"]
        of_register = question in OF_REGISTERS and registers
        chosen.setdefault("dataset", of_register[0] if of_register else own["numerator_dataset"])
    if "other" in wanted:
        others = [row["indicator_code"] for row in rows if row is not own]
        chosen.setdefault("other", others[0] if others else code)
    if "target_millionths" in wanted and own["target_value"] is not None:
        chosen.setdefault("target_millionths", int(own["target_value"] * 1_000_000))


def _check_taken(question: str, chosen: Mapping[str, Any], areas: Sequence[str], prefix: str) -> None:
    wanted = takes(question).keys()
    unknown = chosen.keys() - wanted
    if areas and not wanted & {"area", "areas"}:
        unknown = unknown | {"area"}
    if not unknown and (len(areas) <= 1 or "areas" in wanted):
        return
    extra = ", ".join(prefix + name for name in sorted(unknown)) or f"{prefix}area"
    taken = ", ".join(sorted(wanted))
    if not unknown:
        raise WrongUse("parameters.one_only", question=question, extra=extra, taken=taken)
    if not taken:
        raise WrongUse("parameters.not_taken.nothing_is", question=question, extra=extra)
    raise WrongUse("parameters.not_taken", question=question, extra=extra, taken=taken)
