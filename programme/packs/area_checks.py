"""Checks the areas of a reference pack, their figures and their changes against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from programme.packs.cells import ALWAYS, blank, day
from programme.packs.faults import Sheet
from programme.packs.limits import LARGEST, UNITS
from programme.packs.tables import FIGURES, LEVELS, ROOT_LEVELS, SCHEMAS, WHOLES
from words.problems import Problem

# Whose part an area of a level may be. `outer_zone`: one that stands beside counties; below another kind of zone
# nothing would be counted.
PARENTS = {
    "province": ("country",),
    "city": ("province",),
    "county": ("city", "province"),
    "township": ("county", "outer_zone"),
    "zone": ("city", "province", "county", "outer_zone"),
}
# A part and the whole that it cannot exceed.
_PARTS = {
    "population": (("urban_population", "resident_population"),),
    "census_ages": (
        ("age_0_4", "age_0_14"),
        ("age_80_plus", "age_65_plus"),
        ("age_65_plus", "age_60_plus"),
    ),
}
_EVER = dt.date(9999, 12, 31)


def with_validity(areas: pl.DataFrame) -> pl.DataFrame:
    """Area rows with their first and last day (`start`, `end`), as the warehouse reads blank ones."""
    return areas.with_columns(
        start=day(pl.col("valid_from").fill_null(ALWAYS)),
        end=pl.when(pl.col("valid_to").is_null()).then(pl.lit(_EVER)).otherwise(day("valid_to")),
    )


def check_areas(sheet: Sheet, root: str, first_period: dt.date, sources: list[str]) -> None:
    """Hold each area row to its words and days, its code's other rows, and its parent on every day from the first period."""
    sheet.frame = with_validity(sheet.frame)
    sheet.hold_to(SCHEMAS["areas"])
    of_level = pl.col("area_level")
    digits = pl.col("area_code").str.len_chars()
    short_township = (digits == 6) & (of_level == "township")
    sheet.refuse("area_code", short_township, Problem("packs.township_code"))
    long_county = digits.is_between(9, 12) & of_level.is_in([*WHOLES, "county"])
    sheet.refuse("area_code", long_county, Problem("packs.county_code"))
    sheet.refuse("valid_to", pl.col("end") < pl.col("start"), Problem("packs.before_start"), "valid_from")
    sheet.refuse_repeats("area_code", ["area_code", "start"], Problem("packs.repeated_area"))
    _refuse_overlaps(sheet)
    root_level = _level_of_root(sheet, root)
    second_root = (of_level == root_level) & (pl.col("area_code") != root)
    sheet.refuse("area_level", second_root, Problem("packs.one_root", root=root))
    parent_of_root = (of_level == root_level) & ~blank("parent_code")
    sheet.refuse("parent_code", parent_of_root, Problem("packs.parent_of_root"))
    _refuse_parents(sheet, root_level, first_period)
    sheet.refuse_unknown_sources(sources)
    sheet.settle()


def _level_of_root(sheet: Sheet, root: str) -> str:
    """The level of the root area; the lowest one that a root may have where the pack's is none of them."""
    found = sheet.frame.filter(pl.col("area_code") == root, pl.col("area_level").is_in(ROOT_LEVELS))
    return str(found["area_level"][0]) if found.height else ROOT_LEVELS[-1]


def _refuse_overlaps(sheet: Sheet) -> None:
    """Refuse a row that begins before an earlier extent of its code has ended."""
    before = (
        sheet.frame.sort("area_code", "start", "row")
        .select(
            "row", pl.col("end").cum_max().shift(1).over("area_code").alias("before")
        )
    )  # fmt: skip
    sheet.frame = sheet.frame.join(before, on="row", how="left", maintain_order="left")
    overlapping = (pl.col("start") <= pl.col("before")) & pl.struct("area_code", "start").is_first_distinct()
    open_ended = overlapping & (pl.col("before") == _EVER)
    sheet.refuse("valid_from", open_ended, Problem("packs.overlaps_open_row"), "area_code")
    too_early = overlapping & (pl.col("before") < _EVER)
    sheet.refuse("valid_from", too_early, Problem("packs.overlaps_row"), "area_code", "before")


def _refuse_parents(sheet: Sheet, root_level: str, first_period: dt.date) -> None:
    """Refuse a parent that does not exist, is no parent for the level, or is not there on every day."""
    rows = sheet.frame
    levels = rows.select("area_code", "area_level").unique("area_code")
    above = rows.join(levels, left_on="parent_code", right_on="area_code", how="left", suffix="_above")
    parents = above.select(
        parent_code="area_code",
        parent_start="start",
        parent_end="end",
        parent_kind=pl.when(pl.col("area_level") != "zone")
        .then("area_level")
        .when(pl.col("area_level_above").is_in(WHOLES))
        .then(pl.lit("outer_zone"))
        .otherwise(pl.lit("inner_zone")),
    )
    # Earlier days carry no period: history before the first one need not be complete.
    needed = (
        rows.filter(pl.col("area_level") != root_level)
        .select("row", "area_level", "parent_code", "start", "end")
        .with_columns(start=pl.max_horizontal("start", pl.lit(first_period)))
        .filter(pl.col("start") <= pl.col("end"))
    )
    allowed = [f"{level}<{parent}" for level, kinds in PARENTS.items() for parent in kinds]
    found = (
        needed.join(parents, on="parent_code")
        .with_columns(
            shared_start=pl.max_horizontal("start", "parent_start"),
            shared_end=pl.min_horizontal("end", "parent_end"),
        )
        .filter(pl.col("shared_start") <= pl.col("shared_end"))
        .with_columns(
            days=(pl.col("shared_end") - pl.col("shared_start")).dt.total_days() + 1,
            right=pl.concat_str("area_level", pl.lit("<"), "parent_kind").is_in(allowed),
        )
        .group_by("row")
        .agg(pl.col("days").sum(), pl.col("right").all(), pl.col("parent_kind").sort_by("right").first())
    )
    wanted = needed.select("row", needed=(pl.col("end") - pl.col("start")).dt.total_days() + 1)
    spans = rows.group_by(pl.col("area_code").alias("parent_code")).agg(
        pl.concat_str(pl.col("valid_from").fill_null("…"), pl.lit(" – "), pl.col("valid_to").fill_null("…"))
        .str.join("; ")
        .alias("parent_days")
    )
    frame = rows.join(found, on="row", how="left", maintain_order="left")
    frame = frame.join(wanted, on="row", how="left", maintain_order="left")
    sheet.frame = frame.join(spans, on="parent_code", how="left", maintain_order="left")
    is_part = pl.col("area_level") != root_level
    sheet.refuse("parent_code", is_part & blank("parent_code"), Problem("packs.no_parent"))
    known = ~pl.col("parent_days").is_null()
    unknown = is_part & ~blank("parent_code") & ~known
    sheet.refuse("parent_code", unknown, Problem("packs.unknown_area"))
    wrong_kind = is_part & known & (pl.col("area_level").is_in(LEVELS)) & ~pl.col("right").fill_null(True)
    words = {"level": "area_level", "parent_level": "parent_kind"}
    sheet.refuse("parent_code", wrong_kind, Problem("packs.wrong_parent"), **words)
    too_short = is_part & known & (pl.col("days").fill_null(0) < pl.col("needed"))
    sheet.refuse("parent_code", too_short, Problem("packs.parent_too_short"), "area_code", "parent_days")


def check_figures(name: str, sheet: Sheet, areas: pl.DataFrame, sources: list[str]) -> None:
    """Hold a table of dated figures to whole numbers, known words, one row per key, and an area row for each."""
    starts = areas.group_by("area_code").agg(pl.col("valid_from").alias("known_starts"))
    extents = areas.select("area_code", "start").unique().with_columns(there=pl.lit(True))
    frame = sheet.frame.with_columns(
        start=day(pl.col("area_valid_from").fill_null(ALWAYS)),
        **{f"{c}_n": pl.col(c).str.extract(r"^([0-9]{1,12})$").cast(pl.Int64) for c in FIGURES[name]},
    )
    frame = frame.join(starts, on="area_code", how="left", maintain_order="left")
    sheet.frame = frame.join(extents, on=["area_code", "start"], how="left", maintain_order="left")
    sheet.hold_to(SCHEMAS[name])
    known = ~pl.col("known_starts").is_null()
    sheet.refuse("area_code", ~known, Problem("packs.unknown_area"))
    no_extent = known & pl.col("there").is_null()
    wanted = Problem("packs.no_such_extent")
    sheet.refuse("area_valid_from", no_extent, wanted, "area_code", "known_starts")
    for part, whole in _PARTS.get(name, ()):
        # Where a row leaves the whole blank, the row of the other status may give it.
        other = pl.col(f"{whole}_n").max().over("area_code", "start", "reference_date")
        limit = f"{whole}_limit"
        sheet.frame = sheet.frame.with_columns(pl.coalesce(f"{whole}_n", other).alias(limit))
        exceeds = pl.col(f"{part}_n") > pl.col(limit)
        sheet.refuse(part, exceeds, Problem("packs.exceeds_whole", whole=whole), limit=limit)
    key = ["area_code", "start", "reference_date", "status", "published_on"]
    early = day("published_on") < day("reference_date")
    sheet.refuse("published_on", early, Problem("packs.published_before"), "reference_date")
    sheet.refuse_repeats("area_code", key, Problem("packs.repeated_figure"))
    sheet.refuse_unknown_sources(sources)
    sheet.settle()


def check_figure_limits(name: str, sheet: Sheet, areas: pl.DataFrame, limits: Mapping[str, int]) -> None:
    """Hold dated figures to what the arithmetic of the indicators bears of a part, by measure.

    A whole is not added up again and may have more. The registry must be without fault: it gives the limits.
    """
    wholes = areas.filter(pl.col("area_level").is_in(WHOLES))["area_code"].unique().to_list()
    for measure in (one for one in FIGURES[name] if one in limits):
        part, whole = limits[measure], min(limits[measure] * UNITS, LARGEST)
        most = pl.when(pl.col("area_code").is_in(wholes)).then(pl.lit(whole)).otherwise(pl.lit(part))
        sheet.frame = sheet.frame.with_columns(most.cast(pl.Int64).alias(f"{measure}_most"))
        above = pl.col(f"{measure}_n") > pl.col(f"{measure}_most")
        sheet.refuse(measure, above, Problem("packs.above_limit"), "area_code", limit=f"{measure}_most")
    sheet.settle()


def check_tiles(sheet: Sheet, areas: pl.DataFrame) -> None:
    """Hold each tile to an area, one cell for each, and no two on one cell. `areas` as of `with_validity`.

    A tile of a county that has ended, or is a city now, is simply not drawn: a late notice must not fault the layout.
    """
    sheet.hold_to(SCHEMAS["tiles"])
    known = areas["area_code"].unique().to_list()
    sheet.refuse("area_code", ~pl.col("area_code").is_in(known), Problem("packs.unknown_area"))
    sheet.refuse_repeats("area_code", ["area_code"], Problem("packs.repeated_tile"))
    sheet.refuse_repeats("tile_column", ["tile_row", "tile_column"], Problem("packs.taken_cell"))
    sheet.settle()


def check_changes(sheet: Sheet, codes: list[str]) -> None:
    """Hold each area change to its words, its day, and codes that are areas."""
    sheet.hold_to(SCHEMAS["area_changes"])
    for column in ("old_area_code", "new_area_code"):
        unknown = ~blank(column) & ~pl.col(column).is_in(codes)
        sheet.refuse(column, unknown, Problem("packs.unknown_area"))
    neither = blank("old_area_code") & blank("new_area_code")
    sheet.refuse("new_area_code", neither, Problem("packs.no_code"))
    sheet.settle()
