"""The day that a printed table is of, from the lines above it, the headings of its columns and the name of its file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from pipelines.filing import cells
from pipelines.filing.published.heads import Layout
from programme.datasets import Counts

_YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})"
_DAY = re.compile(_YEAR + r"\s*(?:年|[-./])\s*([0-9]{1,2})\s*(?:月|[-./])\s*([0-9]{1,2})\s*日?(?![0-9])")
_COMPACT = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])")
_QUARTER = re.compile(_YEAR + r"\s*(?:年?\s*第?\s*([1-4一二三四])\s*季度?|[-_年]?\s*[Qq]([1-4])(?![0-9]))")
_MONTH = re.compile(_YEAR + r"\s*年\s*([0-9]{1,2})\s*月(?:末|底)?(?!\s*[0-9]{1,2}\s*日)")
_WHOLE = re.compile(_YEAR + r"\s*(?:年末|年底|年度|年|末)?(?![0-9])")
_OTHER_DAY = re.compile(r"日期|时间|有效|印发|制定|批准|填报|填表|制表|打印|发布|公布")


def days_in(text: str, dataset: Counts) -> list[dt.date]:
    """The ends of periods that a text speaks of: 2024年末, 2024.12.31, 2024Q4, 20241231, 2024."""
    found: list[dt.date] = []
    rest = text
    for form in (_DAY, _COMPACT, _QUARTER, _MONTH, _WHOLE):
        for match in form.finditer(rest):
            if not _OTHER_DAY.search(rest[: match.start()][-8:]) and (day := _day(form, match, dataset)):
                found.append(day)
        rest = form.sub(lambda one: " " * len(one[0]), rest)
    return list(dict.fromkeys(found))


def _day(form: re.Pattern[str], match: re.Match[str], dataset: Counts) -> dt.date | None:
    year = int(match[1])
    try:
        if form in (_DAY, _COMPACT):
            return dt.date(year, int(match[2]), int(match[3]))
        if form is _QUARTER:
            said = match[2] or match[3]
            return cells.quarter_end(dt.date(year, ("一二三四".find(said) + 1 or int(said)) * 3, 1))
        if form is _MONTH:
            return cells.quarter_end(dt.date(year, int(match[2]), 1)) if int(match[2]) % 3 == 0 else None
    except ValueError:
        return None
    return cells.period_end(dt.date(year, 12, 31), dataset.cycle)


def candidates(layout: Layout, name: str, dataset: Counts) -> Iterator[tuple[str, list[dt.date]]]:
    """The days that are said and where: `above` the table, in its `headings`, in the `file` name; the nearer to the figures first."""
    above = [text for row in layout.titles for text in row if text]
    yield "above", _of(above, dataset)
    yield "headings", _of([text for head in layout.heads for text in head.texts], dataset)
    yield "file", _of([PurePath(name).stem], dataset)


def _of(texts: Sequence[str], dataset: Counts) -> list[dt.date]:
    return list(dict.fromkeys(day for text in texts for day in days_in(text, dataset)))
