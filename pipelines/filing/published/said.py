"""The day that a printed table is of, from the lines above it, the headings of its columns and the name of its file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipelines.filing import cells
from pipelines.filing.published.heads import Layout
from programme.datasets import Counts

_YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})"
_DAY = re.compile(_YEAR + r"\s*(?:年|[-./])\s*([0-9]{1,2})\s*(?:月|[-./])\s*([0-9]{1,2})\s*日?(?![0-9])")
_COMPACT = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])")
_QUARTER = re.compile(_YEAR + r"\s*(?:年?\s*第?\s*([1-4一二三四])\s*季度?|[-_年]?\s*[Qq]([1-4])(?![0-9]))")
_MONTH = re.compile(_YEAR + r"\s*年\s*([0-9]{1,2})\s*月(?:末|底)?(?!\s*[0-9]{1,2}\s*日)")
_SPAN = re.compile(
    _YEAR + r"\s*年?\s*(?:(上半年|下半年|全年)|前\s*([一二三四两1-4])\s*个?季度|[1一]\s*[-—–－~～至到]+\s*"
    r"(?:([一二三四1-4])\s*季度?|([0-9]{1,2})\s*月份?))"
)
_WHOLE = re.compile(_YEAR + r"\s*(年末|年底|年终|末)?(?:年度|年)?(?![0-9])")
# The year of a yearbook is that in which it came out.
_YEARBOOK = re.compile(_YEAR + r"\s*年?[^\s0-9]{0,12}年鉴|年鉴\s*[-—–（(·]*\s*" + _YEAR + r"\s*年?")
_OTHER_DAY = re.compile(r"日期|时间|有效|印发|制定|批准|填报|填表|制表|打印|发布|公布")


@dataclass(frozen=True)
class Said:
    """What some texts say of the day: the ends of periods, and the years that are named without a day in them."""

    days: tuple[dt.date, ...] = ()
    years: frozenset[int] = frozenset()
    spans: frozenset[dt.date] = (
        frozenset()
    )  # of the days those that end more than a quarter: 上半年, 前三季度, 1—9月

    def allows(self, day: dt.date) -> bool:
        """Whether a day is one of them, or lies in a year that is named alone."""
        return day in self.days or day.year in self.years


def days_in(text: str, dataset: Counts) -> list[dt.date]:
    """The ends of periods that a text speaks of: 2024年末, 2024.12.31, 2024Q4, 20241231, 2024, 2024年上半年."""
    return list(said_in(text, dataset).days)


def said_in(text: str, dataset: Counts) -> Said:
    """What a text says of the day."""
    found: dict[dt.date, bool] = {}
    spans: set[dt.date] = set()
    rest = _YEARBOOK.sub(lambda one: " " * len(one[0]), text)
    for form in (_SPAN, _DAY, _COMPACT, _QUARTER, _MONTH, _WHOLE):
        for match in form.finditer(rest):
            if not _OTHER_DAY.search(rest[: match.start()][-8:]) and (day := _day(form, match, dataset)):
                found[day] = found.get(day, True) and form is _WHOLE and not match[2]
                if form is _SPAN and (match[2] or day.month > 3):
                    spans.add(day)
        rest = form.sub(lambda one: " " * len(one[0]), rest)
    years = frozenset(day.year for day, is_year in found.items() if is_year)
    return Said(tuple(found), years, frozenset(spans))


def _day(form: re.Pattern[str], match: re.Match[str], dataset: Counts) -> dt.date | None:
    year = int(match[1])
    try:
        if form in (_DAY, _COMPACT):
            return dt.date(year, int(match[2]), int(match[3]))
        if form is _QUARTER:
            said = match[2] or match[3]
            return cells.quarter_end(dt.date(year, ("一二三四".find(said) + 1 or int(said)) * 3, 1))
        if form is _SPAN:
            last = {"上半年": 6, "下半年": 12, "全年": 12}.get(match[2] or "")
            if quarter := match[3] or match[4]:
                last = ("一二三四".find(quarter) + 1 or (2 if quarter == "两" else int(quarter))) * 3
            last = last or int(match[5])
            return cells.quarter_end(dt.date(year, last, 1)) if last % 3 == 0 else None
        if form is _MONTH:
            return cells.quarter_end(dt.date(year, int(match[2]), 1)) if int(match[2]) % 3 == 0 else None
    except ValueError:
        return None
    return cells.period_end(dt.date(year, 12, 31), dataset.cycle)


def heard(layout: Layout, name: str, dataset: Counts) -> dict[str, Said]:
    """What is said and where, the nearest to the figures first: in the `headings`, `above` the table, in the `file` name."""
    own = [head for head in layout.heads if head.meaning in dataset.measure_codes or ":" in head.meaning]
    in_own = of_texts([text for head in own for text in head.texts], dataset)
    in_all = of_texts([text for head in layout.heads for text in head.texts], dataset)
    above = [text for row in layout.titles for text in row if text]
    found = {
        "headings": in_own if in_own.days else in_all,
        "above": of_texts(above, dataset),
        "file": of_texts([PurePath(name).stem], dataset),
    }
    return {where: one for where, one in found.items() if one.days}


def of_texts(texts: Sequence[str], dataset: Counts) -> Said:
    """What several texts say of the day, together."""
    each = [said_in(text, dataset) for text in dict.fromkeys(texts)]
    days = dict.fromkeys(day for one in each for day in one.days)
    exact = {day for one in each for day in one.days if day.year not in one.years}
    years = frozenset().union(*(one.years for one in each)) - {day.year for day in exact}
    return Said(tuple(days), years, frozenset().union(*(one.spans for one in each)))
