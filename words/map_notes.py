"""Which counties a map cannot show as they were: without an outline, redrawn since, not yet there, carried onto other boundaries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
KINDS = ("no_shape", "redrawn", "not_yet", "rebased", "not_carried")
# On boundaries that were chosen it is not the period that counties differ from today in.
OF_DAY = ("redrawn", "not_yet")


def told(
    counties: Sequence[Row], shaped: Collection[str], today: Mapping[str, Row], *, whole: bool
) -> dict[str, list[Row]]:
    """The counties to be named under a map, by the kind of note (`map.<kind>` of the catalogue), kinds without any left out.

    `counties` are those shown, `shaped` the codes that have an outline, `today` the areas whose outlines those are; counties that
    are not yet there are named where the map is of the whole.
    """
    found: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for row in counties:
        code = row["area_code"]
        if code not in shaped:
            found["no_shape"].append(row)
        elif code in today and today[code]["area_valid_from"] != row["area_valid_from"]:
            found["redrawn"].append(row)
        if row.get("is_rebased"):
            found["not_carried" if row["not_carried_because"] else "rebased"].append(row)
    codes = {row["area_code"] for row in counties}
    if whole:
        found["not_yet"] = [
            row
            for code, row in today.items()
            if row["area_level"] == "county" and code in shaped and code not in codes
        ]
    suffix = "_of_day" if any("is_rebased" in row for row in counties) else ""
    return {kind + suffix * (kind in OF_DAY): rows for kind, rows in found.items() if rows}


def lines(speech: Speech, notes: Mapping[str, Sequence[Row]], decimals: int) -> list[str]:
    """The same as plain sentences, each county with its figure."""
    return [
        speech(
            f"map.{kind}",
            names=speech("list.item").join(
                f"{speech.pick(row, 'area_name')} {numbers.ratio(row['value_shown'], decimals)}"
                if "value_shown" in row
                else speech.pick(row, "area_name")
                for row in rows
            ),
        )
        for kind, rows in notes.items()
    ]
