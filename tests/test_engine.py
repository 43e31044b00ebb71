"""An engine makes a model and holds it to its header: columns, key, checks; what only warns is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from warehouse.contract import parse
from warehouse.engines.duckdb import FINDINGS, Engine, Pass, work
from warehouse.models import Plan
from words.problems import BuildError

HEADER = """-- One row per code.
-- key: code
-- columns:
--   code VARCHAR: Its code.
--   number INTEGER: How many.
-- checks:
--   nothing is negative: number >= 0
-- warns:
--   a number is small: number < 10
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with work(tmp_path / "draft.duckdb") as opened:
        opened.attach()
        opened.begin(Pass())
        yield opened


def make(engine: Engine, rows: str, layer: str = "sums") -> None:
    engine.make(parse(layer, "counted", f"{HEADER}select * from (values {rows}) as given(code, number)"))


def test_a_model_that_keeps_its_header_is_made(engine: Engine) -> None:
    make(engine, "('a', 1), ('b', 2)")
    assert engine.rows("select * from sums.counted order by code") == [("a", 1), ("b", 2)]


@pytest.mark.parametrize("rows", ["('a', 1), ('a', 2)", "('a', 1), (null, 2)"])
def test_a_key_that_repeats_or_is_empty_stops_with_the_rows(engine: Engine, rows: str) -> None:
    with pytest.raises(BuildError, match=r"The key \(code\) of sums\.counted repeats or is empty") as caught:
        make(engine, rows)
    assert caught.value.rule == "key_broken"


@pytest.mark.parametrize("number", ["-1", "null"])
def test_a_row_that_breaks_a_check_stops_with_its_key_and_values(engine: Engine, number: str) -> None:
    with pytest.raises(BuildError, match="nothing is negative") as caught:
        make(engine, f"('a', 1), ('b', {number})")
    assert caught.value.values["shown"] == "code, number"
    assert "'b'" in caught.value.message_zh


def test_columns_that_differ_from_the_header_stop_by_name(engine: Engine) -> None:
    with pytest.raises(BuildError, match="number") as caught:
        make(engine, "('a', 1.5)")
    assert caught.value.rule == "columns_differ"


def test_what_only_warns_is_kept_with_what_others_found(engine: Engine) -> None:
    make(engine, "('a', 1), ('b', 20)")
    row = {"source": "staffing", "rule": "within", "severity": "error", "area_code": "1",
           "period": dt.date(2025, 12, 31), "batch_id": "s-3", "sequence": 3, "file_name": "a.csv", "file_row": 2,
           "subject": "1", "found": "x = 2", "counts_period": None}  # fmt: skip
    engine.find(pl.DataFrame([row]))
    told = "-- One row per finding.\nselect source, rule, subject, found from reference.findings"
    engine.make_all([parse("marts", "told", told)], lambda name: None)
    engine.publish(Plan((), (), ""))
    assert list(row) == list(FINDINGS)
    assert sorted(engine.rows("select * from snapshot.marts.told")) == [
        ("staffing", "within", "1", "x = 2"),
        ("sums.counted", "a number is small", "code = b", "number = 20"),
    ]


def test_models_made_at_once_wait_for_what_they_read_and_the_findings_for_all(engine: Engine) -> None:
    told = "-- One row per finding.\nselect subject from reference.findings"
    chain = [
        parse("sums", f"step_{n}", f"-- One row.\nselect count(*) + {n} as n from sums.step_{n - 1}")
        for n in range(1, 6)
    ]
    counted = parse("marts", "counted", f"{HEADER}select * from (values ('b', 20)) as given(code, number)")
    first = parse("sums", "step_0", "-- One row per number.\nselect * from range(100000)")
    begun: list[str] = []
    engine.make_all([parse("marts", "told", told), *reversed(chain), counted, first], begun.append)
    assert engine.rows("select n from sums.step_5") == [(6,)]
    assert engine.rows("select * from snapshot.marts.told") == [("code = b",)]
    assert begun[-1] == "marts.told"
    assert len(begun) == 8


def test_a_model_that_fails_beside_others_stops_with_its_name(engine: Engine) -> None:
    good = [parse("sums", f"good_{n}", "-- One row per number.\nselect * from range(1000)") for n in range(5)]
    bad = parse("sums", "bad", "-- One row.\nselect error('no')")
    with pytest.raises(BuildError, match="bad") as caught:
        engine.make_all([*good, bad], lambda name: None)
    assert caught.value.rule == "model_failed"
