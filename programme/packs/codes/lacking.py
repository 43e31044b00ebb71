"""What else of a pack hangs on an area and is not invented: figures, outlines, tiles, groups, targets of areas that change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from programme.packs.area_checks import with_validity
from programme.packs.cells import day
from programme.packs.codes.difference import Difference
from programme.packs.codes.standing import Area
from programme.packs.pack import Pack
from programme.packs.tables import FIGURES
from words.problems import Problem


def lacking(pack: Pack, found: Difference) -> Iterator[Problem]:
    """What each county of a new extent lacks from the day on, and what still names a county that ended."""
    on = found.stands.day
    for area in found.beginning:
        if area.is_county or area.level == "city":
            yield from _figures(pack, area, on)
            if area.code not in found.stands.areas:
                yield from _places(pack, area)
    ended = [area for area in found.ending if area.code not in found.wanted]
    counties = {area.code: area for area in ended if area.is_county or area.level == "city"}
    if counties:
        yield from _still_named(pack, counties, on)
    as_of = pack.areas_as_of
    if as_of is not None:
        yield Problem("codes.lacks.areas_as_of", as_of=as_of, day=on)


def _figures(pack: Pack, area: Area, on: dt.date) -> Iterator[Problem]:
    """Tables of dated figures that have counties (or cities) but not this extent."""
    levels = with_validity(pack.table("areas")).select("area_code", "area_level").unique("area_code")
    for name in FIGURES:
        rows = pack.table(name).join(levels, on="area_code", how="left")
        of_level = rows.filter(area_level=area.level)
        has = rows.filter(pl.col("area_code") == area.code, day("area_valid_from") == on)
        if of_level.height and not has.height:
            yield Problem(f"codes.lacks.{name}", area=area.named, day=on)


def _places(pack: Pack, area: Area) -> Iterator[Problem]:
    """Outline, tile and peers of a code that is new."""
    if area.level == "city":
        yield Problem("codes.lacks.city_outline", area=area.named)
        return
    if area.level == "county":
        yield Problem("codes.lacks.outline", area=area.named)
        for name in ("tiles", "peers"):
            table = pack.table(name)
            if table.height and area.code not in table["area_code"].to_list():
                yield Problem(f"codes.lacks.{name}", area=area.named)


def _still_named(pack: Pack, ended: dict[str, Area], on: dt.date) -> Iterator[Problem]:
    """Targets in force, groups, links and peers of counties that are no more."""
    targets = pack.table("targets").filter(
        pl.col("area_code").is_in(list(ended)),
        day("valid_to").is_null() | (day("valid_to") >= on),
    )
    for row in targets.iter_rows(named=True):
        yield Problem("codes.lacks.target", target=row["target_id"], area=ended[row["area_code"]].named)
    for group in pack.groups:
        for code in group["counties"]:
            if code in ended:
                yield Problem("codes.lacks.group", group=group["code"], area=ended[code].named)
    for name in ("links", "peers", "tiles"):
        table = pack.table(name)
        columns = [column for column in table.columns if column.endswith("area_code")]
        named = {code for column in columns for code in table[column].to_list()} & ended.keys()
        for code in sorted(named):
            yield Problem("codes.lacks.still_listed", file=f"{name}.csv", area=ended[code].named)
