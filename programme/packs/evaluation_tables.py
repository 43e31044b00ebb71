"""The tables that the composite index and the clusters rest on: weights, bounds, peers, added links. None has to be there."""

from __future__ import annotations

from programme.packs.columns import (
    NUMBER,
    POLICY_SYSTEMS,
    Column,
    Table,
    day_or_blank,
    free,
    known,
    matching,
    one_day,
    pair,
    pair_or_blank,
    present,
    word,
)

# A figure that was worked out: it may be below zero, and has as many decimals as tell it from its neighbours.
WORKED_OUT = r"^-?[0-9]{1,12}(\.[0-9]{1,9})?$"
# How outliers are treated before an index is made, and what its bounds are.
TREATMENTS = ("none", "winsorised", "log_high", "log_low")
BOUNDS_BASES = ("observed", "goalposts")

WEIGHTS = Table(
    "weights",
    (
        *present("weight_set"),
        *pair("weight_set_name"),
        matching("set_order", "packs.whole", r"^[0-9]{1,9}$", "the first in force is the registry's own"),
        word("policy_system", POLICY_SYSTEMS),
        Column("indicator_code", note="blank = the system itself, among the systems"),
        matching("weight", "packs.number", NUMBER, "beside the others of its group; brought to a sum of 1"),
        day_or_blank("valid_from"),
        day_or_blank("valid_to"),
        *pair_or_blank("reason"),
        *free("source"),
    ),
    ("weight_set", "policy_system", "indicator_code", "valid_from"),
    is_registry=True,
    is_optional=True,
    note="May be left out: then there is no composite index. Days as in `areas.csv`. A set weighs all six systems; the "
    "indicators of a system that it does not weigh have equal weights.",
)
INDEX_BOUNDS = Table(
    "index_bounds",
    (
        *known("indicator_code"),
        one_day("bounds_made_on"),
        one_day("bounds_first_period"),
        one_day("bounds_last_period"),
        matching("bounds_values", "packs.above_zero", r"^0*[1-9][0-9]{0,9}$"),
        *(
            matching(name, "packs.worked_out", WORKED_OUT)
            for name in (
                "least",
                "low",
                "high",
                "most",
                "mean",
                "deviation",
                "treated_mean",
                "treated_deviation",
            )
        ),
        word("treatment", TREATMENTS),
        matching("areas_moved", "packs.whole", r"^[0-9]{1,9}$"),
        word("bounds_basis", BOUNDS_BASES),
    ),
    ("indicator_code", "bounds_made_on"),
    is_optional=True,
    note="May be left out: then there is no composite index. Made by `python -m pipelines bounds`, never by a build; the "
    "newest day on or before a snapshot's today serves for every period.",
)
PEERS = Table(
    "peers",
    (
        *known("area_code"),
        *present("peer_group"),
        *pair("peer_group_name"),
    ),
    ("area_code",),
    is_optional=True,
    note="May be left out. One group of peers for each county of today, made by rule from its kind and urban share: what "
    "is missing is drawn from their range.",
)
LINKS = Table(
    "links",
    (
        *known("area_code", "linked_area_code"),
        *pair("reason"),
        *free("source"),
    ),
    ("area_code", "linked_area_code"),
    is_optional=True,
    note="May be left out. Counties that count as neighbours though their outlines do not touch, such as islands; a pair "
    "stands once.",
)
EVALUATION_TABLES = (WEIGHTS, INDEX_BOUNDS, PEERS, LINKS)
