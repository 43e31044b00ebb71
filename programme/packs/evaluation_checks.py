"""Checks what an index and its clusters rest on: weights, bounds, peers and added links, row against row."""

from __future__ import annotations

import polars as pl

from programme.packs.cells import ALWAYS, day
from programme.packs.columns import POLICY_SYSTEMS
from programme.packs.faults import Sheet
from programme.packs.tables import SCHEMAS
from words.problems import Problem

_NUMBERS = ("least", "low", "high", "most", "deviation", "treated_deviation")


def check_weights(sheet: Sheet, indicators: pl.DataFrame, sources: list[str]) -> None:
    """Hold weights to the indicators of their system, one weight on a day, and sets that are whole.

    A set weighs every system, and where it weighs one indicator of a system, all of it that are not neutral. Every group has a
    weight above zero. What is wrong of a whole set is told at its first row.
    """
    sheet.hold_to(SCHEMAS["weights"])
    systems = {row[0]: row[1] for row in indicators.select("indicator_code", "policy_system").iter_rows()}
    of = pl.col("indicator_code").replace_strict(systems, default=None, return_dtype=pl.String)
    named = ~pl.col("indicator_code").is_null()
    sheet.refuse("indicator_code", named & of.is_null(), Problem("packs.unknown_indicator"))
    elsewhere = named & of.is_not_null() & (of != pl.col("policy_system"))
    sheet.refuse("indicator_code", elsewhere, Problem("packs.weighed_elsewhere"), "policy_system")
    sheet.refuse("valid_to", day("valid_to") < day("valid_from"), Problem("packs.before_start"), "valid_from")
    orders = pl.col("set_order").n_unique().over("weight_set") > 1
    sheet.refuse("set_order", orders, Problem("packs.set_orders"), "weight_set")
    sets = pl.col("weight_set").n_unique().over("set_order") > 1
    sheet.refuse("set_order", sets, Problem("packs.taken_set_order"))
    sheet.refuse_unknown_sources(sources)
    spans = sheet.frame.with_columns(
        start=day(pl.col("valid_from").fill_null(ALWAYS)),
        end=day(pl.col("valid_to").fill_null("2199-12-31")),
    )
    key = ["weight_set", "policy_system", "indicator_code"]
    spans = spans.with_columns(before=pl.col("end").shift(1).over(key, order_by="start"))
    sheet.frame = spans
    sheet.refuse("valid_from", pl.col("start") <= pl.col("before"), Problem("packs.two_weights"))
    sheet.settle()
    _check_sets(sheet, indicators)


def _check_sets(sheet: Sheet, indicators: pl.DataFrame) -> None:
    """Hold each set, on every day on which it changes, to all the systems, and all or none of the indicators of each."""
    judged = indicators.filter(pl.col("polarity") != "neutral").select("indicator_code", "policy_system")
    whole_days = sheet.frame.drop_nulls(["weight_set", "start", "end"])  # others are refused already
    for (name, start), beginning in whole_days.group_by("weight_set", "start", maintain_order=True):
        first = beginning.row(0, named=True)
        in_force = (pl.col("start") <= start) & (pl.col("end") >= start)
        whole = whole_days.filter((pl.col("weight_set") == name) & in_force)
        of_systems = whole.filter(pl.col("indicator_code").is_null())
        missing = [one for one in POLICY_SYSTEMS if one not in of_systems["policy_system"].to_list()]
        if missing:
            sheet.at(first, "weight_set", Problem("packs.set_without_systems", day=start, missing=missing))
        _check_group(sheet, of_systems)
        for system in POLICY_SYSTEMS:
            own = whole.filter((pl.col("policy_system") == system) & pl.col("indicator_code").is_not_null())
            wanted = judged.filter(policy_system=system)["indicator_code"].to_list()
            lacking = [one for one in wanted if one not in own["indicator_code"].to_list()]
            if own.height and lacking:
                problem = Problem("packs.set_without_indicators", day=start, system=system, missing=lacking)
                sheet.at(own.row(0, named=True), "weight_set", problem)
            _check_group(sheet, own)


def _check_group(sheet: Sheet, group: pl.DataFrame) -> None:
    if group.height and not (group["weight"].cast(pl.Float64, strict=False).fill_null(1) > 0).any():
        sheet.at(group.row(0, named=True), "weight", Problem("packs.group_without_weight"))


def check_index_bounds(sheet: Sheet, indicators: list[str]) -> None:
    """Hold bounds to known indicators, and to numbers in order."""
    sheet.hold_to(SCHEMAS["index_bounds"])
    unknown = ~pl.col("indicator_code").fill_null("").is_in(indicators)
    sheet.refuse("indicator_code", unknown, Problem("packs.unknown_indicator"))
    key = ["indicator_code", "bounds_made_on"]
    sheet.refuse_repeats("indicator_code", key, Problem("packs.repeated_bounds"))
    number = {name: pl.col(name).cast(pl.Float64, strict=False) for name in _NUMBERS}
    for lower, upper in (("least", "low"), ("low", "high"), ("high", "most")):
        between = lower == "low"
        wrong = number[lower] >= number[upper] if between else number[lower] > number[upper]
        wanted = "packs.bounds_apart" if between else "packs.bounds_order"
        sheet.refuse(upper, wrong, Problem(wanted, lower=lower), bound=lower)
    for name in ("deviation", "treated_deviation"):
        sheet.refuse(name, number[name] <= 0, Problem("packs.no_spread"))
    early = day("bounds_last_period") < day("bounds_first_period")
    sheet.refuse("bounds_last_period", early, Problem("packs.before_start_of", start="bounds_first_period"))
    sheet.settle()


def check_peers(sheet: Sheet, areas: pl.DataFrame) -> None:
    """Hold each row to a county, one group for each, and a group to one name. `areas` as of `with_validity`."""
    sheet.hold_to(SCHEMAS["peers"])
    counties = areas.filter(area_level="county")["area_code"].unique().to_list()
    known = pl.col("area_code").fill_null("").is_in(counties)
    sheet.refuse("area_code", ~known, Problem("packs.no_county"))
    sheet.refuse_repeats("area_code", ["area_code"], Problem("packs.two_peer_groups"))
    for name in ("peer_group_name_zh", "peer_group_name_en"):
        sheet.refuse(
            name, pl.col(name).n_unique().over("peer_group") > 1, Problem("packs.two_names_of_peers")
        )
    sheet.settle()


def check_links(sheet: Sheet, areas: pl.DataFrame, sources: list[str]) -> None:
    """Hold each added link to two counties, and a pair to one row. `areas` as of `with_validity`."""
    sheet.hold_to(SCHEMAS["links"])
    counties = areas.filter(area_level="county")["area_code"].unique().to_list()
    for column in ("area_code", "linked_area_code"):
        sheet.refuse(column, ~pl.col(column).fill_null("").is_in(counties), Problem("packs.no_county"))
    itself = pl.col("area_code") == pl.col("linked_area_code")
    sheet.refuse("linked_area_code", itself, Problem("packs.linked_to_itself"))
    ends = [
        pl.min_horizontal("area_code", "linked_area_code"),
        pl.max_horizontal("area_code", "linked_area_code"),
    ]
    sheet.frame = sheet.frame.with_columns(one_end=ends[0], other_end=ends[1])
    sheet.refuse_repeats("linked_area_code", ["one_end", "other_end"], Problem("packs.repeated_link"))
    sheet.refuse_unknown_sources(sources)
    sheet.settle()
