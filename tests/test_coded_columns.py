"""No file in Chinese says a code of ours where there is a word: every question of the sample, column by column."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest

from files.table import columns
from tests.test_headline import reader
from tests.tiny import WORKERS
from warehouse.readers import Reader, questions

__all__ = ["reader"]

PERIOD = dt.date(2026, 9, 30)
ASKED: dict[str, Any] = {
    "indicator": WORKERS, "period": PERIOD, "since": dt.date(2025, 9, 30), "area": "330000", "areas": ["330102"], "level": "county",
    "dataset": "staffing", "target_millionths": 20_000_000, "hires": 5, "growth": 100, "step": "verdicts.judged",
    "other": "certified_worker_share", "system": "", "published": "", "boundaries": dt.date(2021, 4, 8),
}  # fmt: skip
CODE = re.compile(r"[a-z][a-z0-9_]*(\|[a-z0-9_]+)*")
# What these hold are names by which something is asked for or found: codes, tables, columns, measures.
NAMES = {
    "dataset", "measure", "measures", "mart", "column_name", "from_column", "layer", "indicators", "headline_indicator", "subject",
    "source", "rule", "attribute", "attribute_value", "weight_set", "peer_group", "numerator_measures", "denominator_measures",
}  # fmt: skip
ENDS = ("_code", "_id", "_dataset", "_fingerprint")


@pytest.mark.parametrize("question", sorted(questions()))
def test_what_a_chinese_file_says_in_letters_is_a_name(reader: Reader, question: str) -> None:
    asked = {name: ASKED[name] for name, _ in questions()[question].parameters}
    answer = reader.ask(question, **asked)
    found = {
        one.name: codes
        for one in columns(reader, question, answer, language="zh", **asked)
        if one.kind == pl.String and not one.name.endswith(ENDS) and one.name not in NAMES
        if (codes := sorted({cell for cell in one.cells if cell and CODE.fullmatch(cell)}))
    }
    assert found == {}
