"""A tiny home that is evaluated: forms of two years filed, weights in its programme, bounds made from its own snapshot."""

from __future__ import annotations

import datetime as dt

from pipelines.commands.bounds import _beside_earlier
from tests.tiny import BINGYIN, JIAZI, PERIOD, TODAY, WUCHEN, YICHOU, Tiny, once
from warehouse.evaluated import bounds_of
from warehouse.readers import reader_of

BEFORE = dt.date(2024, 12, 31)
SYSTEMS = ("development", "services", "governance", "emergency", "social_organizations", "party_leadership")
FIRST = {
    "990101": JIAZI[0],
    "990102": YICHOU[0],
    "990201": BINGYIN[0],
    "990202": "990202",
    "999001": WUCHEN[0],
}
OTHERS = {
    "990101": JIAZI[1:],
    "990102": YICHOU[1:],
    "990201": BINGYIN[1:],
    "990202": (),
    "999001": WUCHEN[1:],
}
KINDS = ("service", "charity", "culture", "self_governance", "safety", "other")
# Workers, of them certified; organizations registered and filed; communities, with care, childcare and a complex.
NOW = {
    "990101": (60, 30, 20, 90, 20, 18, 12, 19),
    "990102": (45, 12, 12, 60, 15, 9, 6, 12),
    "990201": (20, 11, 6, 44, 10, 9, 4, 9),
    "990202": (24, 6, 9, 30, 12, 7, 9, 7),
    "999001": (33, 20, 4, 25, 16, 8, 7, 15),
}
THEN = {
    "990101": (55, 22, 18, 80, 20, 15, 9, 17),
    "990102": (46, 11, 12, 61, 15, 9, 5, 13),
    "990201": (15, 6, 5, 30, 10, 5, 3, 6),
    "990202": (25, 7, 9, 30, 12, 8, 9, 8),
    "999001": (30, 19, 5, 31, 16, 8, 8, 14),
}


def file(tiny: Tiny, figures: dict[str, tuple[int, ...]], period: dt.date) -> None:
    """File the three forms of a period: whatever a county has stands in its first township."""
    staff, groups, services = {}, {}, {}
    for county, (
        workers,
        certified,
        registered,
        filed,
        communities,
        care,
        child,
        complexes,
    ) in figures.items():
        staff[FIRST[county]] = {"chief_workers": 0, "deputy_workers": 0, "other_workers": workers,
                                "certified_workers": certified}  # fmt: skip
        groups[FIRST[county]] = {f"{kind}_{how}": 0 for kind in KINDS for how in ("registered", "filed")} | {
            "service_registered": registered,
            "service_filed": filed,
        }
        services[FIRST[county]] = {"communities": communities, "elderly_care_communities": care,
                                   "childcare_communities": child, "service_complex_communities": complexes}  # fmt: skip
        for other in OTHERS[county]:
            for rows in (staff, groups, services):
                rows[other] = dict.fromkeys(rows[FIRST[county]], 0)
    for dataset, rows in (("staffing", staff), ("organizations", groups), ("services", services)):
        tiny.file(dataset, rows, period=period, filed_on=dt.date(period.year + 1, 1, 10))


def weigh(tiny: Tiny, **weights: int) -> None:
    """Give the pack one set of weights; systems that are not named weigh 1."""
    heading = (
        "weight_set,weight_set_name_zh,weight_set_name_en,set_order,policy_system,indicator_code,weight,"
        "valid_from,valid_to,reason_zh,reason_en,source\n"
    )
    rows = [f"equal,等权,Equal,1,{system},,{weights.get(system, 1)},,,,,\n" for system in SYSTEMS]
    (tiny.pack_folder / "weights.csv").write_text(heading + "".join(rows), encoding="utf-8")


def bound(tiny: Tiny) -> None:
    """Make the bounds of the current snapshot a table of the pack."""
    made = bounds_of(reader_of(tiny.home), TODAY)
    _beside_earlier(tiny.pack, made).write_csv(tiny.pack_folder / "index_bounds.csv")


def evaluate(tiny: Tiny) -> None:
    """File, weigh, make bounds, and build a snapshot that has an index."""
    file(tiny, THEN, BEFORE)
    file(tiny, NOW, PERIOD)
    weigh(tiny)
    tiny.built()
    bound(tiny)
    tiny.built()


@once
def standing(tiny: Tiny) -> None:
    """The same, made once in a process and copied."""
    evaluate(tiny)
