"""Where an area stands in the tree of a day, told from its row of a question that has `area_level` and `city_code`.

What a page calls a city is what lies straight below the root and above counties: below a province its cities, below the country
its provinces. A city of a province of the country lies between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from programme.packs.tables import WHOLES

Row = Mapping[str, Any]
MOST_COUNTIES = 400  # of more a picture of all has no room, on its page and in its message


def is_whole(row: Row) -> bool:
    """Whether an area is made up of counties: the country, a province or a city."""
    return row["area_level"] in WHOLES


def is_city(row: Row) -> bool:
    """Whether it lies straight below the root and is no county. The row has a `parent_code`."""
    return is_whole(row) and row["parent_code"] is not None and row["city_code"] is None


def choosable(areas: Mapping[str, Row]) -> list[str]:
    """The codes of all wholes below the root, in their order: each city, and behind it what lies between it and its counties."""
    return [code for code, row in areas.items() if is_whole(row) and row["parent_code"] is not None]


def is_within(row: Row, whole: str | None) -> bool:
    """Whether an area lies in a whole below the root, or is it; in none (the root) all do."""
    return whole is None or whole in (row["city_code"], row.get("prefecture_code"), row["area_code"])


def address_key(row: Row) -> str | None:
    """Under which key an address names it: `county`, `city` for any whole, nothing for the root and what is neither."""
    if row["area_level"] == "county":
        return "county"
    return "city" if is_whole(row) and row["parent_code"] is not None else None


def above(row: Row) -> str | None:
    """The nearest whole below the root that an area lies in."""
    return row.get("prefecture_code") or row["city_code"]


def below(counties: pl.DataFrame, area: str) -> pl.DataFrame:
    """The counties of a whole below the root, of rows of all. Of a province of the country what lies between it and a county is the
    county's city there."""
    own = pl.any_horizontal(pl.col("city_code", "prefecture_code", "area_code") == area)
    found = counties.filter(own.fill_null(False))
    if found["prefecture_code"].null_count() == found.height:
        return found
    return found.with_columns(city_code=pl.col("prefecture_code"))
