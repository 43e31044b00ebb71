"""What stands round the rows of a printed form: lines above the heading, totals, signatures and notes below.

None of it is a row of an area. It is told and left out, never taken for a figure and never refused for not being one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.filing import cells
from pipelines.filing.finding import Finding
from programme.datasets.headings import (
    AREA_CODE_HEADINGS,
    AREA_NAME_HEADINGS,
    NOTE_HEADINGS,
    PERIOD_HEADINGS,
    SERIAL_HEADINGS,
    normal_heading,
)
from words.problems import Bilingual, Problem

_TOTAL = re.compile(
    r"(?:[^\s0-9]{0,12})(?:合计|总计|小计|共计|总和|总数|累计)|(?:sub|grand)?total|totals|sum", re.IGNORECASE
)
_TOTAL_NAMES = ("合计", "总计", "小计", "共计", "合 计", "总 计", "小 计", "Total", "total", "TOTAL")
# A note, or a label of a few words with a colon after it: 负责人：  填表人：  联系电话：  Filled in by:
_CLOSING = re.compile(
    r"(?:注|备注|说明|附注|填表说明|notes?)\s*[0-9一二三四五]*\s*[:：.．、]|[^0-9:：]{1,24}[:：]"
    r"|[^0-9:：]{0,24}[(（]?\s*(?:盖章|公章|签章|签字|签名)\s*[)）]?|[(（][^()（）]*[)）]",
    re.IGNORECASE,
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"  # what columns of words are numbered by
_MANY = 20_000  # so many rows without a code are no total lines: the column holds something else
LAST = 40  # rows at the end among which lines may close the form
_AT_MOST = 5_000  # a table whose total is worked out once more
_NEVER_SUMMED = frozenset(
    map(
        normal_heading,
        (*AREA_CODE_HEADINGS, *AREA_NAME_HEADINGS, *SERIAL_HEADINGS, *PERIOD_HEADINGS, *NOTE_HEADINGS),
    )
)
_CODE = frozenset(map(normal_heading, AREA_CODE_HEADINGS))
_NAME = frozenset(map(normal_heading, AREA_NAME_HEADINGS))


@dataclass(frozen=True)
class Apart:
    """The rows of a table that are no rows of an area: each with its number in the file and its cells."""

    totals: tuple[tuple[int, tuple[str, ...]], ...] = ()
    closing: tuple[tuple[int, tuple[str, ...]], ...] = ()
    repeated: tuple[
        tuple[int, tuple[str, ...]], ...
    ] = ()  # the heading once more, or the numbers of its columns

    @property
    def rows(self) -> frozenset[int]:
        """Their numbers in the file."""
        return frozenset(number for number, _ in (*self.totals, *self.closing, *self.repeated))


def is_total(text: str) -> bool:
    """Whether a cell names a total: 合计, 小　计, 全县总计：, Total."""
    return bool(_TOTAL.fullmatch(re.sub(r"[\s\u3000\u00a0:：()（）]+", "", text)))


def is_closing(texts: Sequence[str]) -> bool:
    """Whether a line only closes a form: labels with a colon, notes, a place for the seal, the day of signing.

    A line with a figure closes nothing, unless a label stands before it (联系电话：).
    """
    filled = [text.strip() for text in texts if text.strip()]
    if not filled:
        return False
    for before, text in zip(["", *filled], filled, strict=False):
        if cells.whole_number(text) is not None and not before.endswith((":", "：")):
            return False
    if _CLOSING.match(filled[0]):
        return True
    return len(filled) == 1 and cells.date(filled[0]) is not None


def apart(headings: Sequence[str], frame: pl.DataFrame) -> Apart:
    """The totals anywhere and the closing lines below, of a table with a column of area codes; none of any other."""
    plain = [normal_heading(heading) for heading in headings]
    wanted = looked_at(headings)
    if wanted is None or not frame.height:
        return Apart()
    some = frame.filter(wanted)
    totals: dict[int, tuple[str, ...]] = {}
    repeated: dict[int, tuple[str, ...]] = {}
    if some.height <= _MANY:
        for row in some.iter_rows():
            texts = tuple(text or "" for text in row[:-1])
            if _names_total(texts, plain):
                totals[row[-1]] = texts
            elif [normal_heading(text) for text in texts] == plain:
                repeated[row[-1]] = texts
    *first, number = frame.row(0)
    if number not in totals and _numbers_columns([text or "" for text in first]):
        repeated[number] = tuple(text or "" for text in first)
    closing: dict[int, tuple[str, ...]] = {}
    # Lines that close the form stand below all rows: upwards from the last, as far as there is nothing else.
    for row in reversed(frame.tail(LAST).rows()):
        texts = tuple(text or "" for text in row[:-1])
        if row[-1] in totals or row[-1] in repeated:
            continue
        if not (is_closing(texts) or _is_of_no_area(texts, plain)):
            break
        closing[row[-1]] = texts
    return Apart(tuple(totals.items()), tuple(sorted(closing.items())), tuple(sorted(repeated.items())))


def looked_at(headings: Sequence[str]) -> pl.Expr | None:
    """The rows that may be totals, by the place of their columns; None of a table without a column of area codes."""
    plain = [normal_heading(heading) for heading in headings]
    code = next((place for place, heading in enumerate(plain) if heading in _CODE), None)
    if code is None:
        return None
    column = pl.col(str(code))
    # Codes begin with a digit: every other row is looked at, and there are few.
    wanted = column.is_null() | (column < "0") | (column >= ":")
    for place, heading in enumerate(plain):
        if heading in _NAME:
            wanted = wanted | pl.col(str(place)).is_in(_TOTAL_NAMES)
    return wanted


def _names_total(texts: tuple[str, ...], headings: list[str]) -> bool:
    first = next((text for text in texts if text.strip()), "")
    named = [text for text, heading in zip(texts, headings, strict=True) if heading in _NAME]
    return is_total(first) or any(is_total(text) for text in named)


def _is_of_no_area(texts: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a line has no code, no name beside a blank one, and no figure: the office that files, a telephone number."""
    code = next(text for text, heading in zip(texts, headings, strict=True) if heading in _CODE)
    named = any(text.strip() for text, heading in zip(texts, headings, strict=True) if heading in _NAME)
    has_code = any(character.isdigit() for character in code) or (named and not code.strip())
    return not has_code and all(cells.whole_number(text) is None for text in texts)


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a line under the heading numbers its columns: 甲 乙 1 2 3, or 栏次 1 2 3."""
    filled = [re.sub(r"[\s()（）]", "", text) for text in texts if text.strip()]
    stems = [text for text in filled if len(text) == 1 and text in _STEMS]
    numbers = [text for text in filled if text.isdigit() and len(text) < 3]
    labels = [text for text in filled[:1] if text in ("栏次", "序号", "列次", "行次")]
    if len(stems) + len(numbers) + len(labels) != len(filled) or len(filled) < 3:
        return False
    counted = [int(text) for text in numbers]
    in_turn = counted == list(range(1, len(counted) + 1)) and stems == list(_STEMS[: len(stems)])
    return in_turn and (bool(stems or labels) or len(counted) == len(filled))


def told(
    headings: Sequence[str], frame: pl.DataFrame, found: Apart, unreliable: set[tuple[int, int]]
) -> list[Finding]:
    """What is said of the rows left out: totals, those that do not add up, closing lines. `frame` is without them."""
    notes = []
    if found.totals:
        rows = [number for number, _ in found.totals]
        words = list(
            dict.fromkeys(next(text.strip() for text in texts if text.strip()) for _, texts in found.totals)
        )
        notes.append(_note(rows[0], Problem("read.totals_left_out", rows=rows_told(rows), words=words)))
    if len(found.totals) == 1:
        notes += _differing(headings, frame, found.totals[0], unreliable)
    if found.repeated:
        rows = [number for number, _ in found.repeated]
        lines = quoted([texts for _, texts in found.repeated])
        notes.append(_note(rows[0], Problem("read.heading_repeated", rows=rows_told(rows), lines=lines)))
    if found.closing:
        rows = [number for number, _ in found.closing]
        lines = quoted([texts for _, texts in found.closing])
        notes.append(_note(rows[0], Problem("read.closing_lines", rows=rows_told(rows), lines=lines)))
    return notes


def _differing(
    headings: Sequence[str],
    frame: pl.DataFrame,
    total: tuple[int, tuple[str, ...]],
    unreliable: set[tuple[int, int]],
) -> list[Finding]:
    """The columns whose total is another than what the rows add up to; where a cell is no number nothing is said."""
    number, texts = total
    notes: list[Finding] = []
    if frame.height > _AT_MOST:
        return notes
    for place, heading in enumerate(headings):
        said = cells.whole_number(texts[place])
        if said is None or normal_heading(heading) in _NEVER_SUMMED or (number, place) in unreliable:
            continue
        values = [cells.whole_number(text) for text in frame[str(place)].drop_nulls()]
        known = [value for value in values if value is not None]
        if len(known) == len(values) and values and sum(known) != said:
            problem = Problem("read.total_differs", row=number, heading=heading, said=said, sum=sum(known))
            notes.append(Finding(number, heading, texts[place], problem, severity="warning"))
    return notes


def heading_told(row: int, above: Sequence[Sequence[str]]) -> Finding:
    """Where the heading was found when something stands above it."""
    return _note(row, Problem("read.heading_below", row=row, lines=quoted(above)))


def quoted(lines: Sequence[Sequence[str]]) -> Bilingual:
    """The first lines, each shortened."""
    short = []
    for texts in lines[:4]:
        line = " ".join(text.strip() for text in texts if text.strip())
        short.append(line if len(line) <= 30 else line[:29] + "…")
    more = "…" if len(lines) > 4 else ""
    return Bilingual(
        "；".join(f"“{line}”" for line in short) + more, "; ".join(f"“{line}”" for line in short) + more
    )


def rows_told(numbers: Sequence[int]) -> Bilingual:
    """The numbers of rows, the first of many; in English with the word before them, which says one or several."""
    more = "…" if len(numbers) > 10 else ""
    word = "Row" if len(numbers) == 1 else "Rows"
    first = [str(number) for number in numbers[:10]]
    return Bilingual("、".join(first) + more, f"{word} {', '.join(first)}{more}")


def _note(row: int, problem: Problem) -> Finding:
    return Finding(row, None, None, problem, severity="warning")
