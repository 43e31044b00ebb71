"""Contracts say who files what under which headings, and what must hold inside a row."""

from __future__ import annotations

import re

import polars as pl
import pytest

from pipelines.filing.landing import columns
from programme import PROJECT
from programme.datasets import CONTRACTS, Contract
from tests.filing import rules, take_text
from tests.tiny import PERIOD, Tiny

MEASURES = {
    "staffing": ["chief_workers", "deputy_workers", "other_workers", "certified_workers"],
    "organizations": [
        f"{kind}_{how}"
        for kind in ("service", "charity", "culture", "self_governance", "safety", "other")
        for how in ("registered", "filed")
    ],
    "services": ["communities"]
    + [
        f"{service}_{what}"
        for service in ("elderly_care", "canteen", "childcare", "service_complex", "convenience")
        for what in ("communities", "places")
    ],
    "population": ["resident_population", "urban_population"],
}  # fmt: skip

every_contract = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)


def test_the_datasets_are_those_of_the_contract_between_the_rooms() -> None:
    assert {name: list(contract.measure_codes) for name, contract in CONTRACTS.items()} == MEASURES
    text = (PROJECT / "docs" / "contracts.md").read_text(encoding="utf-8")
    assert all(re.search(rf"^\| {name} \|", text, re.MULTILINE) for name in CONTRACTS)


@every_contract
def test_landing_has_the_columns_that_sql_reads(contract: Contract) -> None:
    """The staging models name the columns they read; each must be there, of that type."""
    from warehouse.models import build_models

    read = {source: pairs for model in build_models() for source, pairs in model.reads.items()}
    kinds = {pl.String: "VARCHAR", pl.Int64: "BIGINT", pl.Date: "DATE", pl.Boolean: "BOOLEAN"}
    landed = {name: kinds.get(type(kind), "TIMESTAMP") for name, kind in columns(contract).items()}
    wanted = {name: kind.upper() for name, kind in read[f"landing.{contract.dataset}"]}
    assert wanted.items() <= landed.items()


@every_contract
def test_every_measure_is_named_in_both_languages_and_found_by_its_chinese_heading(
    contract: Contract,
) -> None:
    for measure in contract.measures:
        assert measure.name_zh
        assert measure.name_en
        for heading in (measure.code, measure.code.upper(), *measure.headings, f" {measure.name_zh}（个） "):
            assert contract.column_of(heading) == measure.code


@every_contract
def test_every_rule_of_a_contract_is_checked_by_its_schema(contract: Contract) -> None:
    checked = {name for name in contract.schema._validation_rules(with_cast=False) if "|" not in name}
    assert checked == contract.rules.keys()


@every_contract
def test_each_rule_holds_at_its_edge_and_breaks_one_beyond(contract: Contract) -> None:
    for name, rule in contract.rules.items():
        row = dict.fromkeys(contract.measure_codes, 0) | dict.fromkeys(rule.whole, 3)
        total = 3 * len(rule.whole)
        frame = pl.DataFrame(
            [
                {"position": 0, "area_code": "990101", "period": PERIOD, **row, rule.part: total},
                {"position": 1, "area_code": "990101", "period": PERIOD, **row, rule.part: total + 1},
                {
                    "position": 2,
                    "area_code": "990101",
                    "period": PERIOD,
                    **row,
                    rule.whole[0]: None,
                    rule.part: 99,
                },
            ],
            schema={
                "position": pl.UInt32,
                "area_code": pl.String,
                "period": pl.Date,
                **dict.fromkeys(contract.measure_codes, pl.Int64),
            },
        )
        details = contract.schema.filter(frame).failure.details()
        assert details["position"].to_list() == [1]
        assert details[name].to_list() == ["invalid"]


def test_a_heading_may_not_mean_two_columns() -> None:
    staffing = CONTRACTS["staffing"]
    with pytest.raises(ValueError, match="means both"):
        type("Clash", (Contract,), {"measures": (*staffing.measures, staffing.measures[0].__class__(
            "again", "正职", "Again", ("正职",)))})(
            "clash", "", "", ("county",), staffing.schema
        )  # fmt: skip


def test_certified_more_than_workers_names_the_limit(tiny: Tiny) -> None:
    outcome = take_text(
        tiny,
        "区划代码,报告期,正职,副职,其他工作人员,持证人数\n990101,2025-12-31,1,2,3,7\n990102,2025-12-31,1,2,3,6\n",
    )
    assert rules(outcome) == [(2, "certified_within_workers")]
    finding = outcome.errors[0]
    assert (finding.column, finding.value) == ("持证人数", "7")
    assert "6" in finding.message_zh
    assert "at most 6" in finding.message_en


def test_covered_more_than_communities_names_the_limit(tiny: Tiny) -> None:
    services = CONTRACTS["services"].measure_codes
    outcome = take_text(
        tiny,
        f"area_code,period,{','.join(services)}\n990101,2025-12-31,5,6,1,5,1,5,1,9,1,0,0\n",
        "services.csv",
    )
    assert rules(outcome) == [
        (2, "elderly_care_within_communities"),
        (2, "service_complex_within_communities"),
    ]


def test_population_is_filed_by_counties_only(tiny: Tiny) -> None:
    heading = "area_code,period,resident_population,urban_population"
    outcome = take_text(
        tiny, f"{heading}\n990101001,2025-12-31,10,5\n990101,2025-12-31,10,11\n", "population.csv"
    )
    assert rules(outcome) == [(2, "level_may_not_file"), (3, "urban_within_resident")]
    assert "990101" in outcome.errors[0].message_en
