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
           "period": dt.date(2025, 12, 31), "sequence": 3, "file_row": 2, "subject": "1", "found": "x = 2",
           "counts_period": None}  # fmt: skip
    engine.find(pl.DataFrame([row]))
    engine.make(
        parse(
            "marts",
            "told",
            "-- One row per finding.\nselect source, rule, subject, found from reference.findings",
        )
    )
    engine.publish(Plan((), (), ""))
    assert list(row) == list(FINDINGS)
    assert sorted(engine.rows("select * from snapshot.marts.told")) == [
        ("staffing", "within", "1", "x = 2"),
        ("sums.counted", "a number is small", "code = b", "number = 20"),
    ]
