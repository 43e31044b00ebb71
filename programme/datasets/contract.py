"""What a contract is made of: a schema of typed rows, and the words a filer knows its columns by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import dataframely as dy
import polars as pl

# No township or county has ten million workers, organisations, places or communities: a larger figure is a slip of
# the hand. A verdict multiplies a numerator by its scale (10,000) and by 1,000,000, and whole numbers hold that up to
# a sum of 922 million: at a bound of a hundred million a few slips would have stopped every build of the province.
LARGEST_COUNT = 10_000_000
# People may be more: the largest county-level city has ten and a half million. They are divided by, and a verdict
# multiplies a denominator by the target only (18,000,000 millionths), which holds up to 500,000 million people.
LARGEST_POPULATION = 100_000_000

AREA_CODE_HEADINGS = ("area_code", "区划代码", "行政区划代码", "统计用区划代码", "代码")
PERIOD_HEADINGS = ("period", "报告期", "统计期", "期别")
AREA_NAME_HEADINGS = ("area_name", "名称", "区划名称", "单位名称", "乡镇街道", "area_name_zh")
NOTE_HEADINGS = ("note", "备注", "说明")
SERIAL_HEADINGS = ("序号",)  # forms number their lines; the row of the sheet says the same

_UNIT = re.compile(r"\((人|名|个|家|处|所|户)\)$")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def normal_heading(text: str) -> str:
    """A heading reduced to what tells it apart: half-width, no spaces or line breaks, no unit in brackets."""
    plain = re.sub(r"\s+", "", text.translate(_FULL_WIDTH)).lower()
    return _UNIT.sub("", plain).lstrip("\ufeff").replace("/", "").replace("-", "_")


def count(name_zh: str, name_en: str, *headings: str, largest: int = LARGEST_COUNT) -> dy.Int64:
    """A measure: a whole number from 0, blank = not known; accepted under its code and these headings."""
    return dy.Int64(
        nullable=True,
        min=0,
        max=largest,
        description=name_en,
        metadata={
            "name_zh": name_zh,
            "name_en": name_en,
            "headings": (name_zh, *headings),
            "largest": largest,
        },
    )


class Return(dy.Schema):
    """One row per area and period of a filed return, typed."""

    position = dy.UInt32(nullable=False, description="Place of the row among all rows read in this run")
    area_code = dy.String(nullable=False, description="Code of the area, 6 or 9 digits")
    period = dy.Date(nullable=False, description="Last day of the quarter reported on")


@dataclass(frozen=True)
class Measure:
    """A counted thing of a dataset, under its code and the headings a filer may use."""

    code: str
    name_zh: str
    name_en: str
    headings: tuple[str, ...]
    largest: int = LARGEST_COUNT  # what one area can have at most


@dataclass(frozen=True)
class AtMost:
    """A rule inside a row: `part` is at most the sum of `whole`. Undecided while a figure is not known."""

    part: str
    whole: tuple[str, ...]

    def holds(self) -> pl.Expr:
        """True where the rule holds, null where one of its figures is not known."""
        total = pl.lit(0, dtype=pl.Int64)
        for code in self.whole:
            total = total + pl.col(code)
        return pl.col(self.part) <= total


@dataclass(frozen=True)
class Contract:
    """A kind of return: its schema, who may file it, and the rules between its figures."""

    dataset: str
    name_zh: str
    name_en: str
    levels: tuple[str, ...]
    schema: type[Return]
    rules: dict[str, AtMost] = field(default_factory=dict)  # by the name the schema and an error give it
    file_words: tuple[str, ...] = ()
    headings: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        known: dict[str, str] = {}
        pairs: Iterable[tuple[str, Iterable[str]]] = (
            ("area_code", AREA_CODE_HEADINGS),
            ("period", PERIOD_HEADINGS),
            ("area_name", AREA_NAME_HEADINGS),
            ("note", NOTE_HEADINGS),
            ("serial", SERIAL_HEADINGS),
            *((measure.code, (measure.code, *measure.headings)) for measure in self.measures),
        )
        for code, headings in pairs:
            for heading in headings:
                owner = known.setdefault(normal_heading(heading), code)
                if owner != code:
                    raise ValueError(f"{self.dataset}: the heading {heading} means both {owner} and {code}")
        object.__setattr__(self, "headings", known)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The counted things, in the order of the contract."""
        return tuple(
            Measure(
                code,
                str(about["name_zh"]),
                str(about["name_en"]),
                tuple(about["headings"]),
                int(about["largest"]),
            )
            for code, column in self.schema.columns().items()
            if (about := _about(column)) is not None
        )

    @property
    def measure_codes(self) -> tuple[str, ...]:
        return tuple(measure.code for measure in self.measures)

    def column_of(self, heading: str) -> str | None:
        """The column that a heading of a file means, or None."""
        return self.headings.get(normal_heading(heading))


def _about(column: dy.Column) -> dict[str, Any] | None:
    return column.metadata if column.metadata and "headings" in column.metadata else None


def schema_rule(rule: AtMost) -> Any:
    """The rule as the schema checks it."""
    check: Callable[[Any], pl.Expr] = lambda _schema: rule.holds()  # noqa: E731
    return dy.rule()(check)
