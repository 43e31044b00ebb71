"""What the lines above a table and the name of its file say of its period and unit, held to what its rows say.

A title that was left as it stood a quarter ago, or a unit of ten thousand, is the one sign that the figures are not what
the columns make of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import polars as pl

from pipelines.filing import cells
from pipelines.filing.finding import Finding
from programme.datasets import Counts
from words.problems import Problem

_QUARTER = re.compile(r"(?<!\d)(\d{4})(?:年?第?([1-4一二三四])季度?|[-_年]?[Qq]([1-4])(?!\d))")
# The end of a quarter by its month or day; other months are those of filing, printing or approval.
_MONTH = re.compile(r"(?<!\d)(\d{4})[年.\-/](0?3|0?6|0?9|12)(?:月|[.\-/](?=3))(?:(3[01])日?|[末底]?(?!\d))")
_ENDS = re.compile(r"(?:截[至止]|报告期|统计期|所属期|期别)[^0-9]{0,6}$")
_OTHER_DAY = re.compile(r"日期|时间|有效|印发|制定|批准|填报|填表|制表|打印")
_UNIT = re.compile(r"(?:^|[^填报送表制管位])(?:计量|数量)?单位[:：]?([^\s:：)）\]】]+)")
_LARGE = re.compile(r"[十百千万亿]+(?:人|名|个|家|处|所|户|元|张|条|件|次|平方米|㎡)?")


def findings_of(
    dataset: Counts, above: Sequence[Sequence[str]], name: str, periods: Sequence[dt.date]
) -> Iterator[Finding]:
    """An error for each unit and period above that is not that of the rows; of the name of the file a warning."""
    lines = _lines(above)
    known = {measure.unit_zh or "" for measure in dataset.measures}
    for unit in dict.fromkeys(unit for line in lines for unit in _units(line) if unit not in known):
        yield Finding(None, None, unit, Problem("read.unit_above", unit=unit, wanted=sorted(known)))
    if dataset.cycle != "quarterly" or not periods:
        return
    said = _said(lines)
    if said and not said & set(periods):
        values = {"said": sorted(said)[0], "period": periods[0]}
        yield Finding(None, "period", None, Problem("read.period_above", **values))
    named = set(_quarters(PurePath(name).stem))
    if named and not named & set(periods):
        values = {"said": sorted(named)[0], "period": periods[0]}
        yield Finding(None, None, None, Problem("read.period_in_name", **values), severity="warning")


def quarter_said(above: Sequence[Sequence[str]], name: str) -> dt.date | None:
    """The end of the one quarter that the lines above a table and the name of its file speak of; None of several or none."""
    said = _said(_lines(above)) | set(_quarters(PurePath(name).stem))
    return said.pop() if len(said) == 1 else None


def speaks_of_a_quarter(name: str) -> bool:
    """Whether the name of a file names a quarter."""
    return bool(_QUARTER.search(PurePath(name).stem))


def periods_of(text: pl.Series) -> list[dt.date]:
    """The days that a column of periods says, as filed; what is none is told elsewhere."""
    days = (cells.period(one) for one in text.drop_nulls().unique(maintain_order=True).head(1000))
    return [day for day in days if day]


def _lines(above: Sequence[Sequence[str]]) -> list[str]:
    return [re.sub(r"\s+", "", text) for row in above for text in row if text.strip()]


def _said(lines: Sequence[str]) -> set[dt.date]:
    return {day for number, line in enumerate(lines) for day in _periods(line, is_title=number == 0)}


def _units(line: str) -> Iterator[str]:
    """The units of tens, thousands and so on that a line names: 单位：万人、个."""
    for match in _UNIT.finditer(line):
        yield from (unit for unit in re.split(r"[、,，/;；]", match[1]) if _LARGE.fullmatch(unit))


def _quarters(text: str) -> Iterator[dt.date]:
    for match in _QUARTER.finditer(text):
        word = match[2] or match[3]
        quarter = "一二三四".find(word) + 1 or int(word)
        if int(match[1]):
            yield cells.quarter_end(dt.date(int(match[1]), quarter * 3, 1))


def _periods(line: str, *, is_title: bool) -> Iterator[dt.date]:
    """The ends of quarters that a line speaks of: quarters anywhere; days and months in a title or where it says so."""
    yield from _quarters(line)
    for match in _MONTH.finditer(line):
        before = line[: match.start()]
        if (_ENDS.search(before) or (is_title and not _OTHER_DAY.search(before))) and int(match[1]):
            yield cells.quarter_end(dt.date(int(match[1]), int(match[2]), 1))
