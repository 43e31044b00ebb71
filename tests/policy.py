"""The whole programme on the tiny pack, for tests of what is asked: returns and registers as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.filing.finding import FileOutcome
from programme import PROGRAMME
from programme.datasets import Datasets, read_datasets
from programme.packs.pack import FIGURES
from tests.filing import take_text
from tests.tiny import BINGYIN, JIAZI, WUCHEN, YICHOU, Tiny, once

DATASETS: Datasets = read_datasets(
    [PROGRAMME / "datasets"], [measure for measures in FIGURES.values() for measure in measures]
)
OF_THE_CORE = ("staffing", "organizations", "services", "population")
OF_THE_POLICY = {name: one for name, one in DATASETS.items() if name not in OF_THE_CORE}


def ask_all(tiny: Tiny) -> Tiny:
    """Let the tiny pack be asked for all that the programme asks; its own goal stands in the place of one of those."""
    tiny.use_programme(PROGRAMME)
    tiny.add("targets", {"target_id": "service_complex_urban_100"})
    return tiny


def take(tiny: Tiny, dataset: str, *rows: tuple[str, str, dict[str, Any]], **options: Any) -> FileOutcome:
    """File rows of counts: area, period, figures; what is not given is 0."""
    codes = DATASETS.counts[dataset].measure_codes
    lines = [",".join(["area_code", "period", *codes])]
    for area, period, figures in rows:
        assert not figures.keys() - {*codes}
        lines.append(",".join([area, period, *(str(figures.get(code, 0)) for code in codes)]))
    return take_text(tiny, "\n".join(lines) + "\n", f"{dataset}.csv", **options)


def enter(tiny: Tiny, dataset: str, *rows: dict[str, str], **options: Any) -> FileOutcome:
    """File rows of a register; what is not given is blank."""
    codes = [
        *DATASETS.registers[dataset].by_code,
        "note",
        *(["period"] if any("period" in row for row in rows) else []),
    ]
    lines = [",".join(codes)]
    for row in rows:
        assert not row.keys() - {*codes}
        lines.append(",".join(row.get(code, "") for code in codes))
    return take_text(tiny, "\n".join(lines) + "\n", f"{dataset}.csv", **options)


def tiers(stocks: tuple[int, int, int, int], **flows: int) -> dict[str, int | None]:
    """A row of rural tiers: leading, sound, upgrading and not rated at the year-end, and what moved; the rest is 0."""
    codes = DATASETS.counts["community_tiers"].measure_codes
    assert not flows.keys() - {*codes}
    return dict.fromkeys(codes, 0) | dict(zip(codes, stocks, strict=False)) | flows


def partners(
    communities: int, *, organizations: int, certified: int, funds: int, active: int, **more: int
) -> dict[str, int | None]:
    """A row of the five partners: `communities` urban ones, their organizations, workers, thousand yuan and volunteers."""
    return dict.fromkeys(DATASETS.counts["five_partners"].measure_codes, 0) | {
        "urban_communities": communities,
        "urban_community_organizations": organizations,
        "townships": 1,
        "townships_with_station": 1,
        "certified_social_workers": certified,
        "charity_fund_balance": funds,
        "registered_volunteers": 2 * active,
        "active_volunteers": active,
        **more,
    }


def case(code: str, **columns: str) -> dict[str, str]:
    """A row of the register of cases, in 甲子区 where nothing else is said."""
    return {"code": code, "kind": "case", "title_zh": f"事项{code}", "area_code": "990101"} | columns


REVIEWED = {"review_on": "2025-01-10", "theme": "party"}
# Two cases of their own and a pilot of two counties; copies that count, and one of each kind that does not.
CASES = [
    case("O1", start_on="2023-01-01", result="excellent", **REVIEWED),
    case("O1-a", start_on="2023-06-01", area_code="990102", original_code="O1", result="passed", **REVIEWED),
    case("O1-b", start_on="2023-09-01", area_code="990201", original_code="O1", result="failed", **REVIEWED),
    case("O1-c", start_on="2024-02-01", area_code="999001", original_code="O1", result="under_way"),
    case("O1-d", start_on="2024-05-01", area_code="990201100", original_code="O1", result="under_way"),
    case("O1-e", start_on="2024-05-01", area_code="990101002", original_code="O1", result="under_way"),
    case("O1-f", start_on="2022-12-01", area_code="990202", original_code="O1", result="under_way"),
    case("O1-g", start_on="2024-05-01", area_code="", place="外省某县", original_code="O1", result="under_way"),
    case("O2", start_on="2023-03-01", area_code="999001", result="failed", **REVIEWED),
    case("P1", kind="pilot", batch="第四批", area_code="990201", further_areas="990202", theme="digital", result="under_way"),
    case("P1-a", start_on="2025-10-01", area_code="990202", original_code="P1", result="under_way"),
    case("P1-b", start_on="2025-11-01", further_areas="990201", original_code="P1", result="under_way"),
    case("X1", kind="accepted_community", batch="首批", result="passed", **REVIEWED),
]  # fmt: skip


def resources(households: int, floor_area: int, **more: int | None) -> dict[str, int | None]:
    """A row of resources: rooms, two urban communities with 270 of 300 thousand yuan paid, four villages of which one is strong."""
    return dict.fromkeys(DATASETS.counts["resources"].measure_codes, 0) | {
        "urban_communities": 2,
        "households": households,
        "operating_funds_budgeted": 300,
        "operating_funds_paid": 270,
        "floor_area": floor_area,
        "activity_area": floor_area // 2,
        "villages": 4,
        "villages_income_500k": 1,
        "village_income": 900,
        "village_operating_income": 600,
        "communities_with_income": 1,
        "community_income": 25,
        **more,
    }


UNITS = {"990101": JIAZI, "990102": YICHOU, "990201": BINGYIN, "990202": ("990202",), "999001": WUCHEN}


@once
def filed_policy(tiny: Tiny) -> None:
    """Three years of rural tiers, a quarter of the five partners and a year of rooms; one county filed in part, one nothing."""
    ask_all(tiny)
    units = [unit for county in UNITS.values() for unit in county]
    filed = [unit for unit in units if unit not in (*WUCHEN, BINGYIN[0])]

    def year(of: int) -> dt.date:
        return dt.date(of, 12, 31)

    tiny.file(
        "community_tiers",
        dict.fromkeys(units, tiers((1, 5, 4, 2))),
        period=year(2023),
        filed_on=dt.date(2024, 1, 9),
    )
    tiny.file(
        "community_tiers",
        dict.fromkeys(units, tiers((1, 7, 3, 1), up_upgrading_sound=1, rated_sound=1)),
        period=year(2024),
        filed_on=dt.date(2025, 1, 9),
    )
    moved = tiers((2, 5, 3, 2), up_sound_leading=1, down_sound_upgrading=1, formed=1, gone_upgrading=1)
    tiny.file("community_tiers", dict.fromkeys(filed, moved), simulated=True)
    rooms = dict.fromkeys(DATASETS.counts["resources"].measure_codes, 0) | {
        "households": 1000,
        "urban_communities": 2,
    }
    tiny.file(
        "resources",
        {unit: rooms | {"floor_area": 100 * (1 + place)} for place, unit in enumerate(units)},
        period=year(2024),
    )
    tiny.file(
        "five_partners",
        {
            unit: partners(
                2, organizations=20 + place, certified=9 - place, funds=50 + 9 * place, active=30,
                townships=int(unit != "990202"), townships_with_station=int(unit != "990202"),
            )
            for place, unit in enumerate(filed)
        },
    )  # fmt: skip
    assert enter(tiny, "cases", *CASES, filed_on=dt.date(2025, 9, 30)).status == "accepted"
    tiny.built()
