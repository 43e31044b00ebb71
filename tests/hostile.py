"""The statements of `hostile.toml`, and of which kind the answer to one is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ui.frame.statements import LIMITS
from warehouse.readers import Reader
from warehouse.refusal import Refusal, refusal
from warehouse.runner import Limits
from warehouse.saved import TABLES, saved
from words.problems import Problem

LIST = Path(__file__).with_suffix(".toml")
# The limits that slow statements run into, low enough for a test; of the answer the lab's own.
LOW = Limits(0.25, 96, LIMITS.rows, LIMITS.answer_megabytes)


@dataclass(frozen=True)
class Hostile:
    """A statement: what it tries, its text, of which kind the answer is (`answered`, `any`), whether it runs into a limit."""

    tries: str
    text: str
    kind: str
    slow: bool = False

    def __str__(self) -> str:
        return " ".join(self.text.split())[:60] or "nothing"


@dataclass(frozen=True)
class Verdict:
    """What came of one: `answered` with its rows, or a refusal."""

    kind: str
    rows: int = 0
    refusal: Refusal | None = None


@cache
def hostile() -> tuple[Hostile, ...]:
    """All of them, in the order of the list."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["statements"]
    return tuple(
        Hostile(row["tries"], _written(row["text"]), row["kind"], row.get("slow", False)) for row in rows
    )


def _written(text: str | Sequence[str | Mapping[str, object]]) -> str:
    """A text as it stands, or put together of pieces, some of them many times over."""
    if isinstance(text, str):
        return text
    pieces = [one if isinstance(one, str) else str(one["piece"]) * int(str(one["times"])) for one in text]
    return "".join(pieces)


def tables_of(reader: Reader) -> dict[str, list[str]]:
    """The tables there are, each with its columns."""
    found: dict[str, list[str]] = {}
    for schema, table, _, column, *_ in reader.sql_rows(saved()[TABLES].text)[2]:
        found.setdefault(f"{schema}.{table}", []).append(column)
    return found


def verdict(reader: Reader, tables: Mapping[str, Sequence[str]], text: str, limits: Limits) -> Verdict:
    """Run one as the lab does, and say what came of it."""
    try:
        with reader.asked(text, limits) as answer:
            return Verdict("answered", sum(len(part) for part in answer.parts))
    except Problem as problem:
        told = refusal(text, problem, tables)
        return Verdict(told.kind, refusal=told)
